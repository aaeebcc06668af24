/** The clock of any rule, under the law's own number or under the period an office entered where the text gives none. Pure. */
import type { Calendar } from '../../calendar/calendar.ts'
import { limitOn, type ConfiguredLimit } from '../../calendar/configured-limit.ts'
import { dueDay, type DueDay, type DueDayRefusal } from '../../calendar/due-day.ts'
import type { Pause } from '../../calendar/pauses.ts'
import type { Outcome } from '../../law/outcome.ts'
import type { Law, Limit, PackId, Rule } from '../../law/types.ts'

export type RuleClock = {
  readonly limit: Limit
  /** the entered period the clock runs under; null where the number is the law's, or there is none */
  readonly configured: ConfiguredLimit | null
  readonly due: Outcome<DueDay, DueDayRefusal>
}
export type RuleClockQuestion = {
  readonly rule: Rule
  readonly from: Temporal.PlainDate
  readonly pauses?: readonly Pause[]
  /** whose way of counting; the rule's own pack when left out, for national rules the pack in force here */
  readonly pack?: PackId | undefined
}

/** @returns null where the rule sets no span at all */
export function ruleClock(
  { rule, from, pauses = [], pack }: RuleClockQuestion, entered: readonly ConfiguredLimit[], law: Law, calendar: Calendar,
): RuleClock | null {
  const on = limitOn(rule, entered, from.toString())
  if (on === null) return null
  const { counting } = pack !== undefined ? law.packs[pack] : rule.layer === 'national' ? law.pack : law.packs[rule.layer]
  return { ...on, due: dueDay({ rule: rule.id, from, limit: on.limit, pauses, counting, calendar }) }
}
