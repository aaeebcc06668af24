/** A page that says no: a title that is the whole answer, one sentence, one way on. */
import { html } from '../html.ts'
import type { Page, View } from '../layout.ts'
import type { MessageKey } from '../messages.ts'

export type FaultStatus = 400 | 403 | 404 | 409 | 410 | 500
export type FaultAbout = 'code' | 'organisation' | 'record' | 'case' | 'letter' | 'rule' | 'role' | 'form' | 'sent' | 'escape' | 'not-a-form'

/** @param on where to go on; the search when left out */
export function fault(view: View, status: FaultStatus, about: FaultAbout | null = null, values: Readonly<Record<string, string>> = {}, on?: string): Page {
  const key = (about === null ? `fault.${status}` : `fault.${status}-${about}`) as MessageKey
  const title = view.say(key)
  const onward = on === undefined ? view.say('fault.back') : view.say(about === 'rule' ? 'law.all-rules' : about === 'case' || about === 'letter' ? 'fault.list' : 'record.archive')
  return {
    title, status,
    main: html`<div class="head top"><h1>${title}</h1></div><p class="measure">${view.tell(`${
    key}-text` as MessageKey, values)}</p><p class="after"><a href="${on ?? view.href('/')}">${onward}</a></p>`,
  }
}
