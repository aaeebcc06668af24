import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ndjsonReader } from './ndjson.ts'

const read = (text: string, size = 1e9, skip = 0) => {
  const reader = ndjsonReader({ rowLength: 100_000, depth: 1, skip })
  const lines = []
  for (let at = 0; at < text.length; at += size) lines.push(...reader.push(text.slice(at, at + size), at + size >= text.length))
  return lines
}
const one = (line: string) => { const [read1] = read(line); return read1!.fault?.code ?? read1!.cells }

describe('NDJSON', () => {
  it('gives each value as text, wherever the text is cut', () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constant(null), fc.integer())
    fc.assert(fc.property(fc.array(fc.dictionary(fc.string({ minLength: 1 }).filter((k) => k !== '__proto__'), value, { maxKeys: 5, minKeys: 1 }), { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 30 }), (objects, size) => {
      const lines = read(objects.map((o) => `${JSON.stringify(o)}\n`).join(''), size)
      const expected = objects.map((o) => Object.fromEntries(Object.entries(o).map(([k, v]) => [k, v === null ? '' : String(v)])))
      assert.deepEqual(lines.map(({ keys, cells }) => Object.fromEntries(keys.map((k, i) => [k, cells[i]!]))), expected)
    }), { numRuns: 40 })
  })

  it('survives nesting 100,000 deep, in one line and in the rest of the file', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const lines = read(`{"a":${'['.repeat(40_000)}${']'.repeat(40_000)}}\n${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}\n${deep}\n{"a":"b"}\n`)
    assert.deepEqual(lines.map(({ number, fault, cells }) => [number, fault?.code ?? cells]), [[1, 'json-nested'], [2, 'json-nested'], [3, 'row-too-long'], [4, ['b']]])
  })

  it('finds keys said twice, which a parser would hide, also in other spellings', () => {
    assert.equal(one('{"罚款":"1","罚款":"2"}'), 'json-key-twice')
    assert.equal(one('{"a":"1","\\u0061":"2"}'), 'json-key-twice')
  })

  it('keeps numbers as written and returns those that are not exact', () => {
    assert.deepEqual(one('{"a":1.10,"b":-3,"c":0.000001}'), ['1.10', '-3', '0.000001'])
    for (const number of ['9007199254740993', '1e5', '0.1234567890123456', '914401010000000000']) assert.equal(one(`{"a":${number}}`), 'number-inexact')
  })

  it('returns what is no object of plain values', () => {
    assert.equal(one('{"a":1'), 'json-invalid')
    assert.equal(one('"text"'), 'json-not-object')
    assert.equal(one('[1,2]'), 'json-nested')
    assert.equal(one('{"a":{"b":1}}'), 'json-nested')
    assert.deepEqual(one('{"a":"{[\\"","b":true}'), ['{["', '是'])
  })

  it('shares the keys of lines that have the same, and passes over lines already read', () => {
    const lines = read('{"a":"1","b":"2"}\n\n{"a":"3","b":"4"}\n{"b":"5"}\n')
    assert.equal(lines[0]!.keys, lines[1]!.keys)
    assert.deepEqual(lines.map(({ number }) => number), [1, 3, 4])
    assert.deepEqual(read('{"a":"1","b":"2"}\n\n{"a":"3","b":"4"}\n{"b":"5"}\n', 5, 2).map(({ number, cells }) => [number, cells]), [[4, ['5']]])
  })
})
