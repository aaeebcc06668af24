/** Signing in at the embedded issuer and at one that cheats, over real HTTP. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { createServer, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import { type Answer, type Reader, reader, tokenOn } from '../../../../test/support/browser-less.ts'
import { freePort } from '../../../database/embedded.ts'
import { type TestPorts, testPorts } from '../../../../test/support/ports.ts'
import { openDemonstrationAccounts } from '../../../demonstration/accounts.ts'
import { demonstrationUnits } from '../../../demonstration/units.ts'
import { registerUnit } from '../../../identity/acts.ts'
import { localPath, type SignInSettings } from '../../../identity/sign-in.ts'
import type { Ports } from '../../../ports.ts'
import type { DeliveryDesk } from '../../../register/ingestion/desk.ts'
import { buildServer } from '../../server.ts'

let base: TestPorts
const stops: (() => Promise<unknown>)[] = []
let demonstration: { address: string; app: FastifyInstance; ports: Ports }
before(async () => {
  base = await testPorts()
  stops.push(() => base.close())
  for (const unit of demonstrationUnits.filter((u) => ['market-regulation', 'ecology', 'emergency-management', 'water'].includes(u.id))) {
    const done = await registerUnit(base, { code: unit.code, kind: unit.kind, nameZh: unit.name, nameEn: unit.title, items: ['penalty'], demonstration: true })
    assert.ok(done.ok, JSON.stringify(done))
  }
  await openDemonstrationAccounts(base)
  demonstration = await serve({ kind: 'demonstration' })
})
after(async () => { for (const stop of stops.reverse()) await stop() })

async function serve(signIn: SignInSettings | null) {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const ports: Ports = { ...base, settings: { ...base.settings, address, signIn } }
  const app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
  await app.listen({ port, host: '127.0.0.1' })
  stops.push(() => app.close())
  return { address, app, ports }
}

async function signedIn(who: string, next = '/account'): Promise<{ as: Reader; page: Answer }> {
  const as = reader(demonstration.address)
  const list = await as.get(`/sign-in?next=${encodeURIComponent(next)}`)
  assert.match(list.url, /\/demonstration\/accounts\//)
  return { as, page: await as.send(list.url, { account: who }) }
}

test('a demonstration account is chosen from a list, and the reader comes to where they wanted to be', async () => {
  const { as, page } = await signedIn('deliverer-1', '/law?scope=declined')
  assert.equal(page.url, `${demonstration.address}/law?scope=declined`)
  assert.match(page.text, /代表<b>岭湾市市场监督管理局/)
  const cookie = as.cookies.get('probity_session')!
  assert.match(cookie, /^[\w-]{43}$/)
  const account = await as.get('/account')
  assert.match(account.text, /演示交付员一 \/ Demonstration deliverer 1/)
  assert.equal(account.headers.get('cache-control'), 'no-store')
})

test('the session cookie is closed to scripts and to forms from elsewhere', async () => {
  const as = reader(demonstration.address)
  const list = await as.get('/sign-in')
  let answer = await as.step(list.url, { method: 'POST', body: new URLSearchParams({ account: 'operator' }) })
  while (answer.location !== null && !answer.headers.getSetCookie().some((c) => c.startsWith('probity_session='))) answer = await as.step(new URL(answer.location, answer.url).href)
  const line = answer.headers.getSetCookie().find((c) => c.startsWith('probity_session='))!
  assert.match(line, /; Path=\//)
  assert.match(line, /; HttpOnly/)
  assert.match(line, /; SameSite=Lax/)
  assert.doesNotMatch(line, /Max-Age|Expires/)
})

test('a person with two bodies chooses; a person with none is told', async () => {
  const two = await signedIn('deliverer-3')
  assert.match(two.page.text, /换一个单位/)
  const choose = await two.as.get('/account/choose?next=/law')
  const water = demonstrationUnits.find((u) => u.id === 'water')!
  const chosen = await two.as.send('/account/choose', { _token: tokenOn(choose), body: water.code, next: '/law' })
  assert.equal(chosen.url, `${demonstration.address}/law`)
  assert.match(chosen.text, /代表<b>岭湾市水务局/)
  const none = await signedIn('newcomer')
  assert.match(none.page.text, /您还不能代表任何单位/)
})

test('signing out ends the session itself, not only the cookie', async () => {
  const { as, page } = await signedIn('deliverer-2')
  const secret = as.cookies.get('probity_session')!
  const out = await as.send('/sign-out', { _token: tokenOn(page) })
  assert.equal(out.url, `${demonstration.address}/`)
  assert.equal(as.cookies.has('probity_session'), false)
  as.cookies.set('probity_session', secret)
  assert.equal((await as.step('/account')).status, 401)
})

test('a callback counts once, for the browser that set out, with the state it was given', async () => {
  const as = reader(demonstration.address)
  const list = await as.get('/sign-in')
  let answer = await as.step(list.url, { method: 'POST', body: new URLSearchParams({ account: 'operator' }) })
  while (!answer.location!.includes('/sign-in/callback?')) answer = await as.step(new URL(answer.location!, answer.url).href)
  const callback = answer.location!
  const tampered = callback.replace(/state=[^&]+/, 'state=changed')
  assert.equal((await as.step(tampered)).status, 400)
  const stranger = reader(demonstration.address)
  assert.equal((await stranger.step(callback)).status, 400, 'another browser')
  assert.equal(stranger.cookies.has('probity_session'), false)
  assert.equal((await as.step(callback)).status, 303)
  assert.ok(as.cookies.has('probity_session'))
  const again = await as.step(callback)
  assert.equal(again.status, 400)
  assert.match(again.text, /这次登录已经失效/)
})

test('what the embedded issuer cannot answer is said by the register, under its own policy', async () => {
  const as = reader(demonstration.address)
  const issuer = `${demonstration.address}/demonstration/oidc`
  const wrong = await as.get(`${issuer}/auth?client_id=probity&response_type=code&redirect_uri=https%3A%2F%2Fevil.example%2F&scope=openid`)
  assert.equal(wrong.url, `${demonstration.address}/sign-in/callback`)
  assert.match(wrong.text, /这次登录已经失效/)
  const stranger = await as.step(`${issuer}/auth?client_id=another&response_type=code&scope=openid`)
  assert.equal(stranger.location, '/sign-in/callback')
  for (const answer of [wrong, stranger, await as.step(`${issuer}/.well-known/openid-configuration`)]) {
    assert.match(answer.headers.get('content-security-policy') ?? '', /^default-src 'none'/, answer.url)
  }
  const without = new URL((await as.step('/sign-in')).location!)
  without.searchParams.delete('code_challenge')
  assert.match((await as.step(without.href)).location!, /sign-in\/callback\?error=invalid_request/, 'no code without a challenge')
})

test('under a foreign name, or through a proxy, the demonstration offers nobody a sign-in; reading goes on', async () => {
  const { port, host } = new URL(demonstration.address)
  const ask = (path: string, headers: Record<string, string>) => new Promise<{ status: number; text: string }>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { accept: 'text/html', ...headers } }, (answer) => {
      void text(answer).then((body) => { resolve({ status: answer.statusCode!, text: body }) })
    }).on('error', reject).end()
  })
  const doors = ['/sign-in', '/en/sign-in', '/sign-in/callback?state=x&code=y', '/demonstration/oidc/.well-known/openid-configuration', '/demonstration/accounts/x', '/demonstration/oidc/auth']
  for (const path of doors) {
    for (const headers of [{ host: 'evil.example' }, { host: `evil.example:${port}` }, { host: '127.0.0.1:1' }, { host, 'x-forwarded-for': '203.0.113.5' }, { host, forwarded: 'for=1' }, { host, via: '1.1 p' }] as Record<string, string>[]) {
      assert.equal((await ask(path, headers)).status, 403, `${path} ${JSON.stringify(headers)}`)
    }
  }
  const no = await ask('/en/sign-in', { host: 'evil.example' })
  assert.match(no.text, /Demonstration sign-in is for this machine.*127\.0\.0\.1/s)
  assert.equal((await ask('/en', { host: 'evil.example' })).status, 200)
  assert.equal((await ask('/sign-in', { host: `localhost:${port}` })).status, 303)
  await base.security!.flush()
  const noted = await base.database.rows<{ reason: string }>`select distinct reason from security_event where kind = 'foreign-host' order by 1`
  assert.deepEqual(noted, [{ reason: 'forwarded' }, { reason: 'host' }])
})

test('attempts to sign in are counted by the minute', async () => {
  const narrow = await serve({ kind: 'demonstration' })
  const as = reader(narrow.address)
  const statuses: number[] = []
  for (let i = 0; i < 32; i++) statuses.push((await as.step('/sign-in/callback?state=x&code=y')).status)
  assert.deepEqual([statuses[0], statuses[29], statuses[30]], [400, 400, 429])
  assert.equal((await as.step('/')).status, 200, 'reading goes on')
})

test('next leads nowhere but to a path of this site', async () => {
  for (const next of ['https://evil.example/', '//evil.example/', '/\\evil.example', '\\\\evil.example', '/%0d%0a//x'.replace('%0d%0a', '\r\n'), 'javascript:alert(1)', '/sign-in?next=/x', '/en/sign-out', '', '/a/../..//evil.example', `/${'x'.repeat(2000)}`]) {
    assert.match(localPath(next), /^\/account$|^\/(?!\/)/, next)
    assert.equal(new URL(localPath(next), 'http://site').origin, 'http://site', next)
  }
  assert.equal(localPath('/\\evil.example'), '/account')
  assert.equal(localPath('//evil.example/'), '/account')
  assert.equal(localPath('/en/desk/members?done=ended#x'), '/en/desk/members?done=ended#x')
  const { page } = await signedIn('operator', '//evil.example/')
  assert.equal(page.url, `${demonstration.address}/account`)
})

test('where nobody is named to vouch for people, the page says so', async () => {
  const bare = await serve(null)
  const answer = await reader(bare.address).get('/en/sign-in')
  assert.equal(answer.status, 404)
  assert.match(answer.text, /Sign-in is not set up here/)
  assert.equal((await reader(bare.address).get('/demonstration/oidc/.well-known/openid-configuration')).status, 404)
})

test('an issuer that does not answer is said, and asked again at the next attempt', async (t) => {
  t.mock.method(console, 'error', () => {})
  const port = await freePort()
  const settings = { kind: 'issuer', issuer: `http://127.0.0.1:${port}`, clientId: 'probity', secret: 'x', key: null } as const
  const there = await serve(settings)
  const down = await reader(there.address).get('/sign-in')
  assert.equal(down.status, 503)
  assert.match(down.text, /登录服务没有答复/)
  assert.match(down.text, /href="\/sign-in\?next=%2Fdesk"/)
  const issuer = await cheat(port)
  assert.match((await reader(there.address).step('/sign-in')).location!, new RegExp(`^${issuer.address}/authorize`))
})

test('what an issuer says is believed only when it proves itself, the person, the moment and the attempt', async (t) => {
  t.mock.method(console, 'error', () => {})
  const issuer = await cheat(await freePort())
  const there = await serve({ kind: 'issuer', issuer: issuer.address, clientId: 'probity', secret: 'x', key: null })
  const tried = async (wrong: Partial<Claims>, change: (callback: URL) => void = () => {}) => {
    const as = reader(there.address)
    const begun = new URL((await as.step('/sign-in')).location!)
    assert.equal(begun.searchParams.get('code_challenge_method'), 'S256')
    issuer.say({ nonce: begun.searchParams.get('nonce')!, ...wrong })
    const callback = new URL(`${there.address}/sign-in/callback`)
    callback.search = new URLSearchParams({ code: 'c', state: begun.searchParams.get('state')!, iss: issuer.address }).toString()
    change(callback)
    const answer = await as.step(callback.pathname + callback.search)
    return [answer.status, as.cookies.has('probity_session')]
  }
  assert.deepEqual(await tried({}), [303, true])
  assert.deepEqual(await tried({ nonce: 'another' }), [403, false])
  assert.deepEqual(await tried({ iss: 'https://other.example' }), [403, false])
  assert.deepEqual(await tried({ aud: 'another client' }), [403, false])
  assert.deepEqual(await tried({ lives: -3600 }), [403, false], 'expired')
  assert.deepEqual(await tried({ otherKey: true }), [403, false], 'signed with a key the issuer does not show')
  assert.deepEqual(await tried({}, (c) => c.searchParams.set('iss', 'https://other.example')), [403, false])
  assert.deepEqual(await tried({}, (c) => { c.searchParams.delete('code'); c.searchParams.set('error', 'access_denied') }), [403, false])
  const known = await base.database.rows<{ name: string }>`select name from account where issuer = ${issuer.address}`
  assert.deepEqual(known, [{ name: 'Ann' }], 'a person once, marks and directions out of the name')
})

test('the register proves itself to the issuer with its secret or with a signature of its own key', async () => {
  const issuer = await cheat(await freePort())
  const once = async (settings: { secret: string | null; key: string | null }) => {
    const there = await serve({ kind: 'issuer', issuer: issuer.address, clientId: 'probity', ...settings })
    const as = reader(there.address)
    const begun = new URL((await as.step('/sign-in')).location!)
    issuer.say({ nonce: begun.searchParams.get('nonce')! })
    const back = new URLSearchParams({ code: 'c', state: begun.searchParams.get('state')!, iss: issuer.address })
    assert.equal((await as.step(`/sign-in/callback?${back.toString()}`)).status, 303)
    assert.ok(issuer.asked().body.get('code_verifier'))
    return issuer.asked()
  }
  const bySecret = await once({ secret: 'a secret', key: null })
  assert.match(bySecret.authorization, /^Basic /)
  for (const [type, options, alg] of [['ed25519', {}, 'Ed25519'], ['ec', { namedCurve: 'P-256' }, 'ES256'], ['rsa', { modulusLength: 2048 }, 'PS256']] as const) {
    const pair = generateKeyPairSync(type as 'ec', options as { namedCurve: string })
    const byKey = await once({ secret: null, key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() })
    const { payload, protectedHeader } = await jwtVerify(byKey.body.get('client_assertion')!, pair.publicKey, { issuer: 'probity', subject: 'probity' })
    assert.deepEqual([protectedHeader.alg, payload.aud], [alg, issuer.address])
    assert.equal(byKey.authorization, '')
  }
})

type Claims = { nonce: string; iss: string; aud: string; lives: number; otherKey: boolean }

/** An issuer that answers as it is told to. */
type Asked = { readonly authorization: string; readonly body: URLSearchParams }
async function cheat(port: number): Promise<{ address: string; say(claims: Partial<Claims>): void; asked(): Asked }> {
  const address = `http://127.0.0.1:${port}`
  const [own, other] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')]
  let told: Partial<Claims> = {}
  let asked: Asked = { authorization: '', body: new URLSearchParams() }
  const server = createServer((request, response) => {
    void (async () => {
      const json = (body: unknown) => { response.setHeader('content-type', 'application/json'); response.end(JSON.stringify(body)) }
      if (request.url?.startsWith('/.well-known')) {
        return json({
          issuer: address, authorization_endpoint: `${address}/authorize`, token_endpoint: `${address}/token`, jwks_uri: `${address}/keys`,
          response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['ES256'],
          authorization_response_iss_parameter_supported: true, code_challenge_methods_supported: ['S256'],
        })
      }
      if (request.url === '/keys') return json({ keys: [{ ...(await exportJWK(own.publicKey)), alg: 'ES256', use: 'sig', kid: '1' }] })
      asked = { authorization: request.headers.authorization ?? '', body: new URLSearchParams(await text(request)) }
      const now = Math.floor(Date.now() / 1000)
      const { nonce = '', iss = address, aud = 'probity', lives = 300, otherKey = false } = told
      const token = await new SignJWT({ nonce, name: 'A‮n\u0000n' }).setProtectedHeader({ alg: 'ES256', kid: '1' }).setIssuer(iss).setAudience(aud).setSubject('ann')
        .setIssuedAt(now - 4000 + (lives > 0 ? 4000 : 0)).setExpirationTime(now + lives).sign(otherKey ? other.privateKey : own.privateKey)
      return json({ access_token: 'a', token_type: 'Bearer', id_token: token })
    })()
  })
  await new Promise<void>((resolve) => { server.listen(port, '127.0.0.1', resolve) })
  stops.push(() => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve) }))
  return { address, say(claims) { told = claims }, asked: () => asked }
}
