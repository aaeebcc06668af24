import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ports } from '../../ports.ts'
import { viewOf } from '../layout.ts'
import { calendar, type CalendarDay } from './calendar.ts'

const view = viewOf({} as Ports, 'zh')
const days = (first: string, count: number): CalendarDay[] => Array.from({ length: count }, (_, n) =>
  ({ day: Temporal.PlainDate.from(first).add({ days: n }).toString(), part: 'counted', words: [`第${n + 1}日`] }))
const cells = (html: string) => [...html.matchAll(/<td class="([^"]*)"><time datetime="([^"]*)"/g)].map((m) => ({ look: m[1]!, day: m[2]! }))

test('whole weeks from Monday to Sunday, the clock within them', () => {
  const found = cells(calendar(view, { days: days('2026-09-23', 6), caption: '9月' }).html)
  assert.equal(found.length, 14)
  assert.deepEqual([found[0]!.day, found.at(-1)!.day], ['2026-09-21', '2026-10-04'])
  assert.deepEqual(found.filter((c) => c.look.startsWith('in')).map((c) => c.day), days('2026-09-23', 6).map((d) => d.day))
})

test('the line of a new month runs left of its first day and above its first week', () => {
  const found = cells(calendar(view, { days: days('2026-09-28', 14), caption: '10月' }).html)
  assert.deepEqual(found.filter((c) => c.look.includes('ml')).map((c) => c.day), ['2026-10-01'])
  assert.deepEqual(found.filter((c) => c.look.includes('mt')).map((c) => c.day), ['2026-10-05', '2026-10-06', '2026-10-07'])
})

test('a day left out is no calendar', () => {
  assert.throws(() => calendar(view, { days: [...days('2026-09-23', 2), ...days('2026-09-26', 1)], caption: '9月' }), RangeError)
})
