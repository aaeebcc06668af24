/** The public pages: every address in Chinese, and under `/en` in English. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Ports } from '../../ports.ts'
import { serveAssets } from '../assets.ts'
import type { Language } from '../language.ts'
import { type Page, sendPage, sendPlainPage, type View, viewOf } from '../layout.ts'
import { clocks } from './clocks.ts'
import { compare } from './compare.ts'
import { fault, type FaultStatus } from './fault.ts'
import { home } from './home.ts'
import { law, rulePage } from './law.ts'
import { organisation } from './organisation.ts'
import { record } from './record.ts'
import { results } from './results.ts'
import { verify } from './verify.ts'

type Answer = Page | { readonly redirect: string }
type Asked = { readonly params: Readonly<Record<string, string>>; readonly query: Readonly<Record<string, string>> }

const pages: Readonly<Record<string, (view: View, asked: Asked) => Answer | Promise<Answer>>> = {
  '/': (view) => home(view),
  '/organisations': (view, { query }) => results(view, query),
  '/organisations/:code': (view, { params, query }) => organisation(view, params.code!, query),
  '/organisations/:code/records/:id': (view, { params }) => record(view, params.code!, params.id!),
  '/law': (view, { query }) => law(view, query),
  '/law/rules/:id': (view, { params }) => rulePage(view, params.id!),
  '/law/compare': (view, { query }) => compare(view, query),
  '/clocks': (view, { query }) => clocks(view, query),
  '/verify': (view) => verify(view),
}

export function registerPages(app: FastifyInstance, ports: Ports): void {
  serveAssets(app)
  for (const [path, make] of Object.entries(pages)) {
    for (const language of ['zh', 'en'] as const) {
      const view = viewOf(ports, language)
      const answer = async (request: FastifyRequest, reply: FastifyReply) => {
        const page = await make(view, { params: request.params as Asked['params'], query: singles(request.query) })
        return 'redirect' in page ? reply.redirect(page.redirect) : sendPage(request, reply, view, page)
      }
      for (const address of addresses(language, path)) app.get(address, { schema: { hide: true } }, answer)
    }
  }
}

/** For whatever goes wrong outside the pages, where a reader asked for one: an unknown address, too many requests. */
export function sendFault(ports: Ports, request: FastifyRequest, reply: FastifyReply, status: number): FastifyReply {
  const view = viewOf(ports, /^\/en(\/|$|\?)/.test(request.url) ? 'en' : 'zh')
  const known: FaultStatus = status === 404 || status === 429 ? status : status >= 500 ? 500 : 400
  return sendPlainPage(request, reply, view, fault(view, known))
}

/** Did the reader ask for a page rather than for data? */
export const asksForPage = (request: FastifyRequest): boolean =>
  !/^\/(api|log|oauth|\.well-known)(\/|$)/.test(request.url) && (request.headers.accept ?? '').includes('text/html')

const addresses = (language: Language, path: string): readonly string[] =>
  language === 'zh' ? [path] : path === '/' ? ['/en', '/en/'] : [`/en${path}`]

/** A name given twice in the query counts once, as first written, but for pauses, which are joined. */
function singles(query: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(query as Record<string, string | string[]>).map(([name, value]) =>
    [name, Array.isArray(value) ? (name === 'pause' ? value.join(' ') : value[0]!) : value]))
}
