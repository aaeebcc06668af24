/** How often a character stands in a surname or a given name, in natural logarithms; from the lists of the boundary. Pure. */
import type { Boundary } from './boundary.ts'

export type NameWeights = {
  /** by UTF-16 unit; `none` = of no list */
  readonly surname: Int8Array
  readonly given: Int8Array
  /** by unit: 1 where a surname of the lists begins with it */
  readonly family: Uint8Array
  readonly compound: ReadonlySet<string>
  /** by unit: 1 where a surname of two characters begins with it */
  readonly compoundFirst: Uint8Array
  /** by unit: 1 where it begins a surname of few bearers, which is far oftener a word */
  readonly seldom: Uint8Array
  /** by unit: 1 where it is a traditional character; the text with each such read as the simplified one, unit by unit */
  readonly traditional: Uint8Array
  readonly fold: (text: string) => string
  /** words that read like names */
  readonly notNames: ReadonlySet<string>
  /** of one character of a given name, and of all of them */
  readonly own: (unit: number) => number
  readonly givenOf: (word: string) => number
}

export const none = -100
const rare = 0.5 // a character of no list

export function nameWeights({ names }: Boundary): NameWeights {
  const surname = weights(names.surnameWeights)
  const given = weights(names.givenWeights)
  const own = (unit: number): number => (given[unit]! > none ? given[unit]! : rare)
  const family = new Uint8Array(65536)
  for (let unit = 0; unit < 65536; unit++) if (surname[unit]! > none) family[unit] = 1
  const seldom = new Uint8Array(65536)
  for (const c of names.seldomSurnames) if (surname[c.charCodeAt(0)] === none) seldom[c.charCodeAt(0)] = 1
  const simplified = new Uint16Array(65536)
  const traditional = new Uint8Array(65536)
  for (let i = 0; i + 1 < names.traditional.length; i += 2) {
    simplified[names.traditional.charCodeAt(i)] = names.traditional.charCodeAt(i + 1)
    traditional[names.traditional.charCodeAt(i)] = 1
  }
  // A text is looked at from many of its places: its folded form is made once.
  let last = ''
  let lastFolded = ''
  function fold(text: string): string {
    if (text === last) return lastFolded
    last = text
    lastFolded = text
    for (let i = 0; i < text.length; i++) if (traditional[text.charCodeAt(i)] === 1) return (lastFolded = folded(text, i))
    return text
  }
  function folded(text: string, first: number): string {
    const parts = [text.slice(0, first)]
    for (let i = first; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      parts.push(traditional[unit] === 1 ? String.fromCharCode(simplified[unit]!) : text.charAt(i))
    }
    return parts.join('')
  }
  const compoundFirst = new Uint8Array(65536)
  for (const name of names.compoundSurnames) family[name.charCodeAt(0)] = compoundFirst[name.charCodeAt(0)] = 1
  return {
    surname, given, family, compoundFirst, own, seldom, traditional, fold,
    compound: new Set(names.compoundSurnames),
    notNames: new Set(names.words),
    givenOf: (word) => [...word].reduce((sum, c) => sum + own(c.charCodeAt(0)), 0),
  }
}

function weights(groups: Boundary['names']['surnameWeights']): Int8Array {
  const of = new Int8Array(65536).fill(none)
  for (const { weight, characters } of groups) for (const c of characters.replace(/\s/g, '')) of[c.charCodeAt(0)] = weight
  return of
}

export const han = (unit: number): boolean => (unit >= 0x4e00 && unit <= 0x9fff) || (unit >= 0x3400 && unit <= 0x4dbf)
export const inBlock = (unit: number): boolean => unit >= 0x4e00 && unit <= 0x9fff
