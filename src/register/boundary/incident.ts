/** Personal data found inside the register: what its incident says, and what is left of the record. Pure. */
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { PackId, RuleId } from '../../law/types.ts'
import type { RecordRow } from '../records/record.ts'

/** The rule each regulation gives against keeping such data. */
export const foundInside: Readonly<Record<PackId, RuleId>> = {
  guangdong: 'gd-26c', xiamen: 'xm-5-2', jiangsu: 'js-62-3', liaoning: 'ln-8', hunan: 'hn-18b',
}

/** Content of `boundary.incident`. The datum has no place in it; of the record only what its row keeps. */
export type Incident = {
  readonly record: number
  /** versions and withdrawals whose content and salts are destroyed */
  readonly acts: readonly number[]
  readonly reason: string
  readonly item: string
  readonly provider: string
  readonly version: number
  readonly act: number
  readonly group: number
  readonly decidedOn: string
  readonly receivedOn: string
}

/** - `reason-personal` the reason repeats what was found: it would be kept for ever */
export type IncidentRefusal = 'reason-missing' | 'reason-personal' | 'record-unknown' | 'already-erased'

/** @param isPersonal whether the boundary would refuse a text */
export function incidentOf(
  row: RecordRow, acts: readonly number[], reason: string, isPersonal: (text: string) => boolean, rule: RuleId,
): Outcome<Incident, IncidentRefusal> {
  if (row.existence === 'erased') return refuse('already-erased', rule, { record: String(row.record_id) })
  if (reason.trim() === '') return refuse('reason-missing', rule)
  if (isPersonal(reason)) return refuse('reason-personal', rule)
  return ok({
    record: row.record_id, acts, reason: reason.trim(), item: row.item_id, provider: row.provider_code, version: row.version, act: row.act_id,
    group: row.act_group, decidedOn: row.decided_on, receivedOn: row.received_on,
  })
}

/** The row of a record whose content was destroyed: that there was one, whose, and which act ended it. Document numbers go too. */
export const erasedRow = (subject: string, incident: Incident, law: string): RecordRow => ({
  subject_code: subject, record_id: incident.record, item_id: incident.item, provider_code: incident.provider, identity: `erased ${incident.record}`,
  version: incident.version, act_id: incident.act, act_group: incident.group, decided_on: incident.decidedOn, received_on: incident.receivedOn,
  existence: 'erased', display: 'not-displayed', display_starts_on: null, display_ends_on: null, usable: false, retention_ends_on: null, law, facts: '{}',
})
