/**
 * Keeps the log: the single sequencer that turns committed groups of acts into leaves, and signs what came out.
 * Runs beside the requests, never in them: an act is in force when committed, provable a moment later.
 */
import { plainFault } from '../database/plain-fault.ts'
import { createPrivateKey } from 'node:crypto'
import { untilThere } from '../database/wait.ts'
import type { Ports } from '../ports.ts'
import { againstLastWord, keepLastWord, LogContradicted } from './last-word.ts'
import * as store from './store.ts'
import type { Tx } from '../database/db.ts'
import { hashBytes, leafHashes } from '../log/hash.ts'
import { signCheckpoint } from '../log/sign.ts'
import { edgeTiles, growTiles, tileBytes, tileWidth, type Tile } from '../log/tiles.ts'

export type LogKeeper = {
  start(): void
  /** Sequences everything committed so far; resolves with the log's size. */
  catchUp(): Promise<number>
  close(): Promise<void>
}

/** At most so many leaves a step: a step blocks the thread for the time of hashing them. */
const leavesAtOnce = 8192
const idlePause = 250

export function openLog(ports: Ports): LogKeeper {
  let closed = false
  let loop: Promise<void> | null = null
  let wake: (() => void) | null = null
  let said = ''

  async function run(): Promise<void> {
    // Not only once something waits to be signed: whoever starts it learns at once what will not be.
    const against = await againstLastWord(ports.database, ports.settings).catch(() => null)
    if (against !== null) {
      said = new LogContradicted(against).message
      console.error(`log: ${said}`)
    }
    while (!closed) {
      let moved = 0
      try {
        moved = await untilThere({ what: 'log', ended: () => closed }, () => sequenceOnce(ports)) ?? 0
      } catch (error) {
        // One that stays is said once.
        const now = error instanceof LogContradicted ? error.message : plainFault(error)
        if (now !== said) console.error(`log: ${now}`)
        said = now
      }
      if (moved === 0 && !closed) {
        await new Promise<void>((resolve) => { wake = resolve; setTimeout(resolve, idlePause) })
        wake = null
      }
    }
  }
  return {
    start() { loop ??= run() },
    async catchUp() {
      while ((await sequenceOnce(ports)) > 0) { /* until nothing is left */ }
      return store.logSize(ports.database)
    },
    async close() {
      closed = true
      wake?.()
      await loop
    },
  }
}

/**
 * One step in one transaction. The lock makes it the only one, also among several servers on one database.
 * @throws {LogContradicted} where the key has signed another log, or more of it: nothing is signed then
 */
export async function sequenceOnce(ports: Ports): Promise<number> {
  const { settings } = ports
  const done = await ports.database.transaction(async (tx) => {
    await tx.run`select pg_advisory_xact_lock(7202)`
    const groups = await store.pendingGroups(tx, leavesAtOnce)
    if (groups.length === 0) return null
    const against = await againstLastWord(tx, settings)
    if (against !== null) throw new LogContradicted(against)
    const before = await store.logSize(tx)
    const edge: Tile[] = []
    for (const { level, number } of edgeTiles(before)) edge.push({ level, number, hashes: await store.requireTile(tx, level, number) })
    const entries = Buffer.concat(groups.map((g) => g.entries))
    const grown = growTiles(before, edge, leafHashes(entries))
    await store.saveBundles(tx, await grownBundles(tx, before, entries))
    let leaf = before
    await store.addPositions(tx, groups.map((g) => {
      const row = { first_leaf: leaf, first_act: g.first_act, acts: g.acts }
      leaf += g.acts
      return row
    }))
    await store.saveTiles(tx, grown.tiles)
    await store.clearPending(tx, groups.map((g) => g.first_act))
    const note = signCheckpoint({ origin: settings.logOrigin, size: grown.size, root: grown.root }, createPrivateKey(settings.logKey))
    await store.addCheckpoint(tx, { size: grown.size, root: grown.root, signedAt: ports.now().toString(), beforeSize: before, note })
    return { note, moved: grown.size - before }
  })
  if (done === null) return 0
  // Before the next step may sign: what was signed may have been read.
  await keepLastWord(settings, done.note)
  return done.moved
}

/** The bundles that entries after the first `size` fill, the one begun before included. */
async function grownBundles(tx: Tx, size: number, entries: Buffer): Promise<{ readonly number: number; readonly entries: Buffer }[]> {
  const first = Math.floor(size / tileWidth)
  const begun = size % tileWidth === 0 ? Buffer.alloc(0) : await store.bundle(tx, first)
  if (begun?.length !== (size % tileWidth) * hashBytes) throw new Error(`bundle ${first} does not hold ${size % tileWidth} entries: the stored log is damaged`)
  const all = Buffer.concat([begun, entries])
  return Array.from({ length: Math.ceil(all.length / tileBytes) }, (_, i) => ({ number: first + i, entries: all.subarray(i * tileBytes, (i + 1) * tileBytes) }))
}
