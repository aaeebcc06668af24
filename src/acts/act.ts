/** What an act is, and the exact bytes that stand for it. Pure. */
import type { RuleId } from '../law/types.ts'
import { storable } from '../text/text.ts'

/** Everything that can happen in the register. Nothing takes effect without one of these. */
export type ActKind =
  | 'law.loaded'
  | 'register.moved'
  | 'calendar.loaded'
  | 'unit.registered'
  | 'client.registered'
  | 'client.revoked'
  | 'membership.granted'
  | 'membership.ended'
  | 'delivery.received'
  | 'delivery.closed'
  | 'delivery.row-corrected'
  | 'subject.registered'
  | 'subject.renamed'
  | 'subject.recoded'
  | 'subject.status-changed'
  | 'record.accepted'
  | 'record.changed'
  | 'record.withdrawn'
  | 'record.erased'
  | 'record.display-started'
  | 'record.expired'
  | 'record.display-recomputed'
  | 'record.marked'
  | 'record.mark-removed'
  | `objection.${ObjectionDeed}`
  | `restoration.${RestorationDeed}`
  | `oversight.${OversightDeed}`
  | `notice.${NoticeDeed}`
  | 'accountability.reason-given'
  | `inquiry.${InquiryDeed}`
  | ClockDeed
  | `recall.${RecallDeed}`
  | `revocation.${RevocationDeed}`
  | ConsentDeed
  | 'day.closed'
  | 'period.set'
  | 'feed.interval-set'
  | 'feed.changed'
  | 'view.opened'
  | 'boundary.incident'
  | 'boundary.stated'
  | 'boundary.statement-withdrawn'
  | 'boundary.statement-relied'
  | 'measure-list.published'
  | 'workspace.period-set'
  | 'account.sessions-ended'
  | 'log.erasure-declared'
  | 'log.succeeded'
  | 'act.erased'

/** What happens in an objection, from its lodging to the end of a review of its result. */
type ObjectionDeed =
  | 'lodged' | 'accepted' | 'transferred' | 'paused' | 'resumed' | 'decided' | 'closed' | 'review-asked' | 'review-ended'

/** What an organisation lets others see, and what it keeps from view. */
type ConsentDeed = 'authorisation.granted' | 'authorisation.revoked' | 'record.withheld' | 'record.withholding-ended'

/** A recall, from the change of a record until the last who received it has answered; and where a body's system listens for it. */
type RecallDeed = 'opened' | 'told' | 'received' | 'acknowledged' | 'escalated' | 'completed' | 'endpoint-registered' | 'endpoint-ended' | 'mailed'

/** The document behind a record was revoked or changed: the ruling, the provider's written notice, the end of its task. */
type RevocationDeed = 'registered' | 'notified' | 'settled'

/** A step was not taken in time; a clock was counted again and its day moved. */
type ClockDeed = 'deadline.missed' | 'clock.moved'

/** Who oversees whom, and a case of accountability; an officer's decision to take no measure. */
type OversightDeed = 'placed' | 'arrangement-named' | 'opened' | 'answered' | 'step-taken' | 'reported' | 'closed' | 'no-measure'

/** Asking the register, and what the operator and the units do about it. */
type InquiryDeed = 'answered' | 'refused' | 'access-granted' | 'access-ended' | 'norms-published' | 'use-reviewed' | 'case-closed'

/** A letter to an organisation or unit, and the proofs that it arrived. */
type NoticeDeed = 'issued' | 'read' | 'served' | 'sent' | 'mailbox-named' | 'mailbox-removed'

/** What happens in a restoration, beside it, and to the records of a restructured organisation. */
type RestorationDeed =
  | 'applied' | 'accepted' | 'returned-for-completion' | 'completed' | 'decided' | 'carried-out' | 'excluded' | 'exclusion-ended' | 'method-published'
  | 'restructuring-filed' | 'restructuring-shielded' | 'restructuring-refused' | 'restructuring-ended'

/** Kinds of act that concern no organisation as far as the log is concerned: an act of one of them bears no subject. */
export const withoutSubject: ReadonlySet<ActKind> = new Set<ActKind>([
  'law.loaded', 'register.moved', 'calendar.loaded', 'unit.registered', 'client.registered', 'client.revoked', 'membership.granted', 'membership.ended',
  'delivery.received', 'delivery.closed', 'day.closed', 'period.set', 'feed.interval-set', 'feed.changed', 'view.opened', 'boundary.stated',
  'boundary.statement-withdrawn', 'boundary.statement-relied', 'measure-list.published', 'workspace.period-set', 'account.sessions-ended',
  'log.erasure-declared', 'log.succeeded', 'inquiry.answered', 'inquiry.refused', 'inquiry.access-granted', 'inquiry.access-ended',
  'inquiry.norms-published', 'inquiry.use-reviewed', 'inquiry.case-closed', 'recall.endpoint-registered', 'recall.endpoint-ended', 'recall.mailed',
  'restoration.method-published', 'oversight.placed', 'oversight.arrangement-named', 'oversight.opened', 'oversight.answered', 'oversight.step-taken',
  'oversight.reported', 'oversight.closed', 'oversight.no-measure',
])

/** Who acts: a body by its code (`operator` or a unit's); with the number of the account where a member did it for the body. */
export type Doer = string | { readonly actor: string; readonly account: string }
export const doer = (by: Doer): { readonly actor: string; readonly account?: string } => (typeof by === 'string' ? { actor: by } : by)

/** What the acts of a group share. */
export type Head = {
  readonly act: ActKind
  /** code of the unit that acted, or `operator` for what the register's own work body does */
  readonly actor: string
  /** number of the member's account that acted for the body; never a name. Absent where a machine or the register itself acted */
  readonly account?: string
  /** moment of recording, UTC, milliseconds */
  readonly at: string
  /** legal day in Asia/Shanghai the act belongs to (a late daily run makes acts of earlier days) */
  readonly on: string
  /** stamp of the law in force here at the time */
  readonly law: string
  readonly rules: readonly RuleId[]
  readonly delivery?: string
}

/** One act's own part. `subject` is the organisation's code, or '' where the act concerns none. */
export type ActContent = { readonly subject: string; readonly content: string }

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/**
 * Canonical JSON: keys in code-unit order, no white space, undefined left out. The same value gives the same bytes.
 * Numbers are integers only; amounts are decimal strings, so that no reader's floating point can change them.
 * @throws {TextUnsound} where a text or a key cannot be stored
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(`canonical JSON holds integers only, not ${value}`)
  if (typeof value === 'string') return JSON.stringify(storable(value))
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((v: Json) => canonicalJson(v)).join(',')}]`
  const entries = Object.entries(value as { [key: string]: Json | undefined }).filter(([, v]) => v !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${entries.map(([k, v]) => `${JSON.stringify(storable(k))}:${canonicalJson(v!)}`).join(',')}}`
}

export const headText = (head: Head): string => canonicalJson(head as unknown as Json)

/** What a reader can make nothing of, the database and we alike: no JSON object, or a text in it that cannot be stored. */
export function isReadable(content: string): boolean {
  if (content.includes('\\u') && /(?:^|[^\\])(?:\\\\)*\\u(?:0000|[dD][89a-fA-F])/.test(content)) return false
  try {
    const value: unknown = JSON.parse(content)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch { return false }
}

/** The number of an act's salt bytes. */
export const saltBytes = 16
