import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { deliverCsv, unitFor } from '../../../test/support/delivered.ts'
import { type TestPorts, testPorts } from '../../../test/support/ports.ts'
import { readLaws } from '../../packs.ts'
import { findItem } from '../catalog/find-item.ts'
import type { StoredFacts } from './facts.ts'
import { informationClass, provenance } from './provenance.ts'

const laws = await readLaws()
let ports: TestPorts
before(async () => {
  ports = await testPorts({ packId: 'jiangsu', today: '2024-06-03' })
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['honour', 'own-statement'])
})
after(async () => { await ports.close() })

const [unit, organisation] = ['91330000470009923F', '91330200058290389A']
const held = async (item: string) => {
  const row = await ports.database.one<{ item_id: string; facts: string }>`
    select item_id, facts from record where subject_code = ${organisation} and item_id = ${item}`
  return row && { item: findItem(ports.law(), row.item_id, ports.today()), facts: JSON.parse(row.facts) as StoredFacts }
}

test('js-25 an honour is held in the class other with the document that awards it; without that document it goes back', async () => {
  const honour = { 机构名称: '宁波演示有限公司', 统一社会信用代码: organisation, 荣誉名称: '诚信示范单位', 证书号: '苏誉〔2024〕3号', 发证日期: '2024-03-04', 有效期至: '2099-12-31', 颁证单位: '演示单位' }
  const { delivery, returned } = await deliverCsv(ports, unit, 'honour', [honour, { ...honour, 证书号: '' }])
  assert.equal(delivery?.accepted, 1)
  assert.deepEqual(returned.map((r) => r.findings.map((f) => [f.code, f.column])), [[['basis-document-missing', '证书号']]])
  const record = await held('honour')
  assert.ok(record?.item.ok)
  const found = informationClass(record.item.value, ports.law().pack)
  assert.deepEqual([found?.code, found?.rule, record.facts.documentNumber, record.facts.authority], ['other', 'js-4-2', '苏誉〔2024〕3号', '演示单位'])
})

test('js-37-2 a statement of the organisation itself is labelled self-declared; what a unit found is not', async () => {
  await deliverCsv(ports, unit, 'own-statement', [{
    机构名称: '宁波演示有限公司', 统一社会信用代码: organisation, 声明编号: '声1', 声明内容: '本公司已通过质量管理体系认证', 声明日期: '2024-05-06', 受理单位: '演示单位',
  }])
  const record = await held('own-statement')
  assert.ok(record?.item.ok)
  const label = provenance(record.item.value, ports.law())
  assert.ok(label.by === 'organisation' && label.rule === 'js-37-2')
  assert.match(label.label.zh, /自主申报/)
  for (const item of laws.jiangsu.catalog) assert.equal(provenance(item, laws.jiangsu).by, item.id === 'own-statement' ? 'organisation' : 'unit', item.id)
})

test('every item of Jiangsu falls in one of its three classes, and no other pack divides', () => {
  for (const item of laws.jiangsu.catalog) assert.equal(informationClass(item, laws.jiangsu.pack)?.scope, 'in', item.id)
  assert.equal(informationClass({ nature: 'basic' }, laws.guangdong.pack), null)
})
