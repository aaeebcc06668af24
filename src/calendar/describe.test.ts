import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendar, countingOf, day, limitOf, packOf } from '../../test/support/law-data.ts'
import type { PauseGround, Text2 } from '../law/types.ts'
import { describeDueDay, describeDueDayRefusal, dueDayJson, dueDayLines, limitInWords, longDate } from './describe.ts'
import { dueDay, type Clock, type DueDay } from './due-day.ts'
import type { Pause } from './pauses.ts'

const clockOf = (rule: string, from: string, pauses: readonly Pause[] = []): Clock =>
  ({ rule, from: day(from), limit: limitOf(rule), pauses, counting: countingOf(packOf(rule)), calendar })
const pause = (from: string, to: string | null, ground: PauseGround = 'appraisal'): Pause =>
  ({ ground, from: day(from), to: to === null ? null : day(to), rule: 'gd-46-5' })
function answer(clock: Clock): DueDay {
  const outcome = dueDay(clock)
  assert.ok(outcome.ok, JSON.stringify(outcome))
  return outcome.value
}
function refusal(clock: Clock): Text2 {
  const outcome = dueDay(clock)
  assert.ok(!outcome.ok)
  return describeDueDayRefusal(outcome.refusals[0], clock)
}

const examples = [
  clockOf('gd-46-3b', '2026-09-23', [pause('2026-09-28', '2026-10-09')]),
  clockOf('gd-46-1', '2026-12-31'),
  clockOf('gd-43a', '2024-02-29'),
  clockOf('xm-33-1', '2024-03-04'),
  { ...clockOf('xm-33-1', '2024-09-21'), counting: { ...countingOf('xiamen'), lastRestDayMoves: true, stepsCountTriggerDay: true } },
  clockOf('gd-46-3b', '2018-12-27'),
]
const refused = [
  clockOf('ln-37-3', '2024-03-04'), clockOf('gd-40-1b', '2024-03-04'), clockOf('gd-46-1', '2024-03-04', [pause('2024-03-05', null)]),
  clockOf('gd-46-3b', '2024-03-04', [pause('2024-03-05', null)]), clockOf('gd-46-3b', '2024-03-04', [pause('2024-03-05', '2024-03-01')]),
  clockOf('gd-46-3b', '2024-03-04', [pause('2024-03-05', '2024-03-06', 'holiday' as PauseGround)]), clockOf('gd-46-3b', '2031-03-04'),
  { ...clockOf('gd-43a', '2024-03-04', [pause('2024-03-05', '2024-03-06')]), limit: { ...limitOf('gd-43a'), pauses: ['appraisal'] } } as Clock,
]

test('dates in answers are written out, with their weekday', () => {
  assert.deepEqual(longDate(day('2026-10-12')), { en: 'Monday 12 October 2026', zh: '2026年10月12日，星期一' })
  assert.deepEqual(longDate(day('2027-01-03')), { en: 'Sunday 3 January 2027', zh: '2027年1月3日，星期日' })
})

test('a length keeps its own unit and number', () => {
  assert.deepEqual(limitInWords({ amount: 3, unit: 'working-day', type: 'deadline' }), { en: '3 working days', zh: '3个工作日' })
  assert.deepEqual(limitInWords({ amount: 1, unit: 'year', type: 'cap' }), { en: '1 year', zh: '1年' })
  assert.deepEqual(limitInWords({ amount: null, unit: 'day', type: 'deadline' }), { en: 'Period not set', zh: '期限未设定' })
})

test('a step is due by the end of a day; a state is over on one', () => {
  assert.deepEqual(describeDueDay(answer(examples[0]!)).answer, { en: 'Due by the end of Monday 12 October 2026', zh: '最迟2026年10月12日，星期一' })
  const state = describeDueDay(answer(clockOf('gd-43a', '2021-07-01')))
  assert.equal(state.answer.en, 'Over on Wednesday 1 July 2026')
  assert.match(state.consequence.en, /up to and including Tuesday 30 June 2026/)
  assert.equal(state.consequence.zh, '最后一天为2026年6月30日，星期二；届满当日不再适用。')
  assert.deepEqual(state.rows, [])
  const minimum = describeDueDay(answer(clockOf('nat-36-general-min', '2026-05-06')))
  assert.deepEqual(minimum.answer, { en: 'Not before Thursday 6 August 2026', zh: '最早2026年8月6日，星期四' })
})

test('the whole certificate in lines, in Chinese', () => {
  assert.deepEqual(dueDayLines(answer(examples[0]!), 'zh'), [
    '最迟2026年10月12日，星期一。',
    '到这一天结束时仍未完成，即为逾期。',
    '',
    '规则：gd-46-3b',
    '期限：3个工作日',
    '起算：2026-09-23的次日',
    '中止：鉴定，2026-09-28至2026-10-09，不计5日（gd-46-5）',
    '日历：2026版；国务院办公厅2026年放假通知',
    '通知：2026年：https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm',
    '',
    '2026-09-23  周三  起算事件日  不计入',
    '2026-09-24  周四  工作日  第1日',
    '2026-09-25 – 2026-09-27  周五至日  中秋节放假  跳过3天  calendar-2026',
    '2026-09-28 – 2026-09-30  周一至三  鉴定中止  跳过3天  gd-46-5',
    '2026-10-01 – 2026-10-07  周四至三  国庆节放假  跳过7天  calendar-2026',
    '2026-10-08 – 2026-10-09  周四至五  鉴定中止  跳过2天  gd-46-5',
    '2026-10-10  周六  调休上班日（国庆节）  第2日  calendar-2026',
    '2026-10-11  周日  周末  跳过',
    '2026-10-12  周一  工作日  第3日，届满  gd-46-3b',
  ])
})

test('a provisional answer says so in its first line, and which year has no notice', () => {
  const due = answer(examples[1]!)
  assert.equal(dueDayLines(due, 'en')[0], 'Due by the end of Monday 4 January 2027 (Provisional).')
  assert.equal(dueDayLines(due, 'zh')[0], '最迟2027年1月4日，星期一（暂定）。')
  const { provisional, rows } = describeDueDay(due)
  assert.match(provisional!.en, /notice for 2027 has not been published/)
  assert.deepEqual(rows.find((row) => row.date === '2027-01-01')!.is, { en: 'New Year’s Day, by statute', zh: '元旦，法定节日' })
})

test('a pause that is not allowed is answered with those that are', () => {
  assert.equal(refusal(refused[2]!).en, 'Nothing pauses this limit, appraisal included.')
  assert.match(refusal(refused[5]!).en, /What does: inspection, testing, quarantine, appraisal, expert review\./)
})

test('every answer and refusal stands in both languages, without gaps and without typed spaces beside Han', () => {
  const texts: Text2[] = [
    ...examples.flatMap((clock) => {
      const d = describeDueDay(answer(clock))
      return [d.answer, d.consequence, ...(d.provisional ? [d.provisional] : []), ...d.facts.flatMap((f) => [f.label, f.value]),
        ...d.rows.flatMap((row) => [row.weekday, row.is, row.result])]
    }),
    ...refused.map(refusal),
  ]
  for (const { en, zh } of texts) {
    assert.ok(en.trim() !== '' && zh.trim() !== '', `${en} / ${zh}`)
    assert.doesNotMatch(`${en}${zh}`, /undefined|null|NaN/)
    assert.doesNotMatch(zh, /[\u4e00-\u9fff] [\w]|[\w] [\u4e00-\u9fff]/)
    assert.doesNotMatch(en, /[\u4e00-\u9fff]|  /)
  }
  assert.equal(new Set(refused.map((clock) => refusal(clock).zh)).size, refused.length)
})

test('the certificate as JSON is read back as it was written', () => {
  for (const clock of examples) {
    const json = dueDayJson(answer(clock))
    assert.deepEqual(JSON.parse(JSON.stringify(json)), json)
    assert.equal(json.due, json.certificate.due)
    assert.equal(json.certificate.rule, clock.rule)
  }
})
