/** Routes of an organisation's own file: everything held, its history, and all of it as a download. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { callers, requireRole } from '../../identity/request.ts'
import type { Ports } from '../../ports.ts'
import { refused } from '../../web/refused.ts'
import { day, nullable } from '../../web/schemas.ts'
import { noteLook } from '../inquiries/acts.ts'
import { historyOf, takeFile } from './acts.ts'
import { asCsv, asJson } from './file.ts'
import * as store from './store.ts'

const common = { tags: ['own file'], security: callers() }
const Change = Type.Object({
  act: Type.Integer(), kind: Type.String(), on: day('day of the act'), by: Type.String({ description: 'code of the body that acted, or operator' }),
  record: nullable(Type.Integer()), version: nullable(Type.Integer()), rules: Type.Array(Type.String()), delivery: nullable(Type.String()),
  document: nullable(Type.String()), reason: nullable(Type.String()), mark: nullable(Type.String()),
  changed: Type.Array(Type.Object({ field: Type.String(), before: nullable(Type.String()), after: nullable(Type.String()) })),
  values: nullable(Type.Record(Type.String(), Type.String())),
}, { $id: 'RecordChange', description: 'What one act did to a record' })

export function ownFileRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(Change)
  for (const format of ['json', 'csv'] as const) {
    app.get(`/api/v1/own/file.${format}`, {
      schema: {
        ...common, security: callers('represent'), operationId: format === 'json' ? 'getOwnFile' : 'getOwnFileTable',
        summary: 'Everything held about your own organisation, shown or not, with its history, who looked and who received; free and without limit',
      },
      config: { rateLimit: false },
    }, async (request, reply) => {
      const { unitCode, clientId } = await requireRole(ports, request, 'represent')
      const file = await takeFile(ports, unitCode, { subject: unitCode, channel: 'api', client: clientId })
      return reply.header('cache-control', 'no-store').type(format === 'json' ? 'application/json; charset=utf-8' : 'text/csv; charset=utf-8')
        .send(Readable.from((format === 'json' ? asJson : asCsv)(file)))
    })
  }

  app.get('/api/v1/own/records/:record/history', {
    schema: {
      ...common, security: callers('represent'), operationId: 'getOwnHistory', summary: 'What happened to a record about your own organisation: when, by which act, on which document',
      params: Type.Object({ record: Type.Integer({ minimum: 1 }) }), response: { 200: Type.Object({ items: Type.Array(Type.Ref('RecordChange')) }) },
    },
  }, async (request) => {
    const { unitCode, clientId, own } = await requireRole(ports, request, 'represent')
    const { record } = request.params as { record: number }
    const held = await store.heldRecord(own.database, unitCode, ports.today().toString(), record)
    if (held === null) throw refused(404, 'record-unknown', { record: String(record) })
    await noteLook(ports, unitCode, { subject: unitCode, channel: 'api', client: clientId, records: [[record, held.version]] })
    return { items: await historyOf(own, unitCode, record) }
  })
}
