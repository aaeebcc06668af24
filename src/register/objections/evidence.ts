/** Files handed in with an objection: few, small, and of kinds that anyone can open. Told by their bytes, not their names. Pure. */
import { hash } from 'node:crypto'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Evidence } from './objection.ts'

/** Engineering values. */
export const evidenceLimits = { files: 5, bytes: 10_000_000 } as const

/** - `evidence-too-large` facts: most = megabytes; - `evidence-too-many` facts: most; - `evidence-type` neither PDF, PNG nor JPEG; - `evidence-empty` */
export type EvidenceRefusal = 'evidence-too-large' | 'evidence-too-many' | 'evidence-type' | 'evidence-empty'

/** `told`: what the act says of a file. A file given twice counts once. */
export type ReadEvidence = { readonly content: Uint8Array; readonly told: Evidence }

export function readEvidence(files: readonly Uint8Array[]): Outcome<readonly ReadEvidence[], EvidenceRefusal> {
  if (files.length > evidenceLimits.files) return refuse('evidence-too-many', null, { most: String(evidenceLimits.files) })
  const read: ReadEvidence[] = []
  for (const bytes of files) {
    if (bytes.length === 0) return refuse('evidence-empty')
    if (bytes.length > evidenceLimits.bytes) return refuse('evidence-too-large', null, { most: String(evidenceLimits.bytes / 1_000_000) })
    const mediaType = mediaTypeOf(bytes)
    if (mediaType === null) return refuse('evidence-type')
    const sha256 = hash('sha256', bytes, 'hex')
    if (!read.some(({ told }) => told.sha256 === sha256)) read.push({ content: bytes, told: { sha256, mediaType, bytes: bytes.length } })
  }
  return ok(read)
}

const beginnings: readonly (readonly [mediaType: string, bytes: readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
]
const mediaTypeOf = (bytes: Uint8Array): string | null => beginnings.find(([, start]) => start.every((b, i) => bytes[i] === b))?.[0] ?? null
