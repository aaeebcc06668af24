/** What a verification found: each proof as a plain claim, with its result before it. What was not proved is said apart. */
import { html, type Html, type Part } from '../html.ts'
import type { Say } from '../messages.ts'
import { keepTogether } from '../words.ts'
import { stateTag, tag } from './state-tag.ts'

export type Check = {
  readonly id?: string
  /** `fact`: no proof but what follows for the reader, under a word of its own */
  readonly result: 'proved' | 'not-proved' | 'not-checked' | { readonly fact: string }
  readonly claim: Part
  readonly text: Part
}

export const checks = (voice: { readonly say: Say }, list: readonly Check[]): Html =>
  html`<ol class="checks" role="list">${list.map(({ id, result, claim, text }) =>
    html`<li${id === undefined ? null : html` id="${id}"`}>${typeof result === 'string' ? stateTag(voice, result) : tag('ended', result.fact)}<div><h3>${
      claim}</h3><p>${typeof text === 'string' ? keepTogether(text) : text}</p></div></li>`)}</ol>`

/** Sentences under “What was not proved”: always there, whatever was. */
export const notProved = (title: string, sentences: readonly Part[]): Html =>
  html`<div><h2>${title}</h2><ul class="dash after">${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul></div>`
