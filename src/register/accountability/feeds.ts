/** The board of feeds: every unit by every item it is registered for, and whether it delivers in time. Pure. */
import type { Calendar } from '../../calendar/calendar.ts'
import type { Law } from '../../law/types.ts'
import type { CatalogItem } from '../catalog/types.ts'
import { expectationOf, feedState, publicity, type FeedInterval, type FeedState } from '../ingestion/timeliness.ts'

export type FeedFacts = {
  readonly unit: string
  readonly item: string
  /** legal day on which the unit was registered, YYYY-MM-DD */
  readonly since: string
  /** moments of arrival, ISO; as many of the newest as a frequency may ask for */
  readonly arrivals: readonly string[]
  readonly changedAt: string | null
  /** records received lately, by day of document and day of receipt */
  readonly received: readonly { readonly decidedOn: string; readonly receivedOn: string; readonly records: number }[]
}

export type FeedLine = {
  readonly unit: string
  readonly item: string
  readonly lastArrivedAt: string | null
  /** nothing arrived in the calendar month of the day asked */
  readonly nothingThisMonth: boolean
  readonly feed: FeedState
  /** of the records received lately: how many came within the time set per record; null where none is set */
  readonly records: { readonly inTime: number; readonly late: number; readonly unknown: number } | null
}

/** Late feeds first, those that wait longest before the others; then by unit and item. @source gd-17, js-37-1, ln-12, hn-6-1b */
export function feedBoard(
  feeds: readonly FeedFacts[], items: ReadonlyMap<string, CatalogItem>, intervals: readonly FeedInterval[],
  now: Temporal.Instant, law: Law, calendar: Calendar,
): FeedLine[] {
  const month = monthOf(now.toString())
  const lines = feeds.flatMap((facts): FeedLine[] => {
    const item = items.get(facts.item)
    if (!item) return []
    const interval = intervals.findLast((i) => i.unit === facts.unit && i.item === facts.item) ?? null
    const arrivals = facts.arrivals.map((at) => Temporal.Instant.from(at)).sort(Temporal.Instant.compare)
    const last = arrivals.at(-1)?.toString() ?? null
    const expected = expectationOf(item, interval, law)
    const feed = feedState(expected, {
      since: Temporal.PlainDate.from(facts.since), arrivals, changedAt: facts.changedAt === null ? null : Temporal.Instant.from(facts.changedAt),
    }, now, law.pack.counting, calendar)
    return [{
      unit: facts.unit, item: facts.item, lastArrivedAt: last, nothingThisMonth: last === null || monthOf(last) !== month, feed,
      records: item.frequency.limit.type === 'deadline' && item.frequency.limit.amount !== null ? tally(facts, item, law, calendar) : null,
    }]
  })
  const lateSince = (l: FeedLine) => (l.feed.state === 'late' ? l.feed.since : '~')
  return lines.sort((a, b) => compare(lateSince(a), lateSince(b)) || compare(a.unit, b.unit) || compare(a.item, b.item))
}

/** Units of which nothing at all arrived this month. @source hn-6-1b */
export const unitsWithoutDelivery = (board: readonly FeedLine[]): string[] =>
  [...Map.groupBy(board, (line) => line.unit)].filter(([, lines]) => lines.every((line) => line.nothingThisMonth)).map(([unit]) => unit)

function tally(facts: FeedFacts, item: CatalogItem, law: Law, calendar: Calendar) {
  const counts = { inTime: 0, late: 0, unknown: 0 }
  for (const { decidedOn, receivedOn, records } of facts.received) {
    const { state } = publicity(decidedOn, receivedOn, item.frequency.limit, law.pack.counting, calendar)
    counts[state === 'in-time' ? 'inTime' : state] += records
  }
  return counts
}

/** The legal day, YYYY-MM-DD, of a moment; a day stays what it is. */
export const dayOf = (at: string): string => (at.length > 10 ? Temporal.Instant.from(at).toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString() : at)
const monthOf = (at: string): string => dayOf(at).slice(0, 7)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
