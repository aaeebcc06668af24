/** A record whose content is destroyed: what the act that says so holds, and what is left of the record. Pure. */
import type { RecordRow } from '../record.ts'

/** Content of the act that destroys. What was destroyed has no place in it; of the record only what its row keeps. */
export type Erasure = {
  readonly record: number
  /** acts whose content and salts are destroyed */
  readonly acts: readonly number[]
  readonly reason: string
  readonly item: string
  readonly provider: string
  readonly version: number
  readonly act: number
  readonly group: number
  readonly decidedOn: string
  readonly receivedOn: string
  /** by which the same document is known again, so that it cannot bring the record back; absent where it might be what had to go */
  readonly identity?: string
}

export const erasureOf = (row: RecordRow, acts: readonly number[], reason: string): Erasure => ({
  record: row.record_id, acts, reason: reason.trim(), item: row.item_id, provider: row.provider_code, version: row.version, act: row.act_id,
  group: row.act_group, decidedOn: row.decided_on, receivedOn: row.received_on,
})

/**
 * The row of a record whose content was destroyed: that there was one, whose, and which act ended it. Where personal data
 * had to go, document numbers went too.
 */
export const erasedRow = (subject: string, erasure: Erasure, law: string): RecordRow => ({
  subject_code: subject, record_id: erasure.record, item_id: erasure.item, provider_code: erasure.provider,
  identity: erasure.identity ?? `erased ${erasure.record}`,
  version: erasure.version, act_id: erasure.act, act_group: erasure.group, decided_on: erasure.decidedOn, received_on: erasure.receivedOn,
  existence: 'erased', display: 'not-displayed', display_starts_on: null, display_ends_on: null, usable: false, retention_ends_on: null, law, facts: '{}',
})
