/** A group of acts as rows for COPY and commitments: each content is laid down once, for both. The hot path of a bulk delivery. */
import { hash } from 'node:crypto'
import { copyBytes } from '../database/copy.ts'
import { saltBytes } from './act.ts'

const entryBytes = 32

/** Bytes that lie in a larger buffer. */
export type Part = { readonly of: Buffer; readonly from: number; readonly to: number }
export type ActParts = {
  readonly subject: string
  /** the content is these three, one after the other */
  readonly before: string
  readonly values: Part
  readonly after: string
  /** closed fields as stored: their salt in hex and their JSON; null where there are none */
  readonly closedSalt: string
  readonly closed: Part | null
}
export type ActLines = {
  /** Adds the next act; they are numbered in the order in which they are added. */
  add(subject: string, content: string): void
  addParts(act: ActParts): void
  /** rows for `copyRows` into `act (subject_code, act_id, salt, content, closed)` */
  readonly chunks: readonly Buffer[]
  /** the commitments, 32 bytes each */
  readonly entries: Buffer
  /** once PostgreSQL has the rows */
  release(): void
}

/**
 * @param head   canonical JSON of the group's head
 * @param salts  16 random bytes an act
 */
export function actLines(head: string, firstAct: number, salts: Buffer): ActLines {
  const entries = Buffer.alloc((salts.length / saltBytes) * entryBytes)
  const headBytes = Buffer.from(`${head}\n`)
  const contentAt = saltBytes + headBytes.length
  const lines = copyBytes()
  let input = Buffer.allocUnsafe(1 << 14)
  headBytes.copy(input, saltBytes)
  let n = 0

  /** @returns where the content begins, of which the length is not known yet */
  function start(subject: string): number {
    lines.int16(5)
    lines.text(subject)
    lines.int32(8)
    lines.int64(firstAct + n)
    lines.int32(saltBytes)
    lines.bytes(salts, n * saltBytes, (n + 1) * saltBytes)
    lines.int32(0)
    return lines.end
  }

  /** The length of the content that stands in the row since `from`, and the commitment to it. */
  function commit(from: number): void {
    lines.out.writeInt32BE(lines.end - from, from - 4)
    const length = contentAt + lines.end - from
    if (length > input.length) {
      input = Buffer.allocUnsafe(length * 2)
      headBytes.copy(input, saltBytes)
    }
    salts.copy(input, 0, n * saltBytes, (n + 1) * saltBytes)
    lines.out.copy(input, contentAt, from, lines.end)
    entries.set(hash('sha256', input.subarray(0, length), 'buffer'), n * entryBytes)
  }
  return {
    add(subject, content) {
      lines.room(100 + 3 * content.length)
      const from = start(subject)
      lines.utf8(content)
      commit(from)
      lines.int32(-1)
      n++
    },
    addParts({ subject, before, values, after, closedSalt, closed }) {
      lines.room(200 + 3 * before.length + values.to - values.from + after.length + (closed === null ? 0 : closed.to - closed.from))
      const from = start(subject)
      lines.utf8(before)
      lines.bytes(values.of, values.from, values.to)
      lines.latin1(after)
      commit(from)
      if (closed === null) lines.int32(-1)
      else {
        lines.int32(closedSalt.length + closed.to - closed.from)
        lines.latin1(closedSalt)
        lines.bytes(closed.of, closed.from, closed.to)
      }
      n++
    },
    get chunks() { return lines.chunks },
    entries,
    release: () => lines.release(),
  }
}
