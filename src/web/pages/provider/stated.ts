/** What the unit stated of its own deliveries and forms, and what stands on each statement. */
import { emptyPage } from '../../components.ts'
import { html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import type { ActingView } from '../../routes.ts'
import { oneStatement, statementList } from '../stated/parts.ts'
import { desk, trail } from './parts.ts'

const path = '/desk/deliveries/statements'

export async function ownStatements(view: ActingView, query: Readonly<Record<string, string>>): Promise<Page> {
  const title = view.say('person.statements')
  return {
    title, desk,
    main: html`${trail(view, title)}<div class="head"><h1>${title}</h1><p class="lead">${view.say('person.own-lead')}</p></div>
<section class="near">${await statementList(view, path, view.acting.body!.code, query)}</section>`,
  }
}

export async function ownStatement(view: ActingView, number: string, query: Readonly<Record<string, string>>): Promise<Page> {
  const { say, href } = view
  const found = await oneStatement(view, path, view.acting.body!.code, number, query, false)
  const title = found === null ? say('person.statement-unknown') : `${say('person.statement')} ${number}`
  if (found === null) return { title, desk, status: 404, main: emptyPage({ title, text: '', way: { href: href(path), label: say('person.statements') } }) }
  return { title, desk, main: html`${trail(view, [say('person.statements'), href(path)], title)}<div class="head"><h1>${title}</h1></div>${found.page}` }
}
