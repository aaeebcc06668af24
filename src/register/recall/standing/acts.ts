/** What became of a version somebody holds a copy, a receipt or a proof of: all that may be said of it, and no more. */
import { type Outcome, ok, refuse } from '../../../law/outcome.ts'
import type { RuleId } from '../../../law/types.ts'
import type { Ports } from '../../../ports.ts'
import { archiveReaderOf } from '../../records/archive.ts'
import { hiddenBy, marksFrom } from '../../records/marks.ts'
import { publicRecord, withdrawnOn } from '../../records/store.ts'
import { sinceReceipt, type VersionStanding } from './receipt.ts'
import * as store from './store.ts'

/**
 * - `current`    shown today in this version
 * - `superseded` a later version is shown
 * - `not-shown`  nothing of the record is shown any more
 */
export type Standing = {
  readonly standing: 'current' | 'superseded' | 'not-shown'
  /** the day it came to be so, where that may be said */
  readonly since: string | null
  /** by which nothing more is said */
  readonly rules: readonly RuleId[]
}
type Version = { readonly subject: string; readonly record: number; readonly version: number }

/** Of a record that never was for the public nothing is said, not even that it is there. */
export async function standingOf(ports: Ports, v: Version): Promise<Outcome<Standing, 'record-unknown'>> {
  const unknown = refuse('record-unknown' as const, null, { record: String(v.record) })
  const row = await publicRecord(ports, v.subject, v.record)
  if (row === null || v.version > row.version) return unknown
  if (row.existence === 'erased') return ok({ standing: 'not-shown', since: await store.erasedOn(ports.database, v.subject, v.record), rules: [] })
  const read = archiveReaderOf(ports.law(), ports.today())
  const decision = read.display(row)
  if (decision === null || (decision.state !== 'on-display' && decision.state !== 'ended')) return unknown
  if (row.existence !== 'held') return ok({ standing: 'not-shown', since: await withdrawnOn(ports.database, v.subject, v.record), rules: [] })
  if (decision.state === 'ended') {
    const { endsOn, afterEnd } = read.shown(decision, 'both')
    return ok({ standing: 'not-shown', since: endsOn, rules: afterEnd })
  }
  if (hiddenBy(marksFrom(row.marks ?? null), read.day).has(v.record)) return ok({ standing: 'not-shown', since: null, rules: [] })
  if (v.version === row.version) return ok({ standing: 'current', since: null, rules: [] })
  return ok({ standing: 'superseded', since: await store.supersededOn(ports.database, v.subject, v.record, v.version), rules: [] })
}

/** The same of the act at a leaf of the log: who holds a proof has its number. */
export async function standingAtLeaf(ports: Ports, leaf: number): Promise<Outcome<Standing, 'record-unknown'>> {
  const version = await store.versionAtLeaf(ports.database, leaf)
  return version === null ? refuse('record-unknown', null, { record: '' }) : standingOf(ports, version)
}

export type ReceiptStanding = {
  /** number of the act that holds it: the log's entry */
  readonly act: number
  /** legal day on which it was given, YYYY-MM-DD */
  readonly on: string
  readonly versions: readonly VersionStanding[]
}

/**
 * What may be said to whoever holds a receipt that was written down: that it is genuine, and which of the versions shown
 * are superseded, since when. Not what they said, not who asked.
 */
export async function receiptStanding(ports: Ports, receipt: string): Promise<Outcome<ReceiptStanding, 'receipt-unknown'>> {
  const row = await store.receiptLine(ports.database, receipt)
  if (row === null || row.content === null) return refuse('receipt-unknown', null, { receipt })
  const { shown } = JSON.parse(row.content) as { shown: readonly (readonly [number, number])[] | null }
  // The line stands; what was shown under it cannot be read.
  if (shown === null) return refuse('receipt-unknown', null, { receipt })
  const records = shown.map(([record]) => record)
  const [rows, changes] = await Promise.all([
    store.recordsNow(ports.database, row.subject_code, records, row.act_id), store.changesAfter(ports.database, row.subject_code, records, row.act_id),
  ])
  const read = archiveReaderOf(ports.law(), ports.today())
  const changed = Map.groupBy(changes, (c) => c.record)
  const now = rows.map((r) => {
    const decision = r.existence === 'erased' ? null : read.display(r)
    return {
      record: r.record_id, changedOn: (changed.get(r.record_id) ?? []).map((c) => c.on), restoredOn: r.restored_on,
      endedOn: decision?.state === 'ended' ? decision.endsOn : null,
    }
  })
  return ok({ act: row.act_id, on: row.asked_on, versions: sinceReceipt(shown.map(([record, version]) => ({ record, version })), row.asked_on, now) })
}
