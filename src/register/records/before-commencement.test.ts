import assert from 'node:assert/strict'
import { test } from 'node:test'
import { laws } from '../../../test/support/law.ts'
import type { PackId } from '../../law/types.ts'
import { describeStep } from '../retention/describe.ts'
import { displayOf } from '../retention/display.ts'
import { commencement, olderBasisFault } from './before-commencement.ts'

function commences(rule: string, pack: PackId, dayBefore: string, firstDay: string, olderText: boolean): void {
  const older = commencement(dayBefore, null, laws[pack])
  assert.deepEqual([older.before, older.rule, older.olderRule !== null, older.basisMissing], [true, rule, olderText, olderText])
  assert.equal(commencement(dayBefore, '旧规定第五条', laws[pack]).basisMissing, false)
  assert.equal(commencement(dayBefore, '  ', laws[pack]).basisMissing, olderText)
  const newer = commencement(firstDay, null, laws[pack])
  assert.deepEqual([newer.before, newer.basisMissing, newer.olderRule], [false, false, null])
}

test('gd-58 a decision of 2021-05-31 is made before commencement, and its basis must name the older text', () => {
  commences('gd-58', 'guangdong', '2021-05-31', '2021-06-01', true)
})
test('xm-55 a record of 2019-05-31 is flagged as before commencement', () => commences('xm-55', 'xiamen', '2019-05-31', '2019-06-01', false))
test('js-73 a record of 2021-12-31 is flagged as before commencement', () => commences('js-73', 'jiangsu', '2021-12-31', '2022-01-01', false))
test('ln-55 a record of 2021-12-31 is flagged, and its basis must name the older text', () => commences('ln-55', 'liaoning', '2021-12-31', '2022-01-01', true))
test('hn-46 a record of 2022-08-31 is flagged as before commencement', () => commences('hn-46', 'hunan', '2022-08-31', '2022-09-01', false))

test('gd-58 wherever a record from before commencement is explained, it is marked and the older text is named', () => {
  const marked = (pack: PackId, decidedOn: string) => {
    const law = laws[pack]
    const item = law.catalog.find((i) => i.id === 'penalty')!
    const why = displayOf({
      item, severity: { class: 'serious', reason: '裁量基准' }, decidedOn, conductEndedOn: null, conductField: null, validUntil: null, receivedOn: decidedOn,
      tradeSecret: false, hasBasis: true,
    }, law, Temporal.PlainDate.from('2021-06-01'))
    const step = why.steps.find((s) => s.result.code === 'before-commencement')
    return step && { rule: step.rule, says: describeStep(step, law).zh }
  }
  assert.deepEqual(marked('guangdong', '2021-05-31'), {
    rule: 'gd-58', says: '决定于2021-05-31，早于本条例施行之日2021-06-01；当时的规定是2007年的省企业信用信息公开条例，已由本条例废止。',
  })
  assert.equal(marked('guangdong', '2021-06-01'), undefined)
  assert.equal(marked('xiamen', '2019-05-31')!.rule, 'xm-55')
})

test('gd-58 ln-55 untrustworthiness from before commencement must name the text it rests on, where an older one was repealed', () => {
  const ask = (pack: PackId, item: string, decidedOn: string, ground: string | null) =>
    olderBasisFault(laws[pack].catalog.find((i) => i.id === item)!, decidedOn, (field) => (field === '处罚依据' ? ground : null), laws[pack])
  assert.deepEqual([ask('guangdong', 'penalty', '2021-05-31', null)?.rule, ask('liaoning', 'penalty', '2021-12-31', ' ')?.rule], ['gd-58', 'ln-55'])
  assert.equal(ask('guangdong', 'penalty', '2021-05-31', '旧规定第五条'), null)
  assert.equal(ask('guangdong', 'penalty', '2021-06-01', null), null)
  assert.equal(ask('xiamen', 'penalty', '2019-05-31', null), null)
  assert.equal(ask('guangdong', 'licence', '2021-05-31', null), null)
})
