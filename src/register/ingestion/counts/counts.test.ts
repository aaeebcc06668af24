/** Counts of findings: the same as a look through every row, and told without one. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { deliverCsv, unitFor } from '../../../../test/support/delivered.ts'
import { testPorts, type TestPorts } from '../../../../test/support/ports.ts'
import { correctRow } from '../corrections/acts.ts'
import { familyOf } from '../families.ts'
import { type FindingCode, rowSentences } from '../findings.ts'
import { readMistakes } from '../mistakes/acts.ts'
import { delivery } from '../store.ts'
import { type Counted, countsOf } from './counts.ts'
import * as store from './store.ts'

const [unit, organisation] = ['91330000470009923F', '91330200058290389A']
const row = (n: number, change: Record<string, string> = {}): Record<string, string> => ({
  行政相对人名称: '宁波演示有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政许可决定文书号: `许${n}号`, 许可内容: '食品经营', 许可决定日期: '2026-03-05',
  有效期自: '2026-03-05', 有效期至: '2031-03-04', 许可机关: '演示市场监督管理局', 许可机关统一社会信用代码: unit, 数据来源单位: '演示市场监督管理局',
  数据来源单位统一社会信用代码: unit, ...change,
})

let ports: TestPorts
before(async () => {
  ports = await testPorts({ today: '2026-06-03' })
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['licence'])
})
after(() => ports.close())

test('a row counts once for whatever is found in it, a finding as often as it is found', () => {
  const codes = Object.keys(rowSentences) as FindingCode[]
  const finding = fc.record({
    code: fc.constantFrom(...codes.slice(0, 12)), column: fc.constantFrom('甲', '乙', null), rule: fc.constantFrom('gd-17', 'gd-18', null),
    facts: fc.constantFrom({}, { doubtful: 'yes' }),
  }) as fc.Arbitrary<Counted>
  fc.assert(fc.property(fc.array(fc.array(finding, { minLength: 1, maxLength: 6 }), { maxLength: 20 }), (rows) => {
    for (const c of countsOf(rows)) {
      const is = (f: Counted) => ({ row: true, family: familyOf(f.code) === c.name, code: f.code === c.name, column: f.code === c.name && (f.column ?? '') === c.column })[c.per]
        && (c.per === 'row' || c.per === 'family' || (f.facts?.doubtful !== undefined) === c.doubtful)
      const of = c.per === 'row' ? rows.filter((r) => r.some((f) => f.facts?.doubtful !== undefined) === c.doubtful) : rows
      assert.equal(c.rows, of.filter((r) => r.some(is)).length)
      assert.equal(c.findings, of.flat().filter(is).length)
    }
  }))
})

test('a delivery tells rows as rows and findings as findings, whatever became of them, without a look at the rows', async () => {
  const { delivery: d } = await deliverCsv(ports, unit, 'licence', [
    row(1), row(2, { 有效期至: '某日', 有效期自: '某日' }), row(3, { 有效期至: '某日' }), row(4, { 许可内容: '身份证号11010519491231002X' }),
    row(5, { 许可内容: '汪明辉的单位' }), row(6, { 许可内容: '' }),
  ])
  const id = d!.delivery_id
  const reason = async (code: string) => (await store.reasonsOf(ports.database, id)).find((r) => r.code === code)
  assert.deepEqual(await reason('date-unreadable'), { code: 'date-unreadable', kind: 'returned', rows: 2, findings: 3 })
  assert.deepEqual((await reason('identity-number'))?.kind, 'refused')

  // What the migration counts of rows that were there before is what is counted as they are written.
  const all = () => ports.owner.rows`select kind, per, name, column_name, doubtful, rule, rows::int as rows, findings::int as findings from finding_count
    where delivery_id = ${id} and rows > 0 order by kind collate "C", per collate "C", name, column_name, doubtful`
  const written = await all()
  assert.ok(written.length >= 12)
  await ports.owner.pool.query('delete from finding_count')
  const migration = readFileSync(new URL('../../../../migrations/0068_finding_counts.sql', import.meta.url), 'utf8')
  await ports.owner.pool.query(migration.slice(migration.indexOf('insert into finding_count')))
  assert.deepEqual(await all(), written)

  // While nobody can read a row that came back, everything that only counts them is told.
  const lock = await ports.owner.pool.connect()
  try {
    await lock.query('begin; lock table returned_row, refused_row, corrected_row in access exclusive mode')
    assert.equal(await store.rowsThere(ports.database, id), 5)
    assert.equal(await store.rowsWaiting(ports.database, unit), 4)
    assert.equal(await store.rowsWaiting(ports.database, unit, true), 1)
    assert.deepEqual((await store.rowsByFamily(ports.database, id)).find((f) => f.family === 'date')?.rows, 2)
    assert.equal((await store.reasonsOf(ports.database, id)).length >= 4, true)
  } finally {
    await lock.query('rollback')
    lock.release()
  }

  const done = await correctRow(ports, { unitCode: unit, delivery: (await delivery(ports.database, id))!, rowNumber: 3, cells: { 有效期至: '2031-03-04', 有效期自: '2026-03-05' }, by: { account: '7' } })
  assert.equal(done.kind, 'corrected')
  assert.deepEqual(await reason('date-unreadable'), { code: 'date-unreadable', kind: 'returned', rows: 1, findings: 1 })
  assert.equal(await store.rowsThere(ports.database, id), 4)
  const dates = async () => (await readMistakes(ports, unit, id)).mistakes.find((m) => m.code === 'date-unreadable')!
  const { inDelivery, foundInDelivery, inYear, foundInYear, columns } = await dates()
  assert.deepEqual([inDelivery, foundInDelivery, inYear, foundInYear], [2, 3, 2, 3])
  assert.deepEqual(columns, [{ column: '有效期至', rows: 2 }, { column: '有效期自', rows: 1 }])
})

test('a doubtful row that is corrected stays a doubtful one in every count: of personal data refused it adds nothing', async () => {
  const { delivery: d } = await deliverCsv(ports, unit, 'licence', [
    row(21, { 许可内容: '身份证号11010519491231002X' }), row(22, { 许可内容: '汪明辉的单位' }), row(23, { 许可内容: '汪明辉的单位' }), row(24, { 许可内容: '汪明辉' }),
  ])
  const id = d!.delivery_id
  const told = async () => (await readMistakes(ports, unit, id)).mistakes.filter((m) => m.inDelivery > 0)
    .map(({ code, doubtful, inDelivery, foundInDelivery, columns }) => ({ code, doubtful, inDelivery, foundInDelivery, columns }))
  const asDelivered = await told()
  assert.deepEqual(asDelivered.map((m) => [m.code, m.doubtful, m.inDelivery]).sort(), [['identity-number', false, 1], ['person-named', true, 3]])
  const correct = async (rowNumber: number, cells: Record<string, string>, statements = {}) => correctRow(ports, {
    unitCode: unit, delivery: (await delivery(ports.database, id))!, rowNumber, cells, statements, by: { account: '7' },
  })
  assert.equal((await correct(3, { 许可内容: '食品经营' })).kind, 'corrected')
  assert.equal((await correct(4, { 许可内容: '汪明辉的单位' }, { 许可内容: '商品的牌子，不是姓名' })).kind, 'corrected')
  assert.deepEqual(await told(), asDelivered)

  // What was corrected before the mark was kept is counted again as what it was.
  const counts = () => ports.owner.rows`select per, name, column_name, doubtful, rows::int as rows, findings::int as findings from finding_count
    where delivery_id = ${id} and kind = 'corrected' and rows > 0 order by per collate "C", name, column_name, doubtful`
  const kept = await counts()
  await ports.owner.run`update corrected_row set mistakes = (select jsonb_agg(f - 'facts') from jsonb_array_elements(mistakes) f) where delivery_id = ${id}`
  await ports.owner.run`update finding_count set doubtful = false where delivery_id = ${id} and kind = 'corrected'`
  assert.notDeepEqual(await told(), asDelivered)
  await ports.owner.pool.query(readFileSync(new URL('../../../../migrations/0072_doubtful_when_corrected.sql', import.meta.url), 'utf8'))
  assert.deepEqual(await counts(), kept)
  assert.deepEqual(await told(), asDelivered)
})
