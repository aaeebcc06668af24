/** Routes of the law: every pack, rule, parameter and clock, for anyone to recompute. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { editionsOf, calendarFiles } from '../../calendar/calendar.ts'
import { describeDueDay, dueDayJson, limitInWords } from '../../calendar/describe.ts'
import type { Pause } from '../../calendar/pauses.ts'
import { differences } from '../../law/differences.ts'
import { displayStamp, rulesInForce } from '../../law/in-force.ts'
import { limits } from '../../law/limits.ts'
import { packIds } from '../../law/pack.ts'
import { findRule } from '../../law/rule.ts'
import type { LayerId, PackId, PauseGround, Rule } from '../../law/types.ts'
import type { Ports } from '../../ports.ts'
import { Refused, refused } from '../../web/refused.ts'
import { languageQuery, nullable } from '../../web/schemas.ts'
import { periodsEntered, ruleClockNow } from '../deadlines/acts.ts'
import { editions, lawsLoaded } from '../operation/store.ts'
import { articlesOf, findRules, parametersOn } from './articles.ts'
import { changeDays, changesOn, displayChanges, displayTextsOn } from './changes.ts'
import { objectionClocks } from './objection-clocks.ts'
import { proofsOf } from './proofs.ts'
import { shippedProofs } from './store.ts'

const words = Type.Ref('Words')
const Limit = Type.Object({
  amount: Type.Union([Type.Integer(), Type.Null()], { description: 'null: the text gives no number; period not set' }),
  unit: Type.String(), type: Type.String(), count: Type.Optional(Type.Integer()), pauses: Type.Optional(Type.Array(Type.String())),
}, { $id: 'Limit' })
const ruleFields = {
  id: Type.String(), layer: Type.String(), article: Type.String(), text: words, kind: Type.String(), actor: Type.String(), trigger: nullable(Type.String()),
  limit: nullable(Type.Ref('Limit')), feature: Type.String(),
  scope: Type.String({ description: 'in; declined: asked for by the text, refused here; not-software' }), why: nullable(words), accept: nullable(words),
  inForce: Type.Object({ from: Type.String(), until: nullable(Type.String()) }), certainty: Type.String(),
}
const RuleSchema = Type.Object(ruleFields, { $id: 'Rule' })
const ConfiguredLimit = Type.Object({
  rule: Type.String(), amount: Type.Integer(), unit: Type.String(), from: Type.String({ description: 'applies to clocks that start on this day or later' }),
  office: Type.String(), basis: Type.String(),
}, { $id: 'ConfiguredLimit' })
const Answered = Type.Object({ parameter: Type.Object({ key: Type.String(), group: words, title: words }), value: Type.Unknown() })
const proofList = nullable(Type.Array(Type.Object({ file: Type.String(), title: Type.String() }), {
  description: 'tests whose title names the rule; null where this deployment came without its tests',
}))
const layer = Type.Union([...packIds, 'national'].map((id) => Type.Literal(id)))
const pack = Type.Optional(Type.Union([...packIds, 'national'].map((id) => Type.Literal(id))))
const onePack = Type.Optional(Type.Union(packIds.map((id) => Type.Literal(id))))

export function lawRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(Limit)
  app.addSchema(RuleSchema)
  app.addSchema(ConfiguredLimit)
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
        q: Type.Optional(Type.String({ maxLength: 200, description: 'words of the text in either language, or an id; all must be found' })),
        article: Type.Optional(Type.String({ maxLength: 40 })),
        after: Type.Optional(Type.String({ maxLength: 60, description: 'id the page before ended with' })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 200 })),
      }),
      response: { 200: Type.Object({ items: Type.Array(Type.Ref('Rule')), next: nullable(Type.String()) }) },
    },
  }, async (request) => {
    const q = request.query as { pack?: LayerId; feature?: string; scope?: Rule['scope']; q?: string; article?: string; after?: string; limit: number }
    const found = findRules(allRules(), { text: q.q, layer: q.pack, feature: q.feature, scope: q.scope, article: q.article })
    const from = q.after === undefined ? 0 : found.findIndex((r) => r.id === q.after) + 1
    if (q.after !== undefined && from === 0) throw refused(400, 'cursor-unreadable')
    const items = found.slice(from, from + q.limit)
    return { items, next: from + q.limit < found.length ? items.at(-1)!.id : null }
  })

  app.get('/api/v1/law/rules/:id', {
    schema: {
      operationId: 'getRule', tags, summary: 'One rule, the questions it answers, the periods entered for it and the tests that prove it',
      params: Type.Object({ id: Type.String({ maxLength: 60 }) }),
      response: { 200: Type.Object({ ...ruleFields, parameters: Type.Array(Answered), periods: Type.Array(Type.Ref('ConfiguredLimit')), tests: proofList }) },
    },
  }, async (request) => {
    const rule = ruleOr404((request.params as { id: string }).id)
    const law = ports.law()
    const open = rule.limit !== null && rule.limit.amount === null
    return {
      ...rule, parameters: parametersOn(law, rule.layer, [rule.id]), tests: testsOf([rule.id]),
      periods: open ? (await periodsEntered(ports)).filter((p) => p.rule === rule.id) : [],
    }
  })

  app.get('/api/v1/law/packs/:pack/articles', {
    schema: {
      operationId: 'listArticles', tags, summary: 'The articles of a pack in their order; of the national layer its texts', params: Type.Object({ pack: layer }),
      response: { 200: Type.Object({ pack: Type.String(), items: Type.Array(Type.Object({ article: Type.String(), rules: Type.Array(Type.String()) })) }) },
    },
  }, async (request) => {
    const { pack: id } = request.params as { pack: LayerId }
    return { pack: id, items: articlesOf(ports.law(), id).map((a) => ({ article: a.key, rules: a.rules.map((r) => r.id) })) }
  })

  app.get('/api/v1/law/packs/:pack/articles/:article', {
    schema: {
      operationId: 'getArticle', tags, summary: 'One article: its rules, the questions they answer, the tests that prove them',
      params: Type.Object({ pack: layer, article: Type.String({ maxLength: 40 }) }),
      response: { 200: Type.Object({
        pack: Type.String(), article: Type.String(), rules: Type.Array(Type.Ref('Rule')), parameters: Type.Array(Answered), tests: proofList,
      }) },
    },
  }, async (request) => {
    const { pack: id, article } = request.params as { pack: LayerId; article: string }
    const found = articlesOf(ports.law(), id).find((a) => a.key === article)
    if (!found) throw refused(404, 'rule-unknown', { id: `${id} ${article}` })
    const ids = found.rules.map((r) => r.id)
    return { pack: id, article, rules: found.rules, parameters: parametersOn(ports.law(), id, ids), tests: testsOf(ids) }
  })

  app.get('/api/v1/law/periods', {
    schema: {
      operationId: 'listEnteredPeriods', tags, summary: 'Periods the law leaves open, as offices entered them here with their basis; the later entry stands',
      response: { 200: Type.Object({ items: Type.Array(Type.Ref('ConfiguredLimit')) }) },
    },
  }, async () => ({ items: await periodsEntered(ports) }))

  app.get('/api/v1/law/versions', {
    schema: {
      operationId: 'getVersions', tags, summary: 'Which rules begin and end on which day, what that does to display, which texts this register has run under',
      querystring: Type.Object({ on: Type.Optional(Type.String({ maxLength: 20, description: 'the day to look at; today when left out' })) }),
      response: { 200: Type.Object({
        day: Type.String(), rulesInForce: Type.Integer(), began: Type.Array(Type.Ref('Rule')), ended: Type.Array(Type.Ref('Rule')),
        display: Type.Array(Type.Unknown(), { description: 'how long a record of each class is shown the day before, and on the day; empty where nothing changes' }),
        displayTexts: Type.Array(Type.Object({ id: Type.String(), title: words, sector: nullable(Type.String()) })),
        days: Type.Array(Type.Object({ day: Type.String(), began: Type.Integer(), ended: Type.Integer() })),
        loaded: Type.Array(Type.Object({ law: Type.String(), loadedOn: Type.String(), act: Type.Integer() })),
      }) },
    },
  }, async (request) => {
    const { on } = request.query as { on?: string }
    const law = ports.law()
    const day = (on === undefined ? ports.today() : readDay(on)).toString()
    return {
      ...changesOn(law, day), rulesInForce: rulesInForce(law, day).length, display: displayChanges(law, day), displayTexts: displayTextsOn(law, day),
      days: changeDays(law).map((d) => ({ day: d.day, began: d.began.length, ended: d.ended.length })),
      loaded: (await lawsLoaded(ports.database)).map((l) => ({ law: l.law, loadedOn: l.loaded_on, act: l.act_id })),
    }
  })

  app.get('/api/v1/law/objection-clocks', {
    schema: {
      operationId: 'getObjectionClocks', tags, summary: 'One objection received on one day, under each of the five packs: its steps and their last days',
      querystring: Type.Object({ from: Type.Optional(Type.String({ maxLength: 20, description: 'the day it is received; today when left out' })) }),
      response: { 200: Type.Object({ from: Type.String(), items: Type.Array(Type.Object({
        pack: Type.String(), way: Type.String({ description: 'own: the error is the operator\'s; provider: another unit has to look' }),
        due: nullable(Type.String({ description: 'null: cannot be computed, the text gives no number or no day to count from' })), provisional: Type.Boolean(),
        steps: Type.Array(Type.Object({
          key: Type.String(), title: words, value: Type.Unknown(), startsOn: nullable(Type.String()), due: nullable(Type.String()),
        })),
      })) }) },
    },
  }, async (request) => {
    const { from } = request.query as { from?: string }
    const day = from === undefined ? ports.today() : readDay(from)
    return {
      from: day.toString(),
      items: objectionClocks(ports.law(), ports.calendar(), day).map((c) => ({
        ...c,
        steps: c.steps.map(({ parameter: { key, title }, value, startsOn, due }) => ({ key, title, value, startsOn, due: due?.day.toString() ?? null })),
      })),
    }
  })

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
      operationId: 'getDueDay', tags,
      summary: 'The day a limit ends, with a certificate that names every day counted and skipped; under the period an office entered where the text gives none',
      querystring: Type.Object({
        rule: Type.String({ maxLength: 60 }), from: Type.String({ maxLength: 20, description: 'day of the event, 2026-02-12' }),
        pause: Type.Optional(Type.Union([Type.String({ maxLength: 80 }), Type.Array(Type.String({ maxLength: 80 }), { maxItems: 50 })],
          { description: '2026-02-13..2026-02-20:appraisal; without an end while it runs; may be repeated' })),
        pack: onePack, ...languageQuery,
      }),
    },
  }, async (request) => {
    const q = request.query as { rule: string; from: string; pause?: string | string[]; pack?: PackId }
    const rule = ruleOr404(q.rule)
    const clock = await ruleClockNow(ports, { rule, from: readDay(q.from), pauses: [q.pause ?? []].flat().map(readPause), pack: q.pack })
    if (clock === null) throw refused(400, 'rule-without-limit', { id: rule.id }, rule.id)
    const { due, configured } = clock
    if (!due.ok) throw new Refused(422, ...due.refusals)
    return { ...dueDayJson(due.value), configured, words: describeDueDay(due.value) }
  })

  app.get('/api/v1/law/calendar', {
    schema: { operationId: 'getCalendar', tags, summary: 'Editions of the working-day calendar and the official notices behind them' },
  }, async () => {
    const calendar = ports.calendar()
    return {
      edition: calendar.edition, editions: editionsOf(calendarFiles(calendar)),
      firstDay: calendar.firstDay, lastCertainDay: calendar.lastCertainDay, lastDay: calendar.lastDay,
      loaded: (await editions(ports.database)).map((e) => ({ edition: e.edition, loadedOn: e.loaded_on, act: e.act_id })),
      notices: [...calendar.notices.values()].map((n) => ({ year: n.year, edition: n.edition, papers: n.papers, days: n.days })),
    }
  })

  function testsOf(ids: readonly string[]) {
    const proofs = shippedProofs(ports.law())
    return proofs && proofsOf(proofs, ids)
  }

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
