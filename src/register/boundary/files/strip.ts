/**
 * What a picture or a PDF says beside its pages: who took it, where, with what, who wrote it. Taken out without touching a pixel or a
 * page; how a picture is to be turned stays. Pure.
 */

/** Not built as its kind is: what it holds nobody can say. */
export class FileMalformed extends Error {}

const text = (bytes: Uint8Array, from: number, to: number): string => Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1')

/** What a PNG needs to be shown; every other chunk is about something else. */
const pngChunks: ReadonlySet<string> = new Set([
  'IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'bKGD', 'pHYs', 'hIST', 'acTL', 'fcTL', 'fdAT', 'cICP', 'mDCV', 'cLLI',
])

/** @throws {FileMalformed} */
export function strippedPng(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const kept: Uint8Array[] = [bytes.subarray(0, 8)]
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at)
    const kind = text(bytes, at + 4, at + 8)
    const next = at + 12 + length
    if (next > bytes.length) break
    if (pngChunks.has(kind)) kept.push(bytes.subarray(at, next))
    // What follows the end is not part of the picture.
    if (kind === 'IEND') return Buffer.concat(kept)
    at = next
  }
  throw new FileMalformed('PNG')
}

/** @throws {FileMalformed} */
export function strippedJpeg(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [bytes.subarray(0, 2)]
  let turned: Uint8Array | null = null
  for (let at = 2; at + 2 <= bytes.length;) {
    if (bytes[at] !== 0xff) throw new FileMalformed('JPEG')
    const marker = bytes[at + 1]!
    if (marker === 0xff) { at++; continue }
    if (marker === 0xd9) {
      // What follows the end is not part of the picture.
      kept.push(bytes.subarray(at, at + 2))
      if (turned !== null) kept.splice(1, 0, turned)
      return Buffer.concat(kept)
    }
    const next = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0))
    if (next > bytes.length || next < at + 4) throw new FileMalformed('JPEG')
    if (marker === 0xe1 && text(bytes, at + 4, at + 10) === 'Exif\0\0') turned ??= orientationOf(bytes.subarray(at + 10, next))
    if (!isAside(bytes, marker, at)) kept.push(bytes.subarray(at, next))
    at = next
    if (marker !== 0xda) continue
    const end = endOfScan(bytes, at)
    kept.push(bytes.subarray(at, end))
    at = end
  }
  throw new FileMalformed('JPEG')
}

/** Comments and application segments, but for what says how colours are read. */
function isAside(bytes: Uint8Array, marker: number, at: number): boolean {
  if (marker === 0xfe) return true
  if (marker < 0xe0 || marker > 0xef) return false
  const name = text(bytes, at + 4, Math.min(at + 16, bytes.length))
  return !((marker === 0xe0 && name.startsWith('JFIF\0')) || (marker === 0xe2 && name.startsWith('ICC_PROFILE\0')) || (marker === 0xee && name.startsWith('Adobe')))
}

/** Within the pixels 0xFF is followed by 0x00 or a restart; anything else begins what comes after them. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1]!
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
  }
  throw new FileMalformed('JPEG')
}

/** A segment that says nothing but which way up; null where nothing was said. */
function orientationOf(tiff: Uint8Array): Uint8Array | null {
  if (tiff.length < 14) return null
  const little = text(tiff, 0, 2) === 'II'
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length)
  const first = view.getUint32(4, little)
  if (first + 2 > tiff.length) return null
  const entries = view.getUint16(first, little)
  for (let i = 0; i < entries && first + 2 + 12 * (i + 1) <= tiff.length; i++) {
    const at = first + 2 + 12 * i
    if (view.getUint16(at, little) !== 0x0112) continue
    const turn = view.getUint16(at + 8, little)
    return turn < 2 || turn > 8 ? null : Buffer.from([
      0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0, 0, 0, 0, 0,
    ])
  }
  return null
}

/** Of the document, not of its pages. */
const pdfEntries = /\/(?:Author|Title|Subject|Keywords|Company|Manager|SourceModified|Owner)\s*(?:(?=[(<])|(\d{1,9}) (\d{1,5}) R)/g
const pdfObjects = /(?<=^|[\r\n ])(\d{1,9}) (\d{1,5}) obj\s*/g
const [packetBegins, packetEnds] = ['<x:xmpmeta', '</x:xmpmeta>']
const longestPacket = 200_000
const longestLiteral = 10_000

/**
 * Overwrites what a PDF says of itself with spaces, so that nothing of it moves. One that bears a signature stays as it is: a changed byte
 * would break it. What stands in compressed objects is not reached here; the reading afterwards finds it. Time is proportional to length.
 * @throws {FileMalformed} where texts begin all over it and none of them ends
 */
export function strippedPdf(bytes: Uint8Array): Uint8Array {
  const raw = Buffer.from(bytes).toString('latin1')
  if (/\/ByteRange\s*\[/.test(raw) || raw.includes('/Encrypt')) return bytes
  const out = Buffer.from(bytes)
  const places: number[] = []
  const named = new Set<string>()
  for (const { index, 0: found, 1: object, 2: generation } of raw.matchAll(pdfEntries)) {
    if (object === undefined) places.push(index + found.length)
    else named.add(`${object} ${generation}`)
  }
  // Objects of the same number follow one another in a file that was changed: of each the text goes.
  for (const { index, 0: head, 1: object, 2: generation } of named.size === 0 ? [] : raw.matchAll(pdfObjects)) {
    if (named.has(`${object} ${generation}`)) places.push(index + head.length)
  }
  let done = 0
  let left = 4 * raw.length + longestLiteral
  for (const from of places.sort((a, b) => a - b)) {
    if (from < done || (raw[from] !== '(' && raw[from] !== '<') || (raw[from] === '<' && raw[from + 1] === '<')) continue
    const to = raw[from] === '(' ? endOfLiteral(raw, from) : endOfHex(raw, from)
    if (to === null) {
      left -= longestLiteral
      if (left < 0) throw new FileMalformed('PDF')
      continue
    }
    out.fill(raw[from] === '(' ? 0x20 : 0x30, from + 1, to)
    done = to
  }
  blankPackets(raw, out)
  return out
}

/** The packet that repeats it as XMP. */
function blankPackets(raw: string, out: Buffer): void {
  let end = -1
  for (let from = raw.indexOf(packetBegins); from >= 0; from = raw.indexOf(packetBegins, from + 1)) {
    if (end < from) end = raw.indexOf(packetEnds, from)
    if (end < 0) return
    if (end - from > longestPacket) continue
    out.fill(0x20, from, end + packetEnds.length)
    from = end
  }
}

function endOfLiteral(raw: string, from: number): number | null {
  let depth = 0
  for (let at = from; at < raw.length && at - from < longestLiteral; at++) {
    const c = raw[at]
    if (c === '\\') at++
    else if (c === '(') depth++
    else if (c === ')' && --depth === 0) return at
  }
  return null
}

function endOfHex(raw: string, from: number): number | null {
  for (let at = from + 1; at < raw.length && at - from < longestLiteral * 2; at++) if (raw[at] === '>') return at
  return null
}
