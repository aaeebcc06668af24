/** SQL of entered periods: read from their acts, of which there are few. */
import type { Db } from '../../database/db.ts'
import { holdBeside } from '../../database/hold.ts'
import type { ConfiguredLimit } from '../../calendar/configured-limit.ts'

/** The same for whoever opens a clock under them: who enters another waits until that clock can be seen, and counts it again. */
export async function periodsHeld(tx: Db): Promise<ConfiguredLimit[]> {
  await holdBeside(tx, 'periods', '')
  return configuredLimits(tx)
}

/** In the order in which they were entered. */
export const configuredLimits = async (db: Db): Promise<ConfiguredLimit[]> =>
  (await db.rows<{ content: string }>`
    select a.content from act_group g
      join act a on a.subject_code = '' and a.act_id >= g.first_act and a.act_id < g.first_act + g.acts
     where g.kind = 'period.set' and is_readable(a.content)
     order by a.act_id`).map((row) => JSON.parse(row.content) as ConfiguredLimit)
