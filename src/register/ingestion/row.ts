/** A row as read, before anyone asks what its columns mean. Pure. */
import type { Refusal } from '../../law/outcome.ts'

/** Why one row could not be read, or not be read with certainty. */
export type RowFaultCode =
  | 'cell-count-differs'
  | 'quote-never-closed'
  | 'text-after-quote'
  | 'row-too-long'
  | 'too-many-columns'
  | 'formula-cell'
  | 'merged-cell'
  | 'error-cell'
  | 'json-invalid'
  | 'json-not-object'
  | 'json-nested'
  | 'json-key-twice'
  | 'number-inexact'

export type RowFault = {
  readonly code: RowFaultCode
  /** header of the cell, where the fault is one cell's */
  readonly column: string | null
  readonly facts: Readonly<Record<string, string>>
}

export type Row = {
  /** as a person counts rows in a spreadsheet: the first row is 1, a cell with line breaks is one row (NDJSON: the line) */
  readonly number: number
  /** column names; the same array for every row that has the same columns */
  readonly header: readonly string[]
  readonly cells: readonly string[]
  /** the row's text as delivered: what a refused row's hash is of */
  readonly raw: string
  readonly fault: RowFault | null
}

/** Why a file is returned as a whole. */
export type FileFaultCode =
  | 'file-empty'
  | 'file-too-large'
  | 'file-type-unknown'
  | 'file-damaged'
  | 'file-encrypted'
  | 'encoding-unknown'
  | 'json-array'
  | 'zip-too-many-entries'
  | 'zip-inflates-too-far'
  | 'xml-with-doctype'
  | 'workbook-too-demanding'
  | 'sheet-unknown'
  | 'too-many-rows'
  | 'too-many-columns'
  | 'header-missing'
  | 'header-refused'
  | 'header-duplicate'
  | 'columns-missing'
  | 'columns-unknown'
  | 'file-of-another-item'
  | 'file-metadata-refused'
  | 'mapping-unknown'
  | 'file-too-demanding'
  | 'text-too-demanding'
  | 'file-takes-too-long'
  | 'text-takes-too-long'
  | 'internal-fault'

export type FileFault = Refusal<FileFaultCode>

/** What a provider should know about the file although its rows were read. */
export type FileNoteCode =
  | 'encoding-read'
  | 'delimiter-read'
  | 'invalid-bytes'
  | 'sheet-read'
  | 'header-below-first-row'
  | 'person-column-dropped'
  | 'person-property-dropped'
  | 'unknown-column-dropped'

export type FileNote = { readonly code: FileNoteCode; readonly facts: Readonly<Record<string, string>> }
