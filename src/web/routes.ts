/** How a page is put at an address: in two languages, for whom, and what a form sent to it does. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { formOf, typedFaultsOf } from '../http/text-door.ts'
import { actsOn } from '../acts/standing.ts'
import { type Acting, type MemberRole, mayEnter } from '../identity/acting.ts'
import { ownPorts } from '../identity/own-ports.ts'
import { countAs } from '../http/client.ts'
import { actingOf, ownerOf } from '../identity/sessions.ts'
import type { Ports } from '../ports.ts'
import type { Language } from './language.ts'
import { type Page, sendPage, type View, viewOf } from './layout.ts'
import { heldPage, holdForm, noPerson } from './no-person.ts'
import { fault } from './pages/fault.ts'
import { publicPorts } from './public-ports.ts'
import { Refused, refused } from './refused.ts'
import { signInAgain } from './sign-in-again.ts'
import { unsoundPage } from './unsound-form.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** of a page: roles one of which is needed, `[]` anyone signed in, null anybody */
    enter?: readonly MemberRole[] | null
  }
}

export type Asked = {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** the fields of a form; empty for GET and for uploads, which read the request themselves */
  readonly form: URLSearchParams
  readonly request: FastifyRequest
}
/** A page, an address to go to next (303), or something that is written by itself: a file, a stream. */
export type Answer = Page | { readonly redirect: string } | { readonly send: (reply: FastifyReply) => unknown }
export type Handler<V extends View = View> = (view: V, asked: Asked) => Answer | Promise<Answer>
export type ActingView = View & { readonly acting: Acting }

/** `perMinute`: requests of one visitor or account, where fewer are allowed than elsewhere */
/** `writes`: why this page for everybody is handed the application's own database; absent: it reads what is public, and cannot write */
export type PublicRoute = {
  readonly path: string; readonly get: Handler; readonly post?: Handler; readonly enter?: undefined; readonly perMinute?: number; readonly writes?: string
}
/** `enter`: one of these roles is needed; `[]`: anyone signed in. A refused reader sees why, under 401 or 403. */
export type SignedRoute = {
  readonly path: string
  readonly enter: readonly MemberRole[]
  /**
   * A page reads as the body acted for, which the database gives its own rows and no other (role probity_party), and cannot write.
   * `notes`: what is written down before it is made, with the application's database.
   * `whole`: why the page itself is handed that database.
   */
  readonly notes?: (view: ActingView, asked: Asked) => Promise<void>
  readonly whole?: string
  /** why a form sent to it may take longer than others */
  readonly patient?: string
  /** its form is carried out on a full disk too */
  readonly fullDisk?: 'goes on'
  readonly perMinute?: number
  /**
   * `own`: the page looks itself at whether what is sent tells of a person (the cells of a delivery). Fields by name: what is certain
   * in them is refused by the act, and said beside them on the form itself.
   */
  readonly persons?: 'own' | readonly string[]
  readonly get?: Handler<ActingView>
  readonly post?: Handler<ActingView>
  /** multipart: the handler reads the parts itself and checks the token with `tokenFits` before it acts */
  readonly upload?: Handler<ActingView>
}
export type Route = PublicRoute | SignedRoute

/** Puts a page at its address in Chinese and, under `/en`, in English. */
export function route(app: FastifyInstance, ports: Ports, r: Route): void {
  for (const language of ['zh', 'en'] as const) {
    for (const url of addresses(language, r.path)) {
      const plain = viewOf(r.enter === undefined && r.writes === undefined ? publicPorts(ports) : ports, language)
      const limit = r.perMinute === undefined ? {} : { rateLimit: { max: r.perMinute, timeWindow: '1 minute' } }
      const options = (isForm: boolean, patient?: string) => ({
        ...hidden, config: {
          persons: 'page' as const, enter: r.enter ?? null, ...limit,
          ...('fullDisk' in r && isForm ? { fullDisk: r.fullDisk } : {}), ...(patient === undefined ? {} : { patient }),
        },
        // Before the limit, so that it counts whom it is about; what is refused, is refused after it.
        onRequest: async (request: FastifyRequest) => { await know(request, ports) },
        preParsing: async (request: FastifyRequest, reply: FastifyReply) => { await settle(request, reply, ports, plain, r, isForm) },
      })
      const made = (make: Handler, isForm: boolean) => (request: FastifyRequest, reply: FastifyReply) => handle(request, reply, ports, plain, r, make, isForm)
      if (r.get) app.get(url, options(false), made(r.get as Handler, false))
      if (r.post) app.post(url, options(true, 'patient' in r ? r.patient : undefined), made(r.post as Handler, true))
      if ('upload' in r && r.upload) app.post(`${url}/upload`, options(false, 'files take as long as the line does'), made(r.upload as Handler, false))
    }
  }
}

const known = new WeakMap<FastifyRequest, Acting | null>()

async function know(request: FastifyRequest, ports: Ports): Promise<void> {
  const acting = await actingOf(ports, request)
  known.set(request, acting)
  if (acting !== null) countAs(request, 'account', acting.account.id)
}

/**
 * Before a body is read: who is there, and whether they may come this far. Only a small form of somebody who once signed in
 * here is read in spite of it, so that what was typed is not lost: its session is over, or it was opened for another body.
 */
async function settle(request: FastifyRequest, reply: FastifyReply, ports: Ports, plain: View, r: Route, isForm: boolean): Promise<void> {
  if (r.enter === undefined) return
  const acting = known.get(request) ?? null
  reply.header('cache-control', 'no-store')
  const view: View = acting === null ? plain : { ...plain, acting }
  if (request.method === 'POST' && !sameOrigin(request)) return void await sendPage(request, reply, view, fault(view, 403, 'form'))
  if (isForm && (acting !== null || await ownerOf(ports, request) !== null)) return
  if (acting === null) return void await sendPage(request, reply, view, await signInAgain(view, request, new URLSearchParams()))
  const no = mayNotEnter(view as ActingView, request, r)
  if (no !== null) await answerWith(request, reply, view, no)
}

function mayNotEnter(view: ActingView, request: FastifyRequest, { enter }: SignedRoute): Page | { readonly redirect: string } | null {
  const may = mayEnter(view.acting, enter)
  if (may.ok) return null
  return may.refusals[0].code === 'choose-body' ? { redirect: view.href('/account/choose', { next: request.url }) }
    : fault(view, 403, 'role', { needed: enter.map((role) => view.say(`role.${role}`)).join(' / ') })
}

async function answerWith(request: FastifyRequest, reply: FastifyReply, view: View, answer: Page | { readonly redirect: string }): Promise<FastifyReply> {
  return 'redirect' in answer ? reply.redirect(answer.redirect, 303) : sendPage(request, reply, view, answer)
}

async function handle(request: FastifyRequest, reply: FastifyReply, ports: Ports, plain: View, r: Route, make: Handler, isForm: boolean): Promise<FastifyReply> {
  const acting = known.get(request) ?? null
  const view: View = acting === null ? plain : { ...plain, acting }
  const form = isForm ? formOf(request) : new URLSearchParams()
  if (r.enter !== undefined) {
    if (acting === null) return sendPage(request, reply, view, await signInAgain(view, request, form))
    // Opened before another tab changed the body acted for, or before this session began: nothing is done, nothing is lost.
    // Asked before the role, which is that of the body acted for now.
    if (isForm && !tokenFits(acting, form.get('_token'))) return sendPage(request, reply, view, await signInAgain(view, request, form))
    const no = mayNotEnter(view as ActingView, request, r)
    if (no !== null) return answerWith(request, reply, view, no)
  }
  if (acting !== null) standsOn(request, acting, r.enter ?? [])
  if (isForm && typedFaultsOf(request).length > 0) return sendPage(request, reply, view, unsoundPage(view, request, form))
  if (isForm && acting !== null && r.enter !== undefined && r.persons !== 'own') {
    const held = await holdForm({ ...view, acting }, request, form, r.persons)
    if (held !== null) return sendPage(request, reply, view, heldPage({ ...view, acting }, request, form, held))
    for (const name of Object.values(noPerson)) form.delete(name)
  }
  const reads = r.enter !== undefined && request.method === 'GET'
  const asked: Asked = { params: request.params as Asked['params'], query: singles(request.query), form, request }
  const own = reads && r.whole === undefined ? acting?.body : undefined
  let answer: Answer
  try {
    if (reads && r.notes && acting !== null) await r.notes({ ...view, acting }, asked)
    answer = await make(own ? { ...view, ports: ownPorts(ports, own.code) } : view, asked)
  } catch (error) {
    // Ended while the page was being made: nothing was done, and what was typed is kept as for any form that comes too late.
    const ended = r.enter !== undefined && error instanceof Refused && error.refusals[0].code === 'sign-in-ended'
    if (!ended) throw error
    return sendPage(request, reply, plain, await signInAgain(plain, request, form))
  }
  if ('redirect' in answer) return reply.redirect(answer.redirect, request.method === 'POST' ? 303 : 302)
  if ('send' in answer) return (await answer.send(reply)) as FastifyReply
  // A form with files: its page has done nothing with what cannot be kept, whatever else it says.
  if (typedFaultsOf(request).length > 0 && [200, 422].includes(answer.status ?? 200)) return sendPage(request, reply, view, { ...answer, status: 400 })
  return sendPage(request, reply, view, answer)
}

/** What is done for this request is done while the session and a membership with one of these roles stand, or not at all. */
function standsOn(request: FastifyRequest, acting: Acting, roles: readonly MemberRole[]): void {
  actsOn(request, {
    kind: 'member', session: acting.sessionId, account: acting.account.id, body: acting.body, roles, ended: () => refused(401, 'sign-in-ended'),
  })
}

export const tokenFits = (acting: Acting, token: string | null): boolean => token === acting.formToken

/** Browsers say where a form comes from; one that comes from elsewhere is not ours (the session cookie is SameSite=Lax besides). */
export function sameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = request.headers.origin
  return origin === undefined || URL.parse(origin)?.host === request.headers.host
}

const hidden = { schema: { hide: true } }

const addresses = (language: Language, path: string): readonly string[] =>
  language === 'zh' ? [path] : path === '/' ? ['/en', '/en/'] : [`/en${path}`]

/** A name given twice in the query counts once, as first written, but for pauses, which are joined. */
function singles(query: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(query as Record<string, string | string[]>).map(([name, value]) =>
    [name, Array.isArray(value) ? (name === 'pause' ? value.join(' ') : value[0]!) : value]))
}
