/** What is kept of a refused row: its number, the reasons, and a keyed hash. Nothing else. Pure. */
import { createHmac } from 'node:crypto'
import type { RuleId } from '../../law/types.ts'
import type { BoundaryFinding } from './scan.ts'

export type KeptReason = { readonly code: string; readonly rules: readonly RuleId[]; readonly column: string; readonly category: string | null }
export type KeptRefusal = {
  readonly rowNumber: number
  /** 32 bytes; lets the provider show that a refused row is the one it delivered, and recognises a repetition */
  readonly rowHash: Buffer
  readonly reasons: readonly KeptReason[]
}

/**
 * The hash is HMAC-SHA-256 under a key of the deployment, because a plain hash of a row could be guessed back: an
 * identity number has some 10^10 plausible values and the rest of the row is often public. Destroying the key makes
 * the hashes say nothing.
 *
 * @param raw the row as delivered, before any reading
 * @param key at least 32 random bytes, kept outside the database
 */
export function keepOfRefused(rowNumber: number, raw: string, findings: readonly BoundaryFinding[], key: Uint8Array): KeptRefusal {
  if (key.length < 32) throw new RangeError('the key of refused rows has at least 32 bytes')
  return {
    rowNumber,
    rowHash: createHmac('sha256', key).update(raw, 'utf8').digest(),
    reasons: findings.map(({ code, rules, column, category }) => ({ code, rules, column, category })),
  }
}
