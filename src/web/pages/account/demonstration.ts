/** The demonstration's own issuer: where one chooses whom to be. */
import type { FastifyInstance } from 'fastify'
import { bodyOfDemonstration, demonstrationAccounts, demonstrationPath, openDemonstrationAccounts } from '../../../demonstration/accounts.ts'
import { type DemonstrationIssuer, demonstrationIssuerOf } from '../../../demonstration/accounts-issuer.ts'
import type { Ports } from '../../../ports.ts'
import { button, buttons, emptyPage, form, notice } from '../../components.ts'
import { html } from '../../html.ts'
import { type Page, sendPage, type View } from '../../layout.ts'
import { type Route, route, sameOrigin } from '../../routes.ts'
import { refused } from '../../refused.ts'
import { fault } from '../fault.ts'
import { bodyByCode, bodyName } from './person.ts'

/** Serves the issuer beneath the register's address, and the page on which it asks. */
export function serveDemonstrationIssuer(app: FastifyInstance, ports: Ports): void {
  let opened: Promise<DemonstrationIssuer> | undefined
  const issuer = () => (opened ??= demonstrationIssuerOf(ports))
  app.register(async (own) => {
    // Read here, under the limits of every body, whatever it is called: once the answer is the issuer's nobody would end what trickles.
    own.removeAllContentTypeParsers()
    own.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => { done(null, body) })
    own.all(`${demonstrationPath}/*`, { schema: { hide: true } }, async (request, reply) => {
      // Spelled otherwise it is no address of the issuer's.
      if (!request.url.startsWith(`${demonstrationPath}/`)) throw refused(404, 'not-found')
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value)
      reply.hijack()
      // As a router above it would: its own address is what was asked for less what it is asked for.
      const address = { originalUrl: request.url, url: request.url.slice(demonstrationPath.length) }
      await (await issuer()).serve(Object.assign(request.raw, { body: request.body, ...address }), reply.raw)
    })
  })
  for (const page of pages(issuer)) route(app, ports, page)
}

const pages = (issuer: () => Promise<DemonstrationIssuer>): readonly Route[] => [{
  path: '/demonstration/accounts/:attempt', perMinute: 60, writes: 'an attempt to sign in ends here',
  async get(view, { request, params }) {
    return { send: async (reply) => {
      const open = await (await issuer()).isOpen(request.raw, reply.raw)
      return sendPage(request, reply.header('cache-control', 'no-store'), view, open ? await choice(view, params.attempt!) : over(view))
    } }
  },
  async post(view, { request, params, form: typed }) {
    if (!sameOrigin(request)) return fault(view, 403, 'form')
    const chosen = demonstrationAccounts.find((a) => a.id === typed.get('account'))
    if (!chosen) return choice(view, params.attempt!, true)
    // An organisation is there to be spoken for once its records have come.
    if (chosen.bodies.includes('organisation')) await openDemonstrationAccounts(view.ports)
    return { send: async (reply) => {
      const on = await (await issuer()).choose(request.raw, reply.raw, chosen.id)
      return reply.redirect(on ?? view.href('/sign-in'), 303)
    } }
  },
}]

const over = ({ say, href }: View): Page => ({
  title: say('account.attempt-unknown'), status: 400,
  main: emptyPage({ title: say('account.attempt-unknown'), text: say('account.attempt-unknown-text'), way: { href: href('/sign-in'), label: say('account.try-again') } }),
})

async function choice(view: View, attempt: string, unknown = false): Promise<Page> {
  const { say, ports, in2 } = view
  const people = await Promise.all(demonstrationAccounts.map(async (person) => ({
    person, bodies: await Promise.all(person.bodies.map(async (id) => {
      const body = await bodyOfDemonstration(ports, id)
      return body && bodyByCode(ports, body.code)
    })),
  })))
  const title = say('account.demonstration')
  return {
    title, status: unknown ? 422 : 200, scripts: ['form'],
    main: html`<div class="head top"><h1>${title}</h1></div>${notice({ text: say('account.demonstration-text') })}
${form(view, { action: `/demonstration/accounts/${attempt}` }, html`<div class="field"><fieldset><legend>${say('account.demonstration-whom')}</legend>${
    unknown ? html`<p class="err">${say('part.error')}${say('account.demonstration-unknown')}</p>` : null}${people.map(({ person, bodies }, i) => {
    const named = bodies.filter((b) => b !== null).map((b) => bodyName(view, b)).join(say('account.and'))
    const roles = person.roles.map((role) => say(`role.${role}`)).join(say('account.and'))
    return html`<div class="pick"><input type="radio" id="account-${i}" name="account" value="${person.id}" aria-describedby="account-${i}-hint"${i === 0 ? html` checked` : null}><label for="account-${i}">${in2(person.name)}</label><p class="hint" id="account-${i}-hint">${
      named === '' ? say('account.demonstration-nobody') : say('account.demonstration-may', { body: named, roles })}</p></div>`
  })}</fieldset></div>${buttons(button(say('account.sign-in')))}`)}`,
  }
}
