/** Runs of the day as the operator sees them: what was due, what was missed, what broke off; and rows that waited long enough. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { deliverCsv, unitFor } from '../../../test/support/delivered.ts'
import { testPorts, type TestPorts } from '../../../test/support/ports.ts'
import { dailyRun, setReturnedPeriod } from './acts.ts'
import { periodOn } from './returned-period.ts'
import { runs } from './store.ts'

const unit = '11100000MB0143028R'
let ports: TestPorts
before(async () => {
  ports = await testPorts({ today: '2026-11-16' })
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['licence'])
})
after(() => ports.close())

const licence = (number: string, until: string, more: Record<string, string> = {}) => ({
  行政相对人名称: '岭湾澄石有限公司', '行政相对人代码_1（统一社会信用代码）': '91330000470009923F', 行政许可决定文书号: number, 许可内容: '经营', 许可编号: number,
  许可决定日期: '2026-01-05', 有效期至: until, 许可机关: '岭湾市市场监督管理局', ...more,
})
const newest = async () => (await runs(ports.database, 1, 0))[0]!

test('gd-43c a run that comes late does what the days before missed, with their days, and says so', async () => {
  await deliverCsv(ports, unit, 'licence', [licence('〔2026〕1号', '2026-11-17'), licence('〔2026〕2号', '2026-11-19'), licence('〔2026〕3号', '2026-11-20')])
  assert.deepEqual(await dailyRun(ports), { expired: 0, started: 0, recomputed: 0, late: 0, removed: 0, missed: 0, daysMissed: 0 })
  ports.setToday('2026-11-20')
  assert.deepEqual(await dailyRun(ports, { by: 'operator', account: '12' }), { expired: 2, started: 0, recomputed: 0, late: 1, removed: 0, missed: 0, daysMissed: 3 })
  const heads = await ports.database.rows<{ head: string }>`select head from act_group where kind = 'record.expired' order by first_act`
  assert.deepEqual(heads.map(({ head }) => (({ on, account }) => [on, account])(JSON.parse(head) as { on: string; account: string })),
    [['2026-11-18', '12'], ['2026-11-20', '12']])
  const { day, asked_by, account_id, days_missed, expired, late } = await newest()
  assert.deepEqual([day, asked_by, account_id, days_missed, expired, late], ['2026-11-20', 'operator', '12', 3, 2, 1])
})

test('a run may be repeated: it finds nothing, and the hourly look does not bury the run that did something', async () => {
  const before = (await runs(ports.database, 100, 0)).length
  assert.equal((await dailyRun(ports)).expired, 0)
  const all = await runs(ports.database, 100, 0)
  assert.deepEqual([all.length, all[0]!.expired, all[0]!.looked_at !== null], [before, 2, true])
  await dailyRun(ports, { by: 'command' })
  assert.equal((await runs(ports.database, 100, 0)).length, before + 1)
})

test('a run that broke off, and one that failed, stay to be seen', async () => {
  await ports.database.run`insert into daily_run (day, asked_by, started_at) values ('2026-11-20', 'clock', '2026-11-20T01:00:00Z')`
  const failing = { ...ports, law: () => { throw new Error('no law') } }
  await assert.rejects(dailyRun(failing), /no law/)
  const [failed, broken] = await runs(ports.database, 2, 0)
  assert.deepEqual([failed!.failure, broken!.failure], ['no law', 'broken-off'])
})

test('a returned row waits for as long as the office entered, and without a period it stays', async () => {
  const wrong = await deliverCsv(ports, unit, 'licence', [licence('〔2026〕9号', '没有')])
  assert.equal(wrong.returned.length, 1)
  const waiting = async () => (await ports.database.one<{ rows: number }>`select count(*) as rows from returned_row`)!.rows
  assert.deepEqual([(await dailyRun(ports)).removed, await waiting()], [0, 1])
  const refused = await setReturnedPeriod(ports, 'operator', { days: 0, from: '2026-11-20', office: ' ', basis: '' })
  assert.deepEqual(!refused.ok && refused.refusals.map((r) => r.code), ['period-impossible', 'office-missing', 'basis-missing'])
  assert.ok((await setReturnedPeriod(ports, { actor: 'operator', account: '12' }, { days: 30, from: '2026-11-20', office: '平台运行处', basis: '运行规程第4条' })).ok)
  const ended = (await ports.database.one<{ on: string }>`select (ended_at at time zone 'Asia/Shanghai')::date as on from delivery order by ended_at desc limit 1`)!.on
  ports.setToday(Temporal.PlainDate.from(ended).add({ days: 30 }).toString())
  assert.deepEqual([(await dailyRun(ports)).removed, await waiting()], [0, 1])
  ports.setToday(Temporal.PlainDate.from(ended).add({ days: 31 }).toString())
  assert.deepEqual([(await dailyRun(ports)).removed, await waiting()], [1, 0])
})

test('of two periods the one entered last for the day stands, and none reaches back', () => {
  const days = fc.array(fc.record({ days: fc.integer({ min: 1, max: 99 }), from: fc.constantFrom('2026-01-01', '2026-02-01', '2026-03-01'), office: fc.constant('x'), basis: fc.constant('y') }))
  fc.assert(fc.property(days, fc.constantFrom('2025-12-31', '2026-01-15', '2026-02-15', '2026-03-15'), (entered, day) => {
    const known = entered.filter((p) => p.from <= day)
    const latest = known.map((p) => p.from).sort().at(-1)
    assert.equal(periodOn(entered, day), known.filter((p) => p.from === latest).at(-1) ?? null)
  }))
})
