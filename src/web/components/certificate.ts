/** The answer of a clock: a sentence with its day, what it rests on, and each day counted or skipped. */
import { html, type Html, type Part } from '../html.ts'
import type { View } from '../layout.ts'
import { keepTogether } from '../messages.ts'
import { facts } from './facts.ts'
import { notice } from './notice.ts'
import { stackTable } from './table.ts'

export type CertifiedRow = {
  readonly date: string
  readonly weekday: string
  readonly is: string
  readonly result: string
  readonly basis: string
  readonly counted: boolean
}

/** @param answer the day in words; null where the text sets none: then `why` says so, and no date stands anywhere */
export const answer = ({ say }: Pick<View, 'say'>, { answer: text, means, provisional }: {
  readonly answer: string | null; readonly means: Part; readonly provisional?: string | null
}): Html => html`<p class="answer">${text ?? say('state.not-set')}${
  text !== null && provisional ? html`<span class="prov-word">${say('state.provisional')}</span>` : null}<small>${means}</small></p>${
  text !== null && provisional ? notice({ kind: 'ochre', text: provisional }) : null}`

export const certificateFacts = (title: string, rows: readonly (readonly [string, Part] | null)[]): Html => html`<h2>${title}</h2>${facts(rows)}`

export const certificateDays = ({ say }: Pick<View, 'say'>, rows: readonly CertifiedRow[]): Html => stackTable<CertifiedRow>({
  caption: say('calendar.days'), captionHidden: true, class: 'cert', rows, rowClass: (row) => (row.counted ? 'counted' : null),
  columns: [
    { head: say('calendar.date'), kind: 'head', cell: (row) => html`${keepTogether(row.date)}<span class="wk">${row.weekday}</span>` },
    { head: say('calendar.is'), label: null, cell: (row) => keepTogether(row.is) },
    { head: say('calendar.result'), label: null, class: 'res', cell: (row) => row.result },
    { head: say('calendar.basis'), label: null, cell: (row) => (row.basis === '' ? html`<span class="silent">–</span>` : html`<span class="mono" translate="no">${row.basis}</span>`) },
  ],
})
