/** Routes of deliveries, for the machine clients of providing units. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { type Asking, callers, requireUnit } from '../../identity/request.ts'
import { unitByCode } from '../../identity/store.ts'
import type { Refusal } from '../../law/outcome.ts'
import { fileNameOf } from '../../http/kept-headers.ts'
import type { Ports } from '../../ports.ts'
import { languageOf } from '../../web/language.ts'
import { problemOf, problemTexts } from '../../web/problem.ts'
import { refused, Refused } from '../../web/refused.ts'
import { statementProblem } from '../boundary/stated/problem.ts'
import { languageQuery, nullable } from '../../web/schemas.ts'
import { findItem } from '../catalog/find-item.ts'
import { withdrawRecord } from '../records/acts.ts'
import { deliverableItems, type DeliveryRefusal } from './acts.ts'
import { fieldOf } from './columns.ts'
import { correctRow, ownDelivery } from './corrections/acts.ts'
import { correctedCount } from './corrections/store.ts'
import { reasonsOf } from './counts/store.ts'
import type { DeliveryDesk } from './desk.ts'
import { describeFileFault, describeFinding, describeNote, headline, type RowFinding } from './findings.ts'
import type { FileFault, FileNote } from './row.ts'
import { readMistakes } from './mistakes/acts.ts'
import { mistakeCsv, share } from './mistakes/sheet.ts'
import { returnedFile } from './returned-file.ts'
import * as store from './store.ts'

const Text2 = Type.Object({ en: Type.String(), zh: Type.String() })
const Reason = Type.Object({
  kind: Type.Union([Type.Literal('returned'), Type.Literal('refused')]),
  code: Type.String(), rows: Type.Integer({ description: 'rows in which it was found, each once' }),
  findings: Type.Integer({ description: 'how often it was found in them' }), message: Text2,
}, { $id: 'DeliveryReason' })
const State = Type.Union(['receiving', 'waiting', 'running', 'done', 'refused', 'failed'].map((s) => Type.Literal(s)))
const Delivery = Type.Object({
  id: Type.String({ format: 'uuid' }), item: Type.String(), unit: Type.String(), mapping: Type.Union([Type.String(), Type.Null()]),
  fileName: Type.Union([Type.String(), Type.Null()]),
  state: State,
  sizeBytes: Type.Integer(), bytesRead: Type.Integer({ description: 'bytes of the file read so far' }), rowsRead: Type.Integer(),
  accepted: Type.Integer(), recognised: Type.Integer({ description: 'rows already held, unchanged' }), changed: Type.Integer({ description: 'rows that became a new version' }),
  returned: Type.Integer({ description: 'rows given back for a fault in their data' }), refused: Type.Integer({ description: 'rows the boundary keeps out; never stored' }),
  notes: Type.Array(Type.Object({ code: Type.String(), message: Text2 })),
  failure: Type.Union([Type.Null(), Type.Object({ code: Type.String(), title: Type.String(), detail: Type.String() })]),
  reasons: Type.Array(Reason),
  corrected: Type.Integer({ description: 'returned rows corrected in place since; counted above as what they became' }),
  by: nullable(Type.Object({ client: nullable(Type.String()), account: nullable(Type.String({ description: 'number of the account, never a name' })) })),
  fileSha256: nullable(Type.String()),
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
      // A file, streamed to disk as it comes; its own bound is met there (src/register/ingestion/limits.ts).
      bodyLimit: Number.MAX_SAFE_INTEGER,
      config: { persons: 'own', patient: 'a file takes as long as the line does' },
      schema: {
        operationId: 'deliver', tags: ['deliveries'], security: callers('deliver'), summary: 'Deliver a file: CSV (UTF-8, GB18030), XLSX or NDJSON, streamed',
        querystring: Type.Object({ item: Type.String({ description: 'catalog item' }), mapping: Type.Optional(Type.String({ description: 'ready mapping of a foreign file' })) }),
        headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) }),
        response: { 202: Type.Ref('Delivery') },
      },
    }, async (request, reply) => {
      const { unitCode, clientId, own } = await requireUnit(ports, request)
      const { item, mapping } = request.query as { item: string; mapping?: string }
      const received = await desk.receive({
        unitCode, itemId: item, mapping: mapping ?? null, fileName: fileNameOf(request), by: { client: clientId },
        idempotencyKey: (request.headers['idempotency-key'] as string | undefined) ?? null, keyIsOfOneFile: true,
      }, (request.body as Readable | undefined) ?? Readable.from([]))
      if (!received.ok) throw await notReceived(unitCode, received.refusals[0])
      return reply.code(202).header('location', `/api/v1/deliveries/${received.value.delivery_id}`).send(await shown(own, received.value, request))
    })
  })
  app.addSchema(Reason)
  app.addSchema(Delivery)

  app.get('/api/v1/deliveries', {
    schema: {
      operationId: 'listDeliveries', tags: ['deliveries'], security: callers('deliver'), summary: 'Deliveries of the acting unit, newest first',
      querystring: Type.Object({
        item: Type.Optional(Type.String({ maxLength: 60 })), state: Type.Optional(State),
        after: Type.Optional(Type.String({ format: 'uuid' })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: pageSize, default: 20 })),
      }),
      response: { 200: Type.Object({ items: Type.Array(Type.Ref('Delivery')), next: Type.Union([Type.String(), Type.Null()]) }) },
    },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    const { after, limit = 20, item, state } = request.query as { after?: string; limit?: number; item?: string; state?: store.DeliveryRow['state'] }
    const rows = await store.deliveriesOf(own.database, unitCode, after ?? null, limit, { item: item ?? null, states: state ? [state] : null })
    return { items: await Promise.all(rows.map((row) => shown(own, row, request))), next: rows.length === limit ? rows.at(-1)!.delivery_id : null }
  })

  app.get('/api/v1/deliveries/:id', {
    schema: {
      operationId: 'getDelivery', tags: ['deliveries'], security: callers('deliver'), summary: 'How far a delivery is, and what came of it', params: idParams, response: { 200: Type.Ref('Delivery') },
    },
  }, async (request) => {
    const { own, delivery } = await ofUnit(request)
    return shown(own, delivery, request)
  })

  app.get('/api/v1/deliveries/:id/returned', {
    schema: {
      operationId: 'getReturnedRows', tags: ['deliveries'], security: callers('deliver'), summary: 'Returned rows with what was found, which rule, how to cure it; as a list or as a file to correct and deliver again',
      params: idParams,
      querystring: Type.Object({
        format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv'), Type.Literal('xlsx')])),
        reason: Type.Optional(Type.String({ description: 'only rows with this finding' })),
        after: Type.Optional(Type.Integer({ minimum: 0, description: 'row number the previous page ended with' })),
        lang: Type.Optional(Type.Union([Type.Literal('zh'), Type.Literal('en')])),
      }),
    },
  }, async (request, reply) => {
    const { own, delivery } = await ofUnit(request)
    const { format = 'json', reason = null, after = 0 } = request.query as { format?: 'json' | 'csv' | 'xlsx'; reason?: string; after?: number }
    const language = languageOf(request)
    if (format === 'json') {
      const rows = await store.returnedRows(own.database, delivery.delivery_id, after, pageSize, reason)
      return {
        items: rows.map((row) => ({
          row: row.row_number, cells: row.cells,
          findings: (row.findings as RowFinding[]).map(withWords),
        })),
        next: rows.length === pageSize ? rows.at(-1)!.row_number : null,
      }
    }
    const item = findItem(ports.law(), delivery.item_id, ports.today())
    const rows = async function* () {
      for (let last = 0; ;) {
        const page = await store.returnedRows(own.database, delivery.delivery_id, last, 1000, reason)
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

  app.post('/api/v1/deliveries/:id/returned/:row', {
    config: { persons: 'own' },
    schema: {
      operationId: 'correctReturnedRow', tags: ['deliveries'], security: callers('deliver'),
      summary: 'Correct one returned row: it takes the way of any row of a file and counts for the delivery it came with',
      params: Type.Object({ id: Type.String({ format: 'uuid' }), row: Type.Integer({ minimum: 1 }) }),
      body: Type.Object({ cells: Type.Record(Type.String({ maxLength: 200 }), Type.String({ maxLength: 50_000 }), {
        description: 'by column name: what is written anew; every other cell stays as it was delivered',
      }), statements: Type.Optional(Type.Record(Type.String({ maxLength: 200 }), Type.String({ maxLength: 1000 }), {
        description: 'by column name: why the words in question mean no person; counts only for a cell that is written anew with it',
      })) }),
      response: { 200: Type.Object({ outcome: Type.String({ description: 'accepted, recognised or changed' }), organisation: Type.String(), record: Type.Integer() }) },
    },
  }, async (request, reply) => {
    const { unitCode, clientId, delivery } = await ofUnit(request)
    const { row: rowNumber } = request.params as { row: number }
    const row = String(rowNumber)
    const item = ports.law().catalog.find((i) => i.id === delivery.item_id)
    const cells: Record<string, string> = {}
    // A name that the item does not have may be anything: it is told by its position, never repeated.
    const fieldAt = (column: string, n: number) => {
      const field = item === undefined ? null : fieldOf(item)(column)
      if (field === null) throw refused(422, 'column-unknown', { column: String(n + 1), item: delivery.item_id })
      return field.name
    }
    const sent = request.body as { cells: Record<string, string>; statements?: Record<string, string> }
    for (const [n, [column, cell]] of Object.entries(sent.cells).entries()) cells[fieldAt(column, n)] = cell
    const statements: Record<string, string> = {}
    for (const [n, [column, reason]] of Object.entries(sent.statements ?? {}).entries()) statements[fieldAt(column, n)] = reason
    const made = await correctRow(ports, { unitCode, delivery, rowNumber, cells, statements, by: { client: clientId } })
    switch (made.kind) {
      case 'corrected': return { outcome: made.row.outcome, organisation: made.row.subject_code, record: made.row.record_id }
      case 'unknown': throw refused(404, 'row-unknown', { row })
      case 'corrected-before': throw refused(409, 'row-corrected-before', { row, at: made.row.corrected_at, record: String(made.row.record_id) })
      case 'may-not': throw await notReceived(unitCode, made.refusal)
      case 'statement-refused': throw new Refused(422, statementProblem(made.refusal))
      default: {
        const code = made.kind === 'refused' ? 'row-refused' : 'row-still-returned'
        const problem = problemOf({ code, rule: made.findings[0]?.rule ?? null, facts: { row } }, languageOf(request), request.url.split('?')[0]!)
        // The members of a problem, and beside them what was found: RFC 9457, 3.2.
        return reply.code(422 as 200).type('application/problem+json; charset=utf-8').header('cache-control', 'no-store')
          .send(JSON.stringify({ ...problem, findings: made.findings.map(withWords) }) as never)
      }
    }
  })

  app.get('/api/v1/deliveries/mistakes', {
    schema: {
      operationId: 'getMistakes', tags: ['deliveries'], security: callers('deliver'), summary: 'Recurring mistakes of the acting unit: in one delivery beside the last twelve months',
      querystring: Type.Object({
        delivery: Type.Optional(Type.String({ format: 'uuid', description: "the unit's newest when left out" })),
        format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')])), ...languageQuery,
      }),
    },
  }, async (request, reply) => {
    const { unitCode, own } = await requireUnit(ports, request)
    const { delivery, format } = request.query as { delivery?: string; format?: 'json' | 'csv' }
    if (delivery !== undefined && (await ownDelivery(own, unitCode, delivery)) === null) throw refused(404, 'delivery-unknown')
    const sheet = await readMistakes(own, unitCode, delivery ?? null)
    if (format === 'csv') {
      return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="mistakes.csv"').send(mistakeCsv(sheet, languageOf(request)))
    }
    const mistakes = sheet.mistakes.map((m) => ({ ...m, message: headline(m.code, m.doubtful) }))
    return { ...sheet, mistakes, months: sheet.months.map((m) => ({ ...m, percent: share(m) })) }
  })

  app.post('/api/v1/organisations/:code/records/:id/withdrawal', {
    schema: {
      operationId: 'withdrawRecord', tags: ['deliveries'], security: callers('deliver'),
      summary: 'The unit that delivered a record takes it back; a repeated delivery of the same document does not restore it',
      params: Type.Object({ code: Type.String({ maxLength: 100 }), id: Type.Integer({ minimum: 1 }) }),
      body: Type.Object({ reason: Type.String({ maxLength: 2000 }), document: Type.Optional(nullable(Type.String({ maxLength: 200 }))) }),
      response: { 200: Type.Object({ organisation: Type.String(), record: Type.Integer(), existence: Type.Literal('withdrawn') }) },
    },
  }, async (request) => {
    const { unitCode } = await requireUnit(ports, request)
    const { code, id } = request.params as { code: string; id: number }
    const { reason, document } = request.body as { reason: string; document?: string | null }
    const done = await withdrawRecord(ports, { subject: code, record: id, provider: unitCode, reason, document: document?.trim() || null, rule: null })
    if (!done.ok) throw new Refused(problemTexts[done.refusals[0].code as 'not-the-provider'].status, ...done.refusals)
    return { organisation: code, record: id, existence: 'withdrawn' as const }
  })

  /** A unit sees its own deliveries; another's does not exist for it. */
  async function ofUnit(request: FastifyRequest): Promise<Asking & { readonly delivery: store.DeliveryRow }> {
    const asking = await requireUnit(ports, request)
    const delivery = await ownDelivery(asking.own, asking.unitCode, (request.params as { id: string }).id)
    if (delivery === null) throw refused(404, 'delivery-unknown')
    return { ...asking, delivery }
  }

  /** Why a unit cannot deliver an item, with what it can. */
  async function notReceived(unitCode: string, refusal: Refusal<DeliveryRefusal>): Promise<Refused> {
    if (refusal.code === 'key-used-for-another-file') return new Refused(409, refusal)
    if (refusal.code !== 'item-not-in-catalog' && refusal.code !== 'unit-may-not-provide') return new Refused(403, refusal)
    const unit = await unitByCode(ports.database, unitCode)
    const allowed = unit === null ? '' : deliverableItems(ports, unit).map((item) => item.id).join(', ')
    return refusal.code === 'unit-may-not-provide' ? new Refused(403, { ...refusal, facts: { ...refusal.facts, allowed } })
      : new Refused(404, { ...refusal, code: 'item-not-deliverable', facts: { ...refusal.facts, allowed } })
  }

  async function shown(own: Ports, row: store.DeliveryRow, request: FastifyRequest) {
    const language = languageOf(request)
    const failure = row.failure as FileFault | null
    const words = failure === null ? null : describeFileFault({ code: failure.code, facts: failure.facts ?? {} }, language)
    return {
      id: row.delivery_id, item: row.item_id, unit: row.unit_code, mapping: row.mapping, fileName: row.file_name, state: row.state,
      sizeBytes: row.size_bytes, bytesRead: row.bytes_read, rowsRead: row.rows_read,
      accepted: row.accepted, recognised: row.recognised, changed: row.changed, returned: row.returned, refused: row.refused,
      notes: (row.notes as FileNote[]).map((note) => ({ code: note.code, message: { zh: describeNote(note, 'zh'), en: describeNote(note, 'en') } })),
      failure: failure === null || words === null ? null : { code: failure.code, title: words.found, detail: words.cure },
      reasons: row.returned + row.refused === 0 ? [] : (await reasonsOf(own.database, row.delivery_id)).map((r) => ({
        kind: r.kind, code: r.code, rows: r.rows, findings: r.findings, message: headline(r.code as RowFinding['code'], r.kind === 'returned'),
      })),
      corrected: await correctedCount(own.database, row.delivery_id),
      by: row.client_id === null && row.account_id === null ? null : { client: row.client_id, account: row.account_id },
      fileSha256: row.file_sha256?.toString('hex') ?? null,
      receivedAt: row.received_at, startedAt: row.started_at, endedAt: row.ended_at,
    }
  }
}

const withWords = (f: RowFinding) => ({ ...f, zh: describeFinding(f, 'zh'), en: describeFinding(f, 'en') })
