/** SQL of what became of a version. */
import type { Db } from '../../../database/db.ts'

/** The day on which the version after this one was recorded. */
export const supersededOn = async (db: Db, subject: string, record: number, version: number): Promise<string | null> =>
  (await db.one<{ on: string }>`
    select g.head::json ->> 'on' as on
      from act a cross join lateral (select kind, head from act_group where first_act <= a.act_id order by first_act desc limit 1) g
     where a.subject_code = ${subject} and a.act_id > ${record} and g.kind = 'record.changed'
       and (a.content::json ->> 'record')::bigint = ${record} and (a.content::json ->> 'version')::integer > ${version}
     order by a.act_id limit 1`)?.on ?? null

/** The act whose entry is a leaf of the log, where it is a version of a record and its content was not erased. */
export const versionAtLeaf = (db: Db, leaf: number) => db.one<{ subject: string; record: number; version: number }>`
  select a.subject_code as subject, coalesce((a.content::json ->> 'record')::bigint, a.act_id) as record,
         coalesce((a.content::json ->> 'version')::integer, 1) as version
    from (select * from log_position where first_leaf <= ${leaf} order by first_leaf desc limit 1) p
    join act_group g on g.first_act = p.first_act and g.kind in ('record.accepted', 'record.changed')
    join act a on a.act_id = p.first_act + (${leaf} - p.first_leaf)
   where ${leaf} < p.first_leaf + p.acts and a.content is not null`
