import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { amountReader, chineseNumeral } from './amount.ts'
import { closedReader } from './closed.ts'
import { codeReader } from './code.ts'
import { dateReader } from './date.ts'
import type { FieldReader } from './reading.ts'
import { textReader } from './text.ts'

const answers = (read: FieldReader, cell: string) => { const r = read(cell); return typeof r === 'string' ? r : r.code }
const facts = (read: FieldReader, cell: string) => { const r = read(cell); return typeof r === 'string' ? {} : r.facts }
const table = (read: FieldReader, cases: Readonly<Record<string, string>>) => {
  for (const [cell, expected] of Object.entries(cases)) assert.equal(answers(read, cell), expected, cell)
}

describe('dates', () => {
  const read = dateReader({ noEnd: '2099-12-31', latest: null })

  it('are read in every usual spelling of a day', () => {
    table(read, {
      '2024-03-01': '2024-03-01', '2024/3/1': '2024-03-01', '2024.03.01': '2024-03-01', '2024年3月1日': '2024-03-01', '20240301': '2024-03-01',
      '２０２４年３月１日': '2024-03-01', '２０２４/０３/０１': '2024-03-01', '2024 年 3 月 1 日': '2024-03-01', '2024/3/1 0:00:00': '2024-03-01', '2024-03-01T09:30': '2024-03-01',
      '2024/02/29': '2024-02-29',
    })
  })

  it('are returned when there is no such day, or not all of it, or more than one reading', () => {
    table(read, {
      '2024/02/30': 'date-impossible', '2023-02-29': 'date-impossible', '20241301': 'date-impossible', '2024-00-10': 'date-impossible',
      '2014年12月': 'date-incomplete', 'Oct-17': 'date-incomplete', '2014-12': 'date-incomplete', '2014': 'date-incomplete', '3月5日': 'date-incomplete', '201412': 'date-incomplete',
      '01/02/2024': 'date-ambiguous', '24-3-1': 'date-ambiguous', '2024-03-01T16:00:00Z': 'date-ambiguous',
      '2024-03/01': 'date-unreadable', '去年': 'date-unreadable', '二〇二四年三月一日': 'date-unreadable', '45352': 'date-number',
    })
    assert.equal(facts(read, '45352').understood, '2024-03-01')
  })

  it('have no end only where the field knows of one', () => {
    table(read, { '2099/12/31': 'no-end', 长期: 'no-end', '2099-12-30': '2099-12-30' })
    table(dateReader({}), { '2099/12/31': '2099-12-31', 长期: 'date-unreadable' })
  })

  it('of a decision do not lie after the day of receipt', () => {
    const decided = dateReader({ latest: '2026-03-02', words: ['持续'] })
    table(decided, { '2026-03-02': '2026-03-02', '2026/3/3': 'date-in-future', 持续: '持续' })
  })

  it('from a spreadsheet count from its own first day', () => {
    table(dateReader({ serialsFrom: '1899-12-30' }), { 45352: '2024-03-01' })
    table(dateReader({ serialsFrom: '1904-01-01' }), { 43890: '2024-03-01' })
  })

  it('agree with Temporal on every day and every day that is none', () => {
    const plain = dateReader({})
    fc.assert(fc.property(fc.integer({ min: 1900, max: 2400 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }), fc.constantFrom('-', '/', '.', '年'), (year, month, day, sign) => {
      const text = sign === '年' ? `${year}年${month}月${day}日` : [year, month, day].join(sign)
      let expected = 'date-impossible'
      try { expected = Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString() } catch { /* no such day */ }
      assert.equal(answers(plain, text), expected)
    }), { numRuns: 2000 })
  })
})

describe('amounts', () => {
  const wan = amountReader({ unit: '10000-yuan', decimals: 6, digits: 12 })
  const yuan = amountReader({ unit: 'yuan', decimals: 2, digits: 12 })

  it('are read as digits, grouped, full-width or with the unit of the column', () => {
    table(wan, { '3.000000': '3', '0': '0', '0.500000': '0.5', '1,234.5': '1234.5', '１２３．５': '123.5', '１，２３４': '1234', '¥12': '12', '3万元': '3', '007': '7', '10': '10', '-0': '0' })
    table(yuan, { '30,000.00元': '30000', 'RMB 5': '5' })
  })

  it('in words, other units or exponents are returned with what they were understood as', () => {
    for (const [cell, understood] of Object.entries({ 三万: '3', 壹万元: '1', 叁万伍仟元整: '3.5', '30000元': '3', '5000元': '0.5', '1.5亿元': '15000', '1E+05': '100000', 壹拾贰万元: '12' })) {
      assert.equal(answers(wan, cell), 'amount-understood', cell)
      assert.equal(facts(wan, cell).understood, understood, cell)
    }
    assert.equal(facts(yuan, '3.5万元').understood, '35000')
  })

  it('are returned when negative, too precise, too large, or no amount', () => {
    table(wan, { '-3': 'amount-negative', '1.1234567': 'amount-too-precise', '1234567890123': 'amount-too-large', '1,23': 'amount-unreadable', '1.2.3': 'amount-unreadable', 若干: 'amount-unreadable', 三: 'amount-unreadable', '3.': 'amount-unreadable', '.5': 'amount-unreadable' })
    table(yuan, { '1.005': 'amount-too-precise', '1.0000': '1' })
  })

  it('keep their value exactly', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }), fc.integer({ min: 0, max: 6 }), (value, zeros) => {
      const fraction = String(value % 1_000_000n).padStart(6, '0')
      const read = answers(wan, `${'0'.repeat(zeros)}${value / 1_000_000n}.${fraction}`)
      const [whole, rest = ''] = read.split('.')
      assert.equal(BigInt(whole!) * 1_000_000n + BigInt(rest.padEnd(6, '0')), value)
    }))
  })

  it('in Chinese numerals come to what they say', () => {
    const numerals = { 十: '10', 二十五: '25', 一百零三: '103', 壹仟贰佰叁拾肆: '1234', 三万: '30000', 一亿二千万: '120000000', 十二万三千: '123000' }
    for (const [text, value] of Object.entries(numerals)) assert.equal(chineseNumeral(text), value)
    for (const text of ['', '万', '三三', '十百', '一千万亿三亿', '甲']) assert.equal(chineseNumeral(text), null)
  })
})

describe('closed lists, codes, text', () => {
  it('take a value of the list and name the others', () => {
    const read = closedReader(['轻微', '一般', '严重'])
    table(read, { 一般: '一般', ' 严 重 ': '严重', 特别严重: 'value-not-in-list' })
    assert.equal(facts(read, '特别严重').allowed, '轻微、一般、严重')
  })

  it('refuse natural persons instead of returning them', () => {
    table(closedReader(['法人及非法人组织']), { 自然人: 'natural-person', 个体工商户: 'natural-person' })
    assert.equal(answers(codeReader(true), '92350100M00010071X'), 'natural-person')
  })

  it('gd-16-2 xm-7-1a a code whose check character does not fit is returned, never matched by name', () => {
    const read = codeReader(true)
    table(read, { '91350100M000100Y43': '91350100M000100Y43', '９１350100m000100y43': '91350100M000100Y43', '91350100M000100Y44': 'code-check-character', '91350100M000100Y4': 'code-length', '91350100M000100YO3': 'code-alphabet' })
  })

  it('count characters, not code units, and keep a formula as the text it is', () => {
    table(textReader(3), { 𠮷𠮷𠮷: '𠮷𠮷𠮷', 𠮷𠮷𠮷𠮷: 'text-too-long', '=1+1': 'text-too-long', '=1': '=1' })
  })
})
