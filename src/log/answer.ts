/**
 * The answer to a reader's question: step by step, what the register serves is fetched and held against the key, the
 * log and what the reader holds already. Runs in the reader's browser, and the same in the register for whoever has no script.
 */
import { compareRecord, isArchive, isRecord, receiptOfArchive, type GivenArchive } from './archive.ts'
import { auditLog } from './audit.ts'
import { openCheckpoint, readCheckpoint, type Checkpoint } from './checkpoint.ts'
import { jsonOf, keyFor, logClient, mostBytesOf, type FetchBytes, type LogClient } from './client.ts'
import { checkConsistency, readTiles } from './consistency.ts'
import { bad, good, isTampering, isUnknown, type Finding, type FindingCode } from './finding.ts'
import { leafHash } from './hash.ts'
import type { VerifierKey } from './note.ts'
import { checkProof, provenEntry, type ProofBundle, type ProvenAct } from './proof.ts'
import { actFault, actState, provenErasures, readActs, recheckActs } from './recheck.ts'
import type { Question } from './question.ts'
import { LogUnreachable, readTile } from './read.ts'
import { earlierKeys, followSuccessors } from './successor.ts'
import { tileWidth, widthAt } from './tiles.ts'
import { inclusionNodes, inclusionProof, verifyInclusion } from './tree.ts'

/**
 * present: the checkpoint served now. given: the one handed in. acts: their place and text. shown: what is shown against
 * them. file: what was handed in against them. receipt. logged: the register wrote the receipt down. between: from the given checkpoint to the present one. since:
 * from the one seen last time. still: the acts are still there. standing: what became of the versions the reader holds. tree, entries: the whole of the log.
 */
export type StepName = 'present' | 'given' | 'acts' | 'shown' | 'file' | 'receipt' | 'logged' | 'between' | 'since' | 'still' | 'standing' | 'tree' | 'entries'
export type Step = { readonly name: StepName; readonly finding: Finding }

/** right: all held. wrong: the register shows what it did not sign. document: what was handed in is not in its log. unknown: not to be told. */
export type Verdict = 'right' | 'wrong' | 'document' | 'unknown'

/** An act that a proof has placed in the log. `head` null: its text is not shown any more. */
export type ProvenLeaf = { readonly leaf: number; readonly entry: Uint8Array; readonly head: string | null }

export type Answer = {
  readonly question: Question['kind']
  readonly verdict: Verdict
  readonly steps: readonly Step[]
  readonly key: VerifierKey | null
  /** as served now, where it could be read; `signed`: by the key */
  readonly present: { readonly note: string; readonly checkpoint: Checkpoint; readonly signed: boolean } | null
  /** handed in, with a proof or by itself */
  readonly given: Checkpoint | null
  readonly acts: readonly ProvenLeaf[]
  /** acts recomputed from the entries */
  readonly whole: boolean
  /** two signed notes that cannot both be true */
  readonly evidence: readonly [string, string] | null
}

export type AnswerRequest = {
  readonly question: Question
  /** address of the register, without a slash at its end; '' = the one a browser is at */
  readonly base: string
  readonly fetchBytes: FetchBytes
  /** remembered or named; null: the one the register offers is taken */
  readonly key: string | null
  /** signed note verified last time */
  readonly lastSeen: string | null
  /** the whole tree is recomputed, whatever its size */
  readonly whole: boolean
  /** acts up to which it is anyway */
  readonly wholeUpTo: number
  readonly progress?: (done: number, of: number, what: 'tree' | 'records') => void
  readonly wait?: (milliseconds: number) => Promise<unknown>
}

/** @throws {Cancelled} when the reader wants no more; nothing else that a register may do is thrown */
export async function answer(request: AnswerRequest): Promise<Answer> {
  const found = new Found(request.question.kind)
  try {
    await new Inquiry(request, found).run()
  } catch (error) {
    if (!(error instanceof LogUnreachable)) throw error
    found.add('present', bad('unreachable', { said: error.message }))
  }
  return found.answer()
}

class Found {
  readonly steps: Step[] = []
  readonly acts: ProvenLeaf[] = []
  readonly #question: Question['kind']
  key: VerifierKey | null = null
  present: Answer['present'] = null
  given: Checkpoint | null = null
  givenNote: string | null = null
  lastSeen: string | null = null
  whole = false

  constructor(question: Question['kind']) { this.#question = question }

  add(name: StepName, finding: Finding): void {
    // Of a record fetched just now, the checkpoint beside its proof is as good as today's: one signature is told, not two.
    if (!fetchedNow(this.#question) || name !== 'given') this.steps.push({ name, finding })
    else if (!finding.ok) this.steps.push({ name: 'acts', finding })
  }

  answer(): Answer {
    const { steps, acts, key, present, given, whole } = this
    // What was handed in may have been changed on its way to the reader; what the register serves, by nobody else.
    const handedIn: readonly StepName[] = this.#question === 'proof' ? ['given', 'acts'] : ['given', 'file', 'receipt']
    const faults = steps.filter((step) => isTampering(step.finding))
    const verdict = faults.some((step) => !handedIn.includes(step.name)) ? 'wrong' : faults.length > 0 ? 'document'
      : steps.some((step) => isUnknown(step.finding)) ? 'unknown' : 'right'
    return { question: this.#question, verdict, steps, key, present, given, acts, whole, evidence: this.#evidence() }
  }

  #evidence(): Answer['evidence'] {
    const against = (name: StepName) => this.steps.some((step) => step.name === name && ['split-view', 'history-rewritten', 'rollback'].includes(step.finding.code))
    if (this.present === null) return null
    if (against('between') && this.givenNote !== null) return [this.givenNote, this.present.note]
    return against('since') && this.lastSeen !== null ? [this.lastSeen, this.present.note] : null
  }
}

class Inquiry {
  readonly #request: AnswerRequest
  readonly #found: Found
  readonly #client: LogClient
  #earlier: readonly VerifierKey[] | null = null

  constructor(request: AnswerRequest, found: Found) {
    this.#request = request
    this.#found = found
    this.#client = logClient(request.fetchBytes, `${request.base}/log`, request.wait)
  }

  async run(): Promise<void> {
    const { question } = this.#request
    const found = this.#found
    // What is about to be proven is fetched before the checkpoint: a log may grow between the two, never shrink.
    const shown = question.kind === 'record' ? await this.#shownRecord(question.code, question.record) : null
    const archive = question.kind === 'archive' ? question.archive : question.kind === 'organisation' ? await this.#archiveNow(question) : null
    const kept = question.kind === 'receipt' || question.kind === 'organisation' ? question.receipt : (archive?.receipt ?? null)
    const receipt = kept === null ? null : await this.#keptReceipt(kept)
    const served = await this.#client.read('checkpoint', mostBytesOf.checkpoint)
    if (!served.found) throw new LogUnreachable(served.said)
    const note = new TextDecoder().decode(served.bytes)
    const claimed = readCheckpoint(note)
    if (claimed === null) return found.add('present', bad('checkpoint-malformed'))
    found.present = { note, checkpoint: claimed.checkpoint, signed: false }
    found.key = await keyFor(this.#request.key, this.#client)
    if (found.key === null) return found.add('present', bad('key-missing'))
    await this.#goOn(found.key, claimed.checkpoint.origin)

    await this.#checkGiven(question)
    if (shown !== null) await this.#checkActs(shown.bundle)
    if (shown?.record && shown.code) found.add('shown', compareRecord(shown.code, shown.record, onlyContent(shown.bundle)))
    if (archive !== null) await this.#checkArchive(archive, found.key, question.kind === 'organisation' ? question.receipt : null)
    if (receipt !== null) await this.#checkReceipt(receipt, found.key)
    await this.#checkLog(note, claimed.checkpoint, found.key)
  }

  /** The log known before may go on under another name and key, by a statement its earlier key signed. */
  async #goOn(known: VerifierKey, origin: string): Promise<void> {
    if (known.name === origin) return
    const { findings, key, trusted } = await followSuccessors(this.#client.read, known, origin)
    for (const finding of findings) this.#found.add('since', finding)
    if (trusted && key !== null) this.#found.key = key
  }

  /** The key a note handed in was signed with: the present one, or an earlier one the present one vouches for. */
  async #keyOf(note: unknown): Promise<VerifierKey> {
    const present = this.#found.key!
    const origin = typeof note === 'string' ? readCheckpoint(note)?.checkpoint.origin : undefined
    if (origin === undefined || origin === present.name) return present
    this.#earlier ??= await earlierKeys(this.#client.read, present)
    return this.#earlier.find(({ name }) => name === origin) ?? present
  }

  /** The tree goes on whatever the log is called. */
  readonly #asPresent = (checkpoint: Checkpoint): Checkpoint => ({ ...checkpoint, origin: this.#found.present!.checkpoint.origin })

  /** A record as the register shows it now, and its proof. */
  async #shownRecord(code: string, id: string) {
    const path = `${this.#request.base}/api/v1/organisations/${code}/records/${id}`
    const proof = await this.#client.fetch(`${path}/proof`, mostBytesOf.proof)
    if (!proof.found) {
      this.#found.add('acts', bad('proof-missing', { record: id, said: proof.said }))
      return null
    }
    const page = await this.#client.fetch(path, mostBytesOf.proof)
    const record = page.found ? jsonOf(page.bytes) : null
    return { code, bundle: jsonOf(proof.bytes), record: isRecord(record) ? record : null }
  }

  /** A receipt as the register wrote it down. Of a public page none is: then there is nothing to say, unless it is all that was asked. */
  async #keptReceipt(receipt: string): Promise<KeptReceipt | null> {
    const path = `${this.#request.base}/api/v1/receipts/${receipt}`
    const served = await this.#client.fetch(path, mostBytesOf.proof)
    const standing = served.found ? jsonOf(served.bytes) : null
    if (isReceiptStanding(standing)) {
      const proof = await this.#client.fetch(`${path}/proof`, mostBytesOf.proof)
      if (proof.found) return { standing, bundle: jsonOf(proof.bytes) }
      this.#found.add('logged', bad('proof-missing', { record: receipt, said: proof.said }))
    } else if (this.#request.question.kind === 'receipt') this.#found.add('logged', bad('receipt-unknown', { said: served.found ? '' : served.said }))
    return null
  }

  async #checkReceipt({ standing, bundle }: KeptReceipt, key: VerifierKey): Promise<void> {
    const found = this.#found
    if (this.#request.question.kind === 'receipt') await this.#checkActs(bundle)
    else {
      const fault = (await checkProof(bundle, key)).findings.find((finding) => !finding.ok)
      if (fault !== undefined) return found.add('acts', fault)
    }
    found.add('logged', good('receipt-logged', { day: standing.on }))
    found.add('standing', good('receipt-current', { count: standing.versions - standing.superseded, of: standing.versions }))
    // An archive's records are looked at one by one.
    if (this.#request.question.kind === 'archive') return
    for (const { record, version, since } of standing.items) found.add('standing', good('receipt-superseded', { record, version, since }))
    if (standing.superseded > standing.items.length) found.add('standing', good('and-more', { count: standing.superseded - standing.items.length }))
  }

  async #archiveNow({ code, search }: { code: string; search: string }): Promise<GivenArchive | null> {
    // A page shows twenty, and its receipt is theirs.
    const query = /[?&]limit=/.test(search) ? search : `${search === '' ? '?' : `${search}&`}limit=20`
    const served = await this.#client.fetch(`${this.#request.base}/api/v1/organisations/${code}/archive${query}`, mostBytesOf.archive)
    const value = served.found ? jsonOf(served.bytes) : null
    if (isArchive(value)) return value
    this.#found.add('shown', bad('proof-missing', { record: code, said: served.found ? '' : served.said }))
    return null
  }

  async #checkGiven(question: Question): Promise<void> {
    const found = this.#found
    if (question.kind === 'proof') return this.#checkActs(question.bundle)
    if (question.kind !== 'checkpoint') return
    const key = await this.#keyOf(question.note)
    const opened = await openCheckpoint(question.note, key)
    if (!opened.ok) return found.add('given', bad(`checkpoint-${opened.fault}`, { key: key.name }))
    found.given = this.#asPresent(opened.checkpoint)
    found.givenNote = question.note
    found.add('given', good('signature', { origin: opened.checkpoint.origin, size: opened.checkpoint.size }))
  }

  /** The acts of one proof: signed, in the log, still there. */
  async #checkActs(bundle: unknown): Promise<void> {
    const found = this.#found
    const { findings, checkpoint } = await checkProof(bundle, await this.#keyOf((bundle as Partial<ProofBundle> | null)?.checkpoint))
    for (const finding of findings) found.add(finding.code === 'signature' || finding.code.startsWith('checkpoint-') ? 'given' : 'acts', finding)
    if (checkpoint === null) return
    found.given = this.#asPresent(checkpoint)
    found.givenNote = (bundle as ProofBundle).checkpoint
    if (findings.some((finding) => !finding.ok)) return
    for (const act of (bundle as ProofBundle).acts) {
      const proven = leafOf(act)
      found.acts.push(proven)
      found.add('still', await this.#stillThere(proven))
      if (this.#request.question.kind === 'proof') await this.#checkStanding(`log/leaves/${proven.leaf}/standing`, { leaf: proven.leaf })
    }
  }

  /** What the register says became of a version the reader holds. It is no proof; where nothing is said, nothing is told. */
  async #checkStanding(path: string, of: Finding['facts']): Promise<void> {
    const served = await this.#client.fetch(`${this.#request.base}/api/v1/${path}`, mostBytesOf.said)
    const said = served.found ? (jsonOf(served.bytes) as { standing?: unknown; since?: unknown; rules?: unknown } | null) : null
    const code = standings[String(said?.standing)]
    if (said === null || code === undefined) return
    const rules = Array.isArray(said.rules) ? said.rules.map(String).join(' ') : ''
    this.#found.add('standing', good(code, { ...of, since: typeof said.since === 'string' ? said.since : '', rules }))
  }

  /** Whether the register computes the same entry for this leaf from the act as it holds it now. */
  async #stillThere({ leaf, entry }: ProvenLeaf): Promise<Finding> {
    const { checkpoint } = this.#found.present!
    const number = Math.floor(leaf / tileWidth)
    const width = widthAt(checkpoint.size, { level: 0, number })
    const unread = (said: string) => bad('acts-unread', { from: leaf, to: leaf, said })
    if (leaf % tileWidth >= width) return bad('entries-missing', { from: leaf, to: leaf, said: '' })
    const served = await readTile(this.#client.read, { level: 'acts', number, width })
    if (!served.found) return unread(served.said)
    const act = readActs(served.bytes, width)?.[leaf % tileWidth]
    if (act === undefined) return unread('')
    const fault = actFault(act, leaf, entry)
    if (fault !== null) return fault
    if (act.state !== actState.contentMissing) return good('entry-same', { leaf })
    const { entries } = await provenErasures(checkpoint, this.#client.read)
    return entries.has(entry.toHex()) ? good('erasures', { count: 1 }) : bad('content-missing', { leaf, act: act.number ?? '' })
  }

  /** Every record of an archive against its act. One finding for all that stand, one for each that does not. */
  async #checkArchive(archive: GivenArchive, key: VerifierKey, receipt: string | null): Promise<void> {
    const found = this.#found
    const { code } = archive.organisation
    const expected = receipt ?? archive.receipt
    if (expected !== undefined) {
      const is = receiptOfArchive(archive, found.present!.checkpoint.origin)
      const handedIn = this.#request.question.kind === 'archive'
      // A receipt names its day: another one today speaks against nobody.
      found.add('receipt', is === expected ? good('receipt', { receipt: is, day: archive.day })
        : handedIn ? bad('receipt-differs', { was: expected, is }) : good('receipt-other', { day: archive.day }))
    }
    const step: StepName = this.#request.question.kind === 'archive' ? 'file' : 'shown'
    const opened = new Map<string, Finding>()
    let same = 0
    for (const [n, record] of archive.records.entries()) {
      this.#request.progress?.(n, archive.records.length, 'records')
      const proof = await this.#client.fetch(`${this.#request.base}/api/v1/organisations/${code}/records/${record.id}/proof`, mostBytesOf.proof)
      if (!proof.found) {
        found.add(step, bad('proof-missing', { record: record.id, said: proof.said }))
        continue
      }
      const bundle = jsonOf(proof.bytes)
      const { findings, checkpoint } = await checkProof(bundle, key)
      const fault = findings.find((finding) => !finding.ok)
      // Served by the register just now: no document of the reader's is to blame.
      if (fault !== undefined) found.add('acts', { ...fault, facts: { ...fault.facts, record: record.id } })
      else {
        const { checkpoint: note, acts } = bundle as ProofBundle
        if (!opened.has(note)) opened.set(note, await this.#sameLog(checkpoint!))
        const compared = compareRecord(code, record, onlyContent(bundle))
        if (compared.code === 'record-same') same++
        else found.add(step, compared)
        if (compared.code === 'superseded' || compared.code === 'record-ended') {
          await this.#checkStanding(`organisations/${code}/records/${record.id}/versions/${record.version}`, { record: record.id })
        }
        found.acts.push(...acts.map(leafOf))
      }
    }
    if (same > 0 || archive.records.length === 0) found.add(step, good('records-same', { count: same }))
    for (const finding of opened.values()) if (!finding.ok) found.add('between', finding)
  }

  /** A checkpoint that came with a proof and the one served after it belong to one log. */
  async #sameLog(checkpoint: Checkpoint): Promise<Finding> {
    const now = this.#found.present!.checkpoint
    // More may have been sequenced between the two answers.
    return checkpoint.size > now.size ? good('unchanged', { size: now.size }) : checkConsistency(checkpoint, now, this.#client.read)
  }

  async #checkLog(note: string, checkpoint: Checkpoint, key: VerifierKey): Promise<void> {
    const { whole, wholeUpTo, progress, lastSeen, question } = this.#request
    const found = this.#found
    const last = lastSeen === null ? null : (readCheckpoint(lastSeen)?.checkpoint ?? null)
    const seen = last !== null && (await this.#keyOf(lastSeen)).name === last.origin ? this.#asPresent(last) : last
    found.lastSeen = lastSeen
    found.whole = whole || checkpoint.size <= wholeUpTo
    const audit = await auditLog({
      note, key, read: this.#client.read, lastSeen: seen, deep: found.whole, mostFindings: 20,
      ...(progress && { progress: (leaves: number, size: number) => progress(leaves, size, 'tree') }),
    })
    found.present = { note, checkpoint, signed: audit.checkpoint !== null }
    if (found.given !== null && audit.checkpoint !== null) {
      const between = await checkConsistency(found.given, checkpoint, this.#client.read)
      if (!fetchedNow(question.kind) || !between.ok) found.add('between', between)
    }
    for (const finding of audit.findings) found.add(stepOf(finding), finding)
    if (found.whole && audit.checkpoint !== null && !audit.findings.some(isUnknown)) {
      const { read } = this.#client
      for (const finding of await recheckActs({ checkpoint, key, read, mostFindings: 20, ...(this.#request.wait && { wait: this.#request.wait }) })) {
        found.add(stepOf(finding), finding)
      }
    }
    if (!found.whole && audit.checkpoint !== null && found.acts.length > 0) await this.#checkPaths(checkpoint)
  }

  /** Where the tree is too large to be recomputed: the tiles along the way from each act lead up to the signed root. */
  async #checkPaths({ size, root }: Checkpoint): Promise<void> {
    const leaves = this.#found.acts.filter(({ leaf }) => leaf < size).slice(0, mostPaths)
    for (const { leaf, entry } of leaves) {
      const tiles = await readTiles(inclusionNodes(leaf, size), size, this.#client.read)
      const leads = tiles !== null && verifyInclusion(leaf, size, leafHash(entry), inclusionProof(leaf, size, tiles), root)
      if (!leads) return this.#found.add('tree', bad('inclusion-fails', { leaf, size }))
    }
    if (leaves.length > 0) this.#found.add('tree', good('path', { count: leaves.length, size }))
  }
}

type ReceiptStanding = {
  readonly on: string; readonly versions: number; readonly superseded: number
  readonly items: readonly { readonly record: number; readonly version: number; readonly since: string }[]
}
type KeptReceipt = { readonly standing: ReceiptStanding; readonly bundle: unknown }

function isReceiptStanding(value: unknown): value is ReceiptStanding {
  const s = value as Partial<Record<keyof ReceiptStanding, unknown>> | null
  return typeof s === 'object' && s !== null && typeof s.on === 'string' && Number.isSafeInteger(s.versions) && Number.isSafeInteger(s.superseded)
    && Array.isArray(s.items) && s.items.every((i: Partial<Record<string, unknown>> | null) =>
      Number.isSafeInteger(i?.record) && Number.isSafeInteger(i?.version) && typeof i?.since === 'string')
}

/** What the reader holds is a name alone: everything beside it is fetched now. */
const fetchedNow = (kind: Question['kind']): boolean => kind === 'record' || kind === 'receipt'

const standings: Readonly<Record<string, FindingCode | undefined>> = {
  current: 'standing-current', superseded: 'standing-superseded', 'not-shown': 'standing-ended',
}

/** Of an archive's acts, so many have their way up recomputed from tiles; each proof has shown its own besides. */
const mostPaths = 50

const consistencyCodes = ['first-seen', 'unchanged', 'consistency', 'nothing-before', 'rollback', 'split-view', 'history-rewritten', 'consistency-unproven', 'origin-changed',
  'successor', 'successor-unsigned', 'successor-forged', 'successor-shorter']

function stepOf({ code, facts }: Finding): StepName {
  if (code === 'signature' || code.startsWith('checkpoint-')) return 'present'
  if (consistencyCodes.includes(code)) return 'since'
  if (/^(entr(y|ies)|acts?|group|content-missing|erasure)/.test(code)) return 'entries'
  return code === 'unreachable' && facts.leaves === undefined ? 'present' : 'tree'
}

const leafOf = (act: ProvenAct): ProvenLeaf => ({ leaf: act.leaf, entry: provenEntry(act)!, head: 'salt' in act ? act.head : null })

/** The one act of a record's proof; null where its content is not shown. */
function onlyContent(bundle: unknown): string | null {
  const act = (bundle as Partial<ProofBundle> | null)?.acts?.at(-1)
  return act !== undefined && 'content' in act ? act.content : null
}

/** What may be remembered once all held: the newest checkpoint of the log, signed by the key. */
export const toRemember = ({ present, verdict }: Answer): string | null =>
  (present?.signed === true && verdict !== 'wrong' ? present.note : null)
