/** Strips, reads and looks through what a PDF says, in a thread of its own: a hostile one ends its thread and nothing else. */
import { parentPort, workerData } from 'node:worker_threads'
import { getDocumentProxy } from 'unpdf'
import { scanner } from '../scan.ts'
import { wordsIn } from '../texts.ts'
import { drawnOn } from './pdf-drawn.ts'
import { pdfObjects } from './pdf-objects.ts'
import { mostPages, mostText, type PdfSays, type PdfTask } from './pdf.ts'
import { strippedPdf } from './strip.ts'

// The reader tells of fonts whose characters it cannot name on the console alone: such a text was not read.
let unread = false
const note = (...said: unknown[]): void => { if (/cmap/i.test(said.map(String).join(' '))) unread = true }
Object.assign(console, { log: note, warn: note })

const { bytes, settings } = workerData as PdfTask
const scan = scanner(settings)
const bare = strippedPdf(bytes)
const said: [where: string, text: string][] = []
let left = mostText
const say = (where: string, text: unknown): void => {
  if (typeof text !== 'string' || text.trim() === '') return
  left -= text.length
  if (left < 0) throw new RangeError('more text than is read')
  said.push([where, text])
}

// Whatever cannot be read ends the thread by its error: then nobody can say what the file holds.
const says = await read()
// eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
parentPort!.postMessage(says)

async function read(): Promise<PdfSays> {
  // Whoever opens it may see what this reader would pass over: a broken part is an error, not a gap.
  const settingsOfReader = { verbosity: 1, isEvalSupported: false, disableFontFace: true, useSystemFonts: false }
  const document = await getDocumentProxy(new Uint8Array(bare), { ...settingsOfReader, stopAtErrors: true })
  const { info, metadata } = await document.getMetadata()
  for (const [name, value] of Object.entries(info as Record<string, unknown>)) {
    if (name === 'Custom' && typeof value === 'object' && value !== null) for (const [own, word] of Object.entries(value)) say(own, word)
    else if (!/Version|Producer|Creator$|Date$|Filter/.test(name)) say(name, value)
  }
  // eslint-disable-next-line typescript/no-unnecessary-condition -- absent where a document has none
  say('XMP', (metadata as { getRaw?: () => string } | null)?.getRaw?.().replace(/<[^<>]*>/g, ' '))
  for (const entry of (await document.getOutline()) ?? []) say('outline', entry.title)
  const attachments = await document.getAttachments() as Record<string, unknown> | null

  // Notes, fields, layers, pages no list counts: whoever opens the file with another program may see them.
  const objects = pdfObjects(bare)
  for (const text of objects.texts) say('object', text)

  const pages = document.numPages
  if (pages > mostPages) throw new RangeError('more pages than are read')
  if (objects.pages > pages) throw new RangeError('pages that are not shown')
  const drawn = await getDocumentProxy(new Uint8Array(bare), { ...settingsOfReader, stopAtErrors: false, maxImageSize: 1 })
  let pictures = 0
  for (let number = 1; number <= pages; number++) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    const text = items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('')
    say(`page ${number}`, text)
    if (text.trim().length < 20) pictures++
    say(`page ${number}`, await drawnOn(await drawn.getPage(number), text))
    for (const a of await page.getAnnotations() as Record<string, unknown>[]) {
      for (const part of [a.contentsObj, a.titleObj, a.fieldValue, a.alternativeText, a.url]) {
        say(`page ${number}`, typeof part === 'object' && part !== null ? (part as { str?: string }).str : part)
      }
    }
    page.cleanup()
  }
  const findings = said.flatMap(([where, text]) => [...wordsIn(scan, text, where)])
  const attached = Object.keys(attachments ?? {}).length
  return { bare, places: said.map(([where]) => where), findings, pages, unread: unread || objects.closed, attached, pictures }
}
