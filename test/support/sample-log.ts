/** A whole log in memory, as a directory of resources: for tests and benches that need one to read, serve and damage. */
import type { KeyObject } from 'node:crypto'
import { hashBytes, leafHashes, sha256 } from '../../src/log/hash.ts'
import type { VerifierKey } from '../../src/log/note.ts'
import { bundledEntryBytes, type ReadLog } from '../../src/log/read.ts'
import { actState } from '../../src/log/recheck.ts'
import { privateKeyOf, signCheckpoint, verifierKeyOf } from '../../src/log/sign.ts'
import { growTiles, leavesUnder, parseTilePath, tilePath, tileWidth, type Tile } from '../../src/log/tiles.ts'

export type SampleLog = {
  readonly key: VerifierKey
  readonly privateKey: KeyObject
  /** resources by path below the log's prefix */
  readonly files: Map<string, Buffer>
  readonly size: number
  readonly root: Uint8Array
  /** appends so many entries and signs a new checkpoint */
  grow(entries: number): void
  /** full tiles and bundles replace what they were cut from; a partial one is the beginning of what is there */
  readonly read: ReadLog
}

/** Entries of 32 bytes, the same for the same seed and place. */
export function sampleEntries(seed: string, from: number, count: number): Buffer {
  const entries = Buffer.allocUnsafe(count * hashBytes)
  const start = sha256(Buffer.from(seed))
  for (let i = 0; i < count; i++) {
    entries.set(start, i * hashBytes)
    entries.writeBigUInt64BE(BigInt(from + i), i * hashBytes)
  }
  return entries
}

export function sampleLog(size: number, { seed = 'sample', origin = 'register.example/sample', privateKey = privateKeyOf(sha256(Buffer.from('sample key'))) } = {}): SampleLog {
  const files = new Map<string, Buffer>()
  const now = { size: 0, root: new Uint8Array(0), edge: [] as readonly Tile[] }
  const log: SampleLog = {
    key: verifierKeyOf(origin, privateKey), privateKey, files,
    get size() { return now.size },
    get root() { return now.root },
    grow(count) {
      const entries = sampleEntries(seed, now.size, count)
      const firstBundle = Math.floor(now.size / tileWidth)
      const bundles = Buffer.concat([files.get(tilePath({ level: 'entries', number: firstBundle, width: tileWidth })) ?? Buffer.alloc(0), bundled(entries)])
      for (let at = 0; at < bundles.length; at += tileWidth * bundledEntryBytes) {
        const number = firstBundle + at / (tileWidth * bundledEntryBytes)
        files.set(tilePath({ level: 'entries', number, width: tileWidth }), Buffer.from(bundles.subarray(at, at + tileWidth * bundledEntryBytes)))
      }
      const grown = growTiles(now.size, now.edge, leafHashes(entries))
      for (const { level, number, hashes } of grown.tiles) files.set(tilePath({ level, number, width: tileWidth }), Buffer.from(hashes))
      Object.assign(now, { size: grown.size, root: grown.root, edge: grown.edge })
      files.set('checkpoint', Buffer.from(signCheckpoint({ origin, size: now.size, root: now.root }, privateKey)))
    },
    read: async (path) => {
      const address = parseTilePath(path)
      if (path.startsWith('erasures?')) return { found: true, bytes: Buffer.from('{"erasures":[]}') }
      // The acts behind the entries, all as they were signed.
      if (address?.level === 'acts') {
        const bundle = await log.read(tilePath({ ...address, level: 'entries' }), 0)
        return bundle.found ? { found: true, bytes: asActs(bundle.bytes) } : bundle
      }
      const held = files.get(address ? tilePath({ ...address, width: tileWidth }) : path)
      const missing = { found: false, said: 'HTTP 404' } as const
      if (!held) return missing
      if (!address) return { found: true, bytes: held }
      // A tile that is still growing is not there under its full name; a partial one is cut from what is held.
      const inTree = Math.floor(now.size / (typeof address.level === 'string' ? 1 : leavesUnder(address.level))) - address.number * tileWidth
      if (inTree < address.width) return missing
      return { found: true, bytes: held.subarray(0, address.width * (address.level === 'entries' ? bundledEntryBytes : hashBytes)) }
    },
  }
  log.grow(size)
  return log
}

function bundled(entries: Buffer): Buffer {
  const count = entries.length / hashBytes
  const bundle = Buffer.allocUnsafe(count * bundledEntryBytes)
  for (let i = 0; i < count; i++) {
    bundle.writeUInt16BE(hashBytes, i * bundledEntryBytes)
    bundle.set(entries.subarray(i * hashBytes, (i + 1) * hashBytes), i * bundledEntryBytes + 2)
  }
  return bundle
}

function asActs(bundle: Uint8Array): Buffer {
  const count = bundle.length / bundledEntryBytes
  const acts = Buffer.alloc(count * (1 + hashBytes), actState.same)
  for (let i = 0; i < count; i++) acts.set(bundle.subarray(i * bundledEntryBytes + 2, (i + 1) * bundledEntryBytes), i * (1 + hashBytes) + 1)
  return acts
}
