/** A log's newest checkpoint against one seen before: did it only grow? */
import { equalBytes } from './bytes.ts'
import type { Checkpoint } from './checkpoint.ts'
import { bad, good, type Finding } from './finding.ts'
import { emptyRoot, hashBytes } from './hash.ts'
import { readTile, type ReadLog } from './read.ts'
import { consistencyNodes, hashOf, rootsFromConsistency, tilesFor, type Node, type ReadTile } from './tree.ts'

/**
 * Both checkpoints bear the log's signature. Two of one size with different roots, or a later one that does not
 * contain the earlier, are evidence against the log that it signed itself.
 */
export async function checkConsistency(seen: Checkpoint | null, now: Checkpoint, read: ReadLog): Promise<Finding> {
  if (seen === null) return good('first-seen', { size: now.size })
  const facts = { from: seen.size, to: now.size }
  if (seen.origin !== now.origin) return bad('origin-changed', { was: seen.origin, is: now.origin })
  if (now.size < seen.size) return bad('rollback', facts)
  if (now.size === seen.size) {
    return equalBytes(now.root, seen.root) ? good('unchanged', { size: now.size }) : bad('split-view', { ...facts, ...roots(seen.root, now.root) })
  }
  // Every tree begins with the one without leaves: that it was seen says nothing of what came after.
  if (seen.size === 0) return equalBytes(seen.root, emptyRoot) ? good('nothing-before', facts) : bad('history-rewritten', { ...facts, ...roots(seen.root, emptyRoot) })

  const older: Node = { start: 0, end: seen.size }
  const beside = consistencyNodes(seen.size, now.size)
  const tiles = await readTiles([older, ...beside], now.size, read)
  if (tiles === null) return bad('consistency-unproven', facts)
  const rebuilt = hashOf(older, tiles)
  const led = rootsFromConsistency(seen.size, now.size, rebuilt, beside.map((node) => hashOf(node, tiles)))
  // Tiles that do not even lead to the newer root say nothing about the older one.
  if (led === null || !equalBytes(led.to, now.root) || !equalBytes(led.from, rebuilt)) return bad('consistency-unproven', facts)
  return equalBytes(rebuilt, seen.root) ? good('consistency', facts) : bad('history-rewritten', { ...facts, ...roots(seen.root, rebuilt) })
}

const roots = (was: Uint8Array, is: Uint8Array) => ({ was: was.toHex(), is: is.toHex() })

/** The tiles behind some nodes of a tree; null where one is not served as it must be. Their content is not yet checked. */
export async function readTiles(nodes: readonly Node[], size: number, read: ReadLog): Promise<ReadTile | null> {
  const tiles = new Map<string, Uint8Array>()
  for (const span of tilesFor(nodes, size)) {
    const served = await readTile(read, span)
    if (!served.found || served.bytes.length !== served.expect * hashBytes) return null
    tiles.set(`${span.level}/${span.number}`, served.bytes)
  }
  return ({ level, number }) => tiles.get(`${level}/${number}`)!
}
