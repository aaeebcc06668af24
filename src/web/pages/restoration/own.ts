/** The organisation's side: what can be restored, applying, following the case, handing in the ruling of a restructuring. */
import type { FastifyRequest } from 'fastify'
import type { Refusal } from '../../../law/outcome.ts'
import { evidenceLimits } from '../../../register/objections/evidence.ts'
import {
  actOnRestoration, applyForRestoration, type CaseNow, eligibilitiesOf, type RecordEligibility, restorationFor, restorationsOf,
} from '../../../register/restoration/acts.ts'
import { type Door, doorsOf, papersOf, shieldRule, wayNeeded, waysOf } from '../../../register/restoration/procedure.ts'
import { fileRestructuring } from '../../../register/restoration/shield/acts.ts'
import * as store from '../../../register/restoration/store.ts'
import {
  button, buttons, chinese, crumb, day, empty, errorSummary, errorTitle, field, type FieldError, form, notice, ruleLink, stackTable,
} from '../../components.ts'
import { html, type Html, type Part } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { problemInWords } from '../../list-word.ts'
import { type ProblemCode, problemTexts } from '../../problem.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { signInAgain } from '../../sign-in-again.ts'
import { noPersonAsked } from '../../no-person.ts'
import { readUpload } from '../../upload.ts'
import { fault } from '../fault.ts'
import { sectionLinks } from '../subject/sections.ts'
import { unitName } from '../subject/case.ts'
import { aboutText, caseBody, nextWords } from './case.ts'
import { standing } from './note.ts'

const desk = 'restorations'
const most = evidenceLimits.bytes / 1_000_000
const accept = '.pdf,.png,.jpg,.jpeg'
const statusOf = ([first]: readonly Refusal[]): number => (first === undefined ? 200 : problemTexts[first.code as ProblemCode]?.status ?? 422)
const errorAt = (errors: readonly FieldError[], control: string): Part => errors.find((e) => e.field === control)?.text ?? ''

export async function ownRestorations(view: ActingView, query: Readonly<Record<string, string>>, typed: URLSearchParams | null = null, refusals: readonly Refusal[] = []): Promise<Page> {
  const { say, ports, href, acting } = view
  const { code } = acting.body!
  const [known, cases, plans] = await Promise.all([eligibilitiesOf(ports, code), restorationsOf(ports, code), store.restructurings(ports.database, code)])
  const records = known.filter((k) => k.eligibility.standing !== 'not-concerned')
  const open = new Map(cases.filter((c) => c.of.decision === null).map((c) => [c.of.record, c.of.id]))
  const errors = refusals.map((refusal) => fieldError(view, refusal, 'document'))
  const sent = /^\d{1,15}$/.test(query.sent ?? '') ? query.sent! : null
  return {
    title: errorTitle(view, say('restoration.own-title'), errors), desk, status: statusOf(refusals), scripts: ['form'],
    main: html`<div class="head top"><h1>${say('restoration.own-title')}</h1></div>
${sectionLinks(view, '/subject/restorations')}
<section><p class="measure">${say('restoration.own-lead')} <a href="${href('/restoration')}">${say('restoration.title')}</a></p></section>
${sent === null ? null : notice({ kind: 'done', title: say('restoration.sent'), text: say('restoration.sent-text', { n: sent }) })}
${query.done === 'filed' ? notice({ kind: 'done', text: say('restoration.shield-filed') }) : null}
<section id="cases"><h2>${say('restoration.cases')}</h2>${cases.length === 0 ? html`<p class="measure">${say('restoration.no-cases')}</p>` : caseList(view, cases)}</section>
<section id="records"><h2>${say('restoration.records')}</h2>${records.length === 0 ? empty({ title: say('restoration.none-records'), text: say('restoration.none-records-text') })
    : stackTable<RecordEligibility>({
      caption: say('restoration.records'), captionHidden: true, rows: records,
      columns: [
        { head: say('restoration.about'), kind: 'head', cell: (r) => (r.document === null ? say('objections.record', { n: String(r.record) }) : chinese(r.document)) },
        { head: say('restoration.standing'), cell: (r) => standing(view, r.eligibility) },
        { head: html`<span class="vh">${say('restoration.apply')}</span>`, label: null, cell: (r) => toApply(view, r, open.get(r.record)) },
      ],
    })}</section>
${shieldRule(ports.law(), ports.today().toString()) === null && plans.length === 0 ? null : restructuring(view, plans, typed, errors)}`,
  }
}

function toApply({ href, say }: ActingView, { record, eligibility }: RecordEligibility, open: number | undefined): Html | null {
  if (open !== undefined) return html`<a href="${href(`/subject/restorations/${open}`)}">${say('restoration.case', { n: String(open) })}</a>`
  return eligibility.standing !== 'open' ? null
    : html`<a href="${href('/subject/restorations/new', { record: String(record) })}">${say('restoration.apply')}<span class="vh"> ${say('objections.record', { n: String(record) })}</span></a>`
}

const caseList = (view: ActingView, cases: readonly CaseNow[]): Html => stackTable<CaseNow>({
  caption: view.say('restoration.cases'), captionHidden: true, rows: cases,
  columns: [
    { head: view.say('objections.about'), kind: 'head', cell: (c) => html`<a href="${view.href(`/subject/restorations/${c.of.id}`)}">${aboutText(view, c)}</a>` },
    { head: view.say('restoration.application'), cell: (c) => c.of.application },
    { head: view.say('restoration.lodged'), cell: (c) => day(c.of.lodgedOn) },
    { head: view.say('restoration.state'), cell: (c) => nextWords(view, c) },
  ],
})

function restructuring(view: ActingView, plans: Awaited<ReturnType<typeof store.restructurings>>, typed: URLSearchParams | null, errors: readonly FieldError[]): Html {
  const { say } = view
  const stands = plans.some((p) => p.state === 'filed' || p.state === 'shielded')
  return html`<section id="restructuring"><h2>${say('restoration.restructuring')}</h2><p class="measure">${say('restoration.restructuring-text')}</p>
${plans.length === 0 ? null : stackTable({
    caption: say('restoration.restructuring'), captionHidden: true, rows: plans,
    columns: [
      { head: say('restoration.ruling'), kind: 'head', cell: (p) => chinese(p.document) },
      { head: say('restoration.state'), cell: (p) => say(`restoration.state-${p.state}`) },
      { head: say('restoration.since'), cell: (p) => day(p.changedOn) },
    ],
  })}
${stands ? null : html`${errorSummary(view, errors)}${form(view, { action: '/subject/restructurings', upload: true, label: say('restoration.file-ruling') }, html`${
    field(view, { type: 'text', name: 'document', label: say('restoration.ruling'), most: 200, value: typed?.get('document') ?? '', error: errorAt(errors, 'document') })}${
    field(view, { type: 'file', name: 'file', label: say('restoration.ruling-file'), hint: say('restoration.ruling-hint', { most }), accept, error: errorAt(errors, 'file') })}${
    noPersonAsked(view, typed)}${
    buttons(button(say('restoration.file-ruling'), { second: true }))}`)}`}</section>`
}

export async function receiveRestructuring(view: ActingView, request: FastifyRequest): Promise<Answer> {
  const sent = await readUpload(view, request)
  if (sent === null) return signInAgain(view, request, new URLSearchParams())
  if (sent.stopped !== null) return ownRestorations(view, {}, sent.typed, [sent.stopped])
  const { code } = view.acting.body!
  const by = { actor: code, account: view.acting.account.id }
  const done = await fileRestructuring(view.ports, by, { subject: code, document: sent.typed.get('document') ?? '', evidence: sent.files })
  return done.ok ? { redirect: view.href('/subject/restorations', { done: 'filed' }) } : ownRestorations(view, {}, sent.typed, done.refusals)
}

// ── Applying ───────────────────────────────────────────────────────────────────────────────────────────────────────

const places: Readonly<Record<string, string>> = {
  'restoration-door-unknown': 'at-0', 'restoration-way-unknown': 'ways', 'restoration-way-missing': 'ways', 'corrected-on-missing': 'corrected',
  'commitment-missing': 'commitment', 'correction-not-explained': 'explanation', 'personal-data': 'explanation', 'proof-missing': 'file',
  'evidence-personal': 'file', 'file-doubtful': 'file', 'evidence-unreadable': 'file', 'person-in-form': 'explanation',
  'statement-reason-missing': '_no-person-why', 'statement-reason-personal': '_no-person-why', 'evidence-too-large': 'file', 'evidence-too-many': 'file', 'evidence-type': 'file', 'evidence-empty': 'file', 'ruling-missing': 'document',
  'restructuring-open': 'document',
}
const typedIn: Readonly<Record<string, string>> = {
  record: 'records', at: 'at-0', way: 'ways', corrected: 'corrected', explanation: 'explanation', file: 'file', document: 'document', '_no-person-why': '_no-person-why',
}
function fieldError(view: ActingView, refusal: Refusal, otherwise: string): FieldError {
  const problem = problemInWords(view, refusal)
  const typed = typedIn[refusal.facts.field ?? '']
  const place = typed ?? places[refusal.code] ?? otherwise
  const label = place === 'document' ? 'restoration.ruling' : place !== 'explanation' ? null : otherwise === 'records' ? 'restoration.explanation' : 'restoration.complete-explanation'
  return { field: place, ...(label === null ? {} : { label: view.say(label) }), text: `${problem.detail}${view.language === 'zh' ? '' : ' '}${problem.cure ?? ''}` }
}

export async function newRestoration(view: ActingView, typed: URLSearchParams, refusals: readonly Refusal[] = []): Promise<Page> {
  const { say, href, ports, in2, acting } = view
  const law = ports.law()
  const { code } = acting.body!
  const [known, cases] = await Promise.all([eligibilitiesOf(ports, code), restorationsOf(ports, code)])
  const taken = new Set(cases.filter((c) => c.of.decision === null).map((c) => c.of.record))
  const chosen = new Set(typed.getAll('record'))
  const applicable = ({ record, eligibility }: RecordEligibility) => eligibility.standing === 'open' && !taken.has(record)
  const records = known.filter((k) => applicable(k) || (refusals.length > 0 && chosen.has(String(k.record))))
  const errors = refusals.map((refusal) => fieldError(view, refusal, 'records'))
  const title = say('restoration.new-title')
  const trail = crumb(view, [[say('restoration.own-title'), href('/subject/restorations')], title])
  if (records.length === 0) {
    return {
      title, desk,
      main: html`${trail}<div class="head"><h1>${title}</h1></div>${empty({
        title: say('restoration.none-open'), text: say('restoration.none-open-text'), way: { href: href('/subject/restorations'), label: say('restoration.own-title') },
      })}`,
    }
  }
  const [doors, ways] = [doorsOf(law), waysOf(law)]
  const wanted = (name: string) => typed.get(name) ?? ''
  return {
    title: errorTitle(view, title, errors), desk, status: statusOf(refusals), scripts: ['form'],
    main: html`${trail}<div class="head"><h1>${title}</h1><p class="lead">${say('restoration.new-lead')}</p></div>
${errorSummary(view, errors)}${form(view, { action: '/subject/restorations/new', upload: true, id: 'apply-restoration' }, html`
${ticks(view, { id: 'records', name: 'record', label: say('restoration.which'), error: errorAt(errors, 'records'), choices: records.map((r) => ({
      value: String(r.record), label: r.document === null ? say('objections.record', { n: String(r.record) }) : chinese(r.document), hint: standing(view, r.eligibility),
    })), chosen })}
${doors.length < 2 ? null : field(view, {
      type: 'radio', name: 'at', label: say('restoration.at'), value: wanted('at') || doors[0]!.code, error: errorAt(errors, 'at-0'),
      choices: doors.map((d) => ({ value: d.code, label: in2(d.text) })),
    })}
${ways.length === 0 ? null : ticks(view, { id: 'ways', name: 'way', label: say('restoration.way'), hint: say('restoration.way-hint'), optional: !wayNeeded(law), error: errorAt(errors, 'ways'),
      choices: ways.map((w) => ({ value: w.code, label: in2(w.text) })), chosen: new Set(typed.getAll('way')) })}
${field(view, { type: 'date', name: 'corrected', label: say('restoration.corrected'), hint: say('restoration.day-hint'), value: wanted('corrected'), error: errorAt(errors, 'corrected') })}
${field(view, { type: 'date', name: 'ordered', label: say('restoration.ordered'), hint: say('restoration.ordered-hint'), optional: true, value: wanted('ordered') })}
${field(view, { type: 'textarea', name: 'explanation', label: say('restoration.explanation'), hint: say('restoration.explanation-hint'), rows: 5, most: 4000, value: wanted('explanation'), error: errorAt(errors, 'explanation') })}
${field(view, { type: 'file', name: 'file', label: say('restoration.proof'), hint: say('restoration.proof-hint', { most }), accept, error: errorAt(errors, 'file') })}
${field(view, { type: 'file', name: 'file', id: 'file-2', label: say('restoration.proof-second'), optional: true, accept })}
${field(view, { type: 'checkbox', name: 'commitment', value: 'yes', label: say('restoration.commitment'), hint: say('restoration.commitment-text'), checked: wanted('commitment') === 'yes', error: errorAt(errors, 'commitment') })}
${noPersonAsked(view, typed)}${buttons(button(say('restoration.send')))}`)}
<section><h2>${say('restoration.papers')}</h2><ul class="dash">${papersOf(law, ports.today().toString()).map((p) => html`<li>${in2(p.text)} <span class="note">${ruleLink(view, p.rule)}</span></li>`)}${asking(records).map((m) =>
      html`<li>${chinese(m.papers)} <span class="note">${chinese(m.title)} ${chinese(m.document)}</span></li>`)}</ul></section>`,
  }
}

/** Methods that ask for more than the state does, each once. */
const asking = (records: readonly RecordEligibility[]) =>
  [...new Map(records.flatMap(({ method }) => (method === null || method.papers === '' ? [] : [[method.act, method] as const]))).values()]

type Ticks = {
  readonly id: string; readonly name: string; readonly label: string; readonly hint?: string; readonly optional?: boolean; readonly error: Part
  readonly choices: readonly { readonly value: string; readonly label: Part; readonly hint?: Part }[]; readonly chosen: ReadonlySet<string>
}
/** Several of a list. */
export function ticks(view: ActingView, t: Ticks): Html {
  const bad = t.error !== ''
  const described = [t.hint === undefined ? null : `${t.id}-hint`, bad ? `${t.id}-error` : null].filter((d) => d !== null).join(' ')
  return html`<div class="field${bad ? ' bad' : null}"><fieldset id="${t.id}" tabindex="-1"${described === '' ? null : html` aria-describedby="${described}"`}><legend>${t.label}${
    t.optional ? html` <span class="optional">${view.say('part.optional')}</span>` : null}</legend>${
    t.hint === undefined ? null : html`<p class="hint" id="${t.id}-hint">${t.hint}</p>`}${
    bad ? html`<p class="err" id="${t.id}-error">${view.say('part.error')}${t.error}</p>` : null}${t.choices.map((c, i) =>
    html`<div class="pick"><input type="checkbox" id="${t.id}-${i}" name="${t.name}" value="${c.value}"${t.chosen.has(c.value) ? html` checked` : null}${
      c.hint === undefined ? null : html` aria-describedby="${t.id}-${i}-hint"`}><label for="${t.id}-${i}">${c.label}</label>${
      c.hint === undefined ? null : html`<p class="hint" id="${t.id}-${i}-hint">${c.hint}</p>`}</div>`)}</fieldset></div>`
}

export async function receiveRestoration(view: ActingView, request: FastifyRequest): Promise<Answer> {
  const sent = await readUpload(view, request)
  if (sent === null) return signInAgain(view, request, new URLSearchParams())
  const { typed, files, stopped } = sent
  if (stopped !== null) return newRestoration(view, typed, [stopped])
  const { code } = view.acting.body!
  const said = (name: string) => (typed.get(name) ?? '').trim()
  const done = await applyForRestoration(view.ports, { actor: code, account: view.acting.account.id }, {
    subject: code, records: typed.getAll('record').map(Number).filter((n) => Number.isSafeInteger(n) && n > 0), at: (said('at') || 'operator') as Door,
    ways: typed.getAll('way'), correctedOn: said('corrected'), orderedUntil: said('ordered') || null, commitment: said('commitment') === 'yes',
    explanation: said('explanation'), evidence: files,
  })
  return done.ok ? { redirect: view.href('/subject/restorations', { sent: String(done.value) }) } : newRestoration(view, typed, done.refusals)
}

// ── The case ───────────────────────────────────────────────────────────────────────────────────────────────────────

export async function ownRestoration(view: ActingView, id: string, query: Readonly<Record<string, string>>, typed: URLSearchParams | null = null, refusals: readonly Refusal[] = []): Promise<Page> {
  const { say, href, ports, acting } = view
  const now = /^[1-9]\d{0,14}$/.test(id) ? await restorationFor(ports, acting.body!.code, Number(id)) : null
  if (now === null || !now.ok) return fault(view, 404, 'case', {}, href('/subject/restorations'))
  const { of } = now.value
  const title = say('restoration.case', { n: id })
  const errors = refusals.map((refusal) => fieldError(view, refusal, 'explanation'))
  return {
    title: errorTitle(view, title, errors), desk, status: statusOf(refusals), scripts: ['form'],
    main: html`${crumb(view, [[say('restoration.own-title'), href('/subject/restorations')], title])}<div class="head"><h1>${title}</h1></div>
${query.done === undefined ? null : notice({ kind: 'done', text: say('restoration.completed-done') })}
${caseBody(view, now.value, `/subject/restorations/${id}`, await unitName(view, of.provider))}
${of.missing === null ? null : html`<section id="complete"><h2>${say('restoration.complete')}</h2>${errorSummary(view, errors)}${form(view, { action: `/subject/restorations/${id}`, upload: true, label: say('restoration.complete') }, html`${
      field(view, { type: 'textarea', name: 'explanation', label: say('restoration.complete-explanation'), rows: 4, most: 4000, value: typed?.get('explanation') ?? '', error: errorAt(errors, 'explanation') })}${
      field(view, { type: 'file', name: 'file', label: say('restoration.proof'), optional: true, hint: say('restoration.ruling-hint', { most }), accept, error: errorAt(errors, 'file') })}${
      noPersonAsked(view, typed)}${
      buttons(button(say('restoration.complete-send')))}`)}</section>`}`,
  }
}

export async function receiveCompletion(view: ActingView, id: string, request: FastifyRequest): Promise<Answer> {
  const sent = await readUpload(view, request)
  if (sent === null) return signInAgain(view, request, new URLSearchParams())
  if (sent.stopped !== null) return ownRestoration(view, id, {}, sent.typed, [sent.stopped])
  const { code } = view.acting.body!
  const done = await actOnRestoration(view.ports, { actor: code, account: view.acting.account.id }, Number(id) || 0,
    { do: 'complete', explanation: sent.typed.get('explanation') ?? '' }, sent.files)
  return done.ok ? { redirect: view.href(`/subject/restorations/${id}`, { done: 'completed' }) } : ownRestoration(view, id, {}, sent.typed, done.refusals)
}
