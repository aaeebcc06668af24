/** In which state something is: a word, and the swatch that the pictures use for the same. */
import { html, type Html, type Part } from '../html.ts'
import type { Say, Tell } from '../messages.ts'

/** Shapes: full, hatched, hollow, framed, dashed, ticked; `late` is for offices and for proofs that failed, never for organisations. */
export type TagKind = 'shown' | 'dispute' | 'ended' | 'kept' | 'wait' | 'proved' | 'late'

export const states = {
  'on-display': 'shown', disputed: 'dispute', ended: 'ended', restored: 'kept', 'not-set': 'wait', provisional: 'wait',
  proved: 'proved', 'not-proved': 'late', 'not-checked': 'wait',
} as const satisfies Record<string, TagKind>
export type State = keyof typeof states

/** A swatch and a word of one's own. */
export const tag = (kind: TagKind, word: Part): Html => html`<span class="tag${kind === 'shown' ? null : ` ${kind}`}">${word}</span>`

export const stateTag = ({ say }: { readonly say: Say }, state: State): Html => tag(states[state], say(`state.${state}`))

/** Of an office that missed its limit. */
export const overdueTag = ({ tell }: { readonly tell: Tell }, workingDays: number): Html => tag('late', tell('state.overdue', { n: workingDays }))
