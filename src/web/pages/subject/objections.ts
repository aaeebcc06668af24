/** An organisation's objections in a room of their own: how far each has come, and by which day the next step is due. */
import { type CaseNow, casesPageOf } from '../../../register/objections/acts.ts'
import { tallyOfSubject } from '../../../register/objections/store.ts'
import { chinese, day, empty, filters, paging, stackTable } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import type { ActingView } from '../../routes.ts'
import { groundText, nextWords } from './case.ts'
import { sectionLinks } from './sections.ts'

const perPage = 20
const states = ['open', 'decided', 'closed'] as const

export async function ownObjections(view: ActingView, query: Readonly<Record<string, string>>): Promise<Page> {
  const { say, href, ports, acting } = view
  const { code } = acting.body!
  const state = states.find((s) => s === query.state) ?? null
  const tally = await tallyOfSubject(ports.database, code)
  const count = (of: (typeof states)[number] | null) => tally.reduce((n, t) => n + (of === null || t.state === of ? t.cases : 0), 0)
  const [total, matching] = [count(null), count(state)]
  const page = Math.min(Math.max(1, Math.trunc(Number(query.page)) || 1), Math.max(1, Math.ceil(matching / perPage)))
  const cases = matching === 0 ? [] : await casesPageOf(ports, code, { state, limit: perPage, offset: (page - 1) * perPage })
  const to = (change: Readonly<Record<string, string | null>>) => href('/subject/objections', { state, ...change })
  const file = { href: href('/subject'), label: say('subject.section-file') }
  return {
    title: say('objections.desk'), desk: 'objections',
    main: html`<div class="head top"><h1>${say('objections.desk')}</h1></div>
${sectionLinks(view, '/subject/objections')}
<section><p class="measure">${say('subject.cases-lead')} <a href="${href('/object')}">${say('subject.how')}</a></p></section>
<section id="cases">${total === 0 ? empty({ title: say('subject.no-cases-title'), text: say('subject.no-cases-text'), way: file }) : html`
${filters(say('subject.cases-filter'), [
  { href: to({ state: null }), label: say('subject.cases-all'), count: total, chosen: state === null },
  ...states.map((s) => ({ href: to({ state: s }), label: say(`subject.cases-${s}`), count: count(s), chosen: s === state })),
])}
${cases.length === 0 ? empty({ title: say('subject.no-cases-match'), text: say('subject.no-cases-match-text'), way: { href: to({ state: null }), label: say('subject.cases-all') } }) : caseList(view, cases)}
${paging(view, { page, perPage, total: matching, to: (n) => to({ page: n === 1 ? null : String(n) }) })}`}</section>`,
  }
}

export const caseList = (view: ActingView, cases: readonly CaseNow[]): Html => stackTable<CaseNow>({
  caption: view.say('subject.cases'), captionHidden: true, rows: cases,
  columns: [
    { head: view.say('objections.receipt'), kind: 'head', cell: (c) => html`<a href="${view.href(`/subject/objections/${c.of.id}`)}">${c.of.id}</a>` },
    { head: view.say('objections.about'), cell: (c) => (c.of.document === null ? view.say('objections.record', { n: String(c.of.record) }) : chinese(c.of.document)) },
    { head: view.say('objections.ground'), cell: (c) => groundText(view, c.of.ground) },
    { head: view.say('objections.lodged'), cell: (c) => day(c.of.lodgedOn) },
    { head: view.say('objections.next'), cell: (c) => nextWords(view, c) },
  ],
})
