/** SQL of the audit of what is no projection: one statement for each thing. */
import type { Db } from '../../../../database/db.ts'

type Found = 'changed' | 'surplus' | 'missing'

/** Editions no act loaded, and acts whose edition is gone. */
export const otherEditions = (db: Db, limit: number) => db.rows<{ key: string; found: Found }>`
  select coalesce(e.edition, said.edition, '') as key, case when said.act is null then 'surplus' when e.act_id is null then 'missing' else 'changed' end as found
    from (select a.act_id as act, readable_json(a.content) ->> 'edition' as edition
            from act_group g join act a on a.act_id = g.first_act and a.subject_code = '' where g.kind = 'calendar.loaded' and a.content is not null) said
    full join calendar_edition e on e.act_id = said.act
   where e.edition is distinct from said.edition order by 1 limit ${limit}`

/**
 * Files handed in, against the acts that name them by their digest, and bytes against the digest beside them. The number of a case is
 * that of its act; applications made together hold their files under the first of them. Where the acts of a case were destroyed
 * nothing says what belonged to it.
 */
export const otherEvidence = (db: Db, limit: number) => db.rows<{ table: string; key: string; found: Found; columns: string }>`
  with said as (
    select case when g.kind like 'objection.%' then 'objection_evidence' else 'restoration_evidence' end as named_in, file ->> 'sha256' as sha256,
           min(file ->> 'mediaType') as media_type,
           (select max(b.first_act) from act_group b
             where b.first_act <= coalesce(substring(a.content from '"case":([0-9]{1,15})[,}]')::bigint, a.act_id)) as began
      from act_group g join act a on a.act_id >= g.first_act and a.act_id < g.first_act + g.acts
     cross join lateral readable_json(a.content) words
     cross join lateral json_array_elements(case when json_typeof(words -> 'evidence') = 'array' then words -> 'evidence' else '[]' end) file
     where (g.kind like 'objection.%' or g.kind like 'restoration.%') and a.content like '%"evidence":[%' and json_typeof(file) = 'object'
     group by 1, 2, 4),
  held as (
    select 'objection_evidence' as named_in, case_id as began, encode(sha256, 'hex') as sha256, media_type, sha256(bytes) = sha256 as same from objection_evidence
    union all
    select 'restoration_evidence', application, encode(sha256, 'hex'), media_type, sha256(bytes) = sha256 from restoration_evidence)
  select named_in as table, concat_ws(' ', began, sha256) as key, 'changed' as found, 'bytes' as columns from held where not same
  union all
  select named_in, concat_ws(' ', began, sha256),
         case when held.media_type is null then 'missing' when said.media_type is null then 'surplus' else 'changed' end,
         case when held.media_type is null or said.media_type is null then '' else 'media_type' end
    from said full join held using (named_in, began, sha256)
   where said.media_type is distinct from held.media_type
     and (said.media_type is not null or not exists (select from act where act_id = began and content is null))
   order by 1, 2 limit ${limit}`

/** The law this database knows it runs under, where it is not the one its newest act loaded. */
export const otherLaw = (db: Db) => db.rows<{ law: string }>`
  select i.law from register_identity i
   where i.law is distinct from (select readable_json(a.content) ->> 'law' from act_group g join act a on a.act_id = g.first_act and a.subject_code = ''
                                  where g.kind = 'law.loaded' order by g.first_act desc limit 1)
     and exists (select from act_group where kind = 'law.loaded')`

/** Settings that acts bound: the day that was closed last; how far acts have been read, and until where keys of before hold, none beyond the acts there are. */
export const otherSettings = (db: Db) => db.rows<{ name: string }>`
  select name from setting
   where (name = 'day-closed' and value is distinct from (
           select max(readable_json(a.content) ->> 'day') from act_group g join act a on a.act_id = g.first_act and a.subject_code = '' where g.kind = 'day.closed'))
      or (name in ('acts-read-until', 'operate-role-from')
          and (value !~ '^[0-9]{1,15}$' or value::numeric > 1 + coalesce((select max(first_act + acts) from act_group), 0)))`
