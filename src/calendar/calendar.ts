/**
 * Working days by the official notices, for all years at once.
 *
 * A notice for one year may name days of the December before it, so days are merged by date and never read year by
 * year. Years after the newest notice are provisional for as long as the data allows, then refused.
 */
import { ok, refuse, type Outcome } from '../law/outcome.ts'
import type { Text2 } from '../law/types.ts'
import { dayNumber, isoDay, numberOf, weekdayOf } from './day-number.ts'
import { kindOf, readFrame, readNotice, type Frame, type Notice, type Paper } from './notices.ts'

export type Calendar = {
  /** edition of the newest notice in it; a due day names the edition it was computed under */
  readonly edition: string
  readonly frame: Frame
  /** years with a notice, in order */
  readonly notices: ReadonlyMap<number, Notice>
  /** first and last day on which it can answer, the last years being provisional */
  readonly firstDay: string
  readonly lastDay: string
  /** last day of the newest notice's year: later days are provisional */
  readonly lastCertainDay: string
  /** days off and make-up days by date, with the year of the notice that names them */
  readonly named: ReadonlyMap<string, NamedDay>
  readonly index: WorkingDayIndex
}

export type NamedDay = { readonly off: boolean; readonly name: Text2; readonly notice: number | null }

/** Day numbers, all from `first` on; `upTo[i]` counts the working days among the days first … first + i. */
export type WorkingDayIndex = {
  readonly first: number
  readonly last: number
  readonly lastCertain: number
  readonly upTo: Int32Array
  readonly working: Int32Array
}

export type DayKind = 'weekday' | 'weekend' | 'holiday' | 'make-up' | 'statutory-provisional'

export type DayStatus = {
  readonly working: boolean
  readonly why: DayKind
  /** the holiday, or the holiday for which work is made up */
  readonly name: Text2 | null
  /** year of the notice that names this day: 2019 for 2018-12-31; null where no notice does */
  readonly notice: number | null
  readonly provisional: boolean
}

export type CalendarGap = 'calendar-gap'

/**
 * @param files   every JSON document of packs/calendar, in any order: one frame, one or more notices
 * @param edition stop at this edition, as if later notices had not been published yet
 * @throws {Error} when a file is not what it should be or a year between two notices has none
 */
export function parseCalendar(files: readonly unknown[], edition?: string): Calendar {
  const frames = files.filter((file) => kindOf(file) === 'frame')
  if (frames.length !== 1) throw new Error(`The calendar needs one frame, found ${frames.length}`)
  const frame = readFrame(frames[0])
  const published = publishedInOrder(files.filter((file) => kindOf(file) === 'notice').map(readNotice))
  const through = edition === undefined ? published.length - 1 : published.findIndex((notice) => notice.edition === edition)
  const newest = published[through]
  if (!newest) throw new Error(edition === undefined ? 'The calendar has no notice' : `The calendar has no edition ${edition}`)

  // An amended notice repeats its whole year, so the one published last stands for the year alone.
  const byYear = new Map(published.slice(0, through + 1).map((notice) => [notice.year, notice]))
  const years = [...byYear.keys()].sort((a, b) => a - b)
  const firstYear = years[0]!, lastYear = years.at(-1)!
  if (lastYear - firstYear + 1 !== years.length) throw new Error(`The calendar lacks a notice between ${firstYear} and ${lastYear}`)
  const notices = new Map(years.map((year) => [year, byYear.get(year)!]))
  const lastProvisionalYear = lastYear + frame.provisionalYears

  const named = new Map<string, NamedDay>()
  for (let year = lastYear + 1; year <= lastProvisionalYear; year++) {
    for (const fixed of frame.statutory.days) {
      named.set(isoDay(numberOf(year, fixed.month, fixed.day)), { off: true, name: bothNames(frame, fixed.name), notice: null })
    }
  }
  // In order of publication: where two notices name one December day, the later one decides.
  for (const notice of published.slice(0, through + 1)) {
    if (notices.get(notice.year) !== notice) continue
    for (const { day, name, off } of notice.days) named.set(day, { off, name: bothNames(frame, name), notice: notice.year })
  }

  const first = numberOf(firstYear, 1, 1), last = numberOf(lastProvisionalYear, 12, 31), lastCertain = numberOf(lastYear, 12, 31)
  return {
    edition: newest.edition, frame, notices, named,
    firstDay: isoDay(first), lastDay: isoDay(last), lastCertainDay: isoDay(lastCertain),
    index: indexOf(named, first, last, lastCertain),
  }
}

/**
 * The files a calendar rests on, to be kept with the edition: `parseCalendar` makes the same calendar of them.
 * The calendar itself is not JSON; its maps and its index would be lost.
 */
export const calendarFiles = (calendar: Calendar): readonly unknown[] => [
  { kind: 'frame', ...calendar.frame },
  ...[...calendar.notices.values()].map((notice) => ({ kind: 'notice', ...notice })),
]

/** Editions in the order they were published; the last is the one in use. */
export const editionsOf = (files: readonly unknown[]): string[] =>
  publishedInOrder(files.filter((file) => kindOf(file) === 'notice').map(readNotice)).map((notice) => notice.edition)

/**
 * Is this a day on which offices work, and why?
 * @returns refusal `calendar-gap` before the first notice and after the last provisional year: unknown is not open
 */
export function isWorkingDay(day: Temporal.PlainDate, calendar: Calendar): Outcome<DayStatus, CalendarGap> {
  const number = dayNumber(day)
  const { first, last } = calendar.index
  return number < first || number > last ? calendarGap(calendar, day.toString()) : ok(statusOf(number, calendar))
}

/**
 * Working days after `from`, up to and including `until`: how far a step is overdue, how much of it has passed.
 * Negative-free: 0 when `until` is not after `from`.
 */
export function workingDaysBetween(
  from: Temporal.PlainDate, until: Temporal.PlainDate, calendar: Calendar,
): Outcome<number, CalendarGap> {
  const a = dayNumber(from), b = dayNumber(until)
  const { first, last } = calendar.index
  if (b <= a) return ok(0)
  if (a < first - 1) return calendarGap(calendar, from.toString())
  if (b > last) return calendarGap(calendar, until.toString())
  return ok(workingDaysWithin(calendar.index, a, b))
}

/** The status of a day the calendar covers. */
export function statusOf(number: number, calendar: Calendar): DayStatus {
  const named = calendar.named.get(isoDay(number))
  const provisional = number > calendar.index.lastCertain
  const weekend = weekdayOf(number) > 5
  if (!named) return { working: !weekend, why: weekend ? 'weekend' : 'weekday', name: null, notice: null, provisional }
  const why = !named.off ? 'make-up' : named.notice === null ? 'statutory-provisional' : 'holiday'
  return { working: !named.off, why, name: named.name, notice: named.notice, provisional }
}

/** Working days among the days after `after`, up to and including `until`; both within one day of the index. */
export const workingDaysWithin = (index: WorkingDayIndex, after: number, until: number): number =>
  countUpTo(index, until) - countUpTo(index, after)

/** The n-th working day after `after`, or null beyond the calendar. Requires n >= 1. */
export function nthWorkingDay(index: WorkingDayIndex, after: number, n: number): number | null {
  if (after < index.first - 1 || after > index.last) return null
  return index.working[countUpTo(index, after) + n - 1] ?? null
}

export const papersOf = (calendar: Calendar, year: number): readonly Paper[] => calendar.notices.get(year)?.papers ?? []

export const calendarGap = (calendar: Calendar, day: string) =>
  refuse('calendar-gap', null, { day, edition: calendar.edition, firstDay: calendar.firstDay, lastDay: calendar.lastDay })

const countUpTo = (index: WorkingDayIndex, day: number): number => (day < index.first ? 0 : index.upTo[day - index.first]!)

function indexOf(named: Calendar['named'], first: number, last: number, lastCertain: number): WorkingDayIndex {
  const upTo = new Int32Array(last - first + 1)
  const working: number[] = []
  for (let day = first; day <= last; day++) {
    const entry = named.get(isoDay(day))
    if (entry ? !entry.off : weekdayOf(day) <= 5) working.push(day)
    upTo[day - first] = working.length
  }
  return { first, last, lastCertain, upTo, working: Int32Array.from(working) }
}

function publishedInOrder(notices: readonly Notice[]): Notice[] {
  const published = (notice: Notice) => notice.papers.map((paper) => paper.published).sort().at(-1)!
  const inOrder = [...notices].sort((a, b) => compare(published(a), published(b)) || a.year - b.year || compare(a.edition, b.edition))
  if (new Set(inOrder.map((notice) => notice.edition)).size !== inOrder.length) throw new Error('Two notices have one edition')
  return inOrder
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function bothNames(frame: Frame, zh: string): Text2 {
  const en = zh.split('、').map((name) => {
    const english = frame.names[name]
    if (!english) throw new Error(`The calendar has no English name for ${name}`)
    return english
  })
  return { zh, en: en.join(' and ') }
}
