/** One returned row, corrected on the page of its delivery. */
import { correctRow, ownDelivery } from '../../../register/ingestion/corrections/acts.ts'
import { fieldOfFinding } from '../../../register/ingestion/corrections/form.ts'
import * as corrections from '../../../register/ingestion/corrections/store.ts'
import type { DeliveryRow } from '../../../register/ingestion/store.ts'
import { facts, notice } from '../../components.ts'
import { html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { pageOf } from './delivery.ts'
import { byWhom, inOwnWords, moment, noDelivery, recordLink } from './parts.ts'
import { namesOf } from './who.ts'

/** The page of the delivery with this row's form open; the delivery itself where the row is no longer there. */
export async function correctionPage(view: ActingView, id: string, row: string, query: Readonly<Record<string, string>>): Promise<Answer> {
  const found = await rowOf(view, id, row)
  if (found === null) return noDelivery(view)
  const { delivery, waiting, number } = found
  if (waiting === null) return goneRow(view, delivery, number, query, {})
  return pageOf(view, delivery, { query, open: { row: waiting, all: query.all !== undefined, typed: null, findings: null } })
}

async function rowOf(view: ActingView, id: string, row: string) {
  const delivery = await ownDelivery(view.ports, view.acting.body!.code, id)
  if (delivery === null || !/^\d{1,12}$/.test(row)) return null
  const number = Number(row)
  return { delivery, number, waiting: await corrections.returnedRow(view.ports.database, id, number) }
}

const cellName = /^cell\.(.+)$/s
const stateName = /^state\.(.+)$/s

export async function correct(view: ActingView, id: string, row: string, sent: URLSearchParams): Promise<Answer> {
  const found = await rowOf(view, id, row)
  if (found === null) return noDelivery(view)
  const { delivery, waiting, number } = found
  const item = view.ports.law().catalog.find((i) => i.id === delivery.item_id)
  const cells: Record<string, string> = {}
  for (const [name, value] of sent) {
    const field = cellName.exec(name)?.[1]
    // A browser writes line breaks as CR LF; the file had its own.
    if (field !== undefined && item?.fields.some((f) => f.name === field)) cells[field] = value.replaceAll('\r\n', '\n')
  }
  const statements: Record<string, string> = {}
  for (const [name] of sent) {
    const field = stateName.exec(name)?.[1]
    if (field !== undefined && Object.hasOwn(cells, field)) statements[field] = sent.get(`why.${field}`) ?? ''
  }
  const query = Object.fromEntries([...sent].filter(([name, value]) => name === 'reason' && value !== ''))
  if (waiting === null || item === undefined) return goneRow(view, delivery, number, query, cells)
  const made = await correctRow(view.ports, {
    unitCode: view.acting.body!.code, delivery, rowNumber: number, cells, statements, by: { account: view.acting.account.id },
  })
  switch (made.kind) {
    case 'corrected': return { redirect: `${view.href(`/desk/deliveries/${id}`, { ...query, corrected: String(number) })}` }
    case 'corrected-before':
    case 'unknown': return goneRow(view, delivery, number, query, cells)
    case 'may-not': return pageOf(view, delivery, { query, status: 403, told: notice({ title: view.say('delivery.not-corrected', { n: number }), text: view.say('delivery.may-not') }) })
    case 'statement-refused': return pageOf(view, delivery, { query, status: 422, open: {
      row: waiting, all: sent.get('all') !== null, typed: cells, findings: [], statements, stateFault: { field: made.field, code: made.refusal.code },
    } })
    default: {
      // What the boundary keeps out is not written down again, not even into the form it came from.
      const named = made.kind === 'refused' ? made.findings.map((f) => fieldOfFinding(item, f)?.name) : []
      const typed = named.includes(undefined) ? {}
        : Object.fromEntries(Object.entries(cells).map(([name, value]) => [name, named.includes(name) ? '' : value]))
      return pageOf(view, delivery, { query, status: 422, open: { row: waiting, all: sent.get('all') !== null, typed, findings: made.findings, statements } })
    }
  }
}

/** Corrected meanwhile, in another tab or by a colleague: what became of it, and what the reader had typed. */
async function goneRow(view: ActingView, delivery: DeliveryRow, n: number, query: Readonly<Record<string, string>>, cells: Readonly<Record<string, string>>): Promise<Page> {
  const { say, tell, ports } = view
  const before = await corrections.correctedRow(ports.database, delivery.delivery_id, n)
  if (before === null) return pageOf(view, delivery, { query, status: 404, told: notice({ title: say('delivery.no-row', { n }), text: say('delivery.no-row-text') }) })
  const names = await namesOf(view, [before])
  const typed = Object.entries(cells).filter(([, value]) => value !== '')
  return pageOf(view, delivery, {
    query, status: 409,
    told: html`${notice({ title: say('delivery.before-title', { n }), text: tell('delivery.before-text', {
      at: moment(before.corrected_at), by: byWhom(view, before, names), record: recordLink(view, before),
    }) })}${typed.length === 0 ? null : html`<div class="after">${facts(typed.map(([name, value]) => [name, inOwnWords(value)]))}</div>`}`,
  })
}
