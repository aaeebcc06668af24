/** The log of security events for machines: the operator's are given all of it, those that administer a unit their unit's. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Ports } from '../../ports.ts'
import { day, nullable } from '../../web/schemas.ts'
import { callers, requireUnit } from '../request.ts'
import { securityKinds } from './event.ts'
import { csvOf, jsonOf, mostLines } from './lines.ts'
import { countEvents, events, type SecurityQuery } from './store.ts'

const text = (description: string) => nullable(Type.String({ description }))
const Event = Type.Object({
  event: Type.Integer(), at: Type.String({ description: 'of the first, where several alike are one line' }), kind: Type.String(), reason: text('a code: of a refusal, a role'),
  body: text('unit, organisation or operator'), account: nullable(Type.Integer({ description: 'whom it concerns; names are not kept' })), client: text('machine client'),
  origin: text('keyed digest of the network it came from: the same is the same'), times: Type.Integer(),
}, { $id: 'SecurityEvent' })
const kind = Type.Union(securityKinds.map((name) => Type.Literal(name)))
const query = {
  kind: Type.Optional(Type.Array(kind, { maxItems: securityKinds.length })), account: Type.Optional(Type.Integer({ minimum: 1 })),
  from: Type.Optional(day('first day')), to: Type.Optional(day('last day')),
}
type Asked = { kind?: string[]; account?: number; from?: string; to?: string; limit: number; offset: number }

export function securityRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(Event)
  const common = { tags: ['identity'], security: callers('operator', 'administer') }
  const wanted = (asked: Asked, unit: string): SecurityQuery => ({
    body: unit === 'operator' ? null : unit, account: asked.account ?? null, kinds: asked.kind ?? null, from: asked.from ?? null, to: asked.to ?? null,
  })

  app.get('/api/v1/security-events', {
    schema: {
      ...common, operationId: 'listSecurityEvents', summary: 'What happened to access, newest first: refusals, keys, members, mailboxes. Those of your unit; all for the operator',
      querystring: Type.Object({
        ...query, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
        offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000, default: 0 })),
      }),
      response: { 200: Type.Object({ items: Type.Array(Type.Ref('SecurityEvent')), total: Type.Integer({ description: 'counted up to 100,000' }) }) },
    },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    const asked = request.query as Asked
    const q = wanted(asked, unitCode)
    const [rows, total] = await Promise.all([events(own.database, q, asked.limit, asked.offset), countEvents(own.database, q)])
    return { items: rows.map(jsonOf), total }
  })

  app.get('/api/v1/security-events/csv', {
    schema: { ...common, operationId: 'getSecurityEventsCsv', summary: `The same as CSV, at most ${mostLines} lines`, querystring: Type.Object(query) },
  }, async (request, reply) => {
    const { unitCode, own } = await requireUnit(ports, request)
    const rows = await events(own.database, wanted(request.query as Asked, unitCode), mostLines, 0)
    return reply.header('cache-control', 'no-store').header('content-disposition', 'attachment; filename="security-events.csv"').type('text/csv; charset=utf-8').send(csvOf(rows))
  })
}
