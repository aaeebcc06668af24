/** One clock: until when a step is owed, under the law, the notices and the periods entered. Pure. */
import { limitOn, type ConfiguredLimit } from '../../../calendar/configured-limit.ts'
import type { Calendar } from '../../../calendar/calendar.ts'
import { dueDayFast } from '../../../calendar/due-day.ts'
import { ruleOf } from '../../../law/rule.ts'
import type { Law, PauseGround, RuleId } from '../../../law/types.ts'

export type ClockKind = 'objection' | 'oversight' | 'recall' | 'restoration' | 'revocation'

/** Days that do not count, YYYY-MM-DD, both ends included; `to` null: still running. */
export type ClockPause = { readonly ground: PauseGround; readonly from: string; readonly to: string | null }

/** What a clock is counted from. A step that no rule counts has neither rule nor day; it has a place in its queue. */
export type ClockQuestion = {
  readonly rule: RuleId | null; readonly from: string | null; readonly pauses: readonly ClockPause[]
  /** the last day, where an order names it: no calendar and no period entered later moves it */
  readonly set?: string | null
}

/**
 * - `period-not-set` the text leaves the period open and no office has entered one
 * - `no-number`      the text asks for it promptly, or while the case is handled
 * - `paused`         known when the pause ends
 * - `unknown`        the calendar does not reach as far
 */
export type WithoutDay = 'period-not-set' | 'no-number' | 'paused' | 'unknown'

export type ClockAnswer = {
  /** last day in time, YYYY-MM-DD */
  readonly due: string | null
  /** first day on which it is missed */
  readonly late: string | null
  readonly why: WithoutDay | null
  readonly provisional: boolean
  /** edition of the newest notice the day rests on; null where it rests on none */
  readonly calendar: string | null
}

type Facts = { readonly entered: readonly ConfiguredLimit[]; readonly law: Law; readonly calendar: Calendar }

const without = (why: WithoutDay): ClockAnswer => ({ due: null, late: null, why, provisional: false, calendar: null })

/** The day without its certificate: a sweep asks for it by the million. */
export function clockAnswer({ rule: id, from, pauses, set = null }: ClockQuestion, { entered, law, calendar }: Facts): ClockAnswer {
  if (set !== null) return { due: set, late: Temporal.PlainDate.from(set).add({ days: 1 }).toString(), why: null, provisional: false, calendar: null }
  if (id === null || from === null) return without('no-number')
  const rule = ruleOf(law, id)
  const on = limitOn(rule, entered, from)
  if (on === null) return without('no-number')
  if (on.limit.amount === null) return without('period-not-set')
  const due = dueDayFast({
    rule: id, from: Temporal.PlainDate.from(from), limit: on.limit, counting: law.pack.counting, calendar,
    pauses: pauses.map((p) => ({ ground: p.ground, from: Temporal.PlainDate.from(p.from), to: p.to === null ? null : Temporal.PlainDate.from(p.to) })),
  })
  if (!due.ok) return without(due.refusals[0].code === 'pause-open' ? 'paused' : 'unknown')
  const { day, edge, provisional } = due.value
  const moves = on.limit.unit === 'working-day' || (on.limit.type === 'deadline' && law.pack.counting.lastRestDayMoves)
  return {
    due: day.toString(), late: (edge === 'last-day' ? day.add({ days: 1 }) : day).toString(), why: null, provisional,
    calendar: moves ? restsOn(calendar, day.year) : null,
  }
}

/** The notice of the year, or the newest before it. */
function restsOn(calendar: Calendar, year: number): string | null {
  for (let y = year; y >= Temporal.PlainDate.from(calendar.firstDay).year; y--) {
    const notice = calendar.notices.get(y)
    if (notice) return notice.edition
  }
  return null
}

/**
 * What it means when nothing was done in time: the effect the pack gives it, by its code and rule; `shown` where it gives none,
 * and then silence is made public and changes nothing else.
 */
export function silence({ pack }: Pick<Law, 'pack'>, rule: RuleId): { readonly effect: string; readonly rule: RuleId } {
  const entry = pack.lists.find((l) => l.id === 'silence-effects')?.entries.find((e) => e.scope === 'in' && e.rule === rule)
  return { effect: entry?.code ?? 'shown', rule }
}
