/** Limits that count events rather than days: so many a year, so many within a span. */
import { ok, refuse, type Outcome } from '../law/outcome.ts'
import type { Limit, RuleId } from '../law/types.ts'

export type TallyRefusal = 'period-not-set' | 'not-a-tally'

/**
 * How many more times this may be had in the calendar year of `on`; never below 0.
 * @param events days on which it was had, in any order
 * @source gd-40-1b. The text says *each year*, read as the calendar year.
 */
export function leftThisYear(
  limit: Limit, events: readonly Temporal.PlainDate[], on: Temporal.PlainDate, rule: RuleId | null = null,
): Outcome<number, TallyRefusal> {
  if (limit.amount === null) return refuse('period-not-set', rule, {})
  if (limit.type !== 'frequency' || limit.unit !== 'year') return refuse('not-a-tally', rule, { type: limit.type, unit: limit.unit })
  return ok(Math.max(0, limit.amount - events.filter((event) => event.year === on.year).length))
}

/**
 * Does the last event fill the window: with those before it, as many as the limit asks for within its span?
 * A span is over on its corresponding date, like every state: twelve months from 2024-01-10 no longer hold 2025-01-10.
 * @param events days of the events, in any order
 * @source xm-26-3
 */
export function fillsWindow(limit: Limit, events: readonly Temporal.PlainDate[], rule: RuleId | null = null): Outcome<boolean, TallyRefusal> {
  const { amount, count, unit } = limit
  if (amount === null) return refuse('period-not-set', rule, {})
  if (limit.type !== 'window' || count === undefined || (unit !== 'month' && unit !== 'year')) {
    return refuse('not-a-tally', rule, { type: limit.type, unit })
  }
  const inOrder = [...events].sort(Temporal.PlainDate.compare)
  const first = inOrder.at(-count), last = inOrder.at(-1)
  if (!first || !last) return ok(false)
  const over = first.add(unit === 'month' ? { months: amount } : { years: amount }, { overflow: 'constrain' })
  return ok(Temporal.PlainDate.compare(last, over) < 0)
}
