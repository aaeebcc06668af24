/** Names of another build: with a dot (阿依古丽·买买提), of known parts (扎西多吉), of a surname of no list behind an office. Pure. */
import type { Boundary } from './boundary.ts'
import type { EthnicNames } from './ethnic-names.ts'
import type { NameFrames } from './name-frames.ts'
import { enough, type NameHit, type NameParts, sure } from './name-weighing.ts'
import { han, inBlock, none } from './name-weights.ts'

type Look = (text: string, at: number, after: number, onlyBehindOffice: boolean) => NameHit | null
export type NameKinds = {
  readonly around: (text: string, dot: number) => NameHit | null
  readonly ethnic: Look
  readonly unknown: (text: string, at: number, after: number) => NameHit | null
}

export function nameKinds({ names }: Boundary, { weights, dictionary, around, tails }: NameParts, frames: NameFrames, ethnic: EthnicNames): NameKinds {
  const { own } = weights
  /** 阿依古丽·买买提: at the dot. */
  function lookAround(text: string, dot: number): NameHit | null {
    let from = dot
    while (from > 0 && dot - from < 10 && han(text.charCodeAt(from - 1))) from--
    let to = dot + 1
    while (to < text.length && to - dot < 12 && (han(text.charCodeAt(to)) || isDot(text.charCodeAt(to)))) to++
    if (dot - from < 2 || to - dot < 3) return null
    const right = text.slice(dot + 1, to + 8)
    if (tails.isTail(right) === 'yes') return null
    const begin = from
    // Where the words before and behind it end, the segmenter says; what it does not know is the name's.
    let start = from
    for (const word of dictionary.cut(text.slice(from, dot))) {
      if (start + word.length >= dot) break
      if (word.length >= 2 || around.isLead(word) || around.isOffice(text, start + word.length - 1)) from = start + word.length
      start += word.length
    }
    if (dot - from < 2) from = Math.max(begin, dot - 4)
    const role = around.left(text, from, -1) >= 4
    const end = Math.min(to, dot + 1 + (/^.{2,8}?(?=[的在因系为是与和及未被将向对于采签给予有任持]|$)/.exec(text.slice(dot + 1, to))?.[0].length ?? to))
    return dot - from < 2 && !role ? null : { from, to: end, certain: role }
  }

  /** 扎西多吉, 乌兰图雅 */
  function lookEthnic(text: string, at: number, after: number, onlyBehindOffice: boolean): NameHit | null {
    const found = ethnic.at(text, at)
    if (found === null) return null
    const { to, parts } = found
    const left = around.left(text, at, after)
    const rest = text.slice(to, to + 24)
    const right = around.right(rest)
    const frame = frames.at(text, at)
    const framed = frame !== null && frame.test(rest)
    if (left < 4 && (onlyBehindOffice || right < 5) && (onlyBehindOffice || tails.place.test(rest) || tails.brandBehind.test(rest))) return null
    if (tails.isTail(rest) === 'yes' && !around.longAction.test(rest) && !around.personal.test(rest) && !framed) return null
    const size = to - at
    if (size > 2 && dictionary.isPlace(text.slice(at, to)) && left < 4) return null
    // 才让|东主: behind an office, a part of the list and two characters that are no word.
    if (size === 2 && left >= 4 && right < 1 && !onlyBehindOffice && han(text.charCodeAt(to)) && han(text.charCodeAt(to + 1))) {
      const more = !dictionary.askWord(text.charCodeAt(to), text.charCodeAt(to + 1)) || names.roles.includes(text.slice(to, to + 2))
      return more ? { from: at, to: to + 2, certain: false } : null
    }
    if (size === 2 && (left < 4 || right < 1) && right < 5) return null
    const score = (parts > 1 ? 5 : size > 2 ? 3 : 0.5) + (framed ? 3 : 0) + Math.max(left, framed ? 0 : -10) + Math.max(right, parts > 1 ? 0 : -2)
    return score >= enough ? { from: at, to, certain: parts > 1 && score >= sure && (left >= 5 || right >= 5) } : null
  }

  /** Behind an office: two to four characters that no word explains and the first of which is of no list of common ones. */
  function lookUnknown(text: string, at: number, after: number): NameHit | null {
    const first = text.charCodeAt(at)
    if (!inBlock(first) || weights.given[first] !== none || names.functional.includes(text.charAt(at)) || around.left(text, at, after) < 4) return null
    const cut = dictionary.cut(text.slice(at, at + 12))
    let size = 0
    for (const word of cut) {
      const next = word.charCodeAt(0)
      if (size > 0 && (size + word.length > 4 || (size >= 2 && own(next) < 0) || around.action.test(word) || !han(next))) break
      if (word.length > 2 || (word.length === 2 && size === 0)) return null
      size += word.length
    }
    const rest = text.slice(at + size, at + size + 24)
    if (size < 2 || size > 4 || /[某×]/.test(text.slice(at, at + size)) || (tails.isTail(rest) === 'yes' && !around.longAction.test(rest))) return null
    return { from: at, to: at + size, certain: false }
  }

  return { around: lookAround, ethnic: lookEthnic, unknown: lookUnknown }
}

export const isDot = (unit: number): boolean => unit === 0xb7 || unit === 0x2022 || unit === 0x30fb || unit === 0x2027 || unit === 0x2219
