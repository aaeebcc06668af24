/** Feeds that are due and late, and the periods offices enter where a text leaves them open. */
import { limitInWords } from '../../../calendar/describe.ts'
import { isInForce } from '../../../law/in-force.ts'
import type { Refusal } from '../../../law/outcome.ts'
import type { LimitUnit } from '../../../law/types.ts'
import { units, type UnitRow } from '../../../identity/store.ts'
import { feedsNow, setFeedInterval } from '../../../register/accountability/acts.ts'
import type { FeedLine } from '../../../register/accountability/feeds.ts'
import { periodsEntered, setPeriod } from '../../../register/deadlines/acts.ts'
import { itemsInForce } from '../../../register/catalog/find-item.ts'
import { button, day, empty, errorSummary, field, filters, form, paging, ruleLink, stackTable, tag } from '../../components.ts'
import { html, type Html, type Part } from '../../html.ts'
import type { Page, View } from '../../layout.ts'
import type { ActingView, Answer, Asked } from '../../routes.ts'
import { numberOf } from './deliveries.ts'
import { itemTitle, unitLink } from './names.ts'
import { byAccount, errorOf, errorsOf, moment, pageOf, readDay, room, roomPath, typed } from './room.ts'

const timeUnits: readonly LimitUnit[] = ['working-day', 'day', 'month', 'year']
const shown = { late: ['late'], due: ['on-time'], 'by-record': ['by-record'], 'not-set': ['period-not-set'] } as const
type Shown = keyof typeof shown
const perPage = 50

type Values<K extends string> = Readonly<Record<K, string>>
type PeriodField = 'rule' | 'amount' | 'unit' | 'from' | 'office' | 'basis'
type IntervalField = 'feedUnit' | 'feedItem' | 'minutes' | 'feedOffice' | 'feedBasis'
type Sent = { readonly period?: Values<PeriodField>; readonly interval?: Values<IntervalField>; readonly refusals: readonly Refusal[] }

export async function clocksRoom(view: ActingView, asked: Asked, sent?: Sent): Promise<Page> {
  const { say, ports, in2 } = view
  const [board, periods, known] = await Promise.all([feedsNow(ports), periodsEntered(ports), units(ports.database)])
  const errors = sent?.interval
    ? errorsOf(view, sent.refusals, {
      'unit-unknown': ['feedUnit', say('operator.feed-unit')], 'item-not-of-unit': ['feedItem', say('operator.feed-item')],
      'period-impossible': ['minutes', say('operator.interval-minutes')], 'office-missing': ['feedOffice', say('operator.office')],
      'basis-missing': ['feedBasis', say('operator.basis')],
    })
    : errorsOf(view, sent?.refusals ?? [], {
      'rule-unknown': ['rule', say('operator.period-rule')], 'no-period-asked': ['rule', say('operator.period-rule')], 'period-in-law': ['rule', say('operator.period-rule')],
      'period-impossible': ['amount', say('operator.period-amount')], 'day-unreadable': ['from', say('operator.period-from')],
      'office-missing': ['office', say('operator.office')], 'basis-missing': ['basis', say('operator.basis')],
    })
  return room(view, {
    name: 'clocks', title: say('operator.clocks-title'), lead: say('operator.clocks-lead'), asked, errors,
    main: html`${feeds(view, asked, board, known)}
<section><h2>${say('operator.periods')}</h2>${periods.length === 0 ? html`<p class="measure">${say('operator.periods-none')}</p>` : stackTable({
      caption: say('operator.periods'), captionHidden: true, rows: periods.toReversed(),
      columns: [
        { head: say('operator.period-rule'), kind: 'head', cell: (p) => ruleLink(view, p.rule) },
        { head: say('operator.period-length'), cell: (p) => in2(limitInWords({ amount: p.amount, unit: p.unit, type: 'deadline' })) },
        { head: say('operator.period-from'), cell: (p) => day(p.from) },
        { head: say('operator.period-office'), cell: (p) => p.office },
        { head: say('operator.period-basis'), cell: (p) => p.basis },
      ],
    })}</section>
${periodForm(view, sent?.period, sent?.period ? errors : [])}
${intervalForm(view, known, sent?.interval, sent?.interval ? errors : [])}`,
  })
}

function feeds(view: ActingView, { query }: Asked, board: readonly FeedLine[], known: readonly UnitRow[]): Html {
  const { say, tell, href } = view
  const names = new Map(known.map((u) => [u.unit_code, u]))
  const chosen: Shown = query.feeds !== undefined && query.feeds in shown ? (query.feeds as Shown) : 'late'
  const of = (which: Shown) => board.filter((f) => (shown[which] as readonly string[]).includes(f.feed.state))
  // Those that wait longest come first in the board; those still in time, by the day they are due.
  const all = chosen === 'due' ? of(chosen).toSorted((a, b) => (dueOf(a) < dueOf(b) ? -1 : 1)) : of(chosen)
  const page = Math.min(pageOf(query), Math.max(1, Math.ceil(all.length / perPage)))
  const to = (more: Record<string, string>) => href(roomPath('clocks'), { feeds: chosen, ...more })
  return html`<section><div class="lede-row"><h2>${say('operator.feeds')}</h2><a href="${to({})}">${say('operator.refresh')}</a></div>
${filters(say('operator.filter-feeds'), (Object.keys(shown) as Shown[]).map((which) => ({
    href: href(roomPath('clocks'), { feeds: which }), label: say(`operator.feeds-${which}`), count: of(which).length, chosen: which === chosen })))}
${all.length === 0 ? empty({ title: say('operator.feeds-none'), text: say('operator.feeds-none-text') }) : html`${stackTable({
    caption: say('operator.feeds'), captionHidden: true, rows: all.slice((page - 1) * perPage, page * perPage),
    columns: [
      { head: say('operator.feed-unit'), kind: 'head', cell: (f) => unitLink(view, f.unit, names.get(f.unit)) },
      { head: say('operator.feed-item'), cell: (f) => itemTitle(view, f.item) },
      { head: say('operator.feed-state'), cell: (f) => feedWord(view, f) },
      { head: say('operator.feed-last'), cell: (f) => (f.lastArrivedAt === null ? say('operator.unit-never') : moment(f.lastArrivedAt)) },
      { head: say('operator.feed-records'), cell: (f) => (f.records === null ? say('operator.feeds-not-set') : tell('operator.feed-tally', { ...f.records })) },
      { head: say('operator.feed-rule'), cell: (f) => ruleLink(view, f.feed.rule) },
    ],
  })}${paging(view, { page, perPage, total: all.length, to: (p) => to({ page: String(p) }) })}`}</section>`
}

const dueOf = ({ feed }: FeedLine): string => (feed.state === 'on-time' ? (feed.due ?? '9') : '9')

/** A day, or a moment to the minute. */
export const dueWord = (text: string): Part => (text.length > 10 ? moment(text) : day(text))

export function feedWord(view: View, { feed }: FeedLine): Part {
  switch (feed.state) {
    case 'late': return tag('late', view.tell('operator.feed-since', { since: dueWord(feed.since) }))
    case 'on-time': return feed.due === null ? view.say('operator.feed-nothing-owed') : view.tell('operator.feed-until', { due: dueWord(feed.due) })
    case 'by-record': return view.say('operator.feeds-by-record')
    case 'period-not-set': return tag('wait', view.say('operator.feeds-not-set'))
  }
}

function periodForm(view: ActingView, sent: Values<PeriodField> | undefined, errors: ReturnType<typeof errorsOf>): Html {
  const { say, in2, ports } = view
  const law = ports.law()
  const today = ports.today().toString()
  const openRules = [...law.pack.rules, ...law.national.rules].filter((r) =>
    r.limit !== null && r.limit.amount === null && r.scope === 'in' && isInForce(r.inForce, today))
  const value = (name: PeriodField) => sent?.[name] ?? (name === 'from' ? today : '')
  const clip = (text: string) => (text.length > 70 ? `${text.slice(0, 69)}…` : text)
  return html`<section id="period"><h2>${say('operator.period-title')}</h2><p class="note measure">${say('operator.period-lead')}</p>
${form(view, { action: '/desk/operate/clocks/period' }, html`${errorSummary(view, errors)}
${field(view, { type: 'select', name: 'rule', label: say('operator.period-rule'), value: value('rule'), error: errorOf(errors, 'rule'),
    choices: openRules.map((r) => ({ value: r.id, label: `${r.id} · ${clip(in2(r.text))}` })) })}
${field(view, { type: 'text', name: 'amount', numeric: true, label: say('operator.period-amount'), value: value('amount'), error: errorOf(errors, 'amount') })}
${field(view, { type: 'select', name: 'unit', label: say('operator.period-unit'), value: value('unit'), choices: timeUnits.map((u) => ({ value: u, label: say(`operator.unit-${u}`) })) })}
${field(view, { type: 'date', name: 'from', label: say('operator.period-from'), hint: say('operator.from-hint'), value: value('from'), error: errorOf(errors, 'from') })}
${field(view, { type: 'text', name: 'office', most: 200, label: say('operator.office'), hint: say('operator.office-hint'), value: value('office'), error: errorOf(errors, 'office') })}
${field(view, { type: 'text', name: 'basis', most: 400, label: say('operator.basis'), hint: say('operator.basis-hint'), value: value('basis'), error: errorOf(errors, 'basis') })}
<p class="buttons">${button(say('operator.enter'), { second: true })}</p>`)}</section>`
}

function intervalForm(view: ActingView, known: readonly UnitRow[], sent: Values<IntervalField> | undefined, errors: ReturnType<typeof errorsOf>): Html {
  const { say, ports, language } = view
  const items = new Set(known.flatMap((u) => u.items))
  const value = (name: IntervalField) => sent?.[name] ?? ''
  return html`<section id="interval"><h2>${say('operator.interval-title')}</h2><p class="note measure">${say('operator.interval-lead')}</p>
${form(view, { action: '/desk/operate/clocks/interval' }, html`${errorSummary(view, errors)}
${field(view, { type: 'select', name: 'feedUnit', label: say('operator.feed-unit'), value: value('feedUnit'), error: errorOf(errors, 'feedUnit'),
    choices: known.map((u) => ({ value: u.unit_code, label: `${language === 'zh' ? u.name_zh : u.name_en} · ${u.unit_code}` })) })}
${field(view, { type: 'select', name: 'feedItem', label: say('operator.feed-item'), value: value('feedItem'), error: errorOf(errors, 'feedItem'),
    choices: itemsInForce(ports.law(), ports.today()).filter((i) => items.has(i.id)).map((i) => ({ value: i.id, label: view.in2(i.title) })) })}
${field(view, { type: 'text', name: 'minutes', numeric: true, label: say('operator.interval-minutes'), value: value('minutes'), error: errorOf(errors, 'minutes') })}
${field(view, { type: 'text', name: 'feedOffice', most: 200, label: say('operator.office'), hint: say('operator.office-hint'), value: value('feedOffice'), error: errorOf(errors, 'feedOffice') })}
${field(view, { type: 'text', name: 'feedBasis', most: 400, label: say('operator.basis'), hint: say('operator.basis-hint'), value: value('feedBasis'), error: errorOf(errors, 'feedBasis') })}
<p class="buttons">${button(say('operator.enter'), { second: true })}</p>`)}</section>`
}

export async function doPeriod(view: ActingView, asked: Asked): Promise<Answer> {
  const values = typed(asked.form, 'rule', 'amount', 'unit', 'from', 'office', 'basis')
  const from = readDay(values.from)
  if (from === null) return clocksRoom(view, asked, { period: values, refusals: [{ code: 'day-unreadable', rule: null, facts: {} }] })
  const unit = timeUnits.find((u) => u === values.unit) ?? 'working-day'
  const { rule, office, basis } = values
  const done = await setPeriod(view.ports, byAccount(view), { rule, amount: numberOf(values.amount), unit, from, office, basis })
  return done.ok ? { redirect: view.href(roomPath('clocks'), { done: 'period' }) } : clocksRoom(view, asked, { period: values, refusals: done.refusals })
}

export async function doInterval(view: ActingView, asked: Asked): Promise<Answer> {
  const values = typed(asked.form, 'feedUnit', 'feedItem', 'minutes', 'feedOffice', 'feedBasis')
  const done = await setFeedInterval(view.ports, byAccount(view), {
    unit: values.feedUnit, item: values.feedItem, minutes: numberOf(values.minutes), office: values.feedOffice, basis: values.feedBasis,
  })
  return done.ok ? { redirect: view.href(roomPath('clocks'), { done: 'interval' }) } : clocksRoom(view, asked, { interval: values, refusals: done.refusals })
}
