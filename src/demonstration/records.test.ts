import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readLaws } from '../packs.ts'
import { parseBoundary } from '../register/boundary/boundary.ts'
import { scanner } from '../register/boundary/scan.ts'
import { passesChecks } from '../register/subjects/uscc.ts'
import { organisations } from './organisations.ts'
import { type FaultKind, generatedItems, generateRecords, recordColumns } from './records.ts'
import { demonstrationUnits } from './units.ts'
import { csv, ndjson } from './write.ts'

const laws = await readLaws()
const catalog = [...new Map(Object.values(laws).flatMap((law) => law.catalog).map((i) => [i.id, i])).values()]
const boundary = parseBoundary(readFileSync(new URL('../../packs/boundary.yaml', import.meta.url), 'utf8'))
const source = organisations({ seed: 3, count: 500 })
const span = { from: '2021-11-20', until: '2026-11-20' }
const made = (item: string, count: number, dirty = 0) => [...generateRecords({ seed: 3, organisations: source, item,
  count, dirty, ...span })]
const itemOf = (id: string) => catalog.find((i) => i.id === id)!

test('every item the catalog takes can be generated, in columns of its template, with every required one', () => {
  assert.deepEqual([...generatedItems].sort(), catalog.filter((i) => i.scope === 'in').map((i) => i.id).sort())
  for (const id of generatedItems) {
    const columns = recordColumns(id)
    const fields = new Set(itemOf(id).fields.map((f) => f.name))
    assert.deepEqual(columns.filter((c) => !fields.has(c)), [], id)
    assert.deepEqual(itemOf(id).fields.filter((f) => f.required && !columns.includes(f.name)).map((f) => f.name), [],
      id)
  }
})

test('what is generated without faults is what the fields ask for', () => {
  for (const id of generatedItems) {
    const { fields } = itemOf(id)
    const columns = recordColumns(id)
    for (const { cells } of made(id, 200)) {
      assert.equal(cells.length, columns.length)
      for (const [i, value] of cells.entries()) {
        const field = fields.find((f) => f.name === columns[i])!
        const at = `${id} ${field.name}: ${value}`
        if (value === '') { assert.ok(!field.required, at); continue }
        if (field.type === 'date') assert.equal(Temporal.PlainDate.from(value, { overflow: 'reject' }).toString(),
          value, at)
        if (field.type === 'uscc') assert.ok(passesChecks(value), at)
        if (field.type === 'closed') assert.ok(field.values!.includes(value), at)
        if (field.type === 'amount') assert.match(value, new RegExp(`^\\d+(\\.\\d{1,${field.decimals}})?$`), at)
        assert.ok(value.length <= (field.maxLength ?? Infinity), at)
      }
    }
  }
})

test('no document number stands twice, and decisions fall on weekdays of the span', () => {
  const item = itemOf('penalty')
  const columns = recordColumns('penalty')
  const rows = made('penalty', 5000).map(({ cells }) => cells)
  const numbers = rows.map((cells) => cells[columns.indexOf(item.basis.documentNumber!)])
  assert.equal(new Set(numbers).size, rows.length)
  for (const cells of rows) {
    const day = Temporal.PlainDate.from(cells[columns.indexOf(item.basis.date)]!)
    assert.ok(day.dayOfWeek < 6 && day.toString() >= span.from && day.toString() <= span.until)
  }
  const classes = Map.groupBy(rows, (cells) => cells[columns.indexOf('失信行为等级')])
  assert.deepEqual([...classes.keys()].sort(), ['', '一般', '严重', '轻微'])
})

test('the boundary finds nothing personal in what is generated', () => {
  const scan = scanner({ boundary, pack: null, today: span.until, minorsUnderYears: null })
  for (const id of generatedItems) {
    const rows = scan.rows(recordColumns(id))
    assert.deepEqual([...rows.headerFindings, ...rows.dropped], [], id)
    for (const { cells } of made(id, 500)) assert.deepEqual(rows.scan(cells).map((f) => `${id} ${f.column} ${f.code}`),
      [])
  }
})

test('faults come in the share asked for, and each is what it is named', () => {
  const rows = made('penalty', 4000, 0.25)
  const faulty = rows.filter((r) => r.fault !== null)
  assert.ok(Math.abs(faulty.length / rows.length - 0.25) < 0.03)
  const columns = recordColumns('penalty')
  const cell = (row: (typeof rows)[number], name: string) => row.cells[columns.indexOf(name)]!
  const code = '行政相对人代码_1（统一社会信用代码）'
  const shown: Record<FaultKind, (row: (typeof rows)[number]) => boolean> = {
    'code-missing': (r) => cell(r, code) === '',
    'code-check-character': (r) => cell(r, code).length === 18 && !passesChecks(cell(r, code)),
    'individual-trader': (r) => cell(r, code).startsWith('92'),
    'name-missing': (r) => cell(r, '行政相对人名称') === '',
    'document-number-missing': (r) => cell(r, '行政处罚决定书文号') === '',
    'impossible-day': (r) => { try { Temporal.PlainDate.from(cell(r, '处罚决定日期').replaceAll('/', '-'),
      { overflow: 'reject' }); return false } catch { return true } },
    'amount-with-unit': (r) => !/^\d/.test(cell(r, '罚款金额（万元）')) || cell(r, '罚款金额（万元）').endsWith('万'),
    'class-unknown': (r) => !['轻微', '一般', '严重', ''].includes(cell(r, '失信行为等级')),
  }
  for (const [kind, is] of Object.entries(shown)) {
    const of = faulty.filter((r) => r.fault === kind)
    assert.ok(of.length > 50, kind)
    assert.deepEqual(of.filter((r) => !is(r)), [], kind)
  }
})

test('the same seed gives the same bytes, another seed others', () => {
  const digest = (seed: number) => {
    const hash = createHash('sha256')
    for (const item of generatedItems) for (const piece of csv(recordColumns(item), cells(seed,
      item))) hash.update(piece)
    return hash.digest('hex')
  }
  function* cells(seed: number, item: string) {
    for (const record of generateRecords({ seed, organisations: organisations({ seed, count: 50 }), item, count: 50,
      dirty: 0.1, ...span })) yield record.cells
  }
  assert.equal(digest(1), digest(1))
  assert.notEqual(digest(1), digest(2))
})

test('cells with commas, quotes and line breaks survive the writers', () => {
  const rows = [['a,b', 'say "x"', 'two\nlines'], ['', 'plain', '']]
  assert.equal([...csv(['x', 'y', 'z'], rows)].join(''), 'x,y,z\n"a,b","say ""x""","two\nlines"\n,plain,\n')
  assert.deepEqual([...ndjson(['x', 'y', 'z'],
    rows)].join('').trimEnd().split('\n').map((l) => JSON.parse(l) as unknown),
    [{ x: 'a,b', y: 'say "x"', z: 'two\nlines' }, { y: 'plain' }])
})

test('units bear valid codes, each once, and items the catalog knows', () => {
  assert.deepEqual(demonstrationUnits.filter((u) => !passesChecks(u.code)), [])
  assert.equal(new Set(demonstrationUnits.map((u) => u.code)).size, demonstrationUnits.length)
  const known = new Set(catalog.map((i) => i.id))
  for (const u of demonstrationUnits) assert.deepEqual(u.items.filter((i) => !known.has(i)), [], u.id)
})
