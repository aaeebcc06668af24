import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { deliverCsv, unitFor } from '../../../test/support/delivered.ts'
import { type TestPorts, testPorts } from '../../../test/support/ports.ts'
import type { DesignationStandard } from '../../law/types.ts'
import { readLaws } from '../../packs.ts'
import { checkDetermination } from './determination.ts'

const laws = await readLaws()
let ports: TestPorts
before(async () => { ports = await testPorts({ packId: 'jiangsu', today: '2024-06-03' }) })
after(async () => { await ports.close() })

const [unit, organisation] = ['91330000470009923F', '91330200058290389A']
const deception = (number: string, more: Record<string, string> = {}) => ({
  机构名称: '宁波演示有限公司', 统一社会信用代码: organisation, 认定文书号: number, 申请事项: '资质认定', 认定事实: '提交的证明与事实不符', 认定日期: '2024-03-04', 认定单位: '演示单位', ...more,
})
const records = async (identity: string) => (await ports.database.one<{ n: number }>`select count(*) as n from record where identity = ${identity}`)!.n

test('js-26-2 force majeure marked: without a reasoned lenient decision nothing is recorded, with one it is', async () => {
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['js-deception', 'honour', 'own-statement'])
  const { delivery, returned } = await deliverCsv(ports, unit, 'js-deception', [
    deception('认1', { 从宽情形: '不可抗力' }),
    deception('认2', { 从宽情形: '不可抗力', 失信行为等级: '严重', 等级认定理由: '金额较大', 从宽认定理由: '洪水致材料毁损' }),
    deception('认3', { 从宽情形: '不可抗力', 失信行为等级: '轻微', 等级认定理由: '洪水致材料毁损，已补正', 从宽认定理由: '洪水致材料毁损，已补正' }),
  ])
  assert.deepEqual(returned.map((r) => r.findings.map((f) => [f.code, f.column, f.rule])), [
    [['lenient-decision-missing', '从宽认定理由', 'js-26-2'], ['lenient-class-missing', '失信行为等级', 'js-26-2']],
    [['lenient-class-severest', '失信行为等级', 'js-26-2']],
  ])
  assert.equal(delivery?.accepted, 1)
  assert.deepEqual([await records('认1'), await records('认2'), await records('认3')], [0, 0, 1])
})

test('ln-31 a default marked force majeure is recorded only with a reasoned lenient decision', async () => {
  const law = laws.liaoning
  const item = law.catalog.find((i) => i.id === 'ln-refused-water-charges')!
  const row = { circumstance: '不可抗力', lenientReason: null, class: '轻微', standard: null, decidedOn: '2022-05-04' }
  assert.deepEqual(checkDetermination(row, item, law.pack).map((f) => [f.code, f.rule]), [['lenient-decision-missing', 'ln-31']])
  assert.deepEqual(checkDetermination({ ...row, lenientReason: '疫情期间停业，已补缴' }, item, law.pack), [])

  ports.setLaw(law)
  await unitFor(ports, unit, 'administrative-organ/water', [item.id])
  const owed = { 机构名称: '宁波演示有限公司', 统一社会信用代码: organisation, 催缴决定文书号: '催1', 欠缴项目: '水费', '欠缴金额（元）': '1200.00', 决定日期: '2022-05-04', 决定机关: '演示单位', 失信行为等级: '轻微', 等级认定理由: '疫情', 从宽情形: '不可抗力' }
  const { returned } = await deliverCsv(ports, unit, item.id, [owed, { ...owed, 催缴决定文书号: '催2', 从宽认定理由: '疫情期间停业，已补缴' }])
  assert.deepEqual(returned.map((r) => r.findings.map((f) => f.rule)), [['ln-31']])
  assert.deepEqual([await records('催1'), await records('催2')], [0, 1])
})

test('js-28-1 a local standard does not stand against one of the state; a city’s made with its comprehensive department does where the state has none', async () => {
  const law = laws.jiangsu
  ports.setLaw(law)
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['js-deception'])
  const item = law.catalog.find((i) => i.id === 'js-deception')!
  const [province, city] = ['province', 'city'].map((level) => law.pack.standards.find((s) => s.level === level)!)
  const cite = (cited: string, standards: readonly DesignationStandard[], decidedOn = '2024-03-04') =>
    checkDetermination({ circumstance: null, lenientReason: null, class: null, standard: cited, decidedOn }, item, { lists: [], standards }).map((f) => f.code)
  assert.deepEqual(cite(city!.documentNumber, law.pack.standards), [])
  assert.deepEqual(cite('演示市信认[2026] 演示1号', law.pack.standards), [])
  assert.deepEqual(cite(province!.title.zh, law.pack.standards), [])
  assert.deepEqual(cite('某办公室通知', law.pack.standards), ['standard-unknown'])
  assert.deepEqual(cite(city!.documentNumber, [{ ...city!, madeWith: null }]), ['standard-made-alone'])
  const state: DesignationStandard = { ...province!, id: 'state', level: 'state', documentNumber: '国标1号', madeWith: null, inForce: { from: '2024-03-01', until: null } }
  assert.deepEqual(cite(city!.documentNumber, [...law.pack.standards, state]), ['state-standard-prevails'])
  assert.deepEqual(cite('国标1号', [...law.pack.standards, state]), [])
  assert.deepEqual(cite(city!.documentNumber, [...law.pack.standards, state], '2024-02-29'), [])

  const { returned } = await deliverCsv(ports, unit, item.id, [deception('认5', { 认定标准: '某办公室通知' }), deception('认6', { 认定标准: city!.documentNumber })])
  assert.deepEqual(returned.map((r) => r.findings.map((f) => [f.code, f.rule])), [[['standard-unknown', 'js-28-1']]])
  assert.deepEqual([await records('认5'), await records('认6')], [0, 1])
})

test('js-26-1 conduct that matches nothing in the catalog is not taken in as a determination, and neither is conduct the catalog declines', async () => {
  const before = (await ports.database.one<{ n: number }>`select count(*) as n from delivery`)!.n
  for (const [item, code] of [['jaywalking', 'item-not-in-catalog'], ['exit-ban', 'item-declined']] as const) {
    const { received } = await deliverCsv(ports, unit, item, [deception('认9')])
    assert.equal(!received.ok && received.refusals[0].code, code)
  }
  assert.equal((await ports.database.one<{ n: number }>`select count(*) as n from delivery`)!.n, before)
})
