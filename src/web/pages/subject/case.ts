/** One objection on a page, for whichever party reads it: what was said, the steps, the answer, what is left to do. */
import { unitByCode } from '../../../identity/store.ts'
import type { CaseNow } from '../../../register/objections/acts.ts'
import { pendingReview, type Verdict } from '../../../register/objections/objection.ts'
import { reviewsOf } from '../../../register/objections/procedure.ts'
import { chinese, day, facts, ruleLink, stackTable } from '../../components.ts'
import { unreadableActs } from '../../components/unreadable.ts'
import { html, type Html, type Part } from '../../html.ts'
import type { View } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import { keepTogether } from '../../messages.ts'
import { stepsTable } from './steps.ts'

export const verdicts: readonly Verdict[] = ['correct', 'withdraw', 'keep', 'unverifiable']

/** Name of the unit that answers for the record. */
export async function unitName({ ports, language }: View, code: string): Promise<Part> {
  const unit = await unitByCode(ports.database, code)
  if (unit === null) return code
  return language === 'zh' ? unit.name_zh : unit.name_en
}

/** In the case's own words; what was typed keeps its lines and its language. */
const typed = (text: string): Html => html`<span class="typed">${chinese(text)}</span>`

export const groundText = ({ ports, in2 }: View, code: string): string => {
  const entry = ports.law().pack.lists.find((l) => l.id === 'objection-grounds')?.entries.find((e) => e.code === code)
  return entry === undefined ? code : in2(entry.text)
}
export const wayText = ({ ports, in2 }: View, code: string): string => {
  const way = reviewsOf(ports.law().pack).find((w) => w.code === code)
  return way === undefined ? code : in2(way.text)
}
const pauseGround = ({ say }: View, ground: string): string => say(`ground.${ground}` as MessageKey)

/** @param at where evidence is asked for, without the language */
export async function caseBody(view: View, now: CaseNow, at: string): Promise<Html> {
  const { say, href } = view
  const { of } = now
  const provider = await unitName(view, of.provider)
  const title = of.document === null ? say('objections.record', { n: String(of.record) }) : of.document
  return html`${unreadableActs(view, of.unreadable)}<section><h2>${say('objections.what')}</h2>${facts([
    [say('objections.receipt'), html`<span class="mono" translate="no">${of.id}</span>`],
    [say('objections.about'), of.closedOn === null ? html`<a href="${href(`/organisations/${of.subject}/records/${of.record}`)}">${chinese(title)}</a>` : chinese(title)],
    [say('objections.version'), of.version],
    [say('objections.provider'), provider],
    [say('objections.lodged'), day(of.lodgedOn)],
    [say('objections.ground'), groundText(view, of.ground)],
    [say('objections.explanation'), typed(of.explanation)],
    of.evidence.length === 0 ? null : [say('objections.evidence'), html`<ul class="plain">${of.evidence.map((file, i) =>
      html`<li><a href="${href(`${at}/evidence/${file.sha256}`)}" download>${say('objections.file', { n: i + 1, kind: kinds[file.mediaType] ?? '', size: Math.max(1, Math.round(file.bytes / 1000)) })}</a></li>`)}</ul>
<p class="note">${say('person.files')}</p>`],
  ])}</section>
<section><h2>${say('objections.steps')}</h2>${stepsTable(view, now, provider)}${of.pauses.length === 0 ? null : html`<h3>${say('objections.pauses')}</h3>${stackTable({
    caption: say('objections.pauses'), captionHidden: true, rows: of.pauses,
    columns: [
      { head: say('objections.pause-ground'), kind: 'head', cell: (p) => pauseGround(view, p.ground) },
      { head: say('objections.from'), cell: (p) => day(p.from) },
      { head: say('objections.to'), cell: (p) => (p.to === null ? say('objections.running') : day(p.to)) },
      { head: say('objections.document'), cell: (p) => typed(p.document) },
    ],
  })}`}</section>
${of.decision === null ? null : html`<section id="answer"><h2>${say('objections.answer')}</h2>${facts([
    [say('objections.verdict'), html`<b>${say(`verdict.${of.decision.verdict}`)}</b>`],
    [say('objections.decided-by'), of.decision.by === 'operator' ? say('objections.operator') : provider],
    [say('objections.decided-on'), day(of.decision.on)],
    [say('objections.reasons'), typed(of.decision.reasons)],
    [say('objections.closed'), of.closedOn === null ? say('objections.not-closed') : day(of.closedOn)],
  ])}</section>`}
${of.reviews.length === 0 ? null : html`<section><h2>${say('objections.reviews')}</h2>${stackTable({
    caption: say('objections.reviews'), captionHidden: true, rows: of.reviews,
    columns: [
      { head: say('objections.way'), kind: 'head', cell: (r) => wayText(view, r.way) },
      { head: say('objections.asked'), cell: (r) => day(r.askedOn) },
      { head: say('objections.document'), cell: (r) => typed(r.document) },
      { head: say('objections.meanwhile'), cell: (r) => say(r.endedOn !== null ? 'objections.review-over' : r.suspends ? 'objections.suspended' : 'objections.goes-on') },
    ],
  })}</section>`}`
}

const kinds: Readonly<Record<string, string>> = { 'application/pdf': 'PDF', 'image/png': 'PNG', 'image/jpeg': 'JPEG' }

/** What the pack leaves open to whoever is dissatisfied, with its articles. */
export function waysList(view: View): Html {
  const ways = reviewsOf(view.ports.law().pack)
  return ways.length === 0 ? html`<p class="measure">${view.say('objections.no-ways')}</p>`
    : html`<ul class="dash">${ways.map((way) => html`<li>${keepTogether(view.in2(way.text))} <span class="note">${ruleLink(view, way.rule)}</span></li>`)}</ul>`
}

/** Due first, in words; for lists of cases. */
export function nextWords(view: View, { next, of }: CaseNow): Part {
  const { say, tell } = view
  const review = pendingReview(of)
  if (review !== null) return html`${wayText(view, review.way)}${say('part.colon')}${tell('objections.asked-on', { day: day(review.askedOn) })}`
  if (of.closedOn !== null) return tell('objections.closed-on', { day: day(of.closedOn) })
  if (next === null) return '–'
  const step = say(`objections.step-${next.step}`)
  if (next.due === null) return html`${step}${say('part.colon')}${say(next.state === 'paused' ? 'objections.paused' : next.state === 'no-number' ? 'objections.no-number' : 'objections.not-set')}`
  return html`${step}${say('part.colon')}<b>${day(next.due.day.toString())}</b>`
}
