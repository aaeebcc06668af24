/**
 * Comparing projections with the acts, at three sizes of one register that grew by small acts and large deliveries mixed; and
 * what it costs those who write meanwhile.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { rebuild } from '../src/acts/rebuild.ts'
import { organisations } from '../src/demonstration/organisations.ts'
import { generateRecords, recordColumns } from '../src/demonstration/records.ts'
import { unitById } from '../src/demonstration/units.ts'
import { csv } from '../src/demonstration/write.ts'
import { registerUnit } from '../src/identity/acts.ts'
import { receiveDelivery } from '../src/register/ingestion/acts.ts'
import { runDelivery } from '../src/register/ingestion/run.ts'
import { noteLook } from '../src/register/inquiries/acts.ts'
import { finishRebuild, projectors } from '../src/register/projectors.ts'
import { dailyRun } from '../src/register/retention/acts.ts'
import { testPorts, type TestPorts } from '../test/support/ports.ts'
import { startTestServer } from '../test/support/postgres.ts'
import { median, percentile, type BenchResult } from './result.ts'

const sizes = (process.env.BENCH_ACTS ?? '50000,150000,450000').split(',').map(Number)
const actsPerSecond = 20_000
const unit = unitById('market-regulation')
/** Of every hundred acts so many are small ones, each in a group of its own, between deliveries of so many rows. */
const small = 5
const part = 8000

export async function benchRebuild(): Promise<readonly BenchResult[]> {
  const server = await startTestServer({ durable: true, sharedBuffers: 512 })
  process.env.PROBITY_TEST_SERVER = server.url
  const folder = mkdtempSync(path.join(tmpdir(), 'probity-bench-'))
  chmodSync(folder, 0o777)
  const ports = await testPorts({ today: '2026-11-20' })
  try {
    const done = await registerUnit(ports, { code: unit.code, kind: unit.kind, nameZh: unit.name, nameEn: unit.title, items: ['penalty'], demonstration: true })
    if (!done.ok) throw new Error(done.refusals[0].code)
    const results: BenchResult[] = []
    let first: number | null = null
    for (const size of sizes) {
      await grow(ports, size)
      const acts = (await ports.database.one<{ n: number }>`select sum(acts)::bigint as n from act_group`)!.n
      const rates: number[] = []
      for (let run = 0; run < 3; run++) rates.push(acts / await compared(ports))
      const rate = median(rates)
      first ??= rate
      results.push({
        name: `compare all projections with ${acts.toLocaleString('en')} acts`, figure: rate, unit: 'acts/s', ratio: rate / first,
        against: `the rate at the first size`, target: `at least ${actsPerSecond.toLocaleString('en')} acts/s`, reached: rate >= actsPerSecond,
        note: `${(acts / rate).toFixed(1)} s; ${small} of a hundred acts in a group of their own`,
      })
    }
    results.push(await writersMeanwhile(ports))
    return results
  } finally {
    await ports.close()
    delete process.env.PROBITY_TEST_SERVER
    rmSync(folder, { recursive: true, force: true })
    await server.stop()
  }
}

async function compared(ports: TestPorts): Promise<number> {
  const started = performance.now()
  const found = await rebuild(ports.owner, projectors, finishRebuild(ports), false)
  if (found.length > 0) throw new Error(JSON.stringify(found))
  return (performance.now() - started) / 1000
}

let seed = 1
/** Until so many acts: deliveries of penalties, looks of organisations at themselves between them, then a day closed. */
export async function grow(ports: TestPorts, size: number): Promise<void> {
  const acts = async () => (await ports.database.one<{ n: number }>`select coalesce(sum(acts), 0)::bigint as n from act_group`)!.n
  for (let now = await acts(); now < size; now = await acts()) {
    const count = Math.min(part, Math.max(1000, size - now))
    await deliver(ports, count)
    const codes = await ports.database.rows<{ code: string }>`select subject_code as code from subject order by subject_code limit ${Math.ceil(count * small / 100)}`
    for (const { code } of codes) {
      await noteLook(ports, { actor: code, account: '1' }, { subject: code, channel: 'page', client: null, records: null })
    }
  }
  await dailyRun(ports)
  // As autovacuum leaves a register that has stood for a while.
  await ports.owner.pool.query('vacuum analyze')
}

async function deliver(ports: TestPorts, count: number): Promise<void> {
  const source = { seed: ++seed, organisations: organisations({ seed: 1, count: 20_000 }), item: 'penalty', count, unit, from: '2023-01-01', until: '2026-11-19' }
  const cells = function* () { for (const record of generateRecords(source)) yield record.cells }
  const received = await receiveDelivery(ports, { unitCode: unit.code, itemId: 'penalty', mapping: null, fileName: null, idempotencyKey: null, generated: true },
    Readable.from(csv(recordColumns('penalty'), cells())))
  if (!received.ok) throw new Error(received.refusals[0].code)
  await runDelivery(ports, received.value.delivery_id, () => null)
}

/** Small acts, one after another, with and without a comparison beside them, in turns. */
async function writersMeanwhile(ports: TestPorts): Promise<BenchResult> {
  const { code } = (await ports.database.one<{ code: string }>`select subject_code as code from subject limit 1`)!
  const times = async (until: Promise<unknown>) => {
    const taken: number[] = []
    let over = false
    void until.then(() => { over = true }, () => { over = true })
    while (!over) {
      const started = performance.now()
      await noteLook(ports, { actor: code, account: '1' }, { subject: code, channel: 'page', client: null, records: null })
      taken.push(performance.now() - started)
    }
    return taken
  }
  const [alone, beside]: [number[], number[]] = [[], []]
  for (let round = 0; round < 2; round++) {
    alone.push(...await times(new Promise((resolve) => { setTimeout(resolve, 3000) })))
    beside.push(...await times(compared(ports)))
  }
  const [p99, longest] = [percentile(beside, 99), Math.max(...beside)]
  return {
    name: 'an act written while projections are compared, p99', figure: p99, unit: 'ms', ratio: p99 / percentile(alone, 99), against: 'without a comparison',
    note: `the longest ${Math.round(longest)} ms; one process does both, so that its thread is shared`,
  }
}
