/** A page that says no in the words the interfaces for machines use: what, why, what cures it. */
import type { Refusal } from '../../law/outcome.ts'
import { html } from '../html.ts'
import type { Page, View } from '../layout.ts'
import { problemOf } from '../problem.ts'

export function problemFault(view: View, status: number, refusal: Refusal): Page {
  const { title, detail, cure } = problemOf(refusal, view.language, '', status)
  return {
    title, status,
    main: html`<div class="head top"><h1>${title}</h1></div><p class="measure">${detail}${view.language === 'zh' ? '' : ' '}${
      cure}</p><p class="after"><a href="${view.href('/')}">${view.say('fault.back')}</a></p>`,
  }
}
