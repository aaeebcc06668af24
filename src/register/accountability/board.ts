/**
 * The accountability board: how each office keeps its duties, month by month. Offices only, never the people who work for
 * them, and never the organisation a case is about. Pure.
 */
import type { RuleId } from '../../law/types.ts'
import { csvLine } from '../../text/csv-line.ts'

/** What is counted of one office in one month. */
export type Counts = {
  /** rows it delivered, and those that came back for faults in their data */
  readonly rows: number
  readonly returned: number
  /** objections to its records lodged in the month; of these, as things stand: decided, and found right */
  readonly objections: number
  readonly decided: number
  readonly upheld: number
  /** limits of its own whose last day in time was in the month and passed without the step */
  readonly missed: number
  /** orders to correct it was given in the month */
  readonly orders: number
  /** news of a change it was sent in the month; of these, confirmed */
  readonly told: number
  readonly acknowledged: number
}
export const countNames = ['rows', 'returned', 'objections', 'decided', 'upheld', 'missed', 'orders', 'told', 'acknowledged'] as const satisfies readonly (keyof Counts)[]
export const none: Counts = { rows: 0, returned: 0, objections: 0, decided: 0, upheld: 0, missed: 0, orders: 0, told: 0, acknowledged: 0 }

/** A line as the database counts it: one office, one month, some of the counts. `days`: from told to confirmed, one for each. */
export type Counted = { readonly office: string; readonly month: string } & Partial<Counts> & { readonly days?: readonly number[] }

export type Office = { readonly code: string; readonly nameZh: string; readonly nameEn: string }
export type Month = Counts & {
  readonly month: string
  /** half of what was confirmed was confirmed within so many days; null: nothing was */
  readonly latency: number | null
}
export type OfficeLine = {
  readonly office: Office
  /** feeds as they stand today */
  readonly feeds: { readonly all: number; readonly late: number; readonly notSet: number }
  readonly months: readonly Month[]
  readonly total: Counts & { readonly latency: number | null }
}
export type Board = { readonly months: readonly string[]; readonly offices: readonly OfficeLine[]; readonly all: readonly Month[] }

/** A limit that was missed, for anyone to see; the case by its number alone. */
export type Miss = {
  readonly act: number; readonly kind: string; readonly step: string; readonly rule: RuleId; readonly dueOn: string
  /** given by the office itself; null: none was given */
  readonly reason: { readonly text: string; readonly on: string } | null
}

/** `2026-01` … the month of `until`, oldest first. */
export const monthsUntil = (until: Temporal.PlainDate, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => until.toPlainYearMonth().subtract({ months: count - 1 - i }).toString())

type Feeds = OfficeLine['feeds']

/** Every office with every month, also those in which nothing happened. */
export function boardOf(
  months: readonly string[], offices: readonly Office[], counted: readonly Counted[], feeds: ReadonlyMap<string, Feeds>,
): Board {
  const known = new Set(months)
  const lines = Map.groupBy(counted.filter((c) => known.has(c.month)), (c) => c.office)
  const monthly = (of: readonly Counted[]): Month[] => {
    const by = Map.groupBy(of, (c) => c.month)
    return months.map((month) => ({ month, ...summed(by.get(month) ?? []) }))
  }
  return {
    months,
    offices: offices.map((office) => {
      const own = lines.get(office.code) ?? []
      return { office, feeds: feeds.get(office.code) ?? { all: 0, late: 0, notSet: 0 }, months: monthly(own), total: summed(own) }
    }),
    all: monthly([...lines.values()].flat()),
  }
}

function summed(lines: readonly Counted[]): Counts & { readonly latency: number | null } {
  const sum = (name: keyof Counts) => lines.reduce((n, line) => n + (line[name] ?? 0), 0)
  return {
    ...Object.fromEntries(countNames.map((name) => [name, sum(name)])) as Record<keyof Counts, number>,
    latency: median(lines.flatMap((line) => line.days ?? [])),
  }
}

/** The smaller of the middle two: half of them took no longer. */
export function median(days: readonly number[]): number | null {
  const sorted = days.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? null
}

/** One line an office and month. */
export function boardCsv(board: Board): string {
  const heads = ['office', 'name_zh', 'name_en', 'month', ...countNames, 'recall_days_median']
  const rows = board.offices.flatMap(({ office, months }) =>
    months.map((m) => [office.code, office.nameZh, office.nameEn, m.month, ...countNames.map((name) => m[name]), m.latency]))
  return `\uFEFF${[heads, ...rows].map((row) => csvLine(row.map((cell) => String(cell ?? '')))).join('')}`
}
