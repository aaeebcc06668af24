/** Check digits of persons' cards: Hong Kong, Macau (which has none), Taiwan, banks. Pure. */

/** A Hong Kong identity card: one or two letters, six digits, a check character in brackets. */
export function isHongKongCard(series: string, body: string, tail: string): boolean {
  const check = /^[(（]([0-9A])[)）]/i.exec(tail)?.[1]?.toUpperCase()
  if (check === undefined || !/^\d{6}$/.test(body)) return false
  const values = [...series.padStart(2, ' ')].map((c) => (c === ' ' ? 36 : c.charCodeAt(0) - 55))
  const sum = [...values, ...[...body].map(Number)].reduce((s, v, k) => s + v * (9 - k), 0)
  return (sum + (check === 'A' ? 10 : Number(check))) % 11 === 0
}

/** A Macau identity card: 1, 5 or 7, six digits, one more in brackets; how that one is made is not public. */
export const isMacauCard = (body: string, tail: string): boolean => /^[157]\d{6}$/.test(body) && /^[(（]\d[)）]/.test(tail)

const regions = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'

/** A Taiwan identity or residence number: a letter, 1 2 8 or 9, seven digits and a check digit. */
export function isTaiwanCard(number: string): boolean {
  if (!/^[A-Z][1289]\d{8}$/.test(number)) return false
  const region = regions.indexOf(number[0]!) + 10
  const sum = number.slice(1).split('').reduce((s, d, k) => s + Number(d) * (k === 8 ? 1 : 8 - k), Math.floor(region / 10) + (region % 10) * 9)
  return sum % 10 === 0
}

/**
 * A bank card's number: a series that card schemes issue, a length they use, the check digit of ISO/IEC 7812 (Luhn).
 * @param digits values of digits, of which `size` from `at` are looked at
 */
export function isCardNumber(digits: Uint8Array, at: number, size: number): boolean {
  const two = digits[at]! * 10 + digits[at + 1]!
  const union = two === 62 || (two === 60 && size === 19)
  const four = digits[at] === 4 && (size === 16 || size === 19)
  const five = two >= 51 && two <= 55 && size === 16
  const others = size === 15 ? two === 34 || two === 37 : size === 16 && (two === 35 || (two >= 22 && two <= 27))
  if (!(union && size >= 16) && !four && !five && !others) return false
  let sum = 0
  for (let k = 0; k < size; k++) {
    const d = digits[at + k]!
    if (d > 9) return false
    const doubled = (size - k) % 2 === 0 ? d * 2 : d
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
