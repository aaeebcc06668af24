/**
 * Files handed in, before anything of them is kept: what they say beside their pages is taken out, what can be read is looked at. The
 * pixels of a picture cannot be read: the officer who opens it is told so.
 */
import { hash } from 'node:crypto'
import { type Outcome, ok, refuse } from '../../../law/outcome.ts'
import type { Ports } from '../../../ports.ts'
import { FileMalformed, strippedJpeg, strippedPdf, strippedPng } from '../../boundary/files/strip.ts'
import { readPdf } from '../../boundary/files/pdf.ts'
import type { BoundaryFinding } from '../../boundary/scan.ts'
import { inField, statedDigest } from '../../boundary/stated/digest.ts'
import { evidenceField } from '../../boundary/stated/acts.ts'
import { isStated } from '../../boundary/stated/store.ts'
import { foundIn } from '../../boundary/texts.ts'
import { type EvidenceRefusal, type ReadEvidence, readEvidence } from '../evidence.ts'

/**
 * - `evidence-personal`   the file tells of a person; facts: where
 * - `evidence-doubtful`   it may; facts: where, reason, file = its SHA-256 as it would be kept, field = where to state that none is meant
 * - `evidence-unreadable` what it holds cannot be read within bounds
 */
export type CheckedRefusal = EvidenceRefusal | 'evidence-personal' | 'evidence-doubtful' | 'evidence-unreadable'

/** @param body whose statements count, for files of which it said that they mean no person */
export async function checkedEvidence(ports: Ports, body: string, files: readonly Uint8Array[]): Promise<Outcome<readonly ReadEvidence[], CheckedRefusal>> {
  const read = readEvidence(files)
  if (!read.ok) return read
  const checked: ReadEvidence[] = []
  for (const { content, told } of read.value) {
    const bare = bareOf(content, told.mediaType)
    if (bare === null) return refuse('evidence-unreadable')
    const sha256 = hash('sha256', bare, 'hex')
    const found = told.mediaType === 'application/pdf' ? await personsInPdf(ports, bare) : []
    if (found === null) return refuse('evidence-unreadable')
    const certain = found.find((f) => f.certainty === 'certain')
    if (certain) return refuse('evidence-personal', certain.rules[0] ?? null, { where: certain.column })
    const place = inField(evidenceField)
    if (found.length > 0 && !(await isStated(ports.database, body, place, statedDigest(ports.settings.refusalKey, body, place, sha256)))) {
      const [{ column, reason, rules }] = found as [BoundaryFinding]
      return refuse('evidence-doubtful', rules[0] ?? null, {
        where: column, file: sha256, field: evidenceField, 'reason-zh': reason.zh, 'reason-en': reason.en,
      })
    }
    checked.push({ content: bare, told: { ...told, sha256, bytes: bare.length } })
  }
  return ok(checked)
}

function bareOf(content: Uint8Array, mediaType: string): Uint8Array | null {
  try {
    return mediaType === 'image/png' ? strippedPng(content) : mediaType === 'image/jpeg' ? strippedJpeg(content) : strippedPdf(content)
  } catch (error) {
    if (error instanceof FileMalformed) return null
    throw error
  }
}

async function personsInPdf(ports: Ports, content: Uint8Array): Promise<BoundaryFinding[] | null> {
  const says = await readPdf(content)
  return says === null ? null : says.said.flatMap(([where, text]) => [...foundIn(text, where, ports)])
}
