/** Whether a record can be restored on a day, since when it could be, and by which rule. Pure. */
import type { Law, RuleId } from '../../law/types.ts'
import type { CatalogItem } from '../catalog/types.ts'
import { recordFacts } from '../records/dates.ts'
import type { StoredFacts } from '../records/facts.ts'
import { displayDates } from '../retention/display.ts'
import { textPeriod } from '../retention/period.ts'
import { exclusionRule, windowRule } from './procedure.ts'

export type Restorable = {
  readonly item: CatalogItem
  readonly facts: StoredFacts
  readonly receivedOn: string
  readonly existence: string
  /** the provision that excludes it, with its article */
  readonly excludedBy: string | null
}

/**
 * - `open`          one may apply; `earliestOn` the first day on which one could, null where no text sets one
 * - `too-early`     the minimum of display is not reached; `earliestOn` the first day on which one can
 * - `class-missing` the unit has not stated the class on which the period depends
 * - `excluded`      facts: provision
 * - `restored`      since `on`
 * - `over`          neither shown nor used any more since `on`: nothing is left to restore
 * - `not-concerned` no untrustworthiness information, or none that is held
 */
export type Eligibility =
  | { readonly standing: 'open'; readonly earliestOn: string | null; readonly rule: RuleId | null; readonly text: string | null }
  | { readonly standing: 'too-early'; readonly earliestOn: string; readonly rule: RuleId; readonly text: string }
  | { readonly standing: 'class-missing'; readonly rule: RuleId }
  | { readonly standing: 'excluded'; readonly rule: RuleId; readonly provision: string }
  | { readonly standing: 'restored'; readonly on: string }
  | { readonly standing: 'over'; readonly on: string; readonly rule: RuleId | null }
  | { readonly standing: 'not-concerned' }

/**
 * The text in force on the day governs: an application of the last day of one text is judged by that text.
 * @source nat-58-min, nat-58-min-serious-fields, nat-36-minor, nat-36-general-min, nat-36-serious-min, nat-107-general-min, gd-47-5, hn-36d, xm-34-1a
 */
export function eligibilityOf(record: Restorable, law: Law, day: Temporal.PlainDate): Eligibility {
  const { item, facts } = record
  if (item.nature !== 'untrustworthiness' || record.existence !== 'held') return { standing: 'not-concerned' }
  if (facts.restoredOn !== undefined) return { standing: 'restored', on: facts.restoredOn }
  if (record.excludedBy !== null) return { standing: 'excluded', rule: exclusionRule(law), provision: record.excludedBy }
  const dates = displayDates(recordFacts(item, facts, record.receivedOn), law, day)
  if (dates.state === 'class-not-stated') return { standing: 'class-missing', rule: classRule(record, law, day) }
  const ended = dates.state === 'ended' ? dates.endsOn : null
  const unused = dates.usable ? null : dates.retentionEndsOn
  if (!dates.usable && (ended ?? unused) !== null) return { standing: 'over', on: unused ?? ended!, rule: windowRule(law) }
  if (!dates.usable) return { standing: 'not-concerned' }
  const { sector } = item.display.by === 'severity' ? item.display : { sector: null }
  const period = item.display.by === 'severity' ? textPeriod(recordFacts(item, facts, record.receivedOn), sector, law, day.toString()) : null
  if (!period?.stated) return { standing: 'open', earliestOn: null, rule: null, text: null }
  const { minimum, text } = period
  if (minimum === null) return { standing: 'open', earliestOn: facts.decidedOn, rule: period.class.rule, text: text.id }
  const earliest = { earliestOn: minimum.endsOn, rule: minimum.rule, text: text.id }
  return day.toString() < minimum.endsOn ? { standing: 'too-early', ...earliest } : { standing: 'open', ...earliest }
}

function classRule({ item, facts, receivedOn }: Restorable, law: Law, day: Temporal.PlainDate): RuleId {
  const sector = item.display.by === 'severity' ? item.display.sector : null
  return textPeriod(recordFacts(item, facts, receivedOn), sector, law, day.toString())!.text.start
}
