/** A due day as a calendar: whole weeks around the clock, each day with its word. */
import { statusOf } from '../../calendar/calendar.ts'
import { eachDay, type CertifiedDays } from '../../calendar/certificate.ts'
import { dayNumber } from '../../calendar/day-number.ts'
import type { DueDay } from '../../calendar/due-day.ts'
import { calendar, type CalendarDay } from '../components.ts'
import { html, type Html } from '../html.ts'
import type { Text2 } from '../../law/types.ts'
import type { View } from '../layout.ts'

/** Half a year of weeks: beyond that a picture says less than the table. */
const mostDays = 26 * 7

export function clockPicture(view: View, due: DueDay): Html {
  const { say } = view
  const { certificate } = due
  const from = Temporal.PlainDate.from(certificate.from)
  if (certificate.days === null) {
    const first = due.day.subtract({ days: due.day.dayOfWeek - 1 + 7 })
    return html`<div class="bydate"><p class="note after">${say('clocks.by-date')}</p>${draw(view, first, first.add({ days: 20 }), 'clocks.picture-end', (day) =>
      (day.equals(due.day) ? { day: day.toString(), part: 'due', words: [say('clocks.due')], short: say('clocks.due') } : null))}</div>`
  }
  const days = [...eachDay(certificate.days)]
  if (days.length > mostDays) return html`<p class="note after">${say('clocks.too-long', { n: days.length })}</p>`
  const known = new Map(days.map((row) => [row.from, dayOf(view, row)]))
  return draw(view, from.subtract({ days: from.dayOfWeek - 1 }), due.day.add({ days: 7 - due.day.dayOfWeek }), 'clocks.picture', (day) => known.get(day.toString()) ?? null)
}

/** Days outside the clock keep their weekends and holidays, so that the picture reads as a calendar. */
function draw(
  view: View, first: Temporal.PlainDate, last: Temporal.PlainDate, caption: 'clocks.picture' | 'clocks.picture-end',
  inside: (day: Temporal.PlainDate) => CalendarDay | null,
): Html {
  const { say } = view
  const length = first.until(last, { largestUnit: 'day' }).days + 1
  const days = Array.from({ length }, (_, n) => { const day = first.add({ days: n }); return inside(day) ?? outside(view, day) })
  return html`<div class="calrow">${calendar(view, { days, caption: say(caption, { from: first.toString(), to: last.toString() }) })}</div>`
}

function outside(view: View, day: Temporal.PlainDate): CalendarDay {
  const { say, in2, ports } = view
  const { index } = ports.calendar()
  const number = dayNumber(day)
  if (number < index.first || number > index.last) return { day: day.toString(), part: 'none', words: [] }
  const { working, why, name } = statusOf(number, ports.calendar())
  if (working) return { day: day.toString(), part: 'none', words: [] }
  return why === 'weekend' ? { day: day.toString(), part: 'rest', words: [say('clocks.weekend')], short: say('clocks.weekend-short') }
    : { day: day.toString(), part: 'holiday', words: [in2(name!)], short: shortName(view, name!) }
}

/** 国庆 for 国庆节, so that a phone has room; two feasts at once and English names are too long for it. */
const shortName = ({ say, language }: View, { zh }: Text2): string => (language === 'zh' && zh.length <= 3 ? zh.slice(0, 2) : say('clocks.holiday-short'))

function dayOf(view: View, row: CertifiedDays): CalendarDay {
  const { say, in2 } = view
  const n = row.ordinal ?? 0
  const provisional = row.provisional ? [say('clocks.provisional')] : []
  const due = row.due ? [say('clocks.due')] : []
  const base = { day: row.from, provisional: row.provisional }
  if (row.mark === 'trigger') return { ...base, part: 'start', words: [say('clocks.event'), say('clocks.not-counted')], short: say('clocks.event-short') }
  if (row.mark === 'moved-to') return { ...base, part: 'due', words: [say('clocks.moved'), ...due, ...provisional], short: say('clocks.due') }
  if (row.mark === 'counted') {
    const makeup = row.why === 'make-up' ? [say('clocks.makeup')] : []
    const short = row.due ? say('clocks.due') : row.provisional ? say('clocks.provisional-short', { n }) : say(makeup.length > 0 ? 'clocks.makeup-short' : 'clocks.day-n-short', { n })
    return { ...base, part: row.due ? 'due' : 'counted', words: [say('clocks.day-n', { n }), ...makeup, ...due, ...provisional], short }
  }
  if (row.why === 'pause') return { ...base, part: 'pause', words: [say('clocks.paused', { ground: say(`ground.${row.ground!}`) })], short: say('clocks.paused-short') }
  if (row.why === 'weekend') return { ...base, part: 'rest', words: [say('clocks.weekend')], short: say('clocks.weekend-short') }
  return { ...base, part: 'holiday', words: [in2(row.name!), ...provisional], short: shortName(view, row.name!) }
}
