/** Routes of deliveries, for the machine clients of providing units. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { requireUnit } from '../../identity/request.ts'
import type { Ports } from '../../ports.ts'
import { languageOf } from '../../web/language.ts'
import { refused, Refused } from '../../web/refused.ts'
import { findItem } from '../catalog/find-item.ts'
import type { DeliveryDesk } from './desk.ts'
import { describeFileFault, describeFinding, describeNote, type RowFinding, rowSentences } from './findings.ts'
import type { FileFault, FileNote } from './row.ts'
import { returnedFile } from './returned-file.ts'
import * as store from './store.ts'

const Text2 = Type.Object({ en: Type.String(), zh: Type.String() })
const Reason = Type.Object({
  kind: Type.Union([Type.Literal('returned'), Type.Literal('refused')]),
  code: Type.String(), rows: Type.Integer(), message: Text2,
}, { $id: 'DeliveryReason' })
const Delivery = Type.Object({
  id: Type.String({ format: 'uuid' }), item: Type.String(), unit: Type.String(), mapping: Type.Union([Type.String(), Type.Null()]),
  fileName: Type.Union([Type.String(), Type.Null()]),
  state: Type.Union(['receiving', 'waiting', 'running', 'done', 'refused', 'failed'].map((s) => Type.Literal(s))),
  sizeBytes: Type.Integer(), bytesRead: Type.Integer({ description: 'bytes of the file read so far' }), rowsRead: Type.Integer(),
  accepted: Type.Integer(), recognised: Type.Integer({ description: 'rows already held, unchanged' }), changed: Type.Integer({ description: 'rows that became a new version' }),
  returned: Type.Integer({ description: 'rows given back for a fault in their data' }), refused: Type.Integer({ description: 'rows the boundary keeps out; never stored' }),
  notes: Type.Array(Type.Object({ code: Type.String(), message: Text2 })),
  failure: Type.Union([Type.Null(), Type.Object({ code: Type.String(), title: Type.String(), detail: Type.String() })]),
  reasons: Type.Array(Reason),
  receivedAt: Type.String(), startedAt: Type.Union([Type.String(), Type.Null()]), endedAt: Type.Union([Type.String(), Type.Null()]),
}, { $id: 'Delivery' })

const idParams = Type.Object({ id: Type.String({ format: 'uuid' }) })
const pageSize = 100

export function deliveryRoutes(app: FastifyInstance, ports: Ports, desk: DeliveryDesk): void {
  // The file is the body, whatever it calls itself: what it is, its content says.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => { done(null, payload) })
    scope.post('/api/v1/deliveries', {
      bodyLimit: Number.MAX_SAFE_INTEGER,
      schema: {
        operationId: 'deliver', tags: ['deliveries'], security: [{ unit: [] }], summary: 'Deliver a file: CSV (UTF-8, GB18030), XLSX or NDJSON, streamed',
        querystring: Type.Object({ item: Type.String({ description: 'catalog item' }), mapping: Type.Optional(Type.String({ description: 'ready mapping of a foreign file' })) }),
        headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) }),
        response: { 202: Type.Ref('Delivery') },
      },
    }, async (request, reply) => {
      const { unitCode } = await requireUnit(ports, request)
      const { item, mapping } = request.query as { item: string; mapping?: string }
      const received = await desk.receive({
        unitCode, itemId: item, mapping: mapping ?? null, fileName: fileNameOf(request), idempotencyKey: (request.headers['idempotency-key'] as string | undefined) ?? null,
      }, (request.body as Readable | undefined) ?? Readable.from([]))
      if (!received.ok) throw new Refused(received.refusals[0].code === 'key-used-for-another-file' ? 409 : 403, ...received.refusals)
      return reply.code(202).header('location', `/api/v1/deliveries/${received.value.delivery_id}`).send(await shown(received.value, request))
    })
  })
  app.addSchema(Reason)
  app.addSchema(Delivery)

  app.get('/api/v1/deliveries', {
    schema: {
      operationId: 'listDeliveries', tags: ['deliveries'], security: [{ unit: [] }], summary: 'Deliveries of the acting unit, newest first',
      querystring: Type.Object({
        after: Type.Optional(Type.String({ format: 'uuid' })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: pageSize, default: 20 })),
      }),
      response: { 200: Type.Object({ items: Type.Array(Type.Ref('Delivery')), next: Type.Union([Type.String(), Type.Null()]) }) },
    },
  }, async (request) => {
    const { unitCode } = await requireUnit(ports, request)
    const { after, limit = 20 } = request.query as { after?: string; limit?: number }
    const rows = await store.deliveriesOf(ports.database, unitCode, after ?? null, limit)
    return { items: await Promise.all(rows.map((row) => shown(row, request))), next: rows.length === limit ? rows.at(-1)!.delivery_id : null }
  })

  app.get('/api/v1/deliveries/:id', {
    schema: {
      operationId: 'getDelivery', tags: ['deliveries'], security: [{ unit: [] }], summary: 'How far a delivery is, and what came of it', params: idParams, response: { 200: Type.Ref('Delivery') },
    },
  }, async (request) => shown(await own(request), request))

  app.get('/api/v1/deliveries/:id/returned', {
    schema: {
      operationId: 'getReturnedRows', tags: ['deliveries'], security: [{ unit: [] }], summary: 'Returned rows with what was found, which rule, how to cure it; as a list or as a file to correct and deliver again',
      params: idParams,
      querystring: Type.Object({
        format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv'), Type.Literal('xlsx')])),
        reason: Type.Optional(Type.String({ description: 'only rows with this finding' })),
        after: Type.Optional(Type.Integer({ minimum: 0, description: 'row number the previous page ended with' })),
        lang: Type.Optional(Type.Union([Type.Literal('zh'), Type.Literal('en')])),
      }),
    },
  }, async (request, reply) => {
    const delivery = await own(request)
    const { format = 'json', reason = null, after = 0 } = request.query as { format?: 'json' | 'csv' | 'xlsx'; reason?: string; after?: number }
    const language = languageOf(request)
    if (format === 'json') {
      const rows = await store.returnedRows(ports.database, delivery.delivery_id, after, pageSize, reason)
      return {
        items: rows.map((row) => ({
          row: row.row_number, cells: row.cells,
          findings: (row.findings as RowFinding[]).map((f) => ({ ...f, zh: describeFinding(f, 'zh'), en: describeFinding(f, 'en') })),
        })),
        next: rows.length === pageSize ? rows.at(-1)!.row_number : null,
      }
    }
    const item = findItem(ports.law(), delivery.item_id, ports.today())
    const rows = async function* () {
      for (let last = 0; ;) {
        const page = await store.returnedRows(ports.database, delivery.delivery_id, last, 1000, reason)
        yield* page
        if (page.length < 1000) return
        last = page.at(-1)!.row_number
      }
    }
    const file = await returnedFile(item.ok ? item.value : null, rows(), format, language)
    return reply
      .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="returned-${delivery.delivery_id}.${format}"`)
      .send(file instanceof Uint8Array ? Buffer.from(file) : Readable.from(file))
  })

  /** A unit sees its own deliveries; another's does not exist for it. */
  async function own(request: FastifyRequest): Promise<store.DeliveryRow> {
    const { unitCode } = await requireUnit(ports, request)
    const row = await store.delivery(ports.database, (request.params as { id: string }).id)
    if (row === null || row.unit_code !== unitCode) throw refused(404, 'delivery-unknown')
    return row
  }

  async function shown(row: store.DeliveryRow, request: FastifyRequest) {
    const language = languageOf(request)
    const failure = row.failure as FileFault | null
    const words = failure === null ? null : describeFileFault({ code: failure.code, facts: failure.facts ?? {} }, language)
    return {
      id: row.delivery_id, item: row.item_id, unit: row.unit_code, mapping: row.mapping, fileName: row.file_name, state: row.state,
      sizeBytes: row.size_bytes, bytesRead: row.bytes_read, rowsRead: row.rows_read,
      accepted: row.accepted, recognised: row.recognised, changed: row.changed, returned: row.returned, refused: row.refused,
      notes: (row.notes as FileNote[]).map((note) => ({ code: note.code, message: { zh: describeNote(note, 'zh'), en: describeNote(note, 'en') } })),
      failure: failure === null || words === null ? null : { code: failure.code, title: words.found, detail: words.cure },
      reasons: row.returned + row.refused === 0 ? [] : (await store.findingCounts(ports.database, row.delivery_id)).map((r) => ({
        kind: r.kind, code: r.code, rows: r.rows, message: headline(r.code),
      })),
      receivedAt: row.received_at, startedAt: row.started_at, endedAt: row.ended_at,
    }
  }
}

/** A finding without the facts of one row: what a list of reasons says. */
function headline(code: string): { zh: string; en: string } {
  const found = rowSentences[code as RowFinding['code']]?.found ?? { zh: code, en: code }
  const bare = (text: string) => text.replace(/[“（(]?\{\w+\}[”）)]?/g, '…')
  return { zh: bare(found.zh), en: bare(found.en) }
}

function fileNameOf(request: FastifyRequest): string | null {
  const header = request.headers['content-disposition']
  const encoded = /filename\*=UTF-8''([^;\s]+)/i.exec(header ?? '')?.[1]
  const plain = /filename="?([^";]+)"?/i.exec(header ?? '')?.[1]
  try { return encoded ? decodeURIComponent(encoded) : (plain ?? null) } catch { return plain ?? null }
}
