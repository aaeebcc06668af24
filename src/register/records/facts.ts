/** What a record's dates rest on, drawn from its values by the catalog. The same for a delivery and for a rebuild. */
import type { Severity } from '../../law/types.ts'
import { unreadableText } from '../../text/words.ts'
import type { CatalogItem } from '../catalog/types.ts'

export type StoredFacts = {
  /**
   * Day on which the organisation's registration ended; only with its registration records. It comes by an act of its
   * own after the record, as a restoration does and a measure that runs will. Such facts stand first in the text.
   */
  readonly deregisteredOn?: string
  /** first day on which the record, restored, is neither shown nor used; it stays so in every later version of the same document */
  readonly restoredOn?: string
  /** day of the basis document */
  readonly decidedOn: string
  readonly severity: Severity | null
  readonly severityReason: string | null
  /** last day of conduct that continued; `continuing` while it does */
  readonly conductEndedOn: string | 'continuing' | null
  /** field of conduct for which a text sets a longer minimum (work safety …) */
  readonly conductField: string | null
  /** kind of sanction, where the text of the item's sector tells kinds apart (警告) */
  readonly sanctionKind?: string
  readonly validUntil: string | 'no-end' | null
  readonly tradeSecret: boolean
  readonly documentNumber: string | null
  readonly authority: string | null
}

/**
 * Facts as they are stored with a record. Text that cannot be read, which no act says, stands as unreadable and takes no page down; an
 * audit names it and a rebuild puts it right.
 */
export function factsFrom(text: string, decidedOn = '1970-01-01'): StoredFacts {
  return read(text) ?? {
    decidedOn, severity: null, severityReason: null, conductEndedOn: null, conductField: null, validUntil: null, tradeSecret: false,
    documentNumber: unreadableText, authority: unreadableText,
  }
}

function read(text: string): StoredFacts | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    return /^\d{4}-\d\d-\d\d$|^$/.test(String((value as StoredFacts).decidedOn)) ? value as StoredFacts : null
  } catch { return null }
}

/** Words the penalty templates use for the three classes. */
const severities: Readonly<Record<string, Severity>> = {
  轻微: 'minor', 一般: 'general', 严重: 'serious', minor: 'minor', general: 'general', serious: 'serious',
}

export const tradeSecretField = '涉商业秘密'
const yes = new Set(['是', 'yes', 'Y', '1', 'true'])

/** @param values normalised values by field name: days as YYYY-MM-DD, `no-end` for a date without end */
export function factsOf(item: CatalogItem, values: Readonly<Record<string, string | undefined>>): StoredFacts {
  const value = (field: string | null | undefined) => (field ? (values[field] ?? null) : null)
  const s = item.severity
  const until = item.display.by === 'validity' ? value(item.display.untilField) : null
  const ended = value(s?.conductEndedOn)
  const kind = value(s?.sanctionKind)
  return {
    decidedOn: value(item.basis.date) ?? '',
    severity: severities[value(s?.class) ?? ''] ?? null,
    severityReason: value(s?.reason),
    conductEndedOn: ended === '持续' ? 'continuing' : ended,
    conductField: value(s?.conductField),
    ...(kind === null ? {} : { sanctionKind: kind }),
    validUntil: until,
    tradeSecret: yes.has(value(tradeSecretField) ?? ''),
    documentNumber: value(item.basis.documentNumber),
    authority: value(item.basis.authority),
  }
}

/** The same facts once the organisation is deregistered, or registered again. */
export function withStatus(facts: StoredFacts, item: CatalogItem, subject: SubjectStanding): StoredFacts {
  const { deregisteredOn, ...rest } = facts
  const ended = item.display.by === 'registration' && subject.status !== 'registered' && subject.status_on !== null
  if (ended) return { deregisteredOn: subject.status_on!, ...rest }
  return deregisteredOn === undefined ? facts : rest
}

/** The same facts of a record that was restored. @param restoredOn null: it was not */
export const withRestoration = (facts: StoredFacts, restoredOn: string | null): StoredFacts => (restoredOn === null ? facts : { restoredOn, ...facts })

/** What the register holds of an organisation's registration. Merged and split organisations are registered no more, too. */
export type SubjectStanding = { readonly status: string; readonly status_on: string | null }
