/** May this body deliver this item as public credit information? Pure. */
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Law } from '../../law/types.ts'
import type { CatalogItem } from './types.ts'

/**
 * A unit as far as providing goes. `kind` names the body the law sees and, after a slash, its field of work:
 * `administrative-organ/tax`, `judicial-organ/court`, `authorised-body/water-company`, `mass-organisation/federation`.
 * A mass organisation that a law or regulation authorises to manage public affairs is an `authorised-body`.
 */
export type ProvidingUnit = { readonly code: string; readonly kind: string; readonly items: readonly string[] }

/**
 * - `no-public-provider` the body provides no public information under this pack; facts: route = market-information
 * - `item-not-for-kind`  the catalog entrusts this item to other units
 * - `item-not-of-unit`   the unit was not registered for this item
 */
export type ProvideRefusal = 'no-public-provider' | 'item-not-for-kind' | 'item-not-of-unit'

const bodyOf = (kind: string): string => kind.split('/', 1)[0]!

/** Words of the packs that take in several bodies: courts and procuratorates are organs of the state too. */
const takesIn: Readonly<Record<string, readonly string[]>> = {
  'state-organ': ['state-organ', 'administrative-organ', 'judicial-organ'],
}

/** What an authorised body does, a law entrusted to it, in every province. */
const everywhere = 'authorised-body'

/** Kinds of body the packs and this register know. */
export const bodies = ['administrative-organ', 'judicial-organ', 'authorised-body', 'mass-organisation',
  'other-body'] as const

/** @source gd-3-3, hn-2-3a, js-4-2, ln-3-3, xm-2-3: parameter A8 names the rule of the pack */
export function mayRegisterAsProvider(kind: string, law: Pick<Law, 'pack'>): Outcome<null, ProvideRefusal> {
  const body = bodyOf(kind)
  const admitted = [everywhere, ...law.pack.providerKinds].flatMap((k) => takesIn[k] ?? [k])
  if (admitted.includes(body)) return ok(null)
  const parameter = law.pack.parameters['A8']
  const rule = parameter?.kind === 'text' ? (parameter.rules[0] ?? null) : null
  return refuse('no-public-provider', rule, { kind, route: 'market-information' })
}

export function mayProvide(
  unit: ProvidingUnit, item: CatalogItem, law: Pick<Law, 'pack'>,
): Outcome<null, ProvideRefusal> {
  const body = mayRegisterAsProvider(unit.kind, law)
  if (!body.ok) return body
  const named = item.providers.some((p) => p === unit.code || p === unit.kind || (takesIn[p] ?? [p]).includes(bodyOf(unit.kind)))
  const providers = item.providers.join(', ')
  if (!named) return refuse('item-not-for-kind', null, { kind: unit.kind, item: item.id, providers })
  if (!unit.items.includes(item.id)) return refuse('item-not-of-unit', null, { item: item.id, unit: unit.code })
  return ok(null)
}
