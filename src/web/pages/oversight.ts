/** How offices keep their duties to the register, for anyone to see: late feeds and returned rows, unit by unit. */
import { units, type UnitRow } from '../../identity/store.ts'
import { feedsNow } from '../../register/accountability/acts.ts'
import type { FeedLine } from '../../register/accountability/feeds.ts'
import { returnedByUnit } from '../../register/operation/store.ts'
import type { Ports } from '../../ports.ts'
import { chinese, day, empty, ruleLink, scroll, stackTable, table } from '../components.ts'
import { html, type Html, type Part } from '../html.ts'
import { beijingTime, type Page, type View } from '../layout.ts'
import { grouped } from '../messages.ts'
import { oversightRooms } from './oversight-rooms.ts'

type Returned = Awaited<ReturnType<typeof returnedByUnit>>[number]
type Counted = { readonly at: Temporal.Instant; readonly board: readonly FeedLine[]; readonly known: readonly UnitRow[]; readonly returned: ReadonlyMap<string, Returned> }

/** Days of deliveries that are counted, and for how many minutes a count stands. */
const lookBack = { days: 90 }
const standsFor = 5

const counts = new WeakMap<Ports, { readonly period: number; readonly counted: Promise<Counted> }>()

/** However many readers arrive, the register is asked once in five minutes. */
function counted(ports: Ports): Promise<Counted> {
  const now = ports.now()
  const period = Math.floor(now.epochMilliseconds / (standsFor * 60_000))
  const known = counts.get(ports)
  if (known?.period === period) return known.counted
  const since = ports.today().subtract(lookBack).toString()
  const fresh = Promise.all([feedsNow(ports), units(ports.database), returnedByUnit(ports.database, since)])
    .then(([board, of, returned]): Counted => ({ at: now, board, known: of, returned: new Map(returned.map((r) => [r.unit_code, r])) }))
  counts.set(ports, { period, counted: fresh })
  fresh.catch(() => counts.delete(ports))
  return fresh
}

export async function oversight(view: View): Promise<Page> {
  const { say, tell, ports } = view
  const { at, board, known, returned } = await counted(ports)
  const late = board.filter((f) => f.feed.state === 'late')
  const units = new Set(late.map((f) => f.unit)).size
  return {
    title: say('oversight.title'), entry: 'oversight',
    main: html`<div class="oversight"><div class="head top"><h1>${say('oversight.title')}</h1><p class="lead">${say('oversight.lead')}</p></div>
${oversightRooms(view, '/oversight')}
${known.length === 0 ? empty({ title: say('oversight.empty'), text: say('oversight.empty-text') }) : html`
<section><h2>${late.length === 0 ? say('oversight.none-late') : tell('oversight.late', { feeds: late.length, units })}</h2>${late.length === 0 ? null : lateTable(view, late, known)}</section>
<section><h2>${say('oversight.units')}</h2>${unitTable(view, known, board, returned)}</section>`}
<section><h2>${say('oversight.how')}</h2><p class="measure">${say('oversight.how-text')}</p><p class="note measure">${say('oversight.nobody')}</p><p class="note measure">${tell('oversight.made', { at: html`<span class="nb">${beijingTime(at)}</span>` })}</p></section></div>`,
  }
}

function lateTable(view: View, late: readonly FeedLine[], known: readonly UnitRow[]): Html {
  const { say, in2, ports } = view
  const names = new Map(known.map((u) => [u.unit_code, u]))
  const items = new Map(ports.law().catalog.map((i) => [i.id, i.title]))
  return stackTable({
    caption: say('oversight.late-list'), captionHidden: true, rows: late,
    columns: [
      { head: say('oversight.unit'), kind: 'head', cell: (f) => nameOf(view, names.get(f.unit)) ?? f.unit },
      { head: say('oversight.item'), cell: (f) => (items.has(f.item) ? in2(items.get(f.item)!) : f.item) },
      { head: say('oversight.since'), cell: (f) => (f.feed.state === 'late' ? day(dayIn(f.feed.since)) : '') },
      { head: say('oversight.rule'), cell: (f) => ruleLink(view, f.feed.rule) },
    ],
  })
}

function unitTable(view: View, known: readonly UnitRow[], board: readonly FeedLine[], returned: ReadonlyMap<string, Returned>): Html {
  const { say } = view
  const of = Map.groupBy(board, (f) => f.unit)
  const count = (unit: string, state?: string) => (of.get(unit) ?? []).filter((f) => state === undefined || f.feed.state === state).length
  return scroll(say('oversight.units'), table({
    caption: say('oversight.units'), captionHidden: true, rows: known,
    columns: [
      { head: say('oversight.unit'), kind: 'head', cell: (u) => nameOf(view, u) },
      { head: say('oversight.feeds'), kind: 'amount', cell: (u) => String(count(u.unit_code)) },
      { head: say('oversight.late-count'), kind: 'amount', cell: (u) => String(count(u.unit_code, 'late')) },
      { head: say('oversight.not-set'), kind: 'amount', cell: (u) => String(count(u.unit_code, 'period-not-set')) },
      { head: say('oversight.rows'), kind: 'amount', cell: (u) => grouped(returned.get(u.unit_code)?.rows ?? 0) },
      { head: say('oversight.returned'), kind: 'amount', cell: (u) => grouped(returned.get(u.unit_code)?.returned ?? 0) },
      { head: say('oversight.waiting'), kind: 'amount', cell: (u) => grouped(returned.get(u.unit_code)?.waiting ?? 0) },
    ],
  }))
}

const nameOf = ({ language }: View, unit: UnitRow | undefined): Part =>
  (unit === undefined ? undefined : language === 'en' && unit.name_en !== unit.name_zh ? unit.name_en : chinese(unit.name_zh))

/** The day of a day, or of a moment, in Beijing. */
const dayIn = (text: string): string => (text.length > 10 ? beijingTime(Temporal.Instant.from(text)).slice(0, 10) : text)
