/** Every span the law sets, with the rule that sets it. */
import type { Law, Limit, Rule } from './types.ts'

export type RuleWithLimit = Rule & { readonly limit: Limit }

/** All packs and the national layer, declined rules left out; `amount: null` entries are limits without a number. */
export const limits = (law: Law): RuleWithLimit[] =>
  [...law.national.rules, ...Object.values(law.packs).flatMap((p) => p.rules)]
    .filter((r): r is RuleWithLimit => r.limit !== null && r.scope !== 'declined')

export const numericLimits = (law: Law): RuleWithLimit[] => limits(law).filter((r) => r.limit.amount !== null)
export const periodsNotSet = (law: Law): RuleWithLimit[] => limits(law).filter((r) => r.limit.amount === null)
