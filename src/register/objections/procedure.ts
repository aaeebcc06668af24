/** What the pack in force says of objections, read from its parameters (group F) and its closed lists. Pure. */
import { choices, listOf } from '../../law/closed-list.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { ClosedListEntry, Pack, ParameterValue, PauseGround, RuleId } from '../../law/types.ts'

/** Where an objection may be lodged. */
export type Door = 'operator' | 'provider'
export const doorsOf = (pack: Pack): readonly (ClosedListEntry & { readonly code: Door })[] =>
  choices(listOf(pack, 'objection-doors')) as readonly (ClosedListEntry & { readonly code: Door })[]

/** Ways that are open to whoever is dissatisfied with the result, in the pack's words. @source gd-46-6, gd-49, xm-53-1, js-71, ln-37-5 */
export const reviewsOf = (pack: Pack): readonly ClosedListEntry[] => {
  const list = pack.lists.find((l) => l.id === 'objection-reviews')
  return list === undefined ? [] : choices(list)
}

/** The rule by which display stops while this remedy is pending; null: it goes on. @source xm-53-2 */
export const suspendedBy = (pack: Pack, way: string): RuleId | null =>
  pack.lists.find((l) => l.id === 'display-suspended-during')?.entries.find((e) => e.code === way && e.scope === 'in')?.rule ?? null

/** The rule a parameter's answer rests on; null where the text is silent. */
export const ruleOfParameter = (value: ParameterValue | undefined): RuleId | null => {
  if (value === undefined) return null
  if (value.kind === 'limit') return value.rule
  return value.kind === 'gap' && value.gap === 'silent' ? null : value.rules[0] ?? null
}

/** Of what the operator itself got wrong: the rule by which it puts it right. @source gd-46-2, xm-33-1, js-64-1d, ln-37-2b */
export const ownCorrectionRule = (pack: Pack): RuleId | null => ruleOfParameter(pack.parameters['F7.correct'])

/** What nobody can verify is deleted, where the pack says so. @source ln-37-7 */
export const deletionRule = (pack: Pack): RuleId | null => (pack.parameters.F13?.kind === 'text' ? pack.parameters.F13.rules[0] ?? null : null)

export const throughProvider = (pack: Pack) => {
  const transfer = ruleOfParameter(pack.parameters.F8)
  const review = ruleOfParameter(pack.parameters.F7)
  return {
    reviewRule: review,
    transferRules: transfer === null ? [] : [transfer],
    /** the unit's own clock; where it has none, the one of the whole review */
    decideRule: ruleOfParameter(pack.parameters.F9) ?? review,
    ownCloseRule: ruleOfParameter(pack.parameters['F7.notify']) ?? review,
    closeRule: ruleOfParameter(pack.parameters.F10) ?? review,
  }
}

/** Grounds whose days do not count in any of the steps. @source gd-46-5, ln-37-8 */
export function pauseGrounds(pack: Pack): readonly PauseGround[] {
  const limits = Object.entries(pack.parameters).filter(([key]) => /^F(7|8|9|10)(\.|$)/.test(key))
    .flatMap(([, value]) => (value.kind === 'limit' ? [value.limit] : []))
  return [...new Set(limits.flatMap((limit) => limit.pauses ?? []))]
}

/** @returns the rule that lets the time pause */
export function mayPauseFor(pack: Pack, ground: string): Outcome<RuleId, 'pause-without-ground'> {
  const allowed = pauseGrounds(pack)
  const says = pack.parameters.F12
  const rule = says?.kind === 'text' ? says.rules[0] ?? null : null
  return rule !== null && (allowed as readonly string[]).includes(ground) ? ok(rule)
    : refuse('pause-without-ground', rule, { ground, allowed: allowed.join(' ') })
}
