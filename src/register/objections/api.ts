/** Routes of objections: for machines of the organisation that objects, of the unit that answers, of the operator. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { evidenceSchema, withEvidence } from '../../http/evidence-form.ts'
import { sendFile } from '../../http/file-out.ts'
import { filesOf } from '../../http/files.ts'
import { callers, requireRole, requireUnit } from '../../identity/request.ts'
import { unitByCode } from '../../identity/store.ts'
import type { Outcome } from '../../law/outcome.ts'
import type { Ports } from '../../ports.ts'
import { problemTexts, type ProblemCode } from '../../web/problem.ts'
import { Refused, refused } from '../../web/refused.ts'
import { day, nullable } from '../../web/schemas.ts'
import { actOnObjection, type CaseNow, casesOfSubject, lodgeObjection, objectionFor, queueOf } from './acts.ts'
import type { Command } from './objection.ts'
import type { Door } from './procedure.ts'
import * as store from './store.ts'
import { rolesFor } from './who.ts'

const common = { tags: ['objections'], security: callers('operator', 'represent', 'decide', 'deliver') }
const text = (description: string, maxLength = 4000) => Type.String({ maxLength, description })
const literals = (...values: readonly string[]) => Type.Union(values.map((v) => Type.Literal(v)))

const Step = Type.Object({
  step: Type.String(), by: literals('operator', 'provider'), rule: nullable(Type.String()),
  limit: nullable(Type.Object({ amount: nullable(Type.Integer()), unit: Type.String() }, { description: 'amount null: period not set' })),
  startsOn: nullable(day('the event it counts from')), due: nullable(day('last day in time')), provisional: Type.Boolean(),
  doneOn: nullable(day('done')), late: Type.Boolean(),
  state: literals('done', 'running', 'overdue', 'paused', 'not-set', 'no-number', 'unknown', 'to-come'),
}, { $id: 'ObjectionStep' })
const Case = Type.Object({
  case: Type.Integer({ description: 'receipt number: the number of the act' }), organisation: Type.String(), record: Type.Integer(), version: Type.Integer(), item: Type.String(),
  provider: Type.String(), document: nullable(Type.String()), lodgedAt: literals('operator', 'provider'), lodgedOn: day('received'), ground: Type.String(), explanation: Type.String(),
  evidence: Type.Array(Type.Object({ sha256: Type.String(), mediaType: Type.String(), bytes: Type.Integer() })), handler: Type.String({ description: 'with whom the case is' }),
  pauses: Type.Array(Type.Object({ ground: Type.String(), from: Type.String(), to: nullable(Type.String()), document: Type.String() })),
  decision: nullable(Type.Object({ on: Type.String(), by: Type.String(), verdict: Type.String(), reasons: Type.String() })), closedOn: nullable(day('closed')),
  reviews: Type.Array(Type.Object({
    way: Type.String(), document: Type.String(), askedOn: Type.String(), endedOn: nullable(Type.String()), suspends: Type.Boolean({ description: 'display stops meanwhile' }),
  })),
  steps: Type.Array(Type.Ref('ObjectionStep')),
}, { $id: 'Objection' })

const caseParams = Type.Object({ case: Type.Integer({ minimum: 1 }) })
const document = text('document it rests on', 400)
const Act = Type.Union([
  Type.Object({ do: literals('accept', 'resume', 'close') }, { additionalProperties: false }),
  Type.Object({ do: Type.Literal('transfer'), reason: Type.Optional(text('why', 1000)) }, { additionalProperties: false }),
  Type.Object({ do: Type.Literal('pause'), ground: Type.String({ maxLength: 60 }), document }, { additionalProperties: false }),
  Type.Object({ do: Type.Literal('decide'), verdict: literals('correct', 'withdraw', 'keep', 'unverifiable'), reasons: text('the reasoned answer') }, { additionalProperties: false }),
  Type.Object({ do: literals('ask-review', 'end-review'), way: Type.String({ maxLength: 60 }), document }, { additionalProperties: false }),
], { description: 'what is done; which of these a party may do follows from the case and the pack' })

export function objectionRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(Step)
  app.addSchema(Case)

  withEvidence(app, (scope) => scope.post('/api/v1/objections', {
    schema: {
      ...common, ...evidenceSchema, security: callers('represent'), operationId: 'lodgeObjection', summary: 'Object to a record about your own organisation; the record is marked at once',
      body: Type.Object({
        record: Type.Integer({ minimum: 1 }), ground: Type.String({ maxLength: 60, description: "of the pack's list objection-grounds" }),
        explanation: text('what is wrong, and what it should be'), at: Type.Optional(literals('operator', 'provider')),
      }, { additionalProperties: false }),
      response: { 201: Type.Ref('Objection') },
    },
  }, async (request, reply) => {
    const { unitCode } = await requireRole(ports, request, 'represent')
    const { record, ground, explanation, at = 'operator' } = request.body as { record: number; ground: string; explanation: string; at?: Door }
    const id = valueOf(await lodgeObjection(ports, unitCode, { subject: unitCode, record, ground, explanation, at, evidence: filesOf(request) }))
    return reply.code(201).send(caseJson(valueOf(await objectionFor(ports, unitCode, id))))
  }))

  app.get('/api/v1/objections', {
    schema: {
      ...common, operationId: 'listObjections', summary: 'Open cases of your desk, most urgent first, a portion at a time; for an organisation all its cases, newest first',
      querystring: Type.Object({ after: Type.Optional(Type.String({ maxLength: 40, description: 'what the portion before gave as next' })) }, { additionalProperties: false }),
      response: { 200: Type.Object({ items: Type.Array(Type.Ref('Objection')), next: nullable(Type.String({ description: 'where the next portion begins; null at the end' })) }) },
    },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    const desk = unitCode === 'operator' || await unitByCode(own.database, unitCode) !== null
    if (!desk) return { items: (await casesOfSubject(own, unitCode)).map(caseJson), next: null }
    const { cases, next } = await queueOf(own, unitCode, (request.query as { after?: string }).after ?? null)
    return { items: cases.map(caseJson), next }
  })

  app.get('/api/v1/objections/:case', {
    schema: { ...common, operationId: 'getObjection', summary: 'One case with its steps and clocks, for its parties', params: caseParams, response: { 200: Type.Ref('Objection') } },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    return caseJson(valueOf(await objectionFor(own, unitCode, idOf(request))))
  })

  app.get('/api/v1/objections/:case/evidence/:sha256', {
    schema: {
      ...common, operationId: 'getObjectionEvidence', summary: 'A file handed in with an objection, for its parties',
      params: Type.Object({ case: Type.Integer({ minimum: 1 }), sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
    },
  }, async (request, reply) => {
    const { unitCode, own } = await requireUnit(ports, request)
    valueOf(await objectionFor(own, unitCode, idOf(request)))
    const { sha256 } = request.params as { sha256: string }
    const file = await store.evidence(own.database, idOf(request), sha256)
    if (file === null) throw refused(404, 'case-unknown', { case: String(idOf(request)) })
    return sendFile(reply, file, sha256.slice(0, 12))
  })

  app.post('/api/v1/objections/:case/acts', {
    schema: { ...common, operationId: 'actOnObjection', summary: 'Accept, pass on, pause, decide, close; ask for a review', params: caseParams, body: Act, response: { 200: Type.Ref('Objection') } },
  }, async (request) => {
    const access = await requireUnit(ports, request)
    const command = { reason: '', ...(request.body as object) } as Command
    const kind = access.unitCode === 'operator' ? 'operator' : access.roles?.includes('represent') ? 'organisation' : 'unit'
    const needed = rolesFor(kind, command.do)
    if (kind !== 'operator' && !needed.some((role) => access.roles?.some((own) => own === role))) throw refused(403, 'act-not-for-you', { role: needed.join(', ') })
    const c = valueOf(await actOnObjection(ports, access.unitCode, idOf(request), command))
    return caseJson(valueOf(await objectionFor(ports, access.unitCode, c.id)))
  })
}

const idOf = (request: FastifyRequest): number => (request.params as { case: number }).case

export function caseJson({ of, steps }: CaseNow) {
  const { id, subject, history: _, markedOn: _m, acceptedOn: _a, transferredOn: _t, ...rest } = of
  return {
    ...rest, case: id, organisation: subject,
    steps: steps.map(({ due, limit, ...s }) => ({
      ...s, limit: limit && { amount: limit.amount, unit: limit.unit }, due: due?.day.toString() ?? null, provisional: due?.provisional ?? false,
    })),
  }
}

function valueOf<T>(done: Outcome<T>): T {
  if (done.ok) return done.value
  throw new Refused(problemTexts[done.refusals[0].code as ProblemCode].status, ...done.refusals)
}
