/** One rule by its id, from any pack. */
import type { Law, Rule, RuleId } from './types.ts'

const indexes = new WeakMap<Law, ReadonlyMap<RuleId, Rule>>()

/** Of a rule of the national layer: the text it belongs to, as its id names it; `36` in `nat-36-general`. */
export const nationalText = (id: RuleId): string => id.split('-')[1]!

/** @returns undefined for an id no pack holds */
export function findRule(law: Law, id: RuleId): Rule | undefined {
  let index = indexes.get(law)
  if (!index) {
    index = new Map([...law.national.rules, ...Object.values(law.packs).flatMap((p) => p.rules)].map((r) => [r.id, r]))
    indexes.set(law, index)
  }
  return index.get(id)
}

/** @throws when the id is unknown: ids in loaded law were checked, so this is a fault in the program */
export function ruleOf(law: Law, id: RuleId): Rule {
  const rule = findRule(law, id)
  if (!rule) throw new Error(`${id} is no rule of the loaded law`)
  return rule
}
