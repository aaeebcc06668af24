/**
 * A form whose words tell of a person, or may: shown again with the words marked, everything else kept as it was sent, and, where
 * the words are only doubtful, a box by which the member states with a reason that no person is meant. One page for every form.
 */
import type { FastifyRequest } from 'fastify'
import { type PersonFault, personRefusal, personsIn, unstatedOf } from '../http/person-door.ts'
import { ok, type Outcome, type Refusal } from '../law/outcome.ts'
import { evidenceField, mostReason, type NewStatement, stateAlongside, wordsInReason } from '../register/boundary/stated/acts.ts'
import { statementProblem } from '../register/boundary/stated/problem.ts'
import { type HandedIn, lookAtEvidence } from '../register/objections/evidence/acts.ts'
import { blank, masked } from '../register/boundary/mask.ts'
import { inField } from '../register/boundary/stated/digest.ts'
import { button, buttons, errorSummary, field, type FieldError } from './components.ts'
import { html, type Html } from './html.ts'
import { formToken, type Page } from './layout.ts'
import { problemInWords } from './list-word.ts'
import type { ActingView } from './routes.ts'

/** Names of the box and of its reason, in any form. */
export const noPerson = { box: '_no-person', why: '_no-person-why', asked: '_no-person-asked' } as const

export type Held = { readonly faults: readonly PersonFault[]; /** why the statement could not be made */ readonly stating: Refusal | null }

/**
 * Looks at what a form sends. Where the member states in it that doubtful words mean no person, the statement becomes an act with
 * what the form does; where that is refused, there is none.
 * @param said fields of which the form's own page says what is certain in them
 * @returns null when the form may be carried out
 */
export async function holdForm(view: ActingView, request: FastifyRequest, form: URLSearchParams, said: readonly string[] = []): Promise<Held | null> {
  const held = await lookAtForm(view, form, said)
  if ('faults' in held) return held
  const done = stateAlongside(view.ports, request, held.statements)
  return done.ok ? null : { faults: held.open, stating: statementProblem(done.refusals[0]) }
}

type Stated = { readonly statements: readonly NewStatement[]; /** what they are about */ readonly open: readonly PersonFault[] }
async function lookAtForm(view: ActingView, form: URLSearchParams, said: readonly string[]): Promise<Held | Stated> {
  const { ports, acting } = view
  const own: readonly string[] = Object.values(noPerson)
  const sent = [...form].filter(([name]) => !own.includes(name))
  const faults = personsIn(sent.map(([name, text]) => ({ field: name, text: text.replaceAll('\r\n', '\n') })), ports)
    .filter((f) => !(f.certain && said.includes(f.field)))
  if (faults.length === 0) return { statements: [], open: [] }
  const body = acting.body?.code ?? null
  const open = await unstatedOf(ports, body, faults)
  if (open.length === 0) return { statements: [], open }
  if (open.some((f) => f.certain) || body === null || form.get(noPerson.box) === null) return { faults: open, stating: null }
  return { open, statements: open.map(({ field: name, text }) => statementOf(view, form, name, text)) }
}

const statementOf = ({ acting }: ActingView, form: URLSearchParams, name: string, text: string): NewStatement => ({
  body: acting.body!.code, place: inField(name), column: name, text, reason: form.get(noPerson.why) ?? '', client: null, account: acting.account.id,
})

/**
 * The same for a form with files, which a page cannot send again for its sender: the form itself then asks (`noPersonBox`). Each file is
 * looked at once: what passes here the act takes as it is.
 */
export async function holdUpload(view: ActingView, request: FastifyRequest, typed: URLSearchParams, files: readonly Uint8Array[]): Promise<Outcome<HandedIn>> {
  const no = (refusal: Refusal): Outcome<never> => ({ ok: false, refusals: [refusal] })
  const held = await lookAtForm(view, typed, [])
  if ('faults' in held) {
    if (!held.faults[0]!.certain) typed.set(noPerson.asked, 'yes')
    for (const f of held.faults) if (f.certain) typed.set(f.field, withoutWords(f))
    const first = held.faults.find((f) => f.certain) ?? held.faults[0]!
    const refusal = personRefusal(first)
    return no(first.certain ? leftOut(first, refusal) : { ...refusal, code: 'person-in-form', facts: { ...refusal.facts, words: inQuestion(first) } })
  }
  const body = view.acting.body?.code ?? ''
  const looked = await lookAtEvidence(view.ports, body, files)
  if (!looked.ok) return looked
  const { doubtful } = looked.value
  if (doubtful.length > 0) typed.set(noPerson.asked, 'yes')
  if (doubtful.length > 0 && typed.get(noPerson.box) === null) return no({ ...doubtful[0]!, code: 'file-doubtful' })
  const statements = [...held.statements, ...doubtful.map(({ facts }) => statementOf(view, typed, evidenceField, facts.file!))]
  const done = stateAlongside(view.ports, request, statements)
  if (!done.ok) {
    typed.set(noPerson.asked, 'yes')
    return no(statementProblem(done.refusals[0]))
  }
  return ok(looked.value.files)
}

/** What is certain: which field, why, and that the words were taken out where the form shows `blank`. */
function leftOut({ field: name, findings }: PersonFault, { rule }: Refusal): Refusal {
  const { zh, en } = findings.find((f) => f.certainty === 'certain')!.reason
  return { code: 'person-left-out', rule, facts: { field: name, blank, 'reason-zh': zh, 'reason-en': en } }
}

/** The words themselves, for whoever just wrote them; the whole text where no words are. */
const inQuestion = ({ text, spans }: PersonFault): string => {
  const words = spans.length === 0 ? text : spans.map(([from, to]) => text.slice(from, to)).join('、')
  return words.length <= 80 ? words : `${words.slice(0, 80)}…`
}

/** The form again, with its words. Nothing of it was kept. */
export function heldPage(view: ActingView, request: FastifyRequest, form: URLSearchParams, held: Held): Page {
  const { say, language } = view
  const certain = held.faults.some((f) => f.certain)
  const address = request.url
  const shown = new Set(held.faults.map((f) => f.field))
  const errors: FieldError[] = [
    ...held.faults.map((f): FieldError => ({ field: `held-${f.field}`, text: f.findings.map(({ reason }) => reason[language]).filter((r, i, all) => all.indexOf(r) === i).join(say('person.and')) }))
      .map((e, i) => (held.faults[i]!.certain ? e : { ...e, text: say('person.maybe', { reason: e.text as string }) })),
    ...(held.stating === null ? [] : [statingError(view, held.stating, form.get(noPerson.why) ?? '')]),
  ]
  const title = say(certain ? 'person.certain-title' : 'person.doubtful-title')
  const hidden = [...form].filter(([name]) => !shown.has(name) && name !== '_token' && name !== noPerson.box && name !== noPerson.why)
  return {
    title: `${say('part.error')}${title}`, status: 422, scripts: ['form'],
    main: html`<div class="head top"><h1>${title}</h1></div><p class="measure">${say(certain ? 'person.certain-text' : 'person.doubtful-text')}</p>
<form method="post" action="${address}" novalidate>${formToken(view)}${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${errorSummary(view, errors)}${held.faults.map((f, i) => html`${f.certain ? null : html`<p class="after measure" translate="no"><bdi${/\p{Script=Han}/u.test(f.text) ? html` lang="zh"` : null}>${marked(f)}</bdi></p>`}${
      field(view, { type: 'textarea', name: f.field, id: `held-${f.field}`, rows: 3, label: say('person.written', { n: i + 1 }), value: f.certain ? withoutWords(f) : f.text, error: errors[i]!.text })}`)}
${certain || view.acting.body === null ? null : noPersonBox(view, form, held.stating === null ? '' : (errors.at(-1)!.text as string))}
${buttons(button(say('person.send')))}</form>`,
  }
}

/** A reason that tells of a person itself: which words, and that it need not quote what it is about. */
export function personalReason({ say, ports }: ActingView, reason: string): string {
  const words = wordsInReason(ports, reason)
  return words === '' ? say('delivery.no-person-personal') : say('delivery.no-person-quoted', { words })
}

function statingError(view: ActingView, refusal: Refusal, reason: string): FieldError {
  const { say } = view
  if (refusal.code === 'statement-reason-missing') return { field: noPerson.why, text: say('delivery.no-person-missing') }
  if (refusal.code === 'statement-reason-personal') return { field: noPerson.why, text: personalReason(view, reason) }
  const { detail, cure } = problemInWords(view, refusal)
  return { field: noPerson.why, text: `${detail}${view.language === 'zh' ? '' : ' '}${cure ?? ''}` }
}

/** In a form with files: shown once something in it may tell of a person. */
export const noPersonAsked = (view: ActingView, typed: URLSearchParams | null): Html | null =>
  (typed?.get(noPerson.asked) == null ? null : noPersonBox(view, typed))

/** The box itself: on the page above, and in forms with files. */
export function noPersonBox(view: ActingView, typed: URLSearchParams | null, error = ''): Html {
  const { say } = view
  return html`<fieldset class="state"><legend class="vh">${say('delivery.no-person')}</legend>${
    field(view, { type: 'checkbox', name: noPerson.box, label: say('delivery.no-person'), hint: say('person.box-hint'), checked: typed?.get(noPerson.box) != null })}${
    field(view, { type: 'text', name: noPerson.why, label: say('delivery.no-person-why'), value: typed?.get(noPerson.why) ?? '', most: mostReason, error })}</fieldset>`
}

/** What the boundary refuses is not written down again, not even into the form it came from; where it stood is seen, and the rest stays. */
const withoutWords = ({ text, spans }: PersonFault): string => masked(text, spans)

/** The text with the words in question marked; the whole of it where no words are. */
function marked({ text, spans }: PersonFault): Html {
  if (spans.length === 0) return html`<mark>${text}</mark>`
  const parts: Html[] = []
  let done = 0
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (to <= done) continue
    parts.push(html`${text.slice(done, Math.max(from, done))}<mark>${text.slice(Math.max(from, done), to)}</mark>`)
    done = to
  }
  return html`${parts}${text.slice(done)}`
}
