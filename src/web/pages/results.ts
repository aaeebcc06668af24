/** What a search found, and by which name or code. */
import { searchOrganisations } from '../../register/subjects/store.ts'
import { kindText, type SubjectKind } from '../../register/subjects/kind.ts'
import { normalName } from '../../register/subjects/name.ts'
import { readUscc } from '../../register/subjects/uscc.ts'
import { crumb, legalName, printedCode, searchBox } from '../components.ts'
import { html, type Html } from '../html.ts'
import type { Page, View } from '../layout.ts'
import type { MessageKey } from '../messages.ts'

const limit = 20

/** @returns the address to go to where the whole code was entered, otherwise the page */
export async function results(view: View, query: { q?: string; after?: string }): Promise<Page | { readonly redirect: string }> {
  const { say, href, ports } = view
  const q = (query.q ?? '').trim()
  const code = readUscc(q)
  if (code.ok) return { redirect: href(`/organisations/${code.value.code}`) }
  const page = (key: 'results.short' | 'results.none' | 'results.for', below: Html): Page => ({
    title: say(key, { q }), entry: 'search', main: html`${crumb(view, [[say('menu.search'), href('/')], say('results.title')])}<div class="head"><h1>${
    view.tell(key, { q: typed(q) })}</h1></div>${
    searchBox(view, q)}<section>${below}</section>`,
  })
  if ([...normalName(q)].length < 2) return page('results.short', html`<p class="measure">${say('results.short-text')}</p>`)
  const { items, next } = await searchOrganisations(ports.database, { q, after: query.after ?? null, limit })
  if (items.length === 0) return page('results.none', html`<p class="measure">${say('results.none-text')}</p>`)
  const heads = (['results.organisation', 'results.code', 'results.matched', 'results.kind'] as const).map((key) => say(key))
  return page('results.for', html`<table class="stack results"><thead><tr>${heads.map((head) => html`<th scope="col">${
    head}</th>`)}</tr></thead><tbody>${items.map((item) =>
    html`<tr><th scope="row"><a href="${href(`/organisations/${item.code}`)}">${legalName(item.name)}</a>${
      item.generated ? html` <span class="tiny nb">${say('organisation.generated')}</span>` : null}</th><td><span class="lbl">${
    heads[1]}</span>${printedCode(item.code)}</td><td><span class="lbl">${
      heads[2]}</span>${view.tell(`matched.${item.matched}` as MessageKey, { text: html`<bdi lang="zh">${
    item.matchedText}</bdi>` })}</td><td><span class="lbl">${
      heads[3]}</span>${view.in2(kindText[item.kind as SubjectKind])}${view.language === 'zh' ? '，' : ', '}${say(`status.${
    item.status}` as MessageKey)}</td></tr>`)}</tbody></table>
${!query.after && next === null ? null : html`<nav class="paging" aria-label="${say('organisation.pages')}">${query.after ? html`<a href="${
    href('/organisations', { q })}">${say('results.again')}</a>` : html`<span></span>`}${
    next === null ? null : html`<a rel="next" href="${href('/organisations', { q, after: next })}">${say('results.next')}</a>`}</nav>`}`)
}

/** What a reader typed, in its own direction, marked as Chinese where it is. */
const typed = (text: string): Html => (/\p{Script=Han}/u.test(text) ? html`<bdi lang="zh">${text}</bdi>` : html`<bdi>${text}</bdi>`)
