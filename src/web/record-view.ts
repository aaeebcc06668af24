/** A record on a page: what, who, on which document, until when, and why. */
import { displayStamp } from '../law/in-force.ts'
import type { Severity } from '../law/types.ts'
import type { CatalogField, CatalogItem } from '../register/catalog/types.ts'
import { recordFacts } from '../register/records/dates.ts'
import type { StoredFacts } from '../register/records/facts.ts'
import { provenance } from '../register/records/provenance.ts'
import { type RecordContent } from '../register/records/record.ts'
import type { ArchiveRow } from '../register/records/store.ts'
import { describeStep } from '../register/retention/describe.ts'
import { type Display, displayOf, type EndsSooner, type Step } from '../register/retention/display.ts'
import { chinese, day, facts, ruleLink } from './components.ts'
import { html, type Html, join, type Part } from './html.ts'
import { stamp, type View } from './layout.ts'
import { keepTogether, type MessageKey } from './messages.ts'
import { legalGround, recordTitle, type Values } from './record-title.ts'

export type ShownRecord = {
  readonly id: number
  readonly item: CatalogItem
  readonly row: ArchiveRow
  readonly stored: StoredFacts
  readonly values: Values
  readonly display: Display
}

/** @returns null where the catalog of today knows no such item */
export function readRecord(view: View, row: ArchiveRow): ShownRecord | null {
  const law = view.ports.law()
  const item = law.catalog.find((i) => i.id === row.item_id && i.scope === 'in')
  if (item === undefined || row.record_id === null) return null
  const stored = JSON.parse(row.facts) as StoredFacts
  const content = row.content === null ? {} : (JSON.parse(row.content) as RecordContent).values
  return { id: row.record_id, item, row, stored, values: content, display: displayOf(recordFacts(item, stored, row.received_on), law, view.ports.today()) }
}

export const recordAddress = (code: string, id: number): string => `/organisations/${code}/records/${id}`

/** In a list of records (`h3`) or alone on its page (`h2`, as the name of the organisation is its `h1`). */
export function recordArticle(view: View, code: string, record: ShownRecord, alone = false): Html {
  const { say, in2, href } = view
  const { id, item, row, stored } = record
  const title = recordTitle(item, record.values)
  const heading = title === '' ? in2(item.title) : chinese(title)
  const issuer = [stored.authority, stored.documentNumber].filter((text) => text !== null && text !== '')
  return html`<article class="rec" id="r${id}">
<div class="meta"><b>${in2(item.title)}</b><span>${view.tell('record.decided', { day: day(row.decided_on) })}</span><div><span class="tag">${
    say('record.on-display')}</span></div></div>
<div>${alone ? html`<h2>${heading}</h2>` : html`<h3>${heading}</h3>`}
${issuer.length === 0 ? null : html`<p>${chinese(issuer.join('，'))}</p>`}
${recordFactList(view, record)}
${why(view, record, alone)}
<p class="note links">${alone ? null : html`<a href="${href(recordAddress(code, id))}">${say('record.permanent')}</a> · `}<a href="/api/v1${
    recordAddress(code, id)}/proof">${say('record.proof')}</a></p>
</div>
</article>`
}

function recordFactList(view: View, { item, row, values, display }: ShownRecord): Html {
  const { say, tell, in2, language } = view
  const ground = legalGround(values)
  const from = day(display.startsOn ?? row.received_on)
  const delivered = tell('record.delivered', {
    unit: row.provider_zh === null ? row.provider_code : language === 'zh' ? row.provider_zh : row.provider_en, day: day(row.received_on), version: row.version,
  })
  const source = provenance(item, view.ports.law())
  return facts([
    ground === null ? null : [say('record.basis'), chinese(ground)],
    [say('record.display'), display.endsOn === null ? tell('record.from-open', { from }) : tell('record.from-until', { from, until: day(display.endsOn) })],
    display.endsSooner.length === 0 ? null
      : [say('record.ends-sooner'), join(display.endsSooner.map((way) => sooner(view, way)), language === 'zh' ? '；' : '; ')],
    [say('record.source'), source.by === 'unit' ? delivered : html`${delivered}<br>${in2(source.label)}`],
  ])
}

const sooner = ({ tell }: View, { by, earliestOn }: EndsSooner): Part =>
  tell(`record.sooner-${by}`, { day: earliestOn === null ? null : day(earliestOn) })

/** The conclusion, then rule by rule what led there; rules that changed nothing stay, muted. */
function why(view: View, record: ShownRecord, open: boolean): Html {
  const { say, tell, ports } = view
  const { display, row } = record
  const sum = display.endsOn === null ? tell('record.sum-open', { from: day(display.startsOn ?? row.received_on) })
    : tell('record.sum-until', { last: day(Temporal.PlainDate.from(display.endsOn).subtract({ days: 1 }).toString()), until: day(display.endsOn) })
  return html`<details${open ? html` open` : null}><summary><span>${say('record.why')}</span></summary>
<div class="why"><p class="sum">${sum}</p>
${stepTable(view, display.steps)}
<p class="tiny">${tell('record.stamp', { law: stamp(displayStamp(ports.law(), ports.today().toString())), act: html`<span class="mono">${
    row.act_id}</span>` })}</p>
</div></details>`
}

export function stepTable(view: View, steps: readonly Step[]): Html {
  const { say, in2, ports } = view
  const [fact, result] = [say('record.fact'), say('record.result')]
  return html`<table class="stack"><thead><tr><th scope="col">${say('record.rule')}</th><th scope="col">${
    say('record.says')}</th><th scope="col">${fact}</th><th scope="col">${result}</th></tr></thead><tbody>${
    steps.map((step) => html`<tr${step.effective ? null : html` class="idle"`}><th scope="row">${
    step.rule === null ? say('record.no-article') : ruleLink(view, step.rule)}</th><td>${
      step.says === null ? null : in2(step.says)}</td><td><span class="lbl">${fact}</span>${
    join(Object.entries(step.facts).map(([name, value]) => stepFact(view, name, value)), html`<br>`)}</td><td><span class="lbl">${
      result}</span>${step.effective ? keepTogether(in2(describeStep(step, ports.law()))) : say('record.idle')}</td></tr>`)}</tbody></table>`
}

function stepFact(view: View, name: string, value: string): Part {
  const label = view.say(`fact.${name}` as MessageKey)
  const gap = view.language === 'zh' ? '：' : ': '
  return html`${label}${gap}${stepValue(view, name, value)}`
}

function stepValue({ say, in2, ports }: View, name: string, value: string): Part {
  if (name === 'class') return say(`class.${value as Severity}`)
  if (name === 'mode') return say(`mode.${value}` as MessageKey)
  if (name === 'other') return in2(ports.law().national.displayTexts.find((t) => t.id === value)!.title)
  if (value === 'no-end') return say('value.no-end')
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? keepTogether(value) : chinese(value)
}

/** Every field the catalog makes public, as the document has it. */
export function fieldTable(view: View, { item, values }: ShownRecord): Html {
  const { say, in2 } = view
  const known = item.fields.filter((f) => f.public && values[f.name] !== undefined && values[f.name] !== '')
  return html`<table class="stack fields"><caption class="vh">${say('record.fields')}</caption><thead class="vh"><tr><th scope="col">${
    say('record.field')}</th><th scope="col">${
    say('record.value')}</th></tr></thead><tbody>${known.map((f) => html`<tr><th scope="row">${in2(f.title)}</th><td>${
    fieldValue(view, f, values[f.name]!)}</td></tr>`)}</tbody></table>`
}

function fieldValue({ say, language }: View, field: CatalogField, value: string): Part {
  if (value === 'no-end') return say('value.no-end')
  if (field.type === 'date') return day(value)
  if (field.type === 'uscc') return html`<span translate="no">${value}</span>`
  if (field.type !== 'amount') return chinese(value)
  const wan = field.unit === '10000-yuan'
  return say(wan ? 'value.10000-yuan' : 'value.yuan', { n: decimal(wan && language === 'en' ? timesTenThousand(value) : value) })
}

/** Digits moved, not computed: no rounding. */
function timesTenThousand(value: string): string {
  const [whole = '', part = ''] = value.split('.')
  const digits = `${whole}${part.padEnd(4, '0').slice(0, 4)}`.replace(/^0+(?=\d)/, '')
  const rest = part.slice(4)
  return rest === '' ? digits : `${digits}.${rest}`
}
function decimal(value: string): string {
  const [whole = '', part] = value.split('.')
  const text = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return part === undefined || /^0*$/.test(part) ? text : `${text}.${part}`
}
