import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deliverCsv, unitFor } from '../../../test/support/delivered.ts'
import { type TestPorts, testPorts } from '../../../test/support/ports.ts'
import { openLog } from '../../acts/keeper.ts'
import { rebuild } from '../../acts/rebuild.ts'
import * as log from '../../acts/store.ts'
import { leafHashes } from '../../log/hash.ts'
import { growTiles } from '../../log/tiles.ts'
import { checkProof } from '../../log/proof.ts'
import { parseVerifierKey } from '../../log/note.ts'
import type { PackId } from '../../law/types.ts'
import { buildServer } from '../../web/server.ts'
import type { DeliveryDesk } from '../ingestion/desk.ts'
import { finishRebuild, projectors } from '../projectors.ts'
import { withdrawRecord } from '../records/acts.ts'
import { dailyRun } from '../retention/acts.ts'
import { openIncident } from './acts.ts'

const [unit, organisation] = ['91330000470009923F', '91330200058290389A']
/** What a person could be known by, in words no rule of the boundary knows. */
const datum = '老板家的小女儿刚满百天'
const penalty = (number: string, more: Record<string, string> = {}) => ({
  行政相对人名称: '宁波演示有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政处罚决定书文号: number, 违法行为类型: '虚假宣传', 违法事实: '发布虚假广告',
  处罚依据: '《广告法》', 处罚类别: '罚款', 处罚内容: '罚款一万元', '罚款金额（万元）': '1', 处罚决定日期: '2026-05-06', 处罚机关: '演示市场监督管理局',
  失信行为等级: '一般', 等级认定理由: '初次违法', ...more,
})
const everywhere = (ports: TestPorts) => ports.database.one<{ n: number }>`
  select (select count(*) from act where content like ${`%${datum}%`} or closed like ${`%${datum}%`})
       + (select count(*) from record where facts like ${`%${datum}%`} or identity like ${`%${datum}%`}) as n`

async function register(packId: PackId) {
  const ports = await testPorts({ packId, today: '2026-06-03' })
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['penalty'])
  // Two versions, one with the datum in the open, one with it among the closed fields; and a record beside it.
  await deliverCsv(ports, unit, 'penalty', [penalty('罚1号', { 违法事实: datum }), penalty('罚2号')])
  await deliverCsv(ports, unit, 'penalty', [penalty('罚1号', { 备注: datum, 处罚内容: `罚款一万元，${datum}` })])
  const found = (await ports.database.one<{ record_id: number }>`select record_id from record where identity = '罚1号'`)!.record_id
  return { ports, found }
}
async function rootOf(ports: TestPorts) {
  const size = await log.logSize(ports.database)
  const entries = Buffer.concat((await log.positionsBetween(ports.database, 0, size)).map((p) => p.entries))
  return { size, root: Buffer.from(growTiles(0, [], leafHashes(entries)).root) }
}

test('gd-26c personal data an officer found: out of every use at once, content and salts destroyed, an incident opened, the log unbroken', async () => {
  const { ports, found } = await register('guangdong')
  const server = await buildServer(ports, { deliveries: {} as DeliveryDesk })
  const keeper = openLog(ports)
  await keeper.catchUp()
  const [before, checkpoint] = [await rootOf(ports), await log.newestCheckpoint(ports.database)]
  assert.equal((await everywhere(ports))!.n, 2)

  for (const [reason, code] of [['  ', 'reason-missing'], ['身份证号 11010519491231002X 在违法事实中', 'reason-personal']] as const) {
    const refused = await openIncident(ports, { subject: organisation, record: found, by: 'operator', reason })
    assert.equal(!refused.ok && refused.refusals[0].code, code)
  }
  assert.equal((await server.inject(`/api/v1/organisations/${organisation}/records/${found}`)).statusCode, 200)

  const done = await openIncident(ports, { subject: organisation, record: found, by: unit, reason: '违法事实一栏涉及自然人' })
  assert.ok(done.ok)
  assert.equal(done.value.erased, 2)
  assert.equal((await everywhere(ports))!.n, 0)
  const left = await ports.database.rows<{ act_id: number; salt: Buffer | null; content: string | null; closed: string | null }>`
    select a.act_id, a.salt, a.content, a.closed from act a where a.content is null or a.salt is null`
  assert.equal(left.length, 2)
  assert.ok(left.every((a) => a.salt === null && a.content === null && a.closed === null))
  const row = await ports.database.one`select existence, display, usable, identity, facts from record where record_id = ${found}`
  assert.deepEqual(row, { existence: 'erased', display: 'not-displayed', usable: false, identity: `erased ${found}`, facts: '{}' })

  const archive = (await server.inject(`/api/v1/organisations/${organisation}/archive`)).json<{ total: number; records: { basis: { documentNumber: string } }[] }>()
  assert.deepEqual(archive.records.map((r) => r.basis.documentNumber), ['罚2号'])
  const gone = await server.inject(`/api/v1/organisations/${organisation}/records/${found}`)
  assert.deepEqual([gone.statusCode, gone.json<{ code: string }>().code], [410, 'record-erased'])

  const group = (await log.groupOf(ports.database, done.value.incident))!
  assert.deepEqual([group.kind, (JSON.parse(group.head) as { rules: string[]; actor: string }).rules, (JSON.parse(group.head) as { actor: string }).actor], ['boundary.incident', ['gd-26c'], unit])

  // What was signed before is still what the register serves; a proof has the commitment and nothing else.
  const size = await keeper.catchUp()
  // The incident, and the act that says in the log which entries have no content any more.
  assert.equal(size, before.size + 2)
  const then = growTiles(0, [], leafHashes(Buffer.concat((await log.positionsBetween(ports.database, 0, before.size)).map((p) => p.entries))))
  assert.deepEqual(Buffer.from(then.root), checkpoint!.root)
  assert.deepEqual((await rootOf(ports)).root, (await log.newestCheckpoint(ports.database))!.root)
  const key = parseVerifierKey((await server.inject('/log/key')).body.trim())!
  const proof = (await server.inject(`/api/v1/organisations/${organisation}/records/${found}/proof`)).json<{ acts: { content?: string; salt?: string }[] }>()
  assert.deepEqual([proof.acts[0]!.content, proof.acts[0]!.salt], [undefined, undefined])
  assert.deepEqual((await checkProof(proof, key)).findings.filter((f) => !f.ok), [])

  // The daily run and a rebuild from the acts that are left agree with what is served.
  ports.setToday('2060-01-01')
  await dailyRun(ports)
  assert.deepEqual(await rebuild(ports.owner, projectors, finishRebuild(ports), false), [])
  const again = await openIncident(ports, { subject: organisation, record: found, by: 'operator', reason: '再次' })
  assert.equal(!again.ok && again.refusals[0].code, 'already-erased')
  await keeper.close()
  await server.close()
  await ports.close()
})

test('js-62-3 such data found in the system is supplied to nobody and destroyed, also where its record had been withdrawn', async () => {
  const { ports, found } = await register('jiangsu')
  assert.ok((await withdrawRecord(ports, { subject: organisation, record: found, provider: unit, reason: `误报：${datum}`, document: null, rule: null })).ok)
  assert.equal((await everywhere(ports))!.n, 4, 'in the letter that tells of the withdrawal, too')
  const done = await openIncident(ports, { subject: organisation, record: found, by: 'operator', reason: '涉及自然人' })
  assert.ok(done.ok)
  assert.equal((await everywhere(ports))!.n, 0)
  const group = (await log.groupOf(ports.database, done.value.incident))!
  assert.deepEqual((JSON.parse(group.head) as { rules: string[] }).rules, ['js-62-3'])
  assert.deepEqual(await rebuild(ports.owner, projectors, finishRebuild(ports), false), [])

  // No act goes without an incident that names it: not for the application, not for the owner.
  const other = (await ports.database.one<{ act_id: number }>`select act_id from record where identity = '罚2号'`)!.act_id
  await assert.rejects(ports.database.pool.query('update act set salt = null, content = null, closed = null where act_id = $1', [other]), /permission denied/)
  await assert.rejects(ports.owner.pool.query('update act set salt = null, content = null, closed = null where act_id = $1', [other]), /append-only/)
  assert.equal((await ports.database.one<{ n: number }>`select erase_acts(${other}) as n`)!.n, 0)
  assert.equal((await ports.database.one<{ n: number }>`select erase_acts(${done.value.incident}) as n`)!.n, 4)
  await assert.rejects(ports.owner.pool.query("update act set content = 'x' where act_id = $1", [found]), /append-only/)
  await assert.rejects(ports.database.pool.query('select named_by_incident($1, $2)', [organisation, other]), /permission denied/)
  await ports.close()
})
