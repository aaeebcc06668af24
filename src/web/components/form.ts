/**
 * Forms: label, hint, error and control belong together; a summary at the head names every field to correct and leads
 * to it. What was typed stays. Values go in as text, ids are the names of the controls unless told otherwise.
 */
import { html, type Html, type Part } from '../html.ts'
import { formToken, type View } from '../layout.ts'
import { keepTogether } from '../messages.ts'

type Voice = Pick<View, 'say'>

/** `field`: id of the control. `text`: what was found and what to enter, without the word “Error”. */
export type FieldError = { readonly field: string; readonly label?: Part; readonly text: Part }

export type Choice = { readonly value: string; readonly label: string; readonly hint?: string }
export type ChoiceGroup = { readonly label: string; readonly choices: readonly Choice[] }

type Common = {
  readonly name: string
  /** of the control; its name when left out */
  readonly id?: string
  readonly label: Part
  readonly hint?: Part
  /** what was found and what to enter, without the word “Error” */
  readonly error?: Part
  /** says so beside the label: a field that is not marked is needed */
  readonly optional?: boolean
}
type Typed = { readonly value?: string; readonly mono?: boolean; /** characters */ readonly most?: number }
export type Field = Common & (
  | Typed & { readonly type: 'text' | 'date'; readonly autocomplete?: string; readonly numeric?: boolean }
  | Typed & { readonly type: 'textarea'; readonly rows?: number }
  | { readonly type: 'select'; readonly value?: string; readonly choices: readonly (Choice | ChoiceGroup)[] }
  | { readonly type: 'file'; readonly accept?: string }
  | { readonly type: 'checkbox'; readonly value?: string; readonly checked?: boolean }
  | { readonly type: 'radio'; readonly value?: string; readonly choices: readonly Choice[] }
)

const together = (text: Part): Part => (typeof text === 'string' ? keepTogether(text) : text)

/** One question of a form. A day is typed as text, as it is printed: no two browsers ask for one in the same way. */
export function field(voice: Voice, f: Field): Html {
  const id = f.id ?? f.name
  const bad = f.error !== undefined && f.error !== null && f.error !== ''
  const hint = f.hint === undefined ? null : html`<p class="hint" id="${id}-hint">${typeof f.hint === 'string' ? keepTogether(f.hint) : f.hint}</p>`
  const error = bad ? html`<p class="err" id="${id}-error">${voice.say('part.error')}${together(f.error)}</p>` : null
  const describedBy = [f.hint === undefined ? null : `${id}-hint`, bad ? `${id}-error` : null].filter((d) => d !== null).join(' ')
  const told = html`${describedBy === '' ? null : html` aria-describedby="${describedBy}"`}${bad ? html` aria-invalid="true"` : null}`
  const label = html`${f.label}${f.optional ? html` <span class="optional">${voice.say('part.optional')}</span>` : null}`
  const around = (inner: Part) => html`<div class="field${bad ? ' bad' : null}">${inner}</div>`

  if (f.type === 'radio') {
    return around(html`<fieldset id="${id}" tabindex="-1"${told}><legend>${label}</legend>${hint}${error}${f.choices.map((choice, i) =>
      html`<div class="pick"><input type="radio" id="${id}-${i}" name="${f.name}" value="${choice.value}"${choice.value === f.value ? html` checked` : null}${
        choice.hint === undefined ? null : html` aria-describedby="${id}-${i}-hint"`}><label for="${id}-${i}">${choice.label}</label>${
        choice.hint === undefined ? null : html`<p class="hint" id="${id}-${i}-hint">${choice.hint}</p>`}</div>`)}</fieldset>`)
  }
  if (f.type === 'checkbox') {
    return around(html`${error}<div class="pick"><input type="checkbox" id="${id}" name="${f.name}" value="${f.value ?? 'on'}"${
      f.checked ? html` checked` : null}${told}><label for="${id}">${label}</label>${hint}</div>`)
  }
  return around(html`<label for="${id}">${label}</label>${hint}${error}${control(f, id, told)}`)
}

function control(f: Exclude<Field, { type: 'radio' | 'checkbox' }>, id: string, told: Html): Html {
  const mono = 'mono' in f && f.mono ? html` class="mono"` : null
  const most = 'most' in f && f.most !== undefined ? html` maxlength="${f.most}"` : null
  switch (f.type) {
    case 'select': return html`<select id="${id}" name="${f.name}"${told}>${f.choices.map((choice) => ('choices' in choice
      ? html`<optgroup label="${choice.label}">${choice.choices.map((c) => option(c, f.value))}</optgroup>` : option(choice, f.value)))}</select>`
    // A first line break inside a textarea is dropped by browsers: one of our own keeps the reader's.
    case 'textarea': return html`<textarea id="${id}" name="${f.name}" rows="${f.rows ?? 4}"${mono}${most} spellcheck="false"${told}>
${f.value ?? ''}</textarea>`
    case 'file': return html`<input type="file" id="${id}" name="${f.name}"${f.accept === undefined ? null : html` accept="${f.accept}"`}${told}>`
    default: return html`<input type="text" id="${id}" name="${f.name}" value="${f.value ?? ''}"${f.type === 'date' ? html` maxlength="10"` : null}${
      f.type === 'date' || f.numeric ? html` inputmode="numeric"` : null}${mono}${most} autocomplete="${f.autocomplete ?? 'off'}" spellcheck="false"${told}>`
  }
}

const option = (choice: Choice, chosen: string | undefined): Html =>
  html`<option value="${choice.value}"${choice.value === chosen ? html` selected` : null}>${choice.label}</option>`

/**
 * At the head of the part that was sent. The script `form` gives it the focus; without script the address `#errors`
 * of the form's action leads here. Nothing when there is nothing to correct.
 */
export function errorSummary(voice: Voice, errors: readonly FieldError[], id = 'errors'): Html | null {
  if (errors.length === 0) return null
  return html`<div class="notice error" id="${id}" tabindex="-1"><div role="alert"><h2>${voice.say('part.to-correct', { n: errors.length })}</h2><ul>${
    errors.map((e) => html`<li><a href="#${e.field}">${e.label === undefined ? null : html`${e.label}${voice.say('part.colon')}`}${together(e.text)}</a></li>`)}</ul></div></div>`
}

/** The title of a page whose form has something to correct begins with the word. */
export const errorTitle = (voice: Voice, title: string, errors: readonly unknown[]): string =>
  (errors.length === 0 ? title : `${voice.say('part.error')}${title}`)

type FormOptions = {
  /** begins with a slash, without the language */
  readonly action: string
  /** sends files: answered by the route's `upload` */
  readonly upload?: boolean
  /** what the form is about, kept in the address: whoever has to sign in first comes back to the same */
  readonly about?: Readonly<Record<string, string>>
  readonly id?: string
  readonly label?: string
}

/** A form that acts: POST, with the token of the session. The server says what is wrong, not the browser. */
export const form = (view: View, { action, upload, about, id, label }: FormOptions, content: Part): Html =>
  html`<form method="post" action="${view.href(upload ? `${action}/upload` : action, about)}#errors"${upload ? html` enctype="multipart/form-data"` : null}${
    id === undefined ? null : html` id="${id}"`}${label === undefined ? null : html` aria-label="${label}"`} novalidate>${formToken(view)}
${content}</form>`

/** One primary button a view; the others are `second`. */
export const button = (label: Part, { second = false, name, value }: { second?: boolean; name?: string; value?: string } = {}): Html =>
  html`<button class="btn${second ? ' second' : null}"${name === undefined ? null : html` name="${name}" value="${value ?? ''}"`}>${label}</button>`

/** Buttons in a row, one above the other on a phone. */
export const buttons = (...list: readonly Part[]): Html => html`<div class="buttons">${list}</div>`
