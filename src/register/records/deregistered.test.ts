/** Registration records after the registration has ended: dates, acts, pages' answers, and the same from the acts alone. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { rebuild } from '../../acts/rebuild.ts'
import { unitFor, deliverCsv } from '../../../test/support/delivered.ts'
import { testPorts, type TestPorts } from '../../../test/support/ports.ts'
import { finishRebuild, projectors } from '../projectors.ts'
import { dailyRun } from '../retention/acts.ts'
import { archivePage } from './store.ts'

const unit = '11100000MB0143028R'
const code = '91330000470009923F'
let ports: TestPorts
before(async () => {
  ports = await testPorts({ today: '2026-11-16' })
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['registration'])
})
after(() => ports.close())

const registration = (status: string, on: string, office = '岭湾市') =>
  ({ 统一社会信用代码: code, 机构名称: '岭湾澄石有限公司', 住所: office, 成立日期: '2015-03-01', 登记状态: status, 状态日期: on })
const record = async () => (await ports.database.one<{ display: string; display_ends_on: string | null; usable: boolean }>`
  select display, display_ends_on, usable and (retention_ends_on is null or retention_ends_on > ${ports.today().toString()}) as usable
    from record where subject_code = ${code}`)!
const expiries = () => ports.database.rows<{ head: string }>`select head from act_group where kind = 'record.expired'`
const shown = async () => (await archivePage(ports, code, { items: null, year: null, order: 'newest', after: null, limit: 20, offset: 0 } as never, 100))!.matching

test('nat-catalog-registration registration data end with the registration: by an act of that day, and stay ended', async () => {
  assert.equal((await deliverCsv(ports, unit, 'registration', [registration('存续', '2015-03-01')])).delivery?.accepted, 1)
  assert.deepEqual([await record(), await shown()], [{ display: 'on-display', display_ends_on: null, usable: true }, 1])
  ports.setToday('2026-11-20')
  await dailyRun(ports)
  ports.setToday('2026-11-21')
  await deliverCsv(ports, unit, 'registration', [registration('注销', '2026-11-18')])
  const ended = { display: 'ended', display_ends_on: '2026-11-18', usable: false }
  assert.deepEqual([await record(), await shown()], [ended, 0])
  assert.deepEqual((await expiries()).map((g) => (JSON.parse(g.head) as { on: string }).on), ['2026-11-18'])
  // Another version of a record long ended does not bring it back.
  ports.setToday('2026-11-22')
  await deliverCsv(ports, unit, 'registration', [registration('注销', '2026-11-18', '岭湾市海滨区')])
  assert.deepEqual([await record(), (await expiries()).length], [ended, 1])
})

test('the acts alone give the same dates', async () => {
  assert.deepEqual(await rebuild(ports.owner, projectors, finishRebuild(ports), false), [])
})

test('a registration that stands again is shown again', async () => {
  await deliverCsv(ports, unit, 'registration', [registration('存续', '2026-11-22')])
  assert.deepEqual(await record(), { display: 'on-display', display_ends_on: null, usable: true })
  assert.deepEqual(await rebuild(ports.owner, projectors, finishRebuild(ports), false), [])
})
