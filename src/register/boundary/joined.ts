/**
 * Numbers whose parts stand apart with words between them: 520103（地区）19600520（出生）4189, 前六位…，后四位…, 440305-1987年1月28日-2802. Digits in
 * one group after another are looked at as one number where their count fits; what is found so is a doubt. Pure.
 */
import { passesChecks } from '../subjects/uscc.ts'
import type { Boundary } from './boundary.ts'
import { isCardNumber } from './check-digits.ts'
import { charX, lookalike0, lookalike1, unitClass } from './characters.ts'
import type { FoundNumbers } from './found-numbers.ts'
import { isIdentity, isOldIdentity } from './identity-build.ts'

/** What stands between two parts is no longer than a remark, and ends no sentence. */
const widest = 16
const ends = new Set([...'。！？；!?;'].map((c) => c.charCodeAt(0)))
/** Fewer numerals than this in words are a count (前六位), no part of a number. */
const fewestNumerals = 3

const most = 12
const from = new Int32Array(most)
const to = new Int32Array(most)
const size = new Int32Array(most)
let count = 0
let joins: RegExp | null = null
const joined = new Uint8Array(20)

/** What people write around numbers. */
export type NumberWords = {
  /** what may stand between the parts of one number, as a whole: signs, words for it, and how many digits come next (后四位) */
  readonly joins: RegExp
  /** what says that a number beside it is to be read from its end */
  readonly turned: RegExp
}
export const numberWords = ({ numberJoins, numberTurned }: Pick<Boundary, 'numberJoins' | 'numberTurned'>): NumberWords =>
  ({ joins: joinsOf(numberJoins), turned: new RegExp(numberTurned.join('|'), 'i') })

const joinsOf = (words: readonly string[]): RegExp =>
  new RegExp(`^(?:[，,、：:。；;！!\\s—_/.·*＊“”"'’（）()【】-]|[（(【][^（(【）)】\\d]{1,14}[）)】]|第[一二三四五六七八九十\\d]{1,3}[段部节组]|[前后末尾首中]?间?[一二两三四五六七八九十\\d]{1,2}位|[前后]间?[一二两三四五六七八九十]|第[一二三四五六七八九十\\d]{1,3}页|${words.join('|')})+$`, 'i')

/** Begins a text. @param words what people write between the parts of one number, as a whole (^…$) */
export function startGroups(words: RegExp | null): void {
  count = 0
  joins = words
}

/** The text is read once more, in another form. */
export function restartGroups(): void {
  count = 0
}

/** Takes the next group of a text, digits of one kind, and looks at it with those before it. */
export function joinGroup(text: string, start: number, end: number, numerals: boolean, found: FoundNumbers): void {
  if ((numerals && end - start < fewestNumerals) || (end - start <= 3 && counted.has(text[end]!))) return
  // What does not stand near the one before begins anew.
  if (count > 0 && (start < to[count - 1]! || start - to[count - 1]! > widest || isParted(text, to[count - 1]!, start))) count = 0
  if (count === most) {
    from.copyWithin(0, 1)
    to.copyWithin(0, 1)
    size.copyWithin(0, 1)
    count--
  }
  from[count] = start
  to[count] = end
  size[count] = inDate(text, start, end) ? 2 : end - start
  count++
  if (count > 1) {
    let sum = size[count - 1]!
    for (let k = count - 2; k >= 0 && sum < 19; k--) {
      sum += size[k]!
      if (sum === 11 || (sum >= 15 && sum <= 19)) judge(text, k, sum, found)
    }
  }
  for (let k = Math.max(0, count - 6); k < count - 1; k++) if (text.charCodeAt(from[k]!) === 57 && to[k]! - from[k]! < 18) lookForTrader(text, from[k]!, found)
}

function isParted(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (ends.has(text.charCodeAt(i))) return joins === null || !joins.test(text.slice(start, end))
  return false
}

/** 前9位, 第2页: a figure before one of these counts, and is no part of a number. */
const counted: ReadonlySet<string> = new Set(['位', '页', '段', '节'])

// 1987年1月28日: a month or a day of one figure has two in a number.
const inDate = (text: string, start: number, end: number): boolean =>
  end - start === 1 && ((text[start - 1] === '年' && text[end] === '月') || (text[start - 1] === '月' && text[end] === '日'))

/** @param first the group the number would begin with; it would end with the last one */
function judge(text: string, first: number, length: number, found: FoundNumbers): void {
  weigh(text, first, length, 1, found)
  // 后四位…，前十四位…: the parts in the other order.
  if (joins !== null && areJoined(text, first)) weigh(text, first, length, -1, found)
}

function weigh(text: string, first: number, length: number, step: 1 | -1, found: FoundNumbers): void {
  let n = 0
  for (let k = step === 1 ? first : count - 1; k >= first && k < count; k += step) {
    if (size[k]! > to[k]! - from[k]!) joined[n++] = 0
    for (let i = from[k]!; i < to[k]!; i++) {
      const kind = unitClass[text.charCodeAt(i)]!
      joined[n++] = kind === lookalike0 ? 0 : kind === lookalike1 ? 1 : kind
    }
  }
  if (length === 18 && isIdentity(joined, 0, 1)) found.doubts.add('identity-number')
  else if (length === 15 && size[first] === 6 && size[count - 1] === 3 && isOldIdentity(joined, 0)) found.doubts.add('identity-number')
  else if (length >= 16 && joined[0] === 6 && areJoined(text, first) && isCardNumber(joined, 0, length)) found.doubts.add('bank-card')
  else if (length === 11 && isMobile(size[step === 1 ? first : count - 1]!) && areJoined(text, first)) found.doubts.add('mobile-number')
}

const isMobile = (firstSize: number): boolean =>
  firstSize >= 3 && joined[0] === 1 && joined[1]! >= 3 && joined.subarray(0, 11).every((digit) => digit < charX)

function areJoined(text: string, first: number): boolean {
  if (joins === null) return false
  let words = false
  for (let k = first + 1; k < count; k++) {
    const between = text.slice(to[k - 1], from[k])
    if (!joins.test(between)) return false
    words ||= /\p{L}/u.test(between)
  }
  // Signs alone are read where the number is one piece.
  return words
}

/** 92440305，后段MA2E1J0K41 */
function lookForTrader(text: string, start: number, found: FoundNumbers): void {
  if (text.charCodeAt(start + 1) !== 50) return
  let code = ''
  let gap = 0
  for (let i = start; i < text.length && code.length < 18 && gap <= widest; i++) {
    const unit = text.charCodeAt(i)
    if ((unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122)) {
      code += text[i]!.toUpperCase()
      gap = 0
    } else if (ends.has(unit)) return
    else gap++
  }
  if (code.length === 18 && passesChecks(code)) found.doubts.add('individual-trader')
}
