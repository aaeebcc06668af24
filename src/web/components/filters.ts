/** Choices that narrow a list: links with counts, the chosen one in bold ink. The state is in the address. */
import { html, type Html } from '../html.ts'
import { grouped } from '../messages.ts'

export type Filter = { readonly href: string; readonly label: string; readonly count?: number; readonly chosen: boolean }

/** @param name of the group, read aloud: “Filter by category” */
export const filters = (name: string, list: readonly Filter[]): Html =>
  html`<ul class="filters" aria-label="${name}">${list.map(({ href, label, count, chosen }) =>
    html`<li><a href="${href}"${chosen ? html` aria-current="true"` : null}>${label}${
      count === undefined ? null : html`<span class="n">${grouped(count)}</span>`}</a></li>`)}</ul>`
