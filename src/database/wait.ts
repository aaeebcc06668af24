/** Work beside the requests waits for a database that is not there, and goes on when it is back: one line when it goes, one when it comes. */
import { setTimeout as pause } from 'node:timers/promises'
import { unavailableOf } from './unavailable.ts'

/** Engineering values: from a second to half a minute, doubled each time. */
const [firstMs, longestMs] = [1000, 30_000]
export const backOffMs = (attempt: number): number => Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 10))

export type Waiting = {
  /** what waits, as the log names it */
  readonly what: string
  /** no use in waiting any longer: the register is being closed */
  readonly ended: () => boolean
  readonly firstMs?: number
}

/**
 * Does the work again for as long as the database is not there.
 * @returns null where it was given up because the register closes
 * @throws what is another fault
 */
export async function untilThere<T>({ what, ended, firstMs: first = firstMs }: Waiting, work: () => Promise<T>): Promise<T | null> {
  for (let attempt = 0; !ended(); attempt++) {
    try {
      const done = await work()
      if (attempt > 0) console.error(`${what}: the database is back.`)
      return done
    } catch (error) {
      const why = unavailableOf(error)
      if (why === null) throw error
      if (attempt === 0) console.error(`${what}: database ${why} (${(error as Error).message.slice(0, 200)}); waits and goes on when it is back.`)
      const until = performance.now() + backOffMs(attempt) * (first / firstMs)
      while (!ended() && performance.now() < until) await pause(Math.min(250, Math.max(1, until - performance.now())), undefined, { ref: false })
    }
  }
  return null
}
