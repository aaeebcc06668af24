/** Signing a checkpoint: C2SP tlog-checkpoint in a signed note. Pure. */
import { createPublicKey, hash, type KeyObject, sign } from 'node:crypto'

/** @param key Ed25519; the key's name is the log's origin */
export function signCheckpoint(checkpoint: { readonly origin: string; readonly size: number; readonly root: Uint8Array }, key: KeyObject): string {
  const { origin, size, root } = checkpoint
  const text = `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`
  const raw = createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-32)
  const keyHash = hash('sha256', Buffer.concat([Buffer.from(`${origin}\n`), Buffer.of(1), raw]), 'buffer').subarray(0, 4)
  return `${text}\n— ${origin} ${Buffer.concat([keyHash, sign(null, Buffer.from(text), key)]).toString('base64')}\n`
}
