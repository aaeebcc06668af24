/**
 * A log that goes on under another name and key: its key was lost, or is no longer to be trusted. A statement says so, signed by the
 * new key and, where there still is one, by the old. The tree goes on: what the old key signed last is the beginning of it.
 */
import { fromBase64 } from './bytes.ts'
import { jsonOf, mostBytesOf } from './client.ts'
import { bad, good, type Finding } from './finding.ts'
import { hashBytes } from './hash.ts'
import { checkSignature, formatVerifierKey, parseNote, parseVerifierKey, type Note, type VerifierKey } from './note.ts'
import type { ReadLog } from './read.ts'

export type Succession = {
  readonly from: VerifierKey
  readonly to: VerifierKey
  /** leaves of the tree when it went over, and their root */
  readonly size: number
  readonly root: Uint8Array
  /** leaves the old key had signed, as far as is known: more than `size` where a database was lost */
  readonly signed: number
  /** YYYY-MM-DD */
  readonly on: string
  /** one line */
  readonly reason: string
}
const firstLine = 'probity log successor 1'

export function successionText({ from, to, size, root, signed, on, reason }: Succession): string {
  const lines = [firstLine, formatVerifierKey(from), formatVerifierKey(to), String(size), root.toBase64(), String(signed), on, reason]
  if (lines.some((line) => line === '' || /[\n\r]/.test(line)) || root.length !== hashBytes) throw new RangeError('not a statement of a successor')
  return `${lines.join('\n')}\n`
}

/** @returns null where the text is no such statement */
export function parseSuccession(text: string): Succession | null {
  const [first, fromKey, toKey, size, rootText, signed, on, reason, ...rest] = text.split('\n')
  if (first !== firstLine || rest.join('|') !== '' || rest.length !== 1 || !reason) return null
  const [from, to, root] = [parseVerifierKey(fromKey!), parseVerifierKey(toKey!), fromBase64(rootText!)]
  const whole = (digits: string | undefined) => /^(0|[1-9]\d{0,15})$/.test(digits ?? '') && Number.isSafeInteger(Number(digits))
  if (from === null || to === null || root?.length !== hashBytes || !whole(size) || !whole(signed) || !/^\d{4}-\d{2}-\d{2}$/.test(on!)) return null
  return { from, to, size: Number(size), root, signed: Number(signed), on: on!, reason }
}

export type Followed = {
  readonly findings: readonly Finding[]
  /** the key the log signs with now; null where the statements do not lead there */
  readonly key: VerifierKey | null
  /** every step was signed by the key before it: whoever trusted that one may trust this */
  readonly trusted: boolean
  /** every statement passed on the way */
  readonly steps: readonly Succession[]
}

/** From a key known before to the log of today, along the statements the log publishes. */
export async function followSuccessors(read: ReadLog, known: VerifierKey, origin: string): Promise<Followed> {
  const served = await read('successors', mostBytesOf.archive)
  const notes = served.found ? (jsonOf(served.bytes) as { successors?: unknown } | null)?.successors : null
  const findings: Finding[] = []
  const steps: Succession[] = []
  let [key, trusted] = [known, true]
  for (const text of Array.isArray(notes) ? notes : []) {
    const note = typeof text === 'string' ? parseNote(text) : null
    const step = note && parseSuccession(note.text)
    if (!step || formatVerifierKey(step.from) !== formatVerifierKey(key)) continue
    const facts = { was: key.name, is: step.to.name, on: step.on, reason: step.reason, size: step.size, signed: step.signed }
    if ((await checkSignature(note as Note, step.to)) !== 'valid') break
    const byOld = await checkSignature(note as Note, key)
    if (byOld === 'invalid') return { findings: [...findings, bad('successor-forged', facts)], key: null, trusted: false, steps }
    findings.push(byOld === 'valid' ? good('successor', facts) : bad('successor-unsigned', facts))
    if (step.signed > step.size) findings.push(bad('successor-shorter', facts))
    trusted &&= byOld === 'valid'
    key = step.to
    steps.push(step)
  }
  return { findings, key: key.name === origin && steps.length > 0 ? key : null, trusted, steps }
}

/** The keys this log was signed with before, newest first, as the present one vouches for them. */
export async function earlierKeys(read: ReadLog, present: VerifierKey): Promise<VerifierKey[]> {
  const served = await read('successors', mostBytesOf.archive)
  const texts = served.found ? (jsonOf(served.bytes) as { successors?: unknown } | null)?.successors : null
  const keys: VerifierKey[] = []
  let key = present
  for (const text of Array.isArray(texts) ? texts.toReversed() : []) {
    const note = typeof text === 'string' ? parseNote(text) : null
    const step = note && parseSuccession(note.text)
    if (!step || formatVerifierKey(step.to) !== formatVerifierKey(key) || (await checkSignature(note as Note, key)) !== 'valid') continue
    keys.push(step.from)
    key = step.from
  }
  return keys
}
