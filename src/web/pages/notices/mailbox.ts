/** Where a body's letters go by mail, named by itself; and which of its own did not go. */
import type { Refusal } from '../../../law/outcome.ts'
import { nameMailbox } from '../../../register/notices/post/acts.ts'
import { mailboxOf, unsent } from '../../../register/notices/post/store.ts'
import { button, buttons, field, form, stackTable } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import { beijingTime } from '../../layout.ts'
import { problemOf } from '../../problem.ts'
import type { ActingView } from '../../routes.ts'

export type TypedMailbox = { readonly address: string; readonly refusal: Refusal }

export async function mailboxSection(view: ActingView, action: string, typed?: TypedMailbox): Promise<Html> {
  const { say, ports, acting, language } = view
  if (acting.body!.kind === 'operator') return html``
  const address = await mailboxOf(ports.database, acting.body!.code)
  const problem = typed === undefined ? null : problemOf(typed.refusal, language, '')
  const error = problem === null ? '' : `${problem.detail} ${problem.cure ?? ''}`
  return html`<section id="mailbox"><h2>${say('notices.mailbox')}</h2><p class="measure">${say(ports.sendMail === undefined ? 'notices.mailbox-off' : 'notices.mailbox-text')}</p>${
    form(view, { action, id: 'act-mailbox', label: say('notices.mailbox') }, html`${
      field(view, { type: 'text', name: 'address', label: say('notices.mailbox-address'), hint: say('notices.mailbox-hint'), most: 260, optional: true,
        value: typed?.address ?? address ?? '', error })}${buttons(button(say('notices.mailbox-save'), { second: true }))}`)}</section>`
}

/** Letters of this body that were tried and not taken. */
export async function unsentSection({ say, href, ports, acting }: ActingView): Promise<Html> {
  const rows = await unsent(ports.database, acting.body!.code, 50)
  if (rows.length === 0) return html``
  return html`<section id="unsent"><h2>${say('notices.unsent')}</h2><p class="measure">${say('notices.unsent-text')}</p>${stackTable({
    caption: say('notices.unsent'), captionHidden: true, rows,
    columns: [
      { head: say('notices.number'), kind: 'head', cell: (r) => html`<a href="${href(`/notices/${r.notice_id}`)}">${String(r.notice_id)}</a>` },
      { head: say('notices.tries'), kind: 'amount', cell: (r) => String(r.tries) },
      { head: say('notices.said'), cell: (r) => r.why ?? '' },
      { head: say('notices.next-try'), cell: (r) => beijingTime(Temporal.Instant.from(r.next_at)) },
    ],
  })}</section>`
}

/** @returns null when it is done */
export async function saveMailbox({ ports, acting }: ActingView, typed: URLSearchParams): Promise<TypedMailbox | null> {
  const address = (typed.get('address') ?? '').trim()
  const done = await nameMailbox(ports, { actor: acting.body!.code, account: acting.account.id }, address)
  return done.ok ? null : { address, refusal: done.refusals[0] }
}
