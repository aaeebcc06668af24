/** For anyone: how many changes were told to how many, and how long it took until all had answered. Nobody is named. */
import { completed, type Published, published, type CompletedRow } from '../../../register/recall/store.ts'
import type { Ports } from '../../../ports.ts'
import { day, empty, scroll, stackTable, table } from '../../components.ts'
import { html } from '../../html.ts'
import type { Page, View } from '../../layout.ts'
import { grouped } from '../../messages.ts'
import { oversightRooms } from '../oversight-rooms.ts'

type Counted = { readonly counts: readonly Published[]; readonly over: readonly CompletedRow[] }
const counts = new WeakMap<Ports, { readonly minute: number; readonly counted: Promise<Counted> }>()

/** However many readers arrive, the register counts once a minute. */
function counted(ports: Ports): Promise<Counted> {
  const minute = Math.floor(ports.now().epochMilliseconds / 60_000)
  const known = counts.get(ports)
  if (known?.minute === minute) return known.counted
  const fresh = Promise.all([published(ports.database), completed(ports.database, 20)]).then(([c, over]): Counted => ({ counts: c, over }))
  counts.set(ports, { minute, counted: fresh })
  fresh.catch(() => counts.delete(ports))
  return fresh
}

export async function recallsPublished(view: View): Promise<Page> {
  const { say, ports } = view
  const { counts: rows, over } = await counted(ports)
  return {
    title: say('recall.published'), entry: 'oversight',
    main: html`<div class="head top"><h1>${say('recall.published')}</h1><p class="lead">${say('recall.published-lead')}</p></div>
${oversightRooms(view, '/recalls')}
${rows.length === 0 ? empty({ title: say('recall.published-none'), text: say('recall.published-none-text') }) : html`<section class="near recalled"><h2>${say('recall.by-cause')}</h2>${
    scroll(say('recall.by-cause'), table<Published>({
      caption: say('recall.by-cause'), captionHidden: true, rows,
      columns: [
        { head: say('recall.what'), kind: 'head', cell: (r) => say(`recall.${r.because}`) },
        { head: say('recall.cases'), kind: 'amount', cell: (r) => grouped(r.recalls) },
        { head: say('recall.complete'), kind: 'amount', cell: (r) => grouped(r.complete) },
        { head: say('recall.recipients'), kind: 'amount', cell: (r) => grouped(r.recipients) },
        { head: say('recall.acknowledged'), kind: 'amount', cell: (r) => grouped(r.acknowledged) },
        { head: say('recall.escalated'), kind: 'amount', cell: (r) => grouped(r.escalated) },
        { head: say('recall.days'), kind: 'amount', cell: (r) => r.days ?? '' },
      ],
    }))}<p class="note measure">${say('recall.marks-note')}</p></section>`}
${over.length === 0 ? null : html`<section><h2>${say('recall.completed-list')}</h2>${stackTable<CompletedRow>({
      caption: say('recall.completed-list'), captionHidden: true, class: 'recalls', rows: over,
      columns: [
        { head: say('recall.number'), kind: 'head', cell: (r) => html`<span translate="no">${r.recall_id}</span>` },
        { head: say('recall.what'), cell: (r) => say(`recall.${r.because}`) },
        { head: say('recall.recipients'), kind: 'amount', cell: (r) => grouped(r.recipients) },
        { head: say('recall.opened'), cell: (r) => day(r.opened_on) },
        { head: say('recall.completed-on'), cell: (r) => (r.completed_on === null ? '' : day(r.completed_on)) },
      ],
    })}</section>`}`,
  }
}
