/** Numbers of persons in digits of every form, with marks that show nothing, in other codes, in words, in parts with words between. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBoundary } from '../../src/packs.ts'
import { scanner } from '../../src/register/boundary/scan.ts'
import { columns, type Disguise, identityNumber, mobileNumber, type Random, seeded } from './generator.ts'

const scan = scanner({ boundary: await readBoundary(), pack: 'guangdong', today: '2026-11-21', minorsUnderYears: 14 })
const rows = scan.rows(columns)
const outcome = (text: string, at = columns.indexOf('违法事实')): 'refused' | 'returned' | 'in' => {
  const found = rows.scan(columns.map((_, i) => (i === at ? text : '')))
  assert.equal(scan.mayHoldPersonalData(text), scan.scanText(text, '').length > 0, `a quick look says other than the whole: ${text}`)
  return found.some((f) => f.certainty === 'certain') ? 'refused' : found.length > 0 ? 'returned' : 'in'
}
/** What comes in of numbers so written, each in a sentence of its own, in columns of every kind. */
function comesIn(make: (random: Random) => string, disguises: readonly Disguise[], seed: number): string[] {
  const random = seeded(seed)
  return disguises.flatMap(({ name, of }) => Array.from({ length: 12 }, () => {
    const text = random.pick([(s: string) => `经查，记录为${s}，已核实。`, (s: string) => s, (s: string) => `摘录：${s}（略）`])(of(make(random)))
    return outcome(text, random.below(columns.length)) === 'in' ? `${name}: ${text}` : ''
  })).filter((miss) => miss !== '')
}
const withX = (random: Random): string => {
  for (;;) {
    const number = identityNumber(random)
    if (number.endsWith('X')) return number
  }
}
const each = (by: (digit: number) => string) => (s: string) => s.replace(/\d/g, (d) => by(Number(d)))
const among = (digits: string) => each((d) => [...digits][d]!)
const row = (one: number, zero: string) => each((d) => (d === 0 ? zero : String.fromCodePoint(one + d - 1)))
const said = (words: string, x: string, by = ' ') => (s: string) => [...s].map((c) => (c === 'X' ? x : words.split(' ')[Number(c)]!)).join(by)
const coded = (of: (code: number) => string, by = '') => (s: string) => [...s].map((c) => of(c.charCodeAt(0))).join(by)
const hex = (code: number, width = 2) => code.toString(16).padStart(width, '0')

const forms: readonly Disguise[] = [
  { name: 'negative circled', of: row(0x2776, '⓿') }, { name: 'circled sans-serif', of: row(0x2780, '🄋') }, { name: 'in brackets', of: row(0x2474, '⓪') },
  { name: 'with a full stop', of: row(0x2488, '🄀') }, { name: 'with a comma', of: row(0x1f102, '🄁') }, { name: 'double circled', of: row(0x24f5, '⓪') },
  { name: 'superscript', of: among('⁰¹²³⁴⁵⁶⁷⁸⁹') }, { name: 'subscript', of: among('₀₁₂₃₄₅₆₇₈₉') }, { name: 'Roman', of: row(0x2160, '0') }, { name: 'segmented', of: each((d) => String.fromCodePoint(0x1fbf0 + d)) },
  { name: 'Hangzhou', of: row(0x3021, '〇') }, { name: 'circled ideographs', of: row(0x3280, '〇') }, { name: 'ideographs in brackets', of: row(0x3220, '零') },
  { name: 'counting rods', of: row(0x1d360, '〇') }, { name: 'keycaps', of: each((d) => `${d}\ufe0f\u20e3`) }, { name: 'Devanagari', of: among('०१२३४५६७८९') },
  { name: 'over the radio', of: among('洞幺两三四五六拐八勾') }, { name: 'two kinds in turn', of: (s) => [...s].map((c, i) => (i % 2 ? c : among('零壹贰叁肆伍陆柒捌玖')(c))).join('') },
]
const hidden: readonly Disguise[] = ['\u00ad', '\u034f', '\u115f', '\u180e', '\u206a', '\ufe01', '\uffa0', '\u{e0020}', '\u{e0100}', '\u{1d173}', '\u2065'].map((mark) =>
  ({ name: `U+${mark.codePointAt(0)!.toString(16)}`, of: (s) => [...s].join(mark) }))
const codes: readonly Disguise[] = [
  { name: 'U+0030', of: coded((c) => `U+${hex(c, 4)}`, ' ') }, { name: 'U+0030 joined', of: coded((c) => `U+${hex(c, 4)}`) }, { name: '%u0030', of: coded((c) => `%u${hex(c, 4)}`) },
  { name: 'octal', of: coded((c) => `\\0${c.toString(8)}`) }, { name: '\\x30', of: coded((c) => `\\x${hex(c)}`) }, { name: '0x30', of: coded((c) => `0x${hex(c)}`, ', ') },
  { name: 'hexadecimal', of: coded((c) => hex(c), ' ') }, { name: 'hexadecimal joined', of: coded((c) => hex(c)) }, { name: 'style sheets', of: coded((c) => `\\${hex(c)} `) },
  { name: 'base64', of: (s) => Buffer.from(s).toString('base64') }, { name: 'base64 of a sentence', of: (s) => Buffer.from(`其号码为${s}。`).toString('base64') },
  { name: 'entities with noughts', of: coded((c) => `&#000${c};`) }, { name: 'entities twice', of: coded((c) => `&amp;#${c};`) }, { name: 'named spaces', of: coded((c) => String.fromCharCode(c), '&hairsp;') },
  { name: 'named nothing', of: coded((c) => String.fromCharCode(c), '&NoBreak;') },
]
const english = 'zero one two three four five six seven eight nine'
const words: readonly Disguise[] = [
  { name: 'English', of: said(english, 'ex') }, { name: 'English capitals', of: (s) => said(english, 'X')(s).toUpperCase() }, { name: 'English with hyphens', of: said(english, 'x', '-') },
  { name: 'pinyin', of: said('ling yi er san si wu liu qi ba jiu', 'X') }, { name: 'pinyin with tones', of: said('líng yī èr sān sì wǔ liù qī bā jiǔ', 'X') }, { name: 'pinyin joined', of: said('dong yao liang san si wu liu guai ba gou', 'x', '') },
]
const onto: readonly Disguise[] = ['次', '直', '份', '人'].map((unit, k) => ({ name: `一${unit}`, of: (s: string) => `记下${'一三两二'[k]}${s}${'一两三二'[k]}${unit}` })).concat([
  { name: '②', of: (s) => `②${s}③` },
])

test('digits in every form that Unicode gives a value, and as they are said over the radio', () => {
  assert.deepEqual([...comesIn(identityNumber, forms, 31), ...comesIn(mobileNumber, forms, 32)], [])
})

test('marks that show nothing, of every plane', () => {
  assert.deepEqual([...comesIn(identityNumber, hidden, 33), ...comesIn(mobileNumber, hidden, 34)], [])
})

test('code points, escapes, entities, base64', () => {
  assert.deepEqual([...comesIn(identityNumber, codes, 35), ...comesIn(mobileNumber, codes, 36)], [])
})

test('digits in English and pinyin', () => {
  assert.deepEqual([...comesIn(identityNumber, words, 37), ...comesIn(mobileNumber, words, 38)], [])
  for (const text of ['one or two of the four parties, five of six', 'Building Seven, Suite One Two', 'si er ba', 'Phase one, phase two, phase three and phase four were not finished in time by one']) assert.equal(outcome(text), 'in', text)
})

test('a numeral written onto a number neither goes on with it nor hides it', () => {
  assert.deepEqual([...comesIn(identityNumber, onto, 39), ...comesIn(mobileNumber, onto, 40)], [])
  assert.equal(outcome('拨打13700137000一次无人接听'), 'refused')
})

test('the check character ten as a cross, an asterisk, a word', () => {
  const tens: readonly Disguise[] = ['×', '*', '＊', '✕', '❌', '十', '叉', 'ⅹ', 'Ⅹ', 'ⓧ'].map((ten) => ({ name: ten, of: (s) => s.replace('X', ten) }))
  assert.deepEqual(comesIn(withX, tens, 41), [])
})

test('the parts of an identity number with words between: remarks, dates, the end of a page', () => {
  const parts: readonly Disguise[] = [
    { name: 'remarks', of: (s) => `地区码${s.slice(0, 6)}（属地）生日${s.slice(6, 14)}（阳历）${s.slice(14)}` },
    { name: 'a date', of: (s) => `${s.slice(0, 6)}，${s.slice(6, 10)}年${Number(s.slice(10, 12))}月${Number(s.slice(12, 14))}日，尾数${s.slice(14)}` },
    { name: 'a page', of: (s) => `${s.slice(0, 8)}\n第12页\n${s.slice(8)}` }, { name: 'counts', of: (s) => `开头${s.slice(0, 6)}、当中八位${s.slice(6, 14)}、末四位${s.slice(14)}` },
    { name: 'telling', of: (s) => `先报${s.slice(0, 5)}又报${s.slice(5, 9)}接着${s.slice(9)}` },
  ]
  assert.deepEqual(comesIn(identityNumber, parts, 42), [])
  for (const text of ['依据第440106条，2019年3月5日罚款1234元', '共320102件，其中19900307件为甲类，1234件退回', '2019年1月3日处罚20000元，2020年3月4日又处罚30000元']) assert.equal(outcome(text), 'in', text)
})

test('the parts of a mobile number, a card or a trader\'s code where words say that they belong together', () => {
  const parts: readonly Disguise[] = [
    { name: 'counts', of: (s) => `前三位${s.slice(0, 3)}，中间四位${s.slice(3, 7)}，后四位是${s.slice(7)}` }, { name: 'telling', of: (s) => `记得${s.slice(0, 3)}再${s.slice(3, 7)}然后${s.slice(7)}` },
    { name: 'English', of: (s) => `dial ${s.slice(0, 3)} then ${s.slice(3, 7)} and ${s.slice(7)}` }, { name: 'a tail', of: (s) => `${s.slice(0, 7)}，尾号${s.slice(7)}` },
  ]
  assert.deepEqual(comesIn(mobileNumber, parts, 43), [])
  assert.notEqual(outcome('卡号开头622202，中间120300再112345，末尾3'), 'in')
  assert.notEqual(outcome('代码前八位92500103，其余为AD7L35G12B'), 'in')
  for (const text of ['合计167,119,378.69元', '第139条、第2019号、第1234号', '罚款138元，并处2019元，合计2157元', '139家单位和20190304号文件']) assert.equal(outcome(text), 'in', text)
})

test('officers\' cards, driving licences, registration numbers of traders', () => {
  for (const text of [
    '持证（兰字第20153388号）入内', '军官证 空 字 第 2 0 1 5 3 3 8 8 号', '驾驶证档案编号：440100123456', '驾驶证（证号440100123456）已注销', '个体工商户注册号440106600123457', '个体户注册号：440106700123451',
  ]) assert.notEqual(outcome(text), 'in', text)
  for (const text of ['京兰字第20153388号批文', '粤公网安备44010602000123号', '企业注册号440106000000016', '〔2019〕海字第1234567号']) assert.equal(outcome(text), 'in', text)
})

test('a card in a sentence is a doubt in a column of codes too; the number of a document is not', () => {
  const at = columns.indexOf('行政处罚决定书文号')
  const card = '6222021203001123453'
  assert.notEqual(outcome(`涉案款项去向${card}，共三笔`, at), 'in')
  assert.equal(outcome(`岭市监罚字第${card}号`, at), 'in')
})
