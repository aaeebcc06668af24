/** SQL of views: their definitions are acts, their records are the register's own. */
import type { Db } from '../../database/db.ts'
import type { View } from './view.ts'

/** The newest definition of each view. */
export const views = async (db: Db): Promise<View[]> => [...new Map((await db.rows<{ content: string }>`
  select a.content from act_group g
    join act a on a.subject_code = '' and a.act_id >= g.first_act and a.act_id < g.first_act + g.acts
   where g.kind = 'view.opened' and is_readable(a.content) order by a.act_id`)
  .map((row) => JSON.parse(row.content) as View).map((view) => [view.id, view])).values()]

/** Records of some units on display, newest document first; `after` is where the page before ended. */
export const recordsOnDisplay = (db: Db, units: readonly string[], day: string, after: { decidedOn: string; record: number } | null, limit: number) => db.rows<{
  subject_code: string; record_id: number; item_id: string; provider_code: string; act_id: number; decided_on: string; display_ends_on: string | null
}>`
  select subject_code, record_id, item_id, provider_code, act_id, decided_on, display_ends_on from record
   where provider_code = any(${units}) and existence = 'held' and display in ('on-display', 'not-yet')
     and display_starts_on <= ${day} and (display_ends_on is null or display_ends_on > ${day})
     and (${after?.decidedOn ?? null}::date is null or (decided_on, record_id) < (${after?.decidedOn ?? null}, ${after?.record ?? null}::bigint))
   order by decided_on desc, record_id desc limit ${limit}`
