/** Who asks is settled before what is sent is read; what is sent is small, comes in time, and has a shape. Real sockets throughout. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import type { JWK } from 'jose'
import { registerClient } from '../../src/identity/acts.ts'
import { accessToken } from '../../src/cli/token.ts'
import type { CommandError } from '../../src/cli/io.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import { neededOf } from '../../src/http/caller.ts'
import { networkOf, visitorOf } from '../../src/http/client.ts'
import { requestLimits } from '../../src/http/limits.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { registerPages } from '../../src/web/pages/index.ts'
import { buildServer, registerApi } from '../../src/web/server.ts'
import { deliverCsv, unitFor } from '../support/delivered.ts'
import { licenceRow, objector, provider } from '../support/objected.ts'
import { testPorts, type TestPorts } from '../support/ports.ts'
import { signIn } from '../support/signed-in.ts'

const noDesk = { deliveries: {} as DeliveryDesk }
type Found = { readonly method: string; readonly url: string; readonly open: boolean; readonly isPage: boolean }
let ports: TestPorts
let app: FastifyInstance
let routes: readonly Found[]
const token: Record<string, string> = {}
const sockets: Socket[] = []

before(async () => {
  ports = await testPorts()
  routes = await routeTable()
  app = await opened({ requestsPerMinute: 100_000, headerMs: 600, body: { windowMs: 400, bytesInWindow: 1024 } })
  for (const name of ['first', 'second']) {
    const key = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as JWK
    const done = await registerClient(ports, { clientId: `operator.${name}`, unitCode: 'operator', publicKey: { ...key, alg: 'Ed25519' }, roles: ['operate'], by: 'operator' })
    assert.ok(done.ok, JSON.stringify(done))
    token[name] = (await issueToken(ports, { clientId: `operator.${name}`, unitCode: 'operator' })).token
  }
})
after(async () => {
  await app.close()
  await ports.close()
})

async function opened(limits: Parameters<typeof buildServer>[2], settings: Partial<TestPorts['settings']> = {}): Promise<FastifyInstance> {
  const made = await buildServer({ ...ports, settings: { ...ports.settings, ...settings } }, noDesk, limits)
  made.server.on('connection', (socket: Socket) => { sockets.push(socket) })
  await made.listen({ host: '127.0.0.1', port: 0 })
  return made
}

/** As the server has it, pages and interfaces. */
async function routeTable(): Promise<Found[]> {
  const found: Found[] = []
  const bare = Fastify()
  bare.addHook('onRoute', ({ method, url, schema, config }) => {
    for (const one of [method].flat()) {
      if (['HEAD', 'OPTIONS', 'TRACE'].includes(one) || url.includes('*')) continue
      const isPage = config?.enter !== undefined
      found.push({ method: one, url, isPage, open: isPage ? config.enter === null : neededOf(schema as never) === null })
    }
  })
  bare.addContentTypeParser('application/x-www-form-urlencoded', (_request, _body, done) => { done(null) })
  registerApi(bare, ports, noDesk)
  registerPages(bare, ports, noDesk)
  await bare.ready()
  return found
}

const port = (of: FastifyInstance = app) => (of.server.address() as AddressInfo).port
const addressOf = (url: string) => url.replace(/:(\w+)/g, (_, name: string) => (name === 'id' ? '6f0d2c1a-8f5e-4a51-9a55-0d6c3b7f3a11' : name === 'code' ? '91330203MA2810A14X' : '1'))

type Raw = { readonly status: number; readonly text: string; readonly closed: boolean; readonly sent: number }
/** Sends as it is told and reads until the connection ends or nothing comes any more. */
function raw(head: string, { body, slowly, of = app, most = 4000 }: { body?: () => Buffer | null; slowly?: number; of?: FastifyInstance; most?: number } = {}): Promise<Raw> {
  return new Promise((resolve) => {
    let [text, sent] = ['', 0]
    const socket = connect(port(of), '127.0.0.1', () => {
      socket.write(head)
      if (slowly !== undefined) {
        const drip = setInterval(() => { if (socket.writable) { socket.write('a'); sent++ } }, slowly)
        socket.once('close', () => { clearInterval(drip) })
      } else if (body) {
        const more = () => {
          for (let chunk = body(); chunk !== null; chunk = body()) {
            sent += chunk.length
            if (!socket.write(chunk)) { socket.once('drain', more); return }
          }
        }
        more()
      }
    })
    const end = (closed: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text, closed, sent })
    }
    const timer = setTimeout(() => { end(false) }, most)
    socket.on('data', (chunk) => { text += String(chunk) })
    socket.on('error', () => {})
    socket.on('close', () => { end(true) })
  })
}
const head = (method: string, url: string, headers: Readonly<Record<string, string | number>>) =>
  `${method} ${url} HTTP/1.1\r\nHost: 127.0.0.1\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`

test('every route that is not for everybody refuses whoever is unknown before a byte of what is sent is read, and hangs up', async () => {
  const closed = routes.filter((r) => !r.open)
  assert.ok(closed.filter((r) => r.isPage).length > 60 && closed.filter((r) => !r.isPage).length > 60, `${closed.length} routes`)
  const waiting = [...closed]
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let r = waiting.pop(); r !== undefined; r = waiting.pop()) {
      const answer = await raw(head(r.method, addressOf(r.url), {
        accept: r.isPage ? 'text/html' : 'application/json', 'content-type': r.url.endsWith('/upload') ? 'multipart/form-data; boundary=x' : 'application/json',
        'content-length': 60_000_000,
      }))
      assert.ok([401, 403, 429].includes(answer.status), `${r.method} ${r.url}: ${answer.status} ${answer.text.slice(0, 300)}`)
      assert.ok(answer.closed, `${r.method} ${r.url} stays open`)
      assert.match(answer.text, /connection: close/i)
    }
  }))
})

test('what is for everybody reads no more than a small body, and says so at once', async () => {
  const open = routes.filter((r) => r.open && r.method === 'POST')
  assert.ok(open.some((r) => r.url === '/oauth/token'))
  for (const r of open) {
    const answer = await raw(head('POST', addressOf(r.url), { 'content-type': 'application/x-www-form-urlencoded', 'content-length': 60_000_000 }))
    assert.deepEqual([r.url, answer.status, answer.closed], [r.url, 413, true])
  }
})

test('68 MB without a token are not read, whichever way they are announced', async () => {
  const chunk = Buffer.alloc(64 * 1024, 'x')
  for (const way of ['length', 'chunked'] as const) {
    let left = Math.ceil(68_000_000 / chunk.length)
    const framed = Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')])
    const answer = await raw(head('POST', '/api/v1/objections', {
      'content-type': 'application/json', ...(way === 'length' ? { 'content-length': left * chunk.length } : { 'transfer-encoding': 'chunked' }),
    }), { body: () => (left-- > 0 ? (way === 'length' ? chunk : framed) : null) })
    assert.deepEqual([answer.status, answer.closed], [401, true], way)
    assert.ok(sockets.at(-1)!.bytesRead < 1_000_000, `${sockets.at(-1)!.bytesRead} bytes read`)
  }
})

async function known(): Promise<void> {
  await unitFor(ports, provider, 'administrative-organ/market-regulation', ['licence'])
  await deliverCsv(ports, provider, 'licence', [licenceRow(1, objector)])
}

test('an upload refused in the middle: the answer is read whole while the rest still comes, by form', async () => {
  await known()
  const member = await signIn(ports, { body: { kind: 'organisation', code: objector }, roles: ['represent'] })
  for (const [url, title] of [['/subject/objections/new/upload', 'subject'], ['/desk/deliveries/new/upload', 'desk']] as const) {
    const as = title === 'subject' ? member : await signIn(ports, { body: { kind: 'unit', code: provider }, roles: ['deliver'] })
    const chunk = Buffer.alloc(64 * 1024, 'x')
    const form = `--x\r\nContent-Disposition: form-data; name="_token"\r\n\r\nof another session\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n`
      + 'Content-Type: application/pdf\r\n\r\n'
    let left = Math.ceil(60_000_000 / chunk.length)
    const whole = form.length + left * chunk.length
    const answer = await raw(`${head('POST', url, { cookie: as.cookie, accept: 'text/html', 'content-type': 'multipart/form-data; boundary=x', 'content-length': whole })}${form}`, {
      body: () => (left-- > 0 ? chunk : null), most: 9000,
    })
    assert.ok([401, 403, 409].includes(answer.status), `${url}: ${answer.text.slice(0, 300)}`)
    assert.match(answer.text, /<\/html>/, url)
    assert.ok(answer.sent >= 60_000_000, `${url}: ${answer.sent} of ${whole} could be sent before the answer was read`)
  }
})

test('a body that comes steadily for longer than an answer may take is not called late', async () => {
  const hasty = await opened({ requestsPerMinute: 1000, answerMs: 300 })
  const member = await signIn(ports, { body: { kind: 'organisation', code: objector }, roles: ['represent'] })
  const body = Buffer.alloc(2000, 'x')
  let left = 20
  const socket = connect(port(hasty), '127.0.0.1')
  let text = ''
  socket.on('data', (bytes) => { text += String(bytes) }).on('error', () => {})
  socket.write(head('POST', '/subject/objections/new/upload', {
    cookie: member.cookie, accept: 'text/html', connection: 'close', 'content-type': 'multipart/form-data; boundary=x', 'content-length': left * body.length,
  }))
  while (left-- > 0) {
    socket.write(body)
    await new Promise((resolve) => { setTimeout(resolve, 60) })
  }
  for (let n = 0; n < 50 && !text.includes('</html>'); n++) await new Promise((resolve) => { setTimeout(resolve, 40) })
  socket.destroy()
  assert.match(text, /^HTTP\/1\.1 400/, 'what came is no form, and that is said')
  await hasty.close()
})

test('a body that trickles is ended with a word, and so is a header; many of them hold nobody up', async () => {
  const trickle = await raw(head('POST', '/oauth/token', { 'content-type': 'application/x-www-form-urlencoded', 'content-length': 1000, 'accept-language': 'en' }), { slowly: 60 })
  assert.deepEqual([trickle.status, trickle.closed], [408, true], trickle.text)
  assert.match(trickle.text, /body-too-slow/)
  const silent = Array.from({ length: 400 }, () => raw('GET / HTTP/1.1\r\nHost: x\r\nX: ', { slowly: 150, most: 8000 }))
  const began = performance.now()
  for (let i = 0; i < 20; i++) assert.equal((await fetch(`http://127.0.0.1:${port()}/health/live`)).status, 200)
  assert.ok(performance.now() - began < 4000)
  for (const answer of await Promise.all(silent)) {
    assert.deepEqual([answer.status, answer.closed], [408, true])
    assert.match(answer.text, /header-too-slow.*/)
  }
})

test('an address with characters that were not encoded is refused in words that name the address', async () => {
  const answer = await raw('GET /search?q=\u5cad\u6e7e HTTP/1.1\r\nHost: x\r\n\r\n')
  assert.deepEqual([answer.status, answer.closed], [400, true])
  assert.match(answer.text, /address-unencoded/)
})

const post = async (url: string, body: string | Uint8Array, headers: Record<string, string> = {}, of = app) => {
  const answer = await fetch(`http://127.0.0.1:${port(of)}${url}`, {
    method: 'POST', body: body as string, redirect: 'manual', headers: { 'content-type': 'application/json', authorization: `Bearer ${token.first}`, 'accept-language': 'en', ...headers },
  })
  const text = await answer.text()
  return { status: answer.status, code: (/"code":"([^"]+)"/.exec(text) ?? [])[1], text, retryAfter: answer.headers.get('retry-after') }
}

test('JSON nested or wide beyond use, names that reach a prototype, packed bodies: each a plain refusal', async () => {
  const url = '/api/v1/operator/notices'
  const of = async (body: string, headers = {}) => { const { status, code } = await post(url, body, headers); return [status, code] }
  assert.deepEqual(await of('['.repeat(60_000)), [400, 'body-too-deep'])
  assert.deepEqual(await of(`{"a":${'{"a":'.repeat(5000)}1${'}'.repeat(5001)}`), [400, 'body-too-deep'])
  assert.deepEqual(await of(`[${'1,'.repeat(1_000)}1]`), [422, 'notice-unreadable'])
  // Each value and name is looked at: a small body that holds thousands is refused before anything is made of it.
  assert.deepEqual(await of(`[${'1,'.repeat(30_000)}1]`), [400, 'body-too-wide'])
  assert.deepEqual(await of(`{"facts":{${Array.from({ length: 4900 }, (_, i) => `"k${i}":"x"`).join(',')}}}`), [400, 'body-too-wide'])
  assert.deepEqual(await of('{"__proto__":{"x":1}}'), [400, 'request-unreadable'])
  assert.deepEqual(await of('{"constructor":{"prototype":{"x":1}}}'), [400, 'request-unreadable'])
  assert.deepEqual(await of('{}', { 'content-encoding': 'gzip' }), [415, 'body-packed'])
  assert.deepEqual(await of('x'.repeat(requestLimits.bodyBytes + 1)), [413, 'payload-too-large'])
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  assert.deepEqual((await post('/oauth/token', Array.from({ length: 10_000 }, (_, i) => `f${i}=1`).join('&').slice(0, 65_000), form)).code, 'body-too-wide')
  assert.equal((await post('/oauth/token', '__proto__=x&grant_type=y', form)).code, 'grant-unsupported')
  const endless = await raw(head('POST', '/subject/objections/new/upload', {
    cookie: (await signIn(ports, { body: { kind: 'organisation', code: '91330200058290389A' }, roles: ['represent'] })).cookie, 'content-type': 'multipart/form-data; boundary=x', 'transfer-encoding': 'chunked', accept: 'text/html',
  }))
  assert.equal(endless.status, 411)
})

test('limits count clients: two machines at one address, two visitors behind one trusted proxy; what nobody is trusted to say is not heard', async () => {
  const narrow = await opened({ requestsPerMinute: 3 })
  const ask = async (of: FastifyInstance, url: string, headers: Record<string, string>) => {
    const answer = await fetch(`http://127.0.0.1:${port(of)}${url}`, { headers, redirect: 'manual' })
    return { status: answer.status, text: await answer.text(), retryAfter: answer.headers.get('retry-after') }
  }
  const as = (name: string) => ({ authorization: `Bearer ${token[name]}` })
  for (let i = 0; i < 3; i++) assert.equal((await ask(narrow, '/api/v1/operator/runs', as('first'))).status, 200)
  const over = await ask(narrow, '/api/v1/operator/runs', { ...as('first'), 'accept-language': 'zh' })
  assert.equal(over.status, 429)
  assert.match(over.text, /请求过于频繁/)
  assert.ok(Number(over.retryAfter) > 0)
  assert.equal((await ask(narrow, '/api/v1/operator/runs', as('second'))).status, 200)
  for (const from of ['198.51.100.1', '198.51.100.2', '198.51.100.3']) await ask(narrow, '/api/v1/law', { 'x-forwarded-for': from })
  assert.equal((await ask(narrow, '/api/v1/law', { 'x-forwarded-for': '198.51.100.9' })).status, 429)
  const page = await ask(narrow, '/en/law', { accept: 'text/html' })
  assert.equal(page.status, 429)
  assert.match(page.text, /<h1>Too many requests<\/h1>.*Try again in \d+ seconds/s)
  assert.ok(Number(page.retryAfter) > 0)
  await narrow.close()

  // A command is told what it is, and not that its key is wrong.
  const once = await opened({ requestsPerMinute: 3000 })
  const key = { ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as JWK, alg: 'Ed25519' }
  const at = `http://127.0.0.1:${port(once)}`
  const get = () => accessToken(at, { clientId: 'operator.first', key } as never, 'zh')
  await assert.rejects(get(), /did not accept the key/)
  for (let i = 1; i < requestLimits.refusalsPerMinute; i++) await get().catch(() => {})
  await assert.rejects(get(), (error: CommandError) => error.exitCode === 75 && /请求过于频繁.*秒后再试/.test(error.message))
  await once.close()

  const behind = await opened({ requestsPerMinute: 3000 }, { trustedProxies: ['127.0.0.0/8'] })
  for (let i = 0; i < 30; i++) await ask(behind, '/sign-in', { 'x-forwarded-for': '2001:db8:1:2::a' })
  assert.equal((await ask(behind, '/sign-in', { 'x-forwarded-for': '2001:db8:1:2:ffff::b' })).status, 429)
  assert.notEqual((await ask(behind, '/sign-in', { 'x-forwarded-for': '2001:db8:1:3::a' })).status, 429)
  assert.notEqual((await ask(behind, '/sign-in', { 'x-forwarded-for': '203.0.113.7' })).status, 429)
  await behind.close()
})

test('a visitor is an address of IPv4 or a network of IPv6', () => {
  assert.equal(networkOf('192.0.2.7'), '192.0.2.7')
  assert.equal(networkOf('::ffff:192.0.2.7'), '192.0.2.7')
  assert.equal(networkOf('::ffff:c000:207'), '192.0.2.7')
  assert.equal(networkOf('192.0.2.7:8080'), '192.0.2.7')
  assert.equal(networkOf('[2001:db8:1:2::9]:443'), '2001:db8:1:2')
  assert.notEqual(networkOf('::ffff:505:505'), networkOf('::ffff:606:707'))
  const remote = (ip: string) => visitorOf({ ip, raw: { socket: { remoteAddress: '10.0.0.5' } } as never })
  assert.deepEqual([remote('evil'), remote('5.5.5.5:1'), remote('')], ['address 10.0.0.5', 'address 5.5.5.5', 'address 10.0.0.5'])
  assert.equal(networkOf('2001:DB8:1:0002:3:4:5:6'), '2001:db8:1:2')
  assert.equal(networkOf('2001:db8::5'), networkOf('2001:db8:0:0:9::'))
  assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0')
  assert.notEqual(networkOf('::1'), networkOf('2001:db8::1'))
})
