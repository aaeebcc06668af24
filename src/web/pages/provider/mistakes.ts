/** The sheet of recurring mistakes: one delivery beside the last twelve months, for the acting unit alone. */
import { ownDelivery } from '../../../register/ingestion/corrections/acts.ts'
import { headline } from '../../../register/ingestion/findings.ts'
import { readMistakes } from '../../../register/ingestion/mistakes/acts.ts'
import { type Mistake, mistakeCsv, type Month, share } from '../../../register/ingestion/mistakes/sheet.ts'
import { delivery } from '../../../register/ingestion/store.ts'
import { empty, ruleLink, stackTable, table } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { grouped } from '../../messages.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { desk, fileName, inOwnWords, moment, noDelivery, trail } from './parts.ts'

const columnsShown = 3

export async function mistakesPage(view: ActingView, query: Readonly<Record<string, string>>): Promise<Page> {
  const { say, tell, in2, href, ports } = view
  const unit = view.acting.body!.code
  if (query.delivery !== undefined && (await ownDelivery(ports, unit, query.delivery)) === null) return noDelivery(view)
  const sheet = await readMistakes(ports, unit, query.delivery ?? null)
  const beside = sheet.delivery === null ? null : await delivery(ports.database, sheet.delivery)
  const title = say('mistakes.title')
  const highest = Math.max(0.1, ...sheet.months.map((m) => Number(share(m) ?? 0)))
  return {
    title, desk,
    main: html`${trail(view, title)}<div class="head"><h1>${title}</h1><p class="lead">${say('mistakes.lead')}</p></div>
${beside === null ? null : html`<p class="note">${tell('mistakes.beside', {
      delivery: html`<a href="${href(`/desk/deliveries/${beside.delivery_id}`)}">${fileName(beside.file_name) ?? say('delivery.no-name')}</a>`, at: moment(beside.received_at),
    })}</p>`}
<section class="near">${sheet.mistakes.length === 0 ? empty({ title: say('mistakes.none'), text: say('mistakes.none-text') })
      : html`<div class="lede-row"><h2>${say('mistakes.by-kind')}</h2><a href="${href('/desk/deliveries/mistakes/csv', { delivery: query.delivery })}" download>${say('mistakes.download')}</a></div>${
        stackTable<Mistake>({
          caption: say('mistakes.by-kind'), captionHidden: true, class: 'mistakes', rows: sheet.mistakes,
          columns: [
            { head: say('mistakes.mistake'), kind: 'head', cell: (m) => html`${in2(headline(m.code, m.doubtful))}${m.rule === null ? null : html`<span class="under2">${ruleLink(view, m.rule)}</span>`}` },
            { head: say('mistakes.here'), kind: 'amount', cell: (m) => grouped(m.inDelivery) },
            { head: say('mistakes.year'), kind: 'amount', cell: (m) => grouped(m.inYear) },
            { head: say('mistakes.found'), kind: 'amount', cell: (m) => grouped(m.foundInYear) },
            { head: say('mistakes.columns'), class: 'cols', cell: (m) => columnsOf(view, m) },
          ],
        })}`}</section>
<section><h2>${say('mistakes.months')}</h2><p class="note under">${say('mistakes.months-text')}</p>${table<Month>({
      caption: say('mistakes.months'), captionHidden: true, class: 'months', rows: sheet.months,
      columns: [
        { head: say('mistakes.month'), kind: 'head', cell: (m) => html`<time datetime="${m.month}">${m.month}</time>` },
        { head: say('mistakes.rows'), kind: 'amount', cell: (m) => grouped(m.rows) },
        { head: say('mistakes.faulty'), kind: 'amount', cell: (m) => grouped(m.faulty) },
        { head: say('mistakes.share'), kind: 'amount', cell: (m) => { const percent = share(m); return percent === null ? html`<span class="silent">–</span>` : `${percent}%` } },
        { head: html`<span class="vh">${say('mistakes.picture')}</span>`, class: 'strip', cell: (m) => strip(Number(share(m) ?? 0) / highest) },
      ],
    })}</section>`,
  }
}

function columnsOf({ say }: ActingView, { columns }: Mistake): Html {
  if (columns.length === 0) return html`<span class="silent">${say('delivery.whole-row')}</span>`
  return html`<ul class="plain tight">${columns.slice(0, columnsShown).map(({ column, rows }) =>
    html`<li>${inOwnWords(column)} <span class="n">${grouped(rows)}</span></li>`)}${
    columns.length > columnsShown ? html`<li class="silent">${say('mistakes.more-columns', { n: columns.length - columnsShown })}</li>` : null}</ul>`
}

/** A picture of the share beside its number: nothing for a reader who does not see it. */
const strip = (part: number): Html => html`<svg width="100%" height="14" aria-hidden="true" focusable="false"><rect width="${
  Math.round(part * 1000) / 10}%" height="14"/></svg>`

export async function mistakesDownload(view: ActingView, query: Readonly<Record<string, string>>): Promise<Answer> {
  const unit = view.acting.body!.code
  if (query.delivery !== undefined && (await ownDelivery(view.ports, unit, query.delivery)) === null) return noDelivery(view)
  const sheet = await readMistakes(view.ports, unit, query.delivery ?? null)
  return { send: (reply) => reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="mistakes.csv"').send(mistakeCsv(sheet, view.language)) }
}
