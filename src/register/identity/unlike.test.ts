import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Brought, type IdentityRefusalCode, lawRefused, movedAway, type RegisterIdentity, unlike } from './unlike.ts'

const known: RegisterIdentity = { origin: 'probity/xiamen/0a1b2c3d', logKey: 'key', pack: 'xiamen', law: 'xiamen@2026.1 national@2026.1', drill: false, place: '/srv/one' }
const brought: Brought = { folder: '/srv/one', pack: null, logName: '0a1b2c3d', logKey: 'key', place: '/srv/one', today: null }

test('what is brought is the register that is known, or is refused in one sentence that says the way to what was meant', () => {
  assert.equal(unlike(known, brought), null)
  assert.equal(unlike(known, { ...brought, pack: 'xiamen' }), null)
  assert.equal(unlike({ ...known, drill: true }, { ...brought, today: '2027-01-01' }), null)
  assert.equal(unlike({ ...known, place: null }, { ...brought, place: '/srv/two' }), null, 'noted now')
  assert.equal(unlike(known, { ...brought, place: null }), null, 'not asked')
  const cases: readonly [IdentityRefusalCode, Partial<Brought>, RegExp][] = [
    ['key-missing', { logKey: null }, /backup.*PROBITY_DATA.*"probity log successor"/],
    ['name-missing', { logName: null }, /backup.*PROBITY_DATA.*"probity log successor"/],
    ['other-key', { logKey: 'other' }, /PROBITY_DATA.*DATABASE_URL.*"probity log successor"/],
    ['other-key', { logName: 'c3d' }, /are not those of this database's log/],
    ['other-pack', { pack: 'hunan' }, /leave PROBITY_PACK out, or set PROBITY_DATA/],
    ['not-a-drill', { today: '2027-01-01' }, /Leave PROBITY_TODAY out, or set PROBITY_DATA/],
    ['other-place', { place: '/srv/two' }, /"probity moved"/],
  ]
  for (const [code, change, cure] of cases) {
    const refused = unlike(known, { ...brought, ...change })!
    assert.equal(refused.code, code)
    assert.match(refused.text.en, cure)
    assert.match(refused.text.zh, /\p{Script=Han}.*。$/u)
    for (const text of Object.values(refused.text)) assert.doesNotMatch(text, /\n|undefined|null/)
  }
  assert.equal(lawRefused(known, known.law), null)
  assert.match(lawRefused(known, 'xiamen@2027.1 national@2026.1')!.text.en, /runs under xiamen@2026\.1 .* brings xiamen@2027\.1 .*"probity law load"/)
  assert.match(movedAway('/srv/one', '/srv/two').text.en, /goes on at \/srv\/two/)
})
