import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { csvOf } from '../identity/security/lines.ts'
import { boardCsv, boardOf } from '../register/accountability/board.ts'
import { mistakeCsv } from '../register/ingestion/mistakes/sheet.ts'
import { returnedFile } from '../register/ingestion/returned-file.ts'
import { asCsv, fileParts } from '../register/self-inquiry/file.ts'
import { csvLine, sheetCell, unescapedCell } from './csv-line.ts'

const hostile = ['=1+1', '+86', '-2+3', '@x', '\t=1', '\r=1', '\n=1', ' =1', '＝1', '－1', '\u00a0=1', '\u3000=1', '\u200b=1', '\ufeff\u2060=1', '﹦1', '﹣1', '−1', "'=1", '=HYPERLINK("http://x","，")']
/** What a spreadsheet computes: a cell that begins like a formula, and is no plain number. */
const runs = (cell: string): boolean => /^[\s\p{Cf}]*[=+\-@]|^[\t\r\n]/u.test(cell.normalize('NFKC').replace('−', '-')) && !/^-?\d+(\.\d+)?$/.test(cell)

/** RFC 4180. */
function cellsOf(text: string): string[] {
  return [...text.replace(/^\uFEFF/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(?:,|\r\n)/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!)
}

test('no cell runs in a spreadsheet, and each comes back as it was', () => {
  for (const cell of hostile) {
    assert.deepEqual(cellsOf(csvLine(['a', cell, 'b'])), ['a', sheetCell(cell), 'b'])
    assert.ok(!runs(sheetCell(cell)), JSON.stringify(cell))
  }
  const cell = fc.string({ unit: fc.constantFrom('=', '+', '-', '@', "'", '＝', '﹢', '⁼', '\u200b', '\u3000', ' ', '\t', '\n', '1', '.', '某'), maxLength: 8 })
  fc.assert(fc.property(cell, (text) => !runs(sheetCell(text)) && unescapedCell(sheetCell(text)) === text), { numRuns: 5000 })
})

async function textOf(pieces: AsyncIterable<string | Uint8Array>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += String(piece)
  return text
}

test('whatever is given out as a table holds what strangers wrote as text', async () => {
  for (const cell of hostile) {
    const row = { number: cell, code: cell, name: cell, status: cell, day: cell, document: cell, reason: cell, purpose: cell, reference: cell, explanation: cell }
    const parts = async function* () { for (const part of fileParts) yield { part, row } }
    const rows = async function* () { yield { row_number: 2, cells: { [cell]: cell }, findings: [{ code: 'date-impossible', row: 2, column: cell, rule: 'gd-17', facts: { found: cell } }] } }
    const security = { event_id: 1, at: cell, kind: cell, reason: cell, body_code: cell, account_id: null, client_id: cell, origin: cell, times: 1 }
    const board = boardOf(['2026-01'], [{ code: cell, nameZh: cell, nameEn: cell } as never], [], new Map())
    for (const [name, text] of Object.entries({
      'own file': await textOf(asCsv(parts())), 'returned rows': await textOf(await returnedFile(null, rows(), 'csv', 'zh')),
      'security events': csvOf([security as never]), board: boardCsv(board),
      mistakes: mistakeCsv({ mistakes: [{ code: 'date-impossible', doubtful: false, rule: cell, inDelivery: 1, inYear: 1, columns: [{ column: cell, rows: 1 }] }] } as never, 'en'),
    })) {
      const cells = cellsOf(text)
      assert.ok(cells.some((one) => one.includes(sheetCell(cell)) || one.includes(cell)), `${name} holds it`)
      assert.deepEqual(cells.filter(runs), [], `${name} ${JSON.stringify(cell)}`)
    }
  }
})

test('every table that is sent is made of these lines', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => [file, readFileSync(`src/${file}`, 'utf8')] as const)
  const writers = ['csvLine', 'csvOf', 'boardCsv', 'mistakeCsv', 'asCsv', 'returnedFile', 'comparisonCsv', 'csvExplanations', 'template(']
  const sent = sources.filter(([, text]) => /\.type\([^;]*text\/csv|type = [^;]*text\/csv/.test(text))
  assert.ok(sent.length >= 8, String(sent.length))
  for (const [file, text] of sent) assert.ok(writers.some((one) => text.includes(one)), `${file} sends a table of its own making`)
  // Whoever names columns and ends lines as tables do, does it here; the generator writes what is delivered, not what is given out.
  const own = sources.filter(([file, text]) => file !== 'text/csv-line.ts' && !file.startsWith('demonstration/') && /join\(','\)[^\n]{0,40}\\r\\n/.test(text)).map(([file]) => file)
  assert.deepEqual(own, [])
})
