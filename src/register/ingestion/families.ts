/** Findings by what they are about: the reasons a list of returned rows is filtered by. Pure. */
import { type FindingCode, rowSentences } from './findings.ts'

export const families = ['code', 'document', 'missing', 'amount', 'date', 'text', 'determination', 'layout', 'withdrawn', 'person'] as const
export type Family = (typeof families)[number]

const byCode: Readonly<Partial<Record<FindingCode, Family>>> = {
  'organisation-unknown': 'code', 'name-does-not-fit-code': 'code', 'name-unusable': 'code',
  'basis-document-missing': 'document', 'identity-missing': 'document',
  'required-missing': 'missing', 'severity-reason-missing': 'determination',
  'unreadable-character': 'text', 'control-character': 'text', 'private-use-character': 'text', 'hidden-character': 'text', 'text-too-long': 'text', 'row-unkeepable': 'text', 'value-not-in-list': 'text',
  'dates-contradict': 'date', 'number-inexact': 'amount',
  'lenient-decision-missing': 'determination', 'lenient-class-missing': 'determination', 'lenient-class-severest': 'determination',
  'standard-unknown': 'determination', 'state-standard-prevails': 'determination', 'standard-made-alone': 'determination',
  'record-was-withdrawn': 'withdrawn',
}
const byStart: readonly (readonly [string, Family])[] = [
  ['code-', 'code'], ['date-', 'date'], ['amount-', 'amount'], ['cell-', 'layout'], ['json-', 'layout'], ['row-', 'layout'], ['quote-', 'layout'],
  ['text-after', 'layout'], ['too-many', 'layout'], ['formula-', 'layout'], ['merged-', 'layout'], ['error-', 'layout'], ['keys-', 'layout'],
]

/** What is in none of the others is the boundary's. */
export const familyOf = (code: FindingCode): Family => byCode[code] ?? byStart.find(([start]) => code.startsWith(start))?.[1] ?? 'person'

export const codesOf = (family: Family): FindingCode[] => (Object.keys(rowSentences) as FindingCode[]).filter((code) => familyOf(code) === family)
