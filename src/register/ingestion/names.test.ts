/** The code is the only key: which names may stand beside it in a row. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { deliverCsv, unitFor } from '../../../test/support/delivered.ts'
import { testPorts } from '../../../test/support/ports.ts'

const unit = '91330000470009923F'
const code = '91330200058290389A'
const ports = await testPorts({ today: '2026-06-03' })
after(() => ports.close())
await unitFor(ports, unit, 'administrative-organ/market-regulation', ['registration', 'licence'])

const registration = async (name: string) => {
  const { delivery, returned } = await deliverCsv(ports, unit, 'registration',
    [{ 统一社会信用代码: code, 机构名称: name, 住所: '岭湾市', 成立日期: '2015-03-01', 登记状态: '存续', 状态日期: '2015-03-01' }])
  return [delivery!.accepted, delivery!.changed, returned.flatMap((r) => r.findings.map((f) => f.code))]
}
let number = 1
const licence = async (name: string) => {
  const { delivery, returned } = await deliverCsv(ports, unit, 'licence', [{
    行政相对人名称: name, '行政相对人代码_1（统一社会信用代码）': code, 行政许可决定文书号: `许${number++}号`, 许可内容: '食品经营', 许可决定日期: '2026-03-05',
    有效期自: '2026-03-05', 有效期至: '2031-03-04', 许可机关: '演示市场监督管理局', 许可机关统一社会信用代码: unit, 数据来源单位: '演示市场监督管理局', 数据来源单位统一社会信用代码: unit,
  }])
  return [delivery!.accepted, returned.flatMap((r) => r.findings.map((f) => f.code))]
}

test('a registration brings the organisation its new name; whatever comes under one it bore before is its own, under one of no name it ever bore it comes back', async () => {
  const [first, second, third] = ['岭湾澄石有限公司', '岭湾澄石贸易有限公司', '岭湾澄石科技有限公司'] as const
  assert.deepEqual(await registration(first), [1, 0, []])
  for (const name of [second, third]) assert.deepEqual(await registration(name), [0, 1, []], 'a renamed organisation keeps its record')
  for (const name of [first, second, third, ' 岭湾澄石贸易有限公司 ']) assert.deepEqual(await licence(name), [1, []], name)
  assert.deepEqual(await licence('岭湾澄石制造有限公司'), [0, ['name-does-not-fit-code']])
})
