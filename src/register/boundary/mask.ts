/** Words that may name a person, taken out of a text before anything of it is kept. Pure. */
import type { BoundaryFinding, Span } from './scan.ts'

/** Stands for words that were not kept, however long they were: their length may tell the name. */
export const blank = '▇▇▇'

/** Whether a text holds words that were not kept. */
export const isBlanked = (text: string): boolean => text.includes(blank)

/**
 * @param spans [from, to) in UTF-16 units, in any order, overlapping or not; none: the whole text
 * @returns the text with each of them replaced by `blank`
 */
export function masked(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return blank
  let out = ''
  let done = 0
  for (const [from, to] of joined(text, spans)) {
    out += text.slice(done, from) + blank
    done = to
  }
  return out + text.slice(done)
}

/** Positions as a reader counts them: characters, the first is 1; at most as many as a sentence holds. */
export function positions(text: string, spans: readonly Span[], most = 8): string {
  return joined(text, spans).slice(0, most).map(([from]) => String(Array.from(text.slice(0, from)).length + 1)).join(', ')
}

/** What stood at the spans, where it is long enough to be known again elsewhere in the row. */
export const wordsAt = (text: string, spans: readonly Span[]): string[] =>
  spans.map(([from, to]) => text.slice(from, to).trim()).filter((words) => [...words].length >= 2)

export const isDoubtful = (findings: readonly Pick<BoundaryFinding, 'certainty'>[]): boolean =>
  findings.length > 0 && findings.every((f) => f.certainty === 'doubtful')

/** In order, overlapping ones as one, none that ends within a character. */
function joined(text: string, spans: readonly Span[]): readonly Span[] {
  const out: [number, number][] = []
  const inside = (at: number) => Math.min(Math.max(at, 0), text.length)
  const split = (at: number) => at > 0 && at < text.length && /[\uDC00-\uDFFF]/.test(text[at]!) && /[\uD800-\uDBFF]/.test(text[at - 1]!)
  for (const [a, b] of [...spans].sort((x, y) => x[0] - y[0])) {
    const from = split(inside(a)) ? inside(a) - 1 : inside(a)
    const to = split(inside(b)) ? inside(b) + 1 : inside(b)
    if (to <= from) continue
    const last = out.at(-1)
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to)
    else out.push([from, to])
  }
  return out
}
