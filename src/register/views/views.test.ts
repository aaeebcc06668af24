import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { delivered, unitFor } from '../../../test/support/delivered.ts'
import { type TestPorts, testPorts } from '../../../test/support/ports.ts'
import { withdrawRecord } from '../records/acts.ts'
import { openView, readView } from './acts.ts'

let ports: TestPorts
before(async () => { ports = await testPorts({ packId: 'hunan', today: '2024-06-03' }) })
after(async () => { await ports.close() })

const [city, other, organisation] = ['91330000470009923F', '91330200071451933T', '91330200058290389A']
const licence = (number: string) => ({
  行政相对人名称: '宁波演示有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政许可决定文书号: number, 许可决定日期: '2024-03-04', 有效期至: '2026-03-03',
})

test('hn-6-1a a city asks for a second register and gets a view of the one there is: same records, same acts, nothing stored twice', async () => {
  for (const unit of [city, other]) await unitFor(ports, unit, 'administrative-organ/market-regulation', ['licence'])
  const opened = await openView(ports, 'operator', { id: 'zhuzhou', title: { zh: '株洲市', en: 'Zhuzhou' }, units: [city], wants: 'register' })
  assert.ok(opened.ok)
  assert.equal(opened.value.rule, 'hn-6-1a')

  await delivered(ports, city, 'licence', [licence('株1')])
  await delivered(ports, other, 'licence', [licence('长1')])
  const read = await readView(ports, 'zhuzhou')
  assert.ok(read.ok)
  const whole = await ports.database.rows<{ record_id: number; act_id: number; provider_code: string }>`select record_id, act_id, provider_code from record`
  assert.equal(whole.length, 2)
  assert.deepEqual(read.value.records.map((r) => [r.record_id, r.act_id]), whole.filter((r) => r.provider_code === city).map((r) => [r.record_id, r.act_id]))

  // What changes in the register has changed in the view.
  assert.ok((await withdrawRecord(ports, { subject: organisation, record: read.value.records[0]!.record_id, provider: city, reason: '许可撤回', document: null, rule: null })).ok)
  const after = await readView(ports, 'zhuzhou')
  assert.deepEqual(after.ok && after.value.records, [])
})

test('a view names units that are there, and shows a page at a time', async () => {
  const nobody = await openView(ports, 'operator', { id: 'empty', title: { zh: '空', en: 'Empty' }, units: [], wants: 'view' })
  assert.equal(!nobody.ok && nobody.refusals[0].code, 'units-missing')
  const stranger = await openView(ports, 'operator', { id: 'stranger', title: { zh: '他处', en: 'Elsewhere' }, units: ['91330200084752786H'], wants: 'view' })
  assert.equal(!stranger.ok && stranger.refusals[0].code, 'unit-unknown')
  await delivered(ports, other, 'licence', ['长2', '长3', '长4'].map(licence))
  await openView(ports, 'operator', { id: 'changsha', title: { zh: '长沙市', en: 'Changsha' }, units: [other], wants: 'view' })
  const seen: number[] = []
  for (let after: { decidedOn: string; record: number } | null = null; ;) {
    const page = await readView(ports, 'changsha', 3, after)
    assert.ok(page.ok)
    seen.push(...page.value.records.map((r) => r.record_id))
    const last = page.value.records.at(-1)
    if (!last) break
    after = { decidedOn: last.decided_on, record: last.record_id }
  }
  assert.equal(new Set(seen).size, 4)
  assert.equal(seen.length, 4)
})
