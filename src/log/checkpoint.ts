/** Checkpoints (C2SP tlog-checkpoint): the size and root a log has signed and cannot take back. */
import type { KeyObject } from 'node:crypto'
import { hashBytes } from './hash.ts'
import { checkSignature, decodeBase64, formatNote, parseNote, signNote, type Note, type VerifierKey } from './note.ts'

export type Checkpoint = {
  /** which log: its name, the first line */
  readonly origin: string
  /** leaves */
  readonly size: number
  readonly root: Buffer
  /** further lines, signed but without meaning here */
  readonly extensions: readonly string[]
}

export function checkpointText({ origin, size, root, extensions = [] }: Omit<Checkpoint, 'extensions'> & Partial<Checkpoint>): string {
  const lines = [origin, String(size), root.toString('base64'), ...extensions]
  if (lines.some((line) => line === '' || line.includes('\n')) || root.length !== hashBytes) throw new RangeError('not a checkpoint')
  return `${lines.join('\n')}\n`
}

/** @returns null where the text is no checkpoint */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin, size, rootText, ...rest] = text.split('\n')
  if (!origin || size === undefined || rootText === undefined || rest.pop() !== '' || rest.includes('')) return null
  const root = decodeBase64(rootText)
  if (!/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)) || root?.length !== hashBytes) return null
  return { origin, size: Number(size), root, extensions: rest }
}

/** The whole signed note. The key bears the log's name. */
export function signCheckpoint(checkpoint: Omit<Checkpoint, 'extensions'> & Partial<Checkpoint>, privateKey: KeyObject): string {
  const text = checkpointText(checkpoint)
  return formatNote({ text, signatures: [signNote(text, checkpoint.origin, privateKey)] })
}

export type OpenedCheckpoint = { readonly note: Note; readonly checkpoint: Checkpoint }

/** What a note says, before anyone asks who signed it. Not to be relied on. */
export function readCheckpoint(bytes: Uint8Array | string): OpenedCheckpoint | null {
  const note = parseNote(bytes)
  const checkpoint = note && parseCheckpoint(note.text)
  return note && checkpoint ? { note, checkpoint } : null
}

export type CheckpointFault = 'malformed' | 'unsigned' | 'forged'

/** A checkpoint its log did sign, or why it is none. */
export function openCheckpoint(
  bytes: Uint8Array | string, key: VerifierKey,
): ({ readonly ok: true } & OpenedCheckpoint) | { readonly ok: false; readonly fault: CheckpointFault } {
  const opened = readCheckpoint(bytes)
  if (!opened) return { ok: false, fault: 'malformed' }
  const signature = checkSignature(opened.note, key)
  // A key signs for its own log only: the same key under another origin would let two histories pass for one.
  if (signature === 'absent' || opened.checkpoint.origin !== key.name) return { ok: false, fault: 'unsigned' }
  return signature === 'valid' ? { ok: true, ...opened } : { ok: false, fault: 'forged' }
}
