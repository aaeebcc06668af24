/** Routes of an organisation's own statements and pledges. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { callers, requireRole } from '../../identity/request.ts'
import type { Outcome } from '../../law/outcome.ts'
import type { Ports } from '../../ports.ts'
import { problemTexts, type ProblemCode } from '../../web/problem.ts'
import { Refused } from '../../web/refused.ts'
import { makeStatement, withdrawStatement } from './acts.ts'

const common = { tags: ['own file'], security: callers() }

export function statementRoutes(app: FastifyInstance, ports: Ports): void {
  app.post('/api/v1/own/statements', {
    schema: {
      ...common, security: callers('represent'), operationId: 'makeStatement', summary: 'Add a statement or a pledge of your own organisation; it is shown as its own',
      body: Type.Object({ kind: Type.Union([Type.Literal('statement'), Type.Literal('pledge')]), text: Type.String({ maxLength: 4000 }) }, { additionalProperties: false }),
      response: { 201: Type.Object({ record: Type.Integer({ description: 'number of the record' }) }) },
    },
  }, async (request, reply) => {
    const { unitCode } = await requireRole(ports, request, 'represent')
    return reply.code(201).send({ record: valueOf(await makeStatement(ports, unitCode, request.body as { kind: string; text: string })) })
  })
  app.delete('/api/v1/own/statements/:record', {
    schema: {
      ...common, security: callers('represent'), operationId: 'withdrawStatement', summary: 'Take back a statement of your own organisation', params: Type.Object({ record: Type.Integer({ minimum: 1 }) }),
      response: { 204: Type.Null() },
    },
  }, async (request, reply) => {
    const { unitCode } = await requireRole(ports, request, 'represent')
    valueOf(await withdrawStatement(ports, unitCode, (request.params as { record: number }).record))
    return reply.code(204).send(null)
  })
}

function valueOf<T>(done: Outcome<T>): T {
  if (done.ok) return done.value
  throw new Refused(problemTexts[done.refusals[0].code as ProblemCode].status, ...done.refusals)
}
