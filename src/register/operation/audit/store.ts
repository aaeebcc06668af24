/** SQL of the audit of what is stored: one statement for each thing that must agree with the acts, each over all of them at once. */
import type { Db } from '../../../database/db.ts'

/** Groups that are neither in the log nor waiting for it. */
export const unloggedGroups = (db: Db, limit: number) => db.rows<{ act: number; acts: number }>`
  select g.first_act as act, g.acts from act_group g
   where not exists (select from log_position p where p.first_act = g.first_act) and not exists (select from log_pending q where q.first_act = g.first_act)
   order by 1 limit ${limit}`

/** Acts that belong to no group; looked for only where there are more acts than groups hold. */
export async function ungroupedActs(db: Db, limit: number): Promise<{ act: number }[]> {
  const counts = await db.one<{ more: boolean }>`select (select count(*) from act) > (select coalesce(sum(acts), 0) from act_group) as more`
  return counts!.more === false ? [] : db.rows<{ act: number }>`
    select a.act_id as act from act a
     where not exists (select from (select first_act, acts from act_group where first_act <= a.act_id order by first_act desc limit 1) g
                        where a.act_id < g.first_act + g.acts)
     order by 1 limit ${limit}`
}

/** Places that do not follow one another without a gap, or are not as long as their group. */
export const brokenPlaces = (db: Db, limit: number) => db.rows<{ leaf: number }>`
  select first_leaf as leaf from (
    select p.first_leaf, p.acts, g.acts as held, coalesce(lag(p.first_leaf + p.acts) over (order by p.first_leaf), 0) as wanted
      from log_position p left join act_group g using (first_act)) q
   where first_leaf <> wanted or held is distinct from acts order by 1 limit ${limit}`

/** Bundles that are not what the groups were signed with. */
export const otherBundles = (db: Db, limit: number) => db.rows<{ number: number }>`
  select number from (
    select n as number, string_agg(substring(g.entries from greatest(n * 256 - p.first_leaf, 0)::int * 32 + 1
                                             for (least(n * 256 + 256, p.first_leaf + p.acts) - greatest(n * 256, p.first_leaf))::int * 32),
                                   ''::bytea order by p.first_leaf) as entries
      from log_position p join act_group g using (first_act)
     cross join lateral generate_series(p.first_leaf / 256, (p.first_leaf + p.acts - 1) / 256) n
     group by n) built
    full join log_bundle b using (number)
   where built.entries is distinct from b.entries order by 1 limit ${limit}`

/** Acts whose closed fields are not those whose digest their content bears. */
export const otherClosed = (db: Db, limit: number) => db.rows<{ act: number }>`
  select act_id as act from act
   where content is not null and (
     case when closed ~ '^[0-9a-f]{32}' then encode(sha256(decode(left(closed, 32), 'hex') || convert_to(substr(closed, 33), 'UTF8')), 'hex') else coalesce(closed, '') end)
     is distinct from coalesce(substring(content from '^[{]"closed":"([0-9a-f]{64})"'), '')
   order by 1 limit ${limit}`

/** Groups of another kind or moment than their head says, which is what was signed. */
export const otherGroups = (db: Db, limit: number) => db.rows<{ act: number }>`
  select first_act as act from (select first_act, head, kind, recorded_at, substring(head from '"at":"([^"]*)"') as at from act_group) g
   where position('"act":' || to_json(kind)::text || ',' in head) = 0
      or (case when at ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,3})?Z$' and pg_input_is_valid(at, 'timestamptz') then at::timestamptz end) is distinct from recorded_at
   order by 1 limit ${limit}`

/**
 * Acts kept under another organisation than they say. The leaf holds what an act says and not under whom it is kept: so what it says is
 * asked. It names its organisation, or a record, a case, a letter or a recall, whose number is that of the act that began it and which
 * is kept under the same; some kinds concern none. A code that was changed since has two names.
 */
export const otherSubjects = (db: Db, none: readonly string[], limit: number) => db.rows<{ act: number }>`
  select a.act_id as act from act_group g join act a on a.act_id >= g.first_act and a.act_id < g.first_act + g.acts
   where g.kind = any (${[...none]}::text[]) and a.subject_code <> ''
  union
  select a.act_id from act a
   where a.content like '{%"subject":"%' and position('"subject":"' || a.subject_code || '"' in a.content) = 0 and a.subject_code <> ''
  union
  select a.act_id from act a
   cross join lateral unnest(array[substring(a.content from '"record":([0-9]{1,15})[,}]'), substring(a.content from '"case":([0-9]{1,15})[,}]'),
                                   substring(a.content from '"notice":([0-9]{1,15})[,}]'), substring(a.content from '"recall":([0-9]{1,15})[,}]')]) said
    join act r on r.act_id = said::bigint
   where a.subject_code <> '' and position('"subject":"' || a.subject_code || '"' in a.content) = 0 and r.subject_code not in ('', a.subject_code)
     and not exists (select from subject_code_former f where f.former_code in (a.subject_code, r.subject_code))
   order by 1 limit ${limit}`

export const checkpoints = (db: Db, after: number, limit: number) => db.rows<{ size: number; root: Buffer; note: string; before_size: number | null }>`
  select size, root, note, before_size from log_checkpoint where size > ${after} order by size limit ${limit}`

export const counted = async (db: Db): Promise<{ readonly records: number; readonly checkpoints: number }> =>
  (await db.one<{ records: number; checkpoints: number }>`select (select count(*) from record) as records, (select count(*) from log_checkpoint) as checkpoints`)!
