import assert from 'node:assert/strict'
import { test } from 'node:test'
import { laws } from '../../../test/support/law.ts'
import type { PackId } from '../../law/types.ts'
import { commencement } from './before-commencement.ts'

const table: [rule: string, pack: PackId, dayBefore: string, firstDay: string, olderText: boolean][] = [
  ['gd-58', 'guangdong', '2021-05-31', '2021-06-01', true],
  ['xm-55', 'xiamen', '2019-05-31', '2019-06-01', false],
  ['js-73', 'jiangsu', '2021-12-31', '2022-01-01', false],
  ['ln-55', 'liaoning', '2021-12-31', '2022-01-01', true],
  ['hn-46', 'hunan', '2022-08-31', '2022-09-01', false],
]
for (const [rule, pack, dayBefore, firstDay, olderText] of table) {
  test(`${rule} a record of ${dayBefore} is flagged as before commencement${olderText ? ', its basis must name the older rule' : ''}`, () => {
    const older = commencement(dayBefore, null, laws[pack])
    assert.deepEqual([older.before, older.rule, older.olderRule !== null, older.basisMissing], [true, rule, olderText, olderText])
    assert.equal(commencement(dayBefore, '旧规定第五条', laws[pack]).basisMissing, false)
    assert.equal(commencement(dayBefore, '  ', laws[pack]).basisMissing, olderText)
    const newer = commencement(firstDay, null, laws[pack])
    assert.deepEqual([newer.before, newer.basisMissing, newer.olderRule], [false, false, null])
  })
}
