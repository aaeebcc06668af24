/** Personal data found inside the register: withdrawn from every use, destroyed, and said so, in one transaction. */
import { appendActs } from '../../acts/append.ts'
import { canonicalJson, doer, type Doer } from '../../acts/act.ts'
import type { Projector } from '../../acts/rebuild.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import { findRule } from '../../law/rule.ts'
import type { Ports } from '../../ports.ts'
import { erasedRow, foundInside, type Incident, incidentOf, type IncidentRefusal } from './incident.ts'
import { scanner } from './scan.ts'
import * as store from './store.ts'

/**
 * An officer found personal data in a record. From the moment this returns nobody is served anything of it: every
 * version's content, closed fields and salts are null, and what the log holds of them says nothing without the salts.
 * What PostgreSQL keeps of the old rows goes with the next vacuum of `act`; backups are the operator's to renew.
 * @param found.by     `operator` or the code of the officer's unit
 * @param found.reason what was found and where, without the datum itself
 * @returns the number of the incident's act
 * @source gd-26c, js-62-3
 */
export async function openIncident(
  ports: Ports, found: { subject: string; record: number; by: Doer; reason: string },
): Promise<Outcome<{ readonly incident: number; readonly erased: number }, IncidentRefusal>> {
  const law = ports.law()
  const rule = foundInside[law.pack.id]
  const { scanText } = scanner({
    boundary: ports.boundary(), pack: law.pack.id, today: ports.today().toString(), minorsUnderYears: findRule(law, 'gd-25-2')?.limit?.amount ?? null,
  })
  return ports.database.transaction(async (tx) => {
    const row = await store.recordForErasure(tx, found.subject, found.record)
    if (row === null) return refuse('record-unknown', rule, { record: String(found.record) })
    const acts = await store.actsOfRecord(tx, found.subject, found.record)
    const incident = incidentOf(row, acts, found.reason, (text) => scanText(text, 'reason').length > 0, rule)
    if (!incident.ok) return incident
    const { firstAct, head } = await appendActs(tx, ports, {
      kind: 'boundary.incident', ...doer(found.by), rules: [rule], acts: [{ subject: found.subject, content: canonicalJson(incident.value) }],
    })
    const erased = await store.eraseActs(tx, firstAct)
    if (erased !== acts.length) throw new Error(`incident ${firstAct} names ${acts.length} acts and ${erased} were erased`)
    await store.putErased(tx, erasedRow(found.subject, incident.value, head.law))
    return ok({ incident: firstAct, erased })
  })
}

export const projectIncident: Projector = async (tx, group, acts) => {
  for (const act of acts) await store.putErased(tx, erasedRow(act.subject, JSON.parse(act.content) as Incident, group.head.law))
}
