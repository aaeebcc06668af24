/** A record older than the regulation it is delivered under: flagged, and where an older text was repealed, named. */
import type { InForce, Law, RuleId, Text2 } from '../../law/types.ts'

export type Commencement = {
  readonly before: boolean
  /** the article that sets the day */
  readonly rule: RuleId
  readonly inForce: InForce
  /** the older text the basis must name; null where the regulation repealed none */
  readonly olderRule: Text2 | null
  /** an older text must be named and is not */
  readonly basisMissing: boolean
}

/**
 * @param decidedOn  day of the document, YYYY-MM-DD
 * @param namedBasis the text the document rests on, as the provider states it; null or empty = none
 * @source gd-58, hn-46, js-73, ln-55, xm-55
 */
export function commencement(decidedOn: string, namedBasis: string | null, law: Law): Commencement {
  const { inForce, repeals, parameters } = law.pack
  const before = decidedOn < inForce.from
  const olderRule = before ? repeals : null
  const answer = parameters.A1!
  return { before, rule: answer.kind === 'limit' ? answer.rule : answer.rules[0]!, inForce, olderRule, basisMissing: olderRule !== null && !namedBasis?.trim() }
}
