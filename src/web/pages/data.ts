/** What machines may read: the interface, the log, what may be downloaded and kept. */
import { crumb, scroll, stackTable } from '../components.ts'
import { html } from '../html.ts'
import type { Page, View } from '../layout.ts'
import type { MessageKey } from '../messages.ts'

const open = [
  ['search', '/api/v1/organisations?q={q}'], ['organisation', '/api/v1/organisations/{code}'], ['archive', '/api/v1/organisations/{code}/archive'],
  ['record', '/api/v1/organisations/{code}/records/{id}'], ['proof', '/api/v1/organisations/{code}/records/{id}/proof'],
  ['law', '/api/v1/law/rules'], ['differences', '/api/v1/law/differences'], ['due', '/api/v1/law/due?rule={rule}&from={day}'], ['calendar', '/api/v1/law/calendar'],
  ['catalog', '/api/v1/catalog'], ['template', '/api/v1/catalog/{item}/template'], ['measures', '/api/v1/measure-lists'], ['problems', '/api/v1/problems'],
] as const
const log = [['checkpoint', '/log/checkpoint'], ['key', '/log/key'], ['tiles', '/log/tile/{level}/{number}'], ['entries', '/log/tile/entries/{number}']] as const

export function data(view: View): Page {
  const { say, href, ports } = view
  const addresses = (kind: 'open' | 'log', rows: readonly (readonly [string, string])[]) => scroll(say(`data.${kind}`), stackTable({
    caption: say(`data.${kind}`), captionHidden: true, class: 'addresses', rows,
    columns: [
      { head: say('data.what'), kind: 'head', cell: ([what]) => say(`data.${what}` as MessageKey) },
      { head: say('data.address'), cell: ([, path]) => (path.includes('{') ? html`<code translate="no">${path}</code>` : html`<a href="${path}"><code translate="no">${path}</code></a>`) },
    ],
  }))
  return {
    title: say('data.title'), entry: 'search',
    main: html`${crumb(view, [[say('menu.search'), href('/')], say('data.title')])}
<div class="head"><h1>${say('data.title')}</h1><p class="lead">${say('data.lead')}</p></div>
<section><h2>${say('data.open')}</h2><p class="measure after">${say('data.open-text')} <a href="/api/openapi.json">OpenAPI</a></p><p class="measure note">${say('data.signed-text')}</p>${addresses('open', open)}
<p class="note after measure">${say('data.receipt')}</p></section>
<section><h2>${say('data.log')}</h2><p class="measure after">${say('data.log-text')}</p>${addresses('log', log)}
${scroll(say('footer.verify'), html`<pre class="command" translate="no">probity verify ${ports.settings.address}</pre>`)}</section>
<section><h2>${say('data.keep')}</h2><p class="measure after">${say('data.keep-text')}</p></section>`,
  }
}
