/**
 * What two cells say together that neither says alone: 440106 | 198001010019, 138 | 1234 | 5678, 92440305 | MA2E1J0K41, 张 | 伟明，男,
 * 血型 | A. Looked at only where a cell ends as the first part of such a thing does and the next begins as its second does; for all others
 * it costs a look into two tables. Numbers in columns side by side are the normal case: a code, a day and a sum are not joined to one
 * another unless a check digit says that they are one. Pure.
 */
import { passesChecks } from '../subjects/uscc.ts'
import type { Boundary, BoundaryCode, Category } from './boundary.ts'
import { charX, disguised, fold, lookalike0, lookalike1, unitClass } from './characters.ts'
import { isCardNumber } from './check-digits.ts'
import { isDay, isIdentity, isOldIdentity } from './identity-build.ts'
import type { Span } from './scan.ts'
import type { NameFinder } from './person-names.ts'
import type { FindWords } from './words.ts'

/** A cell, its place among the others, and whether its column is known to hold codes, sums or names of organisations. */
export type Neighbour = { readonly at: number; readonly text: string; readonly told: boolean }
/** What is in question of the cell at that place; null: all of it. */
export type AdjoiningPart = { readonly at: number; readonly span: Span | null }
export type AdjoiningFinding = {
  readonly code: BoundaryCode; readonly category: Category | null; readonly certain: boolean; readonly parts: readonly AdjoiningPart[]
}
export type AdjoiningFinder = {
  /** Cheap: whether a look is worth it. */
  readonly may: (before: string, text: string) => boolean
  /**
   * @param cells neighbours in their order, none empty; what ends in the last of them is looked for
   * @param behind what the next cell says, '' where there is none
   * @returns null where there is nothing
   */
  readonly look: (cells: readonly Neighbour[], behind: string) => AdjoiningFinding | null
}

/** Ways in which a cell ends, and in which the next may go on. */
const digit = 1
const name = 2
const trader = 4
const label = 8

/** No number is written in more cells. */
const mostParts = 4
/** How many cells are to be given, with the one before the number. */
export const mostNeighbours = mostParts + 1
const longestLabel = 12
const stretch = 80

type Part = { readonly digits: string; readonly whole: boolean; readonly day: boolean; readonly neighbour: Neighbour }

export function adjoiningFinder(boundary: Boundary, names: NameFinder, findWords: FindWords): AdjoiningFinder {
  const { surnames, compoundSurnames, labels: nameLabels } = boundary.names
  const family = new Set([...surnames].map((c) => c.charCodeAt(0)))
  const compound = new Set(compoundSurnames)
  const labels = new Set([
    ...nameLabels, ...boundary.birthDate.labels, ...boundary.numbers.flatMap((n) => n.labels),
    ...[...boundary.categories, ...boundary.attributes].flatMap((c) => c.labels),
  ].map((word) => word.toLowerCase()))
  const ends = new Uint8Array(65536)
  const begins = new Uint8Array(65536).fill(label)
  for (let unit = 0; unit < 65536; unit++) {
    const kind = unitClass[unit]!
    if (kind < charX || kind === lookalike0 || kind === lookalike1 || kind === disguised || isSpace(unit) || dashes.has(unit)) ends[unit] = digit
    if (ends[unit] === digit || kind === charX) begins[unit] = begins[unit]! | digit
    if (isHan(unit)) begins[unit] = begins[unit]! | name
    if (/[0-9A-Za-z]/.test(String.fromCharCode(unit))) {
      ends[unit] = ends[unit]! | trader
      begins[unit] = begins[unit]! | trader
    }
    if (family.has(unit)) ends[unit] = ends[unit]! | name
  }
  for (const word of compoundSurnames) ends[word.charCodeAt(1)] = ends[word.charCodeAt(1)]! | name
  for (const word of labels) ends[word.charCodeAt(word.length - 1)] = ends[word.charCodeAt(word.length - 1)]! | label
  for (const c of '：:') ends[c.charCodeAt(0)] = ends[c.charCodeAt(0)]! | label

  function may(before: string, text: string): boolean {
    const ways = ends[before.charCodeAt(before.length - 1)]! & begins[text.charCodeAt(0)]!
    if (ways === 0) return false
    const n = before.length
    if ((ways & digit) !== 0 && !isDayOrSum(before)) return true
    if ((ways & name) !== 0 && (n <= 10 || !isHan(before.charCodeAt(n - 2)) || compound.has(before.slice(-2)))) return true
    if ((ways & trader) !== 0 && n >= 2 && n < 18 && before.charCodeAt(0) === 57 && before.charCodeAt(1) === 50) return true
    if ((ways & label) === 0 || n > longestLabel) return false
    const last = before.charCodeAt(n - 1)
    return isColon(last) || labels.has(last < 128 ? before.toLowerCase() : before)
  }

  function look(cells: readonly Neighbour[], behind: string): AdjoiningFinding | null {
    const text = cells.at(-1)!
    const before = cells.at(-2)!
    const ways = ends[before.text.charCodeAt(before.text.length - 1)]! & begins[text.text.charCodeAt(0)]!
    return ((ways & digit) !== 0 ? numberIn(cells, behind) : null)
      ?? ((ways & trader) !== 0 ? traderIn(before, text) : null)
      ?? ((ways & name) !== 0 ? nameIn(before, text) : null)
      ?? ((ways & label) !== 0 ? labelledIn(before, text) : null)
  }

  function nameIn(before: Neighbour, text: Neighbour): AdjoiningFinding | null {
    if (before.told && text.told) return null
    const head = before.text.slice(-stretch)
    const joined = head + text.text.slice(0, stretch)
    const size = compound.has(head.slice(-2)) ? 2 : 1
    const from = head.length - size
    const hit = names.look(joined, from, -1)
    const alone = from === 0 || !isHan(head.charCodeAt(from - 1))
    const given = /^[\u3400-\u9fff]{1,2}(?![\u3400-\u9fff])/.exec(text.text)?.[0] ?? ''
    const to = hit !== null && hit.from <= from && hit.to > head.length ? hit.to - head.length
      : alone && given !== '' && given === text.text && names.reads(head.slice(from) + given) ? given.length : 0
    if (to === 0) return null
    const first = before.text.length - size
    return { code: 'person-named', category: null, certain: false, parts: [{ at: before.at, span: [first, before.text.length] }, { at: text.at, span: [0, to] }] }
  }

  /** A cell that is a label and nothing else, and its value in the next. */
  function labelledIn(before: Neighbour, text: Neighbour): AdjoiningFinding | null {
    const word = before.text.replaceAll(/[：:]/g, '').trim()
    if (text.told || !labels.has(word.toLowerCase())) return null
    let found: AdjoiningFinding | null = null
    const head = `${word}：`
    findWords(head + text.text.slice(0, stretch), 'everywhere', ({ code, category, span }) => {
      if (span !== null && span[0] >= head.length) return // the next cell says it by itself
      found ??= { code, category, certain: false, parts: [all(before), all(text)] }
    })
    return found
  }

  return { may, look }
}

const all = ({ at }: Neighbour): AdjoiningPart => ({ at, span: null })
const dashes = new Set([...'-–—_'].map((c) => c.charCodeAt(0)))
const isSpace = (unit: number): boolean => unit === 32 || unit === 0x3000 || unit === 0xa0
const isColon = (unit: number): boolean => unit === 58 || unit === 0xff1a
const isHan = (unit: number): boolean => unit >= 0x3400 && unit <= 0x9fff

/** 2022/1/2, 12.50, a code: what nearly all cells are that end in digits. Days of the last century may be of birth. */
function isDayOrSum(text: string): boolean {
  let at = text.length - 1
  const unit = (): number => text.charCodeAt(at)
  while (at >= 0 && text.length - at <= 18 && unit() >= 48 && unit() <= 57) at--
  if (at < 0) return false
  return text.length - at > 18 || ((unit() === 46 || unit() === 47) && !text.startsWith('19')) || (unit() >= 65 && unit() <= 90)
}

function traderIn(before: Neighbour, text: Neighbour): AdjoiningFinding | null {
  const rest = /^[\s\-—_.]*([0-9A-Za-z]+)/.exec(text.text.slice(0, stretch))
  const first = before.text.replace(/[\s\-—_.]/g, '').toUpperCase()
  if (rest === null || !/^92[0-9A-Z]{1,15}$/.test(first)) return null
  const code = first + rest[1]!.toUpperCase()
  if (code.length !== 18 || !passesChecks(code)) return null
  return { code: 'individual-trader', category: null, certain: !before.told && !text.told && /[A-Z]/.test(code), parts: [all(before), all(text)] }
}

const scratch = new Uint8Array(20)

/** The number that ends in the last cell: with the cell before it, and with those before that as long as each is nothing but digits. */
function numberIn(cells: readonly Neighbour[], behind: string): AdjoiningFinding | null {
  const last = headOf(cells.at(-1)!)
  if (last === null) return null
  const parts = [last]
  let length = last.digits.length
  for (let k = cells.length - 2; k >= 0 && length < 19 && parts.length < mostParts; k--) {
    const tail = tailOf(cells[k]!)
    if (tail === null) return null
    parts.unshift(tail)
    length += tail.digits.length
    const found = judge(parts, length, !figures.test(behind) && !figures.test(cells[k - 1]?.text ?? ''))
    if (found !== null) return { ...found, category: null, parts: parts.map(({ neighbour }) => all(neighbour)) }
    if (!tail.whole) return null
  }
  return null
}

/** Beside a cell of figures two others are a table's: what has no check digit is not read across them. */
const figures = /^\s*\d+(?:[.,]\d+)*\s*$/

function judge(parts: readonly Part[], length: number, stands: boolean): Pick<AdjoiningFinding, 'code' | 'certain'> | null {
  if (length !== 11 && (length < 15 || length > 19)) return null
  let n = 0
  for (const { digits } of parts) for (const c of digits) scratch[n++] = c === 'X' ? charX : Number(c)
  const told = parts.some(({ neighbour }) => neighbour.told)
  const days = parts.some(({ day }) => day)
  const sizes = parts.map(({ digits }) => digits.length).join('-')
  const first = parts[0]!
  if (length === 18 && isIdentity(scratch, 0, 1)) {
    // Numbers of documents begin with the day they were given, of this century: beside a code one in eleven has the check digit.
    const century = scratch[6] === 2
    if (century && (days || (told && first.digits.length === 6))) return null
    return { code: 'identity-number', certain: !told && !days && !(century && first.digits.length === 6) }
  }
  if (told || days) return null
  // What begins with nought is no count and no sum; what has words about it is a sentence that goes on.
  const goesOn = parts.slice(1).some(({ digits }) => /^0\d/.test(digits)) || !first.whole || !parts.at(-1)!.whole
  if (!stands && !goesOn) return null
  // Without a check digit, or with one that one number in ten has, only the ways in which people part such numbers count.
  if (length === 15 && sizes === '6-9' && first.whole && isOldIdentity(scratch, 0)) return { code: 'identity-number', certain: false }
  if (length >= 16 && scratch[0] === 6 && scratch[1] === 2 && isCardNumber(scratch, 0, length)) return { code: 'bank-card', certain: false }
  const mobile = length === 11 && scratch[0] === 1 && scratch[1]! >= 3 && scratch[10]! < charX
  if (mobile && (mobileParts.has(sizes) || (goesOn && first.digits.length >= 3))) return { code: 'mobile-number', certain: false }
  return null
}

const mobileParts: ReadonlySet<string> = new Set(['3-8', '7-4', '3-4-4'])

const signs = '[\\s\\-–—_·,，、:：]'
const atEnd = new RegExp(`(?:\\d${signs}{0,3}){1,24}$`)
const atStart = new RegExp(`^${signs}{0,3}(?:\\d${signs}{0,3}){0,24}(?:\\d|[Xx](?![A-Za-z]))`)

function tailOf(neighbour: Neighbour): Part | null {
  const text = plain(neighbour.text.slice(-stretch))
  const day = dayOf(text)
  if (day !== null) return { digits: day, whole: true, day: true, neighbour }
  const found = atEnd.exec(text)
  if (found === null) return null
  const before = text.charAt(found.index - 1)
  if (/[A-Za-z./年月]/.test(before)) return null
  return partOf(neighbour, found[0], found.index === 0 && neighbour.text.length <= stretch)
}

function headOf(neighbour: Neighbour): Part | null {
  const text = plain(neighbour.text.slice(0, stretch))
  const day = dayOf(text)
  if (day !== null) return { digits: day, whole: true, day: true, neighbour }
  const found = atStart.exec(text)
  if (found === null || /^[A-Za-z./年月%％元万亿]/.test(text.slice(found[0].length))) return null
  return partOf(neighbour, found[0], found[0].length === text.trimEnd().length)
}

function partOf(neighbour: Neighbour, found: string, isWhole: boolean): Part | null {
  const digits = found.replace(/[^\dXx]/g, '').toUpperCase()
  return digits.length > 17 ? null : { digits, whole: isWhole, day: dayOf(digits) !== null, neighbour }
}

const ideographs = /[^\x20-\x7e\u3400-\u9fff]|[〇零一二三四五六七八九]{3}/

/** In decimal digits, whatever they are written in. */
function plain(text: string): string {
  if (!ideographs.test(text)) return text
  return fold(text).replace(/./gsu, (c) => {
    const kind = c.length === 1 ? unitClass[c.charCodeAt(0)]! : charX
    return kind < charX ? String(kind) : c
  })
}

/** A cell that is a day, as eight digits; null where it is none. */
function dayOf(text: string): string | null {
  const found = /^\s*((?:19|20)\d\d)(?:[-/.年]?)(\d{1,2})(?:[-/.月]?)(\d{1,2})日?\s*$/.exec(text)
  if (found === null || text.trim().length < 8) return null
  const digits = found[1]! + found[2]!.padStart(2, '0') + found[3]!.padStart(2, '0')
  return isDay(Number(digits)) ? digits : null
}
