import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { limitOf } from '../../../test/support/law-data.ts'
import { identityCheck, identityNumber, seeded } from '../../../test/boundary/generator.ts'
import type { PackId } from '../../law/types.ts'
import { checkCharacter, organisationCheckCharacter, passesChecks } from '../subjects/uscc.ts'
import { parseBoundary } from './boundary.ts'
import { scanFileMetadata } from './file-metadata.ts'
import { noNumbers } from './found-numbers.ts'
import { findNumbers } from './numbers.ts'
import { admitFields, droppedColumns } from './person-columns.ts'
import { keepOfRefused } from './refusal.ts'
import { scanner, scanRow } from './scan.ts'
import { see } from './seen.ts'
import { isFilled } from './words.ts'

const text = readFileSync(new URL('../../../packs/boundary.yaml', import.meta.url), 'utf8')
const boundary = parseBoundary(text)
const packs: readonly PackId[] = ['guangdong', 'xiamen', 'jiangsu', 'liaoning', 'hunan']
const settings = (pack: PackId | null, today = '2024-03-04') =>
  ({ boundary, pack, today, minorsUnderYears: pack === 'guangdong' || pack === null ? limitOf('gd-25-2').amount : null })
const scan = scanner(settings('guangdong'))
const codes = (cell: string, column = '备注') => scan.scanText(cell, column).map((f) => f.code)
const row = (pack: PackId, headers: string[], values: string[], today?: string) => scanRow(values, headers, settings(pack, today))

// Invented; the check character is right.
const person = `440106198001010${'01'}`
const identity = person + identityCheck(person)

test('an entity or an escape that stands for no character a text may hold is markup, and hides nothing', () => {
  for (const cell of ['&#0;', '食品&#xd800;经营', '食品&#x110000;', '&#xe000;', '&#xffff;', '&#x0;', '食品%00经营', '\\u0000', '\\ud800', '\\x00', '%EE%80%80', '&#x202e;', '&amp;#0;']) {
    assert.deepEqual(codes(cell), ['markup'], cell)
  }
  assert.ok(codes(`${person.slice(0, 6)}&#0;${identity.slice(6)}`).includes('identity-number'))
  for (const mark of ['<![CDATA[', ']]>', '<b>', '<!-- -->']) {
    const split = see(`食${mark}品<i>`)
    assert.deepEqual([split.text, split.markup], ['食品', true], mark)
  }
  for (const cell of ['增长50%10个月', '完成率100%', '税率13%05号', 'C:\\xyz', 'https://a.example/%E5%86%B3%E5%AE%9A', 'AT&T', 'a%0Ab', '100%20']) assert.ok(!codes(cell).includes('markup'), cell)
})

// ── Who is a subject ────────────────────────────────────────────────────────────────────────────────────────────────

test('gd-3-1 xm-2-1 js-3 ln-3-1 hn-2-2 a row about a natural person is refused, and the rule of the place is named', () => {
  const rule: Record<string, string> = { guangdong: 'gd-3-1', xiamen: 'xm-2-1', jiangsu: 'js-3', liaoning: 'ln-3-1', hunan: 'hn-2-2' }
  for (const pack of packs) {
    const kinds = [['自然人', 'natural-person'], [' 自 然 人 ', 'natural-person'], ['个体工商户', 'individual-trader'], ['Natural Person', 'natural-person']] as const
    for (const [kind, code] of kinds) {
      const [finding, ...more] = row(pack, ['行政相对人名称', '行政相对人类别'], ['某某', kind])
      assert.deepEqual([finding?.code, finding?.rules[0], finding?.column, more.length], [code, rule[pack], '行政相对人类别', 0])
    }
    assert.deepEqual(row(pack, ['名称', 'CF_XDR_LB'], ['甲有限公司', '法人及非法人组织']), [])
  }
  assert.deepEqual(row('guangdong', ['企业类型'], ['有限责任公司（自然人独资）']), [])
})

test('xm-8-3 every row of a feed of summary fines on individuals is refused', () => {
  const headers = ['行政相对人名称', '行政相对人类别', '案件程序类别', '罚款金额']
  const rows = scanner(settings('xiamen')).rows(headers)
  for (let k = 0; k < 20; k++) {
    const findings = rows.scan(['某某', '自然人', '简易程序', String(k)])
    assert.ok(findings.some((f) => f.code === 'natural-person' && f.rules.includes('xm-8-3')))
  }
})

test('a code of an individual trader is refused wherever it stands', () => {
  const body = '92350100MA2XWERR'
  const trader = body + organisationCheckCharacter(body.slice(8)) + checkCharacter(body + organisationCheckCharacter(body.slice(8)))
  assert.ok(passesChecks(trader))
  assert.deepEqual(codes(`相关主体${trader}另案处理`), ['individual-trader'])
  assert.deepEqual(codes(trader.toLowerCase()), ['individual-trader'])
})

// ── Numbers of persons ──────────────────────────────────────────────────────────────────────────────────────────────

test('gd-18-2a js-40-2 xm-5-2 hn-18b a decision text with an identity number is refused under every regulation, by its own rule', () => {
  const rule: Record<string, string> = { guangdong: 'gd-18-2a', xiamen: 'xm-5-2', jiangsu: 'js-40-2', liaoning: 'ln-14', hunan: 'hn-18b' }
  for (const pack of packs) {
    const [finding] = row(pack, ['违法事实'], [`当事人（${identity}）于2023年5月违规作业。`])
    assert.deepEqual([finding?.code, finding?.rules], ['identity-number', [rule[pack]]])
    assert.equal(row(pack, ['行政相对人代码_1'], [identity])[0]?.code, 'identity-number')
  }
})

test('ln-14 a row with a mobile number is refused', () => {
  const [finding] = row('liaoning', ['名称', '备注'], ['甲有限公司', '联系 138 0013 8000'])
  assert.deepEqual([finding?.code, finding?.rules, finding?.column], ['mobile-number', ['ln-14'], '备注'])
})

test('hn-18b a religion is refused although the text of Hunan names no category', () => {
  const [finding] = row('hunan', ['名称', '宗教信仰'], ['甲有限公司', '佛教'])
  assert.deepEqual([finding?.code, finding?.category, finding?.rules], ['prohibited-category', 'religion', ['hn-18b']])
})

test('what looks like a number of a person and is none stays', () => {
  for (const cell of [
    '91350100M000100Y43', '915301020594791401', '110105010247558', '〔2023〕4号', '2024-03-04 10:20:30', '15000000000.00', '13500000000元', '167,119,378.69元',
    '0755-26123456', '国药准字H20050001', '国药准字T19075654', 'https://www.example.cn/1234567', '鲁0102执1234号', '深圳华大基因股份有限公司', '宗教活动场所', '《商业保险法》第一条：', '个人独资企业',
    '法定代表人：', '负责人：待定', '经营者：张某', '法定代表人：无', '委托代理人：岭湾市法律援助中心', '罚款金额：30000元', '非法采集员工指纹', '股东收入证明', '存款保险条例',
    '12100000400009127B', '证件号码：91350100M000100Y43', '1998-12-31 123',
  ]) assert.deepEqual(codes(cell), [], cell)
})

test('a number that is both an old registration number and a date of birth is told apart by column and birth year', () => {
  const old = '440301206015' // 2 in the seventh place: an enterprise; read as a person: born 1920-60-15, no day
  assert.deepEqual(codes(old + '000'), [])
  const both = registrationNumber('44030121010100') // 1921-01-01
  assert.deepEqual(codes(both, '工商注册号'), [])
  assert.deepEqual(codes(both, '备注'), ['identity-number'])
  assert.deepEqual(codes(`注册号：${both}`), [])
  assert.deepEqual(codes(registrationNumber('44030175010100'), '工商注册号'), ['identity-number'])
})

test('a code that also reads as an identity number is an organisation where the region cannot be a person\'s, else refused', () => {
  let organisations = 0
  let ambiguous = 0
  for (let n = 0; n < 2800; n++) {
    for (const prefix of ['11440119', '51440119']) {
      const body = prefix + '8001' + String(n % 28 + 1).padStart(2, '0') + String(Math.floor(n / 28) % 100).padStart(2, '0')
      const whole = body + organisationCheckCharacter(body.slice(8))
      const code = whole + checkCharacter(whole)
      if (!/^\d{17}[\dX]$/.test(code) || identityCheck(code.slice(0, 17)) !== code[17]) continue
      const found = codes(code)
      if (prefix === '11440119') { organisations++; assert.deepEqual(found, [], code) }
      else { ambiguous++; assert.deepEqual(found, ['identity-number'], code) }
    }
  }
  assert.ok(organisations > 0 && ambiguous > 0, `${organisations} ${ambiguous}`)
})

test('long texts are looked through to the end, across the edge of what is gathered at once', () => {
  for (const before of [900, 1005, 1010, 1015, 1020, 1024, 1030, 5000]) {
    const found = noNumbers()
    findNumbers('7 '.repeat(before) + identity, 'any', found)
    assert.ok(found.codes.has('identity-number'), String(before))
    const run = noNumbers()
    findNumbers('7'.repeat(before) + identity + '7'.repeat(40), 'any', run)
    assert.ok(run.codes.has('identity-number'), String(before))
  }
})

test('the cheap look is never surer than the whole one', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.stringMatching(/^[0-9X -]{0,20}$/),
    fc.constantFrom('身份证', '血型', '：', '出生', '1990年1月2日', '个人', '存款', 'E', '*'),
    fc.nat().map((n) => identityNumber(seeded(n))),
  )
  fc.assert(fc.property(fc.array(piece, { maxLength: 6 }), fc.constantFrom('备注', '工商注册号'), (pieces, column) => {
    const cell = pieces.join('')
    if (scan.scanText(cell, column).length > 0) assert.ok(scan.mayHoldPersonalData(cell), cell)
  }), { numRuns: 2000 })
})

// ── Births ──────────────────────────────────────────────────────────────────────────────────────────────────────────

test('gd-25-2 both births are refused; only who was under the age on that day names the rule on minors', () => {
  for (const [headers, older, younger] of [
    [['名称', '出生日期'], ['甲', '2010-03-04'], ['甲', '2010-03-05']],
    [['名称', '备注'], ['甲', '出生日期：2010年3月4日'], ['甲', '出生日期：2010年3月5日']],
    [['名称', '备注'], ['甲', '2010年3月4日出生'], ['甲', '2010年3月5日出生']],
  ] as const) {
    const of = (values: readonly string[]) => row('guangdong', [...headers], [...values], '2024-03-04')
    assert.deepEqual(of(older).map((f) => f.code), ['birth-date'])
    assert.deepEqual(of(younger).map((f) => f.code), ['birth-date', 'minor'])
    assert.deepEqual(of(younger)[1]?.rules, ['gd-25-2'])
  }
  assert.deepEqual(row('guangdong', ['名称', '出生日期'], ['甲', '2024-03-05'], '2024-03-04').map((f) => f.code), ['birth-date'], 'nobody is born tomorrow')
  const born = (day: string) => {
    const body = `440106${day}002`
    return row('guangdong', ['备注'], [body + identityCheck(body)], '2024-03-04').map((f) => f.code)
  }
  assert.deepEqual(born('20100304'), ['identity-number'])
  assert.deepEqual(born('20100305'), ['identity-number', 'minor'])
})

// ── Categories, columns, fields ─────────────────────────────────────────────────────────────────────────────────────

test('gd-22-2 js-62-2 xm-16-2 a column of a person\'s savings, taxes or real estate is refused, consent or not', () => {
  const cases = [['guangdong', '个人存款', 'savings', 'gd-22-2'], ['jiangsu', '个人纳税额', 'tax', 'js-62-2'], ['xiamen', '个人房产', 'real-estate', 'xm-16-2']] as const
  for (const [pack, column, category, rule] of cases) {
    const findings = row(pack, ['名称', column, '本人是否同意'], ['甲', '30000', '是'])
    assert.deepEqual(findings.map((f) => [f.category, f.rules]), [[category, [rule]]])
    assert.deepEqual(row(pack, ['名称', column], ['甲', '/']), [])
  }
})

test('gd-22-3 a document with the field blood type filled is refused', () => {
  for (const cell of ['血型：A', '{"血型":"O"}', 'blood type: AB', '血型AB型']) assert.deepEqual(codes(cell), ['prohibited-category'], cell)
  const [finding] = row('guangdong', ['血型'], ['B'])
  assert.deepEqual([finding?.category, finding?.rules], ['blood-type', ['gd-22-3']])
})

test('js-62-1 xm-16-1 gd-25-1 a schema with a medical history, a fingerprint or a person\'s field is refused', () => {
  const refusals = (fields: string[], pack: PackId) => {
    const admitted = admitFields(fields, boundary, pack)
    return admitted.ok ? [] : admitted.refusals.map((r) => [r.code, r.rule, r.facts.field])
  }
  assert.deepEqual(refusals(['名称', '既往病史'], 'jiangsu'), [['field-prohibited', 'js-62-1', '既往病史']])
  assert.deepEqual(refusals(['fingerprint'], 'xiamen'), [['field-prohibited', 'xm-16-1', 'fingerprint']])
  assert.deepEqual(refusals(['法定代表人', '处罚内容', '出生日期'], 'guangdong'), [
    ['field-about-a-person', 'gd-25-1', '法定代表人'], ['field-about-a-person', 'gd-18-2a', '出生日期'],
  ])
  assert.deepEqual(refusals(['行政相对人名称', '行政相对人代码_1', '处罚机关', '罚款金额（万元）', '备注'], 'guangdong'), [])
})

test('gd-25-1 the person columns of the official templates are left out by name and never looked at', () => {
  const headers = ['行政相对人名称', '法定代表人', '法定代表人身份证号', '证件类型', '证件号码', 'CF_FDDB', 'CF_FR_SFZH', 'CF_XDR_ZJLX',
    'CF_XDR_ZJHM', 'CF_XDR_SFZ', 'CF_FR', ' cf_fr ', '法定代表人（负责人）', '处罚机关']
  assert.deepEqual(droppedColumns(headers, boundary, 'guangdong').map((d) => d.position), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  const rows = scan.rows(headers)
  assert.deepEqual(rows.dropped, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  assert.deepEqual(rows.scan(headers.map((_, i) => (rows.dropped.includes(i) ? identity : '甲有限公司'))), [])
})

test('gd-18-2b a decision text naming a natural person behind an office does not enter; a masked name may', () => {
  for (const cell of ['法定代表人：张三', '负责人: 欧阳小明，男', '经营者：阿依古丽·买买提', '联 系 人：李 四', '法定代表人：王小明住所：岭湾市', '姓名：赵六，性别：男']) {
    const [finding] = row('guangdong', ['违法事实'], [cell])
    assert.deepEqual([finding?.code, finding?.rules], ['person-named', ['gd-18-2b']], cell)
  }
  for (const cell of ['法定代表人：张某', '法定代表人：张某某', '法定代表人到场']) assert.deepEqual(codes(cell), [], cell)
})

test('masked numbers are persons\' numbers still', () => {
  assert.deepEqual(codes('440106********0019'), ['identity-number'])
  assert.deepEqual(codes('138****8000'), ['mobile-number'])
  assert.deepEqual(codes('9144********01234X'), [])
})

// ── What is said and what is kept ───────────────────────────────────────────────────────────────────────────────────

test('no finding repeats what it found, not even where the header holds it', () => {
  const headers = ['名称', `列${identity}`, '备注']
  const rows = scan.rows(headers)
  const said = JSON.stringify([rows.headerFindings, rows.scan(['甲', identity, `电话13800138000，${identity}`])])
  for (const datum of [identity, identity.slice(-4), '13800138000', '8000']) assert.ok(!said.includes(datum))
  assert.ok(rows.headerFindings.every((f) => f.column === '2'))
})

test('every finding has its reason and rules in both languages under every regulation', () => {
  for (const pack of packs) {
    const s = scanner(settings(pack))
    for (const cell of [identity, 'E12345678', '13800138000', '法定代表人：张三', '出生日期：2020-01-01', '血型：A']) {
      for (const f of s.scanText(cell, '备注')) {
        assert.ok(f.reason.zh && f.reason.en && f.rules.length > 0, `${pack} ${f.code}`)
        assert.ok(f.rules.every((r) => /^(gd|xm|js|ln|hn)-/.test(r)))
      }
    }
  }
})

test('xm-2-1 of a refused row nothing is kept but number, reasons and a hash that only the key explains', () => {
  const raw = `甲,${identity}`
  const findings = scan.rows(['名称', '备注']).scan(['甲', identity])
  const [a, b] = [1, 2].map((k) => keepOfRefused(7, raw, findings, new Uint8Array(32).fill(k)))
  assert.deepEqual(Object.keys(a!), ['rowNumber', 'rowHash', 'reasons'])
  assert.equal(a!.rowHash.length, 32)
  assert.notDeepEqual(a!.rowHash, b!.rowHash)
  assert.deepEqual(a!.rowHash, keepOfRefused(9, raw, [], new Uint8Array(32).fill(1)).rowHash)
  assert.ok(!JSON.stringify(a!.reasons).includes(identity.slice(6)))
  assert.throws(() => keepOfRefused(1, raw, findings, new Uint8Array(8)), RangeError)
})

test('a file says who made it: such properties are left out, a number in a name refuses the file', () => {
  const properties = { creator: '张三', 'cp:lastModifiedBy': '李四', title: '三月处罚' }
  const clean = scanFileMetadata({ fileName: '处罚2024-03.xlsx', sheetNames: ['Sheet1'], properties }, scan)
  assert.deepEqual(clean, { findings: [], dropped: ['creator', 'cp:lastModifiedBy'], kept: { title: '三月处罚' } })
  assert.equal(scanFileMetadata({ fileName: null, sheetNames: ['一', identity], properties: {} }, scan).findings[0]?.column, 'sheet-name 2')
  const named = (fileName: string) => scanFileMetadata({ fileName, sheetNames: [], properties: {} }, scan).findings
  assert.deepEqual(named(`${identity}.csv`).map((f) => [f.code, f.column]), [['identity-number', 'file-name']])
  assert.deepEqual(named('处罚20240301120000.csv'), [])
})

test('empty cells are empty in all the ways the templates know', () => {
  for (const cell of ['', ' ', '/', '／', '无', '-', '——', 'null', 'N/A']) assert.equal(isFilled(cell), false, cell)
  for (const cell of ['A', '无神论', '0', 'nullable']) assert.equal(isFilled(cell), true, cell)
})

test('half a boundary does not start', () => {
  assert.throws(() => parseBoundary('categories: []'), TypeError)
  assert.throws(() => parseBoundary(text.replace('- code: minor', '- code: miner')), /minor is missing/)
  assert.throws(() => parseBoundary(text.replace('personWords:', 'persons:')), TypeError)
})

/** Completes fourteen digits by ISO 7064 MOD 11,10. */
function registrationNumber(body: string): string {
  for (let d = 0; d < 10; d++) {
    let p = 10
    for (const c of body) p = (((p + Number(c)) % 10 || 10) * 2) % 11
    if ((p + d) % 10 === 1) return body + d
  }
  throw new Error('no check digit fits')
}

test('an all-digit code that would be an identity number read backwards is a code', () => {
  const found = noNumbers()
  findNumbers('914401011002022326', 'any', found)
  assert.deepEqual([...found.codes], [])
})

test('a whole form makes an organisation of what reads as a name; the last character of one does not', () => {
  for (const name of ['欧阳明业', '司马文心', '上官文品', '诸葛晓务', '欧阳建源']) assert.equal(scan.scanName(name, 'name').length, 1, name)
  for (const name of ['欧阳明企业', '司马文中心', '上官文饰品', '欧阳明店']) assert.deepEqual(scan.scanName(name, 'name'), [], name)
})
