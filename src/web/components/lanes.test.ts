import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { viewOf } from '../layout.ts'
import { axisOf, type Lane, lanes, place } from './lanes.ts'
import type { Ports } from '../../ports.ts'

const view = viewOf({} as Ports, 'zh')
const day = (text: string) => Temporal.PlainDate.from(text)
const anyDay = fc.integer({ min: 0, max: 40_000 }).map((n) => day('1990-01-01').add({ days: n }).toString())
const anyLane = fc.record({ from: anyDay, until: fc.option(anyDay) })

test('the axis is whole years, eight at most, with today inside', () => {
  fc.assert(fc.property(fc.array(anyLane, { maxLength: 20 }), anyDay, (list, now) => {
    const { start, end } = axisOf(list, day(now))
    const years = end.year - start.year
    assert.ok(years >= 1 && years <= 8)
    const at = place({ start, end }, now)
    assert.ok(at >= 0 && at < 100, `${now} at ${at} % of ${start} to ${end}`)
  }))
})

test('a later day stands further right; the ends are 0 and 100', () => {
  const axis = axisOf([{ from: '2024-03-15', until: '2029-03-11' }], day('2026-11-20'))
  assert.deepEqual([axis.start.toString(), axis.end.toString()], ['2024-01-01', '2030-01-01'])
  assert.equal(place(axis, '2024-01-01'), 0)
  assert.equal(place(axis, '2030-01-01'), 100)
  fc.assert(fc.property(anyDay, anyDay, (a, b) => (a < b) === (place(axis, a) < place(axis, b))))
})

const drawn = (lane: Partial<Lane>) => lanes(view, { lanes: [{ title: '警告', from: '2025-05-21', until: '2027-05-18', ...lane }], today: day('2026-11-20'), name: '何时' }).html

test('shown so far is solid, what may come soft, the stop a bar; without a known end nothing stops', () => {
  assert.match(drawn({}), /class="so-far".*class="to-come".*class="stop"/s)
  assert.doesNotMatch(drawn({ until: null }), /class="stop"/)
  assert.match(drawn({ until: null }), /aria-label="警告，2025-05-21起，停止之日尚未确定"/)
})

test('what has ended is hollow and nothing of it is to come', () => {
  const html = drawn({ until: '2026-01-08', ended: true })
  assert.match(html, /class="over"/)
  assert.doesNotMatch(html, /class="(so-far|to-come)"/)
})

test('a title is text, in the picture and in the table', () => {
  const html = drawn({ title: '"><script>' })
  assert.doesNotMatch(html, /<script>/)
})
