/** One case of accountability: opening it, what the register attached, what each side may do. */
import type { Refusal } from '../../../law/outcome.ts'
import { actOnCase, caseFor, openCase } from '../../../register/oversight/acts.ts'
import type { Command, OversightCase } from '../../../register/oversight/case.ts'
import { finesOf, mattersFor, mattersOf, stepsUnder, termRule } from '../../../register/oversight/procedure.ts'
import { chargesOf } from '../../../register/oversight/store.ts'
import type { MissedStep, TrailAct } from '../../../register/oversight/trail.ts'
import {
  button, buttons, chinese, crumb, day, errorSummary, errorTitle, facts, field, type FieldError, form, notice, ruleLink, stackTable,
} from '../../components.ts'
import { unreadableActs } from '../../components/unreadable.ts'
import { html, type Html, join, type Part } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { grouped, type MessageKey, messages } from '../../messages.ts'
import { problemOf, type ProblemCode, problemTexts } from '../../problem.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { fault } from '../fault.ts'
import { listWord, purposeWord } from '../../list-word.ts'
import { bodyName, owedWords, stateOf, stepText } from './names.ts'
import { itemTitle } from '../operator/names.ts'

const desk = 'oversight'
const statusOf = (refusal: Refusal | null): number => (refusal === null ? 200 : problemTexts[refusal.code as ProblemCode]?.status ?? 422)
function errorsFor(view: ActingView, refusal: Refusal | null, places: Readonly<Record<string, string>>, otherwise: string): FieldError[] {
  if (refusal === null) return []
  const problem = problemOf(refusal, view.language, '')
  return [{ field: places[refusal.code] ?? otherwise, label: problem.title, text: `${problem.detail} ${problem.cure ?? ''}` }]
}

// ── Opening ──────────────────────────────────────────────────────────────────────────────────────────────────────

const openPlaces = {
  'matter-unknown': 'matter-0', 'matter-not-for-body': 'matter-0', 'organ-not-named': 'matter-0', 'facts-missing': 'facts', 'personal-data': 'facts', 'day-unfit': 'answer-until',
  'about-unreadable': 'about', 'about-unknown': 'about', 'about-not-of-body': 'about', 'feed-not-late': 'about', 'handled-with-reasons': 'about',
}
export async function opening(view: ActingView, typed: URLSearchParams, refusal: Refusal | null = null): Promise<Page> {
  const { say, href, in2, ports } = view
  const errors = errorsFor(view, refusal, openPlaces, 'body')
  const was = (name: string) => typed.get(name) ?? ''
  const wrong = (control: string): Part => errors.find((e) => e.field === control)?.text ?? ''
  const title = say('accountability.new')
  // Only what the text gives this organ; without a charge all of it, and the answer says why not.
  const as = (await chargesOf(ports.database, view.acting.body!.code)).map((c) => c.organ)
  const law = ports.law()
  const matters = as.length === 0 ? mattersOf(law) : [...mattersFor(law, as, true), ...mattersFor(law, as, false)]
  return {
    title: errorTitle(view, title, errors), desk, status: statusOf(refusal), scripts: ['form'],
    main: html`<div class="oversee">${crumb(view, [[say('accountability.desk'), href('/desk/oversight')], title])}<div class="head"><h1>${title}</h1><p class="lead">${say('accountability.new-lead')}</p></div>
${errorSummary(view, errors)}${form(view, { action: '/desk/oversight/new', label: title }, html`${
    field(view, { type: 'text', name: 'body', label: say('accountability.code'), hint: say('accountability.code-hint'), mono: true, most: 18, value: was('body'), error: wrong('body') })}${
    field(view, { type: 'text', name: 'about', label: say('accountability.about'), hint: say('accountability.about-hint'), optional: true, mono: true, most: 60, value: was('about'), error: wrong('about') })}${
    field(view, {
      type: 'radio', name: 'matter', label: say('accountability.matter'), value: was('matter'), error: wrong('matter-0'),
      choices: matters.map((m) => ({ value: m.code, label: in2(m.text) })),
    })}${
    field(view, { type: 'textarea', name: 'facts', label: say('accountability.facts'), hint: say('accountability.facts-hint'), rows: 5, most: 4000, value: was('facts'), error: wrong('facts') })}${
    field(view, { type: 'date', name: 'answer-until', label: say('accountability.answer-until'), hint: say('accountability.answer-until-hint'), value: was('answer-until'), error: wrong('answer-until') })}${
    buttons(button(say('accountability.open')))}`)}</div>`,
  }
}

export async function openFrom(view: ActingView, typed: URLSearchParams): Promise<Answer> {
  const said = (name: string) => (typed.get(name) ?? '').trim()
  const by = { actor: view.acting.body!.code, account: view.acting.account.id }
  const done = await openCase(view.ports, by, { body: said('body'), matter: said('matter'), facts: said('facts'), about: said('about'), answerUntil: said('answer-until') })
  return done.ok ? { redirect: view.href(`/desk/oversight/${done.value}`, { done: 'opened' }) } : opening(view, typed, done.refusals[0])
}

// ── One case ───────────────────────────────────────────────────────────────────────────────────────────────────────

const casePlaces: Readonly<Record<string, string>> = {
  'answer-missing': 'answer', 'report-empty': 'report', 'nothing-ordered': 'report', 'step-not-here': 'step-0', 'result-missing': 'result', 'day-unfit': 'takenOn', 'term-unfit': 'until', 'fine-outside-range': 'amount',
  'gravity-missing': 'gravity-0', 'finding-missing': 'finding-0', 'reasons-missing': 'reasons',
}
export async function oneCase(
  view: ActingView, id: string, query: Readonly<Record<string, string>>, typed: URLSearchParams | null = null, refusal: Refusal | null = null,
): Promise<Page> {
  const { say, href, ports, acting } = view
  const found = /^[1-9]\d{0,14}$/.test(id) ? await caseFor(ports, acting.body!.code, Number(id)) : null
  if (found === null || !found.ok) return fault(view, 404, 'case', {}, href('/desk/oversight'))
  const c = found.value
  const errors = errorsFor(view, refusal, casePlaces, typed?.get('do') === 'answer' ? 'answer' : typed?.get('do') === 'report' ? 'report' : 'acts')
  const title = say('accountability.case', { n: id })
  const [body, organ] = await Promise.all([bodyName(view, c.body), bodyName(view, c.organ)])
  return {
    title: errorTitle(view, title, errors), desk, status: statusOf(refusal), scripts: ['form'],
    main: html`<div class="oversee">${crumb(view, [[say('accountability.desk'), href('/desk/oversight')], title])}<div class="head"><h1>${title}</h1></div>
${query.done === undefined ? null : notice({ kind: 'done', text: say('accountability.act-done') })}
${unreadableActs(view, c.unreadable)}<section><h2>${say('accountability.what')}</h2>${facts([
      [say('accountability.body'), html`${body} <span class="mono note" translate="no">${c.body === 'operator' ? null : c.body}</span>`],
      [say('accountability.held-by'), organ],
      [say('accountability.matter'), html`${listWord(view, 'accountability-matters', c.matter)} ${ruleLink(view, c.rule)}`],
      [say('accountability.facts'), html`<span class="typed">${chinese(c.facts)}</span>`],
      [say('accountability.opened'), day(c.openedOn)],
      [say('accountability.answer-until'), day(c.answerUntil)],
      [say('accountability.state'), stateOf(view, c)],
      c.owed === null ? null : [say('accountability.owed'), owedWords(view, c)],
      c.closed === null ? null : [say('accountability.reasons'), html`<span class="typed">${chinese(c.closed.reasons)}</span>`],
    ])}</section>
${trail(view, c)}
<section id="answers"><h2>${say('accountability.answers')}</h2>${c.answers.length === 0 ? html`<p class="measure">${say('accountability.answers-none')}</p>`
      : facts(c.answers.map((a) => [a.on, html`<span class="typed">${chinese(a.text)}</span>`] as const))}</section>
<section id="steps"><h2>${say('accountability.steps')}</h2>${c.steps.length === 0 ? html`<p class="measure">${say('accountability.steps-none')}</p>` : stackTable<OversightCase['steps'][number]>({
      caption: say('accountability.steps'), captionHidden: true, rows: c.steps,
      columns: [
        { head: say('accountability.step'), kind: 'head', cell: (s) => html`${stepText(view, c.rule, s.step)}${s.fine === null ? null : html` ${say('accountability.yuan', { n: s.fine.amount })}`}` },
        { head: say('accountability.taken-on'), cell: (s) => day(s.takenOn) },
        { head: say('accountability.until'), cell: (s) => (s.until === null ? '–' : day(s.until)) },
        { head: say('accountability.document'), cell: (s) => (s.document === '' ? '–' : chinese(s.document)) },
        { head: say('accountability.result'), cell: (s) => chinese(s.result) },
      ],
    })}${c.reports.length === 0 ? null : html`<h3>${say('accountability.reports')}</h3>${
      facts(c.reports.map((r) => [r.on, html`<span class="typed">${chinese(r.text)}</span>`] as const))}`}</section>
<section id="acts" tabindex="-1"><h2>${say('accountability.acts')}</h2>${errorSummary(view, errors)}${actForms(view, c, typed, errors)}</section></div>`,
  }
}

function trail(view: ActingView, c: OversightCase): Html {
  const { say, tell } = view
  const { acts, missed, feed, inquiry, law } = c.trail
  const none = acts.length === 0 && missed.length === 0 && feed === null && inquiry === null
  return html`<section id="trail"><h2>${say('accountability.trail')}</h2>${none ? html`<p class="measure">${say('accountability.trail-none')}</p>` : html`<p class="measure">${say('accountability.trail-text')} <span class="mono note" translate="no">${law}</span></p>`}
${missed.length === 0 ? null : html`<h3>${say('accountability.missed')}</h3><ul class="plain">${missed.map((m) => html`<li>${missedWords(view, m)}</li>`)}</ul>`}
${feed === null ? null : html`<p class="measure">${tell('accountability.feed-late', { item: itemTitle(view, feed.item), since: day(feed.since), days: String(feed.days) })}${feed.rule === null ? null : html` ${ruleLink(view, feed.rule)}`}</p>`}
${inquiry === null ? null : html`<p class="measure">${say('accountability.line', { n: String(inquiry.line) })}${say('part.colon')}${tell('accountability.asked', {
    on: day(inquiry.on), subject: html`<span class="mono" translate="no">${inquiry.subject}</span>`, purpose: purposeWord(view, inquiry.ground, inquiry.purpose),
    reference: chinese(inquiry.reference), stated: chinese(inquiry.stated),
  })}</p>`}
${acts.length === 0 ? null : stackTable<TrailAct>({
    caption: say('accountability.trail'), captionHidden: true, rows: acts,
    columns: [
      { head: say('accountability.act'), kind: 'head', cell: (a) => html`${didWords(view, a.kind)} <span class="note">${a.act}</span>` },
      { head: say('accountability.day'), cell: (a) => day(a.on) },
      { head: say('accountability.by'), cell: (a) => (a.by === 'operator' ? say('objections.operator') : html`<span class="mono" translate="no">${a.by}</span>`) },
      { head: say('accountability.rule'), cell: (a) => (a.rules.length === 0 ? '–' : join(a.rules.map((r) => ruleLink(view, r)), ' ')) },
    ],
  })}</section>`
}

const missedWords = (view: ActingView, m: MissedStep): Html => {
  const rule = ruleLink(view, m.rule)
  if (m.from === null) return view.tell('accountability.missed-plain', { rule, due: day(m.due) })
  return html`${view.tell('accountability.missed-what', { rule, from: day(m.from), due: day(m.due) })}${view.language === 'zh' ? '' : ' '}<a href="${
    view.href('/clocks', { rule: m.rule, from: m.from })}">${view.say('accountability.certificate')}</a>`
}
const didWords = (view: ActingView, kind: string): Part => {
  const key = `did.${kind}`
  return Object.hasOwn(messages.zh, key) ? view.say(key as MessageKey) : html`<span class="mono" translate="no">${kind}</span>`
}

function actForms(view: ActingView, c: OversightCase, typed: URLSearchParams | null, errors: readonly FieldError[]): Html {
  const { say, in2, ports, acting } = view
  const { code } = acting.body!
  const ofBody = [...(c.owed === null ? [] : ['report']), ...(c.closed === null ? ['answer'] : [])]
  const ofOrgan = c.closed === null && code === c.organ && acting.roles.includes('decide') ? ['step', 'close'] : []
  const mine = code === c.body ? ofBody : ofOrgan
  if (mine.length === 0) return html`<p class="measure">${say('accountability.acts-none')}</p>`
  const was = (name: string) => typed?.get(name) ?? ''
  const wrong = (control: string): Part => errors.find((e) => e.field === control)?.text ?? ''
  const one = (did: 'answer' | 'report' | 'step' | 'close', label: string, content: Part, second = true) => html`<div class="act"><h3>${label}</h3>${
    form(view, { action: `/desk/oversight/${c.id}`, id: `act-${did}`, label }, html`<input type="hidden" name="do" value="${did}">${content}${buttons(button(label, { second }))}`)}</div>`
  if (code === c.body) {
    return html`${mine.includes('report') ? one('report', say('accountability.do-report'), field(view, {
      type: 'textarea', name: 'report', label: say('accountability.report'), hint: say('accountability.report-text'), rows: 4, most: 4000, value: was('report'), error: wrong('report'),
    }), false) : null}${mine.includes('answer') ? one('answer', say('accountability.do-answer'), field(view, {
      type: 'textarea', name: 'answer', label: say('accountability.answer'), hint: say('accountability.answer-text'), rows: 6, most: 4000, value: was('answer'), error: wrong('answer'),
    }), mine.includes('report')) : null}`
  }
  const law = ports.law()
  const fines = finesOf(law, c.rule)
  const range = (f: (typeof fines)[number]) => say('accountability.fine-range', { from: grouped(f.from), to: grouped(f.to) })
  return html`${one('step', say('accountability.do-step'), html`${
    field(view, {
      type: 'radio', name: 'step', label: say('accountability.step'), value: was('step'), error: wrong('step-0'),
      choices: stepsUnder(law, c.rule).map((s) => ({ value: s.code, label: in2(s.text) })),
    })}${
    field(view, { type: 'date', name: 'takenOn', label: say('accountability.taken-on'), value: was('takenOn') || ports.today().toString(), error: wrong('takenOn') })}${
    field(view, { type: 'date', name: 'until', label: say('accountability.until'), hint: say('accountability.until-hint'), optional: true, value: was('until'), error: wrong('until') })}${
    termRule(law, c.rule) === null ? null : field(view, {
      type: 'text', name: 'days', label: say('accountability.days'), hint: say('accountability.days-hint'), optional: true, numeric: true, most: 4, value: was('days'),
    })}${
    fines.length === 0 ? null : html`${fines.length === 1 ? null : field(view, {
      type: 'radio', name: 'gravity', label: say('accountability.gravity'), value: was('gravity'), error: wrong('gravity-0'), optional: true,
      choices: fines.map((f) => ({ value: f.gravity, label: say(`accountability.gravity-${f.gravity}`), hint: range(f) })),
    })}${field(view, {
      type: 'text', name: 'amount', label: say('accountability.fine'), hint: html`${say('accountability.fine-hint')}${fines.length === 1 ? html` ${range(fines[0]!)}` : null}`, optional: true,
      numeric: true, most: 12, value: was('amount'), error: wrong('amount'),
    })}`}${
    field(view, { type: 'text', name: 'document', label: say('accountability.document'), optional: true, most: 400, value: was('document') })}${
    field(view, { type: 'textarea', name: 'result', label: say('accountability.result'), hint: say('accountability.result-hint'), rows: 3, most: 4000, value: was('result'), error: wrong('result') })}`)}${
    one('close', say('accountability.do-close'), html`${
      field(view, { type: 'radio', name: 'finding', label: say('accountability.finding'), value: was('finding'), error: wrong('finding-0'), choices: (['breach', 'no-breach'] as const).map((f) => ({ value: f, label: say(`accountability.finding-${f}`) })) })}${
      field(view, { type: 'textarea', name: 'reasons', label: say('accountability.reasons'), rows: 4, most: 4000, value: was('reasons'), error: wrong('reasons') })}`)}`
}

export async function actOn(view: ActingView, id: string, typed: URLSearchParams): Promise<Answer> {
  const { ports, acting } = view
  const command = commandOf(typed)
  const mayStep = command?.do === 'answer' || command?.do === 'report' || acting.roles.includes('decide')
  if (command === null || !mayStep || !/^[1-9]\d{0,14}$/.test(id)) return oneCase(view, id, {}, typed)
  const done = await actOnCase(ports, { actor: acting.body!.code, account: acting.account.id }, Number(id), command)
  return done.ok ? { redirect: view.href(`/desk/oversight/${id}`, { done: command.do }) } : oneCase(view, id, {}, typed, done.refusals[0])
}

function commandOf(typed: URLSearchParams): Command | null {
  const said = (name: string) => (typed.get(name) ?? '').trim()
  switch (said('do')) {
    case 'answer': return { do: 'answer', answer: said('answer') }
    case 'report': return { do: 'report', report: said('report') }
    case 'close': return { do: 'close', finding: said('finding'), reasons: said('reasons') }
    case 'step': {
      const amount = said('amount').replace(/[,，\s]/g, '')
      const fine = amount === '' ? null : { amount: /^\d+$/.test(amount) ? Number(amount) : Number.NaN, gravity: said('gravity') }
      const days = /^\d{1,6}$/.test(said('days')) ? Number(said('days')) : null
      // What is no number of days is answered as what it is: no time that can be set.
      const until = said('until') || (days === null ? said('days') : '') || null
      return { do: 'step', step: said('step'), takenOn: said('takenOn'), result: said('result'), document: said('document'), until, days, fine }
    }
    default: return null
  }
}
