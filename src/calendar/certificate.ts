/** The proof of a due day: small enough to send, full enough for a stranger to count again. Plain JSON throughout. */
import type { Counting, Limit, PauseGround, RuleId, Text2 } from '../law/types.ts'
import { statusOf, type DayKind } from './calendar.ts'
import { dayNumber, plainDate, yearOf } from './day-number.ts'
import type { Clock, Reached } from './due-day.ts'

export type Certificate = {
  readonly rule: RuleId | null
  readonly limit: Limit
  readonly from: string
  readonly due: string
  readonly edge: Reached['edge']
  readonly provisional: boolean
  /** the pack's readings of what the text leaves open */
  readonly counting: Counting
  /** null where the answer does not depend on working days */
  readonly calendar: CalendarUsed | null
  readonly pauses: readonly PauseUsed[]
  /** every day from the trigger to the due day; null where the limit runs to a corresponding date */
  readonly days: readonly CertifiedDays[] | null
  /** the corresponding date, for states and for limits in months or years; null where days are counted one by one */
  readonly corresponding: { readonly day: string; readonly constrained: boolean } | null
  /** the day counted to, where the last day was a rest day and moved */
  readonly movedFrom: string | null
}

export type CalendarUsed = {
  readonly edition: string
  /** notices of the years crossed, and of years whose notice names one of the days */
  readonly papers: readonly { readonly year: number; readonly address: string; readonly published: string }[]
  readonly yearsWithoutNotice: readonly number[]
}

/** `daysLeftOut` counts only days that would have counted: 0 for a pause over before the start or begun after the end. */
export type PauseUsed = {
  readonly ground: PauseGround
  readonly rule: RuleId | null
  readonly from: string
  readonly to: string | null
  readonly daysLeftOut: number
}

/**
 * One counted day, or a run of days skipped for one reason, both ends included.
 * `moved-to` is the working day to which a last day on a rest day moved.
 */
export type CertifiedDays = {
  readonly from: string
  readonly to: string
  readonly mark: 'trigger' | 'counted' | 'skipped' | 'moved-to'
  /** n of the n-th day */
  readonly ordinal: number | null
  readonly why: DayKind | 'calendar-day' | 'trigger' | 'pause'
  /** the holiday, where one is the reason */
  readonly name: Text2 | null
  readonly ground: PauseGround | null
  readonly rule: RuleId | null
  /** year of the notice that names the day */
  readonly notice: number | null
  readonly provisional: boolean
  readonly due: boolean
}

/** The certificate of a day already reached. Walks day by day, where `reach` leaps: the tests hold the two together. */
export function certify(clock: Clock, reached: Reached): Certificate {
  const { limit, counting } = clock
  const dayByDay = limit.type === 'deadline' && (limit.unit === 'working-day' || limit.unit === 'day')
  const walked = dayByDay ? walk(clock, reached) : null
  const days = walked?.rows ?? null
  const due = iso(reached.due)
  return {
    rule: clock.rule ?? null,
    limit,
    from: clock.from.toString(),
    due,
    edge: reached.edge,
    provisional: reached.provisional,
    counting,
    calendar: reached.usesCalendar ? calendarUsed(clock, reached, days ?? []) : null,
    pauses: (clock.pauses ?? []).map((pause, n) => ({
      ground: pause.ground,
      rule: pause.rule ?? null,
      from: pause.from.toString(),
      to: pause.to?.toString() ?? null,
      daysLeftOut: walked?.leftOut[n] ?? 0,
    })),
    days,
    corresponding: dayByDay ? null : { day: iso(reached.counted), constrained: reached.constrained },
    movedFrom: reached.edge === 'last-day' && reached.due !== reached.counted ? iso(reached.counted) : null,
  }
}

/** The rows of a certificate one day at a time, for a calendar picture. */
export function* eachDay(rows: readonly CertifiedDays[]): Generator<CertifiedDays> {
  for (const row of rows) {
    for (let day = Temporal.PlainDate.from(row.from), n = lengthOf(row); n > 0; n--, day = day.add({ days: 1 })) {
      yield { ...row, from: day.toString(), to: day.toString() }
    }
  }
}

export const lengthOf = ({ from, to }: { readonly from: string; readonly to: string }): number =>
  dayNumber(Temporal.PlainDate.from(to)) - dayNumber(Temporal.PlainDate.from(from)) + 1

type Finding = Omit<CertifiedDays, 'from' | 'to' | 'ordinal' | 'due'>

/** Rows from the trigger to the due day, and for each pause of the question how many days it left out. */
function walk(clock: Clock, reached: Reached): { rows: CertifiedDays[]; leftOut: number[] } {
  const rows: CertifiedDays[] = []
  const pauses = clock.pauses ?? []
  const leftOut = pauses.map(() => 0)
  const start = dayNumber(clock.from)
  let ordinal = 0
  for (let day = start; day <= reached.due; day++) {
    const found = day === start && !clock.counting.stepsCountTriggerDay ? trigger : find(day)
    const counts = found.mark === 'counted'
    append({ from: iso(day), to: iso(day), ...found, ordinal: counts ? ++ordinal : null, due: day === reached.due })
  }
  return { rows, leftOut }

  function find(day: number): Finding {
    const afterwards = day > reached.counted // on the way from a rest day to the next working day
    if (clock.limit.unit !== 'working-day' && !afterwards) return paused(day) ?? { ...plain, mark: 'counted', why: 'calendar-day' }
    const { working, why, name, notice, provisional } = statusOf(day, clock.calendar)
    if (!working) return { ...plain, mark: 'skipped', why, name, notice, provisional }
    // A rest day inside a pause is skipped as a rest day: a pause takes only days that would have counted.
    const pause = paused(day)
    return pause ? { ...pause, provisional } : { ...plain, mark: afterwards ? 'moved-to' : 'counted', why, name, notice, provisional }
  }

  function paused(day: number): Finding | null {
    const pause = reached.leftOut.find(({ first, last }) => first <= day && day <= last)?.pause
    if (!pause) return null
    leftOut[pauses.indexOf(pause)]!++
    return { ...plain, mark: 'skipped', why: 'pause', ground: pause.ground, rule: pause.rule ?? null }
  }

  function append(row: CertifiedDays): void {
    const before = rows.at(-1)
    if (before && row.mark === 'skipped' && before.mark === 'skipped' && alike(before, row)) rows[rows.length - 1] = { ...before, to: row.to }
    else rows.push(row)
  }
}

const plain = { name: null, ground: null, rule: null, notice: null, provisional: false } as const
const trigger: Finding = { ...plain, mark: 'trigger', why: 'trigger' }

const alike = (a: CertifiedDays, b: CertifiedDays): boolean =>
  a.why === b.why && a.name?.zh === b.name?.zh && a.ground === b.ground && a.rule === b.rule && a.notice === b.notice && a.provisional === b.provisional

function calendarUsed(clock: Clock, reached: Reached, days: readonly CertifiedDays[]): CalendarUsed {
  const { calendar } = clock
  const years = new Set(days.flatMap((row) => (row.notice === null ? [] : [row.notice])))
  // A limit in months asks the calendar about its end alone.
  const first = clock.limit.unit === 'month' || clock.limit.unit === 'year' ? reached.counted : dayNumber(clock.from)
  for (let year = yearOf(first); year <= yearOf(reached.due); year++) years.add(year)
  const inOrder = [...years].sort((a, b) => a - b)
  const lastCertainYear = yearOf(calendar.index.lastCertain)
  return {
    edition: calendar.edition,
    papers: inOrder.flatMap((year) => (calendar.notices.get(year)?.papers ?? []).map((paper) => ({ year, ...paper }))),
    yearsWithoutNotice: inOrder.filter((year) => year > lastCertainYear),
  }
}

const iso = (day: number): string => plainDate(day).toString()
