/** Small parts that pages share: names, codes, days, rules, the search box. */
import { splitForm } from '../register/subjects/name.ts'
import { findRule } from '../law/rule.ts'
import type { Rule, RuleId } from '../law/types.ts'
import { html, type Html, join, type Part } from './html.ts'
import type { View } from './layout.ts'
import { keepTogether } from './messages.ts'

/**
 * A legal name, which may break after its place and before its form: never translated, never abbreviated, kept apart
 * from the direction of the text around it.
 */
export function legalName(name: string): Html {
  const [own, form] = splitForm(name)
  const place = /^(?:[^省市区县]{1,6}[省市区县])+(?=.{3})/u.exec(own)?.[0] ?? ''
  const parts = [place, own.slice(place.length), form].filter((part) => part !== '')
  return html`<bdi lang="zh" class="legal">${join(parts, html`<wbr>`)}</bdi>`
}

/** Chinese text of a document, on a page of either language. */
export const chinese = (text: string): Html => html`<bdi lang="zh">${keepTogether(text)}</bdi>`

/** `91 449900 MA5X2K7Q8 U`: the gaps are drawn, a copy has 18 characters. */
export const printedCode = (code: string): Html =>
  html`<span class="uscc" translate="no"><span>${code.slice(0, 2)}</span><span>${code.slice(2, 8)}</span><span>${
    code.slice(8, 17)}</span><span>${code.slice(17)}</span></span>`

/** @param iso YYYY-MM-DD */
export const day = (iso: string): Html => html`<time class="nb" datetime="${iso}">${iso}</time>`

export const facts = (rows: readonly (readonly [label: string, value: Part] | null)[], kind: 'wide' | 'plain' = 'plain'): Html =>
  kind === 'wide'
    ? html`<dl class="facts wide">${rows.map((row) => row && html`<div><dt>${row[0]}</dt><dd>${row[1]}</dd></div>`)}</dl>`
    : html`<dl class="facts">${rows.map((row) => row && html`<dt>${row[0]}</dt><dd>${row[1]}</dd>`)}</dl>`

/** A wide table that scrolls by itself, so that the page never does. */
export const scroll = (name: string, table: Part): Html => html`<div class="scroll" tabindex="0" role="region" aria-label="${name}">${table}</div>`

export const ruleHref = (view: View, id: RuleId): string => view.href(`/law/rules/${encodeURIComponent(id)}`)

export function articleOf(view: View, rule: Rule): string {
  if (rule.article === 'not seen') return view.say('law.article-not-seen')
  return /^[\d.]+/.test(rule.article) ? view.say('law.article', { article: rule.article }) : view.say('law.source', { article: rule.article })
}

/** The article in words and the rule's id, linked. */
export function ruleLink(view: View, id: RuleId): Html {
  const rule = findRule(view.ports.law(), id)
  return html`<a href="${ruleHref(view, id)}">${rule ? articleOf(view, rule) : id}</a> <span class="mono" translate="no">${id}</span>`
}

export const searchBox = ({ href, say }: View, q = ''): Html => html`<form class="search" role="search" method="get" action="${
    href('/organisations')}">
<label for="q">${say('search.label')}</label>
<p class="hint" id="q-hint">${say('search.hint')}</p>
<div class="searchrow"><input type="search" id="q" name="q" value="${
    q}" aria-describedby="q-hint" autocomplete="off" spellcheck="false" maxlength="200"><button class="btn">${
  say('search.button')}</button></div>
</form>`

export const crumb = (view: View, trail: readonly (readonly [label: string, href: string] | string)[]): Html =>
  html`<nav class="crumb" aria-label="${view.say('site.where')}">${trail.map((step, i) =>
    html`${i > 0 ? ' / ' : null}${typeof step === 'string' ? step : html`<a href="${step[1]}">${step[0]}</a>`}`)}</nav>`
