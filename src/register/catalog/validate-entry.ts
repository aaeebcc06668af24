/** Is an entry of a supplement complete, inside the classes, without a field about persons? Every fault at once. Pure. */
import type { Refusal } from '../../law/outcome.ts'
import type { ClosedList, Pack } from '../../law/types.ts'
import type { Boundary } from '../boundary/boundary.ts'
import { type FieldRefusalCode, admitFields } from '../boundary/person-columns.ts'
import type { CatalogItem } from './types.ts'
import type { DraftEntry, SupplementRules } from './supplement.ts'

/**
 * - `entry-incomplete`         facts: what = the statement that is missing
 * - `class-outside-list`       facts: class, list, allowed
 * - `law-not-cited`            the list's open last class without the provision that opens it
 * - `local-regulation-missing` no local regulation cited
 * - `field-about-a-person`, `field-prohibited` facts: field; curable only by dropping the field
 * - `item-declined`            what this register does not take cannot come back as a supplement
 */
export type EntryFault =
  | 'entry-incomplete' | 'class-outside-list' | 'law-not-cited' | 'local-regulation-missing' | 'item-declined' | FieldRefusalCode

/** What a catalog entry can be asked to state, by the keys of a pack's `catalogMandatory`. */
const stated: Readonly<Record<string, (item: CatalogItem) => boolean>> = {
  mode: (i) => Boolean(i.mode),
  shared: (i) => Boolean(i.shared) && typeof i.shared.shareable === 'boolean' && Boolean(i.shared.scope?.zh),
  providers: (i) => (i.providers ?? []).length > 0,
  category: (i) => Boolean(i.category),
  frequency: (i) => typeof i.frequency?.limit?.amount === 'number',
  display: (i) => Boolean(i.display) && (i.display.by !== 'period' || i.display.limit.amount !== null),
  retention: (i) => typeof i.retention?.amount === 'number',
  fields: (i) => (i.fields ?? []).length > 0,
  title: (i) => Boolean(i.title?.zh),
  legalBasis: (i) => Boolean(i.legalBasis?.zh),
}

/** @source gd-14-2b, gd-15, gd-25-1, hn-12-2, hn-12-3b, js-35-2b, js-36, ln-10-2b, ln-11, xm-8-1 */
export function validateEntry(
  entry: DraftEntry, pack: Pack, rules: SupplementRules, boundary: Boundary,
): Refusal<EntryFault>[] {
  const { item } = entry
  const faults: Refusal<EntryFault>[] = []
  if (item.scope === 'declined') {
    faults.push({ code: 'item-declined', rule: 'nat-catalog-minimum', facts: { item: item.id } })
  }
  for (const [what, rule] of Object.entries(pack.catalogMandatory)) {
    const test = stated[what]
    if (test === undefined) throw new RangeError(`the pack ${pack.id} asks catalog entries for "${what}", which no entry can state`)
    if (!test(item)) faults.push({ code: 'entry-incomplete', rule, facts: { item: item.id, what } })
  }
  if (rules.localRegulation !== null && !entry.localRegulation) {
    faults.push({ code: 'local-regulation-missing', rule: rules.localRegulation, facts: { item: item.id } })
  }
  const outside = classFault(entry, pack, rules)
  if (outside) faults.push(outside)
  const fields = admitFields((item.fields ?? []).flatMap((f) => [f.name, ...(f.alsoCalled ?? [])]), boundary, pack.id)
  if (!fields.ok) faults.push(...fields.refusals.map((r) => ({ ...r, facts: { item: item.id, ...r.facts } })))
  return faults
}

/** The open last class of a list admits only what a cited provision adds. */
const isOpenClass = (code: string) => code.startsWith('other-by')

function classFault(
  { item, citedLaw }: DraftEntry, pack: Pack, { classes }: SupplementRules,
): Refusal<EntryFault> | null {
  if (classes === null || (classes.for === 'untrustworthiness' && item.nature !== 'untrustworthiness')) return null
  const list = classList(pack)
  const code = item.classes[pack.id] ?? ''
  const facts = { item: item.id, class: code, list: list.title.zh, allowed: list.entries.map((e) => e.code).join(', ') }
  const known = list.entries.some((e) => e.code === code && e.scope === 'in')
  const { reading, rule } = classes
  if (!known) return { code: reading === 'closed' ? 'class-outside-list' : 'law-not-cited', rule, facts }
  if (isOpenClass(code) && citedLaw === null) return { code: 'law-not-cited', rule, facts }
  return null
}

function classList(pack: Pack): ClosedList {
  const list = pack.lists.find((l) => l.id === 'catalog-classes')
  if (!list) throw new RangeError(`the pack ${pack.id} has no list catalog-classes`)
  return list
}

/** Classes the catalog as a whole must cover and does not, national items counted. @source xm-8-2 */
export function missingClasses(
  items: readonly CatalogItem[], pack: Pack, rules: SupplementRules,
): Refusal<'class-missing'>[] {
  if (rules.classes?.reading !== 'complete') return []
  const covered = new Set(items.filter((i) => i.scope === 'in').map((i) => i.classes[pack.id]))
  return classList(pack).entries
    .filter((e) => e.scope === 'in' && !isOpenClass(e.code) && !covered.has(e.code))
    .map(({ code, rule, text }) => ({
      code: 'class-missing', rule, facts: { class: code, 'title-zh': text.zh, 'title-en': text.en },
    }))
}
