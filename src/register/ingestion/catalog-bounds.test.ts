import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { deliverCsv, unitFor } from '../../../test/support/delivered.ts'
import { type TestPorts, testPorts } from '../../../test/support/ports.ts'
import type { PackId } from '../../law/types.ts'
import { readLaws } from '../../packs.ts'

const laws = await readLaws()
let ports: TestPorts
before(async () => { ports = await testPorts({ today: '2024-06-03' }) })
after(async () => { await ports.close() })

const [unit, organisation] = ['91330000470009923F', '91330200058290389A']
const under = async (pack: PackId, kind = 'administrative-organ/market-regulation') => {
  ports.setLaw(laws[pack])
  await unitFor(ports, unit, kind, ['penalty'])
}
const penalty = (number: string, more: Record<string, string> = {}) => ({
  行政相对人名称: '宁波演示有限公司', '行政相对人代码_1(统一社会信用代码)': organisation, 行政处罚决定书文号: number, 处罚类别: '罚款', 处罚内容: '罚款一千元',
  处罚决定日期: '2024-03-04', 处罚机关: '演示单位', ...more,
})
// What Xiamen asks of a row besides: see xm-11-2.
const noticed = (number: string, more: Record<string, string> = {}) => penalty(number, { 书面告知文书号: '告1号', 书面告知日期: '2024-03-05', ...more })
const penalties = async () => (await ports.database.one<{ n: number }>`select count(*) as n from record`)!.n

test('gd-6-3 a feed of the government-data department: an item without a directory entry comes back with that reason, nothing of it is kept', async () => {
  await under('guangdong', 'administrative-organ/government-data')
  const { received } = await deliverCsv(ports, unit, 'parking', [penalty('粤1')])
  assert.equal(!received.ok && received.refusals[0].code, 'item-not-in-catalog')
  // A file of columns that are no item's is returned as a whole, under the same rule.
  const { delivery } = await deliverCsv(ports, unit, 'penalty', [{ 车牌: '粤A00001', 时间: '2024-03-04' }])
  const fault = delivery?.failure as { code: string; rule: string } | null
  assert.deepEqual([delivery?.state, fault?.code, fault?.rule], ['refused', 'columns-unknown', 'gd-6-3'])
  assert.equal(await penalties(), 0)
})

test('xm-10-2 a hundred rows of which three do not match the catalog: 97 accepted, three returned, each with its reason', async () => {
  await under('xiamen')
  const faults: Record<number, Record<string, string>> = {
    17: { 处罚决定日期: '2024/02/30' }, 50: { 失信行为等级: '特别严重' }, 83: { 行政处罚决定书文号: '' },
  }
  const rows = Array.from({ length: 100 }, (_, i) => noticed(`厦${i}`, faults[i]))
  const { delivery, returned } = await deliverCsv(ports, unit, 'penalty', rows)
  assert.deepEqual([delivery?.accepted, delivery?.returned, delivery?.refused], [97, 3, 0])
  assert.deepEqual(returned.map((r) => [r.row, r.findings.map((f) => f.code)]), [
    [19, ['date-impossible']], [52, ['value-not-in-list']], [85, ['basis-document-missing']],
  ])
  for (const { findings } of returned) for (const f of findings) assert.match(f.rule ?? '', /^xm-/)
})

test('hn-13 incomplete rows come back with every reason and its article; the complete ones are taken in', async () => {
  await under('hunan')
  const { delivery, returned } = await deliverCsv(ports, unit, 'penalty', [penalty('湘1', { 处罚类别: '', 处罚机关: '' }), penalty('湘2')])
  assert.deepEqual([delivery?.accepted, delivery?.returned], [1, 1])
  assert.deepEqual(returned[0]!.findings.map((f) => [f.code, f.column, f.rule]), [
    ['required-missing', '处罚类别', 'hn-13'], ['required-missing', '处罚机关', 'hn-13'],
  ])
})

test('ln-3-2 an item without its source document is no objective data: the row comes back under that article', async () => {
  ports.setLaw(laws.liaoning)
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['honour'])
  const honour = { 机构名称: '宁波演示有限公司', 统一社会信用代码: organisation, 荣誉名称: '诚信示范单位', 证书号: '', 发证日期: '2024-03-04', 有效期至: '2099-12-31', 颁证单位: '演示单位' }
  const { delivery, returned } = await deliverCsv(ports, unit, 'honour', [honour, { ...honour, 证书号: '辽誉1' }])
  assert.equal(delivery?.accepted, 1)
  assert.deepEqual(returned.map((r) => r.findings.map((f) => [f.code, f.rule])), [[['basis-document-missing', 'ln-3-2']]])
})

const honour = (number: string) => ({
  机构名称: '宁波演示有限公司', 统一社会信用代码: organisation, 荣誉名称: '诚信示范单位', 证书号: number, 发证日期: '2024-03-04', 有效期至: '2099-12-31', 颁证单位: '演示单位',
})
/** What came back of two rows, the first without its document; the second must be taken in. */
async function withoutDocument(pack: PackId, item: string, kind: string, rowOf: (number: string) => Record<string, string>) {
  ports.setLaw(laws[pack])
  await unitFor(ports, unit, kind, [item])
  const { delivery, returned } = await deliverCsv(ports, unit, item, [rowOf(''), rowOf(`${pack}1`)])
  assert.equal(delivery?.accepted, 1, JSON.stringify(returned))
  return returned.map((r) => r.findings.map((f) => [f.code, f.rule]))
}

test('gd-3-2 an opinion with no document under it is no objective data: the row comes back', async () => {
  assert.deepEqual(await withoutDocument('guangdong', 'honour', 'administrative-organ/culture', honour), [[['basis-document-missing', 'gd-3-2']]])
})
test('xm-2-2 an item without a source document is no objective data: the row comes back', async () => {
  assert.deepEqual(await withoutDocument('xiamen', 'honour', 'administrative-organ/culture', honour), [[['basis-document-missing', 'xm-2-2']]])
})
test('js-4-1 an item without a source document is rejected', async () => {
  assert.deepEqual(await withoutDocument('jiangsu', 'honour', 'administrative-organ/culture', honour), [[['basis-document-missing', 'js-4-1']]])
})
test('js-27 a determination without its effective document is not taken in', async () => {
  const deception = (number: string) => ({
    机构名称: '宁波演示有限公司', 统一社会信用代码: organisation, 认定文书号: number, 申请事项: '资质认定', 认定事实: '提交的证明与事实不符', 认定日期: '2024-03-04', 认定单位: '演示单位',
  })
  assert.deepEqual(await withoutDocument('jiangsu', 'js-deception', 'administrative-organ/market-regulation', deception), [[['basis-document-missing', 'js-27']]])
})
test('ln-23-2 a determination without the decision it rests on is not taken in', async () => {
  const owed = (number: string) => ({
    机构名称: '宁波演示有限公司', 统一社会信用代码: organisation, 催缴决定文书号: number, 欠缴项目: '水费', '欠缴金额（元）': '1200.00', 决定日期: '2024-03-04', 决定机关: '演示单位',
    失信行为等级: '一般', 等级认定理由: '经催缴未缴',
  })
  assert.deepEqual(await withoutDocument('liaoning', 'ln-refused-water-charges', 'administrative-organ/water', owed), [[['basis-document-missing', 'ln-23-2']]])
})

test('xm-10-1 a delivery without mandatory fields comes back with the list of them: whole columns and single cells', async () => {
  await under('xiamen')
  const { delivery, returned } = await deliverCsv(ports, unit, 'penalty', [noticed('厦201', { 处罚内容: '', 处罚机关: '', 处罚决定日期: '' })])
  assert.deepEqual([delivery?.accepted, delivery?.returned], [0, 1])
  assert.deepEqual(returned[0]!.findings.map((f) => [f.code, f.facts.field, f.rule]), [
    ['required-missing', '处罚内容', 'xm-10-1'], ['required-missing', '处罚决定日期', 'xm-10-1'], ['required-missing', '处罚机关', 'xm-10-1'],
  ])
  const { 处罚内容: _content, 处罚机关: _organ, ...narrow } = noticed('厦202')
  const whole = await deliverCsv(ports, unit, 'penalty', [narrow])
  const fault = whole.delivery?.failure as { code: string; rule: string; facts: { columns: string } } | null
  assert.deepEqual([whole.delivery?.state, fault?.code, fault?.rule], ['refused', 'columns-missing', 'xm-10-1'])
  assert.deepEqual(fault?.facts.columns.split('、').filter((c) => /处罚内容|处罚机关$/.test(c)), ['处罚内容', '处罚机关'])
})

test('xm-5-1 a field outside the catalog is dropped, and the provider is told; nothing of it is kept', async () => {
  await under('xiamen')
  const { delivery } = await deliverCsv(ports, unit, 'penalty', [noticed('厦203', { 内部评价: '此企业素行可疑' })])
  assert.equal(delivery?.accepted, 1)
  assert.deepEqual((delivery!.notes as { code: string; facts: { column?: string } }[]).filter((n) => n.code === 'unknown-column-dropped').map((n) => /^\d+$/.test(n.facts.column ?? '')), [true])
  const kept = await ports.database.one<{ n: number }>`
    select (select count(*) from act where content like '%素行可疑%' or closed like '%素行可疑%') + (select count(*) from record where facts like '%素行可疑%')
         + (select count(*) from returned_row where cells::text like '%素行可疑%') as n`
  assert.equal(kept!.n, 0)
})
