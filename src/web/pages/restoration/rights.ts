/** The right to restoration beside one record: for the organisation itself, and for the unit that serves the notice of it. */
import { factsFrom } from '../../../register/records/facts.ts'
import { archiveReaderOf } from '../../../register/records/archive.ts'
import { latestAbout } from '../../../register/notices/store.ts'
import { providedRecord } from '../../../register/ingestion/provided/store.ts'
import { rightsTemplate, serveRights } from '../../../register/restoration/rights/acts.ts'
import { rightsOf } from '../../../register/restoration/rights/rights.ts'
import * as store from '../../../register/restoration/store.ts'
import type { ClosedListEntry } from '../../../law/types.ts'
import { button, buttons, chinese, facts, form, ruleLink } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import { keepTogether } from '../../messages.ts'
import { problemOf, type ProblemCode, problemTexts } from '../../problem.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { fault } from '../fault.ts'
import { type RecordBeside, standing } from './note.ts'

/** What the organisation may do about a record of its own: since when, where, with which papers. Null where restoration does not come into it. */
export async function rightsSection(view: ActingView, record: RecordBeside): Promise<Html | null> {
  const { ports, say, href, acting } = view
  const subject = acting.body!.code
  const item = archiveReaderOf(ports.law(), ports.today()).item(record.item_id)
  if (item === null || item.nature !== 'untrustworthiness' || record.existence !== 'held') return null
  const [excludedBy, open, methods, letter] = await Promise.all([
    store.excludedBy(ports.database, subject, record.record_id), store.openAbout(ports.database, subject, record.record_id),
    store.methods(ports.database),
    latestAbout(ports.database, rightsTemplate, { subject, record: record.record_id }),
  ])
  const held = { item, facts: factsFrom(record.facts), receivedOn: record.received_on, existence: record.existence, excludedBy }
  const { eligibility, doors, papers, ways, method } = rightsOf(held, methods, ports.law(), ports.today())
  if (eligibility.standing === 'not-concerned') return null
  const asked = eligibility.standing === 'open' || eligibility.standing === 'too-early'
  const list = (entries: readonly ClosedListEntry[]) => html`<ul class="plain">${entries.map((e) =>
    html`<li>${keepTogether(view.in2(e.text))} <span class="note">${ruleLink(view, e.rule)}</span></li>`)}</ul>`
  const act = open !== null ? html`<a class="btn second" href="${href(`/subject/restorations/${open}`)}">${say('restoration.case', { n: String(open) })}</a>`
    : eligibility.standing === 'open' ? html`<a class="btn" href="${href('/subject/restorations/new', { record: String(record.record_id) })}">${say('restoration.apply')}</a>` : null
  return html`<section id="restoration"><h2>${say('restoration.desk')}</h2>${facts([
    [say('restoration.standing'), standing(view, eligibility)],
    asked ? [say('restoration.doors'), list(doors)] : null,
    asked && ways.length > 0 ? [say('restoration.ways'), list(ways)] : null,
    method === null ? null : [say('restoration.method'), html`${chinese(method.title)} ${chinese(method.document)}${method.papers === '' ? null : html`${say('part.colon')}${chinese(method.papers)}`}`],
    asked && papers.length > 0 ? [say('restoration.papers'), list(papers)] : null,
    letter === null ? null : [say('restoration.rights'), html`<a href="${href(`/notices/${letter.notice_id}`)}">${letter.notice_id}</a>`],
  ])}${act === null ? null : html`<p class="after">${act}</p>`}<p class="note after"><a href="${href('/restoration')}">${say('restoration.title')}</a></p></section>`
}

/** For the unit that provided the record: the notice of the right to restoration, made and served at once. */
export async function rightsToServe(view: ActingView, r: { readonly subject_code: string; readonly record_id: number; readonly item_id: string; readonly existence: string }): Promise<Html | null> {
  const { ports, say, href } = view
  const item = archiveReaderOf(ports.law(), ports.today()).item(r.item_id)
  if (item === null || item.nature !== 'untrustworthiness' || r.existence !== 'held') return null
  const letter = await latestAbout(ports.database, rightsTemplate, { subject: r.subject_code, record: r.record_id })
  return html`<section id="rights"><h2>${say('restoration.rights')}</h2><p class="measure">${say('restoration.rights-text')} ${ruleLink(view, 'nat-2025-22-notice')}</p>${
    letter !== null ? html`<p><a href="${href(`/notices/${letter.notice_id}`)}">${say('restoration.rights-served', { n: String(letter.notice_id), day: letter.issued_on })}</a></p>`
      : form(view, { action: `/desk/deliveries/records/${r.record_id}/rights`, label: say('restoration.rights') }, buttons(button(say('restoration.rights-serve'), { second: true })))}</section>`
}

export async function serveRightsForm(view: ActingView, record: string): Promise<Answer> {
  const { ports, acting, href } = view
  const found = /^\d{1,15}$/.test(record) ? await providedRecord(ports.database, acting.body!.code, Number(record)) : null
  if (found === null) return fault(view, 404, 'record', {}, href('/desk/deliveries/records'))
  const done = await serveRights(ports, { actor: acting.body!.code, account: acting.account.id }, { subject: found.subject_code, record: found.record_id })
  if (done.ok) return { redirect: href(`/notices/${done.value}`, { done: 'issued' }) }
  const [refusal] = done.refusals
  const problem = problemOf(refusal, view.language, '')
  return {
    title: problem.title, desk: 'deliveries', status: problemTexts[refusal.code as ProblemCode].status,
    main: html`<div class="head"><h1>${problem.title}</h1><p class="lead">${problem.detail} ${problem.cure ?? ''}</p></div>
<p><a href="${href(`/desk/deliveries/records/${record}`)}">${view.say('objections.record', { n: record })}</a></p>`,
  }
}
