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
