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
     -- the newest version by its number too: its content may be one that nobody can read
     and (a.act_id = ${record} or (readable_json(a.content) ->> 'record')::bigint = ${record}
       or a.act_id = (select r.act_id from record r where r.subject_code = ${subject} and r.record_id = ${record}))
   order by a.act_id`

/** @param erasing the act that names what is destroyed. @returns how many acts lost salt and content */
export const eraseActs = async (db: Db, erasing: number): Promise<number> =>
  (await db.one<{ erased: number }>`select erase_acts(${erasing}) as erased`)!.erased

/** In its place, so that whoever waits for the row finds what became of it. */
export const putErased = (db: Db, row: RecordRow) => db.run`
  insert into record select * from json_populate_record(null::public.record, ${JSON.stringify({ ...row, hidden: false })}::json)
  on conflict (subject_code, record_id) do update
     set item_id = excluded.item_id, provider_code = excluded.provider_code, identity = excluded.identity, version = excluded.version,
         act_id = excluded.act_id, act_group = excluded.act_group, decided_on = excluded.decided_on, received_on = excluded.received_on,
         existence = excluded.existence, display = excluded.display, display_starts_on = excluded.display_starts_on,
         display_ends_on = excluded.display_ends_on, usable = excluded.usable, retention_ends_on = excluded.retention_ends_on,
         law = excluded.law, facts = excluded.facts, hidden = excluded.hidden`
