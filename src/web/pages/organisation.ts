/** The archive of an organisation: who it is, what is on display about it, and why. */
import { heldFacts, archiveRowsOf } from '../../register/records/store.ts'
import { recordFacts } from '../../register/records/dates.ts'
import type { StoredFacts } from '../../register/records/facts.ts'
import { displayDates } from '../../register/retention/display.ts'
import { kindText, type SubjectKind } from '../../register/subjects/kind.ts'
import * as subjects from '../../register/subjects/store.ts'
import { readUscc } from '../../register/subjects/uscc.ts'
import { crumb, day, facts, legalName, printedCode } from '../components.ts'
import { html, type Html, join, type Part } from '../html.ts'
import type { Page, View } from '../layout.ts'
import { grouped, type MessageKey } from '../messages.ts'
import { readRecord, recordArticle } from '../record-view.ts'
import { fault } from './fault.ts'

const onPage = 20

export type Found = { readonly subject: subjects.SubjectRow } | { readonly redirect: string } | Page

/** The organisation of a code in an address; a former code leads to the present one. */
export async function findSubject(view: View, code: string, below = ''): Promise<Found> {
  const { ports, href } = view
  const read = readUscc(code)
  if (!read.ok) return fault(view, 400, 'code', { code })
  const subject = await subjects.subject(ports.database, read.value.code)
  if (subject !== null) return read.value.code === code ? { subject } : { redirect: href(`/organisations/${read.value.code}${below}`) }
  const current = await subjects.currentCode(ports.database, read.value.code)
  return current === null ? fault(view, 404, 'organisation', { code: read.value.code }) : { redirect: href(`/organisations/${current}${below}`) }
}

export async function organisation(view: View, code: string, query: { category?: string; page?: string }): Promise<Page | { readonly redirect: string }> {
  const found = await findSubject(view, code)
  if (!('subject' in found)) return found
  const { subject } = found
  const { say, href } = view
  return {
    title: subject.name, entry: 'search',
    main: html`${crumb(view, [[say('menu.search'), href('/')], say('results.organisation')])}
${organisationHead(subject)}
${subject.generated ? generatedNotice(view) : null}
${await identity(view, subject)}
${await records(view, subject, query)}`,
  }
}

export const organisationHead = (subject: Pick<subjects.SubjectRow, 'name' | 'subject_code'>): Html =>
  html`<div class="head"><h1>${legalName(subject.name)}</h1><p class="under">${printedCode(subject.subject_code)}</p></div>`

export const generatedNotice = ({ say }: View): Html =>
  html`<div class="notice"><h2>${say('organisation.generated')}</h2><p>${say('organisation.generated-text')}</p></div>`

async function identity(view: View, subject: subjects.SubjectRow): Promise<Html> {
  const { say, tell, in2, language, ports, href } = view
  const status = say(`status.${subject.status}` as MessageKey)
  const [former, predecessors, successors] = await Promise.all([
    subjects.formerNames(ports.database, subject.subject_code), subjects.predecessors(ports.database, subject.subject_code),
    subjects.subjects(ports.database, subject.successors),
  ])
  const names = former.map((n) => html`<bdi lang="zh">${n.name}</bdi>${n.until_on === null ? null
    : language === 'zh' ? html`（${tell('organisation.until', { day: day(n.until_on) })}）` : html` (${
    tell('organisation.until', { day: day(n.until_on) })})`}`)
  const link = (code: string, name: string | undefined) => html`<li><a href="${href(`/organisations/${code}`)}">${
    name === undefined ? code : legalName(name)}</a></li>`
  return html`<section class="near">${facts([
    [say('organisation.status'), subject.status_on === null ? status : tell('status.since', { status, day: day(subject.status_on) })],
    [say('organisation.kind'), in2(kindText[subject.kind as SubjectKind])],
    [say('organisation.established'), subject.established === null ? say('organisation.established-unknown') : day(subject.established)],
    [say('organisation.former-names'), names.length === 0 ? say('organisation.no-former-names') : join(names, html`<br>`)],
  ], 'wide')}
${subject.name_from === 'mention' ? html`<p class="note measure after">${say('organisation.name-from-mention')}</p>` : null}</section>
${subject.successors.length === 0 || subject.status_on === null ? null : html`<section class="near"><h2>${
    say('organisation.successor')}</h2><p class="measure">${
    tell(subject.status === 'merged' ? 'organisation.merged-into' : 'organisation.split-into', { day: day(subject.status_on) })}</p><ul class="plain after">${
    subject.successors.map((code) => link(code, successors.find((s) => s.subject_code === code)?.name))}</ul></section>`}
${predecessors.length === 0 ? null : html`<section class="near"><h2>${say('organisation.predecessors')}</h2><p class="measure">${
    say('organisation.predecessors-text')}</p><ul class="plain after">${
    predecessors.map((p) => link(p.subject_code, p.name))}</ul></section>`}`
}

/** Decided by the day, whatever state is stored; the contents of one page only are fetched. */
async function records(view: View, subject: subjects.SubjectRow, query: { category?: string; page?: string }): Promise<Html> {
  const { say, tell, in2, language, ports, href } = view
  const [law, today, code] = [ports.law(), ports.today(), subject.subject_code]
  const items = new Map(law.catalog.filter((i) => i.scope === 'in').map((item) => [item.id, item]))
  const shown = (await heldFacts(ports.database, code)).flatMap((row) => {
    const item = items.get(row.item_id)
    const isShown = item && displayDates(recordFacts(item, JSON.parse(row.facts) as StoredFacts, row.received_on), law, today).state === 'on-display'
    return isShown ? [{ id: row.record_id, category: item.category }] : []
  })
  const links = html`<ul class="plain"><li><a href="/api/v1/organisations/${code}/archive?lang=${language}">${
    say('organisation.json')}</a></li><li><a href="${href('/verify')}">${
    say('organisation.verify')}</a></li></ul>`
  if (shown.length === 0) {
    return html`<section class="split"><div><h2>${say('organisation.nothing')}</h2><p class="note measure after">${
    say('organisation.no-score')}</p></div><div class="side">${links}</div></section>`
  }
  const categories = law.national.catalogCategories
    .map((c) => ({ id: c.id, title: in2(c.title), count: shown.filter((r) => r.category === c.id).length })).filter((c) => c.count > 0)
  const chosen = query.category === undefined || query.category === '' ? null : query.category
  const wanted = shown.filter((r) => chosen === null || r.category === chosen)
  const pages = Math.max(1, Math.ceil(wanted.length / onPage))
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(query.page)) || 1))
  const ids = wanted.slice((page - 1) * onPage, page * onPage).map((r) => r.id)
  const rows = ids.length === 0 ? [] : await archiveRowsOf(ports.database, code, ids)
  const filter = (id: string | null, title: string, count: number) =>
    html`<li><a href="${href(`/organisations/${code}`, { category: id })}#records"${id === chosen ? html` aria-current="true"` : null}>${
    title}<span class="n">${grouped(count)}</span></a></li>`
  return html`<section class="split">
<div><h2>${say('organisation.on-display', { n: shown.length })}</h2>
<p class="measure after">${tell('organisation.counted', {
    list: categories.map((c) => (language === 'zh' ? `${c.title}${c.count}条` : `${c.title} ${c.count}`)).join(language === 'zh' ? '，' : ', ') })}</p>
<p class="note measure after">${say('organisation.no-score')}</p></div>
<div class="side">${links}</div>
</section>
<section id="records">
<div class="lede-row"><h2>${say('organisation.records')}</h2><ul class="filters" aria-label="${say('organisation.filter')}">${
    filter(null, say('organisation.all'), shown.length)}${
    categories.map((c) => filter(c.id, c.title, c.count))}</ul></div>
${wanted.length === 0 ? html`<p class="measure">${say('organisation.nothing-here')}</p>` : rows.map((row) => {
    const record = readRecord(view, row)
    return record && recordArticle(view, code, record)
  })}
${pages === 1 ? null : paging(view, { page, pages, total: wanted.length, to: (n) => `${href(`/organisations/${
    code}`, { category: chosen, page: n === 1 ? null : String(n) })}#records` })}
</section>`
}

function paging({ say }: View, { page, pages, total, to }: { page: number; pages: number; total: number; to: (page: number) => string }): Part {
  const range = say('organisation.range', { from: (page - 1) * onPage + 1, to: Math.min(page * onPage, total), total })
  return html`<nav class="paging" aria-label="${say('organisation.pages')}">${page === 1 ? html`<span></span>` : html`<a rel="prev" href="${
    to(page - 1)}">${say('organisation.previous')}</a>`}<span>${
    range}</span>${page === pages ? html`<span></span>` : html`<a rel="next" href="${to(page + 1)}">${say('organisation.next')}</a>`}</nav>`
}
