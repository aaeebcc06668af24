import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { hashInto } from './sha256.ts'

const own = (input: Uint8Array): string => {
  const out = new Uint8Array(34).fill(7)
  hashInto(input, out, 1)
  assert.deepEqual([out[0], out[33]], [7, 7], 'nothing is written beside its place')
  return out.subarray(1, 33).toHex()
}
const nodes = (input: Uint8Array): string => createHash('sha256').update(input).digest('hex')

test('the vectors of FIPS 180', () => {
  assert.equal(own(Buffer.from('')), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  assert.equal(own(Buffer.from('abc')), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  assert.equal(own(Buffer.from('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')), '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1')
  assert.equal(own(Buffer.alloc(1_000_000, 'a')), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0')
})

test('every length up to four blocks, and any bytes, give what Node gives', () => {
  for (let length = 0; length <= 256; length++) {
    const input = Uint8Array.from({ length }, (_, i) => (i * 151 + length) & 255)
    assert.equal(own(input), nodes(input), `${length} bytes`)
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 3000 }), fc.nat({ max: 63 }), (bytes, from) => {
    assert.equal(own(bytes.subarray(from)), nodes(bytes.subarray(from)))
  }), { numRuns: 500 })
})
