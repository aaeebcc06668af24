/** The text of a PDF as a reader's program would extract it: content streams, decoded by the fonts' own tables. */
import { deflateSync, inflateSync } from 'node:zlib'

export type PdfText = { readonly text: string; readonly tagged: boolean; readonly language: string | null }

export function pdfText(pdf: Buffer): PdfText {
  const raw = pdf.toString('latin1')
  const objects = new Map([...raw.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map((m) => [Number(m[1]), m[2]!]))
  const stream = (id: number): string => {
    const object = objects.get(id)!
    const start = object.indexOf('stream\n') + 7
    const bytes = Buffer.from(object.slice(start, start + Number(/\/Length (\d+)/.exec(object)![1])), 'latin1')
    return (/FlateDecode/.test(object) ? inflateSync(bytes) : bytes).toString('latin1')
  }
  const reference = (text: string, name: string): number | null => {
    const found = new RegExp(`/${name} (\\d+) 0 R`).exec(text)
    return found === null ? null : Number(found[1])
  }
  const catalog = [...objects.values()].find((o) => o.includes('/Type /Catalog'))!
  const pages = [...objects.get(reference(catalog, 'Pages')!)!.matchAll(/(\d+) 0 R/g)].map((m) => objects.get(Number(m[1]))!).filter((o) => /\/Type \/Page\b(?!s)/.test(o))
  const text = pages.map((page) => {
    const resources = objects.get(reference(page, 'Resources')!)!
    const fonts = new Map([...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map((m) => [m[1]!, unicode(stream(reference(objects.get(Number(m[2]))!, 'ToUnicode')!))]))
    let font = new Map<string, string>()
    let out = ''
    for (const m of stream(reference(page, 'Contents')!).matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (m[1] !== undefined) font = fonts.get(m[1])!
      else for (const [, hex] of m[2]!.matchAll(/<([0-9a-f]+)>/g)) for (const glyph of hex!.match(/.{4}/g) ?? []) out += font.get(glyph) ?? '\uFFFD'
    }
    return out
  }).join('')
  return { text, tagged: /\/Marked true/.test(raw) && /\/StructTreeRoot/.test(catalog), language: /\/Lang \(([^)]*)\)/.exec(catalog)?.[1] ?? null }
}

/**
 * A real PDF, as small as one can be: one page that says one line in Latin letters.
 * @param kids what its list of pages says, where it should say something else; the page is `3 0 R`
 */
export function minimalPdf(line = 'Proof of payment', { kids = '3 0 R', count = 1, deflated = false } = {}): Buffer {
  const drawn = Buffer.from(`BT /F1 12 Tf 72 720 Td (${line}) Tj ET`, 'latin1')
  const content = deflated ? deflateSync(drawn) : drawn
  const objects = [
    '<</Type /Catalog /Pages 2 0 R>>', `<</Type /Pages /Kids [${kids}] /Count ${count}>>`,
    '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <</Font <</F1 4 0 R>>>> /Contents 5 0 R>>',
    '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>',
    `<</Length ${content.length}${deflated ? ' /Filter /FlateDecode' : ''}>>\nstream\n${content.toString('latin1')}\nendstream`,
  ]
  let text = '%PDF-1.7\n'
  const places = objects.map((object, i) => {
    const at = text.length
    text += `${i + 1} 0 obj\n${object}\nendobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}trailer\n<</Size ${objects.length + 1} /Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`
  return Buffer.from(text + table, 'latin1')
}

function unicode(cmap: string): Map<string, string> {
  const to = new Map<string, string>()
  const chars = (hex: string) => Buffer.from(hex.replace(/\s/g, ''), 'hex').swap16().toString('utf16le')
  for (const [, from, , list] of cmap.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/g)) {
    for (const [i, [, hex]] of [...list!.matchAll(/<([0-9a-f ]*)>/g)].entries()) to.set((Number.parseInt(from!, 16) + i).toString(16).padStart(4, '0'), chars(hex!))
  }
  return to
}
