/** How credit is restored here, for everybody: ways, conditions, periods, procedure, effects, as the pack and the state's texts have them. */
import { limitInWords, periodNotSet } from '../../../calendar/describe.ts'
import { isInForce } from '../../../law/in-force.ts'
import { findRule } from '../../../law/rule.ts'
import type { ClosedListEntry, DisplayClass, DisplayText, RuleId } from '../../../law/types.ts'
import {
  doorsOf, effectsOf, exclusionsOf, type Method, ownClockRule, papersOf, sectorsOf, shieldRule, stateClock, waysOf,
} from '../../../register/restoration/procedure.ts'
import * as store from '../../../register/restoration/store.ts'
import { chinese, crumb, day, notice, ruleLink, stackTable } from '../../components.ts'
import { html, type Html, join, type Part } from '../../html.ts'
import type { Page, View } from '../../layout.ts'
import { keepTogether, type MessageKey } from '../../messages.ts'
import { unitName } from '../subject/case.ts'

/** @source gd-47-1, gd-47-3, js-66-3, ln-39-1, ln-39-2a, ln-39-2b, ln-39-3, xm-34-2 */
export async function restorationMethods(view: View): Promise<Page> {
  const { say, tell, href, in2, ports, language } = view
  const law = ports.law()
  const today = ports.today().toString()
  const [methods, unready] = await Promise.all([store.methods(ports.database), store.withoutOfficer(ports.database, today)])
  const texts = law.national.displayTexts.filter((t) => isInForce(t.inForce, today))
  const ways = waysOf(law)
  const clocks = [stateClock(law, 'answer', today), stateClock(law, 'authority-step', today), ownClockRule(law)].filter((r) => r !== null)
  const shield = shieldRule(law, today)
  const state = join(texts.filter((t) => t.sector === null).map((t) => in2(t.title)), language === 'zh' ? '、' : ', ')
  return {
    title: say('restoration.title'), entry: 'search',
    main: html`${crumb(view, [[say('menu.search'), href('/')], say('restoration.title')])}
<div class="head"><h1>${say('restoration.title')}</h1><p class="lead">${tell('restoration.lead', { law: in2(law.pack.title) })}</p></div>
<p><a class="btn" href="${href('/subject/restorations')}">${say('restoration.go')}</a></p>
<section><h2>${say('restoration.doors')}</h2><p class="measure">${say('restoration.doors-text')}</p>${entriesList(view, doorsOf(law))}</section>
<section id="periods"><h2>${say('restoration.periods')}</h2><p class="measure after">${say('restoration.periods-text')}</p>${texts.map((t) => periods(view, t))}</section>
<section id="ways"><h2>${say('restoration.ways')}</h2>${ways.length === 0 ? html`<p class="measure">${say('restoration.ways-none')}</p>` : entriesList(view, ways)}</section>
<section><h2>${say('restoration.papers')}</h2>${entriesList(view, papersOf(law, today))}</section>
<section><h2>${say('restoration.clocks')}</h2><ul class="dash after">${clocks.map((rule) => clock(view, rule))}</ul></section>
<section><h2>${say('restoration.effects')}</h2><p class="measure">${say('restoration.effects-text')}</p>${entriesList(view, effectsOf(law))}</section>
<section id="exclusions"><h2>${say('restoration.exclusions')}</h2><p class="measure">${say('restoration.exclusions-text')}</p>${entriesList(view, exclusionsOf(law))}</section>
${shield === null ? null : html`<section><h2>${say('restoration.shield')}</h2><p class="measure">${say('restoration.shield-text')} <span class="note">${ruleLink(view, shield)}</span></p></section>`}
<section id="methods"><h2>${say('restoration.methods')}</h2>${methods.length === 0 ? html`<p class="measure">${tell('restoration.methods-none', { text: state })}</p>` : await methodTable(view, methods)}</section>
${unready.length === 0 ? null : html`<section>${notice({
      kind: 'ochre', title: say('restoration.not-ready'),
      text: tell('restoration.not-ready-text', { units: join(unready.map((u) => (language === 'zh' ? u.name_zh : u.name_en)), language === 'zh' ? '、' : ', ') }),
    })}</section>`}
<section id="fees"><h2>${say('restoration.complaint')}</h2><p class="measure">${say('restoration.complaint-text')}</p></section>`,
  }
}

/** Who published which, what it asks for, since when. */
export async function methodTable(view: View, methods: readonly Method[]): Promise<Html> {
  const { say } = view
  const names = new Map<string, Part>([['operator', say('objections.operator')]])
  for (const { unit } of methods) if (!names.has(unit)) names.set(unit, await unitName(view, unit))
  return stackTable<Method>({
    caption: say('restoration.methods'), captionHidden: true, rows: methods,
    columns: [
      { head: say('restoration.method'), kind: 'head', cell: (m) => html`${chinese(m.title)} ${chinese(m.document)}` },
      { head: say('restoration.method-sector'), cell: (m) => sectorName(view, m.sector) },
      { head: say('restoration.papers'), cell: (m) => (m.papers === '' ? say('restoration.method-no-papers') : chinese(m.papers)) },
      { head: say('restoration.method-unit'), cell: (m) => names.get(m.unit)! },
      { head: say('restoration.method-from'), cell: (m) => day(m.from) },
      { head: say('subject.history-act'), cell: (m) => html`<span class="mono">${m.act}</span>` },
    ],
  })
}

/** A sector goes by the text of the state that names it, or by its category of the catalog. */
export function sectorName({ in2, ports }: View, sector: string): string {
  const law = ports.law()
  const title = law.national.catalogCategories.find((c) => c.id === sector)?.title ?? law.national.displayTexts.find((t) => t.sector === sector)?.title
  return title === undefined ? sector : in2(title)
}

/** Sectors that may publish one, and have none in force. */
export const withoutMethod = ({ ports }: View, methods: readonly Method[]): readonly string[] =>
  sectorsOf(ports.law()).filter((s) => !methods.some((m) => m.sector === s && m.from <= ports.today().toString()))

const entriesList = (view: View, entries: readonly ClosedListEntry[]): Html => html`<ul class="dash after">${entries.map((entry) =>
  html`<li>${keepTogether(view.in2(entry.text))} <span class="note">${ruleLink(view, entry.rule)}</span></li>`)}</ul>`

/** A period that the text leaves without a number is said to be so. */
function clock(view: View, rule: RuleId): Html {
  const { in2, say, href, ports } = view
  const { text, limit } = findRule(ports.law(), rule)!
  const length = limit === null ? say('objections.no-number') : limit.amount === null ? in2(periodNotSet) : in2(limitInWords(limit))
  return html`<li><b>${length}</b> – ${keepTogether(in2(text))} <span class="note">${ruleLink(view, rule)}${
    limit !== null && limit.amount !== null ? html` <a class="nb" href="${href('/clocks', { rule })}">${say('object.clock')}</a>` : null}</span></li>`
}

function periods(view: View, text: DisplayText): Html {
  const { say, in2 } = view
  const { minor, general, serious, unclassified } = text.classes
  const named = unclassified ? { 'restoration.class-any': unclassified } as const : { 'class.minor': minor, 'class.general': general, 'class.serious': serious } as const
  const rows = Object.entries(named).flatMap(([key, c]): (readonly [string, DisplayClass])[] => (c === null ? [] : [[say(key as MessageKey), c]]))
  return html`<h3>${text.sector === null ? null : html`${say('restoration.sector')}${say('part.colon')}`}${in2(text.title)}</h3>${stackTable({
    caption: in2(text.title), captionHidden: true, rows,
    columns: [
      { head: say('restoration.class'), kind: 'head', cell: ([name]) => name },
      { head: say('restoration.minimum'), cell: ([, c]) => minimum(view, c) },
      { head: say('restoration.maximum'), cell: ([, c]) => html`${in2(limitInWords(c.maximum))} <span class="note">${ruleLink(view, c.maximumRule)}</span>` },
    ],
  })}`
}

function minimum(view: View, c: DisplayClass): Part {
  const { say, tell, in2 } = view
  if (c.minimum === null) return html`${say('restoration.at-once')} <span class="note">${ruleLink(view, c.rule)}</span>`
  return html`${in2(limitInWords(c.minimum))} <span class="note">${ruleLink(view, c.minimumRule!)}</span>${c.minimumIn === undefined ? null : html`<br>${tell('restoration.in-fields', {
    fields: chinese(c.minimumIn.fields.join('、')), limit: in2(limitInWords(c.minimumIn.limit)),
  })} <span class="note">${ruleLink(view, c.minimumIn.rule)}</span>`}`
}
