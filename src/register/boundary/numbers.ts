/**
 * Numbers that belong to persons, found in running text: resident identity numbers of 18 and 15 digits, numbers of the
 * same build (residence permits, the foreigners' permanent residence card), passports and travel permits, mobile
 * numbers, codes of individual traders. Pure; one pass over the text, exact checks only where digits gather.
 *
 * What is decided where a number could be something else:
 * - 18 digits that pass as an identity number *and* as a unified social credit code: an organisation when the region
 *   part cannot be a person's (first digit 9; or the four municipalities 11, 12, 31, 50, whose third digit is always 0
 *   in identity numbers and never 0 in codes). All government bodies, institutions and enterprises are told apart so.
 *   What remains ambiguous (about one social organisation in sixty thousand) is refused: a person must never slip in.
 * - 15 digits that pass as an old identity number *and* carry the check digit of an old registration number: a
 *   registration number when the birth year would be before 1920, or, in a column or behind a label of registration
 *   numbers, before 1930. Registration numbers of enterprises have 0-3 where the birth decade would be; 6-9 there
 *   meant an individual trader.
 * - What is told to be turned round (倒序), written as codes of characters, or in parts told apart by words is read once more in that order.
 * - 11 digits of a mobile number are one in an amount's column too, unless decimals or 元 follow.
 */
import { passesChecks } from '../subjects/uscc.ts'
import { isCardNumber } from './check-digits.ts'
import { charX, disguised, fold, isNumeral, isTen, letter, lookalike0, lookalike1, mask, separator, unitClass } from './characters.ts'
import type { FoundNumbers, NumberField } from './found-numbers.ts'
import { isBuiltAsIdentity, isIdentity, isOldIdentity, number } from './identity-build.ts'
import { joinGroup, type NumberWords, restartGroups, startGroups } from './joined.ts'
import { holes, inHash, isLatin, lookForMasked, lookForPassport, lookForTrader } from './lettered.ts'

/** Nothing is found in a text of fewer digits, and of what may stand for one, unless it holds masks, disguises or a nine and room for a code. */
export const fewestDigits = 6

const capacity = 1024
const overlap = 64
/**
 * The gathered sequence: digit values (ten for X), and where each group of adjoining digits begins: 1 behind a sign, 2 where digits of another
 * kind are written on (13800138000一次), so that a number may begin or end there but needs not.
 */
const digits = new Uint8Array(capacity)
const starts = new Uint8Array(capacity + 1)
let length = 0
let turned: RegExp | null = null

/**
 * Looks through one field.
 * @param field what the field is one of (see above)
 * @param found what was found is added to it
 * @param around what people write around numbers; null = nothing is known of it
 */
export function findNumbers(text: string, field: NumberField, found: FoundNumbers, around: NumberWords | null = null): void {
  startGroups(around?.joins ?? null)
  turned = around?.turned ?? null
  findIn(text, field, found, false)
}

function findIn(text: string, registration: NumberField, found: FoundNumbers, folded: boolean): void {
  const n = text.length
  let gap = 0 // separators since the last digit
  let masks = 0
  let hasHoles = false
  let wasDigit = false
  let runStart = 0
  let kindStart = 0 // where the digits of one kind began
  let numeral = 0
  length = 0
  for (let i = 0; i < n; i++) {
    const unit = text.charCodeAt(i)
    let kind = unitClass[unit]!
    if (kind >= letter && length === 0) continue // most characters of most texts
    if (kind >= lookalike0 && kind <= lookalike1) kind = standsForDigit(text, i, wasDigit) ? kind - lookalike0 : letter
    // wx138…: letters written onto a number, the last of them no check character.
    if (kind === charX && !wasDigit && i > 0 && isLatin(text.charCodeAt(i - 1))) kind = letter
    if (length >= 17 && kind > charX && isTen.has(unit) && completes(text.charCodeAt(i + 1))) kind = charX
    // 4z4z0z1z…: one letter between each two digits is a sign like any other.
    if (kind >= lookalike0 && kind <= letter && wasDigit && isLatin(unit) && isBetween(text, i, unit)) kind = separator
    if (kind === charX && length > 0 && digits[length - 1] === charX) hasHoles = true
    if (kind <= charX) {
      const turns = wasDigit && kind !== charX && isNumeral[unit] !== numeral
      if (kind === 9 && (!wasDigit || turns) && i + 18 <= n) lookForTrader(text, i, found)
      if (length === capacity) keepTail(registration, text, i, found)
      if (turns) endRun(text, kindStart, i, numeral, found)
      starts[length] = !wasDigit ? 1 : turns ? 2 : 0
      digits[length++] = kind
      if (!wasDigit) runStart = i
      if (!wasDigit || turns) kindStart = i
      if (!wasDigit || kind !== charX) numeral = isNumeral[unit]!
      wasDigit = true
      gap = 0
      continue
    }
    if (wasDigit) {
      endRun(text, kindStart, i, numeral, found)
      if (runStart < kindStart && i - runStart >= 6 && i - runStart <= 10) lookForPassport(text, runStart, i, found)
      wasDigit = false
    }
    // One asterisk, or 号, between two digits parts a number as any sign does; what is masked has more of them.
    if ((kind === mask || unit === 0x53f7) && gap === 0 && length > 0 && unitClass[text.charCodeAt(i + 1)]! <= charX) {
      if (kind === mask) masks++
      kind = separator
    }
    if (kind === separator) {
      // White space of any length is one gap to a reader.
      if (gap > 0 && isBlank(unit) && isBlank(text.charCodeAt(i - 1))) continue
      // So is a sign repeated, and a picture, which is two units.
      if (gap > 0 && (unit === text.charCodeAt(i - 1) || (unit >= 0xd800 && unit <= 0xdfff && (unit >= 0xdc00 || unit === text.charCodeAt(i - 2))))) continue
      if (length > 0 && holes.has(unit)) hasHoles = true
      if (++gap > 3 && length > 0) endSequence(registration, text, i, found)
    } else if (kind === disguised && !folded) {
      restartGroups()
      findIn(fold(text), registration, found, true)
      return
    } else {
      if (kind === mask && ++masks === 4) lookForMasked(text, found)
      if (length > 0) endSequence(registration, text, i, found)
      gap = 0
    }
  }
  if (wasDigit) {
    endRun(text, kindStart, n, numeral, found)
    if (runStart < kindStart && n - runStart >= 6 && n - runStart <= 10) lookForPassport(text, runStart, n, found)
  }
  endSequence(registration, text, n, found)
  if ((masks > 0 && masks < 4) || hasHoles) lookForMasked(text, found)
}

const isBetween = (text: string, i: number, unit: number): boolean =>
  unitClass[text.charCodeAt(i + 1)]! < charX && (text.charCodeAt(i + 2) === unit || text.charCodeAt(i - 2) === unit)

function endRun(text: string, from: number, to: number, numeral: number, found: FoundNumbers): void {
  if (to - from >= 6 && to - from <= 10) lookForPassport(text, from, to, found)
  joinGroup(text, from, to, numeral === 1, found)
}

/** A sign that stands for ten makes an identity number of the seventeen digits before it, and no more of the like follow. */
function completes(next: number): boolean {
  if (length === capacity || isTen.has(next) || unitClass[next]! < charX) return false
  digits[length] = charX
  return isIdentity(digits, length - 17, 1)
}

const isBlank = (unit: number): boolean => unit === 32 || unit === 0x3000 || unit === 0xa0 || (unit >= 9 && unit <= 13)

// O and l stand for digits only where digits adjoin on the left, or on both sides at the start of a number.
function standsForDigit(text: string, i: number, wasDigit: boolean): boolean {
  const after = i + 1 < text.length ? unitClass[text.charCodeAt(i + 1)]! : separator
  return wasDigit ? after !== letter : after < charX && (i === 0 || unitClass[text.charCodeAt(i - 1)]! !== letter)
}

function keepTail(registration: NumberField, text: string, end: number, found: FoundNumbers): void {
  const tail = digits.slice(capacity - overlap)
  const tailStarts = starts.slice(capacity - overlap, capacity)
  endSequence(registration, text, end, found)
  digits.set(tail)
  starts.set(tailStarts)
  length = overlap
}

function endSequence(registration: NumberField, text: string, end: number, found: FoundNumbers): void {
  if (length >= 11) {
    starts[length] = 1
    lookForIdentity(registration, text, end, found)
    lookForMobile(registration, text, end, found)
    if (length >= 15) lookForCard(registration, text, end, found)
    if (length >= 22) lookForCoded(registration, text, end, found)
    if (length <= overlap && isTurned(text, end)) lookTurned(registration, text, end, found)
  }
  length = 0
}

/** 34 34 30, 52,52,48, 00110100 …: digits written as the codes of their characters, of so many figures to this base. */
const codings = [{ size: 2, base: 16 }, { size: 2, base: 10 }, { size: 8, base: 2 }] as const

function lookForCoded(field: NumberField, text: string, end: number, found: FoundNumbers): void {
  for (const { size, base } of codings) {
    const count = length / size
    if (!Number.isInteger(count) || count < 11 || count > overlap) continue
    let k = 0
    for (; k < count; k++) {
      let code = 0
      for (let at = k * size; at < (k + 1) * size; at++) code = digits[at]! < base ? code * base + digits[at]! : Number.NaN
      // 0 to 9, and X at the end
      const value = code >= 48 && code <= 57 ? code - 48 : k === count - 1 && (code === 88 || code === 120) ? charX : -1
      if (value < 0) break
      decoded[k] = value
    }
    if (k === count) return lookAgain(count, field, text, end, found)
  }
}

const isTurned = (text: string, end: number): boolean => turned?.test(text.slice(Math.max(0, end - 2 * overlap), end + 12)) === true

function lookTurned(field: NumberField, text: string, end: number, found: FoundNumbers): void {
  const count = length
  for (let k = 0; k < count; k++) decoded[k] = digits[count - 1 - k]!
  lookAgain(count, field, text, end, found)
}

const decoded = new Uint8Array(overlap)
/** What the sequence says when it is read otherwise, as one group; once. */
function lookAgain(count: number, field: NumberField, text: string, end: number, found: FoundNumbers): void {
  digits.set(decoded.subarray(0, count))
  starts.fill(0, 0, count)
  starts[0] = 1
  starts[count] = 1
  length = count
  lookForIdentity(field, text, end, found)
  lookForMobile(field, text, end, found)
  if (count >= 15) lookForCard(field === 'code' ? 'any' : field, text, end, found)
}

// ── Identity numbers ────────────────────────────────────────────────────────────────────────────────────────────────

function lookForIdentity(registration: NumberField, text: string, end: number, found: FoundNumbers): void {
  for (let i = 0; i + 15 <= length; i++) {
    if (i + 18 <= length) {
      if (isIdentity(digits, i, 1) && standsAlone(i, 18)) addIdentity(i, 1, found)
      else if (isIdentity(digits, i + 17, -1) && starts[i] !== 0 && starts[i + 18] !== 0 && oneGroup(i, 18)) addIdentity(i + 17, -1, found)
      else if (registration === 'any' && isMistyped(i)) found.doubts.add('identity-number')
    }
    if (starts[i] !== 0 && starts[i + 15] !== 0 && isOldIdentity(digits, i) && oldGrouping(i) && !isRegistrationNumber(i, registration, text, end)) {
      found.codes.add('identity-number')
      found.births.push(19000000 + number(digits, i + 6, 6, 1))
    } else if (starts[i] !== 0 && starts[i + 15] !== 0 && isTraderRegistration(i) && isRegistration(registration, text, end)) {
      found.codes.add('individual-trader')
    }
  }
}

// Inside one run of digits a number may stand anywhere (a date or a telephone number written onto it); written in
// groups it must begin and end with one, or any list of figures would hold one in the end.
const standsAlone = (i: number, count: number): boolean => oneGroup(i, count) || (starts[i] !== 0 && starts[i + count] !== 0)

function oneGroup(i: number, count: number): boolean {
  for (let k = 1; k < count; k++) if (starts[i + k] === 1) return false
  return true
}

function addIdentity(at: number, step: 1 | -1, found: FoundNumbers): void {
  // Read from either end: a valid code that would be an identity number backwards is a code.
  if (isOrganisation(step === 1 ? at : at - 17)) return
  found.codes.add('identity-number')
  found.births.push(number(digits, at + 6 * step, 8, step))
}

/**
 * Built as an identity number but for the check digit: a slip of the pen. Numbers of documents hold days too, but of this century.
 * @param i where it begins
 */
function isMistyped(i: number): boolean {
  if (starts[i] === 0 || starts[i + 18] === 0 || digits[i + 6] !== 1 || digits[i + 7] !== 9 || !oneGroup(i, 18)) return false
  return isBuiltAsIdentity(digits, i, 1) && !isOrganisation(i)
}

function isOrganisation(i: number): boolean {
  if (starts[i] === 0 || starts[i + 18] === 0 || !oneGroup(i, 18)) return false
  const province = number(digits, i, 2, 1)
  const municipal = province === 11 || province === 12 || province === 31 || province === 50
  if (digits[i] !== 9 && !(municipal && digits[i + 2] !== 0)) return false
  let code = ''
  for (let k = 0; k < 18; k++) code += digits[i + k] === charX ? 'X' : String(digits[i + k])
  return code.slice(0, 2) !== '92' && passesChecks(code)
}

// One run of fifteen, or groups as people write them: the region first, or all groups of one size.
function oldGrouping(i: number): boolean {
  if (oneGroup(i, 15)) return true
  if (starts[i + 6] === 1 && oneGroup(i, 6)) return true
  let size = 1
  while (size < 15 && starts[i + size] !== 1) size++
  if (15 % size !== 0) return false
  for (let k = 0; k < 15; k++) if ((starts[i + k] === 1) !== (k % size === 0)) return false
  return true
}

function isRegistrationNumber(i: number, registration: NumberField, text: string, end: number): boolean {
  const decade = digits[i + 6]!
  if (decade >= 3 || !hasRegistrationCheck(i)) return false
  return decade < 2 || isRegistration(registration, text, end)
}

const isTraderRegistration = (i: number): boolean => digits[i + 6]! >= 6 && digits[i + 6]! <= 9 && hasRegistrationCheck(i)

/** Check digit of the old registration number, ISO 7064 MOD 11,10. */
function hasRegistrationCheck(i: number): boolean {
  if (!oneGroup(i, 15)) return false
  let p = 10
  for (let k = 0; k < 14; k++) p = (((p + digits[i + k]!) % 10 || 10) * 2) % 11
  return (p + digits[i + 14]!) % 10 === 1
}

const isRegistration = (field: NumberField, text: string, end: number): boolean =>
  field === 'registration' || /注册|工商登记|营业执照/.test(text.slice(Math.max(0, end - 32), end))

// ── Mobile numbers ──────────────────────────────────────────────────────────────────────────────────────────────────

/** How people group the eleven digits. Groups of one or two digits throughout count too. */
const mobileGroupings = new Set(['11', '3-4-4', '3-8', '7-4', '4-3-4', '4-4-3', '3-3-5', '3-5-3', '5-6', '6-5', '4-7', '3-2-3-3',
  '3-3-3-2', '3-2-2-4', '3-4-2-2', '3-2-2-2-2', '3-3-2-3', '4-3-2-2', '4-4-2-1', '5-3-3', '3-3-4-1', '6-3-2'])

function lookForMobile(field: NumberField, text: string, end: number, found: FoundNumbers): void {
  for (let i = 0; i + 11 <= length; i++) {
    if (digits[i] !== 1 || digits[i + 1]! < 3 || digits[i + 1]! > 9 || starts[i + 11] === 0) continue
    if (starts[i] === 0 && !(i > 0 && digits[i - 1] === charX) && !(oneGroup(i, 11) && hasDialPrefix(i))) continue
    if (isGroupedAsMobile(i) && !isAddressOrSum(i, text, end) && !isAmount(field, i, text, end) && !inHash(text, end)) {
      found.codes.add('mobile-number')
      return
    }
  }
}

// 139.18.131.51 in a computer's addresses: four numbers of up to 255 with points between; and a sum, 167,119,378.69.
function isAddressOrSum(i: number, text: string, end: number): boolean {
  if (starts[i + 3] !== 1) return false
  if (/\d{1,3}(?:[,，]\d{3})+\.\d{1,2}[^\d]*$/.test(text.slice(Math.max(0, end - 24), end))) return true
  const m = /(?:^|[^\d.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)[^\d]*$/.exec(text.slice(Math.max(0, end - 24), end))
  return m !== null && m.slice(1).every((part) => Number(part) <= 255)
}

// 0, 86, 086, 0086 written onto the number.
function hasDialPrefix(i: number): boolean {
  // What is gathered may begin inside a group (keepTail): never below its first digit.
  let from = i
  while (from > 0 && i - from <= 4 && starts[from] === 0) from--
  if (starts[from] === 0 || i - from > 4) return false
  const before = number(digits, from, i - from, 1)
  return before === 86 || before === 0
}

function isGroupedAsMobile(i: number): boolean {
  let grouping = ''
  let size = 0
  let small = true
  for (let k = 0; k < 11; k++) {
    if (digits[i + k] === charX) return false
    if (k > 0 && starts[i + k] === 1) {
      if (size > 2) small = false
      grouping += `${size}-`
      size = 0
    }
    size++
  }
  return (small && size <= 2) || mobileGroupings.has(grouping + size)
}

// 15000000000.00, or a round sum in yuan: who writes 13800138000元 into a sentence writes a telephone number. A lone .0 is
// a telephone number that went through a spreadsheet. In a column of amounts the sign of a sum is enough.
function isAmount(field: NumberField, i: number, text: string, end: number): boolean {
  if (!oneGroup(i, 11)) return false
  const written = number(digits, i, 11, 1)
  // The sequence lies right before `end`: nothing is searched for beyond its length.
  const from = Math.max(0, end - 4 * capacity)
  const at = text.slice(from, end).lastIndexOf(String(written)) + from
  if (at < from) return false
  const behind = text.slice(at + 11, at + 24)
  if (/^\.\d{2,6}(?![\d.])/.test(behind) || /^\.\d+\s*(?:元|万元|亿元|人民币|RMB|CNY|美元)/.test(behind)) return true
  return (written % 1_000_000 === 0 || field === 'amount') && /^\s*(?:元|万元|亿元|人民币|RMB|CNY|美元)/.test(behind)
}

// ── Bank cards ──────────────────────────────────────────────────────────────────────────────────────────────────────

// A card's number is one group, or groups of four; behind a word for it any groups. Behind a word for it, it is one; else it may be another's number.
function lookForCard(field: NumberField, text: string, end: number, found: FoundNumbers): void {
  if (field === 'amount') return
  for (let i = 0; i + 15 <= length; i++) {
    if (starts[i] === 0) continue
    for (const size of [19, 18, 17, 16, 15]) {
      if (i + size > length || starts[i + size] === 0) continue
      const one = oneGroup(i, size)
      if (!isCardNumber(digits, i, size)) continue
      const told = /卡|账|帐|户|汇|收款|转给|转入|card|account|acct/i.test(text.slice(Math.max(0, end - size * 4 - 16), end))
      // 6 2 2 2 0 …: the whole of what is written is one number of the commonest series.
      const whole = i === 0 && size === length && isUnion(i)
      if (!(one || inFours(i, size) || (told && digits[i] === 6) || whole)) continue
      if (size === 18 && isOrganisation(i)) continue
      if (told || (!one && inFours(i, size))) found.codes.add('bank-card')
      // Numbers of documents are as long, and one in ten has the check digit: in their column only a sentence may mean a card.
      else if (field === 'any' || (field === 'code' && isSentence(text, end, size))) found.doubts.add('bank-card')
      return
    }
  }
}

const isUnion = (i: number): boolean => digits[i] === 6 && digits[i + 1] === 2

const marksOfProse: ReadonlySet<number> = new Set([...'，。：:'].map((c) => c.charCodeAt(0)))
const isProse = (unit: number): boolean => marksOfProse.has(unit) || (unit >= 0x4e00 && unit <= 0x9fff && unitClass[unit]! > charX)

/** In a column of numbers of documents: the number stands among words, and they are not those of a document's number. */
function isSentence(text: string, end: number, size: number): boolean {
  let to = Math.max(0, Math.min(end, text.length) - 1)
  const least = Math.max(0, end - 4 * size - 16)
  while (to > least && !isProse(text.charCodeAt(to - 1))) to--
  const before = text.slice(least, to)
  const behind = text.slice(end, end + 4)
  return (/[\u4e00-\u9fff]{4}|[，。；]$|[入至到给向以用]$/.test(before) || /^(?:[^号第]?[\u4e00-\u9fff]{2}|。)/.test(behind)) && !/[第号字年]$/.test(before)
}

function inFours(i: number, size: number): boolean {
  for (let k = 1; k < size; k++) if ((starts[i + k] === 1) !== (k % 4 === 0)) return false
  return true
}

