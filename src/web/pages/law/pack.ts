/** One regulation: its articles in order, how it counts days, how much of it is applied. And one article of it. */
import { articlesOf, rulesOf } from '../../../register/law/articles.ts'
import type { LayerId } from '../../../law/types.ts'
import { crumb, facts, stackTable } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import { type Page, stamp, type View } from '../../layout.ts'
import { keepTogether } from '../../messages.ts'
import { fault } from '../fault.ts'
import { articleHref, articleTitle, countOf, isLayer, layerTitle, placeOf, provedOf, ruleIds, ruleTable, scopes, scopeTag } from './parts.ts'
import { acceptances, answeredBy, rulePeriods, testsOf } from './proof.ts'

export function packPage(view: View, id: string): Page {
  const { say, tell, href, in2, ports } = view
  if (!isLayer(id)) return fault(view, 404, 'rule', { rule: id }, href('/law'))
  const own = ports.law()
  const rules = rulesOf(own, id)
  const articles = articlesOf(own, id)
  const pack = id === 'national' ? null : own.packs[id]
  const title = layerTitle(view, id)
  const n = { n: rules.length, articles: articles.length }
  return {
    title, entry: 'law',
    main: html`${crumb(view, [[say('menu.law'), href('/law')], placeOf(view, id)])}
<div class="head"><h1>${title}</h1><p class="lead">${pack === null ? tell('law.pack-lead-national', n) : tell('law.pack-lead', { ...n, from: pack.inForce.from })}</p></div>
<div class="split"><div><h2>${say('law.articles')}</h2>${stackTable({
      caption: say('law.articles'), captionHidden: true, class: 'articles', rows: articles,
      columns: [
        { head: say(id === 'national' ? 'law.text' : 'law.rule'), kind: 'head', cell: (a) => html`<a href="${articleHref(view, a.rules[0]!)}">${articleTitle(view, id, a.key, a.rules)}</a>` },
        { head: say('law.says'), label: null, cell: (a) => html`<ul class="plain tight">${a.rules.map((r) => html`<li>${keepTogether(in2(r.text))} ${ruleIds(view, [r.id])}${
          r.scope === 'in' ? null : html` ${scopeTag(view, r)}`}${r.certainty === 'read' ? null : html` <span class="gap">${say('law.unclear')}</span>`}</li>`)}</ul>` },
      ],
    })}</div>
<aside class="side"><h2>${say('law.scope')}</h2>${facts([
      ...scopes.map((s) => [say(`law.scope-${s}`), html`<a href="${href('/law', { layer: id, scope: s })}#rules">${countOf(rules, s)}</a>`] as const),
      [say('law.proved'), provedOf(view, rules)],
      pack?.repeals ? [say('law.repeals'), in2(pack.repeals)] : null,
      [say('law.revision'), stamp(pack === null ? own.national.revision : pack.revision)],
    ])}${pack === null ? null : counting(view, pack.id)}
<p class="note">${say('law.paraphrase')}</p><ul class="plain"><li><a href="${href('/law/compare')}">${say('law.compare')}</a></li><li><a href="${href('/law/versions')}">${
      say('versions.title')}</a></li><li><a href="/api/v1/law/rules?pack=${id}">${say('law.json')}</a></li></ul></aside></div>`,
  }
}

function counting({ say, ports }: View, id: Exclude<LayerId, 'national'>): Html {
  const { stepsCountTriggerDay, lastRestDayMoves, pauseEdgesLeftOut, stateIncludesEndDay } = ports.law().packs[id].counting
  return html`<h2>${say('law.counting')}</h2><div class="counting">${facts([
    [say('law.counting-trigger'), say(stepsCountTriggerDay ? 'law.counting-trigger-yes' : 'law.counting-trigger-no')],
    [say('law.counting-rest'), say(lastRestDayMoves ? 'law.counting-rest-yes' : 'law.counting-rest-no')],
    [say('law.counting-pause'), say(pauseEdgesLeftOut ? 'law.counting-pause-yes' : 'law.counting-pause-no')],
    [say('law.counting-state'), say(stateIncludesEndDay ? 'law.counting-state-yes' : 'law.counting-state-no')],
  ])}</div><p class="note">${say('law.counting-note')}</p>`
}

export async function articlePage(view: View, id: string, key: string): Promise<Page> {
  const { say, href, ports } = view
  const articles = isLayer(id) ? articlesOf(ports.law(), id) : []
  const at = articles.findIndex((a) => a.key === key)
  if (!isLayer(id) || at < 0) return fault(view, 404, 'rule', { rule: `${id} ${key}` }, href('/law'))
  const { rules } = articles[at]!
  const title = articleTitle(view, id, key, rules)
  const neighbour = (n: number, word: 'law.previous-article' | 'law.next-article', rel: string) => {
    const other = articles[at + n]
    return other === undefined ? null : html`<a rel="${rel}" href="${articleHref(view, other.rules[0]!)}">${say(word, { article: articleTitle(view, id, other.key, other.rules) })}</a>`
  }
  return {
    title: `${title} ${placeOf(view, id)}`, entry: 'law',
    main: html`${crumb(view, [[say('menu.law'), href('/law')], [placeOf(view, id), href(`/law/${id}`)], title])}
<div class="head"><h1>${title}</h1><p class="lead">${layerTitle(view, id)}</p></div>
${ruleTable(view, rules, title, { article: id === 'national' })}
<p class="note after">${say('law.paraphrase')}</p>
${await rulePeriods(view, rules)}${answeredBy(view, id, rules.map((r) => r.id))}${acceptances(view, rules)}${testsOf(view, rules.map((r) => r.id))}
<nav class="paging later" aria-label="${say('part.pages')}"><span></span><span class="turn">${neighbour(-1, 'law.previous-article', 'prev')}${neighbour(1, 'law.next-article', 'next')}</span></nav>`,
  }
}
