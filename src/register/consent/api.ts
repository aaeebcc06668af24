/** Routes of consent: an organisation lets others see, and keeps from view. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { callers, requireRole, requireUnit } from '../../identity/request.ts'
import type { Outcome } from '../../law/outcome.ts'
import type { Ports } from '../../ports.ts'
import { problemTexts, type ProblemCode } from '../../web/problem.ts'
import { Refused } from '../../web/refused.ts'
import { day, nullable } from '../../web/schemas.ts'
import { authorise, endWithholding, revokeAuthorisation, withhold } from './acts.ts'
import { type Authorisation, type AuthorisationRequest, stateOf } from './authorisation.ts'
import * as store from './store.ts'

const common = { tags: ['consent'], security: callers('represent', 'inquire') }
const AuthorisationShape = Type.Object({
  authorisation: Type.Integer({ description: 'number of the act' }), organisation: Type.String(),
  inquirer: Type.Object({ kind: Type.String(), code: Type.String() }), purpose: Type.String(), categories: Type.Array(Type.String()),
  from: day('first day'), until: day('last day'), revokedOn: nullable(day('first day on which it holds no more')),
  state: Type.Union([Type.Literal('holds'), Type.Literal('revoked'), Type.Literal('ended')]),
}, { $id: 'Authorisation', description: 'One inquirer, one purpose, named categories, until a day' })
const numberParams = Type.Object({ authorisation: Type.Integer({ minimum: 1 }) })
const text = (description: string) => Type.String({ maxLength: 200, description })

/** Newest ones listed at most in one answer. */
const most = 500

export function consentRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(AuthorisationShape)
  const shape = ({ id, subject, ...a }: Authorisation) => ({
    authorisation: id, organisation: subject, ...a, state: stateOf({ id, subject, ...a }, ports.today().toString()),
  })

  app.post('/api/v1/authorisations', {
    schema: {
      ...common, security: callers('represent'), operationId: 'grantAuthorisation', summary: 'Let one inquirer see named categories for one purpose until a day',
      body: Type.Object({
        inquirer: text('unified social credit code of a unit or an organisation'), purpose: text("one of the pack's list authorisation-purposes"),
        categories: Type.Array(text('of the catalog'), { maxItems: 40 }), until: Type.Optional(text('last day, YYYY-MM-DD: none is given for ever')),
        alone: Type.Boolean({ description: 'true: it is the condition of no service and comes with no other consent' }),
      }, { additionalProperties: false }),
      response: { 201: Type.Ref('Authorisation') },
    },
  }, async (request, reply) => {
    const { unitCode } = await requireRole(ports, request, 'represent')
    const id = valueOf(await authorise(ports, unitCode, { until: '', ...request.body as Omit<AuthorisationRequest, 'until'> & { until?: string } }))
    return reply.code(201).send(shape((await store.authorisation(ports.database, unitCode, id))!))
  })

  app.get('/api/v1/authorisations', {
    schema: {
      ...common, operationId: 'listAuthorisations', summary: 'Authorisations your body gave and those given to it, newest first',
      response: { 200: Type.Object({ given: Type.Array(Type.Ref('Authorisation')), received: Type.Array(Type.Ref('Authorisation')) }) },
    },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    const [given, received] = await Promise.all([store.ofSubject(own.database, unitCode, most, 0), store.toInquirer(own.database, unitCode, most)])
    return { given: given.map(shape), received: received.map(shape) }
  })

  app.post('/api/v1/authorisations/:authorisation/revocation', {
    schema: { ...common, security: callers('represent'), operationId: 'revokeAuthorisation', summary: 'Revoke an authorisation, at once', params: numberParams, response: { 200: Type.Ref('Authorisation') } },
  }, async (request) => {
    const { unitCode } = await requireRole(ports, request, 'represent')
    const { authorisation: id } = request.params as { authorisation: number }
    valueOf(await revokeAuthorisation(ports, unitCode, id))
    return shape((await store.authorisation(ports.database, unitCode, id))!)
  })

  const Withheld = Type.Object({ records: Type.Array(Type.Integer()) })
  const withheld = async (code: string) => ({ records: (await store.withheldRecords(ports.database, code, ports.today().toString())).map((r) => r.record) })
  app.post('/api/v1/withholdings', {
    schema: {
      ...common, security: callers('represent'), operationId: 'withholdRecords', summary: 'Keep commendations, donations and the like from view; they stay in the archive', response: { 200: Withheld },
      body: Type.Object({ records: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 500 }) }, { additionalProperties: false }),
    },
  }, async (request) => {
    const { unitCode } = await requireRole(ports, request, 'represent')
    valueOf(await withhold(ports, unitCode, (request.body as { records: number[] }).records))
    return withheld(unitCode)
  })
  app.delete('/api/v1/withholdings/:record', {
    schema: {
      ...common, security: callers('represent'), operationId: 'endWithholding', summary: 'Let a withheld record be shown again', params: Type.Object({ record: Type.Integer({ minimum: 1 }) }),
      response: { 200: Withheld },
    },
  }, async (request: FastifyRequest) => {
    const { unitCode } = await requireRole(ports, request, 'represent')
    valueOf(await endWithholding(ports, unitCode, (request.params as { record: number }).record))
    return withheld(unitCode)
  })
}

function valueOf<T>(done: Outcome<T>): T {
  if (done.ok) return done.value
  throw new Refused(problemTexts[done.refusals[0].code as ProblemCode].status, ...done.refusals)
}
