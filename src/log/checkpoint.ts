/** Checkpoints (C2SP tlog-checkpoint): the size and root a log has signed and cannot take back. */
import { fromBase64 } from './bytes.ts'
import { hashBytes } from './hash.ts'
import { checkSignature, parseNote, type Note, type VerifierKey } from './note.ts'

export type Checkpoint = {
  /** which log: its name, the first line */
  readonly origin: string
  /** leaves */
  readonly size: number
  readonly root: Uint8Array
  /** further lines, signed but without meaning here */
  readonly extensions: readonly string[]
}

export function checkpointText({ origin, size, root, extensions = [] }: Omit<Checkpoint, 'extensions'> & Partial<Checkpoint>): string {
  const lines = [origin, String(size), root.toBase64(), ...extensions]
  if (lines.some((line) => line === '' || line.includes('\n')) || root.length !== hashBytes) throw new RangeError('not a checkpoint')
  return `${lines.join('\n')}\n`
}

/** @returns null where the text is no checkpoint */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin, size, rootText, ...rest] = text.split('\n')
  if (!origin || size === undefined || rootText === undefined || rest.pop() !== '' || rest.includes('')) return null
  const root = fromBase64(rootText)
  if (!/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)) || root?.length !== hashBytes) return null
  return { origin, size: Number(size), root, extensions: rest }
}

export type OpenedCheckpoint = { readonly note: Note; readonly checkpoint: Checkpoint }

/** What a note says, before anyone asks who signed it. Not to be relied on. */
export function readCheckpoint(bytes: Uint8Array | string): OpenedCheckpoint | null {
  const note = parseNote(bytes)
  const checkpoint = note && parseCheckpoint(note.text)
  return note && checkpoint ? { note, checkpoint } : null
}

/** `unchecked`: signed or not, this machine cannot tell */
export type CheckpointFault = 'malformed' | 'unsigned' | 'forged' | 'unchecked'

/** A checkpoint its log did sign, or why it is none. */
export async function openCheckpoint(
  bytes: Uint8Array | string, key: VerifierKey,
): Promise<({ readonly ok: true } & OpenedCheckpoint) | { readonly ok: false; readonly fault: CheckpointFault }> {
  const opened = readCheckpoint(bytes)
  if (!opened) return { ok: false, fault: 'malformed' }
  const signature = await checkSignature(opened.note, key)
  // A key signs for its own log only: the same key under another origin would let two histories pass for one.
  if (signature === 'absent' || opened.checkpoint.origin !== key.name) return { ok: false, fault: 'unsigned' }
  return signature === 'valid' ? { ok: true, ...opened } : { ok: false, fault: signature === 'invalid' ? 'forged' : signature }
}
