/** SQL of organisations: a projection of subject.* acts. */
import type { Db } from '../../database/db.ts'
import { kindOf } from './kind.ts'
import { asLatin } from './look-alikes.ts'
import { normalName } from './name.ts'
import type { HeldSubject } from './registration.ts'
import {
  type Frequencies,
  type NamePlan,
  noFrequencies,
  planNames,
  readSearch,
  readSearchCursor,
  tellingPairs,
  likeness,
  type SearchCursor,
  writeSearchCursor,
} from './search.ts'
import type { Uscc } from './uscc.ts'

export type SubjectRow = {
  subject_code: string
  kind: string
  name: string
  name_from: string
  status: string
  status_on: string | null
  successors: string[]
  established: string | null
  generated: boolean
  act_id: number
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
  select subject_code, name, status, status_on from subject where successors @> array[${code}]::text[] and successors <> '{}' order by status_on`

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
  await tellNames(db, code)
}

export async function addFormerName(
  db: Db,
  code: string,
  n: { name: string; normal: string; until: string | null; bigrams: string[] },
): Promise<void> {
  await db.run`
    insert into subject_name (subject_code, name_normal, name, until_on, bigrams) values (${code}, ${n.normal}, ${n.name}, ${n.until}, ${n.bigrams})
    on conflict do nothing`
  await tellNames(db, code)
}

/** What search results say of an organisation stands beside each of its names (migration 0005). */
const tellNames = (db: Db, code: string) => db.run`
  update subject_name n set generated = s.generated, status = s.status, current_name = case when n.name_normal <> s.name_normal then s.name end
    from subject s
   where n.subject_code = ${code} and s.subject_code = n.subject_code
     and (n.generated, n.status, n.current_name) is distinct from (s.generated, s.status, case when n.name_normal <> s.name_normal then s.name end)`

export const addFormerCode = (db: Db, code: string, former: string, until: string, actId: number) => db.run`
  insert into subject_code_former (former_code, subject_code, until_on, act_id) values (${former}, ${code}, ${until}, ${actId}) on conflict do nothing`

export async function setStatus(db: Db, code: string, status: string, on: string, successors: string[], actId: number): Promise<void> {
  await db.run`update subject set status = ${status}, status_on = ${on}, successors = ${successors}, act_id = ${actId} where subject_code = ${code}`
  await tellNames(db, code)
}

export const setEstablished = (db: Db, code: string, on: string) => db.run`update subject set established = ${on} where subject_code = ${code}`

// ── Search ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type FoundRow = {
  /** null where the name begins with the text */
  sample: number | null
  place: string
  subject_code: string
  name_normal: string
  /** the name that was found; `current_name` is null where it is the current one */
  name: string
  current_name: string | null
  status: string
  generated: boolean
}

/**
 * Names that begin with the text, by name; then those that contain it elsewhere, sample by sample, in the order in which
 * they stand in the table: so a look ends with the page, without collecting and sorting what it will not show. Each look
 * runs only while the page is not full. `materialized` keeps the planner from counting on early luck and reading the whole
 * table instead of the index.
 */
export const findByName = (db: Db, plan: NamePlan, after: SearchCursor | null, limit: number) => db.rows<FoundRow>`
  select * from (
    (select null::int as sample, n.ctid as place, n.subject_code, n.name_normal, n.name, n.current_name, n.status, n.generated from subject_name n
      where ${after?.phase !== 'contains'}::boolean and n.name_normal ~>=~ ${after?.phase === 'begins' ? after.name : plan.text}
        and n.name_normal ~<~ ${`${plan.text}\u{10ffff}`}
        and (n.name_normal, n.subject_code) > (${after?.phase === 'begins' ? after.name : ''}, ${after?.phase === 'begins' ? after.code : ''})
      order by n.name_normal using ~<~, n.subject_code limit ${limit})
    union all
    select l.sample, f.* from unnest(${plan.looks.map((l) => l.sample)}::int[], ${plan.looks.map((l) => arrayText(l.grams))}::text[],
                                     ${plan.looks.map((l) => (l.seen === null ? null : arrayText([l.seen])))}::text[]) as l (sample, grams, seen)
      cross join lateral (
        with found as materialized (
          select n.ctid as place, n.subject_code, n.name_normal, n.name, n.current_name, n.status, n.generated from subject_name n
           where n.bigrams @> l.grams::text[] and n.name_normal like ${`%${plan.text.replace(/[\\%_]/g, '\\$&')}%`} and not starts_with(n.name_normal, ${plan.text})
             and (l.seen is null or not n.bigrams @> l.seen::text[])
             and (l.sample is distinct from ${after?.phase === 'contains' ? after.sample : null}::int or n.ctid > ${after?.phase === 'contains' ? after.place : '(0,0)'}::tid))
        select * from found limit ${limit}) f
    limit ${limit}) found`

export const findByCode = (db: Db, start: string, after: string, limit: number) => db.rows<{
  subject_code: string
  name: string
  kind: string
  status: string
  generated: boolean
  former_code: string | null
}>`
  select * from (
    select subject_code, name, kind, status, generated, null as former_code from subject
     where subject_code >= ${start} and subject_code < ${`${start}~`} and subject_code > ${after}
    union all
    select s.subject_code, s.name, s.kind, s.status, s.generated, f.former_code from subject_code_former f join subject s using (subject_code)
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

export type Found = {
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly status: string
  readonly generated: boolean
  readonly matched: 'code' | 'current-name' | 'former-name' | 'former-code'
  /** the code or name that was found, as registered */
  readonly matchedText: string
}

/**
 * Organisations by part of a code (from its beginning), or by any two or more characters of a name they bear or bore.
 * A text of one character finds nothing; so does whoever asks must tell the reader. `next` is opaque; one that cannot be
 * read begins again. A page may hold fewer than `limit`: what was found by its current name is not repeated for a former one.
 */
export async function searchOrganisations(
  db: Db,
  { q, after, limit }: { q: string; after: string | null; limit: number },
): Promise<{ items: Found[]; next: string | null }> {
  const search = readSearch(q)
  if (search.by === 'too-short') return { items: [], next: null }
  const cursor = readSearchCursor(after)
  const found: { item: Found | null; cursor: SearchCursor }[] = []
  if (search.by === 'code-or-name' && (cursor === null || cursor.phase === 'code')) {
    for (const { subject_code: code, former_code, name, kind, status, generated } of await findByCode(
      db,
      search.text,
      cursor?.code ?? '',
      limit + 1,
    )) {
      found.push({
        cursor: { phase: 'code', code },
        item: { code, name, kind, status, generated, matched: former_code === null ? 'code' : 'former-code', matchedText: former_code ?? code },
      })
    }
  }
  if (found.length <= limit) {
    const inNames = cursor?.phase === 'code' ? null : cursor
    const plan = planNames(search.text, await frequenciesOf(db), inNames)
    for (const row of await findByName(db, plan, inNames, limit + 1 - found.length)) {
      const { subject_code: code, current_name, status, generated } = row
      found.push({
        cursor:
          row.sample === null
            ? { phase: 'begins', name: row.name_normal, code }
            : { phase: 'contains', first: plan.first, sample: row.sample, place: row.place },
        item:
          current_name !== null && normalName(current_name).includes(search.text)
            ? null
            : {
                code,
                name: current_name ?? row.name,
                kind: kindOf(code as Uscc),
                status,
                generated,
                matched: current_name === null ? 'current-name' : 'former-name',
                matchedText: row.name,
              },
      })
    }
  }
  const page = found.slice(0, limit)
  return { items: page.flatMap(({ item }) => item ?? []), next: found.length > limit ? writeSearchCursor(page.at(-1)!.cursor) : null }
}

// The database samples its names anew when they have grown; asked for now and then, it costs the searches nothing.
const askedAgainAfter = { known: 1000, unknown: 20 }
const remembered = new WeakMap<Db, { frequencies: Frequencies; searches: number }>()
async function frequenciesOf(db: Db): Promise<Frequencies> {
  const known = remembered.get(db)
  if (known && ++known.searches < (known.frequencies.names > 0 ? askedAgainAfter.known : askedAgainAfter.unknown)) return known.frequencies
  const frequencies = await nameFrequencies(db)
  remembered.set(db, { frequencies, searches: 0 })
  return frequencies
}

/** After many new organisations: searches no longer read what waits beside the index. Costs a second or two per million names. */
export const settleNames = (db: Db) => db.run`select settle_names()`

export const subjectCount = async (db: Db): Promise<number> =>
  (await db.one<{ subjects: number }>`
  select count(*) as subjects from subject`)!.subjects

// ── For a reader: what is nearly so, and how many there are ────────────────────────────────────────────────────────

/**
 * The same for what a person typed: letters that look Latin are read as Latin where nothing is found as typed.
 * @returns `readAs` the text it was read as, null where it was taken as it is
 */
export async function lookUp(
  db: Db,
  asked: { q: string; after: string | null; limit: number },
): Promise<{ items: Found[]; next: string | null; readAs: string | null }> {
  const found = await searchOrganisations(db, asked)
  const latin = asLatin(normalName(asked.q))
  if (found.items.length > 0 || asked.after !== null || latin === normalName(asked.q)) return { ...found, readAs: null }
  const again = await searchOrganisations(db, { ...asked, q: latin })
  return { ...again, readAs: again.items.length === 0 ? null : latin }
}

const countNames = async (db: Db, text: string, grams: readonly string[], most: number): Promise<number> =>
  (await db.one<{ n: number }>`
    select count(distinct subject_code)::int as n from (
      select subject_code from subject_name
       where bigrams @> ${arrayText(grams)}::text[] and name_normal like ${`%${text.replace(/[\\%_]/g, '\\$&')}%`} limit ${most + 1}) found`)!.n

/** How many organisations bear or bore the text in a name; at most `most + 1` are counted. */
export async function countMatches(db: Db, q: string, most: number): Promise<number> {
  const search = readSearch(q)
  if (search.by === 'too-short') return 0
  const plan = planNames(search.text, await frequenciesOf(db), null)
  const sample = plan.countingIn(most)
  const inSample = await countNames(db, search.text, sample.grams, most)
  if (sample.sample === 0 || inSample > most) return inSample
  return countNames(db, search.text, plan.looks.at(-1)!.grams, most)
}

export type Similar = Found & { readonly likeness: number }
const leastLikeness = 0.25

/** Names that have much in common with the text, most alike first. Never the same organisation for that reason. */
export async function similarNames(db: Db, q: string, most: number): Promise<readonly Similar[]> {
  const search = readSearch(q)
  if (search.by === 'too-short') return []
  const frequencies = await frequenciesOf(db)
  const text = asLatin(search.text)
  const pairs = tellingPairs(text, frequencies)
  if (pairs.length === 0) return []
  const rows = await db.rows<Omit<FoundRow, 'sample' | 'place'>>`
    select subject_code, name_normal, name, current_name, status, generated from subject_name where bigrams && ${arrayText(pairs)}::text[] limit 5000`
  const alike = rows.map((row) => ({ row, likeness: likeness(text, row.name_normal, frequencies) })).filter((one) => one.likeness >= leastLikeness)
    .sort((a, b) => b.likeness - a.likeness || (a.row.name_normal < b.row.name_normal ? -1 : 1))
  const seen = new Set<string>()
  return alike.filter(({ row }) => !seen.has(row.subject_code) && seen.add(row.subject_code)).slice(0, most).map(({ row, likeness: alikeness }) => ({
    code: row.subject_code, name: row.current_name ?? row.name, kind: kindOf(row.subject_code as Uscc), status: row.status, generated: row.generated,
    matched: row.current_name === null ? 'current-name' : 'former-name', matchedText: row.name, likeness: alikeness,
  }))
}

/** What merged or split organisations among these became. */
export const successorsOf = (db: Db, codes: readonly string[]) => db.rows<{
  subject_code: string
  status_on: string | null
  successors: { code: string; name: string | null }[]
}>`
  select s.subject_code, s.status_on,
         (select json_agg(json_build_object('code', c.code, 'name', n.name) order by c.code) from unnest(s.successors) as c (code)
            left join subject n on n.subject_code = c.code) as successors
    from subject s where s.subject_code = any(${codes}) and s.successors <> '{}'`
