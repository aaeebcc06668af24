import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { compileMapping, missingColumns, parseMapping } from './mapping.ts'
import type { Row } from './row.ts'

const row = (values: Record<string, string>): Row => ({ number: 3, header: Object.keys(values),
  cells: Object.values(values), raw: 'raw', fault: null })
const mapped = (columns: string, values: Record<string, string>, unit = 'U1', more = '') => {
  const mapping = parseMapping(`item: penalty\ntitle: { en: x, zh: 项 }\n${more}columns:\n${columns}`, 'test')
  const tables = Object.fromEntries(Object.keys(mapping.tables).map((t) => [t, (key: string) =>
    (key === 'known' ? { code: '91X' } : undefined)]))
  const out = compileMapping(mapping, tables, unit)(row(values))
  return out && Object.fromEntries(out.header.map((name, i) => [name, out.cells[i]]))
}

test('columns are renamed, constants added, the first that is filled is taken', () => {
  assert.deepEqual(mapped('  名称: party\n  机关: { constant: 某局 }\n  文号: { firstOf: [number, index] }', { party: ' 甲公司 ',
    number: ' ', index: 'i-1' }),
    { 名称: '甲公司', 机关: '某局', 文号: 'i-1' })
})

test('a whole day is written as a day; a month or a word is left for the fields to return', () => {
  const day = (text: string) => mapped('  日: { day: d }', { d: text })!['日']
  assert.deepEqual(['2023年11月9日', '2017/8/30', '2014年12月', 'Oct-17', ''].map(day), ['2023-11-09', '2017-08-30',
    '2014年12月', 'Oct-17', ''])
})

test('a day counts only near another one, the limit included', () => {
  const near = (a: string, b: string) => mapped('  日: { day: a, near: { day: b, within: 60 } }', { a, b })!['日']
  assert.equal(near('2023年11月1日', '2023-12-31'), '2023-11-01')
  assert.equal(near('2023年10月31日', '2023-12-31'), '')
  assert.equal(near('2018年5月4日', '2021-10-15'), '')
  assert.equal(near('2021年2月30日', '2021-03-01'), '')
})

test('words, captures, look-ups and broken lines', () => {
  assert.equal(mapped('  类: { words: t, list: { 警告: 警告, 罚款: 罚款 } }', { t: '给予警告，并处以90万元的罚款' })!['类'], '警告；罚款')
  assert.equal(mapped("  额: { capture: t, pattern: '处以?([0-9.]+)万元' }", { t: '并处以90万元的罚款' })!['额'], '90')
  assert.equal(mapped("  额: { capture: t, pattern: '处以?([0-9.]+)万元' }", { t: '处三万元罚款' })!['额'], '')
  assert.equal(mapped('  名: { compact: t }', { t: '安庆 市星\n源公司' })!['名'], '安庆市星源公司')
  const table = 'tables: { codes: { file: f.csv, key: k } }\n'
  assert.equal(mapped('  码: { lookup: t, table: codes, give: code }', { t: 'known' }, 'U1', table)!['码'], '91X')
  assert.equal(mapped('  码: { lookup: t, table: codes, give: code }', { t: 'other' }, 'U1', table)!['码'], '')
})

test('rows of another unit are left out, rows that could not be read pass through with their fault', () => {
  const units = 'units: { column: bureau, codes: { 甲局: U1, 乙局: U2 } }\n'
  assert.deepEqual(['甲局', '乙局', '丙局'].map((bureau) => mapped('  名: b', { b: 'x', bureau }, 'U1', units) !== null),
    [true, false, false])
  const mapping = parseMapping(`item: penalty\ntitle: { en: x, zh: 项 }\n${units}columns: { 名: b }`, 'test')
  const broken: Row = { ...row({ b: 'x' }), fault: { code: 'row-too-long', column: null, facts: {} } }
  assert.equal(compileMapping(mapping, {}, 'U1')(broken), broken)
  assert.deepEqual(missingColumns(mapping, ['b']), ['bureau'])
})

test('a row keeps its number and its text, and has the same columns whatever it holds', () => {
  const mapping = parseMapping('item: penalty\ntitle: { en: x, zh: 项 }\ncolumns: { 名: a, 日: { day: { firstOf: [b, a] } } }', 'test')
  const map = compileMapping(mapping, {}, 'U1')
  fc.assert(fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.string()), fc.nat(), (values, number) => {
    const out = map({ ...row(values), number })!
    assert.deepEqual([out.number, out.raw, out.header], [number, 'raw', ['名', '日']])
    assert.equal(out.cells.length, 2)
    assert.equal(out.cells[0], (values['a'] ?? '').trim())
  }))
})

test('a mapping that looks into a table it does not name is refused', () => {
  assert.throws(() => parseMapping('item: x\ntitle: { en: x, zh: 项 }\ncolumns: { 名: { lookup: a, table: nowhere, give: c } }', 'broken'), /nowhere/)
  assert.throws(() => parseMapping('item: x', 'broken'), RangeError)
})
