/** Statements that words mean no person, as a table, and what stands on one: the same for the body that made them and for the operator. */
import {
  countStanding, countStatements, type ListedStatement, reasonOf, type StandingRow, standingOn, type StatementFilter, statementOf, statements, tallied,
} from '../../../register/boundary/stated/store.ts'
import { type Column, empty, facts, filters, paging, stackTable } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import type { View } from '../../layout.ts'
import { grouped } from '../../messages.ts'
import type { ActingView } from '../../routes.ts'
import { inOwnWords, pageNumber, recordLink } from '../provider/parts.ts'

const perPage = 50
const states = ['stands', 'withdrawn'] as const
const letIns = ['something', 'nothing'] as const
const among = <T extends string>(list: readonly T[], text: string | undefined): T | null => list.find((one) => one === text) ?? null

/** @param body of whom; null: of all, whose code is then a column and a filter (`query.body`) */
export async function statementList(view: ActingView, path: string, body: string | null, query: Readonly<Record<string, string>>): Promise<Html> {
  const { say, href, ports } = view
  const of = body ?? (/^[0-9A-Za-z-]{1,18}$/.test(query.body ?? '') ? query.body! : null)
  const filter: StatementFilter = { body: of, state: among(states, query.state) ?? undefined, letIn: among(letIns, query.with) ?? undefined }
  const counts = await countStatements(ports.database, of)
  const n = (state: string | null, letIn: string | null): number => counts.reduce((sum, c) => (
    (state === null || (state === 'withdrawn') === c.withdrawn) && (letIn === null || (letIn === 'something') === c.something) ? sum + c.n : sum), 0)
  const [state, letIn] = [filter.state ?? null, filter.letIn ?? null]
  const total = n(state, letIn)
  const page = Math.min(pageNumber(query.page), Math.max(1, Math.ceil(total / perPage)))
  const rows = await statements(ports.database, filter, { limit: perPage, offset: (page - 1) * perPage })
  const to = (change: Record<string, string | null>) => href(path, { body: body === null ? of : null, state, with: letIn, ...change })
  const all = tallied(counts)
  if (all.stands + all.withdrawn === 0 && of === body) return empty({ title: say('person.statements-none'), text: '' })
  return html`${body !== null || of === null ? null : html`<p class="note">${say('person.of-body')} ${bodyCode(of)} <a href="${to({ body: null })}">${say('person.of-all')}</a></p>`}
<div class="filterrow">${filters(say('person.filter-state'), [
    { href: to({ state: null }), label: say('person.filter-all'), count: n(null, letIn), chosen: state === null },
    ...states.map((s) => ({ href: to({ state: s }), label: say(`person.state-${s}`), count: n(s, letIn), chosen: state === s })),
  ])}${filters(say('person.filter-with'), [
    { href: to({ with: null }), label: say('person.filter-all'), count: n(state, null), chosen: letIn === null },
    ...letIns.map((l) => ({ href: to({ with: l }), label: say(`person.with-${l}`), count: n(state, l), chosen: letIn === l })),
  ])}</div>
${rows.length === 0 ? empty({ title: say('person.statements-none'), text: '' }) : table(view, path, rows, body === null ? (code) => to({ body: code }) : null)}
${paging(view, { page, perPage, total, to: (p) => to({ page: p === 1 ? null : String(p) }) })}`
}

const bodyCode = (code: string): Html => html`<span class="mono" translate="no">${code}</span>`

function table(view: View, path: string, rows: readonly ListedStatement[], ofBody: ((code: string) => string) | null): Html {
  const { say, href } = view
  const columns: Column<ListedStatement>[] = [
    { head: say('person.statement'), kind: 'head', cell: (s) => html`<a href="${href(`${path}/${s.act_id}`)}">${s.act_id}</a>` },
    ...(ofBody === null ? [] : [{ head: say('person.statement-of'), cell: (s: ListedStatement) => html`<a href="${ofBody(s.body_code)}">${bodyCode(s.body_code)}</a>` }]),
    { head: say('person.statement-place'), cell: (s) => inOwnWords(s.place) },
    { head: say('person.statement-reason'), cell: (s) => inOwnWords(reasonOf(s) ?? '—') },
    { head: say('person.statement-records'), kind: 'amount', cell: (s) => grouped(s.records) },
    { head: say('person.statement-others'), kind: 'amount', cell: (s) => grouped(s.others) },
    { head: say('person.statement-state'), cell: (s) => stateOf(view, s) },
  ]
  return stackTable({ caption: say('person.statements'), captionHidden: true, rows, columns })
}

const stateOf = ({ say }: Pick<View, 'say'>, s: ListedStatement): string =>
  (s.withdrawn_act === null ? say('person.statement-stands') : say('person.statement-withdrawn', { n: String(s.withdrawn_act) }))

/** One statement and what stands on it; null where there is none, or another body's. @param incidents whether a record may be removed from here */
export async function oneStatement(
  view: ActingView, path: string, body: string | null, number: string, query: Readonly<Record<string, string>>, incidents: boolean,
): Promise<{ readonly page: Html; readonly withdrawn: boolean } | null> {
  const { say, href, ports } = view
  const found = /^\d{1,15}$/.test(number) ? await statementOf(ports.database, body, Number(number)) : null
  if (found === null) return null
  const total = await countStanding(ports.database, found.act_id)
  const page = Math.min(pageNumber(query.page), Math.max(1, Math.ceil(total / perPage)))
  const rows = await standingOn(ports.database, found.act_id, { limit: perPage, offset: (page - 1) * perPage })
  const columns: Column<StandingRow>[] = [
    { head: say('person.let-in-act'), kind: 'head', cell: (r) => String(r.let_in) },
    { head: say('person.let-in-kind'), cell: (r) => html`<span class="mono" translate="no">${r.kind}</span>` },
    { head: say('person.let-in-record'), cell: (r) => recordCell(view, r) },
    { head: say('person.statement-state'), cell: (r) => (r.record_id === null ? '–' : standingState(view, r)) },
    ...(incidents ? [{ head: say('person.let-in-remove'), cell: (r: StandingRow) => (r.record_id === null || r.existence === 'erased' ? '–'
      : html`<a href="${href('/desk/operate/incidents', { subject: r.subject_code, record: String(r.record_id) })}">${say('person.let-in-incident')}</a>`) }] : []),
  ]
  const shown = html`${facts([
    [say('person.statement-of'), bodyCode(found.body_code)], [say('person.statement-place'), inOwnWords(found.place)],
    [say('person.statement-reason'), inOwnWords(reasonOf(found) ?? '—')], [say('person.statement-on'), found.stated_on], [say('person.statement-state'), stateOf(view, found)],
  ])}<section id="let-in"><h2>${say('person.let-in')}</h2>${rows.length === 0 ? empty({ title: say('person.let-in-none'), text: '' })
    : stackTable({ caption: say('person.let-in'), captionHidden: true, rows, columns })}
${paging(view, { page, perPage, total, to: (p) => href(`${path}/${found.act_id}`, { page: p === 1 ? null : String(p) }) })}</section>`
  return { page: shown, withdrawn: found.withdrawn_act !== null }
}

/** What is not shown has no page to lead to. */
const recordCell = (view: View, { record_id: id, hidden, existence, subject_code }: StandingRow): Html | string => (id === null ? '–'
  : hidden || existence !== 'held' ? String(id) : recordLink(view, { subject_code, record_id: id }))

/** A record of another's that one may not read says no more than that it was let in. */
const standingState = ({ say }: Pick<View, 'say'>, r: StandingRow): string => say(r.existence === null ? 'person.let-in-then'
  : r.existence === 'erased' ? 'person.let-in-erased'
  : r.hidden ? 'person.let-in-hidden' : r.newest ? 'person.let-in-now' : 'person.let-in-then')
