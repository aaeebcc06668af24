import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { passesChecks } from '../register/subjects/uscc.ts'
import { generateOrganisations, organisationAt } from './organisations.ts'

const many = [...generateOrganisations({ seed: 7, count: 120_000 })]

test('every code passes both checks, none is an individual trader’s, and prefixes come in their shares', () => {
  assert.deepEqual(many.filter((o) => !passesChecks(o.code)), [])
  const share = (prefix: string) => many.filter((o) => o.code.startsWith(prefix)).length / many.length
  assert.deepEqual(['91', '93', '12', '51', '52', '53', '11', '92'].map((p) => Math.round(share(p) * 100)), [86, 6, 3, 2, 1, 1, 1, 0])
})

test('no two organisations share a code or a name, former names included', () => {
  assert.equal(new Set(many.map((o) => o.code)).size, many.length)
  const names = many.flatMap((o) => [o.name, ...o.formerNames])
  assert.equal(new Set(names).size, names.length)
  assert.ok(names.length > many.length * 1.05)
})

test('names follow the grammar: place, two-character trade name, trade, form', () => {
  const place = '(?:岭湾市(?:青屿区|澄江区|云埔区|临澜区|望潮区|松埭区|石汀县|鹭溪县)?|岭湾)'
  const end = '(?:公司|合伙企业（有限合伙）|合伙企业（普通合伙）|厂|服务部|经营部|合作社|学|园|校|院|中心|馆|会|处|政府)'
  const grammar = new RegExp(`^(?:${place}[\\p{Script=Han}]{3,}${end}|[\\p{Script=Han}]{2}（岭湾）[\\p{Script=Han}]+${end})$`, 'u')
  assert.deepEqual(many.map((o) => o.name).filter((name) => !grammar.test(name)).slice(0, 5), [])
})

test('no trade name begins with a common surname', () => {
  const surnames = new Set('王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤')
  const trade = (name: string) => name.replace(/^岭湾市(..[区县])?|^岭湾/, '')
  assert.deepEqual(many.map((o) => o.name).filter((name) => surnames.has(trade(name)[0]!)).slice(0, 5), [])
})

test('organisation i follows from the seed and i alone', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 119_999 }), (seed, i) => {
    assert.deepEqual(organisationAt(7, i), many[i])
    const o = organisationAt(seed, i)
    assert.ok(passesChecks(o.code) && o.generated && o.index === i)
    assert.match(o.establishedOn, /^(199[6-9]|20[01]\d|2020)-\d\d-\d\d$/)
    assert.equal(Temporal.PlainDate.from(o.establishedOn).toString(), o.establishedOn)
    assert.equal(o.status === '合并', o.successors.length === 1)
    if (o.successors[0]) assert.equal(o.successors[0], organisationAt(seed, i + 1).code)
  }))
})
