/** Routes of inquiries: for machines of units and organisations that ask, and of the operator that says who may. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { type Asking, callers, requireRole, requireUnit } from '../../identity/request.ts'
import type { Access } from '../../identity/tokens.ts'
import type { Outcome } from '../../law/outcome.ts'
import type { Ports } from '../../ports.ts'
import { problemTexts, type ProblemCode } from '../../web/problem.ts'
import { Refused, refused } from '../../web/refused.ts'
import { day, nullable } from '../../web/schemas.ts'
import type { GroundCode } from '../disclosure/disclose.ts'
import { csvLine } from '../../text/csv-line.ts'
import { answerInquiry, type InquiryAnswer, inquiryGaps } from './acts.ts'
import { inquiryLimits, type NewInquiry } from './inquiry.ts'
import * as office from './office/acts.ts'
import { isLarge, type NewAccess, type Norms } from './office/office.ts'
import * as store from './store.ts'

const common = { tags: ['inquiries'], security: callers() }
const operators = { tags: ['operator'], security: callers('operator') }
const literals = (...values: readonly string[]) => Type.Union(values.map((v) => Type.Literal(v)))
const text = (description: string, maxLength: number = inquiryLimits.text) => Type.String({ maxLength, description })
const grounds = literals('public-display', 'government-sharing', 'inquiry-by-authority', 'own-inquiry', 'authorised-inquiry', 'bulk-inquiry')
const codes = (description: string) => Type.Array(Type.String({ maxLength: 80 }), { maxItems: 300, description })
const Words2 = Type.Object({ zh: Type.String(), en: Type.String() })

const asked = {
  purpose: Type.Optional(text("of the pack's list inquiry-purposes; for an authorised inquiry the purpose that was authorised", 100)),
  reference: Type.Optional(text('number or title of the case in hand')),
  stated: Type.Optional(text('the duty or provision in words, where the purpose is open')),
  items: Type.Optional(codes('catalog items; all when left out')),
}
const Answer = Type.Object({
  act: Type.Integer({ description: "the log's entry of this inquiry" }), sequence: Type.Integer({ description: 'without gaps over the whole register' }),
  at: Type.String({ format: 'date-time' }), day: day('legal day'), law: Type.String(),
  organisation: Type.Object({ code: Type.String(), name: Type.String(), kind: Type.String(), status: Type.String(), generated: Type.Boolean() }),
  inquirer: Type.Object({ kind: literals('unit', 'organisation'), code: Type.String() }),
  ground: Type.String(), purpose: Type.String(), reference: Type.String(), rules: Type.Array(Type.String()), receipt: Type.String({ description: 'see docs/receipt.md' }),
  records: Type.Array(Type.Object({
    id: Type.Integer(), version: Type.Integer(), act: Type.Integer(), item: Type.String(), title: Words2, category: Type.String(),
    existence: literals('held', 'withdrawn', 'erased'),
    values: Type.Record(Type.String(), Type.String()), kept: Type.Array(Type.String(), { description: 'columns the catalog keeps from this way of asking' }),
    provider: Type.Object({ code: Type.String(), name: Words2 }),
    basis: Type.Object({ documentNumber: nullable(Type.String()), authority: nullable(Type.String()) }),
    decidedOn: Type.String(), receivedOn: Type.String(), state: Type.String(), shownSince: nullable(Type.String()), until: nullable(Type.String()),
    marks: Type.Array(literals('disputed', 'suspended', 'shielded', 'withheld', 'unstated')),
  })),
}, { $id: 'InquiryAnswer' })
const Line = Type.Object({
  sequence: Type.Integer(), act: Type.Integer(), outcome: literals('answered', 'refused'), at: Type.String(), on: day('legal day'),
  inquirer: Type.Object({ kind: literals('unit', 'organisation'), code: Type.String(), name: nullable(Words2) }),
  account: nullable(Type.String({ description: 'number of the account, for the inquirer itself alone' })), client: nullable(Type.String()), channel: literals('page', 'api', 'terminal', 'counter'),
  organisation: Type.String(), ground: Type.String(), purpose: Type.String(), stated: Type.String(), reference: Type.String(),
  shown: Type.Integer({ description: 'versions shown' }), receipt: nullable(Type.String()), refusal: nullable(Type.String()),
}, { $id: 'InquiryLine' })
const AccessBody = Type.Object({
  unit: Type.String({ maxLength: 18 }), ground: grounds, purposes: Type.Optional(codes('all of the list when left out')), items: Type.Optional(codes('all the ground lets through when left out')),
  need: Type.Optional(text('why it is needed')), use: Type.Optional(text('what for it is used')), document: text('the agreement, or the document of the powers'),
  from: Type.Optional(day('first day; today when left out')), until: Type.Optional(nullable(day('last day'))),
}, { additionalProperties: false })
const mostAtOnce = 10_000

export function inquiryRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(Answer)
  app.addSchema(Line)

  app.post('/api/v1/inquiries', {
    schema: {
      ...common, security: callers('inquire', 'represent'), operationId: 'inquire', summary: 'Ask what is held about an organisation; the inquiry is in the log before the answer leaves',
      body: Type.Object({ organisation: Type.String({ maxLength: 18 }), ground: grounds, ...asked }, { additionalProperties: false }),
      response: { 200: Type.Ref('InquiryAnswer') },
    },
  }, async (request, reply) => {
    const access = await requireInquirer(ports, request)
    const { organisation, ...body } = request.body as { organisation: string } & Asked
    reply.header('cache-control', 'no-store')
    return valueOf(await answerInquiry(ports, access.unitCode, { ...newInquiry(body, access), subject: organisation }))
  })

  app.post('/api/v1/inquiries/bulk', {
    bodyLimit: 400_000,
    schema: {
      ...common, security: callers('inquire', 'represent'), operationId: 'inquireInBulk', summary: 'Ask about many organisations at once: NDJSON or CSV, one entry in the log for each; a large volume stands on its agreement',
      querystring: Type.Object({ format: Type.Optional(literals('ndjson', 'csv')) }),
      body: Type.Object({
        organisations: Type.Array(Type.String({ maxLength: 18 }), { minItems: 1, maxItems: mostAtOnce, uniqueItems: true }),
        ground: Type.Optional(grounds), ...asked,
      }, { additionalProperties: false }),
    },
  }, async (request, reply) => {
    const access = await requireInquirer(ports, request)
    const { organisations, ...body } = request.body as { organisations: string[] } & Partial<Asked>
    const large = isLarge(organisations.length, await office.normsNow(ports.database))
    const q = newInquiry({ ...body, ground: large ? 'bulk-inquiry' : body.ground ?? 'bulk-inquiry' }, access)
    const [first, ...rest] = organisations
    // The first decides whether anything is given at all; what is refused later concerns one organisation.
    const answer = await answerInquiry(ports, access.unitCode, { ...q, subject: first! })
    if (!answer.ok && answer.refusals[0].code !== 'organisation-unknown') return valueOf(answer)
    const csv = (request.query as { format?: string }).format === 'csv'
    const write = csv ? csvOf : ndjsonOf
    async function* lines() {
      if (csv) yield csvLine(csvColumns)
      yield write(first!, answer)
      for (const subject of rest) yield write(subject, await answerInquiry(ports, access.unitCode, { ...q, subject }))
    }
    return reply.header('cache-control', 'no-store').type(csv ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8').send(Readable.from(lines()))
  })

  app.get('/api/v1/inquiries', {
    schema: {
      ...common, security: callers('inquire', 'represent'), operationId: 'listInquiries', summary: 'What your unit asked, newest first',
      querystring: Type.Object({
        organisation: Type.Optional(Type.String({ maxLength: 18 })), ground: Type.Optional(grounds), outcome: Type.Optional(literals('answered', 'refused')),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })), offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
      }),
      response: { 200: Type.Object({ total: Type.Integer(), items: Type.Array(Type.Ref('InquiryLine')) }) },
    },
  }, async (request) => {
    const { unitCode, own } = await requireInquirer(ports, request)
    const { organisation, ground, outcome, limit = 50, offset = 0 } =
      request.query as { organisation?: string; ground?: string; outcome?: 'answered' | 'refused'; limit?: number; offset?: number }
    const filter = { subject: organisation ?? null, ground: ground ?? null, outcome: outcome ?? null }
    const [total, rows] = await Promise.all([store.countAsked(own.database, unitCode, filter),
      store.askedBy(own.database, unitCode, filter, limit, offset)])
    return { total, items: rows.map((row) => lineJson(row, true)) }
  })

  app.get('/api/v1/organisations/:code/inquiries', {
    schema: {
      ...common, security: callers('represent'), operationId: 'whoLooked', summary: 'Who asked about your own organisation, when, on what ground and for what; newest first',
      params: Type.Object({ code: Type.String({ maxLength: 18 }) }),
      querystring: Type.Object({
        after: Type.Optional(Type.Integer({ minimum: 1, description: 'only lines older than this number' })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      }),
      response: { 200: Type.Object({ total: Type.Integer(), items: Type.Array(Type.Ref('InquiryLine')), next: nullable(Type.Integer()) }) },
    },
  }, async (request) => {
    const { unitCode, own } = await requireRole(ports, request, 'represent')
    const { code } = request.params as { code: string }
    if (code !== unitCode) throw refused(403, 'not-oneself')
    const { after = null, limit = 50 } = request.query as { after?: number; limit?: number }
    const [total, rows] = await Promise.all([store.countLooked(own.database, code), store.whoLooked(own.database, code, { after, limit })])
    return { total, items: rows.map((row) => lineJson(row, false)), next: rows.length < limit ? null : rows.at(-1)!.sequence }
  })

  app.get('/api/v1/inquiries/norms', {
    schema: { tags: ['inquiries'], operationId: 'getInquiryNorms', summary: 'The norms of inquiry as published; 404 while none are', response: { 200: Type.Object({
      document: Type.String(), windows: Words2, largeFrom: nullable(Type.Integer({ description: 'null: not set' })),
      directory: Type.Array(Type.String()), on: day('published'), act: Type.Integer(), law: Type.String(),
    }) } },
  }, async () => {
    const norms = await office.normsNow(ports.publicReads)
    if (norms === null) throw refused(404, 'not-found')
    return norms
  })

  app.post('/api/v1/inquiries/cases', {
    schema: {
      ...common, security: callers('inquire'), operationId: 'tellOfClosedCase', summary: 'Tell of a case closed in which the text asks for an inquiry; without one it is listed as an omission',
      body: Type.Object({ organisation: Type.String({ maxLength: 18 }), purpose: text('of the list', 100), reference: text('of the case') }, { additionalProperties: false }),
      response: { 200: Type.Object({ inquiry: nullable(Type.Integer({ description: 'number of the inquiry; null: there was none' })) }) },
    },
  }, async (request) => {
    const { unitCode } = await requireRole(ports, request, 'inquire')
    const { organisation, ...rest } = request.body as { organisation: string; purpose: string; reference: string }
    return { inquiry: valueOf(await office.closeCase(ports, unitCode, { ...rest, subject: organisation })) }
  })

  officeRoutes(app, ports)
}

function officeRoutes(app: FastifyInstance, ports: Ports): void {
  /** @param body null: nothing is sent */
  const operator = (method: 'get' | 'post' | 'delete', path: string, operationId: string, summary: string, schema: Record<string, TSchema>,
    work: (request: FastifyRequest, reply: FastifyReply, own: Ports['database']) => Promise<unknown>) =>
    app[method](`/api/v1/operator/${path}`, { schema: { ...operators, operationId, summary, ...schema } }, async (request, reply) => {
      const { unitCode, own } = await requireUnit(ports, request)
      if (unitCode !== 'operator') throw refused(403, 'operator-needed', { unit: unitCode })
      return work(request, reply, own.database)
    })

  operator('get', 'inquiry-access', 'listInquiryAccess', 'What units may ask, on which agreement', {}, async (_request, _reply, own) => ({ items: await office.allAccess(own) }))
  operator('post', 'inquiry-access', 'grantInquiryAccess', 'Let a unit ask: its powers, a sharing agreement, a large-volume agreement', { body: AccessBody }, async (request, reply) => {
    const body = request.body as Partial<NewAccess> & Pick<NewAccess, 'unit' | 'ground' | 'document'>
    const access = valueOf(await office.grantAccess(ports, 'operator', {
      purposes: null, items: null, need: '', use: '', from: ports.today().toString(), until: null, ...body,
    }))
    return reply.code(201).send({ access })
  })
  operator('delete', 'inquiry-access/:access', 'endInquiryAccess', 'End what a unit may ask, at once', { params: Type.Object({ access: Type.Integer({ minimum: 1 }) }) }, async (request, reply) => {
    valueOf(await office.endAccess(ports, 'operator', (request.params as { access: number }).access))
    return reply.code(204).send()
  })
  operator('post', 'inquiry-norms', 'publishInquiryNorms', 'Publish the norms of inquiry: document, windows, from how many organisations on a request is a large one', {
    body: Type.Object({
      document: text('title and number'), windows: Words2, largeFrom: Type.Optional(nullable(Type.Integer({ minimum: 2 }))), directory: Type.Optional(codes('further matters')),
    }, { additionalProperties: false }),
  }, async (request, reply) => {
    const norms = { largeFrom: null, directory: [], ...request.body as Pick<Norms, 'document' | 'windows'> & Partial<Norms> }
    return reply.code(201).send({ act: valueOf(await office.publishNorms(ports, 'operator', norms)) })
  })
  operator('post', 'inquiry-reviews', 'reviewInquiries', 'Write down a review of how inquiries were used', {
    body: Type.Object({ from: Type.Integer({ minimum: 1 }), to: Type.Integer({ minimum: 1 }), outcome: text('what was looked at and found', 2000) }, { additionalProperties: false }),
  }, async (request, reply) => reply.code(201).send(valueOf(await office.reviewUse(ports, 'operator', request.body as { from: number; to: number; outcome: string }))))
  operator('get', 'inquiry-reviews', 'listInquiryReviews', 'Reviews of use, newest first', {}, async (_request, _reply, own) => ({ items: await office.reviewsOfUse(own) }))
  operator('get', 'inquiry-gaps', 'findInquiryGaps', 'Numbers of inquiries that are missing; none on a sound register', {}, (_request, _reply, own) => inquiryGaps(own))
  operator('get', 'inquiry-omissions', 'listInquiryOmissions', 'Cases closed without the inquiry the text asks for', {}, async (_request, _reply, own) => ({ items: await office.omissions(own, null, 200) }))
}

type Asked = { ground: GroundCode; purpose?: string; reference?: string; stated?: string; items?: string[] }
const newInquiry = ({ ground, purpose = '', reference = '', stated = '', items }: Asked, access: Access): Omit<NewInquiry, 'subject'> =>
  ({ ground, purpose, reference, stated, items: items ?? null, channel: 'api', client: access.clientId })

/** A client of a unit that may ask, or one that speaks for an organisation. */
async function requireInquirer(ports: Ports, request: FastifyRequest): Promise<Asking> {
  const access = await requireUnit(ports, request)
  if (!access.roles?.some((role) => role === 'inquire' || role === 'represent')) throw refused(403, 'client-role-missing', { role: 'inquire' })
  return access
}

function valueOf<T>(done: Outcome<T>): T {
  if (done.ok) return done.value
  throw new Refused(problemTexts[done.refusals[0].code as ProblemCode].status, ...done.refusals)
}

/** @param own whether it is read by the inquirer, who alone sees the number of its member's account */
export const lineJson = (row: store.NamedInquiry, own: boolean) => ({
  sequence: row.sequence, act: row.act_id, outcome: row.outcome, at: row.asked_at, on: row.asked_on,
  inquirer: { kind: row.inquirer_kind, code: row.inquirer_code,
    name: row.inquirer_zh === null ? null : { zh: row.inquirer_zh, en: row.inquirer_en ?? row.inquirer_zh } },
  account: own ? row.account : null, client: own ? row.client_id : null, channel: row.channel, organisation: row.subject_code,
  ground: row.ground, purpose: row.purpose,
  stated: row.stated, reference: row.reference, shown: row.shown, receipt: row.receipt, refusal: row.refusal,
})

type Answered = Outcome<InquiryAnswer>
const ndjsonOf = (organisation: string, done: Answered): string => `${JSON.stringify(done.ok ? done.value : { organisation: { code: organisation }, refused: done.refusals[0].code })}\n`

const csvColumns = ['sequence', 'act', 'receipt', 'organisation', 'name', 'record', 'version', 'item', 'provider', 'document', 'authority', 'decidedOn', 'until', 'marks', 'values', 'refused']
/** One line a record; one line for an organisation of which nothing is shown. */
function csvOf(organisation: string, done: Answered): string {
  if (!done.ok) return csvLine(['', '', '', organisation, ...csvColumns.slice(5).map(() => ''), done.refusals[0].code])
  const { sequence, act, receipt, organisation: { name }, records } = done.value
  const head = [String(sequence), String(act), receipt, organisation, name]
  if (records.length === 0) return csvLine([...head, ...csvColumns.slice(5).map(() => '')])
  return records.map((r) => csvLine([
    ...head, String(r.id), String(r.version), r.item, r.provider.code, r.basis.documentNumber ?? '',
    r.basis.authority ?? '', r.decidedOn, r.until ?? '', r.marks.join(' '),
    JSON.stringify(r.values), '',
  ])).join('')
}
