/** The board of feeds as it stands, the interval an office enters for a feed, and the change a unit announces. */
import { canonicalJson, doer, type Doer } from '../../acts/act.ts'
import { appendActs } from '../../acts/append.ts'
import { unitByCode } from '../../identity/store.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Ports } from '../../ports.ts'
import { itemsInForce } from '../catalog/find-item.ts'
import { expectationOf, type FeedInterval } from '../ingestion/timeliness.ts'
import { feedBoard, type FeedLine } from './feeds.ts'
import * as store from './store.ts'

/** How far the board looks back for records that came late, and for changes that were announced. */
const lookBack = { days: 40 }

export async function feedsNow(ports: Ports): Promise<FeedLine[]> {
  const { database } = ports
  const items = new Map(itemsInForce(ports.law(), ports.today()).map((item) => [item.id, item]))
  const most = Math.max(1, ...[...items.values()].map((i) => (i.frequency.limit.type === 'frequency' ? (i.frequency.limit.amount ?? 1) : 1)))
  const since = ports.today().subtract(lookBack)
  const [feeds, arrivals, received, intervals, changes] = await Promise.all([
    store.feeds(database), store.arrivals(database, most), store.receivedSince(database, since.toString()), store.intervals(database),
    store.changesWaiting(database, since.toString()),
  ])
  const key = (f: { unit: string; item: string }) => `${f.unit} ${f.item}`
  const [arrived, came] = [Map.groupBy(arrivals, key), Map.groupBy(received, key)]
  const changed = new Map(changes.map((c) => [key(c), c.at]))
  return feedBoard(feeds.map((f) => ({
    ...f, arrivals: (arrived.get(key(f)) ?? []).map((a) => a.at), changedAt: changed.get(key(f)) ?? null,
    received: (came.get(key(f)) ?? []).map((r) => ({ decidedOn: r.decided_on, receivedOn: r.received_on, records: r.records })),
  })), items, intervals, ports.now(), ports.law(), ports.calendar())
}

export type IntervalRefusal = 'unit-unknown' | 'item-not-of-unit' | 'period-impossible' | 'office-missing' | 'basis-missing'

/** Enters within how many minutes a change at the unit has to arrive. The catalog's frequency steps back. @source ln-12 */
export async function setFeedInterval(ports: Ports, by: Doer, interval: FeedInterval): Promise<Outcome<null, IntervalRefusal>> {
  const unit = await unitByCode(ports.database, interval.unit)
  if (unit === null) return refuse('unit-unknown', null, { unit: interval.unit })
  if (!unit.items.includes(interval.item)) return refuse('item-not-of-unit', null, { unit: interval.unit, item: interval.item })
  const { rule } = expectationOf({ frequency: { limit: { amount: null, unit: 'day', type: 'frequency' }, rule: null } }, interval, ports.law())
  if (!Number.isSafeInteger(interval.minutes) || interval.minutes < 1) return refuse('period-impossible', rule, { minutes: String(interval.minutes) })
  if (interval.office.trim() === '') return refuse('office-missing', rule)
  if (interval.basis.trim() === '') return refuse('basis-missing', rule)
  const { unit: code, item, minutes, office, basis } = interval
  await ports.database.transaction((tx) => appendActs(tx, ports, {
    kind: 'feed.interval-set', ...doer(by), rules: [rule], acts: [{ subject: '', content: canonicalJson({ unit: code, item, minutes, office, basis }) }],
  }))
  return ok(null)
}

/** A unit says that a record changed in its own books; the delivery that carries it is awaited from then on. */
export async function announceChange(
  ports: Ports, unit: string, item: string, at: Temporal.Instant,
): Promise<Outcome<null, 'unit-unknown' | 'item-not-of-unit' | 'in-future'>> {
  const known = await unitByCode(ports.database, unit)
  if (known === null) return refuse('unit-unknown', null, { unit })
  if (!known.items.includes(item)) return refuse('item-not-of-unit', null, { unit, item })
  if (Temporal.Instant.compare(at, ports.now()) > 0) return refuse('in-future', null, { at: at.toString() })
  await ports.database.transaction((tx) => appendActs(tx, ports, {
    kind: 'feed.changed', actor: unit, rules: [],
    acts: [{ subject: '', content: canonicalJson({ at: at.round({ smallestUnit: 'millisecond' }).toString({ fractionalSecondDigits: 3 }), item, unit }) }],
  }))
  return ok(null)
}
