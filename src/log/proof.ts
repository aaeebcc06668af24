/** The proof of one record: its acts, where they stand in the log, and the checkpoint that covers them. Needs no server to check. */
import { fromBase64 } from './bytes.ts'
import type { Checkpoint } from './checkpoint.ts'
import { openCheckpoint } from './checkpoint.ts'
import { commitment, saltLength } from './commitment.ts'
import { bad, good, type Finding } from './finding.ts'
import { hashBytes, leafHash } from './hash.ts'
import type { VerifierKey } from './note.ts'
import { checkInclusion } from './tree.ts'

export const proofFormat = 'probity-proof/1'

/** One act. Bytes are base64. Where salt and content were erased, the commitment stands alone. */
export type ProvenAct = (
  | { readonly head: string; readonly content: string; readonly salt: string }
  | { readonly commitment: string }
) & {
  readonly leaf: number
  /** hashes from the leaf up */
  readonly path: readonly string[]
}

export type ProofBundle = {
  readonly format: typeof proofFormat
  /** the signed note */
  readonly checkpoint: string
  /** at least one, in the order of their leaves */
  readonly acts: readonly ProvenAct[]
}

export type ActToProve = (
  | { readonly head: string; readonly content: string; readonly salt: Uint8Array }
  | { readonly commitment: Uint8Array }
) & { readonly leaf: number; readonly path: readonly Uint8Array[] }

export function proofBundle(checkpoint: string, acts: readonly ActToProve[]): ProofBundle {
  const base64 = (bytes: Uint8Array) => bytes.toBase64()
  return {
    format: proofFormat, checkpoint,
    acts: acts.map((act) => ({
      ...('salt' in act ? { head: act.head, content: act.content, salt: base64(act.salt) } : { commitment: base64(act.commitment) }),
      leaf: act.leaf, path: act.path.map(base64),
    })),
  }
}

export type CheckedProof = { readonly findings: readonly Finding[]; readonly checkpoint: Checkpoint | null }

/** Checks a bundle as it came, of whatever shape. The checkpoint is returned only where its log signed it. */
export async function checkProof(bundle: unknown, key: VerifierKey): Promise<CheckedProof> {
  if (!isBundle(bundle)) return { findings: [bad('proof-malformed')], checkpoint: null }
  const opened = await openCheckpoint(bundle.checkpoint, key)
  if (!opened.ok) return { findings: [bad(`checkpoint-${opened.fault}`, { key: key.name })], checkpoint: null }
  const { checkpoint } = opened
  return {
    findings: [good('signature', { origin: checkpoint.origin, size: checkpoint.size }), ...bundle.acts.flatMap((act) => checkAct(act, checkpoint))],
    checkpoint,
  }
}

function checkAct(act: ProvenAct, { size, root }: Checkpoint): Finding[] {
  const { leaf } = act
  const path = act.path.map(fromBase64)
  const entry = provenEntry(act)
  if (entry === null || path.some((hash) => hash?.length !== hashBytes)) return [bad('proof-malformed', { leaf })]
  const outcome = checkInclusion(leaf, size, leafHash(entry), path as Uint8Array[], root)
  if (!outcome.proved && outcome.reason === 'empty-tree') return [bad('nothing-proved', { leaf })]
  const included = outcome.proved
  const erased = !('salt' in act)
  // A changed content and a changed path look alike from here: both lead to another root.
  if (!included) return [bad(erased ? 'inclusion-fails' : 'commitment-fails', { leaf, size })]
  return [good(erased ? 'content-erased' : 'commitment', { leaf }), good('inclusion', { leaf, size })]
}

/** The log's entry for an act of a bundle; null where it is not written as one. */
export function provenEntry(act: ProvenAct): Uint8Array | null {
  if (!('salt' in act)) {
    const entry = fromBase64(act.commitment)
    return entry?.length === hashBytes ? entry : null
  }
  const salt = fromBase64(act.salt)
  // A text that is not well formed has no bytes of its own: two of them could share one commitment.
  const wellFormed = act.head.isWellFormed() && act.content.isWellFormed() && !act.head.includes('\n')
  return salt?.length === saltLength && wellFormed ? commitment(salt, act.head, act.content) : null
}

function isBundle(value: unknown): value is ProofBundle {
  const bundle = value as Partial<Record<keyof ProofBundle, unknown>> | null
  return typeof bundle === 'object' && bundle !== null && bundle.format === proofFormat && typeof bundle.checkpoint === 'string'
    && Array.isArray(bundle.acts) && bundle.acts.length > 0 && bundle.acts.every(isAct)
}

function isAct(value: unknown): value is ProvenAct {
  if (typeof value !== 'object' || value === null) return false
  const act = value as Record<string, unknown>
  const texts = 'salt' in act ? [act.salt, act.head, act.content] : [act.commitment]
  return texts.every((text) => typeof text === 'string') && Number.isSafeInteger(act.leaf)
    && Array.isArray(act.path) && act.path.length <= 64 && act.path.every((hash) => typeof hash === 'string')
}
