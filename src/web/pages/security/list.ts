/** Security events as a page shows them: by kind and day, a page at a time, and as a file. */
import { isDay } from '../../../calendar/day-number.ts'
import { changeKinds, refusalKinds, type SecurityKind, securityKinds } from '../../../identity/security/event.ts'
import { csvOf, mostLines } from '../../../identity/security/lines.ts'
import { countEvents, events, type SecurityQuery, type SecurityRow } from '../../../identity/security/store.ts'
import { button, empty, field, filters, paging, stackTable } from '../../components.ts'
import { html, type Html, type Part } from '../../html.ts'
import { beijingTime } from '../../layout.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { securityReason } from '../../security-reason.ts'

const perPage = 50
type Query = Readonly<Record<string, string>>
/** `path`: address of the page */
type Of = { readonly path: string; readonly body: string | null; readonly account: number | null }

const groups: Readonly<Record<string, readonly SecurityKind[]>> = { refusals: refusalKinds, changes: changeKinds }

function wanted(query: Query, of: Of): SecurityQuery {
  const kinds = groups[query.kind ?? ''] ?? securityKinds.filter((kind) => kind === query.kind)
  const dayIn = (name: string) => (isDay(query[name] ?? '') ? query[name]! : null)
  return { body: of.body, account: of.account, kinds: kinds.length === 0 ? null : kinds, from: dayIn('from'), to: dayIn('to') }
}

export async function securityList(view: ActingView, query: Query, of: Of): Promise<Html> {
  const { say, href, ports } = view
  const q = wanted(query, of)
  const total = await countEvents(ports.database, q)
  const page = Math.min(Math.max(1, Math.trunc(Number(query.page)) || 1), Math.max(1, Math.ceil(total / perPage)))
  const rows = await events(ports.database, q, perPage, (page - 1) * perPage)
  const kept = { kind: q.kinds === null ? null : query.kind ?? null, from: q.from, to: q.to }
  const at = (changed: Readonly<Record<string, string | null>>) => href(of.path, { ...kept, ...changed })
  return html`${filters(say('security.filter'), [
    { href: at({ kind: null }), label: say('security.all'), chosen: kept.kind === null },
    ...Object.keys(groups).map((group) => ({ href: at({ kind: group }), label: say(`security.${group as 'refusals' | 'changes'}`), chosen: kept.kind === group })),
  ])}
<div class="form after"><form method="get" action="${href(of.path)}" aria-label="${say('security.filter')}">${
    field(view, { type: 'select', name: 'kind', label: say('security.kind'), value: kept.kind ?? '', choices: [
      { value: '', label: say('security.all') }, ...securityKinds.map((kind) => ({ value: kind, label: say(`security.kind-${kind}`) }))] })}${
    field(view, { type: 'date', name: 'from', label: say('security.from'), value: q.from ?? '', optional: true })}${
    field(view, { type: 'date', name: 'to', label: say('security.to'), value: q.to ?? '', optional: true })}<p class="buttons">${button(say('security.show'), { second: true })}</p></form></div>
${rows.length === 0 ? empty({ title: say('security.none'), text: say('security.none-text') }) : html`<p class="later"><a href="${href(`${of.path}/csv`, kept)}" download>${say('security.csv')}</a></p>${
    table(view, rows)}${paging(view, { page, perPage, total, to: (n) => at({ page: n === 1 ? null : String(n) }) })}`}
<p class="tiny later">${say('security.origin-text')}</p>`
}

function table({ say, language }: ActingView, rows: readonly SecurityRow[]): Html {
  const concerned = (r: SecurityRow): Part => {
    const parts = [r.body_code, r.account_id === null ? null : say('account.number-short', { account: String(r.account_id) }), r.client_id].filter((part) => part !== null)
    return parts.length === 0 ? '–' : html`<span translate="no">${parts.join(' ')}</span>`
  }
  return stackTable({
    caption: say('security.title'), captionHidden: true, rows,
    columns: [
      { head: say('security.at'), kind: 'head', cell: (r) => html`<span class="nb">${beijingTime(Temporal.Instant.from(r.at))}</span>` },
      { head: say('security.kind'), cell: (r) => html`${say(`security.kind-${r.kind}`)}${r.reason === null ? null : html`<br><span class="tiny">${securityReason(r.reason, language)}</span>`}` },
      { head: say('security.whom'), cell: concerned },
      { head: say('security.origin'), cell: (r) => (r.origin === null ? '–' : html`<span class="mono" translate="no">${r.origin}</span>`) },
      { head: say('security.times'), kind: 'amount', cell: (r) => String(r.times) },
    ],
  })
}

export const securityCsv = async ({ ports }: ActingView, query: Query, of: Of): Promise<Answer> => {
  const rows = await events(ports.database, wanted(query, of), mostLines, 0)
  return { send: (reply) => reply.header('cache-control', 'no-store').header('content-disposition', 'attachment; filename="security-events.csv"').type('text/csv; charset=utf-8').send(csvOf(rows)) }
}
