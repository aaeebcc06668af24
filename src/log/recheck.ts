/**
 * Whether the acts still say what was signed: recomputed by the register from the acts as they stand, tile by tile, and held
 * against the log's entries. Apart from the audit of the log itself, which needs no act. In time proportional to the acts.
 */
import { equalBytes, utf8 } from './bytes.ts'
import { openCheckpoint, type Checkpoint } from './checkpoint.ts'
import { jsonOf, mostBytesOf, pause } from './client.ts'
import { checkConsistency, readTiles } from './consistency.ts'
import { bad, good, type Finding } from './finding.ts'
import { hashBytes, leafHash } from './hash.ts'
import type { VerifierKey } from './note.ts'
import { provenEntry } from './proof.ts'
import { bundledEntryBytes, inOrder, LogUnreachable, readTile, type ReadLog } from './read.ts'
import { tileWidth, type TileAddress } from './tiles.ts'
import { inclusionNodes, inclusionProof, verifyInclusion } from './tree.ts'

/**
 * First byte of an act in a recheck: what the register finds behind a leaf. Then, unless `same` or `unplaced`, the act's number (uint64);
 * where there is one, the entry.
 */
export const actState = { missing: 0, same: 1, contentMissing: 2, groupDiffers: 3, unplaced: 4 } as const

export type RecheckRequest = {
  /** of the log that was audited, signed by its key */
  readonly checkpoint: Checkpoint
  readonly key: VerifierKey
  readonly read: ReadLog
  /** requests under way at once */
  readonly ahead?: number
  readonly mostFindings?: number
  readonly progress?: (leaves: number, size: number) => void
  readonly wait?: (milliseconds: number) => Promise<unknown>
}

/** An erasure is told a moment before its act is in the log. */
const patience = { tries: 4, milliseconds: 700 }

/** Never throws on what a log serves; an unreachable log is a finding. */
export async function recheckActs(request: RecheckRequest): Promise<Finding[]> {
  const findings: Finding[] = []
  const most = request.mostFindings ?? 100
  let faults = 0
  const add = (finding: Finding) => { if (finding.ok || ++faults <= most) findings.push(finding) }
  try {
    const gone = await compareAll(request, add)
    const { erasures, without } = await explained(request, gone, add)
    for (const { leaf, act } of without) add(bad('content-missing', { leaf, act }))
    if (faults === 0) findings.unshift(good('acts-same', { count: request.checkpoint.size - erasures }))
    add(good('erasures', { count: erasures }))
  } catch (error) {
    if (!(error instanceof LogUnreachable)) throw error
    findings.push(bad('unreachable', { said: error.message }))
  }
  if (faults > most) findings.push(bad('and-more', { count: faults - most }))
  return findings
}

type Gone = { readonly leaf: number; readonly act: number | string; readonly entry: string }

/** @returns the leaves whose acts have no content any more */
async function compareAll({ checkpoint: { size }, read, ahead = 8, progress }: RecheckRequest, add: (finding: Finding) => void): Promise<Gone[]> {
  const gone: Gone[] = []
  const next = inOrder(bundles(size), async (at) => Promise.all([readTile(read, { ...at, level: 'acts' }), readTile(read, { ...at, level: 'entries' })]), ahead)
  for (const { number, width } of bundles(size)) {
    const [acts, entries] = await next()
    const first = number * tileWidth
    const found = acts.found && entries.found && isBundle(entries.bytes, width) ? readActs(acts.bytes, width) : null
    if (found === null || !entries.found) {
      add(bad('acts-unread', { from: first, to: first + width - 1, said: acts.found ? (entries.found ? '' : entries.said) : acts.said }))
      continue
    }
    for (const [i, act] of found.entries()) {
      const signed = entries.bytes.subarray(i * bundledEntryBytes + 2, (i + 1) * bundledEntryBytes)
      const fault = actFault(act, first + i, signed)
      if (fault !== null) add(fault)
      else if (act.state === actState.contentMissing) gone.push({ leaf: first + i, act: act.number ?? '', entry: signed.toHex() })
    }
    progress?.(first + width, size)
  }
  return gone
}

function isBundle(bytes: Uint8Array, width: number): boolean {
  if (bytes.length < width * bundledEntryBytes) return false
  for (let at = 0; at < width * bundledEntryBytes; at += bundledEntryBytes) if (bytes[at] !== 0 || bytes[at + 1] !== hashBytes) return false
  return true
}

/** Which of them an act of erasure in the log names. It may have come after the log was audited: then under a later checkpoint of the same log. */
async function explained(
  { checkpoint, key, read, wait = pause }: RecheckRequest, gone: readonly Gone[], add: (finding: Finding) => void,
): Promise<{ readonly erasures: number; readonly without: readonly Gone[] }> {
  for (let attempt = 1; gone.length > 0; attempt++) {
    const served = await read('checkpoint', mostBytesOf.checkpoint)
    const opened = served.found ? await openCheckpoint(served.bytes, key) : null
    const now = opened?.ok && (await checkConsistency(checkpoint, opened.checkpoint, read)).ok ? opened.checkpoint : checkpoint
    const { entries, unproven } = await provenErasures(now, read)
    const without = gone.filter(({ entry }) => !entries.has(entry))
    if (without.length === 0 || attempt === patience.tries) {
      for (const leaf of unproven) add(bad('erasure-unproven', { leaf }))
      return { erasures: gone.length - without.length, without }
    }
    await wait(patience.milliseconds)
  }
  return { erasures: 0, without: [] }
}

/** An act of erasure as a log publishes it at `erasures?after=LEAF`: whole, so that anyone sees which entries it names. Bytes are base64. */
export type PublishedErasure = { readonly leaf: number; readonly head: string; readonly content: string; readonly salt: string }
export const erasureKind = 'log.erasure-declared'

/** Every entry named by acts of erasure that stand in the log under this checkpoint; `unproven`: leaves of those shown that do not. */
export async function provenErasures(
  checkpoint: Checkpoint, read: ReadLog,
): Promise<{ readonly entries: ReadonlySet<string>; readonly unproven: readonly number[] }> {
  const entries = new Set<string>()
  const unproven: number[] = []
  for (let after = -1; ;) {
    const served = await read(`erasures?after=${after}`, mostBytesOf.archive)
    const page = served.found ? (jsonOf(served.bytes) as { erasures?: unknown } | null)?.erasures : null
    if (!Array.isArray(page) || page.length === 0) break
    for (const erasure of page as Partial<PublishedErasure>[]) {
      const { leaf } = erasure
      if (!Number.isSafeInteger(leaf) || leaf! <= after) return { entries, unproven }
      after = leaf!
      // Still to come under this checkpoint: asked for again with the next.
      if (leaf! >= checkpoint.size) continue
      const named = await namedBy(erasure as PublishedErasure, checkpoint, read)
      if (named === null) unproven.push(leaf!)
      else for (const entry of named) entries.add(entry)
    }
  }
  return { entries, unproven }
}

async function namedBy(act: PublishedErasure, { size, root }: Checkpoint, read: ReadLog): Promise<readonly string[] | null> {
  const { leaf } = act
  const entry = [act.head, act.content, act.salt].every((text) => typeof text === 'string') ? provenEntry({ ...act, path: [] }) : null
  const tiles = entry === null ? null : await readTiles(inclusionNodes(leaf, size), size, read)
  if (tiles === null || !verifyInclusion(leaf, size, leafHash(entry!), inclusionProof(leaf, size, tiles), root)) return null
  const head = jsonOf(utf8(act.head)) as { act?: unknown } | null
  const named = (jsonOf(utf8(act.content)) as { entries?: unknown } | null)?.entries
  return head?.act === erasureKind && Array.isArray(named) && named.every((e) => typeof e === 'string') ? named : null
}

/** What speaks against the act behind a leaf; null where it is as it was signed, or has no content to tell. */
export function actFault(act: FoundAct, leaf: number, signed: Uint8Array): Finding | null {
  const at = { leaf, act: act.number ?? '' }
  if (act.state === actState.unplaced) return bad('act-unplaced', { leaf })
  if (act.state === actState.missing) return bad('act-missing', at)
  if (act.state === actState.contentMissing) return null
  if (!equalBytes(act.entry, signed)) return bad('act-differs', at)
  return act.state === actState.groupDiffers ? bad('group-differs', at) : null
}

type FoundAct = { readonly state: number; readonly number: number | null; readonly entry: Uint8Array }
const none = new Uint8Array(0)

/** @returns null where the bytes are not so many acts */
export function readActs(bytes: Uint8Array, width: number): FoundAct[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const acts: FoundAct[] = []
  let at = 0
  for (let i = 0; i < width; i++) {
    const state = bytes[at++]
    if (state === undefined || state > actState.unplaced) return null
    const numbered = state !== actState.unplaced && state !== actState.same
    const entry = state === actState.same || state === actState.groupDiffers ? hashBytes : 0
    if (at + (numbered ? 8 : 0) + entry > bytes.length) return null
    const number = numbered ? Number(view.getBigUint64(at)) : null
    if (numbered) at += 8
    acts.push({ state, number, entry: entry > 0 ? bytes.subarray(at, at + entry) : none })
    at += entry
  }
  return at === bytes.length ? acts : null
}

function* bundles(size: number): Generator<Pick<TileAddress, 'number' | 'width'>> {
  for (let first = 0; first < size; first += tileWidth) yield { number: first / tileWidth, width: Math.min(tileWidth, size - first) }
}
