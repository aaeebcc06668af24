/** SQL of lists of measures: read from the acts that published them, of which there are few. */
import type { Db } from '../../database/db.ts'
import type { MeasureList } from './measure-list.ts'

/** In the order of publication. A version published again (its filing entered) stands as it was published last. */
export const publishedLists = async (db: Db): Promise<MeasureList[]> => [...new Map((await db.rows<{ content: string }>`
  select a.content from act_group g
    join act a on a.subject_code = '' and a.act_id >= g.first_act and a.act_id < g.first_act + g.acts
   where g.kind = 'measure-list.published' and is_readable(a.content) order by a.act_id`)
  .map((row) => JSON.parse(row.content) as MeasureList)
  .map((l) => [[l.pack, l.kind, l.level, l.place.zh, l.version].join(' '), l] as const)).values()]
