/**
 * Prepared rows on their way into a batch. What a row says is laid down as bytes the moment it is prepared, outside the
 * collector's reach; beside it stay only the few words by which the batch is judged, cut from one text of its own, so that
 * no row keeps the piece of the file alive that it was read from. Thousands of rows wait this way for little memory, and
 * large batches are what spares PostgreSQL half of its work. Pure.
 */
import { ownCopy } from './csv.ts'
import type { PreparedRow } from './prepare.ts'

export type SealedRows = {
  readonly count: number
  readonly codes: readonly string[]
  readonly names: readonly (string | null)[]
  readonly identities: readonly string[]
  readonly rowNumbers: readonly number[]
  /** of each row: which record it speaks of (`keyOf`) */
  readonly keys: readonly string[]
  /** key to the first row that speaks of it; codes spoken of */
  readonly firstOf: ReadonlyMap<string, number>
  readonly subjects: ReadonlySet<string>
  /** by row: the statements it stands on; most stand on none */
  readonly relies: ReadonlyMap<number, readonly number[]>
  readonly bytes: Buffer
  /** where row `i` lies: values from 5i, closed values from 5i+1, the rest of its record's row from 5i+2, what was delivered from 5i+3 to 5i+4 */
  readonly at: Int32Array
}

/** Before the closed values: room for the salt their digest is made with. */
export const saltRoom = 16

export type Sealer = {
  /** @param rest of the row of its record, should it be new; copied */
  add(row: PreparedRow, rest: Buffer): void
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
  let at = new Int32Array(5 * mostRows)
  const codes: string[] = []
  const names: (string | null)[] = []
  const identities: string[] = []
  const rowNumbers: number[] = []
  const keys: string[] = []
  const firstOf = new Map<string, number>()
  const subjects = new Set<string>()
  const relies = new Map<number, readonly number[]>()

  return {
    add(row, rest) {
      const n = codes.length
      if (5 * n >= at.length) at = grown(at, 2 * at.length)
      const most = end + saltRoom + 3 * (row.valuesJson.length + row.closedJson.length + row.delivered.length) + rest.length
      if (most > bytes.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(2 * bytes.length, most))
        bytes.copy(larger, 0, 0, end)
        bytes = larger
      }
      at[5 * n] = end
      end += bytes.write(row.valuesJson, end)
      at[5 * n + 1] = end
      if (row.closedJson !== '') end += saltRoom + bytes.write(row.closedJson, end + saltRoom)
      at[5 * n + 2] = end
      end += rest.copy(bytes, end)
      at[5 * n + 3] = end
      end += bytes.write(row.delivered, end)
      at[5 * n + 4] = end
      const { subjectCode, identity, subjectName } = row
      const own = ownCopy(`${keyOf(row)}\n${subjectName ?? ''}`)
      const key = own.slice(0, subjectCode.length + 1 + identity.length)
      const code = own.slice(0, subjectCode.length)
      if (!firstOf.has(key)) firstOf.set(key, n)
      subjects.add(code)
      codes.push(code)
      names.push(subjectName === null ? null : own.slice(key.length + 1))
      identities.push(own.slice(code.length + 1, key.length))
      rowNumbers.push(row.rowNumber)
      keys.push(key)
      if (row.relies !== undefined) relies.set(n, row.relies)
    },
    get count() { return codes.length },
    get size() { return end },
    take: () => ({ count: codes.length, codes, names, identities, rowNumbers, keys, firstOf, subjects, relies, bytes, at }),
  }
}

/** Rows `from` to `to` (excluded) as a batch of their own, over the same bytes. */
export function someOf(rows: SealedRows, from: number, to: number): SealedRows {
  const keys = rows.keys.slice(from, to)
  const codes = rows.codes.slice(from, to)
  const firstOf = new Map<string, number>()
  for (const [i, key] of keys.entries()) if (!firstOf.has(key)) firstOf.set(key, i)
  return {
    count: codes.length, codes, names: rows.names.slice(from, to), identities: rows.identities.slice(from, to), rowNumbers: rows.rowNumbers.slice(from, to),
    keys, firstOf, subjects: new Set(codes), bytes: rows.bytes, at: rows.at.subarray(5 * from, 5 * Math.max(from, to)),
    relies: new Map([...rows.relies].filter(([i]) => i >= from && i < to).map(([i, statements]) => [i - from, statements])),
  }
}

/** Canonical JSON of a row's public values, and of the others ('' where there are none). */
export const valuesJsonOf = (rows: SealedRows, i: number): string => rows.bytes.toString('utf8', rows.at[5 * i], rows.at[5 * i + 1])
export const closedJsonAt = (rows: SealedRows, i: number): string =>
  (hasClosed(rows, i) ? rows.bytes.toString('utf8', rows.at[5 * i + 1]! + saltRoom, rows.at[5 * i + 2]) : '')
export const hasClosed = (rows: SealedRows, i: number): boolean => rows.at[5 * i + 2]! > rows.at[5 * i + 1]!
/** What brings the cells of a row back. */
export const deliveredAs = (rows: SealedRows, i: number): string => rows.bytes.toString('utf8', rows.at[5 * i + 3], rows.at[5 * i + 4])

function grown(from: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(length)
  to.set(from)
  return to
}
