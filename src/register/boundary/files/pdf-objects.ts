/**
 * What the objects of a PDF say, whether or not a page leads to them: notes, fields and their choices, names of layers and places, texts
 * for reading aloud, remarks between objects, pages that no list counts. Read from the bytes, in time proportional to their length.
 */
import { inflateSync, constants } from 'node:zlib'

/**
 * `pages`: objects that are pages, each number once. `texts`: strings outside of what pages draw. `closed`: it holds what is not read: a
 * file in the file, a form of another kind (XFA), an encrypted or otherwise packed object.
 */
export type PdfObjects = { readonly pages: number; readonly texts: readonly string[]; readonly closed: boolean }

/** Engineering values: bytes of one packed object, and of all together. */
const mostInflated = 8_000_000
const mostTogether = 32_000_000
const longestString = 20_000

const closing = /\/(?:EmbeddedFiles?|EF|XFA|Encrypt|RichMedia|Collection)(?![A-Za-z])/
/** What is read aloud in place of what is drawn, and streams that draw nothing. */
const aloud = /\/(?:ActualText|Alt|E)\s*[(<]/g
const longestAloud = 2000
const notDrawn = /\/Subtype\s*\/(?:Image|Type1C|CIDFontType0C|OpenType)|\/Length[123]\b|\/FunctionType|\/Type\s*\/XRef|\/CMapName/
const aPage = /\/Type\s*\/Page(?![A-Za-z])/g
/** Of the program that made the file, of fonts and colours. */
const notSaid: ReadonlySet<string> = new Set([
  'Producer', 'Creator', 'DA', 'Registry', 'Ordering', 'CharSet', 'OutputConditionIdentifier', 'OutputCondition', 'RegistryName', 'Lang', 'Panose', 'ID',
])

export function pdfObjects(bytes: Uint8Array): PdfObjects {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  const pages = new Set<string>()
  const texts: string[] = []
  const outside: string[] = []
  let closed = false
  let together = 0
  const inflate = (from: number, to: number): string | null => {
    try {
      const out = inflateSync(bytes.subarray(from, to), { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: mostInflated })
      together += out.length
      return together > mostTogether ? null : out.toString('latin1')
    } catch { return null }
  }
  let done = 0
  for (let at = raw.indexOf('stream'); at >= 0; at = raw.indexOf('stream', Math.max(done, at + 6))) {
    const next = raw.charCodeAt(at + 6)
    if (at < done || (next !== 10 && next !== 13)) continue
    const before = raw.slice(done, at)
    if (!before.trimEnd().endsWith('>>')) continue
    const head = before.slice(Math.max(0, before.lastIndexOf(' obj')))
    const start = at + (next === 13 && raw.charCodeAt(at + 7) === 10 ? 8 : 7)
    const end = raw.indexOf('endstream', start)
    outside.push(before)
    done = end < 0 ? raw.length : end
    const type = /\/Type\s*\/(ObjStm|Metadata)/.exec(head)?.[1]
    if (type === undefined && notDrawn.test(head)) continue
    const filter = /\/Filter\s*\[?\s*\/(\w+)\s*\]?/.exec(head)?.[1]
    const plain = filter === undefined ? raw.slice(start, done) : filter === 'FlateDecode' && !/\/Predictor/.test(head) ? inflate(start, done) : null
    if (type === undefined) for (const { index } of (plain ?? '').matchAll(aloud)) texts.push(...stringsOf(plain!.slice(index, index + longestAloud)).take(1))
    else if (plain === null) closed = true
    else if (type === 'Metadata') texts.push(Buffer.from(plain, 'latin1').toString('utf8').replace(/<[^<>]*>/g, ' '))
    else packed(plain, /\/First\s+(\d{1,9})/.exec(head)?.[1])
  }
  outside.push(raw.slice(done))

  /** Objects one after another, behind a list of their numbers and places. */
  function packed(plain: string, first: string | undefined): void {
    const from = Number(first ?? 0)
    const list = plain.slice(0, from).trim().split(/\s+/).map(Number)
    for (let k = 0; k + 1 < list.length; k += 2) {
      const object = plain.slice(from + list[k + 1]!, k + 3 < list.length ? from + list[k + 3]! : undefined)
      take(object, `${list[k]!} 0`)
    }
  }
  function take(object: string, number: string): void {
    closed ||= closing.test(object)
    if (new RegExp(aPage).test(object)) pages.add(number)
    texts.push(...stringsOf(object))
  }
  for (const part of outside) {
    let number = ''
    for (const object of part.split(/\bendobj\b/)) {
      number = /(\d{1,9} \d{1,5})\s+obj\b/.exec(object)?.[1] ?? number
      take(object, number)
    }
  }
  return { pages: pages.size, texts, closed }
}

/** Literal and hexadecimal strings of an object, and remarks. */
function* stringsOf(object: string): Generator<string> {
  let key = ''
  for (let at = 0; at < object.length; at++) {
    const c = object[at]
    if (c === '/') {
      key = /^[A-Za-z]{1,32}/.exec(object.slice(at + 1, at + 34))?.[0] ?? ''
      at += key.length
    } else if (c === '(') {
      const [text, end] = literal(object, at)
      at = end
      if (!notSaid.has(key)) yield* meaning(text)
    } else if (c === '<' && object[at + 1] !== '<' && object[at - 1] !== '<') {
      const close = object.indexOf('>', at)
      if (close < 0) return
      if (!notSaid.has(key) && close - at < 2 * longestString) yield* meaning(Buffer.from(object.slice(at + 1, close).replace(/\s/g, ''), 'hex').toString('latin1'))
      at = close
    } else if (c === '%') {
      const line = /^[^\r\n]{0,400}/.exec(object.slice(at, at + 400))![0]
      if (!/^%(?:PDF|%EOF)/.test(line)) yield* meaning(line.slice(1))
      at += line.length
    }
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: ' ', f: ' ' }

/** @returns what a literal string says, as bytes, and where it ends */
function literal(object: string, from: number): [text: string, end: number] {
  let text = ''
  let depth = 0
  let at = from
  for (; at < object.length; at++) {
    const c = object[at]!
    if (c === '\\') {
      const octal = /^[0-7]{1,3}/.exec(object.slice(at + 1, at + 4))?.[0]
      const next = object[at + 1] ?? ''
      text += octal === undefined ? (next === '\n' || next === '\r' ? '' : escapes[next] ?? next) : String.fromCharCode(Number.parseInt(octal, 8) & 255)
      at += octal?.length ?? 1
      continue
    }
    if (c === '(' && depth++ === 0) continue
    if (c === ')' && --depth === 0) break
    text += c
  }
  return [text, at]
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const chinese = new TextDecoder('gb18030')

/** In characters: UTF-16 where it says so, else UTF-8 where it can be, else the national encoding; what is no text says nothing. */
function* meaning(text: string): Generator<string> {
  if (text.length < 2 || text.length > longestString || /^D:\d{4}/.test(text)) return
  const bytes = Buffer.from(text, 'latin1')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) yield bytes.subarray(2, bytes.length - (bytes.length % 2)).swap16().toString('utf16le')
  else if (/[\0-\x08\x0e-\x1f]/.test(text)) return
  else if (/^[\t-\r\x20-\x7e]*$/.test(text)) yield text
  else {
    let said: string
    try { said = utf8.decode(bytes) } catch { said = chinese.decode(bytes) }
    if (!said.includes('\ufffd')) yield said
  }
}
