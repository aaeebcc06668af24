/** SQL of objections: projections of their acts, and the bytes of evidence. */
import type { Db } from '../../database/db.ts'

export type ObjectionRow = {
  case_id: number; subject_code: string; record_id: number; record_version: number; provider_code: string; handler: string
  state: 'open' | 'decided' | 'closed'; lodged_on: string; closed_on: string | null
}

export const objection = (db: Db, id: number) => db.one<ObjectionRow>`select * from objection where case_id = ${id}`
export const objectionForChange = (db: Db, id: number) => db.one<ObjectionRow>`select * from objection where case_id = ${id} for update`

export const save = (db: Db, o: ObjectionRow) => db.run`
  insert into objection (case_id, subject_code, record_id, record_version, provider_code, handler, state, lodged_on, closed_on)
  values (${o.case_id}, ${o.subject_code}, ${o.record_id}, ${o.record_version}, ${o.provider_code}, ${o.handler}, ${o.state}, ${o.lodged_on}, ${o.closed_on})
  on conflict (case_id) do update set handler = excluded.handler, state = excluded.state, closed_on = excluded.closed_on`

export const addAct = (db: Db, id: number, act: number) => db.run`insert into objection_act (case_id, act_id) values (${id}, ${act})`

/** The case about a record that is not closed, or else the newest. */
export const newestAbout = (db: Db, subject: string, record: number) => db.one<ObjectionRow>`
  select * from objection where subject_code = ${subject} and record_id = ${record} order by state = 'closed', case_id desc limit 1`

export const ofSubject = (db: Db, subject: string, most: number) => db.rows<ObjectionRow>`
  select * from objection where subject_code = ${subject} order by case_id desc limit ${most}`

type Portion = { readonly state: ObjectionRow['state'] | null; readonly limit: number; readonly offset: number }
export const pageOfSubject = (db: Db, subject: string, { state, limit, offset }: Portion) => db.rows<{ case_id: number }>`
  select case_id from objection where subject_code = ${subject} and (${state}::text is null or state = ${state})
   order by case_id desc limit ${limit} offset ${offset}`
export const tallyOfSubject = (db: Db, subject: string) => db.rows<{ state: ObjectionRow['state']; cases: number }>`
  select state, count(*) as cases from objection where subject_code = ${subject} group by state`

/** Open cases about the records of a unit, in the order in which their first clock runs out. */
export const queueOfUnit = (db: Db, unit: string, after: { on: string; case: number }, limit: number) => db.rows<{ case_id: number; queue_on: string }>`
  select case_id, min(coalesce(c.due_on, 'infinity'::date))::text as queue_on from objection o join clock c using (case_id)
   where o.state <> 'closed' and o.provider_code = ${unit} and c.kind = 'objection'
   group by case_id having (min(coalesce(c.due_on, 'infinity'::date)), case_id) > (${after.on}::date, ${after.case})
   order by min(coalesce(c.due_on, 'infinity'::date)), case_id limit ${limit}`
export const queueCountsOfUnit = async (db: Db, unit: string, day: string) => (await db.one<{ cases: number; late: number }>`
  select count(distinct case_id) as cases, count(distinct case_id) filter (where c.late_on <= ${day}) as late
    from objection o join clock c using (case_id) where o.state <> 'closed' and o.provider_code = ${unit} and c.kind = 'objection'`)!

export const openCasesAfter = (db: Db, after: number, most: number) => db.rows<{ case_id: number }>`
  select case_id from objection where state <> 'closed' and case_id > ${after} order by case_id limit ${most}`

/** `content`: null where it cannot be read; the others say what the case is about all the same, where they were asked for */
export type CaseAct = {
  case_id: number; subject_code: string; act_id: number; kind: string; head: string; content: string | null
  record_id?: number; record_version?: number; provider_code?: string; item_id?: string | null
}
/** Each act of these cases is a group of its own. */
export const actsOf = (db: Db, ids: readonly number[]) => db.rows<CaseAct>`
  select o.case_id, a.subject_code, a.act_id, g.kind, readable_head(g.head, g.kind, g.recorded_at) as head, readable(a.content) as content,
         o.record_id, o.record_version, o.provider_code, r.item_id
    from objection o join objection_act oa using (case_id)
    join act a on a.subject_code = o.subject_code and a.act_id = oa.act_id
    join act_group g on g.first_act = oa.act_id
    left join record r on r.subject_code = o.subject_code and r.record_id = o.record_id
   where o.case_id = any(${ids}::bigint[]) order by o.case_id, a.act_id`
/** The same for everybody, of cases beside records on display: steps and days, nothing anyone wrote. */
export const publicActsOf = (db: Db, ids: readonly number[]) => db.rows<CaseAct>`select * from disputed_cases(${ids}::bigint[])`

export const addEvidence = (db: Db, e: { caseId: number; sha256: string; mediaType: string; bytes: Uint8Array }) => db.run`
  insert into objection_evidence (sha256, case_id, media_type, bytes) values (decode(${e.sha256}, 'hex'), ${e.caseId}, ${e.mediaType}, ${Buffer.from(e.bytes)})
  on conflict do nothing`

export const evidence = (db: Db, caseId: number, sha256: string) => db.one<{ sha256: Buffer; media_type: string; bytes: Buffer }>`
  select sha256, media_type, bytes from objection_evidence where case_id = ${caseId} and sha256 = decode(${sha256}, 'hex')`

/** What one is about to object to; null where the organisation holds no such record. */
export const recordForOwner = (db: Db, subject: string, record: number) => db.one<{ document: string | null }>`
  select readable_json(facts) ->> 'documentNumber' as document from record where subject_code = ${subject} and record_id = ${record} and existence = 'held'`
