/**
 * Prepared rows on their way into a batch. What a row says is laid down as bytes the moment it is prepared, outside the
 * collector's reach; beside it stay only the few words by which the batch is judged. Thousands of rows wait this way
 * for little memory, and large batches are what spares PostgreSQL half of its work. Pure.
 */
import type { PreparedRow } from './prepare.ts'

export type SealedRows = {
  readonly count: number
  readonly codes: readonly string[]
  readonly names: readonly (string | null)[]
  readonly identities: readonly string[]
  readonly rowNumbers: readonly number[]
  readonly cells: readonly (() => Record<string, string>)[]
  /** of each row: which record it speaks of (`keyOf`) */
  readonly keys: readonly string[]
  /** key to the first row that speaks of it; codes spoken of */
  readonly firstOf: ReadonlyMap<string, number>
  readonly subjects: ReadonlySet<string>
  readonly bytes: Buffer
  /** where row `i` lies: values from 4i, closed values from 4i+1, the rest of its record's line from 4i+2, all of it to 4i+3 */
  readonly at: Int32Array
  /** 1: some text of the row holds a backslash */
  readonly escapes: Uint8Array
}

/** Before the closed values: room for the salt their digest is made with. */
export const saltRoom = 16

export type Sealer = {
  /** @param rest of the row's record line, should it be new */
  add(row: PreparedRow, rest: string): void
  readonly count: number
  readonly size: number
  take(): SealedRows
}

/** Subject and identity: within one unit's item, one record. */
export const keyOf = (row: { readonly subjectCode: string; readonly identity: string }): string => `${row.subjectCode}\n${row.identity}`

/** @param arena where to lay the bytes; replaced by a larger one where a row needs it */
export function sealer(arena: Buffer, mostRows: number): Sealer {
  let bytes = arena
  let end = 0
  let at = new Int32Array(4 * mostRows)
  let escapes = new Uint8Array(mostRows)
  const codes: string[] = []
  const names: (string | null)[] = []
  const identities: string[] = []
  const rowNumbers: number[] = []
  const cells: (() => Record<string, string>)[] = []
  const keys: string[] = []
  const firstOf = new Map<string, number>()
  const subjects = new Set<string>()

  return {
    add(row, rest) {
      const n = codes.length
      if (n >= escapes.length) {
        at = grown(at, new Int32Array(2 * at.length))
        escapes = grown(escapes, new Uint8Array(2 * escapes.length))
      }
      const most = end + saltRoom + 3 * (row.valuesJson.length + row.closedJson.length + rest.length)
      if (most > bytes.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(2 * bytes.length, most))
        bytes.copy(larger, 0, 0, end)
        bytes = larger
      }
      at[4 * n] = end
      end += bytes.write(row.valuesJson, end)
      at[4 * n + 1] = end
      if (row.closedJson !== '') end += saltRoom + bytes.write(row.closedJson, end + saltRoom)
      at[4 * n + 2] = end
      end += bytes.write(rest, end)
      at[4 * n + 3] = end
      escapes[n] = row.valuesJson.includes('\\') || row.closedJson.includes('\\') ? 1 : 0
      const key = keyOf(row)
      if (!firstOf.has(key)) firstOf.set(key, n)
      subjects.add(row.subjectCode)
      codes.push(row.subjectCode)
      names.push(row.subjectName)
      identities.push(row.identity)
      rowNumbers.push(row.rowNumber)
      cells.push(row.cells)
      keys.push(key)
    },
    get count() { return codes.length },
    get size() { return end },
    take: () => ({ count: codes.length, codes, names, identities, rowNumbers, cells, keys, firstOf, subjects, bytes, at, escapes }),
  }
}

/** Canonical JSON of a row's public values, and of the others ('' where there are none). */
export const valuesJsonOf = (rows: SealedRows, i: number): string => rows.bytes.toString('utf8', rows.at[4 * i], rows.at[4 * i + 1])
export const closedJsonAt = (rows: SealedRows, i: number): string =>
  (hasClosed(rows, i) ? rows.bytes.toString('utf8', rows.at[4 * i + 1]! + saltRoom, rows.at[4 * i + 2]) : '')
export const hasClosed = (rows: SealedRows, i: number): boolean => rows.at[4 * i + 2]! > rows.at[4 * i + 1]!

function grown<T extends Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from)
  return to
}
