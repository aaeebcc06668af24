/**
 * An archive of twenty records against its floor: a bare node:http server that runs the same one prepared query for the
 * same organisation and sends the same bytes, made beforehand. Both in one process, on one database, in turns.
 */
import { execFile } from 'node:child_process'
import http from 'node:http'
import path from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import type { FastifyInstance } from 'fastify'
import { organisations } from '../src/demonstration/organisations.ts'
import { generateRecords, recordColumns } from '../src/demonstration/records.ts'
import { unitById } from '../src/demonstration/units.ts'
import { csv } from '../src/demonstration/write.ts'
import { registerUnit } from '../src/identity/acts.ts'
import { receiveDelivery } from '../src/register/ingestion/acts.ts'
import type { DeliveryDesk } from '../src/register/ingestion/desk.ts'
import { runDelivery } from '../src/register/ingestion/run.ts'
import { displayStamp } from '../src/law/in-force.ts'
import { archiveRows } from '../src/register/records/store.ts'
import { buildServer } from '../src/web/server.ts'
import { startTestServer } from '../test/support/postgres.ts'
import { testPorts, type TestPorts } from '../test/support/ports.ts'
import { median, type BenchResult } from './result.ts'

const many = Number(process.env.BENCH_ORGANISATIONS ?? 2000)
const each = 20
const rounds = Number(process.env.BENCH_ROUNDS ?? 15)
const seconds = 1.5
const connections = 16
const floor = 0.6
const unit = unitById('market-regulation')

export const benchArchive = (): Promise<BenchResult[]> => withArchives(many, async (ports, codes) => measure(ports, codes))

/** A durable server of its own with `organisations` of twenty records each. */
export async function withArchives<T>(organisations: number, work: (ports: TestPorts, codes: readonly string[]) => Promise<T>): Promise<T> {
  const server = await startTestServer({ durable: true, sharedBuffers: 512 })
  const shared = process.env.PROBITY_TEST_SERVER
  process.env.PROBITY_TEST_SERVER = server.url
  const ports = await testPorts()
  try {
    return await work(ports, await seed(ports, organisations))
  } finally {
    await ports.close()
    await server.stop()
    if (shared === undefined) delete process.env.PROBITY_TEST_SERVER
    else process.env.PROBITY_TEST_SERVER = shared
  }
}

/** Twenty penalties each, all on display, delivered as a file. @returns the organisations' codes */
async function seed(ports: TestPorts, many: number): Promise<string[]> {
  const known = await registerUnit(ports, { code: unit.code, kind: unit.kind, nameZh: unit.name, nameEn: unit.title, items: ['penalty'], demonstration: true })
  if (!known.ok) throw new Error(known.refusals[0].code)
  const source = organisations({ seed: 1, count: many })
  const columns = recordColumns('penalty')
  const at = (name: RegExp) => columns.findIndex((column) => name.test(column))
  const [name, code, grade] = [at(/^行政相对人名称/), at(/^行政相对人代码_1/), at(/^失信行为等级/)]
  const codes = Array.from({ length: many }, (_, i) => source.at(i).code)
  const cells = function* () {
    let n = 0
    for (const record of generateRecords({ seed: 7, organisations: source, item: 'penalty', count: many * each * 3, unit, dirty: 0, from: '2026-04-01', until: '2026-11-20' })) {
      if (n === many * each) return
      // The mildest class is not displayed, nor one that was not stated.
      if (!['一般', '严重'].includes(record.cells[grade]!)) continue
      const row = [...record.cells]
      row[name] = source.at(n % many).name
      row[code] = codes[n % many]!
      n++
      yield row
    }
  }
  const received = await receiveDelivery(ports, { unitCode: unit.code, itemId: 'penalty', mapping: null, fileName: null, idempotencyKey: null },
    Readable.from(csv(columns, cells())))
  if (!received.ok) throw new Error(received.refusals[0].code)
  await runDelivery(ports, received.value.delivery_id, () => null)
  await ports.owner.pool.query('vacuum analyze')
  return codes
}

async function measure(ports: TestPorts, codes: readonly string[]): Promise<BenchResult[]> {
  const app = await buildServer(ports, { deliveries: {} as DeliveryDesk }, { requestsPerMinute: 1e9 })
  const [prefix, suffix] = ['/api/v1/organisations/', '/archive']
  const bodies = new Map<string, Buffer>()
  let records = 0
  for (const code of codes) {
    const answer = await app.inject(`${prefix}${code}${suffix}`)
    bodies.set(code, answer.rawPayload)
    records += (answer.json<{ records: unknown[] }>().records).length
  }
  const perAnswer = records / codes.length
  if (Math.abs(perAnswer - each) > 0.5) throw new Error(`an archive shows ${perAnswer} records, not ${each}`)

  const results: BenchResult[] = []
  for (const [name, who] of [['all different', codes], ['one organisation', codes.slice(0, 1)]] as const) {
    const { ours, bare, ratios, bytes } = await againstBare(ports, app, { prefix, suffix, most: 201, bodies, who })
    const ratio = median(ratios)
    results.push({
      name: `archive of ${each} records with every reason, ${many.toLocaleString('en')} organisations, ${name}`, figure: ours, unit: 'answers/s',
      against: 'a bare server with the same query and bytes', ratio, target: `at least ${floor}`, reached: ratio >= floor,
      note: `bare ${Math.round(bare).toLocaleString('en')}/s; ${(bytes / 1024).toFixed(0)} KiB each; ratios ${ratios.map((r) => r.toFixed(2)).join(' ')}`,
    })
  }
  await app.close()
  return results
}

/**
 * The server and its floor by turns: a bare node:http server that asks the one prepared query and sends the same bytes.
 * @param most rows the query asks for. @returns medians of answers a second, and the ratio of each round
 */
export async function againstBare(ports: TestPorts, app: FastifyInstance, { prefix, suffix, most, bodies, type = 'application/json; charset=utf-8', who }: {
  prefix: string; suffix: string; most: number; bodies: ReadonlyMap<string, Buffer>; type?: string; who: readonly string[]
}): Promise<{ ours: number; bare: number; ratios: number[]; bytes: number }> {
  const law = displayStamp(ports.law(), ports.today().toString())
  const bare = http.createServer((request, reply) => {
    const code = request.url!.slice(prefix.length, prefix.length + 18)
    void archiveRows(ports.publicReads, code, most, law).then(() => {
      const body = bodies.get(code)!
      reply.writeHead(200, { 'content-type': type, 'content-length': body.length }).end(body)
    })
  })
  await new Promise<void>((resolve) => { bare.listen(0, '127.0.0.1', resolve) })
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 })
  const port = (s: http.Server) => (s.address() as { port: number }).port
  const load = async (s: http.Server) => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      path.join(import.meta.dirname, 'archive-load.ts'), String(port(s)), String(seconds), String(connections), prefix, suffix, ...who])
    return JSON.parse(stdout) as { perSecond: number; bytesEach: number }
  }
  const got = { ours: [] as number[], bare: [] as number[], ratios: [] as number[] }
  let bytes = 0
  try {
    await load(bare)
    await load(app.server)
    for (let round = 0; round < rounds; round++) {
      const speed = new Map<http.Server, number>()
      for (const s of round % 2 === 0 ? [bare, app.server] : [app.server, bare]) {
        const { perSecond, bytesEach } = await load(s)
        speed.set(s, perSecond)
        bytes = bytesEach
      }
      got.ours.push(speed.get(app.server)!)
      got.bare.push(speed.get(bare)!)
      got.ratios.push(speed.get(app.server)! / speed.get(bare)!)
    }
  } finally {
    bare.closeAllConnections()
    bare.close()
  }
  return { ours: median(got.ours), bare: median(got.bare), ratios: got.ratios, bytes }
}
