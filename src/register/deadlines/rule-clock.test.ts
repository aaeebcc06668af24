import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { calendar, day } from '../../../test/support/law-data.ts'
import { laws } from '../../../test/support/law.ts'
import type { ConfiguredLimit } from '../../calendar/configured-limit.ts'
import { dueDay } from '../../calendar/due-day.ts'
import { numericLimits } from '../../law/limits.ts'
import { ruleOf } from '../../law/rule.ts'
import { awaitedState } from './awaited.ts'
import { ruleClock } from './rule-clock.ts'

const law = laws.liaoning
const entered = (rule: string, amount: number): ConfiguredLimit => ({ rule, amount, unit: 'working-day', from: '2024-01-01', office: '法规处', basis: '辽信〔2024〕1号' })
const clock = (pack: keyof typeof laws, rule: string, from: string, periods: readonly ConfiguredLimit[] = []) =>
  ruleClock({ rule: ruleOf(laws[pack], rule), from: day(from) }, periods, laws[pack], calendar)!

test('ln-37-3 the number is lost in the source: no day, nothing overdue, until an office enters one; then a clock runs', () => {
  const without = clock('liaoning', 'ln-37-3', '2024-03-04')
  assert.deepEqual(!without.due.ok && without.due.refusals[0].code, 'period-not-set')
  assert.equal(awaitedState({ rule: 'ln-37-3', from: day('2024-03-04') }, [], law, calendar, day('2026-03-04')).state, 'period-not-set')
  const periods = [entered('ln-37-3', 4)]
  const within = clock('liaoning', 'ln-37-3', '2024-03-04', periods)
  assert.ok(within.due.ok)
  assert.deepEqual([within.due.value.day.toString(), within.configured?.basis], ['2024-03-08', '辽信〔2024〕1号'])
  assert.equal(awaitedState({ rule: 'ln-37-3', from: day('2024-03-04') }, periods, law, calendar, day('2024-03-09')).state, 'overdue')
})

test('js-64-1b js-64-2b "within the time provided" gives no figure: the case is flagged period not set and no due day is made up', () => {
  for (const rule of ['js-64-1b', 'js-64-2b']) {
    const { due, configured } = clock('jiangsu', rule, '2024-03-04')
    assert.deepEqual([!due.ok && due.refusals[0].code, configured], ['period-not-set', null])
    assert.equal(awaitedState({ rule, from: day('2024-03-04') }, [], laws.jiangsu, calendar, day('2026-03-04')).state, 'period-not-set')
  }
})

test('a period entered elsewhere or for a later day changes nothing', () => {
  const periods = [entered('ln-39-2a', 4), { ...entered('ln-37-3', 4), from: '2024-03-05' }]
  assert.ok(!clock('liaoning', 'ln-37-3', '2024-03-04', periods).due.ok)
})

test('a number the law gives is counted as the rule of its pack counts, whatever an office entered', () => {
  const rules = numericLimits(laws.guangdong).filter((r) => r.limit.type !== 'frequency')
  fc.assert(fc.property(fc.constantFrom(...rules), fc.integer({ min: 1, max: 99 }), fc.integer({ min: 0, max: 1500 }), (rule, amount, after) => {
    const from = day('2019-01-07').add({ days: after })
    const counting = rule.layer === 'national' ? laws.guangdong.pack.counting : laws.guangdong.packs[rule.layer].counting
    const plain = dueDay({ rule: rule.id, from, limit: rule.limit, counting, calendar })
    const asked = ruleClock({ rule, from }, [{ ...entered(rule.id, amount), from: '2000-01-01' }], laws.guangdong, calendar)!
    assert.equal(asked.configured, null)
    assert.equal(asked.due.ok && asked.due.value.day.toString(), plain.ok && plain.value.day.toString())
  }))
  assert.equal(ruleClock({ rule: ruleOf(laws.guangdong, 'gd-46-5'), from: day('2024-03-04') }, [], laws.guangdong, calendar), null)
})
