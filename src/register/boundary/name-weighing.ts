/** A name of a person as it may stand at a place of a text, and how well characters, words and neighbours speak for it. Pure. */
import type { Boundary } from './boundary.ts'
import type { NameDictionary, Word } from './name-dictionary.ts'
import type { NameSurroundings } from './name-surroundings.ts'
import type { NameTails } from './name-tails.ts'
import { han, type NameWeights } from './name-weights.ts'

export type NameHit = { readonly from: number; readonly to: number; readonly certain: boolean }

// What all evidence together must be worth, in natural logarithms; settled by measuring (test/boundary/adversarial.test.ts).
export const enough = 4.5
export const sure = 10.5

export type Judged = { readonly score: number; readonly placed: boolean; readonly told: boolean; readonly bonus: number }
/** The words of a text from a place of it on. */
export type Cut = { readonly from: number; readonly words: readonly Word[] }
export type Candidate = { readonly to: number; readonly plain: string; readonly family: number }

export type NameWeighing = {
  /** The surname alone; `family` = of how many characters. */
  readonly familyOf: (plain: string, family: number) => number
  readonly candidates: (text: string, at: number) => Candidate[]
  /** `sole`: behind an office of persons alone, where what speaks for a name is worth more, but nothing more certain. */
  readonly judge: (text: string, candidate: Candidate, left: number, frame: RegExp | null, sole: boolean) => Judged
  /** Whether what follows the surname is a given name by itself: its characters are, and if they are a word (安全, 行政), clearly so. */
  readonly isGiven: (text: string, candidate: Candidate) => boolean
  /** How well the dictionary's words leave room for the name; `whole`: it is all of the text. */
  readonly fit: (cut: Cut, at: number, candidate: Candidate, left: number, whole: boolean, sole: boolean) => number
}
export type NameParts = {
  readonly weights: NameWeights
  readonly dictionary: NameDictionary
  readonly around: NameSurroundings
  readonly tails: NameTails
}

export function nameWeighing({ names, organisationForms }: Boundary, { weights, dictionary, around, tails }: NameParts): NameWeighing {
  const { own, surname, givenOf } = weights
  const { isWord, isNameWord } = dictionary
  const longForms = new Set(organisationForms.chinese.filter((form) => form.length > 1))
  const [sideSurnames, whereabouts] = [new Set(names.sideSurnames), new Set(names.whereabouts)]
  const conjunction = new RegExp(`[${names.neverGiven.join('')}]`)
  const neverGiven = new RegExp(`[${[...names.neverGiven, ...names.seldomGiven].join('')}]`)

  // 东方 is a word first, 欧阳 never.
  function familyOf(plain: string, family: number): number {
    const first = plain.charCodeAt(0)
    if (family === 1) return weights.seldom[first] === 1 ? 0 : surname[first]!
    return isWord(first, plain.charCodeAt(1)) && !isNameWord(plain.slice(0, 2)) ? 4 : 6
  }

  function candidates(text: string, at: number): Candidate[] {
    const all: Candidate[] = []
    // 张 伟 明: spaces that a form or a careful hand puts between the characters of a name.
    const spaced = !han(text.charCodeAt(at + 1))
    let plain = text.charAt(at)
    let i = at + 1
    while (plain.length < 4) {
      let skipped = 0
      while (spaced && skipped < 8 && isBlank(text.charCodeAt(i))) { i++; skipped++ }
      if (!han(text.charCodeAt(i)) || (spaced && skipped === 0 && plain.length > 1 && !isSpacedEnd(text, i))) break
      plain += text.charAt(i++)
      const family = weights.compound.has(plain.slice(0, 2)) ? 2 : 1
      if (plain.length > family && plain.length <= family + 2) all.push({ to: i, plain, family })
      // Two surnames side by side: a name of four (欧阳 aside), rare but written.
      else if (plain.length === 4 && surname[plain.charCodeAt(1)]! >= 3 && surname[plain.charCodeAt(0)]! >= 2) all.push({ to: i, plain, family: 2 })
      // A given name of three: only behind an office.
      else if (plain.length === 4 && own(plain.charCodeAt(1)) + own(plain.charCodeAt(2)) + own(plain.charCodeAt(3)) >= 3) all.push({ to: i, plain, family: 1 })
    }
    return all
  }

  function judge(text: string, { to, plain, family }: Candidate, left: number, frame: RegExp | null, sole: boolean): Judged {
    // 年度, 长期: words, whatever stands before them.
    if (weights.seldom[plain.charCodeAt(0)] === 1 && family === 1 && left < 6 && isWord(plain.charCodeAt(0), plain.charCodeAt(1))) return nothing
    // 马路上, 江河边: a word and where it is, but behind an office.
    if (left < 4 && plain.length === 3 && whereabouts.has(plain.charAt(2)) && isWord(plain.charCodeAt(0), plain.charCodeAt(1))) return nothing
    if (/[某×]/.test(plain) || longForms.has(plain.slice(family))) return nothing
    const rest = text.slice(to, to + 24)
    const framed = frame !== null && frame.test(rest)
    const told = around.personalWord.test(rest)
    const sureOfPerson = left >= 4 || framed || told
    // 金在熙, 何其昌: a word of grammar within a name counts against it; at its end it is the sentence's.
    const grammar = neverGiven.test(plain.slice(family))
    // 仇和英: behind an office no 和 stands between a surname and anything else.
    const within = grammar && left >= 5 && plain.length - family === 2 && !isWord(plain.charCodeAt(0), plain.charCodeAt(1))
      && !neverGiven.test(plain.at(-1)!) && (conjunction.test(plain.charAt(1)) || !isWord(plain.charCodeAt(1), plain.charCodeAt(2)) || around.right(rest) === 1)
    if (grammar && !within && (conjunction.test(plain) || neverGiven.test(plain.at(-1)!))) return nothing
    if (plain.length - family === 3 && left < 4) return nothing
    if (grammar && !within && (plain.length - family !== 2 || own(plain.charCodeAt(plain.length - 1)) < 2)) return nothing
    // 许可证 too, but not 孙子涵. A word that is a name too (方正, 江山) is one where an office or a sex says so.
    if (weights.notNames.has(plain)) {
      if (!(told || (left >= 4 && dictionary.isNamelike(plain) && around.right(rest) >= 1))) return nothing
    } else if (weights.notNames.has(plain.slice(0, 2)) && own(plain.charCodeAt(plain.length - 1)) < (sole ? 0 : 2)) return nothing
    if (!sureOfPerson && (tails.isArea(plain) || tails.isBrand(text, to - plain.length, to))) return nothing
    const quotedBrand = (): boolean => /^[”"』」》]/.test(rest) && tails.brandBefore.test(text.slice(Math.max(0, to - plain.length - 60), to - plain.length))
    if (left < 4 && !told && (tails.brandBehind.test(rest) || quotedBrand())) return nothing
    if (tails.place.test(rest) && !told) return nothing
    if (left < 5 && !told && tails.isGoods(text, to - plain.length)) return nothing
    const tail = around.longAction.test(rest) || around.personal.test(rest) || framed ? 'no' : tails.isTail(rest)
    if (tail === 'yes' && !sole) return nothing
    let score = familyOf(plain, family) + (framed ? 4 : 0) - (grammar ? 1 : 0)
    for (let k = family; k < plain.length; k++) score += own(plain.charCodeAt(k))
    if (plain.length - family === 2) score += plain[family] === plain[family + 1] ? 1 : 0.5
    const right = around.right(rest)
    // 应, 向, 于 are surnames and far more often words: without something that leads to a name they are words.
    const alone = !han(text.charCodeAt(to)) && !han(text.charCodeAt(to - plain.length - 1))
    if (family === 1 && around.leadEnd[plain.charCodeAt(0)] === 1 && left < 2.5 && !alone) score -= 2
    const sides = framed ? Math.max(left, 1) + Math.max(right, 0) : left + right
    const bonus = sole && tail !== 'yes' ? 1.5 : tail === 'may' && !sole ? -3 : 0
    const placed = tail === 'no' && (right >= 5 || (left >= 5 && (sole || right > 0)))
    return { score: score + sides + bonus, placed, told: told || (framed && dictionary.isNamelike(plain)), bonus }
  }

  function isGiven(text: string, { to, plain, family }: Candidate): boolean {
    const rest = plain.slice(family)
    if (rest.length > 2 || neverGiven.test(rest)) return false
    if (rest.length === 1) return own(rest.charCodeAt(0)) >= 2 && !dictionary.askWord(rest.charCodeAt(0), text.charCodeAt(to))
    if (!dictionary.askWord(rest.charCodeAt(0), rest.charCodeAt(1))) return givenOf(rest) >= 2
    return givenOf(rest) >= 6 || (givenOf(rest) >= 3 && dictionary.isNamelike(rest))
  }

  /** How well the dictionary's words leave room for the name. */
  function fit({ from, words }: Cut, at: number, { to, plain, family }: Candidate, left: number, whole: boolean, sole: boolean): number {
    let place = from
    let value = 0
    let inside = 0
    let plainWords = 0
    // 司马|建国, 欧阳|静: both may be words; a surname of two characters that is nothing else is one all the same.
    const both = plain.slice(0, 2)
    const standsApart = family === 2 && !weights.notNames.has(both) && !sideSurnames.has(both) && givenOf(plain.slice(2)) > 2 * (plain.length - 2)
    for (const { word, tag } of words) {
      if (standsApart && place === at && word.length === 2) {
        place += 2
        inside++
        continue
      }
      const end = place + word.length
      // 浙江|金芯: behind the name of a place stands a firm's rather than a person's.
      if (end === at && word.length > 1 && dictionary.isPlace(word)) value -= 1.5
      // 明|田|基金: a character without a word before it makes a name out of the middle of one.
      if (end === at && word.length === 1 && left < 2 && han(word.charCodeAt(0))
        && around.leadEnd[word.charCodeAt(0)] !== 1 && !around.alone.has(word)) value -= 2.5
      if (place < at && end > at) value -= left >= 4 && !dictionary.isPlace(word) ? 1.5 : 5 // a word runs into it
      // 祝无双|核对, 挪用|覃小溪: verbs of no list speak for a name between them, not for 向|雅培.
      if (isAct.test(tag) && around.leadEnd[plain.charCodeAt(0)] !== 1) {
        if (place === to && !around.action.test(word)) value += 2
        if (end === at && left < 0) value += 2
      }
      // 山西|锦, 向|山西: the name of a place within, or that is all of it.
      const begins = place === at || around.leadEnd[plain.charCodeAt(0)] === 1
      if (place >= at && place < to && word.length > 1 && !sole && begins && dictionary.isPlace(word)) value -= place === at ? 5 : 3
      // 高峰|时段: words before and across its end.
      if (place < to && end > to && place > at && plainWords > 0) value -= 6
      if (place < to && end > to && place >= at) value -= end - place > 2 ? 5 : 3 // and out of it
      if (place >= at && end <= to) {
        inside++
        if (word.length >= 2) {
          const name = isNameWord(word)
          if (!name) plainWords += word.length
          const likely = whole && givenOf(plain.slice(1)) >= 3 && surname[plain.charCodeAt(0)]! >= 2 && !weights.notNames.has(plain)
          if (word === plain && !name) value -= left >= 4 ? 3 : likely ? 2 : 7
          else if (word === plain) value += 2
          // 孙子|涵, 周天|磊: the last character may be stronger than the word.
          else if (place === at && !name) value -= plain.length === 3 && own(plain.charCodeAt(2)) >= 2 ? 2 : 4
          // 应|强化, 方|承诺: a word behind a surname, unless its characters are those of names (建国).
          else if (end === to && !name && end - at === plain.length) value -= (left >= 4 ? 1 : 2.5) - (givenOf(word) >= 4 ? 1 : 0)
        }
      }
      place = end
    }
    // 高峰|时段: nothing but words.
    return value + (inside === 0 ? -2 : 0) + (plainWords === 4 ? -6 : 0)
  }

  return { familyOf, candidates, judge, isGiven, fit }
}

const nothing = { score: -Infinity, placed: false, told: false, bonus: 0 } as const
const isAct = /^[vdp]/
const isBlank = (unit: number): boolean => unit === 32 || unit === 0x3000 || unit === 0xa0
const isSpacedEnd = (text: string, i: number): boolean => !han(text.charCodeAt(i + 1))
