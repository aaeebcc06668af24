/** Routes of rulings: for the machines of courts and units that register them, of providers that answer, and of the operator. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { callers, requireUnit } from '../../identity/request.ts'
import type { Access } from '../../identity/tokens.ts'
import type { Outcome } from '../../law/outcome.ts'
import type { Ports } from '../../ports.ts'
import { problemTexts, type ProblemCode } from '../../web/problem.ts'
import { Refused, refused } from '../../web/refused.ts'
import { day, nullable } from '../../web/schemas.ts'
import { carryOut, keep, notifyOperator, registerRuling, takeBack, tasksFor } from './acts.ts'
import { effects } from './revocation.ts'

const common = { tags: ['revocations'], security: callers('operator', 'deliver', 'decide') }
const literals = (...values: readonly string[]) => Type.Union(values.map((v) => Type.Literal(v)))
const Task = Type.Object({
  case: Type.Integer(), organisation: Type.String(), record: Type.Integer(), provider: Type.String(), document: Type.String({ description: 'behind the record' }),
  effect: literals(...effects), ruling: Type.String(), ruledOn: day('of the ruling'), ruledBy: Type.String({ description: 'who registered it' }),
  registeredOn: day('the clock of the provider counts from it'), state: literals('open', 'notified', 'closed'),
  notifiedOn: nullable(day('written notice of the provider')), closedOn: nullable(day('over')),
  outcome: nullable(literals('withdrawn', 'corrected', 'kept')), reasons: nullable(Type.String()),
  days: Type.Integer({ description: 'calendar days since the step that is owed began' }), rule: nullable(Type.String()),
  dueOn: nullable(day('last day in time; null: no period is set')), late: Type.Boolean(),
}, { $id: 'RevocationTask' })

export function revocationRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(Task)

  app.get('/api/v1/revocations', {
    schema: {
      ...common, operationId: 'listRevocations', summary: 'Rulings that reach your records, or that you registered; all for the operator. Those open first',
      response: { 200: Type.Object({ items: Type.Array(Type.Ref('RevocationTask')) }) },
    },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    return { items: [...await tasksFor(own, unitCode)] }
  })

  app.post('/api/v1/revocations', {
    schema: {
      ...common, security: callers('deliver', 'decide'), operationId: 'registerRuling', summary: 'Register a ruling that revokes, changes or voids the document behind a record: its provider gets a task',
      body: Type.Object({
        organisation: Type.String({ maxLength: 18 }), document: Type.String({ maxLength: 200, description: 'number of the document behind the record' }),
        provider: Type.Optional(nullable(Type.String({ maxLength: 18, description: 'unit that determined it; whoever did when left out' }))),
        effect: literals(...effects), ruling: Type.String({ maxLength: 200, description: 'its number' }), ruledOn: day('of the ruling'),
      }, { additionalProperties: false }),
      response: { 201: Type.Object({ cases: Type.Array(Type.Integer()) }) },
    },
  }, async (request, reply) => {
    const { unitCode } = await requireUnitRole(ports, request)
    const body = request.body as { organisation: string; document: string; provider?: string | null; effect: string; ruling: string; ruledOn: string }
    return reply.code(201).send({ cases: [...valueOf(await registerRuling(ports, unitCode, { ...body, provider: body.provider ?? null }))] })
  })

  app.post('/api/v1/revocations/:case', {
    schema: {
      ...common, security: callers('operator', 'deliver', 'decide'), operationId: 'settleRevocation',
      summary: 'The provider takes the record back, keeps it with its reasons, or tells the operator in writing; the operator carries out what it was told',
      params: Type.Object({ case: Type.Integer({ minimum: 1 }) }),
      body: Type.Object({
        do: literals('take-back', 'keep', 'notify', 'carry-out'),
        reasons: Type.Optional(Type.String({ maxLength: 2000 })), document: Type.Optional(Type.String({ maxLength: 200, description: 'number of the written notice' })),
      }, { additionalProperties: false }),
      response: { 204: Type.Null() },
    },
  }, async (request, reply) => {
    const { unitCode } = await requireUnitRole(ports, request)
    const { case: id } = request.params as { case: number }
    const { do: what, reasons = '', document = '' } = request.body as { do: string; reasons?: string; document?: string }
    valueOf(what === 'take-back' ? await takeBack(ports, unitCode, id) : what === 'keep' ? await keep(ports, unitCode, id, reasons)
      : what === 'notify' ? await notifyOperator(ports, unitCode, id, document) : await carryOut(ports, unitCode, id))
    return reply.code(204).send()
  })
}

/** A client that delivers or decides for its unit; the operator's own need no role. */
async function requireUnitRole(ports: Ports, request: Parameters<typeof requireUnit>[1]): Promise<Access> {
  const access = await requireUnit(ports, request)
  if (access.unitCode !== 'operator' && !access.roles?.some((role) => role === 'deliver' || role === 'decide')) throw refused(403, 'client-role-missing', { role: 'deliver' })
  return access
}

function valueOf<T>(done: Outcome<T>): T {
  if (done.ok) return done.value
  throw new Refused(problemTexts[done.refusals[0].code as ProblemCode].status, ...done.refusals)
}
