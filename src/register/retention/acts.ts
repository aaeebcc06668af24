/** The daily run: displays that begin or end do so by an act, on the day the law gives, even when the run comes late. */
import { appendActs } from '../../acts/append.ts'
import { canonicalJson, type ActKind } from '../../acts/act.ts'
import type { Tx } from '../../database/db.ts'
import { displayStamp } from '../../law/in-force.ts'
import type { Law } from '../../law/types.ts'
import type { Ports } from '../../ports.ts'
import { findItem } from '../catalog/find-item.ts'
import { projectDates, recordFacts } from '../records/dates.ts'
import type { StoredFacts } from '../records/facts.ts'
import { displayChanges } from './display-changes.ts'
import type { DisplayDates } from './display.ts'
import * as store from './store.ts'

const atOnce = 2000

export type DailyRun = { readonly expired: number; readonly started: number; readonly recomputed: number }

export async function dailyRun(ports: Ports): Promise<DailyRun> {
  const recomputed = await recomputeUnderLaw(ports)
  const expired = await repeat(ports, store.ending, 'record.expired')
  const started = await repeat(ports, store.starting, 'record.display-started')
  const day = ports.today().toString()
  await ports.database.transaction(async (tx) => {
    const last = (await tx.one<{ value: string }>`select value from setting where name = 'day-closed' for update`)?.value
    if (last !== undefined && last >= day) return
    await tx.run`insert into setting (name, value) values ('day-closed', ${day}) on conflict (name) do update set value = excluded.value`
    await appendActs(tx, ports, {
      kind: 'day.closed',
      actor: 'operator',
      rules: [],
      acts: [{ subject: '', content: canonicalJson({ day, expired, started, recomputed }) }],
    })
  })
  return { expired, started, recomputed }
}

/** One transaction per portion, so that a run over a million records neither locks nor loses them all at once. */
async function repeat(ports: Ports, due: typeof store.ending, kind: ActKind): Promise<number> {
  let done = 0
  for (;;) {
    const count = await ports.database.transaction(async (tx) => {
      const rows = await due(tx, ports.today().toString(), atOnce)
      // The act bears the day on which the display ended, not the day on which somebody came to write it down.
      for (const [on, ofDay] of Map.groupBy(rows, (row) => row.on)) {
        await appendActs(tx, ports, {
          kind,
          actor: 'operator',
          rules: [],
          on: Temporal.PlainDate.from(on),
          acts: ofDay.map((row) => ({ subject: row.subject_code, content: canonicalJson({ on: row.on, record: row.record_id }) })),
        })
      }
      await store.setDates(
        tx,
        rows.map((row) => datesNow(ports, row)),
      )
      return rows.length
    })
    done += count
    if (count < atOnce) return done
  }
}

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
    ...projectDates(item.value, JSON.parse(row.facts) as StoredFacts, row.received_on, ports.law(), ports.today()),
  }
}

/** After another law was loaded, or on the day another text begins: every record's dates again; those that differ change by an act. */
export async function recomputeUnderLaw(ports: Ports): Promise<number> {
  const stamp = displayStamp(ports.law(), ports.today().toString())
  let changed = 0
  let [subject, record] = ['', 0]
  for (;;) {
    const count = await ports.database.transaction(async (tx: Tx) => {
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
                content: canonicalJson({
                  record: row.record_id,
                  from: { display: row.display, ends: row.display_ends_on, starts: row.display_starts_on },
                  to: { display: now.display, ends: now.display_ends_on, starts: now.display_starts_on },
                }),
              },
            ]
      })
      if (differing.length > 0) await appendActs(tx, ports, { kind: 'record.display-recomputed', actor: 'operator', rules: [], acts: differing })
      if (after.length > 0) await store.setDates(tx, after)
      changed += differing.length
      const last = rows.at(-1)
      if (last) [subject, record] = [last.subject_code, last.record_id]
      return rows.length
    })
    if (count < atOnce) return changed
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
    return recordFacts(item.value, JSON.parse(row.facts) as StoredFacts, row.received_on)
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
