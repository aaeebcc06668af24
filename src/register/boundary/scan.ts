/**
 * The scan every row passes before anything of it is kept: numbers, words and columns that tell of a natural person.
 * Pure. A finding names what, where, by which rules; never the value, not even masked.
 */
import type { PackId, RuleId, Text2 } from '../../law/types.ts'
import { adjoiningFinder, mostNeighbours, type Neighbour } from './adjoining.ts'
import { type Boundary, type BoundaryCode, type Category, rulesUnder } from './boundary.ts'
import { sentencesAround } from './clauses.ts'
import { mayBeCoded } from './coded.ts'
import { columnJudge, type ColumnUse } from './columns.ts'
import { factFinder } from './facts.ts'
import { numberWords, type NumberWords } from './joined.ts'
import { latinNames } from './latin-names.ts'
import { type FoundNumbers, noNumbers, type NumberField } from './found-numbers.ts'
import { findNumbers } from './numbers.ts'
import { organisationNames } from './organisation-names.ts'
import { nameFinder } from './person-names.ts'
import { isTraderPrefix, passesChecks, usccLength } from '../subjects/uscc.ts'
import { special } from '../../text/text.ts'
import { cleanCells } from './clean-cells.ts'
import { isBlanked } from './mask.ts'
import { disguises, isDisguised, see } from './seen.ts'
import { birthIn, isFilled, type NamesAt, wordFinder } from './words.ts'

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
  /**
   * what of the text as delivered may tell of a person and is to be taken out, [from, to) in UTF-16 units: of a doubtful finding the
   * whole sentences, so that nothing of a name stays behind; empty: the whole cell
   */
  readonly spans: readonly Span[]
  /** where the words in question themselves stand within `spans`; left out: they are the spans */
  readonly words?: readonly Span[]
}
/** What a column holds, where the catalog tells: names of organisations, amounts, codes, or text of any kind. */
export type ColumnKind = 'name' | 'amount' | 'code' | 'text'
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
  /** The name of an organisation that stands in no column, or in the column named: who has no form of organisation and reads as a person is doubtful. */
  readonly scanName: (name: string, column: string) => readonly BoundaryFinding[]
  /** Texts that stand beside one another, each in the column named: what two of them say together. @returns of each what is in question */
  readonly scanTogether: (texts: readonly string[], columns: readonly string[]) => readonly (readonly BoundaryFinding[])[]
  /**
   * Prepares the rows of one file or sheet.
   * @param kinds what the catalog says of a column, by its place; left out or null: its name tells
   */
  readonly rows: (headers: readonly string[], kinds?: readonly (ColumnKind | null)[]) => RowScan
}

export type RowScan = {
  /** what the header itself holds: such a file is refused as a whole (often its first row is data) */
  readonly headerFindings: readonly BoundaryFinding[]
  /** positions of columns about persons, left out by name: their cells are not scanned and must not be read further */
  readonly dropped: readonly number[]
  /** cells beyond the header are scanned too */
  readonly scan: (values: readonly string[]) => readonly BoundaryFinding[]
  /** Whether the scan of the last row saw no cell with what is `special` (text.ts) or was blanked before; false where it did not look. */
  readonly wasOrdinary: () => boolean
}

const clean: readonly BoundaryFinding[] = []

/** Prepares the scan once per deployment and day. */
export function scanner(settings: ScanSettings): Scan {
  const { boundary, pack } = settings
  const names = nameFinder(boundary)
  const latin = latinNames(boundary)
  const findWords = wordFinder(boundary, names, factFinder(boundary))
  const adjoining = adjoiningFinder(boundary, names, findWords)
  const kindOfName = organisationNames(boundary, names, latin)
  const judge = columnJudge(boundary)
  const around = numberWords(boundary)
  const born = settings.minorsUnderYears === null ? null : dayYearsBefore(settings.today, settings.minorsUnderYears)

  const naturalPersons = new Set(boundary.subjectKind.naturalPersons.map(plainKind))
  const individualTraders = new Set(boundary.subjectKind.individualTraders.map(plainKind))

  function finding(code: BoundaryCode, column: string, category: Category | null, certainty: Certainty, spans: readonly Span[]): BoundaryFinding {
    const { reason, cure } = code === 'prohibited-category' ? boundary.categoryFinding : boundary.findings[code]
    const rules = rulesUnder(category?.rules ?? boundary.findings[code as Exclude<BoundaryCode, 'prohibited-category'>].rules, pack)
    const named = category === null ? reason : { zh: `${reason.zh}（${category.title.zh}）`, en: `${reason.en} (${category.title.en})` }
    return { code, rules, column, category: category?.id ?? null, reason: named, cure, certainty, spans }
  }

  const isMinor = (birth: number | null): boolean => birth !== null && born !== null && birth > born && birth <= dayNumber(settings.today)

  /** One cell; @returns whether it added anything. */
  function scanCell(delivered: string, column: string, use: ColumnUse, into: BoundaryFinding[]): boolean {
    if (delivered === '') return false
    const first = into.length
    const add = (code: BoundaryCode, category: Category | null = null, certain = true, span: readonly [number, number] | null = null) => {
      const spans: Span[] = span === null ? [] : [seen === null ? span : [seen.at(span[0]), seen.at(span[1])]]
      const at = into.findIndex((f, i) => i >= first && f.code === code && f.category === (category?.id ?? null))
      const held = into[at]
      if (held === undefined) into.push(finding(code, column, category, certain ? 'certain' : 'doubtful', spans))
      // Of the same kind once: the surer of the two, all their places; a place not told apart is the whole cell.
      else {
        const all = held.spans.length === 0 || spans.length === 0 ? [] : [...held.spans, ...spans]
        into[at] = { ...held, certainty: certain ? 'certain' : held.certainty, spans: all.length > mostSpans ? [] : all }
      }
    }
    const seen = isDisguised(delivered) ? see(delivered) : null
    const text = seen === null ? delivered : seen.text
    if (seen !== null && seen.markup) add('markup', null, false)
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
      const found = numbersIn(text, numberField(use), around)
      if (found !== null) {
        for (const code of found.codes) add(code)
        for (const code of found.doubts) if (!found.codes.has(code)) add(code, null, false)
        if (found.births.some(isMinor)) add('minor')
      }
    }
    if (text.length < 2) return into.length > first
    const kind = use.use === 'name' ? kindOfName(text) : null
    if (kind === 'person') add('person-named', null, false)
    findWords(text, namesAt(use, kind, text), ({ code, category, birth, certain, span }) => {
      add(code, category, certain, span)
      if (isMinor(birth)) add('minor')
    })
    if (use.use === 'any' || use.use === 'prohibited') for (const { from, to, certain } of latin.find(text)) add('person-named', null, certain, [from, to])
    for (let i = first; i < into.length; i++) {
      const found = into[i]!
      if (found.certainty === 'doubtful' && found.spans.length > 0) into[i] = { ...found, spans: sentencesAround(delivered, found.spans), words: found.spans }
    }
    return into.length > first
  }

  /** What the cell at `at` says together with those before it; each of them is then in question. */
  function scanAdjoining(
    values: readonly string[], at: number, useAt: (i: number) => ColumnUse, columnAt: (i: number) => string, into: BoundaryFinding[],
  ): void {
    const cells: Neighbour[] = []
    for (let i = at; i >= 0 && cells.length < mostNeighbours && useAt(i).use !== 'person'; i--) {
      const text = values[i]!
      if (text !== '') cells.unshift({ at: i, text: isDisguised(text) ? see(text).text : text, told: !['any', 'prohibited'].includes(useAt(i).use) })
    }
    let next = at + 1
    while (values[next] === '') next++
    const found = cells.length < 2 ? null : adjoining.look(cells, values[next] ?? '')
    if (found === null) return
    for (const { at: i, span } of found.parts) {
      const spans: Span[] = span === null || isDisguised(values[i]!) ? [] : [span]
      const one = finding(found.code, columnAt(i), found.category, found.certain ? 'certain' : 'doubtful', spans)
      into.push(spans.length === 0 ? one : { ...one, spans: sentencesAround(values[i]!, spans), words: spans })
    }
  }

  /** Nearly every cell: looked through without anything being made for it. */
  function isPlain(text: string, use: ColumnUse): boolean {
    if (use.use === 'prohibited' || use.use === 'birth-date' || use.use === 'subject-kind') return false
    if (text.length < 2) {
      isSpecial = special.test(text)
      return disguises[text.charCodeAt(0)] !== 1
    }
    const kind = use.use === 'name' ? kindOfName(text) : null
    if (kind === 'person') return false
    wordsSeen = false
    const texture = findWords(text, namesAt(use, kind, text), seeWords)
    isSpecial = (texture & 8) !== 0
    return !wordsSeen && (texture & 1) === 0 && ((texture & 16) === 0 || !mayBeCoded(text))
      && ((texture & 4) === 0 || text.length < 8 || !hasNumbers(text, numberField(use), around))
      && (use.use !== 'any' || (texture & 2) === 0 || latin.find(text).length === 0)
  }

  return {
    mayHoldPersonalData: (text) => !isPlain(text, anyUse) && scanCell(text, '', anyUse, []),
    scanText(text, column) {
      const into: BoundaryFinding[] = []
      scanCell(text, column, judge(column), into)
      return into
    },
    scanName(name, column) {
      const into: BoundaryFinding[] = []
      scanCell(name, column, { use: 'name' }, into)
      return into
    },
    scanTogether(texts, columns) {
      const of: BoundaryFinding[][] = texts.map(() => [])
      const uses = columns.map(judge)
      let before = ''
      for (const [i, text] of texts.entries()) {
        const into: BoundaryFinding[] = []
        if (before !== '' && text !== '' && adjoining.may(before, text)) scanAdjoining(texts, i, (k) => uses[k]!, String, into)
        if (text !== '') before = text
        for (const found of into) of[Number(found.column)]!.push({ ...found, column: columns[Number(found.column)]! })
      }
      return of
    },
    rows(headers, kinds = []) {
      const headerFindings: BoundaryFinding[] = []
      headers.forEach((name, i) => scanCell(name, String(i + 1), { use: 'header' }, headerFindings))
      const unnamable = new Set(headerFindings.map((f) => f.column))
      const named = headers.map((name, i) => (unnamable.has(String(i + 1)) ? String(i + 1) : name))
      const uses = headers.map((name, i) => useOf(judge(name), kinds[i] ?? null))
      const dropped = uses.flatMap((u, i) => (u.use === 'person' ? [i] : []))
      // Authority, basis, category: cells repeat from row to row. What was clean in this column is clean again.
      const known = headers.map(cleanCells)
      let ordinary = false
      const useAt = (i: number): ColumnUse => uses[i] ?? anyUse
      const columnAt = (i: number): string => named[i] ?? String(i + 1)
      return {
        headerFindings,
        dropped,
        scan(values) {
          let into: BoundaryFinding[] | null = null
          ordinary = true
          let before = ''
          for (let i = 0; i < values.length; i++) {
            const use = uses[i] ?? anyUse
            const text = values[i]!
            if (use.use === 'person') before = ''
            if (text === '' || use.use === 'person') continue
            if (use.use === 'code' && text.length === usccLength && isOrganisationCode(text)) {
              before = text
              continue
            }
            if (before !== '' && adjoining.may(before, text)) scanAdjoining(values, i, useAt, columnAt, (into ??= []))
            before = text
            const seen = known[i]
            if (seen?.has(text)) continue
            isSpecial = true
            if (isPlain(text, use)) {
              if (isSpecial) ordinary = false
              else seen?.add(text)
            } else if (scanCell(text, columnAt(i), use, (into ??= [])) || special.test(text) || isBlanked(text)) ordinary = false
            else seen?.add(text)
          }
          return into ?? clean
        },
        wasOrdinary: () => ordinary,
      }
    },
  }
}

/** The catalog's word on a column goes before what its name tells, except where that is graver. */
function useOf(judged: ColumnUse, kind: ColumnKind | null): ColumnUse {
  if (kind === null || !['any', 'name', 'amount', 'code'].includes(judged.use)) return judged
  return { use: kind === 'text' ? 'any' : kind }
}

const numberField = (use: ColumnUse): NumberField =>
  use.use === 'registration-number' ? 'registration' : use.use === 'amount' || use.use === 'code' ? use.use : 'any'

function namesAt(use: ColumnUse, kind: 'holds' | 'person' | 'other' | null, text: string): NamesAt {
  if (use.use === 'header') return 'nowhere'
  if (kind === 'holds' || kind === 'person') return 'offices'
  return (use.use === 'amount' || use.use === 'code') && (isDigit(text.charCodeAt(text.length - 1)) || /\d/.test(text)) ? 'offices' : 'everywhere'
}

/**
 * An organisation's code as most are: letters in the middle leave no run of digits that a person's number would need. Nearly every row
 * has two, in columns made for them.
 */
function isOrganisationCode(text: string): boolean {
  let lettered = false
  for (let i = 8; i < 14 && !lettered; i++) lettered = text.charCodeAt(i) > 57
  return lettered && !isTraderPrefix(text) && passesChecks(text)
}

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57
const mostSpans = 1000
const anyUse: ColumnUse = { use: 'any' }

/** One row by itself; for many rows prepare `scanner(settings).rows(headers)` once. */
export function scanRow(
  values: readonly string[] | Readonly<Record<string, string>>, headers: readonly string[], settings: ScanSettings,
): readonly BoundaryFinding[] {
  const row = Array.isArray(values) ? (values as readonly string[]) : headers.map((h) => (values as Readonly<Record<string, string>>)[h] ?? '')
  return scanner(settings).rows(headers).scan(row)
}

// Used and emptied before every look: most texts hold nothing, and a row must not pay for that.
let scratch: FoundNumbers = noNumbers()
function numbersIn(text: string, field: NumberField, around: NumberWords): FoundNumbers | null {
  findNumbers(text, field, scratch, around)
  if (scratch.codes.size === 0 && scratch.doubts.size === 0) return null
  const found = scratch
  scratch = noNumbers()
  return found
}

function hasNumbers(text: string, field: NumberField, around: NumberWords): boolean {
  findNumbers(text, field, scratch, around)
  if (scratch.codes.size === 0 && scratch.doubts.size === 0) return false
  scratch = noNumbers()
  return true
}

let wordsSeen = false
/** of the cell that `isPlain` saw last */
let isSpecial = false
const seeWords = (): void => { wordsSeen = true }

const plainKind = (text: string): string => text.normalize('NFKC').replace(/[\s\p{Cf}\d.、:_/-]/gu, '').toLowerCase()

const dayNumber = (day: string): number => Number(day.replaceAll('-', ''))
// A child born on 29 February is under age on 28 February still: days are compared as written.
const dayYearsBefore = (day: string, years: number): number => dayNumber(day) - years * 10000
