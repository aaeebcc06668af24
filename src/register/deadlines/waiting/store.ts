/** SQL of what waits for a body: counts for the page it lands on, read as the body itself. */
import type { Db } from '../../../database/db.ts'
import { rowsWaiting } from '../../ingestion/counts/store.ts'

export type Waiting = { kind: string; cases: number; late: number; next_on: string | null }

/** What a party owes, by kind of clock: how many cases, how many past their day, and the first day that is still to come. */
export const owedBy = (db: Db, party: string, day: string) => db.rows<Waiting>`
  select kind, count(distinct case_id) as cases, count(distinct case_id) filter (where late_on <= ${day}) as late,
         min(due_on) filter (where late_on > ${day}) as next_on
    from clock where party = ${party} group by kind`

/** What others owe in an organisation's own cases. */
export const owedTo = (db: Db, subject: string, day: string) => db.rows<Waiting>`
  select kind, count(distinct case_id) as cases, 0 as late, min(due_on) filter (where late_on > ${day}) as next_on
    from clock where subject_code = ${subject} and party <> ${subject} and kind in ('objection', 'restoration') group by kind`

/** Rows that came back to a unit and are not corrected yet. */
export const rowsReturnedTo = (db: Db, unit: string): Promise<number> => rowsWaiting(db, unit)
