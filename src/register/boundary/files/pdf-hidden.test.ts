/** What a PDF holds where no eye falls: beside the page, in layers, notes, fields, pages no list counts, files within the file. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import Document from 'pdfkit'
import { readBoundary } from '../../../packs.ts'
import { readPdf } from './pdf.ts'
import { pdfObjects } from './pdf-objects.ts'

const settings = { boundary: await readBoundary(), pack: null, today: '2026-11-30', minorsUnderYears: null }
/** Invented. */
const number = '11010519491231002X'

const stream = (text: string, head = '') => `<<${head} /Length ${text.length}>>\nstream\n${text}\nendstream`
const draw = (text: string, at = '72 720') => stream(`BT /F1 12 Tf ${at} Td (${text}) Tj ET`)
const form = (more = '') => stream(`BT /F1 12 Tf 1 1 Td (${number}) Tj ET`, `/BBox [0 0 200 99] /Resources <</Font <</F1 3 0 R>>>> ${more}`)
type Parts = { content?: string; page?: string; resources?: string; catalog?: string; kids?: string; more?: string[] }
/** Objects: 1 the document, 2 its pages, 3 a font, 4 what the page draws, 5 the page, 6 … what is tried. */
function pdf({ content = draw('Proof of payment'), page = '', resources = '', catalog = '', kids = '5 0 R', more = [] }: Parts): Buffer {
  const objects = [
    `<</Type /Catalog /Pages 2 0 R ${catalog}>>`, `<</Type /Pages /Kids [${kids}] /Count 1>>`,
    '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>', content,
    `<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F1 3 0 R>> ${resources}>> ${page}>>`, ...more,
  ]
  let text = '%PDF-1.7\n'
  const places = objects.map((object, i) => {
    const at = text.length
    text += `${i + 1} 0 obj\n${object}\nendobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  return Buffer.from(`${text}xref\n0 ${places.length + 1}\n0000000000 65535 f \n${places.join('')}trailer\n<</Size ${places.length + 1} /Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`, 'latin1')
}
const outcome = async (file: Uint8Array): Promise<string> => {
  const says = await readPdf(file, settings)
  return says === null ? 'unreadable' : says.findings.some((f) => f.certainty === 'certain') ? 'certain' : says.findings.length > 0 ? 'doubtful' : 'clean'
}
const note = (more: string) => `<</Type /Annot /Rect [0 0 9 9] ${more}>>`
const field = (more: string): Parts => ({ page: '/Annots [6 0 R]', catalog: '/AcroForm <</Fields [6 0 R]>>', more: [note(`/Subtype /Widget /FT /Tx /T (a) ${more}`)] })
const file = ['<</Type /Filespec /F (a.txt) /EF <</F 7 0 R>>>>', stream(number, '/Type /EmbeddedFile')]

test('what is drawn outside the page, clipped away, on a layer that is off, in a pattern or in the look of a note is read', async () => {
  const off = { catalog: '/OCProperties <</OCGs [6 0 R] /D <</OFF [6 0 R]>>>>' }
  const cases: Record<string, Parts> = {
    'to the right': { content: draw(number, '2000 720') }, below: { content: draw(number, '72 -720') },
    'outside the crop': { content: draw(number), page: '/CropBox [0 0 100 100]' }, invisible: { content: stream(`BT 3 Tr /F1 12 Tf 72 720 Td (${number}) Tj ET`) },
    'layer off': { ...off, content: stream(`/OC /L1 BDC BT /F1 12 Tf 72 720 Td (${number}) Tj ET EMC`), resources: '/Properties <</L1 6 0 R>>', more: ['<</Type /OCG /Name (l)>>'] },
    'form on a layer': { ...off, content: stream('/X1 Do'), resources: '/XObject <</X1 7 0 R>>', more: ['<</Type /OCG /Name (l)>>', form('/Type /XObject /Subtype /Form /OC 6 0 R')] },
    pattern: { content: stream('/Pattern cs /P1 scn 0 0 500 500 re f'), resources: '/Pattern <</P1 6 0 R>>', more: [form('/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /XStep 200 /YStep 99')] },
    'look of a stamp': { page: '/Annots [6 0 R]', more: [note('/Subtype /Stamp /AP <</N 7 0 R>>'), form('/Type /XObject /Subtype /Form')] },
  }
  for (const [name, parts] of Object.entries(cases)) assert.equal(await outcome(pdf(parts)), 'certain', name)
})

test('notes, fields, their choices and names, layers, labels, places, texts read aloud, programs and remarks are read', async () => {
  const annots = { page: '/Annots [6 0 R]' }
  const cases: Record<string, Parts> = {
    note: { ...annots, more: [note(`/Subtype /Text /F 2 /Contents (${number})`)] }, 'rich text': { ...annots, more: [note(`/Subtype /FreeText /RC (<p>${number}</p>)`)] },
    subject: { ...annots, more: [note(`/Subtype /Text /Subj (${number})`)] }, 'note no page has': { more: [note(`/Subtype /Text /Contents (${number})`)] },
    value: field(`/V (${number})`), default: field(`/DV (${number})`), name: field(`/TU (${number})`), choice: field(`/Opt [(${number})]`),
    hexadecimal: field(`/V <FEFF${Buffer.from(number, 'utf16le').swap16().toString('hex')}>`), octal: field(`/V (\\061${number.slice(1)})`),
    'field without a place': { catalog: '/AcroForm <</Fields [6 0 R]>>', more: [`<</FT /Tx /T (a) /V (${number})>>`] },
    layer: { catalog: '/OCProperties <</OCGs [6 0 R] /D <<>>>>', more: [`<</Type /OCG /Name (${number})>>`] }, label: { catalog: `/PageLabels <</Nums [0 <</P (${number})>>]>>` },
    place: { catalog: `/Names <</Dests <</Names [(${number}) [5 0 R /Fit]]>>>>` }, 'in place of a picture': { catalog: '/StructTreeRoot 6 0 R', more: [`<</Type /StructTreeRoot /K <</S /Figure /Alt (${number})>>>>`] },
    'in place of what is drawn': { content: stream(`/Span <</ActualText (${number})>> BDC BT /F1 12 Tf 72 720 Td (x) Tj ET EMC`) },
    program: { catalog: '/OpenAction 6 0 R', more: [`<</S /JavaScript /JS (app.alert\\("${number}"\\))>>`] }, 'of another program': { page: `/PieceInfo <</A <</Private (${number})>>>>` },
  }
  for (const [name, parts] of Object.entries(cases)) assert.equal(await outcome(pdf(parts)), 'certain', name)
  assert.equal(await outcome(Buffer.concat([pdf({}), Buffer.from(`%${number}\n`)])), 'certain', 'a remark')
})

test('pages no list counts, files within the file and forms of another kind are not taken', async () => {
  const second = [draw(number), '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources <</Font <</F1 3 0 R>>>>>>']
  const cases: Record<string, Parts> = {
    'counted as one': { kids: '5 0 R 7 0 R', more: second }, 'in no list': { more: second },
    'of the document': { catalog: '/Names <</EmbeddedFiles <</Names [(a) 6 0 R]>>>>', more: file }, associated: { catalog: '/AF [6 0 R]', more: file },
    'of a note': { page: '/Annots [8 0 R]', more: [...file, note('/Subtype /FileAttachment /FS 6 0 R')] }, 'of nothing': { more: file },
    XFA: { catalog: '/AcroForm <</Fields [] /XFA 6 0 R>>', more: [stream(`<xdp:xdp>${number}</xdp:xdp>`)] },
  }
  for (const [name, parts] of Object.entries(cases)) assert.equal(await outcome(pdf(parts)), 'unreadable', name)
})

test('an ordinary file is taken: with pages, notes, fields, links and pictures of its own', async () => {
  assert.equal(await outcome(pdf({})), 'clean')
  assert.equal(await outcome(pdf(field('/V (Paid in full)'))), 'clean')
  const made = await new Promise<Buffer>((resolve) => {
    const d = new Document({ compress: true, info: { Author: 'x' }, tagged: true, lang: 'zh-CN' })
    const pieces: Buffer[] = []
    d.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => { resolve(Buffer.concat(pieces)) })
    d.text('Proof of payment, efficient office').note(100, 100, 50, 50, 'Paid').addPage().text('second page').rect(10, 10, 50, 50).stroke()
    d.outline.addItem('Payment')
    d.end()
  })
  assert.equal(await outcome(made), 'clean')
})

test('the objects of a file are read in time proportional to its length, whatever it is made of', () => {
  const pieces = ['stream\n', '>>stream\n', '1 0 obj <<>>stream\n', 'endstream', 'endobj ', '(', '\\', '<', '%', '/', '/Type /Page ', '1 0 obj ', '1 ', ' ', '/ActualText (', ')']
  for (const piece of pieces) {
    const took = (size: number): number => {
      const bytes = Buffer.from(`%PDF-1.7\n${piece.repeat(Math.ceil(size / piece.length))}`)
      const began = process.cpuUsage()
      pdfObjects(bytes)
      const { user, system } = process.cpuUsage(began)
      return (user + system) / 1000
    }
    took(30_000)
    const [small, large] = [took(100_000), took(2_000_000)]
    assert.ok(large < 600 || large < 60 * Math.max(small, 1), `${JSON.stringify(piece)}: ${small} ms, ${large} ms`)
  }
})
