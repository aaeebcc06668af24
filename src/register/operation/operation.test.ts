/** The operator's acts through the interface for machines, and what the register says of itself. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { sequenceOnce } from '../../acts/keeper.ts'
import { deliverCsv, unitFor } from '../../../test/support/delivered.ts'
import { testPorts, type TestPorts } from '../../../test/support/ports.ts'
import { signIn } from '../../../test/support/signed-in.ts'
import { registerClient } from '../../identity/acts.ts'
import { membersOf } from '../../identity/members-store.ts'
import { deliveryDesk } from '../ingestion/desk.ts'
import { noteCalendar, noteLaw } from '../law/acts.ts'
import { buildServer } from '../../web/server.ts'
import { logHealth, standing, startAudit } from './acts.ts'
import { audits } from './store.ts'

const unit = '11100000MB0143028R'
let ports: TestPorts
let app: FastifyInstance
const tokens: Record<string, string> = {}

before(async () => {
  ports = await testPorts()
  await noteCalendar(ports)
  await noteLaw(ports)
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['licence'])
  app = await buildServer(ports, { deliveries: deliveryDesk(ports, { databaseUrl: ports.url }) })
  for (const body of ['operator', unit]) tokens[body] = await tokenOf(body)
})
after(async () => {
  await app.close()
  await ports.close()
})

async function tokenOf(body: string): Promise<string> {
  const { publicKey, privateKey } = await generateKeyPair('Ed25519')
  const done = await registerClient(ports, { clientId: `machine-${body}`, unitCode: body, publicKey: { ...(await exportJWK(publicKey)), alg: 'Ed25519' }, ...(body === 'operator' ? { roles: ['operate'] } : {}) })
  assert.ok(done.ok)
  const endpoint = `${ports.settings.address}/oauth/token`
  const now = Math.floor(ports.now().epochMilliseconds / 1000)
  const assertion = await new SignJWT({}).setProtectedHeader({ alg: 'Ed25519' }).setIssuer(`machine-${body}`).setSubject(`machine-${body}`).setAudience(endpoint)
    .setIssuedAt(now).setExpirationTime(now + 60).setJti(body).sign(privateKey)
  const answer = await app.inject({
    method: 'POST', url: '/oauth/token', headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion }).toString(),
  })
  return answer.json<{ access_token: string }>().access_token
}
async function ask(method: 'GET' | 'POST', path: string, payload?: object, as = 'operator') {
  const answer = await app.inject({ method, url: `/api/v1/operator/${path}`, headers: { authorization: `Bearer ${tokens[as]}` }, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.body === '' ? null : answer.json<Record<string, never>>() }
}
const kinds = async (kind: string) => (await ports.database.one<{ n: number }>`select count(*) as n from act_group where kind = ${kind}`)!.n

test('the console of machines is the operator’s alone', async () => {
  assert.equal((await ask('GET', 'status')).status, 200)
  const { status, body } = await ask('GET', 'status', undefined, unit)
  assert.deepEqual([status, body!.code], [403, 'operator-needed'])
  assert.equal((await app.inject('/api/v1/operator/status')).statusCode, 401)
})

test('what the register says of itself is what is there', async () => {
  const licence = { 行政相对人名称: '岭湾澄石有限公司', '行政相对人代码_1（统一社会信用代码）': '91330000470009923F', 行政许可决定文书号: '〔2026〕1号', 许可内容: '经营', 许可编号: '1', 许可决定日期: '2026-01-05', 有效期至: '2026-11-23', 许可机关: '岭湾市市场监督管理局' }
  await deliverCsv(ports, unit, 'licence', [licence])
  const now = await standing(ports)
  assert.deepEqual([now.due, now.deliveries.done, now.units, now.returnedPeriod, now.calendar.lastCertainDay], [[{ on: '2026-11-24', ending: 1, starting: 0 }], 1, 1, null, '2026-12-31'])
  assert.ok(now.log.pending.acts > 0)
  while (await sequenceOnce(ports) > 0);
  assert.equal((await logHealth(ports)).pending.acts, 0)
})

test('an audit finds the log as it was signed, keeps its result, and finds an act that was altered', async () => {
  const silent = (seconds: number) => ports.database.run`
    insert into audit_run (started_at, moved_at, size) values (now(), ${ports.now().subtract({ seconds }).toString()}, 1)`
  await silent(60)
  const second = await startAudit(ports, null)
  assert.equal(!second.ok && second.refusals[0].code, 'audit-running')
  await ports.database.run`update audit_run set moved_at = ${ports.now().subtract({ minutes: 3 }).toString()}`
  const sound = await startAudit(ports, '3')
  assert.ok(sound.ok)
  await sound.value.ended
  assert.equal((await audits(ports.database, 1, 1))[0]!.outcome, 'broken-off')
  const [first] = await audits(ports.database, 1, 0)
  assert.deepEqual([first!.outcome, first!.account_id, first!.leaves === first!.size], ['sound', '3', true])
  // Someone with the owner's key to the database goes round the triggers.
  await ports.owner.run`alter table act disable trigger all`
  await ports.owner.run`update act set content = replace(content, '经营', '生产') where content like '%经营%'`
  await ports.owner.run`alter table act enable trigger all`
  const { status } = await ask('POST', 'audits')
  assert.equal(status, 202)
  for (let i = 0; i < 100 && (await audits(ports.database, 1, 0))[0]!.ended_at === null; i++) await new Promise((resolve) => setTimeout(resolve, 50))
  const [faulty] = await audits(ports.database, 1, 0)
  assert.deepEqual([faulty!.outcome, faulty!.findings.filter((f) => !f.ok).map((f) => f.code)], ['faulty', ['act-differs']])
})

test('each act of the operator is one act, and a refusal says why', async () => {
  const office = { office: '平台运行处', basis: '运行规程第4条' }
  const cases = [
    ['periods', { rule: 'gd-35-1c', amount: 10, unit: 'working-day', from: '2026-11-21', ...office }, 'period.set', { rule: 'gd-46-1', amount: 1, unit: 'day', from: '2026-11-21', ...office }, 'period-in-law'],
    ['feeds/intervals', { unit, item: 'licence', minutes: 60, ...office }, 'feed.interval-set', { unit, item: 'penalty', minutes: 60, ...office }, 'item-not-of-unit'],
    ['returned-rows/period', { days: 30, from: '2026-11-21', ...office }, 'workspace.period-set', { days: 0, from: '2026-11-21', ...office }, 'period-impossible'],
    ['units', { code: '11970100MB0000510W', kind: 'administrative-organ/water', nameZh: '岭湾市水务局', items: ['penalty'] }, 'unit.registered',
      { code: 'x', kind: 'administrative-organ/water', nameZh: '岭湾市水务局', items: [] }, 'unit-code-invalid'],
    ['notices', { kind: 'notice', edition: '2027', year: 2027, papers: [{ address: 'https://example.gov/2027', published: '2026-11' }], days: [{ day: '2027-01-01', name: '元旦', off: true }] },
      'calendar.loaded', { edition: '2027' }, 'notice-known'],
  ] as const
  for (const [path, right, kind, wrong, code] of cases) {
    const before = await kinds(kind)
    assert.ok((await ask('POST', path, right)).status < 300, path)
    assert.equal(await kinds(kind), before + 1)
    const refused = await ask('POST', path, wrong)
    assert.deepEqual([refused.body!.code, refused.status >= 400, await kinds(kind)], [code, true, before + 1])
  }
  assert.equal(ports.calendar().edition, '2027')
  const run = await ask('POST', 'runs')
  assert.equal(run.status, 200)
  assert.equal((await ask('GET', 'runs?limit=1')).status, 200)
})

test('personal data found in a record is destroyed through the interface too', async () => {
  const { record_id: record } = (await ports.database.one<{ record_id: number }>`select record_id from record`)!
  const wrong = await ask('POST', 'incidents', { organisation: '91330000470009923F', record, reason: ' ' })
  assert.equal(wrong.body!.code, 'reason-missing')
  const done = await ask('POST', 'incidents', { organisation: '91330000470009923F', record, reason: '许可内容一栏涉及自然人' })
  assert.equal(done.status, 201)
  const again = await ask('POST', 'incidents', { organisation: '91330000470009923F', record, reason: '再次' })
  assert.deepEqual([again.status, again.body!.code], [409, 'already-erased'])
})

test('a lost device: every session of the account ends at once, by an act, and its memberships stay', async () => {
  const member = await signIn(ports, { body: { kind: 'unit', code: unit }, roles: ['deliver'] })
  const end = (account: number, as = 'operator') =>
    app.inject({ method: 'DELETE', url: `/api/v1/operator/accounts/${account}/sessions`, headers: { authorization: `Bearer ${tokens[as]}` } })
  assert.equal((await end(member.account, unit)).statusCode, 403)
  assert.equal((await app.inject({ url: '/desk/deliveries', headers: { cookie: member.cookie } })).statusCode, 200)
  const before = await kinds('account.sessions-ended')
  assert.deepEqual((await end(member.account)).json(), { ended: 1 })
  assert.equal(await kinds('account.sessions-ended'), before + 1)
  assert.equal((await app.inject({ url: '/desk/deliveries', headers: { cookie: member.cookie } })).statusCode, 401)
  assert.equal((await membersOf(ports.database, { kind: 'unit', code: unit })).find((m) => m.account_id === member.account)!.ended_at, null)
  const unknown = await end(999_999)
  assert.deepEqual([unknown.statusCode, unknown.json<{ code: string }>().code], [404, 'account-unknown'])
})
