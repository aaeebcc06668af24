/**
 * The timeline picture: when each thing was shown, is shown, stops. One drawing a lane on a shared axis, placed in
 * percent so that it stretches and its words do not; each says its sentence aloud, and a table below says the same.
 */
import { numberOf } from '../../calendar/day-number.ts'
import { html, type Html, type Part, raw } from '../html.ts'
import type { View } from '../layout.ts'
import { keepTogether } from '../messages.ts'
import { scroll, table } from './table.ts'

export type Lane = {
  readonly title: string
  /** the same with its languages marked, where the title is not all in the page's */
  readonly label?: Part
  /** of the record further down the page */
  readonly href?: string
  /** first day shown */
  readonly from: string
  /** the first day it is no longer shown; null where that day is not known */
  readonly until: string | null
  /** how an objection stood over it, both days included; `to` null while it is handled */
  readonly disputed?: { readonly from: string; readonly to: string | null }
  /** the first day restoration may be asked for */
  readonly restorableOn?: string | null
  /** ended: only the organisation's own view shows it */
  readonly ended?: boolean
}

export type Axis = { readonly start: Temporal.PlainDate; readonly end: Temporal.PlainDate; readonly today: Temporal.PlainDate }

const mostYears = 8

/**
 * Whole years around all lanes and today. Never more than eight of them, the present one always among them:
 * what is earlier or later runs past the frame.
 */
export function axisOf(lanes: readonly Pick<Lane, 'from' | 'until'>[], today: Temporal.PlainDate): Axis {
  const years = lanes.flatMap((lane) => [lane.from, lane.until ?? today.add({ years: 1 }).toString()]).map((iso) => Number(iso.slice(0, 4)))
  const last = Math.min(Math.max(today.year, ...years), today.year + mostYears / 2)
  const first = Math.max(Math.min(today.year, ...years), last - mostYears + 1)
  return { start: Temporal.PlainDate.from({ year: first, month: 1, day: 1 }), end: Temporal.PlainDate.from({ year: last + 1, month: 1, day: 1 }), today }
}

/** Where a day stands on the axis, in percent: below 0 and above 100 outside of it. */
export const place = (axis: Pick<Axis, 'start' | 'end'>, iso: string): number => scale(axis)(iso)

/** The same for many days. As numbers: a page draws many, and Temporal takes its time. */
function scale({ start, end }: Pick<Axis, 'start' | 'end'>): (iso: string) => number {
  const first = numberOf(start.year, start.month, start.day)
  const whole = numberOf(end.year, end.month, end.day) - first
  return (iso) => ((numberOf(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)), Number(iso.slice(8, 10))) - first) / whole) * 100
}

/** @param name of the table of the same */
export function lanes(voice: Pick<View, 'say'>, { lanes: list, today, name: of }: { readonly lanes: readonly Lane[]; readonly today: Temporal.PlainDate; readonly name: string }): Html {
  const { say } = voice
  const axis = axisOf(list, today)
  const [behind, at] = [grid(axis), scale(axis)]
  const now = clamp(at(today.toString()))
  const said = new Map(list.map((lane) => [lane, when(say, lane)]))
  return html`<div class="lanes">${axisRow(say, axis)}${list.map((lane) => html`<div class="lane"><div>${
    lane.href === undefined ? name(lane) : html`<a class="quiet" href="${lane.href}">${name(lane)}</a>`}<small>${
    keepTogether(said.get(lane)!)}</small></div><div class="pic">${picture(lane, { at, now, behind, words: `${lane.title}${say('lanes.gap')}${said.get(lane)!}` })}</div></div>`)}</div>
${legend(say, list)}
<details><summary><span>${say('lanes.as-table')}</span></summary>${scroll(of, table<Lane>({
    caption: of, captionHidden: true, rows: list,
    columns: [
      { head: say('lanes.what'), kind: 'head', cell: name },
      { head: say('lanes.when'), cell: (lane) => keepTogether(said.get(lane)!) },
      { head: say('lanes.restorable'), cell: (lane) => keepTogether(lane.restorableOn ?? '–') },
    ],
  }))}</details>`
}

const name = (lane: Lane): Part => lane.label ?? keepTogether(lane.title)

function when(say: View['say'], { from, until, disputed, ended }: Lane): string {
  const span = until === null ? say('lanes.open', { from }) : say(ended ? 'lanes.ended' : 'lanes.span', { from, until })
  if (disputed === undefined) return span
  return `${span}${disputed.to === null ? say('lanes.disputed') : say('lanes.was-disputed', { from: disputed.from, to: disputed.to })}`
}

function axisRow(say: View['say'], axis: Axis): Html {
  const now = place(axis, axis.today.toString())
  const years = Array.from({ length: axis.end.year - axis.start.year }, (_, i) => axis.start.year + i)
  return html`<div class="lane axis"><div></div><div class="pic"><svg aria-hidden="true" focusable="false">${years.map((year, i) => {
    const x = percent(place(axis, `${year}-01-01`))
    return html`<text x="${x}" dx="${i === 0 ? 0 : 5}" y="44"${years.length > 5 && i % 2 === 1 ? html` class="thin"` : null}>${year}</text>${
      i === 0 ? null : html`<line class="grid" x1="${x}" x2="${x}" y1="28" y2="52"/>`}`
  })}<line class="now" x1="${percent(now)}" x2="${percent(now)}" y1="22" y2="52"/><text class="today" x="${percent(now)}" y="17" text-anchor="${
    now < 6 ? 'start' : now > 94 ? 'end' : 'middle'}">${say('lanes.today')}</text></svg></div></div>`
}

/** The years and today, the same behind every lane. */
function grid(axis: Axis): Html {
  const years = Array.from({ length: axis.end.year - axis.start.year - 1 }, (_, i) => percent(place(axis, `${axis.start.year + 1 + i}-01-01`)))
  const now = percent(clamp(place(axis, axis.today.toString())))
  return html`${years.map((x) => html`<line class="grid" x1="${x}" x2="${x}" y1="0" y2="100%"/>`)}<line class="now" x1="${now}" x2="${now}" y1="0" y2="100%"/>`
}

/** Solid up to today, soft for what is still to come, a bar where it stops; without that day it runs past the frame. */
function picture(lane: Lane, { at, now, behind, words }: { at: (iso: string) => number; now: number; behind: Html; words: string }): Html {
  const end = lane.until === null ? null : at(lane.until)
  const [from, until] = [clamp(at(lane.from)), clamp(end ?? 100)]
  const restorable = lane.restorableOn === undefined || lane.restorableOn === null ? null : at(lane.restorableOn)
  return html`<svg role="img" aria-label="${words}" focusable="false">${behind}${
    lane.ended ? band('over', from, until) : html`${band('so-far', from, Math.min(now, until))}${band('to-come', Math.max(now, from), until)}${edges(Math.max(now, from), until)}`}${
    end !== null && end <= 100 ? html`<rect class="stop${lane.ended ? ' over' : null}" x="${percent(until)}" y="50%" width="3" height="26" transform="translate(-1.5,-13)"/>` : null}${
    lane.disputed === undefined ? null : dispute(clamp(at(lane.disputed.from)), lane.disputed.to === null ? now : clamp(at(lane.disputed.to)))}${
    restorable === null || restorable > 100 ? null
      : html`<svg x="${percent(clamp(restorable))}" y="50%" overflow="visible"><path class="may" d="M0 9 6 19H-6z"/></svg>`}</svg>`
}

const band = (kind: string, from: number, until: number): Html | null =>
  (until <= from ? null : html`<rect class="${kind}" x="${percent(from)}" width="${percent(until - from)}" y="50%" height="14" transform="translate(0,-7)"/>`)

function edges(from: number, until: number): Html | null {
  if (until <= from) return null
  const line = html`<line class="edge" x1="${percent(from)}" x2="${percent(until)}" y1="50%" y2="50%" transform="translate(0,`
  return html`${line}-7)"/>${line}7)"/>`
}

/** Hatched by strokes of its own: a pattern would need an id, and a page may hold many pictures. */
function dispute(from: number, to: number): Html {
  const width = Math.max(to - from, 0.9)
  return html`<rect class="case-ground" x="${percent(from)}" width="${percent(width)}" y="50%" height="26" transform="translate(0,-13)"/>
<svg x="${percent(from)}" y="50%" width="${percent(width)}" height="26" transform="translate(0,-13)"><path class="hatch" d="${hatching}"/></svg>
<rect class="case" fill="none" x="${percent(from)}" width="${percent(width)}" y="50%" height="26" transform="translate(0,-13)"/>`
}
const hatching = Array.from({ length: 160 }, (_, i) => `M${i * 7 - 26} 26l26-26h3l-26 26z`).join('')

const clamp = (x: number): number => Math.min(100, Math.max(0, x))
const percent = (n: number): Html => raw(`${Math.round(n * 100) / 100}%`)

function legend(say: View['say'], list: readonly Lane[]): Html {
  const rows: (readonly [Html, Part] | null)[] = [
    list.some((l) => !l.ended) ? [html`<span class="sw"></span>`, say('lanes.so-far')] : null,
    list.some((l) => !l.ended) ? [html`<span class="sw future"></span>`, say('lanes.to-come')] : null,
    list.some((l) => l.disputed) ? [html`<span class="sw dispute"></span>`, say('lanes.case')] : null,
    list.some((l) => l.ended) ? [html`<span class="sw ended"></span>`, say('state.ended')] : null,
    list.some((l) => l.restorableOn) ? [html`<span class="tri"></span>`, say('lanes.may')] : null,
  ]
  return html`<ul class="legend">${rows.map((row) => row && html`<li>${row[0]}${row[1]}</li>`)}</ul>`
}
