/** A letter as PDF: tagged, in its language, with the characters it uses embedded. It says what the page says. */
import { fileURLToPath } from 'node:url'
import Pdf from 'pdfkit'
import type { Text2 } from '../../../law/types.ts'
import type { Block } from '../../../register/notices/notice.ts'
import { byScript } from './scripts.ts'

type Language = 'zh' | 'en'
const font = (weight: string) => fileURLToPath(import.meta.resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`))
const fonts = { plain: font('400Regular'), bold: font('700Bold') }
const locales: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' }

/** Sizes in points; the measure of an A4 page. */
const size = { title: 18, heading: 12, text: 10.5 }
const margin = 64

/** pdfkit keeps the opened font there, and has no other way to ask what it can write. */
type Opened = { readonly _font: { readonly font: { hasGlyphForCodePoint(code: number): boolean } } }

/**
 * @param unwritten words for a character the font lacks, `{code}` its number: a name is never shortened by a letter that
 *                  cannot be drawn
 */
export async function noticePdf(
  blocks: readonly Block[], language: Language, about: { readonly issuedOn: string; readonly unwritten: Text2 },
): Promise<Buffer> {
  const title = blocks.flatMap((b) => (b.kind === 'title' ? [b.text] : []))[0] ?? ''
  const made = new Date(`${about.issuedOn}T00:00:00+08:00`)
  const doc = new Pdf({
    size: 'A4', margin, pdfVersion: '1.7', tagged: true, lang: locales[language], displayTitle: true, font: fonts.plain,
    info: { Title: title, Creator: 'Probity', Producer: 'Probity', CreationDate: made, ModDate: made },
  })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => { chunks.push(chunk) })
  const ended = new Promise<void>((resolve, reject) => { doc.on('end', resolve).on('error', reject) })

  const root = doc.struct('Document')
  doc.addStructure(root)
  const can = (code: number): boolean => code < 32 || (doc as unknown as Opened)._font.font.hasGlyphForCodePoint(code)
  const written = (text: string): string => [...text].map((c) => (can(c.codePointAt(0)!) ? c
    : about.unwritten[language].replace('{code}', c.codePointAt(0)!.toString(16).toUpperCase()))).join('')

  /** One structure element; runs of another script stand in it as spans of their own language. */
  const say = (tag: string, text: string, face: keyof typeof fonts, points: number, indent = 0): PDFKit.PDFStructureElement => {
    const runs = byScript(text, language)
    const draw = (run: string, last: boolean) => () => {
      doc.font(fonts[face]).fontSize(points)
      doc.text(written(run), { continued: !last, lineGap: points * 0.45, indent })
    }
    return doc.struct(tag, {}, runs.map((run, i) => (run.language === language ? draw(run.text, i === runs.length - 1)
      : doc.struct('Span', { lang: locales[run.language] }, draw(run.text, i === runs.length - 1)))))
  }

  for (const block of blocks) {
    switch (block.kind) {
      case 'title': root.add(say('H1', block.text, 'bold', size.title)); break
      case 'heading': gap(doc, 0.6); root.add(say('H2', block.text, 'bold', size.heading)); break
      case 'paragraph': gap(doc, 0.5); root.add(say('P', block.text, 'plain', size.text)); break
      case 'facts':
        gap(doc, 0.4)
        for (const [label, value] of block.rows) root.add(say('P', `${label}${language === 'zh' ? '：' : ': '}${value}`, 'plain', size.text))
        break
      case 'items': for (const item of block.items) root.add(say('P', item, 'plain', size.text, 12)); break
    }
  }
  root.end()
  doc.end()
  await ended
  return Buffer.concat(chunks)
}

const gap = (doc: PDFKit.PDFDocument, lines: number): void => { doc.font(fonts.plain).fontSize(size.text).moveDown(lines) }
