/** Routes of organisations: finding one, and what it is called, was called and became. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Ports } from '../../ports.ts'
import { codeParams, languageQuery, nullable } from '../../web/schemas.ts'
import { refused } from '../../web/refused.ts'
import { kindText, type SubjectKind } from './kind.ts'
import * as store from './store.ts'
import { readUscc } from './uscc.ts'

const words = Type.Ref('Words')
const Found = Type.Object({
  code: Type.String(), name: Type.String(), kind: Type.String(), status: Type.String(), generated: Type.Boolean(),
  matched: Type.Union(['code', 'current-name', 'former-name', 'former-code'].map((m) => Type.Literal(m)), { description: 'what the words were found in' }),
  matchedText: Type.String(),
}, { $id: 'FoundOrganisation' })
const Organisation = Type.Object({
  code: Type.String(), name: Type.String(),
  nameFrom: Type.String({ description: 'registration, or mention while only other records named it' }),
  kind: Type.String(), kindTitle: words,
  status: Type.Union(['registered', 'deregistered', 'dissolved', 'merged', 'split'].map((s) => Type.Literal(s))), statusOn: nullable(Type.String()),
  established: nullable(Type.String()), generated: Type.Boolean({ description: 'invented for demonstration' }),
  formerNames: Type.Array(Type.Object({ name: Type.String(), from: nullable(Type.String()), until: nullable(Type.String()) })),
  formerCodes: Type.Array(Type.Object({ code: Type.String(), until: Type.String() })),
  successors: Type.Array(Type.Object({ code: Type.String(), name: nullable(Type.String()) }), { description: 'each answers for its own conduct; records stay here' }),
  predecessors: Type.Array(Type.Object({ code: Type.String(), name: Type.String(), status: Type.String(), on: nullable(Type.String()) })),
}, { $id: 'Organisation' })

export function subjectRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(Found)
  app.addSchema(Organisation)

  app.get('/api/v1/organisations', {
    schema: {
      operationId: 'findOrganisations', tags: ['organisations'], summary: 'Find organisations by code or by any part of a current or former name',
      querystring: Type.Object({
        q: Type.String({ minLength: 1, maxLength: 200, description: 'a code, or words of a name' }),
        after: Type.Optional(Type.String({ maxLength: 1200, description: 'next of the page before' })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })), ...languageQuery,
      }),
      response: { 200: Type.Object({ items: Type.Array(Type.Ref('FoundOrganisation')), next: nullable(Type.String()) }) },
    },
  }, async (request) => {
    const { q, after, limit } = request.query as { q: string; after?: string; limit: number }
    return store.searchOrganisations(ports.database, { q, after: after ?? null, limit })
  })

  app.get('/api/v1/organisations/:code', {
    schema: {
      operationId: 'getOrganisation', tags: ['organisations'], summary: 'An organisation: names and codes it bears and bore, status, what it came from and became',
      params: codeParams, querystring: Type.Object(languageQuery),
      response: { 200: Type.Ref('Organisation'), 308: Type.Null({ description: 'A former code, or one written otherwise: the present one is in Location' }) },
    },
  }, async (request, reply) => {
    const { code } = request.params as { code: string }
    const read = readUscc(code)
    if (!read.ok) throw refused(400, read.refusals[0].code, read.refusals[0].facts)
    const s = await store.subject(ports.database, code)
    if (s === null) {
      const current = read.value.code !== code ? read.value.code : await store.currentCode(ports.database, code)
      if (current !== null) return reply.redirect(`/api/v1/organisations/${current}`, 308)
      throw refused(404, 'organisation-unknown', { code })
    }
    const [names, codes, before, [...successors]] = await Promise.all([
      store.formerNames(ports.database, code), store.formerCodes(ports.database, code), store.predecessors(ports.database, code),
      store.subjects(ports.database, s.successors),
    ])
    return {
      code: s.subject_code, name: s.name, nameFrom: s.name_from, kind: s.kind,
      kindTitle: kindText[s.kind as SubjectKind], status: s.status, statusOn: s.status_on,
      established: s.established, generated: s.generated,
      formerNames: names.map((n) => ({ name: n.name, from: n.from_on, until: n.until_on })),
      formerCodes: codes.map((c) => ({ code: c.former_code, until: c.until_on })),
      successors: s.successors.map((c) => ({ code: c, name: successors.find((o) => o.subject_code === c)?.name ?? null })),
      predecessors: before.map((p) => ({ code: p.subject_code, name: p.name, status: p.status, on: p.status_on })),
    }
  })
}
