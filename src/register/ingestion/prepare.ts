/**
 * From a row's cells to what a batch commits: canonical values, identity and facts; or the reasons why the row goes
 * back to its provider; or a refusal by the boundary, of which nothing but codes is kept. Pure.
 */
import { type Outcome, ok } from '../../law/outcome.ts'
import type { PackId, RuleId } from '../../law/types.ts'
import type { NoticeFault } from '../../law/written-notice.ts'
import { plainColumn } from '../boundary/columns.ts'
import { blank as blankedWords, isBlanked, isDoubtful, masked, positions, wordsAt } from '../boundary/mask.ts'
import type { BoundaryFinding, ColumnKind, RowScan, Scan, Span } from '../boundary/scan.ts'
import type { CatalogField, CatalogItem } from '../catalog/types.ts'
import type { OlderBasisFault } from '../records/before-commencement.ts'
import { type Determination, type DeterminationFault, determinationFields } from '../records/determination.ts'
import { factsOf, type StoredFacts, tradeSecretField } from '../records/facts.ts'
import { nameFault } from '../subjects/name.ts'
import { withUnified } from '../../text/radicals.ts'
import { type CharacterFault, special, textOf } from '../../text/text.ts'
import { type ColumnPlan, planColumns } from './columns.ts'
import { unescapedCell } from '../../text/csv-line.ts'
import { excerpt, questioned, type RowFinding } from './findings.ts'
import { amountReader } from './fields/amount.ts'
import { closedReader } from './fields/closed.ts'
import { codeReader, mayBePersonal, personShaped } from './fields/code.ts'
import { dateReader } from './fields/date.ts'
import type { FieldReader } from './fields/reading.ts'
import { textReader } from './fields/text.ts'
import { readLimits } from './limits.ts'
import type { FileFaultCode, FileNote, Row, RowFaultCode } from './row.ts'
import { basisOfUntrustworthiness, classWithReason, completeDelivery, objectiveData } from './rules.ts'

export type PrepareContext = {
  readonly item: CatalogItem
  /** the whole catalog, to recognise a file of another item */
  readonly items: readonly CatalogItem[]
  readonly pack: PackId
  /** day of receipt, YYYY-MM-DD */
  readonly today: string
  readonly scan: Scan
  /** rule that makes the code the key (gd-16-2, xm-7-1a, js-34a); null where the regulation in force has none */
  readonly keyRule: RuleId | null
  /** day the file's serial numbers count from (RowFile.serialsFrom); null = it has none */
  readonly serialsFrom: string | null
  /** cells of a row from its text as delivered (RowFile.cellsAgain), where the rows are the file's own; left out: they are written down */
  readonly cellsAgain?: ((raw: string) => readonly string[]) | null
  readonly amountDigits?: number
  /** what the regulation asks of the determination a row carries; left out where it asks nothing */
  readonly determination?: (row: Determination) => readonly DeterminationFault[]
  /** what a document older than the regulation must name; left out where nothing is asked */
  readonly olderBasis?: (decidedOn: string, value: (field: string) => string | null) => OlderBasisFault | null
  /** what a row must state of the written notice before it; null or left out where nothing is asked */
  readonly notice?: ((today: string, value: (field: string) => string | null) => NoticeFault | null) | null
  /** by which statement of an officer exactly this text in this field means no person, null by none; left out where there are no statements */
  readonly stated?: ((field: string, text: string) => number | null) | null
}

export type PreparedRow = {
  readonly rowNumber: number
  readonly subjectCode: string
  readonly subjectName: string | null
  readonly identity: string
  /** canonical JSON of the values of public fields, and of the others ('' where there are none) */
  readonly valuesJson: string
  readonly closedJson: string
  readonly facts: StoredFacts
  /** what brings the row's cells back (`cellsOf`), should it have to be returned after all */
  readonly delivered: string
  /** statements without which the row would have been given back; left out where there are none */
  readonly relies?: readonly number[]
}

export type Prepared =
  | { readonly kind: 'prepared'; readonly row: PreparedRow }
  | { readonly kind: 'returned'; readonly findings: readonly RowFinding[]; readonly cells: Record<string, string> }
  | { readonly kind: 'refused'; readonly findings: readonly RowFinding[] }

export type RowPreparer = {
  /** Judges a file's header before its rows; for NDJSON there is none to judge. */
  header(header: readonly string[]): Outcome<readonly FileNote[], FileFaultCode>
  prepare(row: Row): Prepared
  /** The item's cells of a prepared row by column name, as delivered; columns left out are not among them. */
  cellsOf(delivered: string): Record<string, string>
  /** columns left out so far, each named once */
  readonly notes: readonly FileNote[]
}

/** What a conduct that has not ended is written as. */
const continuing = ['持续']
/** Cells that say nothing, in files of 2015 to 2018 and since. */
const nothing = new Set(['/', '／', '无', '-', '－', '—', '——', '--', '\\', 'null', 'NULL'])
/** What each kind of character that cannot be kept is called in a finding. */
const findingOf: Readonly<Record<CharacterFault, RowFinding['code']>> = {
  nul: 'control-character', control: 'control-character', 'private-use': 'private-use-character',
  surrogate: 'unreadable-character', noncharacter: 'unreadable-character', unassigned: 'unreadable-character', lost: 'unreadable-character',
  turning: 'hidden-character', hidden: 'hidden-character', piled: 'hidden-character',
}
/** What nearly every name looks like: nothing to find fault with. */
const plainName = /^[\u4e00-\u9fff][\u4e00-\u9fff（）()A-Za-z0-9]{1,98}$/
/** Faults of one cell: the row's other cells stand where they belong. */
const inPlace: ReadonlySet<string> = new Set<RowFaultCode>(['formula-cell', 'merged-cell', 'error-cell'])
/** Between the parts of an identity. It cannot occur in a value: control characters are returned. */
const identitySeparator = '\u001F'

type Slot = {
  readonly position: number; readonly column: string; readonly field: CatalogField; readonly read: FieldReader; readonly index: number
  /** the ordinary cell read last and what it was read as: most often the row below says the same again */
  written: string | null; reading: string
}
type HeaderPlan = {
  readonly plan: ColumnPlan
  readonly slots: readonly Slot[]
  readonly scan: RowScan
  /** positions neither read nor scanned, beyond those the boundary leaves out itself */
  readonly blanked: readonly number[]
  /** columns about persons were left out */
  readonly personal: boolean
  /** the file is one we returned, its risky cells marked */
  readonly ours: boolean
}
type Misfit = { readonly fault: FileFaultCode; readonly facts: Readonly<Record<string, string>>; readonly rule: RuleId | null }
type RefusedHeader = { readonly refused: readonly BoundaryFinding[] }

/** What the catalog says of its columns, for the boundary: an authority's name is none of a person, an amount no telephone. */
function columnKinds(item: CatalogItem): ReadonlyMap<string, ColumnKind> {
  const organisations = new Set([item.subject.name, item.basis.authority])
  const kindOf = ({ name, type }: CatalogField): ColumnKind | null =>
    organisations.has(name) ? 'name' : type === 'amount' ? 'amount' : type === 'uscc' || name === item.basis.documentNumber ? 'code' : null
  return new Map(item.fields.flatMap((field) => {
    const kind = kindOf(field)
    return kind === null ? [] : [field.name, field.code ?? '', ...(field.alsoCalled ?? [])].filter((n) => n !== '').map((n) => [plainColumn(n), kind] as const)
  }))
}

export function rowPreparer(context: PrepareContext): RowPreparer {
  const { item, pack, today, cellsAgain: again = null } = context
  const fields = item.fields
  const readers = fields.map((field) => readerOf(field, context))
  const indexOf = (name: string | null | undefined): number => (name ? fields.findIndex((field) => field.name === name) : -1)
  const at = {
    code: indexOf(item.subject.code), name: indexOf(item.subject.name), document: indexOf(item.basis.documentNumber), date: indexOf(item.basis.date),
    class: indexOf(item.severity?.class), reason: indexOf(item.severity?.reason),
    until: item.display.by === 'validity' ? indexOf(item.display.untilField) : -1,
    circumstance: indexOf(determinationFields.circumstance), lenientReason: indexOf(determinationFields.lenientReason),
    standard: indexOf(determinationFields.standard),
  }
  const identity = item.identity.map(indexOf)
  const kinds = columnKinds(item)
  const open = jsonWriter(fields, (field) => field.public)
  const closed = jsonWriter(fields, (field) => !field.public)
  const factFields = [...new Set([
    item.basis.date, item.basis.documentNumber, item.basis.authority, tradeSecretField, item.severity?.class, item.severity?.reason,
    item.severity?.conductEndedOn, item.severity?.conductField, item.severity?.sanctionKind, item.display.by === 'validity' ? item.display.untilField : null,
  ])].flatMap((name) => (indexOf(name) >= 0 ? [{ name: name!, index: indexOf(name) }] : []))

  /** of the file's one header */
  let whole: HeaderPlan | null = null
  const plans = new Map<readonly string[], HeaderPlan | Misfit | RefusedHeader>()
  const notes: FileNote[] = []
  // One array for all rows: emptied before each.
  const values: (string | null)[] = fields.map(() => null)

  function planOf(header: readonly string[], wholeFile: boolean) {
    const known = plans.get(header)
    if (known) return known
    const scan = context.scan.rows(header, header.map((column) => kinds.get(plainColumn(column)) ?? null))
    const planned = planColumns(header, { item, items: context.items, pack, personColumns: scan.dropped, wholeFile })
    const made = scan.headerFindings.length > 0 ? { refused: scan.headerFindings }
      : planned.ok ? headerPlan(planned.value, scan)
      : { fault: planned.refusals[0].code, facts: planned.refusals[0].facts, rule: planned.refusals[0].rule }
    plans.set(header, made)
    if ('plan' in made) {
      for (const note of made.plan.notes) if (!notes.some((n) => n.code === note.code && n.facts.column === note.facts.column)) notes.push(note)
    }
    return made
  }

  function headerPlan(plan: ColumnPlan, scan: RowScan): HeaderPlan {
    const slots: Slot[] = []
    const dropped = new Set(scan.dropped)
    const blanked: number[] = []
    plan.uses.forEach((use, position) => {
      if (typeof use !== 'string') {
        const index = fields.indexOf(use)
        slots.push({ position, column: plan.header[position]!.trim(), field: use, read: readers[index]!, index, written: null, reading: '' })
      } else if (use === 'ours' || (use === 'person' && !dropped.has(position))) blanked.push(position)
    })
    return { plan, slots, scan, blanked, personal: plan.uses.includes('person'), ours: plan.uses.includes('ours') }
  }

  function prepare(row: Row): Prepared {
    const plan = planOf(row.header, false)
    if ('refused' in plan) {
      // Keys of a line that may name a person: no cell of it can be told by its key.
      const all = [...plan.refused, ...scanLoose(row)]
      return isDoubtful(all) ? nothingKept(row, all, completeDelivery[pack]) : refused(row, plan.refused)
    }
    if ('fault' in plan) return misfit(row, plan)
    // Before anything else is looked at: what the boundary refuses must not reach a finding's excerpt.
    const cellwise = row.fault === null || inPlace.has(row.fault.code)
    const relies: number[] = []
    const found = cellwise ? plan.scan.scan(blank(row.cells, plan.blanked)) : scanLoose(row)
    if (found.length > 0) {
      if (!isDoubtful(found)) return refused(row, found)
      if (!cellwise) return nothingKept(row, found, completeDelivery[pack])
      const open = unstated(row, plan, found, relies)
      if (open.size > 0) return doubtful(row, plan, open)
    }
    if (row.fault !== null) {
      const finding = faultOf(row, completeDelivery[pack])!
      const { code } = row.fault
      // Cells that may have slipped sideways could carry a left-out column's content under another name.
      const cells = code === 'number-inexact' || (plan.personal && !inPlace.has(code)) ? {} : cellsOf(row.cells, plan)
      return { kind: 'returned', findings: [finding], cells }
    }
    const judged = judge(row, plan, cellwise && plan.scan.wasOrdinary())
    return relies.length === 0 || judged.kind !== 'prepared' ? judged : { kind: 'prepared', row: { ...judged.row, relies } }
  }

  /**
   * What is in question, by position: of cells that would be kept, and of which no officer stated that no person is meant.
   * @param relies takes the statements by which others stand
   */
  function unstated(row: Row, plan: HeaderPlan, found: readonly BoundaryFinding[], relies: number[]) {
    const open = new Map<number, BoundaryFinding[]>()
    for (const finding of found) {
      const slot = plan.slots.find(({ position }) => plan.plan.header[position] === finding.column)
      if (slot === undefined) continue // of a column left out: nothing of it is kept
      const written = row.cells[slot.position]!
      const by = finding.code === 'markup' ? null : context.stated?.(slot.field.name, plan.ours ? unescapedCell(written.trim()) : written) ?? null
      if (by !== null) {
        if (!relies.includes(by)) relies.push(by)
        continue
      }
      open.set(slot.position, [...(open.get(slot.position) ?? []), finding])
    }
    return open
  }

  /**
   * Words that may name a person: the row goes back without them. They are blanked wherever they stand in the row before
   * anything else looks at it, so that no finding, file, page or letter can repeat them.
   */
  function doubtful(row: Row, plan: HeaderPlan, open: ReadonlyMap<number, readonly BoundaryFinding[]>): Prepared {
    const cells = [...row.cells]
    const findings: RowFinding[] = []
    const words = new Set<string>()
    for (const [position, found] of open) {
      const text = cells[position]!
      const named = found.filter((f) => f.code !== 'markup')
      const spans: readonly Span[] = named.some((f) => f.spans.length === 0) ? [] : named.flatMap((f) => f.spans)
      for (const f of found) findings.push(inQuestionOr(f, row.number, columnAt(plan, position), positions(text, f.words ?? f.spans)))
      // Markup alone hides nobody: what a reader sees was looked at.
      if (found.every((f) => f.code === 'markup')) continue
      for (const f of named) for (const word of wordsAt(text, f.words ?? f.spans)) words.add(word)
      cells[position] = masked(text, spans)
    }
    for (const { position, column } of plan.slots) {
      const text = cells[position]
      if (text === undefined || open.has(position)) continue
      const without = [...words].reduce((rest, word) => rest.replaceAll(word, blankedWords), text)
      if (without === text) continue
      cells[position] = without
      findings.push({ code: 'words-blanked', row: row.number, column, rule: findings[0]!.rule, facts: {} })
    }
    const inQuestion = new Set(findings.map((f) => f.column))
    const fault = faultOf(row, completeDelivery[pack])
    if (fault !== null) return { kind: 'returned', findings: [...findings, fault], cells: cellsOf(cells, plan) }
    const judged = judge({ ...row, cells }, plan)
    if (judged.kind === 'refused') return judged
    const others = judged.kind === 'returned' ? judged.findings.filter((f) => !inQuestion.has(f.column)) : []
    return { kind: 'returned', findings: [...findings, ...others], cells: judged.kind === 'returned' ? judged.cells : cellsOf(cells, plan) }
  }

  /** Markup is a fault like others: it is cured, never stated. */
  const inQuestionOr = (f: BoundaryFinding, row: number, column: string | null, at: string): RowFinding =>
    (f.code === 'markup' ? { code: f.code, row, column, rule: f.rules[0] ?? null, facts: {} } : questioned(f, row, column, at))

  const columnAt = (plan: HeaderPlan, position: number) => plan.slots.find((slot) => slot.position === position)!.column

  const faultOf = (row: Row, rule: RuleId | null): RowFinding | null =>
    (row.fault === null ? null : { code: row.fault.code, row: row.number, column: row.fault.column, rule, facts: withoutNumbers(row.fault.facts) })

  /** A row whose cells have no certain place, with words in question: nothing of it can be kept, nor what its fault repeats of it. */
  function nothingKept(row: Row, found: readonly BoundaryFinding[], rule: RuleId | null): Prepared {
    const fault = faultOf(row, rule)
    const findings = found.map((f) => inQuestionOr(f, row.number, null, ''))
    const first = findings.filter((f, i) => findings.findIndex((g) => g.code === f.code) === i)
    const bare = fault === null ? [] : [{ ...fault, facts: Object.fromEntries(Object.keys(fault.facts).map((name) => [name, blankedWords])) }]
    return { kind: 'returned', findings: [...bare, ...first], cells: {} }
  }

  /** @param ordinary the boundary saw in passing that no cell holds what is special: one look the less at every cell, and no escapes of JSON */
  function judge(row: Row, plan: HeaderPlan, ordinary = false): Prepared {
    values.fill(null)
    let risky: number[] | null = null
    let findings: RowFinding[] | null = null
    const find = (code: RowFinding['code'], column: string | null, rule: RuleId | null, facts: RowFinding['facts'] = {}) => {
      (findings ??= []).push({ code, row: row.number, column, rule, facts: withoutNumbers(facts) })
    }
    const plain = ordinary || !special.test(row.raw)
    const cells = row.cells
    for (const slot of plan.slots) {
      const { position, column, field, read, index } = slot
      const written = cells[position]
      if (written === undefined || written === '') continue
      if (ordinary && written === slot.written) {
        values[index] = slot.reading
        continue
      }
      const cell = plan.ours ? unescapedCell(written.trim()).trim() : written.trim()
      if (cell === '' || (cell.length <= 4 && nothing.has(cell))) continue
      if (!ordinary && isBlanked(cell)) {
        find('words-blanked', column, completeDelivery[pack])
        values[index] = ''
        continue
      }
      const text = plain ? cell : textOf(cell, { most: Number.MAX_SAFE_INTEGER })
      if (typeof text !== 'string' && !text.ok) {
        const { fault, character = '' } = text.refusals[0].facts
        find(findingOf[fault as CharacterFault], column, completeDelivery[pack], { character })
        values[index] = ''
        continue
      }
      const reading = read(typeof text === 'string' ? text : text.value)
      if (typeof reading === 'string') {
        values[index] = reading
        if (ordinary) [slot.written, slot.reading] = [written, reading]
      }
      else if (reading.code === 'natural-person') return { kind: 'refused', findings: [{ code: 'natural-person', row: row.number, column, rule: null, facts: {} }] }
      else {
        find(reading.code, column, field.type === 'uscc' ? context.keyRule : completeDelivery[pack], reading.facts)
        if (field.type === 'uscc' && mayBePersonal(cell)) (risky ??= []).push(position)
        values[index] = '' // stated, though unreadable: not missing as well
      }
    }
    for (let i = 0; i < fields.length; i++) {
      if (values[i] === null && (fields[i]!.required || i === at.code || i === at.date) && i !== at.document) {
        find('required-missing', columnOf(plan, i), completeDelivery[pack], { field: fields[i]!.name })
      }
    }
    checkRow(plan, find)
    if (findings !== null) {
      const kept = cells.map((cell, i) => (risky?.includes(i) || personShaped(cell) ? blankedWords : cell))
      return { kind: 'returned', findings, cells: cellsOf(kept, plan) }
    }
    return {
      kind: 'prepared',
      row: {
        rowNumber: row.number,
        subjectCode: values[at.code]!,
        subjectName: at.name < 0 ? null : values[at.name]!,
        identity: identityOf(),
        valuesJson: open(values, plain) || '{}',
        closedJson: closed(values, plain),
        facts: rowFacts(),
        delivered: again === null || whole === null ? JSON.stringify(cellsOf(row.cells, plan)) : row.raw,
      },
    }
  }

  function checkRow(plan: HeaderPlan, find: (code: RowFinding['code'], column: string | null, rule: RuleId | null, facts?: RowFinding['facts']) => void): void {
    if (at.document >= 0 && values[at.document] === null && (item.nature !== 'basic' || fields[at.document]!.required)) {
      const rule = item.nature === 'untrustworthiness' ? basisOfUntrustworthiness : objectiveData
      find('basis-document-missing', columnOf(plan, at.document), rule[pack], { field: fields[at.document]!.name })
    }
    const severity = values[at.class]
    if (at.class >= 0 && severity && values[at.reason] === null) {
      find('severity-reason-missing', columnOf(plan, at.reason), classWithReason, { class: severity, field: fields[at.reason]!.name })
    }
    if (context.determination && (values[at.circumstance] || values[at.standard])) {
      const faults = context.determination({
        circumstance: values[at.circumstance] ?? null, lenientReason: values[at.lenientReason] ?? null, class: severity || null,
        standard: values[at.standard] ?? null, decidedOn: values[at.date] || today,
      })
      for (const { code, field, rule, facts } of faults) find(code, columnOf(plan, at[field]), rule, facts)
    }
    const decided = values[at.date]
    const older = decided ? (context.olderBasis?.(decided, (field) => values[indexOf(field)] ?? null) ?? null) : null
    if (older !== null) find(older.code, columnOf(plan, indexOf(older.field)), older.rule, older.facts)
    const unsaid = context.notice?.(today, (field) => values[indexOf(field)] ?? null) ?? null
    if (unsaid !== null) find(unsaid.code, columnOf(plan, indexOf(unsaid.field)), unsaid.rule, unsaid.facts)
    const until = values[at.until]
    if (decided && until && until !== 'no-end' && until < decided) {
      const facts = { column1: fields[at.date]!.name, first: decided, column2: fields[at.until]!.name, second: until }
      find('dates-contradict', columnOf(plan, at.until), completeDelivery[pack], facts)
    }
    if (at.name >= 0 && values[at.name] && !plainName.test(values[at.name]!)) values[at.name] = withUnified(values[at.name]!)
    if (at.name >= 0 && values[at.name] && !plainName.test(values[at.name]!) && nameFault(values[at.name]!) !== null) {
      find('name-unusable', columnOf(plan, at.name), completeDelivery[pack], { found: excerpt(values[at.name]!) })
    }
    if (identity.length > 0 && identity.every((i) => values[i] === null) && !identity.includes(at.document)) {
      find('identity-missing', null, completeDelivery[pack], { field: item.identity.join('、') })
    }
  }

  /** Brackets and white space of document numbers vary from hand to hand; the document is the same. */
  function identityOf(): string {
    let joined = ''
    for (let k = 0; k < identity.length; k++) {
      const value = values[identity[k]!] ?? ''
      joined += (k === 0 ? '' : identitySeparator) + oneSpelling(value)
    }
    return joined
  }

  function rowFacts(): StoredFacts {
    const needed: Record<string, string> = {}
    for (const { name, index } of factFields) {
      const value = values[index]
      if (value !== null && value !== undefined) needed[name] = value
    }
    return factsOf(item, needed)
  }

  const columnOf = (plan: HeaderPlan, index: number) => plan.slots.find((slot) => slot.index === index)?.column ?? fields[index]!.name

  function refused(row: Row, found: readonly BoundaryFinding[]): Prepared {
    return {
      kind: 'refused',
      findings: found.map(({ code, column, rules, category }): RowFinding =>
        ({ code, row: row.number, column, rule: rules[0] ?? null, facts: category === null ? {} : { category } })),
    }
  }

  /** A row whose cells may stand under the wrong names, or that has none: every text of it is looked at by itself. */
  const scanLoose = (row: Row): readonly BoundaryFinding[] =>
    (row.cells.length > 0 ? row.cells : [row.raw]).flatMap((text) => context.scan.scanText(text, 'row'))

  /** An NDJSON line whose keys are not this item's. Nothing of it is kept: no key says what its values are. */
  function misfit(row: Row, plan: Misfit): Prepared {
    const found = scanLoose(row)
    if (found.length > 0) return isDoubtful(found) ? nothingKept(row, found, plan.rule) : refused(row, found)
    const finding: RowFinding = plan.fault === 'header-duplicate'
      ? { code: 'json-key-twice', row: row.number, column: plan.facts.key ?? null, rule: plan.rule, facts: { key: plan.facts.columns ?? '' } }
      : row.fault !== null ? { code: row.fault.code, row: row.number, column: row.fault.column, rule: plan.rule, facts: row.fault.facts }
      : { code: 'keys-unknown', row: row.number, column: null, rule: plan.rule, facts: { 'item-zh': item.title.zh, 'item-en': item.title.en } }
    return { kind: 'returned', findings: [finding], cells: {} }
  }

  return {
    notes,
    prepare,
    cellsOf: (delivered) => (again === null || whole === null ? cellsWritten(delivered) : cellsOf(again(delivered), whole)),
    header(header) {
      const plan = planOf(header, true)
      if ('plan' in plan) whole = plan
      if ('refused' in plan) return { ok: false, refusals: [{ code: 'header-refused', rule: plan.refused[0]?.rules[0] ?? null, facts: { column: plan.refused[0]?.column ?? '' } }] }
      if ('fault' in plan) return { ok: false, refusals: [{ code: plan.fault, rule: plan.rule, facts: plan.facts }] }
      return ok(plan.plan.notes)
    },
  }
}

function readerOf(field: CatalogField, { item, today, serialsFrom, amountDigits = readLimits.amountDigits }: PrepareContext): FieldReader {
  switch (field.type) {
    case 'text': return textReader(field.maxLength)
    case 'amount': return amountReader({ unit: field.unit, decimals: field.decimals, digits: amountDigits })
    case 'closed': return closedReader(field.values ?? [])
    case 'uscc': return codeReader(field.name === item.subject.code)
    case 'date': {
      const ended = field.name === item.severity?.conductEndedOn
      const latest = field.name === item.basis.date || ended ? today : null
      return dateReader({ noEnd: field.noEnd, words: ended ? continuing : [], serialsFrom, latest })
    }
  }
}

/**
 * Canonical JSON of some fields' values: keys in code-unit order, empty ones left out, no white space; '' when all are.
 * `plain`: no value needs an escape.
 */
function jsonWriter(fields: readonly CatalogField[], which: (field: CatalogField) => boolean): (values: readonly (string | null)[], plain: boolean) => string {
  const keys = fields.flatMap((field, index) => (which(field) ? [{ name: field.name, index }] : []))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, index }) => ({ first: `{${JSON.stringify(name)}:"`, next: `",${JSON.stringify(name)}:"`, index }))
  // One array for all rows, joined at once: text by text, a row would leave a hundred of them to the collector.
  const parts: string[] = []
  return (values, plain) => {
    let n = 0
    for (const { first, next, index } of keys) {
      const value = values[index]
      if (value === null || value === undefined) continue
      parts[n] = n === 0 ? first : next
      parts[n + 1] = plain ? value : JSON.stringify(value).slice(1, -1)
      n += 2
    }
    if (n === 0) return ''
    parts[n] = '"}'
    parts.length = n + 1
    return parts.join('')
  }
}

/** What a finding repeats of a cell, but for what is built like a person's number. */
const withoutNumbers = (facts: RowFinding['facts']): RowFinding['facts'] => (Object.values(facts).some(personShaped)
  ? Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, personShaped(fact) ? blankedWords : fact])) : facts)

function blank(cells: readonly string[], positions: readonly number[]): readonly string[] {
  if (positions.length === 0) return cells
  const copy = [...cells]
  for (const position of positions) if (position < copy.length) copy[position] = ''
  return copy
}

function oneSpelling(number: string): string {
  if (!/[\s〔［[【（〕］\]】）]/.test(number)) return number
  // Nearly all that have brackets have these, once.
  const [open, close] = [number.indexOf('〔'), number.indexOf('〕')]
  const common = open < 0 || close < open ? number : `${number.slice(0, open)}(${number.slice(open + 1, close)})${number.slice(close + 1)}`
  return /[\s〔［[【（〕］\]】）]/.test(common) ? common.replace(/[〔［[【（]/g, '(').replace(/[〕］\]】）]/g, ')').replace(/\s+/g, '') : common
}

/** Cells that were written down, because no text of a file says them again. */
export const cellsWritten = (delivered: string) => JSON.parse(delivered) as Record<string, string>

/** A returned row's cells: the item's own columns, as delivered. */
function cellsOf(written: readonly string[], plan: HeaderPlan): Record<string, string> {
  const cells: Record<string, string> = {}
  for (const { position, column } of plan.slots) {
    const cell = written[position]
    if (cell !== undefined && cell !== '') cells[column] = cell
  }
  return cells
}
