/**
 * The audit of a whole log: every tile and every entry against the signed root, and against what was seen before.
 * Walks from the top tiles down, so that each tile is held against a hash already settled, and streams: memory holds
 * one tile a level and what is being fetched ahead, whatever the log's size.
 */
import { equalBytes } from './bytes.ts'
import { openCheckpoint, readCheckpoint, type Checkpoint } from './checkpoint.ts'
import { checkConsistency } from './consistency.ts'
import { bad, good, isUnknown, type Finding } from './finding.ts'
import { emptyRoot, hashBytes, leafHashes, rootOf } from './hash.ts'
import type { VerifierKey } from './note.ts'
import { bundledEntryBytes, inOrder, LogUnreachable, readTile, type ReadLog } from './read.ts'
import { edgeTiles, rootOfEdge, tileBytes, tilePath, tileWidth, type TileAddress, type TileSpan } from './tiles.ts'

export type AuditRequest = {
  /** the signed note as served; the caller fetched it first, so that a log growing meanwhile disturbs nothing */
  readonly note: Uint8Array | string
  readonly key: VerifierKey
  readonly read: ReadLog
  /** the newest checkpoint of this log verified before; null on first contact */
  readonly lastSeen: Checkpoint | null
  /** false: only the right edge of the tree, its root and the consistency with the last; neither full tiles nor entries */
  readonly deep: boolean
  /** requests under way at once */
  readonly ahead?: number
  /** findings kept; further ones are counted */
  readonly mostFindings?: number
  readonly progress?: (leaves: number, size: number) => void
}

export type Audit = {
  readonly findings: readonly Finding[]
  /** where its log signed it */
  readonly checkpoint: Checkpoint | null
  /** leaves whose entries were hashed */
  readonly leaves: number
}

/** Never throws on what a log serves; an unreachable log is a finding. */
export async function auditLog(request: AuditRequest): Promise<Audit> {
  const opened = await openCheckpoint(request.note, request.key)
  if (!opened.ok) return { findings: [bad(`checkpoint-${opened.fault}`, { key: request.key.name })], checkpoint: null, leaves: 0 }
  const { checkpoint } = opened
  const report = new Report(request.mostFindings ?? 100)
  report.add(good('signature', { origin: checkpoint.origin, size: checkpoint.size }))
  const walk = new Walk(request, checkpoint, report)
  try {
    report.add(await checkConsistency(request.lastSeen, checkpoint, request.read))
    await walk.run()
    const beyond = await lookBeyond(checkpoint, request.read)
    if (beyond !== null) report.add(beyond)
  } catch (error) {
    if (!(error instanceof LogUnreachable)) throw error
    report.add(bad('unreachable', { said: error.message, leaves: walk.leaves, size: checkpoint.size }))
  }
  return { findings: report.all(), checkpoint, leaves: walk.leaves }
}

/** Whether the log has tiles beyond its newest checkpoint: the two are published together, so a later checkpoint was taken away. */
async function lookBeyond({ size }: Checkpoint, read: ReadLog): Promise<Finding | null> {
  const at = { level: 0, number: Math.floor(size / tileWidth), width: (size % tileWidth) + 1 }
  const next = await read(tilePath(at), tileBytes)
  if (!next.found || next.bytes.length !== at.width * hashBytes) return null
  // It may have grown since the checkpoint was read.
  const now = await read('checkpoint', mostCheckpointBytes)
  return (now.found ? (readCheckpoint(now.bytes)?.checkpoint.size ?? 0) : 0) > size ? null : bad('checkpoint-behind', { size })
}
const mostCheckpointBytes = 65_536

class Report {
  readonly #kept: Finding[] = []
  readonly #most: number
  faults = 0
  /** among them those that concern entries alone: the tree stands without them */
  entryFaults = 0

  constructor(most: number) { this.#most = most }

  add(finding: Finding): void {
    const always = finding.ok || isUnknown(finding)
    if (!always) this.faults++
    if (!always && /^entr(y|ies)-/.test(finding.code)) this.entryFaults++
    if (always || this.faults <= this.#most) this.#kept.push(finding)
  }

  all(): Finding[] {
    const more = this.faults - this.#most
    return more > 0 ? [...this.#kept, bad('and-more', { count: more })] : this.#kept
  }
}

/** A tile as served beside the same hashes as they follow from what lies below. */
type Part = {
  readonly span: TileSpan
  /** null: not served, or not usable; that was reported */
  readonly served: Uint8Array | null
  /** hashes from below; only those marked in `known` mean anything */
  readonly below: Uint8Array
  readonly known: Uint8Array
}
const unknown = 0
const known = 1
/** known, and a difference from what is above has been named further down */
const blamed = 2

type Settled = { readonly root: Uint8Array | null; readonly blamed: boolean }

class Walk {
  leaves = 0
  readonly #request: AuditRequest
  readonly #checkpoint: Checkpoint
  readonly #report: Report
  readonly #next: () => ReturnType<typeof readTile>

  constructor(request: AuditRequest, checkpoint: Checkpoint, report: Report) {
    this.#request = request
    this.#checkpoint = checkpoint
    this.#report = report
    this.#next = inOrder(wanted(checkpoint.size, request.deep), (address) => readTile(request.read, address), request.ahead ?? 16)
  }

  async run(): Promise<void> {
    const { size, root } = this.#checkpoint
    const report = this.#report
    const faultsBefore = report.faults
    const edge = edgeTiles(size)
    const served: (Uint8Array | null)[] = []
    for (const span of edge) served.push(await this.#takeTile(span))
    // Left to right is from the top level down.
    const parts: Part[] = []
    for (let i = edge.length - 1; i >= 0; i--) parts.unshift(await this.#lookBelow(edge[i]!, served[i]!))

    const fold = (hashes: readonly Uint8Array[]) => (size === 0 ? emptyRoot : rootOfEdge(hashes))
    const settled = this.#settle(parts, fold, root)
    if (settled.root !== null && equalBytes(settled.root, root)) {
      // Tiles may still have been wrong one by one; then their findings say so and the root was reached without them.
      if (report.faults - report.entryFaults === faultsBefore) report.add(good(this.#request.deep ? 'root' : 'edge', { size, root: root.toHex() }))
    } else {
      report.add(bad('root-differs', { size, signed: root.toHex(), recomputed: settled.root?.toHex() ?? '' }))
    }
    if (this.#request.deep && report.faults === faultsBefore) report.add(good('entries', { leaves: this.leaves }))
  }

  /** @param expected the hash the tile above has for this one; null where that one is missing */
  async #subtree(level: number, number: number, expected: Uint8Array | null): Promise<Settled> {
    const span = { level, number, width: tileWidth }
    const part = await this.#lookBelow(span, await this.#takeTile(span))
    return this.#settle([part], (hashes) => rootOf(hashes[0]!), expected)
  }

  async #lookBelow(span: TileSpan, served: Uint8Array | null): Promise<Part> {
    const part = { span, served, below: new Uint8Array(span.width * hashBytes), known: new Uint8Array(span.width) }
    if (!this.#request.deep) return part
    if (span.level === 0) await this.#takeEntries(part)
    else {
      for (let i = 0; i < span.width; i++) {
        const child = await this.#subtree(span.level - 1, span.number * tileWidth + i, served && hashAt(served, i))
        if (child.root === null) continue
        part.below.set(child.root, i * hashBytes)
        part.known[i] = child.blamed ? blamed : known
      }
    }
    return part
  }

  /**
   * Decides who is wrong where a tile and what lies below it differ: the hash above (or the signed root) is the judge.
   * A tile that leads to it is right, and the fault lies below. One that does so only with the hashes from below put in
   * has itself been changed, just there.
   */
  #settle(parts: readonly Part[], fold: (hashes: readonly Uint8Array[]) => Uint8Array, expected: Uint8Array | null): Settled {
    const differing = parts.flatMap((part) => differences(part).map((i) => ({ part, i })))
    const complete = parts.every((p) => p.served !== null || p.known.every((k) => k !== unknown))
    if (!complete) {
      for (const { part, i } of differing) if (part.known[i] === known) this.#report.add(disputed(part, i))
      return { root: expected, blamed: true }
    }
    const asServed = parts.map((p) => p.served ?? p.below)
    const servedRoot = fold(asServed)
    if (expected !== null && equalBytes(servedRoot, expected)) {
      for (const { part, i } of differing) if (part.known[i] === known) this.#report.add(faultBelow(part, i))
      return { root: servedRoot, blamed: differing.length > 0 }
    }
    // Nothing to compare with here: the tile above tells whether this one or its own hash is wrong.
    if (differing.length === 0) return { root: servedRoot, blamed: false }
    const fromBelow = fold(parts.map((p, n) => withBelow(p, asServed[n]!)))
    const tileIsWrong = expected !== null && equalBytes(fromBelow, expected)
    for (const { part, i } of differing) {
      // A child that named its own fault explains the difference already.
      if (tileIsWrong || part.known[i] === known) this.#report.add(tileIsWrong ? tileDiffers(part, i) : disputed(part, i))
    }
    return { root: tileIsWrong ? fromBelow : servedRoot, blamed: true }
  }

  async #takeTile(span: TileSpan): Promise<Uint8Array | null> {
    const { level, number, width } = span
    const served = await this.#next()
    if (!served.found) {
      this.#report.add(bad('tile-missing', { level, number, said: served.said }))
      return null
    }
    if (served.bytes.length !== served.expect * hashBytes) {
      this.#report.add(bad('tile-malformed', { level, number, bytes: served.bytes.length, expected: served.expect * hashBytes }))
      return null
    }
    return served.bytes.subarray(0, width * hashBytes)
  }

  /** Leaf hashes of the entries beneath a tile of level 0, as far as the bundle can be read. */
  async #takeEntries(part: Part): Promise<void> {
    const { number, width } = part.span
    const first = number * tileWidth
    const served = await this.#next()
    this.#request.progress?.(first + width, this.#checkpoint.size)
    if (!served.found) {
      this.#report.add(bad('entries-missing', { from: first, to: first + width - 1, said: served.said }))
      return
    }
    const bundle = served.bytes
    const entries = new Uint8Array(width * hashBytes)
    let at = 0
    for (let i = 0; i < width; i++) {
      const length = at + 2 <= bundle.length ? (bundle[at]! << 8) | bundle[at + 1]! : -1
      if (length === 0) {
        // How a log may say that the act behind this entry is gone while the others stand.
        this.#report.add(bad('entry-missing', { leaf: first + i }))
        at += 2
      } else if (length !== hashBytes || at + bundledEntryBytes > bundle.length) {
        this.#report.add(length < 0
          ? bad('entries-missing', { from: first + i, to: first + width - 1, said: '' })
          : bad('entry-malformed', { leaf: first + i, length }))
        break
      } else {
        entries.set(bundle.subarray(at + 2, at + bundledEntryBytes), i * hashBytes)
        part.known[i] = known
        at += bundledEntryBytes
        this.leaves++
      }
      if (i === width - 1 && served.expect === width && at !== bundle.length) {
        this.#report.add(bad('entry-malformed', { leaf: first + i, length: bundle.length - at }))
      }
    }
    part.below.set(leafHashes(entries))
  }
}

/** Every tile and bundle, in the order in which the walk takes them. */
function* wanted(size: number, deep: boolean): Generator<TileAddress> {
  const edge = edgeTiles(size)
  yield* edge
  if (!deep) return
  for (const span of edge.toReversed()) yield* wantedBelow(span)
}

function* wantedBelow({ level, number, width }: TileSpan): Generator<TileAddress> {
  if (level === 0) {
    yield { level: 'entries', number, width }
    return
  }
  for (let i = 0; i < width; i++) {
    const below = { level: level - 1, number: number * tileWidth + i, width: tileWidth }
    yield below
    yield* wantedBelow(below)
  }
}

const hashAt = (hashes: Uint8Array, i: number): Uint8Array => hashes.subarray(i * hashBytes, (i + 1) * hashBytes)

function differences({ served, below, known: marks }: Part): number[] {
  if (served === null || equalBytes(served, below)) return []
  const found: number[] = []
  for (let i = 0; i < marks.length; i++) if (marks[i] !== unknown && !equalBytes(hashAt(served, i), hashAt(below, i))) found.push(i)
  return found
}

function withBelow(part: Part, hashes: Uint8Array): Uint8Array {
  const corrected = new Uint8Array(hashes)
  for (const i of differences(part)) corrected.set(hashAt(part.below, i), i * hashBytes)
  return corrected
}

const place = ({ span }: Part, i: number) => ({ level: span.level, number: span.number, hash: i })

function faultBelow(part: Part, i: number): Finding {
  const at = part.span.number * tileWidth + i
  return part.span.level === 0 ? bad('entry-differs', { leaf: at }) : bad('tile-differs', { level: part.span.level - 1, number: at })
}
const tileDiffers = (part: Part, i: number): Finding =>
  bad('tile-differs', { ...place(part, i), served: hashAt(part.served!, i).toHex(), recomputed: hashAt(part.below, i).toHex() })
const disputed = (part: Part, i: number): Finding =>
  part.span.level === 0 ? bad('leaf-disputed', { leaf: part.span.number * tileWidth + i }) : bad('tile-differs', place(part, i))
