/** The daily run: displays that begin or end do so by an act, on the day the law gives, even when the run comes late. */
import { appendActs } from '../../acts/append.ts'
import { canonicalJson, doer, type ActKind, type Doer } from '../../acts/act.ts'
import type { Tx } from '../../database/db.ts'
import { displayStamp } from '../../law/in-force.ts'
import { type Outcome, ok } from '../../law/outcome.ts'
import type { Law } from '../../law/types.ts'
import type { Ports } from '../../ports.ts'
import { readThrough } from '../operation/unreadable/acts.ts'
import { recountUnsure, sweepClocks } from '../deadlines/clocks/acts.ts'
import { countFindings, takeOverdue } from '../ingestion/counts/store.ts'
import { tellEnded } from '../consent/acts.ts'
import { findItem } from '../catalog/find-item.ts'
import { projectDates, recordFacts } from '../records/dates.ts'
import { recordsMoved } from '../recall/acts.ts'
import { sweepRecalls } from '../recall/telling/acts.ts'
import { factsFrom } from '../records/facts.ts'
import { displayChanges } from './display-changes.ts'
import type { DisplayDates } from './display.ts'
import { refusedAsPersonal } from '../boundary/refused.ts'
import { checkReturnedPeriod, periodOn, type ReturnedPeriod, type ReturnedPeriodRefusal } from './returned-period.ts'
import * as store from './store.ts'

const atOnce = 2000

/** Who asked: the hourly clock, a member at the console, the command line. */
export type Asked = { readonly by: 'clock' | 'operator' | 'command'; readonly account?: string }
export type DailyRun = {
  readonly expired: number
  readonly started: number
  readonly recomputed: number
  /** of those that ended or began: on days before the one of the run */
  readonly late: number
  /** returned rows past the day until which they wait */
  readonly removed: number
  /** steps that were not taken in time, found now */
  readonly missed: number
  /** whole days since the last one closed on which there was no run */
  readonly daysMissed: number
}

/**
 * Does what is due, and what was missed on days without a run. Asked for again it finds nothing: a run may be repeated at
 * any time. One at a time: a second waits for the first. Every run is noted, also one that failed.
 */
export async function dailyRun(ports: Ports, asked: Asked = { by: 'clock' }): Promise<DailyRun> {
  return ports.database.transaction(async (lock) => {
    await lock.run`select pg_advisory_xact_lock(7203)`
    // Whoever holds the lock is the only one: a run still open has broken off.
    await store.closeBrokenRuns(ports.database, ports.now().toString())
    const day = ports.today()
    const closed = await store.dayClosed(ports.database)
    const daysMissed = closed === null ? 0 : Math.max(0, Temporal.PlainDate.from(closed).until(day).days - 1)
    const run = await store.openRun(ports.database, { day: day.toString(), ...asked, at: ports.now().toString(), daysMissed })
    try {
      const done = { ...(await runDay(ports, asked.account === undefined ? 'operator' : { actor: 'operator', account: asked.account })), daysMissed }
      await store.closeRun(ports.database, run, { ...done, at: ports.now().toString() })
      const idle = done.expired + done.started + done.recomputed + done.removed + done.missed === 0
      // Looking every hour would bury the runs that did something.
      if (asked.by === 'clock' && idle) await store.foldIdleRun(ports.database, run)
      return done
    } catch (error) {
      await store.failRun(ports.database, run, { at: ports.now().toString(), failure: (error as Error).message.slice(0, 500) }).catch(() => {})
      throw error
    }
  })
}

async function runDay(ports: Ports, by: Doer): Promise<Omit<DailyRun, 'daysMissed'>> {
  const recomputed = await recomputeUnderLaw(ports, by)
  const ended = await repeat(ports, store.ending, 'record.expired', by)
  const began = await repeat(ports, store.starting, 'record.display-started', by)
  const removed = await removeReturned(ports)
  await sweepRecalls(ports, by)
  await recountUnsure(ports, by)
  const missed = await sweepClocks(ports, by)
  await tellEnded(ports, await store.dayClosed(ports.database))
  await readThrough(ports.database)
  const day = ports.today().toString()
  await ports.database.transaction(async (tx) => {
    const last = (await tx.one<{ value: string }>`select value from setting where name = 'day-closed' for update`)?.value
    if (last !== undefined && last >= day) return
    await tx.run`insert into setting (name, value) values ('day-closed', ${day}) on conflict (name) do update set value = excluded.value`
    await appendActs(tx, ports, {
      kind: 'day.closed',
      ...doer(by),
      rules: [],
      acts: [{
        subject: '',
        content: canonicalJson({
          day, expired: ended.done, started: began.done, recomputed, ...(removed > 0 ? { removed } : {}), ...(missed > 0 ? { missed } : {}),
        }),
      }],
    })
  })
  return { expired: ended.done, started: began.done, recomputed, late: ended.late + began.late, removed, missed }
}

/** One transaction per portion, so that a run over a million records neither locks nor loses them all at once. */
async function repeat(ports: Ports, due: typeof store.ending, kind: ActKind, by: Doer): Promise<{ done: number; late: number }> {
  let [done, late] = [0, 0]
  const today = ports.today().toString()
  for (;;) {
    const some = await ports.database.transaction(async (tx) => {
      let before = 0
      const rows = await due(tx, today, atOnce)
      // The act bears the day on which the display ended, not the day on which somebody came to write it down.
      for (const [on, ofDay] of Map.groupBy(rows, (row) => row.on)) {
        const { firstAct } = await appendActs(tx, ports, {
          kind,
          ...doer(by),
          rules: [],
          on: Temporal.PlainDate.from(on),
          acts: ofDay.map((row) => ({ subject: row.subject_code, content: canonicalJson({ on: row.on, record: row.record_id }) })),
        })
        if (kind === 'record.expired') {
          const moved = ofDay.map((row, i) => ({ subject: row.subject_code, record: row.record_id, act: firstAct + i }))
          await recordsMoved(tx, ports, { moved, because: 'expired', rules: [] })
        }
        if (on < today) before += ofDay.length
      }
      await store.setDates(
        tx,
        rows.map((row) => datesNow(ports, row)),
      )
      return { count: rows.length, before }
    })
    done += some.count
    late += some.before
    if (some.count < atOnce) return { done, late }
  }
}

/**
 * Returned rows wait in their delivery's workspace for as long as the operator's period says; no text of the law sets
 * one. Without a period they stay.
 */
async function removeReturned(ports: Ports): Promise<number> {
  const period = periodOn(await store.returnedPeriods(ports.database), ports.today().toString())
  if (period !== null) await store.dateReturned(ports.database, period.days)
  const day = ports.today().toString()
  for (let all = 0; ;) {
    const removed = await ports.database.transaction(async (tx) => {
      const rows = await takeOverdue(tx, day, removedAtOnce)
      for (const [delivery, some] of Map.groupBy(rows, (row) => row.delivery_id)) {
        const findings = some.map((row) => row.findings)
        await countFindings(tx, delivery, 'returned', findings, true)
        await countFindings(tx, delivery, 'removed', findings)
      }
      return rows.length
    })
    all += removed
    if (removed < removedAtOnce) return all
  }
}
/** Engineering value: rows removed in one transaction. */
const removedAtOnce = 5000

/** Enters for how many days after its delivery's end a returned row waits. An engineering period: the law gives none. */
export async function setReturnedPeriod(ports: Ports, by: Doer, p: ReturnedPeriod): Promise<Outcome<null, ReturnedPeriodRefusal | 'personal-data'>> {
  const checked = checkReturnedPeriod(p)
  if (!checked.ok) return checked
  const personal = refusedAsPersonal({ office: p.office, basis: p.basis }, ports)
  if (personal !== null) return personal
  await ports.database.transaction((tx) => appendActs(tx, ports, {
    kind: 'workspace.period-set', ...doer(by), rules: [], acts: [{ subject: '', content: canonicalJson({ ...p, limit: 'returned-rows' }) }],
  }))
  return ok(null)
}

/** The period in force today; null = not set. */
export const returnedPeriod = async (ports: Pick<Ports, 'database' | 'today'>): Promise<ReturnedPeriod | null> =>
  periodOn(await store.returnedPeriods(ports.database), ports.today().toString())

function datesNow(
  ports: Ports,
  row: { subject_code: string; record_id: number; item_id: string; received_on: string; facts: string },
): store.DatesRow {
  const item = findItem(ports.law(), row.item_id, ports.today())
  if (!item.ok) throw new Error(`record ${row.record_id} is of item ${row.item_id}, which the catalog no longer has`)
  return {
    subject_code: row.subject_code,
    record_id: row.record_id,
    law: displayStamp(ports.law(), ports.today().toString()),
    ...projectDates(item.value, factsFrom(row.facts), row.received_on, ports.law(), ports.today()),
  }
}

/** After another law was loaded, or on the day another text begins: every record's dates again; those that differ change by an act. */
export async function recomputeUnderLaw(ports: Ports, by: Doer = 'operator'): Promise<number> {
  const stamp = displayStamp(ports.law(), ports.today().toString())
  let changed = 0
  let [subject, record] = ['', 0]
  for (;;) {
    const some = await ports.database.transaction(async (tx: Tx) => {
      const rows = await store.underOtherLaw(tx, stamp, subject, record, atOnce)
      const after = rows.map((row) => datesNow(ports, row))
      const differing = rows.flatMap((row, i) => {
        const now = after[i]!
        const same =
          row.display === now.display &&
          row.display_starts_on === now.display_starts_on &&
          row.display_ends_on === now.display_ends_on &&
          row.usable === now.usable &&
          row.retention_ends_on === now.retention_ends_on
        return same
          ? []
          : [
              {
                subject: row.subject_code,
                record: row.record_id,
                ended: row.display === 'on-display' && now.display === 'ended',
                content: canonicalJson({
                  record: row.record_id,
                  from: { display: row.display, ends: row.display_ends_on, starts: row.display_starts_on },
                  to: { display: now.display, ends: now.display_ends_on, starts: now.display_starts_on },
                }),
              },
            ]
      })
      if (differing.length > 0) {
        const { firstAct } = await appendActs(tx, ports, { kind: 'record.display-recomputed', ...doer(by), rules: [], acts: differing })
        const moved = differing.flatMap(({ subject, record, ended }, i) => (ended ? [{ subject, record, act: firstAct + i }] : []))
        await recordsMoved(tx, ports, { moved, because: 'expired', rules: [] })
      }
      if (after.length > 0) await store.setDates(tx, after)
      return { count: rows.length, last: rows.at(-1), differing: differing.length }
    })
    changed += some.differing
    if (some.last) [subject, record] = [some.last.subject_code, some.last.record_id]
    if (some.count < atOnce) return changed
  }
}

type StoredDates = { readonly display: string; readonly startsOn: string | null; readonly endsOn: string | null }
export type RecomputedChange = {
  readonly subject: string
  readonly record: number
  readonly item: string
  readonly before: StoredDates
  readonly after: StoredDates
}

/** What `recomputeUnderLaw` would change now: dates as stored, under whatever law, against the law in `ports`. Changes nothing. */
export async function previewRecomputed(ports: Ports, tell: (change: RecomputedChange) => void): Promise<{ records: number; changed: number }> {
  const stamp = displayStamp(ports.law(), ports.today().toString())
  let [subject, record, records, changed] = ['', 0, 0, 0]
  for (;;) {
    const rows = await store.underOtherLaw(ports.database, stamp, subject, record, atOnce)
    for (const row of rows) {
      const now = datesNow(ports, row)
      const before = { display: row.display, startsOn: row.display_starts_on, endsOn: row.display_ends_on }
      const after = { display: now.display, startsOn: now.display_starts_on, endsOn: now.display_ends_on }
      if (before.display === after.display && before.startsOn === after.startsOn && before.endsOn === after.endsOn) continue
      changed++
      tell({ subject: row.subject_code, record: row.record_id, item: row.item_id, before, after })
    }
    records += rows.length
    const last = rows.at(-1)
    if (!last) return { records, changed }
    ;[subject, record] = [last.subject_code, last.record_id]
  }
}

export type PreviewedChange = {
  readonly subject: string
  readonly record: number
  readonly item: string
  readonly before: DisplayDates
  readonly after: DisplayDates
}

/** Whose dates another law would change on a day, compared with the law loaded, today. Changes nothing. */
export async function previewLaw(
  ports: Ports,
  law: Law,
  day: Temporal.PlainDate,
  tell: (change: PreviewedChange) => void,
): Promise<{ records: number; changed: number }> {
  const before = { law: ports.law(), day: ports.today() }
  const factsUnder = (row: store.HeldRow, under: Law) => {
    const item = findItem(under, row.item_id, day)
    if (!item.ok) throw new Error(`the law to be previewed no longer has the item ${row.item_id}`)
    return recordFacts(item.value, factsFrom(row.facts), row.received_on)
  }
  let [subject, record, records, changed] = ['', 0, 0, 0]
  for (;;) {
    const rows = await store.heldRecords(ports.database, subject, record, atOnce)
    for (const change of displayChanges(rows, factsUnder, before, { law, day })) {
      changed++
      tell({
        subject: change.record.subject_code,
        record: change.record.record_id,
        item: change.record.item_id,
        before: change.before,
        after: change.after,
      })
    }
    records += rows.length
    const last = rows.at(-1)
    if (!last) return { records, changed }
    ;[subject, record] = [last.subject_code, last.record_id]
  }
}
