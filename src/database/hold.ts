/** One after another: who decides on something that may not yet have a row to lock. */
import type { Db } from './db.ts'

/**
 * Held until the transaction ends. Taken before anything is read that the decision rests on, and before an act's number is
 * taken, so that the order of the acts is that in which they take effect.
 * @param what kind of thing, e.g. `endpoints`
 * @param key  which of them
 */
export const hold = (tx: Db, what: string, key: string) => tx.run`select pg_advisory_xact_lock(hashtextextended(${`${what} ${key}`}, 0))`
/** The same beside others who only rest on it: all of them are waited for by whoever holds it alone. */
export const holdBeside = (tx: Db, what: string, key: string) => tx.run`select pg_advisory_xact_lock_shared(hashtextextended(${`${what} ${key}`}, 0))`
