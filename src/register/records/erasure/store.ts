/** SQL of erasures. */
import type { Db } from '../../../database/db.ts'
import type { RecordRow } from '../record.ts'

export const recordForErasure = (db: Db, subject: string, record: number) => db.one<RecordRow>`
  select * from record where subject_code = ${subject} and record_id = ${record} for update`

export type RecordAct = { readonly act_id: number; readonly kind: 'record.accepted' | 'record.changed' | 'record.withdrawn' }
/** Every act that holds something of the record: its versions, its withdrawal. */
export const actsOfRecord = (db: Db, subject: string, record: number) => db.rows<RecordAct>`
  select a.act_id, g.kind from act a
    cross join lateral (select kind from act_group where first_act <= a.act_id order by first_act desc limit 1) g
   where a.subject_code = ${subject} and g.kind in ('record.accepted', 'record.changed', 'record.withdrawn')
     and (a.act_id = ${record} or (readable_json(a.content) ->> 'record')::bigint = ${record})
   order by a.act_id`

/** @param erasing the act that names what is destroyed. @returns how many acts lost salt and content */
export const eraseActs = async (db: Db, erasing: number): Promise<number> =>
  (await db.one<{ erased: number }>`select erase_acts(${erasing}) as erased`)!.erased

export async function putErased(db: Db, row: RecordRow): Promise<void> {
  await db.run`delete from record where subject_code = ${row.subject_code} and record_id = ${row.record_id}`
  await db.run`insert into record select * from json_populate_record(null::public.record, ${JSON.stringify({ ...row, hidden: false })}::json)`
}
