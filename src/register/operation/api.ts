/** Routes of the operator's console for machines of the operator: the same acts as on its pages. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { registerUnit, type NewUnit } from '../../identity/acts.ts'
import { callers, requireUnit } from '../../identity/request.ts'
import type { Outcome } from '../../law/outcome.ts'
import type { Ports } from '../../ports.ts'
import { Refused, refused } from '../../web/refused.ts'
import { nullable } from '../../web/schemas.ts'
import { problemTexts, type ProblemCode } from '../../web/problem.ts'
import { feedsNow, setFeedInterval } from '../accountability/acts.ts'
import { openIncident } from '../boundary/acts.ts'
import { periodsEntered, setPeriod } from '../deadlines/acts.ts'
import type { ConfiguredLimit } from '../../calendar/configured-limit.ts'
import type { FeedInterval } from '../ingestion/timeliness.ts'
import { loadNotice } from '../law/acts.ts'
import { dailyRun, returnedPeriod, setReturnedPeriod } from '../retention/acts.ts'
import type { ReturnedPeriod } from '../retention/returned-period.ts'
import { runs } from '../retention/store.ts'
import { endAccountSessions, standing, startAudit } from './acts.ts'
import { audits } from './store.ts'
import { eraseUnreadable } from './unreadable/acts.ts'
import { unreadableActs } from './unreadable/store.ts'

const security = callers('operator')
const tags = ['operator']
const text = (description: string, maxLength = 400) => Type.String({ maxLength, description })
const page = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })), offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
})
type Paged = { limit: number; offset: number }
const office = { office: text('office that answers for it; never a person', 200), basis: text('document it rests on') }

export function operatorRoutes(app: FastifyInstance, ports: Ports): void {
  app.get('/api/v1/operator/status', {
    schema: { operationId: 'getStanding', tags, security, summary: 'How the register stands: the day, deliveries, feeds, log, calendar, database' },
  }, async (request) => {
    const { lateFeeds, log, ...rest } = await standing(await requireOperator(ports, request))
    return { ...rest, lateFeeds, log }
  })

  app.get('/api/v1/operator/runs', {
    schema: { operationId: 'listRuns', tags, security, summary: 'Daily runs, newest first', querystring: page },
  }, async (request) => {
    const { database } = await requireOperator(ports, request)
    const { limit, offset } = request.query as Paged
    return { items: await runs(database, limit, offset) }
  })
  app.post('/api/v1/operator/runs', {
    schema: { operationId: 'runDay', tags, security, summary: 'Run the day now; running it again changes nothing' },
    config: { patient: 'as long as there are records due' },
  }, async (request) => {
    await requireOperator(ports, request)
    return dailyRun(ports, { by: 'operator' })
  })

  app.get('/api/v1/operator/unreadable-acts', {
    schema: {
      operationId: 'listUnreadableActs', tags, security, summary: 'Acts whose text was broken when it was written: shown as unreadable, without effect',
      querystring: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 200 })) }),
    },
  }, async (request) => {
    const { database } = await requireOperator(ports, request)
    const found = await unreadableActs(database, (request.query as { limit: number }).limit)
    const shown = (a: (typeof found)[number]) =>
      ({ act: a.act_id, subject: a.subject_code === '' ? null : a.subject_code, kind: a.kind, recordedAt: a.recorded_at, part: a.part })
    return { items: found.map(shown) }
  })
  app.post('/api/v1/operator/unreadable-acts/:act/erasure', {
    schema: {
      operationId: 'eraseUnreadableAct', tags, security, summary: 'Erase the content of an act that cannot be read, by an act that says why; its entry in the log stays',
      params: Type.Object({ act: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) }),
      body: Type.Object({ reason: text('why; kept for ever', 1000) }, { additionalProperties: false }),
      response: { 201: Type.Object({ act: Type.Integer({ description: 'the act of the erasure' }) }) },
    },
  }, async (request, reply) => {
    await requireOperator(ports, request)
    const erased = await eraseUnreadable(ports, 'operator', { act: (request.params as { act: number }).act, ...request.body as { reason: string } })
    return reply.code(201).send({ act: valueOf(erased) })
  })

  app.get('/api/v1/operator/audits', {
    schema: { operationId: 'listAudits', tags, security, summary: 'Full audits of the log, newest first', querystring: page },
  }, async (request) => {
    const { database } = await requireOperator(ports, request)
    const { limit, offset } = request.query as Paged
    return { items: await audits(database, limit, offset) }
  })
  app.post('/api/v1/operator/audits', {
    schema: { operationId: 'startAudit', tags, security, summary: 'Start a full audit of the log in the background', response: { 202: Type.Object({ audit: Type.Integer() }) } },
  }, async (request, reply) => {
    await requireOperator(ports, request)
    return reply.code(202).send({ audit: valueOf(await startAudit(ports, null)).id })
  })

  app.get('/api/v1/operator/feeds', {
    schema: { operationId: 'listFeeds', tags, security, summary: 'Every unit by every item it is registered for, late ones first' },
  }, async (request) => {
    return { items: await feedsNow(await requireOperator(ports, request)) }
  })
  app.post('/api/v1/operator/feeds/intervals', {
    schema: {
      operationId: 'setFeedInterval', tags, security, summary: 'Within how many minutes of a change a feed has to arrive',
      body: Type.Object({ unit: text('code of the unit', 18), item: text('catalog item', 60), minutes: Type.Integer(), ...office }), response: { 204: Type.Null() },
    },
  }, async (request, reply) => {
    await requireOperator(ports, request)
    valueOf(await setFeedInterval(ports, 'operator', request.body as FeedInterval))
    return reply.code(204).send()
  })

  app.get('/api/v1/operator/periods', {
    schema: { operationId: 'listPeriods', tags, security, summary: 'Periods offices entered where a text gives no number, and how long returned rows wait' },
  }, async (request) => {
    const own = await requireOperator(ports, request)
    return { items: await periodsEntered(own), returnedRows: await returnedPeriod(own) }
  })
  app.post('/api/v1/operator/periods', {
    schema: {
      operationId: 'setPeriod', tags, security, summary: 'Enter a period that the text leaves open',
      body: Type.Object({
        rule: text('rule id', 60), amount: Type.Integer(), from: Type.String({ format: 'date', description: 'for clocks that start on this day or later' }),
        unit: Type.Union(['working-day', 'day', 'month', 'year'].map((u) => Type.Literal(u))), ...office,
      }),
      response: { 204: Type.Null() },
    },
  }, async (request, reply) => {
    await requireOperator(ports, request)
    valueOf(await setPeriod(ports, 'operator', request.body as ConfiguredLimit))
    return reply.code(204).send()
  })
  app.post('/api/v1/operator/returned-rows/period', {
    schema: {
      operationId: 'setReturnedPeriod', tags, security, summary: 'For how many days after its delivery a returned row waits; no text sets it',
      body: Type.Object({ days: Type.Integer(), from: Type.String({ format: 'date' }), ...office }), response: { 204: Type.Null() },
    },
  }, async (request, reply) => {
    await requireOperator(ports, request)
    valueOf(await setReturnedPeriod(ports, 'operator', request.body as ReturnedPeriod))
    return reply.code(204).send()
  })

  app.post('/api/v1/operator/notices', {
    schema: {
      operationId: 'loadNotice', tags, security, summary: 'Load a holiday notice; clocks follow it at once', body: Type.Unknown({ description: 'in the form of packs/calendar/*.json' }),
      response: { 201: Type.Object({ edition: Type.String() }) },
    },
  }, async (request, reply) => {
    await requireOperator(ports, request)
    return reply.code(201).send({ edition: valueOf(await loadNotice(ports, request.body)).edition })
  })

  app.post('/api/v1/operator/units', {
    schema: {
      operationId: 'registerUnit', tags, security, summary: 'Register a providing unit, or correct its registration',
      body: Type.Object({
        code: text('unified social credit code', 40), kind: text('such as administrative-organ/market-regulation', 100), nameZh: text('Chinese name', 200),
        nameEn: Type.Optional(text('English name', 200)), items: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 200 }),
        contact: Type.Optional(text('where its office is reached about applications: office, telephone, mailbox, never a person', 300)),
      }),
      response: { 204: Type.Null() },
    },
  }, async (request, reply) => {
    await requireOperator(ports, request)
    const unit = request.body as Omit<NewUnit, 'demonstration' | 'nameEn'> & { nameEn?: string }
    valueOf(await registerUnit(ports, { ...unit, nameEn: unit.nameEn ?? unit.nameZh, demonstration: false }))
    return reply.code(204).send()
  })

  app.post('/api/v1/operator/incidents', {
    schema: {
      operationId: 'openIncident', tags, security, summary: 'Personal data found in a record: withdraw it from every use and destroy its content',
      body: Type.Object({ organisation: text('unified social credit code', 18), record: Type.Integer({ minimum: 1 }), reason: text('what was found and where, without the datum', 1000) }),
      response: { 201: Type.Object({ incident: Type.Integer({ description: 'number of its act' }), erased: nullable(Type.Integer()) }) },
    },
  }, async (request, reply) => {
    await requireOperator(ports, request)
    const { organisation, record, reason } = request.body as { organisation: string; record: number; reason: string }
    return reply.code(201).send(valueOf(await openIncident(ports, { subject: organisation, record, by: 'operator', reason })))
  })

  app.delete('/api/v1/operator/accounts/:account/sessions', {
    schema: {
      operationId: 'endAccountSessions', tags, security, summary: 'End every session of an account at once, as when a device was lost; its memberships stay',
      params: Type.Object({ account: Type.Integer({ minimum: 1, description: 'number of the account' }) }),
      response: { 200: Type.Object({ ended: Type.Integer({ description: 'sessions that were open' }) }) },
    },
  }, async (request) => {
    await requireOperator(ports, request)
    return { ended: valueOf(await endAccountSessions(ports, 'operator', (request.params as { account: number }).account)) }
  })
}

/** @returns the register as the operator reads it. @throws {Refused} 401 without a valid token, 403 for the machine of a unit */
async function requireOperator(ports: Ports, request: FastifyRequest): Promise<Ports> {
  const { unitCode, own } = await requireUnit(ports, request)
  if (unitCode !== 'operator') throw refused(403, 'operator-needed', { unit: unitCode })
  return own
}

function valueOf<T>(done: Outcome<T>): T {
  if (done.ok) return done.value
  throw new Refused(problemTexts[done.refusals[0].code as ProblemCode].status, ...done.refusals)
}
