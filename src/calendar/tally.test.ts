import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { day, limitOf } from '../../test/support/law-data.ts'
import { fillsWindow, leftThisYear } from './tally.ts'

const days = (...texts: string[]) => texts.map(day)

test('gd-40-1b two reports a year are free: the third may be charged, the second may not', () => {
  const limit = limitOf('gd-40-1b')
  assert.deepEqual(leftThisYear(limit, days('2024-01-15', '2024-06-01'), day('2024-11-02')), { ok: true, value: 0 })
  assert.deepEqual(leftThisYear(limit, days('2024-01-15'), day('2024-11-02')), { ok: true, value: 1 })
  assert.deepEqual(leftThisYear(limit, days('2023-12-31', '2023-12-30'), day('2024-01-01')), { ok: true, value: 2 })
})

test('xm-26-3 three entries within twelve months fill the window, the third a day too late does not', () => {
  const limit = limitOf('xm-26-3')
  assert.deepEqual(fillsWindow(limit, days('2024-01-10', '2024-06-01', '2024-12-20')), { ok: true, value: true })
  assert.deepEqual(fillsWindow(limit, days('2024-01-10', '2024-06-01', '2025-01-09')), { ok: true, value: true })
  assert.deepEqual(fillsWindow(limit, days('2024-01-10', '2024-06-01', '2025-01-10')), { ok: true, value: false })
  assert.deepEqual(fillsWindow(limit, days('2024-01-10', '2024-06-01', '2025-01-11')), { ok: true, value: false })
  assert.deepEqual(fillsWindow(limit, days('2024-01-10', '2024-06-01')), { ok: true, value: false })
  // only the last three matter: an old entry neither helps nor harms
  assert.deepEqual(fillsWindow(limit, days('2020-01-01', '2024-01-10', '2024-06-01', '2024-12-20')), { ok: true, value: true })
})

test('xm-26-3 the order in which entries are given does not matter', () => {
  const limit = limitOf('xm-26-3')
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 800 }), { maxLength: 6 }), (offsets) => {
    const events = offsets.map((n) => day('2023-01-01').add({ days: n }))
    assert.deepEqual(fillsWindow(limit, events), fillsWindow(limit, events.toReversed()))
  }), { numRuns: 200 })
})

test('a limit of another kind is refused, and one without a number is not set', () => {
  assert.equal(leftThisYear(limitOf('gd-43a'), [], day('2024-01-01'), 'gd-43a').ok, false)
  assert.equal(fillsWindow(limitOf('gd-40-1b'), []).ok, false)
  const unset = leftThisYear({ ...limitOf('gd-40-1b'), amount: null }, [], day('2024-01-01'), 'gd-40-1b')
  assert.deepEqual(unset, { ok: false, refusals: [{ code: 'period-not-set', rule: 'gd-40-1b', facts: {} }] })
})
