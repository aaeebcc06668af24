/** The rooms of an organisation's side, at the head of each of them. */
import { html, type Html, raw } from '../../html.ts'
import type { View } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'

/** Each capability with a room of its own here puts its entry in. */
const sections: readonly { readonly path: string; readonly key: MessageKey }[] = [
  { path: '/subject', key: 'subject.section-file' },
  { path: '/subject/inquiries', key: 'subject.section-inquiries' },
  { path: '/subject/recipients', key: 'subject.section-recipients' },
  { path: '/subject/authorisations', key: 'subject.section-authorisations' },
  { path: '/subject/statements', key: 'subject.section-statements' },
  { path: '/subject/objections', key: 'objections.desk' },
  { path: '/subject/restorations', key: 'restoration.own-title' },
  { path: '/subject/notices', key: 'notices.title' },
]

/** @param at path of the room one is in */
export const sectionLinks = ({ say, href }: View, at: string): Html => html`<ul class="filters rooms" aria-label="${say('subject.sections')}">${sections.map(({ path, key }) =>
  html`<li><a href="${href(path)}"${path === at ? raw(' aria-current="page"') : null}>${say(key)}</a></li>`)}</ul>`
