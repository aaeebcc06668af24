/** One record under its permanent address, or why it is no longer there. */
import { hiddenBy, marksFrom } from '../../register/records/marks.ts'
import { publicRecord, withdrawnOn } from '../../register/records/store.ts'
import { crumb, day, legalName } from '../components.ts'
import { html, type Html } from '../html.ts'
import type { Page, View } from '../layout.ts'
import { disputesOf, fieldTable, readRecord, recordArticle, stepTable } from '../record-view.ts'
import { fault } from './fault.ts'
import { findSubject, generatedNotice, organisationHead } from './organisation.ts'

/** What was never for the public is answered like what never was. */
export async function record(view: View, code: string, id: string): Promise<Page | { readonly redirect: string }> {
  const found = await findSubject(view, code, `/records/${id}`)
  if (!('subject' in found)) return found
  const { say, tell, href, ports } = view
  const { subject } = found
  const row = /^[1-9]\d{0,14}$/.test(id) ? await publicRecord(ports, code, Number(id)) : null
  const unknown = () => fault(view, 404, 'record', {}, href(`/organisations/${code}`))
  if (row === null) return unknown()
  const archive = html`<p class="after"><a href="${href(`/organisations/${code}`)}">${say('record.archive')}</a></p>`
  const trail = crumb(view, [[say('menu.search'), href('/')], [say('results.organisation'), href(`/organisations/${code}`)], id])
  const gone = (what: Html, reasons: Html | null = null): Page => ({
    title: say('record.gone'), entry: 'search', status: 410,
    main: html`${trail}<div class="head"><h1>${say('record.gone')}</h1><p class="lead under">${
    legalName(subject.name)}</p></div><p class="measure">${what}</p>${reasons}<p class="after"><a href="${
    href(`/organisations/${code}`, { gone: id })}">${say('record.archive')}</a></p>`,
  })
  if (row.existence === 'erased') return gone(tell('record.gone-erased'))
  const read = readRecord(view, row)
  // Withdrawn while it was shown; what ended before it was withdrawn has ended.
  const wasPublic = read !== null && (read.display.state === 'on-display' || read.display.state === 'ended')
  if (!wasPublic) return unknown()
  if (row.existence === 'withdrawn') {
    const on = await withdrawnOn(ports.database, code, Number(id))
    return gone(on === null ? tell('record.gone-withdrawn') : tell('record.gone-withdrawn-on', { day: day(on) }))
  }
  const marks = marksFrom(row.marks ?? null)
  if (hiddenBy(marks, ports.today().toString()).has(read.id)) return unknown()
  if (read.display.state === 'ended') {
    const after = read.display.steps.filter((step) => step.result.code === 'after-end')
    return gone(tell('record.gone-ended', { day: day(read.display.endsOn!) }), after.length === 0 ? null : html`<section><p class="measure">${
    say('record.gone-after')}</p>${stepTable(view, after)}</section>`)
  }
  const disputes = await disputesOf(view, marks, [read.id])
  return {
    title: `${subject.name} ${id}`, entry: 'search',
    main: html`${trail}${organisationHead(view, subject)}${subject.generated ? generatedNotice(view) : null}
<section>${recordArticle(view, code, read, true, disputes.get(read.id) ?? null)}</section>
<section><h2>${say('record.fields')}</h2>${fieldTable(view, read)}${archive}</section>`,
  }
}
