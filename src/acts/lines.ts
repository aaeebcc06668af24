/** A group of acts as COPY lines and commitments: each content is encoded once, for both. The hot path of a bulk delivery. */
import { hash } from 'node:crypto'
import { copyText } from '../database/copy.ts'
import { saltBytes } from './act.ts'

const entryBytes = 32
const chunkBytes = 1 << 20

export type ActLines = {
  /** Adds the next act; they are numbered in the order in which they are added. */
  add(subject: string, content: string, closed: string | null): void
  /** COPY lines for `act (subject_code, act_id, salt, content, closed)` */
  readonly chunks: readonly Buffer[]
  /** the commitments, 32 bytes each */
  readonly entries: Buffer
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
  const filled: Buffer[] = []
  let input = Buffer.allocUnsafe(1 << 14)
  headBytes.copy(input, saltBytes)
  let out = Buffer.allocUnsafe(chunkBytes)
  let end = 0
  let n = 0

  /** A line is at most three bytes for each UTF-16 unit, twice that where it must be escaped. */
  function room(bytes: number): void {
    if (end + bytes <= out.length) return
    filled.push(out.subarray(0, end))
    out = Buffer.allocUnsafe(Math.max(chunkBytes, bytes))
    end = 0
  }
  return {
    add(subject, content, closed) {
      room(100 + 6 * (content.length + (closed?.length ?? 0)))
      end += out.write(`${subject}\t${firstAct + n}\t\\\\x${saltsHex.slice(n * 2 * saltBytes, (n + 1) * 2 * saltBytes)}\t`, end, 'latin1')
      let length = out.write(content, end)
      if (contentAt + length > input.length) {
        input = Buffer.allocUnsafe((contentAt + length) * 2)
        headBytes.copy(input, saltBytes)
      }
      salts.copy(input, 0, n * saltBytes, (n + 1) * saltBytes)
      input.set(out.subarray(end, end + length), contentAt)
      entries.set(hash('sha256', input.subarray(0, contentAt + length), 'buffer'), n * entryBytes)
      // Canonical JSON holds no raw tab or line end; a backslash is what COPY would take for an escape.
      if (content.includes('\\')) length = out.write(copyText(content), end)
      end += length
      out[end++] = 0x09
      end += out.write(copyText(closed), end)
      out[end++] = 0x0a
      n++
    },
    get chunks() { return [...filled, out.subarray(0, end)] },
    entries,
  }
}
