/** Routes of statements that words mean no person: for the machine clients of whoever wrote them, and for the operator. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { callers, requireUnit } from '../../../identity/request.ts'
import type { Ports } from '../../../ports.ts'
import { problemTexts } from '../../../web/problem.ts'
import { refused, Refused } from '../../../web/refused.ts'
import { nullable } from '../../../web/schemas.ts'
import { fieldOf } from '../../ingestion/columns.ts'
import { mostReason, stateNoPerson } from './acts.ts'
import { inColumn, inField } from './digest.ts'
import { statementProblem } from './problem.ts'
import * as store from './store.ts'
import { withdrawStatement } from './withdrawal/acts.ts'

const tags = ['boundary']
const security = callers()
const Statement = Type.Object({
  statement: Type.Integer({ description: 'number of its act' }), body: Type.String(), place: Type.String({ description: '`item/ITEM/COLUMN` or `form/FIELD`' }),
  digest: Type.String({ description: 'keyed digest of the text, which is not kept' }), reason: nullable(Type.String()), on: Type.String({ format: 'date' }),
  client: nullable(Type.String()), account: nullable(Type.String({ description: 'number of the account, never a name' })), withdrawn: nullable(Type.Integer()),
  let_in: Type.Object({ records: Type.Integer({ description: 'records a version of which stands on it' }), others: Type.Integer({ description: 'other acts that hold the text' }) }),
}, { $id: 'NoPersonStatement' })
const LetIn = Type.Object({
  act: Type.Integer({ description: 'number of the act that holds the text' }), kind: Type.String(), subject: nullable(Type.String()), record: nullable(Type.Integer()),
  newest: Type.Boolean({ description: 'it is the version the record has now' }),
  hidden: Type.Boolean({ description: 'kept from view because the statement was taken back' }),
}, { $id: 'LetInByStatement' })
const shown = (r: store.ListedStatement) => ({
  statement: r.act_id, body: r.body_code, place: r.place, digest: r.text_digest, reason: store.reasonOf(r), on: r.stated_on,
  client: r.client_id, account: r.account_id, withdrawn: r.withdrawn_act, let_in: { records: r.records, others: r.others },
})
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 }))
const Before = Type.Optional(Type.Integer({ minimum: 1, description: 'number of an act: only what is older' }))

export function statedRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(Statement)
  app.addSchema(LetIn)

  app.post('/api/v1/boundary/statements', {
    config: { persons: 'own' },
    schema: {
      operationId: 'stateNoPerson', tags, security,
      summary: 'State, with a reason, that words which may name a person mean none; then send again what was given back. Holds for exactly this text in this place',
      body: Type.Object({
        item: Type.Optional(Type.String({ maxLength: 60, description: 'catalog item, where the text is a cell of a delivery' })),
        field: Type.String({ minLength: 1, maxLength: 200, description: 'the column, or the field the answer named' }),
        text: Type.String({ minLength: 1, maxLength: 50_000, description: 'the whole text of the cell or field, exactly as it is sent; for a file its SHA-256 in hex' }),
        reason: Type.String({ maxLength: mostReason, description: 'why no person is meant' }),
      }),
      response: { 201: Type.Object({ statement: Type.Integer({ description: 'number of its act' }) }) },
    },
  }, async (request, reply) => {
    const { unitCode, clientId } = await requireUnit(ports, request)
    const { item: wanted, field, text, reason } = request.body as { item?: string; field: string; text: string; reason: string }
    let column = field
    if (wanted !== undefined) {
      const item = ports.law().catalog.find((i) => i.id === wanted)
      const known = item === undefined ? null : fieldOf(item)(field)
      if (known === null) throw refused(422, 'column-unknown', { column: '1', item: wanted })
      column = known.name
    }
    const place = wanted === undefined ? inField(column) : inColumn(wanted, column)
    const done = await stateNoPerson(ports, { body: unitCode, place, column, text, reason, client: clientId, account: null })
    if (!done.ok) throw answer(statementProblem(done.refusals[0]))
    return reply.code(201).send({ statement: done.value.act })
  })

  app.get('/api/v1/boundary/statements', {
    schema: {
      operationId: 'listNoPersonStatements', tags, security, summary: 'What your body stated (the operator: every body, or one), newest first, with how much stands on each',
      querystring: Type.Object({
        before: Before, limit: Limit, body: Type.Optional(Type.String({ maxLength: 18, description: 'the operator: of this body alone' })),
        state: Type.Optional(Type.Union([Type.Literal('stands'), Type.Literal('withdrawn')])), let_in: Type.Optional(Type.Union([Type.Literal('something'), Type.Literal('nothing')])),
      }),
      response: { 200: Type.Object({
        items: Type.Array(Type.Ref('NoPersonStatement')), next: nullable(Type.Integer()),
        counts: Type.Object({ stands: Type.Integer(), withdrawn: Type.Integer(), something: Type.Integer({ description: 'of them, those on which anything stands' }) }),
      }) },
    },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    const { before, limit = 50, body, state, let_in: letIn } = request.query as {
      before?: number; limit?: number; body?: string; state?: 'stands' | 'withdrawn'; let_in?: 'something' | 'nothing'
    }
    const of = unitCode === 'operator' ? body ?? null : unitCode
    const rows = await store.statements(own.database, { body: of, state, letIn }, { before: before ?? null, limit })
    const counts = store.tallied(await store.countStatements(own.database, of))
    return { items: rows.map(shown), next: rows.length === limit ? rows.at(-1)!.act_id : null, counts }
  })

  app.get('/api/v1/boundary/statements/:statement', {
    schema: {
      operationId: 'readNoPersonStatement', tags, security, summary: 'One statement, and what stands on it: the acts that hold the text, newest first',
      params: Type.Object({ statement: Type.Integer({ minimum: 1 }) }), querystring: Type.Object({ before: Before, limit: Limit }),
      response: { 200: Type.Object({ statement: Type.Ref('NoPersonStatement'), items: Type.Array(Type.Ref('LetInByStatement')), next: nullable(Type.Integer()) }) },
    },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    const { statement } = request.params as { statement: number }
    const { before, limit = 50 } = request.query as { before?: number; limit?: number }
    const found = await store.statementOf(own.database, unitCode === 'operator' ? null : unitCode, statement)
    if (found === null) throw refused(404, 'statement-unknown', { statement: String(statement) })
    const rows = await store.standingOn(own.database, statement, { limit, before: before ?? null })
    return {
      statement: shown(found), next: rows.length === limit ? rows.at(-1)!.let_in : null,
      items: rows.map((r) => ({
        act: r.let_in, kind: r.kind, subject: r.subject_code === '' ? null : r.subject_code, record: r.record_id, newest: r.newest, hidden: r.hidden,
      })),
    }
  })

  app.post('/api/v1/operator/boundary-statements/:statement/withdrawal', {
    schema: {
      operationId: 'withdrawNoPersonStatement', tags: ['operator'], security: callers('operator'),
      summary: 'Take a statement back that was wrong: it holds no longer, and records whose version of today stands on it are kept from view until delivered again, or removed as incidents',
      params: Type.Object({ statement: Type.Integer({ minimum: 1 }) }), body: Type.Object({ reason: Type.String({ maxLength: mostReason }) }),
      response: { 200: Type.Object({ act: Type.Integer(), hidden: Type.Integer({ description: 'records kept from view by it' }) }) },
    },
  }, async (request) => {
    const { reason } = request.body as { reason: string }
    const { statement } = request.params as { statement: number }
    const done = await withdrawStatement(ports, { statement, reason, actor: 'operator', account: null })
    if (!done.ok) throw answer(statementProblem(done.refusals[0]))
    return done.value
  })
}

const answer = (refusal: ReturnType<typeof statementProblem>): Refused =>
  new Refused(problemTexts[refusal.code as 'text-clean'].status, refusal)
