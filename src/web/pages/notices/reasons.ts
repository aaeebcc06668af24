/** An office's own misses, and the reasons it gives for them. */
import { giveReason, missesOf } from '../../../register/accountability/acts.ts'
import type { Refusal } from '../../../law/outcome.ts'
import { button, buttons, errorSummary, errorTitle, field, type FieldError, form, notice } from '../../components.ts'
import { html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { problemOf } from '../../problem.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { missTable } from '../board.ts'

export async function ownMisses(view: ActingView, query: Readonly<Record<string, string>>, typed: URLSearchParams | null = null, refusal: Refusal | null = null): Promise<Page> {
  const { say, ports, acting } = view
  const misses = await missesOf(ports, acting.body!.code)
  const tried = typed?.get('act') ?? ''
  const problem = refusal === null ? null : problemOf(refusal, view.language, '')
  const errors: FieldError[] = problem === null ? [] : [{ field: `reason-${tried}`, text: `${problem.detail} ${problem.cure ?? ''}` }]
  return {
    title: errorTitle(view, say('board.own'), errors), desk: 'board', scripts: ['form'], status: refusal === null ? 200 : 422,
    main: html`<div class="head top"><h1>${say('board.own')}</h1></div>${query.done === undefined ? null : notice({ kind: 'done', text: say('board.given') })}
${misses.length === 0 ? html`<p class="measure">${say('board.none-missed')}</p>` : html`<p class="measure">${say('board.own-lead')}</p>${missTable(view, misses)}
<section>${errorSummary(view, errors)}${misses.filter((m) => m.reason === null).slice(0, 20).map((m) => {
      const label = say('board.give-for', { due: m.dueOn })
      return html`<div class="act">${form(view, { action: '/desk/board', id: `give-${m.act}`, label }, html`<input type="hidden" name="act" value="${m.act}">${
        field(view, { type: 'textarea', name: 'reason', id: `reason-${m.act}`, label, hint: say('board.reason-hint'), rows: 3, most: 1000,
        value: tried === String(m.act) ? typed!.get('reason') ?? '' : '',
        error: tried === String(m.act) ? errors[0]?.text ?? '' : '' })}${
        buttons(button(say('board.give'), { second: true }))}`)}</div>`
    })}</section>`}`,
  }
}

export async function give(view: ActingView, typed: URLSearchParams): Promise<Answer> {
  const { ports, acting } = view
  const by = { actor: acting.body!.code, account: acting.account.id }
  const done = await giveReason(ports, by, { act: Number(typed.get('act')) || 0, reason: typed.get('reason') ?? '' })
  return done.ok ? { redirect: view.href('/desk/board', { done: 'given' }) } : ownMisses(view, {}, typed, done.refusals[0])
}
