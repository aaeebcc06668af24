import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { deliverCsv, unitFor } from '../../../../test/support/delivered.ts'
import { testPorts } from '../../../../test/support/ports.ts'
import { organisations } from '../../../demonstration/organisations.ts'
import { generateRecords, recordColumns } from '../../../demonstration/records.ts'
import { unitById } from '../../../demonstration/units.ts'
import { findItem } from '../../catalog/find-item.ts'
import type { RowFinding } from '../findings.ts'
import { delivery, type DeliveryRow, returnedRows } from '../store.ts'
import { readMistakes } from '../mistakes/acts.ts'
import { correctRow, ownDelivery } from './acts.ts'
import { cellsByField, fieldsToCorrect } from './form.ts'
import { headline } from '../findings.ts'
import * as store from './store.ts'

const [unit, stranger, organisation] = ['91330000470009923F', '91330200071451933T', '91330200058290389A']
const by = { account: '7' }
const code = '行政相对人代码_1（统一社会信用代码）'
const row = (change: Record<string, string> = {}): Record<string, string> => ({
  行政相对人名称: '宁波演示有限公司', [code]: organisation, 行政许可决定文书号: '许1号', 许可内容: '食品经营', 许可决定日期: '2026-03-05',
  有效期自: '2026-03-05', 有效期至: '2031-03-04', 许可机关: '演示市场监督管理局', 许可机关统一社会信用代码: unit, 数据来源单位: '演示市场监督管理局',
  数据来源单位统一社会信用代码: unit, ...change,
})

const ports = await testPorts({ today: '2026-06-03' })
after(() => ports.close())
await unitFor(ports, unit, 'administrative-organ/market-regulation', ['licence'])
await unitFor(ports, stranger, 'administrative-organ/market-regulation', ['licence'])

let number = 100
/** A delivery of one good row and those given; numbers of their documents never meet. */
async function deliveredWith(...changes: Record<string, string>[]): Promise<DeliveryRow> {
  const rows = [{}, ...changes].map((change) => row({ 行政许可决定文书号: `许${number++}号`, ...change }))
  return (await deliverCsv(ports, unit, 'licence', rows)).delivery!
}
const correct = (d: DeliveryRow, rowNumber: number, cells: Record<string, string>) => correctRow(ports, { unitCode: unit, delivery: d, rowNumber, cells, by })
const counts = async (d: DeliveryRow) => {
  const now = (await delivery(ports.database, d.delivery_id))!
  return [now.accepted, now.recognised, now.changed, now.returned, now.refused, now.rows_read]
}
const codesOf = (findings: readonly RowFinding[]) => findings.map((f) => f.code)

test('gd-17 a returned row corrected in place becomes a record of the delivery it came with, and the counts still sum', async () => {
  const d = await deliveredWith({ 有效期至: '某日' }, { [code]: '91330200058290389B' })
  assert.deepEqual(await counts(d), [1, 0, 0, 2, 0, 3])
  const made = await correct(d, 3, { 有效期至: '2031-03-04' })
  assert.ok(made.kind === 'corrected')
  assert.deepEqual([made.row.outcome, made.row.subject_code, made.row.account_id], ['accepted', organisation, '7'])
  assert.deepEqual(await counts(d), [2, 0, 0, 1, 0, 3])
  assert.deepEqual((await returnedRows(ports.database, d.delivery_id, 0, 10, null)).map((r) => r.row_number), [4])

  const act = (await ports.database.one<{ content: string; head: string }>`
    select a.content, g.head from act a join act_group g on g.first_act = a.act_id where g.kind = 'delivery.row-corrected' order by a.act_id desc limit 1`)!
  assert.deepEqual(JSON.parse(act.content), { outcome: 'accepted', record: made.row.record_id, row: 3 })
  const head = JSON.parse(act.head) as Record<string, unknown>
  assert.deepEqual([head.actor, head.account, head.delivery], [unit, '7', d.delivery_id])
  const record = (await ports.database.one<{ content: string }>`select content from act where act_id = ${made.row.record_id}`)!
  assert.equal((JSON.parse(record.content) as { values: Record<string, string> }).values['许可内容'], '食品经营', 'what was not corrected stays as it was delivered')
})

test('faults that remain register nothing, and the row waits as it was', async () => {
  const d = await deliveredWith({ 有效期至: '某日' })
  const still = await correct(d, 3, { 有效期至: '2026-02-30' })
  assert.ok(still.kind === 'still-returned')
  assert.deepEqual(codesOf(still.findings), ['date-impossible'])
  // Seen only against the register: the name is none of the organisation's.
  const other = await correct(d, 3, { 有效期至: '2031-03-04', 行政相对人名称: '宁波另一有限公司' })
  assert.ok(other.kind === 'still-returned')
  assert.deepEqual(codesOf(other.findings), ['name-does-not-fit-code'])
  assert.deepEqual(await counts(d), [1, 0, 0, 1, 0, 2])
  assert.deepEqual((await returnedRows(ports.database, d.delivery_id, 0, 10, null))[0]!.cells['有效期至'], '某日')
})

test('gd-58 a correction is judged as a file is: an older penalty still needs the text it rests on', async () => {
  const columns = recordColumns('penalty')
  const regulator = unitById('market-regulation')
  const [made] = generateRecords({
    seed: 9, organisations: organisations({ seed: 1, count: 5 }), item: 'penalty', count: 1, unit: regulator, from: '2024-01-01', until: '2024-02-01',
  })
  await unitFor(ports, regulator.code, regulator.kind, ['penalty'])
  const cells = { ...Object.fromEntries(columns.map((column, i) => [column, made!.cells[i]!])), 处罚决定日期: '2021-05-31', 处罚依据: '' }
  const d = (await deliverCsv(ports, regulator.code, 'penalty', [cells])).delivery!
  const of = { unitCode: regulator.code, delivery: d, rowNumber: 2, by }
  const still = await correctRow(ports, { ...of, cells: { 处罚依据: ' ' } })
  assert.ok(still.kind === 'still-returned')
  assert.deepEqual(codesOf(still.findings), ['older-basis-missing'])
  assert.equal((await correctRow(ports, { ...of, cells: { 处罚依据: '《广东省企业信用信息公开条例》第十条' } })).kind, 'corrected')
})

test('gd-18-2a what the boundary keeps out of a file it keeps out of a correction, and keeps nothing of it', async () => {
  const d = await deliveredWith({ 有效期至: '某日' })
  const made = await correct(d, 3, { 有效期至: '2031-03-04', 许可内容: '法定代表人身份证号11010519491231002X' })
  assert.ok(made.kind === 'refused')
  assert.ok(!JSON.stringify(made).includes('11010519491231002X'))
  assert.deepEqual(await counts(d), [1, 0, 0, 1, 0, 2])
})

test('of two tabs that correct one row the second is told what became of it', async () => {
  const d = await deliveredWith({ 有效期至: '某日' })
  const both = await Promise.all([correct(d, 3, { 有效期至: '2031-03-04' }), correct(d, 3, { 有效期至: '2032-03-04' })])
  assert.deepEqual(both.map((b) => b.kind).sort(), ['corrected', 'corrected-before'])
  const [first, second] = both[0].kind === 'corrected' ? both : [both[1], both[0]]
  assert.ok(first.kind === 'corrected' && second!.kind === 'corrected-before')
  assert.equal(second.row.record_id, first.row.record_id)
  assert.deepEqual(await counts(d), [2, 0, 0, 0, 0, 2])
})

test('a correction may be recognised or change a record that is held', async () => {
  const held = (await deliverCsv(ports, unit, 'licence', [row({ 行政许可决定文书号: '许甲号' })])).delivery!
  assert.equal(held.accepted, 1)
  const d = await deliveredWith({ 行政许可决定文书号: '许甲号', 有效期至: '某日' }, { 行政许可决定文书号: '许甲号', 有效期至: '明日' })
  const same = await correct(d, 3, { 有效期至: '2031-03-04' })
  const other = await correct(d, 4, { 有效期至: '2033-03-04' })
  assert.deepEqual([same, other].map((c) => c.kind === 'corrected' && c.row.outcome), ['recognised', 'changed'])
  assert.deepEqual(await counts(d), [1, 1, 1, 0, 0, 3])
})

test('a unit sees its own deliveries only, and what is no number is no delivery', async () => {
  const d = await deliveredWith()
  assert.equal((await ownDelivery(ports, unit, d.delivery_id))?.delivery_id, d.delivery_id)
  assert.equal(await ownDelivery(ports, stranger, d.delivery_id), null)
  assert.equal(await ownDelivery(ports, unit, "1' or true"), null)
  assert.equal((await correct(d, 99, {})).kind, 'unknown')
})

test('the sheet of mistakes counts what was wrong at first, corrected since or not, for the acting unit alone', async () => {
  const before = (await readMistakes(ports, unit, null)).mistakes.find((m) => m.code === 'date-unreadable')!.inYear
  const d = await deliveredWith({ 有效期至: '某日' }, { 有效期至: '某年' }, { 许可内容: '身份证号11010519491231002X' })
  await correct(d, 3, { 有效期至: '2031-03-04' })
  const sheet = await readMistakes(ports, unit, d.delivery_id)
  const dates = sheet.mistakes.find((m) => m.code === 'date-unreadable')!
  assert.deepEqual([dates.inDelivery, dates.inYear - before, dates.columns[0]?.column, dates.rule], [2, 2, '有效期至', 'gd-17'])
  assert.equal(sheet.mistakes.find((m) => m.code === 'identity-number')?.inDelivery, 1)
  const month = sheet.months.at(-1)!
  assert.equal(month.month, '2026-06')
  assert.ok(month.faulty >= 3 && month.rows > month.faulty)
  assert.deepEqual((await readMistakes(ports, stranger, null)).mistakes, [])
})

test('the sheet of mistakes tells what was kept out as certain from what was given back as doubtful', async () => {
  const d = await deliveredWith({ 许可内容: '汪明辉的单位' }, { 许可内容: '由汪明辉负责，身份证号11010519491231002X' })
  assert.deepEqual(await counts(d).then(([, , , returned, refused]) => [returned, refused]), [1, 1])
  const named = (await readMistakes(ports, unit, d.delivery_id)).mistakes.filter((m) => m.inDelivery > 0)
  const doubtful = named.filter((m) => m.doubtful)
  assert.deepEqual(doubtful.map((m) => [m.code, m.inDelivery]), [['person-named', 1]])
  assert.ok(named.some((m) => !m.doubtful && m.code === 'identity-number'))
  assert.ok(!JSON.stringify(doubtful.map((m) => headline(m.code, m.doubtful))).includes('refused'))
})

test('ten thousand returned rows: a page of them comes quickly', async () => {
  const d = await deliveredWith()
  await ports.owner.pool.query(`insert into returned_row (delivery_id, row_number, cells, findings)
    select $1, n, jsonb_build_object('有效期至', '某日'), jsonb_build_array(jsonb_build_object('code', case when n % 2 = 0 then 'date-unreadable' else 'code-length' end,
      'row', n, 'column', '有效期至', 'rule', null, 'facts', '{}'::jsonb)) from generate_series(10, 10009) n`, [d.delivery_id])
  const started = performance.now()
  const page = await store.faultyRows(ports.database, d.delivery_id, ['date-unreadable'], 20, 4000)
  const took = performance.now() - started
  assert.equal(page.length, 20)
  assert.ok(took < 1500, `${took} ms`)
})

test('a form asks for every column a finding names, and for all where the row as a whole is at fault', () => {
  const found = findItem(ports.law(), 'licence', ports.today())
  assert.ok(found.ok)
  const item = found.value
  const names = item.fields.map((f) => f.name)
  fc.assert(fc.property(fc.subarray(names, { minLength: 1 }), (columns) => {
    const findings = columns.map((column): RowFinding => ({ code: 'required-missing', row: 1, column, rule: null, facts: {} }))
    assert.deepEqual(fieldsToCorrect(item, { [names[0]!]: 'x' }, findings).map((f) => f.name).sort(), [...columns].sort())
    assert.equal(fieldsToCorrect(item, {}, findings).length, names.length)
    const whole: RowFinding = { code: 'cell-count-differs', row: 1, column: null, rule: null, facts: {} }
    assert.equal(fieldsToCorrect(item, { [names[0]!]: 'x' }, [...findings, whole]).length, names.length)
  }))
  assert.deepEqual(cellsByField(item, { XK_WSH: '许1号', 别的: 'y' }), { 行政许可决定文书号: '许1号' })
})
