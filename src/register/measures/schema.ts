/** A list of measures as it is handed in and shown. Pure. */
import { Type } from 'typebox'
import { packIds } from '../../law/pack.ts'

const closed = { additionalProperties: false }
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])
const words = Type.Object({ en: Type.String({ maxLength: 2000 }), zh: Type.String({ minLength: 1, maxLength: 2000 }) }, closed)
const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const short = Type.String({ minLength: 1, maxLength: 200 })

export const measureListSchema = Type.Object({
  pack: Type.Union(packIds.map((id) => Type.Literal(id))),
  kind: Type.Union([Type.Literal('restriction'), Type.Literal('reward')]),
  level: Type.Union([Type.Literal('province'), Type.Literal('city'), Type.Literal('county')]),
  place: words, version: short, inForce: Type.Object({ from: day, until: nullable(day) }, closed),
  measures: Type.Array(Type.Object({
    code: short, title: words, class: nullable(short), matter: nullable(words), target: nullable(words), method: nullable(words),
    implementer: nullable(Type.Object({ name: words, kind: short }, closed)),
    localRegulation: nullable(words), citedLaw: nullable(words),
  }, closed), { minItems: 1, maxItems: 1000 }),
  consultationClosedOn: nullable(day),
  approval: nullable(Type.Object({ documentNumber: short, by: short, on: day }, closed)),
  filedOn: nullable(day),
}, { $id: 'MeasureList', ...closed })
