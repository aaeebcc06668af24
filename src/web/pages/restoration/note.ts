/** What can be done about a record by way of restoration, said beside it on the organisation's own pages. */
import { archiveReaderOf } from '../../../register/records/archive.ts'
import { factsFrom } from '../../../register/records/facts.ts'
import { describeEligibility } from '../../../register/restoration/describe.ts'
import { type Eligibility, eligibilityOf } from '../../../register/restoration/eligibility.ts'
import * as store from '../../../register/restoration/store.ts'
import { ruleLink } from '../../components.ts'
import { html, type Html, type Part } from '../../html.ts'
import type { View } from '../../layout.ts'
import { keepTogether } from '../../messages.ts'
import type { ActingView } from '../../routes.ts'

export type RecordBeside = {
  readonly record_id: number; readonly item_id: string; readonly received_on: string; readonly existence: string; readonly facts: string
}
/** What is known of an organisation's restorations, read once for a page. */
export type RestorationsBeside = { readonly exclusions: ReadonlyMap<number, string>; readonly open: ReadonlyMap<number, number> }

export async function restorationsBeside({ ports }: View, subject: string): Promise<RestorationsBeside> {
  const [exclusions, cases] = await Promise.all([store.exclusionsOf(ports.database, subject), store.ofSubject(ports.database, subject, 500)])
  return { exclusions, open: new Map(cases.filter((c) => c.state === 'open').map((c) => [c.record_id, c.case_id])) }
}

/** Sentence and rule. */
export const standing = (view: View, e: Eligibility): Part =>
  html`${keepTogether(describeEligibility(e)[view.language])}${'rule' in e && e.rule !== null ? html` <span class="note">${ruleLink(view, e.rule)}</span>` : null}`

/** @returns null where restoration does not come into it. */
export function restorationNote(view: ActingView, record: RecordBeside, beside: RestorationsBeside): Html | null {
  const { ports, say, href } = view
  const item = archiveReaderOf(ports.law(), ports.today()).item(record.item_id)
  if (item === null || item.nature !== 'untrustworthiness' || record.existence !== 'held') return null
  const held = {
    item, facts: factsFrom(record.facts), receivedOn: record.received_on, existence: record.existence,
    excludedBy: beside.exclusions.get(record.record_id) ?? null,
  }
  const e = eligibilityOf(held, ports.law(), ports.today())
  if (e.standing === 'not-concerned') return null
  const id = beside.open.get(record.record_id)
  const named = html`<span class="vh"> ${say('objections.record', { n: String(record.record_id) })}</span>`
  const act = id !== undefined ? html`<a href="${href(`/subject/restorations/${id}`)}">${say('restoration.case', { n: String(id) })}</a>`
    : e.standing === 'open' ? html`<a href="${href('/subject/restorations/new', { record: String(record.record_id) })}">${say('restoration.apply')}${named}</a>` : null
  return html`<p class="restorable"><b>${say('restoration.desk')}</b>${say('part.colon')}${standing(view, e)}${act === null ? null : html` · ${act}`}</p>`
}
