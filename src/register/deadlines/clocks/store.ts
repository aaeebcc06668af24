/** SQL of clocks. */
import type { Db } from '../../../database/db.ts'
import type { ClockKind } from './clock.ts'
import type { Place } from './place.ts'

export type ClockKey = { readonly kind: ClockKind; readonly case: number; readonly step: string }
export type ClockRow = {
  kind: ClockKind; case_id: number; step: string; subject_code: string; party: string; rule: string | null; started_on: string | null; pauses: string
  due_on: string | null; late_on: string | null; why: string | null; provisional: boolean; calendar: string | null
  set_on: string | null
}

/** Opened, or counted again: whether it was missed follows from the day it is due. */
export const putClocks = (db: Db, rows: readonly ClockRow[]) => db.run`
  insert into clock (kind, case_id, step, subject_code, party, rule, started_on, pauses, due_on, late_on, why, provisional, calendar, set_on, missed_act)
  select n.*, m.act_id
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (kind text, case_id bigint, step text, subject_code text, party text, rule text,
         started_on date, pauses text, due_on date, late_on date, why text, provisional boolean, calendar text, set_on date)
    left join clock_missed m on m.kind = n.kind and m.case_id = n.case_id and m.step = n.step and m.due_on = n.due_on
  on conflict (kind, case_id, step) do update set party = excluded.party, rule = excluded.rule, started_on = excluded.started_on, pauses = excluded.pauses,
     due_on = excluded.due_on, late_on = excluded.late_on, why = excluded.why, provisional = excluded.provisional, calendar = excluded.calendar,
     set_on = excluded.set_on, missed_act = excluded.missed_act`

export const endClock = (db: Db, c: ClockKey) => db.run`delete from clock where kind = ${c.kind} and case_id = ${c.case} and step = ${c.step}`
export const endOthers = (db: Db, kind: ClockKind, id: number, steps: readonly string[]) => db.run`
  delete from clock where kind = ${kind} and case_id = ${id} and step <> all (${steps}::text[])`

export type MissedRow = { kind: ClockKind; case_id: number; step: string; subject_code: string; party: string; rule: string; due_on: string; late_on: string }

/** Clocks past their day that nobody has said so of; work is proportional to them. */
export const missed = (db: Db, day: string, limit: number) => db.rows<MissedRow>`
  select kind, case_id, step, subject_code, party, rule, due_on, late_on from clock
   where missed_act is null and late_on <= ${day} order by late_on limit ${limit} for update skip locked`

export type MissedAct = Omit<MissedRow, 'late_on'> & { act_id: number }
export const addMissed = (db: Db, rows: readonly MissedAct[]) => db.run`
  insert into clock_missed (act_id, kind, case_id, step, subject_code, party, rule, due_on)
  select * from json_to_recordset(${JSON.stringify(rows)}::json)
      as n (act_id bigint, kind text, case_id bigint, step text, subject_code text, party text, rule text, due_on date)`
export const setMissed = (db: Db, rows: readonly MissedAct[]) => db.run`
  update clock c set missed_act = n.act_id
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (act_id bigint, kind text, case_id bigint, step text)
   where c.kind = n.kind and c.case_id = n.case_id and c.step = n.step`

type After = { readonly kind: string; readonly case: number; readonly step: string }

/** Open clocks whose time crosses these days, or that the calendar could not answer. */
export const touching = (db: Db, first: string, last: string, after: After, limit: number) => db.rows<ClockRow>`
  select kind, case_id, step, subject_code, party, rule, started_on, pauses, due_on, late_on, why, provisional, calendar, set_on from clock
   where (why = 'unknown' or (started_on <= ${last} and due_on >= ${first})) and (kind, case_id, step) > (${after.kind}, ${after.case}, ${after.step})
   order by kind, case_id, step limit ${limit} for update`
/** Open clocks that were provisional or beyond the calendar when it did not reach as far as it does now. */
export const unsure = (db: Db, lastCertain: string, after: After, limit: number) => db.rows<ClockRow>`
  select kind, case_id, step, subject_code, party, rule, started_on, pauses, due_on, late_on, why, provisional, calendar, set_on from clock
   where (provisional or why = 'unknown') and (due_on is null or due_on <= ${lastCertain}) and (kind, case_id, step) > (${after.kind}, ${after.case}, ${after.step})
   order by kind, case_id, step limit ${limit} for update`
/** Open clocks without a period, or with one an office entered, under a rule. */
export const underRule = (db: Db, rule: string, after: After, limit: number) => db.rows<ClockRow>`
  select kind, case_id, step, subject_code, party, rule, started_on, pauses, due_on, late_on, why, provisional, calendar, set_on from clock
   where rule = ${rule} and (kind, case_id, step) > (${after.kind}, ${after.case}, ${after.step})
   order by kind, case_id, step limit ${limit} for update`

// ── Queues ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Cases in the order in which their first clock runs out; each once. */
export const queue = (db: Db, kind: ClockKind, after: Place, limit: number) => db.rows<{ case_id: number; queue_on: string }>`
  select c.case_id, coalesce(c.due_on, 'infinity'::date)::text as queue_on from clock c
   where c.kind = ${kind} and (coalesce(c.due_on, 'infinity'::date), c.case_id) > (${after.on}::date, ${after.case})
     and not exists (select from clock e where e.kind = c.kind and e.case_id = c.case_id
                        and (coalesce(e.due_on, 'infinity'::date), e.step) < (coalesce(c.due_on, 'infinity'::date), c.step))
   order by c.kind, coalesce(c.due_on, 'infinity'::date), c.case_id limit ${limit}`
export const queueCounts = async (db: Db, kind: ClockKind, day: string) => (await db.one<{ cases: number; late: number }>`
  select count(distinct case_id) as cases, count(distinct case_id) filter (where late_on <= ${day}) as late from clock where kind = ${kind}`)!

/** What was missed, newest first. */
export const missedBefore = (db: Db, party: string | null, before: number, limit: number) => db.rows<MissedAct & { open: boolean }>`
  select m.*, exists (select from clock c where c.missed_act = m.act_id and c.kind = m.kind and c.case_id = m.case_id and c.step = m.step) as open
    from clock_missed m where (${party}::text is null or m.party = ${party}) and m.act_id < ${before} order by m.act_id desc limit ${limit}`
export const missedCounts = (db: Db) => db.rows<{ party: string; kind: ClockKind; rule: string; missed: number; open: number }>`
  select m.party, m.kind, m.rule, count(*) as missed, count(c.missed_act) as open
    from clock_missed m left join clock c on c.kind = m.kind and c.case_id = m.case_id and c.step = m.step and c.missed_act = m.act_id
   group by 1, 2, 3 order by missed desc, 1, 2, 3`
