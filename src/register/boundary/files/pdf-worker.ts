/** Reads what a PDF says, in a thread of its own: a hostile one ends its thread and nothing else. */
import { parentPort, workerData } from 'node:worker_threads'
import { getDocumentProxy } from 'unpdf'
import { mostPages, type PdfSays } from './pdf.ts'

// The reader tells of fonts whose characters it cannot name on the console alone: such a text was not read.
let unread = false
const note = (...said: unknown[]): void => { if (/cmap/i.test(said.map(String).join(' '))) unread = true }
Object.assign(console, { log: note, warn: note })

const { bytes } = workerData as { bytes: Uint8Array }
const said: [string, string][] = []
const say = (where: string, text: unknown): void => { if (typeof text === 'string' && text.trim() !== '') said.push([where, text]) }

const answer = (says: PdfSays): void => {
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
  parentPort!.postMessage(says)
}

try {
  await read()
} catch (error) {
  // No reader opens it: what it holds is its bytes, and they are looked at as text. One that is locked stays unread.
  if (!(error instanceof Error) || /Password/i.test(error.name)) throw error
  const text = new TextDecoder().decode(bytes)
  answer({ said: [['file', text]], pages: 0, unread: false, attached: 0, pictures: 0 })
}

async function read(): Promise<void> {
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 1, isEvalSupported: false, disableFontFace: true, useSystemFonts: false })
  const { info, metadata } = await document.getMetadata()
  for (const [name, value] of Object.entries(info as Record<string, unknown>)) {
    if (name === 'Custom' && typeof value === 'object' && value !== null) for (const [own, word] of Object.entries(value)) say(own, word)
    else if (!/Version|Producer|Creator$|Date$|Filter/.test(name)) say(name, value)
  }
  // eslint-disable-next-line typescript/no-unnecessary-condition -- absent where a document has none
  say('XMP', (metadata as { getRaw?: () => string } | null)?.getRaw?.().replace(/<[^>]*>/g, ' '))
  for (const entry of (await document.getOutline()) ?? []) say('outline', entry.title)
  const attachments = await document.getAttachments() as Record<string, unknown> | null

  const pages = document.numPages
  let images = 0
  for (let number = 1; number <= Math.min(pages, mostPages); number++) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    const text = items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('')
    say(`page ${number}`, text)
    if (text.trim().length < 20) images++
    for (const a of await page.getAnnotations() as Record<string, unknown>[]) {
      for (const part of [a.contentsObj, a.titleObj, a.fieldValue, a.alternativeText, a.url]) {
        say(`page ${number}`, typeof part === 'object' && part !== null ? (part as { str?: string }).str : part)
      }
    }
    page.cleanup()
  }
  answer({ said, pages, unread, attached: Object.keys(attachments ?? {}).length, pictures: images })
}
