/** The rules in force, and one rule by its id. */
import { limitInWords } from '../../calendar/describe.ts'
import { isInForce, rulesInForce } from '../../law/in-force.ts'
import { findRule } from '../../law/rule.ts'
import type { Rule } from '../../law/types.ts'
import { articleOf, crumb, day, facts, ruleHref } from '../components.ts'
import { html, type Html, type Part } from '../html.ts'
import { type Page, stamp, type View } from '../layout.ts'
import type { MessageKey } from '../messages.ts'
import { fault } from './fault.ts'

const scopes = ['in', 'declined', 'not-software'] as const satisfies readonly Rule['scope'][]

export function law(view: View, query: { scope?: string; layer?: string }): Page {
  const { say, tell, href, in2, ports } = view
  const { pack, national, stamp: revisions } = ports.law()
  const all = rulesInForce(ports.law(), ports.today().toString())
  const scope = scopes.find((s) => s === query.scope) ?? null
  const layer = query.layer === 'national' || query.layer === pack.id ? query.layer : null
  const shown = all.filter((r) => (scope === null || r.scope === scope) && (layer === null || r.layer === layer))
  const counted = (s: Rule['scope'] | null, l: string | null) => all.filter((r) => (s === null || r.scope === s) && (l === null || r.layer === l)).length
  const filter = (title: string, s: Rule['scope'] | null, l: string | null) =>
    html`<li><a href="${href('/law', { scope: s, layer: l })}"${s === scope && l === layer ? html` aria-current="true"` : null}>${
    title}<span class="n">${counted(s, l)}</span></a></li>`
  return {
    title: say('law.title'), entry: 'law',
    main: html`<div class="head top"><h1>${say('law.title')}</h1><p class="lead">${say('law.lead', { law: in2(pack.title) })}</p>
<p class="note after">${stamp(revisions)} · ${say('law.paraphrase')} <a href="${href('/law/compare')}">${say('law.compare')}</a></p></div>
<nav class="filterrow" aria-label="${say('law.scope')}"><ul class="filters">${filter(say('law.scope-all'), null, layer)}${
    scopes.map((s) => filter(say(`law.scope-${s}`), s, layer))}</ul>
<ul class="filters">${filter(say('law.all-rules'), scope, null)}${filter(in2(pack.title), scope, pack.id)}${
    filter(say('law.national'), scope, 'national')}</ul></nav>
${shown.length === 0 ? null : html`<table class="stack rules"><thead><tr><th scope="col">${say('law.rule')}</th><th scope="col">${
    say('law.says')}</th><th scope="col">${say('law.limit')}</th><th scope="col">${
      say('law.scope')}</th></tr></thead><tbody>${shown.map((rule) => row(view, rule))}</tbody></table>`}
<p class="note after">${tell('footer.stamp', { law: stamp(`${pack.id}@${pack.revision} national@${national.revision}`) })}</p>`,
  }
}

function row(view: View, rule: Rule): Html {
  const { say, in2 } = view
  return html`<tr><th scope="row"><a href="${ruleHref(view, rule.id)}">${articleOf(view, rule)}</a> <span class="mono" translate="no">${
    rule.id}</span></th><td>${in2(rule.text)}</td><td>${
    rule.limit === null ? null : html`<span class="lbl">${say('law.limit')}</span><span class="nb">${
    in2(limitInWords(rule.limit))}</span>`}</td><td>${scopeTag(view, rule)}</td></tr>`
}

const scopeTag = ({ say }: View, { scope }: Rule): Html =>
  html`<span class="tag${scope === 'in' ? null : ' ended'}">${say(`law.scope-${scope}` as MessageKey)}</span>`

export function rulePage(view: View, id: string): Page {
  const { say, tell, href, in2, ports } = view
  const rule = findRule(ports.law(), id)
  if (rule === undefined) return fault(view, 404, 'rule', { rule: id }, href('/law'))
  const own = ports.law()
  const title = rule.layer === 'national' ? own.national.title : own.packs[rule.layer].title
  const { from, until } = rule.inForce
  const span: Part = until !== null ? tell('law.between', { from: day(from), until: day(until) }) : from === '0001-01-01' ? '–' : tell('law.since', { from: day(from) })
  const computable = rule.limit !== null && rule.limit.type !== 'frequency' && isInForce(rule.inForce, ports.today().toString())
  return {
    title: `${id} ${articleOf(view, rule)}`, entry: 'law',
    main: html`${crumb(view, [[say('menu.law'), href('/law')], id])}
<div class="head"><h1>${articleOf(view, rule)}</h1><p class="lead">${in2(title)} <span class="mono" translate="no">${id}</span></p></div>
<p class="measure rulehead">${in2(rule.text)}</p>
<section class="near">${facts([
      [say('law.scope'), scopeTag(view, rule)],
      rule.why === null ? null : [say('law.why'), in2(rule.why)],
      rule.limit === null ? null : [say('law.limit'), in2(limitInWords(rule.limit))],
      [say('law.in-force'), span],
      [say('law.certainty'), say(`law.certainty-${rule.certainty}`)],
    ])}
<p class="note after">${say('law.paraphrase')}</p>
${computable ? html`<p class="after"><a href="${href('/clocks', { rule: id })}">${say('law.clock')}</a></p>` : null}</section>`,
  }
}
