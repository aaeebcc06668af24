/** One rule by its id: what it says, whether it is applied, its period, what proves it. */
import { limitInWords } from '../../../calendar/describe.ts'
import { isInForce } from '../../../law/in-force.ts'
import { findRule } from '../../../law/rule.ts'
import { articleKey, articlesOf } from '../../../register/law/articles.ts'
import { articleOf, crumb, facts, notice } from '../../components.ts'
import { html } from '../../html.ts'
import type { Page, View } from '../../layout.ts'
import { keepTogether } from '../../messages.ts'
import { fault } from '../fault.ts'
import { actorWord, articleHref, articleTitle, featureWord, kindWord, layerTitle, mono, placeOf, ruleIds, scopeTag, spanOf } from './parts.ts'
import { acceptances, answeredBy, rulePeriods, testsOf } from './proof.ts'

export async function rulePage(view: View, id: string): Promise<Page> {
  const { say, href, in2, ports } = view
  const rule = findRule(ports.law(), id)
  if (rule === undefined) return fault(view, 404, 'rule', { rule: id }, href('/law'))
  const { layer } = rule
  const article = articlesOf(ports.law(), layer).find((a) => a.key === articleKey(rule))!
  const others = article.rules.filter((r) => r.id !== id).map((r) => r.id)
  const computable = rule.limit !== null && rule.limit.type !== 'frequency' && rule.scope !== 'declined' && isInForce(rule.inForce, ports.today().toString())
  return {
    title: `${id} ${articleOf(view, rule)}`, entry: 'law',
    main: html`${crumb(view, [[say('menu.law'), href('/law')], [placeOf(view, layer), href(`/law/${layer}`)], [articleTitle(view, layer, article.key, article.rules), articleHref(view, rule)], id])}
<div class="head"><h1>${articleOf(view, rule)}</h1><p class="lead"><a href="${href(`/law/${layer}`)}">${layerTitle(view, layer)}</a> ${mono(id)} <a class="note" href="${href('/law')}#ids">${say('law.id-how')}</a></p></div>
<p class="measure rulehead">${keepTogether(in2(rule.text))}</p>
<section class="near">${facts([
      rule.article === 'not seen' ? [say('law.article-number'), say('law.article-not-seen')] : null,
      [say('law.scope'), scopeTag(view, rule)],
      rule.why === null ? null : [say(rule.scope === 'declined' ? 'law.why-declined' : 'law.why'), keepTogether(in2(rule.why))],
      rule.limit === null ? null : [say('law.limit'), html`${in2(limitInWords(rule.limit))}${computable ? html` <a href="${href('/clocks', { rule: id })}">${say('law.clock')}</a>` : null}`],
      rule.trigger === null ? null : [say('law.trigger'), mono(rule.trigger)],
      [say('law.actor'), actorWord(view, rule)],
      [say('law.kind'), kindWord(view, rule)],
      [say('law.feature'), html`<a href="${href('/law', { feature: rule.feature, layer })}#rules">${featureWord(view, rule.feature)}</a>`],
      [say('law.in-force'), spanOf(view, rule.inForce)],
      [say('law.certainty'), say(`law.certainty-${rule.certainty}`)],
      others.length === 0 ? null : [say('law.same-article'), ruleIds(view, others)],
    ])}
<p class="note after">${say('law.paraphrase')} <a href="/api/v1/law/rules/${encodeURIComponent(id)}">${say('law.json')}</a></p>
${rule.certainty === 'read' ? null : html`<div class="after">${notice({ kind: 'ochre', title: say('law.unclear'), text: say('law.unclear-text', { certainty: say(`law.certainty-${rule.certainty}`) }) })}</div>`}
${await rulePeriods(view, [rule])}</section>
${answeredBy(view, layer, [id])}${acceptances(view, [rule])}${testsOf(view, [id])}`,
  }
}
