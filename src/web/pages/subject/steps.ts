/** The steps of an objection on a page: who has to do what, until when, and when it was done. */
import { workingDaysBetween } from '../../../calendar/calendar.ts'
import { limitInWords, periodNotSet } from '../../../calendar/describe.ts'
import type { CaseNow } from '../../../register/objections/acts.ts'
import type { CaseStep } from '../../../register/objections/steps.ts'
import type { RecordMark } from '../../../register/records/marks.ts'
import { day, notice, overdueTag, ruleLink, stackTable, tag } from '../../components.ts'
import { html, type Html, type Part } from '../../html.ts'
import type { View } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'

/** @param provider name of the unit that answers for the record, as it stands on the page */
export const stepsTable = (view: View, { steps, next, of }: CaseNow, provider: Part): Html => stackTable<CaseStep>({
  caption: view.say('objections.steps-of', { n: String(of.id) }), captionHidden: true, class: 'casesteps', rows: steps,
  rowClass: (s) => (s === next ? 'next' : null),
  columns: [
    { head: view.say('objections.step'), kind: 'head', cell: (s) => view.say(either(s, steps) ?? `objections.step-${s.step}`) },
    { head: view.say('objections.by'), cell: (s) => (s.by === 'operator' ? view.say('objections.operator') : provider) },
    { head: view.say('objections.limit'), cell: (s) => (s.step === 'receive' ? '–' : stepLimit(view, s, pausesOf(s, of))) },
    { head: view.say('objections.done'), cell: (s) => stepDone(view, s) },
  ],
})

/** Until it is known with whom the error lies, two clocks run beside each other, and one of them will turn out to be the one. */
function either(s: CaseStep, steps: readonly CaseStep[]): MessageKey | null {
  const open = (name: CaseStep['step']) => steps.some((one) => one.step === name && one.doneOn === null)
  if (!open('review') || !open('transfer')) return null
  return s.step === 'review' ? 'objections.step-review-own' : s.step === 'transfer' ? 'objections.step-transfer-else' : null
}

/** A step of any case: its limit and what was done. */
export type TimedStep = Omit<CaseStep, 'step' | 'by'>

/** @param pauses as the page of clocks reads them */
export function stepLimit(view: View, s: TimedStep, pauses: string): Part {
  const rule = s.rule === null ? null : html` ${ruleLink(view, s.rule)}`
  if (s.due !== null) {
    const clock = html`<a href="${view.href('/clocks', { rule: s.rule, from: s.startsOn, pause: pauses })}">${day(s.due.day.toString())}</a>`
    return html`${clock}${rule}<br><span class="note">${view.in2(limitInWords(s.limit!))}${s.due.provisional ? html`${view.say('objections.provisional')}` : null}</span>`
  }
  switch (s.state) {
    case 'not-set': return html`<span class="gap">${view.in2(periodNotSet)}</span>${rule}`
    case 'no-number': return html`<span class="silent">${view.say('objections.no-number')}</span>${rule}`
    case 'to-come': return html`${s.limit === null || s.limit.amount === null ? view.say('objections.to-come') : view.say('objections.from-then', { limit: view.in2(limitInWords(s.limit)) })}${rule}`
    case 'paused': return html`${view.say('objections.paused')}${rule}`
    default: return html`${s.limit === null ? '–' : view.in2(limitInWords(s.limit))}${rule}`
  }
}

export function stepDone(view: View, s: TimedStep): Part {
  if (s.doneOn !== null) return s.late ? html`${day(s.doneOn)} ${tag('late', view.say('objections.late'))}` : day(s.doneOn)
  if (s.state === 'overdue') return overdue(view, s)
  if (s.state !== 'running') return '–'
  const n = daysOf(view, s, view.ports.today(), s.due!.day)
  return view.say(s.limit?.unit === 'working-day' ? 'objections.left-working' : 'objections.left', { n })
}

/** By how much an office is late, in the days its limit counts. */
export const overdue = (view: View, s: TimedStep): Html => {
  const n = daysOf(view, s, s.due!.day, view.ports.today())
  return s.limit?.unit === 'working-day' ? overdueTag(view, n) : tag('late', view.say('objections.overdue', { n }))
}

function daysOf({ ports }: View, s: TimedStep, from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  const working = s.limit?.unit === 'working-day' ? workingDaysBetween(from, to, ports.calendar()) : null
  return working?.ok ? working.value : from.until(to).days
}

const pausesOf = (s: CaseStep, of: CaseNow['of']): string =>
  of.pauses.filter((p) => s.limit?.pauses?.includes(p.ground)).map((p) => `${p.from}..${p.to ?? ''}:${p.ground}`).join(' ')

/** What stands over a disputed record for every reader: that it is disputed, and how far its handling is. */
export function dispute(view: View, mark: RecordMark, now: CaseNow | undefined, provider: Part): Html {
  const { tell } = view
  const next = now?.next ?? null
  const who = next?.by === 'operator' ? view.say('objections.operator') : provider
  const text = next?.due ? tell('objections.disputed-next', { since: day(mark.since), who, step: view.say(`objections.step-${next.step}`), day: html`<b>${day(next.due.day.toString())}</b>` })
    : tell('objections.disputed', { since: day(mark.since) })
  return html`${notice({ kind: 'ochre', text })}${now === undefined ? null : stepsTable(view, now, provider)}`
}
