/** SQL of inquiries: what is held when somebody asks, and the lines of who looked. */
import type { Db } from '../../database/db.ts'
import type { GroundCode, Way } from '../disclosure/disclose.ts'

export type AskedRow = {
  record_id: number; item_id: string; provider_code: string; version: number; act_id: number; existence: 'held' | 'withdrawn' | 'erased'
  decided_on: string; received_on: string; facts: string; content: string | null; closed: string | null; provider_zh: string | null; provider_en: string | null
}
/** Who asks what, as the database is told: it decides for itself which rows that body is given (migrations/0047). `law`: stamp of the day. */
export type Asking = {
  readonly subject: string; readonly items: readonly string[] | null; readonly body: string; readonly ground: string; readonly purpose: string
  readonly day: string; readonly law: string
}
/** `items`: of all that is held, whatever is given of it; `held`: so many, at most one more than `most` */
export type Asked = { readonly held: number; readonly items: readonly string[]; readonly given: readonly AskedRow[] }

/**
 * What the database gives of an organisation's records, newest documents first. All that are held stay as they are until the
 * answer is written down: a correction that comes meanwhile waits, and then finds who was told the version before. Where a
 * delivery is at work on one of them this fails at once (lock_not_available) and is tried again: two that wait for each other
 * would cost the delivery its batch. Where more are held than `most`, nothing is read.
 */
export async function recordsAsked(db: Db, q: Asking, most: number): Promise<Asked> {
  const rows = await db.rows<AskedRow & { held: number; items: string[] | null }>`
    with held as materialized (
      select record_id, item_id from record where subject_code = ${q.subject}
         and (${q.items}::text[] is null or item_id = any(${q.items}::text[]))
       order by decided_on desc, record_id desc limit ${most}::int + 1 for share nowait)
    select h.held, h.items, i.record_id, i.item_id, i.provider_code, i.version, i.act_id, i.existence, i.decided_on, i.received_on, i.facts,
           i.content, i.closed, u.name_zh as provider_zh, u.name_en as provider_en
      from (select count(*)::int as held, array_agg(distinct item_id) as items, array_agg(record_id) as ids from held) h
      left join lateral inquire(${q.subject}, case when h.held <= ${most}::int then h.ids end, ${q.body}, ${q.ground}, ${q.purpose},
                                ${q.day}, ${q.law}) i on true
      left join unit u on u.unit_code = i.provider_code
     order by i.decided_on desc, i.record_id desc`
  const { held, items: known } = rows[0]!
  return { held, items: known ?? [], given: rows.filter((row) => row.record_id !== null) }
}

/** What the law says of each ground, for the database: in place of what it said under the same stamp. */
export async function putWays(tx: Db, law: string, ways: readonly Way[]): Promise<void> {
  const said = ways.map(({ ground, standing, purposes, onDisplay, pending }) => ({ ground, standing, purposes, on_display: onDisplay, pending }))
  const reach = ways.flatMap((w) => w.items.map(({ id, category }) => ({ ground: w.ground, item: id, category })))
  await tx.run`
    insert into inquiry_way (law, ground, standing, purposes, on_display, pending)
    select ${law}, ground, standing, purposes, on_display, pending
      from json_to_recordset(${JSON.stringify(said)}::json) as w (ground text, standing text, purposes text[], on_display boolean, pending boolean)
    on conflict (law, ground) do update
       set standing = excluded.standing, purposes = excluded.purposes, on_display = excluded.on_display, pending = excluded.pending`
  await tx.run`delete from inquiry_way where law = ${law} and ground <> all(${ways.map((w) => w.ground)}::text[])`
  await tx.run`
    insert into inquiry_reach (law, ground, item_id, category)
    select ${law}, c.ground, c.item, c.category from json_to_recordset(${JSON.stringify(reach)}::json) as c (ground text, item text, category text)
    on conflict (law, ground, item_id) do update set category = excluded.category`
  await tx.run`
    delete from inquiry_reach r where law = ${law} and not exists (
      select from json_to_recordset(${JSON.stringify(reach)}::json) as c (ground text, item text) where c.ground = r.ground and c.item = r.item_id)`
}

export type HeldWay = { ground: string; standing: string; purposes: readonly string[] | null; on_display: boolean; pending: boolean }
/** What the database decides by under a stamp of the law. */
export const heldWays = (db: Db, law: string) => db.rows<HeldWay>`select ground, standing, purposes, on_display, pending from inquiry_way where law = ${law}`
export const heldReach = (db: Db, law: string) => db.rows<{ ground: string; item_id: string; category: string }>`
  select ground, item_id, category from inquiry_reach where law = ${law}`

export const subjectAsked = (db: Db, code: string) => db.one<{ name: string; kind: string; status: string; generated: boolean }>`
  select name, kind, status, generated from subject where subject_code = ${code}`

/** Marks of its records, as JSON; null where there are none. */
export const marksAsked = async (db: Db, code: string): Promise<string | null> => (await db.one<{ marks: string | null }>`
  select json_agg(json_build_object('record', record_id, 'mark', mark, 'case', case_id, 'since', from_on, 'until', until_on))::text as marks
    from record_mark where subject_code = ${code}`)!.marks

/** A unit is asked as a unit, also where it is an organisation the register holds. */
export const inquirerOf = (db: Db, code: string) => db.one<{ kind: 'unit' | 'organisation'; name_zh: string; name_en: string }>`
  select kind, name_zh, name_en from (
    select 'unit' as kind, name_zh, name_en, 1 as n from unit where unit_code = ${code}
    union all select 'organisation', name, name, 2 from subject where subject_code = ${code}) bodies order by n limit 1`

// ── The lines ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Held until the transaction ends, so that numbers follow each other without a gap. @returns the next number */
export async function takeSequence(db: Db): Promise<number> {
  await db.run`select pg_advisory_xact_lock(7222)`
  return (await db.one<{ next: number }>`select coalesce(max(sequence), 0) + 1 as next from inquiry`)!.next
}

/** Everything of an organisation that has a content, whatever became of it; it stays so until the transaction ends. */
export const versionsOf = (db: Db, subject: string) => db.rows<{ record: number; version: number; act: number }>`
  select record_id as record, version, act_id as act from record where subject_code = ${subject} and existence <> 'erased' order by record_id for share`

export const countHeld = async (db: Db, subject: string): Promise<number> =>
  (await db.one<{ n: number }>`select count(*)::int as n from record where subject_code = ${subject} and existence <> 'erased'`)!.n

/** The newest versions of records that are held; they stay so until the transaction ends. */
export const versionsNow = (db: Db, subject: string, records: readonly number[]) => db.rows<{ record: number; version: number }>`
  select record_id as record, version from record
   where subject_code = ${subject} and record_id = any(${records}::bigint[]) and existence = 'held' order by record_id for share`

export type InquiryRow = {
  sequence: number; act_id: number; outcome: 'answered' | 'refused'; inquirer_kind: 'unit' | 'organisation'; inquirer_code: string; client_id: string | null
  account: string | null; channel: string; subject_code: string; ground: string; purpose: string; stated: string; reference: string; shown: number
  receipt: string | null; refusal: string | null; asked_at: string; asked_on: string
}

export const addInquiries = (db: Db, rows: readonly InquiryRow[]) => db.run`
  insert into inquiry (sequence, act_id, outcome, inquirer_kind, inquirer_code, client_id, account, channel, subject_code, ground, purpose, stated,
                       reference, shown, receipt, refusal, asked_at, asked_on)
  select sequence, act_id, outcome, inquirer_kind, inquirer_code, client_id, account, channel, subject_code, ground, purpose, stated, reference, shown,
         receipt, refusal, asked_at, asked_on
    from json_populate_recordset(null::public.inquiry, ${JSON.stringify(rows)}::json)`

export const addInquiry = (db: Db, i: InquiryRow) => db.run`
  insert into inquiry (sequence, act_id, outcome, inquirer_kind, inquirer_code, client_id, account, channel, subject_code, ground, purpose, stated,
                       reference, shown, receipt, refusal, asked_at, asked_on)
  values (${i.sequence}, ${i.act_id}, ${i.outcome}, ${i.inquirer_kind}, ${i.inquirer_code}, ${i.client_id}, ${i.account}, ${i.channel}, ${i.subject_code},
          ${i.ground}, ${i.purpose}, ${i.stated}, ${i.reference}, ${i.shown}, ${i.receipt}, ${i.refusal}, ${i.asked_at}, ${i.asked_on})`

export type NamedInquiry = InquiryRow & { inquirer_zh: string | null; inquirer_en: string | null; subject_name: string | null }

/** Who looked at an organisation, newest first. Whether it was answered stands in the line. @param after lines older than this number; null: the newest */
export const whoLooked = (db: Db, subject: string, { after, limit }: { after: number | null; limit: number }) => db.rows<NamedInquiry>`
  select i.*, coalesce(u.name_zh, s.name) as inquirer_zh, coalesce(u.name_en, s.name) as inquirer_en, null as subject_name
    from inquiry i left join unit u on u.unit_code = i.inquirer_code left join subject s on s.subject_code = i.inquirer_code
   where i.subject_code = ${subject} and (${after}::bigint is null or i.sequence < ${after}::bigint)
   order by i.sequence desc limit ${limit}`

export const countLooked = async (db: Db, subject: string): Promise<number> =>
  (await db.one<{ n: number }>`select count(*)::int as n from inquiry where subject_code = ${subject}`)!.n

export type HistoryFilter = { readonly subject: string | null; readonly ground: string | null; readonly outcome: 'answered' | 'refused' | null }

/** What a body asked, newest first. */
export const askedBy = (db: Db, inquirer: string, f: HistoryFilter, limit: number, offset: number) => db.rows<NamedInquiry>`
  select i.*, null as inquirer_zh, null as inquirer_en, s.name as subject_name
    from inquiry i left join subject s on s.subject_code = i.subject_code
   where i.inquirer_code = ${inquirer} and (${f.subject}::text is null or i.subject_code = ${f.subject}::text)
     and (${f.ground}::text is null or i.ground = ${f.ground}::text) and (${f.outcome}::text is null or i.outcome = ${f.outcome}::text)
   order by i.sequence desc limit ${limit} offset ${offset}`

export const countAsked = async (db: Db, inquirer: string, f: HistoryFilter): Promise<number> => (await db.one<{ n: number }>`
  select count(*)::int as n from inquiry
   where inquirer_code = ${inquirer} and (${f.subject}::text is null or subject_code = ${f.subject}::text)
     and (${f.ground}::text is null or ground = ${f.ground}::text) and (${f.outcome}::text is null or outcome = ${f.outcome}::text)`)!.n

/** Numbers in the table, and those the acts bear: the acts are in the log, so they say what ought to be there. */
export const sequences = async (db: Db): Promise<{ table: number[]; acts: number[] }> => (await db.one<{ table: number[]; acts: number[] }>`
  select coalesce((select array_agg(sequence::float8 order by sequence) from inquiry), '{}') as table,
         coalesce((select array_agg((readable_json(a.content) ->> 'sequence')::float8 order by a.act_id)
                     from act_group g join act a on a.subject_code = '' and a.act_id >= g.first_act and a.act_id < g.first_act + g.acts
                    where g.kind in ('inquiry.answered', 'inquiry.refused') and is_readable(a.content)), '{}') as acts`)!

// ── What the operator lets units ask ───────────────────────────────────────────────────────────────────────────────

export type AccessRow = {
  access_id: number; unit_code: string; ground: GroundCode; purposes: string[] | null; items: string[] | null; need: string; use: string; document: string
  from_on: string; until_on: string | null; ended_on: string | null
}

export const addAccess = (db: Db, a: AccessRow) => db.run`
  insert into inquiry_access (access_id, unit_code, ground, purposes, items, need, use, document, from_on, until_on, ended_on)
  values (${a.access_id}, ${a.unit_code}, ${a.ground}, ${a.purposes}, ${a.items}, ${a.need},
          ${a.use}, ${a.document}, ${a.from_on}, ${a.until_on}, ${a.ended_on})`

export const accessById = (db: Db, id: number) => db.one<AccessRow>`select * from inquiry_access where access_id = ${id}`
export const endAccess = async (db: Db, id: number, on: string): Promise<boolean> =>
  (await db.run`update inquiry_access set ended_on = ${on} where access_id = ${id} and ended_on is null`) === 1

export const accessOf = (db: Db, unit: string, day: string) => db.rows<AccessRow>`
  select * from inquiry_access where unit_code = ${unit} and (ended_on is null or ended_on > ${day}) order by access_id`

/** The same, held until the transaction ends: what is answered on it comes before its end, or not at all. */
export const accessHeld = (tx: Db, unit: string, day: string) => tx.rows<AccessRow>`
  select * from inquiry_access where unit_code = ${unit} and (ended_on is null or ended_on > ${day}) order by access_id for share`

export const allAccess = (db: Db) => db.rows<AccessRow & { name_zh: string; name_en: string }>`
  select i.*, u.name_zh, u.name_en from inquiry_access i join unit u using (unit_code) order by u.unit_code, access_id`

/** The same for everybody: what stands, for whom, on which document; not what was written of the need. */
export const publishedAccess = (db: Db) => db.rows<Omit<AccessRow, 'need' | 'use'> & { name_zh: string; name_en: string }>`
  select access_id, unit_code, ground, purposes, i.items, document, from_on, until_on, ended_on, name_zh, name_en
    from inquiry_access i join unit using (unit_code) order by unit_code, access_id`

// ── Cases closed ───────────────────────────────────────────────────────────────────────────────────────────────────

export const inquiryFor = (db: Db, c: { unit: string; subject: string; purpose: string; reference: string }) => db.one<{ sequence: number }>`
  select sequence from inquiry
   where inquirer_code = ${c.unit} and subject_code = ${c.subject} and purpose = ${c.purpose} and reference = ${c.reference} and outcome = 'answered'
   order by sequence desc limit 1`

export type CaseRow = { act_id: number; unit_code: string; subject_code: string; purpose: string; reference: string; closed_on: string; inquiry: number | null }
export const addCase = (db: Db, c: CaseRow) => db.run`
  insert into inquiry_case (act_id, unit_code, subject_code, purpose, reference, closed_on, inquiry)
  values (${c.act_id}, ${c.unit_code}, ${c.subject_code}, ${c.purpose}, ${c.reference}, ${c.closed_on}, ${c.inquiry})`

/** Cases closed without having asked, newest first. @param unit null: of all units */
export const omissions = (db: Db, unit: string | null, limit: number) => db.rows<CaseRow & { name_zh: string; name_en: string }>`
  select c.*, u.name_zh, u.name_en from inquiry_case c join unit u using (unit_code)
   where c.inquiry is null and (${unit}::text is null or c.unit_code = ${unit}::text) order by c.act_id desc limit ${limit}`

/** The newest acts of a kind about no organisation, newest first. */
export const actsOfKind = (db: Db, kind: string, limit: number) => db.rows<{ act_id: number; head: string; content: string }>`
  select a.act_id, readable_head(g.head, g.kind, g.recorded_at) as head, a.content from act_group g join act a on a.subject_code = '' and a.act_id = g.first_act
   where g.kind = ${kind} and is_readable(a.content) order by g.first_act desc limit ${limit}`

export const linesBetween = (db: Db, from: number, to: number) => db.rows<InquiryRow>`
  select * from inquiry where sequence between ${from} and ${to} order by sequence`
