/**
 * What a page draws, within its box or without: layers switched off, patterns, the looks of notes and fields. The reader of a page's text
 * passes over what no eye sees there; whoever keeps the file keeps it too.
 */
import type { PDFPageProxy } from 'unpdf/pdfjs'

type Drawn = { readonly fnArray: readonly number[]; readonly argsArray: readonly unknown[] }
/** By pdf.js: OPS.showText, and what ends a line or an object of text. */
const showText = 44
const parts: ReadonlySet<number> = new Set([31, 32, 40, 41, 42, 43])
const deepest = 8

/** @returns the text drawn where it holds a character that `read` lacks; '' where it was all read */
export async function drawnOn(page: PDFPageProxy, read: string): Promise<string> {
  const out: string[] = []
  collect(await page.getOperatorList(), out, 0)
  page.cleanup()
  const text = out.join('')
  const left = new Map<string, number>()
  for (const c of plain(read)) left.set(c, (left.get(c) ?? 0) + 1)
  for (const c of plain(text)) {
    const n = left.get(c) ?? 0
    if (n === 0) return text
    left.set(c, n - 1)
  }
  return ''
}

const plain = (text: string): string => text.normalize('NFKC').replace(/[\s\p{C}]/gu, '')

function collect({ fnArray, argsArray }: Drawn, out: string[], depth: number): void {
  for (const [i, fn] of fnArray.entries()) {
    const args = argsArray[i]
    if (fn === showText) {
      for (const glyph of (args as [readonly unknown[]])[0]) {
        if (isGlyph(glyph)) out.push(glyph.unicode)
        else if (typeof glyph === 'number' && glyph < -200) out.push(' ')
      }
    } else if (parts.has(fn)) out.push(' ')
    else if (Array.isArray(args) && depth < deepest) for (const arg of args as unknown[]) if (isDrawn(arg)) collect(arg, out, depth + 1)
  }
}

const isGlyph = (value: unknown): value is { readonly unicode: string } =>
  typeof value === 'object' && value !== null && typeof (value as { unicode?: unknown }).unicode === 'string'
const isDrawn = (value: unknown): value is Drawn =>
  typeof value === 'object' && value !== null && Array.isArray((value as { fnArray?: unknown }).fnArray)
