/** Believable chance that repeats: the same seed and the same numbers always give the same answer. Pure. */

/** A number of 32 bits from a seed and any numbers, evenly spread. */
export function mix(seed: number, ...parts: readonly number[]): number {
  let h = (seed ^ 0x9e3779b9) >>> 0
  for (const part of parts) {
    h = Math.imul(h ^ (part >>> 0), 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13) ^ Math.floor(part / 0x1_0000_0000), 0xc2b2ae35)
    h = (h ^ (h >>> 16)) >>> 0
  }
  return h
}

/** A stream of chance (mulberry32). */
export class Chance {
  #state: number
  constructor(seed: number) { this.#state = seed >>> 0 }

  /** a number of 32 bits */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }

  /** 0 … bound - 1 */
  below(bound: number): number { return Math.floor((this.next() / 0x1_0000_0000) * bound) }

  /** true in `share` of all cases */
  in(share: number): boolean { return this.next() < share * 0x1_0000_0000 }

  of<T>(choices: readonly T[]): T { return choices[this.below(choices.length)]! }
}

/** Days from the first to the last, as YYYY-MM-DD, taken from a table so that a million picks cost nothing. */
export function dayTable(from: string, until: string): { readonly length: number; at(i: number): string } {
  const first = Temporal.PlainDate.from(from)
  const days: string[] = []
  const last = Temporal.PlainDate.from(until)
  for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) if (day.dayOfWeek < 6) days.push(day.toString())
  if (days.length === 0) throw new RangeError(`no weekday from ${from} to ${until}`)
  return { length: days.length, at: (i) => days[i % days.length]! }
}
