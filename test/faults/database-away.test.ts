/** A database that is away, used up, or only to be read: 503 with its reason on pages and interfaces, and everything goes on when it is back. */
import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { JWK } from 'jose'
import pg from 'pg'
import { openLog } from '../../src/acts/keeper.ts'
import { connect } from '../../src/database/connect.ts'
import { bulkDatabase, database } from '../../src/database/db.ts'
import { type Embedded, startEmbedded } from '../../src/database/embedded.ts'
import { openLogins, ownLogins } from '../../src/database/logins.ts'
import { migrate } from '../../src/database/migrate.ts'
import { publicReads } from '../../src/database/restricted.ts'
import { unavailableOf } from '../../src/database/unavailable.ts'
import { organisations } from '../../src/demonstration/organisations.ts'
import { generateRecords, recordColumns } from '../../src/demonstration/records.ts'
import { unitById } from '../../src/demonstration/units.ts'
import { csv } from '../../src/demonstration/write.ts'
import { registerClient, registerUnit } from '../../src/identity/acts.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import { readBoundary, readCalendar, readLaw } from '../../src/packs.ts'
import type { Ports } from '../../src/ports.ts'
import { noteCalendar, noteLaw } from '../../src/register/law/acts.ts'
import { deliveryDesk, type DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { delivery } from '../../src/register/ingestion/store.ts'
import { buildServer } from '../../src/web/server.ts'
import { signIn } from '../support/signed-in.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'probity-away-'))
let server: Embedded
let proxy: Way
let ports: Ports
let desk: DeliveryDesk
let app: FastifyInstance
let at: string
let token: string
let cookie: string
const closing: (() => Promise<unknown>)[] = []

/** One address for the database, whatever port it has after a restart; it can be cut, or hold everything back. */
type Way = { readonly port: number; to: number; cut(): void; silent: boolean; close(): void }
async function way(to: number): Promise<Way> {
  const open = new Set<Socket>()
  const self = { port: 0, to, silent: false, cut: () => { for (const one of open) one.destroy() }, close: () => { self.cut(); listener.close() } }
  const listener: Server = createServer((from) => {
    open.add(from)
    from.on('error', () => {}).on('close', () => { open.delete(from) })
    if (self.silent) return
    const on = dial(self.to, '127.0.0.1').on('error', () => { from.destroy() }).on('close', () => { from.destroy() })
    from.on('close', () => { on.destroy() })
    from.on('data', (bytes) => { if (!self.silent) on.write(bytes) })
    on.on('data', (bytes) => { if (!self.silent) from.write(bytes) })
  })
  await new Promise<void>((resolve) => { listener.listen(0, '127.0.0.1', resolve) })
  self.port = (listener.address() as { port: number }).port
  return self
}

const start = () => startEmbedded(path.join(folder, 'postgres'), { password: 'away', sharedBuffers: 128 })
const rows = 20_000
const unit = unitById('market-regulation')

before(async () => {
  chmodSync(folder, 0o755)
  server = await start()
  const owner = connect(server.url, 'owner', { max: 1 })
  await migrate(owner)
  await openLogins(owner, server.url)
  await owner.end()
  proxy = await way(server.port)
  const url = new URL(server.url)
  url.port = String(proxy.port)
  const logins = ownLogins(url.toString())
  const app16 = database(connect(logins, 'probity_app', { max: 5, waitMs: 1500 }))
  const loader = bulkDatabase(connect(logins, 'probity_loader', { max: 2, waitMs: 1500 }))
  const seen = connect(logins, 'probity_public', { max: 4, waitMs: 1500 })
  const [law, calendar, boundary] = [await readLaw('guangdong'), await readCalendar(), await readBoundary()]
  const key = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const today = () => Temporal.PlainDate.from('2026-11-21')
  ports = {
    database: app16, loader, publicReads: publicReads(seen, today), law: () => law, calendar: () => calendar, boundary: () => boundary,
    now: () => Temporal.Now.instant(), today, randomBytes: (count) => randomBytes(count),
    settings: { address: 'http://127.0.0.1', logOrigin: 'probity/away', spoolFolder: path.join(folder), refusalKey: randomBytes(32), logKey: key(), tokenKey: key() },
  }
  await noteCalendar(ports)
  await noteLaw(ports)
  const done = await registerUnit(ports, { code: unit.code, kind: unit.kind, nameZh: unit.name, nameEn: unit.title, items: ['penalty'], demonstration: true })
  assert.ok(done.ok, JSON.stringify(done))
  const publicKey = { ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as JWK, alg: 'Ed25519' }
  assert.ok((await registerClient(ports, { clientId: 'operator.away', unitCode: 'operator', publicKey, roles: ['operate'], by: 'operator' })).ok)
  token = (await issueToken(ports, { clientId: 'operator.away', unitCode: 'operator' })).token
  cookie = (await signIn(ports, { body: 'operator', roles: ['operate'] })).cookie
  desk = deliveryDesk(ports, { databaseUrl: logins, fixedDay: '2026-11-21' })
  await desk.start()
  const log = openLog(ports)
  log.start()
  app = await buildServer(ports, { deliveries: desk }, { requestsPerMinute: 100_000, answerMs: 3000 })
  at = await app.listen({ host: '127.0.0.1', port: 0 })
  closing.push(() => app.close(), () => desk.close(), () => log.close(), () => app16.close(), () => loader.close(), () => seen.end())
})
after(async () => {
  for (const close of closing) await close()
  proxy.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const asks: readonly (readonly [url: string, headers: Readonly<Record<string, string>>])[] = [
  ['/en/?q=demo', { accept: 'text/html' }],
  ['/api/v1/organisations?q=demo', { 'accept-language': 'en' }],
  ['/api/v1/operator/runs', { authorization: 'TOKEN', 'accept-language': 'en' }],
  ['/en/desk/operate', { accept: 'text/html', cookie: 'COOKIE' }],
  ['/health/ready', { 'accept-language': 'en' }],
]
const ask = async (url: string, headers: Readonly<Record<string, string>>) => {
  const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace('TOKEN', `Bearer ${token}`).replace('COOKIE', cookie)]))
  const answer = await fetch(`${at}${url}`, { headers: own, redirect: 'manual' })
  return { status: answer.status, text: await answer.text(), retryAfter: answer.headers.get('retry-after') }
}
async function allSay(status: number, words: RegExp): Promise<void> {
  for (const [url, headers] of asks) {
    const answer = await ask(url, headers)
    assert.equal(answer.status, status, `${url}: ${answer.text.slice(0, 300)}`)
    if (status === 200) continue
    assert.match(answer.text, words, url)
    assert.ok(Number(answer.retryAfter) > 0, url)
  }
}
const bad = async () => {
  const answer = await fetch(`${at}/oauth/token`, {
    method: 'POST', headers: { 'accept-language': 'en' },
    body: new URLSearchParams({ grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: `e30.${Buffer.from('{"iss":"a","sub":"a","jti":"1","exp":9999999999,"aud":"x"}').toString('base64url')}.x` }),
  })
  return [answer.status, (await answer.json() as { code: string }).code]
}

test('gone: stopped, and back on another port', { timeout: 600_000 }, async (t) => {
  const said = t.mock.method(console, 'error', () => {})
  await allSay(200, /./)
  await server.stop()
  proxy.cut()
  await allSay(503, /does not answer/)
  assert.deepEqual(await bad(), [503, 'database-away'])
  await pause(1500)
  assert.ok(said.mock.calls.length <= 4, said.mock.calls.map((c) => c.arguments.join(' ')).join('\n'))
  server = await start()
  proxy.to = server.port
  await allSay(200, /./)
})

test('silent: nothing that is asked comes back', { timeout: 600_000 }, async (t) => {
  t.mock.method(console, 'error', () => {})
  t.after(() => { proxy.silent = false; proxy.cut() })
  proxy.silent = true
  const answer = await ask('/en/?q=demo', { accept: 'text/html' })
  assert.equal(answer.status, 503)
  assert.match(answer.text, /does not answer|are taken/)
  assert.equal((await ask('/api/v1/operator/runs', { authorization: 'TOKEN' })).status, 503)
  proxy.silent = false
  proxy.cut()
  await pause(100)
  await allSay(200, /./)
})

test('used up: every connection of the server is taken', { timeout: 600_000 }, async (t) => {
  t.mock.method(console, 'error', () => {})
  const address = ownLogins(server.url).probity_app
  const taken: pg.Client[] = []
  proxy.cut()
  for (;;) {
    const one = new pg.Client({ connectionString: address })
    one.on('error', () => {})
    try { await one.connect(); taken.push(one) } catch { break }
  }
  proxy.cut()
  await allSay(503, /are taken|does not answer/)
  await Promise.all(taken.map((one) => one.end()))
  await pause(300)
  await allSay(200, /./)
})

test('only to be read: reading goes on, writing says why', { timeout: 600_000 }, async (t) => {
  t.mock.method(console, 'error', () => {})
  const owner = new pg.Client({ connectionString: server.url })
  await owner.connect()
  await owner.query('alter role probity_app set default_transaction_read_only = on')
  proxy.cut()
  const write = await fetch(`${at}/api/v1/operator/runs`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'accept-language': 'en' } })
  assert.deepEqual([write.status, (await write.json() as { code: string }).code], [503, 'database-reads-only'])
  assert.equal((await ask('/en/?q=demo', { accept: 'text/html' })).status, 200)
  await owner.query('alter role probity_app reset default_transaction_read_only')
  await owner.end()
  proxy.cut()
  await allSay(200, /./)
})

test('a delivery under way waits as long as the database is away, and goes on to its end', { timeout: 600_000 }, async (t) => {
  const said = t.mock.method(console, 'error', () => {})
  const cells = function* () {
    for (const record of generateRecords({
      seed: 3, organisations: organisations({ seed: 1, count: 5000 }), item: 'penalty', count: rows, unit, dirty: 0.02, from: '2024-01-01', until: '2026-11-20',
    })) yield record.cells
  }
  const received = await desk.receive({ unitCode: unit.code, itemId: 'penalty', mapping: null, fileName: null, idempotencyKey: null },
    Readable.from(csv(recordColumns('penalty'), cells())))
  assert.ok(received.ok, JSON.stringify(received))
  const id = received.value.delivery_id
  while ((await delivery(ports.database, id))!.rows_read === 0) await pause(20)
  await server.stop()
  proxy.cut()
  // Longer than three attempts, each a second after the other, would have taken.
  await pause(6000)
  server = await start()
  proxy.to = server.port
  await desk.idle()
  const row = (await delivery(ports.database, id))!
  assert.deepEqual([row.state, row.rows_read, row.failure], ['done', rows, null])
  assert.equal(row.accepted + row.recognised + row.changed + row.returned + row.refused, rows)
  assert.ok(said.mock.calls.filter((c) => String(c.arguments[0]).includes(id)).length <= 4, said.mock.calls.map((c) => c.arguments.join(' ')).join('\n'))
})

test('what is a fault and what is a database that is not there', () => {
  const of = (code: string, message = '') => unavailableOf(Object.assign(new Error(message), { code }))
  assert.deepEqual(['08006', '57P01', '57P03', '53300', '53200', '53100', '25006', 'ECONNREFUSED', 'ENOSPC'].map((code) => of(code)),
    ['away', 'away', 'away', 'busy', 'busy', 'full', 'reads-only', 'away', 'full'])
  assert.equal(unavailableOf(new Error('timeout exceeded when trying to connect')), 'busy')
  assert.equal(unavailableOf(new Error('Connection terminated unexpectedly')), 'away')
  for (const code of ['23505', '42P01', '22P02', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE']) assert.equal(of(code, 'aborted'), null)
})
