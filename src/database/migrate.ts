/** Plain SQL files, run once each, in order, never edited once merged. */
import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import type pg from 'pg'

const folder = new URL('../../migrations/', import.meta.url)

/** Brings the schema up to date. Two starters at once: the second waits for the first, then finds nothing to do. */
export async function migrate(owner: pg.Pool): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => /^\d{4}_.*\.sql$/.test(name)).sort()
  const twice = sharedNumber(files)
  if (twice !== null) throw new Error(`Two files in migrations/ bear one number: ${twice.join(', ')}. Give one of them the next free number.`)
  const client = await owner.connect()
  const applied: string[] = []
  try {
    await client.query('select pg_advisory_lock(20260401)')
    await client.query('create table if not exists migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())')
    const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from migration')
    const known = new Map(rows.map((row) => [row.name, row.sha256]))
    for (const name of files) {
      const text = await readFile(new URL(name, folder), 'utf8')
      const sha256 = createHash('sha256').update(text).digest('hex')
      if (known.has(name)) {
        if (known.get(name) !== sha256) throw new Error(`migrations/${name} was edited after it ran on this database; add a new migration instead.`)
        continue
      }
      await client.query('begin')
      try {
        await client.query(text)
        await client.query('insert into migration (name, sha256) values ($1, $2)', [name, sha256])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new Error(`migrations/${name}: ${(error as Error).message}`, { cause: error })
      }
      applied.push(name)
    }
    for (const name of known.keys()) {
      if (!files.includes(name)) throw new Error(`This database was migrated by a newer Probity (${name}); start that version.`)
    }
    // A table that says nothing of who may read it is nobody's.
    if (applied.length > 0) await client.query('select deny_by_default()')
  } finally {
    await client.query('select pg_advisory_unlock(20260401)').catch(() => {})
    client.release()
  }
  return applied
}

/** @returns the first two names that begin with the same number, so that nobody knows which ran first; null where there are none */
export function sharedNumber(names: readonly string[]): readonly [string, string] | null {
  const first = new Map<string, string>()
  for (const name of names) {
    const before = first.get(name.slice(0, 4))
    if (before !== undefined) return [before, name]
    first.set(name.slice(0, 4), name)
  }
  return null
}
