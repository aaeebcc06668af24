/** SQL of restorations: projections of their acts, and the bytes of evidence. */
import type { Db } from '../../database/db.ts'
import type { Place } from '../deadlines/clocks/place.ts'
import type { Method } from './procedure.ts'
import type { Restructuring, RestructuringState } from './shield/restructuring.ts'

export type RestorationRow = {
  case_id: number; application: number; subject_code: string; record_id: number; provider_code: string; handler: string
  state: 'open' | 'closed'; lodged_on: string; closed_on: string | null
}

export const restoration = (db: Db, id: number) => db.one<RestorationRow>`select * from restoration where case_id = ${id}`
export const restorationForChange = (db: Db, id: number) => db.one<RestorationRow>`select * from restoration where case_id = ${id} for update`

export const save = (db: Db, r: RestorationRow) => db.run`
  insert into restoration (case_id, application, subject_code, record_id, provider_code, handler, state, lodged_on, closed_on)
  values (${r.case_id}, ${r.application}, ${r.subject_code}, ${r.record_id}, ${r.provider_code}, ${r.handler}, ${r.state}, ${r.lodged_on}, ${r.closed_on})
  on conflict (case_id) do update set handler = excluded.handler, state = excluded.state, closed_on = excluded.closed_on`

export const addAct = (db: Db, id: number, act: number) => db.run`insert into restoration_act (case_id, act_id) values (${id}, ${act})`

export const openAbout = async (db: Db, subject: string, record: number): Promise<number | null> =>
  (await db.one<{ case_id: number }>`select case_id from restoration where subject_code = ${subject} and record_id = ${record} and state = 'open'`)?.case_id ?? null

export const ofSubject = (db: Db, subject: string, most: number) => db.rows<RestorationRow>`
  select * from restoration where subject_code = ${subject} order by case_id desc limit ${most}`

/** Open cases in the order in which their first clock runs out, those without a day last. @param unit null: of every unit */
export const queue = (db: Db, unit: string | null, after: Place, limit: number) => db.rows<{ case_id: number; queue_on: string }>`
  select r.case_id, min(coalesce(c.due_on, 'infinity'::date))::text as queue_on
    from restoration r left join clock c on c.kind = 'restoration' and c.case_id = r.case_id
   where r.state = 'open' and (${unit}::text is null or r.provider_code = ${unit})
   group by r.case_id having (min(coalesce(c.due_on, 'infinity'::date)), r.case_id) > (${after.on}::date, ${after.case})
   order by min(coalesce(c.due_on, 'infinity'::date)), r.case_id limit ${limit}`
export const queueCounts = async (db: Db, unit: string | null, day: string) => (await db.one<{ cases: number; late: number }>`
  select count(distinct r.case_id) as cases, count(distinct r.case_id) filter (where c.late_on <= ${day}) as late
    from restoration r left join clock c on c.kind = 'restoration' and c.case_id = r.case_id
   where r.state = 'open' and (${unit}::text is null or r.provider_code = ${unit})`)!

export const openCases = (db: Db) => db.rows<{ case_id: number }>`select case_id from restoration where state = 'open' order by case_id`

/** `content`: null where it cannot be read; `record_id` … say what the case is about all the same */
export type CaseAct = {
  case_id: number; application: number; subject_code: string; act_id: number; kind: string; head: string; content: string | null
  record_id: number; provider_code: string; item_id: string | null; version: number | null
}
/** Applications lodged together share a group. */
export const actsOf = (db: Db, ids: readonly number[]) => db.rows<CaseAct>`
  select r.case_id, r.application, a.subject_code, a.act_id, g.kind, g.head, readable(a.content) as content,
         r.record_id, r.provider_code, d.item_id, d.version
    from restoration r join restoration_act ra using (case_id)
    join act a on a.subject_code = r.subject_code and a.act_id = ra.act_id
    cross join lateral (
      select kind, readable_head(head, kind, recorded_at) as head from act_group where first_act <= ra.act_id order by first_act desc limit 1) g
    left join record d on d.subject_code = r.subject_code and d.record_id = r.record_id
   where r.case_id = any(${ids}::bigint[]) order by r.case_id, a.act_id`

export const addEvidence = (db: Db, e: { application: number; sha256: string; mediaType: string; bytes: Uint8Array }) => db.run`
  insert into restoration_evidence (application, sha256, media_type, bytes)
  values (${e.application}, decode(${e.sha256}, 'hex'), ${e.mediaType}, ${Buffer.from(e.bytes)}) on conflict do nothing`

export const evidence = (db: Db, application: number, sha256: string) => db.one<{ sha256: Buffer; media_type: string; bytes: Buffer }>`
  select sha256, media_type, bytes from restoration_evidence where application = ${application} and sha256 = decode(${sha256}, 'hex')`

/** The ruling handed in with a restructuring. */
export const ruling = (db: Db, id: number) => db.one<{ sha256: Buffer; media_type: string; bytes: Buffer }>`
  select e.sha256, e.media_type, e.bytes from restoration_evidence e join restructuring r on r.case_id = e.application
   where r.case_id = ${id} order by e.sha256 limit 1`

// ── What restoration does to a record ──────────────────────────────────────────────────────────────────────────────

export const addRestored = (db: Db, r: { subject: string; record: number; on: string; case: number }) => db.run`
  insert into restored_record (subject_code, record_id, restored_on, case_id) values (${r.subject}, ${r.record}, ${r.on}, ${r.case})`

export const keepIdentity = (db: Db, subject: string, record: number, identity: string) => db.run`
  update record set identity = ${identity} where subject_code = ${subject} and record_id = ${record}`

export const excludedBy = async (db: Db, subject: string, record: number): Promise<string | null> =>
  (await db.one<{ provision: string }>`select provision from restoration_excluded where subject_code = ${subject} and record_id = ${record}`)?.provision ?? null

/** Of these records, the provisions that exclude their restoration. */
export const exclusionsOf = async (db: Db, subject: string): Promise<ReadonlyMap<number, string>> =>
  new Map((await db.rows<{ record_id: number; provision: string }>`
    select record_id, provision from restoration_excluded where subject_code = ${subject}`).map((r) => [r.record_id, r.provision]))

export const putExclusion = (db: Db, e: { subject: string; record: number; provision: string; act: number }) => db.run`
  insert into restoration_excluded (subject_code, record_id, provision, act_id) values (${e.subject}, ${e.record}, ${e.provision}, ${e.act})
  on conflict (subject_code, record_id) do update set provision = excluded.provision, act_id = excluded.act_id`

export const endExclusion = (db: Db, subject: string, record: number) => db.run`
  delete from restoration_excluded where subject_code = ${subject} and record_id = ${record}`

// ── Methods of sectors, officers, restructurings ───────────────────────────────────────────────────────────────────

export const methods = async (db: Db): Promise<readonly Method[]> => db.rows<Method>`
  select method_id as act, unit_code as unit, sector, title, document, papers, from_on as "from" from restoration_method order by sector, from_on desc`

export const addMethod = (db: Db, m: Method) => db.run`
  insert into restoration_method (method_id, unit_code, sector, title, document, papers, from_on)
  values (${m.act}, ${m.unit}, ${m.sector}, ${m.title}, ${m.document}, ${m.papers}, ${m.from})`

/** Units that determined something that can be restored, and have nobody named who may decide on a day. */
export const withoutOfficer = (db: Db, day: string) => db.rows<{ unit_code: string; name_zh: string; name_en: string }>`
  select unit_code, name_zh, name_en from units_without_officer(${day})`

type RestructuringRow = {
  case_id: number; subject_code: string; document: string; state: RestructuringState; filed_on: string; changed_on: string
}
const told = (r: RestructuringRow): Restructuring =>
  ({ id: r.case_id, subject: r.subject_code, document: r.document, state: r.state, filedOn: r.filed_on, changedOn: r.changed_on })

export const restructuringForChange = async (db: Db, id: number): Promise<Restructuring | null> => {
  const row = await db.one<RestructuringRow>`select * from restructuring where case_id = ${id} for update`
  return row && told(row)
}
/** Those of an organisation; of all organisations those that are filed or shield records. */
export const restructurings = async (db: Db, subject: string | null): Promise<readonly Restructuring[]> => (subject === null
  ? await db.rows<RestructuringRow>`select * from restructuring where state in ('filed', 'shielded') order by case_id limit 500`
  : await db.rows<RestructuringRow>`select * from restructuring where subject_code = ${subject} order by case_id desc`).map(told)

/** Of these organisations, held as they stand: a shield that is being decided waits for what arrives, or is seen by it. */
export const restructuringsHeld = async (tx: Db, subjects: readonly string[]): Promise<readonly Restructuring[]> => (await tx.rows<RestructuringRow>`
  select * from restructuring where state in ('filed', 'shielded') and subject_code = any(${[...subjects]}::text[]) order by case_id for share`).map(told)

export const saveRestructuring = (db: Db, r: Restructuring) => db.run`
  insert into restructuring (case_id, subject_code, document, state, filed_on, changed_on)
  values (${r.id}, ${r.subject}, ${r.document}, ${r.state}, ${r.filedOn}, ${r.changedOn})
  on conflict (case_id) do update set state = excluded.state, changed_on = excluded.changed_on`

/** Held records of these items. */
export const heldOf = (db: Db, subject: string, items: readonly string[]) => db.rows<{ record_id: number }>`
  select record_id from record where subject_code = ${subject} and item_id = any(${items}) and existence = 'held' order by record_id`

type HeldFacts = { record_id: number; item_id: string; received_on: string; facts: string }
/** The same with what their eligibility rests on, newest document first. */
export const heldFactsOf = (db: Db, subject: string, items: readonly string[]) => db.rows<HeldFacts>`
  select record_id, item_id, received_on, facts from record where subject_code = ${subject} and item_id = any(${items}) and existence = 'held'
   order by decided_on desc, record_id desc limit 1000`

export const shieldedOf = (db: Db, subject: string, id: number) => db.rows<{ record_id: number }>`
  select record_id from record_mark where subject_code = ${subject} and mark = 'shielded' and case_id = ${id} and until_on is null order by record_id`
