/** Cosignatures of witnesses (C2SP tlog-cosignature v1, type 0x04): someone else saw this checkpoint, and when. */
import { utf8 } from './bytes.ts'
import { verifyEd25519 } from './ed25519.ts'
import { signatureType, type Note, type NoteSignature, type VerifierKey } from './note.ts'

export type Cosignature = {
  /** seconds since 1970-01-01T00:00Z */
  readonly timestamp: bigint
  readonly signature: Uint8Array
}

/** @returns null where the bytes are not a time and an Ed25519 signature */
export function parseCosignature({ bytes }: NoteSignature): Cosignature | null {
  if (bytes.length !== 72) return null
  const timestamp = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0)
  return timestamp < 1n << 63n ? { timestamp, signature: bytes.subarray(8) } : null
}

/** What a witness signs. @param text a checkpoint's text, without its signatures */
export const cosignedMessage = (text: string, timestamp: bigint): Uint8Array => utf8(`cosignature/v1\ntime ${timestamp}\n${text}`)

/** When this witness says it saw the checkpoint; null where it did not sign, or not this text at this time. */
export async function verifyCosignature(note: Note, witness: VerifierKey): Promise<bigint | null> {
  if (witness.type !== signatureType.cosignature) return null
  const own = note.signatures.filter((s) => s.name === witness.name && s.id === witness.id)
  const cosignatures = own.map(parseCosignature)
  for (const c of cosignatures) {
    if (c === null || !(await verifyEd25519(cosignedMessage(note.text, c.timestamp), witness.publicKey, c.signature))) return null
  }
  return cosignatures[0]?.timestamp ?? null
}
