/** Reading what a log serves. Fetching is the caller's; what is asked for, how much, and in which order is decided here. */
import { hashBytes } from './hash.ts'
import { tileBytes, tilePath, tileWidth, type TileAddress } from './tiles.ts'

export type Served =
  | { readonly found: true; readonly bytes: Uint8Array }
  /** answered, and not with the resource; `said` in the server's words */
  | { readonly found: false; readonly said: string }

/**
 * Fetches a path below the log's prefix (`checkpoint`, `tile/0/000` …).
 *
 * @param mostBytes  the most the resource can have; one byte more and the answer is none
 * @throws           {LogUnreachable} when there was no answer; the check stops there
 */
export type ReadLog = (path: string, mostBytes: number) => Promise<Served>
export class LogUnreachable extends Error {}

/** Bytes of one entry in a bundle: its length (uint16), then the 32 bytes of a commitment. */
export const bundledEntryBytes = 2 + hashBytes
/** Bytes of one act in a recheck, at most: state, number, entry. */
export const recheckedActBytes = 1 + 8 + hashBytes
const mostBytes = { entries: tileWidth * bundledEntryBytes, acts: tileWidth * recheckedActBytes }

/**
 * A tile or bundle. A log may drop a partial one once it is full: then the full one is read, of which the caller uses
 * the beginning. `expect` says how many hashes or entries the bytes should hold.
 */
export async function readTile(read: ReadLog, address: TileAddress): Promise<Served & { readonly expect: number }> {
  const most = typeof address.level === 'string' ? mostBytes[address.level] : tileBytes
  const served = await read(tilePath(address), most)
  // What acts say now is asked anew each time: it is there for every width.
  if (served.found || address.width === tileWidth || address.level === 'acts') return { ...served, expect: address.width }
  const full = await read(tilePath({ ...address, width: tileWidth }), most)
  return full.found ? { ...full, expect: tileWidth } : { ...served, expect: address.width }
}

/**
 * Starts the next `ahead` pieces of work before the first is asked for, and hands the results out in order: the network
 * stays busy while the thread hashes, and memory holds no more than `ahead` results.
 */
export function inOrder<W, R>(wanted: Iterable<W>, work: (item: W) => Promise<R>, ahead: number): () => Promise<R> {
  const rest = wanted[Symbol.iterator]()
  const started: Promise<R>[] = []
  const start = () => {
    const next = rest.next()
    if (next.done) return
    const result = work(next.value)
    result.catch(() => {}) // reported when its turn comes, or not at all if an earlier one fails
    started.push(result)
  }
  return () => {
    while (started.length < Math.max(1, ahead)) {
      const before = started.length
      start()
      if (started.length === before) break
    }
    const first = started.shift()
    if (!first) throw new RangeError('more was taken than was wanted')
    start()
    return first
  }
}
