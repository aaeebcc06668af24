/** The desks that answer: open applications, most urgent first; what may be done in one; rulings of restructurings. */
import type { MemberRole } from '../../../identity/acting.ts'
import type { Refusal } from '../../../law/outcome.ts'
import { actOnRestoration, type CaseNow, restorationFor, restorationQueue } from '../../../register/restoration/acts.ts'
import { effectsOf, exclusionRule, inTimeRule, wayNeeded } from '../../../register/restoration/procedure.ts'
import type { Command, RestorationCase, Verdict } from '../../../register/restoration/restoration.ts'
import { actOnRestructuring } from '../../../register/restoration/shield/acts.ts'
import type { Restructuring, ShieldCommand } from '../../../register/restoration/shield/restructuring.ts'
import * as store from '../../../register/restoration/store.ts'
import { rolesFor } from '../../../register/restoration/who.ts'
import {
  button, buttons, chinese, crumb, day, empty, errorSummary, errorTitle, field, type FieldError,
  form, notice, queuePaging, ruleLink, stackTable,
} from '../../components.ts'
import { html, type Html, type Part } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { problemInWords } from '../../list-word.ts'
import { type ProblemCode, problemTexts } from '../../problem.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { fault } from '../fault.ts'
import { unitName } from '../subject/case.ts'
import { overdue } from '../subject/steps.ts'
import { aboutText, caseBody, nextWords, wayText } from './case.ts'
import { ticks } from './own.ts'

const desk = 'restorations'
const verdicts: readonly Verdict[] = ['grant', 'refuse', 'exclude']

export async function restorationDesk(view: ActingView, query: Readonly<Record<string, string>>, refusal: Refusal | null = null): Promise<Page> {
  const { say, ports, acting, tell } = view
  const { code, kind } = acting.body!
  const today = ports.today().toString()
  const after = query.after ?? null
  const [{ cases, next, open, overdue: late }, plans, unready] = await Promise.all([
    restorationQueue(ports, code, after), kind === 'operator' ? store.restructurings(ports.database, null) : [], store.withoutOfficer(ports.database, today),
  ])
  const names = new Map<string, Part>()
  for (const unit of new Set(cases.map((c) => c.of.provider))) names.set(unit, await unitName(view, unit))
  const handler = (c: CaseNow): Part => (c.of.handler === 'operator' ? say('objections.operator') : c.of.handler === c.of.subject ? say('restoration.applicant') : names.get(c.of.handler) ?? c.of.handler)
  const errors: FieldError[] = refusal === null ? [] : [{ field: 'restructurings', text: problemInWords(view, refusal).detail }]
  return {
    title: errorTitle(view, say('restoration.desk'), errors), desk, status: refusal === null ? 200 : problemTexts[refusal.code as ProblemCode]?.status ?? 422, scripts: ['form'],
    main: html`<div class="head top"><h1>${say('restoration.desk')}</h1><p class="lead">${
    open === 0 ? say('restoration.queue-none') : tell('restoration.queue-count', { n: open, overdue: late })}</p></div>
${acting.roles.some((role) => role === 'operate' || role === 'decide') ? html`<p><a href="${view.href('/desk/restorations/methods')}">${say('restoration.methods')}</a></p>` : null}
${query.done === undefined ? null : notice({ kind: 'done', text: say('restoration.act-done') })}
${unready.some((u) => u.unit_code === code) ? notice({ kind: 'ochre', text: say('restoration.officer-missing') }) : null}
${cases.length === 0 ? empty({ title: say('restoration.queue-none'), text: say('restoration.queue-none-text') }) : stackTable<CaseNow>({
      caption: say('restoration.desk'), captionHidden: true, class: 'queue', rows: cases,
      columns: [
        { head: say('restoration.application'), kind: 'head', cell: (c) => html`<a href="${view.href(`/desk/restorations/${c.of.id}`)}">${c.of.id}</a>` },
        { head: say('restoration.next'), cell: (c) => html`${nextWords(view, c)}${c.next?.state === 'overdue' ? html`<br>${overdue(view, c.next)}` : null}` },
        { head: say('restoration.with'), cell: handler },
        { head: say('restoration.about'), cell: (c) => aboutText(view, c) },
        { head: say('restoration.lodged'), cell: (c) => day(c.of.lodgedOn) },
      ],
    })}${queuePaging(view, '/desk/restorations', after, next)}
${kind !== 'operator' || plans.length === 0 ? null : html`<section id="restructurings" tabindex="-1"><h2>${say('restoration.restructuring')}</h2>${errorSummary(view, errors)}${plans.map((p) => plan(view, p))}</section>`}`,
  }
}

function plan(view: ActingView, p: Restructuring): Html {
  const { say } = view
  const one = (did: ShieldCommand['do'], label: string, content: Part = null) => form(view, { action: `/desk/restructurings/${p.id}`, label: `${label} ${p.id}` }, html`<input type="hidden" name="do" value="${did}">${content}${buttons(button(label, { second: true }))}`)
  const document = (id: string) => field(view, { type: 'text', name: 'document', id, label: say('restoration.shield-document'), most: 200 })
  return html`<div class="act"><h3>${chinese(p.document)}</h3><p>${chinese(p.subject)} · ${say(`restoration.state-${p.state}`)} ${day(p.changedOn)} · <a href="${view.href(`/desk/restructurings/${p.id}/ruling`)}" download>${say('restoration.ruling-file')}</a></p>${
    p.state === 'filed' ? html`${one('shield', say('restoration.shield-do'))}${one('refuse', say('restoration.shield-refuse'), document(`refuse-${p.id}`))}`
      : one('end', say('restoration.shield-end'), document(`end-${p.id}`))}</div>`
}

export async function actOnPlan(view: ActingView, id: string, typed: URLSearchParams): Promise<Answer> {
  const command = { do: typed.get('do') ?? '', document: typed.get('document') ?? '' } as ShieldCommand
  if (!['shield', 'refuse', 'end'].includes(command.do)) return restorationDesk(view, {})
  const done = await actOnRestructuring(view.ports, { actor: 'operator', account: view.acting.account.id }, Number(id) || 0, command)
  return done.ok ? { redirect: view.href('/desk/restorations', { done: command.do }) } : restorationDesk(view, {}, done.refusals[0])
}

// ── One case ───────────────────────────────────────────────────────────────────────────────────────────────────────

const places: Readonly<Record<string, string>> = {
  'restoration-verdict-missing': 'verdict-0',   'what-is-missing': 'missing', 'reasons-missing': 'reasons', 'restoration-beside-point': 'reasons', 'personal-data': 'reasons', 'effect-not-here': 'effect-0',
  'way-not-fulfilled': 'fulfilled', 'in-time-missing': 'in-time-0', 'provision-missing': 'provision',
}

export async function deskRestoration(view: ActingView, id: string, query: Readonly<Record<string, string>>, typed: URLSearchParams | null = null, refusal: Refusal | null = null): Promise<Page> {
  const { say, href, ports, acting } = view
  const now = /^[1-9]\d{0,14}$/.test(id) ? await restorationFor(ports, acting.body!.code, Number(id)) : null
  if (now === null || !now.ok) return fault(view, 404, 'case', {}, href('/desk/restorations'))
  const problem = refusal === null ? null : problemInWords(view, refusal)
  const errors: FieldError[] = problem === null ? [] : [{ field: places[refusal!.code] ?? 'acts', label: problem.title, text: `${problem.detail} ${problem.cure ?? ''}` }]
  const title = say('restoration.case', { n: id })
  const unit = await unitName(view, now.value.of.provider)
  return {
    title: errorTitle(view, title, errors), desk, status: refusal === null ? 200 : problemTexts[refusal.code as ProblemCode]?.status ?? 422, scripts: ['form'],
    main: html`${crumb(view, [[say('restoration.desk'), href('/desk/restorations')], title])}<div class="head"><h1>${title}</h1></div>
${query.done === undefined ? null : notice({ kind: 'done', text: say('restoration.act-done') })}
${caseBody(view, now.value, `/desk/restorations/${id}`, unit)}
<section id="acts" tabindex="-1"><h2>${say('restoration.acts')}</h2>${errorSummary(view, errors)}${actForms(view, now.value.of, unit, typed, errors)}</section>`,
  }
}

function actForms(view: ActingView, of: RestorationCase, unit: Part, typed: URLSearchParams | null, errors: readonly FieldError[]): Html {
  const { say, tell, ports, acting, in2 } = view
  const law = ports.law()
  const { code, kind } = acting.body!
  const may = (command: Command['do']) => rolesFor(kind, command).some((role) => acting.roles.includes(role as MemberRole))
  const was = (name: string) => typed?.get(name) ?? ''
  const wrong = (control: string): Part => errors.find((e) => e.field === control)?.text ?? ''
  const one = (did: Command['do'], content: Part, label: string, second = true) => html`<div class="act"><h3>${label}</h3>${form(view, { action: `/desk/restorations/${of.id}`, id: `act-${did}`, label }, html`<input type="hidden" name="do" value="${did}">${
    content}${buttons(button(label, { second }))}`)}</div>`
  const open = of.decision === null
  const effects = effectsOf(law)
  const late = of.orderedUntil !== null && of.correctedOn > of.orderedUntil && inTimeRule(law) !== null
  const decideForm = () => html`${field(view, {
    type: 'radio', name: 'verdict', label: say('restoration.verdict'), value: was('verdict'), error: wrong('verdict-0'),
    choices: verdicts.map((v) => ({ value: v, label: say(`restoration.verdict-${v}`), hint: say(`restoration.verdict-${v}-hint`) })),
  })}${field(view, {
    type: 'radio', name: 'effect', label: say('restoration.effect'), value: was('effect') || (effects.length === 1 ? effects[0]!.code : ''), error: wrong('effect-0'),
    choices: effects.map((e) => ({ value: e.code, label: in2(e.text) })),
  })}${of.ways.length === 0 ? null : ticks(view, {
    id: 'fulfilled', name: 'fulfilled', label: say('restoration.fulfilled'), optional: !wayNeeded(law), error: wrong('fulfilled'),
    choices: of.ways.map((w) => ({ value: w, label: wayText(view, w) })), chosen: new Set(was('fulfilled').split(',')),
  })}${late ? field(view, {
    type: 'radio', name: 'in-time', label: say('restoration.in-time'), hint: tell('restoration.in-time-hint', { ordered: day(of.orderedUntil!), corrected: day(of.correctedOn) }),
    value: was('in-time'), error: wrong('in-time-0'), choices: [{ value: 'yes', label: say('restoration.yes') }, { value: 'no', label: say('restoration.no') }],
  }) : null}${field(view, { type: 'textarea', name: 'reasons', label: say('restoration.reasons'), hint: say('restoration.reasons-hint'), rows: 5, most: 4000, value: was('reasons'), error: wrong('reasons') })}${
    field(view, {
      type: 'text', name: 'provision', label: say('restoration.provision'), hint: html`${say('restoration.provision-hint')} ${ruleLink(view, exclusionRule(law))}`, optional: true, most: 400,
      value: was('provision'), error: wrong('provision'),
    })}`
  const parts: Html[] = [
    ...(open && kind === 'operator' && of.handler === 'operator' ? [one('accept', html`<p class="measure">${tell('restoration.accept-text', { unit })}</p>`, say('restoration.accept'), false)] : []),
    ...(open && code === of.provider && of.transferredOn !== null && may('decide') ? [one('decide', decideForm(), say('restoration.decide'), false)] : []),
    ...(open && code === of.handler && may('return') ? [one('return', field(view, {
      type: 'textarea', name: 'missing', label: say('restoration.return-what'), rows: 3, most: 1000, value: was('missing'), error: wrong('missing'),
    }), say('restoration.return'))] : []),
  ]
  return parts.length === 0 ? html`<p class="measure">${say(open ? 'restoration.nothing-for-you' : 'restoration.nothing-left')}</p>` : html`${parts}`
}

export async function actOnCase(view: ActingView, id: string, typed: URLSearchParams): Promise<Answer> {
  const { acting, ports } = view
  const command = commandOf(typed)
  const { code, kind } = acting.body!
  if (command === null || !rolesFor(kind, command.do).some((role) => acting.roles.includes(role as MemberRole))) {
    return fault(view, 403, 'role', { needed: rolesFor(kind, command?.do ?? 'decide').map((role) => view.say(`role.${role}`)).join(' / ') })
  }
  const done = await actOnRestoration(ports, { actor: code, account: acting.account.id }, Number(id) || 0, command)
  if (done.ok) return { redirect: view.href(`/desk/restorations/${id}`, { done: command.do }) }
  return deskRestoration(view, id, {}, typed, done.refusals[0])
}

/** A name ticked several times comes joined by commas. */
function commandOf(typed: URLSearchParams): Command | null {
  const said = (name: string) => (typed.get(name) ?? '').trim()
  switch (said('do')) {
    case 'accept': return { do: 'accept' }
    case 'return': return { do: 'return', missing: said('missing') }
    case 'decide': return {
      do: 'decide', verdict: said('verdict') as Verdict, reasons: said('reasons'), effect: said('effect'),
      fulfilled: said('fulfilled').split(','), inTime: said('in-time') === '' ? null : said('in-time') === 'yes', provision: said('provision'),
    }
    default: return null
  }
}
