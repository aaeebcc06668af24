/** Hashes of the Merkle tree (RFC 6962 section 2.1, RFC 9162 section 2.1.1). SHA-256 throughout. */
import { hash } from 'node:crypto'

/** Bytes of one hash. */
export const hashBytes = 32

// One-shot hashing to a binary string, written back, is three times as fast as asking for a buffer each time. The
// work space is shared: every function below leaves it before it returns.
const leafInput = Buffer.alloc(1 + hashBytes)
const nodeInput = Buffer.alloc(1 + 2 * hashBytes, 1)

export const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer')

/** Root of the tree without leaves. */
export const emptyRoot = sha256(new Uint8Array(0))

/** Leaf hash of an entry of any length. */
export function leafHash(entry: Uint8Array): Buffer {
  const input = Buffer.alloc(1 + entry.length)
  input.set(entry, 1)
  return sha256(input)
}

/** Leaf hashes of entries of 32 bytes each, one after the other. */
export function leafHashes(entries: Uint8Array): Buffer {
  if (entries.length % hashBytes !== 0) throw new RangeError(`entries of ${hashBytes} bytes do not fill ${entries.length} bytes`)
  const leaves = Buffer.allocUnsafe(entries.length)
  for (let at = 0; at < entries.length; at += hashBytes) {
    leafInput.set(entries.subarray(at, at + hashBytes), 1)
    leaves.write(hash('sha256', leafInput, 'binary'), at, 'binary')
  }
  return leaves
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  nodeInput.set(left, 1)
  nodeInput.set(right, 1 + hashBytes)
  return sha256(nodeInput)
}

/**
 * Root over consecutive hashes, at least one. Pairing neighbours and passing a lone last one up gives the tree of
 * RFC 6962. The last hash may stand for an incomplete subtree, as at the right edge of a log.
 */
export function rootOf(hashes: Uint8Array): Buffer {
  if (hashes.length === 0 || hashes.length % hashBytes !== 0) throw new RangeError(`no whole hashes in ${hashes.length} bytes`)
  const level = Buffer.from(hashes)
  for (let count = level.length / hashBytes; count > 1; count = Math.ceil(count / 2)) {
    for (let pair = 0; pair * 2 < count; pair++) {
      const from = pair * 2 * hashBytes
      if (pair * 2 + 1 === count) level.copyWithin(pair * hashBytes, from, from + hashBytes)
      else {
        nodeInput.set(level.subarray(from, from + 2 * hashBytes), 1)
        level.write(hash('sha256', nodeInput, 'binary'), pair * hashBytes, 'binary')
      }
    }
  }
  return Buffer.from(level.subarray(0, hashBytes))
}
