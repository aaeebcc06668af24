/** SQL of rulings that reach a record: a projection of revocation.* acts. */
import type { Db } from '../../database/db.ts'
import type { Effect, Outcome3 } from './revocation.ts'

export type RevocationRow = {
  case_id: number; subject_code: string; record_id: number; provider_code: string; document: string; effect: Effect; ruling: string; ruled_on: string
  ruled_by: string; registered_on: string; state: 'open' | 'notified' | 'closed'; notified_on: string | null; closed_on: string | null
  outcome: Outcome3 | null; reasons: string | null
}

export const save = (db: Db, rows: readonly RevocationRow[]) => db.run`
  insert into revocation select * from json_populate_recordset(null::public.revocation, ${JSON.stringify(rows)}::json)
  on conflict (case_id) do update set state = excluded.state, notified_on = excluded.notified_on, closed_on = excluded.closed_on,
     outcome = excluded.outcome, reasons = excluded.reasons`

export const revocation = (db: Db, id: number) => db.one<RevocationRow>`select * from revocation where case_id = ${id}`
export const revocationForChange = (db: Db, id: number) => db.one<RevocationRow>`select * from revocation where case_id = ${id} for update`

/** Not over, about one of these records; they stay so until the transaction ends. */
export const openAbout = (db: Db, records: readonly { readonly subject: string; readonly record: number }[]) => db.rows<RevocationRow>`
  select v.* from unnest(${records.map((r) => r.subject)}::text[], ${records.map((r) => r.record)}::bigint[]) as m (subject, record)
    join revocation v on v.subject_code = m.subject and v.record_id = m.record and v.state <> 'closed'
   order by v.case_id for update of v`

/** Keeps the records that rest on a document as they are, and one ruling about them after the other. */
export const holdResting = (tx: Db, subject: string, document: string) => tx.run`
  select from record where subject_code = ${subject} and existence = 'held' and readable_json(facts) ->> 'documentNumber' = ${document}
   order by record_id for update`

/** Held records that rest on a document. @param provider null: whoever delivered them */
export type Resting = { record_id: number; provider_code: string; /** rulings registered for it before */ known: string[] }
export const restingOn = (db: Db, subject: string, document: string, provider: string | null) => db.rows<Resting>`
  select r.record_id, r.provider_code, coalesce((select array_agg(v.ruling) from revocation v where v.record_id = r.record_id), '{}') as known
    from record r
   where r.subject_code = ${subject} and r.existence = 'held' and readable_json(r.facts) ->> 'documentNumber' = ${document}
     and (${provider}::text is null or r.provider_code = ${provider}) order by r.record_id`

/** Tasks of a unit, those open first, the oldest of them first; `null`: of all. */
export type TaskRow = RevocationRow & { due_on: string | null; late_on: string | null; rule: string | null }
export const tasksOf = (db: Db, provider: string | null, limit: number) => db.rows<TaskRow>`
  select v.*, c.due_on, c.late_on, c.rule
    from revocation v
    left join clock c on c.kind = 'revocation' and c.case_id = v.case_id
   where ${provider}::text is null or v.provider_code = ${provider} or v.ruled_by = ${provider}
   order by v.state = 'closed', c.due_on nulls last, v.case_id limit ${limit}`

export const notOver = (db: Db) => db.rows<RevocationRow>`select * from revocation where state <> 'closed' order by case_id`
