/** A fact the reader needs before going on. At most one in a section; it stays until it is no longer true. */
import { html, type Html, type Part } from '../html.ts'
import { keepTogether } from '../messages.ts'

/** `ochre`: an objection, a pause, a number that the text does not give. `done`: what the reader just did has been done. */
export type NoticeKind = 'plain' | 'ochre' | 'done'

export function notice({ kind = 'plain', title, text }: { readonly kind?: NoticeKind; readonly title?: Part; readonly text: Part }): Html {
  const said = typeof text === 'string' ? keepTogether(text) : text
  return html`<div class="notice${kind === 'ochre' ? ' ochre' : null}"${kind === 'done' ? html` role="status"` : null}>${
    title === undefined ? null : html`<h2>${title}</h2>`}<p>${said}</p></div>`
}
