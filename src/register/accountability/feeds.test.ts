import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TestPorts, testPorts } from '../../../test/support/ports.ts'
import { registerUnit } from '../../identity/acts.ts'
import { readLaw } from '../../packs.ts'
import { announceChange, feedsNow, setFeedInterval } from './acts.ts'
import { unitsWithoutDelivery } from './feeds.ts'

let ports: TestPorts
before(async () => { ports = await testPorts({ packId: 'hunan', today: '2024-02-20' }) })
after(async () => { await ports.close() })

const tax = '91330000470009923F'
const market = '913302000582759717'
const delivered = (unit: string, item: string, at: string, accepted: number) => ports.database.run`
  insert into delivery (unit_code, item_id, state, received_at, accepted, returned) values (${unit}, ${item}, 'done', ${at}, ${accepted}, 5)`

test('hn-6-1b a department of which nothing arrived this month is listed; a file returned as a whole is no delivery', async () => {
  for (const code of [tax, market]) {
    const done = await registerUnit(ports, { code, kind: 'administrative-organ/market-regulation', nameZh: '演示单位', nameEn: 'Demonstration unit', items: ['penalty', 'hn-deception'], demonstration: true })
    assert.ok(done.ok, JSON.stringify(done))
  }
  ports.setToday('2024-03-20')
  await delivered(tax, 'penalty', '2024-03-01T00:30:00+08:00', 10)
  await delivered(market, 'penalty', '2024-02-29T23:30:00+08:00', 10)
  await delivered(market, 'hn-deception', '2024-03-02T09:00:00+08:00', 0)
  assert.deepEqual(unitsWithoutDelivery(await feedsNow(ports)), [market])
  await delivered(market, 'hn-deception', '2024-03-02T10:00:00+08:00', 1)
  assert.deepEqual(unitsWithoutDelivery(await feedsNow(ports)), [])
})

test('hn-13 late feeds stand first on the board, each with the article and the day since when', async () => {
  ports.setToday('2024-04-10')
  const board = await feedsNow(ports)
  assert.equal(board.length, 4)
  assert.deepEqual(board[0]!.feed, { state: 'late', since: '2024-03-21', rule: 'hn-13' })
  assert.deepEqual([board[0]!.unit, board[0]!.item], [tax, 'hn-deception'])
  assert.deepEqual(board[1]!.feed, { state: 'late', since: '2024-04-03', rule: 'hn-13' })
  assert.equal(board.find((l) => l.item === 'penalty')!.feed.state, 'by-record')
})

test('ln-12 a change the unit announced is awaited for the minutes an office entered, and the board says since when it is late', async () => {
  ports.setLaw(await readLaw('liaoning'))
  const at = (time: string) => Temporal.PlainDateTime.from(`2024-04-10T${time}`).toZonedDateTime('Asia/Shanghai').toInstant()
  const wrong = await setFeedInterval(ports, 'operator', { unit: tax, item: 'penalty', minutes: 60, office: '信息处', basis: '' })
  assert.deepEqual(!wrong.ok && wrong.refusals[0], { code: 'basis-missing', rule: 'ln-12', facts: {} })
  assert.ok((await setFeedInterval(ports, 'operator', { unit: tax, item: 'penalty', minutes: 60, office: '信息处', basis: '辽信〔2024〕1号' })).ok)
  assert.ok((await announceChange(ports, tax, 'penalty', at('08:20'))).ok)
  assert.ok((await announceChange(ports, tax, 'penalty', at('09:10'))).ok)
  const line = async () => (await feedsNow(ports)).find((l) => l.unit === tax && l.item === 'penalty')!
  assert.deepEqual((await line()).feed, { state: 'late', since: at('09:20').toString(), rule: 'ln-12' })
  await delivered(tax, 'penalty', at('09:25').toString(), 1)
  assert.equal((await line()).feed.state, 'on-time')
})

test('nat-424-7wd the board counts the records that came within seven working days of their document', async () => {
  const record = (id: number, decided: string, received: string) => ports.database.run`
    insert into record (subject_code, record_id, item_id, provider_code, identity, version, act_id, act_group, decided_on, received_on, existence, display, usable, law, facts)
    values (${market}, ${id}, 'penalty', ${tax}, ${String(id)}, 1, ${id}, ${id}, ${decided}, ${received}, 'held', 'on-display', true, '', '{}')`
  await record(900_001, '2024-03-04', '2024-03-13')
  await record(900_002, '2024-03-04', '2024-03-14')
  await record(900_003, '2024-03-05', '2024-03-14')
  const line = (await feedsNow(ports)).find((l) => l.unit === tax && l.item === 'penalty')!
  assert.deepEqual(line.records, { inTime: 2, late: 1, unknown: 0 })
})
