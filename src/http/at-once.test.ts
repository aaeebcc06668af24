/** One caller shuts nobody out: so many requests in the database at a time, each with an end, and none for somebody who has gone. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { unitFor } from '../../test/support/delivered.ts'
import { testPorts, type TestPorts } from '../../test/support/ports.ts'
import { signIn, type SignedIn } from '../../test/support/signed-in.ts'
import { connect } from '../database/connect.ts'
import { database } from '../database/db.ts'
import type { DeliveryDesk } from '../register/ingestion/desk.ts'
import { buildServer } from '../web/server.ts'

const [unit, other] = ['91330000470009923F', '91330200071451933T']
let ports: TestPorts
let app: Awaited<ReturnType<typeof buildServer>>
let one: SignedIn
let another: SignedIn
let reads: ReturnType<typeof database>
let address: string
before(async () => {
  ports = await testPorts()
  for (const code of [unit, other]) await unitFor(ports, code, 'administrative-organ/market-regulation', ['licence'])
  reads = database(connect(ports.url, 'probity_app', { max: 6, statementSeconds: 2, endsWithConnection: true }))
  app = await buildServer({ ...ports, reads }, { deliveries: {} as DeliveryDesk }, { requestsPerMinute: 3000, atOnce: { most: 2, waitMs: 500 } })
  address = await app.listen({ port: 0, host: '127.0.0.1' })
  one = await signIn(ports, { body: { kind: 'unit', code: unit }, roles: ['deliver'] })
  another = await signIn(ports, { body: { kind: 'unit', code: other }, roles: ['deliver'] })
})
after(async () => {
  await app.close()
  await reads.close()
  await ports.close()
})

const slow = '/desk/deliveries/mistakes'
const get = (who: SignedIn, path: string) => app.inject({ url: path, headers: { accept: 'application/json', cookie: who.cookie } })
/** While the table of counts is locked, whoever asks for counts waits in the database. */
async function whileLocked(work: () => Promise<void>): Promise<void> {
  const lock = await ports.owner.pool.connect()
  try {
    await lock.query('begin; lock table finding_count in access exclusive mode')
    await work()
  } finally {
    await lock.query('rollback')
    lock.release()
  }
}
const waitingNow = async () => Number((await ports.owner.pool.query(
  "select count(*) as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")).rows[0]!.n)
const until = async (what: () => Promise<boolean>) => {
  for (let tries = 0; tries < 100; tries++) {
    if (await what()) return true
    await new Promise((resolve) => { setTimeout(resolve, 50) })
  }
  return false
}

test('of one account two requests work in the database, the third is told that it is too many, and others are answered meanwhile', async () => {
  assert.equal((await get(one, slow)).statusCode, 200)
  await whileLocked(async () => {
    const asked = Array.from({ length: 6 }, () => get(one, slow))
    assert.ok(await until(async () => await waitingNow() >= 2))
    const neighbour = await get(another, '/desk/deliveries/new')
    assert.equal(neighbour.statusCode, 200)
    const answers = await Promise.all(asked)
    const codes = answers.map((a) => a.statusCode).sort()
    assert.deepEqual(codes, [429, 429, 429, 429, 503, 503])
    assert.match(answers.find((a) => a.statusCode === 429)!.body, /too-many-at-once|Too many at once|同时办理的请求过多/)
    // A statement that only reads has an end, told in words.
    assert.match(answers.find((a) => a.statusCode === 503)!.body, /reading-too-long|Reading took too long|查询用时过长/)
  })
  assert.equal((await get(one, slow)).statusCode, 200, 'a place that was given back can be had again')
})

test('what is read for somebody who has gone ends in the database', async () => {
  await whileLocked(async () => {
    const gone = new AbortController()
    const asked = fetch(`${address}${slow}`, { headers: { cookie: one.cookie }, signal: gone.signal }).catch((error: Error) => error.name)
    assert.ok(await until(async () => await waitingNow() > 0))
    const began = performance.now()
    gone.abort()
    assert.equal(await asked, 'AbortError')
    assert.ok(await until(async () => await waitingNow() === 0))
    assert.ok(performance.now() - began < 1900, 'before the time a statement has in any case')
  })
  assert.equal((await get(one, slow)).statusCode, 200)
})
