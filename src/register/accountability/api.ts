/** Routes of the accountability board: public to read; an office gives its own reasons. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { callers, requireUnit } from '../../identity/request.ts'
import { publicPorts } from '../../web/public-ports.ts'
import type { Ports } from '../../ports.ts'
import { problemTexts } from '../../web/problem.ts'
import { Refused } from '../../web/refused.ts'
import { day, nullable } from '../../web/schemas.ts'
import { boardNow, giveReason, missesOf } from './acts.ts'
import { boardCsv, countNames } from './board.ts'

const counts = { ...Object.fromEntries(countNames.map((name) => [name, Type.Integer()])), latency: nullable(Type.Integer({ description: 'days, median' })) }
const BoardMonth = Type.Object({ month: Type.String(), ...counts }, { $id: 'BoardMonth' })
const BoardOffice = Type.Object({
  office: Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() }),
  feeds: Type.Object({ all: Type.Integer(), late: Type.Integer(), notSet: Type.Integer() }, { description: 'as they stand today' }),
  months: Type.Array(Type.Ref('BoardMonth')), total: Type.Object(counts),
}, { $id: 'BoardOffice' })

export function boardRoutes(app: FastifyInstance, ports: Ports): void {
  const shown = publicPorts(ports)
  app.addSchema(BoardMonth)
  app.addSchema(BoardOffice)

  app.get('/api/v1/board', {
    schema: {
      tags: ['accountability'], operationId: 'getBoard', summary: 'How each office keeps its duties, over twelve months; counted every five minutes',
      response: {
        200: Type.Object({
          at: Type.String(), months: Type.Array(Type.String()), offices: Type.Array(Type.Ref('BoardOffice')), all: Type.Array(Type.Ref('BoardMonth')),
        }),
      },
    },
  }, async () => {
    const { at, board } = await boardNow(shown)
    return { at: at.toString(), ...board }
  })

  app.get('/api/v1/board.csv', {
    schema: { tags: ['accountability'], operationId: 'getBoardCsv', summary: 'The same, one line an office and month' },
  }, async (_request, reply) => reply.type('text/csv; charset=utf-8').send(boardCsv((await boardNow(shown)).board)))

  app.get('/api/v1/board/:office/misses', {
    schema: {
      tags: ['accountability'], operationId: 'listMisses', summary: 'Limits an office missed, newest first, with the reasons it gave',
      params: Type.Object({ office: Type.String({ maxLength: 18 }) }),
      response: {
        200: Type.Object({
          items: Type.Array(Type.Object({
            act: Type.Integer(), kind: Type.String(), step: Type.String(), rule: Type.String(), dueOn: day('last day in time'),
            reason: nullable(Type.Object({ text: Type.String(), on: Type.String() })),
          })),
        }),
      },
    },
  }, async (request) => ({ items: await missesOf(shown, (request.params as { office: string }).office) }))

  app.post('/api/v1/board/misses/:act/reason', {
    schema: {
      tags: ['accountability'], operationId: 'giveReason', summary: 'Say why your office missed a limit; it is public', security: callers('operator', 'decide'),
      params: Type.Object({ act: Type.Integer({ minimum: 1 }) }),
      body: Type.Object({ reason: Type.String({ maxLength: 1000 }) }, { additionalProperties: false }),
      response: { 204: Type.Null() },
    },
  }, async (request, reply) => {
    const { unitCode, roles } = await requireUnit(ports, request)
    if (unitCode !== 'operator' && !roles?.includes('decide')) throw new Refused(403, { code: 'client-role-missing', rule: null, facts: { role: 'decide' } })
    const done = await giveReason(ports, unitCode, { act: (request.params as { act: number }).act, reason: (request.body as { reason: string }).reason })
    if (!done.ok) throw new Refused(problemTexts[done.refusals[0].code].status, ...done.refusals)
    return reply.code(204).send()
  })
}
