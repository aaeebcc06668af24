/** Asking a register: what it serves, told apart from what it will not show and from no answer at all. */
import { parseVerifierKey, type VerifierKey } from './note.ts'
import { LogUnreachable, type ReadLog } from './read.ts'
import { plain } from './words.ts'

export type Fetched = {
  readonly status: number
  /** at most one byte more than was allowed */
  readonly bytes: Uint8Array
  /** seconds the server asks to wait, where it does */
  readonly retryAfter?: number
}
/** @throws whatever it likes when there is no answer: that is told as such, never as tampering */
export type FetchBytes = (url: string, mostBytes: number) => Promise<Fetched>

/** Thrown by a `FetchBytes` when the reader wants no more: it goes through every check unchanged. */
export class Cancelled extends Error {}

export type LogClient = {
  readonly read: ReadLog
  /** like `read`, by whole address */
  readonly fetch: ReadLog
}

export const mostBytesOf = { checkpoint: 65_536, key: 4096, proof: 16 * 2 ** 20, archive: 32 * 2 ** 20, said: 2048 } as const
const attempts = 4

/**
 * @param prefix address of the log, without a slash at its end
 * @param wait   between attempts; a test need not sleep
 */
export function logClient(fetchBytes: FetchBytes, prefix: string, wait: (milliseconds: number) => Promise<unknown> = pause): LogClient {
  const once = async (url: string, mostBytes: number): Promise<Fetched> => {
    for (let attempt = 1; ; attempt++) {
      const last = attempt === attempts
      let failure: string
      let retryAfter = 0
      try {
        const fetched = await fetchBytes(url, mostBytes)
        if (fetched.status < 500 && fetched.status !== 408 && fetched.status !== 429) return fetched
        // The server's own failure is an answer if it stays; busy, or a gateway without its server, never is one.
        if (last && ![408, 429, 502, 503, 504].includes(fetched.status)) return fetched
        failure = `HTTP ${fetched.status}`
        retryAfter = Math.min(fetched.retryAfter ?? 0, 60) * 1000
      } catch (error) {
        if (error instanceof Cancelled) throw error
        failure = ((error as Error).cause as Error | undefined)?.message || (error as Error).message
      }
      if (last) throw new LogUnreachable(`${url}: ${failure}`)
      await wait(Math.max(retryAfter, 25 * 4 ** attempt))
    }
  }
  const fetch: ReadLog = async (url, mostBytes) => {
    const fetched = await once(url, mostBytes)
    if (fetched.status === 200) return { found: true, bytes: fetched.bytes }
    const words = new TextDecoder().decode(fetched.bytes.subarray(0, mostBytesOf.said)).trim().split('\n', 1)[0]
    const said = plain(`HTTP ${fetched.status}${words && !/^[<{]/.test(words) ? `: ${words}` : ''}`)
    // A server that fails altogether withholds nothing in particular.
    const alive = fetched.status < 500 || (await once(`${prefix}/checkpoint`, mostBytesOf.checkpoint)).status === 200
    if (!alive) throw new LogUnreachable(`${url}: ${said}`)
    return { found: false, said }
  }
  return { fetch, read: (path, mostBytes) => fetch(`${prefix}/${path}`, mostBytes) }
}

/** The key named or remembered, else the one the log offers; null where that is none. */
export async function keyFor(known: string | null, client: LogClient): Promise<VerifierKey | null> {
  if (known !== null) return parseVerifierKey(known)
  const offered = await client.read('key', mostBytesOf.key)
  return offered.found ? parseVerifierKey(new TextDecoder().decode(offered.bytes)) : null
}

/** A JSON answer. What is no JSON is null: it will not be what was asked for. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    return null
  }
}

export const pause = (milliseconds: number) => new Promise((resolve) => { setTimeout(resolve, milliseconds) })
