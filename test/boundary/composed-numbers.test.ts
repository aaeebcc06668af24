/** Numbers of persons behind two steps of disguise: turned round, cut into named parts, written as codes, with something left out or mistyped. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseBoundary } from '../../src/register/boundary/boundary.ts'
import { scanner } from '../../src/register/boundary/scan.ts'
import { identityCheck } from './generator.ts'

const boundary = parseBoundary(readFileSync(new URL('../../packs/boundary.yaml', import.meta.url), 'utf8'))
const scan = scanner({ boundary, pack: 'guangdong', today: '2026-11-30', minorsUnderYears: 18 })
const found = (text: string, column = '违法事实') => scan.rows([column]).scan([text]).length > 0
const turn = (text: string) => [...text].toReversed().join('')
const codes = (text: string, base: number, width = 2) => [...text].map((c) => c.charCodeAt(0).toString(base).padStart(width, '0'))
const wide = (text: string) => text.replace(/[0-9X]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))
const han = (text: string) => text.replace(/\d/g, (c) => '零一二三四五六七八九'[Number(c)]!)
const halves = (text: string): [string, string] => [text.slice(0, text.length >> 1), text.slice(text.length >> 1)]

/** ISO/IEC 7812: the number with its check digit behind. */
function cardNumber(body: string): string {
  const sum = [...`${body}0`].toReversed().reduce((total, c, k) => {
    const doubled = k % 2 === 1 ? Number(c) * 2 : Number(c)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return body + String((10 - sum % 10) % 10)
}

const numbers = { identity: '33010619730821417' + identityCheck('33010619730821417'), mobile: '15926508841', bank: cardNumber('622848137050226419') }

const ways: Readonly<Record<string, (n: string) => string>> = {
  'turned, said so': (n) => `倒着写${turn(n)}`,
  'turned in groups': (n) => `反向排列${turn(n).replace(/(.{4})(?=.)/g, '$1-')}`,
  'turned and full-width': (n) => `逆序为${wide(turn(n))}`,
  'turned and in Chinese': (n) => `倒过来念${han(turn(n))}`,
  'turned and in base64': (n) => `串 ${Buffer.from(turn(n)).toString('base64')}`,
  'decimal codes': (n) => codes(n, 10).join('，'),
  'binary codes': (n) => codes(n, 2, 8).join(' '),
  'hexadecimal codes': (n) => codes(n, 16).join('-'),
  'two counted halves': (n) => { const [a, b] = halves(n); return `前${a.length}位${a}；后${b.length}位${b}` },
  'the second half first': (n) => { const [a, b] = halves(n); return `后${b.length}位是${b}，前${a.length}位是${a}` },
  'parts in sentences': (n) => `前面是${n.slice(0, 4)}。接下来是${n.slice(4, 8)}。最后是${n.slice(8)}`,
  'numbered parts': (n) => `第一段${n.slice(0, 4)}，第二段${n.slice(4, 8)}，第三段${n.slice(8)}`,
  'remarks between': (n) => `${n.slice(0, 4)}（中间略去一字）${n.slice(4, 8)}（再略一字）${n.slice(8)}`,
  'a letter between': (n) => [...n].join('q'),
  'pictures between': (n) => n.replace(/(.{3,4})(?=.)/, '$1🌵🌵'),
  'a sign four times': (n) => n.replace(/(.{3})(.{4})/, '$1~~~~$2~~~~'),
  'each by itself': (n) => [...n].join(' '),
  'each on its line': (n) => [...n].join('\n'),
}

for (const [kind, number] of Object.entries(numbers)) {
  test(`${kind}: found in ${Object.keys(ways).length} ways of writing it`, () => {
    for (const [way, write] of Object.entries(ways)) assert.ok(found(`记录载明${write(number)}。`), `${way}: ${write(number)}`)
  })
}

test('with a slip in its last digit, or with its middle left out, a number is in question', () => {
  const slip = `${numbers.identity.slice(0, 17)}${numbers.identity.endsWith('3') ? '4' : '3'}`
  for (const text of [`登记为${slip}`, '号码155XXXX0937', '号码155□□□□0937', '号码155????0937', '号码155…0937', `${numbers.identity.slice(0, 10)}xxxx${numbers.identity.slice(14)}`]) assert.ok(found(text), text)
})

test('a card told in a sentence of a document\'s column; a document\'s own number is none', () => {
  for (const text of [`经查，${numbers.bank}。`, `以${numbers.bank}信用卡支付`, `汇入${wide(numbers.bank)}。`]) assert.ok(found(text, '行政处罚决定书文号'), text)
  for (const text of [numbers.bank, `市监罚字第${numbers.bank}号`, `罚〔2023〕${numbers.bank}号`]) assert.ok(!found(text, '行政处罚决定书文号'), text)
})

test('lists, tables, codes and days of documents pass', () => {
  for (const text of ['批号20230101、20230215、20230318。', '规格50、60、70、80、90、100、110、120毫升', '目录1......12，目录2......15', '330106202305180123', '第一段1200米，第二段3400米。', '前3位中标候选人；后2位备选', '倒序排列编号20230518', '48,49,50号楼']) assert.ok(!found(text), text)
})
