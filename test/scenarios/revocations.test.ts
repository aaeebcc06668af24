/** A ruling takes away what a record rests on: the provider gets a task with its clock, under each pack; no record stays because nobody looked. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { exportJWK, generateKeyPair } from 'jose'
import { rebuild } from '../../src/acts/rebuild.ts'
import { registerClient } from '../../src/identity/acts.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { buildServer } from '../../src/web/server.ts'
import type { PackId } from '../../src/law/types.ts'
import { finishRebuild, projectors } from '../../src/register/projectors.ts'
import { eraseIn } from '../../src/register/records/erasure/acts.ts'
import { dailyRun } from '../../src/register/retention/acts.ts'
import { carryOut, keep, notifyOperator, registerRuling, type Ruling, takeBack, tasksFor } from '../../src/register/revocations/acts.ts'
import { laws } from '../support/law.ts'
import { licenceRow, type Objected, objected, objector, provider, stranger } from '../support/objected.ts'
import { deliverCsv, unitFor } from '../support/delivered.ts'
import { signIn } from '../support/signed-in.ts'
import type { TestPorts } from '../support/ports.ts'

const court = '914403001922038216'
const unit = { actor: provider, account: '7' }
let register: Objected
let ports: TestPorts
before(async () => {
  register = await objected({ packId: 'hunan', today: '2026-11-02', records: 9 })
  ports = register.ports
  await unitFor(ports, court, 'judicial-organ/court', ['judgment'])
})
after(() => ports.close())

let n = 0
/** A ruling on the next of the documents. */
async function ruled(change: Partial<Ruling> = {}): Promise<string> {
  const done = await registerRuling(ports, court, {
    organisation: objector, document: `许${n}号`, provider: null, effect: 'revoked', ruling: `（2026）行终${n}号`, ruledOn: '2026-10-30', ...change,
  })
  return done.ok ? `${done.value.length} task` : done.refusals[0].code
}
const newest = async (body = provider) => (await tasksFor(ports, body)).toSorted((a, b) => b.case - a.case)[0]!
async function under(packId: PackId, today: string): Promise<void> {
  ports.setLaw(laws[packId])
  ports.setToday(today)
  n++
}
const code = (done: { ok: boolean; refusals?: readonly { code: string }[] }) => (done.ok ? 'ok' : done.refusals![0]!.code)

test('hn-34a hn-34b a revoked document registered by the court: a task with the days since; on the written notice three working days for the department', async () => {
  await under('hunan', '2026-11-02')
  assert.equal(await ruled(), '1 task')
  ports.setToday('2026-11-20')
  await dailyRun(ports)
  const task = await newest()
  assert.deepEqual([task.rule, task.days, task.dueOn, task.late, task.ruledBy], ['hn-34a', 18, null, false, court], 'promptly has no number: counted, never late')
  assert.equal(code(await carryOut(ports, 'operator', task.case)), 'not-notified', 'the work body acts on the written notice alone')
  assert.equal(code(await notifyOperator(ports, unit, task.case, '')), 'notice-missing')
  assert.equal(code(await notifyOperator(ports, unit, task.case, '函〔2026〕1号')), 'ok')
  const told = await newest('operator')
  assert.deepEqual([told.state, told.rule, told.dueOn], ['notified', 'hn-34b', '2026-11-25'])
  ports.setToday('2026-11-26')
  await dailyRun(ports)
  assert.equal((await newest('operator')).late, true)
  const missed = await ports.database.rows<{ party: string; rule: string }>`select party, rule from clock_missed where kind = 'revocation'`
  assert.deepEqual(missed, [{ party: 'operator', rule: 'hn-34b' }])
  assert.equal(code(await carryOut(ports, 'operator', task.case)), 'ok')
  assert.deepEqual([(await newest()).outcome, (await newest()).closedOn], ['withdrawn', '2026-11-26'])
  const letters = await ports.database.rows<{ to_code: string }>`select to_code from notice where record_id = ${task.record}`
  assert.deepEqual(letters, [{ to_code: objector }], 'the organisation is told')
})

test('js-65a js-65b five working days for the provider, two for the work body', async () => {
  await under('jiangsu', '2026-11-02')
  assert.equal(await ruled(), '1 task')
  assert.deepEqual([(await newest()).rule, (await newest()).dueOn], ['js-65a', '2026-11-09'])
  ports.setToday('2026-11-10')
  assert.equal((await newest()).late, true)
  assert.equal(code(await notifyOperator(ports, unit, (await newest()).case, '函〔2026〕2号')), 'ok')
  assert.deepEqual([(await newest()).rule, (await newest()).dueOn], ['js-65b', '2026-11-12'])
  assert.equal(code(await carryOut(ports, 'operator', (await newest()).case)), 'ok')
})

test('gd-44a the ruling is the discovery: three working days, and the provider changes its record itself; taken back, it does not come again', async () => {
  await under('guangdong', '2026-11-02')
  assert.equal(await ruled(), '1 task')
  const task = await newest()
  assert.deepEqual([task.rule, task.dueOn], ['gd-44a', '2026-11-05'])
  assert.equal(code(await notifyOperator(ports, unit, task.case, '函')), 'not-by-operator')
  assert.equal(code(await takeBack(ports, { actor: stranger, account: '1' }, task.case)), 'revocation-unknown', 'nobody else\'s')
  assert.equal(code(await takeBack(ports, unit, task.case)), 'ok')
  assert.equal(code(await takeBack(ports, unit, task.case)), 'revocation-over')
  const again = await deliverCsv(ports, provider, 'licence', [licenceRow(n, objector)])
  assert.deepEqual(again.returned.flatMap((r) => r.findings.map((f) => f.code)), ['record-was-withdrawn'])
})

test('a text that is silent sets no period, and the task stands; a new version answers a change, not a revocation; reasons may keep a record', async () => {
  for (const pack of ['xiamen', 'liaoning'] as const) {
    await under(pack, '2026-11-02')
    assert.equal(await ruled({ effect: 'changed' }), '1 task')
    assert.equal(await ruled({ ruling: '复议〔2026〕8号' }), '1 task', 'another ruling is another task')
    ports.setToday('2026-11-16')
    const [changed, revoked] = (await tasksFor(ports, provider)).filter((t) => t.state === 'open').toSorted((a, b) => a.case - b.case) as [Awaited<ReturnType<typeof newest>>, Awaited<ReturnType<typeof newest>>]
    assert.deepEqual([changed.rule, changed.dueOn, changed.days], [null, null, 14])
    await register.deliver(n, { 有效期至: '2036-03-04' })
    const now = new Map((await tasksFor(ports, provider)).map((t) => [t.case, t.outcome ?? t.state]))
    assert.deepEqual([now.get(changed.case), now.get(revoked.case)], ['corrected', 'open'])
    assert.equal(code(await keep(ports, unit, revoked.case, ' ')), 'reasons-missing')
    assert.equal(code(await keep(ports, unit, revoked.case, '张三 110101199003074258')), 'personal-data')
    assert.equal(code(await keep(ports, unit, revoked.case, '该复议决定尚未生效，已提起诉讼。')), 'ok')
    assert.equal((await newest()).reasons, '该复议决定尚未生效，已提起诉讼。')
  }
})

test('by interface the court registers and the provider answers; on its page the task stands with its days, and what was typed wrongly is kept', async () => {
  await under('hunan', '2026-11-02')
  const app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
  try {
    const token = async (unitCode: string) => {
      const { publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
      const client = { clientId: `${unitCode}.1`, unitCode, publicKey: { ...await exportJWK(publicKey), alg: 'Ed25519' } }
      assert.ok((await registerClient(ports, { ...client, roles: ['deliver'] })).ok)
      return { authorization: `Bearer ${(await issueToken(ports, client)).token}` }
    }
    const [courts, providers] = [await token(court), await token(provider)]
    const post = async (headers: Record<string, string>, url: string, payload: object) => app.inject({ method: 'POST', url: `/api/v1/revocations${url}`, headers, payload })
    const ruling = { organisation: objector, document: `许${n}号`, effect: 'void', ruling: '（2026）行终77号', ruledOn: '2026-10-30' }
    const registered = await post(courts, '', ruling)
    assert.equal(registered.statusCode, 201, registered.body)
    const [id] = registered.json<{ cases: number[] }>().cases
    assert.deepEqual([(await post(courts, '', ruling)).statusCode, (await post(courts, `/${id}`, { do: 'take-back' })).statusCode], [409, 404])
    assert.equal((await post(providers, `/${id}`, { do: 'carry-out' })).statusCode, 404, 'for the operator alone')
    const listed = (await app.inject({ url: '/api/v1/revocations', headers: providers })).json<{ items: { case: number; rule: string; days: number; dueOn: null }[] }>()
    assert.deepEqual(listed.items.filter((t) => t.case === id).map((t) => [t.rule, t.days, t.dueOn]), [['hn-34a', 0, null]])
    assert.equal((await app.inject('/api/v1/revocations')).statusCode, 401)

    const member = await signIn(ports, { body: { kind: 'unit', code: provider }, roles: ['deliver'] })
    ports.setToday('2026-11-03')
    const again = await signIn(ports, { body: { kind: 'unit', code: provider }, roles: ['deliver'] })
    assert.ok(member.account !== again.account)
    const page = async (language: string) => (await app.inject({ url: `${language}/desk/revocations`, headers: { cookie: again.cookie } })).body
    assert.match(await page('/en'), /Period not set[\s\S]*1 day(<[^>]+>)? so far/)
    assert.match(await page(''), /期限未设定[\s\S]*已过<span class="nb">1日/)
    const send = async (fields: Record<string, string>) => app.inject({
      method: 'POST', url: '/en/desk/revocations', headers: { cookie: again.cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ _token: await again.token(), ...fields }).toString(),
    })
    const wrong = await send({ organisation: objector, document: '许无此号', effect: 'revoked', ruling: '复1', ruledOn: '2026-11-01' })
    assert.equal(wrong.statusCode, 403)
    assert.match(wrong.body, /Not yours to register[\s\S]*A court; A people’s government that reconsiders[\s\S]*value="许无此号"/)
    assert.equal((await send({ case: String(id), do: 'keep', text: '' })).statusCode, 422, 'reasons are needed')
    assert.equal((await send({ case: String(id), do: 'take-back' })).statusCode, 303)
    assert.match(await page('/en'), /Taken back on/)
    assert.equal(code(await keep(ports, unit, id!, '无')), 'revocation-over')
  } finally {
    await app.close()
  }
})

test('ln-37-7 what was deleted under the law does not come back by a repeated delivery, the same or altered', async () => {
  await under('liaoning', '2026-11-02')
  const record = register.records[n - 1]!
  const erased = await ports.database.transaction((tx) => eraseIn(tx, ports, provider, { subject: objector, record, reason: '无法核实', rules: ['ln-37-7'] }))
  assert.ok(erased.ok)
  const repeated: readonly Record<string, string>[] = [{}, { 有效期至: '2036-03-04' }]
  for (const change of repeated) {
    const { delivery, returned } = await deliverCsv(ports, provider, 'licence', [licenceRow(n, objector, change)])
    assert.deepEqual([delivery?.accepted, returned.flatMap((r) => r.findings.map((f) => f.code))], [0, ['record-was-withdrawn']])
  }
})

test('a ruling nobody can read, on nothing held, or twice is refused; the acts alone say the same', async () => {
  await under('hunan', '2026-11-02')
  assert.equal(await ruled({ effect: 'annulled' }), 'effect-unknown')
  assert.equal(await ruled({ ruling: ' ' }), 'ruling-missing')
  for (const ruledOn of ['2026-11-03', '2026-02-30', 'today']) assert.equal(await ruled({ ruledOn }), 'ruling-day-wrong', ruledOn)
  assert.equal(await ruled({ document: '许999号' }), 'record-not-resting')
  assert.equal(await ruled({ organisation: stranger }), 'record-not-resting', 'of another organisation')
  assert.equal(await ruled({ provider: court }), 'record-not-resting', 'of another unit')
  assert.equal(await ruled({ ruling: '复议 110101199003074258' }), 'personal-data')
  assert.equal(await ruled(), '1 task')
  assert.equal(await ruled(), 'ruling-known')
  // Dates of records stand under the law of the day they came in; here five laws came in one after another.
  const differ = (await rebuild(ports.owner, projectors, finishRebuild(ports), false)).filter((d) => d.table !== 'record')
  assert.deepEqual(differ, [])
})

test('only who may rule registers a ruling: a court and a government that reconsiders on any unit, a unit on its own, the operator and a neighbour on none', async () => {
  await under('guangdong', '2026-11-02')
  const [neighbour, government] = ['91330200071451933T', '91330200084752786H']
  await unitFor(ports, neighbour, 'administrative-organ/ecology', ['licence'])
  await unitFor(ports, government, 'administrative-organ/people-government', [])
  const by = async (actor: string, change: Partial<Ruling> = {}) => code(await registerRuling(ports, actor, {
    organisation: objector, document: `许${n}号`, provider: null, effect: 'revoked', ruling: `由${actor}`, ruledOn: '2026-10-30', ...change,
  }))
  const before = (await tasksFor(ports, 'operator')).length
  for (const change of [{}, { provider }]) assert.deepEqual([await by(neighbour, change), await by('operator', change), await by(stranger, change)], Array(3).fill('not-a-ruling-body'))
  assert.equal(await by(neighbour, { document: '无此文号' }), 'not-a-ruling-body', 'the same answer: it tells nothing of what others delivered')
  assert.equal((await tasksFor(ports, 'operator')).length, before)
  assert.deepEqual([await by(provider), await by(court), await by(government)], ['ok', 'ok', 'ok'])
  assert.equal(await by(court, { document: '无此文号' }), 'record-not-resting')
})
