/**
 * A register in a process of its own: takes one file in, delivers it through the worker thread, catches its log up.
 * Prints JSON: seconds from the file's arrival to the last leaf, peak memory. argv: database address, spool, item, unit, file, key.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { openLog } from '../src/acts/keeper.ts'
import { connect } from '../src/database/connect.ts'
import { bulkDatabase, database } from '../src/database/db.ts'
import { publicReads } from '../src/database/restricted.ts'
import { readBoundary, readCalendar, readLaw } from '../src/packs.ts'
import type { Ports } from '../src/ports.ts'
import { deliveryDesk } from '../src/register/ingestion/desk.ts'
import { delivery } from '../src/register/ingestion/store.ts'

const [url, spoolFolder, item, unitCode, file, key] = process.argv.slice(2) as [string, string, string, string, string, string]
const [law, calendar, boundary] = [await readLaw('guangdong'), await readCalendar(), await readBoundary()]
globalThis.gc?.() // as src/main.ts does
const today = Temporal.PlainDate.from('2026-11-21')
const pem = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const ports: Ports = {
  database: database(connect(url, 'probity_app', { max: 4 })), loader: bulkDatabase(connect(url, 'probity_loader', { max: 2 })),
  publicReads: publicReads(connect(url, 'probity_public', { max: 1 }), () => today),
  law: () => law, calendar: () => calendar, boundary: () => boundary, now: () => Temporal.Now.instant(), today: () => today,
  randomBytes: (count) => randomBytes(count),
  settings: { address: 'http://127.0.0.1', logOrigin: 'probity/bench', spoolFolder, refusalKey: randomBytes(32), logKey: pem(), tokenKey: pem() },
}
const log = openLog(ports)
log.start()
const desk = deliveryDesk(ports, { databaseUrl: url, fixedDay: '2026-11-21' })
await desk.start()
const started = performance.now()
const received = await desk.receive({ unitCode, itemId: item, mapping: null, fileName: 'bench.csv', idempotencyKey: key }, createReadStream(file))
if (!received.ok) throw new Error(JSON.stringify(received.refusals))
await desk.idle()
await log.catchUp()
const seconds = (performance.now() - started) / 1000
const row = (await delivery(ports.database, received.value.delivery_id))!
console.log(JSON.stringify({
  seconds, peakMegabytes: process.resourceUsage().maxRSS / 1024, state: row.state, accepted: row.accepted, recognised: row.recognised, changed: row.changed,
  returned: row.returned, refused: row.refused, deliveryId: row.delivery_id, failure: row.failure,
}))
process.exit(0)
