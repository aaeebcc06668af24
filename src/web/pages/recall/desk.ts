/** What changed of the records a body received, for people: the list with its answers; for the operator, who has not answered. */
import type { Refusal } from '../../../law/outcome.ts'
import { dutyOf, asksForAnswer } from '../../../register/recall/recall.ts'
import { type EntryRow, openRecalls, recall as recallById, waitingFor } from '../../../register/recall/store.ts'
import { type Mailed, mailsTo } from '../../../register/recall/mailing/store.ts'
import { acknowledge, answers, newsFor, openList } from '../../../register/recall/telling/acts.ts'
import { subject as subjectOf } from '../../../register/subjects/store.ts'
import {
  button, chinese, crumb, day, empty, errorSummary, errorTitle, facts, field, type FieldError, form, notice, ruleLink, stackTable, tag,
} from '../../components.ts'
import { html, type Html, type Part } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { problemOf, type ProblemCode, problemTexts } from '../../problem.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { fault } from '../fault.ts'
import { unitName } from '../subject/case.ts'

const desk = 'recalls'
const most = 100

/** Names of organisations by their codes, each asked for once. */
async function organisations(view: ActingView, codes: readonly string[]): Promise<ReadonlyMap<string, Part>> {
  const of = [...new Set(codes)]
  const rows = await Promise.all(of.map((code) => subjectOf(view.ports.database, code)))
  return new Map(of.map((code, i) => [code, rows[i] ? chinese(rows[i].name) : code]))
}

const about = (view: ActingView, e: Pick<EntryRow, 'subject_code' | 'record_id'>, names: ReadonlyMap<string, Part>): Html =>
  html`${names.get(e.subject_code)}<br><a href="${view.href(`/organisations/${e.subject_code}/records/${e.record_id}`)}">${view.say('recall.record', { n: String(e.record_id) })}</a>`

/** Opening the list is receiving the news. */
export async function opens({ ports, acting }: ActingView): Promise<void> {
  if (acting.body!.kind !== 'operator') await openList(ports, acting.body!.code, most)
}

export async function list(view: ActingView, query: Readonly<Record<string, string>>, refusal: Refusal | null = null): Promise<Page> {
  const { say, tell, href, ports, acting } = view
  if (acting.body!.kind === 'operator') return outstanding(view)
  const entries = await newsFor(ports, acting.body!.code, most)
  const names = await organisations(view, entries.map((e) => e.subject_code))
  const open = entries.filter((e) => e.acknowledged_on === null && asksForAnswer(e.because)).length
  const problem = refusal === null ? null : problemOf(refusal, view.language, '')
  const errors: FieldError[] = problem === null ? [] : [{ field: 'changes', label: problem.title, text: `${problem.detail} ${problem.cure ?? ''}` }]
  const done = query.done === undefined ? null : query.before === undefined ? 'recall.answered-done' as const : 'recall.answered-before' as const
  const may = acting.roles.some((role) => mayAnswer.includes(role))
  return {
    title: errorTitle(view, say('recall.desk'), errors), desk, scripts: ['form'],
    status: refusal === null ? 200 : problemTexts[refusal.code as ProblemCode]?.status ?? 422,
    main: html`<div class="head top"><h1>${say('recall.desk')}</h1><p class="lead">${say('recall.lead')}</p></div>
${done === null ? null : notice({ kind: 'done', text: say(done, { n: query.done! }) })}${errorSummary(view, errors)}
${acting.roles.includes('administer') ? html`<p class="after"><a href="${href('/desk/recalls/systems')}">${say('recall.systems')}</a></p>` : null}
<div id="changes">${entries.length === 0 ? empty({ title: say('recall.none'), text: say('recall.none-text') }) : html`<h2>${open === 0 ? say('recall.none-open') : tell('recall.open-count', { n: open })}</h2>${
    stackTable<EntryRow>({
      caption: say('recall.desk'), captionHidden: true, class: 'recalls', rows: entries,
      columns: [
        { head: say('recall.number'), kind: 'head', cell: (e) => html`<span translate="no">${e.recall_id}</span>` },
        { head: say('recall.what'), cell: (e) => html`${say(`recall.${e.because}`)}<br><span class="tiny">${say('recall.version', { n: e.version })}</span>` },
        { head: say('recall.about'), cell: (e) => about(view, e, names) },
        { head: say('recall.received'), cell: (e) => (e.received_on === null ? '' : day(e.received_on)) },
        { head: say('recall.due'), cell: (e) => due(view, e) },
        { head: say('recall.answer'), cell: (e) => answerForm(view, e, may) },
      ],
    })}`}</div>`,
  }
}

/** Whoever works with what was received may say what became of it. */
const mayAnswer: readonly string[] = ['deliver', 'decide', 'represent', 'administer']

function due(view: ActingView, e: EntryRow): Part {
  const { say, ports } = view
  if (!asksForAnswer(e.because)) return say('recall.no-answer-needed')
  const duty = dutyOf(ports.law().pack, e.because, e.recipient_kind)
  const late = e.acknowledged_on === null && e.due_on !== null && e.due_on < ports.today().toString()
  return html`${e.due_on === null ? say('recall.not-set') : day(e.due_on)}${late ? html`<br>${tag('late', say('recall.state-late'))}` : null}<br><span class="tiny">${
    duty === null ? say('recall.silent') : html`${view.in2(duty.text)} ${ruleLink(view, duty.rule)}`}</span>`
}

function answerForm(view: ActingView, e: EntryRow, may: boolean): Part {
  const { say, tell } = view
  if (!asksForAnswer(e.because)) return ''
  if (e.acknowledged_on !== null) return tell('recall.answered', { day: day(e.acknowledged_on) })
  if (!may) return say('recall.state-waiting')
  return form(view, { action: '/desk/recalls', label: `${say('recall.answer')} ${say('recall.confirm-number', { n: String(e.recall_id) })}` }, html`<input type="hidden" name="recall" value="${e.recall_id}">${
    field(view, { type: 'select', name: 'did', id: `did-${e.position}`, label: say('recall.did'), choices: answers.map((value) => ({ value, label: say(`recall.did-${value}`) })) })}${
    button(html`${say('recall.confirm')}<span class="vh"> ${say('recall.confirm-number', { n: String(e.recall_id) })}</span>`, { second: true })}`)
}

export async function answer(view: ActingView, typed: URLSearchParams): Promise<Answer> {
  const { ports, acting, href } = view
  const body = acting.body!
  if (body.kind === 'operator') return outstanding(view)
  if (!acting.roles.some((role) => mayAnswer.includes(role))) return fault(view, 403, 'role', { needed: view.say('role.deliver') })
  const recall = Number(typed.get('recall'))
  const done = await acknowledge(ports, { actor: body.code, account: acting.account.id }, {
    body: body.code, recall: Number.isSafeInteger(recall) ? recall : 0, did: typed.get('did') ?? '',
  })
  if (!done.ok) return list(view, {}, done.refusals[0])
  return { redirect: href('/desk/recalls', { done: String(recall), before: done.value.before ? 'yes' : null }) }
}

// ── The operator's ─────────────────────────────────────────────────────────────────────────────────────────────────

type Open = Awaited<ReturnType<typeof openRecalls>>[number]

async function outstanding(view: ActingView): Promise<Page> {
  const { say, tell, href, ports } = view
  const open = (await openRecalls(ports.database, most)).toSorted((a, b) => Number(b.escalated > 0) - Number(a.escalated > 0) || a.recall_id - b.recall_id)
  const names = await organisations(view, open.map((r) => r.subject_code))
  return {
    title: say('recall.desk'), desk,
    main: html`<div class="head top"><h1>${say('recall.desk')}</h1><p class="lead">${say('recall.lead-operator')}</p></div>
${open.length === 0 ? empty({ title: say('recall.none-open'), text: say('recall.none-open-text') }) : html`<h2>${tell('recall.open-count', { n: open.length })}</h2>${stackTable<Open>({
      caption: say('recall.desk'), captionHidden: true, class: 'recalls', rows: open,
      columns: [
        { head: say('recall.number'), kind: 'head', cell: (r) => html`<a href="${href(`/desk/recalls/${r.recall_id}`)}">${r.recall_id}</a>` },
        { head: say('recall.what'), cell: (r) => html`${say(`recall.${r.because}`)}<br><span class="tiny">${day(r.opened_on)}</span>` },
        { head: say('recall.about'), cell: (r) => about(view, r, names) },
        { head: say('recall.recipients'), kind: 'amount', cell: (r) => (r.state === 'computing' ? say('recall.finding') : String(r.recipients)) },
        { head: say('recall.acknowledged'), kind: 'amount', cell: (r) => String(r.acknowledged) },
        { head: say('recall.unreached'), kind: 'amount', cell: (r) => String(r.unreached) },
        { head: say('recall.escalated'), kind: 'amount', cell: (r) => (r.escalated === 0 ? '0' : tag('late', String(r.escalated))) },
      ],
    })}`}<p class="note later"><a href="${href('/recalls')}">${say('recall.published')}</a></p>`,
  }
}

export async function one(view: ActingView, id: string): Promise<Page> {
  const { say, href, ports, acting } = view
  const back = href('/desk/recalls')
  const found = acting.body!.kind === 'operator' && /^[1-9]\d{0,14}$/.test(id) ? await recallById(ports.database, Number(id)) : null
  if (found === null) return fault(view, 404, 'record', {}, back)
  const waiting = await waitingFor(ports.database, found.recall_id, most)
  const names = new Map<string, Part>()
  for (const code of new Set(waiting.map((e) => e.recipient_code))) names.set(code, await unitName(view, code))
  const mails = new Map((await mailsTo(ports.database, [...names.keys()])).map((m) => [m.code, m]))
  const subjects = await organisations(view, [found.subject_code])
  const title = say('recall.case', { n: id })
  return {
    title, desk,
    main: html`${crumb(view, [[say('recall.desk'), back], title])}<div class="head"><h1>${title}</h1></div>
${facts([
      [say('recall.what'), say(`recall.${found.because}`)], [say('recall.about'), about(view, found, subjects)], [say('recall.opened'), day(found.opened_on)],
      [say('recall.recipients'), String(found.recipients)], [say('recall.acknowledged'), String(found.acknowledged)],
      found.completed_on === null ? null : [say('recall.completed-on'), day(found.completed_on)],
    ])}
<section><h2>${waiting.length === 0 ? say('recall.none-open') : say('recall.waiting')}</h2>${waiting.length === 0 ? null : waitingTable(view, waiting, names, mails)}${
      waiting.length < most ? null : html`<p class="note">${say('recall.first', { n: most })}</p>`}</section>`,
  }
}

function waitingTable(view: ActingView, waiting: readonly EntryRow[], names: ReadonlyMap<string, Part>, mails: ReadonlyMap<string, Mailed>): Html {
  const { say } = view
  return stackTable<EntryRow>({
    caption: say('recall.waiting'), captionHidden: true, class: 'recalls', rows: waiting,
    columns: [
      { head: say('recall.recipient'), kind: 'head', cell: (e) => names.get(e.recipient_code) ?? e.recipient_code },
      { head: say('recall.told'), cell: (e) => day(e.told_on) },
      { head: say('recall.received'), cell: (e) => (e.received_on === null ? say('recall.state-unreached') : day(e.received_on)) },
      { head: say('recall.due'), cell: (e) => (e.received_on === null ? '' : e.due_on === null ? say('recall.not-set') : day(e.due_on)) },
      { head: say('recall.state'), cell: (e) => html`${state(view, e)}${mailed(view, mails.get(e.recipient_code))}` },
    ],
  })
}

function mailed({ say, tell }: ActingView, m: Mailed | undefined): Part {
  if (m === undefined) return null
  const said = m.why !== null ? say('recall.mail-failed', { n: m.tries, why: m.why }) : m.sent_at === null ? say('recall.mail-waiting') : tell('recall.mailed', { day: day(m.sent_at.slice(0, 10)) })
  return html`<br><span class="tiny">${said}</span>`
}

function state({ say }: ActingView, e: EntryRow): Part {
  if (e.escalated_on === null) return say('recall.state-waiting')
  return html`${tag('late', say(e.received_on === null ? 'recall.state-unreached' : 'recall.state-late'))}<br><span class="tiny">${say('recall.state-escalated')} ${day(e.escalated_on)}</span>`
}

