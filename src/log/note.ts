/** Signed notes (C2SP signed-note): a text, a blank line, one line for each signature. Ed25519 only. */
import { fromBase64, fromUtf8, joinBytes, utf8 } from './bytes.ts'
import { verifyEd25519 } from './ed25519.ts'
import { sha256 } from './hash.ts'

/** What a signature is made over. A log signs the note itself; a witness adds the time (`cosignature.ts`). */
export const signatureType = { note: 0x01, cosignature: 0x04 } as const
export type SignatureType = (typeof signatureType)[keyof typeof signatureType]

/** Who may sign, as `name+id+base64(type ‖ public key)`. */
export type VerifierKey = {
  readonly name: string
  /** eight hexadecimal digits; tells keys of one name apart, protects nothing */
  readonly id: string
  readonly type: SignatureType
  /** 32 bytes */
  readonly publicKey: Uint8Array
}
export type NoteSignature = { readonly name: string; readonly id: string; readonly bytes: Uint8Array }
export type Note = {
  /** ends in a line feed */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}
/** Verifiers must put a bound; the specification asks for at least 16. */
const mostSignatures = 100
export const keyName = /^[^\s+]+$/u
const publicKeyBytes = 32

/** @returns null where the bytes are no signed note */
export function parseNote(note: Uint8Array | string): Note | null {
  const whole = typeof note === 'string' ? note : fromUtf8(note)
  // oxlint-disable-next-line no-control-regex -- these are what a note must not hold
  if (whole === null || /[\u0000-\u0009\u000b-\u001f]/.test(whole) || !whole.endsWith('\n')) return null
  const blank = whole.lastIndexOf('\n\n')
  if (blank < 0) return null
  const lines = whole.slice(blank + 2, -1).split('\n')
  if (lines.length > mostSignatures) return null
  const signatures: NoteSignature[] = []
  for (const line of lines) {
    const parts = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line)
    const bytes = parts && fromBase64(parts[2]!)
    if (!parts || !bytes || bytes.length < 5) return null
    signatures.push({ name: parts[1]!, id: bytes.subarray(0, 4).toHex(), bytes: bytes.subarray(4) })
  }
  return { text: whole.slice(0, blank + 1), signatures }
}

export const formatNote = (note: Note): string =>
  `${note.text}\n${note.signatures.map((s) => `\u2014 ${s.name} ${joinBytes([Uint8Array.fromHex(s.id), s.bytes]).toBase64()}\n`).join('')}`

/**
 * `absent`: none by this key. `invalid`: the note says this key signed it, and it did not. `unchecked`: this machine
 * cannot check such signatures.
 */
export async function checkSignature(note: Note, key: VerifierKey): Promise<'valid' | 'invalid' | 'absent' | 'unchecked'> {
  const own = note.signatures.filter((s) => s.name === key.name && s.id === key.id)
  if (own.length === 0) return 'absent'
  for (const { bytes } of own) {
    const valid = bytes.length === 64 && (await verifyEd25519(utf8(note.text), key.publicKey, bytes))
    if (valid !== true) return valid === null ? 'unchecked' : 'invalid'
  }
  return 'valid'
}

/** @param publicKey 32 bytes */
export function verifierKey(name: string, publicKey: Uint8Array, type: SignatureType = signatureType.note): VerifierKey {
  return { name, id: keyId(name, type, publicKey), type, publicKey }
}

export const formatVerifierKey = (key: VerifierKey): string =>
  `${key.name}+${key.id}+${joinBytes([Uint8Array.of(key.type), key.publicKey]).toBase64()}`

/** @returns null where the text is no Ed25519 verifier key, or its id is not that of its name and key */
export function parseVerifierKey(text: string): VerifierKey | null {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text.trim())
  const bytes = parts && fromBase64(parts[3]!)
  if (!parts || bytes?.length !== 1 + publicKeyBytes) return null
  const type = Object.values(signatureType).find((t) => t === bytes[0])
  if (type === undefined) return null
  const key = verifierKey(parts[1]!, bytes.subarray(1), type)
  return key.id === parts[2] ? key : null
}

const keyId = (name: string, type: SignatureType, publicKey: Uint8Array): string =>
  sha256(joinBytes([utf8(`${name}\n`), Uint8Array.of(type), publicKey])).subarray(0, 4).toHex()
