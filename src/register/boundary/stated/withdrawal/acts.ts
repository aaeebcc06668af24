/**
 * A statement taken back. The words it let in may mean a person after all, and nobody says otherwise: records whose newest version
 * stands on it are kept from view by a mark, from that moment, and whoever received them is told. Nothing is destroyed by it: the unit
 * writes the record without the person, or states anew and delivers it again, and the mark goes; or the operator destroys it as an incident.
 */
import { canonicalJson } from '../../../../acts/act.ts'
import { appendActs } from '../../../../acts/append.ts'
import type { Tx } from '../../../../database/db.ts'
import { hold } from '../../../../database/hold.ts'
import { type Outcome, ok, refuse } from '../../../../law/outcome.ts'
import type { Ports } from '../../../../ports.ts'
import { changeMarks } from '../../../records/marks/acts.ts'
import { reasonFault } from '../acts.ts'
import { statementHeld } from '../reliance/acts.ts'
import * as store from '../store.ts'

export type WithdrawnRefusal = 'statement-unknown' | 'reason-missing' | 'reason-personal'

/** @returns the number of the act, and how many records are kept from view by it */
export async function withdrawStatement(
  ports: Ports, w: { readonly statement: number; readonly reason: string; readonly actor: string; readonly account: string | null },
): Promise<Outcome<{ readonly act: number; readonly hidden: number }, WithdrawnRefusal>> {
  const reason = reasonFault(ports, w.reason)
  if (reason !== null) return reason
  return ports.database.transaction(async (tx) => {
    await hold(tx, statementHeld, String(w.statement))
    const row = await store.statementForUpdate(tx, w.statement)
    if (row === null || row.withdrawn_act !== null) return refuse('statement-unknown', null, { statement: String(w.statement) })
    const by = w.account === null ? w.actor : { actor: w.actor, account: w.account }
    const { firstAct } = await appendActs(tx, ports, {
      kind: 'boundary.statement-withdrawn', actor: w.actor, account: w.account ?? undefined, rules: [],
      acts: [{ subject: '', content: canonicalJson({ reason: w.reason.trim(), statement: w.statement }) }],
    })
    await store.endStatement(tx, w.statement, firstAct)
    const records = await store.newestLetIn(tx, w.statement)
    await changeMarks(tx, ports, by, records.map((r) => ({ ...r, mark: 'unstated', case: w.statement })), [], 'record.marked')
    return ok({ act: firstAct, hidden: records.length })
  })
}

/**
 * After a delivery: what it let in by a statement that was taken back meanwhile is kept from view at once; what it brought again, and
 * what passed this time, is shown again.
 * @param ended   statements among those relied on that stand no longer
 * @param letIn   records this delivery let in by statements, with each statement
 * @param passed  all records held before that it brought again, the same or changed
 */
export async function followDelivery(
  tx: Tx, ports: Ports, by: string, ended: ReadonlySet<number>,
  letIn: readonly (store.OfRecord & { readonly statement: number })[], passed: readonly store.OfRecord[],
): Promise<void> {
  const of = (r: store.OfRecord): string => `${r.subject} ${r.record}`
  const hidden = letIn.filter((l) => ended.has(l.statement))
  const stays = new Set(hidden.map(of))
  const again = passed.filter((r) => !stays.has(of(r)))
  const marks = again.length === 0 ? [] : await store.unstatedMarks(tx, again)
  await changeMarks(tx, ports, by, marks.map((m) => ({ ...m, mark: 'unstated' })), [], 'record.mark-removed')
  const unique = [...new Map(hidden.map((l) => [`${of(l)} ${l.statement}`, l])).values()]
  await changeMarks(tx, ports, by, unique.map((l) => ({ subject: l.subject, record: l.record, mark: 'unstated', case: l.statement })), [], 'record.marked')
}
