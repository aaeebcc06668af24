/**
 * The notice of the right to restoration, served by the unit that determined the conduct: a letter of its own for each record
 * it is asked for. A delivery makes none by itself: the duty goes with the decision, which was served before it was delivered.
 */
import { type Doer, doer } from '../../../acts/act.ts'
import { type Outcome, ok, refuse } from '../../../law/outcome.ts'
import { findRule } from '../../../law/rule.ts'
import type { Ports } from '../../../ports.ts'
import { issueNotice, type NoticeRefusal } from '../../notices/acts.ts'
import { latestAbout } from '../../notices/store.ts'
import { restorable } from '../acts.ts'
import { recordForChange } from '../../records/store.ts'
import { decideRule } from '../procedure.ts'
import { methods } from '../store.ts'
import { rightsFacts, rightsOf } from './rights.ts'

export const rightsTemplate = 'restoration-rights'

/** - `rights-served` it was served before; facts: record, notice */
export type RightsRefusal =
  | NoticeRefusal | 'record-unknown' | 'restoration-not-with-you' | 'restoration-not-concerned' | 'restored-already' | 'restoration-over' | 'rights-served'

/**
 * @param by the unit that provided the record, with the member's account
 * @returns the number of the letter
 * @source nat-2025-22-notice
 */
export async function serveRights(
  ports: Ports, by: Doer, r: { readonly subject: string; readonly record: number },
): Promise<Outcome<number, RightsRefusal>> {
  const law = ports.law()
  const facts = { record: String(r.record) }
  return ports.database.transaction(async (tx) => {
    const row = await recordForChange(tx, r.subject, r.record)
    if (row === null || row.existence !== 'held') return refuse('record-unknown', null, facts)
    if (doer(by).actor !== row.provider_code) return refuse('restoration-not-with-you', null, { handler: row.provider_code })
    const held = await restorable(tx, ports, row)
    const rights = held && rightsOf(held, await methods(tx), law, ports.today())
    if (held === null || rights === null || rights.eligibility.standing === 'not-concerned') return refuse('restoration-not-concerned', decideRule(law), facts)
    const { eligibility: e } = rights
    if (e.standing === 'restored' || e.standing === 'over') return refuse(e.standing === 'over' ? 'restoration-over' : 'restored-already', null, { ...facts, on: e.on })
    const before = await latestAbout(tx, rightsTemplate, r)
    if (before !== null) return refuse('rights-served', findRule(law, 'nat-2025-22-notice')?.id ?? null, { ...facts, notice: String(before.notice_id) })
    const made = await issueNotice(tx, ports, by, {
      template: rightsTemplate, to: r.subject, about: { ...r, case: null }, rules: [], facts: rightsFacts(r.record, held, rights),
    })
    return made.ok ? ok(made.value) : made
  })
}
