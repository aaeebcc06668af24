/** Routes of recalls: for the systems of those who received what changed, for the operator, and for whoever holds an old copy. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { callers, requireRole, requireUnit } from '../../identity/request.ts'
import type { Outcome } from '../../law/outcome.ts'
import { verifierKeyOf } from '../../log/sign.ts'
import type { Ports } from '../../ports.ts'
import { problemTexts, type ProblemCode } from '../../web/problem.ts'
import { publicPorts } from '../../web/public-ports.ts'
import { Refused, refused } from '../../web/refused.ts'
import { day, nullable } from '../../web/schemas.ts'
import { proofOf } from '../records/proof/acts.ts'
import { endEndpoint, eventOf, registerEndpoint } from './endpoints/acts.ts'
import { endpointsOf } from './endpoints/store.ts'
import { receiptStanding, standingAtLeaf, standingOf } from './standing/acts.ts'
import * as store from './store.ts'
import { acknowledge, answers, feedFor } from './telling/acts.ts'

const common = { tags: ['recalls'], security: callers('operator', 'deliver', 'inquire', 'represent', 'decide') }
/** Engineering value: so many are named one by one. */
const mostSuperseded = 200
const literals = (...values: readonly string[]) => Type.Union(values.map((v) => Type.Literal(v)))
const because = literals('corrected', 'withdrawn', 'restored', 'expired', 'marked', 'mark-removed')

const News = Type.Object({
  specversion: Type.Literal('1.0'), id: Type.String({ description: 'the same however often it is told' }), source: Type.String(), type: Type.String(),
  subject: Type.String(), time: Type.String({ format: 'date-time' }), datacontenttype: Type.String(),
  data: Type.Object({
    recall: Type.Integer(), organisation: Type.String(), record: Type.Integer(), version: Type.Integer({ description: 'the newest version you received' }), because,
    recipient: Type.Object({ kind: literals('unit', 'client', 'organisation'), code: Type.String() }),
    state: Type.String({ description: 'what became of that version' }), asks: nullable(Type.Literal('acknowledgement')),
    acknowledge: nullable(Type.String({ description: 'where to answer' })),
    duty: nullable(Type.Object({ rule: Type.String(), zh: Type.String(), en: Type.String() }, { description: 'null: the regulation in force is silent' })),
  }),
}, { $id: 'RecallNews', description: 'CloudEvents 1.0' })
const Entry = Type.Object({
  position: Type.Integer(), event: Type.Ref('RecallNews'), toldOn: day('found and told'), receivedOn: nullable(day('your own clock counts from it')),
  dueOn: nullable(day('last day in time; null: no period is set')), acknowledgedOn: nullable(day('answered')),
}, { $id: 'RecallEntry' })
const Endpoint = Type.Object({
  endpoint: Type.Integer(), url: Type.String(), from: day('first day'), waiting: Type.Integer({ description: 'still to be taken' }), taken: Type.Integer(),
  result: nullable(Type.String({ description: 'of the newest attempt' })),
}, { $id: 'RecallEndpoint' })
const Standing = Type.Object({
  standing: literals('current', 'superseded', 'not-shown'), since: nullable(day('since when, where that may be said')), rules: Type.Array(Type.String()),
}, { $id: 'Standing', description: 'what became of a version, and all that may be said of it' })
const ReceiptStanding = Type.Object({
  act: Type.Integer({ description: "the log's entry of the inquiry or download" }), on: day('legal day on which it was given'),
  versions: Type.Integer({ description: 'versions it vouches for' }), superseded: Type.Integer({ description: 'of them, those that are superseded' }),
  items: Type.Array(Type.Object({ record: Type.Integer(), version: Type.Integer(), since: day('first day on which it was') }), { description: `those superseded, ${mostSuperseded} at most` }),
}, { $id: 'ReceiptStanding', description: 'what became of what a receipt vouches for, and all that may be said of it' })

const recallParams = Type.Object({ recall: Type.Integer({ minimum: 1 }) })

export function recallRoutes(app: FastifyInstance, ports: Ports): void {
  for (const schema of [News, Entry, Endpoint, Standing, ReceiptStanding]) app.addSchema(schema)

  app.get('/api/v1/recalls/feed', {
    schema: {
      ...common, operationId: 'readRecallFeed', summary: 'What changed of the records you received, in order; reading it is receiving it. The cursor never expires',
      querystring: Type.Object({
        after: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: 'next of the answer before' })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
      }),
      response: { 200: Type.Object({ items: Type.Array(Type.Ref('RecallEntry')), next: Type.Integer({ description: 'ask with it as `after`, today or in ten years' }) }) },
    },
  }, async (request) => {
    const { unitCode } = await requireUnit(ports, request)
    const { after, limit } = request.query as { after: number; limit: number }
    const entries = await feedFor(ports, unitCode, after, limit)
    return { items: entries.map((e) => entryJson(ports, e)), next: entries.at(-1)?.position ?? after }
  })

  app.post('/api/v1/recalls/:recall/acknowledgement', {
    schema: {
      ...common, operationId: 'acknowledgeRecall', summary: 'Say what you did with your copy; said twice is said once', params: recallParams,
      body: Type.Object({ did: literals(...answers) }, { additionalProperties: false }),
      response: { 200: Type.Object({ recall: Type.Integer(), before: Type.Boolean({ description: 'you had answered already' }), complete: Type.Boolean() }) },
    },
  }, async (request) => {
    const { unitCode } = await requireUnit(ports, request)
    const { recall } = request.params as { recall: number }
    return { recall, ...valueOf(await acknowledge(ports, unitCode, { body: unitCode, recall, did: (request.body as { did: string }).did })) }
  })

  app.get('/api/v1/recalls', {
    schema: {
      ...common, operationId: 'listRecalls', summary: 'Recalls that are not over, with who has not answered; for the operator',
      response: { 200: Type.Object({ items: Type.Array(Type.Object({
        recall: Type.Integer(), organisation: Type.String(), record: Type.Integer(), because, openedOn: day('opened'), state: literals('computing', 'waiting'),
        recipients: Type.Integer(), acknowledged: Type.Integer(), escalated: Type.Integer(), unreached: Type.Integer(),
        waiting: Type.Array(Type.Object({
          kind: Type.String(), code: Type.String(), receivedOn: nullable(Type.String()), dueOn: nullable(Type.String()), escalatedOn: nullable(Type.String()),
        })),
      })) }) },
    },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    if (unitCode !== 'operator') throw refused(403, 'not-the-operator-here')
    const open = await store.openRecalls(own.database, 200)
    const waiting = await Promise.all(open.map((r) => store.waitingFor(own.database, r.recall_id, 50)))
    return { items: open.map((r, i) => ({
      recall: r.recall_id, organisation: r.subject_code, record: r.record_id, because: r.because, openedOn: r.opened_on, state: r.state as 'computing' | 'waiting',
      recipients: r.recipients, acknowledged: r.acknowledged, escalated: r.escalated, unreached: r.unreached,
      waiting: waiting[i]!.map((e) => ({
        kind: e.recipient_kind, code: e.recipient_code, receivedOn: e.received_on, dueOn: e.due_on, escalatedOn: e.escalated_on,
      })),
    })) }
  })

  app.get('/api/v1/recalls/published', {
    schema: {
      operationId: 'publishedRecalls', tags: ['recalls'], summary: 'How many changes were told to how many, and how long it took until all had answered',
      response: { 200: Type.Object({ items: Type.Array(Type.Object({
        because, recalls: Type.Integer(), complete: Type.Integer(), recipients: Type.Integer(), acknowledged: Type.Integer(), escalated: Type.Integer(),
        days: nullable(Type.Integer({ description: 'median from the change to the last answer, calendar days' })),
      })) }) },
    },
  }, async () => ({ items: (await store.published(ports.publicReads)).map(({ days, ...p }) => ({ ...p, days: days === null ? null : Number(days) })) }))

  app.get('/api/v1/recalls/key', {
    schema: {
      operationId: 'getRecallKey', tags: ['recalls'], summary: 'The Ed25519 key with which news is signed (webhook-signature: v1a), base64: that of the log',
      response: { 200: Type.Object({ algorithm: Type.Literal('Ed25519'), key: Type.String() }) },
    },
  }, async () => {
    const { publicKey } = verifierKeyOf(ports.settings.logOrigin, ports.settings.logKey)
    return { algorithm: 'Ed25519' as const, key: Buffer.from(publicKey).toString('base64') }
  })

  app.get('/api/v1/recalls/endpoints', {
    schema: { ...common, operationId: 'listRecallEndpoints', summary: 'Where your systems listen', response: { 200: Type.Object({ items: Type.Array(Type.Ref('RecallEndpoint')) }) } },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    return { items: await endpointsJson(own, unitCode) }
  })

  app.post('/api/v1/recalls/endpoints', {
    schema: {
      ...common, security: callers('administer'), operationId: 'addRecallEndpoint', summary: 'Have news sent to an address of yours as it happens', response: { 201: Type.Ref('RecallEndpoint') },
      body: Type.Object({ url: Type.String({ maxLength: 500, description: 'https, on the open net' }) }, { additionalProperties: false }),
    },
  }, async (request, reply) => {
    const { unitCode } = await requireRole(ports, request, 'administer')
    const id = valueOf(await registerEndpoint(ports, unitCode, unitCode, (request.body as { url: string }).url))
    return reply.code(201).send((await endpointsJson(ports, unitCode)).find((e) => e.endpoint === id))
  })

  app.delete('/api/v1/recalls/endpoints/:endpoint', {
    schema: {
      ...common, security: callers('administer'), operationId: 'endRecallEndpoint', summary: 'Have no more news sent there', response: { 204: Type.Null() },
      params: Type.Object({ endpoint: Type.Integer({ minimum: 1 }) }),
    },
  }, async (request, reply) => {
    const { unitCode } = await requireRole(ports, request, 'administer')
    valueOf(await endEndpoint(ports, unitCode, unitCode, (request.params as { endpoint: number }).endpoint))
    return reply.code(204).send()
  })

  app.get('/api/v1/organisations/:code/records/:id/versions/:version', {
    schema: {
      operationId: 'getVersionStanding', tags: ['organisations'], summary: 'Whether a version you hold is the one shown today, was superseded, or is no longer shown',
      params: Type.Object({ code: Type.String({ maxLength: 100 }), id: Type.Integer({ minimum: 1 }), version: Type.Integer({ minimum: 1 }) }),
      response: { 200: Type.Ref('Standing') },
    },
  }, async (request) => {
    const { code, id, version } = request.params as { code: string; id: number; version: number }
    return valueOf(await standingOf(publicPorts(ports), { subject: code, record: id, version }))
  })

  app.get('/api/v1/log/leaves/:leaf/standing', {
    schema: {
      operationId: 'getLeafStanding', tags: ['log'], summary: 'The same of the version whose act is this leaf of the log: for whoever holds its proof',
      params: Type.Object({ leaf: Type.Integer({ minimum: 0 }) }), response: { 200: Type.Ref('Standing') },
    },
  }, async (request) => valueOf(await standingAtLeaf(publicPorts(ports), (request.params as { leaf: number }).leaf)))

  const receipts = { tags: ['log'], params: Type.Object({ receipt: Type.String({ pattern: '^prb1:[A-Za-z0-9_-]{43}$', description: 'of an inquiry or of a signed-in download' }) }) }
  app.get('/api/v1/receipts/:receipt', {
    schema: {
      ...receipts, operationId: 'getReceiptStanding', summary: 'A receipt somebody kept: that it is genuine, and which versions it vouches for are superseded, since when',
      response: { 200: Type.Ref('ReceiptStanding') },
    },
  }, async (request, reply) => {
    const { act, on, versions } = valueOf(await receiptStanding(publicPorts(ports), (request.params as { receipt: string }).receipt))
    const items = versions.flatMap(({ record, version, supersededOn }) => (supersededOn === null ? [] : [{ record, version, since: supersededOn }]))
    return reply.header('cache-control', 'no-cache').send({ act, on, versions: versions.length, superseded: items.length, items: items.slice(0, mostSuperseded) })
  })

  app.get('/api/v1/receipts/:receipt/proof', {
    schema: {
      ...receipts, operationId: 'getReceiptProof', response: { 200: Type.Ref('Proof') },
      summary: 'Proof that the act which holds the receipt is in the log; its entry alone, for who asked is not disclosed',
    },
  }, async (request, reply) => {
    const { act } = valueOf(await receiptStanding(publicPorts(ports), (request.params as { receipt: string }).receipt))
    const proof = await proofOf(publicPorts(ports), '', act, false)
    if (proof === null) throw refused(503, 'not-yet-in-log', { act: String(act) })
    return reply.header('cache-control', 'no-cache').send(proof)
  })
}

function entryJson(ports: Ports, e: store.EntryRow) {
  return { position: e.position, event: eventOf(ports, e), toldOn: e.told_on, receivedOn: e.received_on, dueOn: e.due_on, acknowledgedOn: e.acknowledged_on }
}

const endpointsJson = async (ports: Ports, body: string) => (await endpointsOf(ports.database, body)).map((e) => ({
  endpoint: e.endpoint_id, url: e.url, from: e.from_on, waiting: e.waiting, taken: e.taken, result: e.result,
}))

function valueOf<T>(done: Outcome<T>): T {
  if (done.ok) return done.value
  throw new Refused(problemTexts[done.refusals[0].code as ProblemCode].status, ...done.refusals)
}
