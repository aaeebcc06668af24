/** SQL of marks beside records: a projection of record.marked and record.mark-removed. */
import type { Db } from '../../../database/db.ts'
import type { Mark, RecordMark } from '../marks.ts'

export type MarkKey = { readonly subject: string; readonly record: number; readonly mark: Mark; readonly case: number }

export const addMark = (db: Db, m: MarkKey & { on: string; act: number }) => db.run`
  insert into record_mark (subject_code, record_id, mark, case_id, from_on, act_id)
  values (${m.subject}, ${m.record}, ${m.mark}, ${m.case}, ${m.on}, ${m.act})
  on conflict (subject_code, record_id, mark, case_id) do update set from_on = excluded.from_on, until_on = null, act_id = excluded.act_id`

export const endMark = (db: Db, m: MarkKey & { on: string; act: number }) => db.run`
  update record_mark set until_on = ${m.on}, act_id = ${m.act}
   where subject_code = ${m.subject} and record_id = ${m.record} and mark = ${m.mark} and case_id = ${m.case} and until_on is null`

export const marksOf = (db: Db, subject: string) => db.rows<RecordMark>`
  select record_id as record, mark, case_id as case, from_on as since, until_on as until from record_mark
   where subject_code = ${subject} order by record_id, mark, case_id`

/** Which records marks keep from view, when projections are rebuilt; otherwise a trigger follows the marks. */
export const hideMarked = (db: Db) => db.run`
  update record r set hidden = true where r.existence <> 'erased' and exists (
    select from record_mark m where m.subject_code = r.subject_code and m.record_id = r.record_id and m.mark <> 'disputed' and m.until_on is null)`
