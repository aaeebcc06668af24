/** Routes of lists of measures: what was published, version by version, and what may be chosen on a day. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Ports } from '../../ports.ts'
import { offeredMeasures } from './choose.ts'
import { measureListSchema } from './schema.ts'
import { publishedLists } from './store.ts'

export function measureRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(measureListSchema)
  app.get('/api/v1/measure-lists', {
    schema: {
      operationId: 'listMeasureLists', tags: ['law'], summary: 'Lists of restrictions and rewards as they were published, and the measures offered on a day',
      querystring: Type.Object({ day: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'today where left out' })) }),
      response: { 200: Type.Object({
        day: Type.String(), lists: Type.Array(Type.Ref('MeasureList')),
        offered: Type.Array(Type.Object({ code: Type.String(), place: Type.Ref('Words'), version: Type.String() })),
      }) },
    },
  }, async (request) => {
    const { day = ports.today().toString() } = request.query as { day?: string }
    const lists = await publishedLists(ports.database)
    return { day, lists, offered: offeredMeasures(lists, day).map((m) => ({ code: m.code, place: m.list.place, version: m.list.version })) }
  })
}
