/** One row fails no delivery: what a text spells is kept, and what the database refuses is given back alone. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { deliverCsv, unitFor } from '../../../test/support/delivered.ts'
import { testPorts, type TestPorts } from '../../../test/support/ports.ts'
import { organisations } from '../../demonstration/organisations.ts'
import { generateRecords, recordColumns } from '../../demonstration/records.ts'
import { unitById } from '../../demonstration/units.ts'
import { returnedRows } from './store.ts'

const unit = unitById('market-regulation')
const columns = recordColumns('penalty')
const rowsOf = (seed: number, count: number) =>
  [...generateRecords({ seed, organisations: organisations({ seed: 1, count: 40 }), item: 'penalty', count, unit, from: '2024-01-01', until: '2026-11-20' })]
    .map((record) => Object.fromEntries(columns.map((column, i) => [column, record.cells[i]!])) as Record<string, string>)

let ports: TestPorts
before(async () => {
  ports = await testPorts()
  await unitFor(ports, unit.code, unit.kind, ['penalty'])
})
after(() => ports.close())

test('a cell that spells an escape of JSON is given back as it was written, beside rows that go in', async () => {
  for (const [i, spelled] of ['\\u0000', '\\ud800', '\\\\u0000', '\\uDC00\\u0000'].entries()) {
    const rows = rowsOf(20 + i, 6)
    rows[2] = { ...rows[2]!, 处罚决定日期: '2026-13-01', 违法事实: `未按规定${spelled}公示` }
    const { delivery, returned } = await deliverCsv(ports, unit.code, 'penalty', rows)
    assert.deepEqual([delivery!.state, delivery!.accepted, delivery!.returned, returned.map((r) => r.row)], ['done', 5, 1, [4]], spelled)
    const [kept] = await returnedRows(ports.database, delivery!.delivery_id, 0, 10, null)
    assert.equal(kept!.cells['违法事实'], `未按规定${spelled}公示`)
  }
})

test('rows the database refuses are given back with a code; the others are registered, whatever stands around them', async (t) => {
  // Whatever the database may one day not take of a row that passed every look before.
  await ports.owner.pool.query(`alter table act add constraint no_such_act check (content not like '%甲乙丙丁%') not valid`)
  await ports.owner.pool.query(`alter table returned_row add constraint no_such_row check (cells::text not like '%戊己庚辛%' and findings::text not like '%2026-13-07%') not valid`)
  const said: string[] = []
  t.mock.method(console, 'error', (line: string) => { said.push(line) })
  const rows = rowsOf(30, 200)
  const fact = (i: number, words: string) => { rows[i] = { ...rows[i]!, 违法事实: words } }
  fact(3, '销售甲乙丙丁货物'); fact(4, '销售甲乙丙丁货物'); fact(150, '销售甲乙丙丁戊己庚辛货物')
  rows[60] = { ...rows[60]!, 处罚决定日期: '2026-13-07' }
  rows[61] = { ...rows[61]!, 处罚决定日期: '2026-13-01' }
  // Said again with other words: the later row is a change of the earlier one's record, also where the batch is taken apart.
  rows.push({ ...rows[10]!, 违法事实: '另有补充' }, rows[11]!)
  const { delivery, returned } = await deliverCsv(ports, unit.code, 'penalty', rows)
  const { state, accepted, changed, recognised, returned: back, refused, rows_read } = delivery!
  assert.deepEqual({ state, accepted, changed, recognised, back, refused, rows_read },
    { state: 'done', accepted: 195, changed: 1, recognised: 1, back: 5, refused: 0, rows_read: 202 })
  assert.deepEqual(returned.map((r) => [r.row, r.findings[0]!.code, r.findings[0]!.facts.fault ?? null]), [
    [5, 'row-unkeepable', '23514'], [6, 'row-unkeepable', '23514'], [62, 'row-unkeepable', '23514'], [63, 'date-impossible', null],
    [152, 'row-unkeepable', '23514'],
  ])
  const cells = await returnedRows(ports.database, delivery!.delivery_id, 0, 10, null)
  assert.equal(cells[0]!.cells['违法事实'], '销售甲乙丙丁货物')
  assert.deepEqual(cells[4]!.cells, {})
  // The operator hears of it, without a word of what was filed.
  assert.ok(said.length >= 4 && said.every((line) => !/甲乙|2026-13/.test(line)), said.join('\n'))
})
