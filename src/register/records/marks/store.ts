/** SQL of marks beside records: a projection of record.marked and record.mark-removed. */
import type { Db } from '../../../database/db.ts'
import type { Mark, RecordMark } from '../marks.ts'

export type MarkKey = { readonly subject: string; readonly record: number; readonly mark: Mark; readonly case: number }

type Marked = MarkKey & { readonly on: string; readonly act: number }

export const addMarks = (db: Db, marks: readonly Marked[]) => db.run`
  insert into record_mark (subject_code, record_id, mark, case_id, from_on, act_id)
  select * from unnest(${marks.map((m) => m.subject)}::text[], ${marks.map((m) => m.record)}::bigint[], ${marks.map((m) => m.mark)}::text[],
                       ${marks.map((m) => m.case)}::bigint[], ${marks.map((m) => m.on)}::date[], ${marks.map((m) => m.act)}::bigint[])
  on conflict (subject_code, record_id, mark, case_id) do update set from_on = excluded.from_on, until_on = null, act_id = excluded.act_id`

export const endMarks = (db: Db, marks: readonly Marked[]) => db.run`
  update record_mark r set until_on = m.on_day, act_id = m.act
    from unnest(${marks.map((m) => m.subject)}::text[], ${marks.map((m) => m.record)}::bigint[], ${marks.map((m) => m.mark)}::text[],
                ${marks.map((m) => m.case)}::bigint[], ${marks.map((m) => m.on)}::date[], ${marks.map((m) => m.act)}::bigint[])
         as m (subject, record, mark, case_id, on_day, act)
   where r.subject_code = m.subject and r.record_id = m.record and r.mark = m.mark and r.case_id = m.case_id and r.until_on is null`

export const marksOf = (db: Db, subject: string) => db.rows<RecordMark>`
  select record_id as record, mark, case_id as case, from_on as since, until_on as until from record_mark
   where subject_code = ${subject} order by record_id, mark, case_id`

/** Which records marks keep from view, when projections are rebuilt; otherwise a trigger follows the marks. */
export const hideMarked = (db: Db) => db.run`
  update record r set hidden = true where r.existence <> 'erased' and exists (
    select from record_mark m where m.subject_code = r.subject_code and m.record_id = r.record_id and m.mark <> 'disputed' and m.until_on is null)`
