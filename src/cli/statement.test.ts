/** Words that may name a person and mean none: stated, listed and taken back at their doors, by command and by interface, against a real server. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { everythingKept } from '../../test/support/everything-kept.ts'
import { unitFor } from '../../test/support/delivered.ts'
import { testPorts } from '../../test/support/ports.ts'
import { freePort } from '../database/embedded.ts'
import { writeClientKey } from '../identity/client-files.ts'
import type { Ports } from '../ports.ts'
import { receiveDelivery } from '../register/ingestion/acts.ts'
import { runDelivery } from '../register/ingestion/run.ts'
import { buildServer } from '../web/server.ts'
import { deliverCommand } from './deliver.ts'
import { clientOf } from './deliver-client.ts'
import { deliveriesCommand } from './deliveries.ts'
import type { CommandIo } from './io.ts'
import { statementCommand } from './statement.ts'

const [unit, other, organisation] = ['91330000470009923F', '91330200084752786H', '91330200058290389A']
/** Invented; the scan reads a name in it. */
const [doubtful, also, certain] = ['汪明辉的单位', '汪明德的单位', '身份证号11010519491231002X']
const register = await testPorts({ today: '2026-06-03' })
const port = await freePort()
const ports: Ports = { ...register, now: () => Temporal.Now.instant(), settings: { ...register.settings, address: `http://127.0.0.1:${port}` } }
const keyOf = (who: string) => path.join(register.settings.spoolFolder, `${who}.json`)
let app: FastifyInstance
before(async () => {
  for (const one of [unit, other]) await unitFor(ports, one, 'administrative-organ/market-regulation', ['licence'])
  for (const one of [unit, other]) await writeClientKey(ports, one, keyOf(one))
  await writeClientKey(ports, 'operator', keyOf('operator'))
  app = await buildServer(ports, { deliveries: {
    start: async () => {}, idle: async () => {}, close: async () => {},
    receive: async (wanted, body) => {
      const received = await receiveDelivery(ports, wanted, body)
      if (received.ok && received.value.state === 'waiting') await runDelivery(ports, received.value.delivery_id, () => null)
      return received
    },
  } })
  await app.listen({ port, host: '127.0.0.1' })
})
after(async () => {
  await app.close()
  await register.close()
})

const silent: CommandIo = { language: 'en', env: {}, columns: null, out: () => {}, error: () => {}, progress: () => {} }
async function run(command: (args: string[], io: CommandIo) => Promise<number>, who: string, ...args: string[]) {
  const lines: string[] = []
  const said = (line: string) => { lines.push(line) }
  const code = await command([...args, '--as', who, '--key', keyOf(who), '--server', ports.settings.address], { ...silent, out: said, error: said })
  return { code, text: lines.join('\n') }
}
const statement = (who: string, ...args: string[]) => run(statementCommand, who, ...args)
const acts = async (kind: string) => (await ports.database.one<{ n: number }>`select count(*)::int as n from act_group where kind = ${kind}`)!.n
async function file(name: string, ...contents: string[]): Promise<string> {
  const columns = ['行政相对人名称', '行政相对人代码_1（统一社会信用代码）', '行政许可决定文书号', '许可内容', '许可决定日期', '有效期自', '有效期至', '许可机关', '许可机关统一社会信用代码', '数据来源单位', '数据来源单位统一社会信用代码']
  const row = (content: string, i: number) => ['宁波演示有限公司', organisation, `${name}${i}号`, content, '2026-03-05', '2026-03-05', '2031-03-04', '演示局', unit, '演示局', unit]
  const at = path.join(register.settings.spoolFolder, `${name}.csv`)
  await writeFile(at, [columns, ...contents.map(row)].map((line) => line.join(',')).join('\r\n'))
  return at
}

test('by command: made with a reason, listed to its own body alone, taken back by the operator alone; it counts in between and not after', async () => {
  const csv = await file('甲', doubtful)
  assert.equal((await run(deliverCommand, unit, csv, '--item', 'licence')).code, 2, 'given back without a statement')
  const place = ['--item', 'licence', '--field', '许可内容']
  await assert.rejects(statement(unit, 'make', ...place, '--text', doubtful), /reason/i)
  await assert.rejects(statement(unit, 'make', ...place, '--text', doubtful, '--reason', certain), (error: Error) => !error.message.includes('11010519491231002X'))
  await assert.rejects(statement(unit, 'make', ...place, '--text', certain, '--reason', '是企业字号'), (error: Error) => !error.message.includes('11010519491231002X'))
  await assert.rejects(statement(unit, 'make', ...place, '--text', '食品经营', '--reason', '是企业字号'))
  await assert.rejects(statement(unit, 'make', '--item', 'licence', '--field', '无此列', '--text', doubtful, '--reason', '是企业字号'), /No such column/)
  await assert.rejects(statement(unit, 'make', '--text', doubtful), { exitCode: 64 })
  assert.equal(await acts('boundary.stated'), 0)

  const made = await statement(unit, 'make', ...place, '--text', doubtful, '--reason', '是企业字号')
  const number = /^Stated: act (\d+)\./.exec(made.text)?.[1]
  assert.ok(number, made.text)
  assert.equal((await run(deliverCommand, unit, csv, '--item', 'licence', '--again')).code, 0, 'and passes with it')
  assert.match((await statement(unit, 'list')).text, new RegExp(`^${number}  2026-06-03  ${unit}  item/licence/许可内容  是企业字号  let in: 1 records, 0 other acts$`, 'm'))
  const listed = await statement(unit, 'list', '--let-in', 'something', '--state', 'stands')
  assert.match(listed.text, /^1 in force, 0 taken back; something stands on 1\.$/m)
  assert.match((await statement(unit, 'show', number)).text, new RegExp(`^  act \\d+  record\\.accepted  ${organisation}  record \\d+$`, 'm'))
  await assert.rejects(statement(other, 'show', number), new RegExp(number))
  assert.match((await statement(other, 'list')).text, /^No statements\.$/m)
  assert.match((await statement('operator', 'list')).text, new RegExp(`^${number} `, 'm'))

  await assert.rejects(statement(unit, 'withdraw', number, '--reason', '核实后确指一人'), /operator/i)
  await assert.rejects(statement('operator', 'withdraw', number), /reason/i)
  await assert.rejects(statement('operator', 'withdraw', '999999', '--reason', '核实后确指一人'), /999999/)
  await assert.rejects(statement('operator', 'withdraw', 'x'), { exitCode: 64 })
  await assert.rejects(statement('operator', 'nothing'), { exitCode: 64 })
  assert.match((await statement('operator', 'withdraw', number, '--reason', '核实后确指一人')).text, new RegExp(`^Statement ${number} taken back: act \\d+\\. Records kept from view by it: 1\\.$`))
  assert.match((await statement('operator', 'show', number)).text, /kept from view$/m)
  await assert.rejects(statement('operator', 'withdraw', number, '--reason', '核实后确指一人'), new RegExp(number))
  assert.match((await statement(unit, 'list')).text, /taken back \(act \d+\)$/m)
  assert.equal(await acts('boundary.statement-withdrawn'), 1)
  assert.equal((await run(deliverCommand, unit, await file('乙', doubtful), '--item', 'licence')).code, 2, 'no more')
})

test('a returned row is corrected with --why beside the words; without it, or with a reason that tells of a person, it stays', async () => {
  const before = await acts('boundary.stated')
  await run(deliverCommand, unit, await file('丙', also), '--item', 'licence')
  const id = /[0-9a-f-]{36}/.exec((await run(deliveriesCommand, unit, 'list')).text)![0]
  const correct = (...args: string[]) => run(deliveriesCommand, unit, 'correct', id, '2', ...args)
  assert.equal((await correct('--set', `许可内容=${also}`)).code, 2)
  for (const why of ['', certain]) {
    const no = await correct('--set', `许可内容=${also}`, '--why', `许可内容=${why}`)
    assert.notEqual(no.code, 0)
    assert.ok(!no.text.includes('11010519491231002X'))
  }
  assert.notEqual((await correct('--set', `许可内容=${also}`, '--why', '无此列=是企业字号')).code, 0)
  await assert.rejects(correct('--why', '许可内容'), { exitCode: 64 })
  assert.equal(await acts('boundary.stated'), before, 'nothing was stated by what was refused')
  assert.match((await correct('--set', `许可内容=${also}`, '--why', '许可内容=是企业字号')).text, /^Row 2: accepted, record \d+ of /)
  assert.equal(await acts('boundary.stated'), before + 1)
})

test('by interface: the answer says what, where and what cures it; what is stated is listed page by page and never repeated twice', async () => {
  const ask = await clientOf(silent, { as: unit, key: keyOf(unit), server: ports.settings.address })
  const post = async (body: object) => {
    const answer = await ask('/api/v1/boundary/statements', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), also: [400, 404, 409, 422],
    })
    return { status: answer.status, body: await answer.json() as { code?: string; statement?: number; cure?: string } }
  }
  const said = async (body: object) => { const { status, body: { code, cure } } = await post(body); assert.ok(cure, `${code} has a cure`); return [status, code] }
  const fits = { field: 'explanation', text: doubtful, reason: '是企业字号' }
  assert.deepEqual(await said({ ...fits, reason: '' }), [422, 'statement-reason-missing'])
  assert.deepEqual(await said({ ...fits, reason: certain }), [422, 'statement-reason-personal'])
  assert.deepEqual(await said({ ...fits, text: '食品经营' }), [409, 'text-clean'])
  assert.deepEqual(await said({ ...fits, text: certain }), [422, 'text-certain'])
  assert.deepEqual(await said({ ...fits, item: 'nothing' }), [422, 'column-unknown'])
  const first = await post(fits)
  assert.equal(first.status, 201)
  const before = await acts('boundary.stated')
  const second = await post(fits)
  assert.deepEqual([second.status, second.body.statement, await acts('boundary.stated')], [201, first.body.statement, before], 'the one that stands is the answer')
  const list = async (query: string) => await (await ask(`/api/v1/boundary/statements${query}`)).json() as { items: { statement: number; place: string; digest: string }[]; next: number | null }
  const page = await list('?limit=1')
  assert.deepEqual([page.items[0]!.statement, page.items[0]!.place, page.next], [first.body.statement, 'form/explanation', first.body.statement])
  assert.ok((await list(`?before=${page.next}`)).items.every((s) => s.statement < page.next!))
  // A column by its code is that column: the statement fits the cell whichever of its names was used.
  const byCode = await post({ ...fits, item: 'licence', field: 'XK_NR', text: '汪明德到场' })
  assert.equal((await list('?limit=1')).items[0]!.place, 'item/licence/许可内容')
  assert.equal((await post({ ...fits, item: 'licence', field: '许可内容', text: '汪明德到场' })).body.statement, byCode.body.statement)
  assert.ok(!JSON.stringify(await list('')).includes('汪明'), 'a digest, never the words')
  assert.ok(!(await everythingKept(register.owner.pool)).includes('11010519491231002X'))
})
