/** The law as the pages read it: articles, tests that prove rules, days of change, one objection under five regulations. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { laws } from '../../../test/support/law.ts'
import { calendar, day } from '../../../test/support/law-data.ts'
import { isInForce, rulesInForce } from '../../law/in-force.ts'
import { packIds } from '../../law/pack.ts'
import { findRule } from '../../law/rule.ts'
import { acceptance, articlesOf, findRules, parametersOn, rulesOf } from './articles.ts'
import { changeDays, changesOn, displayChanges } from './changes.ts'
import { objectionClocks } from './objection-clocks.ts'
import { proofsIn, proofsOf } from './proofs.ts'
import { proofsUnder, shippedProofs } from './store.ts'

const law = laws.guangdong
const layers = [...packIds, 'national'] as const

test('every rule stands in one article, and the articles keep the order of the text', () => {
  for (const layer of layers) {
    const articles = articlesOf(law, layer)
    // A national text may stand in two places of its file; an article of a pack stands together.
    const inOrder = articles.flatMap((a) => a.rules)
    assert.deepEqual(layer === 'national' ? new Set(inOrder) : inOrder, layer === 'national' ? new Set(rulesOf(law, layer)) : rulesOf(law, layer))
    assert.equal(inOrder.length, rulesOf(law, layer).length)
    assert.equal(new Set(articles.map((a) => a.key)).size, articles.length)
    assert.ok(articles.every((a) => /^[\w.-]+$/.test(a.key)))
  }
  assert.deepEqual(articlesOf(law, 'guangdong').find((a) => a.key === '46')?.rules.map((r) => r.id),
    ['gd-46-0', 'gd-46-1', 'gd-46-2', 'gd-46-3a', 'gd-46-3b', 'gd-46-3c', 'gd-46-4', 'gd-46-5', 'gd-46-6'])
})

test('each answer of the comparison leads back from the rules it rests on', () => {
  for (const pack of packIds) {
    for (const { key } of law.parameters) {
      const value = law.packs[pack].parameters[key]!
      const rules = value.kind === 'limit' ? [value.rule] : value.rules
      for (const id of rules) assert.ok(parametersOn(law, findRule(law, id)!.layer, [id]).some((a) => a.parameter.key === key) || findRule(law, id)!.layer !== pack, `${pack} ${key} ${id}`)
    }
  }
})

test('rules are found by every word asked for, in either language, by id and by article', () => {
  const all = [...law.pack.rules, ...law.national.rules]
  const ids = (text: string) => findRules(all, { text }).map((r) => r.id)
  assert.ok(ids('异议，更正').every((id) => ['异议', '更正'].every((word) => JSON.stringify(findRule(law, id)).includes(word))) && ids('异议，更正').length > 0)
  assert.ok(ids('TRANSFER objection').every((id) => /transfer/i.test(JSON.stringify(findRule(law, id)))))
  assert.deepEqual(ids('gd-46-3b'), ['gd-46-3b'])
  assert.equal(findRules(all, { article: '46' }).length, 10)
  assert.deepEqual(ids('没有这样的词'), [])
  fc.assert(fc.property(fc.constantFrom(...all), (rule) => {
    assert.ok(findRules(all, { text: rule.id, scope: rule.scope, feature: rule.feature, layer: rule.layer }).includes(rule))
  }))
})

test('every acceptance line comes apart into given, when and then', () => {
  const lines = [...packIds.flatMap((id) => law.packs[id].rules), ...law.national.rules].flatMap((r) => (r.accept === null ? [] : [r.accept.en, r.accept.zh]))
  assert.deepEqual(lines.filter((line) => acceptance(line) === null), [])
  assert.deepEqual(acceptance('Given a, b, when c, then d, e.'), ['a, b', 'c', 'd, e.'])
  assert.deepEqual(acceptance('假如甲，乙，当丙时，那么丁，戊。'), ['甲，乙', '丙时', '丁，戊。'])
  assert.equal(acceptance('Otherwise written'), null)
})

test('a test proves the rules its title names, and no words that only look like one', () => {
  const known = new Set(['gd-46-1', 'gd-46-3b', 'nat-36-general', 'nat-catalog-closed'])
  // Put together here, so that whoever reads the titles of this file does not take the sample for tests.
  const sample = [['test', "'gd-46-1 marked'"], ['describe', '"nat-36-general and gd-46-1"'], ['const x =', "'gd-46-3b'"], ['test.skip', "`gd-46-3b it's`"], ['test', "'xx-1 gd-99-9'"], ['it', "'nat-catalog-closed: nothing'"]]
  const proofs = proofsIn({
    'a.test.ts': sample.map(([call, title]) => `${call}(${title}, () => {})`).join('\n'),
  }, (id) => known.has(id))
  assert.deepEqual([...proofs].map(([id, p]) => [id, p.map((one) => one.title)]), [
    ['gd-46-1', ['gd-46-1 marked', 'nat-36-general and gd-46-1']], ['nat-36-general', ['nat-36-general and gd-46-1']],
    ['gd-46-3b', ["gd-46-3b it's"]], ['nat-catalog-closed', ['nat-catalog-closed: nothing']]])
  assert.equal(proofsOf(proofs, ['gd-46-1', 'nat-36-general']).length, 2)
})

test('the tests shipped with the program are found, for every pack, this file among them', () => {
  const proofs = shippedProofs(law)!
  assert.ok(proofs.get('xm-33-1')?.some((p) => p.file === 'src/register/law/reading.test.ts'))
  assert.ok(packIds.every((id) => law.packs[id].rules.some((r) => proofs.has(r.id))))
  assert.equal(proofsUnder(path.join(import.meta.dirname, '../../../packs'), law), null, 'where no tests were installed that is known')
})

test('nat-58-max nat-36-minor nat-36-general nat-36-serious the text of 2026-04-01 stands beside the one it replaced, class by class', () => {
  const held = displayChanges(law, '2026-04-01').map((c) => [c.severity, c.before?.class.maximumRule, c.before?.class.maximum.amount, c.after?.class.maximumRule, c.after?.class.maximum.amount, c.after?.class.maximum.unit])
  assert.deepEqual(held, [
    ['minor', 'nat-58-max', 3, 'nat-36-minor', 3, 'month'],
    ['general', 'nat-58-max', 3, 'nat-36-general', 1, 'year'],
    ['serious', 'nat-58-max', 3, 'nat-36-serious', 3, 'year'],
  ])
  assert.equal(displayChanges(law, '2026-04-01')[0]?.after?.class.displayed, false)
  assert.deepEqual([displayChanges(law, '2026-03-31'), displayChanges(law, '2026-04-02')], [[], []])
})

test('what begins and ends on a day is the whole difference between two days, and nothing changes on any other', () => {
  const days = new Set(changeDays(law).map((d) => d.day))
  assert.ok(days.has('2026-04-01') && days.has(law.pack.inForce.from))
  fc.assert(fc.property(fc.integer({ min: 0, max: 5000 }), (after) => {
    const on = day('2014-01-01').add({ days: after })
    const eve = rulesInForce(law, on.subtract({ days: 1 }).toString())
    const { began, ended } = changesOn(law, on.toString())
    assert.deepEqual(new Set([...eve.filter((r) => !ended.includes(r)), ...began]), new Set(rulesInForce(law, on.toString())))
    assert.equal(began.length + ended.length > 0, days.has(on.toString()))
    assert.ok(began.every((r) => isInForce(r.inForce, on.toString())))
  }))
})

test('gd-46-3a gd-46-3b gd-46-3c hn-32-2b xm-33-1 one objection of 2026-09-28: what is due when, and what cannot be computed', () => {
  const clocks = objectionClocks(law, calendar, day('2026-09-28'))
  const steps = (c: (typeof clocks)[number]) => c.steps.map((s) => `${s.parameter.key} ${s.due?.day.toString() ?? '-'}`).join(', ')
  assert.deepEqual(clocks.map((c) => [c.pack, c.way, c.due, steps(c)]), [
    ['guangdong', 'own', '2026-10-08', 'F7 2026-10-08'],
    ['guangdong', 'provider', '2026-10-13', 'F8 2026-09-30, F9 2026-10-10, F10 2026-10-13'],
    ['xiamen', 'own', '2026-10-08', 'F7 2026-10-08'],
    ['jiangsu', 'own', null, 'F7 -'],
    ['liaoning', 'own', null, 'F7 -'],
    ['liaoning', 'provider', null, 'F8 -, F9 -, F10 -'],
    ['hunan', 'own', '2026-10-08', 'F7 2026-10-08'],
    ['hunan', 'provider', '2026-10-03', 'F9 2026-10-03, F10 -'],
  ])
  assert.equal(objectionClocks(laws.hunan, calendar, day('2026-09-28'))[0]?.pack, 'hunan')
  assert.ok(objectionClocks(law, calendar, day('2026-12-30')).some((c) => c.provisional))
})
