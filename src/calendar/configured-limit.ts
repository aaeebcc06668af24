/**
 * Periods the text leaves open: *period not set* until an office enters one, with its basis. Pure.
 *
 * A number the law gives cannot be configured away; a number it does not give is never assumed.
 */
import { isInForce } from '../law/in-force.ts'
import { type Outcome, type Refusal, ok, refuse } from '../law/outcome.ts'
import type { Limit, LimitUnit, Rule, RuleId } from '../law/types.ts'

/** An entered period. It applies to clocks that start on `from` or later, until another is entered. */
export type ConfiguredLimit = {
  readonly rule: RuleId
  readonly amount: number
  /** the text that gives no number mostly gives no unit either: both are entered */
  readonly unit: LimitUnit
  /** YYYY-MM-DD */
  readonly from: string
  /** the office that answers for it; never a person's name */
  readonly office: string
  /** the document it rests on */
  readonly basis: string
}

/**
 * - `no-period-asked`    the rule sets no span at all
 * - `period-in-law`      the text gives the number; facts: amount, unit
 * - `period-impossible`  not a positive whole number of days, months or years
 * - `office-missing`, `basis-missing`
 */
export type ConfigureRefusal = 'no-period-asked' | 'period-in-law' | 'period-impossible' | 'office-missing' | 'basis-missing'

/** Every fault of an entry at once. @source gd-35-1c, js-31-1b, xm-25-2 and every other limit without a number */
export function configureLimit(rule: Rule, entry: Omit<ConfiguredLimit, 'rule'>): Outcome<ConfiguredLimit, ConfigureRefusal> {
  if (rule.limit === null) return refuse('no-period-asked', rule.id)
  if (rule.limit.amount !== null) return refuse('period-in-law', rule.id, { amount: String(rule.limit.amount), unit: rule.limit.unit })
  const faults: ConfigureRefusal[] = [
    ...(Number.isSafeInteger(entry.amount) && entry.amount > 0 ? [] : ['period-impossible'] as const),
    ...(entry.office.trim() === '' ? ['office-missing'] as const : []),
    ...(entry.basis.trim() === '' ? ['basis-missing'] as const : []),
  ]
  const [first, ...more] = faults.map((code): Refusal<ConfigureRefusal> => ({ code, rule: rule.id, facts: {} }))
  return first ? { ok: false, refusals: [first, ...more] } : ok({ rule: rule.id, ...entry })
}

export type LimitOnDay = { readonly limit: Limit; readonly configured: ConfiguredLimit | null }

/**
 * The span of a rule for a clock that starts on a day: the law's own number, or the period entered last for that day.
 * @param entered in any order; of two entered for the same day the later in the list stands
 * @returns null when the rule sets no span; `limit.amount` null = period not set
 */
export function limitOn(rule: Rule, entered: readonly ConfiguredLimit[], day: string): LimitOnDay | null {
  if (rule.limit === null) return null
  if (rule.limit.amount !== null) return { limit: rule.limit, configured: null }
  let latest: ConfiguredLimit | null = null
  for (const one of entered) {
    if (one.rule === rule.id && isInForce({ from: one.from, until: null }, day) && (latest === null || one.from >= latest.from)) latest = one
  }
  return { limit: latest === null ? rule.limit : { ...rule.limit, amount: latest.amount, unit: latest.unit }, configured: latest }
}
