import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalJson } from '../../acts/act.ts'
import { basisOf, publicValues } from './archive.ts'

const names = ['处罚类别', '处罚依据', 'a', 'ab', '名"称', '金额']
const marks = (open: readonly string[]) => [...open].sort().map((name) => `${JSON.stringify(name)}:"`)

test('only what the catalog makes public today leaves the register, whatever was committed', () => {
  fc.assert(fc.property(fc.dictionary(fc.constantFrom(...names), fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''))), fc.uniqueArray(fc.constantFrom(...names)), (values, open) => {
    const naive = Object.fromEntries(Object.entries(values).filter(([name]) => open.includes(name)))
    assert.deepEqual(JSON.parse(publicValues(canonicalJson(values), marks(open))), { ...naive })
  }))
})

test('what is public as a whole leaves as the bytes its act committed to', () => {
  const json = canonicalJson({ 处罚类别: '罚款\\"', a: '', 金额: '1' })
  assert.equal(publicValues(json, marks(names)), json)
})

test('the document a record rests on stands last among its facts', () => {
  assert.deepEqual(basisOf('{"decidedOn":"2026-03-05","documentNumber":"许1号","authority":null}'), { documentNumber: '许1号', authority: null })
})
