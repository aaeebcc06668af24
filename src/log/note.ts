/** Signed notes (C2SP signed-note): a text, a blank line, one line for each signature. Ed25519 only. */
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
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
  readonly publicKey: KeyObject
}
export type NoteSignature = { readonly name: string; readonly id: string; readonly bytes: Buffer }
export type Note = {
  /** ends in a line feed */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}
/** Verifiers must put a bound; the specification asks for at least 16. */
const mostSignatures = 100
const keyName = /^[^\s+]+$/u
const publicKeyHeader = Buffer.from('302a300506032b6570032100', 'hex')
const privateKeyHeader = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The bytes of a note or key, or null where they are not written in the one canonical way. */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}

/** @returns null where the bytes are no signed note */
export function parseNote(note: Uint8Array | string): Note | null {
  const whole = typeof note === 'string' ? note : decodeUtf8(note)
  // oxlint-disable-next-line no-control-regex -- these are what a note must not hold
  if (whole === null || /[\u0000-\u0009\u000b-\u001f]/.test(whole) || !whole.endsWith('\n')) return null
  const blank = whole.lastIndexOf('\n\n')
  if (blank < 0) return null
  const lines = whole.slice(blank + 2, -1).split('\n')
  if (lines.length > mostSignatures) return null
  const signatures: NoteSignature[] = []
  for (const line of lines) {
    const parts = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line)
    const bytes = parts && decodeBase64(parts[2]!)
    if (!parts || !bytes || bytes.length < 5) return null
    signatures.push({ name: parts[1]!, id: bytes.toString('hex', 0, 4), bytes: bytes.subarray(4) })
  }
  return { text: whole.slice(0, blank + 1), signatures }
}

export const formatNote = (note: Note): string =>
  `${note.text}\n${note.signatures.map((s) => `\u2014 ${s.name} ${Buffer.concat([Buffer.from(s.id, 'hex'), s.bytes]).toString('base64')}\n`).join('')}`

/** Signs a text that ends in a line feed. @throws {RangeError} where name or text cannot stand in a note */
export function signNote(text: string, name: string, privateKey: KeyObject): NoteSignature {
  if (!text.endsWith('\n') || text.startsWith('\n') || !keyName.test(name)) throw new RangeError('not a text or name of a signed note')
  return { name, id: verifierKey(name, privateKey).id, bytes: sign(null, Buffer.from(text), privateKey) }
}

/** `absent`: none by this key. `invalid`: the note says this key signed it, and it did not. */
export function checkSignature(note: Note, key: VerifierKey): 'valid' | 'invalid' | 'absent' {
  const own = note.signatures.filter((s) => s.name === key.name && s.id === key.id)
  if (own.length === 0) return 'absent'
  return own.every((s) => s.bytes.length === 64 && verify(null, Buffer.from(note.text), key.publicKey, s.bytes)) ? 'valid' : 'invalid'
}

/** @param key the private or the public key */
export function verifierKey(name: string, key: KeyObject, type: SignatureType = signatureType.note): VerifierKey {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  if (publicKey.asymmetricKeyType !== 'ed25519') throw new RangeError('a log signs with an Ed25519 key')
  return { name, id: keyId(name, type, rawKey(publicKey)), type, publicKey }
}

export const formatVerifierKey = (key: VerifierKey): string =>
  `${key.name}+${key.id}+${Buffer.concat([Buffer.of(key.type), rawKey(key.publicKey)]).toString('base64')}`

/** @returns null where the text is no Ed25519 verifier key, or its id is not that of its name and key */
export function parseVerifierKey(text: string): VerifierKey | null {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text.trim())
  const bytes = parts && decodeBase64(parts[3]!)
  if (!parts || bytes?.length !== 33) return null
  const [name, id] = [parts[1]!, parts[2]!]
  const type = Object.values(signatureType).find((t) => t === bytes[0])
  if (type === undefined || keyId(name, type, bytes.subarray(1)) !== id) return null
  return { name, id, type, publicKey: createPublicKey({ key: Buffer.concat([publicKeyHeader, bytes.subarray(1)]), format: 'der', type: 'spki' }) }
}

/** An Ed25519 private key from its seed of 32 bytes. */
export const privateKeyOf = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([privateKeyHeader, seed]), format: 'der', type: 'pkcs8' })

const rawKey = (publicKey: KeyObject): Buffer => publicKey.export({ format: 'der', type: 'spki' }).subarray(publicKeyHeader.length)

const keyId = (name: string, type: SignatureType, publicKey: Uint8Array): string =>
  sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), publicKey])).toString('hex', 0, 4)

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
