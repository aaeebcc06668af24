/** Who speaks for an organisation, entered by the operator's machines on the document of the mandate. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Ports } from '../ports.ts'
import { problemTexts } from '../web/problem.ts'
import { Refused, refused } from '../web/refused.ts'
import { day, nullable } from '../web/schemas.ts'
import { offerMembership } from './offers.ts'
import { saveAccount } from './members-store.ts'
import { callers, requireUnit } from './request.ts'

export function representativeRoutes(app: FastifyInstance, ports: Ports): void {
  app.post('/api/v1/operator/representatives', {
    schema: {
      tags: ['operator'], security: callers('operator'), operationId: 'addRepresentative',
      summary: 'Offer an account to speak for an organisation, on the document by which it was named: it does once it has said yes on its own page',
      body: Type.Object({
        organisation: Type.String({ maxLength: 18 }), issuer: Type.String({ minLength: 1, maxLength: 300 }),
        subject: Type.String({ minLength: 1, maxLength: 300 }),
        mandate: Type.String({ maxLength: 400, description: 'title and number of the document; nothing about the person' }),
        from: Type.Optional(day('first day; today when left out')), until: Type.Optional(nullable(day('last day'))),
      }, { additionalProperties: false }),
      response: { 202: Type.Object({ offer: Type.Integer({ description: 'number of the offer' }), account: Type.Integer() }) },
    },
  }, async (request, reply) => {
    const { unitCode } = await requireUnit(ports, request)
    if (unitCode !== 'operator') throw refused(403, 'operator-needed', { unit: unitCode })
    const { organisation, issuer, subject, mandate, ...days } =
      request.body as { organisation: string; issuer: string; subject: string; mandate: string; from?: string; until?: string | null }
    const account = await saveAccount(ports.database, { issuer, subject, name: '', at: ports.now().toString(), signedIn: false })
    const offered = await offerMembership(ports, 'operator', { account, body: { kind: 'organisation', code: organisation }, role: 'represent', mandate, ...days })
    if (!offered.ok) throw new Refused(problemTexts[offered.refusals[0].code].status, ...offered.refusals)
    return reply.code(202).send({ offer: offered.value, account })
  })
}
