import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { text } from 'node:stream/consumers'
import { readLaws } from '../packs.ts'
import { parseBoundary } from '../register/boundary/boundary.ts'
import { scanner } from '../register/boundary/scan.ts'
import { findItem } from '../register/catalog/find-item.ts'
import { mayProvide } from '../register/catalog/may-provide.ts'
import { csvReader } from '../register/ingestion/csv.ts'
import { compileMapping, missingColumns } from '../register/ingestion/mapping.ts'
import { passesChecks } from '../register/subjects/uscc.ts'
import { mappingNames, readMapping } from './mappings.ts'
import { region } from './region.ts'
import { unitById } from './units.ts'
import type { PackId } from '../law/types.ts'

const laws = await readLaws()
const today = Temporal.PlainDate.from('2026-11-20')
const shared = new URL('../../../shared/data/records/', import.meta.url)

function rowsOf(content: string) {
  const [head, ...rows] = csvReader({ delimiter: ',', newline: '\n',
    rowLength: 100_000 }).push(content.replace(/^\ufeff/, ''), true)
  return rows.map((record) => ({ ...record, header: head!.cells }))
}
function mapAll(name: string, content: string, unit: string) {
  const { mapping, tables } = readMapping(name)!
  const rows = rowsOf(content)
  assert.deepEqual(missingColumns(mapping, rows[0]!.header), [])
  const map = compileMapping(mapping, tables, unit)
  return rows.flatMap((row) => {
    const out = map(row)
    return out === null ? [] : [Object.fromEntries(out.header.map((column, i) => [column, out.cells[i]!]))]
  })
}
const csrc = (file: string) => readFileSync(new URL(`./data/csrc/${file}`, import.meta.url), 'utf8')
const [chongqing, shanghai] = [unitById('csrc-chongqing').code, unitById('csrc-shanghai').code]

test('a first start delivers only what the pack’s catalog and providers allow', () => {
  for (const law of Object.values(laws)) {
    const { units, deliveries } = region(law, today)
    for (const { unit, item, mapping } of deliveries) {
      const found = findItem(law, item, today)
      assert.ok(found.ok && mayProvide(unit, found.value, law).ok, `${law.pack.id} ${unit.id} ${item}`)
      assert.ok(units.some((u) => u.code === unit.code))
      if (mapping !== null) assert.equal(readMapping(mapping)!.mapping.item, item)
    }
  }
  const federation = (pack: PackId) => region(laws[pack], today).units.some((u) => u.id === 'federation')
  assert.deepEqual([federation('guangdong'), federation('xiamen'), federation('jiangsu')], [false, true, true])
})

test('three hundred organisations are registered once each, and some 1,800 rows follow, each saying it is generated',
  async () => {
  const { deliveries } = region(laws.guangdong, today)
  const registered: string[] = []
  let records = 0
  for (const delivery of deliveries.filter((d) => d.generated)) {
    assert.match(delivery.fileName, /^generated-/)
    const rows = rowsOf(await text(delivery.open()))
    if (delivery.item === 'registration') registered.push(...rows.map((r) => r.cells[0]!))
    else records += rows.length
  }
  assert.equal(new Set(registered).size, 300)
  assert.equal(registered.length, 300)
  assert.ok(records > 1500 && records < 2500, String(records))
  assert.deepEqual(new Set(deliveries.filter((d) => d.generated).map((d) => d.item)),
    new Set(laws.guangdong.catalog.filter((i) => i.scope === 'in').map((i) => i.id)))
})

test('the measures of both bureaus go each to its own unit: 75 and 379, of which 238 bear a code', () => {
  const all = [chongqing, shanghai].map((unit) => mapAll('cn-csrc-supervisory-measures',
    csrc('supervisory-measures.csv'), unit))
  assert.deepEqual(all.map((rows) => rows.length), [75, 379])
  const rows = all.flat()
  const coded = rows.filter((r) => r['统一社会信用代码'] !== '')
  assert.equal(coded.length, 238)
  assert.deepEqual(coded.filter((r) => !passesChecks(r['统一社会信用代码']!)), [])
  assert.deepEqual(rows.filter((r) => !/^\d{4}-\d\d-\d\d$/.test(r['决定日期']!)), [])
  assert.deepEqual(rows.filter((r) => r['决定文书号'] === ''), [])
  assert.ok(rows.every((r) => !('失信行为等级' in r)), 'no class is invented')
})

test('of the penalty decisions 46 go to the bureaus, and a day far from the day of issue is not taken', () => {
  const rows = [chongqing, shanghai].flatMap((unit) => mapAll('cn-csrc-penalty-decisions',
    csrc('penalty-decisions.csv'), unit))
  assert.equal(rows.length, 46)
  const fifth = rows.find((r) => r['行政处罚决定书文号'] === '[2021]5号')!
  assert.equal(fifth['处罚决定日期'], '2021-10-15')
  const fourth = rows.find((r) => r['行政处罚决定书文号'] === '〔2023〕4号')!
  assert.deepEqual([fourth['处罚决定日期'], fourth['处罚类别'], fourth['罚款金额（万元）']], ['2023-11-29', '警告；罚款', '90'])
})

test('the real decisions shipped hold nothing the boundary knows as personal', () => {
  const boundary = parseBoundary(readFileSync(new URL('../../packs/boundary.yaml', import.meta.url), 'utf8'))
  const scan = scanner({ boundary, pack: null, today: today.toString(), minorsUnderYears: null })
  const found = ['supervisory-measures.csv', 'penalty-decisions.csv'].flatMap((file) => {
    const rows = rowsOf(csrc(file))
    const scanRow = scan.rows(rows[0]!.header)
    return rows.flatMap((row) => scanRow.scan(row.cells).map((f) => `${file} row ${row.number} ${f.column}: ${f.certainty} ${f.code}`))
  })
  // Short names of listed companies that are built like persons' (上实龙创, 东方金钰): for an officer to say so.
  assert.deepEqual(found, [242, 300].map((row) => `supervisory-measures.csv row ${row} text_if_no_person_hint: doubtful person-named`))
})

test('every mapping fits its item’s template; the two that carry no catalog item are declined or unknown', () => {
  const outside: string[] = []
  for (const name of mappingNames()) {
    const { mapping } = readMapping(name)!
    const item = findItem(laws.guangdong, mapping.item, today)
    if (!item.ok) { outside.push(`${mapping.item} ${item.refusals[0].code}`); continue }
    const fields = new Set(item.value.fields.map((f) => f.name))
    assert.deepEqual(Object.keys(mapping.columns).filter((c) => !fields.has(c)), [], name)
  }
  assert.deepEqual(outside.sort(), ['consumption-restriction item-declined', 'court-notice item-not-in-catalog'])
})

test('an anonymous id stands for the same generated organisation in every file', () => {
  const { tables } = readMapping('cn-suzhou-judgments')!
  const other = readMapping('cn-suzhou-tax-arrears')!.tables
  const found = tables['organisations']!('Q00010')!
  assert.ok(passesChecks(found['code']!))
  assert.deepEqual(other['organisations']!('Q00010'), found)
  assert.notEqual(tables['organisations']!('Q00011')!['code'], found['code'])
})

const lists: Record<string, [file: string, rows: number, withCode: number]> = {
  'cn-ecommerce-serious-dishonesty-2018': ['cn-ecommerce-serious-dishonesty-2018.csv', 500, 476],
  'cn-financial-debtors-2018-ocr': ['cn-financial-serious-dishonest-debtors-2018-ocr.csv', 181, 0],
  'cn-illegal-fundraising-2018-ocr': ['cn-illegal-fundraising-firms-2018-ocr.csv', 94, 0],
  'cn-work-safety-2017-ocr': ['cn-work-safety-blacklist-2017-ocr.csv', 24, 0],
  'cn-suzhou-abnormal-taxpayers': ['cn-suzhou-sme-abnormal-taxpayers.csv', 306, 306],
  'cn-suzhou-administrative-violations': ['cn-suzhou-sme-administrative-violations.csv', 477, 477],
  'cn-suzhou-judgments': ['cn-suzhou-sme-judgments.csv', 8537, 8537],
  'cn-suzhou-tax-arrears': ['cn-suzhou-sme-tax-arrears.csv', 4316, 4316],
}
test('the real lists pass through their mappings row by row',
  { skip: !existsSync(shared) && 'the shared data folder is not here' }, () => {
  for (const [name, [file, count, withCode]] of Object.entries(lists)) {
    const rows = mapAll(name, readFileSync(new URL(file, shared), 'utf8'), chongqing)
    assert.equal(rows.length, count, name)
    const coded = rows.filter((r) => Object.entries(r).some(([column,
      value]) => column.includes('统一社会信用代码') && passesChecks(value))).length
    if (withCode > 0) assert.equal(coded, withCode, name)
    else assert.ok(coded < count / 4, `${name}: ${coded}`)
  }
})
