/**
 * From bytes to text. UTF-8 is checked by the byte, so that damage is found where it is; what is not UTF-8 is read as
 * GB18030 only if it looks like Chinese in that encoding, because GB18030 decodes almost anything. Pure.
 */
import { isAscii, isUtf8 } from 'node:buffer'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'

/** `ascii`: nothing but ASCII seen so far, UTF-8 and GB18030 are still the same */
export type Encoding = 'ascii' | 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

export type ByteDecoder = {
  /** Text of these bytes; a character cut at the end waits for the next ones. `last` ends the stream. */
  push(bytes: Uint8Array, last: boolean): string
  readonly encoding: Encoding
  /** offset of the first byte that is not of the encoding, from the start of the stream; null = none so far */
  readonly firstInvalidByte: number | null
}

/**
 * The encoding of a file, by its first bytes.
 *
 * @param head as many of the file's first bytes as the caller can spare
 * @returns refusal `encoding-unknown` when the bytes are neither UTF-8, UTF-16 with a mark, nor plausibly GB18030
 */
export function encodingOf(head: Uint8Array): Outcome<{ encoding: Encoding; bom: boolean }, 'encoding-unknown'> {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return ok({ encoding: 'utf-8', bom: true })
  if (head[0] === 0xff && head[1] === 0xfe) return ok({ encoding: 'utf-16le', bom: true })
  if (head[0] === 0xfe && head[1] === 0xff) return ok({ encoding: 'utf-16be', bom: true })
  if (isAscii(head)) return ok({ encoding: 'ascii', bom: false })
  const whole = head.subarray(0, wholeCharacters(head))
  if (isUtf8(whole)) return ok({ encoding: 'utf-8', bom: false })
  const shares = countCharacters(whole)
  // A damaged UTF-8 file still is one: most of its characters are whole, which in other encodings hardly one is.
  if (shares.utf8 > 2 * shares.notUtf8) return ok({ encoding: 'utf-8', bom: false })
  // Chinese text in GB18030 is made of pairs of two high bytes (the GB2312 square) and little else; Western and
  // Taiwanese encodings mix high bytes with letters.
  if (shares.square >= 4 * shares.outsideSquare && shares.square > 0) return ok({ encoding: 'gb18030', bom: false })
  return refuse('encoding-unknown', null, { byte: String(firstInvalid(whole)) })
}

export function byteDecoder(start: Encoding): ByteDecoder {
  let encoding = start
  let taken = 0
  let carry: Uint8Array = new Uint8Array(0)
  let firstInvalidByte: number | null = null
  let foreign: TextDecoder | null = null

  function utf8(bytes: Uint8Array, last: boolean): string {
    const buffer = carry.length === 0 ? view(bytes) : Buffer.concat([carry, bytes])
    const end = last ? buffer.length : wholeCharacters(buffer)
    const whole = buffer.subarray(0, end)
    if (firstInvalidByte === null && !isUtf8(whole)) firstInvalidByte = taken + firstInvalid(whole)
    taken += end
    carry = end === buffer.length ? new Uint8Array(0) : Uint8Array.from(buffer.subarray(end))
    return whole.toString('utf8')
  }

  return {
    get encoding() { return encoding },
    get firstInvalidByte() { return firstInvalidByte },
    push(bytes, last) {
      if (encoding === 'ascii' && !isAscii(bytes)) {
        const found = encodingOf(bytes)
        encoding = found.ok && found.value.encoding === 'gb18030' ? 'gb18030' : 'utf-8'
      }
      if (encoding === 'ascii' || encoding === 'utf-8') return utf8(bytes, last)
      foreign ??= new TextDecoder(encoding, { ignoreBOM: true })
      const text = foreign.decode(bytes, { stream: !last })
      // These encodings have no replacement character of their own in honest files, so one in the text is damage.
      if (firstInvalidByte === null && text.includes('\uFFFD')) firstInvalidByte = taken
      taken += bytes.length
      return text
    },
  }
}

const view = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Length of the longest prefix that does not cut a UTF-8 character in two. */
function wholeCharacters(bytes: Uint8Array): number {
  const end = bytes.length
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back]!
    if (byte < 0x80) return end
    if (byte >= 0xc0) return back < lengthOf(byte) ? end - back : end
  }
  return end
}

const lengthOf = (lead: number) => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1)

/** Offset of the first byte that does not belong to a UTF-8 character. */
function firstInvalid(bytes: Uint8Array): number {
  let low = 0
  let high = bytes.length
  // Halving by validity: a prefix that is valid up to a cut character holds no invalid byte.
  while (high - low > 64) {
    const middle = (low + high) >>> 1
    const cut = wholeCharacters(bytes.subarray(0, middle))
    if (cut > low && isUtf8(bytes.subarray(low, cut))) low = cut
    else high = middle
  }
  while (low < bytes.length) {
    const length = lengthOf(bytes[low]!)
    if (!isUtf8(bytes.subarray(low, low + length)) || low + length > bytes.length) return low
    low += length
  }
  return bytes.length
}

function countCharacters(bytes: Uint8Array): { utf8: number; notUtf8: number; square: number; outsideSquare: number } {
  let utf8 = 0
  let notUtf8 = 0
  for (let i = 0; i < bytes.length;) {
    const length = lengthOf(bytes[i]!)
    if (bytes[i]! < 0x80) i++
    else if (length > 1 && isUtf8(bytes.subarray(i, i + length))) { utf8++; i += length }
    else { notUtf8++; i++ }
  }
  let square = 0
  let outsideSquare = 0
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i]!
    if (lead < 0x80) { i++; continue }
    const trail = bytes[i + 1] ?? 0
    if (lead >= 0x81 && lead <= 0xfe && trail >= 0x30 && trail <= 0x39) { i += 4; continue } // four-byte form: any script
    if (lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1 && trail <= 0xfe) square++
    else outsideSquare++
    i += 2
  }
  return { utf8, notUtf8, square, outsideSquare }
}
