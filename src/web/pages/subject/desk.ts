/** The desk of whoever has to answer: open cases, most urgent first, and what may be done in one. */
import type { Refusal } from '../../../law/outcome.ts'
import type { MemberRole } from '../../../identity/acting.ts'
import { actOnObjection, type CaseNow, objectionFor, queueOf } from '../../../register/objections/acts.ts'
import type { Command, ObjectionCase, Verdict } from '../../../register/objections/objection.ts'
import { verdictRules } from '../../../register/objections/objection.ts'
import { pauseGrounds } from '../../../register/objections/procedure.ts'
import { rolesFor } from '../../../register/objections/who.ts'
import { button, buttons, chinese, crumb, day, empty, errorSummary, errorTitle, field, type FieldError, form, notice, queuePaging, stackTable } from '../../components.ts'
import { html, type Html, type Part } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { problemInWords } from '../../list-word.ts'
import { type ProblemCode, problemTexts } from '../../problem.ts'
import type { MessageKey } from '../../messages.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { fault } from '../fault.ts'
import { caseBody, groundText, nextWords, unitName, verdicts, wayText } from './case.ts'
import { overdue } from './steps.ts'

const desk = 'objections'

export async function queue(view: ActingView, after: string | null): Promise<Page> {
  const { say, ports, acting, tell } = view
  const { cases, next, open, overdue: late } = await queueOf(ports, acting.body!.code, after)
  const names = new Map<string, Part>()
  for (const code of new Set(cases.map((c) => c.of.provider))) names.set(code, await unitName(view, code))
  return {
    title: say('objections.desk'), desk,
    main: html`<div class="head top"><h1>${say('objections.desk')}</h1><p class="lead">${
    open === 0 ? say('objections.none-open') : tell('objections.open-count', { n: open, overdue: late })}</p></div>
${cases.length === 0 ? empty({ title: say('objections.none-open'), text: say('objections.none-open-text') }) : stackTable<CaseNow>({
      caption: say('objections.desk'), captionHidden: true, class: 'queue', rows: cases,
      columns: [
        { head: say('objections.receipt'), kind: 'head', cell: (c) => html`<a href="${view.href(`/desk/objections/${c.of.id}`)}">${c.of.id}</a>` },
        { head: say('objections.next'), cell: (c) => html`${nextWords(view, c)}${c.next?.state === 'overdue' ? html`<br>${overdue(view, c.next)}` : null}` },
        { head: say('objections.with'), cell: (c) => (c.of.handler === 'operator' ? say('objections.operator') : names.get(c.of.handler) ?? c.of.handler) },
        { head: say('objections.about'), cell: (c) => (c.of.document === null ? c.of.record : chinese(c.of.document)) },
        { head: say('objections.ground'), cell: (c) => groundText(view, c.of.ground) },
        { head: say('objections.lodged'), cell: (c) => day(c.of.lodgedOn) },
      ],
    })}${queuePaging(view, '/desk/objections', after, next)}`,
  }
}

export async function deskCase(view: ActingView, id: string, query: Readonly<Record<string, string>>, typed: URLSearchParams | null = null, refusal: Refusal | null = null): Promise<Page> {
  const { say, href, ports, acting } = view
  const now = /^[1-9]\d{0,14}$/.test(id) ? await objectionFor(ports, acting.body!.code, Number(id)) : null
  if (now === null || !now.ok) return fault(view, 404, 'case', {}, href('/desk/objections'))
  const problem = refusal === null ? null : problemInWords(view, refusal)
  const errors: FieldError[] = problem === null ? [] : [{ field: controlOf(typed?.get('do') ?? '', refusal!.code), label: problem.title, text: `${problem.detail} ${problem.cure ?? ''}` }]
  const title = say('objections.case', { n: id })
  const status = refusal === null ? 200 : problemTexts[refusal.code as ProblemCode]?.status ?? 422
  return {
    title: errorTitle(view, title, errors), desk, status, scripts: ['form'],
    main: html`${crumb(view, [[say('objections.desk'), href('/desk/objections')], title])}<div class="head"><h1>${title}</h1></div>
${query.done === undefined ? null : notice({ kind: 'done', text: say('objections.act-done') })}
${await caseBody(view, now.value, `/desk/objections/${id}`)}
<section id="acts"><h2>${say('objections.acts')}</h2>${errorSummary(view, errors)}${actForms(view, now.value.of, typed, errors)}</section>`,
  }
}

/** Where an error leads: the field it is about, where the form that was sent has one. */
function controlOf(did: string, code: string): string {
  if (did === 'decide') return code === 'verdict-not-here' ? 'verdict-0' : 'reasons'
  if (did === 'pause') return code === 'pause-without-ground' ? 'ground-0' : 'pause-document'
  return 'acts'
}

function actForms(view: ActingView, of: ObjectionCase, typed: URLSearchParams | null, errors: readonly FieldError[]): Html {
  const { say, ports, acting } = view
  const wrong = (control: string) => errors.find((e) => e.field === control)?.text ?? ''
  const { pack } = ports.law()
  const kind = acting.body!.kind
  const mine = of.handler === acting.body!.code
  const may = (command: Command['do']) => rolesFor(kind, command).some((role) => acting.roles.includes(role as MemberRole))
  const paused = of.pauses.some((p) => p.to === null)
  const waits = pack.parameters.F7?.kind === 'limit' && pack.parameters.F7.start === 'objection.accepted' && of.acceptedOn === null
  const one = (did: Command['do'], content: Part, label: string, second = true) => form(view, { action: `/desk/objections/${of.id}`, id: `act-${did}`, label }, html`<input type="hidden" name="do" value="${did}">${
    content}${buttons(button(label, { second }))}`)
  const block = (title: string, content: Html) => html`<div class="act"><h3>${title}</h3>${content}</div>`
  const was = (did: string, name: string) => (typed?.get('do') === did ? typed.get(name) ?? '' : '')
  const rules = verdictRules(pack)[kind === 'operator' ? 'own' : 'provider']
  const open = of.closedOn === null && of.decision === null
  const closes = of.lodgedAt === 'provider' && of.transferredOn === null ? mine : kind === 'operator'
  const parts: Html[] = [
    ...(open && mine && waits && may('accept') ? [block(say('objections.accept'), one('accept', html`<p class="measure">${say('objections.accept-text')}</p>`, say('objections.accept'), false))] : []),
    ...(open && mine && !waits && may('decide') ? [block(say('objections.decide'), one('decide', html`${field(view, {
      type: 'radio', name: 'verdict', label: say('objections.verdict'), value: was('decide', 'verdict'), error: wrong('verdict-0'),
      choices: verdicts.filter((v) => v in rules).map((v) => ({ value: v, label: say(`verdict.${v}`), hint: say(`verdict.${v}-hint`) })),
    })}${field(view, { type: 'textarea', name: 'reasons', label: say('objections.reasons'), hint: say('objections.reasons-hint'), rows: 6, most: 4000, value: was('decide', 'reasons'), error: wrong('reasons') })}`, say('objections.decide'), false))] : []),
    ...(open && kind === 'operator' && mine && !waits ? [block(say('objections.transfer'), one('transfer', html`<p class="measure">${say('objections.transfer-text')}</p>`, say('objections.transfer')))] : []),
    ...(open && (mine || kind === 'operator') && !paused && pauseGrounds(pack).length > 0 && may('pause') ? [block(say('objections.pause'), one('pause', html`${field(view, {
      type: 'radio', name: 'ground', label: say('objections.pause-ground'), value: was('pause', 'ground'), error: wrong('ground-0'), choices: pauseGrounds(pack).map((g) => ({ value: g, label: say(`ground.${g}`) })),
    })}${field(view, { type: 'text', name: 'document', id: 'pause-document', label: say('objections.document'), hint: say('objections.pause-hint'), most: 200, value: was('pause', 'document'), error: wrong('pause-document') })}`, say('objections.pause')))] : []),
    ...(paused && (mine || kind === 'operator') && may('resume') ? [block(say('objections.resume'), one('resume', html`<p class="measure">${say('objections.resume-text')}</p>`, say('objections.resume')))] : []),
    ...(of.decision !== null && of.closedOn === null && closes && may('close') ? [block(say('objections.close'), one('close', html`<p class="measure">${
      say(of.decision.verdict === 'correct' ? 'objections.close-correct' : 'objections.close-text')}</p>`, say('objections.close'), false))] : []),
    ...(kind !== 'operator' && !(mine && of.closedOn !== null) ? [] : of.reviews.filter((r) => r.endedOn === null).map((r) => block(wayText(view, r.way), one('end-review', html`<input type="hidden" name="way" value="${r.way}">${
      field(view, { type: 'text', name: 'document', id: `end-${r.way}`, label: say('objections.outcome'), most: 200, value: was('end-review', 'document') })}`, say('objections.end-review'))))),
  ]
  return parts.length === 0 ? html`<p class="measure">${say(of.closedOn === null ? 'objections.nothing-for-you' : 'objections.nothing-left')}</p>` : html`${parts}`
}

export async function act(view: ActingView, id: string, typed: URLSearchParams): Promise<Answer> {
  const { acting, ports } = view
  const command = commandOf(typed)
  if (command === null) return deskCase(view, id, {})
  const needed = rolesFor(acting.body!.kind, command.do)
  if (!needed.some((role) => acting.roles.includes(role as MemberRole))) {
    return deskCase(view, id, {}, typed, { code: 'act-not-for-you', rule: null, facts: { role: needed.map((role) => view.say(`role.${role}` as MessageKey)).join(' / ') } })
  }
  const done = await actOnObjection(ports, { actor: acting.body!.code, account: acting.account.id }, Number(id) || 0, command)
  return done.ok ? { redirect: view.href(`/desk/objections/${id}`, { done: command.do }) } : deskCase(view, id, {}, typed, done.refusals[0])
}

function commandOf(typed: URLSearchParams): Command | null {
  const text = (name: string) => typed.get(name) ?? ''
  switch (typed.get('do')) {
    case 'accept': case 'resume': case 'close': return { do: typed.get('do') as 'accept' | 'resume' | 'close' }
    case 'transfer': return { do: 'transfer', reason: text('reason') }
    case 'pause': return { do: 'pause', ground: text('ground'), document: text('document') }
    case 'decide': return { do: 'decide', verdict: text('verdict') as Verdict, reasons: text('reasons') }
    case 'end-review': return { do: 'end-review', way: text('way'), document: text('document') }
    default: return null
  }
}

