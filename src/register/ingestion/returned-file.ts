/**
 * The returned rows as a file: the item's columns as delivered, and beside them what was found, by which rule, and how
 * to cure it. Corrected and delivered again, the added columns are ignored by their names. Pure: rows in, pieces out.
 */
import { writeXlsxStream } from 'hucre/xlsx'
import type { CatalogItem } from '../catalog/types.ts'
import { addedColumns, fieldOf } from './columns.ts'
import { csvLine, sheetCell } from '../../text/csv-line.ts'
import { describeFinding, type RowFinding } from './findings.ts'

export type ReturnedLine = { readonly row_number: number; readonly cells: Readonly<Record<string, string>>; readonly findings: readonly unknown[] }

/**
 * @param item null when the catalog no longer has it: the columns are then those of the first row
 * @param rows in order; read as the file is taken, never held as a whole
 */
export async function returnedFile(
  item: CatalogItem | null, rows: AsyncIterable<ReturnedLine>, format: 'csv' | 'xlsx', lang: 'zh' | 'en',
): Promise<AsyncIterable<string | Uint8Array>> {
  const lines = linesOf(item, rows, lang)
  if (format === 'csv') return csvOf(lines)
  return writeXlsxStream(cellsOf(lines), { name: lang === 'zh' ? '退回的行' : 'Returned rows', freezePane: { rows: 1 } }) as unknown as AsyncIterable<Uint8Array>
}

async function* csvOf(lines: AsyncIterable<string[]>): AsyncGenerator<string> {
  let first = true
  for await (const cells of lines) {
    yield (first ? '\uFEFF' : '') + csvLine(cells)
    first = false
  }
}

async function* cellsOf(lines: AsyncIterable<string[]>): AsyncGenerator<string[]> {
  for await (const cells of lines) yield cells.map(sheetCell)
}

/** The header, then a line for each row. */
async function* linesOf(item: CatalogItem | null, rows: AsyncIterable<ReturnedLine>, lang: 'zh' | 'en'): AsyncGenerator<string[]> {
  let columns: string[] | null = item === null ? null : item.fields.map((field) => field.name)
  const carried = item === null ? (column: string) => column : columnCarrying(item)
  if (columns !== null) yield [...columns, ...addedColumns[lang]]
  for await (const row of rows) {
    if (columns === null) {
      columns = Object.keys(row.cells)
      yield [...columns, ...addedColumns[lang]]
    }
    const cells = new Map(Object.entries(row.cells).map(([column, cell]) => [carried(column), cell]))
    const findings = row.findings as readonly RowFinding[]
    const said = findings.map((finding) => describeFinding(finding, lang))
    yield [
      ...columns.map((column) => cells.get(column) ?? ''),
      String(row.row_number),
      joined(findings.map((finding) => finding.column ?? ''), lang), joined(said.map(({ found }) => found), lang),
      joined(findings.map((finding) => finding.rule ?? ''), lang), joined(said.map(({ cure }) => cure), lang),
    ]
  }
}

/** Returned cells are named as the provider named them, by field name, code or a former name. */
function columnCarrying(item: CatalogItem): (column: string) => string {
  const field = fieldOf(item)
  return (column) => field(column)?.name ?? column
}

const joined = (parts: readonly string[], lang: 'zh' | 'en') => parts.map((part) => part || '—').join(lang === 'zh' ? '；' : '; ')
