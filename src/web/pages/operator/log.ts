/** The log: does it keep up, is it as it was signed. */
import { auditCount, audits, type AuditRow } from '../../../register/operation/store.ts'
import { logHealth, startAudit } from '../../../register/operation/acts.ts'
import { sentence } from '../../../log/words.ts'
import { button, crumb, emptyPage, errorSummary, facts, form, paging, stackTable, tag } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import type { Page, View } from '../../layout.ts'
import { grouped } from '../../messages.ts'
import type { ActingView, Answer, Asked } from '../../routes.ts'
import { errorsOf, moment, pageOf, room, roomPath, spanWords } from './room.ts'

const perPage = 20

export async function logRoom(view: ActingView, asked: Asked, refusals: Parameters<typeof errorsOf>[1] = []): Promise<Page> {
  const { say, tell, href, ports } = view
  const total = await auditCount(ports.database)
  const page = Math.min(pageOf(asked.query), Math.max(1, Math.ceil(total / perPage)))
  const [health, rows] = await Promise.all([logHealth(ports), audits(ports.database, perPage, (page - 1) * perPage)])
  const errors = errorsOf(view, refusals, { 'audit-running': ['audit', say('operator.audits')] })
  const { checkpoint, pending } = health
  return room(view, {
    name: 'log', title: say('operator.log-title'), lead: say('operator.log-lead'), asked, errors,
    main: html`<section>${facts([
      [say('operator.log-size'), say('operator.log-acts', { n: health.size })],
      [say('operator.log-checkpoint'), checkpoint === null ? say('operator.log-no-checkpoint')
        : tell('operator.log-ago', { at: moment(checkpoint.signedAt), age: spanWords(view, checkpoint.ageSeconds) })],
      [say('operator.log-pending'), say('operator.log-acts', { n: pending.acts })],
      [say('operator.log-lag'), pending.acts === 0 ? say('operator.none') : spanWords(view, pending.lagSeconds)],
      [say('operator.log-state'), tag(health.state === 'sound' ? 'proved' : health.state === 'faulty' ? 'late' : 'wait', say(`operator.log-${health.state}`))],
      [say('operator.log-erasures'), say('operator.log-acts', { n: health.erasures })],
    ])}${health.against.length === 0 ? null : html`<ul class="dash after">${health.against.map((f) => html`<li>${sentence(f, view.language, grouped)}</li>`)}</ul>`}</section>
<section id="audit"><div class="lede-row"><h2>${say('operator.audits')}</h2><a href="${href(roomPath('log'))}">${say('operator.refresh')}</a></div>
<p class="note measure">${say('operator.audits-lead')}</p>${form(view, { action: '/desk/operate/log' }, html`${errorSummary(view, errors)}
<p class="buttons later">${button(say('operator.audit-start'))}</p>`)}
${rows.length === 0 ? html`<p class="later">${say('operator.audits-none')}</p>` : html`${auditTable(view, rows)}${
      paging(view, { page, perPage, total, to: (p) => href(roomPath('log'), { page: String(p) }) })}`}</section>`,
  })
}

const auditTable = (view: View, rows: readonly AuditRow[]): Html => stackTable({
  caption: view.say('operator.audits'), captionHidden: true, rows, class: 'later',
  columns: [
    { head: view.say('operator.audit-started'), kind: 'head', cell: (a) => html`<a href="${view.href(`/desk/operate/log/audits/${a.audit_id}`)}">${moment(a.started_at)}</a>` },
    { head: view.say('operator.audit-size'), kind: 'amount', cell: (a) => view.say('operator.log-acts', { n: a.size }) },
    { head: view.say('operator.audit-by'), cell: (a) => (a.account_id === null ? view.say('operator.by-command') : view.say('operator.by-account', { id: a.account_id })) },
    { head: view.say('operator.audit-outcome'), cell: (a) => outcomeTag(view, a) },
  ],
})

export const outcomeWord = ({ say }: Pick<View, 'say'>, a: AuditRow): string =>
  (a.outcome === null ? say('operator.audit-running', { leaves: a.leaves, size: a.size }) : say(`operator.audit-${a.outcome}`))

const outcomeTag = (view: View, a: AuditRow): Html =>
  tag(a.outcome === 'sound' ? 'proved' : a.outcome === 'faulty' ? 'late' : 'wait', outcomeWord(view, a))

export async function doAudit(view: ActingView, asked: Asked): Promise<Answer> {
  const started = await startAudit(view.ports, view.acting.account.id)
  if (!started.ok) return logRoom(view, asked, started.refusals)
  return { redirect: view.href(roomPath('log'), { done: 'audit' }) }
}

/** One audit, finding by finding. */
export async function auditPage(view: ActingView, { params }: Asked): Promise<Page> {
  const { say, href, ports, language } = view
  const row = /^\d{1,15}$/.test(params.id!) ? await ports.database.one<AuditRow>`select * from audit_run where audit_id = ${params.id}` : null
  if (row === null) {
    const way = { href: href(roomPath('log')), label: say('operator.room-log') }
    return { title: say('operator.no-such'), desk: 'operate', status: 404, main: emptyPage({ title: say('operator.no-such'), text: say('operator.no-such-text'), way }) }
  }
  return room(view, {
    name: 'log', title: say('operator.audit-title', { n: row.audit_id }), lead: outcomeWord(view, row),
    main: html`${crumb(view, [[say('operator.room-log'), href(roomPath('log'))], say('operator.audit-title', { n: row.audit_id })])}
<section>${facts([
      [say('operator.audit-started'), moment(row.started_at)],
      [say('operator.audit-size'), say('operator.log-acts', { n: row.size })],
      [say('operator.audit-by'), row.account_id === null ? say('operator.by-command') : say('operator.by-account', { id: row.account_id })],
      [say('operator.audit-outcome'), outcomeTag(view, row)],
    ])}</section>
${row.findings.length === 0 ? null : html`<section><h2>${say('operator.audit-findings')}</h2><ul class="dash after">${
      row.findings.map((f) => html`<li>${sentence(f, language, grouped)}</li>`)}</ul></section>`}`,
  })
}
