/** The one box: a name or a code. */
import { html, type Html } from '../html.ts'
import type { View } from '../layout.ts'

export const searchBox = ({ href, say }: Pick<View, 'href' | 'say'>, q = '', id = 'q'): Html => html`<form class="search" role="search" method="get" action="${
    href('/organisations')}">
<label for="${id}">${say('search.label')}</label>
<p class="hint" id="${id}-hint">${say('search.hint')}</p>
<div class="searchrow"><input type="search" id="${id}" name="q" value="${
    q}" aria-describedby="${id}-hint" autocomplete="off" spellcheck="false" maxlength="200"><button class="btn">${
  say('search.button')}</button></div>
</form>`
