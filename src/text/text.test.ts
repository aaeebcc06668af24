import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { withUnified } from './radicals.ts'
import { characterFault, isSound, textOf, unusualUnits } from './text.ts'
import { whyNot } from './words.ts'

const fault = (raw: unknown, most?: number) => {
  const answer = textOf(raw, most === undefined ? {} : { most })
  return answer.ok ? answer.value : { code: answer.refusals[0].code, ...answer.refusals[0].facts }
}

test('each kind of character that cannot be kept is named with its place', () => {
  for (const [text, kind, character, at] of [
    ['a\u0000b', 'nul', 'U+0000', '2'], ['\u0001', 'control', 'U+0001', '1'], ['违法\u007f', 'control', 'U+007F', '3'], ['x\u0085', 'control', 'U+0085', '2'],
    ['𠮷\ud800', 'surrogate', 'U+D800', '2'], ['\udc00x', 'surrogate', 'U+DC00', '1'], ['王\ue831', 'private-use', 'U+E831', '2'], ['\u{f0000}', 'private-use', 'U+F0000', '1'],
    ['\u{10fffd}', 'private-use', 'U+10FFFD', '1'], ['\ufdd0', 'noncharacter', 'U+FDD0', '1'], ['\uffff', 'noncharacter', 'U+FFFF', '1'], ['\u{1fffe}', 'noncharacter', 'U+1FFFE', '1'],
    ['\u0378', 'unassigned', 'U+0378', '1'], ['\u{e0080}', 'unassigned', 'U+E0080', '1'], ['a\ufffd', 'lost', 'U+FFFD', '2'],
    ['违\u202e法', 'turning', 'U+202E', '2'], ['\u2067x\u2069', 'turning', 'U+2067', '1'], ['1\u206a2', 'turning', 'U+206A', '2'], ['a\u{e0041}', 'hidden', 'U+E0041', '2'],
    ['葛\u{e0100}', 'hidden', 'U+E0100', '2'], ['a\ufff9b', 'hidden', 'U+FFF9', '2'], ['公\u200b\u200c\u200b\u200c司', 'hidden', 'U+200B', '2'],
    ['a\ufe00\ufe01\ufe02\ufe03', 'hidden', 'U+FE00', '2'], ['张\u0300\u0316\u0321\u0334', 'piled', 'U+0300', '2'], [`ก${'\u0e47'.repeat(9)}`, 'piled', 'U+0E47', '2'],
    ['张\u0344\u0344', 'piled', 'U+0308', '2'],
  ] as const) assert.deepEqual(fault(text), { code: 'text-unsound', fault: kind, character, at }, JSON.stringify(text))
})

test('real names and texts pass in the form in which they are kept', () => {
  for (const [raw, kept] of [
    ['𠮷野家餐饮有限公司', '𠮷野家餐饮有限公司'], ['乾坤🀄️', '乾坤🀄️'], ['a\tb\r\nc\rd\u2028e', 'a\tb\nc\nd\ne'], ['e\u0301', 'é'], ['\ufa0a', '\u898b'], ['', ''],
    ['“‘’”—…·　（）㈱①', '“‘’”—…·　（）㈱①'],
  ] as const) assert.equal(fault(raw), kept)
  // Scripts that stack, join or choose between forms, as the names of organisations are written in them.
  for (const name of [
    'ᠥᠪᠥᠷ ᠮᠣᠩᠭᠣᠯ ᠤᠨ ᠥᠪᠡᠷᠲᠡᠭᠡᠨ ᠵᠠᠰᠠᠬᠤ ᠣᠷᠤᠨ', 'ᠮᠣ\u180bᠩ\u180eᠠ\u202fᠤᠨ', 'བོད་རང་སྐྱོང་ལྗོངས་བསྒྲུབས་ཧཱུྃ།', 'شىنجاڭ ئۇيغۇر ئاپتونوم رايونى', 'شَرِكَةٌ مُحَمَّدِيَّة', 'می\u200cخواهم',
    '\u200eAB \u0627\u0628\u200f', 'Công ty Cổ phần Thực phẩm'.normalize('NFD'), 'Việt Nam', 'บริษัท น้ำมันที่ดี', 'မြန်မာ့ မြွှေ့ ကျွန်ုပ်', 'हिन्दुस्तान प्रा॰ लि॰', 'שִׁיבֹּלֶת', '👨‍👩‍👧‍👦🀄️', 'ꆈꌠꉙ', 'ᦷᦑᦱ',
  ]) assert.equal(fault(name), name.normalize('NFC'), name)
})

test('what is only looked up may hold what a reader does not see: it may lie there from before', () => {
  for (const text of ['\u202eABC', 'a\u{e0041}', '张\u0300\u0316\u0321\u0334']) assert.ok(textOf(text, { unkept: true }).ok && !textOf(text).ok)
  assert.ok(!textOf('a\u0000', { unkept: true }).ok)
})

test('lengths count characters; what is no text is said to be none', () => {
  assert.equal(fault('𠮷𠮷', 2), '𠮷𠮷')
  assert.deepEqual(fault('𠮷𠮷𠮷', 2), { code: 'text-overlong', found: '3', most: '2' })
  for (const [value, found] of [[null, 'null'], [undefined, 'undefined'], [7, 'number'], [['a'], 'array'], [{}, 'object']] as const) {
    assert.deepEqual(fault(value), { code: 'text-expected', found })
  }
})

test('whatever passes is well-formed, NFC, without control characters, and passes again as it is; whatever does not has its place named', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (raw) => {
    const answer = textOf(raw)
    assert.equal(answer.ok, isSound(raw))
    if (!answer.ok) {
      assert.ok(characterFault(raw)!.at >= 1)
      for (const language of ['zh', 'en'] as const) assert.doesNotMatch(whyNot(answer.refusals[0])[language], /undefined/)
      return
    }
    assert.ok(answer.value.isWellFormed() && answer.value === answer.value.normalize('NFC') && !/[^\n\t\P{Cc}]/u.test(answer.value))
    assert.deepEqual(textOf(answer.value), answer)
  }), { numRuns: 2000 })
})

test('one class of units tells the texts that need no second look', () => {
  const unusual = new RegExp(`[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f${unusualUnits}]`)
  const missed: string[] = []
  for (let unit = 0; unit < 0x10000; unit++) {
    const c = String.fromCharCode(unit)
    if (!unusual.test(c) && (!isSound(c) || fault(c) !== c)) missed.push(unit.toString(16))
  }
  assert.deepEqual(missed, [])
  assert.ok(!unusual.test('许可决定日期：2026年3月5日，罚款１０００元。“第二十条”——（一）…①②Ⅲ℃㎡③●★→'))
  // Alone each is NFC; what follows may still join with what stands before.
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => unusual.test(text) || fault(text) === text), { numRuns: 3000 })
})

test('a radical that looks like a character is that character', () => {
  for (const [radical, unified] of [['⻓沙市⻋辆厂', '长沙市车辆厂'], ['⾦⼭公司', '金山公司'], ['⺠政局', '民政局'], ['⻁', '虎'], ['㇐', '一'], ['长沙', '长沙'], ['𠮷野', '𠮷野']] as const) {
    assert.equal(withUnified(radical), unified)
  }
  for (let point = 0x2e80; point < 0x2fd6; point++) {
    const c = String.fromCodePoint(point)
    if (/\p{Cn}/u.test(c) || c === '⺀') continue // that one stands for no unified ideograph
    assert.match(withUnified(c), /\p{Unified_Ideograph}/u, c)
  }
})
