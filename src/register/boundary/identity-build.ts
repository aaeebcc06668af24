/** How resident identity numbers are built, of eighteen and of fifteen digits. Pure. */
import { charX } from './characters.ts'

/** By the first two digits: whether a region's number begins so. */
export const provinces = new Uint8Array(100)
for (const p of [11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83]) {
  provinces[p] = 1
}

const weights = Uint8Array.of(7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1)

/** GB 11643-1999: region, date of birth, order, check character by ISO 7064 MOD 11-2. `step` -1 reads backwards. */
export function isIdentity(digits: Uint8Array, at: number, step: 1 | -1): boolean {
  if (!isBuiltAsIdentity(digits, at, step)) return false
  let sum = 0
  for (let k = 0; k < 17; k++) sum += digits[at + k * step]! * weights[k]!
  return (sum + digits[at + 17 * step]!) % 11 === 1
}

/** Region, date of birth and digits in their places, whatever the check character says. */
export function isBuiltAsIdentity(digits: Uint8Array, at: number, step: 1 | -1): boolean {
  const century = number(digits, at + 6 * step, 2, step)
  if (century !== 19 && century !== 20) return false
  const province = number(digits, at, 2, step)
  // The foreigners' card of 2023 begins with 9, then the province.
  if (provinces[province] !== 1 && !(digits[at] === 9 && provinces[number(digits, at + step, 2, step)] === 1)) return false
  if (!isDay(number(digits, at + 6 * step, 8, step))) return false
  for (let k = 0; k < 17; k++) if (digits[at + k * step] === charX) return false
  return true
}

/** Fifteen digits, issued until 1999: region, date of birth without its century, order. */
export function isOldIdentity(digits: Uint8Array, i: number): boolean {
  if (provinces[number(digits, i, 2, 1)] !== 1) return false
  for (let k = 0; k < 15; k++) if (digits[i + k] === charX) return false
  return isDay(19000000 + number(digits, i + 6, 6, 1))
}

/** The value of so many digits, read forwards or backwards. */
export function number(digits: Uint8Array, at: number, count: number, step: 1 | -1): number {
  let value = 0
  for (let k = 0; k < count; k++) value = value * 10 + digits[at + k * step]!
  return value
}

const daysOf = Uint8Array.of(31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

/** @param day year * 10000 + month * 100 + day */
export function isDay(day: number): boolean {
  const d = day % 100
  const m = Math.floor(day / 100) % 100
  if (m < 1 || m > 12 || d < 1 || d > daysOf[m - 1]!) return false
  const y = Math.floor(day / 10000)
  return m !== 2 || d < 29 || (y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0))
}
