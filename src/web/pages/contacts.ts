/** Where applications are taken, for anyone. */
import { type Contact, contacts } from '../../register/notices/contacts/acts.ts'
import { chinese, crumb, stackTable } from '../components.ts'
import { html, type Part } from '../html.ts'
import type { Page, View } from '../layout.ts'

export async function contactsPage(view: View): Promise<Page> {
  const { say, href } = view
  const name = ({ office, name: { zh, en } }: Contact): Part => (office === 'operator' ? say('contacts.operator') : view.language === 'en' && en !== zh ? en : chinese(zh))
  return {
    title: say('contacts.title'), entry: 'oversight',
    main: html`${crumb(view, [[say('menu.oversight'), href('/oversight')], say('contacts.title')])}
<div class="head"><h1>${say('contacts.title')}</h1><p class="lead">${say('contacts.lead')}</p></div>
<section>${stackTable<Contact>({
      caption: say('contacts.title'), captionHidden: true, rows: await contacts(view.ports),
      columns: [
        { head: say('contacts.office'), kind: 'head', cell: name },
        { head: say('contacts.contact'), cell: (c) => (c.contact === null ? html`<span class="gap">${say('contacts.none')}</span>` : chinese(c.contact)) },
      ],
    })}</section>`,
  }
}
