/** The board counts what happened and nothing else: every office, every month, also where nothing happened. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { boardCsv, boardOf, type Counted, countNames, median, monthsUntil, none } from './board.ts'

const months = monthsUntil(Temporal.PlainDate.from('2026-02-03'), 4)
const office = (code: string) => ({ code, nameZh: `单位${code}`, nameEn: `Unit ${code}` })

test('the months of the board end with the present one, across a year', () => assert.deepEqual(months, ['2025-11', '2025-12', '2026-01', '2026-02']))

test('lines of one office and month are added up; other offices and months stay apart, and silent months are there', () => {
  const counted: Counted[] = [
    { office: 'A', month: '2026-01', rows: 10, returned: 2 }, { office: 'A', month: '2026-01', objections: 3, decided: 2, upheld: 1 },
    { office: 'A', month: '2026-02', missed: 1 }, { office: 'B', month: '2026-01', told: 3, acknowledged: 3, days: [9, 1, 2] }, { office: 'A', month: '2024-01', rows: 99 },
  ]
  const { offices: [a, b], all } = boardOf(months, [office('A'), office('B')], counted, new Map([['A', { all: 2, late: 1, notSet: 0 }]]))
  assert.deepEqual(a!.months.map((m) => [m.month, m.rows, m.returned, m.objections, m.upheld, m.missed]),
    [['2025-11', 0, 0, 0, 0, 0], ['2025-12', 0, 0, 0, 0, 0], ['2026-01', 10, 2, 3, 1, 0], ['2026-02', 0, 0, 0, 0, 1]])
  assert.deepEqual([a!.feeds.late, a!.total.rows, a!.total.latency, b!.total.latency, b!.feeds.all], [1, 10, null, 2, 0])
  assert.deepEqual(all.map((m) => m.told), [0, 0, 3, 0])
})

test('the totals of offices, of their months, and of all months are the same', () => {
  const line = fc.record({ office: fc.constantFrom('A', 'B'), month: fc.constantFrom(...months), rows: fc.nat(1000), missed: fc.nat(9) })
  fc.assert(fc.property(fc.array(line, { maxLength: 40 }), (counted) => {
    const { offices, all } = boardOf(months, [office('A'), office('B')], counted, new Map())
    for (const name of countNames) {
      const ofMonths = all.reduce((n, m) => n + m[name], 0)
      assert.equal(offices.reduce((n, o) => n + o.total[name], 0), ofMonths)
      assert.equal(offices.flatMap((o) => o.months).reduce((n, m) => n + m[name], 0), ofMonths)
    }
  }), { numRuns: 50 })
})

test('half of them took no longer than the median', () => {
  assert.equal(median([]), null)
  fc.assert(fc.property(fc.array(fc.nat(400), { minLength: 1, maxLength: 30 }), (days) => {
    const middle = median(days)!
    assert.ok(days.includes(middle) && days.filter((d) => d <= middle).length * 2 >= days.length && days.filter((d) => d >= middle).length * 2 >= days.length)
  }))
})

test('the file: one line an office and month, text where a spreadsheet would take a formula', () => {
  const board = boardOf(['2026-01'], [{ code: 'A', nameZh: '=SUM(1)', nameEn: 'Unit, "A"' }], [{ office: 'A', month: '2026-01', ...none, rows: 4 }], new Map())
  assert.equal(boardCsv(board), '\uFEFFoffice,name_zh,name_en,month,rows,returned,objections,decided,upheld,missed,orders,told,acknowledged,recall_days_median\r\n'
    + 'A,\'=SUM(1),"Unit, ""A""",2026-01,4,0,0,0,0,0,0,0,0,\r\n')
})
