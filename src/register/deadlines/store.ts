/** SQL of entered periods: read from their acts, of which there are few. */
import type { Db } from '../../database/db.ts'
import type { ConfiguredLimit } from '../../calendar/configured-limit.ts'

/** In the order in which they were entered. */
export const configuredLimits = async (db: Db): Promise<ConfiguredLimit[]> =>
  (await db.rows<{ content: string }>`
    select a.content from act_group g
      join act a on a.subject_code = '' and a.act_id >= g.first_act and a.act_id < g.first_act + g.acts
     where g.kind = 'period.set' and is_readable(a.content)
     order by a.act_id`).map((row) => JSON.parse(row.content) as ConfiguredLimit)
