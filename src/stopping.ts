/** How the register stops: in order, in bounded time, by one signal to whoever started it; a second one hastens. */
import type { FastifyInstance } from 'fastify'
import { plainFault } from './database/plain-fault.ts'

/** Milliseconds that requests under way are given before their connections are cut. */
export const requestsEnd = 5000
/** Milliseconds that any other step is given: the batch of a delivery, the daily run, connections to the database. */
const stepEnds = 10_000
/** One Ctrl-C arrives several times: from the terminal, from npm, from run.mjs. */
const sameSignal = 500

/** Thrown inside a start that is stopped meanwhile. */
class StoppedMeanwhile extends Error {}

export type Stopper = {
  /** what must come down, in the order in which it came up; the last is stopped first */
  readonly stops: ((hasten: AbortSignal) => Promise<unknown>)[]
  /** ends this process with `code` after all steps */
  stop(code: number): Promise<never>
  /** a stop waits for the start to come to its next `goOn`, so that nothing is left half-started */
  whileStarting(start: Promise<void>): Promise<void>
  goOn(): void
  /** takes no more requests, lets those under way end, then cuts */
  closeServer(server: FastifyInstance, hasten: AbortSignal): Promise<void>
}

/** @param own this process: its signals, and whoever started it (a channel to run.mjs that closes with it) */
export function stopper(own: NodeJS.Process): Stopper {
  const stops: Stopper['stops'] = []
  const hasten = new AbortController()
  let since: number | null = null
  let starting: Promise<unknown> = Promise.resolve()

  async function stop(code: number): Promise<never> {
    if (since !== null) return new Promise(() => {})
    since = performance.now()
    await within(starting, stepEnds, hasten.signal)
    for (let step = stops.pop(); step; step = stops.pop()) {
      const last = stops.length === 0
      const done = step(hasten.signal).catch((error: Error) => console.error(plainFault(error)))
      // The steps of the bottom (database, folder) have an end of their own and are waited for.
      await (last || stops.length === 1 ? done : within(done, stepEnds, hasten.signal))
    }
    own.exit(code)
  }

  const asked = () => {
    if (since === null) return void stop(0)
    if (performance.now() - since < sameSignal || hasten.signal.aborted) return
    console.error('Stopping at once: what was under way is broken off, nothing committed is lost.')
    hasten.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) own.on(signal, asked)
  // Whoever started this process is gone without a word (killed): nobody is left to stop it.
  own.on('disconnect', () => void stop(0))
  own.channel?.unref()
  // A terminal that is gone takes no more words; that is no reason to end in the middle.
  for (const stream of [own.stdout, own.stderr]) stream.on('error', () => {})

  return {
    stops,
    stop,
    async whileStarting(start) {
      starting = start.catch(() => {})
      // What fails while it is being stopped fails because of that.
      try { await start } catch (error) { if (since === null) throw error }
    },
    goOn() { if (since !== null) throw new StoppedMeanwhile() },
    async closeServer(server, signal) {
      const cut = () => server.server.closeAllConnections()
      const timer = setTimeout(cut, requestsEnd)
      signal.addEventListener('abort', cut, { once: true })
      if (signal.aborted) cut()
      await server.close()
      clearTimeout(timer)
    },
  }
}

/** Waits for the work, for the time at most, or until hastened. */
async function within(work: Promise<unknown>, milliseconds: number, hasten: AbortSignal): Promise<void> {
  if (hasten.aborted) return
  let timer: NodeJS.Timeout | undefined
  await Promise.race([
    work,
    new Promise((resolve) => {
      timer = setTimeout(resolve, milliseconds)
      hasten.addEventListener('abort', resolve, { once: true })
    }),
  ])
  clearTimeout(timer)
}
