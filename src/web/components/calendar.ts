/**
 * The calendar picture: the days of a clock as a real table, Monday first, an ink line where the month changes. Every
 * day that means something has its word; colour and pattern only repeat it.
 */
import { html, type Html, join, type Part } from '../html.ts'
import type { View } from '../layout.ts'
import type { MessageKey } from '../messages.ts'
import { tag } from './state-tag.ts'

/**
 * - `start` the event, not counted · `counted` the n-th day · `due` the last one
 * - `rest` weekend · `holiday` by notice, named · `pause` named · `none` outside the clock
 */
export type DayPart = 'start' | 'counted' | 'due' | 'rest' | 'holiday' | 'pause' | 'none'
export type CalendarDay = {
  readonly day: string
  readonly part: DayPart
  /** words of the cell, one a line: `第2日`, `调休上班` */
  readonly words: readonly string[]
  /** the same in a few characters, for a phone: `第2班` */
  readonly short?: string
  /** the year has no notice yet */
  readonly provisional?: boolean
}

const looks: Readonly<Record<DayPart, string>> = { start: 'start', counted: 'in', due: 'in due', rest: 'rest', holiday: 'hol', pause: 'pause', none: 'blank' }

/** @param days in order, one after another; weeks are filled up on both sides. @throws {RangeError} for a day left out */
export function calendar({ say }: Pick<View, 'say'>, { days, caption }: { readonly days: readonly CalendarDay[]; readonly caption: Part }): Html {
  const known = new Map(days.map((d) => [d.day, d]))
  const [first, last] = [days[0], days.at(-1)].map((d) => Temporal.PlainDate.from(d!.day)) as [Temporal.PlainDate, Temporal.PlainDate]
  if (first.until(last, { largestUnit: 'day' }).days !== days.length - 1) throw new RangeError('a calendar has every day')
  const monday = first.subtract({ days: first.dayOfWeek - 1 })
  const weeks = Math.ceil((monday.until(last, { largestUnit: 'day' }).days + 1) / 7)
  const cell = (n: number): Html => {
    const date = monday.add({ days: n })
    const d = known.get(date.toString()) ?? { day: date.toString(), part: 'none' as const, words: [] }
    // The line of a new month runs above its first seven days and left of its first, within the picture.
    const above = n >= 7 && monday.add({ days: n - 7 }).month !== date.month
    const left = n % 7 !== 0 && date.day === 1
    const look = [d.provisional && d.part !== 'rest' ? (d.part === 'holiday' ? 'hol prov' : d.part === 'due' ? 'prov due' : 'prov') : looks[d.part], above ? 'mt' : null, left ? 'ml' : null]
    const month = n === 0 || date.day === 1 ? html`<span class="mo">${say(`month.${date.month}` as MessageKey)}</span>` : null
    return html`<td class="${look.filter(Boolean).join(' ')}"><time datetime="${d.day}"><b>${month}${date.day}</b></time>${d.words.length === 0 ? null : html`<em><span class="l">${
      join(d.words, html`<br>`)}</span><span class="s">${d.short ?? d.words[0]}</span></em>`}</td>`
  }
  return html`<div class="calbox"><table class="cal"><caption class="vh">${caption}</caption><thead><tr>${[1, 2, 3, 4, 5, 6, 7].map((n) => html`<th scope="col"><span class="l">${
    say(`weekday.${n}` as MessageKey)}</span><span class="s">${say(`weekdayshort.${n}` as MessageKey)}</span></th>`)}</tr></thead><tbody>${
    Array.from({ length: weeks }, (_, week) => html`<tr>${[0, 1, 2, 3, 4, 5, 6].map((n) => cell(week * 7 + n))}</tr>`)}</tbody></table></div>
${calendarLegend(say, days)}`
}

function calendarLegend(say: View['say'], days: readonly CalendarDay[]): Html {
  const has = (part: DayPart) => days.some((d) => d.part === part)
  const rows: (readonly [Html, string] | null)[] = [
    has('counted') || has('due') ? [html`<span class="sw"></span>`, say('calendar.counted')] : null,
    days.some((d) => d.provisional) ? [html`<span class="sw k-prov"></span>`, say('calendar.provisional')] : null,
    has('holiday') ? [html`<span class="sw k-hol"></span>`, say('calendar.holiday')] : null,
    has('pause') ? [html`<span class="sw k-pause"></span>`, say('calendar.pause')] : null,
    has('rest') ? [html`<span class="sw k-rest"></span>`, say('calendar.rest')] : null,
    has('start') ? [html`<span class="sw k-start"></span>`, say('calendar.start')] : null,
  ]
  return html`<ul class="legend">${rows.map((row) => row && html`<li>${row[0]}${row[1]}</li>`)}</ul>`
}

/** Beside an answer that a later notice may still move. */
export const provisionalTag = ({ say }: Pick<View, 'say'>): Html => tag('wait', say('state.provisional'))
