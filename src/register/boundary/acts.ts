/** Personal data found inside the register: withdrawn from every use, destroyed, and said so, in one transaction. */
import type { Doer } from '../../acts/act.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Ports } from '../../ports.ts'
import { destroy } from '../records/erasure/acts.ts'
import { dropLetters, lettersAbout } from '../notices/store.ts'
import { actsOfRecord, recordForErasure } from '../records/erasure/store.ts'
import { foundInside, incidentOf, type IncidentRefusal } from './incident.ts'
import { personalDataIn } from './texts.ts'

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
  return ports.database.transaction(async (tx) => {
    const row = await recordForErasure(tx, found.subject, found.record)
    if (row === null) return refuse('record-unknown', rule, { record: String(found.record) })
    // A letter repeats what the record and its reasons said.
    const letters = await lettersAbout(tx, found.subject, found.record)
    const acts = [...(await actsOfRecord(tx, found.subject, found.record)).map(({ act_id }) => act_id), ...letters]
    const incident = incidentOf(row, acts, found.reason, (text) => personalDataIn({ reason: text }, ports) !== null, rule)
    if (!incident.ok) return incident
    const { act, erased } = await destroy(tx, ports, 'boundary.incident', found.by, [rule], found.subject, incident.value)
    await dropLetters(tx, letters)
    return ok({ incident: act, erased })
  })
}
