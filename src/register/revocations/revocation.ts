/**
 * The document behind a record was revoked, changed or found void by somebody else's ruling: what the unit that provided
 * the record owes then, by the pack in force. Pure.
 */
import type { Law, RuleId } from '../../law/types.ts'

export const effects = ['revoked', 'changed', 'void'] as const
export type Effect = (typeof effects)[number]
export type Outcome3 = 'withdrawn' | 'corrected' | 'kept'

/** Who owes what: the provider tells and changes; in some texts the work body changes once it is told in writing. */
export type Step = 'provider' | 'operator'

/**
 * The rule of a step; null: the text in force is silent, the task stands all the same and no period is set.
 * @source gd-44a, js-65a, js-65b, hn-34a, hn-34b
 */
export const ruleOfStep = ({ pack }: Pick<Law, 'pack'>, step: Step): RuleId | null =>
  pack.lists.find((l) => l.id === 'revocation-duties')?.entries.find((e) => e.scope === 'in' && e.code === step)?.rule ?? null

/**
 * Whether a body of this kind rules on what others determined: the national list `ruling-bodies`. Whoever determined something rules on
 * that alone; whoever runs the register on nothing.
 * @param kind under which the unit is registered @returns the rule; null: it does not
 */
export const rulesOnOthers = (kind: string, { national }: Pick<Law, 'national'>): RuleId | null =>
  national.lists.find((l) => l.id === 'ruling-bodies')?.entries.find((e) => e.scope === 'in' && (e.code === kind || kind.startsWith(`${e.code}/`)))?.rule ?? null

/** What was revoked or is void must go; what was changed may also be put right by a new version. */
export const settles = (effect: Effect, because: 'withdrawn' | 'corrected'): boolean => because === 'withdrawn' || effect === 'changed'

/** Calendar days since a day. @param from @param today YYYY-MM-DD */
export const daysSince = (from: string, today: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(today), { largestUnit: 'days' }).days
