/** SQL of the daily run: what begins, what ends, what the law changed. */
import type { Db } from '../../database/db.ts'
import type { ReturnedPeriod } from './returned-period.ts'

export type DueRow = { subject_code: string; record_id: number; item_id: string; on: string; received_on: string; facts: string }

/** Displays that end on or before the day, in the order of their days. Work is proportional to what is due. */
export const ending = (db: Db, day: string, limit: number) => db.rows<DueRow>`
  select subject_code, record_id, item_id, display_ends_on as on, received_on, facts from record
   where display = 'on-display' and display_ends_on <= ${day}
   order by display_ends_on, subject_code, record_id limit ${limit} for update skip locked`

export const starting = (db: Db, day: string, limit: number) => db.rows<DueRow>`
  select subject_code, record_id, item_id, display_starts_on as on, received_on, facts from record
   where display = 'not-yet' and display_starts_on <= ${day}
   order by display_starts_on, subject_code, record_id limit ${limit} for update skip locked`

export type DatesRow = {
  subject_code: string; record_id: number; display: string; display_starts_on: string | null; display_ends_on: string | null
  usable: boolean; retention_ends_on: string | null; law: string
}

export const setDates = (db: Db, rows: readonly DatesRow[]) => db.run`
  update record r set display = n.display, display_starts_on = n.display_starts_on, display_ends_on = n.display_ends_on,
         usable = n.usable, retention_ends_on = n.retention_ends_on, law = n.law
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (subject_code text, record_id bigint, display text, display_starts_on date,
         display_ends_on date, usable boolean, retention_ends_on date, law text)
   where r.subject_code = n.subject_code and r.record_id = n.record_id`

/** Records whose dates were computed under another law than the one now loaded. */
export const underOtherLaw = (db: Db, law: string, afterSubject: string, afterRecord: number, limit: number) => db.rows<{
  subject_code: string; record_id: number; item_id: string; received_on: string; facts: string; display: string
  display_starts_on: string | null; display_ends_on: string | null; usable: boolean; retention_ends_on: string | null
}>`
  select subject_code, record_id, item_id, received_on, facts, display, display_starts_on, display_ends_on, usable, retention_ends_on
    from record where law <> ${law} and existence = 'held' and (subject_code, record_id) > (${afterSubject}, ${afterRecord})
   order by subject_code, record_id limit ${limit} for update`

export type HeldRow = { subject_code: string; record_id: number; item_id: string; received_on: string; facts: string }
export const heldRecords = (db: Db, afterSubject: string, afterRecord: number, limit: number) => db.rows<HeldRow>`
  select subject_code, record_id, item_id, received_on, facts from record
   where existence = 'held' and (subject_code, record_id) > (${afterSubject}, ${afterRecord})
   order by subject_code, record_id limit ${limit}`

// ── Runs of the day ────────────────────────────────────────────────────────────────────────────────────────────────

export type DailyRunRow = {
  run_id: number; day: string; asked_by: 'clock' | 'operator' | 'command'; account_id: string | null; started_at: string; ended_at: string | null
  days_missed: number; expired: number; started: number; recomputed: number; late: number; removed: number; missed: number
  looked_at: string | null; failure: string | null
}

export const dayClosed = async (db: Db): Promise<string | null> =>
  (await db.one<{ value: string }>`select value from setting where name = 'day-closed'`)?.value ?? null

export const openRun = async (db: Db, r: { day: string; by: string; account?: string; at: string; daysMissed: number }): Promise<number> =>
  (await db.one<{ run_id: number }>`
    insert into daily_run (day, asked_by, account_id, started_at, days_missed)
    values (${r.day}, ${r.by}, ${r.account ?? null}, ${r.at}, ${r.daysMissed}) returning run_id`)!.run_id

type RunCounts = Pick<DailyRunRow, 'expired' | 'started' | 'recomputed' | 'late' | 'removed' | 'missed'>
export const closeRun = (db: Db, run: number, r: RunCounts & { at: string }) => db.run`
  update daily_run set ended_at = ${r.at}, expired = ${r.expired}, started = ${r.started}, recomputed = ${r.recomputed},
         late = ${r.late}, removed = ${r.removed}, missed = ${r.missed}
   where run_id = ${run}`

export const failRun = (db: Db, run: number, r: { at: string; failure: string }) => db.run`
  update daily_run set ended_at = ${r.at}, failure = ${r.failure} where run_id = ${run}`

export const closeBrokenRuns = (db: Db, at: string) => db.run`update daily_run set ended_at = ${at}, failure = 'broken-off' where ended_at is null`

/** A run that found nothing, on a day that has one already, becomes that one's newest look. */
export const foldIdleRun = (db: Db, run: number) => db.run`
  with idle as (
    delete from daily_run i where run_id = ${run}
       and exists (select from daily_run d where d.day = i.day and d.run_id < i.run_id and d.failure is null) returning day, ended_at)
  update daily_run d set looked_at = idle.ended_at from idle
   where d.run_id = (select max(run_id) from daily_run where day = idle.day and run_id < ${run} and failure is null)`

export const runs = (db: Db, limit: number, offset: number) => db.rows<DailyRunRow>`
  select * from daily_run order by run_id desc limit ${limit} offset ${offset}`
export const runCount = async (db: Db): Promise<number> => (await db.one<{ runs: number }>`select count(*) as runs from daily_run`)!.runs

/** How many displays end, and how many begin, day by day, up to and including a day. */
export const dueUntil = (db: Db, day: string) => db.rows<{ on: string; ending: number; starting: number }>`
  select "on", sum(ending)::bigint as ending, sum(starting)::bigint as starting from (
    select display_ends_on as "on", count(*) as ending, 0 as starting from record where display = 'on-display' and display_ends_on <= ${day} group by 1
    union all
    select display_starts_on, 0, count(*) from record where display = 'not-yet' and display_starts_on <= ${day} group by 1) d
   group by 1 order by 1`

// ── Returned rows ──────────────────────────────────────────────────────────────────────────────────────────────────

/** In the order in which they were entered. */
export const returnedPeriods = async (db: Db): Promise<ReturnedPeriod[]> =>
  (await db.rows<{ content: string }>`
    select a.content from act_group g
      join act a on a.subject_code = '' and a.act_id >= g.first_act and a.act_id < g.first_act + g.acts
     where g.kind = 'workspace.period-set' and is_readable(a.content) order by a.act_id`).map((row) => JSON.parse(row.content) as ReturnedPeriod)

/** Rows without a day are given theirs: so many days after their delivery ended. */
export const dateReturned = (db: Db, days: number) => db.run`
  update returned_row r set keep_until = (d.ended_at at time zone 'Asia/Shanghai')::date + ${days}::integer
    from delivery d where d.delivery_id = r.delivery_id and r.keep_until is null and d.ended_at is not null`
