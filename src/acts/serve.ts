/** What the log answers: tiles and entry bundles as they were written, once; and, apart from them, what the acts say now. */
import { hashBytes } from '../log/hash.ts'
import { bundledEntryBytes } from '../log/read.ts'
import type { TileAddress } from '../log/tiles.ts'
import { tileWidth } from '../log/tiles.ts'
import type { Db } from '../database/db.ts'
import * as store from './store.ts'

/** A hash tile as asked for; null where the tree does not reach so far. */
export async function tileBytes(db: Db, { level, number, width }: TileAddress & { level: number }): Promise<Buffer | null> {
  const hashes = await store.tile(db, level, number)
  return hashes === null || hashes.length < width * hashBytes ? null : hashes.subarray(0, width * hashBytes)
}

/** Entries beneath a tile of level 0, each preceded by its length (uint16); null where the tree does not reach so far. */
export async function entryBundle(db: Db, { number, width }: Pick<TileAddress, 'number' | 'width'>): Promise<Buffer | null> {
  const entries = await store.bundle(db, number)
  if (entries === null || entries.length < width * hashBytes) return null
  const served = Buffer.allocUnsafe(width * bundledEntryBytes)
  for (let i = 0; i < width; i++) {
    served.writeUInt16BE(hashBytes, i * bundledEntryBytes)
    entries.copy(served, i * bundledEntryBytes + 2, i * hashBytes, (i + 1) * hashBytes)
  }
  return served
}

/** What the acts behind a bundle say now (src/log/recheck.ts has the form); null where the tree does not reach so far. */
export async function actBundle(db: Db, { number, width }: Pick<TileAddress, 'number' | 'width'>): Promise<Buffer | null> {
  const from = number * tileWidth
  return from + width > await store.logSize(db) ? null : store.actsAtLeaves(db, from, from + width)
}
