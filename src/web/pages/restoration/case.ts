/** One application for restoration on a page, for whichever party reads it: what was said, the steps, the decision. */
import type { CaseNow } from '../../../register/restoration/acts.ts'
import { effectsOf, waysOf } from '../../../register/restoration/procedure.ts'
import type { RestorationStep } from '../../../register/restoration/steps.ts'
import { chinese, day, facts, stackTable } from '../../components.ts'
import { unreadableActs } from '../../components/unreadable.ts'
import { html, type Html, join, type Part } from '../../html.ts'
import type { View } from '../../layout.ts'
import { stepDone, stepLimit } from '../subject/steps.ts'

const typed = (text: string): Html => html`<span class="typed">${chinese(text)}</span>`
const kinds: Readonly<Record<string, string>> = { 'application/pdf': 'PDF', 'image/png': 'PNG', 'image/jpeg': 'JPEG' }

/** In the pack's words. */
export const wayText = ({ ports, in2 }: View, code: string): string => {
  const way = waysOf(ports.law()).find((w) => w.code === code)
  return way === undefined ? code : in2(way.text)
}
const ways = (view: View, codes: readonly string[]): Part =>
  (codes.length === 0 ? '–' : join(codes.map((w) => wayText(view, w)), view.language === 'zh' ? '、' : ', '))

export function aboutText(view: View, { of }: CaseNow): Part {
  return of.document === null ? view.say('objections.record', { n: String(of.record) }) : chinese(of.document)
}

/** @param at where evidence is asked for, without the language. @param unit name of the unit that decides */
export function caseBody(view: View, now: CaseNow, at: string, unit: Part): Html {
  const { say, href, in2, ports } = view
  const { of } = now
  const yes = (value: boolean) => say(value ? 'restoration.yes' : 'restoration.no')
  const effect = of.decision?.effect == null ? null : effectsOf(ports.law()).find((e) => e.code === of.decision!.effect)
  return html`${unreadableActs(view, of.unreadable)}<section><h2>${say('restoration.what')}</h2>${facts([
    [say('restoration.application'), html`<span class="mono" translate="no">${of.application}</span>`],
    [say('restoration.about'), of.carriedOutOn === null ? html`<a href="${href(`/organisations/${of.subject}/records/${of.record}`)}">${aboutText(view, now)}</a>` : aboutText(view, now)],
    [say('restoration.decider'), unit],
    [say('restoration.lodged'), day(of.lodgedOn)],
    of.basis === null ? null : [say('restoration.basis'), of.basis.by === 'state' ? in2(of.basis.title) : html`${chinese(of.basis.title)} ${chinese(of.basis.document)}`],
    waysOf(ports.law()).length === 0 ? null : [say('restoration.way'), ways(view, of.ways)],
    [say('restoration.corrected'), day(of.correctedOn)],
    of.orderedUntil === null ? null : [say('restoration.ordered'), day(of.orderedUntil)],
    [say('restoration.explanation'), typed(of.explanation)],
    ...of.completions.map((c) => [`${say('restoration.complete')} ${c.on}`, typed(c.explanation)] as const),
    of.evidence.length === 0 ? null : [say('restoration.evidence'), html`<ul class="plain">${of.evidence.map((file, i) =>
      html`<li><a href="${href(`${at}/evidence/${file.sha256}`)}" download>${say('objections.file', { n: i + 1, kind: kinds[file.mediaType] ?? '', size: Math.max(1, Math.round(file.bytes / 1000)) })}</a></li>`)}</ul>
<p class="note">${say('person.files')}</p>`],
    of.missing === null ? null : [say('restoration.missing'), typed(of.missing)],
  ])}</section>
<section><h2>${say('restoration.steps')}</h2>${steps(view, now, unit)}</section>
${of.decision === null ? null : html`<section id="decision"><h2>${say('restoration.decision')}</h2>${facts([
    [say('restoration.verdict'), html`<b>${say(`restoration.verdict-${of.decision.verdict}`)}</b>`],
    [say('restoration.decided-by'), unit],
    [say('restoration.decided-on'), day(of.decision.on)],
    effect == null ? null : [say('restoration.effect'), in2(effect.text)],
    of.decision.fulfilled.length === 0 ? null : [say('restoration.fulfilled'), ways(view, of.decision.fulfilled)],
    of.decision.inTime === null ? null : [say('restoration.in-time'), yes(of.decision.inTime)],
    of.decision.provision === null ? null : [say('restoration.provision'), chinese(of.decision.provision)],
    [say('restoration.reasons'), typed(of.decision.reasons)],
    of.carriedOutOn === null ? null : [say('restoration.carried-out'), day(of.carriedOutOn)],
  ])}</section>`}`
}

const steps = (view: View, { of, steps: list, next }: CaseNow, unit: Part): Html => stackTable<RestorationStep>({
  caption: view.say('restoration.steps-of', { n: String(of.id) }), captionHidden: true, class: 'casesteps', rows: list,
  rowClass: (s) => (s === next ? 'next' : null),
  columns: [
    { head: view.say('objections.step'), kind: 'head', cell: (s) => view.say(`restoration.step-${s.step}`) },
    { head: view.say('objections.by'), cell: (s) => (s.by === 'operator' ? view.say('objections.operator') : unit) },
    { head: view.say('objections.limit'), cell: (s) => (s.step === 'receive' ? '–' : stepLimit(view, s, '')) },
    { head: view.say('objections.done'), cell: (s) => stepDone(view, s) },
  ],
})

/** Due first, in words; for lists of cases. */
export function nextWords(view: View, { next, of }: CaseNow): Part {
  const { say } = view
  if (of.decision !== null) return html`${say(`restoration.verdict-${of.decision.verdict}`)} ${day(of.decision.on)}`
  const waits = of.missing === null ? null : html`${say('restoration.next-complete')}<br>`
  if (next === null) return waits ?? '–'
  const step = say(`restoration.step-${next.step}`)
  return html`${waits}${step}${say('part.colon')}${next.due === null ? say(next.state === 'no-number' ? 'objections.no-number' : 'objections.not-set') : html`<b>${day(next.due.day.toString())}</b>`}`
}
