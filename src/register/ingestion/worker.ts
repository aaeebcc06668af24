/** The thread that reads one delivery: its own heap, its own connections, nothing shared but the database. */
import { randomBytes } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { workerData } from 'node:worker_threads'
import { connect } from '../../database/connect.ts'
import { bulkDatabase, database } from '../../database/db.ts'
import { publicReads } from '../../database/restricted.ts'
import { readMapping } from '../../demonstration/mappings.ts'
import type { WorkerInput } from './desk.ts'
import { runDelivery } from './run.ts'

// What waits for its batch outlives the young heap: the old one, small and bounded, may fill further before it is looked
// through whole. Otherwise a tenth of a delivery goes into that.
setFlagsFromString('--heap-growing-percent=100')

const input = workerData as WorkerInput
const app = database(connect(input.databaseUrl, 'probity_app', { max: 2, application: 'probity-delivery' }))
const loader = bulkDatabase(connect(input.databaseUrl, 'probity_loader', { max: 2, application: 'probity-delivery' }))
const seen = connect(input.databaseUrl, 'probity_public', { max: 1, application: 'probity-delivery' })
try {
  const { law, calendar, boundary } = input
  const fixed = input.today === null ? null : Temporal.PlainDate.from(input.today)
  const today = () => fixed ?? Temporal.Now.plainDateISO('Asia/Shanghai')
  await runDelivery({
    database: app, loader, publicReads: publicReads(seen, today),
    law: () => law, calendar: () => calendar, boundary: () => boundary, now: () => Temporal.Now.instant(),
    today, randomBytes: (count: number) => randomBytes(count),
    settings: { ...input.settings, refusalKey: Buffer.from(input.settings.refusalKey), logKey: '', tokenKey: '' },
  }, input.deliveryId, readMapping)
} finally {
  await Promise.all([app.close(), loader.close(), seen.end()])
}
