import type { View } from '../layout.ts'
import { calendar, type CalendarDay, type DayPart } from './calendar.ts'
import { answer, certificateDays } from './certificate.ts'
import type { Component } from './example.ts'

/** Days in a row from the first, each with its part: `[part, zh, en, short zh, short en]`; `|` parts the lines of a cell. */
type Cell = readonly [part: DayPart, zh?: string, en?: string, shortZh?: string, shortEn?: string]

const days = (view: View, first: string, cells: readonly Cell[], provisionalFrom = '9999'): CalendarDay[] => cells.map((cell, n) => {
  const [part, zh = '', en = '', shortZh = zh, shortEn = en] = cell
  const day = Temporal.PlainDate.from(first).add({ days: n }).toString()
  return {
    day, part, words: view.in2({ zh, en }).split('|').filter((word) => word !== ''), short: view.in2({ zh: shortZh, en: shortEn }),
    provisional: day >= provisionalFrom && part !== 'none',
  }
})
const festival: Cell = ['holiday', '中秋节', 'Mid-Autumn', '中秋', 'hol.']
const national: Cell = ['holiday', '国庆节', 'National Day', '国庆', 'hol.']
const pause: Cell = ['pause', '鉴定中止', 'appraisal', '中止', 'pause']
const weekend: Cell = ['rest', '周末', 'weekend', '休', 'w/e']
const none: Cell = ['none']
const counted = (n: number): Cell => ['counted', `第${n}日`, `day ${n}`, `第${n}`, `${n}`]

export const calendarComponent: Component = {
  id: 'calendar', title: { zh: '日历图', en: 'Calendar picture' },
  text: { zh: '一张真正的表格，星期一在前，月份交界处有墨线。', en: 'A real table, Monday first, an ink line where the month changes.' },
  template: 'calendar(view, { days: [{ day, part, words, short?, provisional? }, …], caption })',
  criteria: ['captioned', 'days-named', 'machine-dates'],
  examples: [
    { id: 'national-day', title: { zh: '跨国庆节，有中止和调休上班', en: 'Over National Day, with a pause and a make-up day' }, render: (view) => calendar(view, {
      caption: view.in2({ zh: '2026年9月21日至10月18日：计入、跳过和中止的日子', en: '21 September to 18 October 2026: days counted, skipped and paused' }),
      days: days(view, '2026-09-21', [none, none, ['start', '收到转交|不计入', 'received|not counted', '起算', 'start'], counted(1), festival, festival, festival, pause, pause, pause,
        national, national, national, national, national, national, national, pause, pause, ['counted', '第2日|调休上班', 'day 2|make-up day', '第2班', '2'], weekend,
        ['due', '第3日|届满', 'day 3|due', '届满', 'due'], none, none, none, none, weekend, weekend]),
    }) },
    { id: 'provisional', title: { zh: '跨入尚无放假通知的年份', en: 'Into a year without a holiday notice' }, render: (view) => calendar(view, {
      caption: view.in2({ zh: '2026年12月28日至2027年1月10日，2027年部分为暂定', en: '28 December 2026 to 10 January 2027, provisional in 2027' }),
      days: days(view, '2026-12-28', [['start', '收到|不计入', 'received|not counted', '起算', 'start'], counted(1), counted(2), counted(3),
        ['holiday', '元旦|暂定', 'New Year|provisional', '暂休', 'hol.'], weekend, weekend, ['counted', '第4日|暂定', 'day 4|provisional', '暂4', '4'],
        ['due', '第5日|暂定届满', 'day 5|due, provisional', '暂届', 'due'], none, none, none, weekend, weekend], '2027-01-01'),
    }) },
  ],
}

export const answerComponent: Component = {
  id: 'answer', title: { zh: '期限的答案', en: 'Answer of a clock' },
  text: { zh: '一句话和一个日期。条文没有数字的，没有日期，也没有零。', en: 'A sentence and a date. Where the text has no number there is no date, and no zero.' },
  template: 'answer(view, { answer, means, provisional? })',
  criteria: ['a-word'],
  examples: [
    { id: 'due', title: { zh: '有答案', en: 'An answer' }, render: (view) => answer(view, {
      answer: view.in2({ zh: '2026年10月12日，星期一', en: 'Monday 12 October 2026' }), means: view.in2({ zh: '到这一天结束时仍未作出决定，即为逾期。', en: 'Not decided when this day ends, it is overdue.' }),
    }) },
    { id: 'provisional', title: { zh: '暂定', en: 'Provisional' }, render: (view) => answer(view, {
      answer: view.in2({ zh: '2027年1月8日，星期五', en: 'Friday 8 January 2027' }), means: view.in2({ zh: '答复修复申请，10个工作日', en: 'Answer to a request for restoration, 10 working days' }),
      provisional: view.in2({ zh: '2027年放假通知尚未发布。通知载入后重新计算。', en: 'The holiday notice for 2027 is not out yet. It is computed again when it is.' }),
    }) },
    { id: 'not-set', title: { zh: '期限未设定', en: 'Period not set' }, render: (view) => answer(view, {
      answer: null, means: view.in2({ zh: '条文没有写明天数，因此不计算。', en: 'The text gives no number of days, so nothing is computed.' }),
    }) },
  ],
}

export const certificateComponent: Component = {
  id: 'certificate', title: { zh: '期限证明', en: 'Clock certificate' },
  text: { zh: '每一天计入或者跳过的理由。', en: 'Why each day counts or is skipped.' },
  template: 'certificateDays(view, [{ date, weekday, is, result, basis, counted }, …])',
  criteria: ['captioned', 'roles-kept', 'a-word'],
  examples: [{ id: 'days', title: { zh: '逐日', en: 'Day by day' }, render: (view) => certificateDays(view, [
    { date: '2026-09-23', weekday: view.say('weekday.3'), is: view.in2({ zh: '收到转交之日', en: 'day of receipt' }), result: view.in2({ zh: '不计', en: 'not counted' }), basis: '', counted: false },
    { date: '2026-10-10', weekday: view.say('weekday.6'), is: view.in2({ zh: '调休上班日', en: 'make-up working day' }), result: view.in2({ zh: '第2日', en: 'day 2' }), basis: 'cal-2026', counted: true },
  ]) }],
}
