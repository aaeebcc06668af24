/**
 * Reading as somebody who is not shown everything: the database itself leaves out what is not for them (row-level security),
 * whatever the statement asks for. migrations/0028
 */
import type pg from 'pg'
import { type Database, database, type Db, type Tx } from './db.ts'

/**
 * What the public is shown on the day. Each connection knows its day; with another day it is told before the next statement.
 * @param pool of the role `probity_public`
 */
export function publicReads(pool: pg.Pool, today: () => Temporal.PlainDate): Database {
  const days = new WeakMap<pg.PoolClient, string>()
  const onDay = async (client: pg.PoolClient) => {
    const day = today().toString()
    if (days.get(client) === day) return
    await client.query('select set_config($1, $2, false)', ['probity.day', day])
    days.set(client, day)
  }
  const query = async (question: pg.QueryConfig): Promise<pg.QueryResult> => {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      await onDay(client)
      return await client.query(question)
    } catch (error) {
      // A statement the server refused leaves a sound connection behind; a lost connection does not.
      if ((error as { code?: string }).code === undefined) broken = error as Error
      throw error
    } finally {
      client.release(broken)
    }
  }
  const transaction: Database['transaction'] = (work) => database(pool).transaction(async (tx) => {
    await onDay(tx.client)
    return work(tx)
  })
  return { ...database(pool, query as pg.Pool['query']), transaction }
}

/**
 * What a signed-in body may see of its own, in one transaction that writes nothing.
 * @param body `operator`, or the code of a unit or an organisation
 */
export function readOwn<T>(db: Database, body: string, work: (own: Db) => Promise<T>): Promise<T> {
  return db.transaction(async (tx: Tx) => {
    await tx.client.query('set transaction read only')
    await tx.client.query('set local role probity_party')
    await tx.run`select set_config('probity.body', ${body}, true)`
    return work(tx)
  })
}
