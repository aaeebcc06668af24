/** Whom the limit of the token endpoint counts: behind one proxy everybody has one address. */
import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { SignJWT } from 'jose'
import { type TestPorts, testPorts } from '../../test/support/ports.ts'
import { requestLimits } from '../http/limits.ts'
import type { DeliveryDesk } from '../register/ingestion/desk.ts'
import { buildServer } from '../web/server.ts'
import { registerClient, registerUnit } from './acts.ts'
import { tokenEndpoint } from './tokens.ts'

const unit = '91330000470009923F'
const perMinute = 4
let ports: TestPorts
let app: FastifyInstance
const keys = new Map<string, KeyObject>()
before(async () => {
  ports = await testPorts()
  assert.ok((await registerUnit(ports, { code: unit, kind: 'administrative-organ/market-regulation', nameZh: '甲局', nameEn: 'A', items: ['penalty'], demonstration: true })).ok)
  for (const name of ['a', 'b']) {
    const pair = generateKeyPairSync('ed25519')
    assert.ok((await registerClient(ports, { clientId: `${unit}.${name}`, unitCode: unit, publicKey: pair.publicKey.export({ format: 'jwk' }) as never, roles: ['deliver'] })).ok)
    keys.set(name, pair.privateKey)
  }
  app = await buildServer(ports, { deliveries: {} as DeliveryDesk }, { requestsPerMinute: perMinute })
})
after(async () => {
  await app.close()
  await ports.close()
})

/** @param key whose it is signed with */
async function ask(name: string, key = keys.get(name)!): Promise<number> {
  const at = Math.floor(ports.now().epochMilliseconds / 1000)
  const assertion = await new SignJWT({}).setProtectedHeader({ alg: 'EdDSA' }).setIssuer(`${unit}.${name}`).setSubject(`${unit}.${name}`)
    .setAudience(tokenEndpoint(ports)).setIssuedAt(at).setExpirationTime(at + 60).setJti(randomBytes(8).toString('hex')).sign(key)
  return (await app.inject({
    method: 'POST', url: '/oauth/token', headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion,
    }).toString(),
  })).statusCode
}

test('one client that asks too often is told so, and its neighbour behind the same proxy is given its token', async () => {
  for (let i = 0; i < perMinute; i++) assert.equal(await ask('a'), 200)
  assert.equal(await ask('a'), 429)
  assert.equal(await ask('b'), 200)
})

test('whoever only names a client uses up nothing of it, and is itself told after a while', async () => {
  const stranger = generateKeyPairSync('ed25519').privateKey
  const answers = new Map<number, number>()
  for (let i = 0; i <= requestLimits.refusalsPerMinute; i++) {
    const status = await ask('b', stranger)
    answers.set(status, (answers.get(status) ?? 0) + 1)
  }
  assert.deepEqual([...answers], [[401, requestLimits.refusalsPerMinute], [429, 1]])
  assert.equal(await ask('b'), 200)
})
