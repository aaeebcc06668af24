/** SQL of statements: they are records that their own organisation provided. */
import type { Db } from '../../database/db.ts'

/** Its name; statements of one organisation are made one after another. */
export const nameForChange = async (db: Db, subject: string): Promise<string | null> =>
  (await db.one<{ name: string }>`select name from subject where subject_code = ${subject} for update`)?.name ?? null

export const countStatements = async (db: Db, subject: string, item: string): Promise<number> =>
  (await db.one<{ n: number }>`select count(*)::int as n from record where subject_code = ${subject} and item_id = ${item} and provider_code = ${subject}`)!.n

/** Standing statements recorded since a moment. */
export const recentStatements = (db: Db, subject: string, item: string, since: string) => db.rows<{ record_id: number; content: string | null }>`
  select r.record_id, readable(a.content) as content
    from record r join act_group g on g.first_act = r.act_group left join act a on a.subject_code = r.subject_code and a.act_id = r.act_id
   where r.subject_code = ${subject} and r.item_id = ${item} and r.provider_code = ${subject} and r.existence = 'held' and g.recorded_at >= ${since}`

export type StatementRow = { record_id: number; existence: string; received_on: string; content: string | null }
/** Newest first. */
export const statementsOf = (db: Db, subject: string, item: string, most: number) => db.rows<StatementRow>`
  select r.record_id, r.existence, r.received_on, readable(a.content) as content
    from record r left join act a on a.subject_code = r.subject_code and a.act_id = r.act_id
   where r.subject_code = ${subject} and r.item_id = ${item} and r.provider_code = ${subject}
   order by r.record_id desc limit ${most}`
