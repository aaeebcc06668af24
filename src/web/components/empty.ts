/** Where there is nothing to show: the title is the whole answer, one sentence more, one way on. */
import { html, type Html, type Part } from '../html.ts'
import { keepTogether } from '../messages.ts'

export type Empty = {
  readonly title: Part
  readonly text: Part
  readonly way?: { readonly href: string; readonly label: string }
}

/** Within a page. The same words stand as its heading where the page is nothing else: see `emptyPage`. */
export const empty = (e: Empty): Html => html`<div class="empty"><h2>${e.title}</h2>${said(e)}</div>`

/** The whole page: gone (410), forbidden (403), signed out (401), nothing there (404). */
export const emptyPage = (e: Empty): Html => html`<div class="head top"><h1>${e.title}</h1></div><div class="measure">${said(e)}</div>`

const said = ({ text, way }: Empty): Html =>
  html`<p>${typeof text === 'string' ? keepTogether(text) : text}${way === undefined ? null : html` <a href="${way.href}">${way.label}</a>`}</p>`
