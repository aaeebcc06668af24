/** Where signing in is needed first: the reader is brought back to where they were, with what they typed. */
import type { FastifyRequest } from 'fastify'
import { html } from './html.ts'
import type { Page, View } from './layout.ts'

export async function signInAgain(view: View, request: FastifyRequest, _form: URLSearchParams): Promise<Page> {
  const { say, href } = view
  return {
    title: say('account.needed'), status: 401,
    main: html`<div class="head top"><h1>${say('account.needed')}</h1></div><p class="measure">${say('account.needed-text')}</p>
<p class="after"><a class="btn" href="${href('/sign-in', { next: request.url })}">${say('account.sign-in')}</a></p>`,
  }
}
