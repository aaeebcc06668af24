/** The desk of oversight: the bodies of one's area, the cases, and what every body names of its own. */
import type { Refusal } from '../../../law/outcome.ts'
import { dayOf } from '../../../register/accountability/feeds.ts'
import { casesOf, decideNoMeasure, nameArrangement, placeBody } from '../../../register/oversight/acts.ts'
import type { OversightCase } from '../../../register/oversight/case.ts'
import { deskOf, type Desk, type OverdueStep, type Overseen } from '../../../register/oversight/desk/acts.ts'
import { omissionRule } from '../../../register/oversight/omission.ts'
import { mattersFor } from '../../../register/oversight/procedure.ts'
import { arrangements, bodyRoles, placed, type PlacedRow } from '../../../register/oversight/store.ts'
import { button, buttons, chinese, day, empty, errorSummary, errorTitle, field, type FieldError, form, notice, ruleLink, stackTable, tag } from '../../components.ts'
import { html, type Html, join, type Part } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { type MessageKey, messages } from '../../messages.ts'
import { problemOf } from '../../problem.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { listWord } from '../../list-word.ts'
import { bodyName, owedWords, stateOf } from './names.ts'
import { itemTitle } from '../operator/names.ts'

/** Of each form of the desk, the control a refusal belongs to; the first where none is named. */
const places: Readonly<Record<string, Readonly<Record<string, string>> & { readonly '': string }>> = {
  arrangement: { '': 'contact' },
  'no-measure': { '': 'record', 'reasons-missing': 'no-measure-reasons', 'personal-data': 'no-measure-reasons' },
  place: { '': 'code', 'body-role-unknown': 'as', 'area-unreadable': 'area', 'charge-document-missing': 'document', 'personal-data': 'document' },
}
type Sent = { readonly typed: URLSearchParams; readonly refusal: Refusal }

export async function desk(view: ActingView, query: Readonly<Record<string, string>>, sent: Sent | null = null): Promise<Page> {
  const { say, ports, acting } = view
  const { code, kind } = acting.body!
  const [overseen, cases, named, entered] = await Promise.all([
    deskOf(ports, code), casesOf(ports, code), arrangements(ports.database), kind === 'operator' ? placed(ports.database) : [],
  ])
  const inCharge = overseen.charges.length > 0
  const what = sent?.typed.get('do') ?? ''
  const problem = sent === null ? null : problemOf(sent.refusal, view.language, '')
  const errors: FieldError[] = problem === null ? [] : [{ field: places[what]?.[sent!.refusal.code] ?? places[what]?.[''] ?? 'contact', text: `${problem.detail} ${problem.cure ?? ''}` }]
  const of = (name: string) => (what === name ? { typed: sent!.typed, errors } : { typed: null, errors: [] })
  const own = named.find((a) => a.body_code === code)
  return {
    title: errorTitle(view, say('accountability.desk'), errors), desk: 'oversight', status: sent === null ? 200 : 422, scripts: ['form'],
    main: html`<div class="oversee"><div class="head top"><h1>${say('accountability.desk')}</h1><p class="lead">${say(inCharge ? 'accountability.lead' : 'accountability.own-lead')}</p>${
      inCharge ? html`<p class="note">${join(overseen.charges.map((c) => say('accountability.charge', { organ: say(`accountability.organ-${c.organ}`), area: c.area })), ' · ')}</p>` : null}</div>
${query.done === undefined ? null : notice({ kind: 'done', text: say('accountability.act-done') })}
${inCharge ? bodies(view, overseen) : null}
<section><h2>${say('accountability.cases')}</h2>${cases.length === 0 ? html`<p class="measure">${say('accountability.cases-none')}</p>` : await caseTable(view, cases)}</section>
${arrangementForm(view, own?.contact ?? '', own?.procedure ?? '', of('arrangement'))}
${kind === 'unit' && omissionRule(ports.law()) !== null ? noMeasureForm(view, of('no-measure')) : null}
${kind === 'operator' ? placeForm(view, entered, of('place')) : null}</div>`,
  }
}

function bodies(view: ActingView, { bodies: all, reviewed, charges }: Desk): Html {
  const { say, href } = view
  // Those with most to answer for first; then by code.
  const weight = (b: Overseen) => b.overdue.length + b.lateFeeds.length + b.missing.length
  const sorted = all.toSorted((a, b) => weight(b) - weight(a) || (a.code < b.code ? -1 : 1))
  const name = (b: Overseen): Part => (view.language === 'zh' || b.name.en === b.name.zh ? chinese(b.name.zh) : b.name.en)
  // A link where the text gives this organ something to hold against such a body.
  const may = (isPublic: boolean) => mattersFor(view.ports.law(), charges.map((c) => c.organ), isPublic).length > 0
  const [ofPublic, ofOthers] = [may(true), may(false)]
  const isPublic = (code: string) => !all.some((b) => b.code === code && (b.kind === 'establishment' || b.kind === 'association'))
  const hold = (code: string, about: string, what: Part) => !(isPublic(code) ? ofPublic : ofOthers) ? null : html` <a href="${href('/desk/oversight/new', { body: code, about })}">${say('accountability.hold')}<span class="vh"> ${what}</span></a>`
  return html`<section><h2>${say('accountability.bodies')}</h2>${ofPublic ? null : html`<p class="note measure">${say('accountability.other-organ')}</p>`}${all.length === 0 ? empty({ title: say('accountability.bodies-none'), text: say('accountability.bodies-none-text') }) : stackTable<Overseen>({
    caption: say('accountability.bodies'), captionHidden: true, class: 'overseen', rows: sorted,
    columns: [
      { head: say('accountability.body'), kind: 'head', cell: (b) => html`${name(b)}<br><span class="note">${say(`accountability.kind-${b.kind}`)} <span class="mono" translate="no">${b.code}</span></span>` },
      { head: say('accountability.area'), cell: (b) => html`<span class="mono">${b.area}</span>` },
      { head: say('accountability.systems'), cell: (b) => systems(view, b) },
      { head: say('accountability.overdue'), cell: (b) => (b.overdue.length + b.lateFeeds.length === 0 ? html`${say('accountability.none-overdue')}${hold(b.code, '', name(b))}` : html`<ul class="plain">${
        b.overdue.map((o) => html`<li>${overdueWords(view, o)}${hold(b.code, o.miss === null ? (o.kind === 'objection' || o.kind === 'restoration' ? `${o.kind}:${o.case}` : '') : `miss:${o.miss}`, overdueWords(view, o))}</li>`)}${
        b.lateFeeds.map((f) => html`<li>${view.tell('accountability.feed', { what: itemTitle(view, f.item), day: day(dayOf(f.since)) })}${hold(b.code, `feed:${f.item}`, itemTitle(view, f.item))}</li>`)}</ul>`) },
      { head: say('accountability.open-cases'), kind: 'amount', cell: (b) => String(b.open) },
    ],
  })}</section>
${reviewed.length === 0 ? null : html`<section><h2>${say('accountability.reviewed')}</h2><p class="measure">${say('accountability.reviewed-text')}</p>${stackTable<Desk['reviewed'][number]>({
    caption: say('accountability.reviewed'), captionHidden: true, rows: reviewed,
    columns: [
      { head: say('accountability.number'), kind: 'head', cell: (l) => say('accountability.line', { n: String(l.sequence) }) },
      { head: say('accountability.body'), cell: (l) => { const b = all.find((one) => one.code === l.inquirer_code); return b === undefined ? l.inquirer_code : name(b) } },
      { head: say('accountability.day'), cell: (l) => day(l.asked_on) },
      { head: say('accountability.outcome'), cell: (l) => html`${chinese(l.outcome)}${hold(l.inquirer_code, `inquiry:${l.sequence}`, say('accountability.line', { n: String(l.sequence) }))}` },
    ],
  })}</section>`}`
}

function systems(view: ActingView, b: Overseen): Part {
  const { tell, in2 } = view
  const has = b.contact === null ? null : html`<span class="note">${tell('accountability.has', { contact: chinese(b.contact) })}</span>`
  if (b.missing.length === 0) return has ?? '–'
  // Cinnabar is for offices: what an establishment lacks is said in ink.
  return html`${tag(b.kind === 'unit' || b.kind === 'operator' ? 'late' : 'wait', view.say('accountability.not-compliant'))}<br>${b.missing.map((m) => html`${tell('accountability.lacks', { what: in2(m.text) })} ${ruleLink(view, m.rule)}<br>`)}${has}`
}

const overdueWords = (view: ActingView, o: OverdueStep): Html => {
  const kind = `board.kind-${o.kind}`
  const what = Object.hasOwn(messages.zh, kind) ? view.say(kind as MessageKey) : o.kind
  return html`${view.tell('accountability.due', { what: `${what} ${o.case}`, day: day(o.due) })} ${ruleLink(view, o.rule)}`
}

async function caseTable(view: ActingView, cases: readonly OversightCase[]): Promise<Html> {
  const { say } = view
  const names = new Map<string, Part>()
  for (const code of new Set(cases.flatMap((c) => [c.body, c.organ]))) names.set(code, await bodyName(view, code))
  return stackTable<OversightCase>({
    caption: say('accountability.cases'), captionHidden: true, rows: cases,
    columns: [
      { head: say('accountability.number'), kind: 'head', cell: (c) => html`<a href="${view.href(`/desk/oversight/${c.id}`)}">${c.id}</a>` },
      { head: say('accountability.body'), cell: (c) => names.get(c.body)! },
      { head: say('accountability.matter'), cell: (c) => html`${listWord(view, 'accountability-matters', c.matter)} ${ruleLink(view, c.rule)}` },
      { head: say('accountability.held-by'), cell: (c) => names.get(c.organ)! },
      { head: say('accountability.opened'), cell: (c) => day(c.openedOn) },
      { head: say('accountability.state'), cell: (c) => html`${stateOf(view, c)}${c.owed === null ? null : html`<br><span class="note">${say('accountability.owed')}${say('part.colon')}${owedWords(view, c)}</span>`}` },
    ],
  })
}

// ── What a body names, decides, enters ─────────────────────────────────────────────────────────────────────────────

type Tried = { readonly typed: URLSearchParams | null; readonly errors: readonly FieldError[] }
const errorAt = ({ errors }: Tried, control: string): Part => errors.find((e) => e.field === control)?.text ?? ''

function arrangementForm(view: ActingView, contact: string, procedure: string, tried: Tried): Html {
  const { say } = view
  const was = (name: string, held: string) => tried.typed?.get(name) ?? held
  return html`<section id="arrangement"><h2>${say('accountability.arrangement')}</h2><p class="measure">${say('accountability.arrangement-text')}</p>${errorSummary(view, tried.errors)}${
    form(view, { action: '/desk/oversight', label: say('accountability.arrangement') }, html`<input type="hidden" name="do" value="arrangement">${
      field(view, { type: 'text', name: 'contact', label: say('accountability.contact'), most: 200, value: was('contact', contact), error: errorAt(tried, 'contact') })}${
      field(view, { type: 'text', name: 'procedure', label: say('accountability.procedure'), most: 400, value: was('procedure', procedure) })}${
      buttons(button(say('accountability.save'), { second: true }))}`)}</section>`
}

function noMeasureForm(view: ActingView, tried: Tried): Html {
  const { say } = view
  const was = (name: string) => tried.typed?.get(name) ?? ''
  return html`<section id="no-measure"><h2>${say('accountability.no-measure')}</h2><p class="measure">${say('accountability.no-measure-text')} ${
    ruleLink(view, omissionRule(view.ports.law())!)}</p>${errorSummary(view, tried.errors)}${
    form(view, { action: '/desk/oversight', label: say('accountability.no-measure') }, html`<input type="hidden" name="do" value="no-measure">${
      field(view, { type: 'text', name: 'subject', label: say('accountability.organisation'), mono: true, most: 18, value: was('subject') })}${
      field(view, { type: 'text', name: 'record', label: say('accountability.record'), numeric: true, most: 15, value: was('record'), error: errorAt(tried, 'record') })}${
      field(view, { type: 'textarea', name: 'reasons', id: 'no-measure-reasons', label: say('accountability.reasons'), most: 4000, value: was('reasons'), error: errorAt(tried, 'no-measure-reasons') })}${
      buttons(button(say('accountability.no-measure'), { second: true }))}`)}</section>`
}

function placeForm(view: ActingView, entered: readonly PlacedRow[], tried: Tried): Html {
  const { say } = view
  const was = (name: string) => tried.typed?.get(name) ?? ''
  return html`<section id="place"><h2>${say('accountability.place')}</h2><p class="measure">${say('accountability.place-text')}</p>${entered.length === 0 ? null : stackTable<PlacedRow>({
    caption: say('accountability.entered'), captionHidden: true, rows: entered,
    columns: [
      { head: say('accountability.body'), kind: 'head', cell: (p) => html`<span class="mono" translate="no">${p.body_code}</span>${p.name_zh === '' ? null : html` ${chinese(p.name_zh)}`}` },
      { head: say('accountability.role'), cell: (p) => say(`accountability.role-${p.role}`) },
      { head: say('accountability.area'), cell: (p) => html`<span class="mono">${p.area}</span>` },
      { head: say('accountability.basis'), cell: (p) => chinese(p.document) },
    ],
  })}${errorSummary(view, tried.errors)}${form(view, { action: '/desk/oversight', label: say('accountability.place') }, html`<input type="hidden" name="do" value="place">${
    field(view, { type: 'text', name: 'code', label: say('accountability.code'), hint: say('accountability.code-hint'), mono: true, most: 18, value: was('code'), error: errorAt(tried, 'code') })}${
    field(view, { type: 'radio', name: 'as', label: say('accountability.role'), value: was('as'), error: errorAt(tried, 'as'), choices: bodyRoles.map((r) => ({ value: r, label: say(`accountability.role-${r}`) })) })}${
    field(view, { type: 'text', name: 'area', label: say('accountability.area'), hint: say('accountability.area-hint'), numeric: true, mono: true, most: 6, value: was('area'), error: errorAt(tried, 'area') })}${
    field(view, { type: 'text', name: 'document', label: say('accountability.basis'), most: 400, value: was('document'), error: errorAt(tried, 'document') })}${
    field(view, { type: 'text', name: 'nameZh', label: say('accountability.name-zh'), hint: say('accountability.name-hint'), optional: true, most: 200, value: was('nameZh') })}${
    buttons(button(say('accountability.enter'), { second: true }))}`)}</section>`
}

export async function act(view: ActingView, typed: URLSearchParams): Promise<Answer> {
  const { ports, acting } = view
  const { code, kind } = acting.body!
  const by = { actor: code, account: acting.account.id }
  const said = (name: string) => (typed.get(name) ?? '').trim()
  const what = said('do')
  const done = what === 'arrangement' ? await nameArrangement(ports, by, { contact: said('contact'), procedure: said('procedure') })
    : what === 'no-measure' && kind === 'unit' ? await decideNoMeasure(ports, by, { subject: said('subject'), record: Number(said('record')) || 0, reasons: said('reasons') })
    : what === 'place' && kind === 'operator' ? await placeBody(ports, by, { code: said('code'), as: said('as'), area: said('area'), document: said('document'), nameZh: said('nameZh') })
    : null
  if (done === null) return desk(view, {})
  return done.ok ? { redirect: view.href('/desk/oversight', { done: what }) } : desk(view, {}, { typed, refusal: done.refusals[0] })
}
