/**
 * NDJSON: one object of plain values on each line. A line is looked over before `JSON.parse` sees it, because nesting
 * could exhaust the stack, a key said twice would silently win over itself, and a number is only as exact as it was
 * written: numbers are taken as the text of the line, never through floating point. Pure and incremental.
 */
import type { RowFault } from './row.ts'

export type JsonLine = {
  /** first line = 1; empty lines count */
  readonly number: number
  readonly keys: readonly string[]
  readonly cells: readonly string[]
  readonly raw: string
  readonly fault: RowFault | null
}

export type NdjsonReader = { push(text: string, last: boolean): JsonLine[] }

/** @param skip lines of content not to be parsed, only counted (a delivery taken up again) */
export function ndjsonReader({ rowLength, depth, skip = 0 }: { rowLength: number; depth: number; skip?: number }): NdjsonReader {
  let rest = ''
  let number = 0
  let left = skip
  let dropping = false
  // Lines mostly have the same keys: they share one array, so that what follows can know it again.
  const keySets = new Map<string, readonly string[]>()

  function read(raw: string): JsonLine {
    const base = { number, raw }
    const fault = (code: RowFault['code'], column: string | null = null, facts: RowFault['facts'] = {}): JsonLine =>
      ({ ...base, keys: [], cells: [], fault: { code, column, facts } })
    const start = raw.trimStart()
    if (!start.startsWith('{')) return fault(start.startsWith('[') ? 'json-nested' : 'json-not-object')
    if (depthOf(raw) > depth) return fault('json-nested')
    let object: Record<string, unknown>
    try {
      object = JSON.parse(raw) as Record<string, unknown>
    } catch {
      return fault('json-invalid')
    }
    const scanned = members(raw)
    const twice = scanned.find(({ key }, i) => scanned.findIndex((m) => m.key === key) !== i)
    if (twice) return fault('json-key-twice', twice.key, { key: twice.key.slice(0, 40).toWellFormed() })
    const cells: string[] = []
    for (const { key, text } of scanned) {
      const value = object[key]
      if (typeof value === 'number' && !exact(text)) return fault('number-inexact', key, { found: text.slice(0, 40) })
      cells.push(typeof value === 'string' ? value : value === null ? '' : typeof value === 'boolean' ? (value ? '是' : '否') : text)
    }
    return { ...base, keys: shared(scanned.map(({ key }) => key)), cells, fault: null }
  }

  function shared(keys: readonly string[]): readonly string[] {
    const name = keys.join('\u0000')
    const known = keySets.get(name)
    if (known) return known
    if (keySets.size >= 1000) keySets.clear()
    keySets.set(name, keys)
    return keys
  }

  return {
    push(text, last) {
      const lines: JsonLine[] = []
      const buffer = rest === '' ? text : rest + text
      let at = 0
      while (at < buffer.length) {
        const end = buffer.indexOf('\n', at)
        if (end === -1 && !last && buffer.length - at <= rowLength) break
        const stop = end === -1 ? buffer.length : end
        if (dropping) {
          if (end === -1) { at = buffer.length; break }
          dropping = false
          at = end + 1
          continue
        }
        number++
        const raw = buffer.slice(at, Math.min(stop, at + rowLength))
        const blank = raw.trim() === ''
        if (!blank && left > 0) left--
        else if (stop - at > rowLength) lines.push({ number, keys: [], cells: [], raw, fault: { code: 'row-too-long', column: null, facts: {} } })
        else if (!blank) lines.push(read(raw))
        if (end === -1) { dropping = !last; at = buffer.length; break }
        at = end + 1
      }
      rest = at === 0 ? buffer : Buffer.from(buffer.slice(at), 'utf16le').toString('utf16le')
      return lines
    },
  }
}

/** Deepest nesting of brackets outside texts; stops counting once it is beyond any limit. */
function depthOf(line: string): number {
  let depth = 0
  let deepest = 0
  for (let i = 0; i < line.length; i++) {
    const c = line.charCodeAt(i)
    if (c === 0x22) i = endOfText(line, i)
    else if (c === 0x7b || c === 0x5b) { if (++depth > deepest) deepest = depth; if (deepest > 64) return deepest }
    else if (c === 0x7d || c === 0x5d) depth--
  }
  return deepest
}

/** Position of the quote that ends the text begun at `start`; the line's length when none does. */
function endOfText(line: string, start: number): number {
  for (let i = start + 1; i < line.length; i++) {
    const c = line.charCodeAt(i)
    if (c === 0x5c) i++
    else if (c === 0x22) return i
  }
  return line.length
}

/** Keys and values as written, of a line known to be a valid flat object. */
function members(line: string): { key: string; text: string }[] {
  const found: { key: string; text: string }[] = []
  let at = line.indexOf('"')
  while (at !== -1) {
    const keyEnd = endOfText(line, at)
    const key = JSON.parse(line.slice(at, keyEnd + 1)) as string
    let from = line.indexOf(':', keyEnd) + 1
    while (line.charCodeAt(from) <= 0x20) from++
    let end: number
    if (line.charCodeAt(from) === 0x22) end = endOfText(line, from) + 1
    else for (end = from; line[end] !== ',' && line[end] !== '}'; end++);
    found.push({ key, text: line.slice(from, end).trim() })
    at = line.indexOf('"', end)
  }
  return found
}

/** A number another program cannot have changed on its way: no exponent, at most fifteen significant digits. */
const exact = (text: string) => /^-?\d+(\.\d+)?$/.test(text) && text.replace(/^-?0*\.?0*|\./g, '').length <= 15
