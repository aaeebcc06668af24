/** Rows that were not registered: why, how to cure it, and the form that corrects one in place. */
import type { CatalogField, CatalogItem } from '../../../register/catalog/types.ts'
import { blank } from '../../../register/boundary/mask.ts'
import { cellsByField, fieldOfFinding, fieldsToCorrect } from '../../../register/ingestion/corrections/form.ts'
import { rowsByFamily, rowsThere } from '../../../register/ingestion/counts/store.ts'
import * as corrections from '../../../register/ingestion/corrections/store.ts'
import type { StatedRefusal } from '../../../register/boundary/stated/acts.ts'
import { codesOf, families, type Family } from '../../../register/ingestion/families.ts'
import { describeFinding, isQuestioned, type RowFinding, unitWord } from '../../../register/ingestion/findings.ts'
import type { DeliveryRow } from '../../../register/ingestion/store.ts'
import { button, buttons, empty, errorSummary, field, type FieldError, filters, form, paging, ruleLink } from '../../components.ts'
import { html, type Html, join, type Part } from '../../html.ts'
import { personalReason } from '../../no-person.ts'
import type { ActingView } from '../../routes.ts'
import { inOwnWords, mixed, pageNumber } from './parts.ts'

/** The row whose form is open: as it was delivered, or as it was just sent with what was still wrong. */
export type OpenRow = {
  readonly row: corrections.ReturnedRow
  readonly all: boolean
  /** by field name, as typed; null while nothing was sent */
  readonly typed: Readonly<Record<string, string>> | null
  readonly findings: readonly RowFinding[] | null
  /** by field name: why no person is meant, as typed */
  readonly statements?: Readonly<Record<string, string>>
  /** why a statement could not be made */
  readonly stateFault?: { readonly field: string; readonly code: StatedRefusal }
}

const perPage = 20
const isFamily = (text: string | undefined): text is Family => (families as readonly string[]).includes(text ?? '')

export async function returnedSection(
  view: ActingView, delivery: DeliveryRow, item: CatalogItem | null, query: Readonly<Record<string, string>>, open: OpenRow | undefined,
): Promise<Html | null> {
  const { say, href, ports } = view
  const id = delivery.delivery_id
  const total = delivery.returned + delivery.refused
  if (total === 0) {
    return delivery.state !== 'done' ? null
      : html`<section class="near" id="returned">${empty({ title: say('delivery.nothing-returned'), text: say('delivery.nothing-returned-text') })}</section>`
  }
  const counts = await rowsByFamily(ports.database, id)
  const family = isFamily(query.reason) && counts.some((c) => c.family === query.reason) ? query.reason : null
  const codes = family === null ? null : codesOf(family)
  // Rows that waited past their day are gone; the counts of the delivery stay what they were.
  const waiting = await rowsThere(ports.database, id)
  const matching = family === null ? waiting : (counts.find((c) => c.family === family)?.rows ?? 0)
  const pages = Math.max(1, Math.ceil(matching / perPage))
  const page = Math.min(pages, open === undefined ? pageNumber(query.page)
    : Math.floor((await corrections.faultyBefore(ports.database, id, codes, open.row.row_number)) / perPage) + 1)
  const rows = await corrections.faultyRows(ports.database, id, codes, perPage, (page - 1) * perPage)
  const here = (change: Record<string, string | null> = {}) => `${href(`/desk/deliveries/${id}`, { reason: family, page: page === 1 ? null : String(page), ...change })}#returned`
  const download = (format: string) => html`<a href="${href(`/desk/deliveries/${id}/returned/${format}`)}" download>${format.toUpperCase()}</a>`
  const errors = open?.findings == null || item === null ? [] : errorsOf(view, item, open)
  return html`<section id="returned"><div class="lede-row"><h2>${say('delivery.returned')}</h2>${
    delivery.returned === 0 ? null : html`<span class="links-row">${say('delivery.download')}${download('xlsx')}${download('csv')}</span>`}</div>
<div class="filterrow">${filters(say('delivery.filter-reason'), [
    { href: here({ reason: null, page: null }), label: say('delivery.filter-all'), count: waiting, chosen: family === null },
    ...families.flatMap((f) => {
      const count = counts.find((c) => c.family === f)
      return count === undefined ? [] : [{ href: here({ reason: f, page: null }), label: say(`family.${f}`), count: count.rows, chosen: family === f }]
    }),
  ])}</div>
${waiting === total ? null : html`<p class="note under">${say('delivery.removed', { n: total - waiting })}</p>`}
${errorSummary(view, errors)}
<table class="stack returned" role="table"><caption class="vh">${say('delivery.returned-caption')}</caption>
<thead role="rowgroup"><tr role="row">${(['row', 'column-written', 'found', 'how'] as const).map((key) =>
    html`<th scope="col" role="columnheader">${say(`delivery.${key}`)}</th>`)}<th scope="col" role="columnheader"><span class="vh">${say('delivery.action')}</span></th></tr></thead><tbody role="rowgroup">${
    rows.map((row) => rowLines(view, delivery, item, row, open?.row.row_number === row.row_number ? open : null, family, errors, here()))}</tbody></table>
${paging(view, { page, perPage, total: matching, to: (n) => here({ page: n === 1 ? null : String(n) }) })}</section>`
}

/** Whom a row is about cannot be corrected: it does not belong here. */
const nothingToMend: ReadonlySet<string> = new Set(['natural-person', 'individual-trader', 'minor'])

function rowLines(
  view: ActingView, delivery: DeliveryRow, item: CatalogItem | null, row: corrections.FaultyRow, open: OpenRow | null, family: Family | null,
  errors: readonly FieldError[], back: string,
): Part {
  const { say, href, language } = view
  const n = row.row_number
  const kept = row.cells
  const rowWords = say('delivery.row-number', { n })
  const action = kept === null ? html`<span class="silent">${say(row.findings.some((f) => nothingToMend.has(f.code)) ? 'delivery.leave-out' : 'delivery.deliver-anew')}</span>`
    : open !== null ? html`<b>${say('delivery.correcting')}</b>`
      : item === null ? null
        : html`<a href="${href(`/desk/deliveries/${delivery.delivery_id}/rows/${n}`, { reason: family })}#row-${n}">${say('delivery.correct')}<span class="vh"> ${rowWords}</span></a>`
  const lines = row.findings.map((finding, i) => {
    const words = describeFinding(finding, language)
    const last = i === row.findings.length - 1
    const kind = [open !== null || !last ? 'open' : null, i > 0 ? 'more' : null].filter(Boolean).join(' ')
    return html`<tr role="row"${i === 0 ? html` id="row-${n}"` : null}${kind === '' ? null : html` class="${kind}"`}><th scope="row" role="rowheader" class="rn">${
      i === 0 ? rowWords : html`<span class="vh">${rowWords}</span>`}</th><td role="cell" class="col">${written(view, finding, kept)}</td><td role="cell">${mixed(view, words.found)}${say('delivery.stop')}${
      finding.rule === null ? null : html` <span class="tiny">${ruleLink(view, finding.rule)}</span>`}</td><td role="cell"><span class="lbl">${
      say('delivery.how')}</span>${mixed(view, words.cure)}${say('delivery.stop')}</td><td role="cell" class="act">${i === 0 ? action : null}</td></tr>`
  })
  if (open === null || item === null) return lines
  return [...lines, html`<tr class="fix" role="row"><td role="cell"></td><td role="cell" colspan="4">${formOf(view, delivery, item, open, family, errors, back)}</td></tr>`]
}

/** The column and what stood in it; nothing of a row that the boundary keeps out. */
function written({ say }: ActingView, { column }: RowFinding, cells: Readonly<Record<string, string>> | null): Html {
  const value = column === null ? '' : (cells?.[column] ?? '')
  const was = cells === null ? say('delivery.not-kept') : column === null ? null : value === '' ? say('delivery.empty-cell') : inOwnWords(value)
  return html`<span>${column === null ? say('delivery.whole-row') : inOwnWords(column)}</span>${was === null ? null : html`<span class="was">${was}</span>`}`
}

const controlOf = (open: OpenRow, item: CatalogItem, f: CatalogField) => `cell-${open.row.row_number}-${item.fields.indexOf(f)}`

/** Words that mean no person: said beside the cell they stand in, which is then typed as it was. */
const stateControl = (open: OpenRow, item: CatalogItem, f: CatalogField) => `why-${open.row.row_number}-${item.fields.indexOf(f)}`

function errorsOf(view: ActingView, item: CatalogItem, open: OpenRow): FieldError[] {
  const asked = askedOf(item, open)
  const stated = open.stateFault === undefined ? undefined : item.fields.find((f) => f.name === open.stateFault!.field)
  if (stated !== undefined) {
    const text = open.stateFault!.code === 'reason-personal' ? personalReason(view, open.statements?.[stated.name] ?? '') : view.say('delivery.no-person-missing')
    return [{ field: stateControl(open, item, stated), label: html`<span lang="zh">${stated.name}</span>`, text }]
  }
  return open.findings!.map((finding) => {
    const f = fieldOfFinding(item, finding)
    const { found, cure } = describeFinding(finding, view.language)
    const text = html`${mixed(view, `${found}${view.say('delivery.then')}${cure}`)}${view.say('delivery.stop')}`
    const row = view.say('delivery.row-number', { n: open.row.row_number })
    const shown = f !== null && asked.includes(f) ? f : asked[0]!
    return { field: controlOf(open, item, shown), label: f === null ? row : html`${row}${view.say('delivery.gap')}<span lang="zh">${f.name}</span>`, text }
  })
}

/** What the form asks for: what was at fault when the row came, and what is at fault now. */
const askedOf = (item: CatalogItem, { row, all, findings }: OpenRow): readonly CatalogField[] =>
  (all ? item.fields : fieldsToCorrect(item, row.cells, [...row.findings, ...(findings ?? [])]))

function formOf(
  view: ActingView, delivery: DeliveryRow, item: CatalogItem, open: OpenRow, family: Family | null, errors: readonly FieldError[], back: string,
): Html {
  const { say, in2, href, language } = view
  const n = open.row.row_number
  const asked = askedOf(item, open)
  const cells = cellsByField(item, open.row.cells)
  const action = `/desk/deliveries/${delivery.delivery_id}/rows/${n}`
  const questioned = new Set([...open.row.findings, ...(open.findings ?? [])].filter(isQuestioned).map((found) => fieldOfFinding(item, found)?.name))
  const controls = asked.map((f) => {
    const id = controlOf(open, item, f)
    const value = open.typed?.[f.name] ?? cells[f.name] ?? ''
    const wrong = errors.filter((e) => e.field === id).map((e) => e.text)
    const hints = [
      language === 'zh' ? '' : in2(f.title), f.unit === undefined ? '' : say('delivery.unit', { unit: unitWord(f.unit, language) }),
      f.type === 'date' ? say('delivery.as-date') : f.type === 'uscc' ? say('delivery.as-code') : '',
      f.type === 'closed' && value !== '' && !(f.values ?? []).includes(value) ? say('delivery.was-written', { value }) : '',
    ].filter((hint) => hint !== '')
    const common = {
      name: `cell.${f.name}`, id, label: html`<span lang="zh">${f.name}</span>`, optional: !f.required, ...(wrong.length === 0 ? {} : { error: join(wrong, ' ') }),
      ...(hints.length === 0 ? {} : { hint: html`${mixed(view, hints.join(say('delivery.semicolon')))}` }),
    }
    if (questioned.has(f.name)) {
      const why = open.statements?.[f.name]
      const whyId = stateControl(open, item, f)
      const fault = errors.find((e) => e.field === whyId)?.text
      return html`${field(view, { ...common, type: 'textarea', rows: 2, value, hint: say('delivery.no-person-type', { blank }) })}
<fieldset class="state"><legend class="vh">${say('delivery.no-person')}</legend>${
        field(view, { type: 'checkbox', name: `state.${f.name}`, id: `${whyId}-box`, label: say('delivery.no-person'), hint: say('delivery.no-person-hint'), checked: why !== undefined })}${
        field(view, { type: 'text', name: `why.${f.name}`, id: whyId, label: say('delivery.no-person-why'), value: why ?? '', most: 1000, ...(fault === undefined ? {} : { error: fault }) })}</fieldset>`
    }
    if (f.type === 'closed') {
      return field(view, { ...common, type: 'select', value, choices: [{ value: '', label: say('delivery.choose') }, ...(f.values ?? []).map((v) => ({ value: v, label: v }))] })
    }
    return field(view, value.length > 60 || value.includes('\n') ? { ...common, type: 'textarea', value } : { ...common, type: 'text', value, mono: f.type === 'uscc' })
  })
  return form(view, { action, label: say('delivery.form-label', { n }) }, html`<input type="hidden" name="reason" value="${family ?? ''}">${
    open.all ? html`<input type="hidden" name="all" value="1">` : null}
<p class="hint">${say(open.all ? 'delivery.form-all' : 'delivery.form-some')}</p>${controls}
${buttons(button(say('delivery.redeliver')), html`<a class="btn second" href="${back}">${say('delivery.cancel')}</a>`,
    open.all ? null : html`<a href="${href(action, { all: '1', reason: family })}#row-${n}">${say('delivery.other-columns')}</a>`)}`)
}
