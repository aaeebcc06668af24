/** What stands on a statement that no person is meant: linked as it comes in, listed at the door, kept from view when the statement is taken back. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { deliverCsv, unitFor } from '../../../../test/support/delivered.ts'
import { testPorts } from '../../../../test/support/ports.ts'
import { signIn, type SignedIn } from '../../../../test/support/signed-in.ts'
import { rebuild } from '../../../acts/rebuild.ts'
import { forRequest } from '../../../acts/standing.ts'
import type { DeliveryDesk } from '../../ingestion/desk.ts'
import { correctRow } from '../../ingestion/corrections/acts.ts'
import { finishRebuild, projectors } from '../../projectors.ts'
import { withdrawRecord } from '../../records/acts.ts'
import { buildServer } from '../../../web/server.ts'
import { stateNoPerson } from './acts.ts'
import { inColumn, inField } from './digest.ts'
import { letPass, StatementEnded } from './reliance/acts.ts'
import { standingOn } from './store.ts'
import { withdrawStatement } from './withdrawal/acts.ts'

const [unit, other, organisation] = ['91330000470009923F', '91330200084752786H', '91330200058290389A']
/** Invented; the scan reads a name in each. */
const [words, also, third] = ['汪明辉的单位', '汪明德的单位', '汪明成的单位']
const row = (document: string, content: string, change: Record<string, string> = {}): Record<string, string> => ({
  行政相对人名称: '宁波演示有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政许可决定文书号: document, 许可内容: content, 许可决定日期: '2026-03-05',
  有效期自: '2026-03-05', 有效期至: '2031-03-04', 许可机关: '演示市场监督管理局', 许可机关统一社会信用代码: unit, 数据来源单位: '演示市场监督管理局',
  数据来源单位统一社会信用代码: unit, ...change,
})

const ports = await testPorts({ today: '2026-06-03' })
let app: FastifyInstance
let [member, stranger, operator]: SignedIn[] = []
before(async () => {
  for (const one of [unit, other]) await unitFor(ports, one, 'administrative-organ/market-regulation', ['licence'])
  app = await buildServer(ports, { deliveries: {} as DeliveryDesk }, { requestsPerMinute: 1_000_000 })
  member = await signIn(ports, { body: { kind: 'unit', code: unit }, roles: ['deliver'] })
  stranger = await signIn(ports, { body: { kind: 'unit', code: other }, roles: ['deliver'] })
  operator = await signIn(ports, { body: 'operator', roles: ['operate'] })
})
after(async () => {
  await app.close()
  await ports.close()
})

const deliver = async (...rows: Record<string, string>[]) => {
  const { delivery: d } = await deliverCsv(ports, unit, 'licence', rows)
  return { id: d!.delivery_id, told: { accepted: d!.accepted, recognised: d!.recognised, changed: d!.changed, returned: d!.returned } }
}
const state = async (text: string) => {
  const made = await stateNoPerson(ports, { body: unit, place: inColumn('licence', '许可内容'), column: '许可内容', text, reason: '是企业字号', client: null, account: '7' })
  assert.ok(made.ok)
  return made.value.act
}
const takeBack = async (statement: number) => {
  const done = await withdrawStatement(ports, { statement, reason: '核实后另有所指', actor: 'operator', account: '1' })
  assert.ok(done.ok, JSON.stringify(done))
  return done.value
}
const standing = async (statement: number) =>
  (await standingOn(ports.database, statement, { limit: 50 })).map((l) => [l.kind, l.record_id, l.newest, l.hidden])
const recordOf = async (document: string) =>
  (await ports.database.one<{ record_id: number; act_id: number; hidden: boolean }>`
    select record_id, act_id, hidden from record where identity like ${`${document}%`}`)!
const page = async (me: SignedIn | undefined, url: string) => {
  const answer = await app.inject({ url, headers: { accept: 'text/html', ...(me === undefined ? {} : { cookie: me.cookie }) } })
  return { status: answer.statusCode, body: answer.body }
}
const publicly = async (record: number) => (await page(undefined, `/organisations/${organisation}/records/${record}`)).status

test('each record that came in by a statement is linked to it, once, by an act; one that needed none is not', async () => {
  const statement = await state(words)
  const d = await deliver(row('许甲1号', words), row('许甲2号', '食品经营'))
  assert.deepEqual(d.told, { accepted: 2, recognised: 0, changed: 0, returned: 0 })
  const record = await recordOf('许甲1号')
  assert.deepEqual(await standing(statement), [['record.accepted', record.record_id, true, false]])
  await deliver(row('许甲1号', words))
  assert.equal((await standing(statement)).length, 1, 'delivered again it stands where it stood')

  const first = await deliver(row('许甲1号', words, { 有效期至: '2032-03-04' }))
  assert.equal(first.told.changed, 1)
  assert.deepEqual(await standing(statement), [['record.changed', record.record_id, true, false], ['record.accepted', record.record_id, false, false]])
})

test('a row corrected in place stands on the statement made with it, or on the one made before', async () => {
  const d = await deliver(row('许乙1号', also), row('许乙2号', also))
  assert.equal(d.told.returned, 2)
  const delivery = (await ports.database.one<never>`select * from delivery where delivery_id = ${d.id}`)!
  for (const [rowNumber, statements] of [[2, { 许可内容: '是企业字号' }], [3, {}]] as const) {
    const made = await correctRow(ports, { unitCode: unit, delivery, rowNumber, cells: { 许可内容: also }, statements, by: { account: '7' } })
    assert.equal(made.kind, 'corrected', JSON.stringify(made))
  }
  const [statement, ...more] = await ports.database.rows<{ statement: number }>`
    select distinct statement from boundary_reliance where record_id in (${(await recordOf('许乙1号')).record_id}, ${(await recordOf('许乙2号')).record_id})`
  assert.equal(more.length, 0)
  assert.equal((await standing(statement!.statement)).length, 2)
})

test('taken back, it keeps from view what stands on it now and nothing else; written otherwise, or stated anew and delivered again, it is shown', async () => {
  const statement = await state(third)
  await deliver(row('许丙1号', third), row('许丙2号', third), row('许丙3号', third), row('许丙4号', '食品经营'))
  await deliver(row('许丙3号', '食品销售'))
  const one = await recordOf('许丙1号')
  const two = await recordOf('许丙2号')
  const changed = await recordOf('许丙3号')
  const clean = await recordOf('许丙4号')
  assert.equal(await publicly(one.record_id), 200)

  const { hidden } = await takeBack(statement)
  assert.equal(hidden, 2, 'the third has another version by now')
  assert.deepEqual(await Promise.all([one, two, changed, clean].map((r) => publicly(r.record_id))), [404, 404, 200, 200])
  assert.deepEqual((await standing(statement)).map(([, record, newest, kept]) => [record, newest, kept]),
    [[changed.record_id, false, false], [two.record_id, true, true], [one.record_id, true, true]].sort((a, b) => Number(b[0]) - Number(a[0])))
  assert.equal((await deliver(row('许丙1号', third))).told.returned, 1, 'it lets nothing in any more')
  assert.equal(await publicly(one.record_id), 404)

  assert.equal((await deliver(row('许丙1号', '食品销售'))).told.changed, 1)
  assert.equal(await publicly(one.record_id), 200, 'written without the words')
  const anew = await state(third)
  assert.equal(await publicly(two.record_id), 404, 'a statement alone shows nothing: the row is looked at once more')
  assert.equal((await deliver(row('许丙2号', third))).told.recognised, 1)
  assert.equal(await publicly(two.record_id), 200)
  assert.deepEqual(await standing(anew), [['record.accepted', two.record_id, true, false]])
})

test('the words of a form stand on their statement by the act that holds them; taken back before that act, nothing is kept', async () => {
  await deliver(row('许丁1号', '食品经营'), row('许丁2号', '食品经营'))
  const [first, second] = [await recordOf('许丁1号'), await recordOf('许丁2号')]
  const reason = '汪明牌的单位填写有误'
  const made = await stateNoPerson(ports, { body: unit, place: inField('reason'), column: 'reason', text: reason, reason: '是商品的牌子', client: null, account: '7' })
  assert.ok(made.ok)
  const withdraw = (record: number) => withdrawRecord(ports, { subject: organisation, record, provider: unit, account: '7', reason, document: null, rule: null })
  await forRequest({}, async () => {
    letPass(ports, unit, reason, made.value.act)
    await withdraw(first.record_id)
  })
  const kinds = (await standing(made.value.act)).map(([kind]) => kind)
  assert.ok(kinds.includes('record.withdrawn'), kinds.join())
  await forRequest({}, async () => {
    letPass(ports, unit, reason, made.value.act)
    await takeBack(made.value.act)
    await assert.rejects(withdraw(second.record_id), StatementEnded)
  })
  assert.equal((await ports.database.one<{ existence: string }>`select existence from record where record_id = ${second.record_id}`)!.existence, 'held')
})

test('the unit is shown its own statements and what stands on each, another unit none, the operator all: filtered, counted, page by page, in both languages', async () => {
  const mine = await ports.database.rows<{ act_id: number; withdrawn_act: number | null }>`select act_id, withdrawn_act from boundary_statement order by act_id`
  const [oldest] = mine
  for (const [language, word] of [['', '现行版本'], ['/en', 'version of today']] as const) {
    const list = await page(member, `${language}/desk/deliveries/statements`)
    for (const { act_id } of mine) assert.ok(list.body.includes(`/statements/${act_id}"`), String(act_id))
    assert.ok((await page(member, `${language}/desk/deliveries/statements/${oldest!.act_id}`)).body.includes(word))
    assert.equal((await page(stranger, `${language}/desk/deliveries/statements/${oldest!.act_id}`)).status, 404)
    assert.ok(!(await page(stranger, `${language}/desk/deliveries/statements`)).body.includes(`/statements/${oldest!.act_id}"`))
    const all = await page(operator, `${language}/desk/operate/statements?state=withdrawn`)
    for (const { act_id, withdrawn_act } of mine) assert.equal(all.body.includes(`/statements/${act_id}"`), withdrawn_act !== null, String(act_id))
    assert.ok(!(await page(operator, `${language}/desk/operate/statements?body=${other}`)).body.includes(`/statements/${oldest!.act_id}"`))
    // Taken back with nothing filled in: each field says what is missing in it.
    const back = async (statement: string, why: string) => (await app.inject({
      method: 'POST', url: `${language}/desk/operate/statements`, headers: { accept: 'text/html', cookie: operator!.cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ _token: await operator!.token(), statement, why }).toString(),
    })).body
    const nothing = await back('', '')
    for (const at of ['statement', 'why']) assert.match(nothing, new RegExp(`id="${at}-error"`))
    assert.match(nothing, language === '' ? /写明要撤销哪一项.*写明为何撤销这项说明/s : /Say which one is taken back.*Say why the statement is taken back/s)
    const one = await page(operator, `${language}/desk/operate/statements/${oldest!.act_id}`)
    assert.match(one.body, new RegExp(`/desk/operate/incidents\\?subject=${organisation}&(amp;)?record=\\d+`))
    assert.equal((await page(operator, `${language}/desk/operate/statements/1`)).status, 404)
  }
  assert.equal((await page(member, '/desk/operate/statements')).status, 403)
  for (let i = 0; i < 51; i++) {
    await ports.owner.run`insert into boundary_statement (act_id, body_code, place, text_digest, stated_on) values (${900_000 + i}, ${other}, 'form/reason', ${'0'.repeat(64)}, '2026-06-03')`
  }
  const second = await page(operator, `/en/desk/operate/statements?body=${other}&page=2`)
  assert.ok(second.body.includes('/statements/900000"') && !second.body.includes('/statements/900001"'), 'the oldest stands by itself on the second page')
  await ports.owner.run`delete from boundary_statement where act_id >= 900000`
})

test('the acts alone say what stood on a statement, what it hid and what was shown again', async () => {
  assert.deepEqual(await rebuild(ports.owner, projectors, finishRebuild(ports), false), [])
})
