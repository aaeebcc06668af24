/**
 * What no stranger can see and the operator must: whether groups, places, checkpoints, the key's last word and all that is projected
 * from acts agree with them. Set by set, in time proportional to the acts; projections are made again and compared column by column.
 */
import { rootAt, againstLastWord } from '../../../acts/last-word.ts'
import { logSize } from '../../../acts/store.ts'
import { withoutSubject } from '../../../acts/act.ts'
import { rebuild } from '../../../acts/rebuild.ts'
import { bulkDatabase } from '../../../database/db.ts'
import { plainFault } from '../../../database/plain-fault.ts'
import { equalBytes } from '../../../log/bytes.ts'
import { openCheckpoint } from '../../../log/checkpoint.ts'
import { bad, good, type Finding } from '../../../log/finding.ts'
import type { VerifierKey } from '../../../log/note.ts'
import type { Ports } from '../../../ports.ts'
import { finishRebuild, projectors } from '../../projectors.ts'
import * as store from './store.ts'
import { unprojected } from './unprojected/acts.ts'

/** Findings of one kind that are kept. */
const most = 20

/** @param keys every key this log was signed with, by its origin */
export async function auditStored(ports: Ports, keys: readonly VerifierKey[]): Promise<Finding[]> {
  const { database: db } = ports
  const projections = async (): Promise<Finding[]> => {
    const unprojectable = new Set<number>()
    const differences = await rebuild(bulkDatabase(db.pool), projectors, finishRebuild(ports), false, () => {}, (act) => unprojectable.add(act))
    return [
      ...[...unprojectable].slice(0, most).map((act) => bad('act-unprojectable', { act })),
      ...differences.flatMap(({ table, onlyServed, onlyRebuilt, examples }) => {
        const rows = Math.max(onlyServed, onlyRebuilt)
        return [
          ...examples.map(({ key, found, columns }) => bad('projection-differs', { table, key, found, columns: columns.join(', ') })),
          ...rows > examples.length ? [bad('projections-differ', { table, count: rows })] : [],
        ]
      }),
    ]
  }
  const parts: Readonly<Record<string, () => Promise<readonly Finding[]>>> = {
    unlogged: async () => (await store.unloggedGroups(db, most)).map(({ act, acts }) => bad('act-unlogged', { act, count: acts })),
    ungrouped: async () => (await store.ungroupedActs(db, most)).map(({ act }) => bad('act-ungrouped', { act })),
    places: async () => (await store.brokenPlaces(db, most)).map(({ leaf }) => bad('act-unplaced', { leaf })),
    bundles: async () => (await store.otherBundles(db, most)).map(({ number }) => bad('bundle-differs', { number, from: number * 256, to: number * 256 + 255 })),
    closed: async () => (await store.otherClosed(db, most)).map(({ act }) => bad('closed-differs', { act })),
    heads: async () => (await store.otherGroups(db, most)).map(({ act }) => bad('head-differs', { act })),
    subjects: async () => (await store.otherSubjects(db, [...withoutSubject], most)).map(({ act }) => bad('subject-differs', { act })),
    projections,
    ...unprojected(ports, most),
    checkpoints: () => checkpoints(ports, keys),
    'last word': async () => [await againstLastWord(db, ports.settings)].filter((word) => word !== null),
  }
  const findings: Finding[] = []
  for (const [part, look] of Object.entries(parts)) {
    // One part that something altered brings down hides nothing of the others.
    findings.push(...await look().catch((error: unknown) => {
      console.error(`audit, ${part}: ${plainFault(error)}`)
      return [bad('unaudited', { part })]
    }))
  }
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
