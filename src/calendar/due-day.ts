/**
 * When a clock of the law ends.
 *
 * A *step* (type deadline) is in time until the end of its due day. A *state* (duration, cap, floor,
 * window, age) is over on its due day. How days are counted is the pack's `Counting`; nothing here decides it.
 */
import { ok, type Outcome, type Refusal } from '../law/outcome.ts'
import type { Counting, Limit, RuleId } from '../law/types.ts'
import { calendarGap, nthWorkingDay, workingDaysWithin, type Calendar, type CalendarGap } from './calendar.ts'
import { certify, type Certificate } from './certificate.ts'
import { dayNumber, plainDate } from './day-number.ts'
import { daysLeftOut, pauseFaults, type LeftOut, type Pause, type PauseRefusal } from './pauses.ts'

export type Clock = {
  /** the rule that sets the limit: named in refusals and in the certificate */
  readonly rule?: RuleId | null
  /** day of the event that starts the clock */
  readonly from: Temporal.PlainDate
  readonly limit: Limit
  readonly pauses?: readonly Pause[]
  readonly counting: Counting
  readonly calendar: Calendar
}

export type ClockEnd = {
  readonly day: Temporal.PlainDate
  /** `last-day`: in time until this day ends. `first-day-over`: from this day on it no longer holds. */
  readonly edge: 'last-day' | 'first-day-over'
  /** rests on a year without an official notice; to be computed again when the notice is loaded */
  readonly provisional: boolean
}

export type DueDay = ClockEnd & { readonly certificate: Certificate }

export type DueDayRefusal =
  | 'period-not-set' // the text gives no number
  | 'not-a-clock' // a frequency has no end; see tally.ts
  | 'pause-open' // a pause still runs; the day is known when it ends
  | CalendarGap
  | PauseRefusal

/**
 * The day a clock ends, with every day counted and skipped on the way.
 *
 * @returns refusals: `period-not-set`, `not-a-clock`, `pause-without-ground`, `pause-reversed`, `pause-in-months`
 *          (every fault of the question), or one of `pause-open`, `calendar-gap`
 * @throws  {RangeError} when the limit is not a positive whole number: a fault of the pack
 * @source  gd-46-1 … gd-46-5, ln-37-1 … ln-37-8, gd-43a, hn-32-2b, xm-33-1
 */
export function dueDay(clock: Clock): Outcome<DueDay, DueDayRefusal> {
  const reached = reach(clock)
  if (!reached.ok) return reached
  return ok({ ...clockEnd(reached.value), certificate: certify(clock, reached.value) })
}

/** The same day without its certificate, for sweeps over many clocks. */
export function dueDayFast(clock: Clock): Outcome<ClockEnd, DueDayRefusal> {
  const reached = reach(clock)
  return reached.ok ? ok(clockEnd(reached.value)) : reached
}

/** Where the counting arrived, in day numbers. `counted` is the n-th day, before any move off a rest day. */
export type Reached = {
  readonly counted: number
  readonly due: number
  /** the corresponding month has no such day, so its last day stands for it */
  readonly constrained: boolean
  readonly edge: ClockEnd['edge']
  readonly leftOut: readonly LeftOut[]
  /** the answer depends on which days are working days */
  readonly usesCalendar: boolean
  readonly provisional: boolean
}

const clockEnd = ({ due, edge, provisional }: Reached): ClockEnd => ({ day: plainDate(due), edge, provisional })

function reach(clock: Clock): Outcome<Reached, DueDayRefusal> {
  const { from, limit, counting, calendar } = clock
  const rule = clock.rule ?? null
  const faults: Refusal<DueDayRefusal>[] = pauseFaults(limit, clock.pauses ?? [], rule)
  if (limit.type === 'frequency') faults.unshift({ code: 'not-a-clock', rule, facts: { type: limit.type } })
  if (limit.amount === null) faults.unshift({ code: 'period-not-set', rule, facts: { from: from.toString() } })
  const [fault, ...more] = faults
  if (fault) return { ok: false, refusals: [fault, ...more] }
  const amount = limit.amount!
  if (!Number.isInteger(amount) || amount < 1) throw new RangeError(`A limit of ${amount} is not a number of days`)

  const step = limit.type === 'deadline'
  const countsTrigger = step && counting.stepsCountTriggerDay
  const leftOut = daysLeftOut(clock.pauses ?? [], counting)
  let counted: number
  let constrained = false
  if (limit.unit === 'month' || limit.unit === 'year') {
    const corresponding = from.add(limit.unit === 'month' ? { months: amount } : { years: amount }, { overflow: 'constrain' })
    constrained = corresponding.day !== from.day
    counted = dayNumber(corresponding) - (countsTrigger ? 1 : 0)
  } else {
    const outcome = countDays(limit.unit, dayNumber(from) - (countsTrigger ? 1 : 0), amount, leftOut, clock)
    if (!outcome.ok) return outcome
    counted = outcome.value
  }

  const moves = step && limit.unit !== 'working-day' && counting.lastRestDayMoves
  let due = step || !counting.stateIncludesEndDay ? counted : counted + 1
  if (moves) {
    const outcome = countDays('working-day', counted - 1, 1, leftOut, clock)
    if (!outcome.ok) return outcome
    due = outcome.value
  }
  const usesCalendar = limit.unit === 'working-day' || moves
  return ok({
    counted, due, constrained, leftOut, usesCalendar,
    edge: step ? 'last-day' : 'first-day-over',
    provisional: usesCalendar && due > calendar.index.lastCertain,
  })
}

/** The `amount`-th day after `after` that counts: working days or all days, less those left out. */
function countDays(
  unit: 'working-day' | 'day', after: number, amount: number, leftOut: readonly LeftOut[], clock: Clock,
): Outcome<number, DueDayRefusal> {
  const { calendar, rule } = clock
  const { index } = calendar
  const nth = (start: number, n: number) => (unit === 'day' ? start + n : nthWorkingDay(index, start, n))
  const gap = (day: number): Outcome<number, DueDayRefusal> => {
    const { refusals: [refusal] } = calendarGap(calendar, plainDate(day).toString())
    return { ok: false, refusals: [{ ...refusal, rule: rule ?? null }] }
  }
  let done = after
  let left = amount
  for (const { first, last, pause } of leftOut) {
    if (last <= done) continue
    const uninterrupted = nth(done, left)
    if (uninterrupted !== null && uninterrupted < first) return ok(uninterrupted)
    if (first - 1 > done) {
      if (unit === 'working-day' && (done < index.first - 1 || first - 1 > index.last)) return gap(done + 1)
      left -= unit === 'day' ? first - 1 - done : workingDaysWithin(index, done, first - 1)
    }
    if (last === Infinity) {
      const facts = { ground: pause.ground, from: pause.from.toString(), counted: String(amount - left), left: String(left) }
      return { ok: false, refusals: [{ code: 'pause-open', rule: rule ?? null, facts }] }
    }
    done = last
  }
  const day = nth(done, left)
  return day === null ? gap(done + 1) : ok(day)
}
