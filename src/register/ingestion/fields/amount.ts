/**
 * Amounts as providers write them. Digits are read; words and other units are understood but not taken over: the row
 * goes back with the value as understood, because a wrong power of ten on a public record is worse than a second
 * delivery. Values are decimal strings, never floating point. Pure.
 */
import { excerpt } from '../findings.ts'
import { type FieldReader, fault, plainForms, remembering } from './reading.ts'

export type AmountOptions = {
  /** `yuan`, `10000-yuan` or a word that only names what is counted */
  readonly unit: string | undefined
  readonly decimals: number | undefined
  /** digits before the point */
  readonly digits: number
}

const number = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/
const powers: Readonly<Record<string, number>> = { 元: 0, 圆: 0, 千元: 3, 万: 4, 万元: 4, 百万元: 6, 亿: 8, 亿元: 8 }
const fieldPower: Readonly<Record<string, number>> = { yuan: 0, '10000-yuan': 4 }

/** @returns a reader giving a decimal string without grouping, leading or trailing zeros: `1234.5` */
export function amountReader({ unit, decimals, digits }: AmountOptions): FieldReader {
  const facts = { unit: unit ?? '' }
  const own = unit === undefined ? undefined : fieldPower[unit]
  const uncommon = remembering((cell) => {
    const found = excerpt(cell)
    // Full-width digits and commas are the same signs; so are a currency sign before and white space around.
    const plain = plainForms(cell).replaceAll('，', ',').replace(/^(人民币|RMB|CNY|[¥￥])\s*/i, '').trim()
    const parts = number.exec(plain)
    if (parts) {
      const whole = parts[2]!.replaceAll(',', '').replace(/^0+(?=\d)/, '')
      const fraction = (parts[3] ?? '').replace(/0+$/, '')
      const value = fraction === '' ? whole : `${whole}.${fraction}`
      if (parts[1] === '-' && value !== '0') return fault('amount-negative', { ...facts, found })
      if (whole.length > digits) return fault('amount-too-large', { ...facts, found })
      if (decimals !== undefined && fraction.length > decimals) return fault('amount-too-precise', { ...facts, found, allowed: String(decimals) })
      return value
    }
    const understood = own === undefined ? null : inWords(plain, own)
    if (understood === 'own-unit') return amountOf(plain, /^(.*\d)\s*\D+$/)
    return understood === null ? fault('amount-unreadable', { ...facts, found }) : fault('amount-understood', { ...facts, found, understood })
  })

  const most = Math.min(decimals ?? 0, 15)
  return (cell) => (isPlain(cell, Math.min(digits, 15), most) ? withoutZeros(cell) : uncommon(cell))

  /** The cell repeats the column's own unit: nothing to convert. */
  function amountOf(plain: string, form: RegExp) {
    return amountReader({ unit, decimals, digits })(form.exec(plain)![1]!)
  }
}

/** Digits, one point, no more of either than allowed: nearly every amount, told without a pattern. */
function isPlain(cell: string, digits: number, decimals: number): boolean {
  let point = -1
  for (let i = 0; i < cell.length; i++) {
    const c = cell.charCodeAt(i)
    if (c === 0x2e && point === -1 && i > 0) point = i
    else if (c < 0x30 || c > 0x39) return false
  }
  const whole = point === -1 ? cell.length : point
  return whole <= digits && point !== cell.length - 1 && cell.length - whole - 1 <= decimals && (cell.charCodeAt(0) !== 0x30 || whole === 1)
}

function withoutZeros(cell: string): string {
  if (!cell.includes('.')) return cell
  let end = cell.length
  while (cell.charCodeAt(end - 1) === 0x30) end--
  return cell.slice(0, cell.charCodeAt(end - 1) === 0x2e ? end - 1 : end)
}

/** What an amount with a unit, an exponent or in Chinese numerals comes to in the field's unit; null = not understood. */
function inWords(text: string, own: number): string | 'own-unit' | null {
  const exponent = /^(\d+(?:\.\d+)?)[eE]\+?(\d{1,2})$/.exec(text)
  if (exponent) return shifted(exponent[1]!, Number(exponent[2]))
  const plain = text.replace(/[整正]$/, '')
  const withUnit = /^(\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?)\s*(元|圆|千元|万元?|百万元|亿元?)$/.exec(plain)
  if (withUnit) {
    const power = powers[withUnit[2]!]!
    if (power === own && withUnit[2]!.endsWith('元')) return 'own-unit'
    return shifted(withUnit[1]!.replaceAll(',', ''), power - own)
  }
  const yuan = chineseNumeral(plain.replace(/[元圆]$/, ''))
  // Bare numerals without a unit of money could be in either unit.
  if (yuan === null || !/[元圆万亿]/.test(plain)) return null
  return shifted(yuan, -own)
}

/** Moves the decimal point of a decimal string. */
function shifted(value: string, places: number): string {
  const [whole = '0', fraction = ''] = value.split('.')
  const digits = whole + fraction
  const point = whole.length + places
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0')
  const at = point <= 0 ? 1 : point
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, '')
  const right = padded.slice(at).replace(/0+$/, '')
  return right === '' ? left : `${left}.${right}`
}

const numerals: Readonly<Record<string, number>> = {
  零: 0, 〇: 0, 一: 1, 壹: 1, 二: 2, 贰: 2, 两: 2, 三: 3, 叁: 3, 四: 4, 肆: 4, 五: 5, 伍: 5, 六: 6, 陆: 6, 七: 7, 柒: 7, 八: 8, 捌: 8, 九: 9, 玖: 9,
}
const tens: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 }

/** 叁万伍仟 → 35000. Null when a character is none of a numeral's, or the order makes no number. */
export function chineseNumeral(text: string): string | null {
  if (text === '') return null
  let total = 0
  let section = 0
  let digit: number | null = null
  let lastTen = Infinity
  let lastBig = Infinity
  for (const c of text) {
    const value = numerals[c]
    if (value !== undefined) {
      if (digit !== null && digit !== 0) return null
      digit = value
    } else if (tens[c] !== undefined) {
      if (tens[c] >= lastTen) return null
      if (digit === null && !(section === 0 && tens[c] === 10)) return null
      section += (digit ?? 1) * tens[c]
      lastTen = tens[c]
      digit = null
    } else if (c === '万' || c === '亿') {
      const big = c === '万' ? 1e4 : 1e8
      if (big >= lastBig) return null
      section += digit ?? 0
      if (section === 0) return null
      total += section * big
      lastBig = big
      section = 0
      digit = null
      lastTen = Infinity
    } else return null
  }
  const sum = total + section + (digit ?? 0)
  return Number.isSafeInteger(sum) ? String(sum) : null
}
