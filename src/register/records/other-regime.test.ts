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
