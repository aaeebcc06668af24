/**
 * What no stranger can see and the operator must: whether groups, places, checkpoints, the key's last word and all that is projected
 * from acts agree with them. Set by set, in time proportional to the acts; projections are made again and compared column by column.
 */
import { rootAt, againstLastWord } from '../../../acts/last-word.ts'
import { logSize } from '../../../acts/store.ts'
import { withoutSubject } from '../../../acts/act.ts'
import { rebuild } from '../../../acts/rebuild.ts'
import { bulkDatabase } from '../../../database/db.ts'
import { equalBytes } from '../../../log/bytes.ts'
import { openCheckpoint } from '../../../log/checkpoint.ts'
import { bad, good, type Finding } from '../../../log/finding.ts'
import type { VerifierKey } from '../../../log/note.ts'
import type { Ports } from '../../../ports.ts'
import { finishRebuild, projectors } from '../../projectors.ts'
import * as store from './store.ts'

/** Findings of one kind that are kept. */
const most = 20

/** @param keys every key this log was signed with, by its origin */
export async function auditStored(ports: Ports, keys: readonly VerifierKey[]): Promise<Finding[]> {
  const { database: db } = ports
  const findings: Finding[] = []
  for (const { act, acts } of await store.unloggedGroups(db, most)) findings.push(bad('act-unlogged', { act, count: acts }))
  for (const { act } of await store.ungroupedActs(db, most)) findings.push(bad('act-ungrouped', { act }))
  for (const { leaf } of await store.brokenPlaces(db, most)) findings.push(bad('act-unplaced', { leaf }))
  for (const { number } of await store.otherBundles(db, most)) findings.push(bad('bundle-differs', { number, from: number * 256, to: number * 256 + 255 }))
  for (const { act } of await store.otherClosed(db, most)) findings.push(bad('closed-differs', { act }))
  for (const { act } of await store.otherGroups(db, most)) findings.push(bad('head-differs', { act }))
  for (const { act } of await store.otherSubjects(db, [...withoutSubject], most)) findings.push(bad('subject-differs', { act }))
  for (const { table, onlyServed, onlyRebuilt, examples } of await rebuild(bulkDatabase(db.pool), projectors, finishRebuild(ports), false)) {
    for (const { key, found, columns } of examples) findings.push(bad('projection-differs', { table, key, found, columns: columns.join(', ') }))
    const rows = Math.max(onlyServed, onlyRebuilt)
    if (rows > examples.length) findings.push(bad('projections-differ', { table, count: rows }))
  }
  // What is no projection, and yet said by acts.
  for (const { table, key } of await store.otherEvidence(db, most)) findings.push(bad('projection-differs', { table, key, found: 'changed', columns: 'bytes' }))
  for (const { law } of await store.otherLaw(db)) findings.push(bad('projection-differs', { table: 'register_identity', key: law, found: 'changed', columns: 'law' }))
  findings.push(...await checkpoints(ports, keys))
  const word = await againstLastWord(db, ports.settings)
  if (word !== null) findings.push(word)
  return findings.length > 0 ? findings : [good('stored-same', { ...await store.counted(db), tables: projectors.tables.length })]
}

async function checkpoints(ports: Ports, keys: readonly VerifierKey[]): Promise<Finding[]> {
  const { database: db } = ports
  const findings: Finding[] = []
  const size = await logSize(db)
  const tiles = new Map<string, Buffer>()
  let before = 0
  for (let after = -1; findings.length < most;) {
    const rows = await store.checkpoints(db, after, 1000)
    if (rows.length === 0) break
    for (const row of rows) {
      after = row.size
      if (row.before_size !== null && row.before_size !== before) findings.push(bad('checkpoint-removed', { size: row.before_size }))
      before = row.size
      const opened = await Promise.all(keys.map((key) => openCheckpoint(row.note, key)))
      const signed = opened.find((o) => o.ok)?.checkpoint
      const root = row.size <= size ? await rootAt(db, row.size, size, tiles) : null
      const same = signed !== undefined && root !== null && signed.size === row.size && equalBytes(signed.root, row.root) && equalBytes(root, row.root)
      if (!same) findings.push(bad('checkpoint-differs', { size: row.size }))
    }
  }
  // Tiles and checkpoint are written together. What grew since the tiles were counted is the next audit's.
  if (before < size) findings.push(bad('checkpoint-behind', { size: before }))
  return findings.slice(0, most)
}
