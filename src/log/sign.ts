/** The log's own part, in Node alone: signing notes and checkpoints. Whoever checks needs nothing of it. */
import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto'
import { utf8 } from './bytes.ts'
import { checkpointText, type Checkpoint } from './checkpoint.ts'
import { formatNote, keyName, signatureType, verifierKey, type NoteSignature, type SignatureType, type VerifierKey } from './note.ts'

const publicKeyHeaderBytes = 12
const privateKeyHeader = Buffer.from('302e020100300506032b657004220420', 'hex')

/** An Ed25519 private key from its seed of 32 bytes. */
export const privateKeyOf = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([privateKeyHeader, seed]), format: 'der', type: 'pkcs8' })

/** @param key the private or the public key, or its PEM */
export function verifierKeyOf(name: string, key: KeyObject | string, type: SignatureType = signatureType.note): VerifierKey {
  const publicKey = typeof key === 'string' || key.type === 'private' ? createPublicKey(key as string) : key
  if (publicKey.asymmetricKeyType !== 'ed25519') throw new RangeError('a log signs with an Ed25519 key')
  return verifierKey(name, new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(publicKeyHeaderBytes)), type)
}

/** Signs a text that ends in a line feed. @throws {RangeError} where name or text cannot stand in a note */
export function signNote(text: string, name: string, privateKey: KeyObject): NoteSignature {
  if (!text.endsWith('\n') || text.startsWith('\n') || !keyName.test(name)) throw new RangeError('not a text or name of a signed note')
  return { name, id: verifierKeyOf(name, privateKey).id, bytes: new Uint8Array(sign(null, utf8(text), privateKey)) }
}

/** The whole signed note. The key bears the log's name. */
export function signCheckpoint(checkpoint: Omit<Checkpoint, 'extensions'> & Partial<Checkpoint>, privateKey: KeyObject): string {
  const text = checkpointText(checkpoint)
  return formatNote({ text, signatures: [signNote(text, checkpoint.origin, privateKey)] })
}
