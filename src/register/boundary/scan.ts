/**
 * The scan every row passes before anything of it is kept: numbers, words and columns that tell of a natural person.
 * Pure. A finding names what, where, by which rules; never the value, not even masked.
 */
import type { PackId, RuleId, Text2 } from '../../law/types.ts'
import { type Boundary, type BoundaryCode, type Category, rulesUnder } from './boundary.ts'
import { columnJudge, type ColumnUse } from './columns.ts'
import { findNumbers, type FoundNumbers, noNumbers } from './numbers.ts'
import { birthIn, type FindWords, isFilled, wordFinder } from './words.ts'

export type BoundaryFinding = {
  readonly code: BoundaryCode
  /** first the one a reader sees first; of the regulation in force here, or the strictest of the others where it names none */
  readonly rules: readonly RuleId[]
  /** the column's name; its position ("3") where the name itself holds what must not be shown */
  readonly column: string
  /** id of the prohibited category, where there is one */
  readonly category: string | null
  readonly reason: Text2
  /** what makes the row acceptable; null = nothing does */
  readonly cure: Text2 | null
  /**
   * `certain`: the text tells of a person; it is refused and nothing of it is kept. `doubtful`: it may; it is returned with the words
   * in question marked, until it is written without a person or an officer states, with a reason, that none is meant.
   */
  readonly certainty: Certainty
  /** where in the text as delivered the words in question stand, [from, to) in UTF-16 units; empty: the whole cell */
  readonly spans: readonly Span[]
}
export type Certainty = 'certain' | 'doubtful'
export type Span = readonly [from: number, to: number]

export type ScanSettings = {
  readonly boundary: Boundary
  /** regulation whose rules the findings name; null = those of all */
  readonly pack: PackId | null
  /** day of receipt, YYYY-MM-DD */
  readonly today: string
  /** age below which a person is a child, from the limit of the rule on minors (gd-25-2); null = no such rule here */
  readonly minorsUnderYears: number | null
}

export type Scan = {
  /** Cheap and never wrong on the safe side: false only where the whole scan of the text would find nothing. */
  readonly mayHoldPersonalData: (text: string) => boolean
  /** One text that belongs to no column, or to the column named. */
  readonly scanText: (text: string, column: string) => readonly BoundaryFinding[]
  /** Prepares the rows of one file or sheet. */
  readonly rows: (headers: readonly string[]) => RowScan
}

export type RowScan = {
  /** what the header itself holds: such a file is refused as a whole (often its first row is data) */
  readonly headerFindings: readonly BoundaryFinding[]
  /** positions of columns about persons, left out by name: their cells are not scanned and must not be read further */
  readonly dropped: readonly number[]
  /** cells beyond the header are scanned too */
  readonly scan: (values: readonly string[]) => readonly BoundaryFinding[]
}

const clean: readonly BoundaryFinding[] = []

/** Prepares the scan once per deployment and day. */
export function scanner(settings: ScanSettings): Scan {
  const { boundary, pack } = settings
  const findWords = wordFinder(boundary)
  const judge = columnJudge(boundary)
  const born = settings.minorsUnderYears === null ? null : dayYearsBefore(settings.today, settings.minorsUnderYears)

  const naturalPersons = new Set(boundary.subjectKind.naturalPersons.map(plainKind))
  const individualTraders = new Set(boundary.subjectKind.individualTraders.map(plainKind))

  function finding(code: BoundaryCode, column: string, category: Category | null): BoundaryFinding {
    const { reason, cure } = code === 'prohibited-category' ? boundary.categoryFinding : boundary.findings[code]
    const rules = rulesUnder(category?.rules ?? boundary.findings[code as Exclude<BoundaryCode, 'prohibited-category'>].rules, pack)
    const named = category === null ? reason : { zh: `${reason.zh}（${category.title.zh}）`, en: `${reason.en} (${category.title.en})` }
    return { code, rules, column, category: category?.id ?? null, reason: named, cure, certainty: 'certain', spans: [] }
  }

  const isMinor = (birth: number | null): boolean => birth !== null && born !== null && birth > born && birth <= dayNumber(settings.today)

  function scanCell(text: string, column: string, use: ColumnUse, into: BoundaryFinding[]): void {
    if (text === '') return
    const add = (code: BoundaryCode, category: Category | null = null) => {
      if (!into.some((f) => f.code === code && f.column === column && f.category === (category?.id ?? null))) into.push(finding(code, column, category))
    }
    if (use.use === 'prohibited' && isFilled(text)) add('prohibited-category', use.category)
    if (use.use === 'birth-date' && isFilled(text)) {
      add('birth-date')
      if (isMinor(birthIn(text))) add('minor')
    }
    if (use.use === 'subject-kind') {
      const kind = plainKind(text)
      if (naturalPersons.has(kind)) add('natural-person')
      if (individualTraders.has(kind)) add('individual-trader')
    }
    if (text.length >= 8 && use.use !== 'birth-date') {
      const found = numbersIn(text, use.use === 'registration-number')
      if (found !== null) {
        for (const code of found.codes) add(code)
        if (found.births.some(isMinor)) add('minor')
      }
    }
    findWords(text, ({ code, category, birth }) => {
      add(code, category)
      if (isMinor(birth)) add('minor')
    })
  }

  return {
    mayHoldPersonalData: (text) => numbersIn(text, false) !== null || anyWord(findWords, text),
    scanText(text, column) {
      const into: BoundaryFinding[] = []
      scanCell(text, column, judge(column), into)
      return into
    },
    rows(headers) {
      const headerFindings: BoundaryFinding[] = []
      headers.forEach((name, i) => scanCell(name, String(i + 1), { use: 'any' }, headerFindings))
      const unnamable = new Set(headerFindings.map((f) => f.column))
      const names = headers.map((name, i) => (unnamable.has(String(i + 1)) ? String(i + 1) : name))
      const uses = headers.map(judge)
      const dropped = uses.flatMap((u, i) => (u.use === 'person' ? [i] : []))
      const any: ColumnUse = { use: 'any' }
      // Authority, basis, category: cells repeat from row to row. What was clean in this column is clean again.
      const lastClean: string[] = headers.map(() => '')
      return {
        headerFindings,
        dropped,
        scan(values) {
          let into: BoundaryFinding[] | null = null
          for (let i = 0; i < values.length; i++) {
            const use = uses[i] ?? any
            const text = values[i]!
            if (use.use === 'person' || text === lastClean[i] || text === '') continue
            const before: number = into === null ? 0 : into.length
            const plain = use.use === 'any' && (text.length < 8 || numbersIn(text, false) === null) && !anyWord(findWords, text)
            if (!plain) scanCell(text, names[i] ?? String(i + 1), use, (into ??= []))
            if ((plain || into!.length === before) && i < lastClean.length) lastClean[i] = text
          }
          return into === null || into.length === 0 ? clean : into
        },
      }
    },
  }
}

/** One row by itself; for many rows prepare `scanner(settings).rows(headers)` once. */
export function scanRow(
  values: readonly string[] | Readonly<Record<string, string>>, headers: readonly string[], settings: ScanSettings,
): readonly BoundaryFinding[] {
  const row = Array.isArray(values) ? (values as readonly string[]) : headers.map((h) => (values as Readonly<Record<string, string>>)[h] ?? '')
  return scanner(settings).rows(headers).scan(row)
}

// Used and emptied before every look: most texts hold nothing, and a row must not pay for that.
let scratch: FoundNumbers = noNumbers()
function numbersIn(text: string, registration: boolean): FoundNumbers | null {
  findNumbers(text, registration, scratch)
  if (scratch.codes.size === 0) return null
  const found = scratch
  scratch = noNumbers()
  return found
}

let seen = false
const see = (): void => { seen = true }
function anyWord(findWords: FindWords, text: string): boolean {
  seen = false
  findWords(text, see)
  return seen
}

const plainKind = (text: string): string => text.normalize('NFKC').replace(/[\s\p{Cf}\d.、:_/-]/gu, '').toLowerCase()

const dayNumber = (day: string): number => Number(day.replaceAll('-', ''))
// A child born on 29 February is under age on 28 February still: days are compared as written.
const dayYearsBefore = (day: string, years: number): number => dayNumber(day) - years * 10000
