/** A record older than the regulation it is delivered under: flagged, and where an older text was repealed, named. */
import type { InForce, Law, RuleId, Text2 } from '../../law/types.ts'
import type { CatalogItem } from '../catalog/types.ts'

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

/** Columns in which a document states the text it rests on. */
export const legalGroundFields: readonly string[] = ['处罚依据', '法律依据', '相关法律依据及税务处理处罚']

export type OlderBasisFault = {
  readonly code: 'older-basis-missing'
  readonly field: string
  readonly rule: RuleId
  readonly facts: Readonly<Record<'decided' | 'from' | 'older-zh' | 'older-en', string>>
}

/**
 * Untrustworthiness determined under a text since repealed is taken in only if it names a text it rests on.
 * @param value what the provider states in a column, null where nothing
 * @returns null where nothing is missing, and for an item without such a column
 * @source gd-58, ln-55
 */
export function olderBasisFault(item: CatalogItem, decidedOn: string, value: (field: string) => string | null, law: Law): OlderBasisFault | null {
  const field = item.fields.find((f) => legalGroundFields.includes(f.name))?.name
  if (field === undefined || item.nature !== 'untrustworthiness') return null
  const { basisMissing, olderRule, rule, inForce } = commencement(decidedOn, value(field), law)
  return basisMissing ? { code: 'older-basis-missing', field, rule, facts: { decided: decidedOn, from: inForce.from, 'older-zh': olderRule!.zh, 'older-en': olderRule!.en } } : null
}
