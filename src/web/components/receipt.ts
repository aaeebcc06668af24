/** What a page can be held to: time, versions, hash, and where to check them. */
import { html, type Html, type Part } from '../html.ts'
import { facts } from './facts.ts'

export const hash = (text: string): Html => html`<span class="hash" translate="no">${text}</span>`

export const receipt = ({ title, rows, note, verify }: {
  readonly title: string
  readonly rows: readonly (readonly [label: string, value: Part] | null)[]
  readonly note?: Part
  readonly verify?: { readonly href: string; readonly label: string }
}): Html => html`<section class="proof"><div class="lede-row"><h2>${title}</h2>${
  verify === undefined ? null : html`<a href="${verify.href}">${verify.label}</a>`}</div>
${facts(rows)}${note === undefined ? null : html`<p class="note after">${note}</p>`}</section>`
