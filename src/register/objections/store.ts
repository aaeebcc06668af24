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

/** Cases that are not closed: all of them for the operator, those about its own records for a unit. */
export const openCases = (db: Db, body: string, most: number) => (body === 'operator'
  ? db.rows<ObjectionRow>`select * from objection where state <> 'closed' order by case_id limit ${most}`
  : db.rows<ObjectionRow>`select * from objection where state <> 'closed' and provider_code = ${body} order by case_id limit ${most}`)

export type CaseAct = { case_id: number; subject_code: string; act_id: number; kind: string; head: string; content: string | null }
/** Each act of these cases is a group of its own. */
export const actsOf = (db: Db, ids: readonly number[]) => db.rows<CaseAct>`
  select o.case_id, a.subject_code, a.act_id, g.kind, g.head, a.content
    from objection o join objection_act oa using (case_id)
    join act a on a.subject_code = o.subject_code and a.act_id = oa.act_id
    join act_group g on g.first_act = oa.act_id
   where o.case_id = any(${ids}::bigint[]) order by o.case_id, a.act_id`

export const addEvidence = (db: Db, e: { caseId: number; sha256: string; mediaType: string; bytes: Uint8Array }) => db.run`
  insert into objection_evidence (sha256, case_id, media_type, bytes) values (decode(${e.sha256}, 'hex'), ${e.caseId}, ${e.mediaType}, ${Buffer.from(e.bytes)})
  on conflict do nothing`

export const evidence = (db: Db, caseId: number, sha256: string) => db.one<{ media_type: string; bytes: Buffer }>`
  select media_type, bytes from objection_evidence where case_id = ${caseId} and sha256 = decode(${sha256}, 'hex')`

/** What one is about to object to; null where the organisation holds no such record. */
export const recordForOwner = (db: Db, subject: string, record: number) => db.one<{ document: string | null }>`
  select facts::json ->> 'documentNumber' as document from record where subject_code = ${subject} and record_id = ${record} and existence = 'held'`
