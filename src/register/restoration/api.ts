/** Routes of restoration: what the law asks, for everybody; applications, for machines of organisations, units and the operator. */
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
import {
  actOnRestoration, applyForRestoration, type CaseNow, eligibilitiesOf, excludeRestoration, publishMethod, restorationFor, restorationQueue, restorationsOf,
} from './acts.ts'
import { type Door, doorsOf, effectsOf, exclusionsOf, type NewMethod, papersOf, waysOf } from './procedure.ts'
import type { Application, Command } from './restoration.ts'
import { serveRights } from './rights/acts.ts'
import { actOnRestructuring, fileRestructuring } from './shield/acts.ts'
import type { ShieldCommand } from './shield/restructuring.ts'
import * as store from './store.ts'
import { rolesFor } from './who.ts'

const common = { tags: ['restoration'], security: callers('operator', 'represent', 'decide', 'deliver') }
const text = (description: string, maxLength = 4000) => Type.String({ maxLength, description })
const literals = (...values: readonly string[]) => Type.Union(values.map((v) => Type.Literal(v)))
const Text2 = Type.Object({ zh: Type.String(), en: Type.String() })
const Entry = Type.Object({ code: Type.String(), text: Text2, rule: Type.String() })
const Method = Type.Object({
  act: Type.Integer(), unit: Type.String({ description: 'who published it' }), sector: Type.String(), title: Type.String(), document: Type.String(),
  papers: Type.String({ description: "what it asks for beyond the state's papers" }), from: day('first day in force'),
}, { description: 'method of restoration that a sector published' })

const Step = Type.Object({
  step: Type.String(), by: literals('operator', 'provider'), rule: nullable(Type.String()),
  limit: nullable(Type.Object({ amount: nullable(Type.Integer()), unit: Type.String() }, { description: 'amount null: period not set' })),
  startsOn: nullable(day('the event it counts from')), due: nullable(day('last day in time')), provisional: Type.Boolean(),
  doneOn: nullable(day('done')), late: Type.Boolean(), state: literals('done', 'running', 'overdue', 'paused', 'not-set', 'no-number', 'unknown', 'to-come'),
})
const Case = Type.Object({
  case: Type.Integer(), application: Type.Integer({ description: 'receipt number: cases lodged together share it' }), organisation: Type.String(), record: Type.Integer(),
  version: Type.Integer(), item: Type.String(), provider: Type.String({ description: 'the unit that decides' }), document: nullable(Type.String()),
  at: literals('operator', 'provider'), lodgedOn: day('received'), ways: Type.Array(Type.String()), correctedOn: day('corrected'), orderedUntil: nullable(day('ordered until')),
  explanation: Type.String(), evidence: Type.Array(Type.Object({ sha256: Type.String(), mediaType: Type.String(), bytes: Type.Integer() })),
  basis: nullable(Type.Unknown({ description: "the sector's published method, or the state's text" })), handler: Type.String({ description: 'with whom the case is' }),
  missing: nullable(Type.String({ description: 'what the organisation has to complete' })),
  decision: nullable(Type.Object({
    on: Type.String(), by: Type.String(), verdict: literals('grant', 'refuse', 'exclude'), reasons: Type.String(), effect: nullable(Type.String()),
    fulfilled: Type.Array(Type.String()), inTime: nullable(Type.Boolean()), provision: nullable(Type.String()),
  })),
  carriedOutOn: nullable(day('carried out on record, use and copies')), steps: Type.Array(Step),
}, { $id: 'Restoration' })

const caseParams = Type.Object({ case: Type.Integer({ minimum: 1 }) })
const Act = Type.Union([
  Type.Object({ do: Type.Literal('accept') }, { additionalProperties: false }),
  Type.Object({ do: Type.Literal('return'), missing: text('what is missing') }, { additionalProperties: false }),
  Type.Object({ do: Type.Literal('complete'), explanation: text('what is added') }, { additionalProperties: false }),
  Type.Object({
    do: Type.Literal('decide'), verdict: literals('grant', 'refuse', 'exclude'), reasons: text('the reasoned decision'),
    effect: Type.Optional(Type.String({ maxLength: 60, description: "of the pack's list restoration-effects" })),
    fulfilled: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20, description: 'ways found fulfilled' })),
    inTime: Type.Optional(nullable(Type.Boolean())), provision: Type.Optional(text('that excludes it, with its article', 400)),
  }, { additionalProperties: false }),
], { description: 'what is done; which of these a party may do follows from the case and the pack' })

export function restorationRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(Case)

  app.get('/api/v1/restoration', {
    schema: {
      tags: ['restoration'], operationId: 'getRestorationMethods', summary: 'How credit is restored here: where to apply, ways, papers, effects, methods that sectors published',
      response: {
        200: Type.Object({
          doors: Type.Array(Entry), ways: Type.Array(Entry), papers: Type.Array(Entry), effects: Type.Array(Entry),
          exclusions: Type.Array(Entry, { description: 'cases in which law excludes restoration' }),
          methods: Type.Array(Method),
          withoutOfficer: Type.Array(Type.Object({ code: Type.String(), name: Text2 }), { description: 'units with an application and nobody named to decide it' }),
        }),
      },
    },
  }, async () => {
    const law = ports.law()
    const today = ports.today().toString()
    const missing = await store.withoutOfficer(ports.publicReads, today)
    return {
      doors: doorsOf(law), ways: waysOf(law), papers: papersOf(law, today), effects: effectsOf(law), exclusions: exclusionsOf(law),
      methods: await store.methods(ports.publicReads),
      withoutOfficer: missing.map((u) => ({ code: u.unit_code, name: { zh: u.name_zh, en: u.name_en } })),
    }
  })

  app.get('/api/v1/restorations/eligibility', {
    schema: {
      ...common, security: callers('represent'), operationId: 'getEligibility', summary: 'Which of your own records can be restored, from which day, by which rule; what is to be handed in',
      response: {
        200: Type.Object({
          day: Type.String(), papers: Type.Array(Entry), ways: Type.Array(Entry),
          records: Type.Array(Type.Object({
            record: Type.Integer(), document: nullable(Type.String()),
            standing: literals('open', 'too-early', 'class-missing', 'excluded', 'restored', 'over', 'not-concerned'),
            earliestOn: nullable(day('first day on which one can apply')), rule: nullable(Type.String()), provision: nullable(Type.String()),
            method: nullable(Method),
          })),
        }),
      },
    },
  }, async (request) => {
    const { unitCode, own } = await requireRole(ports, request, 'represent')
    const law = ports.law()
    const today = ports.today().toString()
    const known = await eligibilitiesOf(own, unitCode)
    return {
      day: today, papers: papersOf(law, today), ways: waysOf(law),
      records: known.map(({ record, document, method, eligibility: e }) => ({
        record, document, method, standing: e.standing, earliestOn: 'earliestOn' in e ? e.earliestOn : null, rule: 'rule' in e ? e.rule : null,
        provision: 'provision' in e ? e.provision : null,
      })),
    }
  })

  withEvidence(app, (scope) => scope.post('/api/v1/restorations', {
    schema: {
      ...common, ...evidenceSchema, security: callers('represent'), operationId: 'applyForRestoration', summary: 'One application for records about your own organisation; a case for each, with the unit that decides it',
      body: Type.Object({
        records: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 50 }), at: Type.Optional(literals('operator', 'provider')),
        ways: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20, description: "of the pack's list restoration-ways" })),
        correctedOn: day('the conduct was corrected and the duties met'), orderedUntil: Type.Optional(nullable(day('by which it was ordered to be'))),
        commitment: Type.Boolean({ description: 'the commitment letter is given' }), explanation: text('what was corrected'),
      }, { additionalProperties: false }),
      response: { 201: Type.Object({ application: Type.Integer(), cases: Type.Array(Type.Ref('Restoration')) }) },
    },
  }, async (request, reply) => {
    const { unitCode } = await requireRole(ports, request, 'represent')
    const { at = 'operator', ways = [], orderedUntil = null, ...rest } =
      request.body as Partial<Application> & Omit<Application, 'at' | 'ways' | 'orderedUntil'> & { at?: Door; records: number[] }
    const id = valueOf(await applyForRestoration(ports, unitCode, {
      ...rest, subject: unitCode, at, ways, orderedUntil, evidence: filesOf(request),
    }))
    const cases = (await restorationsOf(ports, unitCode)).filter((c) => c.of.application === id).toReversed()
    return reply.code(201).send({ application: id, cases: cases.map(caseJson) })
  }))

  app.get('/api/v1/restorations', {
    schema: {
      ...common, operationId: 'listRestorations', summary: 'Open cases of your desk, most urgent first; for an organisation all its cases, newest first',
      querystring: Type.Object({ after: Type.Optional(Type.String({ maxLength: 40, description: 'what the portion before gave as next' })) }, { additionalProperties: false }),
      response: { 200: Type.Object({ items: Type.Array(Type.Ref('Restoration')), next: nullable(Type.String({ description: 'where the next portion begins; null at the end' })) }) },
    },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    const desk = unitCode === 'operator' || await unitByCode(own.database, unitCode) !== null
    if (!desk) return { items: (await restorationsOf(own, unitCode)).map(caseJson), next: null }
    const { cases, next } = await restorationQueue(own, unitCode, (request.query as { after?: string }).after ?? null)
    return { items: cases.map(caseJson), next }
  })

  app.get('/api/v1/restorations/:case', {
    schema: { ...common, operationId: 'getRestoration', summary: 'One case with its steps and clocks, for its parties', params: caseParams, response: { 200: Type.Ref('Restoration') } },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    return caseJson(valueOf(await restorationFor(own, unitCode, idOf(request))))
  })

  app.get('/api/v1/restorations/:case/evidence/:sha256', {
    schema: {
      ...common, operationId: 'getRestorationEvidence', summary: 'A file handed in with an application, for its parties',
      params: Type.Object({ case: Type.Integer({ minimum: 1 }), sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
    },
  }, async (request, reply) => {
    const { unitCode, own } = await requireUnit(ports, request)
    const { of } = valueOf(await restorationFor(own, unitCode, idOf(request)))
    const { sha256 } = request.params as { sha256: string }
    const file = await store.evidence(own.database, of.application, sha256)
    if (file === null) throw refused(404, 'restoration-unknown', { case: String(of.id) })
    return sendFile(reply, file, sha256.slice(0, 12))
  })

  withEvidence(app, (scope) => scope.post('/api/v1/restorations/:case/acts', {
    schema: { ...common, ...evidenceSchema, operationId: 'actOnRestoration', summary: 'Pass on, return for completion, complete, decide', params: caseParams, body: Act, response: { 200: Type.Ref('Restoration') } },
  }, async (request) => {
    const access = await requireUnit(ports, request)
    const said = request.body as { do: Command['do'] }
    const command = { effect: '', fulfilled: [], inTime: null, provision: '', ...said } as unknown as Command
    const kind = access.unitCode === 'operator' ? 'operator' : access.roles?.includes('represent') ? 'organisation' : 'unit'
    mustHave(access.roles, kind === 'operator' ? [] : rolesFor(kind, command.do))
    const c = valueOf(await actOnRestoration(ports, access.unitCode, idOf(request), command, filesOf(request)))
    return caseJson(valueOf(await restorationFor(ports, access.unitCode, c.id)))
  }))

  app.post('/api/v1/restorations/exclusions', {
    schema: {
      ...common, security: callers('decide'), operationId: 'excludeRestoration', summary: 'Say which provision excludes restoration of a record your unit determined, or that none does',
      body: Type.Object({
        organisation: Type.String({ maxLength: 18 }), record: Type.Integer({ minimum: 1 }), provision: nullable(text('law and article; null: no longer excluded', 400)),
      }, { additionalProperties: false }),
      response: { 200: Type.Object({ record: Type.Integer(), provision: nullable(Type.String()) }) },
    },
  }, async (request) => {
    const access = await requireRole(ports, request, 'decide')
    const { organisation, record, provision } = request.body as { organisation: string; record: number; provision: string | null }
    valueOf(await excludeRestoration(ports, access.unitCode, { subject: organisation, record, provision }))
    return { record, provision }
  })

  app.post('/api/v1/restorations/rights-notices', {
    schema: {
      ...common, operationId: 'serveRestorationRights', summary: 'Issue and serve the notice of the right to restoration of a record your unit determined',
      body: Type.Object({ organisation: Type.String({ maxLength: 18 }), record: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
      response: { 201: Type.Object({ notice: Type.Integer({ description: 'number of the letter' }) }) },
    },
  }, async (request, reply) => {
    const access = await requireUnit(ports, request)
    mustHave(access.roles, ['decide', 'deliver'])
    const { organisation, record } = request.body as { organisation: string; record: number }
    return reply.code(201).send({ notice: valueOf(await serveRights(ports, access.unitCode, { subject: organisation, record })) })
  })

  app.post('/api/v1/restoration/methods', {
    schema: {
      ...common, operationId: 'publishRestorationMethod', summary: 'Enter a method of restoration that a sector published',
      body: Type.Object({
        sector: Type.String({ maxLength: 60 }), title: text('of the method', 200), document: text('its number', 100),
        papers: Type.Optional(text("what it asks for beyond the state's papers", 1000)), from: day('first day in force'),
      }, { additionalProperties: false }),
      response: { 201: Type.Object({ method: Type.Integer() }) },
    },
  }, async (request, reply) => {
    const access = await requireUnit(ports, request)
    mustHave(access.roles, access.unitCode === 'operator' ? [] : ['decide'])
    return reply.code(201).send({ method: valueOf(await publishMethod(ports, access.unitCode, { papers: '', ...request.body as Omit<NewMethod, 'papers'> })) })
  })

  const Restructuring = Type.Object({
    case: Type.Integer(), organisation: Type.String(), document: Type.String(), state: literals('filed', 'shielded', 'refused', 'ended'),
    filedOn: Type.String(), changedOn: Type.String(),
  })
  const told = ({ id, subject, ...r }: Awaited<ReturnType<typeof store.restructurings>>[number]) => ({ case: id, organisation: subject, ...r })

  app.get('/api/v1/restructurings', {
    schema: { ...common, operationId: 'listRestructurings', summary: 'Court-approved restructurings: your own, or for the operator those that are open', response: { 200: Type.Object({ items: Type.Array(Restructuring) }) } },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    return { items: (await store.restructurings(own.database, unitCode === 'operator' ? null : unitCode)).map(told) }
  })

  withEvidence(app, (scope) => scope.post('/api/v1/restructurings', {
    schema: {
      ...common, ...evidenceSchema, security: callers('represent'), operationId: 'fileRestructuring', summary: "Hand in the court's ruling that approved a restructuring plan: your records are shielded for the time being",
      body: Type.Object({
        document: text('number of the ruling', 200),
      }, { additionalProperties: false }),
      response: { 201: Type.Object({ case: Type.Integer() }) },
    },
  }, async (request, reply) => {
    const { unitCode } = await requireRole(ports, request, 'represent')
    const { document } = request.body as { document: string }
    const filed = await fileRestructuring(ports, unitCode, { subject: unitCode, document, evidence: filesOf(request) })
    return reply.code(201).send({ case: valueOf(filed) })
  }))

  app.post('/api/v1/restructurings/:case/acts', {
    schema: {
      ...common, operationId: 'actOnRestructuring', summary: 'The operator shields, refuses, or ends the shield', params: caseParams,
      body: Type.Object({ do: literals('shield', 'refuse', 'end'), document: Type.Optional(text('that refuses or ends it', 200)) }, { additionalProperties: false }),
      response: { 200: Restructuring },
    },
  }, async (request) => {
    const access = await requireUnit(ports, request)
    if (access.unitCode !== 'operator') throw refused(403, 'act-not-for-you', { role: 'operate' })
    return told(valueOf(await actOnRestructuring(ports, 'operator', idOf(request), { document: '', ...(request.body as object) } as ShieldCommand)))
  })
}

const idOf = (request: FastifyRequest): number => (request.params as { case: number }).case

/** @throws {Refused} 403; `needed` empty: whoever may come this far may act */
function mustHave(roles: readonly string[] | undefined, needed: readonly string[]): void {
  if (needed.length > 0 && !needed.some((role) => roles?.includes(role))) throw refused(403, 'act-not-for-you', { role: needed.join(', ') })
}

export function caseJson({ of, steps }: CaseNow) {
  const { id, subject, history: _h, transferredOn: _t, unitSteppedOn: _u, completions: _c, commitment: _m, decision, ...rest } = of
  return {
    ...rest, case: id, organisation: subject, decision,
    steps: steps.map(({ due, limit, ...s }) => ({
      ...s, limit: limit && { amount: limit.amount, unit: limit.unit }, due: due?.day.toString() ?? null, provisional: due?.provisional ?? false,
    })),
  }
}

function valueOf<T>(done: Outcome<T>): T {
  if (done.ok) return done.value
  throw new Refused(problemTexts[done.refusals[0].code as ProblemCode].status, ...done.refusals)
}
