/** Acts whose text was broken when it was written: found, shown to the operator, erased by an act that says why. */
import { canonicalJson, type Doer, doer } from '../../../acts/act.ts'
import { appendActs } from '../../../acts/append.ts'
import { declareErasures } from '../../../acts/erasures.ts'
import type { Db, Tx } from '../../../database/db.ts'
import { type Outcome, ok, refuse } from '../../../law/outcome.ts'
import type { Ports } from '../../../ports.ts'
import { personalDataIn } from '../../boundary/texts.ts'
import { destroy } from '../../records/erasure/acts.ts'
import { erasureOf } from '../../records/erasure/erasure.ts'
import { actsOfRecord, eraseActs } from '../../records/erasure/store.ts'
import type { RecordRow } from '../../records/record.ts'
import * as store from './store.ts'

/**
 * - `act-unknown`
 * - `act-readable`     what can be read is not erased here; facts: act
 * - `already-erased`   facts: record = the act
 * - `reason-missing`, `reason-personal` the reason is kept for ever
 */
export type UnreadableRefusal = 'act-unknown' | 'act-readable' | 'already-erased' | 'reason-missing' | 'reason-personal'

/**
 * Salt and content become null by an act `act.erased` of the same organisation; by `record.erased`, with all of the record, where it is
 * a record's newest version. The entry in the log stays, and proofs with it.
 * @returns the number of that act
 */
export async function eraseUnreadable(
  ports: Ports, by: Doer, e: { readonly act: number; readonly reason: string },
): Promise<Outcome<number, UnreadableRefusal>> {
  const reason = e.reason.trim()
  if (reason === '') return refuse('reason-missing')
  const personal = personalDataIn({ reason }, ports)
  if (personal !== null) return refuse('reason-personal', personal.rule)
  return ports.database.transaction(async (tx): Promise<Outcome<number, UnreadableRefusal>> => {
    // One at a time: the second finds what the first did.
    await tx.run`select pg_advisory_xact_lock(7205)`
    const found = await store.actForErasure(tx, e.act)
    if (found === null) return refuse('act-unknown', null, { act: String(e.act) })
    if (!found.held) return refuse('already-erased', null, { record: String(e.act) })
    if (found.readable) return refuse('act-readable', null, { act: String(e.act) })
    // The record whose newest version it is goes with it, and can be delivered again: a record without content is none.
    const record = await store.recordOfVersion(tx, found.subject_code, e.act)
    if (record !== null) return ok((await destroy(tx, ports, 'record.erased', by, [], found.subject_code, erasureOf(record, await versionsOf(tx, record), reason))).act)
    const { firstAct } = await appendActs(tx, ports, {
      kind: 'act.erased', ...doer(by), rules: [], acts: [{ subject: found.subject_code, content: canonicalJson({ acts: [e.act], reason }) }],
    })
    const erased = await eraseActs(tx, firstAct)
    if (erased !== 1) throw new Error(`act ${firstAct} names act ${e.act}, and ${erased} acts were erased`)
    await declareErasures(tx, ports)
    return ok(firstAct)
  })
}

const versionsOf = async (tx: Tx, { subject_code: subject, record_id: record }: RecordRow): Promise<number[]> =>
  (await actsOfRecord(tx, subject, record)).filter(({ kind }) => kind !== 'record.withdrawn').map(({ act_id }) => act_id)

/** Engineering value: acts read in one transaction. */
const portion = 50_000
/** Reads every act that was not read yet, or every act again, so that what cannot be read is known. */
export async function readThrough(db: Db, { again = false } = {}): Promise<void> {
  if (again) await store.readFromStart(db)
  while (await store.readActs(db, portion) === portion);
}
