/** The one box: a name or a code. */
import { html, type Html } from '../html.ts'
import type { View } from '../layout.ts'

export const searchBox = ({ href, say }: Pick<View, 'href' | 'say'>, q = ''): Html => html`<form class="search" role="search" method="get" action="${
    href('/organisations')}">
<label for="q">${say('search.label')}</label>
<p class="hint" id="q-hint">${say('search.hint')}</p>
<div class="searchrow"><input type="search" id="q" name="q" value="${
    q}" aria-describedby="q-hint" autocomplete="off" spellcheck="false" maxlength="200"><button class="btn">${
  say('search.button')}</button></div>
</form>`
