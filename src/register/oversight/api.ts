/** Routes of oversight: the desk of a department in charge, cases for their parties, what a body has in place, decisions for no measure. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { callers, requireUnit } from '../../identity/request.ts'
import type { Outcome } from '../../law/outcome.ts'
import type { Ports } from '../../ports.ts'
import { problemTexts, type ProblemCode } from '../../web/problem.ts'
import { Refused, refused } from '../../web/refused.ts'
import { day, nullable } from '../../web/schemas.ts'
import { actOnCase, caseFor, casesOf, decideNoMeasure, nameArrangement, openCase, placeBody } from './acts.ts'
import type { Command, Fine, OversightCase } from './case.ts'
import { deskOf } from './desk/acts.ts'
import { bodyRoles } from './store.ts'

const common = { tags: ['oversight'], security: callers('operator', 'represent', 'decide') }
const text = (description: string, maxLength = 4000) => Type.String({ maxLength, description })
const strict = { additionalProperties: false } as const
const words = Type.Object({ zh: Type.String(), en: Type.String() })
const code = Type.String({ maxLength: 18, description: '`operator`, or the code of a unit or organisation' })

const OversightCaseSchema = Type.Object({
  case: Type.Integer(), organ: Type.String(), body: Type.String(), matter: Type.String(), rule: Type.String(), facts: Type.String(), about: Type.String(),
  openedOn: day('opened'), answerUntil: day('until then the body may state its side, and nothing is decided'),
  trail: Type.Object({
    acts: Type.Array(Type.Object({ act: Type.Integer(), kind: Type.String(), on: Type.String(), by: Type.String(), rules: Type.Array(Type.String()) })),
    missed: Type.Array(Type.Object({
      act: Type.Integer(), step: Type.String(), rule: Type.String(), from: nullable(Type.String()), due: Type.String(),
    }), { description: 'clocks that ran out; the certificate of each: /api/v1/law/rules/{rule}/due with `from`' }),
    feed: nullable(Type.Object({ item: Type.String(), since: Type.String(), days: Type.Integer(), rule: nullable(Type.String()) })),
    inquiry: nullable(Type.Object({
      line: Type.Integer(), act: Type.Integer(), on: Type.String(), subject: Type.String(), ground: Type.String(), purpose: Type.String(),
      stated: Type.String(), reference: Type.String(),
    })),
    law: Type.String(), calendar: Type.String(),
  }, { description: 'attached by the register' }),
  answers: Type.Array(Type.Object({ on: Type.String(), text: Type.String() })),
  steps: Type.Array(Type.Object({
    step: Type.String(), takenOn: Type.String(), result: Type.String(), document: Type.String(), until: nullable(Type.String()), recordedOn: Type.String(),
    fine: nullable(Type.Object({ amount: Type.Integer({ description: 'yuan' }), gravity: Type.String() })),
  })),
  owed: nullable(Type.Object({ since: Type.String(), until: nullable(Type.String({ description: 'null: the order names no day' })) }, {
    description: 'an order to correct, until the body reports what it did',
  })),
  reports: Type.Array(Type.Object({ on: Type.String(), text: Type.String() })),
  closed: nullable(Type.Object({ on: Type.String(), finding: Type.String(), reasons: Type.String() })),
}, { $id: 'OversightCase' })

const Desk = Type.Object({
  inChargeOf: Type.Array(Type.Object({ organ: Type.String(), area: Type.String() })),
  bodies: Type.Array(Type.Object({
    code: Type.String(), name: words, kind: Type.String(), area: Type.String(), contact: nullable(Type.String()), procedure: nullable(Type.String()),
    missing: Type.Array(Type.Object({ code: Type.String(), rule: Type.String() }), { description: 'not compliant: asked for by the rule, and not named' }),
    overdue: Type.Array(Type.Object({
      kind: Type.String(), case: Type.Integer(), step: Type.String(), rule: Type.String(), due: Type.String(), miss: nullable(Type.Integer()),
    })),
    lateFeeds: Type.Array(Type.Object({ item: Type.String(), since: Type.String() })), open: Type.Integer(),
  })),
  reviewed: Type.Array(Type.Object({
    line: Type.Integer(), inquirer: Type.String(), on: Type.String(), purpose: Type.String(), reference: Type.String(), outcome: Type.String(),
  })),
}, { $id: 'OversightDesk' })

const Act = Type.Union([
  Type.Object({ do: Type.Literal('answer'), answer: text('the side of the body concerned') }, strict),
  Type.Object({
    do: Type.Literal('step'), step: Type.String({ maxLength: 60, description: 'of the pack’s lists accountability-steps' }), takenOn: day('taken'), result: text('what came of it'),
    document: Type.Optional(text('the document', 400)), until: Type.Optional(day('last day of the time set')),
    days: Type.Optional(Type.Integer({ minimum: 1, description: 'of an order to correct, in place of `until`: days from its service, where the text has a rule for them' })),
    fine: Type.Optional(Type.Object({ amount: Type.Integer({ description: 'yuan, as decided' }), gravity: Type.Optional(Type.String({ maxLength: 20 })) }, strict)),
  }, strict),
  Type.Object({ do: Type.Literal('report'), report: text('what the body corrected, on an order') }, strict),
  Type.Object({ do: Type.Literal('close'), finding: Type.String({ maxLength: 20, description: 'breach, or no-breach' }), reasons: text('why') }, strict),
])
const caseParams = Type.Object({ case: Type.Integer({ minimum: 1 }) })

export function oversightRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(OversightCaseSchema)
  app.addSchema(Desk)

  app.get('/api/v1/oversight', {
    schema: {
      ...common, operationId: 'getOversight', summary: 'The bodies of the area you are in charge of, with what is overdue; nothing without a charge',
      response: { 200: Type.Ref('OversightDesk') },
    },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    const { charges, bodies, reviewed } = await deskOf(own, unitCode)
    return {
      inChargeOf: charges, bodies,
      reviewed: reviewed.map(({ sequence, inquirer_code, asked_on, purpose, reference, outcome }) =>
        ({ line: sequence, inquirer: inquirer_code, on: asked_on, purpose, reference, outcome })),
    }
  })

  app.post('/api/v1/oversight/bodies', {
    schema: {
      ...common, operationId: 'placeBody', summary: 'Enter who is in charge of an area, where a body lies, which establishments are overseen (operator)',
      body: Type.Object({
        code, as: Type.Union(bodyRoles.map((r) => Type.Literal(r))), area: Type.String({ maxLength: 6, description: 'two, four or six figures' }),
        document: text('by which it was designated', 400), nameZh: Type.Optional(text('of a body that is no unit', 200)), nameEn: Type.Optional(text('the same', 200)),
      }, strict), response: { 204: Type.Null() },
    },
  }, async (request, reply) => {
    const { unitCode } = await requireUnit(ports, request)
    if (unitCode !== 'operator') throw refused(403, 'act-not-for-you', { role: 'operate' })
    valueOf(await placeBody(ports, unitCode, request.body as Parameters<typeof placeBody>[2]))
    return reply.code(204).send()
  })

  app.post('/api/v1/oversight/arrangement', {
    schema: {
      ...common, operationId: 'nameArrangement', summary: 'Say which office of yours takes objections, and by which procedure; never a person',
      body: Type.Object({ contact: text('office, telephone or mailbox', 200), procedure: text('title of the procedure', 400) }, strict), response: { 204: Type.Null() },
    },
  }, async (request, reply) => {
    const body = await deciding(request)
    valueOf(await nameArrangement(ports, body, request.body as { contact: string; procedure: string }))
    return reply.code(204).send()
  })

  app.get('/api/v1/oversight/cases', {
    schema: {
      ...common, operationId: 'listOversightCases', summary: 'Cases you hold, or that are about you, open ones first',
      response: { 200: Type.Object({ items: Type.Array(Type.Ref('OversightCase')) }) },
    },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    return { items: (await casesOf(own, unitCode)).map(caseJson) }
  })

  app.post('/api/v1/oversight/cases', {
    schema: {
      ...common, operationId: 'openOversightCase', summary: 'Hold a body of your area to account; the register attaches the trail',
      body: Type.Object({
        body: code, matter: Type.String({ maxLength: 60, description: 'of the pack’s list accountability-matters' }), facts: text('what is complained of'),
        about: Type.Optional(Type.String({ maxLength: 60, description: 'miss:N, objection:N, restoration:N, record:CODE:N, feed:ITEM, inquiry:N' })),
        answerUntil: day('last day on which the body may state its side'),
      }, strict), response: { 201: Type.Ref('OversightCase') },
    },
  }, async (request, reply) => {
    const by = await deciding(request)
    const id = valueOf(await openCase(ports, by, { about: '', ...request.body as Omit<Parameters<typeof openCase>[2], 'about'> }))
    return reply.code(201).send(caseJson(valueOf(await caseFor(ports, by, id))))
  })

  app.get('/api/v1/oversight/cases/:case', {
    schema: { ...common, operationId: 'getOversightCase', summary: 'One case with its trail, for its parties', params: caseParams, response: { 200: Type.Ref('OversightCase') } },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    return caseJson(valueOf(await caseFor(own, unitCode, idOf(request))))
  })

  app.post('/api/v1/oversight/cases/:case/acts', {
    schema: { ...common, operationId: 'actOnOversightCase', summary: 'State your side; record a step; report what was corrected; close', params: caseParams, body: Act, response: { 200: Type.Ref('OversightCase') } },
  }, async (request) => caseJson(valueOf(await actOnCase(ports, await deciding(request), idOf(request), commandOf(request.body as Sent)))))

  app.post('/api/v1/oversight/no-measure', {
    schema: {
      ...common, operationId: 'decideNoMeasure', summary: 'Decide with reasons that no measure is taken about a record of your unit: that is handled, and no omission',
      body: Type.Object({ organisation: code, record: Type.Integer({ minimum: 1 }), reasons: text('why') }, strict),
      response: { 201: Type.Object({ act: Type.Integer() }) },
    },
  }, async (request, reply) => {
    const { organisation: subject, record, reasons } = request.body as { organisation: string; record: number; reasons: string }
    return reply.code(201).send({ act: valueOf(await decideNoMeasure(ports, await deciding(request), { subject, record, reasons })) })
  })

  /** What binds a body is for whoever decides in it: of a unit the officer, of an organisation its representative. */
  async function deciding(request: FastifyRequest): Promise<string> {
    const { unitCode, roles } = await requireUnit(ports, request)
    if (unitCode !== 'operator' && !roles?.some((role) => role === 'decide' || role === 'represent')) throw refused(403, 'act-not-for-you', { role: 'decide' })
    return unitCode
  }
}

type Sent = Readonly<Partial<Record<'answer' | 'step' | 'takenOn' | 'result' | 'document' | 'until' | 'report' | 'finding' | 'reasons', string>>> & {
  readonly do: string; readonly days?: number; readonly fine?: { readonly amount: number; readonly gravity?: string }
}
function commandOf(sent: Sent): Command {
  const { do: what, answer = '', step = '', takenOn = '', result = '', document = '', until, days, fine, report = '', finding = '', reasons = '' } = sent
  if (what === 'answer') return { do: 'answer', answer }
  if (what === 'report') return { do: 'report', report }
  if (what === 'close') return { do: 'close', finding, reasons }
  const decided: Fine | null = fine === undefined ? null : { amount: fine.amount, gravity: fine.gravity ?? '' }
  return { do: 'step', step, takenOn, result, document, until: until ?? null, days: days ?? null, fine: decided }
}

const idOf = (request: FastifyRequest): number => (request.params as { case: number }).case
const caseJson = ({ id, ...rest }: OversightCase) => ({ ...rest, case: id })

function valueOf<T>(done: Outcome<T>): T {
  if (done.ok) return done.value
  throw new Refused(problemTexts[done.refusals[0].code as ProblemCode].status, ...done.refusals)
}
