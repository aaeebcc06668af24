/**
 * What was erased, said in the log itself: an act that names the entries whose content is gone, and nothing else of them. So
 * anyone can tell an erasure from a loss without being shown whose record it was.
 */
import type { Db, Tx } from '../database/db.ts'
import { erasureKind, type PublishedErasure } from '../log/recheck.ts'
import type { Ports } from '../ports.ts'
import { canonicalJson } from './act.ts'
import { appendActs } from './append.ts'

/** In the transaction that erases; and at the start, for what was erased before there was such an act. @returns how many were named */
export async function declareErasures(tx: Tx, ports: Pick<Ports, 'law' | 'now' | 'today' | 'randomBytes'>): Promise<number> {
  const acts = await tx.rows<{ act_id: number; entry: Buffer }>`select * from undeclared_erasures()`
  if (acts.length === 0) return 0
  const { firstAct } = await appendActs(tx, ports, {
    kind: erasureKind, actor: 'operator', rules: [], acts: [{ subject: '', content: canonicalJson({ entries: acts.map(({ entry }) => entry.toString('hex')) }) }],
  })
  await tx.run`
    insert into erasure_declared (act_id, declared_by)
    select act, ${firstAct}::bigint from unnest(${acts.map(({ act_id }) => act_id)}::bigint[]) as act`
  return acts.length
}

/** Acts of erasure that stand in the log behind a leaf, in the order of their leaves. */
export async function publishedErasures(db: Db, after: number, limit: number): Promise<PublishedErasure[]> {
  const rows = await db.rows<{ leaf: number; head: string; content: string; salt: Buffer }>`select * from log_erasures(${after}, ${limit})`
  return rows.map(({ leaf, head, content, salt }) => ({ leaf, head, content, salt: salt.toString('base64') }))
}
