import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import { type TestPorts, testPorts } from '../../test/support/ports.ts'
import type { DeliveryDesk } from '../register/ingestion/desk.ts'
import { inField } from '../register/boundary/stated/digest.ts'
import { problemOf, type ProblemCode, problemTexts } from './problem.ts'
import { buildServer, registerApi } from './server.ts'

const noDesk = { deliveries: {} as DeliveryDesk }
let ports: TestPorts
let app: FastifyInstance
before(async () => {
  ports = await testPorts()
  app = await buildServer(ports, noDesk)
  await app.ready()
})
after(async () => {
  await app.close()
  await ports.close()
})

type Operation = { operationId?: string; summary?: string; parameters?: { in: string; name: string }[]; responses?: Record<string, unknown> }
type Document = { openapi: string; info: { title: string; version: string }; paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, unknown> } }

test('the OpenAPI document is a valid 3.1 description of every route, with named schemas and no dangling reference', async () => {
  const answer = await app.inject('/api/openapi.json')
  assert.equal(answer.statusCode, 200)
  const document = answer.json<Document>()
  assert.match(document.openapi, /^3\.1\.\d$/)
  assert.ok(document.info.title && document.info.version)

  const served: string[] = []
  const bare = Fastify()
  bare.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) if (method !== 'HEAD') served.push(`${method.toLowerCase()} ${route.url.replace(/:(\w+)/g, '{$1}').replace('*', '{*}')}`)
  })
  bare.addContentTypeParser('application/x-www-form-urlencoded', (_r, _b, done) => done(null))
  registerApi(bare, ports, noDesk)
  await bare.ready()
  const described = Object.entries(document.paths).flatMap(([url, methods]) => Object.keys(methods).map((method) => `${method} ${url}`))
  for (const route of served) assert.ok(described.includes(route), `${route} is not described`)

  const ids = new Set<string>()
  for (const [url, methods] of Object.entries(document.paths)) {
    assert.ok(url.startsWith('/'))
    for (const [method, operation] of Object.entries(methods)) {
      const at = `${method} ${url}`
      if (!served.includes(at)) continue
      assert.ok(operation.summary, `${at} has no summary`)
      assert.ok(operation.operationId && !ids.has(operation.operationId), `${at} has no name of its own`)
      ids.add(operation.operationId)
      assert.ok(Object.keys(operation.responses ?? {}).length > 0, `${at} has no answer`)
      for (const code of Object.keys(operation.responses!)) assert.match(code, /^([1-5]\d\d|[1-5]XX|default)$/, at)
      for (const response of Object.values(operation.responses!)) assert.equal(typeof (response as { description?: unknown }).description, 'string', at)
      const inPath = [...url.matchAll(/\{([^}]+)\}/g)].map((m) => m[1])
      assert.deepEqual((operation.parameters ?? []).filter((p) => p.in === 'path').map((p) => p.name).sort(), inPath.sort(), at)
    }
  }
  for (const [, ref] of answer.body.matchAll(/"\$ref":"([^"]+)"/g)) {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(ref!)?.[1]
    assert.ok(name && name in document.components.schemas, `${ref} leads nowhere`)
  }
  for (const name of Object.keys(document.components.schemas)) assert.doesNotMatch(name, /^(Schema|def)/)
  for (const name of ['Problem', 'Archive', 'PublicRecord', 'Organisation', 'Delivery', 'Rule', 'CatalogItem']) assert.ok(name in document.components.schemas, name)
})

test('every code a route can answer with has its sentences in both languages, and every placeholder is filled', () => {
  for (const [code, text] of Object.entries(problemTexts)) {
    for (const part of [text.title, text.detail, text.cure]) {
      assert.ok(/\p{Script=Han}|^\{/u.test(part.zh), `${code} zh`)
      assert.ok(part.en.length > 2 && !/\p{Script=Han}/u.test(part.en), `${code} en`)
      assert.deepEqual([...part.zh.matchAll(/\{\w+\}/g)].map(String).sort(), [...part.en.matchAll(/\{\w+\}/g)].map(String).sort(), code)
    }
    assert.ok(text.status >= 400 && text.status < 600)
    const said = problemOf({ code, rule: null, facts: {} }, 'zh', '/')
    assert.doesNotMatch(said.detail + said.cure, /[{}]/)
  }
  const routes = ['src/identity', 'src/acts', 'src/web', ...readdirSync('src/register').map((d) => path.join('src/register', d))]
    .flatMap((folder) => { try { return readdirSync(folder).map((f) => path.join(folder, f)) } catch { return [] } })
    .filter((file) => /(\/api|tokens|server)\.ts$/.test(file))
  assert.ok(routes.length >= 8)
  let codes = 0
  for (const file of routes) {
    for (const [, code] of readFileSync(file, 'utf8').matchAll(/(?:refused?\((?:\d+, )?|plain\(\d+, |refusal\(|\bcode: )'([a-z-]+)'/g)) {
      assert.ok(Object.hasOwn(problemTexts, code!), `${file}: ${code}`)
      codes++
    }
  }
  assert.ok(codes > 20)
})

const problem = async (url: string, headers: Record<string, string> = {}) => {
  const answer = await app.inject({ url, headers })
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/, url)
  return { ...answer.json<{ status: number; code: ProblemCode; title: string; detail: string; instance: string; cure: string }>(), http: answer.statusCode }
}

test('a no is a problem in the language asked for, with the same status inside and outside', async () => {
  const zh = await problem('/api/v1/nothing?lang=zh')
  assert.deepEqual([zh.http, zh.status, zh.code, zh.title, zh.instance], [404, 404, 'not-found', '没有这个地址', '/api/v1/nothing'])
  assert.equal((await problem('/api/v1/nothing', { 'accept-language': 'fr, zh-CN;q=0.8' })).title, '没有这个地址')
  const unreadable = await problem('/api/v1/organisations?limit=x&q=a&lang=en')
  assert.deepEqual([unreadable.code, unreadable.status], ['validation', 400])
  assert.match(unreadable.detail, /limit: it must be integer/)
  assert.equal((await problem('/api/v1/deliveries')).code, 'sign-in-needed')
  assert.equal((await problem('/api/v1/deliveries', { authorization: 'Bearer x' })).code, 'token-invalid')
})

test('the server says little about itself and lets no script run but its own', async () => {
  const answer = await app.inject('/health/live')
  assert.equal(answer.headers['content-security-policy'],
    "default-src 'none';style-src 'self';img-src 'self' data:;script-src 'self';connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'")
  assert.match(String(answer.headers['x-request-id']), /^[0-9a-f]{12}-\d+$/)
  assert.equal(answer.headers['x-powered-by'], undefined)
  const ready = (await app.inject('/health/ready')).json<{ status: string; law: string }>()
  assert.deepEqual([ready.status, ready.law], ['ok', ports.law().stamp])
})

test('a fault shows nothing of its inside and is noted under the number the reader gets', async (t) => {
  const noted = t.mock.method(console, 'error', () => {})
  const broken = await buildServer({ ...ports, law: () => { throw new Error('inside /secret/path') } }, noDesk)
  const answer = await broken.inject('/api/v1/law')
  assert.equal(answer.statusCode, 500)
  assert.doesNotMatch(answer.body, /secret|Error|\.ts/)
  const { code, facts } = answer.json<{ code: string; facts: { request: string } }>()
  assert.equal(code, 'fault')
  assert.equal(facts.request, answer.headers['x-request-id'])
  assert.match(String(noted.mock.calls[0]!.arguments[0]), new RegExp(facts.request))
  await broken.close()
})

test('more requests than the limit are told when to come back; tiles of the log are never counted', async () => {
  const narrow = await buildServer(ports, noDesk, { requestsPerMinute: 2 })
  const ask = () => narrow.inject('/api/v1/law')
  const [first] = [await ask(), await ask()]
  assert.equal(first!.headers['ratelimit-remaining'], '1')
  const third = await ask()
  assert.equal(third.statusCode, 429)
  assert.equal(third.json<{ code: string }>().code, 'rate-limited')
  for (let i = 0; i < 4; i++) assert.equal((await narrow.inject('/log/tile/0/000')).statusCode, 404)
  await narrow.close()
})

test('each field of the interface that takes words has a place of its own for statements that no person is meant', async () => {
  type Schema = { $ref?: string; type?: string | string[]; enum?: unknown; const?: unknown; format?: string; pattern?: string; items?: Schema; anyOf?: Schema[]; allOf?: Schema[]
    properties?: Record<string, Schema> }
  const document = (await app.inject('/api/openapi.json')).json<{
    paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>; components: { schemas: Record<string, Schema> }
  }>()
  const names = new Set<string>()
  const walk = (s: Schema | undefined, name: string): void => {
    if (s === undefined) return
    if (s.$ref !== undefined) walk(document.components.schemas[s.$ref.split('/').at(-1)!], name)
    for (const one of [...(s.anyOf ?? []), ...(s.allOf ?? []), ...(s.items ? [s.items] : [])]) walk(one, name)
    for (const [key, one] of Object.entries(s.properties ?? {})) walk(one, key)
    if ([s.type].flat()[0] === 'string' && name !== '' && s.enum === undefined && s.const === undefined && s.format === undefined && s.pattern === undefined) names.add(name)
  }
  for (const methods of Object.values(document.paths)) for (const operation of Object.values(methods)) for (const { schema } of Object.values(operation.requestBody?.content ?? {})) walk(schema, '')
  // Credentials and what is drawn from chance take no words.
  const wordless = new Set(['client_assertion', 'client_assertion_type', 'grant_type', 'logout_token'])
  assert.ok(names.size > 50)
  for (const name of names) if (!wordless.has(name)) assert.equal(inField(name), `form/${name}`)
})
