/** One record as its organisation sees it: everything it holds, public or not, and what happened to it, act by act. */
import { endWithholding, withhold } from '../../../register/consent/acts.ts'
import { withholdable } from '../../../register/consent/withholding.ts'
import { casesOfSubject } from '../../../register/objections/acts.ts'
import { marksOf } from '../../../register/records/marks/store.ts'
import { disputeOf } from '../../../register/records/marks.ts'
import { closedJsonOf } from '../../../register/records/record.ts'
import { historyOf } from '../../../register/self-inquiry/acts.ts'
import type { Change } from '../../../register/self-inquiry/history.ts'
import { heldRecord, type HeldRow, namesOf } from '../../../register/self-inquiry/store.ts'
import type { Refusal } from '../../../law/outcome.ts'
import { button, buttons, chinese, crumb, day, errorSummary, errorTitle, facts, form, notice, ruleLink, stackTable } from '../../components.ts'
import { unreadableRecord } from '../../components/unreadable.ts'
import { html, type Html, join, type Part } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { messages, type MessageKey } from '../../messages.ts'
import { problemOf } from '../../problem.ts'
import { fieldValue, readRecord, stepTable } from '../../record-view.ts'
import { recordTitle } from '../../record-title.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { fault } from '../fault.ts'
import { rightsSection } from '../restoration/rights.ts'
import { heldFacts, heldTag, ownActs } from './home.ts'

async function heldRow(view: ActingView, id: string): Promise<HeldRow | null> {
  return /^[1-9]\d{0,14}$/.test(id) ? heldRecord(view.ports.database, view.acting.body!.code, view.ports.today().toString(), Number(id)) : null
}

export async function ownRecord(view: ActingView, id: string, query: Readonly<Record<string, string>>, refusal: Refusal | null = null): Promise<Page> {
  const { say, href, ports, acting, in2 } = view
  const row = await heldRow(view, id)
  if (row === null) return fault(view, 404, 'record', {}, href('/subject'))
  const { code } = acting.body!
  const [changes, marks, cases] = await Promise.all([historyOf(ports, code, row.record_id), marksOf(ports.database, code), casesOfSubject(ports, code)])
  const record = row.existence === 'erased' || row.content === null ? null : readRecord(view, row)
  const title = say('objections.record', { n: id })
  const open = cases.find((c) => c.of.record === row.record_id && c.of.closedOn === null)
  const problem = refusal === null ? null : problemOf(refusal, view.language, '')
  const errors = problem === null ? [] : [{ field: 'withhold', text: `${problem.detail} ${problem.cure ?? ''}` }]
  return {
    title: errorTitle(view, title, errors), desk: 'subject', status: problem?.status ?? 200,
    main: html`${crumb(view, [[say('subject.title'), href('/subject')], title])}<div class="head"><h1>${title}</h1>${record === null ? null : html`<p class="lead">${
    chinese(recordTitle(record.item, record.values) || in2(record.item.title))}</p>`}</div>
${query.done === 'withheld' ? notice({ kind: 'done', text: say('consent.withheld') }) : query.done === 'shown-again' ? notice({ kind: 'done', text: say('consent.shown-again') }) : null}
${record === null ? notice({ text: say('subject.erased') }) : html`<section><div>${heldTag(view, row, record, disputeOf(marks, row.record_id, ports.today().toString()) !== null)}</div>
${heldFacts(view, row, record)}
<p class="after acts">${ownActs(view, row, open)}</p></section>
<section id="values"><h2>${say('subject.values')}</h2>${facts(valueRows(view, row))}</section>
<section><h2>${say('record.why')}</h2><div class="why">${stepTable(view, record.display.steps)}</div></section>${await rightsSection(view, row)}`}
<section id="history"><h2>${say('subject.history')}</h2><p class="measure">${say('subject.history-lead')}</p>${await historyTable(view, changes)}</section>
${withholdForm(view, row, errors)}`,
  }
}

function valueRows(view: ActingView, row: HeldRow): readonly (readonly [string, Part])[] {
  const { say, in2, ports } = view
  const fields = new Map((ports.law().catalog.find((item) => item.id === row.item_id)?.fields ?? []).map((f) => [f.name, f]))
  if (row.content === null) return [[say('subject.values'), unreadableRecord(view)]]
  const open = (JSON.parse(row.content) as { values: Record<string, string> }).values
  const closed = JSON.parse(closedJsonOf(row.closed) || '{}') as Record<string, string>
  const label = (name: string) => { const f = fields.get(name); return f === undefined ? name : in2(f.title) }
  const read = (name: string, value: string) => { const f = fields.get(name); return f === undefined ? chinese(value) : fieldValue(view, f, value) }
  return [
    ...Object.entries(open).map(([name, value]) => [label(name), read(name, value)] as const),
    ...Object.entries(closed).map(([name, value]) => [label(name), html`${read(name, value)} <span class="note">${say('subject.not-public')}</span>`] as const),
  ]
}

/** Newest first: what changed, by whom, on which document, by which rules. */
async function historyTable(view: ActingView, changes: readonly Change[]): Promise<Html> {
  const { say, ports, language } = view
  const names = await namesOf(ports.database, changes.map((c) => c.by))
  const own = view.acting.body!.code
  const by = (code: string): Part => (code === 'operator' ? say('subject.by-operator') : code === own ? say('subject.own-source') : names.get(code)?.[language] ?? code)
  return stackTable<Change>({
    caption: say('subject.history'), captionHidden: true, rows: changes.toReversed(),
    columns: [
      { head: say('subject.history-day'), kind: 'head', cell: (c) => day(c.on) },
      { head: say('subject.history-what'), cell: (c) => html`${happened(view, c)}${c.changed.length === 0 ? null : html`<ul class="plain changed">${c.changed.map((d) =>
        html`<li>${chinese(d.field)}${say('part.colon')}<del>${chinese(d.before ?? '—')}</del> → <ins>${chinese(d.after ?? '—')}</ins></li>`)}</ul>`}` },
      { head: say('subject.history-by'), cell: (c) => by(c.by) },
      { head: say('subject.history-reason'), cell: (c) => html`${c.document === null || c.document === '' ? null : html`${chinese(c.document)} `}${c.reason === null ? null : chinese(c.reason)}${
        c.rules.length === 0 ? null : html` ${join(c.rules.map((rule) => ruleLink(view, rule)), html` `)}`}` },
      { head: say('subject.history-act'), cell: (c) => html`<span class="mono">${c.act}</span>` },
    ],
  })
}

/** In words where there are some for this kind of act; its own name otherwise. */
function happened({ say, language }: ActingView, c: Change): Part {
  const key = `did.${c.kind}${c.mark === null ? '' : `-${c.mark}`}`
  const known = Object.hasOwn(messages[language], key) ? key : `did.${c.kind}`
  return Object.hasOwn(messages[language], known) ? say(known as MessageKey, { version: c.version ?? '' }) : html`<span class="mono">${c.kind}</span>`
}

function withholdForm(view: ActingView, row: HeldRow, errors: readonly { readonly field: string; readonly text: string }[]): Html | null {
  const { say, ports } = view
  const entry = withholdable(ports.law().pack).find((e) => e.code === row.item_id)
  const again = row.state === 'withheld'
  if (errors.length === 0 && (entry === undefined || (!again && row.state !== 'on-display'))) return null
  return html`<section id="withhold"><h2>${say(again ? 'consent.show-again' : 'consent.withhold')}</h2>${errorSummary(view, errors)}
<p class="measure">${say(again ? 'consent.show-again-text' : 'consent.withhold-text')}${entry === undefined ? null : html` ${ruleLink(view, entry.rule)}`}</p>
${entry === undefined ? null : form(view, { action: `/subject/records/${row.record_id}` }, html`<input type="hidden" name="do" value="${again ? 'show-again' : 'withhold'}">${
    buttons(button(say(again ? 'consent.show-again' : 'consent.withhold')))}`)}</section>`
}

export async function changeOwnRecord(view: ActingView, id: string, typed: URLSearchParams): Promise<Answer> {
  const number = /^[1-9]\d{0,14}$/.test(id) ? Number(id) : 0
  const by = { actor: view.acting.body!.code, account: view.acting.account.id }
  const again = typed.get('do') === 'show-again'
  const done = again ? await endWithholding(view.ports, by, number) : await withhold(view.ports, by, [number])
  if (done.ok) return { redirect: view.href(`/subject/records/${id}`, { done: again ? 'shown-again' : 'withheld' }) }
  return ownRecord(view, id, {}, done.refusals[0])
}
