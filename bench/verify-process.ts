/** A register in a process of its own that serves its log and waits to be ended. Prints its address. argv: database address. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { openLog } from '../src/acts/keeper.ts'
import { connect } from '../src/database/connect.ts'
import { database } from '../src/database/db.ts'
import { publicReads } from '../src/database/restricted.ts'
import { readBoundary, readCalendar, readLaw } from '../src/packs.ts'
import type { Ports } from '../src/ports.ts'
import type { DeliveryDesk } from '../src/register/ingestion/desk.ts'
import { buildServer } from '../src/web/server.ts'

const url = process.argv[2]!
const [law, calendar, boundary] = [await readLaw('guangdong'), await readCalendar(), await readBoundary()]
const today = Temporal.PlainDate.from('2026-11-21')
const pem = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const app = database(connect(url, 'probity_app', { max: 6 }))
const ports: Ports = {
  database: app, loader: app, publicReads: publicReads(connect(url, 'probity_public', { max: 6 }), () => today),
  law: () => law, calendar: () => calendar, boundary: () => boundary, now: () => Temporal.Now.instant(), today: () => today,
  randomBytes: (count) => randomBytes(count),
  settings: { address: 'http://127.0.0.1', logOrigin: 'probity/bench', spoolFolder: tmpdir(), refusalKey: randomBytes(32), logKey: pem(), tokenKey: pem() },
}
await openLog(ports).catchUp()
const server = await buildServer(ports, { deliveries: {} as DeliveryDesk })
console.log(await server.listen({ host: '127.0.0.1', port: 0 }))
