import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { commitment } from '../log/commitment.ts'
import { saltBytes } from './act.ts'
import { actLines } from './lines.ts'

/** Characters around the lengths at which work space is made anew: 2^14 bytes, and its doubles. */
const size = fc.oneof(fc.nat(200), ...[14, 15, 16].map((power) => fc.integer({ min: 2 ** power - 120, max: 2 ** power + 120 })))
const act = fc.record({ size, sign: fc.constantFrom('a', '罚', '𠮷'), inParts: fc.boolean() })

test('the commitment to an act is the one a stranger computes, whatever came before it in its group and however long it is', () => {
  fc.assert(fc.property(fc.array(act, { minLength: 1, maxLength: 6 }), fc.integer({ min: 2, max: 300 }), (acts, headSize) => {
    const head = `{"act":"${'h'.repeat(headSize)}"}`
    const salts = randomBytes(acts.length * saltBytes)
    const contents = acts.map((one) => `{"text":"${one.sign.repeat(one.size)}"}`)
    const lines = actLines(head, 1, salts)
    for (const [i, one] of acts.entries()) {
      if (!one.inParts) { lines.add('', contents[i]!); continue }
      const [before, after] = ['{"text":', '}']
      const of = Buffer.from(`..${contents[i]!.slice(before.length, -after.length)}.`)
      lines.addParts({ subject: '', before, values: { of, from: 2, to: of.length - 1 }, after, closedSalt: '', closed: null })
    }
    for (const [i, content] of contents.entries()) {
      const salt = salts.subarray(i * saltBytes, (i + 1) * saltBytes)
      assert.equal(lines.entries.subarray(i * 32, (i + 1) * 32).toString('hex'), Buffer.from(commitment(salt, head, content)).toString('hex'), `act ${i + 1}`)
    }
    lines.release()
  }), { numRuns: 200 })
})
