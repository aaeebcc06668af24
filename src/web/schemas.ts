/** Shapes that several routes share, under the names they bear in the OpenAPI document. */
import { type TSchema, Type } from 'typebox'

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const day = (description: string) => Type.String({ format: 'date', description })
export const languageQuery = { lang: Type.Optional(Type.Union([Type.Literal('zh'), Type.Literal('en')], { description: 'language of sentences' })) }
export const codeParams = Type.Object({ code: Type.String({ maxLength: 100, description: 'unified social credit code' }) })

export const Words = Type.Object({ zh: Type.Optional(Type.String()), en: Type.Optional(Type.String()) },
  { $id: 'Words', description: 'One text in Chinese and English; with ?lang only in the language asked for' })

export const ProblemSchema = Type.Object({
  type: Type.String({ format: 'uri-reference' }), title: Type.String(), status: Type.Integer(), detail: Type.String(),
  code: Type.String({ description: 'one of a closed list: see /api/v1/problems' }),
  rule: Type.Union([Type.String(), Type.Null()], { description: 'the rule that asks for it, where one does' }),
  facts: Type.Record(Type.String(), Type.String()), cure: nullable(Type.String()), instance: Type.String(),
}, { $id: 'Problem', description: 'RFC 9457 problem details: why not, by which rule, and what would help' })
