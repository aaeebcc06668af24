/** The packs, and every rule of them to be found by its words, its scope, its subject or its article. */
import { isInForce } from '../../../law/in-force.ts'
import type { LayerId, Rule } from '../../../law/types.ts'
import { findRules, rulesOf } from '../../../register/law/articles.ts'
import { day, empty, filters, paging, stackTable } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import { type Page, stamp, type View } from '../../layout.ts'
import { countOf, featureWord, isLayer, layersFromHere, layerTitle, packHref, placeOf, provedOf, ruleTable, scopes } from './parts.ts'

const perPage = 25
type Query = Readonly<Partial<Record<'q' | 'scope' | 'layer' | 'feature' | 'article' | 'page', string>>>

export function law(view: View, query: Query): Page {
  const { say, href, in2, ports } = view
  const own = ports.law()
  const on = ports.today().toString()
  const everything = layersFromHere(view).flatMap((id) => rulesOf(own, id)).filter((r) => isInForce(r.inForce, on))
  const features = [...new Set(everything.map((r) => r.feature))].sort()
  const asked = {
    text: (query.q ?? '').trim().slice(0, 200), scope: scopes.find((s) => s === query.scope) ?? null, article: (query.article ?? '').slice(0, 40),
    layer: isLayer(query.layer) ? query.layer : null, feature: features.find((f) => f === query.feature) ?? null,
  }
  // With nothing chosen: what applies here.
  const here = asked.layer === null && query.layer !== 'all'
  const among = everything.filter((r) => !here || r.layer === own.pack.id || r.layer === 'national')
  const find = (change: Partial<Pick<typeof asked, 'scope'>>) => findRules(among, { ...asked, ...byArticle(asked.text), ...change })
  const found = find({})
  const pages = Math.max(1, Math.ceil(found.length / perPage))
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(query.page ?? '1')) || 1))
  const layerAsked = asked.layer ?? (here ? null : 'all')
  const to = (change: Partial<Record<'scope' | 'layer' | 'page', string | null>>) =>
    href('/law', { q: asked.text, scope: asked.scope, layer: layerAsked, feature: asked.feature, article: asked.article, ...change })
  return {
    title: say('law.title'), entry: 'law',
    main: html`<div class="head top"><h1>${say('law.title')}</h1><p class="lead">${say('law.lead', { law: in2(own.pack.title) })}</p></div>
<section class="near"><h2 class="vh">${say('law.packs')}</h2>${packs(view)}
<p class="note after">${say('law.paraphrase')} ${say('law.scope-in')}${say('part.colon')}${say('law.scope-in-text')}</p>
<p class="note" id="ids">${say('law.ids')}</p>
<nav class="after" aria-label="${say('law.ways')}"><ul class="filters"><li><a href="${href('/law/compare')}">${say('law.compare')}</a></li><li><a href="${
      href('/law/versions')}">${say('versions.title')}</a></li><li><a href="${href('/catalog')}">${say('catalog.title')}</a></li><li><a href="${
      href('/clocks')}">${say('clocks.title')}</a></li></ul></nav></section>
<section id="rules"><h2>${say('law.find')}</h2>
<form class="rulesearch" method="get" action="${href('/law')}#rules" role="search">
<div class="field wide"><label for="q">${say('law.find-label')}</label><p class="hint" id="q-hint">${say('law.find-hint')}</p><input type="search" id="q" name="q" value="${asked.text}" aria-describedby="q-hint" autocomplete="off" maxlength="200"></div>
<div class="field"><label for="feature">${say('law.feature')}</label><select id="feature" name="feature"><option value="">${say('law.feature-all')}</option>${
      features.map((f) => html`<option value="${f}"${f === asked.feature ? html` selected` : null}>${featureWord(view, f)}</option>`)}</select></div>
${layerAsked === null ? null : html`<input type="hidden" name="layer" value="${layerAsked}">`}${asked.scope === null ? null : html`<input type="hidden" name="scope" value="${asked.scope}">`}
<button class="btn">${say('law.find-button')}</button></form>
<div class="narrow later">${filters(say('law.scope'), [
      { href: to({ scope: null }), label: say('law.scope-all'), count: find({ scope: null }).length, chosen: asked.scope === null },
      ...scopes.map((s) => ({ href: to({ scope: s }), label: say(`law.scope-${s}`), count: find({ scope: s }).length, chosen: asked.scope === s }))])}${
      filters(say('law.from-pack'), [
        { href: to({ layer: null }), label: say('law.here'), chosen: here },
        ...layersFromHere(view).map((id) => ({ href: to({ layer: id }), label: placeOf(view, id), chosen: asked.layer === id })),
        { href: to({ layer: 'all' }), label: say('law.scope-all'), chosen: layerAsked === 'all' }])}</div>
${found.length === 0 ? empty({ title: say('law.none'), text: say('law.none-text'), way: { href: href('/law'), label: say('law.all-rules') } })
    : html`<p class="note" role="status">${say('law.found', { n: found.length })}</p>${ruleTable(view, found.slice((page - 1) * perPage, page * perPage), say('law.find'))}${
      paging(view, { page, perPage, total: found.length, to: (n) => `${to({ page: n === 1 ? null : String(n) })}#rules` })}`}</section>`,
  }
}

/** `46` alone asks for an article, not for every text with that figure. */
const byArticle = (text: string) => (/^(第)?\d{1,3}(条)?$/.test(text) ? { text: '', article: text.replace(/\D/g, '') } : null)

const counted = (view: View, layer: LayerId, scope: Rule['scope']): Html =>
  html`<a class="quiet" href="${view.href('/law', { layer, scope })}#rules">${countOf(rulesOf(view.ports.law(), layer), scope)}</a>`

function packs(view: View): Html {
  const { say, ports } = view
  const own = ports.law()
  return stackTable({
    caption: say('law.packs'), captionHidden: true, class: 'packs', rows: layersFromHere(view), rowClass: (id) => (id === own.pack.id ? 'here' : null),
    columns: [
      { head: say('law.pack'), kind: 'head', cell: (id) => html`<a href="${packHref(view, id)}">${layerTitle(view, id)}</a>${id === own.pack.id ? html` <small><b>${say('law.here')}</b></small>` : null}` },
      { head: say('law.in-force'), cell: (id) => (id === 'national' ? '–' : day(own.packs[id].inForce.from)) },
      ...scopes.map((s) => ({ head: say(`law.scope-${s}`), kind: 'amount' as const, cell: (id: LayerId) => counted(view, id, s) })),
      { head: say('law.proved'), kind: 'amount', cell: (id) => provedOf(view, rulesOf(own, id)) },
      { head: say('law.revision'), cell: (id) => stamp(id === 'national' ? own.national.revision : own.packs[id].revision) },
    ],
  })
}
