/** The delivery desk: hands waiting files, one after another, to a worker thread, and starts again what a crash left open. */
import { plainFault } from '../../database/plain-fault.ts'
import { Worker } from 'node:worker_threads'
import { open, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Logins } from '../../database/connect.ts'
import { forNobody } from '../../acts/standing.ts'
import { unavailableOf } from '../../database/unavailable.ts'
import { untilThere } from '../../database/wait.ts'
import type { Ports } from '../../ports.ts'
import type { Calendar } from '../../calendar/calendar.ts'
import type { Law } from '../../law/types.ts'
import type { Boundary } from '../boundary/boundary.ts'
import { closeDelivery, isArriving, type NewDelivery, receiveDelivery, spoolFile } from './acts.ts'
import * as store from './store.ts'
import type { Readable } from 'node:stream'

export type DeliveryDesk = {
  /** Resumes what was open, then works on whatever comes. */
  start(): Promise<void>
  receive(wanted: NewDelivery, body: Readable): ReturnType<typeof receiveDelivery>
  /** Resolves when no delivery is waiting or running. */
  idle(): Promise<void>
  close(): Promise<void>
}
export type WorkerInput = {
  readonly databaseUrl: string | Logins
  // As they stand here and now, a loaded notice included; reading them anew would cost the thread half a second and 60 MB.
  readonly law: Law
  readonly calendar: Calendar
  readonly boundary: Boundary
  readonly deliveryId: string
  readonly today: string | null
  readonly settings: { spoolFolder: string; refusalKey: Uint8Array; address: string; logOrigin: string }
}

// A hostile file must end its own delivery, not the register: the worker has its own, bounded, heap.
export type HeapOfReading = { readonly maxOldGenerationSizeMb: number; readonly maxYoungGenerationSizeMb: number }
const heapOfReading: HeapOfReading = { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 40 }

/** Engineering values: how long a file may be read without another row committed, and in all. */
export type ReadingTime = { readonly stalledMinutes: number; readonly wholeHours: number }
const readingTime: ReadingTime = { stalledMinutes: 5, wholeHours: 6 }

type DeskOptions = { databaseUrl: string | Logins; fixedDay?: string | null; readingTime?: ReadingTime; heap?: HeapOfReading }

export function deliveryDesk(ports: Ports, options: DeskOptions): DeliveryDesk {
  const waiting: string[] = []
  let running: Promise<void> | null = null
  let worker: Worker | null = null
  let started = false
  let closed = false

  async function work(): Promise<void> {
    for (let id = waiting.shift(); id !== undefined && !closed; id = waiting.shift()) await runInWorker(id)
  }
  function kick(): void {
    if (!started || closed || running !== null) return
    // Whoever sent the file has had its answer: reading it is the register's own work.
    running = forNobody(work)
      .catch((error: unknown) => {
        console.error(`deliveries: ${plainFault(error)}`)
      })
      .finally(() => {
        running = null
        if (waiting.length > 0) kick()
      })
  }

  /** What lies in the spool of deliveries that ended while nobody could take it away: rows that were refused are in it. */
  async function forgetSpooled(names: readonly string[]): Promise<void> {
    const ofDelivery = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
    for (const name of names) if (ofDelivery.test(name)) await rm(path.join(ports.settings.spoolFolder, name), { force: true })
  }

  /** A database that is not there is waited for, however long; a fault that comes back again and again ends the delivery. */
  async function runInWorker(deliveryId: string): Promise<void> {
    const waits = { what: `delivery ${deliveryId}`, ended: () => closed }
    for (let faults = 0; !closed;) {
      // What is thrown is waited for, what is given back is looked at.
      const failure = await untilThere(waits, async () => {
        const found = await oneRun(deliveryId)
        if (found !== null && unavailableOf(found) !== null) throw found
        return found
      })
      if (failure === null) return
      const tooLong = failure instanceof ReadingTooLong
      const outOfMemory = (failure as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
      console.error(`delivery ${deliveryId}: ${plainFault(failure)}`)
      if (tooLong || outOfMemory || ++faults >= 3) {
        const of = await isWorkbook(spoolFile(ports, deliveryId)) ? 'file' : 'text'
        const code = tooLong ? `${of}-takes-too-long` : outOfMemory ? `${of}-too-demanding` : 'internal-fault'
        const fault = { code, rule: null, facts: tooLong ? failure.facts : {} }
        await untilThere(waits, () => closeDelivery(ports, deliveryId, 'failed', fault)).catch((error: unknown) => {
          console.error(`delivery ${deliveryId}: ${plainFault(error)}`)
        })
        return
      }
      await new Promise((resolve) => {
        setTimeout(resolve, 1000).unref()
      })
    }
  }

  function oneRun(deliveryId: string): Promise<Error | null> {
    const { refusalKey, spoolFolder, address, logOrigin } = ports.settings
    const workerData: WorkerInput = {
      databaseUrl: options.databaseUrl,
      law: ports.law(),
      calendar: ports.calendar(),
      boundary: ports.boundary(),
      deliveryId,
      today: options.fixedDay ?? null,
      settings: { spoolFolder, refusalKey, address, logOrigin },
    }
    return new Promise((resolve) => {
      worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData, resourceLimits: options.heap ?? heapOfReading })
      const watch = watchReading(deliveryId, worker, options.readingTime ?? readingTime, resolve)
      worker.once('error', (error: Error) => resolve(error))
      worker.once('exit', (code) => {
        clearInterval(watch)
        worker = null
        resolve(code === 0 || closed ? null : new Error(`worker ended with code ${code}`))
      })
    })
  }

  /** A parser that turns in a circle answers nobody: the rows committed are asked for, and the thread is ended from outside. */
  function watchReading(deliveryId: string, reader: Worker, { stalledMinutes, wholeHours }: ReadingTime, give: (failure: Error) => void): NodeJS.Timeout {
    const began = performance.now()
    let [rows, moved] = [-1, began]
    const look = async () => {
      const now = performance.now()
      const read = (await store.delivery(ports.database, deliveryId))?.rows_read ?? rows
      if (read !== rows) [rows, moved] = [read, now]
      if (now - moved <= stalledMinutes * 60_000 && now - began <= wholeHours * 3_600_000) return
      give(new ReadingTooLong({ minutes: String(stalledMinutes), hours: String(wholeHours) }))
      await reader.terminate()
    }
    // A database that does not answer is another fault, met elsewhere.
    return setInterval(() => void look().catch(() => {}), Math.min(5000, stalledMinutes * 30_000)).unref()
  }

  return {
    async start() {
      // Read before the deliveries are: a file that arrives meanwhile has its row already.
      const spooled = await readdir(ports.settings.spoolFolder).catch(() => [])
      const unfinished = await store.openDeliveries(ports.database)
      await forgetSpooled(spooled.filter((name) => !isArriving(name) && !unfinished.some((row) => row.delivery_id === name)))
      for (const row of unfinished) {
        // The server listens before the desk opens: what arrives meanwhile is no leftover.
        if (isArriving(row.delivery_id)) continue
        if (row.state === 'receiving') {
          // The upload broke off with the process: nothing of it was promised to anyone.
          await rm(spoolFile(ports, row.delivery_id), { force: true })
          await store.forgetUpload(ports.database, row.delivery_id)
        } else if (!waiting.includes(row.delivery_id)) waiting.push(row.delivery_id)
      }
      started = true
      kick()
    },
    async receive(wanted, body) {
      const received = await receiveDelivery(ports, wanted, body)
      if (received.ok && received.value.state === 'waiting' && !waiting.includes(received.value.delivery_id)) {
        waiting.push(received.value.delivery_id)
        kick()
      }
      return received
    },
    async idle() {
      while (running !== null) await running
    },
    async close() {
      closed = true
      // Batches are transactions: ending the worker between or inside one loses nothing.
      await worker?.terminate()
      await running
    },
  }
}

class ReadingTooLong extends Error {
  readonly facts: Readonly<Record<string, string>>
  constructor(facts: Readonly<Record<string, string>>) {
    super('reading took too long')
    this.facts = facts
  }
}

/** What helps is another with a workbook than with a text: a zip says so with its first two bytes. */
async function isWorkbook(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null)
  if (file === null) return false
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer.toString('latin1') === 'PK'
  } finally {
    await file.close()
  }
}
