import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultWithin } from './within.ts'

test('a text that cannot be kept is found wherever it stands, in a name as in a value, and its place is told', () => {
  for (const [value, where] of [
    ['a\0', []], [{ 'a\0': 1 }, []], [{ rules: [{ 'basis\0': '依据' }] }, ['rules', '1']], [{ rules: ['x', { basis: '依\ud800据' }] }, ['rules', '2', 'basis']],
  ] as const) assert.deepEqual(faultWithin(value)?.where, where, JSON.stringify(value))
  assert.equal(faultWithin({ 依据: ['第二十条', 7, null, true, { 名称: '' }] }), null)
})
