/** The server: routes of every capability, one way to say no, one description of it all. */
import { plainFault } from '../database/plain-fault.ts'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { logRoutes } from '../acts/api.ts'
import { LogDamaged, logSize } from '../acts/store.ts'
import { refuseForeign } from '../http/foreign-host.ts'
import { watchRefusals } from '../http/refusals.ts'
import { noteRefusal } from '../http/who.ts'
import { identityRoutes } from '../identity/api.ts'
import { securityRoutes } from '../identity/security/api.ts'
import type { Refusal } from '../law/outcome.ts'
import { forRequest } from '../acts/standing.ts'
import type { Ports } from '../ports.ts'
import { catalogRoutes } from '../register/catalog/api.ts'
import { measureRoutes } from '../register/measures/api.ts'
import { statedRoutes } from '../register/boundary/stated/api.ts'
import { deliveryRoutes } from '../register/ingestion/api.ts'
import type { DeliveryDesk } from '../register/ingestion/desk.ts'
import { representativeRoutes } from '../identity/representatives-api.ts'
import { consentRoutes } from '../register/consent/api.ts'
import { ownFileRoutes } from '../register/self-inquiry/api.ts'
import { statementRoutes } from '../register/statements/api.ts'
import { boardRoutes } from '../register/accountability/api.ts'
import { noticeRoutes } from '../register/notices/api.ts'
import { inquiryRoutes } from '../register/inquiries/api.ts'
import { objectionRoutes } from '../register/objections/api.ts'
import { oversightRoutes } from '../register/oversight/api.ts'
import { restorationRoutes } from '../register/restoration/api.ts'
import { operatorRoutes } from '../register/operation/api.ts'
import { lawRoutes } from '../register/law/api.ts'
import { revocationRoutes } from '../register/revocations/api.ts'
import { recallRoutes } from '../register/recall/api.ts'
import { recordRoutes } from '../register/records/api.ts'
import { subjectRoutes } from '../register/subjects/api.ts'
import { unavailableOf } from '../database/unavailable.ts'
import { type BodyTime, guardBodies } from '../http/bodies.ts'
import { atOnce, type AtOnce } from '../http/at-once.ts'
import { settleCallers, tooOften } from '../http/caller.ts'
import { counted } from '../http/client.ts'
import { answerUnreadable, connectionTimes } from '../http/connections.ts'
import { boundNumbers, isNumberTooLarge } from '../http/numbers.ts'
import { answerInTime } from '../http/in-time.ts'
import { requestLimits } from '../http/limits.ts'
import { personDoor } from '../http/person-door.ts'
import { readSmallBodies } from '../http/parsers.ts'
import { textDoor, textRefused, unreadableEscape } from '../http/text-door.ts'
import { refuseWritesOnFullDisk } from '../http/full-disk.ts'
import { noteUnavailable } from '../http/unavailable-log.ts'
import { TextUnsound } from '../text/text.ts'
import { languageOf } from './language.ts'
import { asksForPage, registerPages, sendFault } from './pages/index.ts'
import { noteGivenBy } from './note-given.ts'
import { publicPorts } from './public-ports.ts'
import { problemOf, type ProblemCode, problemTexts, type SchemaFault, validationRefusal } from './problem.ts'
import { Refused } from './refused.ts'
import { ProblemSchema, Words } from './schemas.ts'
import { buildSerializer } from './serialisers.ts'

export type ServerLimits = {
  /** requests a minute of one client, account or visitor; tiles of the log are not counted */
  readonly requestsPerMinute: number
  /** instead of src/http/limits.ts */
  readonly headerMs?: number
  readonly answerMs?: number
  readonly body?: BodyTime
  readonly atOnce?: AtOnce
}
/** A form that signs out leads on to the issuer, and browsers hold that to where forms may go. */
const issuerOrigin = ({ settings: { signIn } }: Ports): string[] => (signIn?.kind === 'issuer' ? [new URL(signIn.issuer).origin] : [])

const generous: ServerLimits = { requestsPerMinute: 3000 }

export async function buildServer(given: Ports, register: { readonly deliveries: DeliveryDesk }, limits: ServerLimits = generous): Promise<FastifyInstance> {
  const bound = atOnce(given, limits.atOnce)
  const { ports } = bound
  // A reader who asked for a page gets one, also when the answer is no.
  const answer = (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
    asksForPage(request) ? sendFault(ports, request, reply, refusalOf(error, request, ports)) : fail(error, request, reply, ports)
  const start = ports.randomBytes(6).toString('hex')
  let requests = 0
  const app = Fastify({
    logger: false,
    // Ours alone: what a client calls its request does not enter our log.
    requestIdHeader: false,
    genReqId: () => `${start}-${++requests}`,
    // Not of the whole request: a large file over a slow line takes hours. A header, or a body that trickles, is ended before.
    requestTimeout: 0, connectionTimeout: 0, keepAliveTimeout: 72_000, http: connectionTimes(limits.headerMs),
    clientErrorHandler: answerUnreadable,
    bodyLimit: requestLimits.bodyBytes,
    trustProxy: [...(ports.settings.trustedProxies ?? [])],
    routerOptions: { maxParamLength: 300 },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: 'array', useDefaults: true, allErrors: false } },
    schemaController: { compilersFactory: { buildSerializer } },
    frameworkErrors: (error, request, reply) => { answer(error, request, reply) },
  }).withTypeProvider<TypeBoxTypeProvider>()

  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"], 'style-src': ["'self'"], 'img-src': ["'self'", 'data:'],
        'script-src': ["'self'"], 'connect-src': ["'self'"], 'form-action': ["'self'", ...issuerOrigin(ports)],
        'base-uri': ["'none'"], 'frame-ancestors': ["'none'"],
      },
    },
    // Transport security is for whoever holds the certificate to promise.
    strictTransportSecurity: false,
  })
  await app.register(cookie)
  await app.register(rateLimit, {
    max: limits.requestsPerMinute, timeWindow: '1 minute', enableDraftSpec: true, keyGenerator: counted,
    errorResponseBuilder: (_request, context) => tooOften(context.max, context.ttl),
  })
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    // Pages say it in words; every other answer of a register made for drills says it here.
    if (ports.settings.drill) reply.header('x-probity-drill', ports.today().toString())
    done()
  })
  refuseForeign(app, ports)
  textDoor(app)
  bound.watch(app)
  answerInTime(app, limits.answerMs)
  settleCallers(app, ports)
  refuseWritesOnFullDisk(app, ports)
  guardBodies(app, limits.body)
  // What is done for a request is done while whoever asks may do it (src/acts/standing.ts), also what is done after its answer.
  app.addHook('preHandler', (request, _reply, done) => { forRequest(request, done) })
  personDoor(app, ports)
  watchRefusals(app, ports)
  boundNumbers(app)
  app.addHook('onRoute', (route) => {
    if (!/^\/(api|oauth)\//.test(route.url) || route.schema === undefined || route.schema.hide === true) return
    route.schema.response = { ...(route.schema.response as object | undefined), ...problemResponse }
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Probity', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
        description: 'A public credit register for organisations. Reading needs no account. Every answer names the rule it rests on; '
          + 'every act can be proven from the log. 面向组织的公共信用登记平台：查询无须登录，每项答复注明所依据的规则，每个行为可由日志证明。',
      },
      servers: [{ url: ports.settings.address }],
      tags: [
        { name: 'organisations', description: 'Organisations, what is on display about them, why and until when' },
        { name: 'law', description: 'The regulations as data, their clocks and their differences' },
        { name: 'catalog', description: 'What may enter the register, and the files to fill in' },
        { name: 'deliveries', description: 'For the machine clients of providing units' },
        { name: 'boundary', description: 'Words that may name a person and mean none: stated by whoever wrote them' },
        { name: 'objections', description: 'For organisations that object, units that answer, and the operator' },
        { name: 'oversight', description: 'For departments in charge of an area, and the bodies they hold to account' },
        { name: 'restoration', description: 'For organisations that corrected their conduct, units that decide, and the operator' },
        { name: 'inquiries', description: 'For units that ask in the course of a duty, and organisations that ask about themselves or by authorisation' },
        { name: 'accountability', description: 'How offices keep their duties: public' },
        { name: 'notices', description: 'Letters of the register: for those they are to and those who issue them' },
        { name: 'recalls', description: 'For whoever received a record: what changed of it, and the answer to that' },
        { name: 'revocations', description: 'For courts and units whose rulings take away what a record rests on, and for its provider' },
        { name: 'operator', description: 'For the machine clients of the operator' },
        { name: 'identity', description: 'Access tokens for machine clients' },
        { name: 'log', description: 'The log of all acts: C2SP checkpoints and tiles' },
        { name: 'service', description: 'Whether the server lives, what its problems mean' },
      ],
      components: { securitySchemes: { unit: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'from /oauth/token' } } },
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => (typeof json.$id === 'string' ? json.$id : `Schema${i}`) },
  })
  readSmallBodies(app)
  app.setErrorHandler((error: FastifyError, request, reply) => answer(error, request, reply))
  app.setNotFoundHandler((request, reply) => answer(new Refused(404, { code: 'not-found', rule: null, facts: {} }), request, reply))

  registerApi(app, ports, register)
  registerPages(app, ports, register)
  return app
}

/** Every route for machines, in the order of the document. */
export function registerApi(app: FastifyInstance, ports: Ports, register: { readonly deliveries: DeliveryDesk }): void {
  app.addSchema(ProblemSchema)
  app.addSchema(Words)
  const shown = publicPorts(ports)
  subjectRoutes(app, shown)
  recordRoutes(app, shown, noteGivenBy(ports))
  lawRoutes(app, shown)
  catalogRoutes(app, shown)
  measureRoutes(app, shown)
  deliveryRoutes(app, ports, register.deliveries)
  statedRoutes(app, ports)
  identityRoutes(app, ports)
  securityRoutes(app, ports)
  operatorRoutes(app, ports)
  representativeRoutes(app, ports)
  objectionRoutes(app, ports)
  restorationRoutes(app, ports)
  oversightRoutes(app, ports)
  recallRoutes(app, ports)
  revocationRoutes(app, ports)
  inquiryRoutes(app, ports)
  noticeRoutes(app, ports)
  boardRoutes(app, ports)
  consentRoutes(app, ports)
  ownFileRoutes(app, ports)
  statementRoutes(app, ports)
  logRoutes(app, shown)
  serviceRoutes(app, shown)
}

function serviceRoutes(app: FastifyInstance, ports: Ports): void {
  app.get('/health/live', {
    schema: { operationId: 'isAlive', tags: ['service'], summary: 'The process answers', response: { 200: Type.Object({ status: Type.Literal('ok') }) } },
    config: { rateLimit: false },
  }, async () => ({ status: 'ok' as const }))

  app.get('/health/ready', {
    schema: {
      operationId: 'isReady', tags: ['service'], summary: 'The database answers: requests can be served',
      response: {
        200: Type.Object({ status: Type.Literal('ok'), law: Type.String(), calendar: Type.String(), day: Type.String(), logSize: Type.Integer() }),
        503: problemResponse['5xx'],
      },
    },
    config: { rateLimit: false },
  }, async () => ({
    status: 'ok' as const, law: ports.law().stamp, calendar: ports.calendar().edition, day: ports.today().toString(), logSize: await logSize(ports.database),
  }))

  app.get('/api/v1/problems', {
    schema: {
      operationId: 'listProblems', tags: ['service'], summary: 'Every problem this interface can answer with',
      response: { 200: Type.Object({ items: Type.Array(Type.Object({
        code: Type.String(), status: Type.Integer(), title: Type.Ref('Words'), detail: Type.Ref('Words'), cure: Type.Ref('Words'),
      })) }) },
    },
  }, async () => ({ items: Object.entries(problemTexts).map(([code, text]) => ({ code, ...text })) }))

  app.get('/api/v1/problems/:problem', {
    schema: { operationId: 'getProblem', tags: ['service'], summary: 'What a problem means and what helps', params: Type.Object({ problem: Type.String() }) },
  }, async (request) => {
    const { problem } = request.params as { problem: string }
    if (!Object.hasOwn(problemTexts, problem)) throw new Refused(404, { code: 'not-found', rule: null, facts: {} })
    return { code: problem, ...problemTexts[problem as ProblemCode] }
  })

  app.get('/api/openapi.json', { schema: { operationId: 'getDescription', tags: ['service'], summary: 'This document', response: { 200: Type.Unknown({ description: 'OpenAPI 3.1' }) } } },
    async (_request, reply) => reply.type('application/json; charset=utf-8').send(JSON.stringify(app.swagger())))
}

const problemContent = (description: string) => ({ description, content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } } })
const problemResponse = { '4xx': problemContent('Why not, and what would help'), '5xx': problemContent('A fault, or not available for the moment') }

/** Makes a problem of whatever was thrown. Only faults of our own are written to the log, under the request's number. */
export function fail(error: unknown, request: FastifyRequest, reply: FastifyReply, ports: Pick<Ports, 'disk'> = {}): FastifyReply {
  const language = languageOf(request)
  const { status, refusal } = refusalOf(error, request, ports)
  const instance = request.url.split('?')[0]!
  noteRefusal(request, { reason: refusal.code })
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  if (status === 503) reply.header('retry-after', refusal.facts.seconds ?? '1')
  const send = (said: Refusal, code?: number) => {
    const problem = problemOf(said, language, instance, code)
    return reply.code(problem.status).type('application/problem+json; charset=utf-8').header('cache-control', 'no-store').header('content-language', language)
      .send(JSON.stringify(problem))
  }
  try {
    return send(refusal, status)
  } catch (unnamed) {
    console.error(`request ${request.id}: ${plainFault(unnamed)}`)
    return send(faultOf(request))
  }
}

const faultOf = (request: FastifyRequest): Refusal => ({ code: 'fault', rule: null, facts: { request: request.id } })
const notNow = { away: 'database-away', busy: 'database-busy', slow: 'reading-too-long', 'reads-only': 'database-reads-only', full: 'disk-full' } as const
/** seconds */
const waitFor = { away: '5', busy: '2', slow: '60', 'reads-only': '30', full: '60' } as const
/** What the reader of multipart forms says of one that is none, or ends before its end; it gives no codes. */
const brokenForm = /^(Unexpected end of (multipart data|file|form)|Part terminated early|Malformed part header|Multipart: Boundary not found)/
const plain = (status: number, code: ProblemCode) => ({ status, refusal: { code, rule: null, facts: {} } })

function refusalOf(error: unknown, request: FastifyRequest, { disk }: Pick<Ports, 'disk'>): { status: number; refusal: Refusal } {
  if (error instanceof Refused) return { status: error.status, refusal: error.refusals[0] }
  if (error instanceof TextUnsound) return refusalOf(textRefused(['body'], error.refusal), request, {})
  const { statusCode = 500, code = '', validation, validationContext } = error as Partial<FastifyError> & { validation?: SchemaFault[]; validationContext?: string }
  if (code === 'FST_ERR_BAD_URL') return refusalOf(unreadableEscape('path'), request, {})
  if (validation) return { status: 400, refusal: validationRefusal(validationContext ?? '', validation) }
  if (statusCode === 413) return plain(413, 'payload-too-large')
  if (statusCode === 415) return plain(415, 'media-type-unsupported')
  if (statusCode === 404) return plain(404, 'not-found')
  if (statusCode >= 400 && statusCode < 500) return plain(400, 'request-unreadable')
  if (error instanceof Error && brokenForm.test(error.message)) return plain(400, 'upload-broken')
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return plain(400, 'upload-broken')
  if (isNumberTooLarge(error)) return plain(400, 'request-unreadable')
  if (error instanceof LogDamaged) return { status: 503, refusal: { code: 'log-damaged', rule: null, facts: { missing: error.missing, seconds: '3600' } } }
  const found = unavailableOf(error)
  // A server that only reads because its disk is short says so by its name.
  const unavailable = found === 'reads-only' && disk?.().short === true ? 'full' : found
  if (unavailable !== null) {
    // A connection let go because whoever asked has gone says nothing of the database.
    if (!(unavailable === 'away' && request.raw.socket.destroyed)) noteUnavailable(unavailable, error as Error)
    return { status: 503, refusal: { code: notNow[unavailable], rule: null, facts: { seconds: waitFor[unavailable] } } }
  }
  // The route, not the address: what was asked for may be a name.
  console.error(`request ${request.id} ${request.method} ${request.routeOptions.url ?? 'no route'}: ${plainFault(error)}`)
  return { status: 500, refusal: faultOf(request) }
}
