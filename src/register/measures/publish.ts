/** From the draft of a list of measures to one that is published. Every fault at once. Pure. */
import { admits, type ListRefusal, listOf } from '../../law/closed-list.ts'
import { type Outcome, type Refusal, ok, refuse } from '../../law/outcome.ts'
import type { Pack, RuleId } from '../../law/types.ts'
import { mayRegisterAsProvider } from '../catalog/may-provide.ts'
import type { ListLevel, Measure, MeasureList, MeasureListRules, Stated } from './measure-list.ts'

/**
 * - `level-not-offered`        facts: level, offered
 * - `measure-incomplete`       facts: measure, what = the statement that is missing
 * - `local-regulation-missing` facts: measure
 * - `implementer-not-public`   facts: measure, kind
 * - `repeats-national`         facts: measure
 * - `consultation-open`        comments were not asked, or are still coming in
 * - `approval-missing`         facts: by-zh, by-en
 */
export type MeasureListRefusal =
  | ListRefusal | 'level-not-offered' | 'measure-incomplete' | 'local-regulation-missing' | 'implementer-not-public' | 'repeats-national'
  | 'consultation-open' | 'approval-missing'

/** A form that is not offered is not shown. @source gd-28-1, gd-30-1, hn-24-3, js-45-2, ln-24-1 */
export function mayDraftMeasures(level: ListLevel, { levels: { allowed, rule } }: MeasureListRules): Outcome<null, 'level-not-offered'> {
  return allowed.includes(level) ? ok(null) : refuse('level-not-offered', rule, { level, offered: allowed.join(', ') })
}

/**
 * Is the draft ready for the body that approves it? Complete, and comments are in.
 * @param national titles of the national basic list, which a supplement stands beside
 * @param today    YYYY-MM-DD
 * @source gd-28-2, gd-30-1, gd-30-2, gd-31-0, gd-38-2, hn-24-2, hn-24-3, js-45-2, js-45-3, js-46, ln-24-1, xm-23-2
 */
export function mayBeReviewed(
  draft: MeasureList, pack: Pack, rules: MeasureListRules, national: readonly string[], today: string,
): Outcome<MeasureList, MeasureListRefusal> {
  const level = mayDraftMeasures(draft.level, rules)
  const { consultation } = rules
  const open = consultation !== null && (draft.consultationClosedOn === null || draft.consultationClosedOn > today)
  return unlessRefused(draft, [
    ...(level.ok ? [] : level.refusals), ...draft.measures.flatMap((measure) => measureFaults(measure, pack, rules, national)),
    ...(open ? refuse('consultation-open', consultation).refusals : []),
  ])
}

/** @source gd-28-2, gd-30-2, js-45-2: what `mayBeReviewed` asks, and the approval on file */
export function mayPublishMeasures(
  draft: MeasureList, pack: Pack, rules: MeasureListRules, national: readonly string[], today: string,
): Outcome<MeasureList, MeasureListRefusal> {
  const ready = mayBeReviewed(draft, pack, rules, national, today)
  const { approval } = rules
  const missing = approval !== null && draft.approval === null
  return unlessRefused(draft, [
    ...(ready.ok ? [] : ready.refusals),
    ...(missing ? refuse('approval-missing', approval.rule, { 'by-zh': approval.by.zh, 'by-en': approval.by.en }).refusals : []),
  ])
}

function unlessRefused<T>(value: T, [first, ...rest]: readonly Refusal<MeasureListRefusal>[]): Outcome<T, MeasureListRefusal> {
  return first ? { ok: false, refusals: [first, ...rest] } : ok(value)
}

export function measureFaults(
  measure: Measure, pack: Pack, rules: MeasureListRules, national: readonly string[],
): Refusal<MeasureListRefusal>[] {
  const faults: Refusal<MeasureListRefusal>[] = []
  const find = (code: MeasureListRefusal, rule: RuleId, facts: Record<string, string> = {}) => {
    faults.push({ code, rule, facts: { measure: measure.code, ...facts } })
  }
  for (const [what, rule] of Object.entries(rules.states) as [Stated, RuleId][]) {
    if (measure[what] === null) find('measure-incomplete', rule, { what })
  }
  if (rules.localRegulation !== null && !measure.localRegulation?.zh.trim()) find('local-regulation-missing', rules.localRegulation)
  if (rules.classes !== null) {
    const admitted = admits(listOf(pack, rules.classes), measure.class ?? '', measure.citedLaw)
    if (!admitted.ok) faults.push(...admitted.refusals)
  }
  const { implementer } = measure
  if (rules.implementers !== null && implementer !== null && !mayRegisterAsProvider(implementer.kind, { pack }).ok) {
    find('implementer-not-public', rules.implementers, { kind: implementer.kind })
  }
  if (rules.apart !== null && national.some((title) => plain(title) === plain(measure.title.zh))) find('repeats-national', rules.apart)
  return faults
}

/** Lists below the province that were published and not yet filed one level up. @source gd-28-3, gd-30-3, js-45-4 */
export const unfiledLists = (lists: readonly MeasureList[], rules: MeasureListRules): MeasureList[] =>
  rules.filing === null ? [] : lists.filter((l) => l.level !== 'province' && l.filedOn === null)

const plain = (text: string): string => text.normalize('NFKC').replace(/[\s，、。,.]/g, '')
