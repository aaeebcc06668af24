/** What the region delivers, taken through the reading of a delivery: every row judged as a provider's would be. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import type { Law } from '../law/types.ts'
import { readLaws } from '../packs.ts'
import { parseBoundary } from '../register/boundary/boundary.ts'
import { scanner } from '../register/boundary/scan.ts'
import { findItem } from '../register/catalog/find-item.ts'
import { csvReader } from '../register/ingestion/csv.ts'
import { compileMapping } from '../register/ingestion/mapping.ts'
import { type Prepared, rowPreparer } from '../register/ingestion/prepare.ts'
import { projectDates } from '../register/records/dates.ts'
import { readMapping } from './mappings.ts'
import { organisations } from './organisations.ts'
import { type FaultKind, generateRecords, recordColumns } from './records.ts'
import { region } from './region.ts'
import { csv } from './write.ts'

const laws = await readLaws()
const today = Temporal.PlainDate.from('2026-11-20')
const boundary = parseBoundary(readFileSync(new URL('../../packs/boundary.yaml', import.meta.url), 'utf8'))
const shared = new URL('../../../shared/data/records/', import.meta.url)

/** Rows of a file as the reading of a delivery judges them; rows of another unit are left out. */
function deliver(law: Law, itemId: string, content: string, mapping: string | null = null, unit = ''): Prepared[] {
  const item = findItem(law, itemId, today)
  assert.ok(item.ok, itemId)
  const fields = item.value.fields.map((f) => f.name)
  const preparer = rowPreparer({
    item: item.value, items: law.catalog, pack: law.pack.id, today: today.toString(), keyRule: null, serialsFrom: null,
    scan: scanner({ boundary, pack: law.pack.id, today: today.toString(), minorsUnderYears: null }),
  })
  const [head, ...rows] = csvReader({ delimiter: ',', newline: '\n', rowLength: 100_000 }).push(content.replace(/^\ufeff/, ''), true)
  const ready = mapping === null ? null : readMapping(mapping)!
  const map = ready && compileMapping(ready.mapping, ready.tables, unit, fields)
  assert.ok(preparer.header(map ? fields : head!.cells).ok, itemId)
  return rows.flatMap((record) => {
    const row = { ...record, header: head!.cells }
    const mapped = map ? map(row) : row
    return mapped === null ? [] : [preparer.prepare(mapped)]
  })
}
const kinds = (judged: readonly Prepared[]) => Object.fromEntries([...Map.groupBy(judged, (p) => p.kind)].map(([kind, of]) => [kind, of.length]))

test('under every pack each generated row is accepted, but for the delivery that is meant to have faults', async () => {
  for (const law of Object.values(laws)) {
    for (const d of region(law, today).deliveries.filter((d) => d.generated && !d.fileName.includes('with-faults'))) {
      const judged = deliver(law, d.item, await text(d.open()))
      const wrong = judged.flatMap((p) => (p.kind === 'prepared' ? [] : p.findings.map((f) => `${f.column}: ${f.code}`)))
      assert.deepEqual(wrong, [], `${law.pack.id} ${d.unit.id} ${d.item}`)
    }
  }
})

test('each kind of fault is found as what it is', () => {
  const expected: Record<FaultKind, string> = {
    'code-missing': 'returned required-missing', 'code-check-character': 'returned code-check-character', 'individual-trader': 'refused natural-person',
    'name-missing': 'returned required-missing', 'document-number-missing': 'returned basis-document-missing', 'impossible-day': 'returned date-impossible',
    'amount-with-unit': 'returned amount', 'class-unknown': 'returned value-not-in-list',
  }
  const made = [...generateRecords({
    seed: 5, organisations: organisations({ seed: 5, count: 100 }), item: 'penalty', count: 600, dirty: 0.5, from: '2023-01-01', until: '2026-11-20',
  })]
  const judged = deliver(laws.guangdong, 'penalty', [...csv(recordColumns('penalty'), made.map((r) => r.cells))].join(''))
  for (const [i, record] of made.entries()) {
    const p = judged[i]!
    const said = p.kind === 'prepared' ? 'prepared' : `${p.kind} ${p.findings[0]!.code.replace(/^amount-.*/, 'amount')}`
    assert.equal(said, record.fault === null ? 'prepared' : expected[record.fault], `${record.fault} ${record.cells.join('|')}`)
  }
})

test('records of the region stand in every state a reader can meet: shown, ended, not displayed, class not stated', async () => {
  const states = new Set<string>()
  for (const d of region(laws.guangdong, today).deliveries.filter((d) => d.generated)) {
    const item = findItem(laws.guangdong, d.item, today)
    for (const p of deliver(laws.guangdong, d.item, await text(d.open()))) {
      if (p.kind === 'prepared' && item.ok) states.add(projectDates(item.value, p.row.facts, today.toString(), laws.guangdong, today).display)
    }
  }
  for (const state of ['on-display', 'ended', 'not-displayed', 'class-not-stated']) assert.ok(states.has(state), state)
})

test('of the regulator’s decisions those that name a code are accepted, and without a class none is displayed', async () => {
  const law = laws.guangdong
  const counts: Record<string, unknown> = {}
  for (const d of region(law, today).deliveries.filter((d) => !d.generated)) {
    const judged = deliver(law, d.item, await text(d.open()), d.mapping, d.unit.code)
    counts[`${d.unit.id} ${d.item}`] = kinds(judged)
    const item = findItem(law, d.item, today)
    for (const p of judged) {
      if (p.kind === 'prepared' && item.ok) assert.notEqual(projectDates(item.value, p.row.facts, today.toString(), law, today).display, 'on-display')
    }
  }
  assert.deepEqual(counts, {
    'csrc-chongqing administrative-measure': { prepared: 25, returned: 50 }, 'csrc-chongqing penalty': { prepared: 1, returned: 10 },
    'csrc-shanghai administrative-measure': { prepared: 213, returned: 166 }, 'csrc-shanghai penalty': { prepared: 4, returned: 31 },
  })
})

test('the other real lists state no day or no document: every row goes back, saying so', { skip: !existsSync(shared) && 'the shared data folder is not here' }, () => {
  const lists: Record<string, string> = {
    'cn-ecommerce-serious-dishonesty-2018': 'cn-ecommerce-serious-dishonesty-2018', 'cn-financial-debtors-2018-ocr': 'cn-financial-serious-dishonest-debtors-2018-ocr',
    'cn-illegal-fundraising-2018-ocr': 'cn-illegal-fundraising-firms-2018-ocr', 'cn-work-safety-2017-ocr': 'cn-work-safety-blacklist-2017-ocr',
    'cn-suzhou-abnormal-taxpayers': 'cn-suzhou-sme-abnormal-taxpayers', 'cn-suzhou-administrative-violations': 'cn-suzhou-sme-administrative-violations',
    'cn-suzhou-judgments': 'cn-suzhou-sme-judgments', 'cn-suzhou-tax-arrears': 'cn-suzhou-sme-tax-arrears',
  }
  const undated = ['required-missing', 'date-incomplete', 'basis-document-missing']
  for (const [mapping, file] of Object.entries(lists)) {
    const { item } = readMapping(mapping)!.mapping
    for (const p of deliver(laws.guangdong, item, readFileSync(new URL(`${file}.csv`, shared), 'utf8'), mapping)) {
      assert.notEqual(p.kind, 'prepared', mapping)
      if (p.kind === 'returned') assert.ok(p.findings.some((f) => undated.includes(f.code)), mapping)
    }
  }
})
