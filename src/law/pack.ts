/** From the files of packs/ to the law a deployment runs under. Refuses anything incomplete, with every fault at once. */
import { isDay } from '../calendar/day-number.ts'
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { CatalogItem } from '../register/catalog/types.ts'
import {
  CatalogFile, CategoriesFile, DisplayTextsFile, ListsFile, NationalFile, PackFile, ParameterCatalogueFile, ParametersFile, RulesFile, StandardsFile,
} from './schema.ts'
import type {
  ClosedList, DesignationStandard, DisplayClass, DisplayText, InForce, Law, LayerId, Limit, NationalPack, Pack, PackId, Parameter, ParameterValue, Rule, RuleId,
} from './types.ts'
import { nationalText } from './rule.ts'
import { withNoticeFields } from './written-notice.ts'
import { readYaml, YamlFault } from './yaml.ts'

export const packIds: readonly PackId[] = ['guangdong', 'xiamen', 'jiangsu', 'liaoning', 'hunan']

const prefixes: Readonly<Record<LayerId, string>> = {
  national: 'nat', guangdong: 'gd', xiamen: 'xm', jiangsu: 'js', liaoning: 'ln', hunan: 'hn',
}

/** One fault in the data: which file, where in it, what is wrong, what would cure it. */
export type PackFault = { readonly file: string; readonly path: string; readonly what: string; readonly cure: string }

/** The packs cannot be used as they are. `faults` holds all that was found, in the order of the files. */
export class PackError extends Error {
  readonly faults: readonly PackFault[]
  constructor(faults: readonly PackFault[]) {
    super(`The packs hold ${faults.length} fault${faults.length === 1 ? '' : 's'}:\n${
      faults.map((f) => `  ${f.file}${f.path ? ` at ${f.path}` : ''}: ${f.what}. ${f.cure}`).join('\n')}`)
    this.faults = faults
  }
}

/**
 * @param files  text by path inside packs/, `guangdong/rules.yaml`; files of other names are left alone
 * @param packId the pack the deployment runs under; all five are parsed, for the comparison needs them
 * @throws {PackError} naming every fault
 */
export const parseLaw = (files: Readonly<Record<string, string>>, packId: PackId): Law => parseLaws(files)[packId]

/** The law under each of the five packs, from one reading of the files. */
export function parseLaws(files: Readonly<Record<string, string>>): Readonly<Record<PackId, Law>> {
  const desk = new Desk(files)
  const parameters: Parameter[] = desk.read('parameters.yaml', ParameterCatalogueFile) ?? []
  for (const key of repeated(parameters.map((p) => p.key))) desk.fault('parameters.yaml', key, 'the key stands twice', 'Keep one.')
  const national = readNational(desk)
  const packs = packIds.map((id) => readPack(desk, id, parameters, national))
  const catalogs = (['national', ...packIds] as LayerId[]).map((layer) => [layer, readCatalog(desk, layer)] as const)
  checkReferences(desk, packs, national, catalogs.flatMap(([, items]) => items))
  if (desk.faults.length > 0) throw new PackError(desk.faults)

  const byId = Object.fromEntries(packs.map((pack) => [pack!.id, pack!])) as Record<PackId, Pack>
  const under = (pack: Pack): Law => ({
    pack,
    national: national!,
    packs: byId,
    parameters,
    catalog: catalogs.flatMap(([layer, items]) => (layer === 'national' || layer === pack.id ? items : [])).map((item) => withNoticeFields(item, pack)),
    stamp: `${pack.id}@${pack.revision} national@${national!.revision}`,
  })
  return Object.fromEntries(packIds.map((id) => [id, under(byId[id])])) as Record<PackId, Law>
}

/** Reads files one by one and gathers what is wrong with them. */
class Desk {
  readonly faults: PackFault[] = []
  readonly files: Readonly<Record<string, string>>
  constructor(files: Readonly<Record<string, string>>) { this.files = files }

  has(file: string): boolean { return file in this.files }

  fault(file: string, path: string, what: string, cure: string): void { this.faults.push({ file, path, what, cure }) }

  read<S extends TSchema>(file: string, schema: S): Static<S> | undefined {
    const text = this.files[file]
    if (text === undefined) return void this.fault(file, '', 'the file is missing', 'Add it; docs: the head of src/law/schema.ts.')
    let value: unknown
    try {
      value = readYaml(text)
    } catch (error) {
      if (!(error instanceof YamlFault)) throw error
      return void this.fault(file, error.line === null ? '' : `line ${error.line}`, error.reason, 'Write valid YAML.')
    }
    const compiled = validator(schema)
    if (compiled.Check(value)) return value as Static<S>
    const errors = [...compiled.Errors(value)].filter((e) => e.keyword !== 'additionalProperties' || e.instancePath === '')
    // The deepest message of a place says most; the union around it only repeats that something inside is wrong.
    const places = Map.groupBy(errors, (e) => e.instancePath)
    for (const [place, found] of [...places].slice(0, 20)) {
      const messages = new Set(found.map((e) => (e.message === 'schema is false' ? 'is not a known field' : e.message)))
      this.fault(file, named(value, place), [...messages].join(' or '), 'See src/law/schema.ts.')
    }
    return undefined
  }
}

const validators = new WeakMap<TSchema, ReturnType<typeof Compile>>()
function validator(schema: TSchema) {
  let compiled = validators.get(schema)
  if (!compiled) validators.set(schema, (compiled = Compile(schema)))
  return compiled
}

/** `/12/limit/amount` says little to a reader: the entry's own id stands for its number. */
function named(value: unknown, pointer: string): string {
  let at: unknown = value
  return pointer.split('/').slice(1).map((step) => {
    at = (at as Record<string, unknown> | undefined)?.[step]
    const id = (at as { id?: unknown; key?: unknown } | null | undefined)
    return typeof id === 'object' && id !== null && typeof (id.id ?? id.key) === 'string' ? String(id.id ?? id.key) : step
  }).join(' › ')
}

function readRules(desk: Desk, layer: LayerId, inForce: InForce): Rule[] | undefined {
  const file = `${layer}/rules.yaml`
  const entries = desk.read(file, RulesFile)
  if (!entries) return undefined
  for (const id of repeated(entries.map((r) => r.id))) desk.fault(file, id, 'the id stands twice', 'Give each rule its own id.')
  for (const r of entries) {
    if (!r.id.startsWith(`${prefixes[layer]}-`)) desk.fault(file, r.id, `does not begin ${prefixes[layer]}-`, 'Rules of a pack bear its prefix.')
    checkDeclined(desk, file, r.id, r)
    if (r.limit) checkLimit(desk, file, r.id, r.limit)
    if (r.fines?.some((f) => f.to < f.from)) desk.fault(file, r.id, 'a fine that ends below where it begins', 'Put the amounts right.')
    if (r.inForce) checkSpan(desk, file, `${r.id} › inForce`, r.inForce)
  }
  return entries.map((r) => ({ ...r, layer, inForce: r.inForce ?? inForce }))
}

function checkLimit(desk: Desk, file: string, path: string, limit: Limit): void {
  const { type, unit, count, pauses } = limit
  const inMonths = unit === 'month' || unit === 'year'
  if (type === 'window' && count === undefined) desk.fault(file, path, 'a window without a count', 'Say how many events inside the span.')
  if (type !== 'window' && count !== undefined) desk.fault(file, path, `a count on a ${type}`, 'Only windows count events.')
  if (pauses && inMonths) desk.fault(file, path, `pauses in a limit of ${unit}s`, 'Only days can be left out.')
  if (type !== 'deadline' && unit === 'working-day') desk.fault(file, path, `a ${type} in working days`, 'States run in days, months or years.')
}

function checkSpan(desk: Desk, file: string, path: string, span: InForce): void {
  for (const [end, day] of [['from', span.from], ['until', span.until]] as const) {
    if (day !== null && !isDay(day)) desk.fault(file, `${path} › ${end}`, `${day} is no day of the calendar`, 'Write YYYY-MM-DD.')
  }
  if (span.until !== null && span.until < span.from) desk.fault(file, path, `ends on ${span.until}, before it begins on ${span.from}`, 'Put the days right.')
}

function checkDeclined(desk: Desk, file: string, path: string, entry: { readonly scope: string; readonly why: unknown }): void {
  if (entry.scope === 'declined' && entry.why === null) desk.fault(file, path, 'is declined without a reason', 'Say why, in both languages.')
}

function repeated(values: readonly string[]): string[] {
  const seen = new Set<string>()
  return values.filter((v) => seen.has(v) || (seen.add(v), false))
}

function readLists(desk: Desk, layer: LayerId): ClosedList[] {
  const file = `${layer}/lists.yaml`
  const lists = desk.read(file, ListsFile) ?? []
  for (const id of repeated(lists.map((l) => l.id))) desk.fault(file, id, 'the list stands twice', 'Keep one.')
  for (const l of lists) {
    for (const code of repeated(l.entries.map((e) => e.code))) desk.fault(file, `${l.id} › ${code}`, 'the code stands twice', 'Keep one.')
    for (const e of l.entries) checkDeclined(desk, file, `${l.id} › ${e.code}`, e)
  }
  return lists
}

function readPack(desk: Desk, id: PackId, parameters: readonly Parameter[], national: NationalPack | undefined): Pack | undefined {
  const file = `${id}/pack.yaml`
  const head = desk.read(file, PackFile)
  if (!head) return void readRules(desk, id, { from: '0001-01-01', until: null })
  if (head.id !== id) desk.fault(file, 'id', `is ${head.id} in the folder ${id}`, 'A pack bears the name of its folder.')
  checkSpan(desk, file, 'inForce', head.inForce)
  const rules = readRules(desk, id, head.inForce) ?? []
  const known = new Map([...(national?.rules ?? []), ...rules].map((r) => [r.id, r]))
  const cap = head.display.cap && { ...head.display.cap, limit: limitOf(desk, known, file, 'display › cap', head.display.cap.rule) }
  return {
    ...head,
    display: { ...head.display, cap },
    rules,
    lists: readLists(desk, id),
    standards: readStandards(desk, id),
    parameters: readParameters(desk, id, parameters, known),
  }
}

function limitOf(desk: Desk, rules: ReadonlyMap<RuleId, Rule>, file: string, path: string, id: RuleId): Limit {
  const limit = rules.get(id)?.limit
  if (!limit) desk.fault(file, path, `${id} sets no limit`, 'Name the rule that holds the number.')
  return limit ?? { amount: null, unit: 'day', type: 'cap' }
}

function readParameters(desk: Desk, id: PackId, parameters: readonly Parameter[], rules: ReadonlyMap<RuleId, Rule>): Record<string, ParameterValue> {
  const file = `${id}/parameters.yaml`
  const given = desk.read(file, ParametersFile)
  if (!given) return {}
  const keys = new Set(parameters.map((p) => p.key))
  for (const key of Object.keys(given)) if (!keys.has(key)) desk.fault(file, key, 'is no parameter', 'Keys are those of parameters.yaml.')
  for (const key of keys) if (!(key in given)) desk.fault(file, key, 'has no answer', 'Answer it: limit, text or gap.')
  return Object.fromEntries(Object.entries(given).map(([key, value]): [string, ParameterValue] => {
    if (value.kind === 'text') return [key, value]
    if (value.kind === 'gap') return [key, { kind: 'gap', gap: value.gap, text: value.text ?? null, rules: value.rules ?? [] }]
    if (value.limit) checkLimit(desk, file, key, value.limit)
    const limit = value.limit ?? limitOf(desk, rules, file, key, value.rule)
    return [key, { kind: 'limit', limit, start: value.start ?? rules.get(value.rule)?.trigger ?? null, rule: value.rule }]
  }))
}

function readNational(desk: Desk): NationalPack | undefined {
  const head = desk.read('national/pack.yaml', NationalFile)
  const rules = readRules(desk, 'national', { from: '0001-01-01', until: null }) ?? []
  for (const id of rules.map((r) => r.id)) {
    if (head && !(nationalText(id) in head.texts)) desk.fault('national/pack.yaml', 'texts', `${nationalText(id)}, the text of ${id}, has no name`, 'Name it.')
  }
  const file = 'national/display.yaml'
  const texts = desk.read(file, DisplayTextsFile) ?? []
  const categories = desk.read('national/categories.yaml', CategoriesFile) ?? []
  const known = new Map(rules.map((r) => [r.id, r]))
  for (const c of categories) {
    checkSpan(desk, 'national/categories.yaml', c.id, c.inForce)
    checkDeclined(desk, 'national/categories.yaml', c.id, c)
  }
  for (const t of texts) {
    checkSpan(desk, file, t.id, t.inForce)
    if ((t.sector === null) !== (t.besideSector !== null)) {
      desk.fault(file, t.id, 'besideSector belongs to texts without a sector, and to each of them', 'Add or remove it.')
    }
    for (const other of texts) {
      if (other !== t && other.sector === t.sector && t.inForce.from <= other.inForce.from && (t.inForce.until ?? '9999') >= other.inForce.from) {
        desk.fault(file, `${t.id}, ${other.id}`, `both are in force on ${other.inForce.from}`, 'One text at a time: end the older one the day before.')
      }
    }
  }
  const displayTexts = texts.map((t): DisplayText => {
    const limit = (path: string, id: RuleId) => limitOf(desk, known, file, `${t.id} › ${path}`, id)
    const one = (name: string): DisplayClass | null => {
      const c = t.classes[name as keyof typeof t.classes]
      return c && {
        ...c,
        minimum: c.minimum === null ? null : limit(`${name} › minimum`, c.minimum),
        minimumRule: c.minimum,
        maximumRule: c.maximum,
        maximum: limit(`${name} › maximum`, c.maximum),
        minimumIn: c.minimumIn && { ...c.minimumIn, limit: limit(`${name} › minimumIn`, c.minimumIn.rule) },
      }
    }
    return { ...t, classes: { minor: one('minor'), general: one('general'), serious: one('serious'), unclassified: one('unclassified') } }
  })
  return head && { ...head, rules, displayTexts, lists: readLists(desk, 'national'), catalogCategories: categories }
}

/** Most regulations ask for no standards of designation, and have no such file. */
function readStandards(desk: Desk, pack: PackId): readonly DesignationStandard[] {
  const file = `${pack}/standards.yaml`
  if (!desk.has(file)) return []
  const standards = desk.read(file, StandardsFile) ?? []
  for (const id of repeated(standards.map((s) => s.id))) desk.fault(file, id, 'the standard stands twice', 'Keep one.')
  for (const s of standards) checkSpan(desk, file, s.id, s.inForce)
  return standards
}

function readCatalog(desk: Desk, layer: LayerId): readonly CatalogItem[] {
  const file = `${layer}/catalog.yaml`
  // A province need not supplement the national catalog.
  if (layer !== 'national' && !desk.has(file)) return []
  const items: readonly CatalogItem[] = desk.read(file, CatalogFile) ?? []
  for (const id of repeated(items.map((i) => `${i.id}@${i.version}`))) desk.fault(file, id, 'stands twice', 'Give the new version its own number.')
  for (const item of items) {
    checkSpan(desk, file, item.id, item.inForce)
    if (item.layer !== layer) desk.fault(file, item.id, `says layer ${item.layer}`, `Items of this file are of layer ${layer}.`)
    checkDeclined(desk, file, item.id, item)
    checkLimit(desk, file, `${item.id} › frequency`, item.frequency.limit)
    for (const limit of [item.retention, item.display.by === 'period' ? item.display.limit : null]) {
      if (limit) checkLimit(desk, file, item.id, limit)
      const lasts = !limit || limit.type === 'duration' || limit.type === 'cap'
      if (!lasts) desk.fault(file, item.id, `keeps information by a ${limit.type}`, 'A display or retention lasts: duration or cap.')
    }
    if (item.scope === 'declined') continue
    const names = new Set(item.fields.map((f) => f.name))
    for (const name of repeated(item.fields.map((f) => f.name))) desk.fault(file, `${item.id} › ${name}`, 'the field stands twice', 'Keep one.')
    const named = [...item.identity, item.subject.code, item.subject.name, item.basis.documentNumber, item.basis.date, item.basis.authority,
      ...Object.values(item.severity ?? {}), item.display.by === 'validity' ? item.display.untilField : null]
    for (const name of named) {
      if (name !== null && !names.has(name)) desk.fault(file, `${item.id} › ${name}`, 'is not a field of the item', 'Add the field or name another.')
    }
  }
  return items
}

/** Every rule id anywhere stands in a rules file: in the pack's own, or in the national one beneath it. */
function checkReferences(desk: Desk, packs: readonly (Pack | undefined)[], national: NationalPack | undefined, catalog: readonly CatalogItem[]): void {
  const ids = new Map<LayerId, Set<RuleId>>([['national', new Set(national?.rules.map((r) => r.id))]])
  for (const pack of packs) if (pack) ids.set(pack.id, new Set(pack.rules.map((r) => r.id)))
  const expect = (layer: LayerId, file: string, path: string, id: RuleId | null) => {
    if (id === null || ids.get(layer)?.has(id) || ids.get('national')!.has(id)) return
    desk.fault(file, path, `${id} is no rule of ${layer === 'national' ? 'the national pack' : `${layer} or the national pack`}`, 'Name an existing rule.')
  }
  for (const pack of packs) {
    if (!pack) continue
    const file = `${pack.id}/pack.yaml`
    const d = pack.display
    const named = [d.cap?.rule ?? null, d.fromEndOfConduct, d.extendedByMeasure, d.fromCatalog, d.fromState, d.retention, ...d.afterEnd,
      ...Object.values(d.withheld), ...Object.values(d.endsSooner)]
    for (const id of named) expect(pack.id, file, 'display', id)
    for (const [field, id] of Object.entries(pack.catalogMandatory)) expect(pack.id, file, `catalogMandatory › ${field}`, id)
    for (const [key, value] of Object.entries(pack.parameters)) {
      for (const id of value.kind === 'limit' ? [value.rule] : value.rules) expect(pack.id, `${pack.id}/parameters.yaml`, key, id)
    }
    expectInLists(pack.id, pack.lists)
    for (const s of pack.standards) {
      expect(pack.id, `${pack.id}/standards.yaml`, s.id, s.rule)
      for (const id of s.items) {
        if (!catalog.some((item) => item.id === id)) desk.fault(`${pack.id}/standards.yaml`, s.id, `${id} is no catalog item`, 'Name items of the catalog.')
      }
    }
  }
  expectInLists('national', national?.lists ?? [])
  for (const text of national?.displayTexts ?? []) {
    const file = 'national/display.yaml'
    for (const id of [text.start, text.besideSector?.rule ?? null]) expect('national', file, text.id, id)
    for (const c of Object.values(text.classes)) for (const id of [c?.rule ?? null, c?.notDisplayedKinds?.rule ?? null]) expect('national', file, text.id, id)
  }
  const categories = new Set(national?.catalogCategories.map((c) => c.id))
  for (const item of catalog) {
    const file = `${item.layer}/catalog.yaml`
    for (const id of ['rule' in item.display ? item.display.rule : null, item.frequency.rule]) expect(item.layer, file, item.id, id)
    if (!categories.has(item.category)) desk.fault(file, item.id, `${item.category} is no category`, 'Categories are those of national/categories.yaml.')
  }

  function expectInLists(layer: LayerId, lists: readonly ClosedList[]): void {
    for (const l of lists) {
      for (const id of [...l.rules, ...l.entries.map((e) => e.rule)]) expect(layer, `${layer}/lists.yaml`, l.id, id)
    }
  }
}
