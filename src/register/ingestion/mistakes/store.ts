/** SQL of the sheet of recurring mistakes: findings of every row that was not registered at first, corrected ones included. */
import type { Db } from '../../../database/db.ts'

export type FoundMistake = { code: string; doubtful: boolean; column: string | null; rule: string | null; in_delivery: number; in_all: number }
export type FoundMonth = { month: string; rows: number; faulty: number }

/** @param delivery the one beside which the others stand; null = none. @param since a moment */
export const mistakesOf = (db: Db, unit: string, delivery: string | null, since: string) => db.rows<FoundMistake>`
  select f ->> 'code' as code, coalesce(f -> 'facts' ? 'doubtful', false) as doubtful, f ->> 'column' as column, min(f ->> 'rule') as rule,
         count(*) filter (where m.delivery_id = ${delivery}::uuid)::int as in_delivery, count(*)::int as in_all
    from delivery d
    cross join lateral (
      select delivery_id, findings from returned_row where delivery_id = d.delivery_id
      union all
      select delivery_id, findings from refused_row where delivery_id = d.delivery_id
      union all
      select delivery_id, mistakes from corrected_row where delivery_id = d.delivery_id) m
    cross join jsonb_array_elements(m.findings) f
   where d.unit_code = ${unit} and (d.received_at >= ${since} or d.delivery_id = ${delivery}::uuid)
   group by 1, 2, 3`

/** Rows read and rows not registered at first, by month of receipt in Beijing. */
export const monthsOf = (db: Db, unit: string, since: string) => db.rows<FoundMonth>`
  select to_char(received_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
         sum(accepted + recognised + changed + returned + refused)::bigint as rows,
         sum(returned + refused + (select count(*) from corrected_row c where c.delivery_id = d.delivery_id))::bigint as faulty
    from delivery d where unit_code = ${unit} and received_at >= ${since}
   group by 1`

export const newestDelivery = async (db: Db, unit: string): Promise<string | null> =>
  (await db.one<{ delivery_id: string }>`select delivery_id from delivery where unit_code = ${unit} order by delivery_id desc limit 1`)?.delivery_id ?? null
