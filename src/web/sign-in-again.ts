/** Where signing in is needed first: the reader is brought back to where they were, with what they typed. */
import type { FastifyRequest } from 'fastify'
import { keepTyped } from '../identity/kept-forms.ts'
import { openedFor, ownerOf } from '../identity/sessions.ts'
import { html } from './html.ts'
import type { Page, View } from './layout.ts'
import { keptPage } from './pages/account/kept.ts'
import type { ActingView } from './routes.ts'

/**
 * Nothing of the form is carried out. With a session whose form was opened under another (another body, an earlier
 * sign-in) the reader sees at once what was typed and for whom; without one, after signing in.
 */
export async function signInAgain(view: View, request: FastifyRequest, form: URLSearchParams): Promise<Page> {
  const { say, href, ports, acting } = view
  const typed = [...form].filter(([name]) => name !== '_token')
  const owner = acting ? Number(acting.account.id) : await ownerOf(ports, request)
  const address = request.url.replace(/\/upload(?=$|\?)/, '')
  const asForm = request.method === 'POST'
  const kept = asForm && owner !== null && form.size > 0 ? await keepTyped(ports, owner, { address, openedFor: openedFor(form.get('_token')), fields: typed }) : null
  if (acting && kept) return { ...(await keptPage(view as ActingView, kept.form, kept.key)), status: 409 }
  const gap = view.language === 'zh' ? '' : ' '
  const next = kept ? href(`/account/kept/${kept.key}`) : address
  return {
    title: say('account.needed'), status: 401,
    main: html`<div class="head top"><h1>${say('account.needed')}</h1></div><p class="measure">${say('account.needed-text')}${
      kept ? html`${gap}${say('account.needed-kept')}` : asForm ? html`${gap}${say('account.needed-not-kept')}` : null}</p>
<p class="after"><a class="btn" href="${href('/sign-in', { next })}">${say('account.sign-in')}</a></p>`,
  }
}
