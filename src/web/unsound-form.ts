/** A form in which a text cannot be kept as it was typed: shown again with every word, and the characters in question marked. */
import type { FastifyRequest } from 'fastify'
import { type TypedFault, typedFaultsOf } from '../http/text-door.ts'
import type { Refusal } from '../law/outcome.ts'
import { faultsIn, withoutFaults } from '../text/text.ts'
import { whyNot } from '../text/words.ts'
import { button, buttons, errorSummary, field, type FieldError } from './components.ts'
import { html, type Html } from './html.ts'
import { formToken, type Page, type View } from './layout.ts'

/** One page for every form without files. Nothing was carried out. @param form as it was sent, without what cannot be kept */
export function unsoundPage(view: View, request: FastifyRequest, form: URLSearchParams): Page {
  const { say } = view
  const faults = typedFaultsOf(request)
  const errors = faults.map((f): FieldError => ({ field: `typed-${f.field}`, text: faultText(view, f) }))
  const shown = new Set(faults.map((f) => f.field))
  const title = say('fault.form-unsound')
  return {
    title: `${say('part.error')}${title}`, status: 400, scripts: ['form'],
    main: html`<div class="head top"><h1>${title}</h1></div><p class="measure">${say('fault.form-unsound-text')}</p>
<form method="post" action="${request.url}" novalidate>${formToken(view)}${[...form].filter(([name]) => !shown.has(name) && name !== '_token').map(([name, value]) =>
      html`<input type="hidden" name="${name}" value="${value}">`)}
${errorSummary(view, errors)}${faults.map((f, i) => html`<p class="after measure" translate="no"><bdi>${marked(f.text)}</bdi></p>${
      field(view, { type: 'textarea', name: f.field, id: `typed-${f.field}`, rows: 3, label: say('person.written', { n: i + 1 }), value: withoutFaults(f.text), error: errors[i]!.text })}`)}
${buttons(button(say('person.send')))}</form>`,
  }
}

/** Of a form with files, which a page cannot send again for its sender: what its page says beside the field. null where all can be kept */
export function unsoundTyped(request: FastifyRequest): Refusal | null {
  const [first] = typedFaultsOf(request)
  if (first === undefined) return null
  const { zh, en } = whyNot(first.refusal)
  return { ...first.refusal, code: 'typed-unsound', facts: { field: first.field, 'why-zh': zh, 'why-en': en } }
}

/** What is wrong with it and what was done about it. */
const faultText = ({ say, language }: View, { refusal }: TypedFault): string => say('fault.typed', { why: whyNot(refusal)[language] })

/** The text, with the code point written where a character cannot be kept. */
function marked(text: string): Html {
  let done = 0
  const parts = faultsIn(text).map(({ from, to, character }) => {
    const before = text.slice(done, from)
    done = to
    return html`${before}<mark>${character}</mark>`
  })
  return html`${parts}${text.slice(done)}`
}
