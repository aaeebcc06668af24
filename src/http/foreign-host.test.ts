import assert from 'node:assert/strict'
import { test } from 'node:test'
import Fastify from 'fastify'
import { foreign, refuseForeign } from './foreign-host.ts'

const here = 'http://127.0.0.1:8080'
const ask = (headers: Record<string, string>, address = here, everywhere = false) =>
  foreign({ headers, raw: { headersDistinct: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.split(' + ')])) } } as never, address, everywhere)

test('demonstration sign-in answers this machine under its own name and port, and nobody who leads a name here', () => {
  for (const host of ['127.0.0.1:8080', 'localhost:8080', 'LOCALHOST:8080', '[::1]:8080', '127.0.0.2:8080']) assert.equal(ask({ host }), null, host)
  for (const host of [
    'evil.example', 'evil.example:8080', '127.0.0.1', '127.0.0.1:8081', 'localhost', '127.0.0.1.evil.example:8080', 'localhost.:8080', '0.0.0.0:8080', 'localhost@evil.example:8080',
    'evil.example:8080/', 'localhost:8080#x', 'localhost:8080?x', '', '127.0.0.1:8080 + evil.example:8080', '[::ffff:127.0.0.1]:8080', 'localhost.localdomain:8080',
  ]) assert.equal(ask({ host }), 'host', host)
  assert.equal(ask({}), 'host')
  assert.equal(ask({ host: 'demo.example' }, 'https://demo.example', true), null)
  assert.equal(ask({ host: 'localhost' }, 'https://demo.example', true), 'host', 'another name than the one it was given')
})

test('nor anybody who comes through others, unless the deployment says so', () => {
  for (const name of ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded', 'x-forwarded-anything', 'forwarded', 'via', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip',
    'x-original-url', 'x-original-host', 'x-rewrite-url', 'x-envoy-external-address', 'x-remote-addr', 'x-cluster-client-ip', 'x-azure-clientip', 'x-proxyuser-ip', 'fly-client-ip', 'remote-addr']) {
    assert.equal(ask({ host: '127.0.0.1:8080', [name]: 'a' }), 'forwarded', name)
  }
  assert.equal(ask({ host: 'demo.example', 'x-forwarded-for': '203.0.113.5' }, 'https://demo.example', true), null)
})

test('an address spelled otherwise, or naming its host, is the same route', async () => {
  const app = Fastify()
  refuseForeign(app, { settings: { address: here, signIn: { kind: 'demonstration' } } as never })
  for (const at of ['/sign-in', '/en/sign-in', '/demonstration/*']) app.get(at, async () => 'in')
  for (const url of ['/sign-in', '/%73ign-in', '/en/%73ign-in', '/%65n/sign-in', '/%64emonstration/oidc/auth', '/sign-in?next=1']) {
    assert.equal((await app.inject({ url, headers: { host: 'evil.example' } })).statusCode, 403, url)
    assert.equal((await app.inject({ url, headers: { host: '127.0.0.1:8080' } })).statusCode, 200, url)
  }
  await app.close()
  assert.equal(foreign({ headers: { host: '127.0.0.1:8080' }, raw: { url: 'http://evil.example/sign-in', headersDistinct: { host: ['127.0.0.1:8080'] } } } as never, here, false), 'forwarded')
})
