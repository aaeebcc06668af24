/** A rule of the law, named and linked. */
import { findRule, nationalText } from '../../law/rule.ts'
import type { Rule, RuleId } from '../../law/types.ts'
import { html, type Html } from '../html.ts'
import type { View } from '../layout.ts'

export const ruleHref = (view: Pick<View, 'href'>, id: RuleId): string => view.href(`/law/rules/${encodeURIComponent(id)}`)

/** Article 46; of the national layer the text by its name, and the article where its number was seen. */
export function articleOf(view: Pick<View, 'say' | 'in2' | 'ports'>, rule: Rule): string {
  if (rule.layer !== 'national') return numbered(view, rule)
  const text = view.in2(view.ports.law().national.texts[nationalText(rule.id)]!)
  return rule.article === 'not seen' ? text : view.say('law.article-in', { text, article: numbered(view, rule) })
}

function numbered(view: Pick<View, 'say'>, rule: Rule): string {
  return /^[\d.]+/.test(rule.article) ? view.say('law.article', { article: rule.article }) : view.say('law.source', { article: rule.article })
}

/** The article in words, linked, and the rule's id. @param linked false where the words stand within a link */
export function ruleLink(view: View, id: RuleId, linked = true): Html {
  const rule = findRule(view.ports.law(), id)
  if (!rule) return html`<a class="mono ruleid" translate="no" href="${ruleHref(view, id)}">${id}</a>`
  const article = articleOf(view, rule)
  return html`${linked ? html`<a href="${ruleHref(view, id)}">${article}</a>` : article} <span class="mono ruleid" translate="no" title="${view.say('law.rule-id')}">${id}</span>`
}
