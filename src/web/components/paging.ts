/** Pages of a long list: where one is, one back, one on. Never endless. */
import { html, type Html } from '../html.ts'
import type { View } from '../layout.ts'

/** @returns nothing for a list of one page. Pages count from 1; `to` gives the address of one */
export function paging({ say }: Pick<View, 'say'>, { page, perPage, total, to }: {
  readonly page: number; readonly perPage: number; readonly total: number; readonly to: (page: number) => string
}): Html | null {
  const pages = Math.ceil(total / perPage)
  if (pages <= 1) return null
  const range = say('part.range', { from: (page - 1) * perPage + 1, to: Math.min(page * perPage, total), total })
  return html`<nav class="paging" aria-label="${say('part.pages')}"><span>${range}</span><span class="turn">${
    page <= 1 ? null : html`<a rel="prev" href="${to(page - 1)}">${say('part.previous')}</a>`}${
    page >= pages ? null : html`<a rel="next" href="${to(page + 1)}">${say('part.next')}</a>`}</span></nav>`
}

/** Of a queue, whose places move while one reads: on, or back to its beginning. @param after where this portion began; null: at the beginning */
export function queuePaging({ say, href }: Pick<View, 'say' | 'href'>, path: string, after: string | null, next: string | null): Html | null {
  if (after === null && next === null) return null
  return html`<nav class="paging" aria-label="${say('part.pages')}"><span></span><span class="turn">${
    after === null ? null : html`<a href="${href(path)}">${say('part.most-urgent')}</a>`}${
    next === null ? null : html`<a rel="next" href="${href(path, { after: next })}">${say('part.next')}</a>`}</span></nav>`
}
