/** Letters as data: complete, with what is open to their addressee, in the words of every regulation. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { laws } from '../../../test/support/law.ts'
import { findRule } from '../../law/rule.ts'
import type { Law, PackId } from '../../law/types.ts'
import { readNoticeTemplates } from '../../packs.ts'
import { type Facts, letterBlocks, writeLetter } from './notice.ts'
import { remediesOf } from './remedies.ts'
import { parseNoticeTemplates } from './templates.ts'

const templates = await readNoticeTemplates()
const file = readFileSync(path.join(import.meta.dirname, '../../../packs/notices.yaml'), 'utf8')
const today = Temporal.PlainDate.from('2026-11-21')
const closed: Facts = { document: '许1号', case: '7', day: '2026-11-20', verdict: 'keep', reasons: '许1号原件与登记一致。' }
const write = (law: Law, template: string, facts: Facts) => writeLetter(templates, law, today, { template, facts, rules: [] })

/** Some value of each fact. */
const factsOf = (id: string): Facts => Object.fromEntries(Object.entries(templates.templates.find((t) => t.id === id)!.facts)
  .map(([name, { is }]) => [name, is === 'text' ? `甲${name}` : is === 'day' ? '2026-11-20' : Object.keys(is)[0]!]))

test('every rule a template names stands in a pack, and every law it calls by name belongs to one', () => {
  const named = [...templates.templates.flatMap((t) => t.rules), ...Object.keys(templates.sources)]
  assert.deepEqual(named.filter((id) => findRule(laws.guangdong, id) === undefined), [])
})

test('each template can be written under each regulation, and says what is open to its addressee', () => {
  for (const law of Object.values(laws)) {
    for (const { id } of templates.templates) {
      const letter = write(law, id, factsOf(id))
      assert.ok(letter.ok, `${law.pack.id} ${id}`)
      assert.ok(letter.value.remedies.length > 0)
      for (const language of ['zh', 'en'] as const) {
        const blocks = letterBlocks({ number: 1, issuedOn: '2026-11-21', to: { code: 'x', name: { zh: '甲', en: 'A' } }, from: null, letter: letter.value }, templates, law, language)
        assert.doesNotMatch(JSON.stringify(blocks), /\{[a-z]+\}|undefined/)
      }
    }
  }
})

test('gd-49 xm-53-1 js-71 an answer that keeps the record names reconsideration and litigation, each with the time in which it is open', () => {
  const ways = (pack: PackId, template: string) => {
    const letter = write(laws[pack], template, factsOf(template))
    assert.ok(letter.ok)
    return letter.value.remedies.map((r) => `${r.code} ${r.rule} ${r.period?.en ?? '-'}`)
  }
  const both = (rule: string) => [`reconsideration ${rule} 60 days`, `litigation ${rule} 6 months`]
  assert.deepEqual(ways('guangdong', 'objection-closed'), ['review gd-46-6 -', ...both('gd-49')])
  assert.deepEqual(ways('guangdong', 'restoration-decided'), both('gd-49'))
  assert.deepEqual(ways('xiamen', 'objection-closed'), both('xm-53-1'))
  assert.deepEqual(ways('jiangsu', 'objection-closed'), both('js-71'))
  const national = ['reconsideration nat-reconsideration-20 60 days', 'litigation nat-litigation-46 6 months']
  assert.deepEqual(ways('liaoning', 'objection-closed'), ['persist ln-37-5 -', ...national])
  assert.deepEqual(ways('hunan', 'objection-closed'), national)
})

test('a period that comes from no text at hand is marked as not verified, in the letter and on the page of its rule', () => {
  const letter = write(laws.hunan, 'objection-closed', closed)
  assert.ok(letter.ok)
  const sent = { number: 1, issuedOn: '2026-11-21', to: { code: 'x', name: { zh: '甲', en: 'A' } }, from: null, letter: letter.value }
  for (const id of ['nat-reconsideration-20', 'nat-litigation-46']) assert.equal(findRule(laws.hunan, id)!.certainty, 'unverified', id)
  const remedies = (language: 'zh' | 'en') => letterBlocks(sent, templates, laws.hunan, language).flatMap((b) => (b.kind === 'items' ? b.items : [])).slice(0, 2)
  for (const line of remedies('en')) assert.match(line, /not checked against the promulgated text/)
  for (const line of remedies('zh')) assert.match(line, /未对照公布的文本核实/)
})

test('a letter without remedies is not made', () => {
  const law = { ...laws.hunan, national: { ...laws.hunan.national, lists: [] } }
  assert.deepEqual(remediesOf(law, 'objection', today), [])
  const made = write(law, 'objection-closed', closed)
  assert.deepEqual([made.ok, made.ok || made.refusals[0].code], [false, 'remedies-missing'])
  assert.deepEqual(remediesOf(laws.hunan, 'act', Temporal.PlainDate.from('2014-01-01')), [], 'a remedy has its days in force')
})

test('a missing fact, a day that is none and a code without words are each refused, naming the fact', () => {
  const codes = (facts: Facts) => {
    const made = write(laws.hunan, 'objection-closed', facts)
    return made.ok ? [] : made.refusals.map((r) => `${r.code} ${r.facts.fact}`)
  }
  assert.deepEqual(codes(closed), [])
  assert.deepEqual(codes({ ...closed, reasons: '  ', day: '2026-02-30' }), ['fact-unreadable day', 'fact-missing reasons'])
  assert.deepEqual(codes({ ...closed, verdict: 'toString' }), ['fact-unreadable verdict'])
  const { case: _, ...without } = closed
  assert.deepEqual(codes(without), ['fact-missing case'])
  assert.deepEqual(codes({ ...without, 'case-zh': '七' }), ['fact-missing case'], 'in one language only')
})

test('what a fact says stands in the letter as it is, placeholders and all', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ minLength: 1, unit: 'grapheme' }), fc.constantFrom('{case}', '$&', '{{reasons}}', '$1')), (reasons) => {
    const made = write(laws.guangdong, 'objection-closed', { ...closed, reasons })
    if (reasons.trim() === '') return assert.equal(made.ok, false)
    assert.ok(made.ok)
    assert.equal(made.value.paragraphs[2]!.zh, reasons.trim())
  }), { numRuns: 200 })
})

test('faults of the file are named', () => {
  const broken = (from: string, to: string) => { assert.ok(file.includes(from)); return () => parseNoticeTemplates(file.replace(from, to)) }
  assert.throws(broken('转交{unit}核查', '转交核查'), /objection-transferred 1: the languages name different facts/)
  assert.throws(broken("所依据的文书：{outcome}', en: 'It rests on: {outcome}", "所依据的文书：', en: 'It rests on: "), /outcome is never said/)
  assert.throws(broken('id: recall\n', 'id: record-withdrawn\n'), /record-withdrawn stands twice/)
  assert.throws(broken('to: unit', 'to: person'), /notices\.yaml: /)
})
