/**
 * What somebody says so that the words of a request may stand (src/register/boundary/stated/): it is done with what it lets in,
 * in the same transaction, and where that is refused nothing of it is left.
 */
import type { Tx } from '../database/db.ts'
import { requestHere } from './standing.ts'

type Along = (tx: Tx) => Promise<void>
const waiting = new WeakMap<object, Along>()
const done = new WeakMap<Tx, Set<Along>>()

/** @param along is done within the first act of each transaction of this request, so once more where its transaction is begun again */
export const doAlongside = (request: object, along: Along): void => { waiting.set(request, along) }

/** Done by every act; by hand only where what was typed is kept and is no act yet. */
export async function carryAlong(tx: Tx): Promise<void> {
  const request = requestHere()
  const along = request === undefined ? undefined : waiting.get(request)
  if (along === undefined) return
  const before = done.get(tx) ?? new Set()
  if (before.has(along)) return
  done.set(tx, before.add(along))
  await along(tx)
}
