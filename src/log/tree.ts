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

/** The root a proof leads to; null where it has not as many hashes as such a proof has. */
export function rootFromInclusion(leaf: number, size: number, leafHash: Uint8Array, proof: readonly Uint8Array[]): Uint8Array | null {
  if (!Number.isSafeInteger(leaf) || !Number.isSafeInteger(size) || leaf < 0 || leaf >= size) return null
  const nodes = inclusionNodes(leaf, size)
  if (nodes.length !== proof.length || proof.some((hash) => hash.length !== hashBytes)) return null
  return nodes.reduce<Uint8Array>((hash, node, i) => (node.start > leaf ? nodeHash(hash, proof[i]!) : nodeHash(proof[i]!, hash)), leafHash)
}

export const verifyInclusion = (leaf: number, size: number, leafHash: Uint8Array, proof: readonly Uint8Array[], root: Uint8Array): boolean =>
  equalBytes(rootFromInclusion(leaf, size, leafHash, proof) ?? new Uint8Array(0), root)

/** The roots of the older and of the newer tree a proof leads to; null where it has not the right number of hashes. */
export function rootsFromConsistency(
  from: number, to: number, fromRoot: Uint8Array, proof: readonly Uint8Array[],
): { readonly from: Uint8Array; readonly to: Uint8Array } | null {
  const nodes = consistencyNodes(from, to)
  if (nodes.length !== proof.length || proof.some((hash) => hash.length !== hashBytes)) return null
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

/** Every tree begins with the tree without leaves; two of one size must be one. */
export function verifyConsistency(from: number, to: number, fromRoot: Uint8Array, toRoot: Uint8Array, proof: readonly Uint8Array[]): boolean {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from > to) return false
  if (from === 0) return proof.length === 0
  const roots = rootsFromConsistency(from, to, fromRoot, proof)
  return roots !== null && equalBytes(roots.from, fromRoot) && equalBytes(roots.to, toRoot)
}

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
