/** Routes of the law: every pack, rule, parameter and clock, for anyone to recompute. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { editionsOf, calendarFiles } from '../../calendar/calendar.ts'
import { describeDueDay, dueDayJson, limitInWords } from '../../calendar/describe.ts'
import { dueDay } from '../../calendar/due-day.ts'
import type { Pause } from '../../calendar/pauses.ts'
import { differences } from '../../law/differences.ts'
import { displayStamp } from '../../law/in-force.ts'
import { limits } from '../../law/limits.ts'
import { packIds } from '../../law/pack.ts'
import { findRule } from '../../law/rule.ts'
import type { LayerId, PackId, PauseGround, Rule } from '../../law/types.ts'
import type { Ports } from '../../ports.ts'
import { Refused, refused } from '../../web/refused.ts'
import { languageQuery, nullable } from '../../web/schemas.ts'

const words = Type.Ref('Words')
const Limit = Type.Object({
  amount: Type.Union([Type.Integer(), Type.Null()], { description: 'null: the text gives no number; period not set' }),
  unit: Type.String(), type: Type.String(), count: Type.Optional(Type.Integer()), pauses: Type.Optional(Type.Array(Type.String())),
}, { $id: 'Limit' })
const RuleSchema = Type.Object({
  id: Type.String(), layer: Type.String(), article: Type.String(), text: words, kind: Type.String(), actor: Type.String(), trigger: nullable(Type.String()),
  limit: nullable(Type.Ref('Limit')), feature: Type.String(),
  scope: Type.String({ description: 'in; declined: asked for by the text, refused here; not-software' }), why: nullable(words), accept: nullable(Type.String()),
  inForce: Type.Object({ from: Type.String(), until: nullable(Type.String()) }), certainty: Type.String(),
}, { $id: 'Rule' })
const pack = Type.Optional(Type.Union([...packIds, 'national'].map((id) => Type.Literal(id))))
const onePack = Type.Optional(Type.Union(packIds.map((id) => Type.Literal(id))))

export function lawRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(Limit)
  app.addSchema(RuleSchema)
  const tags = ['law']
  const allRules = (): Rule[] => [...packIds.flatMap((id) => ports.law().packs[id].rules), ...ports.law().national.rules]

  app.get('/api/v1/law', {
    schema: {
      operationId: 'getLaw', tags, summary: 'The law in use here: packs with their revisions, the stamp acts bear',
      response: { 200: Type.Object({
        pack: Type.String(), stamp: Type.String(), displayStamp: Type.String(), day: Type.String(), title: words,
        packs: Type.Array(Type.Object({
          id: Type.String(), revision: Type.String(), title: words, place: words,
          inForce: Type.Object({ from: Type.String(), until: nullable(Type.String()) }), repeals: nullable(words),
          rules: Type.Object({ in: Type.Integer(), declined: Type.Integer(), notSoftware: Type.Integer() }),
        })),
        national: Type.Object({ revision: Type.String(), title: words, rules: Type.Integer() }),
      }) },
    },
  }, async () => {
    const law = ports.law()
    const day = ports.today().toString()
    return {
      pack: law.pack.id, stamp: law.stamp, displayStamp: displayStamp(law, day), day, title: law.pack.title,
      packs: packIds.map((id) => {
        const p = law.packs[id]
        const count = (scope: Rule['scope']) => p.rules.filter((r) => r.scope === scope).length
        return {
          id, revision: p.revision, title: p.title, place: p.place, inForce: p.inForce, repeals: p.repeals,
          rules: { in: count('in'), declined: count('declined'), notSoftware: count('not-software') },
        }
      }),
      national: { revision: law.national.revision, title: law.national.title, rules: law.national.rules.length },
    }
  })

  app.get('/api/v1/law/rules', {
    schema: {
      operationId: 'listRules', tags, summary: 'Rules of every pack, in the order of their texts',
      querystring: Type.Object({
        pack, feature: Type.Optional(Type.String({ maxLength: 60 })), scope: Type.Optional(Type.String({ maxLength: 20 })),
        after: Type.Optional(Type.String({ maxLength: 60, description: 'id the page before ended with' })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 200 })),
      }),
      response: { 200: Type.Object({ items: Type.Array(Type.Ref('Rule')), next: nullable(Type.String()) }) },
    },
  }, async (request) => {
    const q = request.query as { pack?: LayerId; feature?: string; scope?: string; after?: string; limit: number }
    const found = allRules().filter((r) => (!q.pack || r.layer === q.pack) && (!q.feature || r.feature === q.feature) && (!q.scope || r.scope === q.scope))
    const from = q.after === undefined ? 0 : found.findIndex((r) => r.id === q.after) + 1
    if (q.after !== undefined && from === 0) throw refused(400, 'cursor-unreadable')
    const items = found.slice(from, from + q.limit)
    return { items, next: from + q.limit < found.length ? items.at(-1)!.id : null }
  })

  app.get('/api/v1/law/rules/:id', {
    schema: { operationId: 'getRule', tags, summary: 'One rule', params: Type.Object({ id: Type.String({ maxLength: 60 }) }), response: { 200: Type.Ref('Rule') } },
  }, async (request) => ruleOr404((request.params as { id: string }).id))

  app.get('/api/v1/law/parameters', {
    schema: { operationId: 'listParameters', tags, summary: 'How a pack answers each parameter of the comparison', querystring: Type.Object({ pack: onePack }) },
  }, async (request) => {
    const law = ports.law()
    const id = (request.query as { pack?: PackId }).pack ?? law.pack.id
    return { pack: id, items: law.parameters.map((p) => ({ ...p, value: law.packs[id].parameters[p.key] ?? null })) }
  })

  app.get('/api/v1/law/differences', {
    schema: {
      operationId: 'listDifferences', tags, summary: 'Where the five regulations answer differently',
      querystring: Type.Object({ key: Type.Optional(Type.String({ maxLength: 40, description: 'letter of a group, or a key' })), all: Type.Optional(Type.Boolean({ default: false })) }),
    },
  }, async (request) => {
    const { key, all } = request.query as { key?: string; all: boolean }
    return { items: differences(ports.law(), { onlyDiffering: !all, ...(key ? { key } : {}) }) }
  })

  app.get('/api/v1/law/limits', {
    schema: { operationId: 'listLimits', tags, summary: 'Every span the law sets, also those without a number', querystring: Type.Object({ pack }) },
  }, async (request) => {
    const { pack: layer } = request.query as { pack?: LayerId }
    return {
      items: limits(ports.law()).filter((r) => !layer || r.layer === layer).map((r) => ({
        rule: r.id, layer: r.layer, article: r.article, text: r.text, trigger: r.trigger, limit: r.limit, says: limitInWords(r.limit), inForce: r.inForce,
      })),
    }
  })

  app.get('/api/v1/law/due', {
    schema: {
      operationId: 'getDueDay', tags, summary: 'The day a limit ends, with a certificate that names every day counted and skipped',
      querystring: Type.Object({
        rule: Type.String({ maxLength: 60 }), from: Type.String({ maxLength: 20, description: 'day of the event, 2026-02-12' }),
        pause: Type.Optional(Type.Union([Type.String({ maxLength: 80 }), Type.Array(Type.String({ maxLength: 80 }), { maxItems: 50 })],
          { description: '2026-02-13..2026-02-20:appraisal; without an end while it runs; may be repeated' })),
        pack: onePack, ...languageQuery,
      }),
    },
  }, async (request) => {
    const q = request.query as { rule: string; from: string; pause?: string | string[]; pack?: PackId }
    const law = ports.law()
    const rule = ruleOr404(q.rule)
    if (rule.limit === null) throw refused(400, 'rule-without-limit', { id: rule.id }, rule.id)
    const counting = q.pack ? law.packs[q.pack].counting : rule.layer === 'national' ? law.pack.counting : law.packs[rule.layer].counting
    const pauses = [q.pause ?? []].flat().map(readPause)
    const due = dueDay({ from: readDay(q.from), limit: rule.limit, rule: rule.id, pauses, counting, calendar: ports.calendar() })
    if (!due.ok) throw new Refused(422, ...due.refusals)
    return { ...dueDayJson(due.value), words: describeDueDay(due.value) }
  })

  app.get('/api/v1/law/calendar', {
    schema: { operationId: 'getCalendar', tags, summary: 'Editions of the working-day calendar and the official notices behind them' },
  }, async () => {
    const calendar = ports.calendar()
    return {
      edition: calendar.edition, editions: editionsOf(calendarFiles(calendar)),
      firstDay: calendar.firstDay, lastCertainDay: calendar.lastCertainDay, lastDay: calendar.lastDay,
      notices: [...calendar.notices.values()].map((n) => ({ year: n.year, edition: n.edition, papers: n.papers, days: n.days })),
    }
  })

  function ruleOr404(id: string): Rule {
    const rule = findRule(ports.law(), id)
    if (!rule) throw refused(404, 'rule-unknown', { id })
    return rule
  }
}

function readDay(text: string): Temporal.PlainDate {
  // Only what is written as a day: Temporal would read a moment too.
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw refused(400, 'day-unreadable', { day: text })
  try { return Temporal.PlainDate.from(text) } catch { throw refused(400, 'day-unreadable', { day: text }) }
}

function readPause(text: string): Pause {
  const match = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)?:([a-z-]+)$/.exec(text)
  if (!match) throw refused(400, 'pause-unreadable', { pause: text })
  return { from: readDay(match[1]!), to: match[2] ? readDay(match[2]) : null, ground: match[3] as PauseGround }
}
