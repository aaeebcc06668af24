/** What the operator decides about inquiries: who may ask, on which agreement, by which norms. Pure. */
import { choices, listOf } from '../../../law/closed-list.ts'
import { type Outcome, ok, refuse } from '../../../law/outcome.ts'
import { ruleOf } from '../../../law/rule.ts'
import type { ClosedListEntry, Law, RuleId, Text2 } from '../../../law/types.ts'
import type { GroundCode } from '../../disclosure/disclose.ts'
import { dutyRule } from '../duties.ts'

/** Grounds on which a unit asks only what it was let ask. */
export const grantedGrounds = ['government-sharing', 'inquiry-by-authority', 'bulk-inquiry'] as const
export type GrantedGround = (typeof grantedGrounds)[number]

export type NewAccess = {
  readonly unit: string
  readonly ground: GroundCode
  readonly purposes: readonly string[] | null
  readonly items: readonly string[] | null
  /** why it is needed, and what for it will be used: examined before it is granted */
  readonly need: string
  readonly use: string
  /** the agreement, or the document that gives the unit its powers */
  readonly document: string
  readonly from: string
  readonly until: string | null
}
/**
 * - `ground-not-granted`    that ground needs no access, or the pack has no such way; facts: allowed
 * - `purpose-not-in-list`, `item-unknown`
 * - `agreement-incomplete`  facts: missing. A large-volume agreement says need, scope (items), use, document and its last day
 * - `days-unfit`
 */
export type AccessRefusal = 'ground-not-granted' | 'purpose-not-in-list' | 'item-unknown' | 'agreement-incomplete' | 'days-unfit'

/** @returns the rule it is granted under. @source gd-19-1, gd-20-1, gd-52-2, js-39-2a, hn-20 */
export function mayGrant(a: NewAccess, law: Law, today: string): Outcome<RuleId, AccessRefusal> {
  const ways = choices(listOf(law.pack, 'inquiry-grounds'))
  const way = ways.find((e) => e.code === a.ground)
  const allowed = ways.map((e) => e.code).filter((code) => (grantedGrounds as readonly string[]).includes(code))
  if (way === undefined || !allowed.includes(a.ground)) return refuse('ground-not-granted', way?.rule ?? null, { allowed: allowed.join(', ') })
  const purposes = choices(listOf(law.pack, 'inquiry-purposes'))
  const strange = a.purposes?.find((p) => !purposes.some((e) => e.code === p))
  if (strange !== undefined) return refuse('purpose-not-in-list', purposes[0]?.rule ?? null, { found: strange, allowed: purposes.map((e) => e.code).join(', ') })
  const unknown = a.items?.find((id) => !law.catalog.some((item) => item.id === id && item.scope === 'in'))
  if (unknown !== undefined) return refuse('item-unknown', null, { item: unknown })
  const large = a.ground === 'bulk-inquiry'
  const missing = [
    a.document.trim() === '' ? 'document' : null, large && a.need.trim() === '' ? 'need' : null, large && a.use.trim() === '' ? 'use' : null,
    large && a.items === null ? 'items' : null, large && a.until === null ? 'until' : null,
  ].filter((name) => name !== null)
  if (missing.length > 0) return refuse('agreement-incomplete', way.rule, { missing: missing.join(', ') })
  if (a.until !== null && (a.until < a.from || a.until < today)) return refuse('days-unfit', null, { from: a.from, until: a.until })
  return ok(way.rule)
}

export type Norms = {
  /** title and number of the document that holds them */
  readonly document: string
  /** where one asks in person, and when */
  readonly windows: Text2
  /** organisations in one request from which on it is a large-volume inquiry; null: not set, so that more than one is */
  readonly largeFrom: number | null
  /** matters of the directory, beyond those of the list */
  readonly directory: readonly string[]
}
export type NormsRefusal = 'norms-incomplete'
export function mayPublish(n: Norms): Outcome<null, NormsRefusal> {
  const missing = [n.document.trim() === '' ? 'document' : null, n.windows.zh.trim() === '' || n.windows.en.trim() === '' ? 'windows' : null,
    n.largeFrom !== null && n.largeFrom < 2 ? 'largeFrom' : null].filter((name) => name !== null)
  return missing.length === 0 ? ok(null) : refuse('norms-incomplete', null, { missing: missing.join(', ') })
}

/** Is it one inquiry too many for one request without an agreement? @source gd-52-2 */
export const isLarge = (organisations: number, norms: Pick<Norms, 'largeFrom'> | null): boolean => organisations >= (norms?.largeFrom ?? 2)

/** What is still owed before the desk of inquiries is ready; empty: ready. @source xm-13-4, hn-17, gd-20-1 */
export function unready(norms: Norms | null, law: Pick<Law, 'pack'>): readonly { readonly missing: 'norms'; readonly rule: RuleId }[] {
  const rule = dutyRule(law.pack, 'norms')
  return rule === null || norms !== null ? [] : [{ missing: 'norms', rule }]
}

/** For which purposes the text says that a unit *must* ask before it closes a case. @source ln-21a, hn-19-2, gd-24a, xm-14a */
export const mustAskFor = (law: Law): readonly ClosedListEntry[] =>
  choices(listOf(law.pack, 'inquiry-purposes')).filter((e) => {
    const rule = ruleOf(law, e.rule)
    return rule.kind === 'duty' && rule.actor === 'authority'
  })
