/**
 * Names of natural persons in running text: whose characters are those of names (statistics of surnames and given
 * names), that no word of the dictionary explains (a segmenter), and that stand where names of persons stand (behind an
 * office, between a word like 对 and a verb, before sex or age, in a list of names). Each of the three counts in the
 * steps of the statistics; none decides alone. Pure.
 *
 * The hot path is a look into two tables per surname character; only what passes them is cut into words.
 */
import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'
import type { Boundary } from './boundary.ts'
import { ethnicNames } from './ethnic-names.ts'
import { nameFrames } from './name-frames.ts'

export type NameHit = { readonly from: number; readonly to: number; readonly certain: boolean }

export type NameFinder = {
  /** by UTF-16 unit: 1 where a name may begin with it */
  readonly begins: Uint8Array
  /** how often a text was cut into words; whoever looks through one sets it to nought before and bounds it */
  readonly work: { cuts: number }
  /** Cheap: whether nothing begins there, as with most characters that could. */
  readonly skips: (text: string, at: number, before: number, after: number, onlyBehindOffice: boolean) => boolean
  /** Whether a name begins at a place of a text; `after` is where the last one ended, -1 = none yet. */
  readonly look: (text: string, at: number, after: number, onlyBehindOffice?: boolean) => NameHit | null
  /** Whether the whole text reads as a person's name: what stands where the name of an organisation should. */
  readonly reads: (text: string) => boolean
}

// What each kind of evidence is worth, in natural logarithms; settled by measuring (test/boundary/adversarial.test.ts).
const rare = 0.5 // a character of no list
const enough = 4.5
const sure = 10.5

let segmenter: Jieba | null = null
/** The dictionary is read when the first text needs it: most commands never do. */
const words = (): Jieba => (segmenter ??= Jieba.withDict(dict))

const han = (unit: number): boolean => (unit >= 0x4e00 && unit <= 0x9fff) || (unit >= 0x3400 && unit <= 0x4dbf)

export function nameFinder(boundary: Boundary): NameFinder {
  const { names } = boundary
  const surname = weights(names.surnameWeights)
  const given = weights(names.givenWeights)
  const own = (unit: number): number => (given[unit]! > none ? given[unit]! : rare)
  const compound = new Set(names.compoundSurnames)
  const notNames = new Set(names.words)
  const brands = new Set(names.brands)
  const regions = new Set(names.regions)
  const frames = nameFrames(names.frames)
  const ethnic = ethnicNames(names.ethnicParts)
  const brandBehind = new RegExp(`^[”"』」》]?(?:${anyOf(names.brandBehind)})`)
  const brandBefore = new RegExp(`(?:${anyOf(names.brandBefore)})(?:为|是|：|:)?(?:[“"『「《][^“”"』」》]{1,12}[”"』」》][、，和及]?){0,6}[“"『「《]$`)
  const longForms = new Set(boundary.organisationForms.chinese.filter((form) => form.length > 1))
  const begins = new Uint8Array(65536)
  // Whose neighbours the tables know: surnames. Behind an office a character of no list begins a name too, and a part of an ethnic one.
  const family = new Uint8Array(65536)
  for (let unit = 0; unit < 65536; unit++) if (surname[unit]! > none) family[unit] = 1
  for (const name of names.compoundSurnames) family[name.charCodeAt(0)] = 1
  for (let unit = 0; unit < 65536; unit++) if (family[unit] === 1 || ethnic.begins[unit] === 1 || (inBlock(unit) && given[unit] === none)) begins[unit] = 1
  const roles = byLast([...names.roles, ...names.labels])
  const officeBegins = new RegExp(`^(?:${anyOf([...names.roles, ...names.labels])})`)
  const leads = byLast(names.leads)
  // What may stand right before a name behind an office, and behind any of the words that lead to one.
  const officeEnd = lastUnits([...names.roles, ...names.labels, ...'为是系叫由）)'])
  const leadEnd = lastUnits(names.leads)
  const follows = anyOf(names.follows)
  // The rest of an organisation's name: a form of one character ends it only where the word ends too (会|计师 does not).
  const forms = boundary.organisationForms.chinese
  const [short, long] = [anyOf(forms.filter((form) => ends.includes(form))), anyOf(forms.filter((form) => form.length > 1))]
  const tail = new RegExp(`^[\\u4e00-\\u9fffA-Za-z（）()]{0,10}?(?:${long}|(?:${short})(?:(?![\\u4e00-\\u9fff])|(?=[${functional}])(?!(?<=行)[为被])))`)
  const broken = /[系为是在的于与和及、因被对任由将向等所并从经以说称未不向让给把该其本这此某]/
  const places = anyOf(names.places)
  const place = new RegExp(`^(?:${places})`)
  const action = new RegExp(`^(?:${follows})`)
  const longAction = new RegExp(`^(?:${anyOf(names.follows.filter((word) => word.length > 1))})`)
  // By the order of the characters that begin names; zero pages until they are used.
  const order = new Uint16Array(65536)
  let count = 0
  for (let unit = 0; unit < 65536; unit++) if (family[unit] === 1) order[unit] = count++
  const behind = new Uint8Array(count * block)
  const ahead = new Uint8Array(count * block)
  const compoundFirst = lastUnits(names.compoundSurnames.map((name) => name[0]!))
  const work = { cuts: 0 }
  const cutUp = (text: string): string[] => {
    work.cuts++
    return words().cut(text, false)
  }
  const tagged = new Map<string, boolean>()
  const towns = new Map<string, boolean>()
  for (const dot of '·•・‧∙') begins[dot.charCodeAt(0)] = 1

  /** Whether two characters, one of them one that begins names, are a word and no name by the dictionary: asked once per pair. */
  function isWord(a: number, b: number): boolean {
    const [row, column] = family[a] === 1 ? [a, b] : [b, a]
    if (family[row] !== 1 || !inBlock(column)) return askWord(a, b)
    const table = family[a] === 1 ? behind : ahead
    const at = order[row]! * block + column - firstHan
    const known = table[at]!
    if (known !== 0) return known === 2
    const answer = askWord(a, b)
    table[at] = answer ? 2 : 1
    return answer
  }

  function askWord(a: number, b: number): boolean {
    const word = String.fromCharCode(a, b)
    return notNames.has(word) || (words().cut(word, false).length === 1 && !isNameWord(word))
  }

  /** Whether the dictionary has a word as a person's name. */
  function isNameWord(word: string): boolean {
    let known = tagged.get(word)
    if (known === undefined) {
      // The dictionary marks 明白 and 王朝 as names too: of two characters, both must be those of names.
      known = !notNames.has(word) && words().tag(word, false)[0]!.tag.startsWith('nr')
        && (word.length > 2 || (surname[word.charCodeAt(0)]! >= 3 && given[word.charCodeAt(1)]! >= 2))
      if (tagged.size < 100_000) tagged.set(word, known)
    }
    return known
  }

  /** Whether the rest of an organisation's name follows: a form, and on the way to it no word that ends a name. */
  function isTail(rest: string): boolean {
    const found = tail.exec(rest)?.[0]
    return found !== undefined && found[0] !== '某' && !broken.test(found) && !verbs.test(found)
  }

  function isPlace(word: string): boolean {
    let known = towns.get(word)
    if (known === undefined) {
      const [only] = words().tag(word, false)
      known = only!.word === word && only!.tag === 'ns'
      if (towns.size < 20_000) towns.set(word, known)
    }
    return known
  }

  /** 阿依古丽·买买提: at the dot. */
  function lookAround(text: string, dot: number): NameHit | null {
    let from = dot
    while (from > 0 && dot - from < 10 && han(text.charCodeAt(from - 1))) from--
    let to = dot + 1
    while (to < text.length && to - dot < 12 && (han(text.charCodeAt(to)) || isDot(text.charCodeAt(to)))) to++
    if (dot - from < 2 || to - dot < 3) return null
    const right = text.slice(dot + 1, to + 8)
    if (isTail(right)) return null
    const begin = from
    // Where the words before and behind it end, the segmenter says; what it does not know is the name's.
    let start = from
    for (const word of cutUp(text.slice(from, dot))) {
      if (start + word.length >= dot) break
      if (word.length >= 2 || leads.has(word) || endsWith(roles, text, start + word.length - 1)) from = start + word.length
      start += word.length
    }
    if (dot - from < 2) from = Math.max(begin, dot - 4)
    const role = leftOf(text, from, -1) >= 4
    const end = Math.min(to, dot + 1 + (/^.{2,8}?(?=[的在因系为是与和及未被将向对于采签给予有任持]|$)/.exec(text.slice(dot + 1, to))?.[0].length ?? to))
    return dot - from < 2 && !role ? null : { from, to: end, certain: role }
  }

  // 东方 is a word first, 欧阳 never.
  const familyOf = (plain: string, family: number): number =>
    family === 1 ? surname[plain.charCodeAt(0)]! : isWord(plain.charCodeAt(0), plain.charCodeAt(1)) && !isNameWord(plain.slice(0, 2)) ? 4 : 6
  const givenOf = (word: string): number => [...word].reduce((sum, c) => sum + own(c.charCodeAt(0)), 0)

  // The two commonest reasons of `look`, by tables alone.
  const plainBefore = Uint8Array.from({ length: 65536 }, (_, unit) => (han(unit) && officeEnd[unit] === 0 && frames.ends[unit] === 0 ? 1 : 0))
  function skips(text: string, at: number, before: number, after: number, onlyBehindOffice: boolean): boolean {
    if (plainBefore[before] !== 1 || after >= 0) return false
    const first = text.charCodeAt(at)
    if (onlyBehindOffice && !isDot(first)) return true
    if (at + 2 >= text.length) return false
    const second = text.charCodeAt(at + 1)
    if (ethnic.may(first, second)) return false
    if (family[first] !== 1) return !isDot(first)
    if (compoundFirst[first] === 1 || !inBlock(second) || isDot(first)) return false
    const third = given[text.charCodeAt(at + 2)]!
    if (third > 1 || third <= none) return false
    return (given[second]! < -1 && given[second]! > none && third < 1) || behind[order[first]! * block + second - firstHan] === 2
  }

  function look(text: string, at: number, after: number, onlyBehindOffice = false): NameHit | null {
    const first = text.charCodeAt(at)
    if (isDot(first)) return lookAround(text, at)
    const second = text.charCodeAt(at + 1)
    if (!han(second) && second !== 32 && second !== 0x3000) return null
    if (ethnic.may(first, second)) {
      const hit = lookEthnic(text, at, after, onlyBehindOffice)
      if (hit !== null) return hit
    }
    if (family[first] !== 1) return lookUnknown(text, at, after)
    const before = at === 0 ? 0 : text.charCodeAt(at - 1)
    const frame = onlyBehindOffice ? null : frames.at(text, at)
    const near = after >= 0 && at - after <= 4
    const isCompound = compoundFirst[first] === 1 && compound.has(text.slice(at, at + 2))
    // What every ordinary word is stopped by, before anything is cut.
    let office = near || officeEnd[before] === 1
    if (!office && isOpening(before)) {
      let i = at - 1
      for (let steps = 0; i >= 0 && steps < 12 && isOpening(text.charCodeAt(i)); steps++) i--
      office = i >= 0 && officeEnd[text.charCodeAt(i)] === 1
    }
    if (!office) {
      if (onlyBehindOffice) return null
      if (han(second) && !isCompound) {
        const third = own(text.charCodeAt(at + 2))
        const within = frame !== null && (frame.test(text.slice(at + 2, at + 10)) || frame.test(text.slice(at + 3, at + 11)))
        if (!within && own(second) < -1 && third < 1) return null
        if (isWord(first, second) && third < 2 && !isPersonal(text, at) && !(within && isNamelike(text.slice(at, at + 2)))) return null
        if (!within && han(before) && leadEnd[before] !== 1 && isWord(before, first)) return null
      }
    }
    const left = leftOf(text, at, after)
    if (left < 4) {
      if (onlyBehindOffice) return null
      if (office && han(second) && !isCompound && frame === null && !isPersonal(text, at)) {
        if ((own(second) < -1 && own(text.charCodeAt(at + 2)) < 1) || (isWord(first, second) && own(text.charCodeAt(at + 2)) < 2)) return null
        if (left < 2 && han(before) && isWord(before, first)) return null
      }
    } else if (officeBegins.test(text.slice(at, at + 8))) return null
    let best: NameHit | null = null
    let bestScore = enough
    let cut: readonly string[] | null = null
    const from = Math.max(0, at - 8)
    for (const candidate of candidates(text, at)) {
      const { score: base, placed, told } = judge(text, candidate, left, frame)
      if (base < bestScore - 2) continue
      const score = base + fit(from, (cut ??= cutUp(text.slice(from, at + 14))), at, candidate, told ? 5 : left, at === 0 && candidate.to === text.length)
      if (score < bestScore) continue
      bestScore = score
      best = { from: at, to: candidate.to, certain: score >= sure && placed }
    }
    return best
  }

  /** Whether what stands behind tells sex, age or birth: a name of two or three characters is one whatever word it is. */
  function isPersonal(text: string, at: number): boolean {
    return personalWord.test(text.slice(at + 2, at + 26)) || personalWord.test(text.slice(at + 3, at + 27))
  }

  /** Whether the dictionary has a word as a name of a person or a place, or as one of its own. */
  function isNamelike(word: string): boolean {
    const [first] = words().tag(word, false)
    return first!.word === word && /^n[rsz]/.test(first!.tag)
  }

  /** 李锦记, also in 对李锦记开展: what is left over begins a word. */
  function isBrand(text: string, from: number, to: number): boolean {
    for (let end = from + 2; end <= to + 1; end++) {
      if (brands.has(text.slice(from, end)) && (end >= to || askWord(text.charCodeAt(end), text.charCodeAt(end + 1)))) return true
    }
    return false
  }

  /** 江湾路, 李家村, 唐山: the name of a place. */
  function isArea(plain: string): boolean {
    if (regions.has(plain)) return true
    return areaEnd.test(plain) && (plain.length > 2 ? !ambiguousEnd.test(plain) || placeMiddle.test(plain) : strictEnd.test(plain))
  }

  /** 扎西多吉, 乌兰图雅 */
  function lookEthnic(text: string, at: number, after: number, onlyBehindOffice: boolean): NameHit | null {
    const found = ethnic.at(text, at)
    if (found === null) return null
    const { to, parts } = found
    const left = leftOf(text, at, after)
    const rest = text.slice(to, to + 24)
    const right = rightOf(rest)
    const frame = frames.at(text, at)
    const framed = frame !== null && frame.test(rest)
    if (left < 4 && (onlyBehindOffice || right < 5) && (onlyBehindOffice || place.test(rest) || brandBehind.test(rest))) return null
    if (isTail(rest) && !longAction.test(rest) && !personal.test(rest) && !framed) return null
    const size = to - at
    if (size > 2 && isPlace(text.slice(at, to)) && left < 4) return null
    if (size === 2 && (left < 4 || right < 1) && right < 5) return null
    const score = (parts > 1 ? 5 : size > 2 ? 3 : 0.5) + (framed ? 3 : 0) + Math.max(left, framed ? 0 : -10) + Math.max(right, parts > 1 ? 0 : -2)
    return score >= enough ? { from: at, to, certain: parts > 1 && score >= sure && (left >= 5 || right >= 5) } : null
  }

  /** Behind an office: two to four characters that no word explains and the first of which is of no list of common ones. */
  function lookUnknown(text: string, at: number, after: number): NameHit | null {
    const first = text.charCodeAt(at)
    if (!inBlock(first) || given[first] !== none || functional.includes(text.charAt(at)) || leftOf(text, at, after) < 4) return null
    const cut = cutUp(text.slice(at, at + 12))
    let size = 0
    for (const word of cut) {
      if (size > 0 && (size + word.length > 4 || (size >= 2 && own(word.charCodeAt(0)) < 0) || action.test(word) || !han(word.charCodeAt(0)))) break
      if (word.length > 2 || (word.length === 2 && size === 0)) return null
      size += word.length
    }
    const rest = text.slice(at + size, at + size + 24)
    if (size < 2 || size > 4 || /[某×]/.test(text.slice(at, at + size)) || (isTail(rest) && !longAction.test(rest))) return null
    return { from: at, to: at + size, certain: false }
  }

  type Judged = { readonly score: number; readonly placed: boolean; readonly told: boolean }
  type Candidate = { readonly to: number; readonly plain: string; readonly family: number }

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
      const family = compound.has(plain.slice(0, 2)) ? 2 : 1
      if (plain.length > family && plain.length <= family + 2) all.push({ to: i, plain, family })
      // Two surnames side by side: a name of four (欧阳 aside), rare but written.
      else if (plain.length === 4 && surname[plain.charCodeAt(1)]! >= 3 && surname[plain.charCodeAt(0)]! >= 2) all.push({ to: i, plain, family: 2 })
    }
    return all
  }

  function judge(text: string, { to, plain, family }: Candidate, left: number, frame: RegExp | null): Judged {
    if (/[某×]/.test(plain) || longForms.has(plain.slice(family))) return nothing
    const rest = text.slice(to, to + 24)
    const framed = frame !== null && frame.test(rest)
    const told = personalWord.test(rest)
    const sureOfPerson = left >= 4 || framed || told
    // 金在熙, 何其昌: a word of grammar within a name counts against it; at its end it is the sentence's.
    const grammar = neverGiven.test(plain.slice(family))
    if (grammar && (conjunction.test(plain) || neverGiven.test(plain.at(-1)!))) return nothing
    if (grammar && (plain.length - family !== 2 || own(plain.charCodeAt(plain.length - 1)) < 2)) return nothing
    // 许可证 too, but not 孙子涵. A word that is a name too (方正, 江山) is one where an office or a sex says so.
    if (notNames.has(plain)) {
      if (!(told || (left >= 4 && isNamelike(plain) && rightOf(rest) >= 1))) return nothing
    } else if (notNames.has(plain.slice(0, 2)) && own(plain.charCodeAt(plain.length - 1)) < 2) return nothing
    if (!sureOfPerson && (isArea(plain) || isBrand(text, to - plain.length, to))) return nothing
    const quotedBrand = (): boolean => /^[”"』」》]/.test(rest) && brandBefore.test(text.slice(Math.max(0, to - plain.length - 60), to - plain.length))
    if (left < 4 && !told && (brandBehind.test(rest) || quotedBrand())) return nothing
    if (place.test(rest) && !told) return nothing
    if (isTail(rest) && !longAction.test(rest) && !personal.test(rest) && !framed) return nothing
    let score = familyOf(plain, family) + (framed ? 4 : 0) - (grammar ? 1 : 0)
    for (let k = family; k < plain.length; k++) score += own(plain.charCodeAt(k))
    if (plain.length - family === 2) score += plain[family] === plain[family + 1] ? 1 : 0.5
    const right = rightOf(rest)
    // 应, 向, 于 are surnames and far more often words: without something that leads to a name they are words.
    const alone = !han(text.charCodeAt(to)) && !han(text.charCodeAt(to - plain.length - 1))
    if (family === 1 && leadEnd[plain.charCodeAt(0)] === 1 && left < 2.5 && !alone) score -= 2
    const around = framed ? Math.max(left, 1) + Math.max(right, 0) : left + right
    return { score: score + around, placed: left >= 5 || right >= 5, told: told || (framed && isNamelike(plain)) }
  }

  /** How well the dictionary's words leave room for the name. */
  function fit(from: number, cut: readonly string[], at: number, { to, plain }: Candidate, left: number, whole: boolean): number {
    let place = from
    let value = 0
    let inside = 0
    for (const word of cut) {
      const end = place + word.length
      // 浙江|金芯: behind the name of a place stands a firm's rather than a person's.
      if (end === at && word.length > 1 && isPlace(word)) value -= 1.5
      // 明|田|基金: a character without a word before it makes a name out of the middle of one.
      if (end === at && word.length === 1 && left < 2 && han(word.charCodeAt(0)) && leadEnd[word.charCodeAt(0)] !== 1 && !alone.has(word)) value -= 2.5
      if (place < at && end > at) value -= left >= 4 ? 1.5 : 5 // a word runs into it
      if (place < to && end > to && place >= at) value -= end - place > 2 ? 5 : 3 // and out of it
      if (place >= at && end <= to) {
        inside++
        if (word.length >= 2) {
          const name = isNameWord(word)
          const likely = whole && givenOf(plain.slice(1)) >= 3 && surname[plain.charCodeAt(0)]! >= 2 && !notNames.has(plain)
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
    return value + (inside === 0 ? -2 : 0)
  }

  /** What stands before: an office 5, an office and a sign 6, another name 4, a word that a name follows 2.5, a beginning 1. */
  function leftOf(text: string, at: number, after: number): number {
    let i = at - 1
    let sign = false
    let steps = 0
    while (i >= 0 && steps < 12 && isOpening(text.charCodeAt(i))) {
      if (isSign(text.charCodeAt(i))) sign = true
      i--
      steps++
    }
    if (after >= 0 && after <= at && at - after <= 4 && /^[、，,;；和与及或以\s]{0,4}$/.test(text.slice(after, at))) return 4.5
    if (i < 0) return 1
    let end = i
    // 法定代表人为张伟, 负责人是, 经理（时任）
    if (/[为是系叫由]/.test(text.charAt(end)) && endsWith(roles, text, end - 1)) return 5.5
    if (text.charAt(end) === '）' || text.charAt(end) === ')') {
      const open = Math.max(text.lastIndexOf('（', end), text.lastIndexOf('(', end))
      if (open >= 0 && end - open <= 12) end = open - 1
    }
    if (endsWith(roles, text, end)) return sign ? 6 : 5
    if (steps > 0 && sign === false && i < at - 1 && /[、，,。；;！？!?\n（(“「【〔|/—-]/.test(text.slice(i + 1, at))) return 1
    if (sign) return 1.5
    if (endsWith(leads, text, i)) return 2.5
    return han(text.charCodeAt(i)) ? (alone.has(text.charAt(i)) ? 0.5 : -1.5) : isAlphanumeric(text.charCodeAt(i)) ? -1 : 1
  }

  function rightOf(rest: string): number {
    if (rest === '' || /^[\s。；;！!？?”」】』)）\]}"']/.test(rest)) return 1
    if (personal.test(rest)) return 5
    if (/^等(?:\d|[一二两三四五六七八九十]|人|个人|名)/.test(rest)) return 3
    if (/^(?:[、，,]|[和与及或]|以及)/.test(rest)) return 1
    if (/^[（(：:]/.test(rest)) return 0.5
    if (action.test(rest)) return 2
    return han(rest.charCodeAt(0)) ? -1.5 : isAlphanumeric(rest.charCodeAt(0)) ? -1 : 0.5
  }

  function reads(text: string): boolean {
    const plain = text.replace(/[\s\u3000]+/g, '').replace(/^[原前现](?=[\u3400-\u9fff]{2})/, '')
    if (brands.has(plain) || isArea(plain)) return false
    if (plain.length >= 3 && plain.length <= 12 && ethnic.may(plain.charCodeAt(0), plain.charCodeAt(1))) {
      const hit = ethnic.at(plain, 0)
      if (hit !== null && hit.to >= plain.length - 1 && (hit.parts > 1 || plain.length >= 3) && !isPlace(plain)) return true
    }
    if (/^[\u3400-\u9fff]{2,8}[·•・‧∙][\u3400-\u9fff·•・‧∙]{2,14}$/.test(plain)) return true
    if (!/^[\u3400-\u9fff]{2,4}$/.test(plain)) return false
    const [hit] = candidates(plain, 0).filter(({ to }) => to === plain.length).map((c) => c)
    if (hit === undefined || plain.includes('某')) return false
    let score = familyOf(plain, hit.family)
    for (let k = hit.family; k < plain.length; k++) score += own(plain.charCodeAt(k))
    const [word] = words().tag(plain, false)
    if (word!.word === plain) score += word!.tag.startsWith('nr') ? 2 : -2
    return score >= 3
  }

  return { begins, work, skips, look, reads }
}

/** What only follows a person's name: sex, age, birth, papers, a form of address. */
const personal = new RegExp(`^(?:${[
  String.raw`先生|女士|小姐|同志|老师`,
  String.raw`(?:[（(，,、\s]\s*){1,2}(?:男|女)(?:性)?(?:[，,、。；;：:（()）\s\d汉]|$)`,
  String.raw`[（(，,]\s*\d{1,3}\s*岁|[（(]\s*(?:19|20)\d\d`,
  String.raw`[（(，,、]?\s*(?:身份证|公民身份|公民|护照|生于|出生|时任|系|以下简称|下称|原名|曾用名)`,
].join('|')})`)
/** The same of a name that is a word: nothing that an organisation has too (方正（2019年）). */
const personalWord = new RegExp(`^(?:${[
  String.raw`先生|女士|小姐|同志`,
  String.raw`[（(，,、\s]{1,2}(?:男|女)(?:性)?(?:[，,、。；;）)\s\d汉]|$)`,
  String.raw`[（(，,]\s*\d{1,3}\s*岁`,
  String.raw`[（(，,]?\s*(?:生于|出生于|公民身份|居民身份|身份证)`,
].join('|')})`)
const areaEnd = /[路街巷道村镇乡县市区湾庄里弄屯营桥港坝洲渡汇川]$/
// Of two characters, and of three: what people are called as well.
const strictEnd = /[路街巷镇乡县市区屯弄村庄]$/
const placeMiddle = /[家场店堤口沟塘湖河湾桥村庄门].$/
const ambiguousEnd = /[道里桥港洲汇川营]$/
const none = -100
const firstHan = 0x4e00
const block = 0x9fff - firstHan + 1
const inBlock = (unit: number): boolean => unit >= firstHan && unit < firstHan + block
const nothing = { score: -Infinity, placed: false, told: false } as const
const conjunction = /[的与和及是被对将]/
const neverGiven = /[的与和及在是被对由于从向将未不等该其]/
const ends = '厂店行局院会所社部站队馆校园场'
const functional = '的在于因系为是与和及未不将被对向由等已曾擅从以'
const verbs = /投保|加入|购买|注册|持有|担任|就职|入职|就读|反映|投诉|举报|伪造|冒用|取得|考取|拥有|参加|驾驶|殴打|负责|签订|缴纳|捐赠|借用|进入|前往|离开|逃避|阻挠|拒绝|接受|承认|隐瞒|利用|违反|申请|委托|挂靠|受雇/
/** Single characters that stand as words of their own before a name. */
const alone = new Set('的了在到把从等及其与和是为因经据查该又并也而时后前中内外上下叫找')

function weights(groups: Boundary['names']['surnameWeights']): Int8Array {
  const of = new Int8Array(65536).fill(none)
  for (const { weight, characters } of groups) for (const c of characters.replace(/\s/g, '')) of[c.charCodeAt(0)] = weight
  return of
}

type Ends = ReadonlyMap<string, readonly string[]>
function byLast(list: readonly string[]): Ends {
  const ends = new Map<string, string[]>()
  for (const word of list) ends.set(word.at(-1)!, [...(ends.get(word.at(-1)!) ?? []), word])
  return ends
}
function lastUnits(list: readonly string[]): Uint8Array {
  const units = new Uint8Array(65536)
  for (const word of list) units[word.charCodeAt(word.length - 1)] = 1
  return units
}
const endsWith = (ends: Ends, text: string, end: number): boolean =>
  end >= 0 && (ends.get(text.charAt(end)) ?? []).some((word) => text.startsWith(word, end - word.length + 1))

const anyOf = (list: readonly string[]): string => [...list].sort((a, b) => b.length - a.length).map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
const isDot = (unit: number): boolean => unit === 0xb7 || unit === 0x2022 || unit === 0x30fb || unit === 0x2027 || unit === 0x2219
const isAlphanumeric = (unit: number): boolean => (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122)
const isBlank = (unit: number): boolean => unit === 32 || unit === 0x3000 || unit === 0xa0
const isSpacedEnd = (text: string, i: number): boolean => !han(text.charCodeAt(i + 1))
const opening = new Set([...' \u3000\u00a0\t\n\r（(【[〔「『“"‘\'《<：:=＝、，,。；;！!？?—-|/'].map((c) => c.charCodeAt(0)))
const isOpening = (unit: number): boolean => opening.has(unit)
const isSign = (unit: number): boolean => unit === 0x3a || unit === 0xff1a || unit === 0x3d || unit === 0xff1d
