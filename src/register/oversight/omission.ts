/** Where something was not done about a record: an omission, or a decision that was made with reasons. Pure. */
import { lettersIn } from '../../law/written.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Law, RuleId } from '../../law/types.ts'
import { mattersOf } from './procedure.ts'

/** The matter that nothing was done: the officer's reasoned decision answers it. */
const omitted = 'measure-omitted'

/** That an officer decided to take no measure about a record. */
export type NoMeasure = {
  readonly act: number; readonly on: string; readonly unit: string; readonly subject: string; readonly record: number; readonly reasons: string
}

/** The rule under which an omitted measure is held against a unit; null: this pack has none. @source gd-55-1, ln-52a */
export const omissionRule = (law: Pick<Law, 'pack'>): RuleId | null => mattersOf(law).find((m) => m.code === omitted)?.rule ?? null

/** Engineering value: a sentence is longer. */
const shortestText = 8

/** - `reasons-missing` the reasons are the officer's protection; - `not-the-provider` another unit's record; facts: provider */
export function mayTakeNone(unit: string, provider: string, reasons: string, law: Pick<Law, 'pack'>): Outcome<null, 'reasons-missing' | 'not-the-provider'> {
  const rule = omissionRule(law)
  if (unit !== provider) return refuse('not-the-provider', rule, { provider })
  return lettersIn(reasons) < shortestText ? refuse('reasons-missing', rule) : ok(null)
}

/**
 * Handled, so that no omission is held against the unit? A decision for no measure counts as handled from the day it was saved.
 * @source ln-52a
 */
export const handled = (matter: string, unit: string, decisions: readonly NoMeasure[]): NoMeasure | null =>
  (matter === omitted ? decisions.find((d) => d.unit === unit) ?? null : null)
