import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { closedJsonAt, deliveredAs, keyOf, sealer, valuesJsonOf } from './sealed.ts'

const text = fc.string({ unit: 'binary', maxLength: 40 }).map((s) => s.toWellFormed())
const row = fc.record({
  code: fc.constantFrom('A', 'B', 'C'), name: fc.option(text), identity: fc.constantFrom('1', '2'), values: text,
  closed: fc.option(text.filter((t) => t !== ''), { nil: '' }), rest: text, delivered: text,
})

test('what is laid down comes back as it was, however small the arena and however many the rows', () => {
  fc.assert(fc.property(fc.array(row, { maxLength: 40 }), fc.nat(200), fc.integer({ min: 1, max: 8 }), (made, bytes, most) => {
    const sealing = sealer(Buffer.alloc(bytes), most)
    const facts = {} as never
    made.forEach((r, i) => sealing.add({
      rowNumber: i + 2, subjectCode: r.code, subjectName: r.name, identity: r.identity, valuesJson: r.values, closedJson: r.closed, facts, delivered: r.delivered,
    }, Buffer.from(r.rest)))
    const rows = sealing.take()
    assert.equal(rows.count, made.length)
    made.forEach((r, i) => {
      assert.equal(valuesJsonOf(rows, i), r.values)
      assert.equal(closedJsonAt(rows, i), r.closed)
      assert.equal(rows.bytes.toString('utf8', rows.at[5 * i + 2], rows.at[5 * i + 3]), r.rest)
      assert.equal(deliveredAs(rows, i), r.delivered)
      assert.deepEqual([rows.codes[i], rows.names[i], rows.identities[i]], [r.code, r.name, r.identity])
      assert.equal(rows.firstOf.get(rows.keys[i]!), made.findIndex((m) => m.code === r.code && m.identity === r.identity))
      assert.equal(rows.keys[i], keyOf({ subjectCode: r.code, identity: r.identity }))
    })
    assert.deepEqual([...rows.subjects].sort(), [...new Set(made.map((r) => r.code))].sort())
  }))
})
