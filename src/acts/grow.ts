/** Growing the stored tiles by a batch of entries. Pure: which tiles to load is asked for by number. */
import { hash } from 'node:crypto'

export type StoredTile = { readonly level: number; readonly number: number; readonly hashes: Buffer }

const width = 256
const node = Buffer.allocUnsafe(65)
node[0] = 1

/** RFC 6962 leaf hash of one 32-byte entry. */
export function leafHash(entry: Uint8Array, scratch = Buffer.allocUnsafe(33)): Buffer {
  scratch[0] = 0
  scratch.set(entry, 1)
  return hash('sha256', scratch, 'buffer')
}

function join(left: Uint8Array, right: Uint8Array): Buffer {
  node.set(left, 1)
  node.set(right, 33)
  return hash('sha256', node, 'buffer')
}

/** Root of the tree over some hashes (at least one), RFC 6962: the left side is the largest power of two. */
function rootOf(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 1) return hashes[0]!
  let split = 1
  while (split * 2 < hashes.length) split *= 2
  return join(rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split)))
}

const parts = (hashes: Buffer): Buffer[] => Array.from({ length: hashes.length / 32 }, (_, i) => hashes.subarray(i * 32, i * 32 + 32))

/** Tiles that are not full at a size: the right edge of the tree, which growing needs and changes. */
export function edge(size: number): { level: number; number: number }[] {
  const tiles: { level: number; number: number }[] = []
  for (let level = 0, n = size; n > 0; level++, n = Math.floor(n / width)) {
    if (n % width !== 0) tiles.push({ level, number: Math.floor(n / width) })
  }
  return tiles
}

/**
 * @param size     leaves before
 * @param tiles    the stored tiles of `edge(size)`
 * @param entries  32 bytes each
 * @returns        every tile that is new or longer, the new size and the new root
 */
export function grow(size: number, tiles: readonly StoredTile[], entries: Buffer): { size: number; root: Buffer; tiles: StoredTile[] } {
  const levels: { number: number; hashes: Buffer[]; changed: boolean }[] = []
  const written: StoredTile[] = []
  for (let level = 0, n = size; n > 0; level++, n = Math.floor(n / width)) {
    const number = Math.floor(n / width)
    const stored = tiles.find((t) => t.level === level && t.number === number)
    if (n % width !== 0 && stored?.hashes.length !== (n % width) * 32) {
      throw new Error(`tile ${level}/${number} holds ${(stored?.hashes.length ?? 0) / 32} hashes, not ${n % width}: the stored log is damaged`)
    }
    levels.push({ number, hashes: stored ? parts(stored.hashes) : [], changed: false })
  }
  const push = (level: number, h: Buffer): void => {
    const at = (levels[level] ??= { number: 0, hashes: [], changed: false })
    at.hashes.push(h)
    at.changed = true
    if (at.hashes.length < width) return
    written.push({ level, number: at.number, hashes: Buffer.concat(at.hashes) })
    push(level + 1, Buffer.from(rootOf(at.hashes)))
    levels[level] = { number: at.number + 1, hashes: [], changed: false }
  }
  const scratch = Buffer.allocUnsafe(33)
  for (let i = 0; i < entries.length; i += 32) push(0, leafHash(entries.subarray(i, i + 32), scratch))
  for (const [level, at] of levels.entries()) {
    if (at.changed && at.hashes.length > 0) written.push({ level, number: at.number, hashes: Buffer.concat(at.hashes) })
  }
  return { size: size + entries.length / 32, root: edgeRoot(levels.map((l) => l.hashes)), tiles: written }
}

/** Root of a tree from its right edge alone: each level's unfinished tile, the highest to the left. */
function edgeRoot(levels: readonly (readonly Uint8Array[])[]): Buffer {
  let right: Uint8Array | null = null
  for (const hashes of levels) {
    if (hashes.length === 0) continue
    right = rootOf(right === null ? hashes : joinable(hashes, right))
  }
  return right === null ? hash('sha256', '', 'buffer') : Buffer.from(right)
}
// What hangs below the edge stands to the right of the finished hashes, as one more (smaller) subtree.
const joinable = (hashes: readonly Uint8Array[], right: Uint8Array): Uint8Array[] => [...hashes, right]
