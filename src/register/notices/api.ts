/** Routes of letters: for machines of their addressees and of their issuers. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Db } from '../../database/db.ts'
import type { ClientRole } from '../../identity/acts.ts'
import { type Asking, callers, requireUnit } from '../../identity/request.ts'
import type { Outcome } from '../../law/outcome.ts'
import type { Ports } from '../../ports.ts'
import { noticePdf } from '../../web/pages/notices/pdf.ts'
import { problemTexts, type ProblemCode } from '../../web/problem.ts'
import { Refused, refused } from '../../web/refused.ts'
import { day, nullable } from '../../web/schemas.ts'
import { mailNotice, type NoticeNow, noticeTemplates, openNotice, recordService, type Service, writeNotice } from './acts.ts'
import { contacts } from './contacts/acts.ts'
import { askMailbox, confirmMailbox } from './mailbox/acts.ts'
import { mailboxOf, pendingOf } from './post/store.ts'
import * as store from './store.ts'

const common = { tags: ['notices'], security: callers('operator', 'represent', 'decide', 'deliver') }
const Channel = Type.Union([Type.Literal('in-app'), Type.Literal('paper'), Type.Literal('mail')])
const Text2 = Type.Object({ zh: Type.String(), en: Type.String() })

const Summary = {
  notice: Type.Integer({ description: 'number of the letter: that of its act' }), template: Type.String(), title: Text2, to: Type.String(), from: Type.String(),
  organisation: Type.String({ description: 'whom it is about; empty for none' }), record: nullable(Type.Integer()), case: nullable(Type.Integer()),
  issuedOn: day('made'), readOn: nullable(day('first opened by its addressee')), receivedOn: nullable(day('first proof that it arrived')), channel: nullable(Channel),
}
const NoticeSummary = Type.Object(Summary, { $id: 'NoticeSummary' })
const Notice = Type.Object({
  ...Summary,
  paragraphs: Type.Array(Text2),
  remedies: Type.Array(Type.Object({
    code: Type.String(), text: Text2, rule: Type.String(), period: nullable(Text2), periodRule: nullable(Type.String()),
  }), { minItems: 1 }),
  rules: Type.Array(Type.String()),
  proofs: Type.Array(Type.Object({
    act: Type.Integer(), kind: Type.String(), on: day('recorded'), channel: Channel, document: nullable(Type.String()), received: nullable(day('arrived')),
  })),
  mail: nullable(Type.Object({
    tries: Type.Integer({ description: 'how often it was tried' }), next: Type.String({ description: 'when it is tried next' }), why: nullable(Type.String()),
  }, { description: 'on its way by mail and not taken yet; null: it is not' })),
}, { $id: 'Notice' })

const params = Type.Object({ number: Type.Integer({ minimum: 1 }) })
const numberOf = (request: FastifyRequest): number => (request.params as { number: number }).number

export function noticeRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(NoticeSummary)
  app.addSchema(Notice)

  app.get('/api/v1/contacts', {
    schema: {
      tags: ['notices'], operationId: 'contacts', summary: 'Where the operator and the providing units take applications',
      response: { 200: Type.Object({ items: Type.Array(Type.Object({ office: Type.String(), name: Text2, contact: nullable(Type.String()) })) }) },
    },
  }, async () => ({ items: await contacts(ports) }))

  app.get('/api/v1/notices', {
    schema: {
      ...common, operationId: 'listNotices', summary: 'Letters to you, unopened ones first; with sent=true those you issued, those without proof of arrival first',
      querystring: Type.Object({ sent: Type.Optional(Type.Boolean()), offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })) }),
      response: { 200: Type.Object({ items: Type.Array(Type.Ref('NoticeSummary')), total: Type.Integer() }) },
    },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    const { sent = false, offset = 0 } = request.query as { sent?: boolean; offset?: number }
    const [rows, { all }] = await Promise.all([
      (sent ? store.by : store.to)(own.database, unitCode, 100, offset), (sent ? store.countBy : store.countTo)(own.database, unitCode),
    ])
    return { items: rows.map(summary), total: all }
  })

  const Mailbox = Type.Object({
    address: nullable(Type.String({ description: 'of your office, confirmed; null: none' })),
    pending: nullable(Type.String({ description: 'named, and waiting for the code from there; null: none' })),
  })
  const mailboxNow = async (db: Db, code: string) => ({
    address: await mailboxOf(db, code), pending: (await pendingOf(db, code, ports.now().toString()))?.address ?? null,
  })
  app.get('/api/v1/notices/mailbox', {
    schema: { ...common, security: callers('administer', 'represent'), operationId: 'getMailbox', summary: 'Where letters to you go by mail', response: { 200: Mailbox } },
  }, async (request) => {
    const { unitCode, own } = await requireUnit(ports, request)
    return mailboxNow(own.database, unitCode)
  })
  app.put('/api/v1/notices/mailbox', {
    schema: {
      ...common, security: callers('administer', 'represent'), operationId: 'nameMailbox',
      summary: 'Name the mailbox of your office: a letter with a code goes there, and it counts once the code came back; null takes back the one there is',
      body: Type.Object({ address: nullable(Type.String({ maxLength: 260 })) }, { additionalProperties: false }), response: { 200: Mailbox },
    },
  }, async (request) => {
    const { unitCode } = await requireUnit(ports, request)
    valueOf(await askMailbox(ports, unitCode, (request.body as { address: string | null }).address ?? ''))
    return mailboxNow(ports.database, unitCode)
  })
  app.post('/api/v1/notices/mailbox/confirmation', {
    schema: {
      ...common, security: callers('administer', 'represent'), operationId: 'confirmMailbox', summary: 'The code from the letter: the mailbox counts from now on',
      body: Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) }, { additionalProperties: false }), response: { 200: Mailbox },
    },
  }, async (request) => {
    const { unitCode } = await requireUnit(ports, request)
    valueOf(await confirmMailbox(ports, unitCode, (request.body as { code: string }).code))
    return mailboxNow(ports.database, unitCode)
  })

  app.get('/api/v1/notices/:number', {
    exposeHeadRoute: false,
    schema: {
      ...common, security: callers('operator', 'represent', 'decide', 'deliver'), operationId: 'getNotice', summary: 'One letter. Asked for by its addressee for the first time, it is received: that is recorded', params,
      response: { 200: Type.Ref('Notice') },
    },
  }, async (request) => {
    const { unitCode } = await mayOpen(ports, request)
    return noticeJson(valueOf(await openNotice(ports, unitCode, numberOf(request))))
  })

  app.get('/api/v1/notices/:number/pdf', {
    exposeHeadRoute: false,
    schema: {
      ...common, security: callers('operator', 'represent', 'decide', 'deliver'), operationId: 'getNoticePdf', summary: 'The same letter as PDF', params,
      querystring: Type.Object({ lang: Type.Optional(Type.Union([Type.Literal('zh'), Type.Literal('en')])) }),
    },
  }, async (request, reply) => {
    const { unitCode } = await mayOpen(ports, request)
    const { lang = 'zh' } = request.query as { lang?: 'zh' | 'en' }
    const { blocks, row } = valueOf(await openNotice(ports, unitCode, numberOf(request)))
    const pdf = await noticePdf(blocks[lang], lang, { issuedOn: row.issued_on, unwritten: (await noticeTemplates()).frame.unwritten })
    return reply.header('cache-control', 'no-store').header('content-disposition', `attachment; filename="notice-${row.notice_id}-${lang}.pdf"`)
      .type('application/pdf').send(pdf)
  })

  app.post('/api/v1/notices', {
    schema: {
      ...common, security: callers('operator', 'decide', 'deliver'), operationId: 'writeNotice', summary: 'Write a letter that the regulation in force asks a unit to write itself',
      body: Type.Object({
        template: Type.String({ maxLength: 60 }), to: Type.String({ maxLength: 18 }),
        facts: Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 4000 })),
      }, { additionalProperties: false }),
      response: { 201: Type.Ref('Notice') },
    },
  }, async (request, reply) => {
    const { unitCode } = await mayServe(ports, request)
    const id = valueOf(await writeNotice(ports, unitCode, request.body as { template: string; to: string; facts: Record<string, string> }))
    return reply.code(201).send(noticeJson(valueOf(await openNotice(ports, unitCode, id))))
  })

  app.post('/api/v1/notices/:number/service', {
    schema: {
      ...common, security: callers('operator', 'decide', 'deliver'), operationId: 'serveNotice', summary: 'Record service on paper, or send the letter by mail', params,
      body: Type.Union([
        Type.Object({
          channel: Type.Literal('paper'), document: Type.String({ maxLength: 400, description: 'certificate of service' }), on: day('signed for'),
        }, { additionalProperties: false }),
        Type.Object({ channel: Type.Literal('mail'), address: Type.String({ maxLength: 260, description: 'is not kept' }) }, { additionalProperties: false }),
      ]),
      response: { 200: Type.Ref('Notice') },
    },
  }, async (request) => {
    const { unitCode } = await mayServe(ports, request)
    const body = request.body as Service | { channel: 'mail'; address: string }
    valueOf(body.channel === 'mail' ? await mailNotice(ports, unitCode, numberOf(request), body.address)
      : await recordService(ports, unitCode, numberOf(request), body))
    return noticeJson(valueOf(await openNotice(ports, unitCode, numberOf(request))))
  })
}

/** For an organisation only whoever speaks for it receives its letters. */
const mayOpen = (ports: Ports, request: FastifyRequest) => withRole(ports, request, ['represent', 'decide', 'deliver'])
const mayServe = (ports: Ports, request: FastifyRequest) => withRole(ports, request, ['decide', 'deliver'])

async function withRole(ports: Ports, request: FastifyRequest, roles: readonly ClientRole[]): Promise<Asking> {
  const access = await requireUnit(ports, request)
  if (access.unitCode !== 'operator' && !access.roles?.some((role) => roles.includes(role))) throw refused(403, 'client-role-missing', { role: roles.join(' / ') })
  return access
}

const summary = (row: store.NoticeRow) => ({
  notice: row.notice_id, template: row.template, title: { zh: row.title_zh, en: row.title_en }, to: row.to_code, from: row.issuer,
  organisation: row.subject_code, record: row.record_id, case: row.case_id,
  issuedOn: row.issued_on, readOn: row.read_on, receivedOn: row.received_on, channel: row.channel,
})

export const noticeJson = ({ row, letter, proofs, mail }: NoticeNow) => ({
  mail,
  ...summary(row), paragraphs: letter.paragraphs, remedies: letter.remedies, rules: letter.rules, proofs,
})

function valueOf<T>(done: Outcome<T>): T {
  if (done.ok) return done.value
  throw new Refused(problemTexts[done.refusals[0].code as ProblemCode].status, ...done.refusals)
}
