/** From a header row to a plan: which column is which field of the item, and which columns are left out. Pure. */
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { PackId } from '../../law/types.ts'
import type { CatalogField, CatalogItem } from '../catalog/types.ts'
import type { FileFaultCode, FileNote } from './row.ts'
import { completeDelivery, withinCatalog } from './rules.ts'

export type ColumnPlan = {
  readonly header: readonly string[]
  /** by position: the field the column carries, or why it is left out */
  readonly uses: readonly (CatalogField | 'person' | 'unknown' | 'ours' | 'empty')[]
  /** fields no column carries */
  readonly absent: readonly CatalogField[]
  readonly notes: readonly FileNote[]
}

export type ColumnContext = {
  readonly item: CatalogItem
  /** the other items, to say which one a foreign file looks like */
  readonly items: readonly CatalogItem[]
  readonly pack: PackId
  /** positions of columns about persons, by the boundary */
  readonly personColumns: readonly number[]
  /** a file with one header row; false: each NDJSON line brings its own keys, and a missing one is that row's fault */
  readonly wholeFile: boolean
}

/** Columns a returned file has beside the item's own; ignored when it comes back corrected. */
export const addedColumns = {
  zh: ['行号', '有问题的列', '发现的问题', '依据的条款', '如何更正'],
  en: ['Row', 'Column at fault', 'What was found', 'Rule', 'How to cure it'],
} as const

export function planColumns(header: readonly string[], context: ColumnContext): Outcome<ColumnPlan, FileFaultCode> {
  const { item, items, pack, wholeFile } = context
  const fields = fieldNames(item)
  const persons = new Set(context.personColumns)
  const personNames = new Set(item.personColumns.map(columnName))
  // A heading that nobody knows may be anything, a name among them: of it the position is told, and nothing is kept.
  const known = new Set([...items, item].flatMap((one) => [...fieldNames(one).keys(), ...one.personColumns.map(columnName)]))
  const named = (written: string, position: number): string => (known.has(columnName(written)) ? written.trim() : String(position + 1))
  const seen = new Map<string, string>()
  const notes: FileNote[] = []
  const uses: ColumnPlan['uses'][number][] = []

  for (const [position, written] of header.entries()) {
    const name = columnName(written)
    const field = fields.get(name)
    if (name === '') uses.push('empty')
    else if (ours.has(name)) uses.push('ours')
    else if (persons.has(position) || (field === undefined && personNames.has(name))) {
      uses.push('person')
      notes.push({ code: 'person-column-dropped', facts: { column: named(written, position) } })
    } else if (field === undefined) {
      uses.push('unknown')
      notes.push({ code: 'unknown-column-dropped', facts: { column: named(written, position) } })
    } else {
      const before = seen.get(field.name)
      if (before !== undefined) return refuse('header-duplicate', completeDelivery[pack], { columns: [...new Set([before, written.trim()])].join('、'), key: written.trim() })
      seen.set(field.name, written.trim())
      uses.push(field)
    }
  }

  const absent = item.fields.filter((field) => !seen.has(field.name))
  const missing = absent.filter((field) => field.required)
  if (seen.size === 0 || (wholeFile && missing.length > 0)) {
    const other = looksLike(header, item, items, seen.size)
    if (other !== null) return refuse('file-of-another-item', withinCatalog[pack], { ...titles('item', item), ...titles('other', other), otherId: other.id })
    if (seen.size === 0) return refuse('columns-unknown', withinCatalog[pack], titles('item', item))
    return refuse('columns-missing', completeDelivery[pack], { columns: missing.map((field) => field.name).join('、') })
  }
  return ok({ header, uses, absent, notes })
}

const titles = (fact: string, { title }: CatalogItem) => ({ [`${fact}-zh`]: title.zh, [`${fact}-en`]: title.en })

/** Whether a row of cells could be the header of this item's file: titles and notes often stand above it. */
export function isHeaderOf(item: CatalogItem): (cells: readonly string[]) => boolean {
  const fields = fieldNames(item)
  return (cells) => {
    const filled = cells.map(columnName).filter((name) => name !== '')
    const known = filled.filter((name) => fields.has(name)).length
    return known >= 2 && known * 3 >= filled.length
  }
}

/** The field a column name stands for: its name, its code, or what older templates call it. */
export function fieldOf(item: CatalogItem): (column: string) => CatalogField | null {
  const fields = fieldNames(item)
  return (column) => fields.get(columnName(column)) ?? null
}

/** A column name as it is compared: one width, one kind of brackets, no white space, quotes, marks of required columns. */
export const columnName = (written: string): string =>
  written.normalize('NFKC').replace(/[\s"'“”‘’*:\p{Cf}]/gu, '').replace(/[〔［[【{]/g, '(').replace(/[〕］\]】}]/g, ')').toLowerCase()

const ours: ReadonlySet<string> = new Set([...addedColumns.zh, ...addedColumns.en].map(columnName))

function fieldNames(item: CatalogItem): Map<string, CatalogField> {
  const names = new Map<string, CatalogField>()
  // A field's own name and code go before other fields' former names.
  for (const field of item.fields) for (const name of [field.name, field.code]) if (name !== null) names.set(columnName(name), field)
  for (const field of item.fields) {
    for (const name of field.alsoCalled ?? []) if (!names.has(columnName(name))) names.set(columnName(name), field)
  }
  return names
}

/** The item whose columns the header fits best, if it fits clearly better than the one named. */
function looksLike(header: readonly string[], item: CatalogItem, items: readonly CatalogItem[], own: number): CatalogItem | null {
  const names = header.map(columnName)
  let best: { item: CatalogItem; known: number } | null = null
  for (const other of items) {
    if (other.id === item.id || other.scope !== 'in') continue
    const fields = fieldNames(other)
    const carried = new Set(names.flatMap((name) => fields.get(name) ?? []))
    const complete = other.fields.every((field) => !field.required || carried.has(field))
    if (complete && carried.size > own && (best === null || carried.size > best.known)) best = { item: other, known: carried.size }
  }
  return best === null ? null : best.item
}
