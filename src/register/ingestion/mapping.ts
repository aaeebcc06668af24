/**
 * From the columns of a foreign file to the columns of a catalog item. A mapping is data (mappings/*.yaml): it renames,
 * adds constants, picks, looks up. It states nothing the source does not state: what is missing stays empty, and the
 * fields say so when the row is read. Pure.
 */
import { isDay } from '../../calendar/day-number.ts'
import { readYaml } from '../../law/yaml.ts'
import type { Text2 } from '../../law/types.ts'
import type { Row } from './row.ts'

/** Where the value of a column comes from. A bare string is a column of the source. */
export type Source =
  | string
  | { readonly constant: string }
  /** the first that is not empty */
  | { readonly firstOf: readonly Source[] }
  /** white space taken out: names and codes broken over the lines of a scanned table */
  | { readonly compact: Source }
  /** a whole day, written as 2023年11月29日 or 2017/8/30, as YYYY-MM-DD; anything else, such as a month, is left as it is */
  | { readonly day: Source; readonly near?: { readonly day: Source; readonly within: number } }
  /** group 1 of the pattern, or nothing */
  | { readonly capture: Source; readonly pattern: string }
  /** every word of the list that the text holds, by the name given to it, joined by ； */
  | { readonly words: Source; readonly list: Readonly<Record<string, string>> }
  /** a column of a side table's row whose key is the value */
  | { readonly lookup: Source; readonly table: string; readonly give: string }

export type Mapping = {
  readonly id: string
  readonly title: Text2
  /** catalog item the file is delivered as */
  readonly item: string
  /** columns the file must have */
  readonly needs: readonly string[]
  readonly columns: Readonly<Record<string, Source>>
  /** side tables by name: a CSV file beside the mapping with its key column, or organisations generated for anonymous ids */
  readonly tables: Readonly<Record<string,
    { readonly file: string; readonly key: string } | { readonly generatedOrganisations: { readonly seed: number } }>>
  /** a file of several authorities: which rows are whose, by the unit's code; rows of others are left out */
  readonly units: { readonly column: string; readonly codes: Readonly<Record<string, string>> } | null
  /** what a reader should know of the source */
  readonly note: Text2 | null
}

/** A side table: from a key to a row of it. */
export type SideTable = (key: string) => Readonly<Record<string, string>> | undefined

/** A mapping with its side tables read: ready to run. */
export type ReadyMapping = { readonly mapping: Mapping; readonly tables: Readonly<Record<string, SideTable>> }

/** @throws RangeError where the text is no mapping: a mapping is part of the deployment, not of a delivery */
export function parseMapping(text: string, id: string): Mapping {
  const raw = readYaml(text) as Partial<Mapping>
  if (!raw.item || !raw.title || !raw.columns) throw new RangeError(`the mapping ${id} lacks an item, a title or columns`)
  const mapping: Mapping = {
    id, item: raw.item, title: raw.title, columns: raw.columns, tables: raw.tables ?? {}, units: raw.units ?? null,
      note: raw.note ?? null,
    needs: [...new Set([...Object.values(raw.columns).flatMap(sourceColumns),
      ...(raw.units ? [raw.units.column] : [])])],
  }
  for (const name of Object.values(mapping.columns).flatMap(tablesOf)) {
    if (!(name in mapping.tables)) throw new RangeError(`the mapping ${id} looks into a table ${name} it does not name`)
  }
  return mapping
}

/** Columns the mapping reads that a file does not have; a file that lacks one is another file. */
export const missingColumns = (mapping: Mapping,
  header: readonly string[]): string[] => mapping.needs.filter((name) => !header.includes(name))

/**
 * @param tables one for each name in `mapping.tables`
 * @param unit   code of the unit that delivers
 * @param header columns of the rows made, those of the item's template; what the mapping says nothing about stays empty,
 *               so that each row is told what it lacks
 * @returns      row by row: the row in the item's columns with number and raw text kept, or null for a row of another unit
 */
export function compileMapping(
  mapping: Mapping, tables: Readonly<Record<string, SideTable>>, unit: string,
    header: readonly string[] = Object.keys(mapping.columns),
): (row: Row) => Row | null {
  let readers: Reader[] = []
  let ownUnit: Reader = () => ''
  let compiledFor: readonly string[] | null = null
  return (row) => {
    if (row.header !== compiledFor) {
      const compile = (source: Source): Reader => reader(source, row.header, tables)
      readers = header.map((name) => compile(mapping.columns[name] ?? { constant: '' }))
      if (mapping.units !== null) ownUnit = compile(mapping.units.column)
      compiledFor = row.header
    }
    if (row.fault !== null) return row
    if (mapping.units !== null && mapping.units.codes[ownUnit(row.cells)] !== unit) return null
    return { ...row, header, cells: readers.map((read) => read(row.cells)) }
  }
}

type Reader = (cells: readonly string[]) => string

function reader(source: Source, header: readonly string[], tables: Readonly<Record<string, SideTable>>): Reader {
  const of = (inner: Source) => reader(inner, header, tables)
  if (typeof source === 'string') {
    const at = header.indexOf(source)
    return at < 0 ? () => '' : (cells) => (cells[at] ?? '').trim()
  }
  if ('constant' in source) return () => source.constant
  if ('firstOf' in source) {
    const all = source.firstOf.map(of)
    return (cells) => {
      for (const read of all) {
        const value = read(cells)
        if (value !== '') return value
      }
      return ''
    }
  }
  if ('compact' in source) {
    const read = of(source.compact)
    return (cells) => read(cells).replace(/\s+/g, '')
  }
  if ('day' in source) {
    const read = of(source.day)
    if (!source.near) return (cells) => dayOf(read(cells))
    const { within } = source.near
    const other = of(source.near.day)
    return (cells) => {
      const [day, near] = [dayOf(read(cells)), dayOf(other(cells))]
      return isDay(day) && isDay(near) && daysBetween(day, near) <= within ? day : ''
    }
  }
  if ('capture' in source) {
    const read = of(source.capture)
    const pattern = new RegExp(source.pattern, 'u')
    return (cells) => pattern.exec(read(cells))?.[1] ?? ''
  }
  if ('words' in source) {
    const read = of(source.words)
    const list = Object.entries(source.list)
    return (cells) => {
      const text = read(cells)
      return [...new Set(list.filter(([word]) => text.includes(word)).map(([, name]) => name))].join('；')
    }
  }
  const read = of(source.lookup)
  const table = tables[source.table]
  if (!table) throw new RangeError(`no side table ${source.table}`)
  return (cells) => table(read(cells))?.[source.give] ?? ''
}

const wholeDay = /^(\d{4})(?:年|[/.-])(\d{1,2})(?:月|[/.-])(\d{1,2})日?$/

function dayOf(text: string): string {
  const found = wholeDay.exec(text)
  return found ? `${found[1]}-${found[2]!.padStart(2, '0')}-${found[3]!.padStart(2, '0')}` : text
}

const daysBetween = (a: string, b: string): number => Math.abs(Temporal.PlainDate.from(a).until(b,
  { largestUnit: 'day' }).days)

function inner(source: Source): Source[] {
  if (typeof source === 'string' || 'constant' in source) return []
  if ('firstOf' in source) return [...source.firstOf]
  if ('compact' in source) return [source.compact]
  if ('day' in source) return [source.day, ...(source.near ? [source.near.day] : [])]
  if ('capture' in source) return [source.capture]
  return ['words' in source ? source.words : source.lookup]
}
const sourceColumns = (source: Source): string[] =>
  (typeof source === 'string' ? [source] : inner(source).flatMap(sourceColumns))
const tablesOf = (source: Source): string[] =>
  [...(typeof source === 'object' && 'lookup' in source ? [source.table] : []), ...inner(source).flatMap(tablesOf)]
