/** Data on persons told by words in running text: a label and what follows it (血型：A, 身份证号 4401…, 负责人：…). Pure. */
import { passesChecks } from '../subjects/uscc.ts'
import type { Boundary, BoundaryCode, Category } from './boundary.ts'
import { charX, disguised, fold, lookalike0, lookalike1, mask, separator, unitClass } from './characters.ts'
import type { FactFinder } from './facts.ts'
import { isDay } from './identity-build.ts'
import { fewestDigits } from './numbers.ts'
import type { NameFinder } from './person-names.ts'
import { disguises } from './seen.ts'
import { special } from '../../text/text.ts'

export type WordFinding = {
  readonly code: BoundaryCode
  readonly category: Category | null
  readonly birth: number | null
  readonly certain: boolean
  /** where in the text; null = not told apart from the rest */
  readonly span: readonly [from: number, to: number] | null
}
/** How names are looked for: everywhere, only behind an office (what stands there is an organisation's name), not at all. */
export type NamesAt = 'everywhere' | 'offices' | 'nowhere'
/**
 * @param text as a reader sees it (seen.ts)
 * @returns bits: 1 it may be disguised (it is then to be seen first), 2 it holds white space, 4 `findNumbers` may find something in it, 8 it
 *   holds what is not kept, or not written into JSON, as it stands (`special`), or what stands for words blanked, 16 it holds letters in
 *   which something may be coded (coded.ts)
 */
export type FindWords = (text: string, names: NamesAt, report: (finding: WordFinding) => void) => number

type Label = {
  readonly word: string
  readonly latin: boolean
  readonly needsPerson: boolean
  readonly follows: (rest: string, connector: Connector) => false | { readonly birth: number | null }
  readonly code: BoundaryCode
  readonly category: Category | null
  /** the word calls for a look at its sentence */
  readonly fact: boolean
}
/** What stands between a label and its value: a sign (: =), a word of being, or nothing. */
type Connector = 'sign' | 'word' | 'none'

const unfilled = /^(?:[/／\-—]+|无|null|n\/a|空)?["'“”\s]*(?:$|[,，;；。}\]\n])/i
const blank = /["'“”\s]/

/** Whether a cell says anything: empty, "/" and "无" are how the templates of 2015-2018 write nothing. */
export const isFilled = (cell: string): boolean => {
  // By hand: two runs of the same marks side by side would take quadratic time in a regular expression.
  let from = 0
  while (from < cell.length && blank.test(cell.charAt(from))) from++
  return !unfilled.test(cell.slice(from))
}

/** Prepares the search once per boundary; the search itself makes one pass and looks closer only where a label ends. */
export function wordFinder(boundary: Boundary, names: NameFinder, facts: FactFinder): FindWords {
  const byLast = new Map<number, Label[]>()
  // A unit's first answer, in bits: 1 may end a label, 2 a name may begin with it, 4 is a label by itself,
  // 8 begins a title, 16 is white space, 32 may disguise, 64 may be a digit, 128 is a nine, 256 calls for the search for
  // numbers whatever stands beside it, 512 is special (text.ts) or stands for what was blanked, 1024 may belong to a code. Its second, for most of the rest: whether the unit before it fits, by the last two
  // units of every label.
  const ends = new Uint16Array(65536)
  const pairs = new Uint8Array(65536)
  for (let unit = 0; unit < 65536; unit++) ends[unit] = names.begins[unit] === 1 ? 2 : disguises[unit] === 1 ? 32 : isSpace(unit) ? 16 : 0
  const add = (word: string, label: Omit<Label, 'word' | 'latin' | 'needsPerson' | 'fact'>, needsPerson = false, fact = false) => {
    const plain = word.toLowerCase()
    const entry = { ...label, word: plain, latin: !fact && /^[\x20-\x7e]+$/.test(plain), needsPerson, fact }
    const last = plain.charCodeAt(plain.length - 1)
    for (const unit of new Set([last, plain.toUpperCase().charCodeAt(plain.length - 1)])) {
      ends[unit] = ends[unit]! | (plain.length === 1 ? 4 : 1)
      byLast.set(unit, [...(byLast.get(unit) ?? []), entry])
      const before = plain.charCodeAt(plain.length - 2)
      for (const b of new Set([before, plain.toUpperCase().charCodeAt(plain.length - 2)])) pairs[pairOf(b, unit)] = 1
    }
  }
  for (const category of [...boundary.categories, ...boundary.attributes]) {
    const values = category.values.map((v) => v.toLowerCase())
    const valued = { code: category.code, category, follows: categoryFollows(values, category.code === 'person-data') } as const
    for (const word of category.labels) add(word, valued)
    for (const word of category.needsPerson) add(word, { ...valued, follows: amountFollows }, true)
  }
  for (const { code, labels } of boundary.numbers) {
    for (const word of labels) add(word, { code, category: null, follows: code === 'mobile-number' ? phoneFollows : documentFollows })
  }
  const nameFollows = nameAfter(boundary.names.surnames)
  for (const word of boundary.names.labels) add(word, { code: 'person-named', category: null, follows: nameFollows })
  for (const word of boundary.birthDate.labels) add(word, { code: 'birth-date', category: null, follows: dateFollows })
  const personWords = boundary.personWords.map((w) => w.toLowerCase())
  for (const word of facts.words) add(word, { code: 'prohibited-category', category: null, follows: () => false }, false, true)
  for (const labels of byLast.values()) labels.sort((a, b) => b.word.length - a.word.length)
  ends[0x300a] = 8
  for (let unit = 0; unit < 65536; unit++) {
    const kind = unitClass[unit]!
    if (kind <= charX || kind === lookalike0 || kind === lookalike1) ends[unit] = ends[unit]! | (kind === 9 ? 192 : 64)
    else if (kind === mask || kind === disguised) ends[unit] = ends[unit]! | 256
    if (/[+a-zEIOāáǎàēéěèīíǐìōóǒòūúǔù]/.test(String.fromCharCode(unit))) ends[unit] = ends[unit]! | 1024
    if (unit === 0x2587 || special.test(String.fromCharCode(unit))) ends[unit] = ends[unit]! | 512
  }
  ends[0x751f] = ends[0x751f]! | 1 // …年…月…日出生
  pairs[pairOf(0x51fa, 0x751f)] = 1

  const onePerson = new RegExp(boundary.factSubjects.one.filter((w) => !/^[ -~]+$/.test(w)).join('|'))
  /** one person is the subject of the clause a label stands in */
  const personal = (text: string, at: number): boolean => onePerson.test(/[^。；;！？\n，,]*$/.exec(text.slice(Math.max(0, at - 16), at))![0])

  // A name in a stretch of the text, for a fact told there.
  const named = (text: string) => (from: number, to: number): 'certain' | 'doubtful' | null => {
    let found: 'certain' | 'doubtful' | null = null
    for (let i = from; i < to && found !== 'certain'; i++) {
      const name = names.begins[text.charCodeAt(i)] === 1 ? names.look(text, i, -1) : null
      if (name !== null) found = name.certain ? 'certain' : 'doubtful'
    }
    return found
  }

  /** @returns how many sentences were looked at for facts */
  const lookCloser = (text: string, i: number, unit: number, withFacts: boolean, report: (finding: WordFinding) => void): number => {
    if (unit === 0x751f && text.charCodeAt(i - 1) === 0x51fa) {
      const born = dayIn(/(\d{4})(?:年\s*$|[年\-./](\d{1,2})(?:[月\-./](?:(\d{1,2})日?)?)\s*$)/.exec(figures(text.slice(Math.max(0, i - 16), i - 1))))
      if (born !== null) report({ code: 'birth-date', category: null, birth: born, certain: true, span: null })
    }
    let looked = 0
    for (const label of byLast.get(unit) ?? []) {
      if (label.fact && !withFacts) continue
      const from = matchBackwards(text, i, label.word)
      if (from < 0 || (label.latin && (isLetter(text.charCodeAt(from - 1)) || isLetter(text.charCodeAt(i + 1))))) continue
      if (label.fact) {
        const fact = facts.look(text, from, named(text))
        if (fact) report({ code: fact.category.code, category: fact.category, birth: null, certain: fact.certain, span: [fact.from, fact.to] })
        looked++
        continue
      }
      if (label.code === 'birth-date' && boundary.birthDate.otherwise.some((w) => w.endsWith(label.word) && text.endsWith(w, i + 1))) continue
      const [rest, connector] = afterLabel(text, i + 1)
      // 法定代表人健康状况为良好: of a person any value counts.
      const hit = label.follows(rest, connector) || (label.category !== null && connector === 'word' && isFilled(rest) && personal(text, from) && plainly)
      if (!hit) continue
      // A word of money is an organisation's too: of a person it is certain, of nobody named a doubt where a sign makes it a label.
      const certain = !label.needsPerson || personBefore(text, from, personWords) || personal(text, from)
      if (certain || (connector === 'sign' && standsAsLabel(text, from))) {
        report({ code: label.code, category: label.category, birth: hit.birth, certain, span: certain ? null : [from, i + 1] })
      }
    }
    return looked
  }

  // The loop stays small: it runs over every character of a delivery.
  return (text, namesAt, report) => {
    let before = 0
    let after = -1
    let hits = 0
    let titled = -1 // the title of a law or a paper is looked at for nothing but labels
    let facts = 0
    let texture = 0
    let digits = 0
    names.work.cuts = 0
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      const may = ends[unit]!
      if (may !== 0) {
        if (may >= 8) {
          if (may >= 64) {
            if ((may & 64) !== 0) digits++
            if (may >= 128) {
              if ((may & 256) !== 0 || ((may & 128) !== 0 && text.length >= codeLength)) texture |= 4
              if ((may & 512) !== 0) texture |= 8
              if (may >= 1024) texture |= 16
            }
          }
          if ((may & 16) !== 0) texture |= 2
          else if ((may & 32) !== 0) {
            if (unit !== 37 || isHex(text.charCodeAt(i + 1)) || text.charCodeAt(i + 1) === 117) texture |= 1
          }
        }
        if (unit === 0x300a) titled = Math.max(titled, titleEnd(text, i))
        const ending = (may & 4) !== 0 || ((may & 1) !== 0 && (pairs[pairOf(before, unit)] === 1 || isSpace(before)))
        if (ending) facts += lookCloser(text, i, unit, facts < mostFacts && i > titled, report)
        if ((may & 2) !== 0 && i >= after && !names.skips(text, i, before, after, namesAt === 'offices') && i > titled && namesAt !== 'nowhere' && hits <= mostHits) {
          if (names.work.cuts > mostCuts || hits === mostHits) {
            report({ code: 'person-named', category: null, birth: null, certain: false, span: null })
            hits = mostHits + 1
            continue
          }
          const name = names.look(text, i, after, namesAt === 'offices')
          if (name !== null) {
            report({ code: 'person-named', category: null, birth: null, certain: name.certain, span: [name.from, name.to] })
            after = name.to
            hits++
          }
        }
      }
      before = unit
    }
    return digits < fewestDigits ? texture : texture | 4
  }
}

/** Where the title ends that begins with 《; -1 where it is too short to be one, or has no end. */
function titleEnd(text: string, from: number): number {
  for (let i = from + 1; i < text.length && i - from < 120; i++) if (text.charCodeAt(i) === 0x300b) return i - from > 5 ? i : -1
  return -1
}

/** A trader's code may have fewer digits than any other number, but not fewer signs. */
const codeLength = 18

/** No text that people read has as much that looks like names or facts; what has goes back as a whole. */
const mostHits = 500
const mostCuts = 20_000
const mostFacts = 500

const pairOf = (before: number, unit: number): number => (before * 31 + unit) & 0xffff
const isHex = (unit: number): boolean => (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 70) || (unit >= 97 && unit <= 102)
const isLetter = (unit: number): boolean => (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122)
const isSpace = (unit: number): boolean => unit === 32 || unit === 0x3000 || unit === 0xa0 || (unit >= 9 && unit <= 13)

/** White space inside a label that is looked past. */
const mostSpaces = 64

/** @returns where the word begins that ends at `end` (white space inside it ignored: 姓 名), or -1 */
function matchBackwards(text: string, end: number, word: string): number {
  let at = end
  for (let k = word.length - 1; k >= 0; k--) {
    if (k < word.length - 1) {
      const near = at - mostSpaces
      while (at >= near && at >= 0 && isSpace(text.charCodeAt(at))) at--
    }
    if (word.charCodeAt(k) === 32) continue
    const unit = text.charCodeAt(at)
    if (at < 0 || (unit !== word.charCodeAt(k) && (unit > 90 || unit < 65 || unit + 32 !== word.charCodeAt(k)))) return -1
    at--
  }
  return at + 1
}

/** What begins a cell or a clause, and no organisation's word before it: 当事人情况：存款：20万元. */
const standsAsLabel = (text: string, at: number): boolean =>
  at === 0 || (/[：:；;，,。、\s（(【]/.test(text.charAt(at - 1)) && !/公司|企业|单位|机构|银行|集团|中心/.test(text.slice(Math.max(0, at - 16), at)))

function personBefore(text: string, at: number, personWords: readonly string[]): boolean {
  const before = text.slice(Math.max(0, at - 12), at).toLowerCase().replace(/(?<![\s的之])[\s的之]+$/, '')
  return personWords.some((w) => before.endsWith(w))
}

// 护照号（旧版）：…, 身份证【号码】为…
const bracketed = '(?:[（(【[][^）)】\\]]{0,10}[）)】\\]]\\s*)?'
// 编号, 档案编号, （证号
const called = '(?:[（(【[]?\\s*((?:档案|证件?|流水|登记|初次领证)?(?:号码?|编号|字号)|no\\.?|number)\\s*)?'
const behindLabel = new RegExp(
  `^["'”’\\]）)】」\\s_]*${bracketed}${called}${bracketed}(?:([:：=＝]+)|(为|是|系|属于|有|(?:of|is|was)\\s)\\s*)?["'“‘【「《\\s]*`, 'i',
)

function afterLabel(text: string, at: number): [string, Connector] {
  const rest = text.slice(at, at + 48)
  const m = behindLabel.exec(rest)!
  return [rest.slice(m[0].length), m[2] !== undefined ? 'sign' : m[3] !== undefined ? 'word' : 'none']
}

const plainly = { birth: null } as const

const categoryFollows = (values: readonly string[], ofPersonsOnly: boolean) => (rest: string, connector: Connector) => {
  if (connector === 'sign' || (ofPersonsOnly && connector === 'word')) return isFilled(rest) && plainly
  const low = rest.toLowerCase()
  return values.some((v) => low.startsWith(v) && !isLetter(low.charCodeAt(v.length))) && plainly
}

const amountFollows = (rest: string, connector: Connector) =>
  ((connector === 'sign' && isFilled(rest)) || /^(人民币|共|约|合计|¥|￥)?\s*[\d０-９一二三四五六七八九十百壹贰叁]/.test(rest)) && plainly

/** Letters and digits of a value without single signs, or 号, between them; it ends where other words begin. */
function closed(value: string): string {
  let out = ''
  let gap = 0
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i)
    const kind = unitClass[unit]!
    if (isLetter(unit)) {
      if (out.length >= 2 && !/[oilx]/i.test(value.charAt(i))) break
      out += out.length < 2 && /^[a-z]*$/i.test(out) ? value.charAt(i) : kind === lookalike0 ? '0' : kind === lookalike1 ? '1' : 'X'
    } else if (kind < charX) out += String(kind)
    else if (unit === 0x53f7 || kind === separator || kind === mask) {
      if (++gap > 3) break
      continue
    } else break
    gap = 0
  }
  return out
}

// A code of an organisation may stand in the same place: 证件号码：91….
function documentFollows(rest: string, connector: Connector) {
  if (passesChecks(rest.slice(0, 18).toUpperCase())) return false
  // 海 字 第 1234567 号
  const value = fold(rest.slice(0, 40)).replace(/^(?:[\u4e00-\u9fff]\s*){0,3}字\s*第\s*/, '')
  const digits = /^(?:[\u4e00-\u9fff]{0,4}字?第\s*)?[A-Za-z()\s-]{0,6}(?:[\dXx*●•][\s\-.*●•]{0,2}){6,}/.test(value)
  // Behind a label the digits are read once without what stands between them, of any script, in any grouping.
  if (!/^[;；)）,，。]|^[A-Za-z]{3}/.test(value) && /^[A-Za-z]{0,2}\d{6,19}/.test(closed(value))) return plainly
  return (digits || (connector === 'sign' && /^[A-Za-z]{0,3}\d{5,}/.test(value))) && plainly
}

const phoneFollows = (rest: string, connector: Connector) => connector === 'sign' && /^[+(\s]*(?:[\d*][\s\-*]{0,2}){7,}/.test(fold(rest)) && plainly

function dateFollows(rest: string, connector: Connector) {
  const value = figures(fold(rest))
  const birth = dayIn(/^(?:(?:on|in|at)\s+)?(?:公元)?(\d{4})\D{0,2}(\d{1,2})(?:\D{0,2}(\d{1,2}))?/.exec(value)) ?? westernDay(value)
  if (birth !== null) return { birth }
  const year = /^(?:(?:on|in|at)\s+)?((?:19|20)\d\d)(?:年|\b)/.exec(value)
  if (year !== null) return { birth: Number(year[1]) * 10000 + 1231 }
  return connector === 'sign' && isFilled(rest) && plainly
}

/** A day or month written in digits; a month counts from its last day, so that a child is not taken for older. */
function dayIn(m: RegExpExecArray | null): number | null {
  if (m === null) return null
  const month = Number(m[1]) * 10000 + Number(m[2] ?? 12) * 100
  if (m[3] !== undefined) return isDay(month + Number(m[3])) ? month + Number(m[3]) : null
  return [31, 30, 29, 28].map((d) => month + d).find(isDay) ?? null
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const western = /^(?:(?:on|in|at)\s+)?(?:(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?)?([a-z]{3})[a-z]*\.?\s*(?:(\d{1,2})(?:st|nd|rd|th)?)?,?\s*(\d{4})/i
/** 12 April 1983, April 12th, 1983, April 1983 */
function westernDay(text: string): number | null {
  const m = western.exec(text)
  const month = m === null ? -1 : months.indexOf(m[2]!.toLowerCase())
  if (m === null || month < 0) return null
  const day = m[1] ?? m[3]
  const at = Number(m[4]) * 10000 + (month + 1) * 100
  return day === undefined ? ([31, 30, 29, 28].map((d) => at + d).find(isDay) ?? null) : isDay(at + Number(day)) ? at + Number(day) : null
}

const numerals = '〇一二三四五六七八九'
/** Dates in Chinese numerals in figures: 一九七九年十二月二十五日 */
function figures(text: string): string {
  if (!/[〇零○一二三四五六七八九十廿]/.test(text)) return text
  const digit = (c: string) => String(Math.max(0, numerals.indexOf(c === '零' || c === '○' ? '〇' : c)))
  return text
    .replace(/廿/g, '二十')
    .replace(/([一二三])?十([一二三四五六七八九])?(?=[月日号])/g, (_, tens?: string, ones?: string) => (tens ? digit(tens) : '1') + (ones ? digit(ones) : '0'))
    .replace(/[〇零○一二三四五六七八九]/g, digit)
}

/** The day a cell states, in the ways cells state days; null where it does not. */
export const birthIn = (cell: string): number | null => dayIn(/^(\d{4})\D{0,2}(\d{1,2})(?:\D{0,2}(\d{1,2}))?(?!\d)/.exec(fold(cell).trim()))

/** A run of two to four Han characters with a surname first, or a name with a middle dot. 某 marks a name already hidden. */
function nameAfter(surnames: string): Label['follows'] {
  const known = new Set(surnames)
  const organisation = /公司|集团|企业|中心|合伙|事务所|委员会|协会|学会|合作社|[厂局院会所社行店部处科室站校馆队组]$/
  const next = /^(?:先生|女士|男|女|汉族|住所|住址|性别|职务|电话|地址|身份|出生|系|任|于|因|的|在|被|和|与|及)/
  return (rest, connector) => {
    if (connector !== 'sign') return false
    const run = /^[\u3400-\u9fff·•・\s]+/.exec(rest)?.[0].trimEnd() ?? ''
    const plain = run.replace(/\s/g, '')
    if (plain.includes('某')) return false
    if (known.has(plain.charAt(0)) && (next.test(plain.slice(2)) || next.test(plain.slice(3)))) return plainly
    if (organisation.test(plain)) return false
    const part = run.split(/\s{1,}/)[0]!
    for (const name of [plain, part]) {
      if (/^[\u3400-\u9fff]{1,8}[·•・][\u3400-\u9fff]{1,12}$/.test(name)) return plainly
      if (name.length >= 2 && name.length <= 4 && known.has(name[0]!) && !/^(待|无|未|暂|同|见|请|该)/.test(name)) return plainly
    }
    return false
  }
}
