/** A letter that a unit writes itself, where the regulation asks for it. */
import type { Refusal } from '../../../law/outcome.ts'
import { templatesByHand, writeNotice } from '../../../register/notices/acts.ts'
import { button, buttons, crumb, empty, errorSummary, errorTitle, field, type FieldError, form, ruleLink } from '../../components.ts'
import { html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { problemOf, type ProblemCode, problemTexts } from '../../problem.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { rulesAsking } from '../../../register/notices/notice.ts'

export async function writePage(view: ActingView, typed: URLSearchParams | null = null, refusals: readonly Refusal[] = []): Promise<Page> {
  const { say, href, in2, ports } = view
  const [template] = await templatesByHand(ports)
  const title = say('notices.write')
  const top = crumb(view, [[say('notices.title'), href('/desk/notices')], title])
  if (template === undefined) {
    return { title, desk: 'notices', main: html`${top}<div class="head"><h1>${title}</h1></div>${empty({ title: say('notices.nothing-by-hand'), text: say('notices.nothing-by-hand-text') })}` }
  }
  const errors = refusals.map((refusal): FieldError => {
    const problem = problemOf(refusal, view.language, '')
    return { field: refusal.facts.fact ?? refusal.facts.where ?? 'to', text: `${problem.detail} ${problem.cure ?? ''}` }
  })
  const wrong = (control: string) => errors.find((e) => e.field === control)?.text ?? ''
  const was = (name: string) => typed?.get(name) ?? ''
  return {
    title: errorTitle(view, title, errors), desk: 'notices', scripts: ['form'],
    status: refusals.length === 0 ? 200 : problemTexts[refusals[0]!.code as ProblemCode]?.status ?? 422,
    main: html`${top}<div class="head"><h1>${title}</h1><p class="lead">${in2(template.title)}</p></div>
<p class="measure">${say('notices.write-lead')} ${rulesAsking(template, ports.law()).map((id) => ruleLink(view, id))}</p>
${errorSummary(view, errors)}${form(view, { action: '/desk/notices/new', id: 'write' }, html`<input type="hidden" name="template" value="${template.id}">
${field(view, { type: 'text', name: 'to', label: say('notices.to-code'), mono: true, most: 18, value: was('to'), error: wrong('to') })}
${Object.entries(template.facts).map(([name, { label, is }]) => (typeof is === 'object'
    ? field(view, {
      type: 'radio', name, label: in2(label), value: was(name), error: wrong(name),
      choices: Object.entries(is).map(([value, words]) => ({ value, label: in2(words) })),
    })
    : is === 'day' ? field(view, { type: 'date', name, label: in2(label), hint: say('notices.day-hint'), value: was(name), error: wrong(name) })
      : name === 'document' ? field(view, { type: 'text', name, label: in2(label), most: 200, value: was(name), error: wrong(name) })
      : field(view, { type: 'textarea', name, label: in2(label), rows: 4, most: 2000, value: was(name), error: wrong(name) })))}
${buttons(button(say('notices.issue')))}`)}`,
  }
}

export async function write(view: ActingView, typed: URLSearchParams): Promise<Answer> {
  const facts = Object.fromEntries([...typed].filter(([name]) => !['_token', 'template', 'to'].includes(name)))
  const done = await writeNotice(view.ports, { actor: view.acting.body!.code, account: view.acting.account.id }, {
    template: typed.get('template') ?? '', to: (typed.get('to') ?? '').trim(), facts,
  })
  return done.ok ? { redirect: view.href(`/notices/${done.value}`, { done: 'issued' }) } : writePage(view, typed, done.refusals)
}
