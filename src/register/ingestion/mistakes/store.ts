/** SQL of the sheet of recurring mistakes: findings of every row that was not registered at first, corrected ones included. */
import type { Db } from '../../../database/db.ts'

/** `per` `code`: of the mistake; `column`: of it in one column ('': the row as a whole) */
export type FoundMistake = {
  per: string; code: string; doubtful: boolean; column: string; rule: string | null
  in_delivery: number; in_all: number; found_in_delivery: number; found_in_all: number
}
export type FoundMonth = { month: string; rows: number; faulty: number }

/** @param delivery the one beside which the others stand; null = none. @param since a moment */
export const mistakesOf = (db: Db, unit: string, delivery: string | null, since: string) => db.rows<FoundMistake>`
  select c.per, c.name as code, c.doubtful, c.column_name as column, min(c.rule) as rule,
         coalesce(sum(c.rows) filter (where d.delivery_id = ${delivery}::uuid), 0)::bigint as in_delivery, sum(c.rows)::bigint as in_all,
         coalesce(sum(c.findings) filter (where d.delivery_id = ${delivery}::uuid), 0)::bigint as found_in_delivery, sum(c.findings)::bigint as found_in_all
    from delivery d join finding_count c using (delivery_id)
   where d.unit_code = ${unit} and (d.received_at >= ${since} or d.delivery_id = ${delivery}::uuid) and c.per in ('code', 'column')
   group by 1, 2, 3, 4 having sum(c.rows) > 0`

/** Rows read and rows not registered at first, by month of receipt in Beijing. */
export const monthsOf = (db: Db, unit: string, since: string) => db.rows<FoundMonth>`
  select to_char(received_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
         sum(accepted + recognised + changed + returned + refused)::bigint as rows,
         sum(returned + refused + (select count(*) from corrected_row c where c.delivery_id = d.delivery_id))::bigint as faulty
    from delivery d where unit_code = ${unit} and received_at >= ${since}
   group by 1`

export const newestDelivery = async (db: Db, unit: string): Promise<string | null> =>
  (await db.one<{ delivery_id: string }>`select delivery_id from delivery where unit_code = ${unit} order by delivery_id desc limit 1`)?.delivery_id ?? null
