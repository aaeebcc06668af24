import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { delivered, unitFor } from '../../test/support/delivered.ts'
import { type TestPorts, testPorts } from '../../test/support/ports.ts'
import type { PackId } from '../law/types.ts'
import { readLaws } from '../packs.ts'
import { withdrawRecord } from '../register/records/acts.ts'
import { findItem } from '../register/catalog/find-item.ts'
import { recordFacts } from '../register/records/dates.ts'
import type { StoredFacts } from '../register/records/facts.ts'
import { displayOf } from '../register/retention/display.ts'
import { ruleOf } from '../law/rule.ts'

const laws = await readLaws()
let ports: TestPorts
before(async () => { ports = await testPorts({ today: '2024-06-03' }) })
after(async () => { await ports.close() })

const unit = '91330000470009923F'
const organisation = '91330200058290389A'

/**
 * A deployment under one pack: a record comes in and is taken back. What the case's acts say of the law, what its
 * projection says, and when it ends.
 */
async function caseUnder(pack: PackId) {
  ports.setLaw(laws[pack])
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['penalty'])
  const before = (await ports.database.one<{ last: number }>`select coalesce(max(first_act), 0) as last from act_group`)!.last
  const outcome = await delivered(ports, unit, 'penalty', [{
    行政相对人名称: '宁波演示有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政处罚决定书文号: `文-${pack}`, 处罚决定日期: '2024-03-04',
    失信行为等级: '一般', 等级认定理由: '演示',
  }])
  assert.equal(outcome.accepted, 1)
  const record = (await ports.database.one<{ record_id: number; law: string; received_on: string; display_ends_on: string; facts: string }>`
    select record_id, law, received_on, display_ends_on, facts from record where subject_code = ${organisation} order by record_id desc limit 1`)!
  assert.ok((await withdrawRecord(ports, { subject: organisation, record: record.record_id, provider: unit, reason: '演示', document: null, rule: null })).ok)
  const heads = await ports.database.rows<{ head: string }>`select head from act_group where first_act > ${before} order by first_act`
  return { record, stamps: heads.map((row) => (JSON.parse(row.head) as { law: string }).law) }
}

async function storesItsPack(pack: PackId) {
  const { record, stamps } = await caseUnder(pack)
  assert.ok(stamps.length >= 2)
  assert.deepEqual(new Set(stamps), new Set([laws[pack].stamp]))
  assert.match(laws[pack].stamp, new RegExp(`^${pack}@`))
  assert.ok(record.law.startsWith(laws[pack].stamp))
  // The stored clock is the one this pack gives, and no article of another province has a part in it.
  const law = laws[pack]
  const item = findItem(law, 'penalty', ports.today())
  assert.ok(item.ok && law.pack.modes.includes(item.value.mode))
  const display = displayOf(recordFacts(item.value, JSON.parse(record.facts) as StoredFacts, record.received_on), law, ports.today())
  assert.equal(record.display_ends_on, display.endsOn)
  const layers = new Set(display.steps.flatMap((step) => (step.rule === null ? [] : [ruleOf(law, step.rule).layer])))
  assert.ok(layers.has(pack) && layers.has('national') && layers.size === 2, [...layers].join(' '))
}

test('gd-2 a case under Guangdong: every act and every stored date bear the pack they were made under', () => storesItsPack('guangdong'))
test('js-2-1 a case under Jiangsu: every act and every stored date bear the pack they were made under', () => storesItsPack('jiangsu'))
test('ln-2 a case under Liaoning: every act and every stored date bear the pack they were made under', () => storesItsPack('liaoning'))
test('hn-2-1 a case under Hunan: every act and every stored date bear the pack they were made under', () => storesItsPack('hunan'))
