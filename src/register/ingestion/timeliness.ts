/**
 * Is a feed on time? *Promptly* has no number in any of the five texts: the measure is the catalog's frequency, a limit
 * per record, or an interval an office entered. Without one the answer is *period not set*, never *on time*. Pure.
 */
import { workingDaysBetween, type Calendar } from '../../calendar/calendar.ts'
import { dueDayFast } from '../../calendar/due-day.ts'
import type { Counting, Law, Limit, RuleId } from '../../law/types.ts'
import type { CatalogItem } from '../catalog/types.ts'

/** An interval entered for a unit's item, where the text asks for updates in real time (ln-12). */
export type FeedInterval = { readonly unit: string; readonly item: string; readonly minutes: number; readonly office: string; readonly basis: string }

export type Expectation =
  /** within so many minutes of a change at the unit */
  | { readonly by: 'interval'; readonly minutes: number; readonly rule: RuleId; readonly basis: string }
  /** so many deliveries a day, month or year */
  | { readonly by: 'frequency'; readonly limit: Limit; readonly rule: RuleId }
  /** each record within a time of its document: see `publicity` */
  | { readonly by: 'record'; readonly limit: Limit; readonly rule: RuleId }
  | { readonly by: 'not-set'; readonly rule: RuleId }

/**
 * What is expected of a feed. An entered interval says more than the catalog, and goes first.
 * @source gd-17, xm-10-1, js-37-1, ln-12, hn-13: parameter C1 names the article of the pack
 */
export function expectationOf(item: Pick<CatalogItem, 'frequency'>, interval: FeedInterval | null, law: Pick<Law, 'pack'>): Expectation {
  const { limit, rule } = item.frequency
  const promptly = rule ?? promptRule(law)
  if (interval !== null) return { by: 'interval', minutes: interval.minutes, rule: promptRule(law), basis: interval.basis }
  if (limit.amount === null) return { by: 'not-set', rule: promptly }
  return { by: limit.type === 'frequency' ? 'frequency' : 'record', limit, rule: promptly }
}

function promptRule({ pack }: Pick<Law, 'pack'>): RuleId {
  const prompt = pack.parameters.C1
  const rule = prompt?.kind === 'limit' ? prompt.rule : prompt?.rules[0]
  if (rule === undefined) throw new RangeError(`the pack ${pack.id} does not say how soon information is delivered (C1)`)
  return rule
}

export type Feed = {
  /** legal day on which the unit took the item on */
  readonly since: Temporal.PlainDate
  /** moments at which something of the catalog arrived, in any order */
  readonly arrivals: readonly Temporal.Instant[]
  /** moment of the first change at the unit that nothing which arrived can carry, as the unit announced it */
  readonly changedAt: Temporal.Instant | null
}

export type FeedState =
  /** `due`: the last day, or the moment, until which the next delivery is in time; null = nothing is owed now */
  | { readonly state: 'on-time'; readonly due: string | null; readonly rule: RuleId }
  /** `since`: the first day, or the moment, on which it was late */
  | { readonly state: 'late'; readonly since: string; readonly rule: RuleId }
  | { readonly state: 'period-not-set'; readonly rule: RuleId }
  /** judged record by record */
  | { readonly state: 'by-record'; readonly rule: RuleId }

const zone = 'Asia/Shanghai'

/** @source gd-17, js-37-1, ln-12 */
export function feedState(expected: Expectation, feed: Feed, now: Temporal.Instant, counting: Counting, calendar: Calendar): FeedState {
  const { rule } = expected
  switch (expected.by) {
    case 'not-set': return { state: 'period-not-set', rule }
    case 'record': return { state: 'by-record', rule }
    case 'interval': {
      const { changedAt } = feed
      const answered = changedAt === null || feed.arrivals.some((at) => Temporal.Instant.compare(at, changedAt) >= 0)
      if (answered) return { state: 'on-time', due: null, rule }
      const due = changedAt.add({ minutes: expected.minutes })
      const late = Temporal.Instant.compare(now, due) >= 0
      return late ? { state: 'late', since: due.toString(), rule } : { state: 'on-time', due: due.toString(), rule }
    }
    case 'frequency': {
      const days = feed.arrivals.map((at) => at.toZonedDateTimeISO(zone).toPlainDate()).sort(Temporal.PlainDate.compare)
      // n a month: the n-th last delivery may lie back one month. Until there were n, the day the unit took the item on.
      const from = days.at(-expected.limit.amount!) ?? feed.since
      const due = dueDayFast({ from, limit: { amount: 1, unit: expected.limit.unit, type: 'deadline' }, counting, calendar })
      if (!due.ok) return { state: 'period-not-set', rule }
      const today = now.toZonedDateTimeISO(zone).toPlainDate()
      return Temporal.PlainDate.compare(today, due.value.day) > 0
        ? { state: 'late', since: due.value.day.add({ days: 1 }).toString(), rule }
        : { state: 'on-time', due: due.value.day.toString(), rule }
    }
  }
}

export type Publicity =
  | { readonly state: 'in-time'; readonly dueOn: string }
  | { readonly state: 'late'; readonly dueOn: string; readonly workingDaysLate: number }
  /** the calendar does not reach the day, or no period is set */
  | { readonly state: 'unknown' }

/**
 * Did a record arrive in time after its document? One that has not arrived is judged by the day given.
 * @param receivedOn day of receipt, or today for one still missing
 * @source nat-424-7wd
 */
export function publicity(decidedOn: string, receivedOn: string, limit: Limit, counting: Counting, calendar: Calendar): Publicity {
  const received = Temporal.PlainDate.from(receivedOn)
  const due = dueDayFast({ from: Temporal.PlainDate.from(decidedOn), limit, counting, calendar })
  if (!due.ok) return { state: 'unknown' }
  const dueOn = due.value.day.toString()
  if (Temporal.PlainDate.compare(received, due.value.day) <= 0) return { state: 'in-time', dueOn }
  const late = workingDaysBetween(due.value.day, received, calendar)
  return late.ok ? { state: 'late', dueOn, workingDaysLate: late.value } : { state: 'unknown' }
}
