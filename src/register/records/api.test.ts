import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { deliverCsv, unitFor } from '../../../test/support/delivered.ts'
import { type TestPorts, testPorts } from '../../../test/support/ports.ts'
import { openLog } from '../../acts/keeper.ts'
import { checkProof } from '../../log/proof.ts'
import { parseVerifierKey } from '../../log/note.ts'
import type { PackId } from '../../law/types.ts'
import { buildServer } from '../../web/server.ts'
import type { DeliveryDesk } from '../ingestion/desk.ts'
import { withdrawRecord } from './acts.ts'

const [unit, organisation, other] = ['91330000470009923F', '91330200058290389A', '91330200071451933T']
const noDesk = { deliveries: {} as DeliveryDesk }
type Answer = Record<string, unknown>
type Shown = {
  id: number; title: { zh: string; en?: string }; values: Record<string, string>; provider: { code: string; name: { zh: string } }; decidedOn: string
  basis: { documentNumber: string; authority: string }; shownSince: string; until: string; act: number; law: string; generated: boolean
  why: { rule: string | null; says: { zh: string; en: string } | null; result: { zh: string; en: string }; effective: boolean; code: string }[]
  endsSooner: { by: string; rules: string[] }[]
}
type Archive = { organisation: { name: string }; records: Shown[]; total: number; nothing?: true; says?: { zh: string; en: string }; categories: { id: string; records: number }[]; next: string | null; items: Answer; law: string; day: string }

const penalty = (number: string, on = '2026-03-05', more: Record<string, string> = {}) => ({
  行政相对人名称: '宁波演示有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政处罚决定书文号: number, 违法行为类型: '虚假宣传', 违法事实: '发布虚假广告',
  处罚依据: '《广告法》', 处罚类别: '罚款', 处罚内容: '罚款一万元', '罚款金额（万元）': '1', 处罚决定日期: on, 处罚机关: '演示市场监督管理局', 处罚机关统一社会信用代码: unit,
  数据来源单位: '演示市场监督管理局', 数据来源单位统一社会信用代码: unit, 失信行为等级: '一般', 等级认定理由: '初次违法', 备注: '内部备注', ...more,
})

async function register(packId: PackId, today: string) {
  const ports = await testPorts({ packId, today })
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['penalty', 'licence'])
  const app = await buildServer(ports, noDesk)
  return { ports, app, close: async () => { await app.close(); await ports.close() } }
}
const archive = async (app: FastifyInstance, query = '', code = organisation) => (await app.inject(`/api/v1/organisations/${code}/archive${query}`)).json<Archive>()

let gd: { ports: TestPorts; app: FastifyInstance; close(): Promise<void> }
before(async () => {
  gd = await register('guangdong', '2026-06-03')
  const { delivery, returned } = await deliverCsv(gd.ports, unit, 'penalty', [penalty('粤罚1号'), penalty('粤罚2号', '2026-04-01'), penalty('粤罚3号', '2026-05-06')])
  assert.equal(delivery?.accepted, 3, JSON.stringify(returned))
})
after(async () => { await gd.close() })

test('gd-18-1 what is disclosed is seen without login, with its source, its basis and the end of its display', async () => {
  const answer = await archive(gd.app)
  assert.deepEqual([answer.organisation.name, answer.total, answer.day], ['宁波演示有限公司', 3, '2026-06-03'])
  assert.deepEqual(answer.categories.map((c) => [c.id, c.records]), [['administrative', 3]])
  const record = answer.records.at(-1)!
  assert.deepEqual(record.provider, { code: unit, name: { zh: '演示单位', en: 'Demonstration unit' } })
  assert.deepEqual(record.basis, { documentNumber: '粤罚1号', authority: '演示市场监督管理局' })
  assert.equal(record.decidedOn, '2026-03-05')
  assert.equal(record.shownSince, '2026-06-03')
  assert.match(record.until, /^20\d\d-03-0\d$/)
  assert.equal(record.values.处罚内容, '罚款一万元')
  assert.ok(!('备注' in record.values), 'what the catalog keeps from the public does not appear')
  assert.doesNotMatch(JSON.stringify(answer), /内部备注/)
})

test('every record says step by step which rule shows it and until when', async () => {
  const { records: [record] } = await archive(gd.app)
  assert.ok(record!.why.length >= 3)
  assert.ok(record!.why.some((s) => s.effective && s.code === 'maximum'))
  for (const s of record!.why) {
    assert.equal(s.rule === null, s.says === null)
    assert.ok(/\p{Script=Han}/u.test(s.result.zh) && s.result.en.length > 5)
    assert.doesNotMatch(s.result.zh + s.result.en, /undefined|null/)
  }
  assert.ok(record!.endsSooner.some((e) => e.by === 'revocation'))
  assert.match(record!.law, /^guangdong@/)
  const zh = await archive(gd.app, '?lang=zh')
  assert.deepEqual(Object.keys(zh.records[0]!.title), ['zh'])
})

test('a page ends with a mark that the next begins after; filters leave the counts alone', async () => {
  const first = await archive(gd.app, '?limit=2')
  assert.deepEqual(first.records.map((r) => r.basis.documentNumber), ['粤罚3号', '粤罚2号'])
  const second = await archive(gd.app, `?limit=2&after=${first.next}`)
  assert.deepEqual([second.records.map((r) => r.basis.documentNumber), second.next, second.total], [['粤罚1号'], null, 3])
  const none = await archive(gd.app, '?category=honours')
  assert.deepEqual([none.records, none.total], [[], 3])
  assert.equal((await gd.app.inject(`/api/v1/organisations/${organisation}/archive?after=x`)).statusCode, 400)
})

test('the same answer is not sent twice; another day is another answer', async () => {
  const url = `/api/v1/organisations/${organisation}/archive`
  const { headers } = await gd.app.inject(url)
  const again = await gd.app.inject({ url, headers: { 'if-none-match': String(headers.etag) } })
  assert.deepEqual([again.statusCode, again.body], [304, ''])
  gd.ports.setToday('2026-06-04')
  assert.equal((await gd.app.inject({ url, headers: { 'if-none-match': String(headers.etag) } })).statusCode, 200)
  gd.ports.setToday('2026-06-03')
})

/** Shown on the eve of the end, gone on the day itself, whatever the daily run did; the answer names the rule and nothing else. */
async function goneAfterTheEnd(packId: PackId, rules: RegExp): Promise<void> {
  const one = packId === 'guangdong' ? gd : await register(packId, '2026-06-03')
  if (packId !== 'guangdong') await deliverCsv(one.ports, unit, 'penalty', [{ ...penalty('罚1号'), ...(packId === 'xiamen' ? { 书面告知文书号: '告1号', 书面告知日期: '2026-05-06' } : {}) }])
  const record = (await archive(one.app)).records.at(-1)!
  const url = `/api/v1/organisations/${organisation}/records/${record.id}`
  one.ports.setToday(Temporal.PlainDate.from(record.until).subtract({ days: 1 }).toString())
  assert.equal((await one.app.inject(url)).statusCode, 200, 'on the eve it is shown')
  one.ports.setToday(record.until)
  assert.ok(!(await archive(one.app)).records.some((r) => r.id === record.id))
  const gone = await one.app.inject(url)
  assert.equal(gone.statusCode, 410)
  const { facts, rule } = gone.json<{ facts: { since: string }; rule: string }>()
  assert.equal(facts.since, record.until)
  assert.match(rule, rules)
  assert.doesNotMatch(gone.body, /罚款|虚假/)
  if (packId === 'guangdong') one.ports.setToday('2026-06-03')
  else await one.close()
}
test('gd-43c after the end of its display a record is not disclosed', () => goneAfterTheEnd('guangdong', /^gd-43c$/))
test('hn-35-2 after the end of its display a record is not disclosed', () => goneAfterTheEnd('hunan', /^hn-35-2$/))
test('xm-36 after the end of its display a record is not disclosed', () => goneAfterTheEnd('xiamen', /^xm-36$/))
test('js-41-2a after the end of its display a record is not disclosed', () => goneAfterTheEnd('jiangsu', /^js-41-2a$/))

test('gd-16-2 the code alone leads to an organisation: a wrong one hears why, an unknown one is unknown', async () => {
  const status = async (code: string) => { const a = await gd.app.inject(`/api/v1/organisations/${code}/archive`); return [a.statusCode, a.json<{ code: string }>().code] }
  assert.deepEqual(await status('91330200058290389B'), [400, 'code-check-character'])
  assert.deepEqual(await status('9133020005829038'), [400, 'code-length'])
  assert.deepEqual(await status('92330200MA2AXXXXXX'), [400, 'individual-trader'])
  assert.deepEqual(await status(other), [404, 'organisation-unknown'])
  const lower = await gd.app.inject(`/api/v1/organisations/${organisation.toLowerCase()}/archive?lang=zh`)
  assert.deepEqual([lower.statusCode, lower.headers.location], [308, `/api/v1/organisations/${organisation}/archive?lang=zh`])
  const found = (await gd.app.inject(`/api/v1/organisations?q=${organisation}`)).json<{ items: { code: string; name: string }[] }>()
  assert.deepEqual(found.items.map((o) => [o.code, o.name]), [[organisation, '宁波演示有限公司']])
  const head = (await gd.app.inject(`/api/v1/organisations/${organisation}`)).json<{ name: string; status: string; kindTitle: { zh: string } }>()
  assert.deepEqual([head.name, head.status, head.kindTitle.zh], ['宁波演示有限公司', 'registered', '企业'])
})

test('anyone can check that a record stands in the log as it is shown; once withdrawn, its commitment alone is given', async () => {
  const record = (await archive(gd.app)).records.find((r) => r.basis.documentNumber === '粤罚2号')!
  const url = `/api/v1/organisations/${organisation}/records/${record.id}`
  const log = openLog(gd.ports)
  await log.catchUp()
  const key = parseVerifierKey((await gd.app.inject('/log/key')).body.trim())!
  const bundle = (await gd.app.inject(`${url}/proof`)).json<{ acts: { content?: string; commitment?: string }[] }>()
  const checked = await checkProof(bundle, key)
  assert.deepEqual(checked.findings.filter((f) => !f.ok), [])
  const content = JSON.parse(bundle.acts[0]!.content!) as { values: Answer; closed: string }
  assert.deepEqual(content.values, record.values)
  assert.match(content.closed, /^[0-9a-f]{64}$/)
  assert.doesNotMatch(JSON.stringify(bundle), /内部备注/)
  bundle.acts[0]!.content = bundle.acts[0]!.content!.replace('一万元', '二万元')
  assert.ok((await checkProof(bundle, key)).findings.some((f) => !f.ok))

  const done = await withdrawRecord(gd.ports, { subject: organisation, record: record.id, provider: unit, reason: '决定已撤销', document: null, rule: null })
  assert.ok(done.ok)
  const gone = await gd.app.inject(url)
  assert.deepEqual([gone.statusCode, gone.json<{ code: string; facts: { since: string } }>().facts.since], [410, '2026-06-03'])
  const proof = (await gd.app.inject(`${url}/proof`)).json<{ acts: { content?: string; commitment?: string }[] }>()
  assert.equal(proof.acts[0]!.content, undefined)
  assert.deepEqual((await checkProof(proof, key)).findings.filter((f) => !f.ok), [])
  await log.close()
})

test('where nothing is on display the archive says that this says nothing', async () => {
  gd.ports.setToday('2060-01-01')
  const answer = await archive(gd.app)
  gd.ports.setToday('2026-06-03')
  assert.equal(answer.nothing, true)
  assert.deepEqual(answer.says, { zh: '现在没有公示中的信息。不表示好，也不表示不好。', en: 'Nothing is on display now. That says nothing good or bad.' })
  assert.deepEqual([answer.records, answer.total], [[], 0])
})

test('a field the catalog closes later is no longer shown, though the act committed to it in the open', async () => {
  const law = gd.ports.law()
  gd.ports.setLaw({ ...law, catalog: law.catalog.map((i) => (i.id !== 'penalty' ? i : { ...i, fields: i.fields.map((f) => (f.name === '处罚内容' ? { ...f, public: false } : f)) })) })
  const { records: [record] } = await archive(gd.app)
  gd.ports.setLaw(law)
  assert.ok(!('处罚内容' in record!.values) && '处罚类别' in record!.values)
})
