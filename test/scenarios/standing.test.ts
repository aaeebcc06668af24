/** Whoever acts may still do so when the act is committed: what ended while a request was being worked on gives no act, by interface and page. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { exportJWK, generateKeyPair } from 'jose'
import { grantAccess, endAccess } from '../../src/register/inquiries/office/acts.ts'
import { registerClient, revokeClient } from '../../src/identity/acts.ts'
import { endMembership } from '../../src/identity/members.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import { authorise, revokeAuthorisation } from '../../src/register/consent/acts.ts'
import { answerInquiry } from '../../src/register/inquiries/acts.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { buildServer } from '../../src/web/server.ts'
import { objected, type Objected, objector, provider, stranger } from '../support/objected.ts'
import { signIn } from '../support/signed-in.ts'

let register: Objected
let app: Awaited<ReturnType<typeof buildServer>>
before(async () => {
  register = await objected({ packId: 'guangdong', today: '2026-09-28', records: 4 })
  app = await buildServer(register.ports, { deliveries: {} as DeliveryDesk })
})
after(async () => {
  await app.close()
  await register.ports.close()
})

/** Keeps a record from being changed while something else is done; what was asked meanwhile waits for it. */
async function whileHeld<T>(record: number, ask: () => Promise<T>, meanwhile: () => Promise<unknown>): Promise<T> {
  const { ports } = register
  const asked = await ports.owner.transaction(async (tx) => {
    await tx.run`select from record where record_id = ${record} for update`
    const answer = ask()
    // The request has come in, knows who asks, and stands before the record.
    for (let n = 0; n < 200; n++) {
      const waits = await ports.database.one`
        select 1 as waits from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%from record%'`
      if (waits !== null) break
      await new Promise((resolve) => { setTimeout(resolve, 10) })
    }
    await meanwhile()
    return { answer }
  })
  return asked.answer
}
const existence = async (record: number) =>
  (await register.ports.database.one<{ existence: string }>`select existence from record where record_id = ${record}`)!.existence

test('a key revoked while its request is worked on withdraws nothing; the answer says that it was revoked', async () => {
  const { ports, records } = register
  const jwk = await exportJWK((await generateKeyPair('Ed25519')).publicKey)
  assert.ok((await registerClient(ports, { clientId: 'racing', unitCode: provider, publicKey: jwk, by: 'operator' })).ok)
  const { token } = await issueToken(ports, { clientId: 'racing', unitCode: provider })
  const ask = () => app.inject({
    method: 'POST', url: `/api/v1/organisations/${objector}/records/${records[0]}/withdrawal`, headers: { authorization: `Bearer ${token}` }, payload: { reason: '文书已撤销' },
  })
  const answer = await whileHeld(records[0]!, async () => ask(), async () => assert.equal(await revokeClient(ports, 'racing', 'operator'), true))
  assert.equal(answer.statusCode, 401)
  assert.equal(answer.json<{ code: string }>().code, 'client-revoked')
  assert.equal(await existence(records[0]!), 'held')
})

test('answered 503 by time: for a key revoked meanwhile nothing is done afterwards, nor what had not begun; the answer says to look', async () => {
  const { ports, records } = register
  const hasty = await buildServer(ports, { deliveries: {} as DeliveryDesk }, { requestsPerMinute: 3000, answerMs: 500 })
  const jwk = await exportJWK((await generateKeyPair('Ed25519')).publicKey)
  assert.ok((await registerClient(ports, { clientId: 'hasty', unitCode: provider, publicKey: jwk, by: 'operator' })).ok)
  const { token } = await issueToken(ports, { clientId: 'hasty', unitCode: provider })
  const ask = () => hasty.inject({
    method: 'POST', url: `/api/v1/organisations/${objector}/records/${records[2]}/withdrawal`,
    headers: { authorization: `Bearer ${token}`, 'accept-language': 'en' }, payload: { reason: '文书已撤销' },
  })
  for (const revoked of [false, true]) {
    const answer = await whileHeld(records[2]!, async () => ask(), async () => {
      if (revoked) await revokeClient(ports, 'hasty', 'operator')
      await new Promise((resolve) => { setTimeout(resolve, 900) })
    })
    assert.equal(answer.statusCode, 503)
    assert.equal(answer.json<{ code: string }>().code, 'answer-late')
    assert.match(answer.body, /look first whether it was done/)
    assert.equal(answer.headers['retry-after'], '5')
    await new Promise((resolve) => { setTimeout(resolve, 400) })
    assert.equal(await existence(records[2]!), 'held', revoked ? 'revoked' : 'not begun any more')
  }
  await hasty.close()
})

test('a membership ended while a form is worked on: nothing is done, what was typed is kept for signing in again', async () => {
  const { ports, records } = register
  const member = await signIn(ports, { body: { kind: 'unit', code: provider }, roles: ['deliver'] })
  const payload = new URLSearchParams({ _token: await member.token(), reason: '文书已撤销', document: '' }).toString()
  const ask = () => app.inject({
    method: 'POST', url: `/desk/deliveries/records/${records[1]}`, headers: { cookie: member.cookie, 'content-type': 'application/x-www-form-urlencoded' }, payload,
  })
  const answer = await whileHeld(records[1]!, async () => ask(), async () => {
    const row = await ports.database.one<{ id: number }>`select membership_id as id from membership where account_id = ${member.account}`
    assert.ok((await endMembership(ports, 'operator', { kind: 'unit', code: provider }, row!.id)).ok)
  })
  assert.equal(answer.statusCode, 401)
  assert.match(answer.body, /登录/)
  assert.equal(await existence(records[1]!), 'held')
  // What nobody ended is done: the same way, with nothing meanwhile.
  const another = await signIn(ports, { body: { kind: 'unit', code: provider }, roles: ['deliver'] })
  const done = await app.inject({
    method: 'POST', url: `/desk/deliveries/records/${records[1]}`, headers: { cookie: another.cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ _token: await another.token(), reason: '文书已撤销', document: '' }).toString(),
  })
  assert.deepEqual([done.statusCode, await existence(records[1]!)], [303, 'withdrawn'])
})

test('gd-40-2 twenty-five times: after a revocation has been answered, no answer rests on it; nor on an access that is ended', async () => {
  const { ports } = register
  const line = (ground: 'authorised-inquiry' | 'inquiry-by-authority') => ({
    subject: objector, ground, purpose: 'procurement', reference: '采购〔2026〕12号', stated: '', items: null, channel: 'api', client: null,
  } as const)
  for (let n = 0; n < 25; n++) {
    const byAccess = n % 2 === 1
    const given = byAccess
      ? await grantAccess(ports, 'operator', { unit: provider, ground: 'inquiry-by-authority', purposes: null, items: null, need: '核对', use: '评审', document: '职责规定', from: '2026-01-01', until: null })
      : await authorise(ports, { actor: objector, account: '1' }, { inquirer: stranger, purpose: 'procurement', categories: ['administrative'], until: '2026-10-20', alone: true })
    assert.ok(given.ok, JSON.stringify(given))
    let over = false
    const late: number[] = []
    const asking = Array.from({ length: 6 }, async () => {
      for (let m = 0; m < 4; m++) {
        const begunAfter = over
        const done = await answerInquiry(ports, byAccess ? provider : stranger, line(byAccess ? 'inquiry-by-authority' : 'authorised-inquiry'))
        if (done.ok) late.push(done.value.act)
        assert.ok(!(begunAfter && done.ok), 'asked after the answer of the revocation')
      }
    })
    await new Promise((resolve) => { setTimeout(resolve, n % 10) })
    const ended = byAccess ? await endAccess(ports, 'operator', given.value) : await revokeAuthorisation(ports, { actor: objector, account: '1' }, given.value)
    over = true
    assert.ok(ended.ok)
    await Promise.all(asking)
    const revoked = await ports.database.one<{ act: number }>`
      select max(first_act) as act from act_group where kind in ('authorisation.revoked', 'inquiry.access-ended')`
    // An act that was answered with records bears a smaller number than the revocation, or was committed before it.
    const after = await ports.database.rows<{ sequence: number }>`
      select sequence from inquiry where outcome = 'answered' and act_id > ${revoked!.act}`
    assert.deepEqual(after, [], `${late.length} answered`)
  }
})
