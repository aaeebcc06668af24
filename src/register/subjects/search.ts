/**
 * Finding an organisation by any two or more characters of a name it bears or bore. Pure.
 *
 * An inverted index over pairs of characters finds rare pairs at once, but 有限 stands in nearly every name, and an index
 * that must first collect a million rows cannot give twenty quickly. So each organisation also belongs to a *sample*: by a
 * hash of its code, one in four to sample 1, one in sixteen to sample 2, and so on. Its pairs are indexed once more for
 * each sample it is in (a third more entries in all). A search begins in the sample that should hold a page of answers
 * and goes on to the larger ones only while the page is not full: its cost follows the page, not the number of matches.
 */
import { bigrams, normalName } from './name.ts'
import { usccAlphabet, usccLength } from './uscc.ts'

const samples = 6
const inverse = 4

/** What the index holds of one name: its pairs, and each pair again with the number of every sample it belongs to. */
export function searchGrams(code: string, normal: string): string[] {
  const pairs = bigrams(normal)
  const grams = [...pairs]
  for (let sample = 1, last = sampleOf(code); sample <= last; sample++) for (const pair of pairs) grams.push(pair + sample)
  return grams
}

/** The smallest sample an organisation belongs to; it is in all larger ones too, and 0 is everyone. */
export function sampleOf(code: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < code.length; i++) hash = Math.imul(hash ^ code.charCodeAt(i), 0x01000193)
  hash ^= hash >>> 15
  let sample = 0
  for (; sample < samples && (hash & (inverse - 1)) === 0; hash >>>= 2) sample++
  return sample
}

export type SearchText =
  /** part of a code, at least four characters and nothing a code cannot hold */
  | { readonly by: 'code-or-name'; readonly text: string }
  | { readonly by: 'name'; readonly text: string }
  | { readonly by: 'too-short' }

const shortestCode = 4
const longestText = 200

/** What a reader typed, made comparable. */
export function readSearch(typed: string): SearchText {
  const text = normalName(typed.toWellFormed().replace(/\p{Cc}/gu, '')).slice(0, longestText)
  if ([...text].length < 2) return { by: 'too-short' }
  const code = text.replaceAll(' ', '')
  if (code.length >= shortestCode && code.length <= usccLength && [...code].every((c) => usccAlphabet.includes(c))) return { by: 'code-or-name', text: code }
  return { by: 'name', text }
}

/** How often pairs occur among all names, from the database's own statistics; those missing are rarer than `rarest`. */
export type Frequencies = { readonly names: number; readonly shareOf: ReadonlyMap<string, number>; readonly rarest: number }
export const noFrequencies: Frequencies = { names: 0, shareOf: new Map(), rarest: 0 }

/** Where a page of results ended. Codes come first; names that begin with the text, by name; then the others, sample by sample. */
export type SearchCursor =
  | { readonly phase: 'code'; readonly code: string }
  | { readonly phase: 'begins'; readonly name: string; readonly code: string }
  /** `place`: where the name stands in its table; a name changed between two pages may be met twice or not at all */
  | { readonly phase: 'contains'; readonly first: number; readonly sample: number; readonly place: string }

/** Opaque to the reader, so that the order beneath may change. */
export const writeSearchCursor = (cursor: SearchCursor): string => Buffer.from(JSON.stringify(Object.values(cursor))).toString('base64url')

/** @returns null for what is none of ours: the list then begins again */
export function readSearchCursor(text: string | null): SearchCursor | null {
  if (text === null) return null
  let parts: unknown
  try { parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) } catch { return null }
  if (!Array.isArray(parts)) return null
  const [phase, a, b, c] = parts as unknown[]
  if (phase === 'code' && isText(a)) return { phase, code: a }
  if (phase === 'begins' && isText(a) && isText(b)) return { phase, name: a, code: b }
  if (phase === 'contains' && isSample(a) && isSample(b) && b <= a && isPlace(c)) return { phase, first: a, sample: b, place: c }
  return null
}
const isText = (value: unknown): value is string => typeof value === 'string' && value.isWellFormed() && !value.includes('\0')
const isPlace = (value: unknown): value is string => {
  const [block, row] = (typeof value === 'string' ? (/^\((\d{1,10}),(\d{1,5})\)$/.exec(value) ?? []) : []).slice(1).map(Number)
  return block !== undefined && row !== undefined && block < 2 ** 32 && row < 2 ** 16
}
const isSample = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= samples

/** One look into the index: names with all `grams`, without those already found through `seen`. */
export type Look = { readonly sample: number; readonly grams: readonly string[]; readonly seen: string | null }
export type NamePlan = {
  readonly text: string
  readonly first: number
  readonly looks: readonly Look[]
  /** where to count that there are more than `most`: a sample that should hold twice as many, everyone where few are expected */
  countingIn(most: number): Look
}

const pairsAsked = 2
/** names hoped for in the first sample looked into: a page and a few */
const hoped = 25
const stride = 2

export function planNames(text: string, frequencies: Frequencies, cursor: SearchCursor | null): NamePlan {
  const { shareOf, rarest, names } = frequencies
  const share = (pair: string) => shareOf.get(pair) ?? rarest / 2
  const characters = [...text]
  const pairs = bigrams(text).sort((a, b) => share(a) - share(b))
  // Between two guesses: the rarest pair alone (never too low), and pairs following one another by chance (often too low).
  const most = share(pairs[0]!)
  let chained = share(characters[0]! + characters[1]!)
  for (let i = 1; i + 1 < characters.length; i++) {
    const pair = share(characters[i]! + characters[i + 1]!)
    chained *= pair / Math.max(pair, shareOfCharacter(frequencies, characters[i]!))
  }
  const expected = Math.sqrt(most * Math.min(most, chained)) * names
  // Where even the second pair is rare, few names have both: to begin small would only mean to look again.
  const few = pairs.length > 1 && !shareOf.has(pairs[1]!)
  const guess = few ? 0 : Math.floor(Math.log(expected / hoped) / Math.log(inverse))
  const first = cursor?.phase === 'contains' ? cursor.first : Math.max(0, Math.min(samples, Number.isFinite(guess) ? guess : 0))
  // Each look not taken saves more than the larger sample costs: so down in strides.
  const chain = Array.from({ length: Math.ceil(first / stride) + 1 }, (_, i) => Math.max(0, first - i * stride))
  const asked = pairs.slice(0, pairsAsked)
  const gram = (pair: string, sample: number) => (sample === 0 ? pair : pair + sample)
  const looks = chain.map((sample, i) => ({
    sample, grams: asked.map((pair) => gram(pair, sample)), seen: i === 0 ? null : gram(asked[0]!, chain[i - 1]!),
  }))
  return {
    text, first, looks: cursor?.phase === 'contains' ? looks.filter(({ sample }) => sample <= cursor.sample) : looks,
    countingIn(most) {
      const sample = Math.max(0, Math.min(samples, Math.floor(Math.log(expected / (2 * most)) / Math.log(inverse)) || 0))
      return { sample: Number.isFinite(sample) ? sample : 0, grams: asked.map((pair) => gram(pair, Number.isFinite(sample) ? sample : 0)), seen: null }
    },
  }
}

const pairsCompared = 6
const mostCandidates = 3000

/** The pairs of a text by which similar names are gathered: rare ones only, as a frequent pair is shared by everybody. */
export function tellingPairs(text: string, { names, shareOf, rarest }: Frequencies): string[] {
  const share = (pair: string) => shareOf.get(pair) ?? rarest / 2
  return bigrams(text).filter((pair) => share(pair) * names <= mostCandidates).sort((a, b) => share(a) - share(b)).slice(0, pairsCompared)
}

/**
 * How much two names have in common, 0 to 1: the pairs they share among all their pairs, a rare pair counting more than
 * one that stands in many names. Says nothing about whether they are the same organisation.
 */
export function likeness(one: string, other: string, { names, shareOf, rarest }: Frequencies): number {
  const weight = (pair: string) => (names === 0 ? 1 : Math.log(1 / Math.max(shareOf.get(pair) ?? rarest / 2, 1 / names)) + 0.1)
  const [a, b] = [new Set(bigrams(one)), new Set(bigrams(other))]
  let [shared, all] = [0, 0]
  for (const pair of a) { all += weight(pair); if (b.has(pair)) shared += weight(pair) }
  for (const pair of b) if (!a.has(pair)) all += weight(pair)
  return all === 0 ? 0 : shared / all
}

const characterShares = new WeakMap<Frequencies, ReadonlyMap<string, number>>()
/** How often a character stands in names, as far as the frequent pairs that begin or end with it tell. */
function shareOfCharacter(frequencies: Frequencies, character: string): number {
  let known = characterShares.get(frequencies)
  if (!known) {
    const begins = new Map<string, number>(), ends = new Map<string, number>()
    for (const [pair, share] of frequencies.shareOf) {
      const [first, last, sample] = [...pair] as [string, string, string?]
      if (sample !== undefined) continue
      begins.set(first, (begins.get(first) ?? 0) + share)
      ends.set(last, (ends.get(last) ?? 0) + share)
    }
    known = new Map([...begins.keys(), ...ends.keys()].map((c) => [c, Math.max(begins.get(c) ?? 0, ends.get(c) ?? 0)]))
    characterShares.set(frequencies, known)
  }
  return known.get(character) ?? 0
}
