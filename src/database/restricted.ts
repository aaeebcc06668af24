/**
 * Reading as somebody who is not shown everything: the database itself leaves out what is not for them (row-level security),
 * whatever the statement asks for. migrations/0028
 */
import pg from 'pg'
import { askOn, type Database, database, type Db, type Tx } from './db.ts'

/**
 * What the public is shown on the day. Each connection knows its day and the text of the law; with another it is told before
 * the next statement, so that a statement costs one round trip.
 * @param pool of the role `probity_public`
 * @param stamp of the law of the day; absent: what stored dates show, and nothing while they are those of another text
 */
export function publicReads(pool: pg.Pool, today: () => Temporal.PlainDate, stamp: (day: string) => string = () => ''): Database {
  const told = new WeakMap<pg.PoolClient, string>()
  const onDay = async (client: pg.PoolClient) => {
    const day = today().toString()
    const law = stamp(day)
    if (told.get(client) === `${day} ${law}`) return
    await client.query("select set_config('probity.day', $1, false), set_config('probity.law', $2, false)", [day, law])
    told.set(client, `${day} ${law}`)
  }
  const transaction: Database['transaction'] = (work) => database(pool).transaction(async (tx) => {
    await onDay(tx.client)
    return work(tx)
  })
  return { ...database(pool, askOn(() => pool.connect(), onDay)), transaction }
}

/**
 * What a signed-in body may see of its own, in one transaction that writes nothing.
 * @param body `operator`, or the code of a unit or an organisation
 */
export function readOwn<T>(db: Database, body: string, work: (own: Db) => Promise<T>): Promise<T> {
  return db.transaction(async (tx: Tx) => {
    // One message: the settings cost one round trip, not three.
    await tx.client.query(`set transaction read only; set local role probity_party; select set_config('probity.body', ${pg.escapeLiteral(body)}, true)`)
    return work(tx)
  })
}

/** The same as a database: each statement is one such transaction, and nothing can be written. */
export function ownReads(db: Database, body: string): Database {
  const one = <T>(work: (own: Db) => Promise<T>): Promise<T> => readOwn(db, body, work)
  return {
    rows: (parts, ...values) => one((own) => own.rows(parts, ...values)),
    one: (parts, ...values) => one((own) => own.one(parts, ...values)),
    run: (parts, ...values) => one((own) => own.run(parts, ...values)),
    transaction: (work) => readOwn(db, body, (own) => work(own as Tx)), pool: db.pool, close: () => db.close(),
  }
}
