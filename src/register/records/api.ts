/** Routes of the archive: what the public may see of an organisation, and the proof of each record. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Ports } from '../../ports.ts'
import { codeParams, day, languageQuery, nullable } from '../../web/schemas.ts'
import type { NoteGiven } from '../../web/note-given.ts'
import { joined } from '../../web/joined.ts'
import { refused } from '../../web/refused.ts'
import { currentCode } from '../subjects/store.ts'
import { readUscc } from '../subjects/uscc.ts'
import type { Display } from '../retention/display.ts'
import { type ArchiveReader, archiveReaderOf, type Language, nothingShown } from './archive.ts'
import { disputeOf, hiddenBy, marksFrom } from './marks.ts'
import type { Page } from './page.ts'
import { proofOf } from './proof/acts.ts'
import { receiptOf, receiptRecord } from './receipt.ts'
import * as store from './store.ts'

const mostShown = 200

const words = Type.Ref('Words')
const Why = Type.Object({
  rule: nullable(Type.String()), says: nullable(words), facts: Type.Record(Type.String(), Type.String()),
  result: Type.Ref('Words'), code: Type.String(), effective: Type.Boolean({ description: 'false: the rule was asked and changed nothing' }),
}, { $id: 'DisplayStep', description: "One rule's part in the decision to display" })
const PublicRecord = Type.Object({
  id: Type.Integer(), item: Type.String(), title: words, category: Type.String(), nature: Type.String(), class: nullable(words),
  selfDeclared: nullable(Type.Object({ says: words, rule: nullable(Type.String()) })),
  values: Type.Record(Type.String(), Type.String(), { description: 'public fields by name, as committed in the act' }),
  provider: Type.Object({ code: Type.String(), name: nullable(words) }),
  basis: Type.Object({ documentNumber: nullable(Type.String()), authority: nullable(Type.String()) }),
  decidedOn: day('day of the document'), receivedOn: day('day of receipt'), version: Type.Integer(),
  act: Type.Integer({ description: 'number of the act that holds this version' }),
  generated: Type.Boolean({ description: 'invented for demonstration' }),
  disputed: nullable(Type.Object({ since: day('since when'), rule: nullable(Type.String()), says: words }, { description: 'an objection to it is being handled; the mark goes with every copy' })),
  law: Type.String({ description: 'law under which this was decided' }),
  shownSince: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
  until: Type.Union([Type.String({ format: 'date' }), Type.Null()], { description: 'first day on which it is no longer shown; null: no end is set or known' }),
  why: Type.Array(Type.Ref('DisplayStep')),
  endsSooner: Type.Array(Type.Object({ by: Type.String(), title: words, earliestOn: nullable(Type.String()), rules: Type.Array(Type.String()) })),
}, { $id: 'PublicRecord' })
const Archive = Type.Object({
  organisation: Type.Object({
    code: Type.String(), name: Type.String(), kind: Type.String(), status: Type.String(), statusOn: nullable(Type.String()), generated: Type.Boolean(),
  }),
  day: day('the legal day this was decided for'), law: Type.String(), total: Type.Integer(),
  categories: Type.Array(Type.Object({ id: Type.String(), title: words, records: Type.Integer() })),
  nothing: Type.Optional(Type.Literal(true)), says: Type.Optional(words),
  items: Type.Record(Type.String(), Type.Unknown(), { description: 'titles, units and types of the fields of each item shown' }),
  receipt: Type.String({ description: 'fingerprint of what is shown here: docs/receipt.md' }),
  records: Type.Array(Type.Ref('PublicRecord')), next: nullable(Type.String()),
}, { $id: 'Archive' })
const Proof = Type.Object({
  format: Type.String(), checkpoint: Type.String({ description: 'signed note' }),
  acts: Type.Array(Type.Object({
    head: Type.Optional(Type.String()), content: Type.Optional(Type.String()), salt: Type.Optional(Type.String()), commitment: Type.Optional(Type.String()),
    leaf: Type.Integer(), path: Type.Array(Type.String()),
  })),
}, { $id: 'Proof', description: 'One act with its inclusion in the log; a record that is no longer shown appears as its commitment alone' })

type ArchiveQuery = {
  category?: string; item?: string; year?: number; order: Page['order']; after?: string; offset: number; limit: number; lang?: 'zh' | 'en'
}

const recordParams = Type.Object({ code: Type.String(), id: Type.Integer({ minimum: 1 }) })

/** @param given writes down what a reader who signed in takes, before it leaves */
export function recordRoutes(app: FastifyInstance, ports: Ports, given: NoteGiven): void {
  for (const schema of [Why, PublicRecord, Archive, Proof]) app.addSchema(schema)

  const today = () => archiveReaderOf(ports.law(), ports.today())

  /** The receipt of one record by itself. */
  const receiptOfOne = (read: ArchiveReader, code: string, row: store.PublicRecordRow, values: string) => receiptOf({
    origin: ports.settings.logOrigin, code, name: row.subject_name, day: read.day, law: read.stamp, total: 1,
    records: [receiptRecord(row, read.display(row)!, values, disputeOf(marksFrom(row.marks ?? null), row.record_id, read.day))],
  })

  app.get('/api/v1/organisations/:code/archive', {
    schema: {
      operationId: 'getArchive', tags: ['organisations'], summary: 'What is on display about an organisation today: each record with source, basis, why and until when',
      params: codeParams,
      querystring: Type.Object({
        category: Type.Optional(Type.String({ maxLength: 60 })), item: Type.Optional(Type.String({ maxLength: 60 })),
        year: Type.Optional(Type.Integer({ minimum: 1, maximum: 9999, description: 'year of the document' })),
        order: Type.Optional(Type.Union([Type.Literal('newest'), Type.Literal('ending')], { default: 'newest', description: 'newest document first, or the one whose display ends first' })),
        after: Type.Optional(Type.String({ maxLength: 40, description: 'next of the page before; in the order newest' })),
        offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000, default: 0, description: 'records to pass over' })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: mostShown, default: mostShown })), ...languageQuery,
      }),
      response: { 200: Type.Ref('Archive'), 304: Type.Null({ description: 'Unchanged' }) },
    },
  }, async (request, reply) => {
    const { code } = request.params as { code: string }
    const query = request.query as ArchiveQuery
    const language: Language = query.lang ?? 'both'
    const read = today()
    const page = await store.archivePage(ports, code, {
      items: itemsAsked(read, query.category, query.item), year: query.year ?? null, order: query.order, limit: query.limit + 1, offset: query.offset,
      after: query.after === undefined ? null : cursor(query.after),
    }, mostShown)
    if (page === null) return elsewhere(ports, request, reply, code, '/archive')
    const { subject, tally } = page
    const { category = null, item = null, year = null, after = null } = query
    const etag = read.etag(code, subject.subject_act, language, category, item, year, query.order, after, query.offset, query.limit, page.version)
    reply.header('etag', etag).header('cache-control', 'no-cache')
    if (request.headers['if-none-match'] !== undefined && sameTag(request.headers['if-none-match'], etag)) return reply.code(304).send()

    const rows = page.rows.slice(0, query.limit)
    const counts = new Map<string, number>()
    for (const { item_id: item, records } of tally) counts.set(read.category(item), (counts.get(read.category(item)) ?? 0) + records)
    const total = tally.reduce((n, t) => n + t.records, 0)
    const disputes = rows.map((row) => disputeOf(page.marks, row.record_id, read.day))
    const values = rows.map(read.valuesJson)
    const records = rows.flatMap((row, i) => [`${i === 0 ? '' : ','}${read.recordJson(row, values[i]!, language, disputes[i])}`, read.shown(row.decision, language).json])
    const { subject_name, kind, status, status_on, generated } = subject
    const receipt = receiptOf({
      origin: ports.settings.logOrigin, code, name: subject_name, day: read.day, law: read.stamp, total,
      records: rows.map((row, i) => receiptRecord(row, row.decision, values[i]!, disputes[i]!)),
    })
    await given(request, reply, code, receipt, rows)
    const nothing = total > 0 ? '' : `"nothing":true,"says":${JSON.stringify(language === 'both' ? nothingShown : { [language]: nothingShown[language] })},`
    const last = rows.at(-1)
    const next = page.rows.length > rows.length && last && query.order === 'newest' ? `"${last.decided_on}_${last.record_id}"` : 'null'
    return reply.type('application/json; charset=utf-8').send(joined([
      `{"organisation":${JSON.stringify({ code, name: subject_name, kind, status, statusOn: status_on, generated })},"day":"${read.day}","law":"${read.stamp}",`
      + `"total":${total},"categories":${read.countsJson(counts, language)},${nothing}"receipt":"${receipt}",`
      + `"items":${read.itemsJson(new Set(rows.map((row) => row.item_id)), language)},"records":[`,
      ...records, `],"next":${next}}`,
    ]))
  })

  app.get('/api/v1/organisations/:code/records/:id', {
    schema: {
      operationId: 'getRecord', tags: ['organisations'], summary: 'One record on display; 410 with the reason and the day once it is no longer shown',
      params: recordParams, querystring: Type.Object(languageQuery),
      response: { 200: Type.Ref('PublicRecord'), 304: Type.Null({ description: 'Unchanged' }) },
    },
  }, async (request, reply) => {
    const { code, id } = request.params as { code: string; id: number }
    const language = (request.query as { lang?: 'zh' | 'en' }).lang ?? 'both'
    const row = await store.publicRecord(ports, code, id)
    if (row === null) return elsewhere(ports, request, reply, code, `/records/${id}`, id)
    if (row.existence === 'erased') throw refused(410, 'record-erased', { record: String(id) })
    const read = today()
    const decision = read.display(row)
    if (row.existence === 'withdrawn' && decision !== null && isPublicState(decision)) {
      throw refused(410, 'record-withdrawn', { since: (await store.withdrawnOn(ports.database, code, id)) ?? '' })
    }
    if (row.existence !== 'held' || decision === null || !isPublicState(decision)) throw refused(404, 'record-unknown', { record: String(id) })
    if (decision.state === 'ended') {
      const { endsOn, afterEnd } = read.shown(decision, language)
      throw refused(410, 'record-no-longer-shown', { since: endsOn!, rules: afterEnd.join(', ') }, afterEnd[0] ?? null)
    }
    const marks = marksFrom(row.marks ?? null)
    if (hiddenBy(marks, read.day).has(id)) throw refused(404, 'record-unknown', { record: String(id) })
    const etag = read.etag(code, row.subject_act, row.act_id, row.provider_act, language, row.marks ?? null)
    reply.header('etag', etag).header('cache-control', 'no-cache')
    if (sameTag(request.headers['if-none-match'] ?? '', etag)) return reply.code(304).send()
    const receipt = receiptOfOne(read, code, row, read.valuesJson(row))
    await given(request, reply, code, receipt, [row])
    reply.header('probity-receipt', receipt)
    const shown = read.recordJson(row, read.valuesJson(row), language, disputeOf(marks, id, read.day))
    return reply.type('application/json; charset=utf-8').send(joined([shown, read.shown(decision, language).json]))
  })

  app.get('/api/v1/organisations/:code/records/:id/proof', {
    schema: {
      operationId: 'getProof', tags: ['organisations', 'log'], params: recordParams, response: { 200: Type.Ref('Proof') },
      summary: 'Proof that the act behind a record is in the log; without its content once the record is no longer shown',
    },
  }, async (request, reply) => {
    const { code, id } = request.params as { code: string; id: number }
    const row = await store.publicRecord(ports, code, id)
    if (row === null) return elsewhere(ports, request, reply, code, `/records/${id}/proof`, id)
    // Salt and content are gone: the entry in the log is all there is to prove.
    if (row.existence === 'erased') return reply.header('cache-control', 'no-cache').send(await proofNow(ports, code, row.act_id, false))
    const decision = today().display(row)
    if (decision === null || !isPublicState(decision)) throw refused(404, 'record-unknown', { record: String(id) })
    const hidden = hiddenBy(marksFrom(row.marks ?? null), ports.today().toString()).has(id)
    const shown = row.existence === 'held' && decision.state === 'on-display' && !hidden
    const proof = await proofNow(ports, code, row.act_id, shown)
    reply.header('cache-control', 'no-cache')
    if (shown) {
      const receipt = receiptOfOne(today(), code, row, today().valuesJson(row))
      await given(request, reply, code, receipt, [row])
      reply.header('probity-receipt', receipt)
    }
    return reply.send(proof)
  })
}

/** On display or once was: everything else has never been for the public. */
const isPublicState = ({ state }: Display): boolean => state === 'on-display' || state === 'ended'

/** @throws {Refused} 503 while the act is still on its way into the log */
async function proofNow(ports: Ports, code: string, act: number, withContent: boolean) {
  const proof = await proofOf(ports, code, act, withContent)
  if (proof === null) throw refused(503, 'not-yet-in-log', { act: String(act) })
  return proof
}

/** A code that holds nothing here: a former one leads to the present one, a wrong one hears why. */
async function elsewhere(ports: Ports, request: FastifyRequest, reply: FastifyReply, code: string, rest: string, record?: number): Promise<FastifyReply> {
  const read = readUscc(code)
  if (!read.ok) throw refused(400, read.refusals[0].code, read.refusals[0].facts)
  if (read.value.code !== code) return redirect(request, reply, read.value.code, rest)
  const current = await currentCode(ports.database, code)
  if (current !== null) return redirect(request, reply, current, rest)
  if (record !== undefined && (await store.isHeld(ports.database, code))) throw refused(404, 'record-unknown', { record: String(record) })
  throw refused(404, 'organisation-unknown', { code })
}

function redirect(request: FastifyRequest, reply: FastifyReply, code: string, rest: string): FastifyReply {
  const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : ''
  return reply.redirect(`/api/v1/organisations/${code}${rest}${query}`, 308)
}

const sameTag = (header: string, etag: string): boolean => header === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)

function cursor(text: string): { decided_on: string; record_id: number } {
  const match = /^(\d{4}-\d\d-\d\d)_(\d{1,15})$/.exec(text)
  if (!match) throw refused(400, 'cursor-unreadable')
  return { decided_on: match[1]!, record_id: Number(match[2]) }
}

/** @returns null for all items */
function itemsAsked(read: ArchiveReader, category: string | undefined, item: string | undefined): readonly string[] | null {
  const ofCategory = category === undefined ? null : read.itemsOf(category)
  if (item === undefined) return ofCategory
  return ofCategory === null || ofCategory.includes(item) ? [item] : []
}
