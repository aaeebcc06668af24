/** Where a body's letters go by mail, named by who administers it and confirmed by a code from there; and which of its own did not go. */
import type { Refusal } from '../../../law/outcome.ts'
import { askMailbox, confirmMailbox } from '../../../register/notices/mailbox/acts.ts'
import { mailboxOf, pendingOf, unsent } from '../../../register/notices/post/store.ts'
import { button, buttons, facts, field, form, notice, stackTable } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import { beijingTime, type Page } from '../../layout.ts'
import { problemOf } from '../../problem.ts'
import type { ActingView, SignedRoute } from '../../routes.ts'
import { fault } from '../fault.ts'

export type TypedMailbox = { readonly field: 'address' | 'code'; readonly typed: string; readonly refusal: Refusal }

/** @param action the address both forms are sent to */
export async function mailboxSection(view: ActingView, action: string, wrong?: TypedMailbox): Promise<Html> {
  const { say, tell, ports, acting, language } = view
  const { code, kind } = acting.body!
  if (kind === 'operator') return html``
  const [address, pending] = await Promise.all([mailboxOf(ports.database, code), pendingOf(ports.database, code, ports.now().toString())])
  const problem = wrong === undefined ? null : problemOf(wrong.refusal, language, '')
  const error = (name: TypedMailbox['field']) => (problem !== null && wrong!.field === name ? `${problem.detail} ${problem.cure ?? ''}` : '')
  return html`<section id="mailbox"><h2>${say('notices.mailbox')}</h2><p class="measure">${say(ports.sendMail === undefined ? 'notices.mailbox-off' : 'notices.mailbox-text')}</p>${
    facts([[say('notices.mailbox-now'), address === null ? say('notices.mailbox-none') : html`<span class="mono" translate="no">${address}</span>`],
      pending && [say('notices.mailbox-waits'), html`<span class="mono" translate="no">${pending.address}</span>`]])}${
    pending === null ? null : html`<div class="form after">${form(view, { action, id: 'act-mailbox-code', label: say('notices.mailbox-confirm') }, html`<p class="measure">${
      tell('notices.mailbox-confirm-text', { address: html`<span class="mono" translate="no">${pending.address}</span>` })}</p><input type="hidden" name="how" value="confirm">${
      field(view, { type: 'text', name: 'code', label: say('notices.mailbox-code'), most: 40, mono: true, value: wrong?.field === 'code' ? wrong.typed : '', error: error('code') })}${
      buttons(button(say('notices.mailbox-confirm')))}`)}</div>`}<div class="form after">${
    form(view, { action, id: 'act-mailbox', label: say('notices.mailbox') }, html`${
      field(view, { type: 'text', name: 'address', label: say('notices.mailbox-address'), hint: say('notices.mailbox-hint'), most: 260, optional: true,
        value: wrong?.field === 'address' ? wrong.typed : address ?? '', error: error('address') })}${buttons(button(say('notices.mailbox-save'), { second: true }))}`)}</div></section>`
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

/** @returns what was done, or what is wrong */
export async function saveMailbox({ ports, acting }: ActingView, typed: URLSearchParams): Promise<'asked' | 'removed' | 'confirmed' | TypedMailbox> {
  const by = { actor: acting.body!.code, account: acting.account.id }
  if (typed.get('how') === 'confirm') {
    const code = (typed.get('code') ?? '').trim().slice(0, 100)
    const done = await confirmMailbox(ports, by, code)
    return done.ok ? 'confirmed' : { field: 'code', typed: code, refusal: done.refusals[0] }
  }
  const address = (typed.get('address') ?? '').trim()
  const done = await askMailbox(ports, by, address)
  return done.ok ? done.value : { field: 'address', typed: address, refusal: done.refusals[0] }
}

/** A unit's: for its administrators, and for nobody who only delivers or decides. */
export const mailboxPages: readonly SignedRoute[] = [{
  path: '/desk/mailbox', enter: ['administer'],
  get: (view, { query }) => deskMailbox(view, query.done),
  async post(view, { form: typed }) {
    if (view.acting.body!.kind !== 'unit') return elsewhere(view)
    const done = await saveMailbox(view, typed)
    return typeof done === 'string' ? { redirect: view.href('/desk/mailbox', { done }) } : deskMailbox(view, undefined, done)
  },
}]

const elsewhere = (view: ActingView): Page => fault(view, 403, 'role', { needed: view.say('role.administer') })

async function deskMailbox(view: ActingView, done: string | undefined, wrong?: TypedMailbox): Promise<Page> {
  const { say, acting } = view
  if (acting.body!.kind !== 'unit') return elsewhere(view)
  return {
    title: say('notices.mailbox-desk'), desk: 'mailbox', status: wrong === undefined ? 200 : 422, scripts: ['form'],
    main: html`<div class="head top"><h1>${say('notices.mailbox-desk')}</h1></div>${mailboxDone(view, done)}${await mailboxSection(view, '/desk/mailbox', wrong)}`,
  }
}

export const mailboxDone = ({ say }: ActingView, done: string | undefined): Html | null =>
  (done === 'asked' || done === 'removed' || done === 'confirmed' ? notice({ kind: 'done', text: say(`notices.mailbox-${done}`) }) : null)
