/** My organisation: everything held about it, shown or not, its open cases, and all of it to take away. */
import { withholdable } from '../../../register/consent/withholding.ts'
import { casesOfSubject, type CaseNow } from '../../../register/objections/acts.ts'
import { marksOf } from '../../../register/records/marks/store.ts'
import { disputeOf } from '../../../register/records/marks.ts'
import { countWhere, type HeldFilter, heldStates, type HeldState, type HeldTally } from '../../../register/self-inquiry/held.ts'
import { heldRecords, type HeldRow, tallyHeld } from '../../../register/self-inquiry/store.ts'
import { chinese, day, empty, facts, filters, legalName, notice, paging, printedCode, stateTag, tag } from '../../components.ts'
import { html, type Html, type Part } from '../../html.ts'
import type { Page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import { readRecord, type ShownRecord, stepTable } from '../../record-view.ts'
import { recordTitle } from '../../record-title.ts'
import type { ActingView } from '../../routes.ts'
import { restorationNote, type RestorationsBeside, restorationsBeside } from '../restoration/note.ts'
import { caseList } from './objections.ts'
import { sectionLinks } from './sections.ts'

const perPage = 20
/** Open cases listed beside the file; the others are in their own room. */
const fewCases = 5

export async function home(view: ActingView, query: Readonly<Record<string, string>>): Promise<Page> {
  const { say, ports, href, acting, in2 } = view
  const { code, nameZh } = acting.body!
  const law = ports.law()
  const today = ports.today().toString()
  const categories = law.national.catalogCategories
  const category = categories.find((c) => c.id === query.category) ?? null
  const state = heldStates.find((s) => s === query.state) ?? null
  const items = category === null ? null : law.catalog.filter((item) => item.category === category.id).map((item) => item.id)
  const filter: HeldFilter = { state, items }
  const tally = await tallyHeld(ports.database, code, today)
  const [total, matching] = [countWhere(tally, { state: null, items: null }), countWhere(tally, filter)]
  const page = Math.min(Math.max(1, Math.trunc(Number(query.page)) || 1), Math.max(1, Math.ceil(matching / perPage)))
  const [rows, marks, cases, restorations] = await Promise.all([
    heldRecords(ports.database, code, today, filter, { limit: perPage, offset: (page - 1) * perPage, after: null }),
    marksOf(ports.database, code), casesOfSubject(ports, code),
    restorationsBeside(view, code),
  ])
  const open = new Map(cases.filter((c) => c.of.closedOn === null).map((c) => [c.of.record, c]))
  const to = (change: Readonly<Record<string, string | null>>) => `${href('/subject', { state, category: category?.id ?? null, ...change })}#records`
  return {
    title: say('subject.title'), desk: 'subject',
    main: html`<div class="head top"><h1>${say('subject.title')}</h1><p class="lead">${legalName(nameZh)}</p><p class="under">${printedCode(code)}</p></div>
${sectionLinks(view, '/subject')}
<section class="split"><div><p class="measure">${say('subject.lead')}</p>${query.done === 'shown-again' ? notice({ kind: 'done', text: say('consent.shown-again') }) : null}</div>
<div class="side"><h2>${say('subject.take-away')}</h2><ul class="plain"><li><a href="/subject/file.json">${say('subject.file-json')}</a></li><li><a href="/subject/file.csv">${
  say('subject.file-csv')}</a></li><li><a href="${href(`/organisations/${code}`)}">${say('subject.public-view')}</a></li><li><a href="${href('/object')}">${
  say('subject.how')}</a></li></ul><p class="note">${say('subject.take-away-text')}</p></div></section>
<section id="cases"><h2>${say('subject.cases')}</h2>${cases.length === 0 ? html`<p class="measure">${say('subject.no-cases')}</p>` : html`${
    open.size === 0 ? html`<p class="measure">${say('subject.no-open-cases')}</p>` : caseList(view, [...open.values()].slice(0, fewCases))}<p class="after"><a href="${
    href('/subject/objections')}">${say('subject.all-cases', { n: cases.length })}</a></p>`}</section>
<section id="records"><h2>${say('subject.records', { n: total })}</h2>${total === 0 ? empty({ title: say('subject.nothing'), text: say('subject.nothing-text') }) : html`
${filters(say('subject.filter-state'), stateFilters(view, tally, filter, to))}
${filters(say('subject.filter-category'), [
  { href: to({ category: null, page: null }), label: say('subject.all-categories'), chosen: category === null },
  ...categories.filter((c) => tally.some((t) => categoryOf(view, t.item) === c.id)).map((c) => ({
    href: to({ category: c.id, page: null }), label: in2(c.title), chosen: c.id === category?.id,
    count: tally.filter((t) => categoryOf(view, t.item) === c.id && (state === null || t.state === state)).reduce((n, t) => n + t.records, 0),
  })),
])}
${rows.length === 0 ? empty({ title: say('subject.none-match'), text: say('subject.none-match-text'), way: { href: `${href('/subject')}#records`, label: say('subject.all-records') } })
    : rows.map((row) => recordBlock(view, row, disputeOf(marks, row.record_id, today) !== null, open.get(row.record_id), restorations))}
${paging(view, { page, perPage, total: matching, to: (n) => to({ page: n === 1 ? null : String(n) }) })}`}</section>`,
  }
}

const categoryOf = ({ ports }: ActingView, item: string): string => ports.law().catalog.find((one) => one.id === item)?.category ?? ''

const stateFilters = ({ say }: ActingView, tally: readonly HeldTally[], filter: HeldFilter, to: (change: Readonly<Record<string, string | null>>) => string) => [
  { href: to({ state: null, page: null }), label: say('subject.all-records'), count: countWhere(tally, { ...filter, state: null }), chosen: filter.state === null },
  ...heldStates.filter((s) => tally.some((t) => t.state === s)).map((s) => ({
    href: to({ state: s, page: null }), label: say(stateKeys[s]), count: countWhere(tally, { ...filter, state: s }), chosen: filter.state === s,
  })),
]

const stateKeys: Readonly<Record<HeldState, MessageKey>> = {
  'on-display': 'state.on-display', 'not-yet': 'subject.state-not-yet', 'not-displayed': 'subject.state-not-displayed', ended: 'subject.state-ended',
  withheld: 'subject.state-withheld', suspended: 'subject.state-suspended', withdrawn: 'subject.withdrawn',
}

/** In a word and a swatch, as for nobody but the organisation itself. */
export function heldTag(view: ActingView, row: HeldRow, record: ShownRecord | null, disputed: boolean): Html {
  const { say } = view
  if (row.state === 'withheld' || row.state === 'suspended') return tag('kept', say(stateKeys[row.state]))
  if (row.state === 'withdrawn' || record === null) return tag('ended', say('subject.withdrawn'))
  if (disputed) return stateTag(view, 'disputed')
  const { state } = record.display
  return state === 'on-display' ? stateTag(view, 'on-display') : tag('ended', say(`subject.state-${state}`))
}

/** Who brought it: a unit by its name, or the organisation itself. */
export const sourceName = ({ say, language }: ActingView, row: HeldRow): Part =>
  (row.own ? say('subject.own-source') : row.provider_zh === null ? row.provider_code : language === 'zh' ? row.provider_zh : row.provider_en!)

export function heldFacts(view: ActingView, row: HeldRow, { display }: ShownRecord): Html {
  const { say, tell } = view
  const span = (from: string, until: string | null) => (until !== null && until <= from ? say('subject.never-shown')
    : until === null ? tell('record.from-open', { from: day(from) }) : tell('record.from-until', { from: day(from), until: day(until) }))
  return facts([
    [say('record.source'), tell('record.delivered', { unit: sourceName(view, row), day: day(row.received_on), version: row.version })],
    display.startsOn === null ? null : [say('record.display'), span(display.startsOn, display.endsOn)],
  ])
}

function recordBlock(view: ActingView, row: HeldRow, disputed: boolean, open: CaseNow | undefined, restorations: RestorationsBeside): Html {
  const { say, tell, in2, href } = view
  const id = row.record_id
  const record = row.existence === 'erased' || row.content === null ? null : readRecord(view, row)
  const more = html`<a href="${href(`/subject/records/${id}`)}">${say('subject.history-link')}<span class="vh"> ${say('objections.record', { n: String(id) })}</span></a>`
  if (record === null) return html`<article class="rec" id="r${id}"><div class="meta"><b>${say('objections.record', { n: String(id) })}</b></div><div>${notice({ text: say('subject.erased') })}<p class="after">${more}</p></div></article>`
  const { basis, item } = record
  const title = recordTitle(item, record.values)
  const issuer = [basis.authority, basis.documentNumber].filter((text) => text !== null && text !== '')
  return html`<article class="rec" id="r${id}">
<div class="meta"><b>${in2(item.title)}</b><span>${tell('record.decided', { day: day(row.decided_on) })}</span><div>${heldTag(view, row, record, disputed)}</div></div>
<div><h3>${title === '' ? in2(item.title) : chinese(title)}</h3>${issuer.length === 0 ? null : html`<p>${chinese(issuer.join('，'))}</p>`}
${heldFacts(view, row, record)}
${restorationNote(view, row, restorations)}
<details><summary><span>${say('record.why')}</span></summary><div class="why">${stepTable(view, record.display.steps)}</div></details>
<p class="after acts">${ownActs(view, row, open)}${more}</p></div></article>`
}

/** What the organisation may do about a record, as links to where it is done. */
export function ownActs({ say, href, ports }: ActingView, row: HeldRow, open: CaseNow | undefined): Html | null {
  if (row.existence !== 'held') return null
  const named = html`<span class="vh"> ${say('objections.record', { n: String(row.record_id) })}</span>`
  const link = (path: string, label: string) => html`<a href="${path}">${label}${named}</a>`
  if (row.own) return link(`${href('/subject/statements')}#s${row.record_id}`, say('subject.own-withdraw'))
  const canWithhold = row.state === 'on-display' && withholdable(ports.law().pack).some((e) => e.code === row.item_id)
  return html`${open === undefined
    ? html`<a class="btn second" href="${href('/subject/objections/new', { record: String(row.record_id) })}">${say('subject.object')}${named}</a>`
    : link(href(`/subject/objections/${open.of.id}`), say('subject.open-case', { n: String(open.of.id) }))}${
    canWithhold ? link(`${href(`/subject/records/${row.record_id}`)}#withhold`, say('consent.withhold')) : null}${
    row.state === 'withheld' ? link(`${href(`/subject/records/${row.record_id}`)}#withhold`, say('consent.show-again')) : null}`
}
