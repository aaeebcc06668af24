/** What a search found, and by which name or code; what is similar where nothing is the same. */
import { hiddenMarks } from '../../register/subjects/look-alikes.ts'
import { countMatches, type Found, lookUp, similarNames, successorsOf } from '../../register/subjects/store.ts'
import { kindText, type SubjectKind } from '../../register/subjects/kind.ts'
import { normalName } from '../../register/subjects/name.ts'
import { readUscc, usccLength } from '../../register/subjects/uscc.ts'
import type { Ports } from '../../ports.ts'
import { crumb, day, legalName, notice, printedCode, searchBox, stackTable } from '../components.ts'
import { html, type Html, join, type Part } from '../html.ts'
import { beijingTime, type Page, type View } from '../layout.ts'
import { grouped, type MessageKey } from '../messages.ts'
import { problemOf } from '../problem.ts'

const perPage = 20
const mostCounted = 10_000
const mostSimilar = 5
const mostSuggested = 8

type Query = { readonly q?: string; readonly after?: string; readonly from?: string }

/** @returns the address to go to where the whole code was entered, otherwise the page */
export async function results(view: View, query: Query): Promise<Page | { readonly redirect: string }> {
  const { say, tell, href, ports } = view
  const q = (query.q ?? '').trim()
  const code = readUscc(q)
  if (code.ok) return { redirect: href(`/organisations/${code.value.code}`) }
  const page = (key: 'results.short' | 'results.none' | 'results.for', below: Html): Page => ({
    title: say(key, { q }), entry: 'search', scripts: ['search'],
    main: html`${crumb(view, [[say('menu.search'), href('/')], say('results.title')])}<div class="head"><h1>${
    tell(key, { q: typed(q) })}</h1></div>${searchBox(view, q)}<section>${below}</section>`,
  })
  if ([...normalName(q)].length < 2) return page('results.short', html`<p class="measure">${say('results.short-text')}</p>`)
  const { items, next, readAs } = await lookUp(ports.database, { q, after: query.after ?? null, limit: perPage })
  if (items.length === 0) {
    const misread = codeFault(view, q)
    const alike = await similarNames(ports.database, q, mostSimilar)
    return page('results.none', html`<p class="measure">${say(misread === null ? 'results.none-text' : 'results.none-code', misread ?? {})}</p>${
      alike.length === 0 ? null : html`<h2 class="later">${say('results.similar')}</h2><p class="measure note after">${say('results.similar-text')}</p>${
        await rows(view, alike, say('results.similar'), 'results.alike')}`}`)
  }
  const text = readAs ?? q
  const from = Math.max(1, Math.min(1e9, Math.trunc(Number(query.after === undefined ? 1 : query.from)) || 1))
  const beyond = from + items.length
  const total = next === null && from === 1 ? items.length : await counted(ports, text)
  return page('results.for', html`${readAs === null ? null : notice({ text: tell('results.read-as', { text: html`<bdi>${readAs}</bdi>` }) })}${
    await rows(view, items, say('results.title'))}
<nav class="paging" aria-label="${say('part.pages')}"><span>${range(view, from, beyond - 1, total)}</span><span class="turn">${
    query.after === undefined ? null : html`<a href="${href('/organisations', { q: text })}">${say('results.again')}</a>`}${
    next === null ? null : html`<a rel="next" href="${href('/organisations', { q: text, after: next, from: String(beyond) })}">${say('part.next')}</a>`}</span></nav>`)
}

/**
 * What keeps a text that can only have been meant as a code from being one: as long as a code, give or take a character, with digits in it
 * and nothing but Latin letters beside them. null: it was meant as a name, or is a code
 */
function codeFault({ language }: View, q: string): { readonly what: string } | null {
  const read = readUscc(q)
  if (read.ok) return null
  const meant = q.normalize('NFKC').replace(/[\s\p{Cf}-]/gu, '')
  if (!/^[0-9A-Za-z]+$/.test(meant) || !/\d{2}/.test(meant) || Math.abs(meant.length - usccLength) > mostAmiss) return null
  const { detail, cure } = problemOf(read.refusals[0], language, '')
  return { what: `${detail}${language === 'zh' ? '' : ' '}${cure}` }
}
const mostAmiss = 3

/** Organisations come and go while a reader turns pages, and the count is of names: never fewer than what was already shown. */
function range({ say }: View, from: number, to: number, total: number): string {
  if (total > mostCounted) return say('results.range-more', { from, to, most: grouped(mostCounted) })
  return say('part.range', { from, to, total: Math.max(total, to) })
}

// Counting thousands of names takes longer than showing twenty: once a minute for each text.
const counts = new WeakMap<Ports, { readonly minute: string; readonly of: Map<string, Promise<number>> }>()
function counted(ports: Ports, text: string): Promise<number> {
  const minute = beijingTime(ports.now())
  let known = counts.get(ports)
  if (known?.minute !== minute) counts.set(ports, (known = { minute, of: new Map() }))
  const { of } = known!
  let count = of.get(text)
  if (count === undefined) {
    of.set(text, (count = countMatches(ports.database, text, mostCounted)))
    count.catch(() => of.delete(text))
  }
  return count
}

async function rows(view: View, items: readonly Found[], caption: string, matched: 'results.matched' | 'results.alike' = 'results.matched'): Promise<Html> {
  const { say, in2, href, language, tell } = view
  const gone = items.filter(({ status }) => status === 'merged' || status === 'split').map(({ code }) => code)
  const became = new Map((gone.length === 0 ? [] : await successorsOf(view.ports.database, gone)).map((row) => [row.subject_code, row]))
  const after = (item: Found): Part => {
    const row = became.get(item.code)
    if (row === undefined) return null
    const names = join(row.successors.map((s) => html`<a href="${href(`/organisations/${s.code}`)}">${
      s.name === null ? s.code : legalName(s.name)}</a>`), language === 'zh' ? '、' : ', ')
    return html`<br>${tell(item.status === 'merged' ? 'results.merged-into' : 'results.split-into', { names, day: row.status_on === null ? null : day(row.status_on) })}`
  }
  return stackTable<Found>({
    caption, captionHidden: true, class: 'results', rows: items,
    columns: [
      { head: say('results.organisation'), kind: 'head', cell: (item) => html`<a href="${href(`/organisations/${item.code}`)}">${legalName(item.name)}</a>${
        item.generated ? html` <span class="tiny nb">${say('organisation.generated')}</span>` : null}${
        hiddenMarks(item.name).length === 0 ? null : html`<br><span class="tiny">${say('results.marks', { marks: hiddenMarks(item.name).join(' ') })}</span>`}` },
      { head: say('results.code'), cell: (item) => printedCode(item.code) },
      { head: say(matched), cell: (item) => tell(`matched.${item.matched}` as MessageKey, { text: html`<bdi lang="zh">${item.matchedText}</bdi>` }) },
      { head: say('results.kind'), cell: (item) => html`${in2(kindText[item.kind as SubjectKind])}${language === 'zh' ? '，' : ', '}${
        say(`status.${item.status}` as MessageKey)}${after(item)}` },
    ],
  })
}

/** What a reader typed, in its own direction, marked as Chinese where it is. */
const typed = (text: string): Html => (/\p{Script=Han}/u.test(text) ? html`<bdi lang="zh">${text}</bdi>` : html`<bdi>${text}</bdi>`)

export type Suggestion = { readonly href: string; readonly name: string; readonly code: string; readonly says: string }
export type Suggestions = { readonly says: string; readonly items: readonly Suggestion[] }

/** The first of what the same search would find, for a reader who is still typing. */
export async function suggestions(view: View, query: { readonly q?: string }): Promise<Suggestions> {
  const { say, href, ports, in2, language } = view
  const q = (query.q ?? '').slice(0, 200)
  if ([...normalName(q)].length < 2) return { says: '', items: [] }
  const { items, next } = await lookUp(ports.database, { q, after: null, limit: mostSuggested })
  const says = items.length === 0 ? say('search.suggest-none') : say(next === null ? 'search.suggest' : 'search.suggest-first', { n: items.length })
  const comma = language === 'zh' ? '，' : ', '
  return {
    says,
    items: items.map((item) => ({
      href: href(`/organisations/${item.code}`), name: item.name, code: item.code,
      says: [
        item.matched === 'current-name' || item.matched === 'code' ? null : say(`matched.${item.matched}`, { text: item.matchedText }),
        item.status === 'registered' ? in2(kindText[item.kind as SubjectKind]) : say(`status.${item.status}` as MessageKey),
        item.generated ? say('organisation.generated') : null,
      ].filter((part) => part !== null).join(comma),
    })),
  }
}
