/** SQL of acts and their log. */
import type { Db } from '../database/db.ts'
import type { Tile } from '../log/tiles.ts'

export type GroupRow = { first_act: number; acts: number; kind: string; head: string; entries: Buffer; recorded_at: string }
export type ActRow = { subject_code: string; act_id: number; salt: Buffer | null; content: string | null }
export type PositionRow = { first_leaf: number; first_act: number; acts: number }

/** Committed groups that are not yet in the log, oldest number first, up to about `most` acts (at least one group). */
export const pendingGroups = (db: Db, most: number) => db.rows<GroupRow>`
  select g.* from (
    select p.first_act, sum(g.acts) over (order by p.first_act) - g.acts as before
      from log_pending p join act_group g using (first_act)) q
    join act_group g using (first_act)
   where q.before < ${most} order by g.first_act limit 2000`

export const logSize = async (db: Db): Promise<number> =>
  (await db.one<{ size: number }>`
    select coalesce((select first_leaf + acts from log_position order by first_leaf desc limit 1), 0)::bigint as size`)!.size

export const addPositions = (db: Db, rows: readonly PositionRow[]) => db.run`
  insert into log_position (first_leaf, first_act, acts)
  select * from unnest(${rows.map((r) => r.first_leaf)}::bigint[], ${rows.map((r) => r.first_act)}::bigint[], ${rows.map((r) => r.acts)}::int[])`

export const clearPending = (db: Db, firstActs: readonly number[]) => db.run`delete from log_pending where first_act = any(${firstActs}::bigint[])`

export const tile = async (db: Db, level: number, number: number): Promise<Buffer | null> =>
  (await db.one<{ hashes: Buffer }>`select hashes from log_tile where level = ${level} and number = ${number}`)?.hashes ?? null

/** The stored log lacks what it must have. */
export class LogDamaged extends Error {
  readonly missing: string
  constructor(missing: string) {
    super(`${missing} is missing: the stored log is damaged`)
    this.missing = missing
  }
}

/** @throws when the stored log lacks a tile it must have: nothing is appended to a damaged log */
export async function requireTile(db: Db, level: number, number: number, width = 1): Promise<Buffer> {
  const hashes = await tile(db, level, number)
  if (hashes === null || hashes.length < width * 32) throw new LogDamaged(`tile ${level}/${number}`)
  return hashes
}

export const saveTiles = (db: Db, tiles: readonly Tile[]) => db.run`
  insert into log_tile (level, number, hashes)
  select * from unnest(${tiles.map((t) => t.level)}::smallint[], ${tiles.map((t) => t.number)}::bigint[], ${tiles.map((t) => t.hashes)}::bytea[])
  on conflict (level, number) do update set hashes = excluded.hashes`

export const addCheckpoint = (db: Db, c: { size: number; root: Uint8Array; note: string; signedAt: string; beforeSize: number }) => db.run`
  insert into log_checkpoint (size, root, note, signed_at, before_size)
  values (${c.size}, ${c.root}, ${c.note}, ${c.signedAt}, ${c.beforeSize}) on conflict do nothing`

export const newestCheckpoint = (db: Db) => db.one<{ size: number; root: Buffer; note: string; signed_at: string }>`
  select * from log_checkpoint order by size desc limit 1`

/** Where an act stands in the log; null while it waits for the sequencer. */
export async function leafOf(db: Db, actId: number): Promise<number | null> {
  const row = await db.one<PositionRow>`select * from log_position where first_act <= ${actId} order by first_act desc limit 1`
  return row && actId < row.first_act + row.acts ? row.first_leaf + (actId - row.first_act) : null
}

/** The groups that fill leaves `from` to `to` (exclusive). */
export const positionsBetween = (db: Db, from: number, to: number) => db.rows<PositionRow & { head: string; entries: Buffer }>`
  select p.*, g.head, substring(g.entries from greatest(${from} - p.first_leaf, 0)::int * 32 + 1
                                for (least(${to}, p.first_leaf + p.acts) - greatest(${from}, p.first_leaf))::int * 32) as entries
    from log_position p join act_group g using (first_act)
   where p.first_leaf < ${to} and p.first_leaf + p.acts > ${from} and p.first_leaf >= coalesce(
         (select max(first_leaf) from log_position where first_leaf <= ${from}), 0)
   order by p.first_leaf`

/** Entries beneath a tile of level 0, as they were sequenced, 32 bytes each. */
export const bundle = async (db: Db, number: number): Promise<Buffer | null> =>
  (await db.one<{ entries: Buffer }>`select entries from log_bundle where number = ${number}`)?.entries ?? null

export const saveBundles = (db: Db, bundles: readonly { readonly number: number; readonly entries: Uint8Array }[]) => db.run`
  insert into log_bundle (number, entries)
  select * from unnest(${bundles.map((b) => b.number)}::bigint[], ${bundles.map((b) => b.entries)}::bytea[])
  on conflict (number) do update set entries = excluded.entries`

/** What the acts behind leaves `from` to `to` (exclusive) say now; computed in the database, which gives digests alone. See migrations/0053. */
export const actsAtLeaves = async (db: Db, from: number, to: number): Promise<Buffer> =>
  (await db.one<{ acts: Buffer | null }>`select log_acts(${from}, ${to}) as acts`)?.acts ?? Buffer.alloc(0)

/** Acts by number, `to` exclusive. */
export const actsBetween = (db: Db, from: number, to: number) => db.rows<ActRow>`
  select subject_code, act_id, salt, content from act where act_id >= ${from} and act_id < ${to} order by act_id`

export const groupOf = (db: Db, actId: number) => db.one<GroupRow>`
  select * from act_group where first_act <= ${actId} order by first_act desc limit 1`

/** Acts of one organisation, newest first. */
export const actsOf = (db: Db, subject: string, before: number, limit: number) => db.rows<ActRow & { head: string; kind: string }>`
  select a.*, g.head, g.kind from act a
    cross join lateral (select head, kind from act_group where first_act <= a.act_id order by first_act desc limit 1) g
   where a.subject_code = ${subject} and a.act_id < ${before} order by a.act_id desc limit ${limit}`
