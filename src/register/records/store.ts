/** SQL of records: a projection of record.* acts. */
import type { Db } from '../../database/db.ts'
import type { RecordRow } from './record.ts'

export const recordForChange = (db: Db, subject: string, record: number) => db.one<RecordRow>`
  select * from record where subject_code = ${subject} and record_id = ${record} for update`

export const withdraw = (db: Db, subject: string, record: number) => db.run`
  update record set existence = 'withdrawn', display = 'not-displayed', usable = false where subject_code = ${subject} and record_id = ${record}`

export const pointAt = (db: Db, subject: string, record: number, version: number, act: number, group: number) => db.run`
  update record set version = ${version}, act_id = ${act}, act_group = ${group} where subject_code = ${subject} and record_id = ${record}`

export const lastDayClosed = async (db: Db): Promise<string | null> =>
  (await db.one<{ value: string }>`select value from setting where name = 'day-closed'`)?.value ?? null

export const recordsWithContent = (db: Db, afterSubject: string, afterRecord: number, limit: number) => db.rows<{
  subject_code: string; record_id: number; item_id: string; received_on: string; existence: string; content: string; closed: string | null; head: string
}>`
  select r.subject_code, r.record_id, r.item_id, r.received_on, r.existence, a.content, a.closed, g.head
    from record r join act a using (subject_code, act_id) join act_group g on g.first_act = r.act_group
   where (r.subject_code, r.record_id) > (${afterSubject}, ${afterRecord}) and a.content is not null
   order by r.subject_code, r.record_id limit ${limit}`

export const setAll = (db: Db, rows: readonly object[]) => db.run`
  update record r set decided_on = n.decided_on, display = n.display, display_starts_on = n.display_starts_on, display_ends_on = n.display_ends_on,
         usable = n.usable, retention_ends_on = n.retention_ends_on, law = n.law, facts = n.facts
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (subject_code text, record_id bigint, decided_on date, display text, display_starts_on date,
         display_ends_on date, usable boolean, retention_ends_on date, law text, facts text)
   where r.subject_code = n.subject_code and r.record_id = n.record_id`
