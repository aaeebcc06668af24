import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { deliverCsv, unitFor } from '../../../test/support/delivered.ts'
import { type TestPorts, testPorts } from '../../../test/support/ports.ts'
import { findItem } from '../catalog/find-item.ts'
import { displayOf } from '../retention/display.ts'
import { dailyRun } from '../retention/acts.ts'
import { recordFacts } from './dates.ts'
import type { StoredFacts } from './facts.ts'

let ports: TestPorts
before(async () => { ports = await testPorts({ packId: 'jiangsu', today: '2026-05-10' }) })
after(async () => { await ports.close() })

const [unit, organisation] = ['91330000470009923F', '91330200058290389A']
const included = (removedOn: string) => ({
  企业名称: '宁波演示有限公司', 统一社会信用代码: organisation, 列入决定书文号: '异1', 列入日期: '2026-05-06', 列入原因: '未按期公示年度报告',
  '作出决定机关（列入）': '演示单位', 移出日期: removedOn,
})
const record = () => ports.database.one<{ display: string; display_ends_on: string | null; facts: string; received_on: string }>`
  select display, display_ends_on, facts, received_on from record where subject_code = ${organisation} and item_id = 'abnormal-operations'`

test('js-2-2 an enterprise on the list of abnormal operations is shown by the regulations on enterprise information, and they are cited', async () => {
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['abnormal-operations'])
  await deliverCsv(ports, unit, 'abnormal-operations', [included('2099-12-31')])
  const listed = (await record())!
  // Untrustworthiness information, yet no class, maximum or catalog period of another text has a part in it.
  assert.deepEqual([listed.display, listed.display_ends_on], ['on-display', null])
  const item = findItem(ports.law(), 'abnormal-operations', ports.today())
  assert.ok(item.ok)
  const why = displayOf(recordFacts(item.value, JSON.parse(listed.facts) as StoredFacts, listed.received_on), ports.law(), ports.today())
  assert.deepEqual(why.steps.filter((s) => s.effective && s.rule !== null).map((s) => s.rule), ['nat-654-abnormal'])
  assert.match(why.steps.find((s) => s.rule === 'nat-654-abnormal')!.says!.zh, /企业信息公示暂行条例/)

  await deliverCsv(ports, unit, 'abnormal-operations', [included('2026-09-30')])
  assert.equal((await record())!.display_ends_on, '2026-10-01')
  ports.setToday('2026-10-01')
  assert.equal((await dailyRun(ports)).expired, 1)
  assert.equal((await record())!.display, 'ended')
})

test('nat-107-warning nat-107-minor a market regulator’s penalties are shown by the text of its sector: the delivered kind decides', async () => {
  const at = await testPorts({ packId: 'jiangsu', today: '2026-03-31' })
  try {
    await unitFor(at, unit, 'administrative-organ/market-regulation', ['market-penalty'])
    const penalty = (number: string, kind: string) => ({
      行政相对人名称: '宁波演示有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政处罚决定书文号: number, 处罚类别: kind, 处罚内容: kind,
      处罚决定日期: '2026-03-20', 处罚机关: '演示单位', 失信行为等级: '轻微', 等级认定理由: '首次',
    })
    await deliverCsv(at, unit, 'market-penalty', [penalty('市1', '警告'), penalty('市2', '罚款')])
    const shown = await at.database.rows<{ display: string; display_ends_on: string | null }>`select display, display_ends_on from record order by identity`
    assert.deepEqual(shown.map((r) => [r.display, r.display_ends_on]), [['not-displayed', null], ['on-display', '2026-06-20']])
  } finally {
    await at.close()
  }
})
