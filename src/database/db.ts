/** Queries as tagged templates, transactions as functions. */
import type pg from 'pg'

export type Row = Record<string, unknown>

/** What both a pool and a transaction can do. Values are always parameters, never pasted into the text. */
export type Db = {
  rows<R extends Row>(text: TemplateStringsArray, ...values: unknown[]): Promise<R[]>
  one<R extends Row>(text: TemplateStringsArray, ...values: unknown[]): Promise<R | null>
  run(text: TemplateStringsArray, ...values: unknown[]): Promise<number>
}
/** A transaction: the client is there for COPY. */
export type Tx = Db & { readonly client: pg.PoolClient }
/**
 * `transaction`: a refusal (an outcome that is not ok) leaves nothing behind, as a fault leaves nothing behind. Where two stood
 * in each other's way (a deadlock, a row the other was faster to add), the work is done again from its beginning, on what the
 * other left: it reads all it rests on within, and keeps nothing outside that a second time would falsify.
 */
export type Database = Db & { transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>; readonly pool: pg.Pool; close(): Promise<void> }

// The same template (by identity of its strings) is the same statement: named, so that PostgreSQL plans it once per
// connection.
const names = new WeakMap<TemplateStringsArray, { name: string; text: string }>()
let statements = 0
function statement(parts: TemplateStringsArray): { name: string; text: string } {
  let known = names.get(parts)
  if (!known) {
    let text = parts[0]!
    for (let i = 1; i < parts.length; i++) text += `$${i}${parts[i]!}`
    names.set(parts, (known = { name: `s${++statements}`, text }))
  }
  return known
}

function over(source: { query: pg.Pool['query'] }): Db {
  const query = (parts: TemplateStringsArray, values: unknown[]) => source.query({ ...statement(parts), values })
  return {
    rows: async <R extends Row>(parts: TemplateStringsArray, ...values: unknown[]) => (await query(parts, values)).rows as R[],
    one: async <R extends Row>(parts: TemplateStringsArray, ...values: unknown[]) => ((await query(parts, values)).rows[0] as R) ?? null,
    run: async (parts, ...values) => (await query(parts, values)).rowCount ?? 0,
  }
}

const isRefusal = (result: unknown): boolean => typeof result === 'object' && result !== null && (result as { ok?: unknown }).ok === false

/** SQLSTATE: serialization_failure, deadlock_detected, unique_violation. */
const crossed = new Set(['40001', '40P01', '23505'])
/** Engineering values: how often a work that met another is begun, and milliseconds of rest before the second time. */
const tries = 4
const rest = 5

async function retried<T>(once: () => Promise<T>, again: number): Promise<T> {
  for (let left = again; ; left--) {
    try {
      return await once()
    } catch (error) {
      if (left === 0 || !crossed.has((error as { code?: string }).code ?? '') || given.has(error as object)) {
        if (typeof error === 'object' && error !== null) given.add(error)
        throw error
      }
      await new Promise((resolve) => { setTimeout(resolve, rest * (again - left + 1)) })
    }
  }
}
// A fault that a transaction within has already given up on is not tried again by the one around it.
const given = new WeakSet<object>()

/**
 * @param query how a single statement reaches the pool
 * @param again how often work that met another is begun anew
 */
export function database(pool: pg.Pool, query: pg.Pool['query'] = pool.query.bind(pool), again = tries - 1): Database {
  return {
    ...over({ query }),
    pool,
    close: () => pool.end(),
    transaction: (work) => retried(() => transaction(pool, work), again),
  }
}

/**
 * The same pool, of whose connections somebody is told as each is taken.
 * @param used called within the work that takes it; what it returns is called when the connection is given back
 */
export function watchedPool(pool: pg.Pool, used: (client: pg.PoolClient) => () => void): pg.Pool {
  const connect = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect()
    const ended = used(client)
    const release = client.release
    client.release = (broken) => { ended(); release(broken) }
    return client
  }
  return Object.assign(Object.create(pool) as pg.Pool, { connect, query: askOn(connect) })
}

/** One statement on a connection of its own. @param before done on the connection first */
export function askOn(connect: () => Promise<pg.PoolClient>, before: (client: pg.PoolClient) => Promise<void> = async () => {}): pg.Pool['query'] {
  const query = async (question: pg.QueryConfig): Promise<pg.QueryResult> => {
    const client = await connect()
    let broken: Error | undefined
    try {
      await before(client)
      return await client.query(question)
    } catch (error) {
      // A statement the server refused leaves a sound connection behind; a lost connection does not.
      if ((error as { code?: string }).code === undefined) broken = error as Error
      throw error
    } finally {
      client.release(broken)
    }
  }
  return query as pg.Pool['query']
}

/** What carries bulk, or what cannot be read twice: a transaction of it that met another is its caller's to begin again. */
export const bulkDatabase = (pool: pg.Pool): Database => database(pool, pool.query.bind(pool), 0)

async function transaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  // A connection whose transaction ended in doubt (server gone, rollback failed) is not handed out again.
  let broken: Error | undefined
  const onError = (error: Error) => { broken = error }
  client.on('error', onError)
  try {
    await client.query('begin')
    const result = await work({ ...over(client), client })
    await client.query(isRefusal(result) ? 'rollback' : 'commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((e: Error) => { broken = e })
    throw error
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}
