/**
 * An organisation's archive as the public sees it on a day: which records are on display, why and until when.
 *
 * Answers are put together from pieces of JSON: what an item or a decision always says is written once and remembered,
 * and a record's values go out as the bytes its act committed to. Pure; the memory belongs to a reader of one law.
 */
import { isReadable } from '../../acts/act.ts'
import { hash } from 'node:crypto'
import { displayStamp } from '../../law/in-force.ts'
import { findRule } from '../../law/rule.ts'
import type { Law, RuleId, Text2 } from '../../law/types.ts'
import type { CatalogItem } from '../catalog/types.ts'
import { describeStep, endsSoonerText } from '../retention/describe.ts'
import { type Display, displayOf, type DisplayState, type Step } from '../retention/display.ts'
import { recordFacts } from './dates.ts'
import { factsFrom, type StoredFacts } from './facts.ts'
import { informationClass, provenance } from './provenance.ts'
import { markText, type RecordMark, ruleOfMark } from './marks.ts'
import { valuesOf } from './record.ts'

export type Language = 'zh' | 'en' | 'both'

export type HeldRecord = {
  readonly record_id: number; readonly item_id: string; readonly decided_on: string; readonly received_on: string; readonly facts: string
}
export type ShownRecord = HeldRecord & {
  readonly provider_code: string; readonly version: number; readonly act_id: number; readonly content: string | null
  readonly provider_zh: string | null; readonly provider_en: string | null; readonly generated: boolean
}

/** What a display decision says, with its piece of JSON. */
export type Shown = {
  readonly state: DisplayState
  readonly endsOn: string | null
  /** rules that took part in the end, in order */
  readonly afterEnd: readonly RuleId[]
  /** `"shownSince":…,"until":…,"why":[…],"endsSooner":[…]}` as bytes: most of an answer, encoded once */
  readonly json: Buffer
}

/** Said wherever nothing is on display: absence is neither praise nor blame. */
export const nothingShown: Text2 = {
  zh: '现在没有公示中的信息。不表示好，也不表示不好。',
  en: 'Nothing is on display now. That says nothing good or bad.',
}

/** Decisions kept at most; past it all go and are made again. About 3 kB each. */
const decisionsKept = 8000

const basisMark = ',"documentNumber":'
/** The document a record rests on, from the end of its facts. */
export function basisOf(facts: string): Pick<StoredFacts, 'documentNumber' | 'authority'> {
  try {
    return JSON.parse(`{${facts.slice(facts.indexOf(basisMark) + 1)}`) as Pick<StoredFacts, 'documentNumber' | 'authority'>
  } catch { return factsFrom('') }
}

function among<V>(maps: Map<string, Map<string, V>>, key: string): Map<string, V> {
  let map = maps.get(key)
  if (map === undefined) maps.set(key, (map = new Map()))
  return map
}

export type ArchiveReader = ReturnType<typeof archiveReader>

const readers = new WeakMap<Law, ArchiveReader>()

/** One law, one day: with either, every remembered decision goes. */
export function archiveReaderOf(law: Law, day: Temporal.PlainDate): ArchiveReader {
  let reader = readers.get(law)
  if (reader?.day !== day.toString()) readers.set(law, (reader = archiveReader(law, day)))
  return reader!
}

export function archiveReader(law: Law, day: Temporal.PlainDate) {
  const items = new Map(law.catalog.filter((i) => i.scope === 'in').map((item) => [item.id, item]))
  const stamp = displayStamp(law, day.toString())
  const written = { zh: itemPieces(law, 'zh'), en: itemPieces(law, 'en'), both: itemPieces(law, 'both') }
  const decisions = new Map<string, Map<string, Display>>()
  let kept = 0
  const pieces = { zh: new WeakMap<Display, Shown>(), en: new WeakMap<Display, Shown>(), both: new WeakMap<Display, Shown>() }
  // As they stand before their value, in the order of canonical JSON.
  const open = new Map([...items.values()].map((item) => [item.id, item.fields.filter((f) => f.public).map((f) => f.name).sort().map((name) => `${JSON.stringify(name)}:"`)]))
  const rules = new Map<string, string>()

  const says = (rule: RuleId | null, language: Language): string => {
    if (rule === null) return 'null'
    const key = `${language}${rule}`
    let piece = rules.get(key)
    if (piece === undefined) rules.set(key, (piece = words(findRule(law, rule)!.text, language)))
    return piece
  }

  /**
   * What is decided of this record on the day, whatever state is stored: one object for all records whose facts are the same.
   * @returns null where the catalog of today knows no such item
   */
  function display(record: HeldRecord): Display | null {
    const item = items.get(record.item_id)
    if (item === undefined) return null
    // The document's number and authority come last among the facts and decide nothing but whether there is a document.
    const tail = record.facts.indexOf(basisMark)
    const hasBasis = !record.facts.startsWith('null', tail + basisMark.length)
    const facts = record.facts.slice(0, tail)
    const alike = `${item.id}${record.received_on}${hasBasis ? 1 : 0}`
    let known = among(decisions, alike).get(facts)
    if (known !== undefined) return known
    if (++kept > decisionsKept) { decisions.clear(); kept = 1 }
    among(decisions, alike).set(facts, (known = displayOf(recordFacts(item, factsFrom(record.facts), record.received_on), law, day)))
    return known
  }

  /** A decision with its piece of an answer. */
  function shown(decided: Display, language: Language): Shown {
    let known = pieces[language].get(decided)
    if (known === undefined) pieces[language].set(decided, (known = pieceOf(decided, language)))
    return known
  }

  function pieceOf(d: Display, language: Language): Shown {
    const step = (s: Step) => `{"rule":${JSON.stringify(s.rule)},"says":${says(s.rule, language)},"facts":${JSON.stringify(s.facts)},`
      + `"result":${words(describeStep(s, law), language)},"code":"${s.result.code}","effective":${s.effective}}`
    const sooner = d.endsSooner.map((e) =>
      `{"by":"${e.by}","title":${words(endsSoonerText[e.by], language)},"earliestOn":${JSON.stringify(e.earliestOn)},"rules":${JSON.stringify(e.rules)}}`)
    return {
      state: d.state, endsOn: d.endsOn,
      afterEnd: d.steps.filter((s) => s.result.code === 'after-end').flatMap((s) => (s.rule === null ? [] : [s.rule])),
      json: Buffer.from(`"shownSince":${JSON.stringify(d.startsOn)},"until":${JSON.stringify(d.endsOn)},`
        + `"why":[${d.steps.map(step).join(',')}],"endsSooner":[${sooner.join(',')}]}`),
    }
  }

  /** One record on display, up to what was decided about it; the decision's own piece closes it. @param values of `valuesJson` */
  function recordJson(record: ShownRecord, values: string, language: Language, dispute: RecordMark | null = null): string {
    const item = written[language].get(record.item_id)!
    const tail = record.facts.indexOf(basisMark)
    const name = record.provider_zh === null ? 'null' : words({ zh: record.provider_zh, en: record.provider_en! }, language)
    return `{"id":${record.record_id},${item.record},"values":${values},"provider":{"code":"${record.provider_code}","name":${name}},`
      + `"basis":{${record.facts.slice(tail + 1)},"decidedOn":"${record.decided_on}","receivedOn":"${record.received_on}","version":${record.version},`
      + `"act":${record.act_id},"generated":${record.generated},"law":"${stamp}","disputed":${disputeJson(dispute, language)},`
  }

  const markRule = ruleOfMark(law.pack)
  const disputeJson = (dispute: RecordMark | null, language: Language): string => (dispute === null ? 'null'
    : `{"since":"${dispute.since}","rule":${JSON.stringify(markRule)},"says":${words(markText.disputed, language)}}`)

  /** What is public of a record's values, as its act committed to them; `null` where they are gone, or cannot be read. */
  const valuesJson = ({ item_id: item, content }: { readonly item_id: string; readonly content: string | null }): string =>
    (content === null || (content.includes('\\u') && !isReadable(content)) ? 'null' : publicValues(valuesOf(content), open.get(item)!))

  return {
    day: day.toString(), stamp, valuesJson, display, shown, recordJson,
    item: (id: string): CatalogItem | null => items.get(id) ?? null,
    /** catalog items of a category; none for a category there is not */
    itemsOf: (category: string): readonly string[] => [...items.values()].filter((item) => item.category === category).map((item) => item.id),
    category: (item: string): string => items.get(item)?.category ?? '',
    /** columns of these items: title, unit and type of each public field */
    itemsJson: (ids: Iterable<string>, language: Language): string => `{${[...ids].map((id) => `"${id}":${written[language].get(id)!.columns}`).join(',')}}`,
    countsJson: (counts: ReadonlyMap<string, number>, language: Language): string => {
      const inOrder = law.national.catalogCategories.filter((c) => counts.has(c.id))
      return `[${inOrder.map((c) => `{"id":"${c.id}","title":${words(c.title, language)},"records":${counts.get(c.id)}}`).join(',')}]`
    },
    etag: (...parts: readonly (string | number | boolean | null)[]): string => `"${hash('sha256', `1 ${stamp} ${day.toString()} ${parts.join(' ')}`, 'base64url').slice(0, 27)}"`,
  }
}

type ItemPieces = ReadonlyMap<string, { readonly record: string; readonly columns: string }>

/** What every record of an item says. */
function itemPieces(law: Law, language: Language): ItemPieces {
  const categories = new Map(law.national.catalogCategories.map((c) => [c.id, c.title]))
  return new Map(law.catalog.filter((i) => i.scope === 'in').map((item) => {
    const from = provenance(item, law)
    const label = from.by === 'unit' ? 'null' : `{"says":${words(from.label, language)},"rule":${JSON.stringify(from.rule)}}`
    const division = informationClass(item, law.pack)
    const title = words(item.title, language)
    const fields = item.fields.filter((f) => f.public).map((f) =>
      `{"name":${JSON.stringify(f.name)},"title":${words(f.title, language)},"type":"${f.type}","unit":${JSON.stringify(f.unit ?? null)}}`)
    return [item.id, {
      record: `"item":"${item.id}","title":${title},"category":"${item.category}","nature":"${item.nature}",`
        + `"class":${division === null ? 'null' : words(division.text, language)},"selfDeclared":${label}`,
      columns: `{"title":${title},"category":"${item.category}","categoryTitle":${words(categories.get(item.category) ?? item.title, language)},`
        + `"version":"${item.version}","legalBasis":${words(item.legalBasis, language)},"fields":[${fields.join(',')}]}`,
    }]
  }))
}

const words = (text: Text2, language: Language): string =>
  language === 'both' ? `{"zh":${JSON.stringify(text.zh)},"en":${JSON.stringify(text.en)}}` : `{"${language}":${JSON.stringify(text[language])}}`

/**
 * Values as committed; a field that today's catalog no longer makes public is left out.
 * @param open what stands before the value of each public field, `"name":"`, in the order of canonical JSON
 */
export function publicValues(json: string, open: readonly string[]): string {
  let next = 0
  for (let at = 1; json[at] === '"';) {
    while (next < open.length && !json.startsWith(open[next]!, at)) next++
    if (next === open.length) return withoutOthers(json, open)
    const end = stringEnd(json, at + open[next]!.length - 1)
    if (end < 0 || (json[end + 1] !== ',' && end + 2 !== json.length)) return withoutOthers(json, open)
    at = end + 2
  }
  return json.endsWith('"}') || json === '{}' ? json : withoutOthers(json, open)
}

function withoutOthers(json: string, open: readonly string[]): string {
  if (!isReadable(json)) return 'null'
  const names = new Set(open.map((mark) => JSON.parse(mark.slice(0, mark.lastIndexOf(':'))) as string))
  return JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(json) as Record<string, string>).filter(([name]) => names.has(name))))
}

/** Index of the quotation mark that closes the JSON string opened at `start`. */
function stringEnd(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); ; end = json.indexOf('"', end + 1)) {
    let backslashes = 0
    while (json[end - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0 || end < 0) return end
  }
}
