/** What the dictionary of the segmenter says of words: whether two characters are one, whether it is a name of a person or a place. Pure. */
import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'
import { type NameWeights, inBlock } from './name-weights.ts'

export type NameDictionary = {
  /** how often a text was cut into words; whoever looks through one sets it to nought before and bounds it */
  readonly work: { cuts: number }
  readonly cut: (text: string) => string[]
  readonly tag: (text: string) => readonly Word[]
  /** Whether two units, one of them one that begins names, are a word and no name: asked once per pair. */
  readonly isWord: (a: number, b: number) => boolean
  /** Cheap: whether that was asked before and the answer was yes. */
  readonly isKnownWord: (a: number, b: number) => boolean
  /** The same, never remembered: of any two units. */
  readonly askWord: (a: number, b: number) => boolean
  /** Whether the dictionary has a word as a person's name. */
  readonly isNameWord: (word: string) => boolean
  /** Whether it has it as a name of a person or a place, or as one of its own. */
  readonly isNamelike: (word: string) => boolean
  readonly isPlace: (word: string) => boolean
}
export type Word = { readonly word: string; readonly tag: string }

let segmenter: Jieba | null = null
/** The dictionary is read when the first text needs it: most commands never do. */
const jieba = (): Jieba => (segmenter ??= Jieba.withDict(dict))

export function nameDictionary({ surname, given, family, notNames }: NameWeights): NameDictionary {
  // By the order of the characters that begin names; zero pages until they are used.
  const order = new Uint16Array(65536)
  let count = 0
  for (let unit = 0; unit < 65536; unit++) if (family[unit] === 1) order[unit] = count++
  const behind = new Uint8Array(count * block)
  const ahead = new Uint8Array(count * block)
  const work = { cuts: 0 }
  const tagged = new Map<string, boolean>()
  const towns = new Map<string, boolean>()

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
    return notNames.has(word) || (jieba().cut(word, false).length === 1 && !isNameWord(word))
  }

  function isNameWord(word: string): boolean {
    let known = tagged.get(word)
    if (known === undefined) {
      // The dictionary marks 明白 and 王朝 as names too: of two characters, both must be those of names.
      known = !notNames.has(word) && jieba().tag(word, false)[0]!.tag.startsWith('nr')
        && (word.length > 2 || (surname[word.charCodeAt(0)]! >= 3 && given[word.charCodeAt(1)]! >= 2))
      if (tagged.size < 100_000) tagged.set(word, known)
    }
    return known
  }

  function isPlace(word: string): boolean {
    let known = towns.get(word)
    if (known === undefined) {
      const [only] = jieba().tag(word, false)
      known = only!.word === word && only!.tag === 'ns'
      if (towns.size < 20_000) towns.set(word, known)
    }
    return known
  }

  return {
    work,
    cut(text) {
      work.cuts++
      return jieba().cut(text, false)
    },
    tag(text) {
      work.cuts++
      return jieba().tag(text, false)
    },
    isWord,
    isKnownWord: (a, b) => behind[order[a]! * block + b - firstHan] === 2,
    askWord,
    isNameWord,
    isNamelike(word) {
      const [first] = jieba().tag(word, false)
      return first!.word === word && /^n[rsz]/.test(first!.tag)
    },
    isPlace,
  }
}

const firstHan = 0x4e00
const block = 0x9fff - firstHan + 1
