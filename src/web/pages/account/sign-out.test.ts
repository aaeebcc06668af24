/** Signing out together with a real issuer (oidc-provider): the browser is sent there, and the issuer says when a session is over. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import { type Reader, reader, tokenOn } from '../../../../test/support/browser-less.ts'
import { type TestPorts, testPorts } from '../../../../test/support/ports.ts'
import { freePort } from '../../../database/embedded.ts'
import { memoryAdapter } from '../../../demonstration/accounts-memory.ts'
import type { Ports } from '../../../ports.ts'
import type { DeliveryDesk } from '../../../register/ingestion/desk.ts'
import { buildServer } from '../../server.ts'

const clientId = 'probity-register'
let base: TestPorts
let ports: Ports
let app: FastifyInstance
let [address, issuer] = ['', '']
let key: JWK
const stops: (() => Promise<unknown>)[] = []

before(async () => {
  base = await testPorts()
  stops.push(() => base.close())
  const [at, there] = [await freePort(), await freePort()]
  address = `http://127.0.0.1:${at}`
  issuer = `http://127.0.0.1:${there}`
  key = { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }) as JWK, alg: 'ES256', use: 'sig', kid: 'k1' }
  await openIssuer(there)
  ports = { ...base, now: () => Temporal.Now.instant(), settings: { ...base.settings, address, signIn: { kind: 'issuer', issuer, clientId, secret: 'a secret of the register', key: null } } }
  app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
  await app.listen({ port: at, host: '127.0.0.1' })
  stops.push(() => app.close())
})
after(async () => { for (const stop of stops.reverse()) await stop() })

async function openIssuer(port: number): Promise<void> {
  const { Provider, interactionPolicy } = await import('oidc-provider')
  const prompts = interactionPolicy.base()
  prompts.remove('consent')
  const provider = new Provider(issuer, {
    clients: [{
      client_id: clientId, client_secret: 'a secret of the register', redirect_uris: [`${address}/sign-in/callback`], post_logout_redirect_uris: [`${address}/sign-out/done`],
      id_token_signed_response_alg: 'ES256', backchannel_logout_uri: `${address}/oauth/back-channel-logout`, backchannel_logout_session_required: true,
    }],
    jwks: { keys: [key as never] }, adapter: memoryAdapter(() => Temporal.Now.instant()), cookies: { keys: ['issuer cookies'] }, pkce: { required: () => true },
    scopes: ['openid', 'profile'], claims: { openid: ['sub'], profile: ['name'] }, conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => { ctx.body = form } }, backchannelLogout: { enabled: true } },
    // The register of this test lies on this machine, which the issuer's own guard would not ask.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as never),
    interactions: { policy: prompts, url: (_ctx, interaction) => `/enter/${interaction.uid}` },
    findAccount: (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id, name: '王建国' }) }),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId, accountId: ctx.oidc.session!.accountId! })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
  })
  const handle = provider.callback()
  const server = createServer((request, response) => {
    if (!request.url!.startsWith('/enter/')) return void handle(request, response)
    void provider.interactionFinished(request, response, { login: { accountId: 'person-1' } }, { mergeWithLastSubmission: false })
  })
  await new Promise<void>((resolve) => { server.listen(port, '127.0.0.1', resolve) })
  stops.push(() => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve) }))
}

async function signedIn(): Promise<{ as: Reader; secret: string }> {
  const as = reader(address)
  const page = await as.get('/sign-in?next=/account')
  assert.equal(page.url, `${address}/account`, page.text.slice(0, 300))
  return { as, secret: as.cookies.get('probity_session')! }
}
const sessions = () => base.database.rows<{ sid: string | null; ended: boolean; text: string }>`
  select issuer_sid as sid, ended_at is not null as ended, s::text as text from session s order by session_id`
const newest = async () => (await sessions()).at(-1)!

test('the issuer’s name for its session is kept, its token sealed: no name can be read where it lies', async () => {
  await signedIn()
  const own = await newest()
  assert.match(own.sid!, /.{10,}/)
  assert.ok(!own.text.includes(Buffer.from('eyJ').toString('hex')) && !own.text.includes('王建国'))
})

test('who signs out is sent to end the session at the issuer too, and comes back; the issuer then tells of it', async () => {
  const { as, secret } = await signedIn()
  const csp = (await as.step('/account')).headers.get('content-security-policy')!
  assert.match(csp, new RegExp(`form-action 'self' ${issuer}`), 'a form may lead on to the issuer')
  const out = await as.step('/sign-out', { method: 'POST', body: new URLSearchParams({ _token: tokenOn(await as.get('/account')) }) })
  const there = new URL(out.location!)
  assert.equal(there.origin, issuer)
  assert.deepEqual([there.searchParams.get('post_logout_redirect_uri'), there.searchParams.get('client_id')], [`${address}/sign-out/done`, clientId])
  assert.ok(there.searchParams.get('id_token_hint') && there.searchParams.get('state'))
  assert.equal((await newest()).ended, true, 'here first, whatever the issuer answers')
  assert.equal(as.cookies.has('probity_session'), false)
  const asked = await as.step(there.href)
  const form = new URLSearchParams({ xsrf: /name="xsrf" value="([^"]+)"/.exec(asked.text)![1]!, logout: 'yes' })
  const back = await as.step(`${issuer}/session/end/confirm`, { method: 'POST', body: form })
  assert.ok(back.location!.startsWith(`${address}/sign-out/done?state=`), back.location!)
  const done = await as.step(back.location!)
  assert.equal(done.status, 200)
  assert.match(done.text, /在本登记簿和登录服务的登录都已结束/)
  assert.match((await reader(address).step(back.location!)).text, /在本登记簿的登录已经结束/, 'another browser is told no more than it knows')
  as.cookies.set('probity_session', secret)
  assert.equal((await as.step('/account')).status, 401)
  // Signing in again asks the issuer anew: its session is over.
  assert.match((await reader(address).step('/sign-in')).location!, new RegExp(`^${issuer}/auth`))
})

test('ended at the issuer in another tab, the session here is over without a word from the browser', async () => {
  const { as } = await signedIn()
  assert.equal((await as.step('/account')).status, 200)
  const asked = await as.step(`${issuer}/session/end`)
  await as.step(`${issuer}/session/end/confirm`, { method: 'POST', body: new URLSearchParams({ xsrf: /name="xsrf" value="([^"]+)"/.exec(asked.text)![1]!, logout: 'yes' }) })
  for (let i = 0; i < 100 && !(await newest()).ended; i++) await new Promise((resolve) => { setTimeout(resolve, 50) })
  assert.equal((await newest()).ended, true)
  assert.equal((await as.step('/account')).status, 401)
  await base.security!.flush()
  const told = await base.database.rows<{ kind: string; account_id: number }>`select kind, account_id from security_event where kind = 'signed-out-by-issuer'`
  assert.ok(told.length > 0 && told.every((e) => e.account_id > 0))
})

test('a word that could not be carried out to its end was not heard: sent again, it counts', async (t) => {
  t.mock.method(console, 'error', () => {})
  const { as } = await signedIn()
  const now = Math.floor(Date.now() / 1000)
  const token = await new SignJWT({
    iss: issuer, aud: clientId, sub: 'person-1', iat: now, exp: now + 60, jti: crypto.randomUUID(), events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  }).setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'logout+jwt' }).sign(await importJWK(key, 'ES256') as CryptoKey)
  const send = async () => (await fetch(`${address}/oauth/back-channel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token: token }) })).status
  await base.owner.run`create function breaks() returns trigger language plpgsql as $$ begin raise exception 'breaks'; end $$`
  await base.owner.run`create trigger breaks before update on session for each row execute function breaks()`
  assert.ok((await send()) >= 500)
  assert.equal((await newest()).ended, false)
  await base.owner.run`drop trigger breaks on session`
  assert.equal(await send(), 200)
  assert.equal((await newest()).ended, true)
  assert.equal((await as.step('/account')).status, 401)
})

test('a word of sign-out counts when it proves its issuer, its register, its moment and what it is, and once', async () => {
  const now = () => Math.floor(Date.now() / 1000)
  type Claims = Record<string, unknown>
  const event = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const word = async (claims: Claims, o: { key?: Parameters<SignJWT['sign']>[0]; header?: object } = {}) =>
    new SignJWT({ iss: issuer, aud: clientId, sub: 'person-1', iat: now(), exp: now() + 60, jti: crypto.randomUUID(), events: event, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'logout+jwt', ...o.header }).sign(o.key ?? await importJWK(key, 'ES256') as CryptoKey)
  const send = async (token: string) => (await fetch(`${address}/oauth/back-channel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token: token }) })).status
  const { as } = await signedIn()
  const { sid } = await newest()
  const foreign = (await generateKeyPair('ES256')).privateKey
  for (const [what, token] of [
    ['another issuer', await word({ iss: 'https://other.example' })], ['another register', await word({ aud: 'another' })], ['a nonce, as an ID token has', await word({ nonce: 'n' })],
    ['no event', await word({ events: undefined })], ['another event', await word({ events: { x: {} } })], ['an event that is text', await word({ events: { [Object.keys(event)[0]!]: 'x' } })],
    ['nobody', await word({ sub: undefined })], ['no number', await word({ jti: undefined })], ['a number that is a number', await word({ jti: 5 })],
    ['too old', await word({ iat: now() - 3600, exp: now() + 60 })], ['over', await word({ exp: now() - 120 })], ['no moment', await word({ iat: undefined })],
    ['another key', await word({}, { key: foreign })], ['an access token', await word({}, { header: { typ: 'at+jwt' } })],
    ['no signature', `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ iss: issuer, aud: clientId, sub: 'person-1' })).toString('base64url')}.`],
    ['nothing', 'x'],
  ] as const) {
    assert.equal(await send(token), 400, what)
    assert.equal((await newest()).ended, false, what)
  }
  assert.equal(await send(await word({ sub: undefined, sid: 'another session' })), 200)
  assert.equal((await newest()).ended, false)
  assert.equal((await as.step('/account')).status, 200)
  const once = await word({ sid })
  assert.equal(await send(once), 200)
  assert.equal((await newest()).ended, true)
  assert.equal((await as.step('/account')).status, 401)
  assert.equal(await send(once), 400, 'it counts once')
})

test('over https the cookies are held to this host: their names say so, and a plain name is nobody', async () => {
  const secure = { ...ports, settings: { ...ports.settings, address: 'https://register.example' } }
  const server = await buildServer(secure, { deliveries: {} as DeliveryDesk })
  // On a busy machine the issuer may take longer than it is waited for.
  const begin = () => server.inject({ url: '/sign-in', headers: { accept: 'text/html' } })
  let begun = await begin()
  for (let tries = 0; begun.statusCode === 503 && tries < 20; tries++) begun = await begin()
  const line = String(begun.headers['set-cookie'])
  assert.match(line, /^__Host-probity_sign_in=[\w-]{43}; Max-Age=900; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  const { openSession } = await import('../../../identity/sessions.ts')
  const account = (await base.database.one<{ account_id: number }>`select account_id from account limit 1`)!.account_id
  const { secret } = await openSession(secure, account, '')
  const ask = async (cookie: string) => (await server.inject({ url: '/account', headers: { accept: 'text/html', cookie } })).statusCode
  assert.deepEqual([await ask(`__Host-probity_session=${secret}`), await ask(`probity_session=${secret}`)], [200, 401])
  await server.close()
})
