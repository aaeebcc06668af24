/** All pages, by audience. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Ports } from '../../ports.ts'
import { serveAssets } from '../assets.ts'
import { sendPlainPage, viewOf } from '../layout.ts'
import { route } from '../routes.ts'
import { fault, type FaultStatus } from './fault.ts'
import { designPages } from './design/routes.ts'
import { publicPages } from './public.ts'

export function registerPages(app: FastifyInstance, ports: Ports): void {
  serveAssets(app)
  for (const page of publicPages) route(app, ports, page)
  for (const page of designPages) route(app, ports, page)
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
