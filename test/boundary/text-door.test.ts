/** No text comes in that cannot be kept: each way in, each kind of bad text, a clear no, and nothing written. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { buildServer } from '../../src/web/server.ts'
import { type TestPorts, testPorts } from '../support/ports.ts'

let ports: TestPorts
let app: FastifyInstance
before(async () => {
  ports = await testPorts()
  app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
  await app.ready()
})
after(async () => {
  await app.close()
  await ports.close()
})

type Said = { code: string; detail: string; facts: Record<string, string> }

test('an address holds nothing that cannot be kept: a clear no for machines and for readers, and no line in the log', async (t) => {
  const noted = t.mock.method(console, 'error', () => {})
  for (const [escaped, code, character] of [
    ['%00', 'text-unsound', 'U+0000'], ['%ff', 'escape-unreadable', ''], ['%f', 'escape-unreadable', ''], ['%zz', 'escape-unreadable', ''],
    ['%ED%A0%80', 'escape-unreadable', ''], ['%EE%A0%B1', 'text-unsound', 'U+E831'], ['%C2%85', 'text-unsound', 'U+0085'], ['%EF%BF%BF', 'text-unsound', 'U+FFFF'],
    ['%EF%BF%BD', 'text-unsound', 'U+FFFD'], ['%CD%B8', 'text-unsound', 'U+0378'],
  ] as const) {
    for (const url of [`/api/v1/organisations/${escaped}/records`, `/api/v1/organisations?q=${escaped}`, `/api/v1/nothing/${escaped}`, `/log/tile/${escaped}`, `/organisations/${escaped}`]) {
      const answer = await app.inject({ url, headers: { 'accept-language': 'en' } })
      assert.equal(answer.statusCode, 400, url)
      assert.deepEqual([answer.json<Said>().code, answer.json<Said>().facts.character ?? ''], [code, character], url)
      assert.match(answer.json<Said>().detail, url.includes('?') ? /query/ : /path/, url)
      const page = await app.inject({ url: url.replace('/api/v1', ''), headers: { accept: 'text/html' } })
      assert.equal(page.statusCode, 400, url)
      assert.match(page.body, /[路径]|path|query/)
    }
  }
  assert.equal(noted.mock.callCount(), 0)
})

test('a form is a form, its escapes are UTF-8, and the page says which field is at fault', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }
  const fault = await app.inject({ method: 'POST', url: '/verify', headers: form, payload: 'next=a%00b' })
  assert.equal(fault.statusCode, 400)
  assert.match(fault.body, /第2个字符是U\+0000[^]*<bdi>a<mark>U\+0000<\/mark>b<\/bdi>[^]*name="next"[^>]*>\nab<\/textarea>/)
  const escape = await app.inject({ method: 'POST', url: '/en/verify', headers: form, payload: 'next=ab%ffc&record=7' })
  assert.equal(escape.statusCode, 400)
  assert.match(escape.body, /What you wrote holds a character that cannot be kept[^]*name="record" value="7"[^]*character 3 is U\+FFFD[^]*>\nabc<\/textarea>/)
  for (const payload of ['[1]', '[]', '"x"', '7', '{"next":["a"]}', '{"next":{"a":1}}', '{"next":1}']) {
    const answer = await app.inject({ method: 'POST', url: '/verify', headers: { 'content-type': 'application/json', accept: 'text/html' }, payload })
    assert.equal(answer.statusCode, 400, payload)
    assert.match(answer.body, /这里应提交表单/, payload)
  }
})
