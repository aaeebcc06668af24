import assert from 'node:assert/strict'
import { isIP } from 'node:net'
import { test } from 'node:test'
import fc from 'fast-check'
import { addressBytes, mappedFour } from './ip.ts'

test('an address is its bytes, however it is written; what is none is none', () => {
  assert.deepEqual(addressBytes('192.0.2.7'), [192, 0, 2, 7])
  assert.deepEqual(mappedFour(addressBytes('::ffff:505:607')!), [5, 5, 6, 7])
  assert.deepEqual(mappedFour(addressBytes('0:0:0:0:0:FFFF:5.5.6.7')!), [5, 5, 6, 7])
  assert.equal(mappedFour(addressBytes('::5.5.6.7')!), null)
  for (const none of ['', 'evil', '1.2.3', '256.1.1.1', '01.2.3.4', '1.2.3.4:80', '::1%eth0', '[::1]', ':::', '1::2::3', '0x7f.1', '::ffff:1.2.3']) {
    assert.equal(addressBytes(none), null, none)
  }
  fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ unit: fc.constantFrom(...'0123456789abcdef:.:.'), maxLength: 40 })), (text) => {
    assert.equal(addressBytes(text)?.length ?? 0, { 0: 0, 4: 4, 6: 16 }[isIP(text) as 0 | 4 | 6])
  }), { numRuns: 5000 })
})
