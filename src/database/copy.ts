/** Bulk rows through COPY: in PostgreSQL's text form, and, where there are millions, in its binary form, which it need not parse. */
import { once } from 'node:events'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

const special = /[\\\n\r\t]/
const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** One value of a COPY line; null and undefined are SQL null. */
export function copyText(value: string | null | undefined): string {
  if (value === null || value === undefined) return '\\N'
  return special.test(value) ? value.replace(/[\\\n\r\t]/g, (c) => escapes[c]!) : value
}

/** Sends finished COPY lines. `target` is a table with its columns, e.g. `subject_name (subject_code, name)`. */
export const copyLines = (client: pg.PoolClient, target: string, chunks: Iterable<Buffer | string>): Promise<void> => copy(client, `copy ${target} from stdin`, chunks)

// The signature, no flags, no extension; and at the end a row of -1 fields. PostgreSQL's manual, COPY, file formats.
const [binaryStart, binaryEnd] = [Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1'), Buffer.from([0xff, 0xff])]

/** Sends finished rows in binary form: each its number of fields, each field its length and its bytes. */
export const copyRows = (client: pg.PoolClient, target: string, chunks: Iterable<Buffer>): Promise<void> =>
  copy(client, `copy ${target} from stdin (format binary)`, [binaryStart, ...chunks, binaryEnd])

async function copy(client: pg.PoolClient, statement: string, chunks: Iterable<Buffer | string>): Promise<void> {
  const stream = client.query(copyFrom(statement))
  // An error of the server arrives on the stream while we wait for room or for the end.
  const failed = new Promise<never>((_, reject) => stream.once('error', reject))
  failed.catch(() => {})
  for (const chunk of chunks) {
    if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), failed])
  }
  stream.end()
  await Promise.race([once(stream, 'finish'), failed])
}

const chunkBytes = 1 << 20
// Chunks go round: a bulk delivery fills thousands of them, and the collector need not see any.
const spare: Buffer[] = []
const mostSpare = 48

export type CopyBytes = {
  /** Makes room for a line of at most so many bytes; what follows is written without asking. */
  room(bytes: number): void
  /** text of single bytes (codes, numbers, hex) */
  latin1(text: string): void
  utf8(text: string): void
  bytes(of: Buffer, from: number, to: number): void
  /** a field of text: its length and its bytes */
  text(value: string): void
  int16(value: number): void
  /** a field's length among them; -1 is SQL null */
  int32(value: number): void
  int64(value: number): void
  /** the chunk being filled and the position of its next byte; good until the next `room` */
  readonly out: Buffer
  end: number
  readonly chunks: readonly Buffer[]
  /** once PostgreSQL has them all */
  release(): void
}

/** COPY lines or rows as bytes, in chunks of a megabyte. */
export function copyBytes(): CopyBytes {
  const filled: Buffer[] = []
  const next = (bytes: number) => (bytes <= chunkBytes ? (spare.pop() ?? Buffer.allocUnsafeSlow(chunkBytes)) : Buffer.allocUnsafeSlow(bytes))
  const self = {
    out: next(0),
    end: 0,
    room(bytes: number) {
      if (self.end + bytes <= self.out.length) return
      if (self.end > 0) filled.push(self.out.subarray(0, self.end))
      self.out = next(bytes)
      self.end = 0
    },
    latin1(text: string) { self.end += self.out.write(text, self.end, 'latin1') },
    utf8(text: string) { self.end += self.out.write(text, self.end) },
    bytes(of: Buffer, from: number, to: number) { self.end += of.copy(self.out, self.end, from, to) },
    text(value: string) {
      const length = self.out.write(value, self.end + 4)
      self.end = self.out.writeInt32BE(length, self.end) + length
    },
    int16(value: number) { self.end = self.out.writeInt16BE(value, self.end) },
    int32(value: number) { self.end = self.out.writeInt32BE(value, self.end) },
    int64(value: number) {
      self.end = self.out.writeInt32BE(Math.floor(value / 2 ** 32), self.end)
      self.end = self.out.writeUInt32BE(value >>> 0, self.end)
    },
    get chunks() { return [...filled, self.out.subarray(0, self.end)] },
    release() {
      for (const { buffer } of self.chunks) if (buffer.byteLength === chunkBytes && spare.length < mostSpare) spare.push(Buffer.from(buffer as ArrayBuffer))
      filled.length = 0
    },
  }
  return self
}
