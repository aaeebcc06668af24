/** A record on a page: what, who, on which document, until when, and why. */
import { findRule } from '../law/rule.ts'
import type { Severity } from '../law/types.ts'
import type { CatalogField, CatalogItem } from '../register/catalog/types.ts'
import { type ArchiveReader, archiveReaderOf, basisOf } from '../register/records/archive.ts'
import { provenance } from '../register/records/provenance.ts'
import type { Ports } from '../ports.ts'
import { type CaseNow, publicCasesNow } from '../register/objections/acts.ts'
import { disputeOf, type RecordMark } from '../register/records/marks.ts'
import type { ArchiveRow, DecidedRow } from '../register/records/store.ts'
import { describeStep } from '../register/retention/describe.ts'
import type { Display, EndsSooner, Step } from '../register/retention/display.ts'
import { chinese, day, facts, ruleLink, stateTag } from './components.ts'
import { unreadableRecord } from './components/unreadable.ts'
import { html, type Html, join, type Part } from './html.ts'
import { stamp, type View } from './layout.ts'
import { keepTogether, type MessageKey } from './messages.ts'
import { dispute } from './pages/subject/steps.ts'
import { legalGround, recordTitle, type Values } from './record-title.ts'

export type ShownRecord = {
  readonly id: number
  readonly item: CatalogItem
  readonly row: ArchiveRow & { record_id: number }
  readonly basis: ReturnType<typeof basisOf>
  /** stamp of the law that decided */
  readonly law: string
  readonly values: Values
  /** the same as the receipt has them */
  readonly valuesJson: string
  readonly display: Display
  /** its article but for the reasons, once written */
  readonly written: { zh?: Around; en?: Around }
}
type Around = { readonly before: string | Buffer; readonly after: string | Buffer }

// Versions of records lately shown, so that what readers come back to is not read and written again: about 2 kB each. Two
// generations, the older thrown away as a whole: a Map that loses its oldest entry at each turn searches for it longer and longer.
const mostYoung = 6000
type Kept = { young: Map<number, ShownRecord>; old: ReadonlyMap<number, ShownRecord> }
const kept = new WeakMap<Ports, Kept>()

/**
 * A version of a record as it stands today. The same one is given out again while neither the decision on it (a day's, a
 * law's) nor its provider's name has changed.
 * @returns null where the catalog of today knows no such item
 */
export function readRecord(view: View, row: ArchiveRow & { record_id: number }): ShownRecord | null {
  const read = archiveReaderOf(view.ports.law(), view.ports.today())
  const decision = read.display(row)
  return decision === null ? null : readDecided(view, read, Object.assign(row, { decision }))
}

/** The same of a row that brings its decision along. */
export function readDecided(view: View, read: ArchiveReader, row: DecidedRow): ShownRecord {
  const { record_id: id, decision: display } = row
  let versions = kept.get(view.ports)
  if (!versions) kept.set(view.ports, (versions = { young: new Map(), old: new Map() }))
  const young = versions.young.get(id)
  const known = young ?? versions.old.get(id)
  const stands = known?.display === display && known.row.act_id === row.act_id && known.row.provider_act === row.provider_act
  if (stands && known === young) return known
  const now = stands ? known : recordOf(read, row)
  if (versions.young.size >= mostYoung) Object.assign(versions, { young: new Map(), old: versions.young })
  versions.young.set(id, now)
  return now
}

/** A version as a page shows it, not remembered. */
export function recordOf(read: ArchiveReader, row: DecidedRow): ShownRecord {
  const { record_id: id, decision: display } = row
  const valuesJson = read.valuesJson(row)
  return {
    id, item: read.item(row.item_id)!, row, display, law: read.stamp, basis: basisOf(row.facts), values: (JSON.parse(valuesJson) ?? {}) as Values, valuesJson,
    written: {},
  }
}

export const recordAddress = (code: string, id: number): string => `/organisations/${code}/records/${id}`

const longestInPicture = 28

/** What it is called in a picture: the item, and the first words of its title. */
export function recordWords(view: View, { item, values }: ShownRecord): { readonly title: string; readonly label: Html } {
  const name = view.in2(item.title)
  const characters = [...recordTitle(item, values)]
  if (characters.length === 0) return { title: name, label: html`${name}` }
  const short = characters.length <= longestInPicture ? characters.join('') : `${characters.slice(0, longestInPicture).join('')}…`
  const colon = view.say('part.colon')
  return { title: `${name}${colon}${short}`, label: html`${name}${colon}${chinese(short)}` }
}

/**
 * In a list of records: written once for a day, but for one that is disputed, whose clocks move; as bytes once it is asked
 * for again. The reasons are most of it, and records with the same facts share theirs.
 */
export function recordPieces(view: View, code: string, record: ShownRecord, disputed: Dispute | null = null): readonly (string | Buffer)[] {
  const { bytes } = decided(view, record.display)
  let around = disputed === null ? record.written[view.language] : undefined
  if (around === undefined) {
    const { before, after } = aroundReasons(view, code, record, false, disputed)
    around = { before: before.html, after: after.html }
  } else if (typeof around.before === 'string') around = { before: Buffer.from(around.before), after: Buffer.from(around.after as string) }
  if (disputed === null) record.written[view.language] = around
  return [around.before, bytes, around.after]
}

/** In a list of records (`h3`) or alone on its page (`h2`, as the name of the organisation is its `h1`). */
export function recordArticle(view: View, code: string, record: ShownRecord, alone = false, disputed: Dispute | null = null): Html {
  const { before, after } = aroundReasons(view, code, record, alone, disputed)
  return html`${before}${decided(view, record.display).why}${after}`
}

/** The article of a record but for its reasons: the conclusion, then rule by rule what led there. */
function aroundReasons(
  view: View, code: string, record: ShownRecord, alone: boolean, disputed: Dispute | null,
): { readonly before: Html; readonly after: Html } {
  const { say, in2, href, tell, ports } = view
  const { id, item, row, basis } = record
  const title = recordTitle(item, record.values)
  const heading = title === '' ? in2(item.title) : chinese(title)
  const issuer = [basis.authority, basis.documentNumber].filter((text) => text !== null && text !== '')
  const address = href(recordAddress(code, id))
  return {
    before: html`<article class="rec" id="r${id}">
<div class="meta"><b>${in2(item.title)}</b><span>${tell('record.decided', { day: day(row.decided_on) })}</span><div>${stateTag(view, disputed === null ? 'on-display' : 'disputed')}</div></div>
<div>${alone ? html`<h2>${heading}</h2>` : html`<h3>${heading}</h3>`}
${issuer.length === 0 ? null : html`<p>${chinese(issuer.join('，'))}</p>`}
${record.valuesJson === 'null' ? unreadableRecord(view) : null}${disputed === null ? null : dispute(view, disputed.mark, disputed.now, providerName(view, row))}
${recordFactList(view, record)}
<details${alone ? html` open` : null}><summary><span>${say('record.why')}</span></summary>
<div class="why">`,
    after: html`
<p class="tiny">${tell('record.stamp', { law: stamp(record.law), act: html`<span class="mono">${row.act_id}</span>` })}</p>
</div></details>
<p class="note links">${alone ? null : html`<a href="${address}">${say('record.permanent')}</a> <span class="printed">${
  ports.settings.address}${address}</span><span class="noprint"> · </span>`}<a class="noprint" href="/api/v1${
  recordAddress(code, id)}/proof">${say('record.proof')}</a><span class="noprint"> · <a href="${
  href('/verify', { q: recordAddress(code, id) })}">${say('verify.run')}</a></span></p>
</div>
</article>`,
  }
}

/** An open objection, and how far its handling is. */
export type Dispute = { readonly mark: RecordMark; readonly now: CaseNow | undefined }

/** Of these records, those that are disputed today. */
export async function disputesOf({ ports }: View, marks: readonly RecordMark[], records: readonly number[]): Promise<ReadonlyMap<number, Dispute>> {
  if (marks.length === 0) return new Map()
  const open = records.flatMap((id) => disputeOf(marks, id, ports.today().toString()) ?? [])
  const cases = new Map((await publicCasesNow(ports, open.map((mark) => mark.case))).map((now) => [now.of.id, now]))
  return new Map(open.map((mark) => [mark.record, { mark, now: cases.get(mark.case) }]))
}

const providerName = ({ language }: View, row: ArchiveRow): Part =>
  (row.provider_zh === null ? row.provider_code : language === 'zh' ? row.provider_zh : row.provider_en)

function recordFactList(view: View, { item, row, values, display }: ShownRecord): Html {
  const { say, tell, in2, language } = view
  const ground = legalGround(values)
  const delivered = tell('record.delivered', {
    unit: row.provider_zh === null ? row.provider_code : language === 'zh' ? row.provider_zh : row.provider_en, day: day(row.received_on), version: row.version,
  })
  const source = provenance(item, view.ports.law())
  const { span, sooner } = decided(view, display)
  return facts([
    ground === null ? null : [say('record.basis'), chinese(ground)],
    [say('record.display'), span],
    sooner === null ? null : [say('record.ends-sooner'), sooner],
    [say('record.source'), source.by === 'unit' ? delivered : html`${delivered}<br>${in2(source.label)}`],
  ])
}

type Decided = { readonly span: Html; readonly sooner: Html | null; readonly why: Html; /** of `why` */ readonly bytes: Buffer }
const written = { zh: new WeakMap<Display, Decided>(), en: new WeakMap<Display, Decided>() }

/** What a decision says on a page. Records with the same facts share one decision, written once for a day. */
function decided(view: View, display: Display): Decided {
  const known = written[view.language].get(display)
  if (known) return known
  const { tell, language } = view
  const { startsOn, endsOn } = display
  const from = day(startsOn ?? '')
  const why = html`<p class="sum">${endsOn === null ? tell('record.sum-open', { from }) : tell('record.sum-until', { last: day(dayBefore(endsOn)), until: day(endsOn) })}</p>
${counted(view, display)}${stepTable(view, display.steps)}`
  const fresh: Decided = {
    span: endsOn === null ? tell('record.from-open', { from }) : tell('record.from-until', { from, until: day(endsOn) }),
    sooner: display.endsSooner.length === 0 ? null : html`${join(display.endsSooner.map((way) => sooner(view, way)), language === 'zh' ? '；' : '; ')}`,
    why, bytes: Buffer.from(why.html),
  }
  written[language].set(display, fresh)
  return fresh
}

const dayBefore = (iso: string): string => Temporal.PlainDate.from(iso).subtract({ days: 1 }).toString()

/** Days shown so far, today among them, and days still to come at most. */
function counted(view: View, { state, startsOn, endsOn }: Display): Html | null {
  if (state !== 'on-display' || startsOn === null) return null
  const today = view.ports.today()
  const shown = Temporal.PlainDate.from(startsOn).until(today).days + 1
  return html`<p class="note">${endsOn === null ? view.tell('record.counted-open', { shown })
    : view.tell('record.counted', { shown, left: today.until(Temporal.PlainDate.from(endsOn)).days - 1 })}</p>`
}

function sooner({ tell, href }: View, { by, earliestOn }: EndsSooner): Part {
  const words = tell(`record.sooner-${by}`, { day: earliestOn === null ? null : day(earliestOn) })
  return by === 'restoration' ? html`<a href="${href('/restoration')}">${words}</a>` : words
}

export function stepTable(view: View, steps: readonly Step[]): Html {
  const { say, in2, ports } = view
  const [fact, result] = [say('record.fact'), say('record.result')]
  return html`<table class="stack"><thead><tr><th scope="col">${say('record.rule')}</th><th scope="col">${
    say('record.says')}</th><th scope="col">${fact}</th><th scope="col">${result}</th></tr></thead><tbody>${
    steps.map((step) => html`<tr${step.effective ? null : html` class="idle"`}><th scope="row">${
    step.rule === null ? say('record.no-article') : ruleLink(view, step.rule)}${clockLink(view, step)}</th><td>${
      step.says === null ? null : in2(step.says)}</td><td><span class="lbl">${fact}</span>${
    join(Object.entries(step.facts).map(([name, value]) => stepFact(view, name, value)), html`<br>`)}</td><td><span class="lbl">${
      result}</span>${step.effective ? keepTogether(in2(describeStep(step, ports.law()))) : say('record.idle')}</td></tr>`)}</tbody></table>`
}

/** Where a period counts working days, each of them stands on the page of its clock. */
function clockLink({ ports, href, say }: View, step: Step): Html | null {
  const from = Object.values(step.facts).find((value) => /^\d{4}-\d{2}-\d{2}$/.test(value))
  if (step.rule === null || from === undefined || findRule(ports.law(), step.rule)?.limit?.unit !== 'working-day') return null
  return html` <a href="${href('/clocks', { rule: step.rule, from })}">${say('record.clock')}</a>`
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

/** A value as it is read: with its unit, and in words where it is a word of the program. */
export function fieldValue({ say, language }: View, field: CatalogField, value: string): Part {
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
