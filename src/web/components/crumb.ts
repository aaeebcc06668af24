/** Where one is: the way back, then the place itself. */
import { html, type Html } from '../html.ts'
import type { View } from '../layout.ts'

export const crumb = (view: Pick<View, 'say'>, trail: readonly (readonly [label: string, href: string] | string)[]): Html =>
  html`<nav class="crumb" aria-label="${view.say('site.where')}">${trail.map((step, i) =>
    html`${i > 0 ? ' / ' : null}${typeof step === 'string' ? step : html`<a href="${step[1]}">${step[0]}</a>`}`)}</nav>`
