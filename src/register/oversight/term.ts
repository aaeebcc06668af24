/** The last day of an order to correct that names a number of days. Pure. */
import type { Calendar } from '../../calendar/calendar.ts'
import { dueDayFast } from '../../calendar/due-day.ts'
import { isDay } from '../../calendar/day-number.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import { ruleOf } from '../../law/rule.ts'
import type { Law, RuleId } from '../../law/types.ts'
import { termRule } from './procedure.ts'

/** Engineering value: no order runs for ten years. */
const mostDays = 3_650

/**
 * @param from the day the order was served, YYYY-MM-DD; the days run from the next
 * @returns the last day, YYYY-MM-DD. Where the text in force has no rule on the time of an order, an order names its day
 * @source hn-45c
 */
export function lastDayOf(
  order: { readonly rule: RuleId; readonly from: string; readonly days: number }, law: Law, calendar: Calendar,
): Outcome<string, 'term-unfit'> {
  const by = termRule(law, order.rule)
  const unfit = refuse('term-unfit' as const, by ?? order.rule, { day: String(order.days) })
  if (by === null || !isDay(order.from) || !Number.isSafeInteger(order.days) || order.days < 1 || order.days > mostDays) return unfit
  const due = dueDayFast({
    rule: by, from: Temporal.PlainDate.from(order.from), limit: { ...ruleOf(law, by).limit!, amount: order.days }, counting: law.pack.counting, calendar,
  })
  return due.ok ? ok(due.value.day.toString()) : unfit
}
