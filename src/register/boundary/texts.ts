/** Texts that people write into a form: none of them may hold what must not be kept. Pure. */
import type { RuleId } from '../../law/types.ts'
import type { Law } from '../../law/types.ts'
import { findRule } from '../../law/rule.ts'
import type { Boundary } from './boundary.ts'
import { type BoundaryFinding, type Scan, scanner, type ScanSettings } from './scan.ts'

type Ground = { law(): Law; boundary(): Boundary; today(): Temporal.PlainDate }

const prepared = new WeakMap<Boundary, Map<string, Scan>>()

/** The boundary's look at a text, under the law in force and as of today: prepared once a day. */
export function scanOn(on: Ground): Scan {
  const law = on.law()
  const today = on.today().toString()
  const boundary = on.boundary()
  const key = `${law.stamp} ${today}`
  const known = prepared.get(boundary)?.get(key)
  if (known) return known
  const made = scanner(settingsOn(on))
  prepared.set(boundary, new Map([[key, made]]))
  return made
}

/** What the look rests on: plain data, for whoever looks in a thread of its own. */
export function settingsOn(on: Ground): ScanSettings {
  const law = on.law()
  return { boundary: on.boundary(), pack: law.pack.id, today: on.today().toString(), minorsUnderYears: findRule(law, 'gd-25-2')?.limit?.amount ?? null }
}

/**
 * What an act asks of its texts, whichever way they came. Doubtful words were answered for at the door they came in by
 * (src/http/person-door.ts, the row of a delivery); what is certain no way lets in.
 *
 * @param texts by what they are. @returns the first that tells of a person; null when none does
 */
export function personalDataIn(texts: Readonly<Record<string, string>>, on: Ground): { readonly where: string; readonly rule: RuleId | null } | null {
  const scan = scanOn(on)
  for (const [where, text] of Object.entries(texts)) {
    const found = scan.scanText(text, where).find((f) => f.certainty === 'certain')
    if (found) return { where, rule: found.rules[0] ?? null }
  }
  return null
}

/**
 * @returns everything the boundary sees in one text: certain or doubtful. Markup by itself is the fault of a cell: what is typed into a
 * form is shown as it was written.
 */
export const foundIn = (text: string, where: string, on: Ground): readonly BoundaryFinding[] =>
  wordsIn(scanOn(on), text, where)

/** The same by a look that was prepared elsewhere. */
export const wordsIn = (scan: Scan, text: string, where: string): readonly BoundaryFinding[] => scan.scanText(text, where).filter((f) => f.code !== 'markup')

/** A setting, a command's word: who writes it can always write it otherwise, so what may name a person is refused as well. */
export function mayNamePerson(texts: Readonly<Record<string, string>>, on: Ground): { readonly where: string; readonly rule: RuleId | null } | null {
  for (const [where, text] of Object.entries(texts)) {
    const [found] = foundIn(text, where, on)
    if (found) return { where, rule: found.rules[0] ?? null }
  }
  return null
}
