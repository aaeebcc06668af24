import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { laws } from '../../../test/support/law.ts'
import { isHeaderOf, planColumns } from './columns.ts'

const { catalog } = laws.guangdong
const item = catalog.find(({ id }) => id === 'penalty')!
const plan = (header: readonly string[], wholeFile = true) => planColumns(header, { item, items: catalog, pack: 'xiamen', personColumns: [], wholeFile })
const refusal = (header: readonly string[]) => { const p = plan(header); assert.ok(!p.ok); return p.refusals[0] }
const names = item.fields.map(({ name }) => name)
const uses = (header: readonly string[]) => { const p = plan(header, false); assert.ok(p.ok); return p.value.uses.map((use) => (typeof use === 'string' ? use : use.name)) }

describe('columns', () => {
  it('are known by name, code and former name, however they are typed', () => {
    assert.deepEqual(uses(['CF_WSH', ' cf_jdrq ', '\uFEFF行政相对人代码_1(统一社会信用代码)', '罚款金额 (万元)', '处罚结果', '处罚　机关*', '“处罚类别”']),
      ['行政处罚决定书文号', '处罚决定日期', '行政相对人代码_1（统一社会信用代码）', '罚款金额（万元）', '处罚内容', '处罚机关', '处罚类别'])
  })

  it('xm-5-1 outside the catalog are left out and reported, those about persons by name', () => {
    const p = plan([...names, '法定代表人', 'CF_FR_SFZH', '内部编号'])
    assert.ok(p.ok)
    assert.deepEqual(p.value.notes.map(({ code, facts }) => [code, facts.column]), [
      ['person-column-dropped', '法定代表人'], ['person-column-dropped', 'CF_FR_SFZH'], ['unknown-column-dropped', String(names.length + 3)],
    ])
  })

  it('of a heading that nobody knows the position is told, and none of its words', () => {
    const p = plan([...names, '负责人陈维钧鸣', '法定代表人：陈维钧', '440106198001010019'])
    assert.ok(p.ok)
    assert.deepEqual(p.value.notes.map(({ facts }) => facts.column), [1, 2, 3].map((n) => String(names.length + n)))
  })

  it('xm-10-1 that are mandatory and missing return the file with their list', () => {
    const found = refusal(names.filter((name) => name !== '处罚类别' && name !== '处罚机关'))
    assert.deepEqual([found.code, found.rule, found.facts.columns], ['columns-missing', 'xm-10-1', '处罚类别、处罚机关'])
  })

  it('said twice return the file', () => {
    assert.deepEqual(refusal([...names, 'CF_WSH']).facts.columns, '行政处罚决定书文号、CF_WSH')
    assert.equal(refusal([...names, names[0]!]).code, 'header-duplicate')
  })

  it('of another item say which', () => {
    const licence = catalog.find(({ id }) => id === 'licence')!
    const found = refusal(licence.fields.map(({ name }) => name))
    assert.deepEqual([found.code, found.facts.otherId], ['file-of-another-item', 'licence'])
  })

  it('gd-6-3 of nothing in the catalog are returned for it', () => {
    const found = planColumns(['foo', 'bar'], { item, items: catalog, pack: 'guangdong', personColumns: [], wholeFile: true })
    assert.ok(!found.ok)
    assert.deepEqual([found.refusals[0].code, found.refusals[0].rule], ['columns-unknown', 'gd-6-3'])
  })

  it('we added to a returned file are ignored when it comes back', () => {
    assert.deepEqual(uses(['CF_WSH', '行号', '有问题的列', '发现的问题', '依据的条款', '如何更正', 'Row', 'How to cure it']).slice(1), Array(7).fill('ours'))
  })

  it('make a header, titles do not', () => {
    const isHeader = isHeaderOf(item)
    assert.equal(isHeader(names), true)
    assert.equal(isHeader(['行政处罚信息公示表', '', '']), false)
    assert.equal(isHeader(['福建某某公司', '91350100M000100Y43', '一般']), false)
  })
})
