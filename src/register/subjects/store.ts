/** SQL of organisations: a projection of subject.* acts. */
import type { Db } from '../../database/db.ts'
import type { HeldSubject } from './registration.ts'
import { type Frequencies, type NamePlan, noFrequencies, type SearchCursor } from './search.ts'

export type SubjectRow = {
  subject_code: string; kind: string; name: string; name_from: string; status: string; status_on: string | null
  successors: string[]; established: string | null; generated: boolean; act_id: number
}

export const subject = (db: Db, code: string) => db.one<SubjectRow>`
  select subject_code, kind, name, name_from, status, status_on, successors, established, generated, act_id
    from subject where subject_code = ${code}`

export const formerNames = (db: Db, code: string) => db.rows<{ name: string; from_on: string | null; until_on: string | null }>`
  select n.name, n.from_on, n.until_on from subject_name n join subject s using (subject_code)
   where n.subject_code = ${code} and n.name_normal <> s.name_normal order by n.until_on desc nulls last, n.name`

export const currentCode = async (db: Db, formerCode: string): Promise<string | null> =>
  (await db.one<{ subject_code: string }>`select subject_code from subject_code_former where former_code = ${formerCode}`)?.subject_code ?? null

/** Organisations that name this one as their successor. */
export const predecessors = (db: Db, code: string) => db.rows<{ subject_code: string; name: string; status: string; status_on: string | null }>`
  select subject_code, name, status, status_on from subject where successors @> array[${code}]::text[] order by status_on`

export const subjects = (db: Db, codes: readonly string[]) => db.rows<HeldSubject>`
  select s.subject_code, s.name, s.name_from, s.status, s.established,
         array(select n.name from subject_name n where n.subject_code = s.subject_code and n.name_normal <> s.name_normal) as former_names,
         array(select c.former_code from subject_code_former c where c.subject_code = s.subject_code) as former_codes
    from subject s where s.subject_code = any(${codes})`

/** The current name ends on the day the new one begins; both find the organisation. */
export async function rename(db: Db, code: string, n: { name: string; normal: string; on: string; bigrams: string[]; actId: number }): Promise<void> {
  await db.run`
    update subject_name set until_on = ${n.on}
     where subject_code = ${code} and until_on is null and name_normal <> ${n.normal}
       and name_normal = (select name_normal from subject where subject_code = ${code})`
  await db.run`
    insert into subject_name (subject_code, name_normal, name, from_on, bigrams) values (${code}, ${n.normal}, ${n.name}, ${n.on}, ${n.bigrams})
    on conflict (subject_code, name_normal) do update set name = excluded.name, until_on = null`
  await db.run`
    update subject set name = ${n.name}, name_normal = ${n.normal}, name_from = 'registration', act_id = ${n.actId} where subject_code = ${code}`
}

export const addFormerName = (db: Db, code: string, n: { name: string; normal: string; until: string | null; bigrams: string[] }) => db.run`
  insert into subject_name (subject_code, name_normal, name, until_on, bigrams) values (${code}, ${n.normal}, ${n.name}, ${n.until}, ${n.bigrams})
  on conflict do nothing`

export const addFormerCode = (db: Db, code: string, former: string, until: string, actId: number) => db.run`
  insert into subject_code_former (former_code, subject_code, until_on, act_id) values (${former}, ${code}, ${until}, ${actId}) on conflict do nothing`

export const setStatus = (db: Db, code: string, status: string, on: string, successors: string[], actId: number) => db.run`
  update subject set status = ${status}, status_on = ${on}, successors = ${successors}, act_id = ${actId} where subject_code = ${code}`

export const setEstablished = (db: Db, code: string, on: string) => db.run`update subject set established = ${on} where subject_code = ${code}`

// ── Search ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type FoundRow = {
  /** null where the name begins with the text */
  sample: number | null
  subject_code: string; name_normal: string; matched_name: string; name: string; status: string; generated: boolean
}

/**
 * Names that begin with the text, by name; then those that contain it elsewhere, sample by sample. Each look runs only
 * while the page is not full. `offset 0` keeps the planner from walking all organisations in the order of their codes
 * until it happens to meet enough matches.
 */
export const findByName = (db: Db, plan: NamePlan, after: SearchCursor | null, limit: number) => db.rows<FoundRow>`
  select m.sample, m.subject_code, m.name_normal, m.name as matched_name, s.name, s.status, s.generated from (
    (select null::int as sample, n.subject_code, n.name_normal, n.name from subject_name n
      where ${after?.phase !== 'contains'}::boolean and n.name_normal ~>=~ ${after?.phase === 'begins' ? after.name : plan.text}
        and n.name_normal ~<~ ${`${plan.text}\u{10ffff}`}
        and (n.name_normal, n.subject_code) > (${after?.phase === 'begins' ? after.name : ''}, ${after?.phase === 'begins' ? after.code : ''})
      order by n.name_normal using ~<~, n.subject_code limit ${limit})
    union all
    select l.sample, f.* from unnest(${plan.looks.map((l) => l.sample)}::int[], ${plan.looks.map((l) => arrayText(l.grams))}::text[],
                                     ${plan.looks.map((l) => (l.seen === null ? null : arrayText([l.seen])))}::text[]) as l (sample, grams, seen)
      cross join lateral (
        select * from (
          select n.subject_code, n.name_normal, n.name from subject_name n
           where n.bigrams @> l.grams::text[] and n.name_normal like ${`%${plan.text.replace(/[\\%_]/g, '\\$&')}%`} and not starts_with(n.name_normal, ${plan.text})
             and (l.seen is null or not n.bigrams @> l.seen::text[])
             and (l.sample is distinct from ${after?.phase === 'contains' ? after.sample : null}::int
                  or (n.subject_code, n.name_normal) > (${after?.phase === 'contains' ? after.code : ''}, ${after?.phase === 'contains' ? after.name : ''}))
          offset 0) x
         order by x.subject_code, x.name_normal limit ${limit}) f
    limit ${limit}) m
  join subject s using (subject_code)`

export const findByCode = (db: Db, start: string, after: string, limit: number) => db.rows<{
  subject_code: string; name: string; status: string; generated: boolean; former_code: string | null
}>`
  select * from (
    select subject_code, name, status, generated, null as former_code from subject
     where subject_code >= ${start} and subject_code < ${`${start}~`} and subject_code > ${after}
    union all
    select s.subject_code, s.name, s.status, s.generated, f.former_code from subject_code_former f join subject s using (subject_code)
     where f.former_code >= ${start} and f.former_code < ${`${start}~`} and s.subject_code > ${after}) found
   order by subject_code limit ${limit}`

/** What the database has learned of the names by its own sampling (ANALYZE). */
export async function nameFrequencies(db: Db): Promise<Frequencies> {
  const row = await db.one<{ names: number; grams: string[] | null; shares: number[] | null }>`
    select (select greatest(reltuples, 0)::float8 from pg_class where oid = 'subject_name'::regclass) as names,
           (select most_common_elems::text::text[] from pg_stats where schemaname = 'public' and tablename = 'subject_name' and attname = 'bigrams') as grams,
           (select most_common_elem_freqs::float8[] from pg_stats where schemaname = 'public' and tablename = 'subject_name' and attname = 'bigrams') as shares`
  if (!row?.grams || !row.shares) return noFrequencies
  const shareOf = new Map(row.grams.map((gram, i) => [gram, row.shares![i]!]))
  return { names: row.names, shareOf, rarest: Math.min(...shareOf.values()) }
}

const arrayText = (items: readonly string[]) => `{${items.map((s) => `"${s.replace(/["\\]/g, '\\$&')}"`).join(',')}}`

export const formerCodes = (db: Db, code: string) => db.rows<{ former_code: string; until_on: string }>`
  select former_code, until_on from subject_code_former where subject_code = ${code} order by until_on desc`
