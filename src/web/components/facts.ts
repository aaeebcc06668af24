/** Labels and values: the facts of a record, of a body, of an answer. */
import { html, type Html, type Part } from '../html.ts'

/** @param rows null leaves a row out. `wide`: side by side where there is room */
export const facts = (rows: readonly (readonly [label: string, value: Part] | null)[], kind: 'wide' | 'plain' = 'plain'): Html =>
  kind === 'wide'
    ? html`<dl class="facts wide">${rows.map((row) => row && html`<div><dt>${row[0]}</dt><dd>${row[1]}</dd></div>`)}</dl>`
    : html`<dl class="facts">${rows.map((row) => row && html`<dt>${row[0]}</dt><dd>${row[1]}</dd>`)}</dl>`
