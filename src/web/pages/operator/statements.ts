/** What bodies stated of words that may name a person: listed beside incidents, and taken back where a statement was wrong. */
import type { Refusal } from '../../../law/outcome.ts'
import { openIncident } from '../../../register/boundary/acts.ts'
import { withdrawStatement } from '../../../register/boundary/stated/acts.ts'
import { reasonOf, statements } from '../../../register/boundary/stated/store.ts'
import { button, empty, errorSummary, field, form, notice, stackTable } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import type { ActingView, Answer, Asked } from '../../routes.ts'
import { inOwnWords } from '../provider/parts.ts'
import { incidentsPage } from './incidents.ts'
import { byAccount, errorOf, errorsOf, typed } from './room.ts'
import { unreadableSection } from './unreadable.ts'

export type SentWithdrawal = { readonly values: Readonly<Record<'statement' | 'why', string>>; readonly refusals: readonly Refusal[] }

const most = 50

export async function statementsSection(view: ActingView, { query }: Asked, sent?: SentWithdrawal): Promise<Html> {
  const { say } = view
  const rows = await statements(view.ports.database, null, null, most)
  const errors = errorsOf(view, sent?.refusals ?? [], {
    'statement-unknown': ['statement', say('person.statement-number')], 'reason-missing': ['why', say('person.withdraw-reason')],
    'reason-personal': ['why', say('person.withdraw-reason')],
  })
  return html`<section id="statements"><h2>${say('person.statements')}</h2><p class="measure">${say('person.statements-lead')}</p>
${/^\d{1,15}$/.test(query.withdrawn ?? '') ? notice({ kind: 'done', text: say('person.withdrawn', { n: query.withdrawn! }) }) : null}
${rows.length === 0 ? empty({ title: say('person.statements-none'), text: '' }) : html`${stackTable({
    caption: say('person.statements'), captionHidden: true, rows,
    columns: [
      { head: say('person.statement'), kind: 'head', cell: (s) => String(s.act_id) },
      { head: say('person.statement-of'), cell: (s) => html`<span class="mono" translate="no">${s.body_code}</span>` },
      { head: say('person.statement-place'), cell: (s) => inOwnWords(s.place) },
      { head: say('person.statement-reason'), cell: (s) => inOwnWords(reasonOf(s) ?? '—') },
      { head: say('person.statement-state'), cell: (s) => (s.withdrawn_act === null ? say('person.statement-stands') : say('person.statement-withdrawn', { n: String(s.withdrawn_act) })) },
    ],
  })}${form(view, { action: '/desk/operate/incidents/statements', id: 'withdraw' }, html`${errorSummary(view, errors)}
${field(view, { type: 'text', name: 'statement', numeric: true, label: say('person.statement-number'), value: sent?.values.statement ?? '', error: errorOf(errors, 'statement') })}
${field(view, { type: 'text', name: 'why', most: 1000, label: say('person.withdraw-reason'), value: sent?.values.why ?? '', error: errorOf(errors, 'why') })}
<p class="buttons">${button(say('person.withdraw'), { second: true })}</p>`)}`}</section>`
}

export const incidentsRoom = async (view: ActingView, asked: Asked): Promise<Page> => incidentsPage(
  view, asked, html`${await statementsSection(view, asked)}${await unreadableSection(view, asked)}`,
)

export async function doIncident(view: ActingView, asked: Asked): Promise<Answer> {
  const values = typed(asked.form, 'subject', 'record', 'reason', 'again')
  const no = (code: string): Refusal => ({ code, rule: null, facts: {} })
  const page = async (refusals: readonly Refusal[]) => incidentsPage(view, asked, await statementsSection(view, asked), { values, refusals })
  // Every fault at once; what it would destroy is asked for last.
  const faults = [
    ...(/^\d{1,15}$/.test(values.record) ? [] : [no('record-unknown')]),
    ...(values.reason === '' ? [no('reason-missing')] : []),
    ...(values.again === values.record ? [] : [no('again-differs')]),
  ]
  if (faults.length > 0) return page(faults)
  const { subject, record, reason } = values
  const done = await openIncident(view.ports, { subject: subject.toUpperCase(), record: Number(record), by: byAccount(view), reason })
  if (done.ok) return { redirect: view.href('/desk/operate/incidents', { incident: String(done.value.incident), erased: String(done.value.erased) }) }
  return page(done.refusals)
}

export async function doWithdraw(view: ActingView, asked: Asked): Promise<Answer> {
  const values = typed(asked.form, 'statement', 'why')
  const done = await withdrawStatement(view.ports, {
    statement: /^\d{1,15}$/.test(values.statement) ? Number(values.statement) : 0, reason: values.why, actor: 'operator', account: view.acting.account.id,
  })
  if (done.ok) return { redirect: `${view.href('/desk/operate/incidents', { withdrawn: values.statement })}#statements` }
  return { ...incidentsPage(view, asked, await statementsSection(view, asked, { values, refusals: done.refusals })), status: 422 }
}
