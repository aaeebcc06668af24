/** An answer a unit owes: when it is due, whether it is overdue, and what closes it. Pure. */
import { limitOn, type ConfiguredLimit } from '../../calendar/configured-limit.ts'
import type { Calendar } from '../../calendar/calendar.ts'
import { dueDay, type DueDay, type DueDayRefusal } from '../../calendar/due-day.ts'
import type { Pause } from '../../calendar/pauses.ts'
import { type Outcome, type Refusal, ok, refuse } from '../../law/outcome.ts'
import { ruleOf } from '../../law/rule.ts'
import type { Law, RuleId } from '../../law/types.ts'

/** What is awaited under a rule, since a day. */
export type Awaited = { readonly rule: RuleId; readonly from: Temporal.PlainDate; readonly pauses?: readonly Pause[] }

export type AwaitedState =
  /** an office has to enter the period, with its basis, before a clock can run */
  | { readonly state: 'period-not-set'; readonly rule: RuleId; readonly asks: readonly ['amount', 'unit', 'office', 'basis'] }
  | { readonly state: 'running' | 'overdue'; readonly due: DueDay; readonly configured: ConfiguredLimit | null }
  /** the day cannot be computed: no notice for that year yet, a pause still runs … */
  | { readonly state: 'open'; readonly refusals: readonly Refusal<DueDayRefusal>[] }

/** @throws when the rule sets no span: nothing is awaited under it */
export function awaitedState(awaited: Awaited, entered: readonly ConfiguredLimit[], law: Law, calendar: Calendar, today: Temporal.PlainDate): AwaitedState {
  const rule = ruleOf(law, awaited.rule)
  const on = limitOn(rule, entered, awaited.from.toString())
  if (on === null) throw new RangeError(`${rule.id} sets no period`)
  if (on.limit.amount === null) return { state: 'period-not-set', rule: rule.id, asks: ['amount', 'unit', 'office', 'basis'] }
  const due = dueDay({ rule: rule.id, from: awaited.from, limit: on.limit, pauses: awaited.pauses ?? [], counting: law.pack.counting, calendar })
  if (!due.ok) return { state: 'open', refusals: due.refusals }
  const over = Temporal.PlainDate.compare(today, due.value.day)
  return { state: (due.value.edge === 'last-day' ? over > 0 : over >= 0) ? 'overdue' : 'running', due: due.value, configured: on.configured }
}

/** What a unit answers: it acted and reports, or it did not act and says why. */
export type Answer = { readonly acted: true; readonly report: string } | { readonly acted: false; readonly explanation: string }

/** A unit that does not act closes the task only with a written explanation; one that acts, with its report. @source xm-25-2 */
export function mayClose(answer: Answer, rule: RuleId): Outcome<null, 'report-missing' | 'explanation-missing'> {
  if (answer.acted) return answer.report.trim() === '' ? refuse('report-missing', rule) : ok(null)
  return answer.explanation.trim() === '' ? refuse('explanation-missing', rule) : ok(null)
}
