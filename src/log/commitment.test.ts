import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { commitment } from './commitment.ts'

const salt = Buffer.alloc(16, 7)

test('a commitment is the hash of salt, head, line feed and content, whatever their lengths', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.string(), fc.string({ unit: 'grapheme' }), fc.nat({ max: 20_000 }), (s, head, text, times) => {
    fc.pre(!head.includes('\n'))
    const content = text.repeat(Math.ceil(times / (text.length + 1)))
    assert.deepEqual(commitment(s, head, content), new Uint8Array(createHash('sha256').update(s).update(head).update('\n').update(content).digest()))
  }))
})

test('moving text between head and content changes the commitment, and a head of two lines is refused', () => {
  assert.notDeepEqual(commitment(salt, '{"a":1}', '{}'), commitment(salt, '{"a":1', '}{}'))
  assert.throws(() => commitment(salt, 'a\nb', ''), RangeError)
  assert.throws(() => commitment(salt.subarray(1), 'a', ''), RangeError)
})
