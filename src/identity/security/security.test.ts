/** What happened to access is written down, at every door, without holding anybody up and without a word of anybody's. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import type { FastifyInstance } from 'fastify'
import { SignJWT } from 'jose'
import { confirmedMailbox } from '../../../test/support/mailbox.ts'
import { type TestPorts, testPorts } from '../../../test/support/ports.ts'
import { signIn, type SignedIn } from '../../../test/support/signed-in.ts'
import type { Mail } from '../../ports.ts'
import type { DeliveryDesk } from '../../register/ingestion/desk.ts'
import { endAccountSessions } from '../../register/operation/acts.ts'
import { buildServer } from '../../web/server.ts'
import { registerClient, registerUnit, revokeClient } from '../acts.ts'
import { endMembership } from '../members.ts'
import { membersOf } from '../members-store.ts'
import { issueToken, tokenEndpoint } from '../tokens.ts'
import { lineOf, networkOf } from './event.ts'
import { openSecurityLog, pace, type SecurityLog } from './log.ts'
import { tellOfSecurity } from './mail.ts'

const unit = { kind: 'unit', code: '91330000470009923F' } as const
const other = { kind: 'unit', code: '91330200071451933T' } as const
let ports: TestPorts
let app: FastifyInstance
before(async () => {
  ports = await testPorts()
  for (const [{ code }, nameZh] of [[unit, '甲局'], [other, '乙局']] as const) {
    assert.ok((await registerUnit(ports, { code, kind: 'administrative-organ/market-regulation', nameZh, nameEn: nameZh, items: ['penalty'], demonstration: true })).ok)
  }
  app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
})
after(async () => {
  await app.close()
  await ports.close()
})

type Line = { kind: string; reason: string | null; body_code: string | null; account_id: number | null; client_id: string | null; origin: string | null; times: number }
async function since<T>(work: () => Promise<T>): Promise<Line[]> {
  await ports.security!.flush()
  const from = (await ports.database.one<{ n: number }>`select coalesce(max(event_id), 0) as n from security_event`)!.n
  await work()
  await new Promise((resolve) => { setTimeout(resolve, 20) })
  await ports.security!.flush()
  return ports.database.rows<Line>`select kind, reason, body_code, account_id, client_id, origin, times from security_event where event_id > ${from} order by event_id`
}
const get = (who: SignedIn | null, url: string, headers: Record<string, string> = {}) =>
  app.inject({ url, headers: { accept: 'text/html', ...(who ? { cookie: who.cookie } : {}), ...headers } })
async function client(unitCode: string, roles: readonly ('deliver' | 'administer')[]) {
  const pair = generateKeyPairSync('ed25519')
  const clientId = `${unitCode}.${randomBytes(3).toString('hex')}`
  assert.ok((await registerClient(ports, { clientId, unitCode, publicKey: pair.publicKey.export({ format: 'jwk' }) as never, roles })).ok)
  return { clientId, key: pair.privateKey, authorization: `Bearer ${(await issueToken(ports, { clientId, unitCode })).token}` }
}

test('a line holds codes and numbers: whatever else is offered does not enter', () => {
  assert.deepEqual(lineOf({ kind: 'forbidden', reason: '张三 13800138000', body: '甲局', account: Number.NaN, client: 'a b', address: '203.0.113.7' }),
    { kind: 'forbidden', reason: null, body: null, account: null, client: null })
  assert.deepEqual([networkOf('203.0.113.7'), networkOf('::ffff:203.0.113.9'), networkOf('2001:db8:1:2:3:4:5:6'), networkOf('2001:DB8:0001:2::9%eth0'), networkOf('::1')],
    ['203.0.113.0/24', '203.0.113.0/24', '2001:db8:1:2::/64', '2001:db8:1:2::/64', '0:0:0:0::/64'])
})

test('refused at the pages, at the interfaces and at the token’s door: each is a line with its reason, and no name', async () => {
  const deliverer = await signIn(ports, { body: unit, roles: ['deliver'], name: '王建国' })
  const machine = await client(unit.code, ['deliver'])
  const now = Math.floor(ports.now().epochMilliseconds / 1000)
  const assertion = (key = machine.key, jti = crypto.randomUUID()) => new SignJWT({}).setProtectedHeader({ alg: 'Ed25519' }).setIssuer(machine.clientId)
    .setSubject(machine.clientId).setAudience(tokenEndpoint(ports)).setIssuedAt(now).setExpirationTime(now + 60).setJti(jti).sign(key)
  const token = async (text: string) => app.inject({
    method: 'POST', url: '/oauth/token', headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: text }).toString(),
  })
  const lines = await since(async () => {
    assert.equal((await get(deliverer, '/desk/members')).statusCode, 403)
    assert.equal((await app.inject({ url: '/api/v1/members', headers: { authorization: machine.authorization } })).statusCode, 403)
    assert.equal((await app.inject({ url: '/api/v1/members', headers: { authorization: 'Bearer x' } })).statusCode, 401)
    assert.equal((await app.inject('/api/v1/members')).statusCode, 401, 'who shows nothing is no event')
    assert.equal((await token(await assertion(generateKeyPairSync('ed25519').privateKey))).statusCode, 401)
    const once = await assertion()
    assert.equal((await token(once)).statusCode, 200)
    assert.equal((await token(once)).statusCode, 401)
    assert.equal((await get(null, '/sign-in/callback?state=x&code=y')).statusCode, 400)
  })
  assert.deepEqual(lines.map((l) => [l.kind, l.reason, l.body_code, l.account_id, l.client_id]), [
    ['forbidden', null, unit.code, deliverer.account, null],
    ['forbidden', 'client-role-missing', unit.code, null, machine.clientId],
    ['token-refused', 'token-invalid', null, null, null],
    ['token-refused', 'signature-invalid', unit.code, null, machine.clientId],
    ['replayed', 'assertion-replayed', unit.code, null, machine.clientId],
    ['sign-in-refused', 'attempt-unknown', null, null, null],
  ])
  assert.ok(lines.every((l) => /^[0-9a-f]{12}$/.test(l.origin ?? '')), 'of an address a digest')
  const all = await ports.database.rows<{ text: string }>`select e::text as text from security_event e`
  assert.ok(all.every(({ text }) => !/王建国|127\.0\.0|\p{Script=Han}/u.test(text)))
})

test('too many requests are one line and a number', async () => {
  const narrow = await buildServer(ports, { deliveries: {} as DeliveryDesk }, { requestsPerMinute: 3 })
  const lines = await since(async () => { for (let i = 0; i < 40; i++) await narrow.inject({ url: '/api/v1/catalog', remoteAddress: '203.0.113.7' }) })
  await narrow.close()
  assert.deepEqual(lines.map((l) => [l.kind, l.reason, l.times]), [['rate-limited', 'rate-limited', 37]])
})

test('keys and members given and taken are lines about whom they concern; the person is told on the next page, until it has looked', async () => {
  const who = await signIn(ports, { body: unit, roles: ['deliver'] })
  const lines = await since(async () => {
    const made = await client(unit.code, ['deliver'])
    assert.ok(await revokeClient(ports, made.clientId, unit.code))
    const [membership] = (await membersOf(ports.database, unit)).filter((m) => m.account_id === who.account)
    assert.ok((await endMembership(ports, 'operator', unit, membership!.membership_id)).ok)
    assert.ok((await endAccountSessions(ports, 'operator', who.account)).ok)
  })
  assert.deepEqual(lines.map((l) => [l.kind, l.body_code, l.account_id]),
    [['key-added', unit.code, null], ['key-removed', unit.code, null], ['member-ended', unit.code, who.account], ['sessions-ended', null, who.account]])
  const { openSession, sessionCookie } = await import('../sessions.ts')
  const back = { ...who, cookie: `${sessionCookie}=${(await openSession(ports, who.account, '')).secret}` }
  assert.match((await get(back, '/en/account')).body, /New security events of your account/)
  const own = await get(back, '/en/account/security')
  assert.match(own.body, /Membership ended.*deliver information/s)
  assert.match(own.body, /Sessions ended/)
  assert.doesNotMatch(own.body.slice(own.body.indexOf('<tbody')), /Key registered/, 'of the account alone')
  assert.doesNotMatch((await get(back, '/en/account')).body, /New security events/)
  const stranger = await signIn(ports, { body: other, roles: [] })
  assert.doesNotMatch((await get(stranger, '/en/account/security')).body, /Membership ended<\/td>|Sessions ended<\/td>/)
})

test('the operator sees all, an administrator its body’s, nobody else any: by page, file, interface and filter', async () => {
  const [operator, administrator, deliverer, foreign] = [
    await signIn(ports, { body: 'operator', roles: ['operate'] }), await signIn(ports, { body: unit, roles: ['administer'] }),
    await signIn(ports, { body: unit, roles: ['deliver'] }), await signIn(ports, { body: other, roles: ['administer'] }),
  ]
  await ports.security!.flush()
  const counted = (await ports.database.one<{ all: number; own: number }>`select count(*) as all, count(*) filter (where body_code = ${unit.code}) as own from security_event`)!
  const csv = async (who: SignedIn, url: string) => (await get(who, url)).body.trim().split('\r\n').length - 1
  assert.deepEqual([await csv(operator, '/desk/operate/security/csv'), await csv(administrator, '/desk/security/csv')], [counted.all, counted.own])
  assert.ok(counted.own < counted.all && counted.own > 3)
  assert.ok(!(await get(foreign, '/desk/security/csv')).body.includes(unit.code))
  for (const url of ['/desk/security', '/desk/security/csv', '/desk/operate/security', '/desk/operate/security/csv']) assert.equal((await get(deliverer, url)).statusCode, 403, url)
  assert.equal((await get(administrator, '/desk/operate/security')).statusCode, 403)
  const filtered = await get(operator, '/en/desk/operate/security?kind=replayed')
  assert.match(filtered.body, /Credential used a second time.*used before/is)
  assert.doesNotMatch(filtered.body.slice(filtered.body.indexOf('<tbody')), /Not allowed \(403\)/)
  assert.match((await get(operator, '/en/desk/operate/security?from=2030-01-01')).body, /No events/)
  assert.equal((await get(operator, '/desk/operate/security?kind=x&from=nonsense&page=-5')).statusCode, 200)
  const [all, own, plain] = [await client('operator', []), await client(unit.code, ['administer']), await client(unit.code, ['deliver'])]
  await ports.security!.flush()
  const ask = async (who: { authorization: string }, query = '') => app.inject({ url: `/api/v1/security-events${query}`, headers: { authorization: who.authorization } })
  const [ofAll, ofOwn] = [(await ask(all)).json<{ items: { body: string | null }[]; total: number }>(), (await ask(own, '?limit=2')).json<{ items: { body: string }[]; total: number }>()]
  assert.ok(ofAll.total > ofOwn.total && ofOwn.items.length === 2 && ofOwn.items.every((e) => e.body === unit.code))
  assert.equal((await ask(own, '?kind=nonsense')).statusCode, 400)
  assert.equal((await ask(plain)).statusCode, 403)
  assert.match((await ask(own, '/csv?kind=key-added')).body, /^event,at,kind,reason,body,account,client,origin,times\r\n\d+,[^,]+,key-added,/)
})

test('the same on the command line, in both languages and as a file', async () => {
  const run = async (args: string[], lang: string) => (await promisify(execFile)(process.execPath, ['src/cli/probity.ts', 'security', ...args],
    { env: { ...process.env, DATABASE_URL: ports.url, PROBITY_DATA: ports.settings.spoolFolder, PROBITY_LANG: lang } })).stdout
  assert.match(await run(['--as', unit.code, '--kind', 'replayed'], 'en'), /Credential used a second time {2}.*×1/)
  assert.match(await run(['--kind', 'rate-limited'], 'zh'), /请求过于频繁（429）.*×37/)
  assert.match(await run(['--csv', '--limit', '1'], 'en'), /^event,at,kind/)
  await assert.rejects(run(['--kind', 'x'], 'en'), /--kind may be sign-in-refused/)
})

test('a line is not changed, and goes when its term is over; a body’s role is given its own', async () => {
  await assert.rejects(ports.database.run`update security_event set times = 5`, /permission denied|not changed/)
  await assert.rejects(ports.database.run`delete from security_event`, /permission denied/)
  await assert.rejects(ports.owner.run`update security_event set times = 5`, /append-only/)
  await ports.database.run`insert into security_event (at, kind) values ('2026-01-01', 'forbidden'), ('2026-06-01', 'forbidden')`
  const log = openSecurityLog({ database: ports.database, now: ports.now, key: randomBytes(32), days: 200 })
  log.note({ kind: 'forbidden' })
  await log.close()
  const left = await ports.database.rows<{ at: string }>`select at from security_event where at < '2026-11-01'`
  assert.equal(left.length, 1, 'that of 2026-06-01 is younger than 200 days')
})

/** A log whose clock and database are the test's. */
function trial(): { log: SecurityLog; lines: { kind: string; times: number; account: number | null }[]; later(ms: number): void; away: boolean } {
  let elapsed = 0
  const state = { lines: [] as { kind: string; times: number; account: number | null }[], away: false }
  const run = async (_: TemplateStringsArray, value: unknown) => {
    if (state.away) throw new Error('away')
    if (typeof value === 'string' && value.startsWith('[')) state.lines.push(...JSON.parse(value) as typeof state.lines)
    return 1
  }
  const log = openSecurityLog({ database: { run } as never, now: ports.now, key: randomBytes(32), days: 200, elapsed: () => elapsed })
  return Object.assign(state, { log, later: (ms: number) => { elapsed += ms } })
}

test('a flood makes some hundred lines a minute, whatever it is made of, and loses no count; changes are never merged', async (t) => {
  const at = trial()
  const began = performance.now()
  for (let i = 0; i < 50_000; i++) at.log.note({ kind: 'forbidden', account: i, address: `10.${i % 200}.${i % 100}.1` })
  t.diagnostic(`${((performance.now() - began) / 50).toFixed(1)} µs a note`)
  for (let i = 0; i < 5; i++) at.log.note({ kind: 'key-added', body: 'x', client: `c${i}` })
  await at.log.flush()
  assert.ok(at.lines.length <= pace.linesPerMinute + 10, String(at.lines.length))
  assert.equal(at.lines.filter((l) => l.kind === 'forbidden').reduce((n, l) => n + l.times, 0), 50_000)
  assert.equal(at.lines.filter((l) => l.kind === 'key-added').length, 5)
  await at.log.close()
})

test('where the database is away nobody waits; what was noted is written when it is back', async (t) => {
  t.mock.method(console, 'error', () => {})
  const at = trial()
  at.away = true
  at.log.note({ kind: 'key-added', body: 'x', client: 'c' })
  at.log.note({ kind: 'forbidden', account: 1 })
  await assert.rejects(at.log.flush())
  at.away = false
  at.log.note({ kind: 'forbidden', account: 1 })
  await at.log.close()
  assert.deepEqual(at.lines.map((l) => [l.kind, l.times]), [['key-added', 1], ['forbidden', 2]])
})

test('the office of a body hears by its confirmed mailbox that there is something, never what, and not more than once an hour', async () => {
  const sent: Mail[] = []
  let moment = ports.now()
  const mailing = { ...ports, now: () => moment, sendMail: async (mail: Mail) => { sent.push(mail); return { ok: true } as const } }
  while (await tellOfSecurity(mailing) > 0);
  await confirmedMailbox(ports, unit.code, 'office@example.org')
  await ports.security!.flush()
  sent.length = 0
  assert.equal(await tellOfSecurity(mailing), 1)
  assert.deepEqual(sent.map((m) => m.to), ['office@example.org'])
  assert.doesNotMatch(sent[0]!.text, /account|账户\d|client/)
  const made = await client(unit.code, ['deliver'])
  await ports.security!.flush()
  assert.equal(await tellOfSecurity(mailing), 0, 'within the hour')
  moment = moment.add({ minutes: 61 })
  assert.equal(await tellOfSecurity(mailing), 1)
  assert.ok(!sent[1]!.text.includes(made.clientId))
  moment = moment.add({ minutes: 61 })
  assert.equal(await tellOfSecurity(mailing), 0, 'nothing new')
})
