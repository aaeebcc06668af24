/** What the site promises to whoever reads it otherwise than by eye and mouse, how that is checked, what is not done. */
import { crumb } from '../components.ts'
import { html } from '../html.ts'
import type { Page, View } from '../layout.ts'

export function accessibility(view: View): Page {
  const { say, href } = view
  const list = (keys: readonly ('script' | 'keyboard' | 'words' | 'pictures' | 'colour' | 'zoom' | 'language' | 'print')[]) =>
    html`<ul class="dash after">${keys.map((key) => html`<li>${say(`accessibility.${key}`)}</li>`)}</ul>`
  return {
    title: say('accessibility.title'), entry: 'search',
    main: html`${crumb(view, [[say('menu.search'), href('/')], say('accessibility.title')])}
<div class="head"><h1>${say('accessibility.title')}</h1><p class="lead">${say('accessibility.lead')}</p></div>
<section><h2>${say('accessibility.promised')}</h2>${list(['script', 'keyboard', 'words', 'pictures', 'colour', 'zoom', 'language', 'print'])}</section>
<section><h2>${say('accessibility.checked')}</h2><p class="measure after">${say('accessibility.checked-text')} <a href="${href('/design')}">${
      say('accessibility.parts')}</a></p></section>
<section><h2>${say('accessibility.missing')}</h2><p class="measure after">${say('accessibility.missing-text')}</p></section>`,
  }
}
