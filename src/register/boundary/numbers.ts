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
 * - 11 digits of a mobile number are one in an amount's column too, unless decimals or 元 follow.
 */
import { passesChecks } from '../subjects/uscc.ts'
import { isCardNumber, isHongKongCard, isMacauCard, isTaiwanCard } from './check-digits.ts'
import { charX, disguised, fold, letter, lookalike0, lookalike1, mask, separator, unitClass } from './characters.ts'

export type NumberCode = 'identity-number' | 'travel-document' | 'mobile-number' | 'individual-trader' | 'bank-card'
export type FoundNumbers = {
  readonly codes: Set<NumberCode>
  /** what may be one as well as something else: its length and check digit fit, nothing says what it is */
  readonly doubts: Set<NumberCode>
  /** births that identity numbers tell, as year * 10000 + month * 100 + day: only compared with a day, never kept */
  readonly births: number[]
}

export const noNumbers = (): FoundNumbers => ({ codes: new Set(), doubts: new Set(), births: [] })

/** What kind of field a text stands in, as far as numbers are read differently there: of registration numbers, of amounts. */
export type NumberField = 'registration' | 'amount' | 'code' | 'any'

/** Nothing is found in a text of fewer digits, and of what may stand for one, unless it holds masks, disguises or a nine and room for a code. */
export const fewestDigits = 6

const capacity = 1024
const overlap = 64
/** The gathered sequence: digit values (ten for X), and where each group of adjoining digits begins. */
const digits = new Uint8Array(capacity)
const starts = new Uint8Array(capacity + 1)
let length = 0

const provinces = new Uint8Array(100)
for (const p of [11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83]) {
  provinces[p] = 1
}

/**
 * Looks through one field.
 * @param field what the field is one of (see above)
 * @param found        what was found is added to it
 */
export function findNumbers(text: string, field: NumberField, found: FoundNumbers): void {
  findIn(text, field, found, false)
}

function findIn(text: string, registration: NumberField, found: FoundNumbers, folded: boolean): void {
  const n = text.length
  let gap = 0 // separators since the last digit
  let masks = 0
  let wasDigit = false
  let runStart = 0
  length = 0
  for (let i = 0; i < n; i++) {
    const unit = text.charCodeAt(i)
    let kind = unitClass[unit]!
    if (kind >= letter && length === 0) continue // most characters of most texts
    if (kind >= lookalike0 && kind <= lookalike1) kind = standsForDigit(text, i, wasDigit) ? kind - lookalike0 : letter
    // wx138…: letters written onto a number, the last of them no check character.
    if (kind === charX && !wasDigit && i > 0 && isLatin(text.charCodeAt(i - 1))) kind = letter
    if (kind <= charX) {
      if (kind === 9 && !wasDigit && i + 18 <= n) lookForTrader(text, i, found)
      if (length === capacity) keepTail(registration, text, i, found)
      starts[length] = wasDigit ? 0 : 1
      digits[length++] = kind
      if (!wasDigit) runStart = i
      wasDigit = true
      gap = 0
      continue
    }
    if (wasDigit) {
      if (i - runStart >= 6 && i - runStart <= 10) lookForPassport(text, runStart, i, found)
      wasDigit = false
    }
    // One asterisk, or 号, between two digits parts a number as any sign does; what is masked has more of them.
    if ((kind === mask || unit === 0x53f7) && gap === 0 && length > 0 && unitClass[text.charCodeAt(i + 1)]! <= charX) {
      if (kind === mask) masks++
      kind = separator
    }
    if (kind === separator) {
      // White space of any length is one gap to a reader.
      if (gap > 0 && isBlank(text.charCodeAt(i)) && isBlank(text.charCodeAt(i - 1))) continue
      if (++gap > 3 && length > 0) endSequence(registration, text, i, found)
    } else if (kind === disguised && !folded) {
      findIn(fold(text), registration, found, true)
      return
    } else {
      if (kind === mask && ++masks === 4) lookForMasked(text, found)
      if (length > 0) endSequence(registration, text, i, found)
      gap = 0
    }
  }
  if (wasDigit && n - runStart >= 6 && n - runStart <= 10) lookForPassport(text, runStart, n, found)
  endSequence(registration, text, n, found)
  if (masks > 0 && masks < 4) lookForMasked(text, found)
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
  }
  length = 0
}

// ── Identity numbers ────────────────────────────────────────────────────────────────────────────────────────────────

function lookForIdentity(registration: NumberField, text: string, end: number, found: FoundNumbers): void {
  for (let i = 0; i + 15 <= length; i++) {
    if (i + 18 <= length) {
      if (isIdentity(i, 1) && standsAlone(i, 18)) addIdentity(i, 1, found)
      else if (isIdentity(i + 17, -1) && starts[i] === 1 && starts[i + 18] === 1 && oneGroup(i, 18)) addIdentity(i + 17, -1, found)
    }
    if (starts[i] === 1 && starts[i + 15] === 1 && isOldIdentity(i) && oldGrouping(i) && !isRegistrationNumber(i, registration, text, end)) {
      found.codes.add('identity-number')
      found.births.push(19000000 + number(i + 6, 6, 1))
    }
  }
}

// Inside one run of digits a number may stand anywhere (a date or a telephone number written onto it); written in
// groups it must begin and end with one, or any list of figures would hold one in the end.
const standsAlone = (i: number, count: number): boolean => oneGroup(i, count) || (starts[i] === 1 && starts[i + count] === 1)

function oneGroup(i: number, count: number): boolean {
  for (let k = 1; k < count; k++) if (starts[i + k] === 1) return false
  return true
}

const weights = Uint8Array.of(7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1)

/** GB 11643-1999: region, date of birth, order, check character by ISO 7064 MOD 11-2. `step` -1 reads backwards. */
function isIdentity(at: number, step: 1 | -1): boolean {
  const century = number(at + 6 * step, 2, step)
  if (century !== 19 && century !== 20) return false
  const province = number(at, 2, step)
  // The foreigners' card of 2023 begins with 9, then the province.
  if (provinces[province] !== 1 && !(digits[at] === 9 && provinces[number(at + step, 2, step)] === 1)) return false
  if (!isDay(number(at + 6 * step, 8, step))) return false
  let sum = 0
  for (let k = 0; k < 17; k++) {
    const d = digits[at + k * step]!
    if (d === charX) return false
    sum += d * weights[k]!
  }
  return (sum + digits[at + 17 * step]!) % 11 === 1
}

function addIdentity(at: number, step: 1 | -1, found: FoundNumbers): void {
  // Read from either end: a valid code that would be an identity number backwards is a code.
  if (isOrganisation(step === 1 ? at : at - 17)) return
  found.codes.add('identity-number')
  found.births.push(number(at + 6 * step, 8, step))
}

function isOrganisation(i: number): boolean {
  if (starts[i] !== 1 || starts[i + 18] !== 1 || !oneGroup(i, 18)) return false
  const province = number(i, 2, 1)
  const municipal = province === 11 || province === 12 || province === 31 || province === 50
  if (digits[i] !== 9 && !(municipal && digits[i + 2] !== 0)) return false
  let code = ''
  for (let k = 0; k < 18; k++) code += digits[i + k] === charX ? 'X' : String(digits[i + k])
  return code.slice(0, 2) !== '92' && passesChecks(code)
}

function isOldIdentity(i: number): boolean {
  if (provinces[number(i, 2, 1)] !== 1) return false
  for (let k = 0; k < 15; k++) if (digits[i + k] === charX) return false
  return isDay(19000000 + number(i + 6, 6, 1))
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

/** Check digit of the old registration number, ISO 7064 MOD 11,10. */
function isRegistrationNumber(i: number, registration: NumberField, text: string, end: number): boolean {
  const decade = digits[i + 6]!
  if (decade >= 3 || !oneGroup(i, 15)) return false
  let p = 10
  for (let k = 0; k < 14; k++) p = (((p + digits[i + k]!) % 10 || 10) * 2) % 11
  if ((p + digits[i + 14]!) % 10 !== 1) return false
  return decade < 2 || registration === 'registration' || /注册|工商登记|营业执照/.test(text.slice(Math.max(0, end - 32), end))
}

function number(at: number, count: number, step: 1 | -1): number {
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

// ── Mobile numbers ──────────────────────────────────────────────────────────────────────────────────────────────────

/** How people group the eleven digits. Groups of one or two digits throughout count too. */
const mobileGroupings = new Set(['11', '3-4-4', '3-8', '7-4', '4-3-4', '4-4-3', '3-3-5', '3-5-3', '5-6', '6-5', '4-7', '3-2-3-3',
  '3-3-3-2', '3-2-2-4', '3-4-2-2', '3-2-2-2-2', '3-3-2-3', '4-3-2-2', '4-4-2-1', '5-3-3', '3-3-4-1', '6-3-2'])

function lookForMobile(field: NumberField, text: string, end: number, found: FoundNumbers): void {
  for (let i = 0; i + 11 <= length; i++) {
    if (digits[i] !== 1 || digits[i + 1]! < 3 || digits[i + 1]! > 9 || starts[i + 11] !== 1) continue
    if (starts[i] !== 1 && !(i > 0 && digits[i - 1] === charX) && !(oneGroup(i, 11) && hasDialPrefix(i))) continue
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
  while (from > 0 && i - from <= 4 && starts[from] !== 1) from--
  if (starts[from] !== 1 || i - from > 4) return false
  const before = number(from, i - from, 1)
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
  const written = number(i, 11, 1)
  // The sequence lies right before `end`: nothing is searched for beyond its length.
  const from = Math.max(0, end - 4 * capacity)
  const at = text.slice(from, end).lastIndexOf(String(written)) + from
  if (at < from) return false
  const behind = text.slice(at + 11, at + 24)
  if (/^\.\d{2,6}(?![\d.])/.test(behind) || /^\.\d+\s*(?:元|万元|亿元|人民币|RMB|CNY|美元)/.test(behind)) return true
  return (written % 1_000_000 === 0 || field === 'amount') && /^\s*(?:元|万元|亿元|人民币|RMB|CNY|美元)/.test(behind)
}

/** Digits in the middle of a long run of letters and digits, as in the hash of a file, are no number of anybody. */
function inHash(text: string, end: number): boolean {
  let to = Math.min(end, text.length)
  while (to > 0 && !isToken(text.charCodeAt(to - 1))) to--
  let from = to
  while (from > 0 && to - from < 96 && isToken(text.charCodeAt(from - 1))) from--
  while (to < text.length && to - from < 96 && isToken(text.charCodeAt(to))) to++
  if (to - from < 24) return false
  let turns = 0
  for (let k = from + 1; k < to; k++) if (isLatin(text.charCodeAt(k)) !== isLatin(text.charCodeAt(k - 1))) turns++
  return turns >= 6
}
const isToken = (unit: number): boolean => isLatin(unit) || (unit >= 48 && unit <= 57) || unit === 43 || unit === 47

// ── Bank cards ──────────────────────────────────────────────────────────────────────────────────────────────────────

// A card's number is one group, or groups of four; behind a word for it any groups. Behind a word for it, it is one; else it may be another's number.
function lookForCard(field: NumberField, text: string, end: number, found: FoundNumbers): void {
  if (field === 'amount') return
  for (let i = 0; i + 15 <= length; i++) {
    if (starts[i] !== 1) continue
    for (const size of [19, 18, 17, 16, 15]) {
      if (i + size > length || starts[i + size] !== 1) continue
      const one = oneGroup(i, size)
      if (!isCardNumber(digits, i, size)) continue
      const told = /卡|账|帐|户|汇|收款|转给|转入|card|account|acct/i.test(text.slice(Math.max(0, end - size * 4 - 16), end))
      if (!(one || inFours(i, size) || (told && digits[i] === 6))) continue
      if (size === 18 && isOrganisation(i)) continue
      if (told || !one) found.codes.add('bank-card')
      else if (field === 'any') found.doubts.add('bank-card')
      return
    }
  }
}

function inFours(i: number, size: number): boolean {
  for (let k = 1; k < size; k++) if ((starts[i + k] === 1) !== (k % 4 === 0)) return false
  return true
}

// ── Passports and permits ───────────────────────────────────────────────────────────────────────────────────────────

/**
 * E12345678, EA1234567, H1234567800 …: series letters of Chinese passports (E G D S P K), of the permits of Hong Kong
 * and Macau residents (H M), of the mainland's permits to go there or to Taiwan (C W T L); a Hong Kong identity card
 * with its check character. Called at the end of a run of six to ten digits.
 */
function lookForPassport(text: string, start: number, end: number, found: FoundNumbers): void {
  const run = end - start
  const tail = text.slice(end, end + 3)
  if (run === 7 && isMacauCard(text.slice(start, end), tail) && !isLatin(text.charCodeAt(start - 1))) found.doubts.add('identity-number')
  if (isLatin(text.charCodeAt(end))) return
  let at = start
  while (at > 0 && start - at < 2 && unitClass[text.charCodeAt(at - 1)] === separator && !isPath(text.charCodeAt(at - 1))) at--
  let from = at
  while (from > 0 && at - from < 3 && isLatin(text.charCodeAt(from - 1))) from--
  const series = text.slice(from, at).toUpperCase()
  if (series === '' || series.length > 2 || /[0-9]/.test(text.charAt(from - 1))) return
  if (run === 6 && at === start && isHongKongCard(series, text.slice(start, end), tail)) found.codes.add('identity-number')
  if (run === 9 && at === start && series.length === 1 && isTaiwanCard(series + text.slice(start, end))) found.codes.add('identity-number')
  const fits =
    (series.length === 1 && ((run === 8 && /[EGDSPKHMCWTL]/.test(series)) || (run === 10 && /[HM]/.test(series))))
    || (series.length === 2 && run === 7 && /^([EC][A-HJ-NP-Z]|[DSP]E|MA|MB|KJ|KK)$/.test(series))
  if (fits && !isApproval(text, from) && !inHash(text, end)) found.codes.add('travel-document')
}

// A path of a web address is no place for a series: ….cn/1234567; nor is a label of its own: CR: 2756979.
const isPath = (unit: number): boolean => unit === 0x3a || unit === 0x2f || unit === 0x2e || unit === 0x3d || unit === 0x3f || unit === 0x26 || unit === 0x5f

// 国药准字H20050001, 粤械注准…, 许可证编号SC…, 合同编号…: the series of an approval, a product or a paper.
const approvals = new RegExp(`(?:${[
  '[字准备注批妆械健]|文号|许可证|登记证|注册证|备案|批准|编号|序号|批号|货号|型号|规格|单号|订单|合同|发票|商标|专利|条码|设备|产品|标准|执照|股票|代码|证券',
  'No\\.?|order|invoice|model|lot|batch|serial|part|item|contract',
].join('|')})[第号码为是]?[\\s:：.#（(〔【-]*$`, 'i')
const isApproval = (text: string, from: number): boolean => {
  const before = text.slice(Math.max(0, from - 14), from)
  return approvals.test(before) && !/(?:证件|护照|通行证|身份证)(?:编号|号码?)?[\s:：]*$/.test(before) || /[A-Za-z0-9-]\.[A-Za-z]{2,6}\/[^\s]*$/.test(before)
}

const isLatin = (unit: number): boolean => (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122)

// ── Masked numbers, traders ─────────────────────────────────────────────────────────────────────────────────────────

/** 440106********0019 and 138****8000 still are persons' numbers: who masked them may hold the rest. */
function lookForMasked(text: string, found: FoundNumbers): void {
  for (const m of text.matchAll(/(?<![0-9A-Za-z*＊])(\d{1,14})([*＊●•■×✕✖xX]{3,})(\d{0,6}[Xx]?)(?![0-9A-Za-z])/g)) {
    const [whole, head = '', , tail = ''] = m
    if ((whole.length === 18 || whole.length === 15) && (head.length < 2 || provinces[Number(head.slice(0, 2))] === 1) && head.length + tail.length > 3) {
      found.codes.add('identity-number')
    } else if (whole.length === 11 && /^1[3-9]/.test(head) && tail.length >= 2) {
      found.codes.add('mobile-number')
    }
  }
}

// 92…, in groups or not, in digits of any script.
function lookForTrader(text: string, at: number, found: FoundNumbers): void {
  if (at > 0 && isLatin(text.charCodeAt(at - 1))) return
  let code = ''
  let gap = 0
  let i = at
  for (; i < text.length && code.length < 18; i++) {
    const unit = text.charCodeAt(i)
    const kind = unitClass[unit]!
    if (kind < charX) code += String(kind)
    else if (isLatin(unit)) code += text.charAt(i).toUpperCase()
    else if (kind === disguised) code += fold(text.charAt(i)).toUpperCase()
    else if (kind === separator && ++gap <= 3) continue
    else return
    gap = 0
    if (code.length === 2 && code !== '92') return
  }
  if (code.length === 18 && passesChecks(code) && !/[0-9A-Za-z]/.test(text.charAt(i))) found.codes.add('individual-trader')
}
