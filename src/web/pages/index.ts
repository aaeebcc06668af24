/** All pages, by audience. */
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal } from '../../law/outcome.ts'
import { noteRefusal } from '../../http/who.ts'
import type { Ports } from '../../ports.ts'
import type { DeliveryDesk } from '../../register/ingestion/desk.ts'
import { evidenceLimits } from '../../register/objections/evidence.ts'
import { readLimits } from '../../register/ingestion/limits.ts'
import { serveAssets } from '../assets.ts'
import { sendPlainPage, viewOf } from '../layout.ts'
import { route } from '../routes.ts'
import { serveDemonstrationIssuer } from './account/demonstration.ts'
import { accountPages } from './account/routes.ts'
import { fault, type FaultAbout, type FaultStatus } from './fault.ts'
import { problemFault } from './problem-fault.ts'
import { deskPage } from './desk.ts'
import { designPages } from './design/routes.ts'
import { accountabilityPages } from './accountability/routes.ts'
import { noticePages } from './notices/routes.ts'
import { inquiryNorms, inquiryPages } from './inquiry/routes.ts'
import { operatorPages } from './operator/routes.ts'
import { securityPages } from './security/routes.ts'
import { restorationPages } from './restoration/routes.ts'
import { providerPages } from './provider/routes.ts'
import { recallPages } from './recall/routes.ts'
import { revocationPages } from './revocations/desk.ts'
import { subjectPages } from './subject/routes.ts'
import { publicPages } from './public.ts'

export function registerPages(app: FastifyInstance, ports: Ports, register: { readonly deliveries: DeliveryDesk }): void {
  serveAssets(app)
  for (const page of publicPages) route(app, ports, page)
  for (const page of designPages) route(app, ports, page)
  for (const page of [deskPage, ...accountPages]) route(app, ports, page)
  if (ports.settings.signIn?.kind === 'demonstration') serveDemonstrationIssuer(app, ports)
  // Files are read where they are expected and nowhere else. One byte more than is taken in: a file cut short must not pass for whole.
  void app.register(async (scope) => {
    await scope.register(multipart, { throwFileSizeLimit: false, limits: { files: 1, fields: 10, fieldSize: 10_000, fileSize: readLimits.fileBytes + 1 } })
    for (const page of providerPages(register.deliveries)) route(scope, ports, page)
  })
  for (const page of accountabilityPages) route(app, ports, page)
  for (const page of noticePages) route(app, ports, page)
  for (const page of [...operatorPages, ...securityPages]) route(app, ports, page)
  for (const page of [inquiryNorms, ...inquiryPages]) route(app, ports, page)
  for (const page of [...recallPages, ...revocationPages]) route(app, ports, page)
  void app.register(async (scope) => {
    const limits = { files: evidenceLimits.files + 1, fields: 10, fieldSize: 20_000, fileSize: evidenceLimits.bytes + 1 }
    await scope.register(multipart, { throwFileSizeLimit: false, limits })
    for (const page of subjectPages) route(scope, ports, page)
  })
  void app.register(async (scope) => {
    // One field for each record and each way that is ticked.
    const limits = { files: evidenceLimits.files + 1, fields: 100, fieldSize: 20_000, fileSize: evidenceLimits.bytes + 1 }
    await scope.register(multipart, { throwFileSizeLimit: false, limits })
    for (const page of restorationPages) route(scope, ports, page)
  })
}

/** What of a request could not be read, where the page can say so. */
const requestFaults: Readonly<Record<string, FaultAbout>> = {
  'text-unsound': 'sent', 'text-overlong': 'sent', 'text-expected': 'sent', 'body-too-nested': 'sent', 'escape-unreadable': 'escape', 'form-expected': 'not-a-form',
}

/** For whatever goes wrong outside the pages, where a reader asked for one: an unknown address, too many requests. */
export function sendFault(ports: Ports, request: FastifyRequest, reply: FastifyReply, { status, refusal }: { status: number; refusal: Refusal }): FastifyReply {
  noteRefusal(request, { reason: refusal.code })
  const view = viewOf(ports, /^\/en(\/|$|\?)/.test(request.routeOptions.url ?? request.url) ? 'en' : 'zh')
  if (status === 503 && refusal.facts.seconds !== undefined) reply.header('retry-after', refusal.facts.seconds)
  const about = requestFaults[refusal.code]
  if (about !== undefined) return sendPlainPage(request, reply, view, fault(view, 400, about, { where: refusal.facts.where ?? '', why: refusal.facts[`why-${view.language}`] ?? '' }))
  const known = ofAnyKind[refusal.code]
  return sendPlainPage(request, reply, view, known === undefined ? problemFault(view, status, refusal) : fault(view, known))
}
const ofAnyKind: Readonly<Record<string, FaultStatus>> = { 'not-found': 404, fault: 500, validation: 400, 'request-unreadable': 400 }

/** Did the reader ask for a page rather than for data? */
export const asksForPage = (request: FastifyRequest): boolean =>
  !/^\/(api|log|oauth|\.well-known)(\/|$)/.test(request.routeOptions.url ?? request.url) && (request.headers.accept ?? '').includes('text/html')
