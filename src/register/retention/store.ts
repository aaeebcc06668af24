/** SQL of the daily run: what begins, what ends, what the law changed. */
import type { Db } from '../../database/db.ts'

export type DueRow = { subject_code: string; record_id: number; item_id: string; on: string; received_on: string; facts: string }

/** Displays that end on or before the day, in the order of their days. Work is proportional to what is due. */
export const ending = (db: Db, day: string, limit: number) => db.rows<DueRow>`
  select subject_code, record_id, item_id, display_ends_on as on, received_on, facts from record
   where display = 'on-display' and display_ends_on <= ${day}
   order by display_ends_on, subject_code, record_id limit ${limit} for update skip locked`

export const starting = (db: Db, day: string, limit: number) => db.rows<DueRow>`
  select subject_code, record_id, item_id, display_starts_on as on, received_on, facts from record
   where display = 'not-yet' and display_starts_on <= ${day}
   order by display_starts_on, subject_code, record_id limit ${limit} for update skip locked`

export type DatesRow = {
  subject_code: string; record_id: number; display: string; display_starts_on: string | null; display_ends_on: string | null
  usable: boolean; retention_ends_on: string | null; law: string
}

export const setDates = (db: Db, rows: readonly DatesRow[]) => db.run`
  update record r set display = n.display, display_starts_on = n.display_starts_on, display_ends_on = n.display_ends_on,
         usable = n.usable, retention_ends_on = n.retention_ends_on, law = n.law
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (subject_code text, record_id bigint, display text, display_starts_on date,
         display_ends_on date, usable boolean, retention_ends_on date, law text)
   where r.subject_code = n.subject_code and r.record_id = n.record_id`

/** Records whose dates were computed under another law than the one now loaded. */
export const underOtherLaw = (db: Db, law: string, afterSubject: string, afterRecord: number, limit: number) => db.rows<{
  subject_code: string; record_id: number; item_id: string; received_on: string; facts: string; display: string
  display_starts_on: string | null; display_ends_on: string | null; usable: boolean; retention_ends_on: string | null
}>`
  select subject_code, record_id, item_id, received_on, facts, display, display_starts_on, display_ends_on, usable, retention_ends_on
    from record where law <> ${law} and existence = 'held' and (subject_code, record_id) > (${afterSubject}, ${afterRecord})
   order by subject_code, record_id limit ${limit}`

export type HeldRow = { subject_code: string; record_id: number; item_id: string; received_on: string; facts: string }
export const heldRecords = (db: Db, afterSubject: string, afterRecord: number, limit: number) => db.rows<HeldRow>`
  select subject_code, record_id, item_id, received_on, facts from record
   where existence = 'held' and (subject_code, record_id) > (${afterSubject}, ${afterRecord})
   order by subject_code, record_id limit ${limit}`
