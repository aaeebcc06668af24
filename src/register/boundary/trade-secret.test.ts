import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clearTradeSecret, mayDisplaySecret, type TradeSecretFlag } from './trade-secret.ts'

const flagged: TradeSecretFlag = { flagged: true, cleared: null }

test('gd-4 ln-8 a record flagged as a trade secret is held back until the flag is cleared with a reason', () => {
  for (const rule of ['gd-4', 'ln-8']) {
    const held = mayDisplaySecret(flagged, rule)
    assert.ok(!held.ok && held.refusals[0].rule === rule)
    for (const empty of ['', '  ', '——']) assert.equal(clearTradeSecret(flagged, empty, 'unit-1', '2024-03-04', rule).ok, false)
    const cleared = clearTradeSecret(flagged, ' 该配方已公开 ', 'unit-1', '2024-03-04', rule)
    assert.ok(cleared.ok)
    assert.deepEqual(cleared.value, { flagged: true, cleared: { reason: '该配方已公开', by: 'unit-1', on: '2024-03-04' } })
    assert.ok(mayDisplaySecret(cleared.value, rule).ok)
    assert.equal(clearTradeSecret(cleared.value, '再次', 'unit-1', '2024-03-05', rule).ok, false)
  }
  assert.ok(mayDisplaySecret({ flagged: false }, 'gd-4').ok)
})
