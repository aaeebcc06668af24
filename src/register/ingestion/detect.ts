/** What a delivered file is, by its content and never by its name. */
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import { type Encoding, encodingOf } from './decode.ts'
import { csvReader } from './csv.ts'

export type FileKind =
  | { readonly kind: 'csv'; readonly encoding: Encoding; readonly delimiter: string; readonly newline: '\n' | '\r' }
  | { readonly kind: 'ndjson'; readonly encoding: Encoding }
  | { readonly kind: 'xlsx' }

export type DetectFaultCode = 'file-empty' | 'file-type-unknown' | 'file-encrypted' | 'encoding-unknown' | 'json-array'

/** Bytes a caller should hand in at least, where the file has them. */
export const headBytes = 256 * 1024

const delimiters = [',', ';', '\t', '|', '，', '；'] as const

/** Beginnings of files that are something else. */
const signatures: readonly (readonly [string, string])[] = [
  ['25504446', 'PDF'], ['1f8b', 'gzip'], ['377abcaf271c', '7-Zip'], ['526172211a07', 'RAR'], ['89504e47', 'PNG'], ['ffd8ff', 'JPEG'],
  ['504152', 'Parquet'], ['53514c69746520', 'SQLite'],
]

/**
 * @param head  first bytes of the file, `headBytes` or all of it
 * @param isColumn whether a cell is a column name of the item delivered; tells a delimiter from a comma in a name
 */
export function detectKind(head: Uint8Array, isColumn: (name: string) => boolean = () => false): Outcome<FileKind, DetectFaultCode> {
  if (head.length === 0) return refuse('file-empty')
  const hex = Buffer.from(head.subarray(0, 8)).toString('hex')
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506')) return ok({ kind: 'xlsx' })
  if (hex === 'd0cf11e0a1b11ae1') {
    // The same container holds the workbooks of before 2007 and today's ones under a password.
    const text = Buffer.from(head).toString('utf16le')
    return text.includes('EncryptedPackage') ? refuse('file-encrypted') : refuse('file-type-unknown', null, { found: 'XLS (Excel 97-2003)' })
  }
  const other = signatures.find(([start]) => hex.startsWith(start))
  if (other) return refuse('file-type-unknown', null, { found: other[1] })

  const encoded = encodingOf(head)
  if (!encoded.ok) return encoded
  const { encoding } = encoded.value
  const text = new TextDecoder(encoding === 'ascii' ? 'utf-8' : encoding).decode(head)
  const start = text.trimStart()
  if (start === '') return refuse('file-empty')
  if (start.startsWith('{')) return ok({ kind: 'ndjson', encoding })
  if (start.startsWith('[') && /^\[\s*[[{"\]]/.test(start)) return refuse('json-array')
  if (/^<(\?xml|!doctype|html|table)/i.test(start)) return refuse('file-type-unknown', null, { found: 'XML / HTML' })
  if (countOf(text, '\0') * 50 > text.length) return refuse('encoding-unknown', null, { byte: String(head.indexOf(0)) })

  const newline = text.includes('\n') || !text.includes('\r') ? '\n' : '\r'
  return ok({ kind: 'csv', encoding, delimiter: delimiterOf(text, newline, isColumn), newline })
}

/** The delimiter under which the first lines agree best: first on column names known, then on how many cells they have. */
function delimiterOf(text: string, newline: '\n' | '\r', isColumn: (name: string) => boolean): string {
  let best = { delimiter: ',', known: 0, agreeing: 0, cells: 1 }
  for (const delimiter of delimiters) {
    const records = csvReader({ delimiter, newline, rowLength: headBytes }).push(text, true).slice(0, 20)
    const known = Math.max(0, ...records.slice(0, 10).map(({ cells }) => cells.filter((cell) => isColumn(cell)).length))
    const filled = records.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    const cells = Math.max(1, ...filled.map((record) => record.cells.length))
    const agreeing = cells === 1 ? 0 : filled.filter((record) => record.cells.length === cells).length
    if (known > best.known || (known === best.known && (agreeing > best.agreeing || (agreeing === best.agreeing && cells > best.cells)))) {
      best = { delimiter, known, agreeing, cells }
    }
  }
  return best.delimiter
}

function countOf(text: string, what: string): number {
  let count = 0
  for (let at = text.indexOf(what); at !== -1; at = text.indexOf(what, at + 1)) count++
  return count
}
