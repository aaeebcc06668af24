/**
 * The whole path of a delivery against its floor: PostgreSQL's own server-side COPY of exactly the rows it wrote, into
 * the same tables with the same indexes, in the same state, on the same server, in the same run.
 */
import { spawn } from 'node:child_process'
import { chmodSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { organisations } from '../src/demonstration/organisations.ts'
import { generateRecords, recordColumns } from '../src/demonstration/records.ts'
import { unitById } from '../src/demonstration/units.ts'
import { csv } from '../src/demonstration/write.ts'
import { startTestServer } from '../test/support/postgres.ts'
import { testPorts } from '../test/support/ports.ts'
import { registerUnit } from '../src/identity/acts.ts'
import type { BenchResult } from './result.ts'

const rows = Number(process.env.BENCH_ROWS ?? 1_000_000)
const held = (process.env.BENCH_HELD ?? '500000,5000000').split(',').map(Number)
const unit = unitById('market-regulation')
type Outcome = { seconds: number; peakMegabytes: number; accepted: number; state: string; deliveryId: string }

export async function benchDeliver(): Promise<readonly BenchResult[]> {
  const server = await startTestServer({ durable: true, sharedBuffers: 1024 })
  process.env.PROBITY_TEST_SERVER = server.url
  const files = mkdtempSync(path.join(tmpdir(), 'probity-bench-'))
  chmodSync(files, 0o777)
  try {
    const ports = await testPorts()
    const done = await registerUnit(ports, { code: unit.code, kind: unit.kind, nameZh: unit.name, nameEn: unit.title, items: ['penalty', 'registration'], demonstration: true })
    if (!done.ok) throw new Error(done.refusals[0].code)
    const spool = ports.settings.spoolFolder
    const url = ports.url
    await ports.pause()

    // Organisations stand in the register before their penalties come, four penalties each.
    const many = Math.max(1000, Math.ceil(rows / 4))
    await deliver(url, spool, 'registration', await file(files, 'registration', many, many, 1))
    await settle(server.url)
    const name = new URL(url).pathname.slice(1)
    await run(server.url, `create database before template ${name}`)
    const penalties = await file(files, 'penalty', rows, many, 2)
    const ours = await deliver(url, spool, 'penalty', penalties)
    const floor = await floorOf(server.url, url, files, ours)
    const results: BenchResult[] = [
      {
        name: `deliver ${rows.toLocaleString('en')} penalty rows, file to last leaf of the log`, figure: rows / ours.seconds, unit: 'rows/s',
        ratio: floor.seconds / ours.seconds, against: `server-side COPY of the same rows (${Math.round(rows / floor.seconds).toLocaleString('en')} rows/s)`,
        target: '0.7', reached: floor.seconds / ours.seconds >= 0.7, note: `${ours.accepted.toLocaleString('en')} accepted, ${ours.state}`,
      },
      { name: 'peak memory of the process meanwhile', figure: ours.peakMegabytes, unit: 'MB', target: 'at most 400', reached: ours.peakMegabytes <= 400 },
    ]
    const again = await deliver(url, spool, 'penalty', penalties, 'again')
    results.push({ name: 'the same file once more: all recognised', figure: rows / again.seconds, unit: 'rows/s' })
    if (held.length === 2) results.push(await growth(url, spool, files, many))
    await ports.close()
    return results
  } finally {
    delete process.env.PROBITY_TEST_SERVER
    rmSync(files, { recursive: true, force: true })
    await server.stop()
  }
}

/** The rate of the next rows when few and when many records are held. */
async function growth(url: string, spool: string, files: string, many: number): Promise<BenchResult> {
  const part = Math.min(500_000, rows)
  let [holds, seed] = [rows, 10]
  const rates: number[] = []
  for (const level of held) {
    while (holds < level) {
      await deliver(url, spool, 'penalty', await file(files, 'penalty', part, many, seed), `fill-${seed}`)
      seed++
      holds += part
    }
    const measured = await deliver(url, spool, 'penalty', await file(files, 'penalty', part, many, seed), `measure-${seed}`)
    seed++
    holds += part
    rates.push(part / measured.seconds)
  }
  const ratio = rates[1]! / rates[0]!
  return {
    name: `rate with ${held[1]!.toLocaleString('en')} records held`, figure: rates[1]!, unit: 'rows/s', ratio,
    against: `the rate with ${Math.max(held[0]!, rows).toLocaleString('en')} held (${Math.round(rates[0]!).toLocaleString('en')} rows/s)`, target: '0.8', reached: ratio >= 0.8,
  }
}

async function file(folder: string, item: string, count: number, many: number, seed: number): Promise<string> {
  const target = path.join(folder, `${item}-${seed}.csv`)
  const cells = function* () {
    const source = { seed, organisations: organisations({ seed: 1, count: many }), item, count, unit, from: '2023-01-01', until: '2026-11-20' }
    for (const record of generateRecords(source)) yield record.cells
  }
  await pipeline(Readable.from(csv(recordColumns(item), cells())), createWriteStream(target))
  return target
}

function deliver(url: string, spool: string, item: string, source: string, key = source): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--expose-gc', path.join(import.meta.dirname, 'deliver-process.ts'), url, spool, item, unit.code, source, key], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout!.on('data', (data: Buffer) => { said += data })
    child.once('exit', (code) => {
      if (code !== 0) reject(new Error(`delivery process ended with ${code}`))
      else resolve(JSON.parse(said) as Outcome)
    })
  })
}

/** COPY TO what the delivery wrote, COPY FROM it into the database as it was before; only the second is timed. */
async function floorOf(server: string, url: string, folder: string, ours: Outcome): Promise<{ seconds: number }> {
  const from = new pg.Client({ connectionString: url })
  await from.connect()
  const first = `(select min(first_act) from act_group where head like '%${ours.deliveryId}%')`
  const parts: readonly (readonly [string, string])[] = [
    ['act_group', `select * from act_group where head like '%${ours.deliveryId}%'`],
    ['act', `select * from act where act_id >= ${first}`],
    ['record', `select * from record where record_id >= ${first}`],
    ['log_position', `select * from log_position where first_act >= ${first}`],
    ['log_checkpoint', `select * from log_checkpoint where size > (select min(first_leaf) from log_position where first_act >= ${first})`],
    ['log_tile', `select * from log_tile where level > 0 or number >= (select min(first_leaf) / 256 + 1 from log_position where first_act >= ${first})`],
    ['log_bundle', `select * from log_bundle where number >= (select min(first_leaf) / 256 + 1 from log_position where first_act >= ${first})`],
  ]
  for (const [table, query] of parts) await from.query(`copy (${query}) to '${folder}/${table}.copy'`)
  await from.end()
  const target = new URL(server)
  target.pathname = '/before'
  const to = new pg.Client({ connectionString: target.toString() })
  await to.connect()
  // The tiles of the right edge grew; in the floor they are written once more under numbers of their own.
  await to.query('set session_replication_role = replica')
  await to.query('delete from log_tile where level > 0')
  await to.query('set session_replication_role = default')
  await to.query('checkpoint')
  const started = performance.now()
  for (const [table] of parts) await to.query(`copy ${table} from '${folder}/${table}.copy'`)
  const seconds = (performance.now() - started) / 1000
  await to.end()
  return { seconds }
}

async function settle(server: string): Promise<void> {
  await run(server, 'checkpoint')
}
async function run(server: string, command: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try { await client.query(command) } finally { await client.end() }
}
