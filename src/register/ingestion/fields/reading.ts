/** How a field's reader answers: the normalised value, or why there is none. Pure. */
import type { FieldFaultCode } from '../findings.ts'

export type FieldFault = { readonly code: FieldFaultCode | 'natural-person'; readonly facts: Readonly<Record<string, string>> }
/** Reads a trimmed, non-empty cell. */
export type FieldReader = (cell: string) => string | FieldFault

export const fault = (code: FieldFault['code'], facts: FieldFault['facts'] = {}): FieldFault => ({ code, facts })

/** Remembers answers: a file of a million rows holds few different dates, authorities and classes. */
export function remembering(read: FieldReader, most = 8192): FieldReader {
  const known = new Map<string, string | FieldFault>()
  return (cell) => {
    const before = known.get(cell)
    if (before !== undefined) return before
    const reading = read(cell)
    if (known.size >= most) known.clear()
    known.set(detached(cell), reading)
    return reading
  }
}

// A cell is a slice of its file's text; remembering the slice would keep the whole text alive.
const detached = (cell: string) => Buffer.from(cell, 'utf16le').toString('utf16le')

/** Full-width digits, letters, points and signs in their plain form. */
export const plainForms = (text: string): string =>
  text.replace(/[\uff01-\uff5e\u3000\u2212]/g, (c) =>
    c === '\u3000' ? ' ' : c === '\u2212' ? '-' : String.fromCharCode(c.charCodeAt(0) - 0xfee0))
