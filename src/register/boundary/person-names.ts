/**
 * Names of natural persons in running text: whose characters are those of names (statistics of surnames and given
 * names), that no word of the dictionary explains (a segmenter), and that stand where names of persons stand (behind an
 * office, between a word like 对 and a verb, before sex or age, in a list of names). Each of the three counts in the
 * steps of the statistics; none decides alone. Pure.
 *
 * The hot path is a look into two tables per surname character; only what passes them is cut into words.
 */
import type { Boundary } from './boundary.ts'
import { ethnicNames } from './ethnic-names.ts'
import { nameAsides } from './name-asides.ts'
import { nameDictionary } from './name-dictionary.ts'
import { nameFrames } from './name-frames.ts'
import { isDot, nameKinds } from './name-kinds.ts'
import { nameSurroundings } from './name-surroundings.ts'
import { nameTails } from './name-tails.ts'
import { type Cut, enough, type NameHit, nameWeighing, sure } from './name-weighing.ts'
import { han, inBlock, nameWeights, none } from './name-weights.ts'

export type { NameHit } from './name-weighing.ts'

export type NameFinder = {
  /** by UTF-16 unit: 1 where a name may begin with it */
  readonly begins: Uint8Array
  /** how often a text was cut into words; whoever looks through one sets it to nought before and bounds it */
  readonly work: { cuts: number }
  /** Cheap: whether nothing begins there, as with most characters that could; only where `look` would find nothing either. */
  readonly skips: (text: string, at: number, before: number, after: number, onlyBehindOffice: boolean) => boolean
  /** Whether a name begins at a place of a text; `after` is where the last one ended, -1 = none yet. */
  readonly look: (text: string, at: number, after: number, onlyBehindOffice?: boolean) => NameHit | null
  /** Whether the whole text reads as a person's name: what stands where the name of an organisation should. */
  readonly reads: (text: string) => boolean
}

export function nameFinder(boundary: Boundary): NameFinder {
  const { names } = boundary
  const weights = nameWeights(boundary)
  const { own, given, family } = weights
  const dictionary = nameDictionary(weights)
  const { isWord } = dictionary
  const around = nameSurroundings(boundary)
  const tails = nameTails(boundary, dictionary)
  const frames = nameFrames(names.frames)
  const ethnic = ethnicNames(names.ethnicParts)
  const parts = { weights, dictionary, around, tails }
  const weighing = nameWeighing(boundary, parts)
  const asides = nameAsides(boundary, parts)
  const kinds = nameKinds(boundary, parts, frames, ethnic)
  const grammatical = new Set([...names.leads, ...names.functional])
  // Whose neighbours the tables know: surnames. Behind an office a character of no list begins a name too, and a part of an ethnic one.
  const begins = new Uint8Array(65536)
  for (let unit = 0; unit < 65536; unit++) {
    if (family[unit] === 1 || weights.seldom[unit] === 1 || asides.nickFirst[unit] === 1
      || ethnic.begins[unit] === 1 || (inBlock(unit) && given[unit] === none) || isDot(unit)) begins[unit] = 1
  }

  // A traditional character begins what the simplified one does.
  const { seldom, traditional, fold } = weights
  for (let unit = 0; unit < 65536; unit++) {
    if (traditional[unit] === 1 && begins[fold(String.fromCharCode(unit)).charCodeAt(0)] === 1) begins[unit] = 1
  }

  // The two commonest reasons of `look`, by tables alone.
  const plainBefore = Uint8Array.from({ length: 65536 }, (_, unit) =>
    ((han(unit) || isFigure(unit)) && traditional[unit] === 0 && around.officeEnd[unit] === 0 && frames.ends[unit] === 0 ? 1 : 0))
  function skips(text: string, at: number, before: number, after: number, onlyBehindOffice: boolean): boolean {
    if (plainBefore[before] !== 1 || after >= 0) return false
    const first = text.charCodeAt(at)
    if (onlyBehindOffice && !isDot(first)) return true
    const second = text.charCodeAt(at + 1)
    // Before a figure, or with nothing behind it, a surname is none.
    if (at + 1 >= text.length || isFigure(second)) return !isDot(first)
    if (ethnic.may(first, second) || traditional[first] === 1) return false
    if (family[first] !== 1) return !isDot(first) && (seldom[first] === 0 || !around.isPersonal(text, at))
    if (weights.compoundFirst[first] === 1 || asides.titleFirst[second] === 1 || !inBlock(second) || isDot(first)) return false
    // At the end of a text nothing follows that could be part of a name.
    const third = at + 2 < text.length ? given[text.charCodeAt(at + 2)]! : 0
    if (third > 1 || third <= none) return false
    return (given[second]! < -1 && given[second]! > none && third < 1) || (dictionary.isKnownWord(first, second) && !around.isPersonal(text, at))
  }

  function look(delivered: string, at: number, after: number, onlyBehindOffice = false): NameHit | null {
    const text = fold(delivered)
    const first = text.charCodeAt(at)
    if (isDot(first)) return kinds.around(text, at)
    const second = text.charCodeAt(at + 1)
    if (!han(second) && second !== 32 && second !== 0x3000) return family[first] === 1 ? asides.apart(text, at) : null
    if (asides.nickFirst[first] === 1 && !onlyBehindOffice) {
      const hit = asides.nick(text, at)
      if (hit !== null) return hit
    }
    if (ethnic.may(first, second)) {
      const hit = kinds.ethnic(text, at, after, onlyBehindOffice)
      if (hit !== null) return hit
    }
    if (family[first] !== 1) {
      if (seldom[first] !== 1) return kinds.unknown(text, at, after)
      if (around.left(text, at, after) < 4 && !around.isPersonal(text, at)) return null
    }
    if (asides.titleFirst[second] === 1 && !onlyBehindOffice) {
      const hit = asides.titled(text, at)
      if (hit !== null) return hit
    }
    const before = at === 0 ? 0 : text.charCodeAt(at - 1)
    const frame = onlyBehindOffice ? null : frames.at(text, at)
    const near = after >= 0 && at - after <= 4
    const isCompound = weights.compoundFirst[first] === 1 && weights.compound.has(text.slice(at, at + 2))
    // What every ordinary word is stopped by, before anything is cut.
    const office = near || around.mayFollowOffice(text, at)
    if (!office) {
      if (onlyBehindOffice) return null
      if (han(second) && !isCompound) {
        const third = own(text.charCodeAt(at + 2))
        const within = frame !== null && (frame.test(text.slice(at + 2, at + 10)) || frame.test(text.slice(at + 3, at + 11)))
        if (!within && own(second) < -1 && third < 1) return null
        if (isWord(first, second) && third < 2 && !around.isPersonal(text, at) && !(within && dictionary.isNamelike(text.slice(at, at + 2)))) return null
        if (!within && han(before) && around.leadEnd[before] !== 1 && isWord(before, first)) return null
      }
    }
    const left = around.left(text, at, after)
    if (onlyBehindOffice && left < 4.5) return null
    if (left < 4) {
      if (office && han(second) && !isCompound && frame === null && !around.isPersonal(text, at)) {
        const third = own(text.charCodeAt(at + 2))
        if ((own(second) < -1 && third < 1) || (isWord(first, second) && third < 2)) return null
        if (left < 2 && han(before) && isWord(before, first)) return null
      }
    } else if (around.officeBegins.test(text.slice(at, at + 8)) || around.runsOn(text, at)) return null
    if (left < 5 && isBroken(text, at)) return null
    let best: NameHit | null = null
    let bestScore = enough
    let cut: Cut | null = null
    // Within an organisation's name 驾驶员 and 律师 are what it does.
    const sole = left >= 4 && !onlyBehindOffice && around.ofPersons(text, at)
    // 主席|由行政, 负责人|和安全, 经理|于近日: behind an office and no sign, a surname that is a word of grammar is that word first.
    const spoken = left >= 4 && left < 5.5 && grammatical.has(text.charAt(at))
    const from = Math.max(0, at - 8)
    for (const candidate of weighing.candidates(text, at)) {
      if (spoken && !weighing.isGiven(text, candidate)) continue
      const { score: base, placed, told, bonus } = weighing.judge(text, candidate, left, frame, sole)
      if (base < bestScore - 2) continue
      cut ??= { from, words: dictionary.tag(text.slice(from, at + 14)) }
      const score = base + weighing.fit(cut, at, candidate, told ? 5 : left, at === 0 && candidate.to === text.length, sole || told)
      if (score < bestScore) continue
      bestScore = score
      best = { from: at, to: candidate.to, certain: score - bonus >= sure && placed && !spoken }
    }
    return best
  }

  /** 公 司, 车 道: a word that a space parts, as pages read by a machine hold many. */
  function isBroken(text: string, at: number): boolean {
    const [before, second] = [text.charCodeAt(at - 1), text.charCodeAt(at + 1)]
    if (isSpace(before) && han(text.charCodeAt(at - 2)) && isWord(text.charCodeAt(at - 2), text.charCodeAt(at))) return true
    return isSpace(second) && isWord(text.charCodeAt(at), text.charCodeAt(at + 2))
  }

  function reads(text: string): boolean {
    const plain = fold(text).replace(/[\s\u3000]+/g, '').replace(/^[原前现](?=[\u3400-\u9fff]{2})/, '')
    if (tails.isBrandName(plain) || tails.isArea(plain)) return false
    if (plain.length >= 3 && plain.length <= 12 && ethnic.may(plain.charCodeAt(0), plain.charCodeAt(1))) {
      const hit = ethnic.at(plain, 0)
      if (hit !== null && hit.to >= plain.length - 1 && (hit.parts > 1 || plain.length >= 3) && !dictionary.isPlace(plain)) return true
    }
    if (/^[\u3400-\u9fff]{2,8}[·•・‧∙][\u3400-\u9fff·•・‧∙]{2,14}$/.test(plain)) return true
    if (!/^[\u3400-\u9fff]{2,4}$/.test(plain)) return false
    const [hit] = weighing.candidates(plain, 0).filter(({ to }) => to === plain.length).map((c) => c)
    if (hit === undefined || plain.includes('某')) return false
    let score = weighing.familyOf(plain, hit.family)
    for (let k = hit.family; k < plain.length; k++) score += own(plain.charCodeAt(k))
    const [word] = dictionary.tag(plain)
    if (word!.word === plain) score += word!.tag.startsWith('nr') ? 2 : -2
    return score >= 3
  }

  return { begins, work: dictionary.work, skips, look, reads }
}

const isFigure = (unit: number): boolean => unit >= 48 && unit <= 57
const isSpace = (unit: number): boolean => unit === 32 || unit === 0x3000
