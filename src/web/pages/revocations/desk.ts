/** The desk of rulings: tasks of a provider, what the operator was told, and the form of whoever revokes or changes a document. */
import { carryOut, keep, notifyOperator, registerRuling, type SettleRefusal, takeBack, type Task, tasksFor } from '../../../register/revocations/acts.ts'
import { effects, ruleOfStep } from '../../../register/revocations/revocation.ts'
import type { Outcome, Refusal } from '../../../law/outcome.ts'
import {
  button, buttons, chinese, day, empty, errorSummary, errorTitle, field, type FieldError, form, notice, ruleLink, stackTable, tag,
} from '../../components.ts'
import { html, type Html, type Part } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { problemOf, type ProblemCode, problemTexts } from '../../problem.ts'
import type { ActingView, Answer, SignedRoute } from '../../routes.ts'
import { unitName } from '../subject/case.ts'

const action = '/desk/revocations'
export const revocationPages: readonly SignedRoute[] = [
  { path: action, enter: ['deliver', 'decide', 'operate'], get: (view, { query }) => desk(view, query), post: (view, { form: sent }) => act(view, sent) },
]

type Wrong = { readonly refusal: Refusal; readonly typed: URLSearchParams }
const fieldOf: Readonly<Record<string, string>> = { 'ruling-day-wrong': 'ruledOn', 'ruling-missing': 'ruling', 'ruling-known': 'ruling', 'record-not-resting': 'document', 'not-a-ruling-body': 'document', 'effect-unknown': 'effect' }

async function desk(view: ActingView, query: Readonly<Record<string, string>>, wrong: Wrong | null = null): Promise<Page> {
  const { say, tell, ports, acting } = view
  const tasks = await tasksFor(ports, acting.body!.code)
  const names = new Map<string, Part>()
  for (const code of new Set(tasks.map((t) => t.provider))) names.set(code, await unitName(view, code))
  const problem = wrong === null ? null : problemOf(wrong.refusal, view.language, '')
  const registering = wrong?.typed.get('case') === null
  const text = problem === null ? '' : `${problem.detail} ${problem.cure ?? ''}`
  const at = registering ? fieldOf[wrong!.refusal.code] ?? 'ruling' : 'tasks'
  const errors: FieldError[] = problem === null ? [] : [{ field: at, label: problem.title, text }]
  const open = tasks.filter((t) => t.state !== 'closed').length
  return {
    title: errorTitle(view, say('revocations.desk'), errors), desk: 'revocations', scripts: ['form'],
    status: wrong === null ? 200 : problemTexts[wrong.refusal.code as ProblemCode]?.status ?? 422,
    main: html`<div class="head top"><h1>${say('revocations.desk')}</h1><p class="lead">${say('revocations.lead')}</p></div>
${query.done === undefined ? null : notice({ kind: 'done', text: say('revocations.done', { n: query.done }) })}
${query.registered === undefined ? null : notice({ kind: 'done', text: say('revocations.registered', { n: query.registered }) })}
${registering ? null : errorSummary(view, errors)}
<section class="near" id="tasks">${open === 0 ? null : html`<h2>${tell('revocations.open', { n: open })}</h2>`}${tasks.length === 0 ? empty({ title: say('revocations.none'), text: say('revocations.none-text') }) : stackTable<Task>({
      caption: say('revocations.desk'), captionHidden: true, class: 'recalls', rows: tasks,
      columns: [
        { head: say('revocations.number'), kind: 'head', cell: (t) => html`<span translate="no">${t.case}</span>` },
        { head: say('revocations.about'), cell: (t) => html`<span translate="no">${t.organisation}</span><br><a href="${view.href(`/organisations/${t.organisation}/records/${t.record}`)}">${
          say('revocations.record', { n: String(t.record) })}</a>` },
        { head: say('revocations.ruling'), cell: (t) => html`${chinese(t.ruling)} ${say(`revocations.${t.effect}`)}<br><span class="tiny">${day(t.ruledOn)} ${
          tell('revocations.rests-on', { document: chinese(t.document) })}</span>` },
        { head: say('revocations.due'), cell: (t) => due(view, t) },
        { head: say('revocations.action'), cell: (t) => actionOf(view, t, names.get(t.provider)) },
      ],
    })}</section>
${acting.body!.kind === 'operator' ? null : html`<section><h2>${say('revocations.register')}</h2><p class="measure after">${say('revocations.register-lead')}</p><div class="form">${
      registering ? errorSummary(view, errors) : null}${registration(view, registering ? wrong!.typed : null, at, text)}</div></section>`}`,
  }
}

function due({ say, tell, ...view }: ActingView, t: Task): Part {
  if (t.state === 'closed') return ''
  const rule = t.rule === null ? null : html` ${ruleLink({ ...view, say, tell }, t.rule)}`
  return html`${t.dueOn === null ? say('revocations.not-set') : day(t.dueOn)}${rule}<br><span class="tiny">${tell('revocations.days', { n: t.days })}</span>${
    t.late ? html` ${tag('late', say('revocations.late'))}` : null}`
}

function actionOf(view: ActingView, t: Task, provider: Part | undefined): Part {
  const { say, tell, acting } = view
  if (t.state === 'closed') {
    return t.outcome === 'kept' ? tell('revocations.kept-on', { day: day(t.closedOn!), reasons: chinese(t.reasons ?? '') })
      : tell(t.outcome === 'withdrawn' ? 'revocations.withdrawn-on' : 'revocations.corrected-on', { day: day(t.closedOn!) })
  }
  const own = t.provider === acting.body!.code
  const told = t.notifiedOn === null ? null : html`<p class="tiny">${tell('revocations.notified', { day: day(t.notifiedOn) })}</p>`
  const operators = acting.body!.kind === 'operator' && t.state === 'notified'
  if (!own && !operators) return html`${told}${tell('revocations.waiting', { unit: provider ?? t.provider })}`
  const ways = operators ? ['carry-out'] as const : ['take-back', ...(t.state === 'open' && ruleOfStep(view.ports.law(), 'operator') !== null ? ['notify'] as const : []), 'keep'] as const
  return html`${told}${form(view, { action, label: `${say('revocations.action')} ${say('revocations.confirm-number', { n: String(t.case) })}` }, html`
<input type="hidden" name="case" value="${t.case}">${
  field(view, { type: 'select', name: 'do', id: `do-${t.case}`, label: say('revocations.do'), choices: ways.map((value) => ({ value, label: say(`revocations.${value}`) })) })}${
  operators ? null : field(view, { type: 'text', name: 'text', id: `text-${t.case}`, label: say('revocations.text'), hint: say('revocations.text-hint'), most: 2000, optional: true })}${
  button(html`${say('revocations.confirm')}<span class="vh"> ${say('revocations.confirm-number', { n: String(t.case) })}</span>`, { second: true })}`)}`
}

function registration(view: ActingView, typed: URLSearchParams | null, at: string, text: string): Html {
  const { say } = view
  const one = (name: string) => ({ name, value: typed?.get(name) ?? '', ...(typed !== null && at === name ? { error: text } : {}) })
  return form(view, { action, label: say('revocations.register') }, html`
${field(view, { type: 'text', ...one('organisation'), label: say('revocations.organisation'), mono: true, most: 18 })}
${field(view, { type: 'text', ...one('document'), label: say('revocations.document'), most: 200 })}
${field(view, { type: 'select', ...one('effect'), label: say('revocations.effect'), choices: effects.map((value) => ({ value, label: say(`revocations.${value}`) })) })}
${field(view, { type: 'text', ...one('ruling'), label: say('revocations.ruling-number'), most: 200 })}
${field(view, { type: 'date', ...one('ruledOn'), label: say('revocations.ruled-on'), hint: say('revocations.ruled-on-hint') })}
${buttons(button(say('revocations.register')))}`)
}

async function act(view: ActingView, sent: URLSearchParams): Promise<Answer> {
  const { ports, acting, href } = view
  const by = { actor: acting.body!.code, account: acting.account.id }
  const typed = (name: string) => (sent.get(name) ?? '').trim()
  if (sent.get('case') === null) {
    const done = await registerRuling(ports, by, {
      organisation: typed('organisation').toUpperCase(), document: typed('document'), provider: null, effect: typed('effect'), ruling: typed('ruling'), ruledOn: typed('ruledOn'),
    })
    return done.ok ? { redirect: href(action, { registered: done.value.join(', ') }) } : desk(view, {}, { refusal: done.refusals[0], typed: sent })
  }
  const id = /^\d{1,15}$/.test(typed('case')) ? Number(typed('case')) : 0
  const ways: Readonly<Record<string, () => Promise<Outcome<null, SettleRefusal>>>> = {
    'take-back': () => takeBack(ports, by, id), keep: () => keep(ports, by, id, typed('text')),
    notify: () => notifyOperator(ports, by, id, typed('text')), 'carry-out': () => carryOut(ports, by, id),
  }
  const done = await (ways[typed('do')] ?? ways.keep!)()
  return done.ok ? { redirect: href(action, { done: String(id) }) } : desk(view, {}, { refusal: done.refusals[0], typed: sent })
}
