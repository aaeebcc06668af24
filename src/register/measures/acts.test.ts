import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { type TestPorts, testPorts } from '../../../test/support/ports.ts'
import { readMeasureListRules } from '../../packs.ts'
import { buildServer } from '../../web/server.ts'
import type { DeliveryDesk } from '../ingestion/desk.ts'
import { isMeasureList, publishMeasureList } from './acts.ts'
import type { MeasureList } from './measure-list.ts'
import { unfiledLists } from './publish.ts'
import { publishedLists } from './store.ts'

const rules = await readMeasureListRules()
let ports: TestPorts
let app: FastifyInstance
before(async () => {
  ports = await testPorts({ packId: 'guangdong', today: '2023-12-20' })
  app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
})
after(async () => { await app.close(); await ports.close() })

const words = (zh: string, en: string) => ({ zh, en })
const reward = (version: string, from: string, change: Partial<MeasureList> = {}): MeasureList => ({
  pack: 'guangdong', kind: 'reward', level: 'county', place: words('某县', 'A county'), version, inForce: { from, until: null },
  measures: [{
    code: `fewer-inspections-${version}`, title: words('减少检查', 'Fewer inspections'), class: 'fewer-inspections', matter: null, target: words('守信主体', 'Those that kept faith'),
    method: words('降低抽查频次', 'Fewer spot checks'), implementer: { name: words('县市场监督管理局', 'County market regulation'), kind: 'administrative-organ/market-regulation' },
    localRegulation: null, citedLaw: null,
  }],
  consultationClosedOn: '2022-11-30', approval: { documentNumber: '府函〔2022〕9号', by: '县人民政府', on: '2022-12-15' }, filedOn: null, ...change,
})
const shown = async (day: string) => (await app.inject(`/api/v1/measure-lists?day=${day}`)).json<{ lists: MeasureList[]; offered: { code: string; version: string }[] }>()
const publish = (draft: MeasureList) => publishMeasureList(ports, rules, 'operator', draft)

test('gd-28-1 gd-28-2 a refused list is nowhere; a complete one is public at once, and each day offers its own version', async () => {
  const refused = await publish(reward('1', '2023-01-01', { approval: null }))
  assert.equal(!refused.ok && refused.refusals[0].code, 'approval-missing')
  assert.deepEqual(await shown('2023-12-31'), { day: '2023-12-31', lists: [], offered: [] })

  for (const draft of [reward('1', '2023-01-01'), reward('2', '2024-01-01')]) assert.ok((await publish(draft)).ok)
  const eve = await shown('2023-12-31')
  assert.deepEqual(eve.lists, [reward('1', '2023-01-01'), reward('2', '2024-01-01')])
  assert.deepEqual(eve.offered.map((m) => m.version), ['1'])
  assert.deepEqual((await shown('2024-01-01')).offered.map((m) => m.version), ['2'])
})

test('gd-28-3 a county list stays unfiled until it is published again with its filing', async () => {
  const unfiled = async () => unfiledLists(await publishedLists(ports.database), rules.guangdong.reward!).map((l) => l.version)
  assert.deepEqual(await unfiled(), ['1', '2'])
  assert.ok((await publish(reward('2', '2024-01-01', { filedOn: '2023-12-20' }))).ok)
  assert.deepEqual(await unfiled(), ['1'])
})

test('gd-7-1 a list that was published stays readable in each of its versions, with its days', async () => {
  const { lists } = await shown('2026-01-01')
  assert.deepEqual(lists.map((l) => [l.version, l.inForce.from]), [['1', '2023-01-01'], ['2', '2024-01-01']])
})

test('what is no list of measures is not taken for one, and another province’s is not published here', async () => {
  assert.ok(isMeasureList(reward('1', '2023-01-01')))
  for (const broken of [null, {}, { ...reward('1', '2023-01-01'), measures: [] }, { ...reward('1', '2023-01-01'), note: '附注' }]) assert.ok(!isMeasureList(broken))
  const elsewhere = await publish({ ...reward('1', '2023-01-01'), pack: 'jiangsu' })
  assert.equal(!elsewhere.ok && elsewhere.refusals[0].code, 'pack-is-another')
})
