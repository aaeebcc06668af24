import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { signIn } from '../../test/support/signed-in.ts'
import { testPorts } from '../../test/support/ports.ts'
import { buildServer } from '../web/server.ts'
import type { DeliveryDesk } from '../register/ingestion/desk.ts'

const ports = await testPorts()
let short = false
const app = await buildServer({ ...ports, disk: () => ({ folder: '', freeBytes: 0, totalBytes: 1, reserveBytes: 1, short }) }, { deliveries: {} as DeliveryDesk })
after(async () => {
  await app.close()
  await ports.close()
})

test('on a full disk it is settled first who asks, and signing out still ends the session', async () => {
  const { cookie, token } = await signIn(ports, { body: 'operator', roles: ['operate'] })
  const form = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
  const payload = new URLSearchParams({ _token: await token() }).toString()
  short = true
  assert.equal((await app.inject({ method: 'POST', url: '/account/choose', headers: form, payload: 'a=b' })).statusCode, 401, 'nobody is signed in')
  assert.equal((await app.inject({ method: 'POST', url: '/account/choose', headers: { ...form, 'content-encoding': 'gzip' }, payload: 'a=b' })).statusCode, 401)
  assert.equal((await app.inject({ method: 'POST', url: '/account/choose', headers: { ...form, cookie }, payload })).statusCode, 503)
  assert.equal((await app.inject({ method: 'POST', url: '/nowhere', headers: form, payload })).statusCode, 503)
  const out = await app.inject({ method: 'POST', url: '/sign-out', headers: { ...form, cookie }, payload })
  assert.equal(out.statusCode, 303)
  assert.match(String(out.headers['set-cookie']), /Max-Age=0|Expires=Thu, 01 Jan 1970/)
  assert.equal((await app.inject({ url: '/account', headers: { accept: 'text/html', cookie } })).statusCode, 401)
})
