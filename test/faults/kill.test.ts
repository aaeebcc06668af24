/**
 * The process and the database are killed at random moments of a delivery, many times over. In the end every row is in the
 * register once: none lost, none doubled; the log holds every act; the projections are what the acts say.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { serialize } from 'node:v8'
import { after, test } from 'node:test'
import { connect } from '../../src/database/connect.ts'
import { bulkDatabase, database } from '../../src/database/db.ts'
import { publicReads } from '../../src/database/restricted.ts'
import { type Embedded, startEmbedded } from '../../src/database/embedded.ts'
import { migrate } from '../../src/database/migrate.ts'
import { rebuild } from '../../src/acts/rebuild.ts'
import { logSize } from '../../src/acts/store.ts'
import { organisations } from '../../src/demonstration/organisations.ts'
import { generateRecords, recordColumns } from '../../src/demonstration/records.ts'
import { unitById } from '../../src/demonstration/units.ts'
import { csv } from '../../src/demonstration/write.ts'
import { registerUnit } from '../../src/identity/acts.ts'
import { readBoundary, readCalendar, readLaw } from '../../src/packs.ts'
import type { Ports } from '../../src/ports.ts'
import { receiveDelivery } from '../../src/register/ingestion/acts.ts'
import { finishRebuild, projectors } from '../../src/register/projectors.ts'

/** Deaths; more of them where there is time. */
const kills = Number(process.env.KILLS ?? 25)
const rows = 12_000
const folder = mkdtempSync(path.join(tmpdir(), 'probity-kill-'))
chmodSync(folder, 0o755)
const spool = path.join(folder, 'spool')
const refusalKey = randomBytes(32)
const logKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
let server: Embedded
/** Law, calendar and boundary, read once for all children: what is tried is the delivery. */
const ground = path.join(folder, 'ground')
const startServer = async () => { server = await startEmbedded(path.join(folder, 'postgres'), { password: 'kill', sharedBuffers: 128 }) }

after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function portsOn(url: string): Promise<Ports & { end(): Promise<void> }> {
  const [law, calendar, boundary] = [await readLaw('guangdong'), await readCalendar(), await readBoundary()]
  const app = database(connect(url, 'probity_app', { max: 2 }))
  const loader = bulkDatabase(connect(url, 'probity_loader', { max: 1 }))
  const today = () => Temporal.PlainDate.from('2026-11-21')
  const seen = publicReads(connect(url, 'probity_public', { max: 1 }), today)
  return {
    database: app, loader, publicReads: seen, law: () => law, calendar: () => calendar, boundary: () => boundary, now: () => Temporal.Now.instant(),
    today, randomBytes: (count) => randomBytes(count),
    settings: { address: 'http://127.0.0.1', logOrigin: 'probity/kill', spoolFolder: spool, refusalKey, logKey, tokenKey: '' },
    end: async () => { await app.close(); await loader.close(); await seen.close() },
  }
}

test('a delivery survives whatever deaths of process and database: no row lost, none doubled', { timeout: 880_000 }, async () => {
  writeFileSync(ground, serialize({ law: await readLaw('guangdong'), calendar: await readCalendar(), boundary: await readBoundary() }))
  await startServer()
  const owner = connect(server.url, 'owner', { max: 1 })
  await migrate(owner)
  await owner.end()

  const unit = unitById('market-regulation')
  let died = 0
  let deliveries = 0
  while (died < kills) {
    const ports = await portsOn(server.url)
    await registerUnit(ports, { code: unit.code, kind: unit.kind, nameZh: unit.name, nameEn: unit.title, items: ['penalty'], demonstration: true })
    const cells = function* () {
      for (const record of generateRecords({
        seed: 100 + deliveries, organisations: organisations({ seed: 1, count: 5000 }), item: 'penalty', count: rows, unit, dirty: 0.02, from: '2024-01-01', until: '2026-11-20',
      })) yield record.cells
    }
    const received = await receiveDelivery(ports, {
      unitCode: unit.code, itemId: 'penalty', mapping: null, fileName: 'kill.csv', idempotencyKey: `kill/${deliveries}`,
    }, Readable.from(csv(recordColumns('penalty'), cells())))
    assert.ok(received.ok)
    await ports.end()
    deliveries++
    for (let done = false; !done;) {
      const child = spawn(process.execPath, [path.join(import.meta.dirname, 'deliver-child.ts'), server.url, spool, refusalKey.toString('hex'), Buffer.from(logKey).toString('base64'), ground], { stdio: ['ignore', 'pipe', 'pipe'] })
      const ended = said(child)
      const ready = await ended.ready
      if (died >= kills) { done = (await ended.end).includes('done'); continue }
      if (!ready) { await ended.end; continue }
      await pause(40 + Math.floor(Math.random() * 700))
      if (child.exitCode !== null) { done = true; continue }
      died++
      if (died % 5 === 0) {
        // The whole database at once, as in a power cut; what was promised must come back from its own log.
        const pid = Number(readFileSync(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
        process.kill(pid, 'SIGKILL')
        child.kill('SIGKILL')
        await ended.end
        await pause(100)
        await startServer()
      } else {
        child.kill('SIGKILL')
        await ended.end
      }
    }
  }

  const ports = await portsOn(server.url)
  const counts = await ports.database.rows<{ rows_read: number; accepted: number; recognised: number; changed: number; returned: number; refused: number; state: string }>`
    select rows_read, accepted, recognised, changed, returned, refused, state from delivery order by delivery_id`
  assert.equal(counts.length, deliveries)
  for (const d of counts) {
    assert.equal(d.state, 'done')
    assert.equal(d.rows_read, rows)
    assert.equal(d.accepted + d.recognised + d.changed + d.returned + d.refused, rows, 'every row has one outcome')
  }
  const sum = (key: 'accepted' | 'changed' | 'returned' | 'refused') => counts.reduce((total, d) => total + d[key], 0)
  const count = async (table: string) => Number((await ports.database.pool.query(`select count(*) n from ${table}`)).rows[0].n)
  assert.equal(await count('record'), sum('accepted'))
  assert.equal(await count('returned_row'), sum('returned'))
  assert.equal(await count('refused_row'), sum('refused'))
  assert.equal(await count("act_group g, generate_series(1, g.acts) where g.kind in ('record.accepted', 'record.changed')"), sum('accepted') + sum('changed'))
  assert.equal(await logSize(ports.database), await count('act'), 'every act is in the log, and nothing else')
  const owner2 = bulkDatabase(connect(server.url, 'owner', { max: 1 }))
  assert.deepEqual(await rebuild(owner2, projectors, finishRebuild(ports), false), [])
  await owner2.close()
  await ports.end()
  console.log(`${died} deaths over ${deliveries} deliveries of ${rows} rows`)
})

/** What a child says: whether it got ready, and all of it at its end. */
function said(child: ChildProcess): { ready: Promise<boolean>; end: Promise<string> } {
  let text = ''
  child.stderr!.on('data', (data: Buffer) => { text += data })
  const end = new Promise<string>((resolve) => child.once('close', () => resolve(text)))
  const ready = new Promise<boolean>((resolve) => {
    child.stdout!.on('data', (data: Buffer) => { text += data; if (text.includes('ready')) resolve(true) })
    child.once('close', () => resolve(false))
  })
  return { ready, end }
}
