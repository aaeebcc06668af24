import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { laws } from '../../../test/support/law.ts'
import { packsFolder } from '../../../test/support/law-data.ts'
import type { PackId, Text2 } from '../../law/types.ts'
import { chooseMeasure, offeredMeasures } from './choose.ts'
import { type ListKind, type ListLevel, type Measure, type MeasureList, parseMeasureListRules } from './measure-list.ts'
import { mayBeReviewed, mayDraftMeasures, mayPublishMeasures, unfiledLists } from './publish.ts'

const all = parseMeasureListRules(readFileSync(`${packsFolder}/measure-lists.yaml`, 'utf8'))
const rulesOf = (pack: PackId, kind: ListKind = 'restriction') => all[pack][kind]!
const words = (zh: string): Text2 => ({ zh, en: zh })

const measure = (change: Partial<Measure> = {}): Measure => ({
  code: 'key-supervision', title: words('列为重点监管对象'), class: 'key-supervision', matter: words('逾期不履行'), target: words('被列入名单的组织'),
  method: words('提高检查频次'), implementer: { name: words('市场监督管理部门'), kind: 'administrative-organ/market-regulation' },
  localRegulation: words('本省条例第三十一条'), citedLaw: null, ...change,
})
const reward = (change: Partial<Measure> = {}) => measure({ code: 'fewer-inspections', title: words('减少检查'), class: 'fewer-inspections', localRegulation: null, ...change })
const list = (pack: PackId, change: Partial<MeasureList> = {}): MeasureList => ({
  pack, kind: 'restriction', level: rulesOf(pack).levels.allowed.at(-1)!, place: words('某地'), version: '1', inForce: { from: '2023-01-01', until: null }, measures: [measure()],
  consultationClosedOn: '2022-11-30', approval: { documentNumber: '府函〔2022〕9号', by: '批准机关', on: '2022-12-15' }, filedOn: null, ...change,
})
const rewards = (change: Partial<MeasureList> = {}) => list('guangdong', { kind: 'reward', level: 'county', measures: [reward()], ...change })
const publish = (draft: MeasureList, national: readonly string[] = []) => {
  const may = mayPublishMeasures(draft, laws[draft.pack].pack, rulesOf(draft.pack, draft.kind), national, '2022-12-31')
  return may.ok ? 'published' : may.refusals.map((r) => [r.code, r.rule, r.facts.what].filter(Boolean).join(' ')).join(', ')
}
const published = (...lists: MeasureList[]): MeasureList[] => {
  for (const l of lists) assert.equal(publish(l), 'published')
  return lists
}
const codes = (lists: readonly MeasureList[], day: string) => offeredMeasures(lists, day).map((m) => `${m.code} ${m.list.version}`)
const choose = (lists: readonly MeasureList[], day: string, wanted: string) => {
  const may = chooseMeasure(lists, day, wanted, rulesOf(lists[0]!.pack, lists[0]!.kind))
  return may.ok ? `chosen ${may.value.list.version}` : `${may.refusals[0].code} ${may.refusals[0].rule} offered: ${may.refusals[0].facts.offered}`
}

test('gd-27-2 a reward that is on no published list in force cannot be chosen', () => {
  const lists = published(rewards({ inForce: { from: '2023-01-01', until: '2023-12-31' } }))
  assert.equal(choose(lists, '2023-06-01', 'fewer-inspections'), 'chosen 1')
  assert.equal(choose(lists, '2023-06-01', 'publicity'), 'measure-not-offered gd-27-2 offered: fewer-inspections')
  assert.equal(choose(lists, '2022-12-31', 'fewer-inspections'), 'measure-not-offered gd-27-2 offered: ')
  assert.equal(choose(lists, '2024-01-01', 'fewer-inspections'), 'measure-not-offered gd-27-2 offered: ')
})
test('gd-28-1 version 2 of a county’s reward list begins on 2024-01-01: on the day before only version 1 is offered', () => {
  const second = rewards({ version: '2', inForce: { from: '2024-01-01', until: null }, measures: [reward({ code: 'publicity', class: 'publicity' })] })
  const lists = published(rewards(), second)
  assert.deepEqual(codes(lists, '2023-12-31'), ['fewer-inspections 1'])
  assert.deepEqual(codes(lists, '2024-01-01'), ['publicity 2'])
  assert.deepEqual(codes([...lists].reverse(), '2024-01-01'), ['publicity 2'])
  assert.ok(mayDraftMeasures('county', rulesOf('guangdong', 'reward')).ok)
})
test('gd-28-2 a reward list without target, method, implementing entity, closed comments or approval is refused, naming what is missing', () => {
  for (const what of ['target', 'method', 'implementer'] as const) {
    assert.equal(publish(rewards({ measures: [reward({ [what]: null })] })), `measure-incomplete gd-28-2 ${what}`)
  }
  assert.equal(publish(rewards({ consultationClosedOn: null })), 'consultation-open gd-28-2')
  assert.equal(publish(rewards({ consultationClosedOn: '2023-01-01' })), 'consultation-open gd-28-2')
  assert.equal(publish(rewards({ approval: null })), 'approval-missing gd-28-2')
  assert.equal(publish(rewards({ measures: [reward({ target: null, method: null })], approval: null })),
    'measure-incomplete gd-28-2 target, measure-incomplete gd-28-2 method, approval-missing gd-28-2')
  assert.equal(publish(rewards()), 'published')
})
test('gd-28-3 a county’s reward list without a filing receipt is shown as unfiled', () => {
  const filed = rewards({ filedOn: '2023-01-10' })
  assert.deepEqual(unfiledLists([rewards(), filed, rewards({ level: 'province' })], rulesOf('guangdong', 'reward')), [rewards()])
})
test('gd-30-1 a supplementary measure without the local regulation it rests on is refused', () => {
  assert.equal(publish(list('guangdong', { measures: [measure({ localRegulation: null })] })), 'local-regulation-missing gd-30-1')
  assert.equal(publish(list('guangdong', { measures: [measure({ localRegulation: words(' ') })] })), 'local-regulation-missing gd-30-1')
})
test('gd-30-2 a list of restrictions without target, method, implementing entity, closed comments or approval is refused, naming what is missing', () => {
  for (const what of ['target', 'method', 'implementer'] as const) {
    assert.equal(publish(list('guangdong', { measures: [measure({ [what]: null })] })), `measure-incomplete gd-30-2 ${what}`)
  }
  assert.equal(publish(list('guangdong', { consultationClosedOn: null, approval: null })), 'consultation-open gd-30-2, approval-missing gd-30-2')
  assert.equal(publish(list('guangdong')), 'published')
})
test('gd-30-3 a city list of restrictions without a filing receipt is marked unfiled', () => {
  const [open, filed, own] = [list('guangdong'), list('guangdong', { filedOn: '2023-01-10' }), list('guangdong', { level: 'province' })]
  assert.deepEqual(unfiledLists([open, filed, own], rulesOf('guangdong')), [open])
  assert.deepEqual(unfiledLists([list('liaoning')], rulesOf('liaoning')), [])
})
test('gd-30-4 an officer chooses from the list; a measure in her own words is refused', () => {
  const lists = published(list('guangdong'))
  assert.equal(choose(lists, '2023-06-01', 'key-supervision'), 'chosen 1')
  for (const free of ['列为重点监管对象并约谈', '', 'Key-Supervision']) {
    assert.equal(choose(lists, '2023-06-01', free), 'measure-not-offered gd-30-4 offered: key-supervision')
  }
})
test('gd-38-2 a measure that a bank, an association or a newspaper would carry out is refused: only public units can', () => {
  for (const kind of ['other-body/bank', 'other-body/association', 'mass-organisation/newspaper']) {
    assert.equal(publish(list('guangdong', { measures: [measure({ implementer: { name: words('某单位'), kind } })] })), 'implementer-not-public gd-38-2')
    assert.equal(publish(rewards({ measures: [reward({ implementer: { name: words('某单位'), kind } })] })), 'implementer-not-public gd-38-2')
  }
})
test('a class outside the article’s list stops a list of restrictions, and one that is declined cannot be added', () => {
  assert.equal(publish(list('guangdong', { measures: [measure({ class: 'exit-ban' })] })), 'not-in-list gd-31-0')
  assert.equal(publish(list('jiangsu', { measures: [measure({ class: null })] })), 'not-in-list js-46')
  assert.equal(publish(list('xiamen', { measures: [measure({ class: 'travel-property-consumption' })] })), 'declined-here xm-20-5')
})
test('hn-24-1 a punishment that is on no list in force is not offered', () => {
  const lists = published(list('hunan', { measures: [measure({ class: null })] }))
  assert.deepEqual(codes(lists, '2023-06-01'), ['key-supervision 1'])
  assert.equal(choose(lists, '2023-06-01', 'honours-restricted'), 'measure-not-offered hn-24-1 offered: key-supervision')
})
test('hn-24-2 a supplementary measure without its citation is refused', () => {
  assert.equal(publish(list('hunan', { measures: [measure({ localRegulation: null })] })), 'local-regulation-missing hn-24-2')
})
test('hn-24-3 a city supplement that repeats a national measure is refused as a duplicate', () => {
  const city = list('hunan', { level: 'city' })
  assert.equal(publish(city, ['列为重点 监管对象']), 'repeats-national hn-24-3')
  assert.equal(publish(city, ['限制参加政府采购活动']), 'published')
})
test('js-45-1 a measure that is on no list in force is not offered', () => {
  const lists = published(list('jiangsu', { inForce: { from: '2023-01-01', until: '2023-12-31' } }))
  assert.equal(choose(lists, '2023-12-31', 'key-supervision'), 'chosen 1')
  assert.equal(choose(lists, '2024-01-01', 'key-supervision'), 'measure-not-offered js-45-1 offered: ')
})
test('js-45-2 an entry without matter, target, method, implementer or basis is incomplete; a complete list waits for the leading group', () => {
  for (const what of ['matter', 'target', 'method', 'implementer'] as const) {
    assert.equal(publish(list('jiangsu', { measures: [measure({ [what]: null })] })), `measure-incomplete js-45-2 ${what}`)
  }
  assert.equal(publish(list('jiangsu', { measures: [measure({ localRegulation: null })] })), 'local-regulation-missing js-45-2')
  const waiting = mayPublishMeasures(list('jiangsu', { approval: null }), laws.jiangsu.pack, rulesOf('jiangsu'), [], '2022-12-31')
  assert.ok(!waiting.ok && waiting.refusals.length === 1)
  assert.deepEqual([waiting.refusals[0].code, waiting.refusals[0].rule, waiting.refusals[0].facts['by-zh']], ['approval-missing', 'js-45-2', '社会信用体系建设领导小组'])
  assert.equal(publish(list('jiangsu')), 'published')
})
test('js-45-3 a draft whose comments are not closed does not go to review, let alone to publication', () => {
  const review = (closedOn: string | null) => mayBeReviewed(list('jiangsu', { consultationClosedOn: closedOn, approval: null }), laws.jiangsu.pack, rulesOf('jiangsu'), [], '2022-12-31')
  const blocked = review(null)
  assert.ok(!blocked.ok && blocked.refusals[0].code === 'consultation-open' && blocked.refusals[0].rule === 'js-45-3')
  assert.equal(review('2023-01-01').ok, false)
  assert.ok(review('2022-12-31').ok)
  assert.equal(publish(list('jiangsu', { consultationClosedOn: null })), 'consultation-open js-45-3')
  assert.equal(publish(list('jiangsu', { consultationClosedOn: '2022-12-31' })), 'published')
})
test('js-45-4 a city list without a receipt is marked unfiled', () => {
  const city = list('jiangsu', { level: 'city' })
  assert.deepEqual(unfiledLists([city, list('jiangsu', { level: 'province' })], rulesOf('jiangsu')), [city])
})
test('ln-24-1 drafting a list of measures is not offered to a city', () => {
  const offered = (level: ListLevel) => mayDraftMeasures(level, rulesOf('liaoning'))
  const city = offered('city')
  assert.ok(!city.ok && city.refusals[0].rule === 'ln-24-1' && city.refusals[0].facts.offered === 'province')
  assert.ok(offered('province').ok)
})
test('ln-26 of the measures of the article only those on a list in force are offered', () => {
  const lists = published(list('liaoning', { measures: [measure({ code: 'no-easements', class: 'no-easements' }), measure({ code: 'higher-deposit', class: 'higher-deposit' })] }))
  assert.deepEqual(codes(lists, '2023-06-01'), ['no-easements 1', 'higher-deposit 1'])
  assert.equal(choose(lists, '2023-06-01', 'honours-restricted'), 'measure-not-offered ln-26 offered: no-easements, higher-deposit')
  assert.equal(publish(list('liaoning', { measures: [measure()] })), 'not-in-list ln-26')
})
test('xm-23-2 an entry of the joint catalogue without an implementing unit is not published', () => {
  assert.equal(publish(list('xiamen', { measures: [measure({ implementer: null })] })), 'measure-incomplete xm-23-2 implementer')
  assert.equal(publish(list('xiamen')), 'published')
})
