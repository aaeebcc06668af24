/** Personal data found inside the register: what its incident says. Pure. */
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { PackId, RuleId } from '../../law/types.ts'
import { type Erasure, erasureOf } from '../records/erasure/erasure.ts'
import type { RecordRow } from '../records/record.ts'

/** The rule each regulation gives against keeping such data. */
export const foundInside: Readonly<Record<PackId, RuleId>> = {
  guangdong: 'gd-26c', xiamen: 'xm-5-2', jiangsu: 'js-62-3', liaoning: 'ln-8', hunan: 'hn-18b',
}

/** - `reason-personal` the reason repeats what was found: it would be kept for ever */
export type IncidentRefusal = 'reason-missing' | 'reason-personal' | 'record-unknown' | 'already-erased'

/** @param isPersonal whether the boundary would refuse a text */
export function incidentOf(
  row: RecordRow, acts: readonly number[], reason: string, isPersonal: (text: string) => boolean, rule: RuleId,
): Outcome<Erasure, IncidentRefusal> {
  if (row.existence === 'erased') return refuse('already-erased', rule, { record: String(row.record_id) })
  if (reason.trim() === '') return refuse('reason-missing', rule)
  if (isPersonal(reason)) return refuse('reason-personal', rule)
  return ok(erasureOf(row, acts, reason))
}
