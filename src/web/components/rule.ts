/** A rule of the law, named and linked. */
import { findRule } from '../../law/rule.ts'
import type { Rule, RuleId } from '../../law/types.ts'
import { html, type Html } from '../html.ts'
import type { View } from '../layout.ts'

export const ruleHref = (view: Pick<View, 'href'>, id: RuleId): string => view.href(`/law/rules/${encodeURIComponent(id)}`)

export function articleOf(view: Pick<View, 'say'>, rule: Rule): string {
  if (rule.article === 'not seen') return view.say('law.article-not-seen')
  return /^[\d.]+/.test(rule.article) ? view.say('law.article', { article: rule.article }) : view.say('law.source', { article: rule.article })
}

/** The article in words and the rule's id, linked. */
export function ruleLink(view: View, id: RuleId): Html {
  const rule = findRule(view.ports.law(), id)
  // Where the number of the article is not known, the id alone names the rule; its page says that the number was not seen.
  if (!rule || rule.article === 'not seen') return html`<a class="mono ruleid" translate="no" href="${ruleHref(view, id)}">${id}</a>`
  return html`<a href="${ruleHref(view, id)}">${articleOf(view, rule)}</a> <span class="mono ruleid" translate="no">${id}</span>`
}
