/** The first day on which a state of some span no longer holds. */
import type { Counting, Limit } from '../../law/types.ts'

type Ends = Map<string, string>
const remembered: readonly [WeakMap<Limit, Ends>, WeakMap<Limit, Ends>] = [new WeakMap(), new WeakMap()]
const mostDays = 50_000

/**
 * Months and years go by the corresponding date, the last of the month where there is none (2024-02-29 + 1 year:
 * 2025-02-28). On that date the state is over, unless the pack counts the end day in.
 *
 * @param from YYYY-MM-DD, the day of the event
 * @returns null when the text gives no number: *period not set*
 */
export function stateEnd(from: string, limit: Limit, counting: Counting): string | null {
  if (limit.amount === null) return null
  // Few limits, few days, many records: each pair is computed once.
  const cache = remembered[counting.stateIncludesEndDay ? 1 : 0]
  let ends = cache.get(limit)
  if (!ends) cache.set(limit, (ends = new Map()))
  const known = ends.get(from)
  if (known !== undefined) return known
  const corresponding = Temporal.PlainDate.from(from).add({ [`${limit.unit}s`]: limit.amount }, { overflow: 'constrain' })
  const end = (counting.stateIncludesEndDay ? corresponding.add({ days: 1 }) : corresponding).toString()
  if (ends.size >= mostDays) ends.clear()
  ends.set(from, end)
  return end
}

export const dayAfter = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString()
