import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import { keyProof } from '../../test/support/key-proof.ts'
import type { FastifyInstance } from 'fastify'
import { type TestPorts, testPorts } from '../../test/support/ports.ts'
import type { DeliveryDesk } from '../register/ingestion/desk.ts'
import { buildServer } from '../web/server.ts'
import { type ClientRole, registerClient, registerUnit } from './acts.ts'
import { takeOffer } from './offers.ts'
import { issueToken } from './tokens.ts'

const [unit, other] = ['91330000470009923F', '91330200071451933T']
let ports: TestPorts
let app: FastifyInstance
before(async () => {
  ports = await testPorts()
  for (const code of [unit, other]) {
    assert.ok((await registerUnit(ports, { code, kind: 'administrative-organ/market-regulation', nameZh: '甲局', nameEn: 'A', items: ['penalty'], demonstration: true })).ok)
  }
  app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
})
after(async () => {
  await app.close()
  await ports.close()
})

const publicKey = () => generateKeyPairSync('ed25519').publicKey
let clients = 0
async function asClient(unitCode: string, roles: readonly ClientRole[]) {
  const clientId = `${unitCode}.t${++clients}`
  assert.ok((await registerClient(ports, { clientId, unitCode, publicKey: publicKey().export({ format: 'jwk' }) as never, roles })).ok)
  const { token } = await issueToken(ports, { clientId, unitCode })
  return async (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) => {
    const answer = await app.inject({ method, url: `${url}?lang=en`, headers: { authorization: `Bearer ${token}` }, ...(payload ? { payload } : {}) })
    return [answer.statusCode, answer.body === '' ? {} : answer.json<Record<string, unknown>>()] as const
  }
}
const codeOf = ([status, body]: readonly [number, Record<string, unknown>]) => [status, body.code]

test('a client that may only deliver manages neither members nor keys', async () => {
  const ask = await asClient(unit, ['deliver'])
  for (const [method, url] of [['GET', '/api/v1/members'], ['GET', '/api/v1/clients'], ['DELETE', '/api/v1/members/1'], ['DELETE', '/api/v1/clients/x']] as const) {
    assert.deepEqual(codeOf(await ask(method, url)), [403, 'client-role-missing'], url)
  }
  assert.deepEqual(codeOf(await ask('POST', '/api/v1/members', { issuer: 'a', subject: 'b', role: 'administer' })), [403, 'client-role-missing'])
  assert.equal((await app.inject('/api/v1/members')).statusCode, 401)
})

test('members are added, listed without names, and ended; the last administrator stays', async () => {
  const ask = await asClient(unit, ['deliver', 'administer'])
  const person = { issuer: 'https://login.example', subject: 'u1', role: 'administer' }
  const [status, offered] = await ask('POST', '/api/v1/members', person)
  assert.equal(status, 202)
  assert.deepEqual(codeOf(await ask('POST', '/api/v1/members', person)), [409, 'offer-pending'])
  assert.deepEqual((await ask('GET', '/api/v1/members'))[1].items, [], 'nobody is put into a unit unasked')
  const taken = await takeOffer(ports, Number(offered.account), Number(offered.offer))
  assert.ok(taken.ok, JSON.stringify(taken))
  const added = { membership: taken.value.membership, account: offered.account }
  assert.deepEqual(codeOf(await ask('POST', '/api/v1/members', person)), [409, 'member-already'])
  assert.deepEqual(codeOf(await ask('POST', '/api/v1/members', { ...person, subject: 'u2', from: '2026-11-22', until: '2026-11-21' })), [422, 'days-unfit'])
  assert.deepEqual(codeOf(await ask('POST', '/api/v1/members', { ...person, role: 'operate' })), [400, 'validation'])
  const [, { items }] = await ask('GET', '/api/v1/members')
  assert.deepEqual(items, [{ membership: added.membership, account: added.account, role: 'administer', from: '2026-11-21', until: null, endedAt: null }])
  assert.deepEqual(codeOf(await ask('DELETE', `/api/v1/members/${String(added.membership)}`)), [409, 'last-administrator'])
  const stranger = await asClient(other, ['administer'])
  assert.deepEqual(codeOf(await stranger('DELETE', `/api/v1/members/${String(added.membership)}`)), [404, 'membership-unknown'])
  const [, second] = await ask('POST', '/api/v1/members', { ...person, subject: 'u2' })
  assert.ok((await takeOffer(ports, Number(second.account), Number(second.offer))).ok)
  assert.equal((await ask('DELETE', `/api/v1/members/${String(added.membership)}`))[0], 204)
  const head = JSON.parse((await ports.database.one<{ head: string }>`select head from act_group order by first_act desc limit 1`)!.head) as Record<string, unknown>
  assert.deepEqual([head.act, head.actor, 'account' in head], ['membership.ended', unit, false], 'a machine did it for the unit')
})

test('clients are registered by public key alone, known by thumbprint, revoked at once', async () => {
  const ask = await asClient(other, ['administer'])
  const pair = generateKeyPairSync('ed25519')
  const key = pair.publicKey
  const proof = keyProof(ports, other, pair.privateKey)
  assert.deepEqual(codeOf(await ask('POST', '/api/v1/clients', { key: key.export({ format: 'jwk' }) })), [422, 'key-proof-missing'])
  assert.deepEqual(codeOf(await ask('POST', '/api/v1/clients', { key: key.export({ format: 'jwk' }), proof: 'AAAA' })), [422, 'key-proof-wrong'])
  assert.deepEqual(codeOf(await ask('POST', '/api/v1/clients', { key: { kty: 'OKP', crv: 'Ed25519', x: '中文' }, proof })), [422, 'key-malformed'])
  const [status, made] = await ask('POST', '/api/v1/clients', { key: key.export({ format: 'jwk' }), proof })
  assert.equal(status, 201)
  assert.match(String(made.thumbprint), /^[\w-]{43}$/)
  assert.deepEqual(codeOf(await ask('POST', '/api/v1/clients', { key: key.export({ type: 'spki', format: 'pem' }), proof })), [409, 'key-known'])
  const secret = generateKeyPairSync('ed25519').privateKey
  const refused = await ask('POST', '/api/v1/clients', { key: secret.export({ format: 'jwk' }) })
  assert.deepEqual(codeOf(refused), [422, 'key-is-private'])
  assert.ok(!JSON.stringify(refused).includes(secret.export({ format: 'jwk' }).d!))
  const [, listed] = await ask('GET', '/api/v1/clients')
  assert.ok(!JSON.stringify(listed).includes(key.export({ format: 'jwk' }).x!), 'keys are not given')
  assert.equal((await ask('DELETE', `/api/v1/clients/${String(made.client)}`))[0], 204)
  assert.deepEqual(codeOf(await ask('DELETE', `/api/v1/clients/${String(made.client)}`)), [404, 'client-not-there'])
})
