/**
 * What the law in force here says of restoration, read from the closed lists and the parameters (group I) of the pack.
 * Pure.
 */
import { choices } from '../../law/closed-list.ts'
import { displayTextsInForce, isInForce } from '../../law/in-force.ts'
import type { Refusal } from '../../law/outcome.ts'
import { findRule } from '../../law/rule.ts'
import type { ClosedListEntry, Law, RuleId, Text2 } from '../../law/types.ts'
import type { CatalogItem } from '../catalog/types.ts'
import { ruleOfParameter } from '../objections/procedure.ts'

/** Where restoration may be applied for: one application, wherever it is lodged. */
export type Door = 'operator' | 'provider'
type Packs = Pick<Law, 'pack' | 'national'>

const entries = (lists: Law['pack']['lists'], id: string): readonly ClosedListEntry[] => {
  const list = lists.find((l) => l.id === id)
  return list === undefined ? [] : choices(list)
}

/** @source gd-47-2, xm-34-1a, js-66-2a, ln-39-2a, hn-36a */
export const doorsOf = ({ pack }: Packs): readonly (ClosedListEntry & { readonly code: Door })[] =>
  entries(pack.lists, 'restoration-doors') as readonly (ClosedListEntry & { readonly code: Door })[]

/** Ways of restoration; none where the text names none. @source gd-47-3, ln-39-1, xm-34-2 */
export const waysOf = ({ pack }: Packs): readonly ClosedListEntry[] => entries(pack.lists, 'restoration-ways')

/** Where the list of ways is closed, one of them must have been gone; an open one is an offer. */
export const wayNeeded = ({ pack }: Packs): boolean => pack.lists.find((l) => l.id === 'restoration-ways')?.closed ?? false

/** What may become of restored information. @source gd-47-4a, xm-34-1b, js-66-2b, ln-39-2c, hn-36c */
export const effectsOf = ({ pack }: Packs): readonly ClosedListEntry[] => entries(pack.lists, 'restoration-effects')

/** The effect by which the content itself goes. */
export const deletes = (effect: string): boolean => effect === 'delete'

/** What to hand in, the province's own words before the state's. @source hn-36a, js-66-1, nat-2025-22-papers */
export function papersOf({ pack, national }: Law, day: string): readonly ClosedListEntry[] {
  const own = entries(pack.lists, 'restoration-papers')
  const state = entries(national.lists, 'restoration-papers')
    .filter((e) => !own.some((o) => o.code === e.code) && inForce({ national }, e.rule, day))
  return [...own, ...state]
}

const inForce = ({ national }: Pick<Law, 'national'>, id: RuleId, day: string): boolean => {
  const rule = national.rules.find((r) => r.id === id)
  return rule !== undefined && isInForce(rule.inForce, day)
}

/** Cases in which restoration is excluded, the province's before the state's. @source gd-47-5, hn-36d, nat-36-conditions */
export const exclusionsOf = ({ pack, national }: Packs): readonly ClosedListEntry[] =>
  [...entries(pack.lists, 'restoration-exclusions'), ...entries(national.lists, 'restoration-exclusions')]

/** The rule by which law may exclude restoration; the province's before the state's. @source gd-47-5, hn-36d */
export const exclusionRule = (law: Packs): RuleId => exclusionsOf(law)[0]!.rule

/** Where restoration is for the time during which the information is used, that rule. @source xm-34-1a, hn-36a */
export const windowRule = ({ pack }: Packs): RuleId | null => entries(pack.lists, 'restoration-window')[0]?.rule ?? null

/** What the officer has to record of the correction. @source ln-39-1 */
export const inTimeRule = ({ pack }: Packs): RuleId | null => entries(pack.lists, 'restoration-checks').find((e) => e.code === 'in-time')?.rule ?? null

/** The rule by which the unit that determined decides. */
export const decideRule = ({ pack }: Packs): RuleId | null => ruleOfParameter(pack.parameters.I4)

/** The pack's own rule on how fast an application is done with. @source ln-39-2a, xm-37-1 */
export const ownClockRule = ({ pack }: Packs): RuleId | null => ruleOfParameter(pack.parameters.I5)

/** The state's clock of a step; null on days before it. */
export function stateClock(law: Law, step: 'answer' | 'authority-step', day: string): RuleId | null {
  const rule = findRule(law, `nat-2025-22-${step}`)
  return rule && isInForce(rule.inForce, day) ? rule.id : null
}

/** By which restoration ends display, sharing and use alike. @source nat-36-3 */
export const effectRules = (law: Law, effect: ClosedListEntry, day: string): readonly RuleId[] =>
  [effect.rule, ...(inForce(law, 'nat-36-3', day) ? ['nat-36-3'] : [])]

/** @source nat-2025-22-restructuring */
export const shieldRule = (law: Packs, day: string): RuleId | null =>
  entries(law.national.lists, 'restoration-shield').find((e) => inForce(law, e.rule, day))?.rule ?? null

/** A method of restoration that a sector published. `papers` it asks for beyond the state's; '' none. `from`: first day, YYYY-MM-DD. */
export type NewMethod = { readonly sector: string; readonly title: string; readonly document: string; readonly papers: string; readonly from: string }
/** `act`: number of the act that published it; `unit`: who did, `operator` or a unit's code. */
export type Method = NewMethod & { readonly act: number; readonly unit: string }

/**
 * What an application is judged by: the method of its sector where one is published and in force, else the state's text.
 * @source js-66-3, ln-39-3, gd-47-1
 */
export type Basis = { readonly by: 'sector'; readonly title: string; readonly document: string } | { readonly by: 'state'; readonly title: Text2 }

export function basisFor(item: CatalogItem, methods: readonly NewMethod[], law: Law, day: string): Basis | null {
  const sector = sectorOf(item)
  const method = methodFor(item, methods, day)
  if (method !== null) return { by: 'sector', title: method.title, document: method.document }
  const texts = displayTextsInForce(law, sector, day)
  const text = texts.general ?? texts.sector
  return text === null ? null : { by: 'state', title: text.title }
}

/** The newest method in force on the day; null: its sector has published none. */
export const methodFor = <M extends NewMethod>(item: CatalogItem, methods: readonly M[], day: string): M | null =>
  methods.filter((m) => m.sector === sectorOf(item) && m.from <= day).toSorted((a, b) => (a.from < b.from ? 1 : -1))[0] ?? null

/** Sectors whose information can be restored here, in the order of the catalog. */
export const sectorsOf = (law: Pick<Law, 'catalog'>): readonly string[] =>
  [...new Set(law.catalog.filter((i) => i.scope === 'in' && i.nature === 'untrustworthiness').map(sectorOf))]

/**
 * What a regulation that has sectors issue methods asks before a list or other item of untrustworthiness is opened.
 * `method-missing` facts: item, sector
 * @source gd-47-1
 */
export function methodPublished(item: CatalogItem, methods: readonly NewMethod[], { pack }: Packs, day: string): Refusal<'method-missing'> | null {
  const rule = entries(pack.lists, 'restoration-method-duty')[0]?.rule
  if (rule === undefined || item.nature !== 'untrustworthiness' || methodFor(item, methods, day) !== null) return null
  return { code: 'method-missing', rule, facts: { item: item.id, sector: sectorOf(item) } }
}

/** The sector whose method speaks of an item. Items that no text gives a sector go by their category. */
export const sectorOf = (item: CatalogItem): string => (item.display.by === 'severity' ? item.display.sector : null) ?? item.category
