import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { canonicalJson } from '../../acts/act.ts'
import type { PackId } from '../../law/types.ts'
import { readBoundary } from '../../packs.ts'
import { laws } from '../../../test/support/law.ts'
import { rulesUnder } from '../boundary/boundary.ts'
import { scanner } from '../boundary/scan.ts'
import type { CatalogItem } from '../catalog/types.ts'
import { describeFinding } from './findings.ts'
import { type Prepared, rowPreparer } from './prepare.ts'
import type { Row } from './row.ts'

const boundary = await readBoundary()
const today = '2026-03-02'
const code = '91350100M000100Y43'
const itemOf = (pack: PackId, id: string) => laws[pack].catalog.find((item) => item.id === id)!

function preparer(id = 'penalty', pack: PackId = 'guangdong', change: Partial<CatalogItem> = {}) {
  return rowPreparer({
    item: { ...itemOf(pack, id), ...change }, items: laws[pack].catalog, pack, today, serialsFrom: null,
    scan: scanner({ boundary, pack, today, minorsUnderYears: null }), keyRule: rulesUnder(boundary.key, pack)[0] ?? null,
  })
}

const penalty: Readonly<Record<string, string>> = {
  CF_XDR_MC: '福建某某食品有限公司', CF_XDR_SHXYM: code, CF_WSH: '榕市监罚〔2024〕12号', CF_CFLB: '罚款', CF_NR: '罚款3万元', CF_NR_FK: '3.000000',
  CF_JDRQ: '2024/03/01', CF_YXQ: '2099/12/31', CF_CFJG: '福州市市场监督管理局', 失信行为等级: '一般', 等级认定理由: '裁量基准第三条', BZ: '无',
}
const rowOf = (cells: Readonly<Record<string, string>>, number = 2): Row =>
  ({ number, header: Object.keys(cells), cells: Object.values(cells), raw: Object.values(cells).join(','), fault: null })
const prepare = (cells: Readonly<Record<string, string>>, ...about: Parameters<typeof preparer>) => preparer(...about).prepare(rowOf(cells))
const without = (...names: string[]) => Object.fromEntries(Object.entries(penalty).filter(([name]) => !names.includes(name)))
const row = (p: Prepared) => { assert.equal(p.kind, 'prepared', JSON.stringify(p)); return (p as Extract<Prepared, { kind: 'prepared' }>).row }
const codes = (p: Prepared) => (p.kind === 'prepared' ? [] : p.findings.map((f) => f.code))
const finding = (p: Prepared) => { assert.equal(p.kind, 'returned', JSON.stringify(p)); return (p as Extract<Prepared, { kind: 'returned' }>).findings[0]! }
const basisRules: Readonly<Partial<Record<PackId, string>>> = { guangdong: 'gd-32', jiangsu: 'js-27', liaoning: 'ln-23-2', xiamen: 'xm-2-2' }

describe('a row as it enters', () => {
  it('is canonical: keys in order, days and amounts normalised, what says nothing left out, closed fields apart', () => {
    const prepared = row(prepare(penalty))
    const values = JSON.parse(prepared.valuesJson) as Record<string, string>
    assert.equal(prepared.valuesJson, canonicalJson(values))
    assert.equal(values['罚款金额（万元）'], '3')
    assert.equal(values['处罚决定日期'], '2024-03-01')
    assert.equal(values['备注'], undefined)
    assert.deepEqual(JSON.parse(prepared.closedJson), { 处罚有效期: 'no-end' })
    assert.equal(prepared.subjectCode, code)
    assert.equal(prepared.identity, '榕市监罚(2024)12号')
    assert.deepEqual([prepared.facts.decidedOn, prepared.facts.severity, prepared.facts.severityReason], ['2024-03-01', 'general', '裁量基准第三条'])
  })

  it('has one identity, however the brackets and spaces of its document are typed', () => {
    for (const written of ['榕市监罚[2024]12号', '榕市监罚（2024）12 号', '榕市监罚【2024】12号']) {
      assert.equal(row(prepare({ ...penalty, CF_WSH: written })).identity, '榕市监罚(2024)12号')
    }
  })

  it('writes the same canonical JSON whether or not its text needs escapes', () => {
    const prepared = preparer()
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('甲', '"', '\\', 'a', ',', '\n', '𠮷', '\t', '事'), minLength: 1, maxLength: 12 }), (text) => {
      const values = JSON.parse(row(prepared.prepare(rowOf({ ...penalty, CF_SY: `违法${text}` }))).valuesJson) as Record<string, string>
      assert.equal(values['违法事实'], `违法${text}`.trim())
    }))
  })

  it('keeps the continuing of a conduct', () => {
    assert.equal(row(prepare({ ...penalty, 行为终了日期: '持续' })).facts.conductEndedOn, 'continuing')
  })
})

describe('a row that is given back', () => {
  it('xm-10-1 hn-13 names each mandatory field that is missing', () => {
    for (const [pack, rule] of [['xiamen', 'xm-10-1'], ['hunan', 'hn-13']] as const) {
      const p = prepare(without('CF_CFLB', 'CF_NR'), 'penalty', pack)
      assert.ok(p.kind === 'returned')
      assert.deepEqual(p.findings.map((f) => [f.code, f.column, f.rule, f.facts.field]), [
        ['required-missing', '处罚类别', rule, '处罚类别'], ['required-missing', '处罚内容', rule, '处罚内容'],
      ])
    }
  })

  it('xm-10-2 leaves 97 of 100 rows to be accepted and 3 to be returned with reasons', () => {
    const p = preparer('penalty', 'xiamen')
    const results = Array.from({ length: 100 }, (_, i) => p.prepare(rowOf({ ...penalty, CF_WSH: `${i}号`, ...([17, 40, 99].includes(i) ? { CF_JDRQ: '2024/02/30' } : {}) }, i + 2)))
    assert.equal(results.filter(({ kind }) => kind === 'prepared').length, 97)
    assert.deepEqual(results.flatMap((r) => (r.kind === 'returned' ? r.findings.map((f) => [f.row, f.column, f.code]) : [])),
      [[19, 'CF_JDRQ', 'date-impossible'], [42, 'CF_JDRQ', 'date-impossible'], [101, 'CF_JDRQ', 'date-impossible']])
  })

  it('gd-32 js-27 ln-23-2 xm-2-2 untrustworthiness without an effective document is not taken', () => {
    for (const [pack, rule] of Object.entries(basisRules) as [PackId, string][]) {
      const optional = itemOf(pack, 'penalty').fields.map((f) => ({ ...f, required: false }))
      for (const cells of [without('CF_WSH'), { ...penalty, CF_WSH: '/' }, { ...penalty, CF_WSH: '无' }]) {
        const found = finding(prepare(cells, 'penalty', pack, { fields: optional }))
        assert.deepEqual([found.code, found.rule], ['basis-document-missing', rule])
      }
    }
  })

  it('gd-3-2 an opinion without an underlying document is no objective data, whatever its item', () => {
    const licence = { 行政相对人名称: '福建某某食品有限公司', 行政相对人代码_1: code, 许可内容: '经营良好，值得信赖', 许可决定日期: '2024-03-01', 有效期至: '2099/12/31', 许可机关: '某局' }
    const found = finding(prepare(licence, 'licence'))
    assert.deepEqual([found.code, found.rule], ['basis-document-missing', 'gd-3-2'])
  })

  it('nat-36-class a severity class without its reason', () => {
    const found = finding(prepare(without('等级认定理由')))
    assert.deepEqual([found.code, found.rule, found.facts.class], ['severity-reason-missing', 'nat-36-class', '一般'])
  })

  it('gd-16-2 a code whose check character does not fit', () => {
    const found = finding(prepare({ ...penalty, CF_XDR_SHXYM: '91350100M000100Y44' }))
    assert.deepEqual([found.code, found.rule, found.column], ['code-check-character', 'gd-16-2', 'CF_XDR_SHXYM'])
  })

  it('finds what a file can do wrong in one cell', () => {
    const cases: [string, string, string][] = [
      ['CF_JDRQ', '2026/03/03', 'date-in-future'], ['CF_JDRQ', '2014年12月', 'date-incomplete'], ['CF_JDRQ', 'Oct-17', 'date-incomplete'], ['CF_NR_FK', '三万元', 'amount-understood'],
      ['CF_NR_FK', '-1', 'amount-negative'], ['失信行为等级', '特别严重', 'value-not-in-list'], ['CF_SY', '违法\u0000事实', 'control-character'], ['CF_SY', '违法\uD800事实', 'unreadable-character'],
      ['CF_SY', '违法\uFFFD事实', 'unreadable-character'], ['CF_XDR_MC', '——～～', 'name-unusable'], ['CF_NR', '长'.repeat(4001), 'text-too-long'],
    ]
    for (const [column, cell, expected] of cases) {
      const p = prepare({ ...penalty, [column]: cell })
      assert.deepEqual(codes(p), [expected], `${column}=${cell}`)
      assert.equal(finding(p).column, column)
      for (const lang of ['zh', 'en'] as const) {
        const { found, cure } = describeFinding(finding(p), lang)
        assert.ok(found !== '' && cure !== '' && !/[{}]|undefined/.test(found + cure), `${expected} in ${lang}: ${found} ${cure}`)
      }
    }
  })

  it('finds a lone surrogate behind a JSON escape', () => {
    const cells = { ...penalty, CF_SY: '违法\uDC00' }
    assert.deepEqual(codes(preparer().prepare({ ...rowOf(cells), raw: JSON.stringify(cells) })), ['unreadable-character'])
  })

  it('keeps the cells as delivered, and only those of the item', () => {
    const p = prepare({ ...penalty, CF_JDRQ: '2024/02/30', 我的备注: '内部', 法定代表人: '张三' })
    assert.ok(p.kind === 'returned')
    assert.equal(p.cells.CF_JDRQ, '2024/02/30')
    assert.equal('我的备注' in p.cells || '法定代表人' in p.cells, false)
  })

  it('keeps no cells that may have slipped under another column where columns about persons were left out', () => {
    const cells = { ...penalty, 法定代表人: '张某' }
    const fault = { code: 'cell-count-differs', column: null, facts: { found: '12', expected: '13' } } as const
    const p = preparer().prepare({ ...rowOf(cells), cells: Object.values(cells).slice(1), fault })
    assert.ok(p.kind === 'returned')
    assert.deepEqual(p.cells, {})
  })
})

describe('a row that is refused', () => {
  it('gd-18-2a gd-3-1 leaves nothing of a person behind: no excerpt, no cells', () => {
    for (const [column, cell] of Object.entries({ CF_SY: '联系人手机13800138000', CF_XDR_LB: '自然人', CF_XDR_SHXYM: '92350100M00010071X' })) {
      const p = prepare({ ...penalty, [column]: cell })
      assert.equal(p.kind, 'refused')
      assert.equal('cells' in p, false)
      assert.equal(JSON.stringify(p).includes(cell), false)
    }
  })

  it('is refused before it could be returned for something else, also when its cells do not fit the header', () => {
    assert.equal(prepare({ ...penalty, CF_JDRQ: '2024/02/30', CF_SY: '手机13800138000' }).kind, 'refused')
    const fault = { code: 'cell-count-differs', column: null, facts: {} } as const
    assert.equal(preparer().prepare({ ...rowOf(penalty), cells: ['a', '手机13800138000'], fault }).kind, 'refused')
    assert.equal(preparer().prepare({ ...rowOf(penalty), cells: [], raw: '"a,手机13800138000', fault: { ...fault, code: 'quote-never-closed' } }).kind, 'refused')
  })
})
