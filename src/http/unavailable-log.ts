/** One line when the database goes away, not one for each request meanwhile. */
import type { Unavailable } from '../database/unavailable.ts'

const quietMs = 60_000
const noted = new Map<Unavailable, number>()

export function noteUnavailable(what: Unavailable, { message }: Error): void {
  const now = performance.now()
  if (now - (noted.get(what) ?? -Infinity) < quietMs) return
  noted.set(what, now)
  console.error(`database ${what}: ${message.slice(0, 200)}; requests are answered with 503 meanwhile.`)
}
