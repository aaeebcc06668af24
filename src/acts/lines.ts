/** A group of acts as COPY lines and commitments: each content is laid down once, for both. The hot path of a bulk delivery. */
import { hash } from 'node:crypto'
import { copyBytes, copyText } from '../database/copy.ts'
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
  /** some text holds a backslash, which COPY would take for an escape */
  readonly escapes: boolean
}
export type ActLines = {
  /** Adds the next act; they are numbered in the order in which they are added. */
  add(subject: string, content: string): void
  addParts(act: ActParts): void
  /** COPY lines for `act (subject_code, act_id, salt, content, closed)` */
  readonly chunks: readonly Buffer[]
  /** the commitments, 32 bytes each */
  readonly entries: Buffer
  /** once PostgreSQL has the lines */
  release(): void
}

/**
 * @param head   canonical JSON of the group's head
 * @param salts  16 random bytes an act
 */
export function actLines(head: string, firstAct: number, salts: Buffer): ActLines {
  const entries = Buffer.alloc((salts.length / saltBytes) * entryBytes)
  const saltsHex = salts.toString('hex')
  const headBytes = Buffer.from(`${head}\n`)
  const contentAt = saltBytes + headBytes.length
  const lines = copyBytes()
  let input = Buffer.allocUnsafe(1 << 14)
  headBytes.copy(input, saltBytes)
  let n = 0

  const start = (subject: string) =>
    lines.latin1(`${subject}\t${firstAct + n}\t\\\\x${saltsHex.slice(n * 2 * saltBytes, (n + 1) * 2 * saltBytes)}\t`)

  /** The commitment to the content that stands in the line since `from`. */
  function commit(from: number): void {
    const length = contentAt + lines.end - from
    if (length > input.length) {
      input = Buffer.allocUnsafe(length * 2)
      headBytes.copy(input, saltBytes)
    }
    salts.copy(input, 0, n * saltBytes, (n + 1) * saltBytes)
    lines.out.copy(input, contentAt, from, lines.end)
    entries.set(hash('sha256', input.subarray(0, length), 'buffer'), n * entryBytes)
  }
  /** Canonical JSON holds no raw tab or line end; a backslash is doubled. */
  function escape(from: number): void {
    const text = lines.out.toString('utf8', from, lines.end)
    lines.end = from
    lines.utf8(copyText(text))
  }
  return {
    add(subject, content) {
      lines.room(100 + 6 * content.length)
      start(subject)
      const from = lines.end
      lines.utf8(content)
      commit(from)
      if (content.includes('\\')) escape(from)
      lines.latin1('\t\\N\n')
      n++
    },
    addParts({ subject, before, values, after, closedSalt, closed, escapes }) {
      lines.room(200 + 6 * before.length + 2 * (values.to - values.from + after.length + (closed === null ? 0 : closed.to - closed.from)))
      start(subject)
      const from = lines.end
      lines.utf8(before)
      lines.bytes(values.of, values.from, values.to)
      lines.latin1(after)
      commit(from)
      if (escapes) escape(from)
      if (closed === null) lines.latin1('\t\\N\n')
      else {
        lines.latin1(`\t${closedSalt}`)
        const closedFrom = lines.end
        lines.bytes(closed.of, closed.from, closed.to)
        if (escapes) escape(closedFrom)
        lines.latin1('\n')
      }
      n++
    },
    get chunks() { return lines.chunks },
    entries,
    release: () => lines.release(),
  }
}
