/** SQL of rows given back and of what became of them. */
import type { Db, Tx } from '../../../database/db.ts'
import { jsonbOf } from '../../../text/jsonb.ts'
import type { Counted } from '../counts/counts.ts'
import type { RowFinding } from '../findings.ts'

export type ReturnedRow = { row_number: number; cells: Record<string, string>; findings: RowFinding[] }
/** A row of a delivery that was not registered; `cells` null: the boundary keeps it out, nothing of it was stored. */
export type FaultyRow = { row_number: number; cells: Record<string, string> | null; findings: RowFinding[] }
export type CorrectedRow = {
  row_number: number
  outcome: 'accepted' | 'recognised' | 'changed'
  subject_code: string
  record_id: number
  client_id: string | null
  account_id: string | null
  corrected_at: string
}

export const returnedRow = (db: Db, delivery: string, row: number) => db.one<ReturnedRow>`
  select row_number, cells, findings from returned_row where delivery_id = ${delivery} and row_number = ${row}`

/** Takes the row out of the workspace; a second taker waits for the first and then finds nothing. */
export const takeReturned = (tx: Tx, delivery: string, row: number) => tx.one<ReturnedRow>`
  delete from returned_row where delivery_id = ${delivery} and row_number = ${row} returning row_number, cells, findings`

/** The counts stay those of the file: one row less given back, one more of what it became (which `moveDelivery` added). */
export const countCorrected = (tx: Tx, delivery: string) => tx.run`
  update delivery set returned = returned - 1 where delivery_id = ${delivery}`

export const correctedRow = (db: Db, delivery: string, row: number) => db.one<CorrectedRow>`
  select row_number, outcome, subject_code, record_id, client_id, account_id, corrected_at from corrected_row
   where delivery_id = ${delivery} and row_number = ${row}`

/** Latest first. */
export const correctedRows = (db: Db, delivery: string, limit: number, offset: number) => db.rows<CorrectedRow>`
  select row_number, outcome, subject_code, record_id, client_id, account_id, corrected_at from corrected_row
   where delivery_id = ${delivery} order by corrected_at desc, row_number limit ${limit} offset ${offset}`

export const correctedCount = async (db: Db, delivery: string): Promise<number> =>
  (await db.one<{ n: number }>`select count(*)::int as n from corrected_row where delivery_id = ${delivery}`)!.n

export const noteCorrected = (
  tx: Tx,
  c: {
    delivery: string; row: number; mistakes: readonly Counted[]; outcome: CorrectedRow['outcome']
    subject: string; record: number; client: string | null; account: string | null; at: string; actId: number
  },
) => tx.run`
  insert into corrected_row (delivery_id, row_number, mistakes, outcome, subject_code, record_id, client_id, account_id, corrected_at, act_id)
  values (${c.delivery}, ${c.row}, ${jsonbOf(c.mistakes)}::jsonb, ${c.outcome}, ${c.subject}, ${c.record},
          ${c.client}, ${c.account}, ${c.at}, ${c.actId})`

export const recordOf = async (db: Db, r: { item: string; unit: string; subject: string; identity: string }): Promise<number> =>
  (await db.one<{ record_id: number }>`
    select record_id from record
     where subject_code = ${r.subject} and item_id = ${r.item} and provider_code = ${r.unit} and identity = ${r.identity}`)!.record_id

/** One page of the rows that were not registered, in the order of the file. `codes`: only rows with one of these findings. */
export const faultyRows = (db: Db, delivery: string, codes: readonly string[] | null, limit: number, offset: number) => db.rows<FaultyRow>`
  select row_number, cells, findings from (
    select row_number, cells, findings from returned_row where delivery_id = ${delivery}
    union all
    select row_number, null, findings from refused_row where delivery_id = ${delivery}) r
   where ${codes}::text[] is null or exists (select from jsonb_array_elements(findings) f where f ->> 'code' = any(${codes}::text[]))
   order by row_number limit ${limit} offset ${offset}`

/** How many rows stand before this one in the same list. */
export const faultyBefore = async (db: Db, delivery: string, codes: readonly string[] | null, row: number): Promise<number> =>
  (await db.one<{ n: number }>`
    select count(*)::int as n from (
      select row_number, findings from returned_row where delivery_id = ${delivery} and row_number < ${row}
      union all
      select row_number, findings from refused_row where delivery_id = ${delivery} and row_number < ${row}) r
     where ${codes}::text[] is null or exists (select from jsonb_array_elements(findings) f where f ->> 'code' = any(${codes}::text[]))`)!.n
