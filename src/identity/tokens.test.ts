import assert from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import { after, before, test } from 'node:test'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose'
import { type TestPorts, testPorts } from '../../test/support/ports.ts'
import { registerClient, registerUnit, revokeClient } from './acts.ts'
import { authenticateClient, checkToken, issueToken, tokenEndpoint } from './tokens.ts'

const unit = '11100000MB0143028R'
let ports: TestPorts
let keys: { publicKey: CryptoKey; privateKey: CryptoKey }
let jwk: JWK

before(async () => {
  ports = await testPorts()
  keys = await generateKeyPair('Ed25519', { extractable: true })
  jwk = await exportJWK(keys.publicKey)
  const done = await registerUnit(ports, { code: unit, kind: 'administrative-organ/market-regulation', nameZh: '岭湾市市场监督管理局', nameEn: 'Market regulation', items: ['penalty'], demonstration: true })
  assert.deepEqual(done, { ok: true, value: null })
  assert.deepEqual(await registerClient(ports, { clientId: 'c1', unitCode: unit, publicKey: jwk }), { ok: true, value: null })
})
after(async () => { await ports.close() })

type Claims = { sub?: string; aud?: string; life?: number; jti?: string; issuedAt?: number; key?: CryptoKey | Uint8Array; alg?: string }
function assertion(c: Claims = {}): Promise<string> {
  const now = Math.floor(ports.now().epochMilliseconds / 1000) + (c.issuedAt ?? 0)
  return new SignJWT({}).setProtectedHeader({ alg: c.alg ?? 'Ed25519' }).setIssuer(c.sub ?? 'c1').setSubject(c.sub ?? 'c1')
    .setAudience(c.aud ?? tokenEndpoint(ports)).setIssuedAt(now).setExpirationTime(now + (c.life ?? 60)).setJti(c.jti ?? crypto.randomUUID())
    .sign(c.key ?? keys.privateKey)
}
const refusal = async (text: string) => {
  const answer = await authenticateClient(ports, text)
  return answer.ok ? 'accepted' : answer.refusals[0].code
}

test('a client that signs with its own key gets a token bound to its unit', async () => {
  const answer = await authenticateClient(ports, await assertion())
  assert.deepEqual(answer, { ok: true, value: { clientId: 'c1', unitCode: unit } })
  const { token } = await issueToken(ports, { clientId: 'c1', unitCode: unit })
  assert.deepEqual(await checkToken(ports, token), { ok: true, value: { clientId: 'c1', unitCode: unit, roles: ['deliver'] } })
})

test('an assertion counts once, for this register, for a short time, signed by the registered key', async () => {
  const once = await assertion()
  assert.equal(await refusal(once), 'accepted')
  assert.equal(await refusal(once), 'assertion-replayed')
  assert.equal(await refusal(await assertion({ issuedAt: -3600 })), 'assertion-expired')
  assert.equal(await refusal(await assertion({ life: 86_400 })), 'assertion-too-long')
  assert.equal(await refusal(await assertion({ aud: 'https://another.example/oauth/token' })), 'assertion-for-another')
  assert.equal(await refusal(await assertion({ sub: 'nobody' })), 'client-unknown')
  const foreign = await generateKeyPair('Ed25519')
  assert.equal(await refusal(await assertion({ key: foreign.privateKey })), 'signature-invalid')
  assert.equal(await refusal('not a token'), 'assertion-unreadable')
})

test('the algorithm is the key’s, not the header’s: none and a public key used as a secret are refused', async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(ports.now().epochMilliseconds / 1000)
  const claims = { iss: 'c1', sub: 'c1', aud: tokenEndpoint(ports), jti: 'x', exp: now + 60, iat: now }
  assert.equal(await refusal(`${part({ alg: 'none' })}.${part(claims)}.`), 'signature-invalid')
  assert.equal(await refusal(await assertion({ alg: 'HS256', key: new TextEncoder().encode(jwk.x!.padEnd(64)) })), 'signature-invalid')
})

test('a claim of another type, or one that cannot be kept, is named: nothing is looked up or written for it', async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(ports.now().epochMilliseconds / 1000)
  const claims = { iss: 'c1', sub: 'c1', aud: tokenEndpoint(ports), jti: 'x', exp: now + 60, iat: now }
  for (const [claim, value] of [
    ['jti', 7], ['jti', ['x']], ['jti', {}], ['jti', 'a\u0000b'], ['jti', '\ud800'], ['jti', '\ue831'], ['jti', 'x'.repeat(201)], ['jti', ''], ['iss', 7], ['iss', 'c\u00001'],
    ['sub', ['c1']], ['exp', 'soon'], ['exp', {}], ['iat', '0'], ['nbf', []], ['exp', 1e300],
  ] as const) {
    const answer = await authenticateClient(ports, `${part({ alg: 'Ed25519' })}.${part({ ...claims, [claim]: value })}.AAAA`)
    assert.deepEqual(answer.ok ? null : [answer.refusals[0].code, answer.refusals[0].facts.claim], ['claim-unsound', claim], JSON.stringify([claim, value]))
  }
})

test('a forged or expired token opens nothing', async () => {
  const { token } = await issueToken(ports, { clientId: 'c1', unitCode: unit })
  const broken = `${token.slice(0, -3)}${token.endsWith('AAA') ? 'BBB' : 'AAA'}`
  assert.equal((await checkToken(ports, broken)).ok, false)
  const later = { ...ports, now: () => ports.now().add({ hours: 1 }) }
  const expired = await checkToken(later, token)
  assert.equal(expired.ok ? '' : expired.refusals[0].code, 'token-expired')
})

test('a token of the register’s own key opens nothing where it says more than the register gives', async () => {
  // Whoever has a copy of the data folder has the key too.
  const now = Math.floor(ports.now().epochMilliseconds / 1000)
  const forged = async (claims: { iat?: number; exp?: number }) => {
    const { settings } = ports
    const token = await new SignJWT({ unit, client_id: 'c1', iss: settings.address, aud: `${settings.address}/api`, sub: 'c1', ...claims })
      .setProtectedHeader({ alg: 'Ed25519', typ: 'at+jwt' }).sign(createPrivateKey(settings.tokenKey))
    const answer = await checkToken(ports, token)
    return answer.ok ? 'accepted' : answer.refusals[0].code
  }
  assert.equal(await forged({ iat: now, exp: now + 600 }), 'accepted')
  assert.equal(await forged({ iat: now, exp: now + 601 }), 'token-invalid')
  assert.equal(await forged({ iat: now, exp: now + 365 * 86_400 }), 'token-invalid')
  assert.equal(await forged({ iat: now + 300, exp: now + 600 }), 'token-invalid', 'signed in the future')
  assert.equal(await forged({ iat: now - 900, exp: now + 60 }), 'token-expired')
  assert.equal(await forged({ exp: now + 60 }), 'token-invalid')
  assert.equal(await forged({ iat: now }), 'token-invalid')
})

test('a revoked client is out at once, its tokens with it', async () => {
  const { token } = await issueToken(ports, { clientId: 'c1', unitCode: unit })
  assert.equal(await revokeClient(ports, 'c1', unit), true)
  assert.equal(await revokeClient(ports, 'c1', unit), false)
  assert.equal(await refusal(await assertion()), 'client-revoked')
  const after = await checkToken(ports, token)
  assert.equal(after.ok ? '' : after.refusals[0].code, 'client-revoked')
})

test('a private key, a weak key, a unit that is none: not registered', async () => {
  const secret = await exportJWK(keys.privateKey)
  const code = async (c: Parameters<typeof registerClient>[1]) => { const r = await registerClient(ports, c); return r.ok ? 'registered' : r.refusals[0].code }
  assert.equal(await code({ clientId: 'c2', unitCode: unit, publicKey: secret }), 'key-is-private')
  assert.equal(await code({ clientId: 'c2', unitCode: unit, publicKey: { kty: 'RSA', n: 'x', e: 'AQAB' } }), 'key-not-allowed')
  assert.equal(await code({ clientId: 'c2', unitCode: '11100000MB0143036K', publicKey: jwk }), 'unit-unknown')
  assert.equal(await code({ clientId: 'c1', unitCode: unit, publicKey: jwk }), 'client-id-taken')
})
