/** Which of an organisation's records on display stand on one page, and how many there are. Pure. */

export type Page = {
  /** catalog items; null: all */
  readonly items: readonly string[] | null
  /** of the document; null: any */
  readonly year: number | null
  /** `newest` document first, or the one whose display ends first */
  readonly order: 'newest' | 'ending'
  readonly limit: number
  readonly offset: number
  /** in the order `newest`: only what comes after this record */
  readonly after: { readonly decided_on: string; readonly record_id: number } | null
}
/** How many are on display, by item and year of the document. */
export type Tally = { item_id: string; year: number; records: number }

type Held = { readonly record_id: number; readonly item_id: string; readonly decided_on: string }
type Decision = { readonly state: string; readonly endsOn: string | null } | null

/**
 * @param held    records in the order `newest`
 * @param decide  what the law of the day says of one
 */
export function choose<R extends Held>(held: readonly R[], decide: (record: R) => Decision, page: Page): {
  readonly tally: readonly Tally[]; readonly matching: number; readonly rows: readonly R[]
} {
  const counts = new Map<string, Tally>()
  const wanted: { readonly record: R; readonly endsOn: string | null }[] = []
  for (const record of held) {
    const decision = decide(record)
    if (decision?.state !== 'on-display') continue
    const year = Number(record.decided_on.slice(0, 4))
    const key = `${record.item_id}${year}`
    const known = counts.get(key)
    if (known) known.records++
    else counts.set(key, { item_id: record.item_id, year, records: 1 })
    const fits = (page.items === null || page.items.includes(record.item_id)) && (page.year === null || page.year === year)
    if (fits) wanted.push({ record, endsOn: decision.endsOn })
  }
  const { after } = page
  const ordered = page.order === 'newest' ? wanted : wanted.toSorted((a, b) => endsBefore(a.endsOn, b.endsOn) || a.record.record_id - b.record.record_id)
  const rows = ordered.filter(({ record }) => after === null || comesAfter(record, after))
  return { tally: [...counts.values()], matching: wanted.length, rows: rows.slice(page.offset, page.offset + page.limit).map(({ record }) => record) }
}

const comesAfter = (r: Held, c: { readonly decided_on: string; readonly record_id: number }): boolean =>
  r.decided_on < c.decided_on || (r.decided_on === c.decided_on && r.record_id < c.record_id)

/** What has no end comes last. */
const endsBefore = (a: string | null, b: string | null): number => (a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1)
