/**
 * Inclusion and consistency proofs (RFC 6962 sections 2.1.1 and 2.1.2). What a proof needs is computed here; fetching
 * it is the caller's.
 */
import { equalBytes } from './bytes.ts'
import { hashBytes, nodeHash, rootOf } from './hash.ts'
import { leavesUnder, tileWidth, widthAt, type TileAt, type TileSpan } from './tiles.ts'

/** The tree's node over the leaves from `start` to `end`, exclusive. */
export type Node = { readonly start: number; readonly end: number }
/** Hashes of a tile; the caller has fetched those that `tilesFor` named. */
export type ReadTile = (tile: TileAt) => Uint8Array

/** Leaves in the left branch of a node over `leaves` > 1: the largest power of two below. */
export function leftBranch(leaves: number): number {
  let left = 1
  while (left * 2 < leaves) left *= 2
  return left
}

/**
 * The nodes beside the way from a leaf up to the root, lowest first. At most ⌈log2 size⌉.
 *
 * @throws {RangeError} unless 0 <= leaf < size
 */
export function inclusionNodes(leaf: number, size: number): Node[] {
  if (!Number.isSafeInteger(leaf) || leaf < 0 || leaf >= size) throw new RangeError(`no leaf ${leaf} in a tree of ${size}`)
  const nodes: Node[] = []
  for (let [start, end] = [0, size]; end - start > 1;) {
    const middle = start + leftBranch(end - start)
    if (leaf < middle) {
      nodes.push({ start: middle, end })
      end = middle
    } else {
      nodes.push({ start, end: middle })
      start = middle
    }
  }
  return nodes.toReversed()
}

/**
 * The nodes that show a tree of `from` leaves to be the beginning of one of `to`, lowest first.
 *
 * @throws {RangeError} unless 0 <= from <= to
 */
export function consistencyNodes(from: number, to: number): Node[] {
  if (!Number.isSafeInteger(from) || from < 0 || from > to) throw new RangeError(`a tree of ${from} cannot begin one of ${to}`)
  if (from === 0 || from === to) return []
  const nodes: Node[] = []
  let [start, end] = [0, to]
  while (from !== end) {
    const middle = start + leftBranch(end - start)
    if (from <= middle) {
      nodes.push({ start: middle, end })
      end = middle
    } else {
      nodes.push({ start, end: middle })
      start = middle
    }
  }
  // Where the older tree is one whole node of the newer, its root is known to the reader already.
  if (start > 0) nodes.push({ start, end })
  return nodes.toReversed()
}

/** The tiles that hold what these nodes are made of, in a tree of `size` leaves. */
export function tilesFor(nodes: readonly Node[], size: number): TileSpan[] {
  const spans = new Map<string, TileSpan>()
  for (const piece of nodes.flatMap(pieces)) {
    const at = { level: piece.level, number: Math.floor(piece.first / tileWidth) }
    spans.set(`${at.level}/${at.number}`, { ...at, width: widthAt(size, at) })
  }
  return [...spans.values()]
}

/** The hash of a node, from tiles. */
export function hashOf(node: Node, read: ReadTile): Uint8Array {
  const subtrees = pieces(node).map(({ level, first, count }) => {
    const within = (first % tileWidth) * hashBytes
    return rootOf(read({ level, number: Math.floor(first / tileWidth) }).subarray(within, within + count * hashBytes))
  })
  return subtrees.reduceRight((right, left) => nodeHash(left, right))
}

export const inclusionProof = (leaf: number, size: number, read: ReadTile): Uint8Array[] => inclusionNodes(leaf, size).map((node) => hashOf(node, read))

export const consistencyProof = (from: number, to: number, read: ReadTile): Uint8Array[] => consistencyNodes(from, to).map((node) => hashOf(node, read))

/** Why a proof proves nothing. */
export type Unproved =
  /** a tree without leaves holds nothing, and every tree begins with it */
  | 'empty-tree'
  /** no such leaf, or no such beginning, of a tree of this size */
  | 'out-of-range'
  /** a leaf hash, root or hash of the proof that has not 32 bytes: missing, shortened, of another kind */
  | 'not-a-hash'
  /** more or fewer hashes than a proof at this place has */
  | 'proof-length'
  /** it leads to another root */
  | 'root-differs'
export type Outcome = { readonly proved: true } | { readonly proved: false; readonly reason: Unproved }
const unproved = (reason: Unproved): Outcome => ({ proved: false, reason })

const isHash = (hash: Uint8Array): boolean => hash.length === hashBytes
/** Two hashes are the same. What is missing is the same as nothing, not even as another missing one. */
const sameHash = (a: Uint8Array, b: Uint8Array): boolean => isHash(a) && isHash(b) && equalBytes(a, b)

/** The root a proof leads to; null where leaf, hashes or their number cannot be those of such a proof. */
export function rootFromInclusion(leaf: number, size: number, leafHash: Uint8Array, proof: readonly Uint8Array[]): Uint8Array | null {
  const led = ledByInclusion(leaf, size, leafHash, proof)
  return typeof led === 'string' ? null : led
}

function ledByInclusion(leaf: number, size: number, leafHash: Uint8Array, proof: readonly Uint8Array[]): Uint8Array | Unproved {
  if (size === 0) return 'empty-tree'
  if (!Number.isSafeInteger(leaf) || !Number.isSafeInteger(size) || leaf < 0 || leaf >= size) return 'out-of-range'
  if (![leafHash, ...proof].every(isHash)) return 'not-a-hash'
  const nodes = inclusionNodes(leaf, size)
  if (nodes.length !== proof.length) return 'proof-length'
  return nodes.reduce<Uint8Array>((hash, node, i) => (node.start > leaf ? nodeHash(hash, proof[i]!) : nodeHash(proof[i]!, hash)), leafHash)
}

/** Whether the leaf is in the tree of this root, and if not shown, why. */
export function checkInclusion(leaf: number, size: number, leafHash: Uint8Array, proof: readonly Uint8Array[], root: Uint8Array): Outcome {
  const led = ledByInclusion(leaf, size, leafHash, proof)
  if (typeof led === 'string') return unproved(led)
  if (!isHash(root)) return unproved('not-a-hash')
  return sameHash(led, root) ? { proved: true } : unproved('root-differs')
}

export const verifyInclusion = (leaf: number, size: number, leafHash: Uint8Array, proof: readonly Uint8Array[], root: Uint8Array): boolean =>
  checkInclusion(leaf, size, leafHash, proof, root).proved

type Roots = { readonly from: Uint8Array; readonly to: Uint8Array }

/** The roots of the older and of the newer tree a proof leads to; null where sizes, hashes or their number cannot be those of such a proof. */
export function rootsFromConsistency(from: number, to: number, fromRoot: Uint8Array, proof: readonly Uint8Array[]): Roots | null {
  const led = ledByConsistency(from, to, fromRoot, proof)
  return typeof led === 'string' ? null : led
}

function ledByConsistency(from: number, to: number, fromRoot: Uint8Array, proof: readonly Uint8Array[]): Roots | Unproved {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from > to) return 'out-of-range'
  if (from === 0) return 'empty-tree'
  if (![fromRoot, ...proof].every(isHash)) return 'not-a-hash'
  const nodes = consistencyNodes(from, to)
  if (nodes.length !== proof.length) return 'proof-length'
  const rest = [...proof]
  const start = from < to && nodes.length > 0 && nodes[0]!.end === from ? rest.shift()! : fromRoot
  const beside = nodes.slice(nodes.length - rest.length)
  let older = start
  let newer = start
  for (const [i, hash] of rest.entries()) {
    if (beside[i]!.start >= from) newer = nodeHash(newer, hash)
    else [older, newer] = [nodeHash(hash, older), nodeHash(hash, newer)]
  }
  return { from: older, to: newer }
}

/**
 * Whether the newer tree begins with the older, and if not shown, why. Two of one size must be one: no hash is computed then, and
 * roots that are there are compared as they were given (the public vectors have it so); a checkpoint with a root of another length is none.
 */
export function checkBeginning(from: number, to: number, fromRoot: Uint8Array, toRoot: Uint8Array, proof: readonly Uint8Array[]): Outcome {
  const one = Number.isSafeInteger(from) && from === to && from > 0 && proof.length === 0
  if (one && fromRoot.length > 0 && equalBytes(fromRoot, toRoot)) return { proved: true }
  const led = ledByConsistency(from, to, fromRoot, proof)
  if (typeof led === 'string') return unproved(led)
  if (!isHash(toRoot)) return unproved('not-a-hash')
  return sameHash(led.from, fromRoot) && sameHash(led.to, toRoot) ? { proved: true } : unproved('root-differs')
}

export const verifyConsistency = (from: number, to: number, fromRoot: Uint8Array, toRoot: Uint8Array, proof: readonly Uint8Array[]): boolean =>
  checkBeginning(from, to, fromRoot, toRoot, proof).proved

type Piece = { readonly level: number; readonly first: number; readonly count: number }

/** A node as full subtrees, left to right; each lies in one tile, as `count` hashes of a level from the `first` on. */
function pieces({ start, end }: Node): Piece[] {
  const found: Piece[] = []
  for (let at = start; at < end;) {
    let leaves = 1
    let level = 0
    while (leaves * 2 <= end - at) leaves *= 2
    while (leavesUnder(level + 1) <= leaves) level++
    found.push({ level, first: at / leavesUnder(level), count: leaves / leavesUnder(level) })
    at += leaves
  }
  return found
}
