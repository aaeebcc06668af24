/**
 * Files handed in, before anything of them is kept: what they say beside their pages is taken out, what can be read is looked at. The
 * pixels of a picture cannot be read: the officer who opens it is told so.
 */
import { hash } from 'node:crypto'
import { type Outcome, ok, type Refusal, refuse } from '../../../law/outcome.ts'
import type { Ports } from '../../../ports.ts'
import { FileMalformed, strippedJpeg, strippedPng } from '../../boundary/files/strip.ts'
import { readPdf } from '../../boundary/files/pdf.ts'
import type { BoundaryFinding } from '../../boundary/scan.ts'
import { inField } from '../../boundary/stated/digest.ts'
import { evidenceField } from '../../boundary/stated/acts.ts'
import { passesByStatement } from '../../boundary/stated/reliance/acts.ts'
import { settingsOn } from '../../boundary/texts.ts'
import { type EvidenceRefusal, type ReadEvidence, readEvidence } from '../evidence.ts'

/**
 * - `evidence-personal`   the file tells of a person; facts: where
 * - `evidence-doubtful`   it may; facts: where, reason, file = its SHA-256 as it would be kept, field = where to state that none is meant
 * - `evidence-unreadable` what it holds cannot be read within bounds
 */
export type CheckedRefusal = EvidenceRefusal | 'evidence-personal' | 'evidence-doubtful' | 'evidence-unreadable'

declare const looked: unique symbol
/** Files that were looked at: an act keeps no others, and looks at none twice. */
export type CheckedEvidence = readonly ReadEvidence[] & { readonly [looked]: true }
/** What an act is handed: files as they came, which it looks at first, or what a form's page has looked at already. */
export type HandedIn = readonly Uint8Array[] | CheckedEvidence
const checked = new WeakSet<object>()

/** All of them, looked at once; `doubtful`: a refusal for each that may tell of a person and of which nothing was stated. */
export type Looked = { readonly files: CheckedEvidence; readonly doubtful: readonly Refusal<CheckedRefusal>[] }

/** @param body whose statements count, for files of which it said that they mean no person */
export async function lookAtEvidence(ports: Ports, body: string, files: readonly Uint8Array[]): Promise<Outcome<Looked, CheckedRefusal>> {
  const read = readEvidence(files)
  if (!read.ok) return read
  const bare: ReadEvidence[] = []
  const doubtful: Refusal<CheckedRefusal>[] = []
  for (const { content, told } of read.value) {
    const seen = await look(ports, content, told.mediaType)
    if (seen === null) return refuse('evidence-unreadable')
    const sha256 = hash('sha256', seen.bare, 'hex')
    const certain = seen.findings.find((f) => f.certainty === 'certain')
    if (certain) return refuse('evidence-personal', certain.rules[0] ?? null, { where: certain.column })
    const [first] = seen.findings
    const place = inField(evidenceField)
    if (first !== undefined && !(await passesByStatement(ports, body, place, sha256))) {
      const { column, reason, rules } = first
      doubtful.push({
        code: 'evidence-doubtful', rule: rules[0] ?? null,
        facts: { where: column, file: sha256, field: evidenceField, 'reason-zh': reason.zh, 'reason-en': reason.en },
      })
    }
    bare.push({ content: seen.bare, told: { ...told, sha256, bytes: seen.bare.length } })
  }
  checked.add(bare)
  return ok({ files: bare as readonly ReadEvidence[] as CheckedEvidence, doubtful })
}

/** What an act takes: nothing of it may tell of a person, or it was stated that none is meant. Every doubtful file is named. */
export async function checkedEvidence(ports: Ports, body: string, files: HandedIn): Promise<Outcome<CheckedEvidence, CheckedRefusal>> {
  if (isChecked(files)) return ok(files)
  const done = await lookAtEvidence(ports, body, files)
  if (!done.ok) return done
  const [first, ...others] = done.value.doubtful
  return first === undefined ? ok(done.value.files) : { ok: false, refusals: [first, ...others] }
}

const isChecked = (files: HandedIn): files is CheckedEvidence => checked.has(files)

type Seen = { readonly bare: Uint8Array; readonly findings: readonly BoundaryFinding[] }
/** null: what it holds nobody can say */
async function look(ports: Ports, content: Uint8Array, mediaType: string): Promise<Seen | null> {
  if (mediaType === 'application/pdf') return readPdf(content, settingsOn(ports))
  try {
    return { bare: mediaType === 'image/png' ? strippedPng(content) : strippedJpeg(content), findings: [] }
  } catch (error) {
    if (error instanceof FileMalformed) return null
    throw error
  }
}
