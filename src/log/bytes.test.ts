import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { equalBytes, fromBase64, fromUtf8, joinBytes } from './bytes.ts'

test('bytes are equal exactly where every one of them is, wherever they lie in memory', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 700 }), fc.nat({ max: 9 }), fc.nat({ max: 9 }), fc.nat(), (bytes, before, after, at) => {
    const copy = joinBytes([new Uint8Array(before), bytes, new Uint8Array(after)]).subarray(before, before + bytes.length)
    assert.ok(equalBytes(bytes, copy))
    assert.ok(!equalBytes(bytes, joinBytes([bytes, Uint8Array.of(0)])))
    if (bytes.length === 0) return
    copy[at % copy.length]! ^= 1 + (at % 255)
    assert.ok(!equalBytes(bytes, copy))
  }), { numRuns: 500 })
})

test('base64 has one spelling, UTF-8 is taken whole or not at all', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => {
    const text = Buffer.from(bytes).toString('base64')
    assert.deepEqual(fromBase64(text), bytes)
    assert.equal(fromBase64(`${text} `), null)
    assert.equal(fromBase64(text.replace(/=+$/, '')) === null, text.endsWith('='))
  }))
  assert.equal(fromBase64('QR=='), null, 'bits beyond the end are not passed over')
  assert.equal(fromUtf8(Uint8Array.of(0xff)), null)
  assert.equal(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), '\ufeffa')
})
