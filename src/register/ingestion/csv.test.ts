import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { csvReader, type CsvRecord } from './csv.ts'

const read = (pieces: readonly string[], options: { delimiter?: string; newline?: '\n' | '\r'; rowLength?: number } = {}): CsvRecord[] => {
  const reader = csvReader({ delimiter: ',', newline: '\n', rowLength: 1000, ...options })
  return pieces.flatMap((piece, i) => reader.push(piece, i === pieces.length - 1))
}
const shape = (records: readonly CsvRecord[]) => records.map(({ number, cells, fault }) => [number, fault?.code ?? cells])

/** Written by this test alone: quotes only where RFC 4180 asks for them, or everywhere. */
const write = (rows: readonly (readonly string[])[], delimiter: string, always: boolean, end: string) =>
  rows.map((cells) => cells.map((cell) => (always || /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter) + end).join('')

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', '1', ' ', ',', ';', '"', '\n', '\r\n', '罚', '𠮷', '\t', '|'), maxLength: 8 }),
  fc.constantFrom('', '广州市某某有限公司', '他说"好"', '第一行\n第二行'),
)
const table = fc.integer({ min: 1, max: 5 }).chain((columns) => fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 }))

describe('CSV', () => {
  it('gives back what was written, whatever the cells hold and wherever the text is cut', () => {
    fc.assert(fc.property(table, fc.constantFrom(',', ';', '\t', '|'), fc.boolean(), fc.constantFrom('\n', '\r\n'), fc.array(fc.nat(), { maxLength: 6 }), (rows, delimiter, always, end, cuts) => {
      // A lone carriage return before an unquoted line end cannot be told from the line end's own.
      const text = write(rows, delimiter, always || rows.flat().some((c) => c.includes('\r')), end)
      const at = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b)
      const pieces = [0, ...at].map((from, i) => text.slice(from, at[i]))
      assert.deepEqual(read(pieces, { delimiter }).map(({ cells }) => cells), rows)
    }), { numRuns: 400 })
  })

  it('reads the same from one piece as from single characters, faults included', () => {
    const text = 'a,b\r\n"x ""y""",2\n"broken"z,3\nplain "quote" inside,4\n\n"line\nbreak",5\n"open,6\nnext,7'
    assert.deepEqual(shape(read([...text])), shape(read([text])))
    assert.deepEqual(shape(read([text])), [
      [1, ['a', 'b']], [2, ['x "y"', '2']], [3, 'text-after-quote'], [4, ['plain "quote" inside', '4']], [5, ['']],
      [6, ['line\nbreak', '5']], [7, 'quote-never-closed'], [8, ['next', '7']],
    ])
  })

  it('gives up an open quote after one row length and goes on with the next line', () => {
    const rows = Array.from({ length: 50 }, (_, i) => `row ${i},x\n`).join('')
    const records = read([...`"open,1\n${rows}`.match(/[\s\S]{1,7}/g)!], { rowLength: 60 })
    assert.equal(records[0]!.fault?.code, 'quote-never-closed')
    assert.equal(records.length, 51)
    assert.deepEqual(records[50]!.cells, ['row 49', 'x'])
  })

  it('never holds more than one row, however long a line without an end is', () => {
    const reader = csvReader({ delimiter: ',', newline: '\n', rowLength: 1000 })
    const records: CsvRecord[] = []
    for (let i = 0; i < 500; i++) records.push(...reader.push('x'.repeat(10_000), false))
    records.push(...reader.push('\nafter,1\n', true))
    assert.deepEqual(records.map(({ fault, raw, number }) => [number, fault?.code, raw.length <= 1000]), [[1, 'row-too-long', true], [2, undefined, true]])
  })

  it('reads the line ends of old Macintosh files', () => {
    assert.deepEqual(shape(read(['a,b\r1,"2"\r'], { newline: '\r' })), [[1, ['a', 'b']], [2, ['1', '2']]])
  })
})
