import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { kindOf } from './kind.ts'
import { checkCharacter, innerCode, officeField, organisationCheckCharacter, passesChecks, readUscc, type Uscc, usccAlphabet } from './uscc.ts'

const vectors = new URL('../../../test/data/uscc/', import.meta.url)
const lines = (name: string) => readFileSync(new URL(name, vectors), 'utf8').trim().split('\n')
const reason = (text: string) => {
  const read = readUscc(text)
  return read.ok ? 'ok' : read.refusals[0].code
}

const inner = fc.array(fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'), { minLength: 8, maxLength: 8 }).map((c) => c.join('') + organisationCheckCharacter(c.join('')))
const anyCode = fc.tuple(fc.constantFrom('11', '12', '51', '52', '53', '91', '93', 'A1', 'N1', 'Y1'), fc.stringMatching(/^[0-9]{6}$/), inner)
  .map(([kind, office, body]) => { const b = kind + office + body; return b + checkCharacter(b) })

test('gd-16-2 xm-7-1a every vector of others has the outcome that was computed independently', () => {
  const outcome: Record<string, string> = { ok: 'ok', 'bad-check': 'code-check-character', 'bad-char': 'code-alphabet', 'bad-length': 'code-length' }
  for (const v of JSON.parse(readFileSync(new URL('uscc-vectors.json', vectors), 'utf8'))) {
    const afterReading: Record<string, string> = { 'valid-after-removing-spaces': 'ok', 'valid-only-after-uppercasing': 'ok' }
    const expected = afterReading[v.expected] ?? (v.gb32100 === 'ok' && v.gb11714_inner === false ? 'code-organisation-check' : outcome[v.gb32100])
    assert.equal(reason(v.code), expected, v.code)
  }
})

test('real codes pass, among them those whose check character is 0', () => {
  for (const code of [...lines('uscc-ending-in-zero.txt'), ...lines('uscc-valid-real-codes.txt')]) assert.equal(reason(code), 'ok', code)
})

test('gd-16-2 xm-7-1a one wrong character is always found, and the answer does not say what would be right', () => {
  fc.assert(fc.property(anyCode, fc.nat(17), fc.constantFrom(...usccAlphabet), (code, at, character) => {
    fc.pre(code[at] !== character)
    const wrong = code.slice(0, at) + character + code.slice(at + 1)
    const read = readUscc(wrong)
    assert.equal(read.ok, false)
    if (!read.ok && read.refusals[0].code === 'code-check-character') assert.deepEqual(read.refusals[0].facts, { found: wrong[17], position: '18' })
  }))
})

test('two neighbours changed about are always found', () => {
  fc.assert(fc.property(anyCode, fc.nat(16), (code, at) => {
    fc.pre(code[at] !== code[at + 1])
    assert.notEqual(reason(code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2)), 'ok')
  }))
})

test('generated codes of every kind pass, letters A, N and Y at the front included', () => {
  fc.assert(fc.property(anyCode, (code) => {
    assert.ok(passesChecks(code))
    const read = readUscc(code)
    assert.ok(read.ok && read.value.code === code && read.value.normalised.length === 0)
    assert.equal(innerCode(code as Uscc).length + officeField(code as Uscc).length, 15)
  }))
})

test('what is safe is normalised and said; what would be a guess is refused', () => {
  const read = (text: string) => { const r = readUscc(text); return r.ok ? [r.value.code, ...r.value.normalised] : r.refusals[0] }
  assert.deepEqual(read(' 91350100m000100y43\t'), ['91350100M000100Y43', 'white-space', 'upper-case'])
  assert.deepEqual(read('９１350100M000100Y43'), ['91350100M000100Y43', 'full-width'])
  assert.deepEqual(read('9135\u200b0100M000100Y43'), ['91350100M000100Y43', 'white-space'])
  assert.deepEqual(read('9135O100M000100Y43'), { code: 'code-alphabet', rule: null, facts: { character: 'O', position: '5' } })
  assert.deepEqual(read('91350100M000100Y4'), { code: 'code-length', rule: null, facts: { found: '17', required: '18' } })
  assert.deepEqual(read('  '), { code: 'code-empty', rule: null, facts: {} })
  assert.deepEqual(read('9135010𠮷M000100Y43'), { code: 'code-alphabet', rule: null, facts: { character: '𠮷', position: '8' } })
})

test('gd-3-1 hn-2-2 ln-3-1 xm-2-1 js-3 an individual trader is refused, even with a mistyped code, and the rule is named', () => {
  const body = '92350100MA2XWERR'
  const code = body + organisationCheckCharacter(body.slice(8, 16))
  for (const rule of ['gd-3-1', 'hn-2-2', 'ln-3-1', 'xm-2-1', 'js-3']) {
    for (const text of [code + checkCharacter(code), code + '0', code, code.toLowerCase() + 'w']) {
      const read = readUscc(text, { key: 'gd-16-2', organisationsOnly: rule })
      assert.ok(!read.ok)
      assert.deepEqual(read.refusals, [{ code: 'individual-trader', rule, facts: {} }])
    }
  }
  assert.throws(() => kindOf((code + checkCharacter(code)) as Uscc), RangeError)
})

test('the kind follows from the first two characters', () => {
  const kinds = { 11: 'government-body', 12: 'institution', 51: 'social-organisation', 52: 'social-organisation', 53: 'social-organisation',
    91: 'enterprise', 93: 'farmers-cooperative', N2: 'other-organisation', 72: 'other-organisation', Y1: 'other-organisation' }
  for (const [prefix, kind] of Object.entries(kinds)) assert.equal(kindOf(`${prefix}350100M000100Y43` as Uscc), kind)
})

test('anything at all can be read without failing', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
    assert.equal(typeof reason(text), 'string')
  }))
})
