import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Environment, readDeployment, SettingError } from './settings.ts'

const signIn = (env: Environment) => readDeployment(env).signIn
const said = (env: Environment): string => {
  try { readDeployment(env) } catch (error) { assert.ok(error instanceof SettingError); return error.message }
  return ''
}

test('the demonstration accounts are offered where this machine alone reaches the register, and nowhere else unless told so', () => {
  assert.deepEqual(signIn({}), { kind: 'demonstration' })
  for (const env of [{ HOST: 'localhost' }, { HOST: '::1' }, { HOST: '127.0.0.2' }, { PROBITY_ADDRESS: 'http://localhost:8080' }]) assert.deepEqual(signIn(env), { kind: 'demonstration' }, JSON.stringify(env))
  for (const env of [{ HOST: '0.0.0.0' }, { HOST: '::' }, { HOST: '192.0.2.7' }, { PROBITY_ADDRESS: 'https://register.example' }, { HOST: '127.0.0.1.example' }]) {
    assert.match(said(env), /need no password.*PROBITY_DEMONSTRATION_SIGN_IN=everywhere/s, JSON.stringify(env))
    assert.deepEqual(signIn({ ...env, PROBITY_DEMONSTRATION_SIGN_IN: 'everywhere' }), { kind: 'demonstration', everywhere: true })
    assert.equal(signIn({ ...env, PROBITY_DEMONSTRATION_SIGN_IN: 'no' }), null)
  }
  assert.equal(signIn({ PROBITY_DEMO: 'no', HOST: '0.0.0.0' }), null, 'no demonstration, no accounts')
  assert.equal(signIn({ DATABASE_URL: 'postgres://x/y' }), null)
  assert.match(said({ PROBITY_DEMONSTRATION_SIGN_IN: 'yes' }), /it may be everywhere or no/)
})

test('an issuer that is named takes the place of the demonstration, wherever the register listens', () => {
  const named = { PROBITY_OIDC_ISSUER: 'https://login.example', PROBITY_OIDC_CLIENT_ID: 'probity' }
  assert.deepEqual(signIn({ ...named, HOST: '0.0.0.0' }), { kind: 'issuer', issuer: 'https://login.example', clientId: 'probity', secret: null, key: null, keyFile: null })
  assert.match(said({ PROBITY_OIDC_ISSUER: 'https://login.example' }), /PROBITY_OIDC_CLIENT_ID is missing/)
  assert.match(said({ ...named, PROBITY_OIDC_ISSUER: 'http://login.example' }), /must be the https:/)
  assert.match(said({ ...named, PROBITY_OIDC_ISSUER: 'login.example' }), /must be the https:/)
  assert.match(said({ ...named, PROBITY_OIDC_CLIENT_SECRET: 'x', PROBITY_OIDC_CLIENT_KEY: '/y' }), /both set/)
  assert.match(said({ PROBITY_OIDC_CLIENT_SECRET: 'hidden-value' }), /PROBITY_OIDC_CLIENT_SECRET is set, but PROBITY_OIDC_ISSUER is not/)
  assert.doesNotMatch(said({ PROBITY_OIDC_CLIENT_SECRET: 'hidden-value' }), /hidden-value/)
})

test('proxies that are trusted are addresses or networks, each written out; anything else is refused by name', () => {
  const proxies = (text: string) => readDeployment({ PROBITY_TRUSTED_PROXIES: text }).trustedProxies
  assert.deepEqual(proxies(''), [])
  assert.deepEqual(proxies(' 10.0.0.5, 10.1.0.0/16 ,fd00::/64,::1, '), ['10.0.0.5', '10.1.0.0/16', 'fd00::/64', '::1'])
  for (const wrong of ['true', '1', '*', 'loopback', 'proxy.example', '10.0.0.0/0', '::/0', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/8/8', '10.0.0.0/', '10.0.0.0/-1', '10.0.0', '10.0.0.1:80', '[::1]', '10.0.0.1 10.0.0.2']) {
    assert.throws(() => proxies(`10.0.0.5,${wrong}`), (error: Error) => error instanceof SettingError && error.message.includes(`PROBITY_TRUSTED_PROXIES holds "${wrong}"`), wrong)
  }
})
