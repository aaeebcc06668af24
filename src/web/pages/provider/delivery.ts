/** One delivery: how far it is, what came of it, what must be corrected. */
import { Readable } from 'node:stream'
import type { CatalogItem } from '../../../register/catalog/types.ts'
import { ownDelivery } from '../../../register/ingestion/corrections/acts.ts'
import * as corrections from '../../../register/ingestion/corrections/store.ts'
import { describeFileFault, describeNote, headline } from '../../../register/ingestion/findings.ts'
import { readMistakes } from '../../../register/ingestion/mistakes/acts.ts'
import { returnedFile } from '../../../register/ingestion/returned-file.ts'
import type { FileFault, FileNote } from '../../../register/ingestion/row.ts'
import { type DeliveryRow, returnedRows } from '../../../register/ingestion/store.ts'
import { hash, notice, progress, receipt, ruleLink, stackTable, table } from '../../components.ts'
import { progressNumbers } from '../../components/progress.ts'
import { html, type Html, type Part } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { grouped } from '../../messages.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { bytes, byWhom, desk, fileName, hasEnded, itemTitle, mixed, moment, momentText, noDelivery, progressOf, recordLink, trail } from './parts.ts'
import { type OpenRow, returnedSection } from './rows.ts'
import { namesOf } from './who.ts'

type Shown = {
  readonly query: Readonly<Record<string, string>>
  /** the row whose form is open */
  readonly open?: OpenRow
  /** what the reader must know of what was just done */
  readonly told?: Html
  readonly status?: number
}

export async function deliveryPage(view: ActingView, id: string, query: Readonly<Record<string, string>>): Promise<Page> {
  const row = await ownDelivery(view.ports, view.acting.body!.code, id)
  return row === null ? noDelivery(view) : pageOf(view, row, { query })
}

export async function pageOf(view: ActingView, row: DeliveryRow, { query, open, told, status }: Shown): Promise<Page> {
  const { say, href, ports, language } = view
  const here = `/desk/deliveries/${row.delivery_id}`
  const item = ports.law().catalog.find((i) => i.id === row.item_id) ?? null
  const doneRow = /^\d{1,9}$/.test(query.corrected ?? '') ? Number(query.corrected) : null
  const done = doneRow === null ? null : await corrections.correctedRow(ports.database, row.delivery_id, doneRow)
  const corrected = await corrections.correctedRows(ports.database, row.delivery_id, 20, 0)
  const names = await namesOf(view, [row, done, ...corrected])
  const state = progressOf(row)
  const failure = row.failure as FileFault | null
  const ended = hasEnded(row)
  const title = item === null ? row.item_id : view.in2(item.title)
  const notes = (row.notes as FileNote[]).map((note) => describeNote(note, language))
  const otherUnits = ended && row.state === 'done' ? row.rows_read - (state.total ?? 0) : 0
  return {
    title: `${open !== undefined && open.findings !== null ? say('part.error') : ''}${title}${say('delivery.gap')}${row.file_name ?? say('delivery.title')}`, desk,
    status: status ?? 200, scripts: ['form', ...(ended ? [] : ['progress'])],
    main: html`${trail(view, say('delivery.one', { at: momentText(row.received_at) }))}<div class="head"><h1>${itemTitle(view, row.item_id)}</h1><p class="under note">${
      fileName(row.file_name) ?? say('delivery.no-name')}${say('delivery.gap')}${bytes(view, row.size_bytes)}${say('delivery.gap')}${moment(row.received_at)}</p></div>
${told ?? toldOf(view, row, query, done, names)}
${failure !== null && row.rows_read === 0 ? null : html`<section class="near"${ended ? null : html` data-live="${href(`${here}/progress`)}"`}>${progress(view, { ...state, refresh: href(here) })}${
      ended ? null : html`<p class="note reserved" data-then><a href="${href(here)}" hidden>${say('delivery.show-result')}</a></p><p class="vh" role="status" data-announce></p>`}</section>`}
${failure === null ? null : html`<section class="near" id="failure">${failureNotice(view, row, failure)}<p class="after"><a href="${href('/desk/deliveries/new')}">${say('delivery.new')}</a> · <a href="${href('/desk/deliveries/new')}#templates">${say('delivery.templates')}</a></p></section>`}
${notes.length === 0 && otherUnits <= 0 ? null : html`<section class="near"><h2>${say('delivery.notes')}</h2><ul class="dash after">${notes.map((note) => html`<li>${mixed(view, note)}</li>`)}${
      otherUnits > 0 ? html`<li>${say('delivery.other-units', { n: otherUnits })}</li>` : null}</ul></section>`}
${await returnedSection(view, row, item, query, open)}
${correctedSection(view, corrected, names)}
<section class="split"><div>${await mistakesHere(view, row)}</div>${receiptOf(view, row, names)}</section>`,
  }
}

function toldOf(view: ActingView, row: DeliveryRow, query: Readonly<Record<string, string>>, done: corrections.CorrectedRow | null, names: ReadonlyMap<string, string>): Html | null {
  const { say, tell, href } = view
  if (done !== null) {
    return notice({ kind: 'done', title: say('delivery.corrected-title', { row: done.row_number }), text: tell(`delivery.corrected-${done.outcome}`, { record: recordLink(view, done) }) })
  }
  if (query.same !== undefined) {
    return notice({ title: say('delivery.same-title'), text: tell('delivery.same-text', {
      at: moment(row.received_at), by: byWhom(view, row, names), again: html`<a href="${href('/desk/deliveries/new', { item: row.item_id, again: '1' })}">${say('delivery.deliver-again')}</a>`,
    }) })
  }
  return null
}

function failureNotice(view: ActingView, row: DeliveryRow, failure: FileFault): Html {
  const { say, language } = view
  const words = describeFileFault({ code: failure.code, facts: failure.facts ?? {} }, language)
  const stop = say('delivery.stop')
  const kept = row.rows_read > 0 ? say('delivery.failure-part', { n: row.rows_read }) : say('delivery.failure-none')
  const parts: Part[] = [html`${mixed(view, words.found)}${stop}`, kept, html`<b>${say('delivery.cure')}</b>${mixed(view, words.cure)}${stop}`, failure.rule === null ? null : ruleLink(view, failure.rule)]
  return notice({ kind: 'ochre', title: say(row.state === 'failed' ? 'delivery.failed-title' : 'delivery.refused-title'), text: html`${parts.map((part) => (part === null ? null : html`${part} `))}` })
}

function correctedSection(view: ActingView, rows: readonly corrections.CorrectedRow[], names: ReadonlyMap<string, string>): Html | null {
  const { say } = view
  if (rows.length === 0) return null
  return html`<section class="near"><h2>${say('delivery.corrected')}</h2>${stackTable<corrections.CorrectedRow>({
    caption: say('delivery.corrected'), captionHidden: true, class: 'corrected', rows,
    columns: [
      { head: say('delivery.row'), kind: 'head', label: null, cell: (row) => say('delivery.row-number', { n: row.row_number }) },
      { head: say('delivery.became'), cell: (row) => html`${say(`progress.${row.outcome === 'recognised' ? 'held' : row.outcome}`)}${say('delivery.gap')}${say('delivery.record')} ${recordLink(view, row)}` },
      { head: say('delivery.by'), cell: (row) => byWhom(view, row, names) },
      { head: say('delivery.when'), cell: (row) => moment(row.corrected_at) },
    ],
  })}</section>`
}

async function mistakesHere(view: ActingView, row: DeliveryRow): Promise<Html | null> {
  const { say, in2, href } = view
  const sheet = await readMistakes(view.ports, row.unit_code, row.delivery_id)
  const here = sheet.mistakes.filter((m) => m.inDelivery > 0).slice(0, 5)
  if (here.length === 0) return null
  return html`<h2>${say('mistakes.title')}</h2>${table({
    caption: say('mistakes.title'), captionHidden: true, rows: here,
    columns: [
      { head: say('mistakes.mistake'), kind: 'head', cell: (m) => in2(headline(m.code, m.doubtful)) },
      { head: say('mistakes.here'), kind: 'amount', cell: (m) => grouped(m.inDelivery) },
      { head: say('mistakes.found-here'), kind: 'amount', cell: (m) => grouped(m.foundInDelivery) },
      { head: say('mistakes.year'), kind: 'amount', cell: (m) => grouped(m.inYear) },
    ],
  })}<p class="after"><a href="${href('/desk/deliveries/mistakes', { delivery: row.delivery_id })}">${say('mistakes.all')}</a></p>`
}

function receiptOf(view: ActingView, row: DeliveryRow, names: ReadonlyMap<string, string>): Html {
  const { say, language, acting } = view
  const unit = language === 'zh' ? acting.body!.nameZh : acting.body!.nameEn
  return html`<div class="side">${receipt({
    title: say('delivery.receipt'),
    rows: [
      [say('delivery.number'), hash(row.delivery_id)],
      [say('delivery.received'), moment(row.received_at)],
      [say('delivery.file'), row.file_sha256 === null ? say('deliverystate.receiving') : html`${bytes(view, row.size_bytes)} ${hash(`sha256:${row.file_sha256.toString('hex')}`)}`],
      [say('delivery.by'), html`${unit}${say('delivery.gap')}${byWhom(view, row, names)}`],
      [say('delivery.state'), say(`deliverystate.${row.state}`)],
      row.ended_at === null ? null : [say('delivery.ended'), moment(row.ended_at)],
    ],
  })}</div>`
}

/** What a page's script asks for while a delivery runs. */
export async function progressData(view: ActingView, id: string): Promise<Answer> {
  const row = await ownDelivery(view.ports, view.acting.body!.code, id)
  if (row === null) return { send: (reply) => reply.code(404).send({}) }
  const state = progressOf(row)
  const { accepted, held, changed, returned, refused } = state
  const counts = Object.fromEntries(Object.entries({ accepted, held, changed, returned, refused }).map(([kind, n]) => [kind, grouped(n)]))
  const { sentence, spoken, unread, bars } = progressNumbers(view, state)
  const ended = hasEnded(row) ? view.say(`deliverystate.${row.state}`) : null
  return { send: (reply) => reply.header('cache-control', 'no-store').send({ sentence, spoken, bars, counts: { ...counts, unread }, ended }) }
}

/** Returned rows with their reasons, as a file to correct and deliver again. */
export async function returnedDownload(view: ActingView, id: string, format: string): Promise<Answer> {
  const row = await ownDelivery(view.ports, view.acting.body!.code, id)
  if (row === null || (format !== 'csv' && format !== 'xlsx')) return noDelivery(view)
  const item: CatalogItem | null = view.ports.law().catalog.find((i) => i.id === row.item_id) ?? null
  const all = async function* () {
    for (let last = 0; ;) {
      const page = await returnedRows(view.ports.database, row.delivery_id, last, 1000, null)
      yield* page
      if (page.length < 1000) return
      last = page.at(-1)!.row_number
    }
  }
  const file = await returnedFile(item, all(), format, view.language)
  return { send: (reply) => reply
    .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .header('content-disposition', `attachment; filename="returned-${row.delivery_id}.${format}"`)
    .send(file instanceof Uint8Array ? Buffer.from(file) : Readable.from(file)) }
}
