/** SQL of the counts of findings: moved in the transaction that writes the rows, so that no look at a delivery unfolds them. */
import type { Db, Tx } from '../../../database/db.ts'
import type { Family } from '../families.ts'
import { type Counted, type CountKind, countsOf } from './counts.ts'

/**
 * Called after the delivery's own counts have moved: whoever moves them holds the delivery's row.
 * @param rows the findings of each row
 * @param less rows that are of this kind no longer
 */
export async function countFindings(
  tx: Tx, delivery: string, kind: CountKind, rows: readonly (readonly Counted[])[], less = false,
): Promise<void> {
  if (rows.length === 0) return
  const counts = countsOf(rows)
  const sign = less ? -1 : 1
  await tx.run`
    insert into finding_count as c (delivery_id, kind, per, name, column_name, doubtful, rule, rows, findings)
    select ${delivery}::uuid, ${kind}, *
      from unnest(${counts.map((c) => c.per)}::text[], ${counts.map((c) => c.name)}::text[], ${counts.map((c) => c.column)}::text[],
           ${counts.map((c) => c.doubtful)}::boolean[], ${counts.map((c) => c.rule)}::text[], ${counts.map((c) => sign * c.rows)}::bigint[],
           ${counts.map((c) => sign * c.findings)}::bigint[]) as t (per, name, column_name, doubtful, rule, rows, findings)
     order by 3, 4, 5, 6
    on conflict (delivery_id, kind, per, name, column_name, doubtful) do update
       set rows = c.rows + excluded.rows, findings = c.findings + excluded.findings, rule = least(c.rule, excluded.rule)`
}

/** Why rows of a delivery are not registered, the most frequent first. */
export const reasonsOf = (db: Db, delivery: string) => db.rows<{ code: string; kind: string; rows: number; findings: number }>`
  select name as code, kind, sum(rows)::bigint as rows, sum(findings)::bigint as findings from finding_count
   where delivery_id = ${delivery} and per = 'code' and kind in ('returned', 'refused') and rows > 0
   group by kind, name order by rows desc, code, kind`

/** Rows that are there, by family of finding: a row with two findings of one family counts once. */
export const rowsByFamily = (db: Db, delivery: string) => db.rows<{ family: Family; rows: number }>`
  select name as family, sum(rows)::bigint as rows from finding_count
   where delivery_id = ${delivery} and per = 'family' and kind in ('returned', 'refused') group by name having sum(rows) > 0`

/** Rows that are there: given back and not corrected yet, or kept out. */
export const rowsThere = async (db: Db, delivery: string): Promise<number> =>
  (await db.one<{ rows: number }>`
    select coalesce(sum(rows), 0)::bigint as rows from finding_count where delivery_id = ${delivery} and per = 'row' and kind in ('returned', 'refused')`)!.rows

/** Rows that wait for a unit's correction. @param doubtful only those in which words may name a person */
export const rowsWaiting = async (db: Db, unit: string, doubtful = false): Promise<number> =>
  (await db.one<{ rows: number }>`
    select coalesce(sum(c.rows), 0)::bigint as rows from delivery d join finding_count c using (delivery_id)
     where d.unit_code = ${unit} and c.per = 'row' and c.kind = 'returned' and (c.doubtful or not ${doubtful}::boolean)`)!.rows

/** So many rows whose day has come, out of the workspace. */
export const takeOverdue = (tx: Tx, day: string, most: number) => tx.rows<{ delivery_id: string; findings: Counted[] }>`
  delete from returned_row where (delivery_id, row_number) in (
    select delivery_id, row_number from returned_row where keep_until < ${day} limit ${most} for update)
  returning delivery_id, findings`
