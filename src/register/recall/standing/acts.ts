/** What became of a version somebody holds a copy, a receipt or a proof of: all that may be said of it, and no more. */
import { type Outcome, ok, refuse } from '../../../law/outcome.ts'
import type { RuleId } from '../../../law/types.ts'
import type { Ports } from '../../../ports.ts'
import { archiveReaderOf } from '../../records/archive.ts'
import { hiddenBy, marksFrom } from '../../records/marks.ts'
import { publicRecord, withdrawnOn } from '../../records/store.ts'
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
  if (row.existence === 'erased') return ok({ standing: 'not-shown', since: null, rules: [] })
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
