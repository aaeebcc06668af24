/** Names, codes, days and words of documents as they stand on a page. */
import { splitForm } from '../../register/subjects/name.ts'
import { html, type Html, join } from '../html.ts'
import { keepTogether } from '../messages.ts'

/**
 * A legal name, which may break after its place and before its form: never translated, never abbreviated, kept apart
 * from the direction of the text around it.
 */
export function legalName(name: string): Html {
  const [own, form] = splitForm(name)
  const place = /^(?:[^省市区县]{1,6}[省市区县])+(?=.{3})/u.exec(own)?.[0] ?? ''
  const parts = [place, own.slice(place.length), form].filter((part) => part !== '')
  return html`<bdi lang="zh" class="legal">${join(parts, html`<wbr>`)}</bdi>`
}

/** Chinese text of a document, on a page of either language. */
export const chinese = (text: string): Html => html`<bdi lang="zh">${keepTogether(text)}</bdi>`

/** `91 449900 MA5X2K7Q8 U`: the gaps are drawn, a copy has 18 characters. */
export const printedCode = (code: string): Html =>
  html`<span class="uscc" translate="no"><span>${code.slice(0, 2)}</span><span>${code.slice(2, 8)}</span><span>${
    code.slice(8, 17)}</span><span>${code.slice(17)}</span></span>`

/** @param iso YYYY-MM-DD */
export const day = (iso: string): Html => html`<time class="nb" datetime="${iso}">${iso}</time>`
