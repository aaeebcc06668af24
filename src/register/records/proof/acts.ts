/** The proof of one act: its place in the log under the newest checkpoint. */
import * as log from '../../../acts/store.ts'
import { type ProofBundle, proofBundle } from '../../../log/proof.ts'
import { hashOf, inclusionNodes, tilesFor } from '../../../log/tree.ts'
import type { Ports } from '../../../ports.ts'
import * as store from '../store.ts'

/** An act with its place in the log. @param withContent false: its entry alone. @returns null while it is still on its way into the log */
export async function proofOf(ports: Ports, code: string, actId: number, withContent: boolean): Promise<ProofBundle | null> {
  const [checkpoint, leaf, act] = await Promise.all([
    log.newestCheckpoint(ports.database), log.leafOf(ports.database, actId), store.provable(ports.publicReads, code, actId),
  ])
  if (checkpoint === null || leaf === null || leaf >= checkpoint.size) return null
  if (act === null) throw new log.LogDamaged(`act ${actId}`)
  const nodes = inclusionNodes(leaf, checkpoint.size)
  const tiles = new Map<string, Buffer>()
  for (const t of tilesFor(nodes, checkpoint.size)) tiles.set(`${t.level}/${t.number}`, await log.requireTile(ports.database, t.level, t.number, t.width))
  const path = nodes.map((node) => hashOf(node, (t) => tiles.get(`${t.level}/${t.number}`)!))
  // What is not shown is proved by its entry in the log alone.
  const { entry, head, salt, content } = act
  return proofBundle(checkpoint.note, [!withContent || content === null || salt === null || head === null
    ? { commitment: entry, leaf, path } : { head, content, salt, leaf, path }])
}
