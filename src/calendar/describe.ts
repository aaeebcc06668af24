/** A due day in words, in both languages, and as JSON. The pages and the command line print what stands here. */
import type { Refusal } from '../law/outcome.ts'
import type { Limit, PauseGround, Text2 } from '../law/types.ts'
import { lengthOf, type Certificate, type CertifiedDays } from './certificate.ts'
import type { Clock, DueDay, DueDayRefusal } from './due-day.ts'

export type Description = {
  /** the answer as a sentence, and what it means when that day is over */
  readonly answer: Text2
  readonly consequence: Text2
  /** present when the answer may still change */
  readonly provisional: Text2 | null
  readonly facts: readonly { readonly label: Text2; readonly value: Text2 }[]
  /** one row per counted day or run of skipped days; empty where the limit runs to a corresponding date */
  readonly rows: readonly DescribedDays[]
}
export type DescribedDays = { readonly date: string; readonly weekday: Text2; readonly is: Text2; readonly result: Text2; readonly basis: string }

export const rowHeads: Readonly<Record<keyof DescribedDays, Text2>> = {
  date: { en: 'Date', zh: '日期' },
  weekday: { en: 'Weekday', zh: '星期' },
  is: { en: 'What the day is', zh: '这一天是' },
  result: { en: 'Result', zh: '结果' },
  basis: { en: 'Basis', zh: '依据' },
}

export const provisionalWord: Text2 = { en: 'Provisional', zh: '暂定' }

const grounds: Readonly<Record<PauseGround, Text2>> = {
  inspection: { en: 'inspection', zh: '检验' },
  testing: { en: 'testing', zh: '检测' },
  quarantine: { en: 'quarantine', zh: '检疫' },
  appraisal: { en: 'appraisal', zh: '鉴定' },
  'expert-review': { en: 'expert review', zh: '专家评审' },
}

/** `Monday 12 October 2026`, `2026年10月12日，星期一` */
export function longDate(day: Temporal.PlainDate): Text2 {
  const weekday = weekdays[day.dayOfWeek - 1]!
  return {
    en: `${weekday.en} ${day.day} ${months[day.month - 1]} ${day.year}`,
    zh: `${day.year}年${day.month}月${day.day}日，星期${weekday.zh}`,
  }
}

/** `3 working days`, `3个工作日`; *period not set* where the text has no number */
export function limitInWords(limit: Limit): Text2 {
  if (limit.amount === null) return periodNotSet
  const n = limit.amount
  const { en, zh } = units[limit.unit]
  return { en: `${n} ${en}${n === 1 ? '' : 's'}`, zh: `${n}${zh}` }
}

export const periodNotSet: Text2 = { en: 'Period not set', zh: '期限未设定' }

export function describeDueDay(due: DueDay): Description {
  const { certificate } = due
  return {
    ...conclusion(due),
    provisional: provisionalNote(certificate),
    facts: facts(certificate),
    rows: (certificate.days ?? []).map(describeRow(certificate)),
  }
}

function conclusion({ day, edge, certificate }: DueDay): Pick<Description, 'answer' | 'consequence'> {
  const date = longDate(day)
  if (edge === 'last-day') return {
    answer: { en: `Due by the end of ${date.en}`, zh: `最迟${date.zh}` },
    consequence: { en: 'Not done when this day ends, it is overdue.', zh: '到这一天结束时仍未完成，即为逾期。' },
  }
  const eve = longDate(day.subtract({ days: 1 }))
  if (certificate.limit.type === 'floor') return {
    answer: { en: `Not before ${date.en}`, zh: `最早${date.zh}` },
    consequence: { en: `Up to and including ${eve.en} it is too early.`, zh: `${eve.zh}及以前尚不满足最短期限。` },
  }
  return {
    answer: { en: `Over on ${date.en}`, zh: `${date.zh}届满` },
    consequence: {
      en: `It holds up to and including ${eve.en}, and no longer on the day it is over.`,
      zh: `最后一天为${eve.zh}；届满当日不再适用。`,
    },
  }
}

/** The certificate as a file: what a stranger needs to count again, with the sentence on top. */
export const dueDayJson = (due: DueDay) => ({
  due: due.day.toString(),
  edge: due.edge,
  provisional: due.provisional,
  answer: describeDueDay(due).answer,
  certificate: due.certificate,
})

/** Plain text for a terminal: the answer, the facts, the days. */
export function dueDayLines(due: DueDay, language: keyof Text2): string[] {
  const { answer, consequence, provisional, facts, rows } = describeDueDay(due)
  const [full, open, shut] = language === 'zh' ? ['。', '（', '）'] : ['.', ' (', ')']
  return [
    `${answer[language]}${due.provisional ? `${open}${provisionalWord[language]}${shut}` : ''}${full}`,
    consequence[language],
    ...(provisional ? [provisional[language]] : []),
    '',
    ...facts.map(({ label, value }) => (language === 'zh' ? `${label.zh}：${value.zh}` : `${label.en}: ${value.en}`)),
    ...(rows.length > 0 ? [''] : []),
    ...rows.map((row) => [row.date, row.weekday[language], row.is[language], row.result[language], row.basis].join('  ').trimEnd()),
  ]
}

/** Why there is no day, and what would give one. */
export function describeDueDayRefusal({ code, facts }: Refusal<DueDayRefusal>, clock?: Pick<Clock, 'limit'>): Text2 {
  const ground = grounds[facts.ground as PauseGround] ?? { en: facts.ground ?? '', zh: facts.ground ?? '' }
  switch (code) {
    case 'period-not-set':
      return {
        en: 'Period not set: the text gives no number. Enter one with its basis; until then nothing is overdue.',
        zh: '期限未设定：条文没有写明数字。请录入期限及其依据；录入前不计算逾期。',
      }
    case 'not-a-clock':
      return { en: 'This rule says how often, not until when; it has no due day.', zh: '本条规定的是次数，不是期限，没有届满之日。' }
    case 'pause-without-ground': {
      const allowed = (clock?.limit.pauses ?? facts.allowed?.split(' ').filter(Boolean) ?? []).map((g) => grounds[g as PauseGround])
      return allowed.length === 0
        ? { en: `Nothing pauses this limit, ${ground.en} included.`, zh: `本期限不得中止，${ground.zh}也不例外。` }
        : {
            en: `${capital(ground.en)} does not pause this limit. What does: ${allowed.map((g) => g.en).join(', ')}.`,
            zh: `${ground.zh}不中止本期限。可以中止的：${allowed.map((g) => g.zh).join('、')}。`,
          }
    }
    case 'pause-reversed':
      return {
        en: `The ${ground.en} ends on ${facts.to}, before it begins on ${facts.from}. Enter the days the other way round.`,
        zh: `${ground.zh}止于${facts.to}，早于起始日${facts.from}。请改正起止日期。`,
      }
    case 'pause-in-months':
      return {
        en: 'This limit runs in months or years to a corresponding date. No text says how a pause moves it.',
        zh: '本期限按月或者按年计算至对应日，条文未规定中止后如何顺延。',
      }
    case 'pause-open':
      return {
        en: `The ${ground.en} that began on ${facts.from} still runs. Counted so far: ${facts.counted}; left: ${facts.left}. The day is known when it ends.`,
        zh: `${facts.from}开始的${ground.zh}尚未结束。已计入${facts.counted}日，尚余${facts.left}日；结束后才能确定届满之日。`,
      }
    case 'calendar-gap':
      return {
        en: `The calendar (edition ${facts.edition}) answers from ${facts.firstDay} to ${facts.lastDay}; ${facts.day} is outside. Load the missing notice.`,
        zh: `工作日历（${facts.edition}版）只涵盖${facts.firstDay}至${facts.lastDay}，不含${facts.day}。请载入所缺的放假通知。`,
      }
  }
}

function facts(c: Certificate): Description['facts'] {
  const same = (value: string): Text2 => ({ en: value, zh: value })
  const list: { label: Text2; value: Text2 }[] = []
  const add = (en: string, zh: string, value: Text2) => list.push({ label: { en, zh }, value })
  if (c.rule) add('Rule', '规则', same(c.rule))
  add('Length', '期限', limitInWords(c.limit))
  add('Starts', '起算', start(c))
  for (const pause of c.pauses) {
    const rule = pause.rule ? { en: ` (${pause.rule})`, zh: `（${pause.rule}）` } : same('')
    add('Paused', '中止', {
      en: `${grounds[pause.ground].en} ${pause.from} to ${pause.to ?? 'now'}, ${pause.daysLeftOut} days left out${rule.en}`,
      zh: `${grounds[pause.ground].zh}，${pause.from}至${pause.to ?? '今'}，不计${pause.daysLeftOut}日${rule.zh}`,
    })
  }
  if (c.corresponding) {
    add('Corresponding date', '对应日', c.corresponding.constrained
      ? { en: `${c.corresponding.day}, the last day of a month without that date`, zh: `${c.corresponding.day}（当月没有对应日，为月末日）` }
      : same(c.corresponding.day))
  }
  if (c.movedFrom) add('Moved', '顺延', { en: `from ${c.movedFrom}, a rest day`, zh: `最后一日${c.movedFrom}为休息日` })
  if (c.calendar) {
    const years = [...new Set(c.calendar.papers.map((paper) => paper.year))]
    add('Calendar', '日历', {
      en: `edition ${c.calendar.edition}; State Council notices for ${years.join(', ') || 'none of these years'}`,
      zh: `${c.calendar.edition}版；${years.length > 0 ? `国务院办公厅${years.join('、')}年放假通知` : '所涉年份尚无放假通知'}`,
    })
    for (const paper of c.calendar.papers) add('Notice', '通知', { en: `${paper.year}: ${paper.address}`, zh: `${paper.year}年：${paper.address}` })
  }
  return list
}

function start(c: Certificate): Text2 {
  if (c.edge === 'first-day-over') return { en: `on ${c.from}, the day of the event`, zh: `${c.from}，事件发生之日` }
  return c.counting.stepsCountTriggerDay
    ? { en: `on ${c.from}, the day of the event, which counts`, zh: `${c.from}，当日计入` }
    : { en: `the day after ${c.from}`, zh: `${c.from}的次日` }
}

function provisionalNote(c: Certificate): Text2 | null {
  if (!c.provisional) return null
  const years = c.calendar?.yearsWithoutNotice ?? []
  return {
    en: `The holiday notice for ${years.join(', ')} has not been published. Fixed statutory days are skipped provisionally, `
      + 'the rest follows weekends. It is computed again when the notice is loaded.',
    zh: `${years.join('、')}年放假通知尚未发布。固定日期的法定节日暂时跳过，其余按周末推算。通知载入后重新计算。`,
  }
}

const describeRow = (c: Certificate) => (row: CertifiedDays): DescribedDays => {
  const single = row.from === row.to
  const a = weekdays[Temporal.PlainDate.from(row.from).dayOfWeek - 1]!
  const b = weekdays[Temporal.PlainDate.from(row.to).dayOfWeek - 1]!
  return {
    date: single ? row.from : `${row.from} – ${row.to}`,
    weekday: single ? { en: a.en.slice(0, 3), zh: `周${a.zh}` } : { en: `${a.en.slice(0, 3)} – ${b.en.slice(0, 3)}`, zh: `周${a.zh}至${b.zh}` },
    is: whatItIs(row),
    result: result(row),
    basis: row.rule ?? (row.notice === null ? (row.due ? c.rule ?? '' : '') : `calendar-${row.notice}`),
  }
}

function whatItIs(row: CertifiedDays): Text2 {
  switch (row.why) {
    case 'trigger': return { en: 'day of the event', zh: '起算事件日' }
    case 'weekday': return { en: 'working day', zh: '工作日' }
    case 'calendar-day': return { en: 'calendar day', zh: '自然日' }
    case 'weekend': return { en: 'weekend', zh: '周末' }
    case 'holiday': return { en: row.name!.en, zh: `${row.name!.zh}放假` }
    case 'make-up': return { en: `make-up working day (${row.name!.en})`, zh: `调休上班日（${row.name!.zh}）` }
    case 'statutory-provisional': return { en: `${row.name!.en}, by statute`, zh: `${row.name!.zh}，法定节日` }
    case 'pause': return { en: `pause: ${grounds[row.ground!].en}`, zh: `${grounds[row.ground!].zh}中止` }
  }
}

function result(row: CertifiedDays): Text2 {
  const words: Text2[] = []
  if (row.mark === 'trigger') words.push({ en: 'not counted', zh: '不计入' })
  if (row.mark === 'counted') words.push({ en: `day ${row.ordinal}`, zh: `第${row.ordinal}日` })
  if (row.mark === 'moved-to') words.push({ en: 'moved to here', zh: '顺延至此' })
  if (row.mark === 'skipped') {
    const n = lengthOf(row)
    words.push(n === 1 ? { en: 'skipped', zh: '跳过' } : { en: `skipped, ${n} days`, zh: `跳过${n}天` })
  }
  if (row.provisional) words.push({ en: 'provisional', zh: '暂定' })
  if (row.due) words.push({ en: 'due', zh: '届满' })
  return { en: words.map((w) => w.en).join(', '), zh: words.map((w) => w.zh).join('，') }
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)

const units: Readonly<Record<Limit['unit'], Text2>> = {
  'working-day': { en: 'working day', zh: '个工作日' },
  day: { en: 'day', zh: '日' },
  month: { en: 'month', zh: '个月' },
  year: { en: 'year', zh: '年' },
}
const weekdays: readonly Text2[] = [
  { en: 'Monday', zh: '一' }, { en: 'Tuesday', zh: '二' }, { en: 'Wednesday', zh: '三' }, { en: 'Thursday', zh: '四' },
  { en: 'Friday', zh: '五' }, { en: 'Saturday', zh: '六' }, { en: 'Sunday', zh: '日' },
]
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
