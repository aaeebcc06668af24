/** The course of a case: what, by whom, until when, and when it was done. */
import { html, type Html, type Part } from '../html.ts'
import type { View } from '../layout.ts'
import { stackTable } from './table.ts'

export type Step = {
  readonly what: string
  readonly by: string
  /** the day and its rule; null where the law sets none */
  readonly limit: Part
  /** the day, or how long is left, or by how much it is late */
  readonly done: Part
  /** the step the case is at */
  readonly current?: boolean
}

export const steps = ({ say }: Pick<View, 'say'>, caption: string, list: readonly Step[]): Html => stackTable<Step>({
  caption, captionHidden: true, class: 'steps', rows: list,
  columns: [
    { head: say('steps.what'), kind: 'head', cell: (s) => (s.current ? html`<b>${s.what}</b>` : s.what) },
    { head: say('steps.by'), label: null, cell: (s) => s.by },
    { head: say('steps.limit'), cell: (s) => s.limit ?? html`<span class="silent">–</span>` },
    { head: say('steps.done'), cell: (s) => s.done },
  ],
})
