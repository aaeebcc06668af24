import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { delivered, unitFor } from '../../test/support/delivered.ts'
import { type TestPorts, testPorts } from '../../test/support/ports.ts'
import type { PackId } from '../law/types.ts'
import { readLaws } from '../packs.ts'
import { withdrawRecord } from '../register/records/acts.ts'
import { mayAct, operatorDesks } from './roles.ts'

const laws = await readLaws()
let ports: TestPorts
before(async () => { ports = await testPorts({ today: '2024-06-03' }) })
after(async () => { await ports.close() })

const [unit, other, organisation] = ['91330000470009923F', '91330200071451933T', '91330200058290389A']

/** A unit's record stands as it was, and no act was made of it, whoever but the unit tries to take it back. */
async function onlyTheUnitTakesBack(pack: PackId, rule: string) {
  ports.setLaw(laws[pack])
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['penalty'])
  await delivered(ports, unit, 'penalty', [{
    行政相对人名称: '宁波演示有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政处罚决定书文号: `文-${pack}`, 处罚决定日期: '2024-03-04', 处罚类别: '罚款',
  }])
  const held = () => ports.database.one<{ record_id: number; existence: string; version: number }>`
    select record_id, existence, version from record where subject_code = ${organisation} order by record_id desc limit 1`
  const acts = async () => (await ports.database.one<{ n: number }>`select count(*) as n from act`)!.n
  const before = { record: (await held())!, acts: await acts() }
  const back = (provider: string) => withdrawRecord(ports, { subject: organisation, record: before.record.record_id, provider, reason: '经复核', document: null, rule: null })

  const byOperator = await back('operator')
  assert.ok(!byOperator.ok)
  assert.deepEqual([byOperator.refusals[0].code, byOperator.refusals[0].rule], ['not-the-operators', rule])
  const byOther = await back(other)
  assert.equal(!byOther.ok && byOther.refusals[0].code, 'not-the-provider')
  assert.deepEqual({ record: await held(), acts: await acts() }, before)

  assert.ok((await back(unit)).ok)
  assert.deepEqual([(await held())!.existence, await acts()], ['withdrawn', before.acts + 2], 'the withdrawal, and the letter that tells of it')
}

test("js-21 the work body cannot take back a unit's determination; nothing changes and no act is made", () => onlyTheUnitTakesBack('jiangsu', 'js-21'))
test("ln-9 the work body cannot take back a unit's determination; nothing changes and no act is made", () => onlyTheUnitTakesBack('liaoning', 'ln-9'))

test('a document delivered again by another unit is another record: no unit writes over what a second one determined', async () => {
  await unitFor(ports, other, 'administrative-organ/market-regulation', ['penalty'])
  const row = { 行政相对人名称: '宁波演示有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政处罚决定书文号: '文-同号', 处罚决定日期: '2024-03-04', 处罚类别: '罚款' }
  await delivered(ports, unit, 'penalty', [row])
  const again = await delivered(ports, other, 'penalty', [{ ...row, 处罚类别: '没收违法所得' }])
  assert.deepEqual([again.accepted, again.changed], [1, 0])
})

test('what each pack gives the operator is a closed list: determining is in none of them', () => {
  for (const law of Object.values(laws)) {
    for (const desk of operatorDesks(law)) assert.ok(mayAct({ role: 'operator' }, { deed: 'enter-desk', desk: desk.code }, law).ok)
    for (const deed of [{ deed: 'decide-listing' }, { deed: 'enter-desk', desk: 'listing' }, { deed: 'change-determination', determinedBy: unit }] as const) {
      const refused = mayAct({ role: 'operator' }, deed, law)
      assert.ok(!refused.ok && refused.refusals[0].rule?.startsWith({ guangdong: 'gd', xiamen: 'xm', jiangsu: 'js', liaoning: 'ln', hunan: 'hn' }[law.pack.id]))
    }
  }
})

test('xm-4-1 the managing body is given ingestion, objections and inquiries; a decision to list is refused it', () => {
  const law = laws.xiamen
  const codes = operatorDesks(law).map((d) => d.code)
  for (const desk of ['ingestion', 'objections', 'inquiries']) assert.ok(codes.includes(desk), desk)
  const listing = mayAct({ role: 'operator' }, { deed: 'decide-listing' }, law)
  assert.deepEqual(!listing.ok && [listing.refusals[0].code, listing.refusals[0].rule], ['not-the-operators', 'xm-4-1'])
  assert.ok(mayAct({ role: 'unit', code: unit }, { deed: 'decide-listing' }, law).ok)
})
