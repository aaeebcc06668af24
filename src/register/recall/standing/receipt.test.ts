import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type RecordNow, sinceReceipt } from './receipt.ts'

const asked = '2026-11-02'
const at = (change: Partial<RecordNow>) =>
  sinceReceipt([{ record: 1, version: 1 }], asked, [{ record: 1, changedOn: [], endedOn: null, restoredOn: null, ...change }])[0]!.supersededOn

test('a version stands until it is replaced, withdrawn, restored or expires; what had ended when it was shown is no news', () => {
  assert.equal(at({}), null)
  assert.equal(at({ changedOn: ['2026-11-09', '2026-11-04'] }), '2026-11-04')
  assert.equal(at({ endedOn: '2026-11-03' }), '2026-11-03')
  assert.equal(at({ endedOn: asked }), null)
  assert.equal(at({ restoredOn: asked, endedOn: asked }), asked, 'restored after it was shown, on the same day')
  assert.deepEqual(sinceReceipt([{ record: 9, version: 1 }], asked, []), [{ record: 9, version: 1, supersededOn: null }])
})

test('the first of all days is named, and never another record than those shown', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((d) => `2026-12-${String(d).padStart(2, '0')}`)
  const now = fc.record({ record: fc.nat(5), changedOn: fc.array(day, { maxLength: 3 }), endedOn: fc.option(day), restoredOn: fc.option(day) })
  const shown = fc.uniqueArray(fc.record({ record: fc.nat(5), version: fc.integer({ min: 1, max: 3 }) }), { selector: (v) => v.record })
  fc.assert(fc.property(shown, fc.uniqueArray(now, { selector: (r) => r.record }), (versions, records) => {
    const found = sinceReceipt(versions, asked, records)
    assert.deepEqual(found.map((f) => f.record), versions.map((v) => v.record).toSorted((a, b) => a - b))
    for (const f of found) {
      const r = records.find((one) => one.record === f.record)
      const days = r === undefined ? [] : [...r.changedOn, r.endedOn, r.restoredOn].filter((d) => d !== null)
      assert.equal(f.supersededOn, days.length === 0 ? null : days.toSorted()[0])
    }
  }))
})
