/** What the public is shown, and only that: modes of the catalog on the public archive, page and search, pack by pack. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { DisclosureMode, PackId } from '../../src/law/types.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { withdrawRecord } from '../../src/register/records/acts.ts'
import { dailyRun } from '../../src/register/retention/acts.ts'
import { buildServer } from '../../src/web/server.ts'
import { deliverCsv, unitFor } from '../support/delivered.ts'
import { laws } from '../support/law.ts'
import { type TestPorts, testPorts } from '../support/ports.ts'

const [unit, organisation] = ['91330000470009923F', '91330200058290389A']
let ports: TestPorts
let app: FastifyInstance
before(async () => {
  ports = await testPorts({ packId: 'jiangsu', today: '2026-06-03' })
  app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
})
after(async () => { await app.close(); await ports.close() })

type Archive = { total: number; records: { id: number; shownSince: string; until: string; provider: { code: string }; basis: { documentNumber: string; authority: string } }[] }
const archive = async () => (await app.inject(`/api/v1/organisations/${organisation}/archive`)).json<Archive>()
const page = async () => (await app.inject({ url: `/organisations/${organisation}`, headers: { accept: 'text/html' } })).body
const answers = (record: number) => Promise.all(['', '/proof'].map(async (rest) => (await app.inject(`/api/v1/organisations/${organisation}/records/${record}${rest}`)).statusCode))

const penalty = (number: string) => ({
  行政相对人名称: '宁波演示有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政处罚决定书文号: number, 违法行为类型: '虚假宣传', 违法事实: '发布虚假广告',
  处罚依据: '《广告法》', 处罚类别: '罚款', 处罚内容: '罚款一万元', '罚款金额（万元）': '1', 处罚决定日期: '2026-05-06', 处罚机关: '演示市场监督管理局',
  失信行为等级: '一般', 等级认定理由: '初次违法',
})
/** Delivers one penalty under a pack whose catalog discloses penalties in the mode; null = as the catalog has it. */
async function deliver(pack: PackId, mode: DisclosureMode | null, number: string): Promise<number> {
  const law = laws[pack]
  ports.setLaw(mode === null ? law : { ...law, catalog: law.catalog.map((i) => (i.id === 'penalty' ? { ...i, mode } : i)) })
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['penalty'])
  const { delivery, returned } = await deliverCsv(ports, unit, 'penalty', [{ ...penalty(number), ...(pack === 'xiamen' ? { 书面告知文书号: '告1号', 书面告知日期: '2026-05-06' } : {}) }])
  assert.equal(delivery?.accepted, 1, JSON.stringify(returned))
  return (await ports.database.one<{ record_id: number }>`select record_id from record where identity = ${number}`)!.record_id
}
const held = async (record: number) => (await ports.database.one<{ existence: string }>`select existence from record where record_id = ${record}`)!.existence

/** Held, and nowhere a visitor can look. */
async function notForVisitors(record: number, number: string): Promise<void> {
  assert.equal(await held(record), 'held')
  assert.ok(!(await archive()).records.some((r) => r.id === record))
  assert.deepEqual(await answers(record), [404, 404])
  assert.ok(!(await page()).includes(number))
}

test('js-39-1 an entry for inquiry by authority only is not shown to a visitor: archive, record, proof, page; for public display it is', async () => {
  assert.ok(laws.jiangsu.pack.lists.find((l) => l.id === 'disclosure-modes')!.entries.length === 5)
  for (const mode of ['inquiry-by-authority', 'government-sharing', 'own-inquiry', 'authorised-inquiry'] as const) {
    const record = await deliver('jiangsu', mode, `苏罚${mode}`)
    await notForVisitors(record, `苏罚${mode}`)
    const beside = await deliver('jiangsu', null, `苏罚${mode}之二`)
    assert.ok((await archive()).records.some((r) => r.id === beside), 'the mode alone decided')
  }
})

test('hn-16-1 an entry with the mode authorised query is not shown to a visitor who searches', async () => {
  const record = await deliver('hunan', 'authorised-inquiry', '湘罚1')
  await notForVisitors(record, '湘罚1')
  const found = await app.inject(`/api/v1/organisations?q=${encodeURIComponent('宁波演示')}`)
  assert.equal(found.statusCode, 200)
  assert.ok(!found.body.includes('湘罚'))
})

test('js-39-4 a record that may be displayed is on the public site once accepted, with its source and the end of its display', async () => {
  const record = await deliver('jiangsu', null, '苏罚2')
  const shown = (await archive()).records.find((r) => r.id === record)!
  assert.deepEqual([shown.provider.code, shown.basis.documentNumber, shown.shownSince], [unit, '苏罚2', '2026-06-03'])
  assert.match(shown.until, /^20\d\d-\d\d-\d\d$/)
  const onPage = await page()
  for (const text of ['苏罚2', '演示单位']) assert.ok(onPage.includes(text), text)
})

test('xm-12 a record for active disclosure is public on the day it was accepted, before and after the day’s run', async () => {
  ports.setToday('2026-06-05')
  const record = await deliver('xiamen', null, '厦罚1')
  const day = async () => (await archive()).records.find((r) => r.id === record)?.shownSince
  assert.equal(await day(), '2026-06-05')
  await dailyRun(ports)
  assert.equal(await day(), '2026-06-05')
  assert.deepEqual(await answers(record).then(([first]) => first), 200)
  ports.setToday('2026-06-03')
})

test('hn-18a no record goes without a stated ground, and from no other hand than the unit’s that made it', async () => {
  const record = await deliver('hunan', null, '湘罚2')
  const attempt = async (provider: string, reason: string) => {
    const done = await withdrawRecord(ports, { subject: organisation, record, provider, reason, document: null, rule: 'hn-18a' })
    return done.ok ? 'done' : done.refusals[0].code
  }
  assert.equal(await attempt(unit, '  '), 'reason-missing')
  assert.equal(await attempt('operator', '清理数据'), 'not-the-operators')
  assert.equal(await attempt('91330200071451933T', '清理数据'), 'not-the-provider')
  assert.equal(await held(record), 'held')
  assert.ok((await archive()).records.some((r) => r.id === record))
  for (const table of ['act', 'act_group']) await assert.rejects(ports.database.pool.query(`delete from ${table}`), /permission denied/)
  assert.equal(await attempt(unit, '处罚决定经复议撤销'), 'done')
})
