/** What the log answers: checkpoint, tiles, entry bundles. Entries are computed from the acts as they stand now. */
import { hashBytes } from '../log/hash.ts'
import type { TileAddress } from '../log/tiles.ts'
import { tileWidth } from '../log/tiles.ts'
import type { Db } from '../database/db.ts'
import * as store from './store.ts'

/** A hash tile as asked for; null where the tree does not reach so far. */
export async function tileBytes(db: Db, { level, number, width }: TileAddress & { level: number }): Promise<Buffer | null> {
  const hashes = await store.tile(db, level, number)
  return hashes === null || hashes.length < width * hashBytes ? null : hashes.subarray(0, width * hashBytes)
}

/**
 * Entries beneath a tile of level 0, each preceded by its length (uint16). An act that is not in the register any more
 * leaves an entry of length 0: the register convicts itself by name, since it cannot show what it signed.
 */
export async function entryBundle(db: Db, { number, width }: Pick<TileAddress, 'number' | 'width'>): Promise<Buffer | null> {
  const entries = await entriesBetween(db, number * tileWidth, number * tileWidth + width)
  return entries === null ? null : Buffer.concat(entries.map((entry) => Buffer.concat([Buffer.of(entry.length >> 8, entry.length & 0xff), entry])))
}

/** The entries as the acts now give them, by their digests alone; empty where an act is missing. Null: the tree does not reach so far. */
export async function entriesBetween(db: Db, from: number, to: number): Promise<Uint8Array[] | null> {
  const entries = await store.logEntries(db, from, to)
  return entries.length < to - from ? null : entries
}
