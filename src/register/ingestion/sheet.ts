/** Rows of a worksheet out of its XML, with what a reader of values alone would hide: formulas, merged areas, dates. Pure. */
import { FileUnreadable } from './file-unreadable.ts'
import type { RowFault } from './row.ts'
import { attribute, xmlReader } from './xml.ts'

/** Sheets of our own templates that explain and carry no rows. */
export const instructionSheets = { zh: '填写说明', en: 'Instructions' } as const

/** How a number is shown: as a day, as a month without its day, or as a number. */
export type NumberStyle = 'day' | 'month' | 'number'

export type WorkbookParts = {
  readonly sheets: readonly { readonly name: string; readonly relation: string; readonly hidden: boolean }[]
  readonly date1904: boolean
}

export type SheetRecord = { readonly number: number; readonly cells: readonly string[]; readonly raw: string; readonly fault: RowFault | null }

export type SheetContext = {
  readonly texts: readonly string[]
  readonly styles: readonly NumberStyle[]
  readonly date1904: boolean
  /** merged areas by row, as `B2:C4` and the first column (0 = A) */
  readonly merged: ReadonlyMap<number, { readonly range: string; readonly column: number }>
  readonly columns: number
}

export function readWorkbookPart(xml: string): WorkbookParts {
  const sheets: WorkbookParts['sheets'][number][] = []
  let date1904 = false
  read(xml, (name, attributes) => {
    if (name === 'workbookPr') date1904 = ['1', 'true'].includes(attribute(attributes, 'date1904') ?? '')
    if (name === 'sheet') {
      sheets.push({ name: attribute(attributes, 'name') ?? '', relation: attribute(attributes, 'id') ?? '', hidden: (attribute(attributes, 'state') ?? 'visible') !== 'visible' })
    }
  })
  return { sheets, date1904 }
}

/** Targets of a relationships part by id, with their kind's last word (`worksheet`, `sharedStrings`). */
export function readRelations(xml: string): { id: string; target: string; type: string }[] {
  const relations: { id: string; target: string; type: string }[] = []
  read(xml, (name, attributes) => {
    if (name !== 'Relationship' || attribute(attributes, 'TargetMode') === 'External') return
    const [id, target, type] = ['Id', 'Target', 'Type'].map((key) => attribute(attributes, key) ?? '') as [string, string, string]
    relations.push({ id, target, type: type.replace(/^.*\//, '') })
  })
  return relations
}

const builtInDays = new Set([14, 15, 16, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 58])
const builtInMonths = new Set([17, 55, 56, 57])

export function readStyles(xml: string): NumberStyle[] {
  const formats = new Map<number, string>()
  const styles: NumberStyle[] = []
  let inCells = false
  xmlOf(xml, {
    open(name, attributes) {
      if (name === 'numFmt') formats.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '')
      if (name === 'cellXfs') inCells = true
      if (name === 'xf' && inCells) {
        const id = Number(attribute(attributes, 'numFmtId') ?? '0')
        const own = formats.get(id)
        styles.push(own !== undefined ? styleOf(own) : builtInDays.has(id) ? 'day' : builtInMonths.has(id) ? 'month' : 'number')
      }
    },
    close(name) { if (name === 'cellXfs') inCells = false },
    text() {},
  })
  return styles
}

function styleOf(format: string): NumberStyle {
  const first = format.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, (part) => (/[年月日]/.test(part) ? part.replace(/[^年月日]/g, '') : '')).split(';')[0]!.toLowerCase()
  if (/[0#?]/.test(first) || !/[ymd]/.test(first)) return 'number'
  return first.includes('d') ? 'day' : first.includes('y') ? 'month' : 'number'
}

/** Shared texts: phonetic hints left out, runs of rich text joined. */
export function sharedTextReader(): { push(text: string, last: boolean): void; readonly texts: readonly string[] } {
  const texts: string[] = []
  let text = ''
  let capturing = false
  let hint = false
  const reader = xmlReader({
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') hint = true
      else if (name === 't') capturing = !hint
    },
    close(name) {
      if (name === 't') capturing = false
      else if (name === 'rPh') hint = false
      else if (name === 'si') texts.push(unescaped(text))
    },
    text(part) { if (capturing) text += part },
  })
  return { push: (part, last) => reader.push(part, last), texts }
}

/** Rows as their elements close. Cells left out at a row's end are left out here too. */
export function sheetReader(context: SheetContext): { push(text: string, last: boolean): SheetRecord[] } {
  let records: SheetRecord[] = []
  let number = 0
  let inData = false
  let cells: string[] = []
  let fault: RowFault | null = null
  let column = -1
  let type = ''
  let style: NumberStyle = 'number'
  let value = ''
  let formula = false
  let capturing = false
  let hint = false

  const reader = xmlReader({
    open(name, attributes) {
      switch (name) {
        case 'sheetData': inData = true; break
        case 'row':
          number = Number(attribute(attributes, 'r') ?? number + 1)
          cells = []
          column = -1
          fault = mergedFault(number)
          break
        case 'c': {
          if (!inData) break
          const reference = attribute(attributes, 'r')
          column = reference === null ? column + 1 : columnOf(reference)
          type = attribute(attributes, 't') ?? 'n'
          style = context.styles[Number(attribute(attributes, 's') ?? '-1')] ?? 'number'
          value = ''
          formula = false
          break
        }
        case 'f': formula = true; break
        case 'rPh': hint = true; break
        case 'v': capturing = true; break
        case 't': capturing = !hint; break
      }
    },
    close(name) {
      switch (name) {
        case 'sheetData': inData = false; break
        case 'rPh': hint = false; break
        case 'v': case 't': capturing = false; break
        case 'c': if (inData) takeCell(); break
        case 'row': if (inData) records.push({ number, cells, raw: cells.join('\t'), fault }); break
      }
    },
    text(part) { if (capturing) value += part },
  })

  function takeCell(): void {
    if (column >= context.columns) {
      fault ??= { code: 'too-many-columns', column: null, facts: { found: String(column + 1), allowed: String(context.columns) } }
      return
    }
    while (cells.length < column) cells.push('')
    if (formula) fault ??= { code: 'formula-cell', column: null, facts: { cell: String(column + 1) } }
    if (type === 'e') fault ??= { code: 'error-cell', column: null, facts: { cell: String(column + 1), found: value } }
    cells[column] = formula || type === 'e' ? '' : textOf()
  }

  function textOf(): string {
    switch (type) {
      case 's': return context.texts[Number(value)] ?? '\uFFFD'
      case 'inlineStr': case 'str': return unescaped(value)
      case 'b': return value === '1' ? '是' : '否'
      case 'd': return value
      default: return value === '' ? '' : numberText()
    }
  }

  function numberText(): string {
    const amount = Number(value)
    if (!Number.isFinite(amount)) return value
    if (style !== 'number' && amount >= 1 && amount < 2958466) return shown(amount, style, context.date1904)
    if (Math.abs(amount) >= 1e15) {
      fault ??= { code: 'number-inexact', column: null, facts: { cell: String(column + 1), found: value } }
      return ''
    }
    // A spreadsheet writes 0.1 + 0.2 with seventeen digits; fifteen are what it shows.
    return String(Number(amount.toPrecision(15)))
  }

  function mergedFault(row: number): RowFault | null {
    const area = context.merged.get(row)
    return area === undefined ? null : { code: 'merged-cell', column: null, facts: { cell: String(area.column + 1), range: area.range } }
  }

  return {
    push(text, last) {
      records = []
      reader.push(text, last)
      return records
    },
  }
}

/** A serial number as the cell shows it: a day, with its time if it has one, or a month that hides its day. */
function shown(serial: number, style: 'day' | 'month', date1904: boolean): string {
  const day = Temporal.PlainDate.from(serialEpoch(date1904)).add({ days: Math.floor(serial) })
  if (style === 'month') return `${day.year}年${day.month}月`
  const seconds = Math.round((serial % 1) * 86400)
  if (seconds === 0 || seconds === 86400) return day.toString()
  return `${day} ${Temporal.PlainTime.from('00:00').add({ seconds }).toString({ smallestUnit: 'second' })}`
}

/** The day before a workbook's first, so that serials add up (from 1900-03-01 on, where the false leap day lies behind). */
export const serialEpoch = (date1904: boolean): string => (date1904 ? '1904-01-01' : '1899-12-30')

/** Reads `B2:C4`; null when it is no reference. */
export function areaOf(reference: string): { firstRow: number; lastRow: number; firstColumn: number } | null {
  const m = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference)
  return m === null ? null : { firstRow: Number(m[2]), lastRow: Number(m[4]), firstColumn: columnOf(m[1]!) }
}

/** 0 for A. */
function columnOf(reference: string): number {
  let column = 0
  for (let i = 0; i < reference.length; i++) {
    const c = reference.charCodeAt(i) - 64
    if (c < 1 || c > 26) break
    column = column * 26 + c
  }
  if (column === 0 || column > 16384) throw new FileUnreadable('file-damaged', { detail: 'XLSX' })
  return column - 1
}

// Characters XML cannot hold are written _x0007_ by spreadsheets.
const unescaped = (text: string) =>
  (text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text)

function xmlOf(xml: string, events: Parameters<typeof xmlReader>[0]): void {
  xmlReader(events).push(xml, true)
}
const read = (xml: string, open: (name: string, attributes: string) => void) => xmlOf(xml, { open, close() {}, text() {} })
