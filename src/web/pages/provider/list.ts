/** Every delivery of the unit, newest first. */
import { deliveriesOf, type DeliveryRow, deliveryTally } from '../../../register/ingestion/store.ts'
import { type Column, empty, filters, paging, scroll, stackTable } from '../../components.ts'
import { progressNumbers } from '../../components/progress.ts'
import { html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { grouped } from '../../messages.ts'
import type { ActingView } from '../../routes.ts'
import { byWhom, desk, fileName, itemTitle, moment, pageNumber, progressOf } from './parts.ts'
import { namesOf } from './who.ts'

const perPage = 20

const stateGroups = {
  open: ['receiving', 'waiting', 'running'],
  done: ['done'],
  refused: ['refused', 'failed'],
} as const satisfies Record<string, readonly DeliveryRow['state'][]>
type StateGroup = keyof typeof stateGroups
const isGroup = (text: string | undefined): text is StateGroup => text !== undefined && Object.hasOwn(stateGroups, text)

export async function deliveryList(view: ActingView, query: Readonly<Record<string, string>>): Promise<Page> {
  const { say, href, ports, in2 } = view
  const unit = view.acting.body!.code
  const tally = await deliveryTally(ports.database, unit)
  const items = [...new Set(tally.map((t) => t.item_id))]
  const item = items.find((id) => id === query.item) ?? null
  const group = isGroup(query.state) ? query.state : null
  const counted = (fits: (t: (typeof tally)[number]) => boolean) => tally.reduce((n, t) => (fits(t) ? n + t.deliveries : n), 0)
  const inGroup = (t: (typeof tally)[number], g: StateGroup | null) => g === null || (stateGroups[g] as readonly string[]).includes(t.state)
  const total = counted((t) => (item === null || t.item_id === item) && inGroup(t, group))
  const page = Math.min(pageNumber(query.page), Math.max(1, Math.ceil(total / perPage)))
  const rows = await deliveriesOf(ports.database, unit, null, perPage, { item, states: group === null ? null : stateGroups[group] }, (page - 1) * perPage)
  const names = await namesOf(view, rows)
  const to = (change: Record<string, string | null>) => href('/desk/deliveries', { item, state: group, ...change })
  const titleOf = (id: string) => { const found = ports.law().catalog.find((i) => i.id === id); return found === undefined ? id : in2(found.title) }

  const figure = (key: 'accepted' | 'held' | 'changed' | 'returned' | 'refused'): Column<DeliveryRow> => ({
    head: say(`progress.${key}`), kind: 'amount', cell: (row) => grouped(progressOf(row)[key]),
  })
  const columns: Column<DeliveryRow>[] = [
    { head: say('delivery.when'), kind: 'head', cell: (row) => html`<a href="${href(`/desk/deliveries/${row.delivery_id}`)}">${moment(row.received_at)}</a>` },
    { head: say('delivery.document'), class: 'doc', cell: (row) => html`<span class="twoline">${fileName(row.file_name) ?? say('delivery.no-name')}<span class="under2">${
      itemTitle(view, row.item_id)}${say('delivery.gap')}${say(`deliverystate.${row.state}`)}</span></span>` },
    { head: say('delivery.by'), class: 'who', cell: (row) => byWhom(view, row, names) },
    figure('accepted'), figure('held'), figure('changed'), figure('returned'), figure('refused'),
    { head: say('progress.unread'), kind: 'amount', cell: (row) => progressNumbers(view, progressOf(row)).unread },
  ]
  const all = counted(() => true)
  return {
    title: say('delivery.title'), desk,
    main: html`<div class="head top lede-row"><h1>${say('delivery.title')}</h1><a class="btn" href="${href('/desk/deliveries/new')}">${say('delivery.new')}</a></div>
<p class="links-row"><a href="${href('/desk/deliveries/mistakes')}">${say('mistakes.title')}</a><a href="${href('/desk/deliveries/records')}">${say('withdrawal.records')}</a><a href="${href('/desk/deliveries/statements')}">${say('person.statements')}</a></p>
${all === 0 ? html`<section class="near">${empty({ title: say('delivery.none'), text: say('delivery.none-text'), way: { href: href('/desk/deliveries/new'), label: say('delivery.new') } })}</section>`
      : html`<section class="near"><div class="filterrow">${items.length < 2 ? null : filters(say('delivery.filter-item'), [
        { href: to({ item: null }), label: say('delivery.filter-all'), count: counted((t) => inGroup(t, group)), chosen: item === null },
        ...items.map((id) => ({
          href: to({ item: id }), label: titleOf(id), count: counted((t) => t.item_id === id && inGroup(t, group)), chosen: item === id,
        })),
      ])}${filters(say('delivery.filter-state'), [
        { href: to({ state: null }), label: say('delivery.filter-all'), count: counted((t) => item === null || t.item_id === item), chosen: group === null },
        ...(Object.keys(stateGroups) as StateGroup[]).map((g) => ({
          href: to({ state: g }), label: say(`delivery.filter-${g}`), count: counted((t) => (item === null || t.item_id === item) && inGroup(t, g)), chosen: group === g,
        })),
      ])}</div>
${rows.length === 0 ? empty({ title: say('delivery.none-such'), text: say('delivery.none-such-text'), way: { href: href('/desk/deliveries'), label: say('delivery.all') } })
    : scroll(say('delivery.list'), stackTable({ caption: say('delivery.list'), captionHidden: true, class: 'deliveries', columns, rows }))}
${paging(view, { page, perPage, total, to: (n) => to({ page: n === 1 ? null : String(n) }) })}</section>`}`,
  }
}
