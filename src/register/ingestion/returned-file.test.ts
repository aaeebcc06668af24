import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, it } from 'node:test'
import { laws } from '../../../test/support/law.ts'
import { readBoundary } from '../../packs.ts'
import { scanner } from '../boundary/scan.ts'
import { isHeaderOf } from './columns.ts'
import type { RowFinding } from './findings.ts'
import { type Prepared, rowPreparer } from './prepare.ts'
import { returnedFile } from './returned-file.ts'
import { readRows } from './rows.ts'
import { csvExplanations, template } from './template.ts'

const { catalog } = laws.guangdong
const item = catalog.find(({ id }) => id === 'penalty')!
const boundary = await readBoundary()
const folder = await mkdtemp(path.join(tmpdir(), 'probity-returned-'))
after(() => rm(folder, { recursive: true, force: true }))
let files = 0

async function deliver(content: string | Uint8Array): Promise<{ header: readonly string[]; notes: readonly unknown[]; results: Prepared[] }> {
  const file = path.join(folder, String(++files))
  await writeFile(file, content)
  const opened = await readRows(file, { isHeader: isHeaderOf(item) })
  assert.ok(opened.ok, JSON.stringify(opened))
  const scan = scanner({ boundary, pack: 'guangdong', today: '2026-03-02', minorsUnderYears: null })
  const preparer = rowPreparer({ item, items: catalog, pack: 'guangdong', today: '2026-03-02', scan, keyRule: 'gd-16-2', serialsFrom: opened.value.serialsFrom })
  const header = preparer.header(opened.value.header!)
  assert.ok(header.ok, JSON.stringify(header))
  const results: Prepared[] = []
  for await (const { rows } of opened.value.batches) for (const row of rows) results.push(preparer.prepare(row))
  return { header: opened.value.header!, notes: [...opened.value.notes, ...preparer.notes], results }
}
async function bytesOf(pieces: AsyncIterable<string | Uint8Array>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const piece of pieces) parts.push(Buffer.from(piece))
  return Buffer.concat(parts)
}
async function* lines(findings: readonly RowFinding[], cells: Record<string, string>) { yield { row_number: 17, cells, findings } }

const cells = {
  CF_XDR_MC: '福建"某某"食品有限公司', CF_XDR_SHXYM: '91350100M000100Y43', CF_WSH: '榕市监罚〔2024〕12号', CF_CFLB: '罚款', CF_NR: '=HYPERLINK("http://x","责令改正")',
  CF_SY: '第一行\n第二行', CF_JDRQ: '2024/02/30', CF_CFJG: '福州市市场监督管理局', CF_NR_FK: '3.5',
}
const findings: RowFinding[] = [
  { code: 'date-impossible', row: 17, column: 'CF_JDRQ', rule: 'gd-17', facts: { found: '2024/02/30' } },
  { code: 'severity-reason-missing', row: 17, column: null, rule: 'nat-36-class', facts: { class: '一般', field: '等级认定理由' } },
]

describe('templates', () => {
  it('are read back as the item they are for, without columns about persons', async () => {
    for (const format of ['csv', 'xlsx'] as const) {
      const { header, notes, results } = await deliver(await template(item, format))
      assert.deepEqual(header, item.fields.map(({ name }) => name))
      assert.deepEqual([notes, results], [[], []])
      for (const person of item.personColumns) assert.equal(header.includes(person), false)
    }
  })

  it('exist for every item of every pack that may enter', async () => {
    for (const entry of catalog.filter(({ scope }) => scope === 'in')) {
      assert.ok((await template(entry, 'xlsx')).length > 1000, entry.id)
      for (const lang of ['zh', 'en'] as const) {
        const text = Buffer.from(csvExplanations(entry, lang)).toString()
        for (const { name } of entry.fields) assert.ok(text.includes(name))
      }
    }
  })
})

describe('returned rows as a file', () => {
  it('hn-13 say row, column, what was found, which rule and how to cure it, in the language asked for', async () => {
    const text = (await bytesOf(await returnedFile(item, lines(findings, cells), 'csv', 'zh'))).toString()
    assert.ok(text.startsWith('\uFEFF行政相对人名称,'))
    for (const part of ['17', 'CF_JDRQ；—', '没有这一天', 'gd-17；nat-36-class', '填写“等级认定理由”']) assert.ok(text.includes(part), part)
    const english = (await bytesOf(await returnedFile(item, lines(findings, cells), 'csv', 'en'))).toString()
    for (const part of ['Row,Column at fault', 'there is no such day', 'Fill in the day from the original document']) assert.ok(english.includes(part), part)
  })

  it('do not run in a spreadsheet', async () => {
    const text = (await bytesOf(await returnedFile(item, lines([], { CF_SY: '=1+1', CF_NR: '@x', CF_WSH: '-2+3', CF_NR_FK: '-2.5', CF_YJ: '+86' }), 'csv', 'zh'))).toString()
    for (const part of [",'=1+1,", ",'@x,", "'-2+3", ",'+86,", ',-2.5,']) assert.ok(text.includes(part), part)
  })

  it('come back as they were, whatever their cells begin with, from CSV and from XLSX', async () => {
    const hostile = ['=1+1', '+86', '-2+3', '@x', '\'=1+1', '\'\'@x', '＝1+1', '=cmd|\'/c calc\'!A1', '-2.5', '\'-2.5', '\'某', '普通文字']
    for (const cell of hostile) {
      const given = { ...cells, CF_NR: cell, CF_SY: cell, CF_JDRQ: '2024/02/29', CF_NR_FK: '' }
      const plain = (await deliver(`${Object.keys(given).join(',')}\n${Object.values(given).map((c) => `"${c.replaceAll('"', '""')}"`).join(',')}\n`)).results[0]!
      assert.equal(plain.kind, 'prepared', JSON.stringify(plain))
      for (const format of ['csv', 'xlsx'] as const) {
        const again = (await deliver(await bytesOf(await returnedFile(item, lines([], given), format, 'zh')))).results[0]!
        assert.ok(plain.kind === 'prepared' && again.kind === 'prepared')
        assert.equal(again.row.valuesJson, plain.row.valuesJson, `${format} ${cell}`)
      }
    }
  })

  it('enter as they were once corrected, from CSV and from XLSX', async () => {
    const csv = (await bytesOf(await returnedFile(item, lines(findings, cells), 'csv', 'zh'))).toString()
    const fromCsv = (await deliver(csv.replace(',2024/02/30,', ',2024/02/29,'))).results[0]!
    const fromXlsx = (await deliver(await bytesOf(await returnedFile(item, lines(findings, { ...cells, CF_JDRQ: '2024/02/29' }), 'xlsx', 'en')))).results[0]!
    for (const p of [fromCsv, fromXlsx]) {
      assert.ok(p.kind === 'prepared', JSON.stringify(p))
      const values = JSON.parse(p.row.valuesJson) as Record<string, string>
      assert.deepEqual([values['处罚内容'], values['违法事实'], values['行政相对人名称'], values['处罚决定日期']], [cells.CF_NR, cells.CF_SY, cells.CF_XDR_MC, '2024-02-29'])
    }
  })
})
