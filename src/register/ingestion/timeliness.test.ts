import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { calendar, day } from '../../../test/support/law-data.ts'
import type { Limit } from '../../law/types.ts'
import { readLaw, readLaws } from '../../packs.ts'
import { expectationOf, feedState, publicity, type FeedInterval } from './timeliness.ts'

const laws = await readLaws()
const at = (moment: string) => Temporal.PlainDateTime.from(moment).toZonedDateTime('Asia/Shanghai').toInstant()
const frequency = (amount: number | null, unit: Limit['unit']) => ({ frequency: { limit: { amount, unit, type: 'frequency' as const }, rule: null } })
const feed = (arrivals: string[], changedAt: string | null = null) => ({ since: day('2024-01-01'), arrivals: arrivals.map(at), changedAt: changedAt === null ? null : at(changedAt) })

test('gd-17 a daily feed is late once two days have gone without a delivery', () => {
  const law = laws.guangdong
  const daily = expectationOf(frequency(1, 'day'), null, law)
  const state = (now: string) => feedState(daily, feed(['2024-03-04T17:00']), at(now), law.pack.counting, calendar)
  assert.deepEqual(state('2024-03-05T23:59'), { state: 'on-time', due: '2024-03-05', rule: 'gd-17' })
  assert.deepEqual(state('2024-03-06T00:00'), { state: 'late', since: '2024-03-06', rule: 'gd-17' })
})

test('js-37-1 the frequency of the catalog exceeded shows the provider late; a unit that never delivered counts from its registration', () => {
  const law = laws.jiangsu
  const item = law.catalog.find((i) => i.id === 'js-deception')!
  const monthly = expectationOf(item, null, law)
  assert.deepEqual(monthly, { by: 'frequency', limit: item.frequency.limit, rule: 'js-37-1' })
  const state = (arrivals: string[], now: string) => feedState(monthly, feed(arrivals), at(now), law.pack.counting, calendar)
  assert.equal(state(['2024-01-31T10:00'], '2024-02-29T23:00').state, 'on-time')
  assert.deepEqual(state(['2024-01-31T10:00'], '2024-03-01T08:00'), { state: 'late', since: '2024-03-01', rule: 'js-37-1' })
  assert.equal(state([], '2024-02-02T08:00').state, 'late')
})

test('ln-12 an interval of 60 minutes and a change at 10:00: late from 11:00 while nothing arrived', () => {
  const law = laws.liaoning
  const interval: FeedInterval = { unit: 'u', item: 'penalty', minutes: 60, office: '信息处', basis: '辽信〔2024〕1号' }
  const expected = expectationOf(frequency(null, 'month'), interval, law)
  const state = (now: string, arrivals: string[] = []) => feedState(expected, feed(arrivals, '2024-03-04T10:00'), at(now), law.pack.counting, calendar)
  assert.equal(state('2024-03-04T10:59').state, 'on-time')
  assert.deepEqual(state('2024-03-04T11:00'), { state: 'late', since: at('2024-03-04T11:00').toString(), rule: 'ln-12' })
  assert.equal(state('2024-03-04T11:00', ['2024-03-04T09:59']).state, 'late')
  assert.equal(state('2024-03-04T11:00', ['2024-03-04T10:20']).state, 'on-time')
})

test('promptly without a number: neither catalog nor office set one, so the feed is neither late nor on time', () => {
  for (const law of Object.values(laws)) {
    const expected = expectationOf(frequency(null, 'month'), null, law)
    assert.equal(feedState(expected, feed([]), at('2030-01-01T00:00'), law.pack.counting, calendar).state, 'period-not-set', law.pack.id)
  }
})

test('one more delivery never makes a feed late', () => {
  const law = laws.guangdong
  const hours = fc.integer({ min: 0, max: 24 * 365 }).map((h) => at('2024-01-01T00:00').add({ hours: h }))
  fc.assert(fc.property(fc.array(hours, { maxLength: 6 }), hours, hours, fc.integer({ min: 1, max: 4 }), fc.constantFrom('day' as const, 'month' as const), (arrivals, more, now, n, unit) => {
    const before = (list: Temporal.Instant[]) => ({ ...feed([]), arrivals: list.filter((x) => Temporal.Instant.compare(x, now) <= 0) })
    const expected = expectationOf(frequency(n, unit), null, law)
    const late = (list: Temporal.Instant[]) => feedState(expected, before(list), now, law.pack.counting, calendar).state === 'late'
    assert.ok(!late([...arrivals, more]) || late(arrivals))
  }))
})

test('nat-424-7wd a licence of Monday 2024-03-04 is in time on Wednesday 2024-03-13 and a working day late on the next', async () => {
  const law = await readLaw('guangdong')
  const { limit } = law.catalog.find((i) => i.id === 'licence')!.frequency
  const state = (received: string) => publicity('2024-03-04', received, limit, law.pack.counting, calendar)
  assert.deepEqual(state('2024-03-13'), { state: 'in-time', dueOn: '2024-03-13' })
  assert.deepEqual(state('2024-03-14'), { state: 'late', dueOn: '2024-03-13', workingDaysLate: 1 })
  // Spring Festival from 02-10 to 02-17, work made up on Sunday 02-18.
  assert.deepEqual(publicity('2024-02-07', '2024-02-26', limit, law.pack.counting, calendar), { state: 'late', dueOn: '2024-02-22', workingDaysLate: 2 })
  assert.equal(publicity('1999-01-04', '1999-01-05', limit, law.pack.counting, calendar).state, 'unknown')
})
