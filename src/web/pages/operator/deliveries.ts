/** Deliveries of all units, and how long what came back waits. */
import { deliveries, deliveryCounts, type DeliveryLine } from '../../../register/operation/store.ts'
import { returnedPeriod, setReturnedPeriod } from '../../../register/retention/acts.ts'
import type { Refusal } from '../../../law/outcome.ts'
import { unitByCode } from '../../../identity/store.ts'
import { button, empty, errorSummary, facts, field, filters, form, paging, scroll, table, tag } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import type { Page, View } from '../../layout.ts'
import { grouped } from '../../messages.ts'
import type { ActingView, Answer, Asked } from '../../routes.ts'
import { itemTitle, unitLink, unitName } from './names.ts'
import { byAccount, errorOf, errorsOf, moment, pageOf, readDay, room, roomPath, typed } from './room.ts'

const open = ['receiving', 'waiting', 'running'] as const
const states = ['done', 'refused', 'failed'] as const
const kinds = { receiving: 'wait', waiting: 'wait', running: 'shown', done: 'ended', refused: 'ended', failed: 'late' } as const
const perPage = 50

type Sent = { readonly values: Readonly<Record<'days' | 'from' | 'office' | 'basis', string>>; readonly refusals: readonly Refusal[] }

export async function deliveriesRoom(view: ActingView, asked: Asked, sent?: Sent): Promise<Page> {
  const { say, href, ports } = view
  const { query } = asked
  const unit = query.unit === undefined ? null : await unitByCode(ports.database, query.unit)
  const counts = await deliveryCounts(ports.database, unit?.unit_code ?? null)
  const n = (of: readonly string[]) => of.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
  const chosen = query.state === 'open' || states.some((s) => s === query.state) ? query.state! : null
  const wanted = chosen === null ? null : chosen === 'open' ? open : [chosen]
  const total = wanted === null ? n([...open, ...states]) : n(wanted)
  const page = Math.min(pageOf(query), Math.max(1, Math.ceil(total / perPage)))
  const [rows, period] = await Promise.all([deliveries(ports.database, wanted, unit?.unit_code ?? null, perPage, (page - 1) * perPage), returnedPeriod(ports)])
  const to = (more: Record<string, string | null>) => href(roomPath('deliveries'), { unit: unit?.unit_code ?? null, state: chosen, ...more })
  const errors = errorsOf(view, sent?.refusals ?? [], {
    'period-impossible': ['days', say('operator.returned-days')], 'day-unreadable': ['from', say('operator.returned-from')],
    'office-missing': ['office', say('operator.office')], 'basis-missing': ['basis', say('operator.basis')],
  })
  const value = (name: 'days' | 'from' | 'office' | 'basis') => sent?.values[name] ?? (name === 'from' ? ports.today().toString() : '')
  return room(view, {
    name: 'deliveries', title: say('operator.deliveries-title'), lead: say('operator.deliveries-lead'), asked, errors,
    main: html`<section><div class="lede-row"><h2>${unit === null ? say('operator.room-deliveries') : view.tell('operator.of-unit', { unit: unitName(view, unit) })}</h2><a href="${
      to({ page: String(page) })}">${say('operator.refresh')}</a></div>
${filters(say('operator.filter-state'), [
      { href: to({ state: null }), label: say('operator.state-all'), count: n([...open, ...states]), chosen: chosen === null },
      { href: to({ state: 'open' }), label: say('operator.state-open'), count: n(open), chosen: chosen === 'open' },
      ...states.map((s) => ({ href: to({ state: s }), label: say(`operator.state-${s}`), count: n([s]), chosen: chosen === s })),
    ])}
${rows.length === 0 ? empty({ title: say('operator.deliveries-none'), text: say('operator.deliveries-none-text') })
      : html`${deliveryTable(view, rows)}${paging(view, { page, perPage, total, to: (p) => to({ page: String(p) }) })}`}</section>
<section id="returned"><h2>${say('operator.returned-title')}</h2><p class="note measure">${say('operator.returned-lead')}</p>
${facts([[say('operator.returned-now'), period === null ? say('operator.stands-not-set')
      : view.tell('operator.returned-set', { days: period.days, from: period.from, office: period.office, basis: period.basis })]])}
${form(view, { action: '/desk/operate/deliveries' }, html`${errorSummary(view, errors)}
${field(view, { type: 'text', name: 'days', numeric: true, label: say('operator.returned-days'), hint: say('operator.returned-days-hint'), value: value('days'), error: errorOf(errors, 'days') })}
${field(view, { type: 'date', name: 'from', label: say('operator.returned-from'), hint: say('operator.from-hint'), value: value('from'), error: errorOf(errors, 'from') })}
${field(view, { type: 'text', name: 'office', most: 200, label: say('operator.office'), hint: say('operator.office-hint'), value: value('office'), error: errorOf(errors, 'office') })}
${field(view, { type: 'text', name: 'basis', most: 400, label: say('operator.basis'), hint: say('operator.basis-hint'), value: value('basis'), error: errorOf(errors, 'basis') })}
<p class="buttons">${button(say('operator.enter'))}</p>`)}</section>`,
  })
}

function deliveryTable(view: View, rows: readonly DeliveryLine[]): Html {
  const { say } = view
  return scroll(say('operator.deliveries-title'), table({
    caption: say('operator.deliveries-title'), captionHidden: true, rows,
    columns: [
      { head: say('operator.delivery-at'), kind: 'head', cell: (d) => moment(d.received_at) },
      { head: say('operator.delivery-unit'), cell: (d) => unitLink(view, d.unit_code, d) },
      { head: say('operator.delivery-item'), cell: (d) => itemTitle(view, d.item_id) },
      { head: say('operator.delivery-state'), cell: (d) => tag(kinds[d.state as keyof typeof kinds], say(`operator.state-${d.state as keyof typeof kinds}`)) },
      { head: say('operator.delivery-rows'), kind: 'amount', cell: (d) => grouped(d.rows_read) },
      { head: say('progress.accepted'), kind: 'amount', cell: (d) => grouped(d.accepted) },
      { head: say('progress.held'), kind: 'amount', cell: (d) => grouped(d.recognised) },
      { head: say('progress.changed'), kind: 'amount', cell: (d) => grouped(d.changed) },
      { head: say('operator.delivery-returned'), kind: 'amount', cell: (d) => grouped(d.returned) },
      { head: say('operator.delivery-refused'), kind: 'amount', cell: (d) => grouped(d.refused) },
    ],
  }))
}

export async function doReturnedPeriod(view: ActingView, asked: Asked): Promise<Answer> {
  const values = typed(asked.form, 'days', 'from', 'office', 'basis')
  const { office, basis } = values
  const done = await setReturnedPeriod(view.ports, byAccount(view), { days: numberOf(values.days), from: readDay(values.from) ?? '', office, basis })
  return done.ok ? { redirect: view.href(roomPath('deliveries'), { done: 'returned' }) } : deliveriesRoom(view, asked, { values, refusals: done.refusals })
}

/** Digits alone; anything else is no number. */
export const numberOf = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN)
