/** How far words that may name a person are taken out: with one name found, another beside it may not have been. Pure. */

type Stretch = readonly [from: number, to: number]

const sentenceEnd = /[。！？!?\n\r]/

/**
 * @param spans [from, to) in UTF-16 units, where names were found
 * @returns the whole sentence around each: the rest of a name of which a part was found, the list it stands in, and the
 *   wife, the witness or the colleague named in the same breath go with it
 */
export function sentencesAround(text: string, spans: readonly Stretch[]): readonly Stretch[] {
  const out: Stretch[] = []
  let done = -1
  for (const [a, b] of spans.toSorted((x, y) => x[0] - y[0])) {
    if (b <= done) continue
    let from = a
    while (from > 0 && !sentenceEnd.test(text.charAt(from - 1))) from--
    let to = b
    while (to < text.length && !sentenceEnd.test(text.charAt(to))) to++
    out.push([from, to])
    done = to
  }
  return out
}
