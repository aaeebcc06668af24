/** What is open to whoever is told of an act: ways and their periods, from the pack and the national layer. Pure. */
import { choices } from '../../law/closed-list.ts'
import { findRule } from '../../law/rule.ts'
import type { ClosedList, Law, Limit, RuleId, Text2 } from '../../law/types.ts'

export type Remedy = {
  readonly code: string
  readonly text: Text2
  readonly rule: RuleId
  /** within which it is open, where a text says so */
  readonly period: { readonly limit: Limit; readonly rule: RuleId } | null
}

/**
 * The pack's own ways first, in its order; the national ones stand beneath every pack, also one that names none.
 * @param of `objection`: of the result of an objection, where the pack has ways of its own for it
 * @source gd-46-6, gd-49, xm-53-1, js-71, ln-37-5, nat-reconsideration-20, nat-litigation-46
 */
export function remediesOf(law: Law, of: 'objection' | 'act', on: Temporal.PlainDate): readonly Remedy[] {
  const own = (id: string): readonly ClosedList[] => law.pack.lists.filter((l) => l.id === id)
  const national = law.national.lists.filter((l) => l.id === 'remedies')
  const entries = [...(of === 'objection' ? own('objection-reviews') : []), ...own('remedies'), ...national].flatMap(choices)
  const inForce = (id: RuleId) => {
    const rule = findRule(law, id)
    return rule !== undefined && rule.inForce.from <= on.toString() && (rule.inForce.until === null || rule.inForce.until >= on.toString()) ? rule : null
  }
  const ways = Map.groupBy(entries.filter((e) => inForce(e.rule) !== null), (e) => e.code)
  return [...ways.values()].map((same) => {
    const timed = same.map((e) => inForce(e.rule)!).find((rule) => rule.limit !== null)
    const { code, text, rule } = same[0]!
    return { code, text, rule, period: timed === undefined ? null : { limit: timed.limit!, rule: timed.id } }
  })
}
