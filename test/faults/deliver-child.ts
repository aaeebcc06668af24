/** A register's delivery worker in a process of its own, to be killed. argv: database address, spool folder, keys, a file of law, calendar and boundary. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { deserialize } from 'node:v8'
import type { Calendar } from '../../src/calendar/calendar.ts'
import { connect } from '../../src/database/connect.ts'
import { bulkDatabase, database } from '../../src/database/db.ts'
import { publicReads } from '../../src/database/restricted.ts'
import { readMapping } from '../../src/demonstration/mappings.ts'
import type { Law } from '../../src/law/types.ts'
import type { Ports } from '../../src/ports.ts'
import { openLog } from '../../src/acts/keeper.ts'
import type { Boundary } from '../../src/register/boundary/boundary.ts'
import { runDelivery } from '../../src/register/ingestion/run.ts'
import { openDeliveries } from '../../src/register/ingestion/store.ts'

const [url, spoolFolder, refusalKey, logKey, ground] = process.argv.slice(2) as [string, string, string, string, string]
const { law, calendar, boundary } = deserialize(readFileSync(ground)) as { law: Law; calendar: Calendar; boundary: Boundary }
const today = Temporal.PlainDate.from('2026-11-21')
const ports: Ports = {
  database: database(connect(url, 'probity_app', { max: 3 })), loader: bulkDatabase(connect(url, 'probity_loader', { max: 2 })),
  publicReads: publicReads(connect(url, 'probity_public', { max: 1 }), () => today),
  law: () => law, calendar: () => calendar, boundary: () => boundary, now: () => Temporal.Now.instant(), today: () => today,
  randomBytes: (count) => randomBytes(count),
  settings: {
    address: 'http://127.0.0.1', logOrigin: 'probity/kill', spoolFolder, refusalKey: Buffer.from(refusalKey, 'hex'),
    logKey: Buffer.from(logKey, 'base64').toString(), tokenKey: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  },
}
const log = openLog(ports)
log.start()
console.log('ready')
for (const { delivery_id } of await openDeliveries(ports.database)) await runDelivery(ports, delivery_id, readMapping, 500)
await log.catchUp()
console.log('done')
process.exit(0)
