import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { after, test } from 'node:test'
import { importJWK, SignJWT } from 'jose'
import { unitFor } from '../../../test/support/delivered.ts'
import { testPorts } from '../../../test/support/ports.ts'
import { type ClientKey, writeClientKey } from '../../identity/client-files.ts'
import { tokenEndpoint } from '../../identity/tokens.ts'
import { buildServer } from '../../web/server.ts'
import { receiveDelivery } from './acts.ts'
import type { DeliveryDesk } from './desk.ts'
import { runDelivery } from './run.ts'

const [unit, stranger, organisation] = ['91330000470009923F', '91330200071451933T', '91330200058290389A']
const ports = await testPorts({ today: '2026-06-03' })
await unitFor(ports, unit, 'administrative-organ/market-regulation', ['licence'])
await unitFor(ports, stranger, 'administrative-organ/market-regulation', ['licence'])
// The real acts, read in this thread: the worker has a test of its own.
const desk: DeliveryDesk = {
  start: async () => {}, idle: async () => {}, close: async () => {},
  receive: async (wanted, body) => {
    const received = await receiveDelivery(ports, wanted, body)
    if (received.ok && received.value.state === 'waiting') await runDelivery(ports, received.value.delivery_id, () => null)
    return received
  },
}
const app = await buildServer(ports, { deliveries: desk })
after(async () => {
  await app.close()
  await ports.close()
})

async function tokenOf(code: string, change: (jwt: SignJWT) => SignJWT = (jwt) => jwt) {
  const file = path.join(ports.settings.spoolFolder, `${code}.json`)
  await writeClientKey(ports, code, file)
  const client = JSON.parse(await readFile(file, 'utf8')) as ClientKey
  const now = Math.floor(ports.now().epochMilliseconds / 1000)
  const jwt = change(new SignJWT({}).setProtectedHeader({ alg: 'Ed25519' }).setIssuer(client.clientId).setSubject(client.clientId)
    .setAudience(tokenEndpoint(ports)).setIssuedAt(now).setExpirationTime(now + 60).setJti(`${code}-${now}-${client.clientId}`))
  const assertion = await jwt.sign(await importJWK(client.key))
  const ask = () => app.inject({
    method: 'POST', url: '/oauth/token', headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion }).toString(),
  })
  return { first: await ask(), ask }
}
type Progress = { id: string; state: string; accepted: number; returned: number; reasons: { code: string; rows: number }[] }

test('a machine client takes the template, fills it in, delivers it, follows it and gets back what must be corrected', async () => {
  const { first, ask } = await tokenOf(unit)
  assert.equal(first.statusCode, 200, first.body)
  const replayed = await ask()
  assert.deepEqual([replayed.statusCode, replayed.json<{ error: string; code: string }>().error, replayed.json<{ code: string }>().code], [401, 'invalid_client', 'assertion-replayed'])
  const authorization = `Bearer ${first.json<{ access_token: string }>().access_token}`

  const template = await app.inject('/api/v1/catalog/licence/template?format=csv')
  const columns = template.body.replace(/^\uFEFF/, '').trim().split(',').map((c) => c.replace(/^"|"$/g, ''))
  const values: Record<string, string> = {
    行政相对人名称: '宁波演示有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政许可决定文书号: '许1号', 许可内容: '食品经营', 许可决定日期: '2026-03-05',
    有效期自: '2026-03-05', 有效期至: '2031-03-04', 许可机关: '演示市场监督管理局', 许可机关统一社会信用代码: unit, 数据来源单位: '演示市场监督管理局', 数据来源单位统一社会信用代码: unit,
  }
  const line = (change: Record<string, string>) => columns.map((c) => ({ ...values, ...change })[c] ?? '').join(',')
  const file = `${columns.join(',')}\r\n${line({})}\r\n${line({ 行政许可决定文书号: '许2号', 有效期至: '某日' })}\r\n`
  const deliver = (item: string, key: string, headers: Record<string, string> = { authorization }) => app.inject({
    method: 'POST', url: `/api/v1/deliveries?item=${item}`, payload: file,
    headers: { ...headers, 'content-type': 'text/csv', 'idempotency-key': key, 'content-disposition': "attachment; filename*=UTF-8''%E8%AE%B8%E5%8F%AF.csv" },
  })
  const sent = await deliver('licence', 'one')
  assert.equal(sent.statusCode, 202, sent.body)
  const address = String(sent.headers.location)
  const progress = (await app.inject({ url: address, headers: { authorization } })).json<Progress>()
  assert.deepEqual([progress.state, progress.accepted, progress.returned], ['done', 1, 1])
  assert.ok(progress.reasons.length >= 1)
  assert.equal((await deliver('licence', 'one')).json<Progress>().id, progress.id, 'the same key is the same delivery')

  const returned = await app.inject({ url: `${address}/returned?format=csv&lang=zh`, headers: { authorization } })
  assert.match(String(returned.headers['content-type']), /^text\/csv/)
  assert.match(returned.body, /许2号/)
  assert.doesNotMatch(returned.body, /许1号/)

  const archive = (await app.inject(`/api/v1/organisations/${organisation}/archive`)).json<{ records: { basis: { documentNumber: string } }[] }>()
  assert.deepEqual(archive.records.map((r) => r.basis.documentNumber), ['许1号'])

  const codeOf = async (answer: Promise<{ statusCode: number; json<T>(): T }>) => { const a = await answer; return [a.statusCode, a.json<{ code: string }>().code] }
  assert.deepEqual(await codeOf(deliver('licence', 'two', {})), [401, 'sign-in-needed'])
  assert.deepEqual(await codeOf(deliver('no-such-item', 'three')), [404, 'item-not-deliverable'])
  assert.deepEqual(await codeOf(deliver('consumption-restriction', 'four')), [403, 'item-declined'])
  const theirs = (await tokenOf(stranger)).first.json<{ access_token: string }>().access_token
  assert.deepEqual(await codeOf(app.inject({ url: address, headers: { authorization: `Bearer ${theirs}` } })), [404, 'delivery-unknown'])
})

test('an assertion that is old, meant for another or valid too long gives no token', async () => {
  const now = Math.floor(ports.now().epochMilliseconds / 1000)
  const code = async (change: (jwt: SignJWT) => SignJWT) => (await tokenOf(unit, change)).first.json<{ code: string }>().code
  assert.equal(await code((jwt) => jwt.setExpirationTime(now - 60)), 'assertion-expired')
  assert.equal(await code((jwt) => jwt.setAudience('https://elsewhere.example')), 'assertion-for-another')
  assert.equal(await code((jwt) => jwt.setExpirationTime(now + 4000)), 'assertion-too-long')
})
