/** Personal data found inside a record: withdrawn and destroyed, for a reason written down and typed twice what it is about. */
import type { Refusal } from '../../../law/outcome.ts'
import { button, errorSummary, field, form, notice } from '../../components.ts'
import { html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { openIncident } from '../../../register/boundary/acts.ts'
import type { ActingView, Answer, Asked } from '../../routes.ts'
import { byAccount, errorOf, errorsOf, room, typed } from './room.ts'
import { unreadableSection } from './unreadable.ts'

type Field = 'subject' | 'record' | 'reason' | 'again'

type Sent = { readonly values: Readonly<Record<Field, string>>; readonly refusals: readonly Refusal[] }

export async function incidentsRoom(view: ActingView, asked: Asked, sent?: Sent): Promise<Page> {
  const { say, tell } = view
  const { query } = asked
  const value = (name: Field) => sent?.values[name] ?? (name === 'subject' || name === 'record' ? (query[name] ?? '') : '')
  const errors = errorsOf(view, sent?.refusals ?? [], {
    'record-unknown': ['record', say('operator.incident-record')], 'already-erased': ['record', say('operator.incident-record')],
    'reason-missing': ['reason', say('operator.incident-reason')], 'reason-personal': ['reason', say('operator.incident-reason')],
    'again-differs': ['again', say('operator.incident-again')],
  })
  const happened = /^\d{1,15}$/.test(query.incident ?? '') && /^\d{1,9}$/.test(query.erased ?? '')
  return room(view, {
    name: 'incidents', title: say('operator.incident-title'), lead: say('operator.incident-lead'), errors,
    main: html`${happened ? notice({ kind: 'done', text: tell('operator.incident-done', { erased: Number(query.erased), act: say('operator.act', { n: query.incident! }) }) }) : null}
${form(view, { action: '/desk/operate/incidents' }, html`${errorSummary(view, errors)}
${field(view, { type: 'text', name: 'subject', mono: true, most: 18, label: say('operator.incident-subject'), value: value('subject') })}
${field(view, { type: 'text', name: 'record', numeric: true, label: say('operator.incident-record'), value: value('record'), error: errorOf(errors, 'record') })}
${field(view, { type: 'textarea', name: 'reason', rows: 3, most: 1000, label: say('operator.incident-reason'), hint: say('operator.incident-reason-hint'), value: value('reason'), error: errorOf(errors, 'reason') })}
${field(view, { type: 'text', name: 'again', numeric: true, label: say('operator.incident-again'), hint: say('operator.incident-again-hint'), value: value('again'), error: errorOf(errors, 'again') })}
<p class="buttons">${button(say('operator.incident-button'))}</p>`)}${await unreadableSection(view, asked)}`,
  })
}


export async function doIncident(view: ActingView, asked: Asked): Promise<Answer> {
  const values = typed(asked.form, 'subject', 'record', 'reason', 'again')
  const no = (code: string): Refusal => ({ code, rule: null, facts: {} })
  // Every fault at once; what it would destroy is asked for last.
  const faults = [
    ...(/^\d{1,15}$/.test(values.record) ? [] : [no('record-unknown')]),
    ...(values.reason === '' ? [no('reason-missing')] : []),
    ...(values.again === values.record ? [] : [no('again-differs')]),
  ]
  if (faults.length > 0) return incidentsRoom(view, asked, { values, refusals: faults })
  const { subject, record, reason } = values
  const done = await openIncident(view.ports, { subject: subject.toUpperCase(), record: Number(record), by: byAccount(view), reason })
  if (done.ok) return { redirect: view.href('/desk/operate/incidents', { incident: String(done.value.incident), erased: String(done.value.erased) }) }
  return incidentsRoom(view, asked, { values, refusals: done.refusals })
}
