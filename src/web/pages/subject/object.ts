/** Objecting to a record: what is wrong, in one's own words, with files; and the case that comes of it. */
import type { FastifyRequest } from 'fastify'
import { actOnObjection, lodgeObjection, objectionFor } from '../../../register/objections/acts.ts'
import { evidenceLimits } from '../../../register/objections/evidence.ts'
import { doorsOf, type Door, reviewsOf } from '../../../register/objections/procedure.ts'
import { recordForOwner } from '../../../register/objections/store.ts'
import { choices, listOf } from '../../../law/closed-list.ts'
import type { Refusal } from '../../../law/outcome.ts'
import { button, buttons, chinese, crumb, errorSummary, errorTitle, field, type FieldError, form, notice } from '../../components.ts'
import { html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { problemInWords } from '../../list-word.ts'
import { type ProblemCode, problemTexts } from '../../problem.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { signInAgain } from '../../sign-in-again.ts'
import { noPersonAsked } from '../../no-person.ts'
import { readUpload } from '../../upload.ts'
import { fault } from '../fault.ts'
import { caseBody, waysList } from './case.ts'

const desk = 'subject'
type Typed = { readonly ground?: string; readonly explanation?: string; readonly at?: string; readonly sent?: URLSearchParams }

export async function newObjection(view: ActingView, record: string, typed: Typed = {}, refusals: readonly Refusal[] = []): Promise<Page> {
  const { say, href, ports, in2, acting } = view
  const { pack } = ports.law()
  const row = /^[1-9]\d{0,14}$/.test(record) ? await recordForOwner(ports.database, acting.body!.code, Number(record)) : null
  if (row === null) return fault(view, 404, 'record', {}, href('/subject'))
  const errors = refusals.map((refusal) => fieldError(view, refusal))
  const title = say('subject.object-title')
  const doors = doorsOf(pack)
  return {
    title: errorTitle(view, title, errors), desk, status: statusOf(refusals), scripts: ['form'],
    main: html`${crumb(view, [[say('subject.title'), href('/subject')], title])}<div class="head"><h1>${title}</h1><p class="lead">${
    row.document === null ? say('objections.record', { n: record }) : chinese(row.document)}</p></div>
<p class="measure">${say('subject.object-lead')}</p>
${errorSummary(view, errors)}${form(view, { action: '/subject/objections/new', upload: true, about: { record }, id: 'object' }, html`<input type="hidden" name="record" value="${record}">
${field(view, {
      type: 'radio', name: 'ground', label: say('objections.ground'), value: typed.ground ?? '', error: errorAt(errors, 'ground'),
      choices: choices(listOf(pack, 'objection-grounds')).map((e) => ({ value: e.code, label: in2(e.text) })),
    })}
${doors.length < 2 ? null : field(view, {
      type: 'radio', name: 'at', label: say('subject.at'), value: typed.at ?? doors[0]!.code, error: errorAt(errors, 'at'),
      choices: doors.map((d) => ({ value: d.code, label: in2(d.text) })),
    })}
${field(view, { type: 'textarea', name: 'explanation', label: say('objections.explanation'), hint: say('subject.explanation-hint'), rows: 6, most: 4000, value: typed.explanation ?? '', error: errorAt(errors, 'explanation') })}
${field(view, {
      type: 'file', name: 'file', label: say('objections.evidence'), optional: true, hint: say('subject.evidence-hint', { most: evidenceLimits.bytes / 1_000_000 }),
      accept: '.pdf,.png,.jpg,.jpeg', error: errorAt(errors, 'file'),
    })}
${field(view, { type: 'file', name: 'file', id: 'file-2', label: say('subject.evidence-second'), optional: true, accept: '.pdf,.png,.jpg,.jpeg' })}
${noPersonAsked(view, typed.sent ?? null)}${buttons(button(say('subject.lodge')))}`)}
<section><h2>${say('subject.then')}</h2><ul class="dash"><li>${say('subject.then-mark')}</li><li>${say('subject.then-receipt')}</li><li>${say('subject.then-answer')}</li></ul></section>`,
  }
}

const statusOf = ([first]: readonly Refusal[]): number => (first === undefined ? 200 : problemTexts[first.code as ProblemCode]?.status ?? 422)

const places: Readonly<Record<string, string>> = {
  'ground-unknown': 'ground', 'door-unknown': 'at', 'explanation-missing': 'explanation', 'personal-data': 'explanation',
  'evidence-personal': 'file', 'file-doubtful': 'file', 'evidence-unreadable': 'file', 'person-in-form': 'explanation',
  'statement-reason-missing': '_no-person-why', 'statement-reason-personal': '_no-person-why', 'evidence-too-large': 'file', 'evidence-too-many': 'file', 'evidence-type': 'file', 'evidence-empty': 'file',
}
const typedIn = new Set(['ground', 'at', 'explanation', 'file', '_no-person-why'])
const controls: Readonly<Record<string, string>> = { ground: 'ground-0', at: 'at-0', way: 'way-0' }
function fieldError(view: ActingView, refusal: Refusal): FieldError {
  const problem = problemInWords(view, refusal)
  const { field: typed = '' } = refusal.facts
  const place = typedIn.has(typed) ? typed : places[refusal.code] ?? 'explanation'
  return { field: controls[place] ?? place, ...(place === 'explanation' ? { label: view.say('objections.explanation') } : {}), text: `${problem.detail}${view.language === 'zh' ? '' : ' '}${problem.cure ?? ''}` }
}
const errorAt = (errors: readonly FieldError[], place: string) => errors.find((e) => e.field === (controls[place] ?? place))?.text ?? ''

export async function receiveObjection(view: ActingView, { request }: { readonly request: FastifyRequest }): Promise<Answer> {
  const sent = await readUpload(view, request)
  if (sent === null) return signInAgain(view, request, new URLSearchParams())
  const { typed, files: evidence, stopped } = sent
  const record = typed.get('record') ?? ''
  const said = { ground: typed.get('ground') ?? '', explanation: typed.get('explanation') ?? '', at: typed.get('at') ?? 'operator', sent: typed }
  if (stopped !== null) return newObjection(view, record, said, [stopped])
  const { code } = view.acting.body!
  const done = await lodgeObjection(view.ports, { actor: code, account: view.acting.account.id }, {
    subject: code, record: Number(record) || 0, ground: said.ground, explanation: said.explanation, at: said.at as Door, evidence,
  })
  if (done.ok) return { redirect: view.href(`/subject/objections/${done.value}`, { done: 'lodged' }) }
  const [refusal] = done.refusals
  if (refusal.code === 'record-unknown') return fault(view, 404, 'record', {}, view.href('/subject'))
  if (refusal.code === 'case-open') return { redirect: view.href(`/subject/objections/${refusal.facts.case!}`, { done: 'open' }) }
  if (refusal.code === 'case-closed') return { redirect: view.href(`/subject/objections/${refusal.facts.case!}`, { done: 'over' }) }
  return newObjection(view, record, said, done.refusals)
}

export async function ownCase(view: ActingView, id: string, query: Readonly<Record<string, string>>, typed: URLSearchParams | null = null, refusal: Refusal | null = null): Promise<Page> {
  const { say, href, ports, acting, in2 } = view
  const now = /^[1-9]\d{0,14}$/.test(id) ? await objectionFor(ports, acting.body!.code, Number(id)) : null
  if (now === null || !now.ok) return fault(view, 404, 'case', {}, href('/subject'))
  const { of } = now.value
  const title = say('objections.case', { n: id })
  const problem = refusal === null ? null : problemInWords(view, refusal)
  const errors: FieldError[] = problem === null ? [] : [{ field: refusal!.code === 'way-unknown' ? 'way-0' : 'document', text: problem.detail }]
  const ways = reviewsOf(ports.law().pack)
  return {
    title: errorTitle(view, title, errors), desk: 'objections', status: errors.length === 0 ? 200 : 422, scripts: ['form'],
    main: html`${crumb(view, [[say('objections.desk'), href('/subject/objections')], title])}<div class="head"><h1>${title}</h1></div>
${query.done === 'lodged' ? notice({ kind: 'done', title: say('subject.lodged'), text: say('subject.lodged-text', { n: id }) })
    : query.done === 'open' ? notice({ text: say('subject.already-open') }) : query.done === 'over' ? notice({ text: say('subject.already-over') })
    : query.done === 'review' ? notice({ kind: 'done', text: say('subject.review-noted') }) : null}
${of.closedOn === null ? null : notice({ title: say('subject.closed', { day: of.closedOn }), text: say(`verdict.${of.decision!.verdict}`) })}
${await caseBody(view, now.value, `/subject/objections/${id}`)}
<section id="ways"><h2>${say('objections.ways')}</h2>${waysList(view)}${of.closedOn === null ? html`<p class="note after">${say('objections.ways-later')}</p>` : ways.length === 0 ? null
    : html`<h3 class="later">${say('objections.review-title')}</h3><p class="measure note">${say('objections.review-text')}</p>${errorSummary(view, errors)}${form(view, { action: `/subject/objections/${id}`, id: 'review' }, html`
${field(view, {
      type: 'radio', name: 'way', label: say('objections.way'), value: typed?.get('way') ?? '', error: errorAt(errors, 'way'),
      choices: ways.map((w) => ({ value: w.code, label: in2(w.text) })),
    })}
${field(view, {
      type: 'text', name: 'document', label: say('objections.document'), hint: say('subject.review-hint'), most: 200,
      value: typed?.get('document') ?? '', error: errorAt(errors, 'document'),
    })}
${buttons(button(say('subject.tell-review')))}`)}`}</section>`,
  }
}

export async function askReview(view: ActingView, id: string, typed: URLSearchParams): Promise<Answer> {
  const { code } = view.acting.body!
  const done = await actOnObjection(view.ports, { actor: code, account: view.acting.account.id }, Number(id) || 0,
    { do: 'ask-review', way: typed.get('way') ?? '', document: typed.get('document') ?? '' })
  return done.ok ? { redirect: view.href(`/subject/objections/${id}`, { done: 'review' }) } : ownCase(view, id, {}, typed, done.refusals[0])
}

