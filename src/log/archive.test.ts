import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { receiptOf } from '../register/records/receipt.ts'
import { compareRecord, type GivenRecord, isArchive, receiptOfArchive } from './archive.ts'

const code = '91330200058290389A'
const shown: GivenRecord = { id: 7, item: 'penalty', version: 1, act: 70, shownSince: '2026-04-01', until: null, values: { 甲: '一', 乙: '二' } }
const content = (more: object = {}) => JSON.stringify({ identity: 'x', item: 'penalty', itemVersion: '1', subject: code, values: { 甲: '一', 乙: '二', 丙: '三' }, ...more })
const found = (record: GivenRecord, text: string | null) => compareRecord(code, record, text).code

test('a record is as its act has it, is not, or cannot be compared any more', () => {
  assert.equal(found(shown, content()), 'record-same')
  assert.equal(found({ ...shown, values: { 甲: '一' } }, content()), 'record-same', 'a field closed since need not be shown')
  assert.equal(found(shown, content({ subject: '91330200071451933T' })), 'record-recoded')
  assert.equal(found(shown, content({ record: 7, version: 2, values: {} })), 'superseded')
  assert.equal(found(shown, null), 'record-ended')
  assert.deepEqual(compareRecord(code, { ...shown, values: { 甲: '九' } }, content()).facts, { record: 7, field: '甲' })
  assert.equal(found({ ...shown, values: { 丁: '四' } }, content()), 'record-differs')
  assert.equal(found({ ...shown, values: { constructor: '四' } }, content()), 'record-differs')
  assert.equal(found({ ...shown, version: 2 }, content()), 'record-differs')
  assert.equal(found({ ...shown, item: 'licence' }, content()), 'record-differs')
  assert.equal(found(shown, 'no JSON'), 'record-differs')
})

test('the receipt recomputed from an answer is the one the register wrote, in whatever order its values come', () => {
  const day = fc.constantFrom('2026-11-21', '2027-01-01')
  const record = fc.record({
    id: fc.nat(), item: fc.constant('penalty'), version: fc.integer({ min: 1, max: 9 }), act: fc.nat(), shownSince: fc.option(day), until: fc.option(day),
    values: fc.option(fc.dictionary(fc.string({ minLength: 1 }).filter((k) => !/^\d+$|^__proto__$/.test(k)), fc.string({ unit: 'grapheme' }))),
  }, { noNullPrototype: true })
  const archive = fc.record({
    organisation: fc.record({ code: fc.constant(code), name: fc.string({ unit: 'grapheme' }) }, { noNullPrototype: true }), day, law: fc.constant('guangdong@2026.1'), total: fc.nat(),
    records: fc.uniqueArray(record, { selector: (r) => r.id, maxLength: 5 }),
  }, { noNullPrototype: true })
  fc.assert(fc.property(archive, (a) => {
    const canonical = (values: Readonly<Record<string, string>> | null) =>
      JSON.stringify(values && Object.fromEntries(Object.entries(values).toSorted(([x], [y]) => (x < y ? -1 : 1))))
    const wrote = receiptOf({ origin: 'o', code, name: a.organisation.name, day: a.day, law: a.law, total: a.total, records: a.records.map((r) => ({ ...r, values: canonical(r.values) })) })
    assert.ok(isArchive(a))
    assert.equal(receiptOfArchive({ ...a, records: a.records.toReversed() }, 'o'), wrote)
  }))
})

test('what is no archive is not taken for one', () => {
  const archive = { organisation: { code, name: '甲' }, day: '2026-11-21', law: 'x', total: 1, records: [shown] }
  assert.ok(isArchive(archive))
  for (const value of [
    null, [], {}, { ...archive, organisation: { code: '../x', name: '甲' } }, { ...archive, records: [{ ...shown, id: '7' }] }, { ...archive, records: [null] },
    { ...archive, records: [{ ...shown, values: { a: 1 } }] }, { ...archive, total: 1.5 }, { ...archive, receipt: 1 },
  ]) assert.equal(isArchive(value), false, JSON.stringify(value))
})
