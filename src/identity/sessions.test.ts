import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyRequest } from 'fastify'
import { type TestPorts, testPorts } from '../../test/support/ports.ts'
import { signIn } from '../../test/support/signed-in.ts'
import { registerUnit } from './acts.ts'
import { endMembership, grantMembership } from './members.ts'
import { membersOf } from './members-store.ts'
import { actingOf, agentFamily, formTokenOf, idleLife, openedFor } from './sessions.ts'
import { seen } from './sessions-store.ts'

let ports: TestPorts
const unit = { kind: 'unit', code: '91330000470009923F' } as const
const other = { kind: 'unit', code: '91330200071451933T' } as const
before(async () => {
  ports = await testPorts()
  for (const { code } of [unit, other]) {
    const done = await registerUnit(ports, { code, kind: 'administrative-organ/market-regulation', nameZh: `单位${code.slice(-2)}`, nameEn: `Unit ${code.slice(-2)}`, items: ['penalty'], demonstration: true })
    assert.ok(done.ok)
  }
})
after(async () => { await ports.close() })

const asked = (cookie?: string) => actingOf(ports, { headers: { cookie } } as FastifyRequest)

test('a session acts for the body of its account, with the roles that stand today', async () => {
  const { cookie, token } = await signIn(ports, { body: unit, roles: ['deliver', 'administer'], name: '演示交付员' })
  const acting = (await asked(cookie))!
  assert.equal(acting.account.name, '演示交付员')
  assert.deepEqual([acting.body?.code, acting.body?.nameEn, acting.roles, acting.bodies], [unit.code, 'Unit 3F', ['administer', 'deliver'], 1])
  assert.equal(acting.formToken, await token())
  assert.equal(openedFor(acting.formToken), unit.code)
  assert.equal((await asked(`other=1; ${cookie}; last=2`))?.sessionId, acting.sessionId)
})

test('no cookie, a cookie of another or one that was changed is nobody', async () => {
  const { cookie } = await signIn(ports, { body: unit, roles: ['deliver'] })
  for (const wrong of [undefined, '', 'probity_session=', `${cookie}x`, `not_${cookie}`, cookie.slice(0, -1) + (cookie.endsWith('A') ? 'B' : 'A')]) assert.equal(await asked(wrong), null, wrong ?? 'none')
})

test('the database holds no secret, and acts name the account by its number', async () => {
  const { cookie, account } = await signIn(ports, { body: unit, roles: ['deliver'], name: '某某' })
  const rows = await ports.database.rows<{ text: string }>`select session::text as text from session`
  assert.ok(rows.every(({ text }) => !text.includes(cookie.split('=')[1]!)))
  const acts = await ports.database.rows<{ content: string }>`select content from act a where content like ${`%"account":${account},%`}`
  assert.deepEqual(acts.map((a) => JSON.parse(a.content) as unknown), [{ account, body: unit, from: '2026-11-21', role: 'deliver', until: null }])
  assert.ok(acts.every((a) => !a.content.includes('某某') && !a.content.includes('member-')))
})

test('roles begin and end with their days', async () => {
  const { cookie, account } = await signIn(ports, { body: unit, roles: ['deliver'] })
  assert.ok((await grantMembership(ports, 'operator', { account, body: unit, role: 'administer', from: '2026-11-22', until: '2026-11-23' })).ok)
  const rolesOn = async (day: string) => {
    const dated = { ...ports, today: () => Temporal.PlainDate.from(day) }
    return (await actingOf(dated, { headers: { cookie } } as FastifyRequest))!.roles
  }
  assert.deepEqual(await rolesOn('2026-11-21'), ['deliver'])
  assert.deepEqual(await rolesOn('2026-11-22'), ['administer', 'deliver'])
  assert.deepEqual(await rolesOn('2026-11-23'), ['administer', 'deliver'])
  assert.deepEqual(await rolesOn('2026-11-24'), ['deliver'])
})

test('an idle session ends, one that is used goes on until its longest life', async () => {
  const { cookie } = await signIn(ports, { body: unit, roles: ['deliver'] })
  const at = (minutes: number) => actingOf({ ...ports, now: () => ports.now().add({ minutes }) }, { headers: { cookie } } as FastifyRequest)
  const idle = idleLife.total('minutes')
  assert.ok(await at(idle - 1))
  assert.ok(await at(2 * idle - 2), 'being asked counts as use')
  assert.equal(await at(3 * idle), null)
  await seen(ports.database, Number((await asked(cookie))!.sessionId), ports.now().add({ hours: 12 }).toString())
  assert.ok(await at(12 * 60 - 1))
  assert.equal(await at(12 * 60), null)
})

test('a membership that ends closes the sessions for its body at once', async () => {
  const { cookie, account } = await signIn(ports, { body: other, roles: ['deliver', 'administer'] })
  const elsewhere = await signIn(ports, { body: unit, roles: ['deliver'] })
  await signIn(ports, { body: other, roles: ['administer'] })
  const deliver = (await membersOf(ports.database, other)).find((m) => m.account_id === account && m.role === 'deliver')!
  assert.ok((await endMembership(ports, { actor: other.code, account: String(account) }, other, deliver.membership_id)).ok)
  assert.equal(await asked(cookie), null)
  assert.ok(await asked(elsewhere.cookie))
  const again = await endMembership(ports, 'operator', other, deliver.membership_id)
  assert.equal(!again.ok && again.refusals[0].code, 'membership-unknown')
})

test('the form token differs from session to session and from body to body', () => {
  const tokens = [formTokenOf('a', unit), formTokenOf('b', unit), formTokenOf('a', other), formTokenOf('a', { kind: 'operator', code: 'operator' }), formTokenOf('a', null)]
  assert.equal(new Set(tokens).size, tokens.length)
  assert.deepEqual([openedFor(tokens[4]!), openedFor(''), openedFor(null)], [null, null, null])
})

test('of a browser only its family is kept', () => {
  assert.equal(agentFamily('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'), 'Firefox, Linux')
  assert.equal(agentFamily('Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1'), 'Safari, iOS')
  assert.equal(agentFamily('<script>'), '')
})
