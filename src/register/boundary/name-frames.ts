/** Sentences with a slot where a person's name stands (责令X停止, 受X指使): what stands before and behind it together says so. Pure. */

export type NameFrames = {
  /** by UTF-16 unit: 1 where a frame's left side may end with it */
  readonly ends: Uint8Array
  /** What must follow a name that begins at a place of a text, of all frames whose left side ends there; null = none does. */
  readonly at: (text: string, at: number) => RegExp | null
}

type Left = { readonly word: string; readonly rights: string[] }

/** @param frames left side, X, right side; an empty side is the beginning or the end of a clause */
export function nameFrames(frames: readonly string[]): NameFrames {
  const ends = new Uint8Array(65536)
  const lefts = new Map<string, Left>()
  for (const frame of frames) {
    const [word, right] = frame.split('X')
    if (word === undefined || right === undefined) throw new TypeError(`boundary: names.frames: ${frame} has no slot X`)
    const left = lefts.get(word) ?? { word, rights: [] }
    lefts.set(word, left)
    left.rights.push(right)
    if (word !== '') ends[word.charCodeAt(word.length - 1)] = 1
  }
  const byLast = new Map<string, { readonly word: string; readonly right: RegExp }[]>()
  for (const { word } of lefts.values()) {
    // 汇入X的账户: what may follow 入X may follow here too.
    const within = [...lefts.values()].filter((left) => left.word === word || (left.word !== '' && word.endsWith(left.word)))
    const rights = within.flatMap((left) => left.rights)
    const all = [...new Set(rights)].toSorted((a, b) => b.length - a.length)
      .map((right) => (right === '' ? clauseEnd : right.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    const last = word.charAt(word.length - 1)
    byLast.set(last, [...(byLast.get(last) ?? []), { word, right: new RegExp(`^(?:${all.join('|')})`) }])
  }
  for (const list of byLast.values()) list.sort((a, b) => b.word.length - a.word.length)
  return {
    ends,
    at(text, at) {
      if (at === 0 || isBreak(text.charCodeAt(at - 1))) return byLast.get('')?.[0]?.right ?? null
      if (ends[text.charCodeAt(at - 1)] !== 1) return null
      for (const { word, right } of byLast.get(text.charAt(at - 1)) ?? []) if (text.startsWith(word, at - word.length)) return right
      return null
    },
  }
}

const clauseEnd = '(?=[、，,。；;：:！!？?“”"（）()\\s]|$|等|和|及)'
const breaks = new Set([...'，,。；;：:！!？?\n（(、“"'].map((c) => c.charCodeAt(0)))
const isBreak = (unit: number): boolean => breaks.has(unit)
