import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { deliverCsv, unitFor } from '../../../test/support/delivered.ts'
import { everythingKept } from '../../../test/support/everything-kept.ts'
import { testPorts } from '../../../test/support/ports.ts'
import { rebuild } from '../../acts/rebuild.ts'
import { finishRebuild, projectors } from '../projectors.ts'
import { blank } from '../boundary/mask.ts'
import type { BoundaryFinding, Scan } from '../boundary/scan.ts'
import { scanOn } from '../boundary/texts.ts'
import { stateNoPerson } from '../boundary/stated/acts.ts'
import { inColumn } from '../boundary/stated/digest.ts'
import { doubtfulWaiting } from '../boundary/stated/store.ts'
import { wordsInReason } from '../boundary/stated/acts.ts'
import { withdrawStatement } from '../boundary/stated/withdrawal/acts.ts'
import { correctRow } from './corrections/acts.ts'
import { findItem } from '../catalog/find-item.ts'
import { describeFinding, type RowFinding } from './findings.ts'
import { rowPreparer } from './prepare.ts'
import { returnedFile } from './returned-file.ts'
import { delivery, returnedRows } from './store.ts'

const unit = '91330000470009923F'
const organisation = '91330200058290389A'
const code = '行政相对人代码_1（统一社会信用代码）'
/** Invented, and read by the scan as what may be a name: whoever writes it may mean a firm. */
const doubtfulText = '汪明辉的单位'
const certainText = '法定代表人汪明辉身份证号11010519491231002X'
const row = (change: Record<string, string> = {}): Record<string, string> => ({
  行政相对人名称: '宁波演示有限公司', [code]: organisation, 行政许可决定文书号: '许1号', 许可内容: '食品经营', 许可决定日期: '2026-03-05',
  有效期自: '2026-03-05', 有效期至: '2031-03-04', 许可机关: '演示市场监督管理局', 许可机关统一社会信用代码: unit, 数据来源单位: '演示市场监督管理局',
  数据来源单位统一社会信用代码: unit, ...change,
})

const ports = await testPorts({ today: '2026-06-03' })
after(() => ports.close())
await unitFor(ports, unit, 'administrative-organ/market-regulation', ['licence'])
const by = { account: '7' }

let number = 100
const deliveredWith = async (...changes: Record<string, string>[]) =>
  (await deliverCsv(ports, unit, 'licence', changes.map((change) => row({ 行政许可决定文书号: `许${number++}号`, ...change })))).delivery!
const counts = async (id: string) => {
  const d = (await delivery(ports.database, id))!
  assert.equal(d.rows_read, d.accepted + d.recognised + d.changed + d.returned + d.refused, 'every row read has one outcome')
  return { accepted: d.accepted, recognised: d.recognised, returned: d.returned, refused: d.refused }
}
const keeps = async (...words: string[]) => {
  const kept = await everythingKept(ports.owner.pool)
  for (const word of words) assert.ok(!kept.includes(word), `${word} is kept somewhere`)
}

test('a certain row is refused, a doubtful one given back without the words in question, a clean one registered', async () => {
  assert.deepEqual(scanOn(ports).scanText(doubtfulText, '许可内容').map((f) => f.certainty).filter((c) => c === 'certain'), [], 'the sample is doubtful')
  const d = await deliveredWith({}, { 许可内容: doubtfulText }, { 许可内容: certainText })
  assert.deepEqual(await counts(d.delivery_id), { accepted: 1, recognised: 0, returned: 1, refused: 1 })
  const [kept] = await returnedRows(ports.database, d.delivery_id, 0, 10, null)
  assert.equal(kept!.cells['许可内容'], blank)
  assert.equal(kept!.cells['行政相对人名称'], '宁波演示有限公司', 'the other cells wait as they were delivered')
  const [finding] = kept!.findings as RowFinding[]
  assert.deepEqual([finding!.column, finding!.facts.at], ['许可内容', '1'])
  for (const lang of ['zh', 'en'] as const) assert.ok(describeFinding(finding!, lang).found.includes('1'))
  assert.ok(await doubtfulWaiting(ports.database, unit) >= 1)
  await keeps('汪明辉', '11010519491231002X')
})

test('an officer who types the words again and says why no person is meant has the row registered, and the same file passes', async () => {
  const file = [row({ 行政许可决定文书号: '许甲甲号', 许可内容: doubtfulText })]
  const d = (await deliverCsv(ports, unit, 'licence', file)).delivery!
  const correct = (cells: Record<string, string>, statements: Record<string, string>) =>
    correctRow(ports, { unitCode: unit, delivery: d, rowNumber: 2, cells, statements, by })
  assert.equal((await correct({}, { 许可内容: '是企业字号' })).kind, 'still-returned', 'not without the words')
  assert.equal((await correct({ 许可内容: doubtfulText }, {})).kind, 'still-returned', 'not without a statement')
  assert.equal((await correct({ 许可内容: doubtfulText }, { 许可内容: ' ' })).kind, 'statement-refused')
  assert.equal((await correct({ 许可内容: doubtfulText }, { 许可内容: '身份证号11010519491231002X不是他的' })).kind, 'statement-refused')
  assert.match(wordsInReason(ports, '汪明辉是商品的牌子'), /汪明辉/, 'whoever wrote the reason is told which words')
  assert.deepEqual([wordsInReason(ports, '身份证号11010519491231002X不是他的'), wordsInReason(ports, '是企业字号')], ['', ''])
  assert.equal((await correct({ 许可内容: certainText }, { 许可内容: '是企业字号' })).kind, 'refused', 'what is certain no statement lets in')
  assert.deepEqual(await counts(d.delivery_id), { accepted: 0, recognised: 0, returned: 1, refused: 0 })
  await keeps('汪明辉')

  const made = await correct({ 许可内容: doubtfulText }, { 许可内容: '是企业字号' })
  assert.equal(made.kind, 'corrected', JSON.stringify(made))
  const act = (await ports.database.one<{ head: string; content: string }>`
    select g.head, a.content from act_group g join act a on a.subject_code = '' and a.act_id = g.first_act where g.kind = 'boundary.stated' order by g.first_act desc limit 1`)!
  const [head, content] = [JSON.parse(act.head), JSON.parse(act.content)] as [Record<string, string>, Record<string, string>]
  assert.deepEqual([head.actor, head.account, content.reason, content.place], [unit, '7', '是企业字号', inColumn('licence', '许可内容')])
  assert.match(content.digest!, /^[0-9a-f]{64}$/)
  assert.ok(!act.content.includes('汪明辉'), 'the act holds a digest of the words, not the words')

  const again = (await deliverCsv(ports, unit, 'licence', [...file, row({ 行政许可决定文书号: '许乙乙号', 许可内容: `${doubtfulText}。` })])).delivery!
  assert.deepEqual(await counts(again.delivery_id), { accepted: 0, recognised: 1, returned: 1, refused: 0 }, 'exactly that text, and no other')
  const elsewhere = (await deliverCsv(ports, unit, 'licence', [row({ 行政许可决定文书号: '许丙丙号', 许可机关: doubtfulText })])).delivery!
  assert.equal((await counts(elsewhere.delivery_id)).returned, 1, 'in that column, and no other')

  const [statement] = await ports.database.rows<{ act_id: number }>`select act_id from boundary_statement`
  const taken = await withdrawStatement(ports, { statement: statement!.act_id, reason: '核实后确指一人', actor: 'operator', account: '1' })
  assert.ok(taken.ok)
  assert.equal((await withdrawStatement(ports, { statement: statement!.act_id, reason: '核实后确指一人', actor: 'operator', account: '1' })).ok, false, 'once')
  const after = (await deliverCsv(ports, unit, 'licence', file)).delivery!
  assert.equal((await counts(after.delivery_id)).returned, 1, 'a statement that was taken back lets nothing in')
})

test('a system states it beforehand; what needs no statement, or is certain, is answered so', async () => {
  const base = { body: unit, place: inColumn('licence', '许可内容'), column: '许可内容', reason: '是商品名称', client: 'c1', account: null }
  assert.deepEqual([await stateNoPerson(ports, { ...base, text: '食品经营' }), await stateNoPerson(ports, { ...base, text: certainText })]
    .map((s) => !s.ok && s.refusals[0].code), ['text-clean', 'text-certain'])
  // Whoever states the words of a cell that also holds markup would otherwise have it registered with them.
  const marked = await stateNoPerson(ports, { ...base, text: '食品<br>经营' })
  assert.deepEqual(!marked.ok && marked.refusals[0].code, 'text-clean', 'markup is written plainly, not stated away')
  const text = '汪明德到场'
  assert.ok((await stateNoPerson(ports, { ...base, text })).ok)
  assert.equal((await counts((await deliveredWith({ 许可内容: text })).delivery_id)).accepted, 1)
})

test('a returned row that is given back for another reason is looked at the same way, and its files hold nothing either', async () => {
  const d = await deliveredWith({ 许可内容: doubtfulText, 有效期至: '某日', 许可机关: '汪明辉的单位' })
  const [kept] = await returnedRows(ports.database, d.delivery_id, 0, 10, null)
  const codes = (kept!.findings as RowFinding[]).map((f) => f.code)
  assert.ok(codes.includes('date-unreadable'), `${codes.join()}: every fault at once`)
  const item = findItem(ports.law(), 'licence', ports.today())
  assert.ok(item.ok)
  const rows = async function* () { yield* await returnedRows(ports.database, d.delivery_id, 0, 10, null) }
  for (const format of ['csv', 'xlsx'] as const) {
    let text = ''
    for await (const piece of await returnedFile(item.value, rows(), format, 'zh')) text += typeof piece === 'string' ? piece : Buffer.from(piece).toString('latin1')
    assert.ok(!text.includes('汪明辉'))
  }
  const back = (await deliverCsv(ports, unit, 'licence', [row({ ...kept!.cells, 有效期至: '2031-03-04' })])).delivery!
  assert.equal((await counts(back.delivery_id)).returned, 1, 'a cell that still has its words blanked is given back')
})

test('what stands in a code’s place is judged as a reader reads it, and not kept where it may be a person’s', async () => {
  const d = await deliveredWith(
    { [code]: '9250-0103-AD7L-35G1-2B' }, { [code]: '９２５００１０３ＡＤ７Ｌ３５Ｇ１２Ｂ' }, { [code]: '٩٢٥٠٠١٠٣AD7L35G12B' }, { [code]: '9Z500103AD7L35G12B' },
    { [code]: '4401 0619 8001 0100 10' }, { [code]: '四四〇一〇六一九八〇〇一〇一〇〇一〇' }, { [code]: '440106800101001' }, { [code]: '91330200058290389B' })
  assert.equal((await counts(d.delivery_id)).accepted, 0)
  for (const { cells } of await returnedRows(ports.database, d.delivery_id, 0, 10, null)) assert.ok([blank, '91330200058290389B'].includes(cells[code]!), cells[code] ?? 'no code')
  await keeps('AD7L-35G1', 'AD7L35G1', 'ＡＤ７Ｌ', '440106800101001', '6198001010', '٩٢٥٠', '四四〇一')
})

test('a number built like a person’s, its check digit wrong, is neither kept nor repeated by what is found in its cell', async () => {
  const d = await deliveredWith({ 有效期至: '440106198001010010' }, { 许可决定日期: '4401 0619 8001 0100 10', 有效期至: '某日' }, { 数据来源单位统一社会信用代码: '440106800101001' })
  assert.equal((await counts(d.delivery_id)).accepted, 0)
  await keeps('440106198001010010', '0619 8001', '440106800101001')
})

test('the acts alone say what was stated and taken back', async () => {
  const differences = await rebuild(ports.owner, projectors, finishRebuild(ports), false)
  assert.deepEqual(differences.filter((d) => d.table === 'boundary_statement'), [])
  assert.ok((await ports.database.rows`select 1 from boundary_statement`).length >= 2)
})

test('markup in a cell is given back with its cure, as it was written; a person within it is not', async () => {
  const d = await deliveredWith({ 许可内容: '食品<br>经营' }, { 许可内容: '食品<b>汪明辉</b>的单位' })
  const [plain, named] = await returnedRows(ports.database, d.delivery_id, 0, 10, null)
  assert.deepEqual([plain!.cells['许可内容'], (plain!.findings as RowFinding[]).map((f) => f.code)], ['食品<br>经营', ['markup']])
  assert.ok(named === undefined || !JSON.stringify(named).includes('汪明辉'))
  const stays = await correctRow(ports, { unitCode: unit, delivery: d, rowNumber: 2, cells: { 许可内容: '食品<br>经营' }, statements: { 许可内容: '是企业字号' }, by })
  assert.equal(stays.kind, 'still-returned', 'it is written plainly, not stated')
})

test('a cell in question as a whole is blanked whole, its words wherever else they stand, and every column’s findings with it', () => {
  const found = findItem(ports.law(), 'licence', ports.today())
  assert.ok(found.ok)
  const doubt = (column: string, spans: BoundaryFinding['spans']): BoundaryFinding =>
    ({ code: 'person-named', rules: [], column, category: null, reason: { zh: '似为姓名', en: 'reads as a name' }, cure: null, certainty: 'doubtful', spans })
  const header = Object.keys(row())
  const scan: Scan = {
    ...scanOn(ports),
    rows: () => ({ headerFindings: [], dropped: [], scan: () => [doubt('许可内容', []), doubt('许可机关', [[0, 2]]), doubt('许可机关', [[1, 3]])], wasOrdinary: () => false }),
  }
  const preparer = rowPreparer({ item: found.value, items: [], pack: 'guangdong', today: '2026-06-03', scan, keyRule: null, serialsFrom: null })
  const cells = Object.values(row({ 许可内容: '甲', 许可机关: '司徒某🙂局', 数据来源单位: '司徒的局' }))
  const made = preparer.prepare({ number: 2, header, cells, raw: cells.join(','), fault: null })
  assert.ok(made.kind === 'returned')
  assert.equal(made.cells['许可内容'], blank)
  assert.equal(made.cells['许可机关'], `${blank}🙂局`)
  assert.equal(made.cells['数据来源单位'], `${blank}的局`)
  assert.deepEqual(made.findings.map((f) => [f.code, f.column]), [
    ['person-named', '许可内容'], ['person-named', '许可机关'], ['person-named', '许可机关'], ['words-blanked', '数据来源单位']])
  const loose = preparer.prepare({ number: 3, header, cells: ['甲', '乙'], raw: '甲,乙', fault: { code: 'cell-count-differs', column: null, facts: { found: '2' } } })
  assert.notEqual(loose.kind, 'prepared')
})
