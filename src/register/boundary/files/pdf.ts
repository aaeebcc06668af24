/** What a PDF says: its pages, its notes and forms, and what it says of itself; bounded in pages, time and memory. */
import { Worker } from 'node:worker_threads'

/** `said`: where and what. `unread`: some of its text could not be turned into characters. `pictures`: pages that hold hardly any text. */
export type PdfSays = {
  readonly said: readonly (readonly [where: string, text: string])[]
  readonly pages: number; readonly unread: boolean; readonly attached: number; readonly pictures: number
}

/** Engineering values. */
export const mostPages = 300
const longest = 15_000 // milliseconds
const together = 2

let running = 0
const waiting: (() => void)[] = []

/** @returns null where it cannot be read within its bounds */
export async function readPdf(bytes: Uint8Array): Promise<PdfSays | null> {
  if (running >= together) await new Promise<void>((resolve) => { waiting.push(resolve) })
  running++
  try {
    return await inThread(bytes)
  } finally {
    running--
    waiting.shift()?.()
  }
}

function inThread(bytes: Uint8Array): Promise<PdfSays | null> {
  const thread = new Worker(new URL('./pdf-worker.ts', import.meta.url), {
    workerData: { bytes }, stdout: true, stderr: true, resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
  })
  return new Promise((resolve) => {
    const timer = setTimeout(() => { end(null) }, longest)
    const end = (says: PdfSays | null): void => {
      clearTimeout(timer)
      resolve(says)
      void thread.terminate()
    }
    thread.once('message', (says: PdfSays) => { end(says.pages > mostPages || says.unread || says.attached > 0 ? null : says) })
    thread.once('error', () => { end(null) })
    thread.once('exit', () => { end(null) })
  })
}
