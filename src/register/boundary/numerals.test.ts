import assert from 'node:assert/strict'
import { test } from 'node:test'
import { numerals } from './numerals.ts'

const roman = ['', 'i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix']
const han = [...'零一二三四五六七八九']

test('every sign that Unicode folds to one digit, bare or dressed, has the value of that digit; the table holds numerals alone', () => {
  let folded = 0
  for (let point = 0; point < 0x20000; point++) {
    const sign = String.fromCodePoint(point)
    if (!/[\p{No}\p{Nl}]/u.test(sign)) continue
    // (1) 1. 1, (一): what a sign stands for without what it wears.
    const bare = sign.normalize('NFKC').toLowerCase().replace(/[(),.]/g, '')
    const value = /^\d$/.test(bare) ? Number(bare) : roman.includes(bare) ? roman.indexOf(bare) : han.indexOf(bare)
    if (value < 0 || bare === sign) continue
    folded++
    assert.equal(numerals.get(point), value, `U+${point.toString(16)} ${sign}`)
  }
  assert.ok(folded > 90, String(folded))
  for (const [point, value] of numerals) {
    assert.match(String.fromCodePoint(point), /[\p{No}\p{Nl}]/u, point.toString(16))
    assert.ok(value >= 0 && value <= 9)
  }
})
