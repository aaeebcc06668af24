/** The board of feeds as it stands, the interval an office enters for a feed, and the change a unit announces. */
import { lettersIn } from '../../law/written.ts'
import { canonicalJson, doer, type Doer } from '../../acts/act.ts'
import { appendActs } from '../../acts/append.ts'
import { forNobody } from '../../acts/standing.ts'
import { hold } from '../../database/hold.ts'
import { unitByCode, units } from '../../identity/store.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Projector } from '../../acts/rebuild.ts'
import type { Ports } from '../../ports.ts'
import { refusedAsPersonal } from '../boundary/refused.ts'
import { personalDataIn } from '../boundary/texts.ts'
import { itemsInForce } from '../catalog/find-item.ts'
import { expectationOf, type FeedInterval } from '../ingestion/timeliness.ts'
import { type Board, boardOf, type Miss, monthsUntil } from './board.ts'
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

export type IntervalRefusal = 'unit-unknown' | 'item-not-of-unit' | 'period-impossible' | 'office-missing' | 'basis-missing' | 'personal-data'

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
  const personal = refusedAsPersonal({ office, basis }, ports)
  if (personal !== null) return personal
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

// ── The board ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Months that the board shows, and for how many minutes a count stands. */
const boardMonths = 12
const standsFor = 5

/** What the operator is called on the board; it is held to its limits like every other office. */
const operatorOffice = { code: 'operator', nameZh: '公共信用信息工作机构', nameEn: 'Operator of the register' }

const boards = new WeakMap<Ports, { readonly period: number; readonly board: Promise<BoardNow> }>()
export type BoardNow = { readonly at: Temporal.Instant; readonly board: Board }

/** How offices keep their duties, month by month. However many ask, it is counted once in five minutes. */
export function boardNow(ports: Ports): Promise<BoardNow> {
  const at = ports.now()
  const period = Math.floor(at.epochMilliseconds / (standsFor * 60_000))
  const known = boards.get(ports)
  if (known?.period === period) return known.board
  // For all who ask: whoever asked first may go.
  const board = forNobody(() => countBoard(ports)).then((counted) => ({ at, board: counted }))
  boards.set(ports, { period, board })
  board.catch(() => boards.delete(ports))
  return board
}

/** Since the first of the oldest month shown. */
const boardSince = (today: Temporal.PlainDate): string => `${monthsUntil(today, boardMonths)[0]!}-01`

export async function countBoard(ports: Ports): Promise<Board> {
  const { database } = ports
  const since = boardSince(ports.today())
  const [known, feeds, ...counted] = await Promise.all([
    units(database), feedsNow(ports), store.deliveredByMonth(database, since), store.objectionsByMonth(database, since), store.missedByMonth(database, since),
    store.recallsByMonth(database, since), store.ordersByMonth(database, since),
  ])
  const byUnit = Map.groupBy(feeds, (f) => f.unit)
  const count = (unit: string) => {
    const own = byUnit.get(unit) ?? []
    const are = (state: string) => own.filter((f) => f.feed.state === state).length
    return { all: own.length, late: are('late'), notSet: are('period-not-set') }
  }
  const offices = [operatorOffice, ...known.map((u) => ({ code: u.unit_code, nameZh: u.name_zh, nameEn: u.name_en }))]
  return boardOf(monthsUntil(ports.today(), boardMonths), offices, counted.flat(), new Map(known.map((u) => [u.unit_code, count(u.unit_code)])))
}

const mostMisses = 200
/** What an office missed in the months of the board, newest first. */
export const missesOf = async (ports: Ports, office: string): Promise<readonly Miss[]> =>
  (await store.missesOf(ports.database, office, boardSince(ports.today()), mostMisses)).map((m) => ({
    act: m.act_id, kind: m.kind, step: m.step, rule: m.rule, dueOn: m.due_on, reason: m.reason === null ? null : { text: m.reason, on: m.given_on! },
  }))

/** - `miss-unknown` this office missed no such limit; facts: act; - `reasons-missing`; - `personal-data` facts: where */
export type ReasonRefusal = 'miss-unknown' | 'reasons-missing' | 'personal-data'

/** Engineering value: a reason is a sentence. */
const shortestReason = 8

/** The office that missed a limit says why; it stands beside the miss for everyone to read. */
export async function giveReason(ports: Ports, by: Doer, r: { readonly act: number; readonly reason: string }): Promise<Outcome<null, ReasonRefusal>> {
  const personal = personalDataIn({ reason: r.reason }, ports)
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  return ports.database.transaction(async (tx) => {
    await hold(tx, 'miss', String(r.act))
    const missed = await store.miss(tx, r.act)
    if (missed === null || missed.party !== doer(by).actor) return refuse('miss-unknown', null, { act: String(r.act) })
    if (lettersIn(r.reason) < shortestReason) return refuse('reasons-missing', missed.rule)
    const content = { missed: r.act, reason: r.reason.trim() }
    const { firstAct, head } = await appendActs(tx, ports, {
      kind: 'accountability.reason-given', ...doer(by), rules: [missed.rule], acts: [{ subject: missed.subject_code, content: canonicalJson(content) }],
    })
    await store.setReason(tx, { ...content, office: head.actor, on: head.on, act: firstAct })
    return ok(null)
  })
}

export const projectReason: Projector = async (tx, { head }, acts) => {
  for (const { actId, content } of acts) {
    const { missed, reason } = JSON.parse(content) as { missed: number; reason: string }
    await store.setReason(tx, { missed, reason, office: head.actor, on: head.on, act: actId })
  }
}
