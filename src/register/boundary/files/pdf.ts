/** What a PDF says: its pages, its notes and forms, and what it says of itself; bounded in pages, text, time and memory. */
import { Worker } from 'node:worker_threads'
import type { BoundaryFinding, ScanSettings } from '../scan.ts'

/**
 * `bare`: the file without what it said of itself. `places`: where it says anything. `unread`: some of its text could not be turned into
 * characters. `pictures`: pages that hold hardly any text.
 */
export type PdfSays = {
  readonly bare: Uint8Array
  readonly places: readonly string[]
  readonly findings: readonly BoundaryFinding[]
  readonly pages: number; readonly unread: boolean; readonly attached: number; readonly pictures: number
}
export type PdfTask = { readonly bytes: Uint8Array; readonly settings: ScanSettings }

/** Engineering values. */
export const mostPages = 300
/** characters of all its pages together */
export const mostText = 2_000_000
const longest = 15_000 // milliseconds
const together = 2

let running = 0
const waiting: (() => void)[] = []

/**
 * Strips, reads and looks through a PDF, all in a thread of its own.
 * @returns null where any of it cannot be read within its bounds
 */
export async function readPdf(bytes: Uint8Array, settings: ScanSettings): Promise<PdfSays | null> {
  if (running >= together) await new Promise<void>((resolve) => { waiting.push(resolve) })
  running++
  try {
    return await inThread({ bytes, settings })
  } finally {
    running--
    waiting.shift()?.()
  }
}

function inThread(task: PdfTask): Promise<PdfSays | null> {
  const thread = new Worker(new URL('./pdf-worker.ts', import.meta.url), {
    workerData: task, stdout: true, stderr: true, resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
  })
  return new Promise((resolve) => {
    const timer = setTimeout(() => { end(null) }, longest)
    const end = (says: PdfSays | null): void => {
      clearTimeout(timer)
      resolve(says)
      void thread.terminate()
    }
    thread.once('message', (says: PdfSays) => { end(says.unread || says.attached > 0 ? null : says) })
    thread.once('error', () => { end(null) })
    thread.once('exit', () => { end(null) })
  })
}
