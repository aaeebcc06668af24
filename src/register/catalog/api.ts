/** Routes of the catalog: what may enter the register at all, and the files to fill in. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Ports } from '../../ports.ts'
import { languageOf } from '../../web/language.ts'
import { Refused } from '../../web/refused.ts'
import { languageQuery, nullable } from '../../web/schemas.ts'
import { csvExplanations, template } from '../ingestion/template.ts'
import { findItem } from './find-item.ts'

const words = Type.Ref('Words')
const Item = Type.Object({
  id: Type.String(), layer: Type.String(), version: Type.String(), inForce: Type.Object({ from: Type.String(), until: nullable(Type.String()) }), title: words,
  category: Type.String(), nature: Type.String(), scope: Type.Union([Type.Literal('in'), Type.Literal('declined')]), why: nullable(words),
  fields: Type.Array(Type.Object({
    name: Type.String(), code: nullable(Type.String()), title: words, type: Type.String(), required: Type.Boolean(), unit: Type.Optional(Type.String()),
    decimals: Type.Optional(Type.Integer()), maxLength: Type.Optional(Type.Integer()), values: Type.Optional(Type.Array(Type.String())),
    noEnd: Type.Optional(Type.String()), alsoCalled: Type.Optional(Type.Array(Type.String())), public: Type.Boolean(),
  })),
  identity: Type.Array(Type.String()), providers: Type.Array(Type.String()), mode: Type.String(),
  classes: Type.Record(Type.String(), Type.String(), { description: 'class of each pack\'s closed list the item falls under' }),
  shared: Type.Object({ shareable: Type.Boolean(), scope: words }),
  basis: Type.Object({ documentNumber: nullable(Type.String()), date: Type.String(), authority: nullable(Type.String()), kinds: Type.Array(Type.String()) }),
  frequency: Type.Object({ limit: Type.Ref('Limit'), rule: nullable(Type.String()) }),
  personColumns: Type.Array(Type.String(), { description: 'columns of official templates about persons: dropped by name' }),
  display: Type.Unknown({ description: 'how long a record is shown' }), retention: nullable(Type.Ref('Limit')), legalBasis: words, certainty: Type.String(),
}, { $id: 'CatalogItem' })

export function catalogRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(Item)
  const tags = ['catalog']
  const params = Type.Object({ item: Type.String({ maxLength: 60 }) })

  app.get('/api/v1/catalog', {
    schema: {
      operationId: 'listCatalog', tags, summary: 'Everything the catalog names: what is taken in, and what is declined and why',
      response: { 200: Type.Object({
        day: Type.String(), law: Type.String(),
        categories: Type.Array(Type.Object({ id: Type.String(), title: words, scope: Type.String(), why: nullable(words) })),
        items: Type.Array(Type.Ref('CatalogItem')),
      }) },
    },
  }, async () => {
    const law = ports.law()
    return { day: ports.today().toString(), law: law.stamp, categories: law.national.catalogCategories, items: law.catalog }
  })

  app.get('/api/v1/catalog/:item', {
    schema: { operationId: 'getCatalogItem', tags, summary: 'One item: its fields, who delivers it, how long it is shown', params, response: { 200: Type.Ref('CatalogItem') } },
  }, async (request) => itemOf((request.params as { item: string }).item))

  app.get('/api/v1/catalog/:item/template', {
    schema: {
      operationId: 'getTemplate', tags, summary: 'The file a providing unit fills in', params,
      querystring: Type.Object({
        format: Type.Optional(Type.Union([Type.Literal('csv'), Type.Literal('xlsx')], { default: 'csv' })),
        explain: Type.Optional(Type.Boolean({ default: false, description: 'the columns explained, as CSV' })), ...languageQuery,
      }),
      produces: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    },
  }, async (request, reply) => {
    const { format = 'csv', explain } = request.query as { format?: 'csv' | 'xlsx'; explain: boolean }
    const item = itemOf((request.params as { item: string }).item)
    const file = explain ? csvExplanations(item, languageOf(request)) : await template(item, format)
    const type = explain || format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    const name = explain ? `${item.id}-columns.csv` : `${item.id}.${format}`
    return reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(Buffer.from(file))
  })

  function itemOf(id: string) {
    const item = findItem(ports.law(), id, ports.today())
    if (!item.ok) throw new Refused(item.refusals[0].code === 'item-declined' ? 403 : 404, ...item.refusals)
    return item.value
  }
}
