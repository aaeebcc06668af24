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

/** A held record with all that its public answer needs. */
export type ArchiveRow = {
  subject_name: string; kind: string; status: string; status_on: string | null; generated: boolean; subject_act: number
  record_id: number | null; item_id: string; provider_code: string; version: number; act_id: number; decided_on: string; received_on: string
  facts: string; content: string | null; provider_zh: string | null; provider_en: string | null; provider_act: number | null
}

/** The organisation and its newest held records in one round trip; one row with a null record where it has none. */
export const archiveRows = (db: Db, code: string, most: number) => db.rows<ArchiveRow>`
  select s.name as subject_name, s.kind, s.status, s.status_on, s.generated, s.act_id as subject_act,
         r.record_id, r.item_id, r.provider_code, r.version, r.act_id, r.decided_on, r.received_on, r.facts, a.content,
         u.name_zh as provider_zh, u.name_en as provider_en, u.act_id as provider_act
    from subject s
    left join record r on r.subject_code = s.subject_code and r.existence = 'held'
    left join act a on a.subject_code = r.subject_code and a.act_id = r.act_id
    left join unit u on u.unit_code = r.provider_code
   where s.subject_code = ${code}
   order by r.decided_on desc, r.record_id desc limit ${most}`

/** What the display decision asks of every held record, for organisations with more of them than one answer shows. */
export const heldFacts = (db: Db, code: string) => db.rows<{
  record_id: number; item_id: string; act_id: number; decided_on: string; received_on: string; facts: string
}>`
  select record_id, item_id, act_id, decided_on, received_on, facts from record
   where subject_code = ${code} and existence = 'held' order by decided_on desc, record_id desc`

export const archiveRowsOf = (db: Db, code: string, records: readonly number[]) => db.rows<ArchiveRow>`
  select s.name as subject_name, s.kind, s.status, s.status_on, s.generated, s.act_id as subject_act,
         r.record_id, r.item_id, r.provider_code, r.version, r.act_id, r.decided_on, r.received_on, r.facts, a.content,
         u.name_zh as provider_zh, u.name_en as provider_en, u.act_id as provider_act
    from subject s
    join record r on r.subject_code = s.subject_code and r.existence = 'held' and r.record_id = any(${records}::bigint[])
    left join act a on a.subject_code = r.subject_code and a.act_id = r.act_id
    left join unit u on u.unit_code = r.provider_code
   where s.subject_code = ${code}
   order by r.decided_on desc, r.record_id desc`

export type PublicRecordRow = ArchiveRow & { existence: string }
export const publicRecord = (db: Db, code: string, record: number) => db.one<PublicRecordRow>`
  select s.name as subject_name, s.kind, s.status, s.status_on, s.generated, s.act_id as subject_act, r.existence,
         r.record_id, r.item_id, r.provider_code, r.version, r.act_id, r.decided_on, r.received_on, r.facts, a.content,
         u.name_zh as provider_zh, u.name_en as provider_en, u.act_id as provider_act
    from record r
    join subject s using (subject_code)
    join act a on a.subject_code = r.subject_code and a.act_id = r.act_id
    left join unit u on u.unit_code = r.provider_code
   where r.subject_code = ${code} and r.record_id = ${record}`

/** The day on which a record was withdrawn. */
export const withdrawnOn = async (db: Db, code: string, record: number): Promise<string | null> =>
  (await db.one<{ on: string }>`
    select g.head::json ->> 'on' as on
      from act a cross join lateral (select kind, head from act_group where first_act <= a.act_id order by first_act desc limit 1) g
     where a.subject_code = ${code} and g.kind = 'record.withdrawn' and (a.content::json ->> 'record')::bigint = ${record}
     order by a.act_id desc limit 1`)?.on ?? null

export const actOf = (db: Db, code: string, act: number) => db.rows<{ salt: Buffer | null; content: string | null }>`
  select salt, content from act where subject_code = ${code} and act_id = ${act}`

export const isHeld = async (db: Db, code: string): Promise<boolean> => (await db.one`select 1 as held from subject where subject_code = ${code}`) !== null

/** By the day, whatever state the daily run has stored. A million records take a second: ask seldom. */
export const recordsOnDisplay = async (db: Db, day: string): Promise<number> =>
  (await db.one<{ records: number }>`
    select (select count(*) from record where display = 'on-display' and existence = 'held' and (display_ends_on is null or display_ends_on > ${day}))
         + (select count(*) from record where display = 'not-yet' and existence = 'held' and display_starts_on <= ${day}
                                          and (display_ends_on is null or display_ends_on > ${day})) as records`)!.records
