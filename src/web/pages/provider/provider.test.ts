import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import http from 'node:http'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { deliverCsv, unitFor } from '../../../../test/support/delivered.ts'
import { testPorts } from '../../../../test/support/ports.ts'
import { signIn, type SignedIn } from '../../../../test/support/signed-in.ts'
import { receiveDelivery } from '../../../register/ingestion/acts.ts'
import type { DeliveryDesk } from '../../../register/ingestion/desk.ts'
import { runDelivery } from '../../../register/ingestion/run.ts'
import { buildServer } from '../../server.ts'

const [unit, stranger, organisation] = ['91330000470009923F', '91330200071451933T', '91330200058290389A']
const code = '行政相对人代码_1（统一社会信用代码）'
const row = (change: Record<string, string> = {}): Record<string, string> => ({
  行政相对人名称: '宁波演示有限公司', [code]: organisation, 行政许可决定文书号: '许1号', 许可内容: '食品经营', 许可决定日期: '2026-03-05',
  有效期自: '2026-03-05', 有效期至: '2031-03-04', 许可机关: '演示市场监督管理局', 许可机关统一社会信用代码: unit, 数据来源单位: '演示市场监督管理局',
  数据来源单位统一社会信用代码: unit, ...change,
})
const csvOf = (...rows: Record<string, string>[]) => [Object.keys(row()), ...rows.map((r) => Object.values(r))].map((line) => line.join(',')).join('\r\n')

const ports = await testPorts({ today: '2026-06-03' })
// The real acts, read in this thread: the worker has a test of its own.
const desk: DeliveryDesk = {
  start: async () => {}, idle: async () => {}, close: async () => {},
  receive: async (wanted, body) => {
    const received = await receiveDelivery(ports, wanted, body)
    if (received.ok && received.value.state === 'waiting') await runDelivery(ports, received.value.delivery_id, () => null)
    return received
  },
}
let app: FastifyInstance
let address = ''
let me: SignedIn
let them: SignedIn
before(async () => {
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['licence'])
  await unitFor(ports, stranger, 'administrative-organ/market-regulation', ['licence'])
  app = await buildServer(ports, { deliveries: desk })
  address = await app.listen({ port: 0, host: '127.0.0.1' })
  me = await signIn(ports, { body: { kind: 'unit', code: unit }, roles: ['deliver'], name: '演示交付员' })
  them = await signIn(ports, { body: { kind: 'unit', code: stranger }, roles: ['deliver'] })
})
after(async () => {
  await app.close()
  await ports.close()
})

const get = (url: string, who: SignedIn | null = me) => app.inject({ url, headers: { accept: 'text/html', ...(who === null ? {} : { cookie: who.cookie }) } })
async function post(url: string, fields: Record<string, string>, who = me) {
  return app.inject({
    method: 'POST', url, headers: { accept: 'text/html', cookie: who.cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ _token: await who.token(), ...fields }).toString(),
  })
}
type Sent = { file?: string; fileName?: string; key?: string; what?: string; token?: string | null; again?: boolean; cookie?: string; accept?: string }
async function multipart({ file = csvOf(row()), fileName = '许可.csv', key, what = 'licence', token, again }: Sent) {
  const boundary = 'probity-test'
  const field = (name: string, value: string) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const fields = [
    ...(token === null ? [] : [field('_token', token ?? await me.token())]), ...(key === undefined ? [] : [field('key', key)]), field('what', what),
    ...(again ? [field('again', 'on')] : []),
  ].join('')
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.from(`${fields}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: text/csv\r\n\r\n${file}\r\n--${boundary}--\r\n`),
  }
}
async function upload(sent: Sent) {
  const { type, body } = await multipart(sent)
  return app.inject({
    method: 'POST', url: '/desk/deliveries/new/upload', payload: body,
    headers: { accept: sent.accept ?? 'text/html', cookie: sent.cookie ?? me.cookie, 'content-type': type },
  })
}
const deliveries = async () => (await ports.database.one<{ n: number }>`select count(*)::int as n from delivery`)!.n
const key = () => ports.randomBytes(8).toString('hex')

test('a member chooses an item, delivers a file, sees what came of it and corrects the row that came back', async () => {
  const form = await get('/desk/deliveries/new')
  assert.equal(form.statusCode, 200)
  assert.match(form.body, /<option value="licence"/)
  assert.match(form.body, /\/api\/v1\/catalog\/licence\/template\?format=xlsx/)

  const sent = await upload({ file: csvOf(row({ 行政许可决定文书号: '许10号' }), row({ 行政许可决定文书号: '许11号', 有效期至: '某日' })), key: key() })
  assert.equal(sent.statusCode, 303, sent.body)
  const here = String(sent.headers.location)
  const page = await get(here)
  assert.equal(page.statusCode, 200)
  assert.match(page.body, /data-count="accepted">1</)
  assert.match(page.body, /“某日”不是日期/)
  assert.match(page.body, /演示交付员/)
  assert.match(page.body, /sha256:[0-9a-f]{64}/)

  const open = await get(`${here}/rows/3`)
  assert.match(open.body, /name="cell\.有效期至"/)
  assert.doesNotMatch(open.body, /name="cell\.许可内容"/)
  assert.match((await get(`${here}/rows/3?all=1`)).body, /name="cell\.许可内容"/)

  const wrong = await post(`${here}/rows/3`, { 'cell.有效期至': '2026-02-30' })
  assert.equal(wrong.statusCode, 422)
  assert.match(wrong.body, /<title>错误：/)
  assert.match(wrong.body, /value="2026-02-30"[^>]*aria-invalid="true"|aria-invalid="true"/)
  assert.match(wrong.body, /value="2026-02-30"/)

  const right = await post(`${here}/rows/3`, { 'cell.有效期至': '2031-03-04' })
  assert.equal(right.statusCode, 303, right.body)
  const after = await get(String(right.headers.location))
  assert.match(after.body, /第3行已改正/)
  assert.match(after.body, new RegExp(`/organisations/${organisation}/records/\\d+`))
  assert.match(after.body, /data-count="returned">0</)
  assert.match(after.body, /没有退回的行/)

  const second = await post(`${here}/rows/3`, { 'cell.有效期至': '2032-03-04' })
  assert.equal(second.statusCode, 409)
  assert.match(second.body, /第3行已经改正过了/)
  assert.match(second.body, /2032-03-04/, 'what was typed is shown again')
})

test('a file sent twice is one delivery, whichever way it comes twice', async () => {
  const file = csvOf(row({ 行政许可决定文书号: '许20号' }))
  const first = await upload({ file, key: 'a-key-of-a-form' })
  const before = await deliveries()
  const [byKey, byContent] = [await upload({ file, key: 'a-key-of-a-form' }), await upload({ file, key: key() })]
  assert.equal(byKey.headers.location, first.headers.location)
  assert.equal(byContent.headers.location, `${first.headers.location}?same=1`)
  assert.match((await get(String(byContent.headers.location))).body, /这份文件以前交付过/)
  assert.equal(await deliveries(), before)
  assert.equal((await upload({ file, key: key(), again: true })).statusCode, 303)
  assert.equal(await deliveries(), before + 1)
  // The form of the first file, brought back by the browser, with another file chosen in it.
  const other = await upload({ file: csvOf(row({ 行政许可决定文书号: '许21号' })), key: 'a-key-of-a-form' })
  assert.equal(other.statusCode, 409)
  assert.match(other.body, /已经交付过另一份文件/)
  assert.doesNotMatch(other.body, /a-key-of-a-form/, 'the page that comes back is a new form')
  assert.equal(await deliveries(), before + 1)
})

test('two clicks at once: one delivery, also where the browser gives the first one up', async () => {
  const file = csvOf(row({ 行政许可决定文书号: '许22号' }))
  const same = key()
  const both = await Promise.all([upload({ file, key: same }), upload({ file, key: same })])
  assert.deepEqual(both.map((b) => b.statusCode), [303, 303])
  assert.equal(both[0]!.headers.location, both[1]!.headers.location)

  const before = await deliveries()
  const again = key()
  const broken = await brokenUpload({ file: csvOf(row({ 行政许可决定文书号: '许23号' })), key: again })
  const second = upload({ file: csvOf(row({ 行政许可决定文书号: '许23号' })), key: again })
  broken.destroy()
  assert.equal((await second).statusCode, 303)
  assert.equal(await deliveries(), before + 1)
  assert.deepEqual(await readdir(ports.settings.spoolFolder), [])
})

/** Sends all but the end of a file and leaves the connection open. */
async function brokenUpload(sent: Sent): Promise<http.ClientRequest> {
  const { type, body } = await multipart(sent)
  const request = http.request(`${address}/desk/deliveries/new/upload`, { method: 'POST', headers: { cookie: sent.cookie ?? me.cookie, 'content-type': type, 'content-length': body.length } })
  request.on('error', () => {})
  request.write(body.subarray(0, body.length - 60))
  await settled(async () => (await ports.database.one`select 1 from delivery where state = 'receiving'`) !== null)
  return request
}
async function settled(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await holds()) return
    await new Promise((resolve) => { setTimeout(resolve, 20) })
  }
  throw new Error('did not settle')
}

test('an upload that breaks off leaves nothing', async () => {
  const before = await deliveries()
  const request = await brokenUpload({ key: key() })
  request.destroy()
  await settled(async () => (await deliveries()) === before)
  await settled(async () => (await readdir(ports.settings.spoolFolder)).length === 0)
})

test('a sign-in that ends while the file arrives: a clear answer, and nothing half-done', async () => {
  const leaver = await signIn(ports, { body: { kind: 'unit', code: unit }, roles: ['deliver'] })
  const before = await deliveries()
  const { type, body } = await multipart({ file: csvOf(row({ 行政许可决定文书号: '许30号' })), key: key(), token: await leaver.token() })
  const answer = new Promise<http.IncomingMessage>((resolve, reject) => {
    const request = http.request(`${address}/desk/deliveries/new/upload`, { method: 'POST', headers: { accept: 'text/html', cookie: leaver.cookie, 'content-type': type, 'content-length': body.length } }, resolve)
    request.on('error', reject)
    request.write(body.subarray(0, body.length - 60))
    void settled(async () => (await ports.database.one`select 1 from delivery where state = 'receiving'`) !== null)
      .then(() => ports.database.run`update session set ended_at = ${ports.now().toString()} where account_id = ${leaver.account}`)
      .then(() => request.end(body.subarray(body.length - 60)))
  })
  assert.equal((await answer).statusCode, 401)
  assert.equal(await deliveries(), before)
  assert.deepEqual(await readdir(ports.settings.spoolFolder), [])
})

test('who may not deliver is told so: nobody, another role, a foreign form, a foreign unit, no token', async () => {
  assert.equal((await get('/desk/deliveries', null)).statusCode, 401)
  const administrator = await signIn(ports, { body: { kind: 'unit', code: unit }, roles: ['administer'] })
  assert.equal((await get('/desk/deliveries', administrator)).statusCode, 403)
  assert.equal((await upload({ cookie: administrator.cookie })).statusCode, 403)
  const before = await deliveries()
  assert.equal((await upload({ token: null })).statusCode, 409)
  const another = await upload({ token: await administrator.token(), accept: 'application/json' })
  assert.equal(another.statusCode, 409)
  assert.match(another.json<{ error: string }>().error, /不是以演示单位的名义打开的/)
  assert.equal(await deliveries(), before)

  const d = (await deliverCsv(ports, unit, 'licence', [row({ 行政许可决定文书号: '许40号' }), row({ 行政许可决定文书号: '许41号', 有效期至: '某日' })])).delivery!
  const here = `/desk/deliveries/${d.delivery_id}`
  for (const path of ['', '/rows/3', '/progress', '/returned/csv']) assert.equal((await get(here + path, them)).statusCode, 404, path)
  assert.equal((await post(`${here}/rows/3`, { 'cell.有效期至': '2031-03-04' }, them)).statusCode, 404)
  assert.equal((await get(`/desk/deliveries/mistakes?delivery=${d.delivery_id}`, them)).statusCode, 404)
  assert.match((await get(here, them)).body, /没有这次交付/)
  assert.equal((await get('/desk/deliveries/none-such')).statusCode, 404)
})

test('what is missing or unreadable is said beside its field, and nothing is delivered', async () => {
  const before = await deliveries()
  const noItem = await upload({ what: '' })
  assert.equal(noItem.statusCode, 422)
  assert.match(noItem.body, /请选择文件所属的目录项/)
  assert.match((await upload({ what: 'penalty' })).body, /请选择文件所属的目录项/, 'an item of other units is no choice')
  assert.match((await upload({ fileName: '' })).body, /请选择一份文件/)
  const named = await upload({ fileName: '11010519491231002X.csv', key: key() })
  assert.equal(named.statusCode, 422)
  assert.ok(!named.body.includes('11010519491231002X'))
  const json = await upload({ what: '', accept: 'application/json' })
  assert.deepEqual([json.statusCode, typeof json.json<{ error: string }>().error], [422, 'string'])
  assert.equal(await deliveries(), before)
  assert.equal((await get('/desk/deliveries/new/upload')).statusCode, 302)
})

test('script and turning marks in names and cells are text', async () => {
  const turned = await upload({ fileName: 'x\u202Efdp.csv', key: key(), file: csvOf(row()) })
  assert.equal(turned.statusCode, 400)
  assert.match(turned.body, /文件名不能保存：第2个字符是U\+202E，改变前后文字方向的符号/)
  const sent = await upload({
    fileName: 'x\u200Efdp.csv', key: key(), accept: 'application/json',
    file: csvOf(row({ 行政许可决定文书号: '许50号', 有效期至: '<img src=x onerror=alert(1)>' }), row({ 行政许可决定文书号: '许51号', 有效期至: '"\u202E><script>alert(1)</script>"' }),
      row({ 行政许可决定文书号: '许52号', 许可内容: '食品\u202E经营' })),
  })
  assert.equal(sent.statusCode, 201, sent.body)
  const page = await get(sent.json<{ address: string }>().address)
  assert.match(page.body, /&lt;img src=x onerror=alert\(1\)&gt;/)
  assert.match(page.body, /U\+202E/, 'returned, and said')
  assert.doesNotMatch(page.body, /<img|<script>|\u202E|\u200E/)
  assert.match(page.body, /xfdp\.csv/)
})

test('a file returned as a whole says why, in the reader’s language', async () => {
  const sent = await upload({ file: 'a,b\r\n1,2\r\n', key: key() })
  assert.match((await get(String(sent.headers.location))).body, /整份文件退回[\s\S]*没有一列属于“行政许可/)
  const english = await get(`/en${String(sent.headers.location)}`)
  assert.match(english.body, /The whole file was returned/)
  assert.doesNotMatch(/<div class="notice ochre"[\s\S]*?<\/div>/.exec(english.body)![0].replace(/<[^>]+>/g, ''), /\p{Script=Han}/u)
})

test('what the boundary keeps out is neither shown nor correctable, and a correction that holds it is not written down', async () => {
  const number = '11010519491231002X'
  const sent = await upload({ file: csvOf(row({ 行政许可决定文书号: '许60号', 许可内容: `身份证号${number}` }), row({ 行政许可决定文书号: '许61号', 有效期至: '某日' })), key: key() })
  const here = String(sent.headers.location)
  const page = await get(here)
  assert.match(page.body, /（未保存，不显示）/)
  assert.ok(!page.body.includes(number))
  assert.equal((await get(`${here}/rows/2`)).statusCode, 404)
  const refused = await post(`${here}/rows/3`, { 'cell.有效期至': '2031-03-04', 'cell.许可内容': `身份证号${number}` })
  assert.equal(refused.statusCode, 422)
  assert.ok(!refused.body.includes(number))
})

test('the list is paged and filtered, the sheet of mistakes stands beside it, and both are empty in words for a unit that never delivered', async () => {
  const list = await get('/desk/deliveries?item=licence&state=refused')
  assert.equal(list.statusCode, 200)
  assert.match(list.body, /整份文件退回/)
  assert.match((await get('/desk/deliveries?state=open')).body, /没有符合条件的交付/)
  const sheet = await get('/desk/deliveries/mistakes')
  assert.match(sheet.body, /2026-06/)
  assert.match((await get('/desk/deliveries/mistakes/csv')).body, /date-unreadable/)
  assert.match((await get('/desk/deliveries', them)).body, /本单位还没有交付过/)
  assert.match((await get('/desk/deliveries/mistakes', them)).body, /近12个月没有退回的行/)
  assert.match((await get('/desk/deliveries/records', them)).body, /本单位还没有登记的信息/)
})

test('js-21 a unit withdraws what it delivered, with its reason; another unit does not find it', async () => {
  const d = (await deliverCsv(ports, unit, 'licence', [row({ 行政许可决定文书号: '许70号' })])).delivery!
  assert.equal(d.accepted, 1)
  const list = await get('/desk/deliveries/records')
  const record = Number(/\/desk\/deliveries\/records\/(\d+)"/.exec(list.body)![1])
  const here = `/desk/deliveries/records/${record}`
  assert.match((await get(`/desk/deliveries/records?q=${record}`)).body, /许70号/)
  assert.match((await get(`/desk/deliveries/records?q=${organisation}`)).body, /许70号/)
  assert.equal((await get(here, them)).statusCode, 404)
  assert.equal((await post(here, { reason: '误交' }, them)).statusCode, 404)
  const none = await post(here, { reason: ' ', document: '撤1号' })
  assert.equal(none.statusCode, 422)
  assert.match(none.body, /value="撤1号"/)
  const personal = await post(here, { reason: '证号11010519491231002X有误' })
  assert.equal(personal.statusCode, 422)
  assert.ok(!personal.body.includes('11010519491231002X'))
  const done = await post(here, { reason: '许可已被撤销，误交。', document: '撤1号' })
  assert.equal(done.statusCode, 303, done.body)
  assert.match((await get(String(done.headers.location))).body, /已由本单位撤回/)
  assert.equal((await post(here, { reason: '再一次' })).statusCode, 409)
  const head = (await ports.database.one<{ head: string }>`select head from act_group where kind = 'record.withdrawn' order by first_act desc limit 1`)!.head
  assert.deepEqual([JSON.parse(head).actor, JSON.parse(head).account], [unit, String(me.account)])
  assert.equal((await app.inject(`/api/v1/organisations/${organisation}/records/${record}`)).statusCode, 410)
})
