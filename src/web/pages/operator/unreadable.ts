/** Acts that cannot be read: each named, and the form by which one is erased. */
import type { Refusal } from '../../../law/outcome.ts'
import { eraseUnreadable } from '../../../register/operation/unreadable/acts.ts'
import { type UnreadableAct, unreadableActs } from '../../../register/operation/unreadable/store.ts'
import { button, errorSummary, field, form, notice, stackTable } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import type { ActingView, Answer, Asked } from '../../routes.ts'
import { byAccount, errorOf, errorsOf, moment, room, typed } from './room.ts'

const most = 200
type Sent = { readonly values: Readonly<Record<'act' | 'why', string>>; readonly refusals: readonly Refusal[] }

/** Null where every act can be read. */
export async function unreadableSection(view: ActingView, { query }: Asked, sent?: Sent): Promise<Html | null> {
  const { say, tell, ports } = view
  const acts = await unreadableActs(ports.database, most)
  const erased = /^\d{1,15}$/.test(query.erasure ?? '') ? notice({ kind: 'done', text: tell('operator.unreadable-done', { act: say('operator.act', { n: query.erasure! }) }) }) : null
  if (acts.length === 0) return erased
  const errors = errorsFor(view, sent)
  return html`<section id="unreadable"><h2>${say('operator.unreadable')}</h2>${erased}<p class="measure">${say('operator.unreadable-lead')}</p>
${stackTable<UnreadableAct>({
    caption: say('operator.unreadable'), captionHidden: true, rows: acts,
    columns: [
      { head: say('operator.unreadable-act'), kind: 'head', cell: (a) => html`<span class="mono">${a.act_id}</span>` },
      { head: say('operator.unreadable-kind'), cell: (a) => html`<span class="mono" translate="no">${a.kind}</span>` },
      { head: say('operator.unreadable-about'), cell: (a) => (a.subject_code === '' ? '–' : html`<span class="mono" translate="no">${a.subject_code}</span>`) },
      { head: say('operator.unreadable-since'), cell: (a) => moment(a.recorded_at) },
      { head: say('operator.unreadable-part'), cell: (a) => say(`operator.unreadable-${a.part}`) },
    ],
  })}
${form(view, { action: '/desk/operate/incidents/unreadable' }, html`${errorSummary(view, errors)}
${field(view, { type: 'text', name: 'act', numeric: true, label: say('operator.unreadable-act'), value: sent?.values.act ?? '', error: errorOf(errors, 'act') })}
${field(view, { type: 'textarea', name: 'why', rows: 2, most: 1000, label: say('operator.unreadable-why'), hint: say('operator.incident-reason-hint'), value: sent?.values.why ?? '', error: errorOf(errors, 'why') })}
<p class="buttons">${button(say('operator.unreadable-erase'))}</p>`)}</section>`
}

const errorsFor = (view: ActingView, sent?: Sent) => errorsOf(view, sent?.refusals ?? [], {
  'act-unknown': ['act', view.say('operator.unreadable-act')], 'act-readable': ['act', view.say('operator.unreadable-act')], 'already-erased': ['act', view.say('operator.unreadable-act')],
  'reason-missing': ['why', view.say('operator.unreadable-why')], 'reason-personal': ['why', view.say('operator.unreadable-why')],
})

export async function unreadableRoom(view: ActingView, asked: Asked, sent?: Sent): Promise<Answer> {
  const { say } = view
  return room(view, {
    name: 'incidents', title: say('operator.unreadable'), lead: say('operator.unreadable-lead'), errors: errorsFor(view, sent),
    main: (await unreadableSection(view, asked, sent)) ?? html`<p>${say('operator.unreadable-none')}</p>`,
  })
}

export async function doEraseUnreadable(view: ActingView, asked: Asked): Promise<Answer> {
  const values = typed(asked.form, 'act', 'why')
  if (!/^\d{1,15}$/.test(values.act)) return unreadableRoom(view, asked, { values, refusals: [{ code: 'act-unknown', rule: null, facts: { act: values.act } }] })
  const done = await eraseUnreadable(view.ports, byAccount(view), { act: Number(values.act), reason: values.why })
  if (done.ok) return { redirect: view.href('/desk/operate/incidents', { erasure: String(done.value) }) }
  return unreadableRoom(view, asked, { values, refusals: done.refusals })
}
