/** Rows as the text of a file, in pieces large enough to be worth writing. Pure. */

export type FileFormat = 'csv' | 'ndjson'

const quoted = /[",\r\n]/
const cell = (value: string) => (quoted.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

/** CSV by RFC 4180 with LF, UTF-8 without BOM; header first. */
export function* csv(header: readonly string[], rows: Iterable<readonly string[]>, rowsInPiece = 1000): Generator<string> {
  let piece = `${header.map(cell).join(',')}\n`
  let held = 0
  for (const row of rows) {
    let line = ''
    for (let i = 0; i < row.length; i++) line += i === 0 ? cell(row[i]!) : `,${cell(row[i]!)}`
    piece += `${line}\n`
    if (++held === rowsInPiece) {
      yield piece
      piece = ''
      held = 0
    }
  }
  if (piece !== '') yield piece
}

/** One JSON object per line, empty cells left out. */
export function* ndjson(header: readonly string[], rows: Iterable<readonly string[]>, rowsInPiece = 1000): Generator<string> {
  const keys = header.map((name) => `${JSON.stringify(name)}:`)
  let piece = ''
  let held = 0
  for (const row of rows) {
    let line = ''
    for (let i = 0; i < row.length; i++) if (row[i] !== '') line += `${line === '' ? '' : ','}${keys[i]!}${JSON.stringify(row[i])}`
    piece += `{${line}}\n`
    if (++held === rowsInPiece) {
      yield piece
      piece = ''
      held = 0
    }
  }
  if (piece !== '') yield piece
}

export const fileText = { csv, ndjson } as const
