/** Tables: a caption always, heads with their scope; on a phone a `stack` becomes blocks whose labels are text. */
import { html, type Html, type Part } from '../html.ts'

export type Sorting = { readonly href: string; /** how the rows stand now */ readonly order: 'ascending' | 'descending' | 'none' }
export type Column<Row> = {
  readonly head: Part
  readonly cell: (row: Row) => Part
  /** the first is `head`: it names its row */
  readonly kind?: 'head' | 'amount'
  /** of the cell on a phone; the head when left out, none where null */
  readonly label?: Part
  readonly sorting?: Sorting
  readonly class?: string
}
export type Table<Row> = {
  readonly caption: Part
  /** read aloud only, where a heading above says the same */
  readonly captionHidden?: boolean
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly class?: string
  readonly rowClass?: (row: Row) => string | null
  readonly rowId?: (row: Row) => string | null
}

/** Rows that turn into labelled blocks on a phone. Roles are spelt out: `display: block` would drop them. */
export function stackTable<Row>({ caption, captionHidden, columns, rows, class: kind, rowClass, rowId }: Table<Row>): Html {
  return html`<table class="stack${kind === undefined ? null : ` ${kind}`}" role="table"><caption${captionHidden ? html` class="vh"` : null}>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map((c) => head(c, true))}</tr></thead><tbody role="rowgroup">${rows.map((row) =>
    html`<tr role="row"${attribute('id', rowId?.(row))}${attribute('class', rowClass?.(row))}>${columns.map((c) => cell(c, row, true))}</tr>`)}</tbody></table>`
}

/** Rows that stay rows; one too wide for its place scrolls by itself, so that the page never does. */
export function table<Row>({ caption, captionHidden, columns, rows, class: kind, rowClass, rowId }: Table<Row>): Html {
  return html`<table${attribute('class', kind)}><caption${captionHidden ? html` class="vh"` : null}>${caption}</caption><thead><tr>${
    columns.map((c) => head(c, false))}</tr></thead><tbody>${rows.map((row) =>
    html`<tr${attribute('id', rowId?.(row))}${attribute('class', rowClass?.(row))}>${columns.map((c) => cell(c, row, false))}</tr>`)}</tbody></table>`
}

/** A wide table that scrolls by itself, reachable by keyboard under its name. */
export const scroll = (name: string, content: Part): Html => html`<div class="scroll" tabindex="0" role="region" aria-label="${name}">${content}</div>`

const attribute = (name: 'id' | 'class', value: string | null | undefined): Html | null =>
  (value === null || value === undefined || value === '' ? null : name === 'id' ? html` id="${value}"` : html` class="${value}"`)

const classes = <Row>(c: Column<Row>): string => [c.kind === 'amount' ? 'r' : null, c.class].filter(Boolean).join(' ')

function head<Row>(c: Column<Row>, explicit: boolean): Html {
  const text = c.sorting === undefined ? c.head : html`<a class="quiet sort" href="${c.sorting.href}">${c.head}</a>`
  return html`<th scope="col"${explicit ? html` role="columnheader"` : null}${attribute('class', classes(c))}${
    c.sorting === undefined || c.sorting.order === 'none' ? null : html` aria-sort="${c.sorting.order}"`}>${text}</th>`
}

function cell<Row>(c: Column<Row>, row: Row, explicit: boolean): Html {
  if (c.kind === 'head') return html`<th scope="row"${explicit ? html` role="rowheader"` : null}${attribute('class', classes(c))}>${c.cell(row)}</th>`
  const content = c.cell(row)
  const label = explicit && c.label !== null && content !== '' && content !== null ? html`<span class="lbl">${c.label ?? c.head}</span>` : null
  return html`<td${explicit ? html` role="cell"` : null}${attribute('class', classes(c))}>${label}${content}</td>`
}
