/**
 * Who may do what. A determination is the act of the unit that made it: whoever runs the platform carries it, shows it,
 * takes in what is said against it, and does not change it. Pure.
 */
import { type Outcome, ok, refuse } from '../law/outcome.ts'
import type { Law, RuleId, Text2 } from '../law/types.ts'

export type Actor =
  /** the platform's own work body */
  | { readonly role: 'operator' }
  /** a unit that determines and delivers */
  | { readonly role: 'unit'; readonly code: string }

export type Deed =
  | { readonly deed: 'enter-desk'; readonly desk: string }
  /** change or withdraw what a unit determined */
  | { readonly deed: 'change-determination'; readonly determinedBy: string }
  | { readonly deed: 'decide-listing' }

/**
 * - `not-the-operators` determining is not among what the pack gives the operator; facts: does = what is
 * - `not-the-provider`  another unit made the determination; facts: provider
 * - `desk-not-given`    the pack does not give this desk to the operator; facts: desk, does
 */
export type RoleRefusal = 'not-the-operators' | 'not-the-provider' | 'desk-not-given'

export type Desk = { readonly code: string; readonly title: Text2; readonly rule: RuleId }

/** What the pack gives the operator: its closed list `operator-desks`. @source gd-7-3, xm-4-1, js-21, ln-9, hn-6-1a */
export const operatorDesks = ({ pack }: Pick<Law, 'pack'>): readonly Desk[] =>
  operatorList(pack).entries.filter((e) => e.scope === 'in').map((e) => ({ code: e.code, title: e.text, rule: e.rule }))

export function mayAct(actor: Actor, act: Deed, law: Pick<Law, 'pack'>): Outcome<null, RoleRefusal> {
  if (actor.role === 'unit') {
    const another = act.deed === 'change-determination' && act.determinedBy !== actor.code
    const atDesk = act.deed === 'enter-desk'
    if (another) return refuse('not-the-provider', null, { provider: act.determinedBy })
    return atDesk ? refuse('desk-not-given', operatorList(law.pack).rules[0]!, { desk: act.desk, does: '' }) : ok(null)
  }
  const desks = operatorDesks(law)
  const rule = operatorList(law.pack).rules[0]!
  const does = desks.map((d) => d.code).join(', ')
  if (act.deed !== 'enter-desk') return refuse('not-the-operators', rule, { does })
  return desks.some((d) => d.code === act.desk) ? ok(null) : refuse('desk-not-given', rule, { desk: act.desk, does })
}

function operatorList(pack: Law['pack']) {
  const list = pack.lists.find((l) => l.id === 'operator-desks')
  if (!list) throw new RangeError(`the pack ${pack.id} has no list operator-desks`)
  return list
}
