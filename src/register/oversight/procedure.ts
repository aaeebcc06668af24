/** What the pack in force says of accountability, read from its closed lists. Pure. */
import { choices } from '../../law/closed-list.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import { ruleOf } from '../../law/rule.ts'
import type { ClosedListEntry, FineRange, Law, RuleId } from '../../law/types.ts'

/** Who holds to account: the department in charge of credit, or the government or superior organ of the area. */
export const organs = ['competent-department', 'government'] as const
export type Organ = (typeof organs)[number]

const listed = ({ pack }: Law, begins: string, rule: RuleId): readonly ClosedListEntry[] =>
  pack.lists.filter((l) => l.id.startsWith(begins) && l.rules.includes(rule)).flatMap(choices)

/** @source gd-55-1, gd-56-1, xm-54-1, js-69-1, js-69-2, js-70a, ln-51, ln-52a, ln-53a, hn-44a, hn-45a */
export const mattersOf = ({ pack }: Pick<Law, 'pack'>): readonly ClosedListEntry[] => {
  const list = pack.lists.find((l) => l.id === 'accountability-matters')
  return list === undefined ? [] : choices(list)
}
/** What may be done under the rule of a matter. */
export const stepsUnder = (law: Law, rule: RuleId): readonly ClosedListEntry[] => listed(law, 'accountability-steps', rule)
/** What must be there before a case under the rule is closed. @source hn-45a */
export const demandsUnder = (law: Law, rule: RuleId): readonly ClosedListEntry[] => listed(law, 'accountability-demands', rule)

/** The rule by which an order given under a rule is carried out in its time; null: the text says nothing of a time. @source hn-45c */
export const termRule = (law: Law, rule: RuleId): RuleId | null => listed(law, 'accountability-terms', rule)[0]?.rule ?? null

/** Who acts under a rule: whom the text names. */
export const organOf = (law: Law, rule: RuleId): Organ => (ruleOf(law, rule).actor === 'government' ? 'government' : 'competent-department')

/** Matters that a body acting as these organs may hold against a public body, or against one that is none. */
export const mattersFor = (law: Law, as: readonly Organ[], isPublic: boolean): readonly ClosedListEntry[] =>
  mattersOf(law).filter((m) => as.includes(organOf(law, m.rule)) && (finesOf(law, m.rule).length === 0) === isPublic)

/** Rules with a fine speak of those that are no public bodies. */
export const finesOf = (law: Law, rule: RuleId): readonly FineRange[] => ruleOf(law, rule).fines ?? []

/**
 * Does a fine that was decided lie within what the rule allows?
 * @param amount in whole yuan
 * @returns the range it lies in
 * @source gd-56-1, hn-45a, js-70a, ln-53a
 */
export function fineFits(law: Law, rule: RuleId, gravity: string, amount: number): Outcome<FineRange, 'fine-outside-range' | 'gravity-missing'> {
  const ranges = finesOf(law, rule)
  const range = ranges.find((f) => f.gravity === (ranges.length === 1 ? ranges[0]!.gravity : gravity))
  if (range === undefined) return refuse('gravity-missing', rule, { allowed: ranges.map((f) => f.gravity).join(', ') })
  const fits = Number.isSafeInteger(amount) && amount >= range.from && amount <= range.to
  return fits ? ok(range) : refuse('fine-outside-range', rule, { amount: String(amount), from: String(range.from), to: String(range.to) })
}

/** What bodies that are overseen must have in place, and have not. @source js-60, ln-34 */
export function missingDuties(
  { pack }: Pick<Law, 'pack'>, has: { readonly contact: string | null; readonly procedure: string | null },
): readonly ClosedListEntry[] {
  const list = pack.lists.find((l) => l.id === 'oversight-duties')
  const named: Readonly<Record<string, string | null>> = { 'objection-contact': has.contact, 'objection-procedure': has.procedure }
  return list === undefined ? [] : choices(list).filter((e) => (named[e.code] ?? '').trim() === '')
}
