/** What two cells beside one another say together: numbers and names of persons cut in two, and numbers that only stand side by side. */
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { personsIn } from '../../src/http/person-door.ts'
import { readBoundary } from '../../src/packs.ts'
import { scanner } from '../../src/register/boundary/scan.ts'
import { receiveDelivery } from '../../src/register/ingestion/acts.ts'
import { runDelivery } from '../../src/register/ingestion/run.ts'
import { delivery as deliveryOf, returnedRows } from '../../src/register/ingestion/store.ts'
import { unitFor } from '../support/delivered.ts'
import { everythingKept } from '../support/everything-kept.ts'
import { licenceRow, objector, provider } from '../support/objected.ts'
import { type TestPorts, testPorts } from '../support/ports.ts'
import { identityNumber, mobileNumber, seeded } from './generator.ts'

const scan = scanner({ boundary: await readBoundary(), pack: null, today: '2026-11-30', minorsUnderYears: 14 })
const found = (cells: readonly string[], headers = cells.map((_, i) => `备注${i + 1}`)) => scan.rows(headers).scan(cells)
const inQuestion = (cells: readonly string[], headers?: readonly string[]) =>
  found(cells, headers && [...headers]).map(({ certainty, code, column }) => `${certainty} ${code} ${column}`)

let ports: TestPorts
before(async () => {
  ports = await testPorts({ today: '2026-11-02' })
  await unitFor(ports, provider, 'administrative-organ/market-regulation', ['licence'])
})
after(async () => { await ports.close() })

const both = (certainty: string, code: string, cells = 2) => Array.from({ length: cells }, (_, i) => `${certainty} ${code} 备注${i + 1}`)

test('an identity number cut in two is one, wherever it is cut; both cells are in question', () => {
  const random = seeded(71)
  for (let cut = 1; cut < 18; cut++) {
    const number = identityNumber(random, [1950, 1999])
    const cells = [number.slice(0, cut), number.slice(cut)]
    const said = inQuestion(cells)
    assert.equal(said.length, 2, `${cut}: ${cells.join(' | ')}`)
    assert.ok(said.every((s) => /identity-number/.test(s)), said.join())
  }
  assert.deepEqual(inQuestion(['440106', '198001010019']), both('certain', 'identity-number'))
  assert.deepEqual(inQuestion(['440106-', ' 19800101-0019']), both('certain', 'identity-number'))
  assert.deepEqual(inQuestion(['440106', '', '198001010019']), ['certain identity-number 备注1', 'certain identity-number 备注3'], 'an empty cell parts nothing')
  assert.deepEqual(inQuestion(['４４０１０６', '１９８００１０１００１９']), both('certain', 'identity-number'))
  assert.deepEqual(inQuestion(['44&#48;106', '198001010019']).filter((s) => !s.includes('markup')), both('certain', 'identity-number'))
})

test('where a cell by itself may be a code or a day, or the number has no check digit, it is a doubt', () => {
  for (const [cells, code] of [
    [['440106', '19800101', '0019'], 'identity-number'], [['440106', '1980-01-01', '0019'], 'identity-number'],
    [['1381234', '5678'], 'mobile-number'], [['138', '12345678'], 'mobile-number'], [['138', '1234', '5678'], 'mobile-number'],
    [['电话13812', '345678转办公室'], 'mobile-number'], [['13800', '013800'], 'mobile-number'],
    [['440106', '800101001'], 'identity-number'], [['622202', '1234567894'], 'bank-card'],
  ] as const) assert.deepEqual(inQuestion(cells), both('doubtful', code, cells.length), cells.join(' | '))
  assert.deepEqual(inQuestion(['440106', '198001010019'], ['行政区划代码', '备注2']), ['doubtful identity-number 行政区划代码', 'doubtful identity-number 备注2'])
  assert.deepEqual(inQuestion(['92500103', 'AD7L35G12B']), both('certain', 'individual-trader'))
})

test('a surname that ends a cell and the given name that begins the next are a name', () => {
  for (const cells of [['张', '伟明，男，38岁'], ['张', '伟明'], ['欧阳', '志远'], ['经查，负责人张', '伟明在场'], ['当事人王', '建国因病住院']]) {
    const said = inQuestion(cells)
    assert.ok(said.includes('doubtful person-named 备注1') && said.some((s) => s.endsWith('备注2')), `${cells.join(' | ')}: ${said.join()}`)
  }
})

test('a cell that is a label and the cell that answers it', () => {
  for (const [cells, code] of [[['护照号', '143322754'], 'travel-document'], [['血型：', 'A'], 'prohibited-category'], [['身份证', '440106'], 'identity-number'], [['姓名', '张伟明'], 'person-named']] as const) {
    const said = inQuestion(cells)
    assert.ok(both('doubtful', code).every((s) => said.includes(s)), `${cells.join(' | ')}: ${said.join()}`)
  }
})

test('codes, days, sums and counts that only stand side by side are none of it', () => {
  for (const cells of [
    ['440106', '20240301', '0019'], ['91440101MA6000003X', '2024/03/01', '12.50'], ['12.000000', '0.000000', '2022/1/1', '2099/12/31'],
    ['020', '83330000', '510000'], ['1381', '2345', '678', '90'], ['138', '1234', '5678', '12'], ['高', '是'], ['王', '朝阳区'], ['万', '元'],
    ['负责人', '广州市天河区市场监督管理局'], ['3', '1380元'], ['440106', '100000000000'], ['联系电话', '020-83330000'],
  ]) assert.deepEqual(inQuestion(cells), [], cells.join(' | '))
  assert.deepEqual(inQuestion(['1381234', '5678'], ['罚款金额', '没收金额']), [])
})

test('a table of counts, days and codes: of 20,000 rows none comes back', () => {
  const random = seeded(72)
  const day = () => `${2014 + random.below(12)}${String(1 + random.below(12)).padStart(2, '0')}${String(1 + random.below(28)).padStart(2, '0')}`
  const rows = scan.rows(['区划', '日期', '人数', '户数', '次数', '起', '止'])
  let back = 0
  for (let n = 0; n < 20_000; n++) {
    const cells = ['440106', day(), ...Array.from({ length: 3 }, () => String(random.below(10 ** (1 + random.below(7))))), day(), day()]
    if (rows.scan(cells).length > 0) back++
  }
  assert.equal(back, 0)
})

test('the fields of one form, and of one object, are looked at beside one another; keys between them part nothing', () => {
  const faults = (fields: Parameters<typeof personsIn>[0]) => personsIn(fields, ports).map(({ field, certain }) => `${field} ${certain}`)
  assert.deepEqual(faults([{ field: 'reason', text: '440106' }, { field: 'basis', text: '198001010019' }]), ['reason true', 'basis true'])
  assert.deepEqual(faults([{ field: 'body', text: 'reason', isName: true }, { field: 'reason', text: '440106' }, { field: 'body', text: 'basis', isName: true }, { field: 'basis', text: '198001010019' }]),
    ['reason true', 'basis true'])
  assert.deepEqual(faults([{ field: 'reason', text: '张' }, { field: 'basis', text: '伟明' }]), ['reason false', 'basis false'])
  assert.deepEqual(faults([{ field: 'record', text: '1234' }, { field: 'on', text: '2026-11-02' }, { field: 'amount', text: '5678' }]), [])
})

test('a delivered row with such cells: what is certain is refused, what is doubtful returned with both cells blanked, and nothing is kept', async () => {
  const random = seeded(73)
  const number = identityNumber(random, [1950, 1999])
  const mobile = mobileNumber(random)
  const row = (n: number, 许可内容: string, 备注: string) => {
    const { 许可内容: _, ...others } = licenceRow(n, objector)
    return JSON.stringify({ ...others, 许可内容, 备注 })
  }
  const file = [row(1, number.slice(0, 8), number.slice(8)), row(2, mobile.slice(0, 7), mobile.slice(7)), row(3, '食品经营', '已核对')].join('\n')
  const received = await receiveDelivery(ports, { unitCode: provider, itemId: 'licence', mapping: null, fileName: null, idempotencyKey: null }, Readable.from([Buffer.from(file)]))
  assert.ok(received.ok)
  await runDelivery(ports, received.value.delivery_id, () => null)
  const done = (await deliveryOf(ports.database, received.value.delivery_id))!
  assert.deepEqual([done.state, done.refused, done.returned, done.accepted], ['done', 1, 1, 1], JSON.stringify(done.failure))
  const [returned] = await returnedRows(ports.database, received.value.delivery_id, 0, 10, null)
  const cells = (returned as unknown as { cells: Record<string, string> }).cells
  assert.deepEqual([cells.许可内容, cells.备注], ['▇▇▇', '▇▇▇'])
  const kept = await everythingKept(ports.owner.pool)
  for (const part of [number.slice(8), mobile.slice(0, 7)]) assert.ok(!kept.includes(part), 'a part of a number was kept')
})

test('a row of many cells costs in proportion to them', () => {
  const wide = (n: number) => Array.from({ length: n }, (_, i) => (i % 3 === 0 ? '' : '4401'))
  const work = (n: number) => {
    const rows = scan.rows(Array.from({ length: n }, (_, i) => `栏${i}`))
    const cells = wide(n)
    const started = process.cpuUsage()
    rows.scan(cells)
    const { user, system } = process.cpuUsage(started)
    return user + system
  }
  work(1000)
  const [small, large] = [Math.min(work(500), work(500)), Math.min(work(5000), work(5000))]
  assert.ok(large < 40 * small + 20_000, `${small} µs, ${large} µs`)
})
