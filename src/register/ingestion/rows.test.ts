import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { existsSync } from 'node:fs'
import { after, describe, it } from 'node:test'
import iconv from 'iconv-lite'
import { writeXlsx } from 'hucre/xlsx'
import { workbookOf, zipOf } from '../../../test/support/zip.ts'
import { readLimits } from './limits.ts'
import type { FileFault, Row } from './row.ts'
import { type ReadOptions, readRows, type RowFile } from './rows.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'probity-rows-'))
after(() => rm(folder, { recursive: true, force: true }))
let files = 0
async function open(content: string | Uint8Array, options: ReadOptions = {}) {
  const file = path.join(folder, `delivery-${++files}`)
  await writeFile(file, content)
  return readRows(file, options)
}
async function read(content: string | Uint8Array, options: ReadOptions = {}): Promise<{ file: RowFile; rows: Row[]; rowsRead: number; fault: FileFault | null }> {
  const file = await open(content, options)
  assert.ok(file.ok, file.ok ? '' : JSON.stringify(file.refusals))
  const rows: Row[] = []
  let [rowsRead, fault]: [number, FileFault | null] = [0, null]
  for await (const batch of file.value.batches) {
    rows.push(...batch.rows)
    ;({ rowsRead, fault } = batch)
  }
  return { file: file.value, rows, rowsRead, fault }
}
const refusal = async (content: string | Uint8Array, options?: ReadOptions) => { const f = await open(content, options); assert.ok(!f.ok); return f.refusals[0] }
const shape = (rows: readonly Row[]) => rows.map(({ number, cells, fault }) => [number, fault === null ? cells : fault.code])
const text = '名称,代码,事实\n甲公司,1,"一\n二"\n乙公司,2,三\n'
const expected = [[2, ['甲公司', '1', '一\n二']], [3, ['乙公司', '2', '三']]]

describe('CSV files', () => {
  it('read alike in UTF-8 with and without a mark, GB18030 and UTF-16', async () => {
    for (const content of [text, `\uFEFF${text}`, iconv.encode(text, 'gb18030'), Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, 'utf16le')]), text.replaceAll('\n', '\r\n')]) {
      const { file, rows } = await read(content)
      assert.deepEqual(file.header, ['名称', '代码', '事实'])
      assert.deepEqual(shape(rows).map(([n, c]) => [n, Array.isArray(c) ? c.map((s) => s.replace('\r', '')) : c]), expected)
    }
  })

  it('with a wrong delimiter are read, and it is named', async () => {
    const { file, rows } = await read('名称;代码;事实\n甲公司;1;一,二\n')
    assert.deepEqual(shape(rows), [[2, ['甲公司', '1', '一,二']]])
    assert.deepEqual(file.notes, [{ code: 'delimiter-read', facts: { delimiter: ';' } }])
  })

  it('with ragged rows: each is found with both counts, none is padded, empty cells at the end are no fault', async () => {
    const { rows } = await read('a,b,c,,\n1,2,3\n1,2\n1,2,3,,\n\n1,2,3,4\n,,,,\n5,6,7\n')
    assert.deepEqual(shape(rows), [[2, ['1', '2', '3']], [3, 'cell-count-differs'], [4, ['1', '2', '3', '', '']], [6, 'cell-count-differs'], [8, ['5', '6', '7']]])
    assert.deepEqual(rows[1]!.fault!.facts, { found: '2', expected: '3' })
  })

  it('with bytes that are not UTF-8 name the first, and the rest of the delivery goes on', async () => {
    const bytes = Buffer.concat([Buffer.from('名称,代码\n甲,1\n'), Buffer.of(0xff), Buffer.from('乙,2\n丙,3\n')])
    const { file, rows } = await read(bytes)
    assert.deepEqual(shape(rows), [[2, ['甲', '1']], [3, ['\uFFFD乙', '2']], [4, ['丙', '3']]])
    assert.deepEqual(file.notes, [{ code: 'invalid-bytes', facts: { byte: String(bytes.indexOf(0xff) + 1), encoding: 'UTF-8' } }])
  })

  it('find their header below titles', async () => {
    const { file, rows } = await read('行政处罚表,,\n\n填报单位,某局,\n名称,代码,事实\n甲,1,一\n', { isHeader: (cells) => cells.includes('代码') })
    assert.deepEqual(file.header, ['名称', '代码', '事实'])
    assert.deepEqual(shape(rows), [[5, ['甲', '1', '一']]])
    assert.deepEqual(file.notes, [{ code: 'header-below-first-row', facts: { row: '4' } }])
  })

  it('are taken up again where they were left, with the same row numbers', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => (i % 7 === 0 ? '\n' : '') + `公司${i},"${i}\n行"\n`).join('')
    const whole = await read(`名称,代码\n${lines}`)
    assert.equal(whole.rowsRead, 20_000)
    for (const skipRows of [1, 9_999, 19_999, 20_000]) {
      const { rows, rowsRead } = await read(`名称,代码\n${lines}`, { skipRows })
      assert.deepEqual(shape(rows), shape(whole.rows.slice(skipRows)))
      assert.equal(rowsRead, 20_000)
    }
  })

  it('of nothing, or nothing but a header', async () => {
    assert.equal((await refusal('')).code, 'file-empty')
    assert.equal((await refusal('\n,,\n \n')).code, 'file-empty')
    assert.deepEqual((await read('名称,代码\n')).rows, [])
  })

  it('stop at the limits, and what was read before stands', async () => {
    const { fault, rows } = await read('a\n1\n2\n3\n', { limits: { ...readLimits, rows: 2 } })
    assert.equal(fault?.code, 'too-many-rows')
    assert.equal(rows.length, 3)
    assert.equal((await refusal('a\n1\n', { limits: { ...readLimits, fileBytes: 3 } })).code, 'file-too-large')
    assert.equal((await refusal(`${'a,'.repeat(500)}b\n`)).code, 'too-many-columns')
  })

  it('a real one in ISO-8859-1 is not taken for Chinese', { skip: !existsSync('../shared/data') && 'the shared data folder is absent' }, async () => {
    const file = await readRows('../shared/data/dirty-original/brazil-cnep-2020.iso-8859-1.csv')
    assert.ok(!file.ok)
    assert.equal(file.refusals[0].code, 'encoding-unknown')
  })
})

describe('NDJSON files', () => {
  it('bring their keys line by line and are taken up again', async () => {
    const content = '{"名称":"甲","代码":"1"}\n\nnonsense\n{"代码":2}\n'
    const { file, rows } = await read(content)
    assert.equal(file.header, null)
    assert.deepEqual(rows.map(({ number, header, cells, fault }) => [number, header, cells, fault?.code]), [
      [1, ['名称', '代码'], ['甲', '1'], undefined], [3, [], [], 'json-not-object'], [4, ['代码'], ['2'], undefined],
    ])
    const again = await read(content, { skipRows: 2 })
    assert.deepEqual([again.rows.length, again.rows[0]!.number, again.rowsRead], [1, 4, 3])
  })
})

describe('XLSX files', () => {
  const cell = (ref: string, text: string) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`
  const header = `<row r="1">${cell('A1', '名称')}${cell('B1', '金额')}${cell('C1', '日期')}</row>`
  const dates = '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="17"/><xf numFmtId="164"/></cellXfs>'

  it('written by a library are read with their days', async () => {
    const bytes = await writeXlsx({ sheets: [{ name: '数据', rows: [['名称', '金额', '日期'], ['甲 & 乙', 1.1, new Date(Date.UTC(2024, 2, 1))], ['=1+1', 0.1 + 0.2, null], [null, null, null], ['丙']] }] })
    const { rows, file } = await read(bytes)
    assert.deepEqual(shape(rows), [[2, ['甲 & 乙', '1.1', '2024-03-01']], [3, ['=1+1', '0.3']], [5, ['丙']]].map(([n, c]) => [n, c]))
    assert.equal(file.serialsFrom, '1899-12-30')
  })

  it('show a number as its cell does: a day, a month without its day, a plain number', async () => {
    const row = '<row r="2"><c r="A2" s="1"><v>45352</v></c><c r="B2" s="2"><v>43009</v></c><c r="C2" s="3"><v>45352.5</v></c></row><row r="3"><c r="A3"><v>45352</v></c></row>'
    const { rows } = await read(workbookOf(header + row, { styles: dates }))
    assert.deepEqual(shape(rows), [[2, ['2024-03-01', '2017年10月', '2024-03-01 12:00:00']], [3, ['45352']]])
    const other = await read(workbookOf(header + row, { styles: dates, workbookPr: '<workbookPr date1904="1"/>' }))
    assert.equal(other.rows[0]!.cells[0], '2028-03-02')
    assert.equal(other.file.serialsFrom, '1904-01-01')
  })

  it('with formulas, merged areas, error values or rounded codes give those rows back, by column', async () => {
    const rows = [
      '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>SUM(A2)</f><v>777</v></c></row>',
      `<row r="3">${cell('A3', '甲')}</row>`, `<row r="4">${cell('A4', '')}</row>`,
      '<row r="5"><c r="C5" t="e"><v>#N/A</v></c></row>', '<row r="6"><c r="A6"><v>9.1440101123456781E+17</v></c></row>', `<row r="7">${cell('A7', '好')}</row>`,
    ].join('')
    const merging = (cell: string) => read(workbookOf(header + rows, { after: `<mergeCells count="1">${cell}</mergeCells>` }))
    const { rows: found } = await merging('<mergeCell ref="A3:A4"/>')
    // However XML writes it.
    for (const other of ['<mergeCell\tref="A3:A4"/>', "<mergeCell ref='A3:A4'/>", '<mergeCell\n  ref = "A3:A4"\n></mergeCell>', '<x:mergeCell xr:uid="{1}" ref="A3:A4"/>',
      '<mergeCell ref="&#65;3:A4"/>', `<mergeCell${' '.repeat(300)}ref="A3:A4"/>`]) assert.deepEqual((await merging(other)).rows, found, other)
    assert.deepEqual(found.map(({ number, fault }) => [number, fault?.code, fault?.column]), [
      [2, 'formula-cell', '金额'], [3, 'merged-cell', '名称'], [4, 'merged-cell', '名称'], [5, 'error-cell', '日期'], [6, 'number-inexact', '名称'], [7, undefined, undefined],
    ])
    assert.equal(found[0]!.raw.includes('777'), false, 'the result of a formula is not taken')
  })

  it('hold rich text, phonetic hints, escapes and entities', async () => {
    const shared = '<si><r><t>福建</t></r><r><t xml:space="preserve"> 公司</t></r><rPh sb="0" eb="1"><t>fujian</t></rPh></si><si><t>a_x000A_b &lt;&#x597D;&gt;</t></si>'
    const { rows } = await read(workbookOf(`${header}<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="b"><v>1</v></c></row>`, { shared }))
    assert.deepEqual(rows[0]!.cells, ['福建 公司', 'a\nb <好>', '是'])
  })

  it('with several sheets read the first, or the one named, and say so', async () => {
    const bytes = await writeXlsx({ sheets: [{ name: '一', rows: [['a'], ['1']] }, { name: '二', rows: [['b'], ['2']] }, { name: '填写说明', rows: [['c']] }] })
    const first = await read(bytes)
    assert.deepEqual([first.file.header, first.file.notes.map(({ code, facts }) => [code, facts.sheet])], [['a'], [['sheet-read', '一']]])
    assert.deepEqual((await read(bytes, { sheet: '二' })).file.header, ['b'])
    assert.equal((await refusal(bytes, { sheet: '三' })).code, 'sheet-unknown')
  })

  it('hand over who made them, for the boundary to judge', async () => {
    const { file } = await read(workbookOf(header, { properties: '<dc:creator>张三</dc:creator><dc:title>处罚</dc:title>' }))
    assert.deepEqual(file.metadata, { sheetNames: ['数据'], properties: { creator: '张三', title: '处罚' } })
  })

  it('that are bombs are returned, and memory stays bounded', async () => {
    const filler = Buffer.alloc(80 * 2 ** 20, ' ')
    const packed = zipOf([{ name: 'xl/workbook.xml', content: '<workbook/>' }, { name: 'xl/media/x', content: filler }])
    assert.ok(packed.length < 200_000)
    const before = process.memoryUsage().rss
    assert.equal((await refusal(packed)).code, 'zip-inflates-too-far')
    assert.equal((await refusal(zipOf([{ name: 'a', content: filler.subarray(0, 1000), declaredSize: 2 ** 31 }]))).code, 'zip-inflates-too-far')
    // The directory claims less than there is: reading ends where the claim does.
    assert.equal((await refusal(workbookOf(header + ' '.repeat(5_000_000), { declaredSize: 1000 }))).code, 'file-damaged')
    assert.ok(process.memoryUsage().rss - before < 64 * 2 ** 20)
    assert.equal((await refusal(zipOf(Array.from({ length: 2001 }, (_, i) => ({ name: `x${i}`, content: '' }))))).code, 'zip-too-many-entries')
  })

  it('that declare entities, or are no workbooks, are returned', async () => {
    const entity = '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert.equal((await refusal(workbookOf(header, { before: entity }))).code, 'xml-with-doctype')
    assert.equal((await refusal(workbookOf(header, { shared: '<!DOCTYPE x><si><t>a</t></si>' }))).code, 'xml-with-doctype')
    assert.deepEqual([(await refusal(zipOf([{ name: 'readme.txt', content: 'hello' }]))).facts.found], ['ZIP'])
    assert.equal((await refusal(workbookOf(header).subarray(0, 700))).code, 'file-damaged')
    assert.equal((await read(workbookOf(`${header}<row r="2"><c r="A2`))).fault?.code, 'file-damaged')
  })

  it('with a hidden sheet before what is shown: what nobody sees is not the data, unless its name is asked for', async () => {
    for (const state of [{ hidden: true }, { veryHidden: true }]) {
      const bytes = await writeXlsx({ sheets: [{ name: '旧表', rows: [['名称'], ['旧']], ...state }, { name: '数据', rows: [['名称'], ['甲'], ['乙']] }] })
      const { rows, file } = await read(bytes)
      assert.deepEqual([shape(rows), file.notes], [[[2, ['甲']], [3, ['乙']]], []])
      assert.deepEqual(shape((await read(bytes, { sheet: '旧表' })).rows), [[2, ['旧']]])
    }
  })

  it('are taken up again where they were left', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => [`公司${i}`, i])
    const bytes = await writeXlsx({ sheets: [{ name: '数据', rows: [['名称', '序号'], ...rows] }] })
    const { rows: left, rowsRead } = await read(bytes, { skipRows: 2990 })
    assert.deepEqual([left.length, left[0]!.number, rowsRead], [10, 2992, 3000])
  })

  it('a real one as found', { skip: !existsSync('../shared/data') && 'the shared data folder is absent' }, async () => {
    const file = await readRows('../shared/data/dirty-original/91855.xlsx')
    assert.ok(file.ok)
    const rows: Row[] = []
    for await (const batch of file.value.batches) rows.push(...batch.rows)
    assert.equal(rows.length, 500)
    assert.deepEqual(file.value.header?.slice(0, 4), ['企业名称', '工商注册号', '组织机构代码', '统一信用代码'])
    assert.equal(rows.filter(({ cells }) => /^[0-9A-Z]{18}$/.test(cells[3] ?? '')).length, 476)
  })
})
