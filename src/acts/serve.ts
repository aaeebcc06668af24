/** What the log answers: checkpoint, tiles, entry bundles. Entries are computed from the acts as they stand now. */
import { commitment } from '../log/commitment.ts'
import { hashBytes } from '../log/hash.ts'
import type { TileAddress } from '../log/tiles.ts'
import { tileWidth } from '../log/tiles.ts'
import type { Db } from '../database/db.ts'
import * as store from './store.ts'

/** An act that the log has and the register has not, or not any more as it was: the log answers with its number. */
export class ActMissing extends Error {
  readonly leaf: number
  readonly act: number
  constructor(leaf: number, act: number) {
    super(`The act ${act}, leaf ${leaf} of the log, is not in the register.`)
    this.leaf = leaf
    this.act = act
  }
}

/** A hash tile as asked for; null where the tree does not reach so far. */
export async function tileBytes(db: Db, { level, number, width }: TileAddress & { level: number }): Promise<Buffer | null> {
  const hashes = await store.tile(db, level, number)
  return hashes === null || hashes.length < width * hashBytes ? null : hashes.subarray(0, width * hashBytes)
}

/**
 * Entries beneath a tile of level 0, each preceded by its length (uint16).
 * @throws {ActMissing} when an act was removed: its entry cannot be made up from anything else
 */
export async function entryBundle(db: Db, { number, width }: Pick<TileAddress, 'number' | 'width'>): Promise<Buffer | null> {
  const entries = await entriesBetween(db, number * tileWidth, number * tileWidth + width)
  if (entries === null) return null
  const bundle = Buffer.allocUnsafe(entries.length * (2 + hashBytes))
  entries.forEach((entry, i) => {
    bundle.writeUInt16BE(hashBytes, i * (2 + hashBytes))
    bundle.set(entry, i * (2 + hashBytes) + 2)
  })
  return bundle
}

export async function entriesBetween(db: Db, from: number, to: number): Promise<Buffer[] | null> {
  const positions = await store.positionsBetween(db, from, to)
  const last = positions.at(-1)
  if (!last || last.first_leaf + last.acts < to) return null
  const entries: Buffer[] = []
  for (const p of positions) {
    const firstLeaf = Math.max(from, p.first_leaf)
    const firstAct = p.first_act + (firstLeaf - p.first_leaf)
    const count = Math.min(to, p.first_leaf + p.acts) - firstLeaf
    const acts = new Map((await store.actsBetween(db, firstAct, firstAct + count)).map((act) => [act.act_id, act]))
    for (let i = 0; i < count; i++) {
      const act = acts.get(firstAct + i)
      if (!act) throw new ActMissing(firstLeaf + i, firstAct + i)
      // Erased by an act of its own: the entry outlives salt and content.
      const erased = act.salt === null || act.content === null
      entries.push(erased ? p.entries.subarray(i * hashBytes, (i + 1) * hashBytes) : commitment(act.salt!, p.head, act.content!))
    }
  }
  return entries
}

