/**
 * Names of Tibetans, Mongols, Uyghurs, Kazakhs, Yi and others as they are spelt in Chinese, without a dot: two or more known parts
 * side by side (扎西|多吉, 乌兰|图雅). One part alone says little. Pure.
 */

export type EthnicNames = {
  /** by UTF-16 unit: 1 where a part begins with it */
  readonly begins: Uint8Array
  /** Cheap: whether two units may begin a part. */
  readonly may: (first: number, second: number) => boolean
  /** The parts that stand at a place of a text, most of it first; null = none. */
  readonly at: (text: string, at: number) => { readonly to: number; readonly parts: number } | null
}

export function ethnicNames(parts: readonly string[]): EthnicNames {
  const begins = new Uint8Array(65536)
  const pairs = new Uint8Array(65536)
  const byFirst = new Map<string, string[]>()
  for (const part of parts) {
    begins[part.charCodeAt(0)] = 1
    pairs[pairOf(part.charCodeAt(0), part.charCodeAt(1))] = 1
    byFirst.set(part[0]!, [...(byFirst.get(part[0]!) ?? []), part])
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.length - a.length)
  const may = (first: number, second: number): boolean => begins[first] === 1 && pairs[pairOf(first, second)] === 1
  return {
    begins,
    may,
    at(text, at) {
      let to = at
      let count = 0
      while (count < mostParts) {
        const part = byFirst.get(text.charAt(to))?.find((p) => text.startsWith(p, to))
        if (part === undefined) break
        to += part.length
        count++
      }
      return count === 0 ? null : { to, parts: count }
    },
  }
}

const mostParts = 4
const pairOf = (first: number, second: number): number => (first * 31 + second) & 0xffff
