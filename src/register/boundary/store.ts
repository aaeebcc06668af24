/** SQL of incidents. */
import type { Db } from '../../database/db.ts'
import type { RecordRow } from '../records/record.ts'

export const recordForErasure = (db: Db, subject: string, record: number) => db.one<RecordRow>`
  select * from record where subject_code = ${subject} and record_id = ${record} for update`

/** Every act that holds something of the record: its versions, its withdrawal. */
export const actsOfRecord = async (db: Db, subject: string, record: number): Promise<number[]> =>
  (await db.rows<{ act_id: number }>`
    select a.act_id from act a
      cross join lateral (select kind from act_group where first_act <= a.act_id order by first_act desc limit 1) g
     where a.subject_code = ${subject} and g.kind in ('record.accepted', 'record.changed', 'record.withdrawn')
       and (a.act_id = ${record} or (a.content::json ->> 'record')::bigint = ${record})
     order by a.act_id`).map((row) => row.act_id)

/** @returns how many acts lost salt and content */
export const eraseActs = async (db: Db, incident: number): Promise<number> =>
  (await db.one<{ erased: number }>`select erase_acts(${incident}) as erased`)!.erased

export async function putErased(db: Db, row: RecordRow): Promise<void> {
  await db.run`delete from record where subject_code = ${row.subject_code} and record_id = ${row.record_id}`
  await db.run`insert into record select * from json_populate_record(null::public.record, ${JSON.stringify(row)}::json)`
}
