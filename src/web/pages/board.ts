/** The accountability board, for anyone: all offices, one office month by month, the whole of it to take away. */
import { boardNow, type BoardNow, missesOf } from '../../register/accountability/acts.ts'
import { boardCsv, type Miss, type Month, type OfficeLine } from '../../register/accountability/board.ts'
import { chinese, crumb, day, ruleLink, scroll, stackTable, table } from '../components.ts'
import { html, type Html, type Part } from '../html.ts'
import { beijingTime, type Page, type View } from '../layout.ts'
import { grouped, type MessageKey } from '../messages.ts'
import type { Answer, PublicRoute } from '../routes.ts'
import { bars } from './board-chart.ts'
import { fault } from './fault.ts'
import { oversightRooms } from './oversight-rooms.ts'

export const boardPages: readonly PublicRoute[] = [
  { path: '/board', get: (view) => wholeBoard(view) },
  { path: '/board.csv', get: (view) => boardFile(view) },
  { path: '/board/:office', get: (view, { params }) => officeBoard(view, params.office!) },
]

const nameOf = ({ language }: View, { office }: OfficeLine): Part =>
  (language === 'en' && office.nameEn !== office.nameZh ? office.nameEn : chinese(office.nameZh))

async function wholeBoard(view: View): Promise<Page> {
  const { say, href } = view
  const { at, board } = await boardNow(view.ports)
  const of = (line: OfficeLine, name: 'rows' | 'returned' | 'objections' | 'upheld' | 'missed' | 'orders' | 'told' | 'acknowledged') => grouped(line.total[name])
  return {
    title: say('board.title'), entry: 'oversight',
    main: html`<div class="head top"><h1>${say('board.title')}</h1><p class="lead">${say('board.lead')}</p></div>
${oversightRooms(view, '/board')}
<section><h2>${say('board.offices')}</h2><p class="note measure">${say('board.no-rank')}${view.language === 'zh' ? '' : ' '}${say('board.see')}${view.language === 'zh' ? '。' : '.'}</p>${scroll(say('board.offices'), table<OfficeLine>({
      caption: say('board.offices'), captionHidden: true, rows: board.offices,
      columns: [
        { head: say('board.office'), kind: 'head', cell: (l) => html`<a href="${href(`/board/${l.office.code}`)}">${nameOf(view, l)}</a>` },
        { head: say('board.feeds'), kind: 'amount', cell: (l) => String(l.feeds.all) },
        { head: say('board.late'), kind: 'amount', cell: (l) => String(l.feeds.late) },
        { head: say('board.rows'), kind: 'amount', cell: (l) => of(l, 'rows') },
        { head: say('board.returned'), kind: 'amount', cell: (l) => of(l, 'returned') },
        { head: say('board.objections'), kind: 'amount', cell: (l) => of(l, 'objections') },
        { head: say('board.upheld'), kind: 'amount', cell: (l) => of(l, 'upheld') },
        { head: say('board.missed'), kind: 'amount', cell: (l) => of(l, 'missed') },
        { head: say('board.orders'), kind: 'amount', cell: (l) => of(l, 'orders') },
        { head: say('board.told'), kind: 'amount', cell: (l) => of(l, 'told') },
        { head: say('board.acknowledged'), kind: 'amount', cell: (l) => of(l, 'acknowledged') },
        { head: say('board.latency'), kind: 'amount', cell: (l) => (l.total.latency === null ? '–' : String(l.total.latency)) },
      ],
    }))}</section>
<section><h2>${say('board.by-month')}</h2>${charts(view, board.all)}${monthTable(view, board.all)}</section>
<section><h2>${say('board.download')}</h2><ul class="plain"><li><a href="/board.csv">${say('board.csv')}</a></li><li><a href="/api/v1/board">${say('board.json')}</a></li></ul></section>
${howCounted(view, at)}`,
  }
}

async function officeBoard(view: View, code: string): Promise<Page> {
  const { say, href } = view
  const { at, board } = await boardNow(view.ports)
  const line = board.offices.find((l) => l.office.code === code)
  if (line === undefined) return fault(view, 404)
  const misses = await missesOf(view.ports, code)
  const title = view.language === 'zh' ? line.office.nameZh : line.office.nameEn
  return {
    title, entry: 'oversight',
    main: html`${crumb(view, [[say('menu.oversight'), href('/oversight')], [say('board.short'), href('/board')], code === 'operator' ? title : code])}<div class="head"><h1>${nameOf(view, line)}</h1></div>
<section><h2>${say('board.misses')}</h2>${misses.length === 0 ? html`<p class="measure">${say('board.none-missed')}</p>` : missTable(view, misses)}</section>
<section><h2>${say('board.by-month')}</h2>${charts(view, line.months)}${monthTable(view, line.months)}</section>
${howCounted(view, at)}`,
  }
}

const charts = (view: View, months: readonly Month[]): Html => {
  const names = months.map((m) => m.month)
  const chart = (key: MessageKey, name: 'missed' | 'upheld' | 'returned') => bars(view, view.say(key), names, months.map((m) => m[name]), name === 'missed')
  return html`<div class="charts">${chart('board.chart-missed', 'missed')}${chart('board.chart-objections', 'upheld')}${chart('board.chart-returned', 'returned')}</div>`
}

const monthTable = (view: View, months: readonly Month[]): Html => scroll(view.say('board.by-month'), table<Month>({
  caption: view.say('board.by-month'), captionHidden: true, rows: months,
  columns: [
    { head: view.say('board.month'), kind: 'head', cell: (m) => html`<span class="nb">${m.month}</span>` },
    ...(['rows', 'returned', 'objections', 'decided', 'upheld', 'missed', 'orders', 'told', 'acknowledged'] as const)
      .map((name) => ({ head: view.say(`board.${name}`), kind: 'amount' as const, cell: (m: Month) => grouped(m[name]) })),
    { head: view.say('board.latency'), kind: 'amount', cell: (m) => (m.latency === null ? '–' : String(m.latency)) },
  ],
}))

/** Misses with their reasons. */
export const missTable = (view: View, misses: readonly Miss[]): Html => stackTable<Miss>({
  caption: view.say('board.misses'), captionHidden: true, rows: misses, rowId: (m) => `m${m.act}`,
  columns: [
    { head: view.say('board.due'), kind: 'head', cell: (m) => day(m.dueOn) },
    { head: view.say('board.step'), cell: (m) => view.say(`board.kind-${m.kind}` as MessageKey) },
    { head: view.say('board.rule'), cell: (m) => ruleLink(view, m.rule) },
    { head: view.say('board.reason'), cell: (m) => (m.reason === null ? view.say('board.no-reason') : html`${chinese(m.reason.text)} <span class="note">${day(m.reason.on)}</span>`) },
  ],
})

const howCounted = ({ say, tell }: View, at: BoardNow['at']): Html => html`<section><h2>${say('board.how')}</h2><p class="measure">${say('board.how-text')}</p><p class="note measure">${
  say('board.nobody')}</p><p class="note measure">${tell('board.made', { at: html`<span class="nb">${beijingTime(at)}</span>` })}</p></section>`

async function boardFile(view: View): Promise<Answer> {
  const { board } = await boardNow(view.ports)
  return { send: (reply) => reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="board.csv"').header('cache-control', 'no-cache').send(boardCsv(board)) }
}
