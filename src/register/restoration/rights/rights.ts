/** What the notice of the right to restoration says of one record, in both languages. Pure. */
import type { ClosedListEntry, Law, Text2 } from '../../../law/types.ts'
import { documentFacts, type Facts } from '../../notices/notice.ts'
import { describeEligibility } from '../describe.ts'
import { type Eligibility, eligibilityOf, type Restorable } from '../eligibility.ts'
import { doorsOf, type Method, methodFor, papersOf, waysOf } from '../procedure.ts'

export type Rights = {
  readonly eligibility: Eligibility
  readonly doors: readonly ClosedListEntry[]
  /** what to hand in */
  readonly papers: readonly ClosedListEntry[]
  /** none where the text names none */
  readonly ways: readonly ClosedListEntry[]
  /** of the sector, in force on the day; null: the text of the state governs alone */
  readonly method: Method | null
}

/** Of one record on a day. @source nat-2025-22-notice, nat-2025-22-papers, nat-2025-22-single-platform */
export const rightsOf = (held: Restorable, methods: readonly Method[], law: Law, day: Temporal.PlainDate): Rights => ({
  eligibility: eligibilityOf(held, law, day), doors: doorsOf(law), papers: papersOf(law, day.toString()), ways: waysOf(law),
  method: methodFor(held.item, methods, day.toString()),
})

/** The facts of the template `restoration-rights`. */
export function rightsFacts(record: number, held: Restorable, rights: Rights): Facts {
  const [standing, doors, papers] = [describeEligibility(rights.eligibility), joined(rights.doors), joined(rights.papers)]
  const more = rights.method === null || rights.method.papers === '' ? '' : `；${rights.method.papers}（${rights.method.title}${rights.method.document}）`
  return {
    ...documentFacts(held.facts.documentNumber, record),
    day: held.facts.decidedOn, 'standing-zh': standing.zh, 'standing-en': standing.en, 'doors-zh': doors.zh, 'doors-en': doors.en,
    'papers-zh': [papers.zh || '条例没有列举', more].join(''), 'papers-en': [papers.en || 'the texts name none', more].join(''),
  }
}

const joined = (entries: readonly ClosedListEntry[]): Text2 =>
  ({ zh: entries.map((e) => e.text.zh).join('、'), en: entries.map((e) => e.text.en).join('; ') })
