/** SQL of records: a projection of record.* acts. */
import type { Db, Tx } from '../../database/db.ts'
import type { Ports } from '../../ports.ts'
import type { Display } from '../retention/display.ts'
import { type ArchiveReader, archiveReaderOf, type HeldRecord } from './archive.ts'
import { hiddenBy, marksFrom, type RecordMark } from './marks.ts'
import { choose, type Page, type Tally } from './page.ts'
import type { RecordRow } from './record.ts'

export const recordForChange = (db: Db, subject: string, record: number) => db.one<RecordRow>`
  select * from record where subject_code = ${subject} and record_id = ${record} for update`

export const withdraw = (db: Db, subject: string, record: number) => db.run`
  update record set existence = 'withdrawn', display = 'not-displayed', usable = false where subject_code = ${subject} and record_id = ${record}`

/** Of several versions of one record the newest. */
export const pointAll = (db: Db, rows: readonly { subject: string; record: number; version: number; act: number; group: number; facts: string }[]) => db.run`
  update record r set version = n.version, act_id = n.act, act_group = n.group, facts = n.facts
    from (select distinct on (subject, record) * from json_to_recordset(${JSON.stringify(rows)}::json)
            as n (subject text, record bigint, version integer, act bigint, "group" bigint, facts text) order by subject, record, act desc) n
   where r.subject_code = n.subject and r.record_id = n.record`

/** While projections are rebuilt: the newest day on which a record's dates were looked at by an act. */
export const openLookedAt = (tx: Db) => tx.run`
  create temporary table if not exists record_looked_at (subject_code text collate "C", record_id bigint, looked_at date,
    primary key (subject_code, record_id)) on commit drop`
export async function noteLookedAt(tx: Db, rows: readonly { subject: string; record: number; at: string }[]): Promise<void> {
  await openLookedAt(tx)
  await tx.run`
    insert into record_looked_at (subject_code, record_id, looked_at)
    select subject, record, max((at at time zone 'Asia/Shanghai')::date)
      from json_to_recordset(${JSON.stringify(rows)}::json) as n (subject text, record bigint, at timestamptz) group by subject, record
    on conflict (subject_code, record_id) do update set looked_at = greatest(record_looked_at.looked_at, excluded.looked_at)`
}

export const lastDayClosed = async (db: Db): Promise<string | null> =>
  (await db.one<{ value: string }>`select value from setting where name = 'day-closed'`)?.value ?? null

export const undatedCursor = 'undated_records'
export const datedTable = 'record_dated'
/** A record while projections are rebuilt; `facts` is what they are to be drawn from. */
export type UndatedRow = RecordRow & {
  head: string; status: string; status_on: string | null; status_head: string | null; restored_on: string | null; looked_at: string | null
}
export async function openDated(tx: Tx): Promise<void> {
  await openLookedAt(tx)
  await tx.client.query(`create temporary table ${datedTable} (like record including defaults including constraints)`)
  // What was destroyed has no facts and no dates.
  await tx.client.query(`insert into ${datedTable} select * from record where existence = 'erased'`)
  await tx.client.query(`
    declare ${undatedCursor} no scroll cursor for
    select r.*, g.head, s.status, s.status_on, t.restored_on, l.looked_at,
           case when s.status <> 'registered' then
             (select head from act_group where first_act <= s.act_id order by first_act desc limit 1) end as status_head
      from record r join act_group g on g.first_act = r.act_group join subject s using (subject_code)
      left join restored_record t on t.subject_code = r.subject_code and t.record_id = r.record_id
      left join record_looked_at l on l.subject_code = r.subject_code and l.record_id = r.record_id
     where r.existence <> 'erased'`)
}
/** The records with their dates take the place of those without. */
export async function takeDated(tx: Tx): Promise<void> {
  await tx.client.query(`close ${undatedCursor}`)
  await tx.client.query('drop table pg_temp.record')
  await tx.client.query(`alter table pg_temp.${datedTable} rename to record`)
  await tx.client.query('create unique index on pg_temp.record (subject_code, record_id)')
  await tx.client.query('analyze pg_temp.record')
}

/** Held registration records with where their organisation's registration stands. */
export const registrationRecords = (db: Db, codes: readonly string[], items: readonly string[]) => db.rows<{
  subject_code: string; record_id: number; item_id: string; received_on: string; display: string; facts: string; status: string; status_on: string | null
}>`
  select r.subject_code, r.record_id, r.item_id, r.received_on, r.display, r.facts, s.status, s.status_on
    from record r join subject s using (subject_code)
   where r.subject_code = any(${codes}) and r.item_id = any(${items}) and r.existence = 'held' for update of r`

export const setAll = (db: Db, rows: readonly object[]) => db.run`
  update record r set decided_on = n.decided_on, display = n.display, display_starts_on = n.display_starts_on, display_ends_on = n.display_ends_on,
         usable = n.usable, retention_ends_on = n.retention_ends_on, law = n.law, facts = n.facts
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (subject_code text, record_id bigint, decided_on date, display text, display_starts_on date,
         display_ends_on date, usable boolean, retention_ends_on date, law text, facts text)
   where r.subject_code = n.subject_code and r.record_id = n.record_id`

/** A held record with all that its public answer needs. */
export type ArchiveRow = {
  subject_name: string; kind: string; status: string; status_on: string | null; generated: boolean; subject_act: number
  record_id: number | null; item_id: string; provider_code: string; version: number; act_id: number; decided_on: string; received_on: string
  facts: string; content: string | null; provider_zh: string | null; provider_en: string | null; provider_act: number | null
  /** marks of the organisation's records, as JSON; null where there are none, absent where they were not asked for */
  marks?: string | null
}

/**
 * All that is said of the organisation itself. `beside` is JSON: names and codes it bore, what it came from and became.
 * `recomputing`: dates of another law than the day's are about, anywhere.
 */
export type SubjectPart = { name_from: string; established: string | null; successors: string[]; beside: string; recomputing: boolean }

/** The organisation and its newest held records in one round trip; one row with a null record where it has none. */
export const archiveRows = (db: Db, code: string, most: number, law: string) => db.rows<ArchiveRow & SubjectPart>`
  -- materialized: said once, not for every record
  with s as materialized (
    select subject_code, name, kind, status, status_on, generated, act_id, name_from, established, successors, json_build_object(
             'formerNames', (select json_agg(json_build_object('name', n.name, 'until', n.until_on) order by n.until_on desc nulls last, n.name) from subject_name n
                              where n.subject_code = subject.subject_code and n.name_normal <> subject.name_normal),
             'formerCodes', (select json_agg(json_build_object('code', f.former_code, 'until', f.until_on) order by f.until_on desc) from subject_code_former f
                              where f.subject_code = subject.subject_code),
             'predecessors', (select json_agg(json_build_object('code', p.subject_code, 'name', p.name) order by p.status_on, p.subject_code) from subject p
                               where p.successors @> array[subject.subject_code] and p.successors <> '{}'),
             'successors', (select json_agg(json_build_object('code', p.subject_code, 'name', p.name) order by p.subject_code) from subject p
                             where p.subject_code = any(subject.successors)))::text as beside,
           (select json_agg(json_build_object('record', k.record_id, 'mark', k.mark, 'case', k.case_id, 'since', k.from_on, 'until', k.until_on)
                            order by k.record_id, k.mark, k.case_id)::text from record_mark k where k.subject_code = subject.subject_code) as marks,
           dates_under_other_law(${law}) as recomputing
      from subject where subject_code = ${code})
  select s.name as subject_name, s.kind, s.status, s.status_on, s.generated, s.act_id as subject_act, s.name_from, s.established, s.successors, s.beside,
         s.recomputing, s.marks,
         r.record_id, r.item_id, r.provider_code, r.version, r.act_id, r.decided_on, r.received_on, r.facts, a.content,
         u.name_zh as provider_zh, u.name_en as provider_en, u.act_id as provider_act
    from s
    -- the newest first, then what belongs to them: an organisation may have a hundred thousand
    left join lateral (select * from record where subject_code = s.subject_code and existence = 'held'
                        order by decided_on desc, record_id desc limit ${most}) r on true
    left join act a on a.subject_code = r.subject_code and a.act_id = r.act_id
    left join unit u on u.unit_code = r.provider_code
   order by r.decided_on desc, r.record_id desc`

/** What the display decision asks of every held record. */
export type HeldFacts = { record_id: number; item_id: string; act_id: number; decided_on: string; received_on: string; facts: string }
export const heldFacts = (db: Db, code: string) => db.rows<HeldFacts>`
  select record_id, item_id, act_id, decided_on, received_on, facts from record
   where subject_code = ${code} and existence = 'held' order by decided_on desc, record_id desc`

/** The newest act about an organisation (whatever changes here changes by an act); and whether nobody was writing at that moment. */
export const standing = (db: Db, code: string) => db.one<{ newest_act: number; quiet: boolean }>`
  select newest_act(${code}) as newest_act,
         pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot()) as quiet`

/** How many are on display on the day, by item and year of the document: read from the index alone. */
export const tallyOf = (db: Db, code: string, day: string) => db.rows<Tally>`
  select item_id, extract(year from decided_on)::int as year, count(*)::int as records from record
   where subject_code = ${code} and existence = 'held' and display_starts_on <= ${day} and (display_ends_on is null or display_ends_on > ${day})
   group by 1, 2`

/** One page in the order of their documents, newest first: reads as far as the page and no further. */
export const newestShown = (db: Db, code: string, day: string, a: Page) => db.rows<ArchiveRow>`
  select s.name as subject_name, s.kind, s.status, s.status_on, s.generated, s.act_id as subject_act,
         r.record_id, r.item_id, r.provider_code, r.version, r.act_id, r.decided_on, r.received_on, r.facts, a.content,
         u.name_zh as provider_zh, u.name_en as provider_en, u.act_id as provider_act
    from (select subject_code, record_id from record
           where subject_code = ${code} and existence = 'held' and display_starts_on <= ${day} and (display_ends_on is null or display_ends_on > ${day})
             and (${a.items}::text[] is null or item_id = any(${a.items}::text[])) and decided_on between ${`${a.year ?? '0001'}-01-01`} and ${`${a.year ?? 9999}-12-31`}
             and (decided_on, record_id) < (${a.after?.decided_on ?? '9999-12-31'}, ${a.after?.record_id ?? Number.MAX_SAFE_INTEGER})
           order by decided_on desc, record_id desc limit ${a.limit} offset ${a.offset}) page
    join record r using (subject_code, record_id)
    join subject s using (subject_code)
    left join act a on a.subject_code = r.subject_code and a.act_id = r.act_id
    left join unit u on u.unit_code = r.provider_code
   order by r.decided_on desc, r.record_id desc`

/** One page in the order in which they end, those without an end last. */
export const soonestEnding = (db: Db, code: string, day: string, a: Page) => db.rows<ArchiveRow>`
  select s.name as subject_name, s.kind, s.status, s.status_on, s.generated, s.act_id as subject_act,
         r.record_id, r.item_id, r.provider_code, r.version, r.act_id, r.decided_on, r.received_on, r.facts, a.content,
         u.name_zh as provider_zh, u.name_en as provider_en, u.act_id as provider_act
    from (select subject_code, record_id from record
           where subject_code = ${code} and existence = 'held' and display_starts_on <= ${day} and (display_ends_on is null or display_ends_on > ${day})
             and (${a.items}::text[] is null or item_id = any(${a.items}::text[])) and decided_on between ${`${a.year ?? '0001'}-01-01`} and ${`${a.year ?? 9999}-12-31`}
           order by display_ends_on nulls last, record_id limit ${a.limit} offset ${a.offset}) page
    join record r using (subject_code, record_id)
    join subject s using (subject_code)
    left join act a on a.subject_code = r.subject_code and a.act_id = r.act_id
    left join unit u on u.unit_code = r.provider_code
   order by r.display_ends_on nulls last, r.record_id`

export const archiveRowsOf = (db: Db, code: string, records: readonly number[]) => db.rows<ArchiveRow>`
  select s.name as subject_name, s.kind, s.status, s.status_on, s.generated, s.act_id as subject_act,
         r.record_id, r.item_id, r.provider_code, r.version, r.act_id, r.decided_on, r.received_on, r.facts, a.content,
         u.name_zh as provider_zh, u.name_en as provider_en, u.act_id as provider_act
    from subject s
    join record r on r.subject_code = s.subject_code and r.existence = 'held' and r.record_id = any(${records}::bigint[])
    left join act a on a.subject_code = r.subject_code and a.act_id = r.act_id
    left join unit u on u.unit_code = r.provider_code
   where s.subject_code = ${code}
   order by r.decided_on desc, r.record_id desc`

export type PublicRecordRow = ArchiveRow & { existence: string; record_id: number }
/**
 * A record on display, with its content; or what was once: then without, for the answer that says so. Whether it is on display
 * is decided where it is asked for while its dates are those of another text of the law.
 */
export async function publicRecord(ports: Ports, code: string, record: number): Promise<PublicRecordRow | null> {
  return await shownRecord(ports.publicReads, code, record)
    ?? goneRecord(ports.publicReads, code, record, ports.today().toString(), archiveReaderOf(ports.law(), ports.today()).stamp)
}

const shownRecord = (db: Db, code: string, record: number) => db.one<PublicRecordRow>`
  select s.name as subject_name, s.kind, s.status, s.status_on, s.generated, s.act_id as subject_act, r.existence,
         r.record_id, r.item_id, r.provider_code, r.version, r.act_id, r.decided_on, r.received_on, r.facts, a.content,
         u.name_zh as provider_zh, u.name_en as provider_en, u.act_id as provider_act,
         (select json_agg(json_build_object('record', k.record_id, 'mark', k.mark, 'case', k.case_id, 'since', k.from_on, 'until', k.until_on)
                          order by k.mark, k.case_id)::text from record_mark k where k.subject_code = r.subject_code and k.record_id = r.record_id) as marks
    from record r
    join subject s using (subject_code)
    join act a on a.subject_code = r.subject_code and a.act_id = r.act_id
    left join unit u on u.unit_code = r.provider_code
   where r.subject_code = ${code} and r.record_id = ${record}`

const goneRecord = (db: Db, code: string, record: number, day: string, stamp: string) => db.one<PublicRecordRow>`
  select * from gone_record(${code}, ${record}, ${day}, ${stamp})`

/** The day on which a record was withdrawn. */
export const withdrawnOn = async (db: Db, code: string, record: number): Promise<string | null> =>
  (await db.one<{ on: string | null }>`select withdrawn_on(${code}, ${record}) as on`)!.on

/** The commitment of an act; salt, content and head only where it is that of a record on display. */
export const provable = (db: Db, code: string, act: number) => db.one<{ entry: Buffer; head: string | null; salt: Buffer | null; content: string | null }>`
  select e.entry, e.head, a.salt, a.content
    from signed_entry(${code}, ${act}) e left join act a on a.subject_code = ${code} and a.act_id = ${act}`

export const isHeld = async (db: Db, code: string): Promise<boolean> => (await db.one`select 1 as held from subject where subject_code = ${code}`) !== null

/** By the day, whatever state the daily run has stored. A million records take a second: ask seldom. */
export const recordsOnDisplay = async (db: Db, day: string): Promise<number> =>
  (await db.one<{ records: number }>`select count_on_display(${day}) as records`)!.records

/** Displays that end in each month of a span, by the dates they have today; months without any are left out. */
export const endingByMonth = (db: Db, from: string, before: string) => db.rows<{ month: string; records: number }>`
  select month, records from count_ending(${from}, ${before})`

// ── A page of an archive ───────────────────────────────────────────────────────────────────────────────────────────

/** A record with what the law of the day says of it. */
export type DecidedRow = ArchiveRow & { record_id: number; decision: Display }

export type ArchivePage = {
  /** a row of the organisation itself, whether or not it has records */
  readonly subject: ArchiveRow & SubjectPart
  /** changes whenever anything here does: for an entity tag */
  readonly version: string
  readonly tally: readonly Tally[]
  /** how many fit what was asked, on this page or not */
  readonly matching: number
  readonly rows: readonly DecidedRow[]
  readonly marks: readonly RecordMark[]
}
/**
 * What is on display about an organisation today: a page of it, and the counts of all.
 *
 * An organisation with few records is read whole and decided record by record, in one round trip. One with many is read
 * by the stored *dates* (never the stored state, which waits for the daily run), so that a page costs a page; while dates
 * of an earlier law are about, it is decided record by record as well.
 *
 * @param few most records that are read whole
 * @returns null for a code that holds no organisation
 */
export async function archivePage(ports: Ports, code: string, page: Page, few: number): Promise<ArchivePage | null> {
  const read = archiveReaderOf(ports.law(), ports.today())
  // What the public may not see does not leave the database. Where stored dates cannot answer, each record is decided here.
  const db = ports.publicReads
  const first = await archiveRows(db, code, few + 1, read.stamp)
  const subject = first[0]
  if (subject === undefined) return null
  if (subject.record_id === null) return { subject, version: '', tally: [], matching: 0, rows: [], marks: [] }
  const whole = first as (ArchiveRow & SubjectPart & { record_id: number })[]
  const marks = marksFrom(subject.marks ?? null)
  const hidden = hiddenBy(marks, read.day)
  if (whole.length <= few) {
    const version = `${whole.map((row) => `${row.act_id} ${row.provider_act ?? ''}`).join(' ')} ${subject.marks ?? ''}`
    return { subject, version, marks, ...choose(decided(read, visible(whole, hidden)), decisionOf, page) }
  }
  const { newest_act: newest, quiet } = (await standing(db, code))!
  const chosen = subject.recomputing || hidden.size > 0 ? await decidedOneByOne(db, read, code, page, hidden)
    : await readByDates(ports, read, code, page, { newest, quiet })
  return { subject, version: `${newest} ${chosen.rows.map((row) => row.provider_act ?? '').join(' ')}`, marks, ...chosen }
}

const visible = <R extends { readonly record_id: number }>(rows: readonly R[], hidden: ReadonlySet<number>): readonly R[] =>
  (hidden.size === 0 ? rows : rows.filter((row) => !hidden.has(row.record_id)))

/** What today's catalog no longer knows is left out. */
const decided = <R extends HeldRecord>(read: ArchiveReader, rows: readonly R[]): (R & { decision: Display })[] => rows.flatMap((row) => {
  const decision = read.display(row)
  return decision === null ? [] : Object.assign(row, { decision })
})
const decisionOf = ({ decision }: { readonly decision: Display }): Display => decision

type Chosen = Pick<ArchivePage, 'tally' | 'matching' | 'rows'>

async function readByDates(ports: Ports, read: ArchiveReader, code: string, page: Page, at: { newest: number; quiet: boolean }): Promise<Chosen> {
  const rows = (page.order === 'newest' ? newestShown : soonestEnding)(ports.publicReads, code, read.day, page)
  const tally = await tallied(ports, `${code} ${at.newest} ${read.day} ${read.stamp}`, at.quiet, () => tallyOf(ports.publicReads, code, read.day))
  const fits = (t: Tally) => (page.items === null || page.items.includes(t.item_id)) && (page.year === null || page.year === t.year)
  const matching = tally.reduce((n, t) => (fits(t) ? n + t.records : n), 0)
  return { tally, matching, rows: decided(read, (await rows) as (ArchiveRow & { record_id: number })[]) }
}

async function decidedOneByOne(db: Db, read: ArchiveReader, code: string, page: Page, hidden: ReadonlySet<number>): Promise<Chosen> {
  const { tally, matching, rows: chosen } = choose(visible(await heldFacts(db, code), hidden), read.display, page)
  const rows = new Map((await archiveRowsOf(db, code, chosen.map((row) => row.record_id))).map((row) => [row.record_id, row]))
  return { tally, matching, rows: decided(read, chosen.flatMap(({ record_id }) => rows.get(record_id) ?? []) as (ArchiveRow & { record_id: number })[]) }
}

// Counting a hundred thousand entries takes longer than a page: once for each newest act. Two transactions may be committed
// in another order than that of their acts' numbers: what was counted while somebody wrote is kept for a minute only.
const talliesKept = 500
const tallies = new WeakMap<Ports, Map<string, Promise<readonly Tally[]>>>()
function tallied(ports: Ports, key: string, quiet: boolean, count: () => Promise<readonly Tally[]>): Promise<readonly Tally[]> {
  let kept = tallies.get(ports)
  if (!kept) tallies.set(ports, (kept = new Map()))
  const whole = quiet ? key : `${key} ${Math.floor(ports.now().epochMilliseconds / 60_000)}`
  const known = kept.get(key) ?? kept.get(whole)
  if (known) return known
  if (kept.size >= talliesKept) kept.delete(kept.keys().next().value!)
  const tally = count()
  kept.set(whole, tally)
  tally.catch(() => kept.delete(whole))
  return tally
}
