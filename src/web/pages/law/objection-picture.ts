/** One objection under five regulations, drawn on one axis of days; each lane says its sentence, a table says the same. */
import { isWorkingDay } from '../../../calendar/calendar.ts'
import { limitInWords } from '../../../calendar/describe.ts'
import { rulesBehind } from '../../../register/law/articles.ts'
import { type ObjectionClock, type ObjectionStep, objectionClocks, objectionGroup } from '../../../register/law/objection-clocks.ts'
import { provisionalTag, scroll, table } from '../../components.ts'
import { html, type Html, raw } from '../../html.ts'
import type { View } from '../../layout.ts'
import { keepTogether, type MessageKey } from '../../messages.ts'
import { readDay, ruleIds } from './parts.ts'

const leastDays = 17
const mostDays = 45

export function objectionPicture(view: View, asked: string | undefined): Html {
  const { say, tell, href, in2, ports } = view
  const typed = (asked ?? '').trim()
  const read = typed === '' ? ports.today() : readDay(typed)
  const from = read ?? ports.today()
  const clocks = objectionClocks(ports.law(), ports.calendar(), from)
  const last = clocks.map((c) => c.due).filter((d) => d !== null).sort().at(-1)
  const until = last === undefined ? 0 : from.until(Temporal.PlainDate.from(last), { largestUnit: 'day' }).days + 2
  const days = Array.from({ length: Math.min(mostDays, Math.max(leastDays, until)) }, (_, n) => from.add({ days: n }))
  const name = (c: ObjectionClock) => say('compare.clock', { pack: in2(ports.law().packs[c.pack].place), way: say(`compare.way-${c.way}`) })
  const said = (c: ObjectionClock) => c.steps.map((s) => stepWords(view, s, c.steps.length > 1)).join(view.language === 'zh' ? '；' : '; ')
  return html`<section class="near"><h2>${say('compare.picture')}</h2><p class="note">${tell('compare.picture-lead', { from: from.toString() })}</p>
${read === null ? html`<div class="notice ochre after"><p>${say('compare.not-a-day', { text: typed })}</p></div>` : null}
<form class="drawform noprint" method="get" action="${href('/law/compare')}"><input type="hidden" name="group" value="${objectionGroup}"><label for="from">${say('compare.received')}</label><input type="text" id="from" name="from" value="${
    typed === '' ? from.toString() : typed}" inputmode="numeric" maxlength="10" autocomplete="off"><button class="btn second">${say('compare.redraw')}</button></form>
<div class="lanes objection after">${axis(view, days)}${clocks.map((c) => html`<div class="lane"><div>${c.pack === ports.law().pack.id ? html`<b>${name(c)}</b>` : name(c)}${c.provisional ? html` ${provisionalTag(view)}` : null}<small>${keepTogether(said(c))}</small></div><div class="pic">${
    picture(view, c, days, `${name(c)}${say('part.colon')}${said(c)}`)}</div></div>`)}</div>
<ul class="legend"><li><span class="sw"></span>${say('compare.work')}</li><li><span class="sw future"></span>${say('compare.work-provider')}</li><li><span class="sw k-gap"></span>${
    say('compare.gap')}</li><li><span class="endm"></span>${say('compare.end')}</li></ul>
<details><summary><span>${say('compare.as-table')}</span></summary>${scroll(say('compare.picture'), table<ObjectionClock>({
    caption: say('compare.picture'), captionHidden: true, rows: clocks,
    columns: [
      { head: say('compare.who'), kind: 'head', cell: name },
      { head: say('compare.steps'), cell: (c) => html`<ul class="plain tight">${c.steps.map((s) => html`<li>${keepTogether(stepWords(view, s))} ${ruleIds(view, rulesBehind(s.value))}</li>`)}</ul>` },
      { head: say('compare.due'), cell: (c) => (c.due === null ? html`<span class="gap">${say('compare.not-computed')}</span>` : html`<b>${keepTogether(c.due)}</b>`) },
    ],
  }))}</details></section>`
}

/** @param named the step by its name, where there is more than one */
function stepWords({ say, in2 }: View, { parameter, value, due }: ObjectionStep, named = true): string {
  const step = named ? `${in2(parameter.title)}${say('part.colon')}` : ''
  const gapOf = (gap: 'silent' | 'no-number' | 'number-missing') => say(`compare.${gap}`)
  if (value.kind === 'gap') return say('compare.step-gap', { step, gap: value.text === null ? gapOf(value.gap) : say('compare.gap-with', { gap: gapOf(value.gap), text: in2(value.text) }) })
  const limit = value.kind === 'limit' ? in2(limitInWords(value.limit)) : ''
  return due === null ? say('compare.step-open', { step, limit }) : say('compare.step-due', { step, limit, day: due.day.toString() })
}

const percent = (n: number): Html => raw(`${Math.round(n * 100) / 100}%`)

function axis({ say }: View, days: readonly Temporal.PlainDate[]): Html {
  const step = 100 / days.length
  const every = Math.max(1, Math.ceil(days.length / 17))
  return html`<div class="lane axis"><div></div><div class="pic"><svg aria-hidden="true" focusable="false">${days.map((d, n) => html`${
    n % every === 0 ? html`<text x="${percent((n + 0.5) * step)}" y="44" text-anchor="middle"${(n / every) % 3 === 0 ? null : html` class="thin"`}>${d.day}</text>` : null}${
    n === 0 || (d.day === 1 && n > 2) ? html`<text x="${percent(n * step + 0.3)}" y="20">${say(`month.${d.month}` as MessageKey)}</text>` : null}`)}</svg></div></div>`
}

/** From the day after receipt on: each step to its last day, a bar where it is due; what has no day runs past the frame. */
function picture({ ports }: View, c: ObjectionClock, days: readonly Temporal.PlainDate[], sentence: string): Html {
  const step = 100 / days.length
  const calendar = ports.calendar()
  const at = (iso: string): number => Math.min(days.length, Math.max(0, days[0]!.until(Temporal.PlainDate.from(iso), { largestUnit: 'day' }).days))
  const rest = days.flatMap((d, n) => {
    const status = isWorkingDay(d, calendar)
    return status.ok && !status.value.working ? [html`<rect class="restday" x="${percent(n * step)}" width="${percent(step)}" y="0" height="100%"/>`] : []
  })
  const bars = c.due === null ? html`<rect class="open" x="${percent(step)}" width="${percent(100 - step)}" y="50%" height="16" transform="translate(0,-8)"/>`
    : c.steps.filter((s) => s.due !== null).map((s) => {
      const [first, beyond] = [at(s.startsOn!) + 1, at(s.due!.day.toString()) + 1]
      const x = percent(first * step), width = percent(Math.max(0, beyond - first) * step)
      return html`<rect class="${s.parameter.key === 'F9' ? 'theirs' : 'ours'}" x="${x}" width="${width}" y="50%" height="16" transform="translate(0,-8)"/><rect class="endbar" x="${
        percent(beyond * step)}" width="3" y="50%" height="26" transform="translate(-3,-13)"/>`
    })
  return html`<svg role="img" aria-label="${sentence}" focusable="false">${rest}${bars}</svg>`
}
