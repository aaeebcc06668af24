/** The log goes on under another name and key, in one transaction with the act that says so. The register is stopped meanwhile. */
import { createPrivateKey } from 'node:crypto'
import type { Db, Tx } from '../database/db.ts'
import { openCheckpoint } from '../log/checkpoint.ts'
import { emptyRoot } from '../log/hash.ts'
import { formatNote, formatVerifierKey, parseVerifierKey } from '../log/note.ts'
import { signNote, verifierKeyOf } from '../log/sign.ts'
import { successionText, type Succession } from '../log/successor.ts'
import { type Outcome, ok, refuse } from '../law/outcome.ts'
import type { Ports } from '../ports.ts'
import { canonicalJson } from './act.ts'
import { appendActs } from './append.ts'
import { rootAt } from './last-word.ts'
import * as store from './store.ts'

export type SuccessorRequest = {
  /** verifier key of the log as the database knows it */
  readonly from: string
  /** its private key, PEM; null: lost */
  readonly oldKey: string | null
  readonly to: { readonly origin: string; readonly key: string }
  /** leaves the old key remembers to have signed */
  readonly lastSigned: number
  readonly reason: string
}

/**
 * Appends the act and makes the database's register that of the new log.
 * @returns the signed statement; refused `log-damaged` where the tree that would go on is not whole, or its checkpoint not the old key's
 */
export async function succeedLog(
  tx: Tx, ports: Pick<Ports, 'law' | 'now' | 'today' | 'randomBytes'>, request: SuccessorRequest,
): Promise<Outcome<string, 'log-damaged'>> {
  const { to, oldKey } = request
  const from = parseVerifierKey(request.from)
  const size = await store.logSize(tx)
  const root = size === 0 ? emptyRoot : await rootAt(tx, size, size)
  const newest = await store.newestCheckpoint(tx)
  // What is carried over must be what the old key signed: a successor does not launder a log that was changed.
  const signed = newest === null ? size === 0
    : from !== null && (await openCheckpoint(newest.note, from)).ok && newest.size === size && root !== null && newest.root.equals(root)
  if (from === null || root === null || !signed) return refuse('log-damaged', null, { size: String(size) })
  const step: Succession = {
    from, to: verifierKeyOf(to.origin, to.key), size, root, signed: Math.max(size, request.lastSigned), on: ports.today().toString(), reason: request.reason,
  }
  const text = successionText(step)
  const note = formatNote({
    text, signatures: [...(oldKey === null ? [] : [signNote(text, from.name, createPrivateKey(oldKey))]), signNote(text, to.origin, createPrivateKey(to.key))],
  })
  await appendActs(tx, ports, {
    kind: 'log.succeeded', actor: 'operator', rules: [], acts: [{ subject: '', content: canonicalJson({ checkpoint: newest?.note ?? null, note }) }],
  })
  await tx.run`update register_identity set origin = ${to.origin}, log_key = ${formatVerifierKey(step.to)}, set_at = ${ports.now().toString()}`
  return ok(note)
}

/** The statements of this log's successions, oldest first, and the checkpoints they came after. */
export async function publishedSuccessors(db: Db): Promise<{ readonly successors: readonly string[]; readonly checkpoints: readonly (string | null)[] }> {
  const said = (await db.rows<{ content: string }>`select * from log_successors()`)
    .map(({ content }) => JSON.parse(content) as { note: string; checkpoint: string | null })
  return { successors: said.map(({ note }) => note), checkpoints: said.map(({ checkpoint }) => checkpoint) }
}
