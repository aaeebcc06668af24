/** Destroying the content of a record where law has it deleted, inside the transaction of the decision that says so. */
import { appendActs } from '../../../acts/append.ts'
import { declareErasures } from '../../../acts/erasures.ts'
import { type ActKind, canonicalJson, type Doer, doer } from '../../../acts/act.ts'
import type { Projector } from '../../../acts/rebuild.ts'
import type { Tx } from '../../../database/db.ts'
import { type Outcome, ok, refuse } from '../../../law/outcome.ts'
import type { RuleId } from '../../../law/types.ts'
import type { Ports } from '../../../ports.ts'
import { serveWhereAsked } from '../../notices/acts.ts'
import { type Erasure, erasedRow, erasureOf } from './erasure.ts'
import * as store from './store.ts'

/**
 * Every version's content, closed fields and salts become null; what the log holds of them says nothing without the salts,
 * and its proofs stay valid. The reason stands in the act of the erasure, and in that of a withdrawal before it.
 * The document's identity stays: a repeated delivery of it does not bring the record back.
 * @returns the number of the act
 * @source ln-37-7
 */
export async function eraseIn(
  tx: Tx, ports: Ports, by: Doer, e: { readonly subject: string; readonly record: number; readonly reason: string; readonly rules: readonly RuleId[] },
): Promise<Outcome<number, 'record-unknown' | 'already-erased'>> {
  const row = await store.recordForErasure(tx, e.subject, e.record)
  if (row === null) return refuse('record-unknown', null, { record: String(e.record) })
  if (row.existence === 'erased') return refuse('already-erased', null, { record: String(e.record) })
  const versions = (await store.actsOfRecord(tx, e.subject, e.record)).filter(({ kind }) => kind !== 'record.withdrawn')
  const erasure = { ...erasureOf(row, versions.map(({ act_id }) => act_id), e.reason), identity: row.identity }
  const { act } = await destroy(tx, ports, 'record.erased', by, e.rules, e.subject, erasure)
  await serveWhereAsked(tx, ports, by, {
    template: 'record-erased', to: e.subject, about: { subject: e.subject, record: e.record, case: null }, rules: e.rules,
    facts: { record: String(e.record), day: ports.today().toString(), reasons: e.reason },
  })
  return ok(act)
}

/** Appends the act, destroys what it names, leaves the row that says so. */
export async function destroy(
  tx: Tx, ports: Ports, kind: ActKind & ('record.erased' | 'boundary.incident'), by: Doer, rules: readonly RuleId[], subject: string, erasure: Erasure,
): Promise<{ readonly act: number; readonly erased: number }> {
  const { firstAct, head } = await appendActs(tx, ports, { kind, ...doer(by), rules, acts: [{ subject, content: canonicalJson(erasure) }] })
  const erased = await store.eraseActs(tx, firstAct)
  if (erased !== erasure.acts.length) throw new Error(`act ${firstAct} names ${erasure.acts.length} acts and ${erased} were erased`)
  await declareErasures(tx, ports)
  await store.putErased(tx, erasedRow(subject, erasure, head.law))
  return { act: firstAct, erased }
}

export const projectErased: Projector = async (tx, group, acts) => {
  for (const act of acts) await store.putErased(tx, erasedRow(act.subject, JSON.parse(act.content) as Erasure, group.head.law))
}
