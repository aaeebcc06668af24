/**
 * Rows of a delivered file, whatever its kind: found out by content, read in pieces, bounded in memory, and resumable,
 * because a delivery that was killed goes on where its last batch was committed.
 */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import { csvCells, csvReader } from './csv.ts'
import { byteDecoder } from './decode.ts'
import { detectKind, headBytes } from './detect.ts'
import { fileFaultOf } from './file-unreadable.ts'
import { type ReadLimits, readLimits } from './limits.ts'
import { ndjsonReader } from './ndjson.ts'
import type { FileFault, FileFaultCode, FileNote, Row } from './row.ts'
import { openWorkbook } from './xlsx.ts'

export type ReadOptions = {
  readonly limits?: ReadLimits
  /** data rows already dealt with: they are passed over, not handed out again */
  readonly skipRows?: number
  /** name of the sheet; without it the first visible one */
  readonly sheet?: string
  /** whether a row is the header; without it, or where none is, the first row that is not empty */
  readonly isHeader?: (cells: readonly string[]) => boolean
  /** whether a cell is a column name of the item delivered */
  readonly isColumn?: (name: string) => boolean
}

export type RowBatch = {
  readonly rows: readonly Row[]
  /** data rows handed out or passed over up to here: the next reading's `skipRows` */
  readonly rowsRead: number
  readonly bytesRead: number
  /** why reading ended before the end of the file; the rows handed out before stand */
  readonly fault: FileFault | null
}

export type RowFile = {
  readonly kind: 'csv' | 'xlsx' | 'ndjson'
  /** column names; null for NDJSON, whose lines bring their own */
  readonly header: readonly string[] | null
  /** day the file's serial numbers count from; null = it has none */
  readonly serialsFrom: string | null
  /** what the file says beside its rows, for the boundary */
  readonly metadata: { readonly sheetNames: readonly string[]; readonly properties: Readonly<Record<string, string>> }
  readonly notes: readonly FileNote[]
  readonly bytesTotal: number
  /** The cells of a row from its text as delivered; null where that text does not tell them. */
  readonly cellsAgain: ((raw: string) => readonly string[]) | null
  /** To be read once, to its end or closed by leaving the loop. */
  readonly batches: AsyncIterable<RowBatch>
}

/** How many rows may stand above the header. */
const rowsAboveHeader = 10
const noMetadata = { sheetNames: [], properties: {} }

/**
 * Opens a delivered file.
 *
 * @returns the file with its header read; or why it is returned as a whole
 * @throws when the disk does
 */
export async function readRows(path: string, options: ReadOptions = {}): Promise<Outcome<RowFile, FileFaultCode>> {
  const { limits = readLimits, skipRows = 0 } = options
  const { head, size } = await firstBytes(path)
  if (size > limits.fileBytes) return refuse('file-too-large', null, { allowed: String(limits.fileBytes) })
  const detected = detectKind(head, options.isColumn)
  if (!detected.ok) return detected
  const kind = detected.value

  if (kind.kind === 'xlsx') {
    const workbook = await openWorkbook(path, limits, options.sheet)
    return workbook.ok ? fromTable(workbook.value, options, limits, size) : workbook
  }
  const notes: FileNote[] = []
  const decoder = byteDecoder(kind.encoding)
  let bytesRead = 0
  async function* texts(): AsyncGenerator<{ text: string; last: boolean }> {
    let first = true
    const strip = (text: string) => (first && text.startsWith('\uFEFF') ? text.slice(1) : text)
    for await (const chunk of createReadStream(path, { highWaterMark: 64 * 1024 })) {
      bytesRead += (chunk as Buffer).length
      const text = decoder.push(chunk as Buffer, false)
      if (text === '') continue
      yield { text: strip(text), last: false }
      first = false
    }
    yield { text: strip(decoder.push(new Uint8Array(0), true)), last: true }
    if (decoder.encoding !== 'utf-8' && decoder.encoding !== 'ascii') notes.push({ code: 'encoding-read', facts: { encoding: decoder.encoding.toUpperCase() } })
    if (decoder.firstInvalidByte !== null) {
      notes.push({ code: 'invalid-bytes', facts: { byte: String(decoder.firstInvalidByte + 1), encoding: decoder.encoding === 'gb18030' ? 'GB18030' : 'UTF-8' } })
    }
  }

  if (kind.kind === 'ndjson') {
    const reader = ndjsonReader({ rowLength: limits.rowLength, depth: limits.jsonDepth, skip: skipRows })
    async function* batches(): AsyncGenerator<RowBatch> {
      let rowsRead = skipRows
      for await (const { text, last } of texts()) {
        const rows = reader.push(text, last).map(({ keys, ...line }): Row => ({ ...line, header: keys }))
        rowsRead += rows.length
        const fault = tooMany(rowsRead, limits)
        yield { rows, rowsRead, bytesRead, fault }
        if (fault) return
      }
    }
    return ok({ kind: 'ndjson', header: null, serialsFrom: null, metadata: noMetadata, notes, bytesTotal: size, cellsAgain: null, batches: batches() })
  }

  if (kind.delimiter !== ',') notes.push({ code: 'delimiter-read', facts: { delimiter: kind.delimiter === '\t' ? 'TAB' : kind.delimiter } })
  const dialect = { delimiter: kind.delimiter, newline: kind.newline }
  const reader = csvReader({ ...dialect, rowLength: limits.rowLength })
  async function* records(): AsyncGenerator<readonly TableRecord[]> {
    for await (const { text, last } of texts()) yield reader.push(text, last)
  }
  const cellsAgain = (raw: string) => csvCells(raw, dialect)
  const table: Table = { kind: 'csv', records: records(), bytesRead: () => bytesRead, serialsFrom: null, metadata: noMetadata, notes, cellsAgain }
  return fromTable(table, options, limits, size)
}

export type TableRecord = Omit<Row, 'header'>
export type Table = {
  readonly kind: 'csv' | 'xlsx'
  readonly records: AsyncGenerator<readonly TableRecord[]>
  readonly bytesRead: () => number
  readonly serialsFrom: string | null
  readonly metadata: RowFile['metadata']
  readonly notes: FileNote[]
  readonly cellsAgain?: RowFile['cellsAgain']
}

/** A file with one header: found first, so that a wrong file is returned before any of its rows is looked at. */
async function fromTable(table: Table, options: ReadOptions, limits: ReadLimits, size: number): Promise<Outcome<RowFile, FileFaultCode>> {
  const { records, kind } = table
  const waiting: TableRecord[] = []
  let at = -1
  let fault: FileFault | null = null
  for (let ended = false; !ended && at === -1;) {
    try {
      const next = await records.next()
      ended = next.done === true
      if (!next.done) waiting.push(...next.value)
    } catch (error) {
      fault = fileFaultOf(error)
      ended = true
    }
    const filled = waiting.filter(({ cells, fault: unread }) => unread === null && !isBlank(cells)).slice(0, rowsAboveHeader)
    const header = options.isHeader === undefined ? filled[0] : filled.find(({ cells }) => options.isHeader!(cells))
    if (header) at = waiting.indexOf(header)
    else if (ended || filled.length >= rowsAboveHeader) at = filled[0] ? waiting.indexOf(filled[0]) : -1
    if (ended && at === -1) {
      await records.return(undefined)
      return fault ? { ok: false, refusals: [fault] } : refuse(waiting.some((record) => record.fault !== null) ? 'header-missing' : 'file-empty')
    }
  }
  const first = waiting[at]!
  let columns = first.cells.length
  while (columns > 0 && first.cells[columns - 1]!.trim() === '') columns--
  if (columns > limits.columns) {
    await records.return(undefined)
    return refuse('too-many-columns', null, { found: String(columns), allowed: String(limits.columns) })
  }
  const header = first.cells.slice(0, columns)
  if (first.number > 1) table.notes.push({ code: 'header-below-first-row', facts: { row: String(first.number) } })

  async function* batches(): AsyncGenerator<RowBatch> {
    let rowsRead = 0
    const skip = options.skipRows ?? 0
    const handOut = (found: readonly TableRecord[]): RowBatch => {
      const rows: Row[] = []
      for (const record of found) {
        if (record.fault === null && isBlank(record.cells)) continue
        if (++rowsRead <= skip) continue
        const fault = record.fault === null ? widthFault(record.cells, columns, kind) : atColumn(record.fault, header)
        rows.push({ number: record.number, header, cells: record.cells, raw: record.raw, fault })
      }
      return { rows, rowsRead, bytesRead: table.bytesRead(), fault: tooMany(rowsRead, limits) }
    }
    try {
      const left = handOut(waiting.slice(at + 1))
      waiting.length = 0
      yield left
      if (left.fault) return
      while (fault === null) {
        const next = await records.next().catch((error: unknown) => { fault = fileFaultOf(error) })
        if (!next || next.done) break
        const batch = handOut(next.value)
        yield batch
        if (batch.fault) return
      }
      if (fault) yield { rows: [], rowsRead, bytesRead: table.bytesRead(), fault }
    } finally {
      await records.return(undefined)
    }
  }
  const { serialsFrom, metadata, notes, cellsAgain = null } = table
  return ok({ kind, header, serialsFrom, metadata, notes, bytesTotal: size, cellsAgain, batches: batches() })
}

/** A CSV row must have the header's cells; empty ones beyond it are a spreadsheet's habit. A sheet's rows end where they end. */
function widthFault(cells: readonly string[], columns: number, kind: 'csv' | 'xlsx'): Row['fault'] {
  if (cells.length === columns || (cells.length < columns && kind === 'xlsx')) return null
  if (cells.length > columns && cells.every((cell, i) => i < columns || cell.trim() === '')) return null
  return { code: 'cell-count-differs', column: null, facts: { found: String(cells.length), expected: String(columns) } }
}

/** Readers know a cell by its number; a person by its column's name. */
const atColumn = (fault: NonNullable<Row['fault']>, header: readonly string[]): Row['fault'] =>
  (fault.facts.cell === undefined ? fault : { ...fault, column: header[Number(fault.facts.cell) - 1]?.trim() ?? null })

function isBlank(cells: readonly string[]): boolean {
  for (const cell of cells) if (cell !== '' && cell.trim() !== '') return false
  return true
}

const tooMany = (rows: number, limits: ReadLimits): FileFault | null =>
  rows > limits.rows ? { code: 'too-many-rows', rule: null, facts: { allowed: String(limits.rows) } } : null

async function firstBytes(path: string): Promise<{ head: Uint8Array; size: number }> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(Math.min(headBytes, size)), 0, Math.min(headBytes, size), 0)
    return { head: buffer.subarray(0, bytesRead), size }
  } finally {
    await file.close()
  }
}
