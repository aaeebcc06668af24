/** SQL of what became of a version. */
import type { Db } from '../../../database/db.ts'

/** The day on which the version after this one was recorded. */
export const supersededOn = async (db: Db, subject: string, record: number, version: number): Promise<string | null> =>
  (await db.one<{ on: string | null }>`select superseded_on(${subject}, ${record}, ${version}) as on`)!.on

/** The act whose entry is a leaf of the log, where it is a version of a record and its content was not erased. */
export const versionAtLeaf = (db: Db, leaf: number) => db.one<{ subject: string; record: number; version: number }>`
  select subject, record, version from version_at_leaf(${leaf})`

/** The day on which the content of a record was destroyed. */
export const erasedOn = async (db: Db, subject: string, record: number): Promise<string | null> =>
  (await db.one<{ on: string | null }>`select erased_on(${subject}, ${record}) as on`)!.on

/** The first line that bears a receipt; `content` holds what was shown under it and nothing else. */
export const receiptLine = (db: Db, receipt: string) => db.one<{ act_id: number; subject_code: string; asked_on: string; content: string | null }>`
  select * from receipt_line(${receipt})`

/** The records of a receipt as they are now; restored where an act after the receipt's own did it. */
export const recordsNow = (db: Db, subject: string, records: readonly number[], after: number) => db.rows<{
  record_id: number; item_id: string; decided_on: string; received_on: string; facts: string; existence: string; restored_on: string | null
}>`
  select * from records_since(${subject}, ${records}, ${after})`

/** Days on which these records were replaced, taken back or destroyed by acts after the receipt's own. */
export const changesAfter = (db: Db, subject: string, records: readonly number[], after: number) => db.rows<{ record: number; on: string }>`
  select record, "on" from changes_since(${subject}, ${records}, ${after})`
