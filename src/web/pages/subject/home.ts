/** My organisation: everything held about it, shown or not, and its cases. */
import { countHeld, everythingHeld, type PublicRecordRow } from '../../../register/records/store.ts'
import { marksOf } from '../../../register/records/marks/store.ts'
import { disputeOf, hiddenBy } from '../../../register/records/marks.ts'
import { casesOfSubject, type CaseNow } from '../../../register/objections/acts.ts'
import { chinese, day, empty, facts, legalName, notice, paging, printedCode, stackTable, stateTag, tag } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { readRecord, stepTable } from '../../record-view.ts'
import { recordTitle } from '../../record-title.ts'
import type { ActingView } from '../../routes.ts'
import { groundText, nextWords } from './case.ts'

const perPage = 20

export async function home(view: ActingView, query: Readonly<Record<string, string>>): Promise<Page> {
  const { say, ports, href, acting } = view
  const { code, nameZh } = acting.body!
  const total = await countHeld(ports.database, code)
  const page = Math.min(Math.max(1, Math.trunc(Number(query.page)) || 1), Math.max(1, Math.ceil(total / perPage)))
  const [rows, marks, cases] = await Promise.all([
    everythingHeld(ports.database, code, perPage, (page - 1) * perPage), marksOf(ports.database, code), casesOfSubject(ports, code),
  ])
  const today = ports.today().toString()
  const hidden = hiddenBy(marks, today)
  const beside = (id: number): Beside => ({ disputed: disputeOf(marks, id, today) !== null, hidden: hidden.has(id), open: open.get(id) })
  const open = new Map(cases.filter((c) => c.of.closedOn === null).map((c) => [c.of.record, c]))
  return {
    title: say('subject.title'), desk: 'subject',
    main: html`<div class="head top"><h1>${say('subject.title')}</h1><p class="lead">${legalName(nameZh)}</p><p class="under">${printedCode(code)}</p></div>
<section class="split"><div><p class="measure">${say('subject.lead')}</p></div><div class="side"><ul class="plain"><li><a href="${href(`/organisations/${code}`)}">${
    say('subject.public-view')}</a></li><li><a href="/api/v1/organisations/${code}/archive">${say('subject.json')}</a></li><li><a href="${href('/object')}">${say('subject.how')}</a></li></ul></div></section>
<section id="cases"><h2>${say('subject.cases')}</h2>${cases.length === 0 ? html`<p class="measure">${say('subject.no-cases')}</p>` : caseList(view, cases)}</section>
<section id="records"><h2>${say('subject.records', { n: total })}</h2>${total === 0 ? empty({ title: say('subject.nothing'), text: say('subject.nothing-text') })
    : rows.map((row) => recordBlock(view, row, beside(row.record_id!)))}
${paging(view, { page, perPage, total, to: (n) => `${href('/subject', { page: n === 1 ? null : String(n) })}#records` })}</section>`,
  }
}

const caseList = (view: ActingView, cases: readonly CaseNow[]): Html => stackTable<CaseNow>({
  caption: view.say('subject.cases'), captionHidden: true, rows: cases,
  columns: [
    { head: view.say('objections.receipt'), kind: 'head', cell: (c) => html`<a href="${view.href(`/subject/objections/${c.of.id}`)}">${c.of.id}</a>` },
    { head: view.say('objections.about'), cell: (c) => (c.of.document === null ? c.of.record : chinese(c.of.document)) },
    { head: view.say('objections.ground'), cell: (c) => groundText(view, c.of.ground) },
    { head: view.say('objections.lodged'), cell: (c) => day(c.of.lodgedOn) },
    { head: view.say('objections.next'), cell: (c) => nextWords(view, c) },
  ],
})

type Beside = { readonly disputed: boolean; readonly hidden: boolean; readonly open: CaseNow | undefined }

function recordBlock(view: ActingView, row: PublicRecordRow, beside: Beside): Html {
  const { say, tell, in2, href, language } = view
  const record = row.existence === 'erased' ? null : readRecord(view, row)
  if (record === null) return html`<article class="rec" id="r${row.record_id}"><div class="meta"><b>${say('objections.record', { n: String(row.record_id) })}</b></div><div>${notice({ text: say('subject.erased') })}</div></article>`
  const { display, basis, item } = record
  const title = recordTitle(item, record.values)
  const span = (from: string, until: string | null) =>
    (until === null ? tell('record.from-open', { from: day(from) }) : tell('record.from-until', { from: day(from), until: day(until) }))
  const issuer = [basis.authority, basis.documentNumber].filter((text) => text !== null && text !== '')
  const provider = row.provider_zh === null ? row.provider_code : language === 'zh' ? row.provider_zh : row.provider_en!
  const state = row.existence === 'withdrawn' ? tag('ended', say('subject.withdrawn')) : beside.hidden ? tag('kept', say('objections.suspended'))
    : beside.disputed ? stateTag(view, 'disputed') : display.state === 'on-display' ? stateTag(view, 'on-display') : tag('ended', say(`subject.state-${display.state}`))
  const act = row.existence !== 'held' ? null : beside.open === undefined
    ? html`<a class="btn second" href="${href('/subject/objections/new', { record: String(record.id) })}">${say('subject.object')}<span class="vh"> ${say('objections.record', { n: String(record.id) })}</span></a>`
    : html`<a href="${href(`/subject/objections/${beside.open.of.id}`)}">${say('subject.open-case', { n: String(beside.open.of.id) })}</a>`
  return html`<article class="rec" id="r${record.id}">
<div class="meta"><b>${in2(item.title)}</b><span>${tell('record.decided', { day: day(row.decided_on) })}</span><div>${state}</div></div>
<div><h3>${title === '' ? in2(item.title) : chinese(title)}</h3>${issuer.length === 0 ? null : html`<p>${chinese(issuer.join('，'))}</p>`}
${facts([
    [say('record.source'), tell('record.delivered', { unit: provider, day: day(row.received_on), version: row.version })],
    display.startsOn === null ? null : [say('record.display'), span(display.startsOn, display.endsOn)],
  ])}
<details><summary><span>${say('record.why')}</span></summary><div class="why">${stepTable(view, display.steps)}</div></details>
${act === null ? null : html`<p class="after">${act}</p>`}</div></article>`
}
