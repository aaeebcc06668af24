import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { isUsable, proofFault, proofText, readPublicKey } from './client-key.ts'

const ed = generateKeyPairSync('ed25519')
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwkOf = (pair: { publicKey: { export(o: { format: 'jwk' }): object } }) => pair.publicKey.export({ format: 'jwk' }) as Record<string, unknown>
const read = (value: unknown) => {
  const done = readPublicKey(typeof value === 'string' ? value : JSON.stringify(value))
  return done.ok ? 'taken' : done.refusals[0].code
}

test('a key that is none is not taken: its members are what its kind asks for, and it lies on its curve', () => {
  const [e, p] = [jwkOf(ed), jwkOf(ec)]
  assert.deepEqual([read(e), read(p), read({ ...e, kid: 'a', use: 'sig', alg: 'EdDSA', key_ops: ['verify'] })], ['taken', 'taken', 'taken'])
  for (const x of ['中文', '', 'AAAA', `${String(e.x)}A`, `${String(e.x).slice(0, -1)}=`, String(e.x).slice(0, 42), '\u0000'.repeat(43), '\ud800', 5, null, [], {}, 'A'.repeat(43), 'A'.repeat(100_000)]) {
    assert.equal(read({ ...e, x }), 'key-malformed', JSON.stringify(x)?.slice(0, 60))
  }
  // A last character whose low bits are not zero is another writing of the same bytes.
  assert.equal(read({ ...e, x: `${String(e.x).slice(0, 42)}B` }), 'key-malformed')
  // Not reduced; of small order.
  for (const hex of [`ee${'ff'.repeat(30)}7f`, `01${'00'.repeat(31)}`, 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa']) {
    assert.equal(read({ ...e, x: Buffer.from(hex, 'hex').toString('base64url') }), 'key-malformed', hex)
  }
  assert.equal(read({ ...p, y: p.x }), 'key-malformed', 'not on the curve')
  assert.equal(read({ ...p, y: undefined }), 'key-malformed')
  assert.equal(read({ ...e, y: e.x }), 'key-malformed')
  assert.equal(read({ ...e, kid: 7 }), 'key-malformed')
  assert.deepEqual([read({ ...e, use: 'enc' }), read({ ...e, alg: 'ES256' }), read({ ...p, alg: 'RS256' }), read({ ...e, key_ops: ['sign'] })], Array(4).fill('key-use-unfit'))
  const rsa = (modulusLength: number) => jwkOf(generateKeyPairSync('rsa', { modulusLength }))
  assert.deepEqual([read(rsa(1024)), read(rsa(2048)), read(jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }))), read({ kty: 'OKP', crv: 'X25519', x: e.x })], Array(4).fill('key-not-allowed'))
  assert.deepEqual([read('[]'), read('{}'), read('{"kty":5}'), read('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----')], Array(4).fill('key-unreadable'))
  for (const member of ['d', 'k', 'p', 'oth']) assert.equal(read({ ...e, [member]: 'AAAA' }), 'key-is-private', member)
})

test('whatever a member holds, reading a key answers and never throws; what it takes can be used', () => {
  const anything = fc.oneof(fc.anything(), fc.string({ unit: 'binary' }), fc.base64String(), fc.constantFrom('Ed25519', 'P-256', 'OKP', 'EC', 'sig'))
  fc.assert(fc.property(fc.dictionary(fc.constantFrom('kty', 'crv', 'x', 'y', 'kid', 'use', 'alg', 'key_ops'), anything), (jwk) => {
    let text: string
    try { text = JSON.stringify({ ...jwkOf(ed), ...jwk }) } catch { return }
    const done = readPublicKey(text)
    if (done.ok) assert.ok(isUsable(done.value))
  }), { numRuns: 2000 })
})

test('whoever registers a key signs with its other half, for this register and this unit', () => {
  const text = proofText('https://register.example', '11100000MB0143028R')
  const [e, p] = [jwkOf(ed), jwkOf(ec)] as never[] as [never, never]
  const byEd = sign(null, Buffer.from(text), ed.privateKey)
  assert.equal(proofFault(e, byEd.toString('base64'), text), null)
  assert.equal(proofFault(e, byEd.toString('base64url'), text), null)
  assert.equal(proofFault(e, sign(null, Buffer.from(`${text}\n`), ed.privateKey).toString('base64').replace(/.{20}/g, '$&\n'), text), null, 'as a terminal breaks it')
  assert.equal(proofFault(p, sign('sha256', Buffer.from(text), ec.privateKey).toString('base64'), text), null)
  assert.equal(proofFault(p, sign('sha256', Buffer.from(text), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64'), text), null)
  assert.equal(proofFault(e, '', text), 'key-proof-missing')
  const other = generateKeyPairSync('ed25519')
  for (const wrong of [
    sign(null, Buffer.from(text), other.privateKey).toString('base64'), sign(null, Buffer.from(proofText('https://register.example', 'another')), ed.privateKey).toString('base64'),
    sign(null, Buffer.from(proofText('https://evil.example', '11100000MB0143028R')), ed.privateKey).toString('base64'), '中文', 'AAAA', 'A'.repeat(5000),
  ]) assert.equal(proofFault(e, wrong, text), 'key-proof-wrong', wrong.slice(0, 20))
  assert.equal(proofFault(p, byEd.toString('base64'), text), 'key-proof-wrong')
})
