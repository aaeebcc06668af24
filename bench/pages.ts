/**
 * The page of an organisation: against a bare server that sends the same bytes after one prepared query; with a hundred
 * thousand records against one with twenty; and in a browser on a slow line, without its script.
 */
import { existsSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { chromium } from 'playwright-core'
import type { DeliveryDesk } from '../src/register/ingestion/desk.ts'
import { buildServer } from '../src/web/server.ts'
import type { TestPorts } from '../test/support/ports.ts'
import { againstBare, withArchives } from './archive.ts'
import { type BenchResult, median } from './result.ts'

const many = Number(process.env.BENCH_ORGANISATIONS ?? 1000)
const large = Number(process.env.BENCH_LARGE ?? 100_000)
/** organisations whose records are all remembered: see src/web/record-view.ts */
const remembered = 250
const floor = 0.3
const mostTimes = 2
/** what the decision may add to a page's time */
const mostBehindDecision = 1.15
const rounds = 6
const mostBytes = 60_000
const prefix = '/organisations/'

export const benchPages = (): Promise<BenchResult[]> => withArchives(many, async (ports, codes) => {
  const app = await buildServer(ports, { deliveries: {} as DeliveryDesk }, { requestsPerMinute: 1e9 })
  try {
    const [largest, ...others] = codes as [string, ...string[]]
    return [...await behindDecision(ports, app, others.slice(0, remembered)), ...await speed(ports, app, others, 'all different, more than are remembered'), ...await speed(ports, app, others.slice(0, remembered), `${remembered} in turn`), ...await ofAHundredThousand(ports, app, largest, others[0]!), ...await overTheWire(app, others[0]!)]
  } finally {
    await app.close()
  }
})

/** The same pages in turn, once with the rows decided by the database for the public and once read by the application, which is given every row. */
async function behindDecision(ports: TestPorts, app: FastifyInstance, codes: readonly string[]): Promise<BenchResult[]> {
  const without = await buildServer({ ...ports, publicReads: ports.database }, { deliveries: {} as DeliveryDesk }, { requestsPerMinute: 1e9 })
  try {
    const timed = async (server: FastifyInstance, code: string): Promise<number> => {
      const started = performance.now()
      const { statusCode } = await server.inject(`${prefix}${code}`)
      if (statusCode !== 200) throw new Error(`${statusCode} for ${code}`)
      return performance.now() - started
    }
    const [decided, open]: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round++) {
      for (const [i, code] of codes.entries()) {
        // Who goes first changes, so that what the first leaves warm favours neither.
        const turns = [[app, decided], [without, open]] as const
        for (const [server, times] of (i + round) % 2 === 0 ? turns : turns.toReversed()) {
          const took = await timed(server, code)
          if (round > 0) times.push(took)
        }
      }
    }
    const [page, bare] = [median(decided), median(open)]
    return [{
      name: 'archive page, each row decided for the public by the database', figure: page, unit: 'ms', against: 'the same page read with a role that is given every row', ratio: page / bare,
      target: `at most ${mostBehindDecision}`, reached: page / bare <= mostBehindDecision,
      note: `without: ${bare.toFixed(2)} ms; ${decided.length} pages of each, in turn`,
    }]
  } finally {
    await without.close()
  }
}

async function speed(ports: TestPorts, app: FastifyInstance, codes: readonly string[], which: string): Promise<BenchResult[]> {
  const bodies = new Map<string, Buffer>()
  for (const code of codes) {
    const { rawPayload } = await app.inject(`${prefix}${code}`)
    const records = rawPayload.toString().split('<article class="rec"').length - 1
    if (records !== 20) throw new Error(`the page of ${code} shows ${records} records, not 20`)
    bodies.set(code, rawPayload)
  }
  const { ours, bare, ratios, bytes } = await againstBare(ports, app, { prefix, suffix: '', most: 21, bodies, type: 'text/html; charset=utf-8', who: codes })
  const ratio = median(ratios)
  return [{
    name: `page of 20 records with picture and every reason, ${codes.length.toLocaleString('en')} organisations, ${which}`, figure: ours, unit: 'pages/s',
    against: 'a bare server with one query and the same bytes', ratio, target: `at least ${floor}`, reached: ratio >= floor,
    note: `bare ${Math.round(bare).toLocaleString('en')}/s; ${(bytes / 1024).toFixed(0)} KiB each, not compressed; ratios ${ratios.map((r) => r.toFixed(2)).join(' ')}`,
  }]
}

/** The same record many times over, on as many documents of five years. */
async function ofAHundredThousand(ports: TestPorts, app: FastifyInstance, largest: string, other: string): Promise<BenchResult[]> {
  await ports.owner.run`
    insert into record (subject_code, record_id, item_id, provider_code, identity, version, act_id, act_group, decided_on, received_on, existence, display,
                        display_starts_on, display_ends_on, usable, retention_ends_on, law, facts)
    select subject_code, 1000000000 + n, item_id, provider_code, 'copy ' || n, version, act_id, act_group, decided_on - n % 1700, received_on, existence, display,
           display_starts_on, display_ends_on, usable, retention_ends_on, law, facts
      from (select * from record where subject_code = ${largest} order by record_id limit 1) r, generate_series(1, ${large - 20}) n`
  await ports.owner.pool.query('vacuum analyze record')
  const timed = async (code: string, query = '') => {
    const started = performance.now()
    const answer = await app.inject(`${prefix}${code}${query}`)
    if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} for ${code}${query}`)
    return performance.now() - started
  }
  const first = await timed(largest)
  for (let i = 0; i < 100; i++) { await timed(largest); await timed(other) }
  const [big, small]: number[][] = [[], []]
  for (let i = 0; i < 300; i++) { big!.push(await timed(largest)); small!.push(await timed(other)) }
  const [page, twenty] = [median(big!), median(small!)]
  const deep = median(await several(() => timed(largest, `?page=${Math.floor(large / 40)}`)))
  const filtered = median(await several(() => timed(largest, '?order=ending')))
  return [{
    name: `first page of an organisation with ${large.toLocaleString('en')} records`, figure: page, unit: 'ms', against: 'one with 20', ratio: page / twenty,
    target: `at most ${mostTimes}`, reached: page / twenty <= mostTimes,
    note: `with 20: ${twenty.toFixed(2)} ms; the very first, which counts them all: ${first.toFixed(0)} ms; page ${Math.floor(large / 40).toLocaleString('en')}: ${
      deep.toFixed(1)} ms; ending soonest: ${filtered.toFixed(1)} ms`,
  }]
}

async function several(work: () => Promise<number>): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < 15; i++) times.push(await work())
  return times
}

async function overTheWire(app: FastifyInstance, code: string): Promise<BenchResult[]> {
  const { rawPayload: page } = await app.inject({ url: `${prefix}${code}`, headers: { 'accept-encoding': 'gzip' } })
  const html = page[0] === 0x1f ? gunzipSync(page).toString() : page.toString()
  const sheet = /href="(\/assets\/[^"]+\.css)"/.exec(html)![1]!
  const { rawPayload: style } = await app.inject({ url: sheet, headers: { 'accept-encoding': 'gzip' } })
  const bytes = page.length + style.length
  const wire: BenchResult = {
    name: 'page of 20 records and its style sheet over the wire, without script', figure: bytes, unit: 'bytes', target: `at most ${mostBytes}`, reached: bytes <= mostBytes,
    note: `page ${page.length}, of ${Buffer.byteLength(html)}; sheet ${style.length}`,
  }
  const executablePath = process.env.PROBITY_CHROMIUM ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) return [wire]
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const paints: number[] = []
    let shift = 0
    for (let i = 0; i < 5; i++) {
      const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
      const tab = await context.newPage()
      const devtools = await context.newCDPSession(tab)
      await devtools.send('Network.enable')
      // Slow 4G as the browser's own tools have it: 562.5 ms there and back, 1.44 Mbit/s.
      await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 562.5, downloadThroughput: (1.44e6 / 8), uploadThroughput: 675e3 / 8 })
      await tab.goto(`http://127.0.0.1:${(app.server.address() as { port: number }).port}${prefix}${code}`, { waitUntil: 'load' })
      await tab.waitForTimeout(300)
      paints.push(await tab.evaluate(`performance.getEntriesByName('first-contentful-paint')[0].startTime`))
      shift = Math.max(shift, await tab.evaluate(`new Promise((resolve) => { let sum = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) sum += e.value }).observe({ type: 'layout-shift', buffered: true }); setTimeout(() => resolve(sum), 200) })`))
      await context.close()
    }
    return [wire, { name: 'first paint of that page on slow 4G (562.5 ms, 1.44 Mbit/s)', figure: median(paints), unit: 'ms' },
      { name: 'layout shift of that page', figure: shift, unit: '', target: 'none', reached: shift === 0 }]
  } finally {
    await browser.close()
  }
}
