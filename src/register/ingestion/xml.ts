/**
 * As much XML as a workbook needs: elements, attributes, text, in pieces. No DTD and no entities but the five that are
 * always there, so there is nothing to expand. Pure.
 */
import { FileUnreadable } from './file-unreadable.ts'

export type XmlEvents = {
  /** `attributes` as written; read with `attribute` when needed */
  open(name: string, attributes: string): void
  close(name: string): void
  text(text: string): void
}
export type XmlReader = { push(text: string, last: boolean): void }

/** One tag or one text longer than this is no workbook's. */
const longest = 1024 * 1024

/** @throws {FileUnreadable} `xml-with-doctype` or `file-damaged` */
export function xmlReader(events: XmlEvents): XmlReader {
  let rest = ''
  const damaged = (): never => { throw new FileUnreadable('file-damaged', { detail: 'XML' }) }

  return {
    push(text, last) {
      const buffer = rest === '' ? text : rest + text
      let at = 0
      while (at < buffer.length) {
        const tag = buffer.indexOf('<', at)
        if (tag === -1) {
          // Text goes out whole, so that an entity is never cut in two.
          if (buffer.length - at > longest) damaged()
          if (last) events.text(decoded(buffer.slice(at)))
          else break
          at = buffer.length
          break
        }
        if (tag > at) events.text(decoded(buffer.slice(at, tag)))
        at = tag
        const end = endOfMarkup(buffer, tag)
        if (end === -1) {
          if (last || buffer.length - tag > longest) damaged()
          break
        }
        markup(buffer, tag, end)
        at = end
      }
      rest = buffer.slice(at)
    },
  }

  function markup(buffer: string, tag: number, end: number): void {
    const second = buffer.charCodeAt(tag + 1)
    if (second === 0x2f) return events.close(localName(buffer.slice(tag + 2, end - 1).trimEnd()))
    if (second === 0x3f) return
    if (second === 0x21) {
      if (buffer.startsWith('<![CDATA[', tag)) return events.text(buffer.slice(tag + 9, end - 3))
      if (buffer.startsWith('<!--', tag)) return
      throw new FileUnreadable('xml-with-doctype')
    }
    const closed = buffer.charCodeAt(end - 2) === 0x2f
    const inner = buffer.slice(tag + 1, closed ? end - 2 : end - 1)
    const space = inner.search(/\s/)
    const name = localName(space === -1 ? inner : inner.slice(0, space))
    events.open(name, space === -1 ? '' : inner.slice(space))
    if (closed) events.close(name)
  }
}

/** Position after the markup that begins at `tag`; -1 when it has not ended yet. */
function endOfMarkup(buffer: string, tag: number): number {
  const after = (mark: string) => {
    const found = buffer.indexOf(mark, tag)
    return found === -1 ? -1 : found + mark.length
  }
  if (buffer.charCodeAt(tag + 1) === 0x21) {
    if (buffer.startsWith('<!--', tag)) return after('-->')
    if (buffer.startsWith('<![CDATA[', tag)) return after(']]>')
    if ('<![CDATA['.startsWith(buffer.slice(tag, tag + 9)) || '<!--'.startsWith(buffer.slice(tag, tag + 4))) return -1
    throw new FileUnreadable('xml-with-doctype')
  }
  // An attribute's value may hold the sign that ends a tag.
  for (let i = tag + 1; i < buffer.length; i++) {
    const c = buffer.charCodeAt(i)
    if (c === 0x3e) return i + 1
    if (c === 0x22 || c === 0x27) {
      i = buffer.indexOf(c === 0x22 ? '"' : "'", i + 1)
      if (i === -1) return -1
    }
  }
  return -1
}

const localName = (name: string) => (name.includes(':') ? name.slice(name.indexOf(':') + 1) : name)

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decoded(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w+);/gi, (whole, name: string) => {
    if (name[0] !== '#') return named[name] ?? whole
    const point = name[1] === 'x' || name[1] === 'X' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD'
  })
}

/** One attribute's value, by its local name; null = not there. */
export function attribute(attributes: string, name: string): string | null {
  for (let at = attributes.indexOf(`${name}=`); at !== -1; at = attributes.indexOf(`${name}=`, at + 1)) {
    const before = attributes[at - 1]
    const quote = attributes[at + name.length + 1]
    if ((before !== undefined && before > ' ' && before !== ':') || (quote !== '"' && quote !== "'")) continue
    const end = attributes.indexOf(quote, at + name.length + 2)
    if (end !== -1) return decoded(attributes.slice(at + name.length + 2, end))
  }
  // Written with spaces around the sign, as XML allows and hardly a program does.
  if (!/\s=|=\s/.test(attributes)) return null
  for (const [, written, double, single] of attributes.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    if (localName(written!) === name) return decoded(double ?? single ?? '')
  }
  return null
}
