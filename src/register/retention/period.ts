/** The period the state or the catalog gives a record of untrustworthiness, before the province has its say. */
import { displayTextsInForce } from '../../law/in-force.ts'
import type { BesideSector, DisplayClass, DisplayText, Law, Limit, RuleId, Severity } from '../../law/types.ts'
import { stateEnd } from './state-end.ts'

export type PeriodFacts = {
  readonly severity: { readonly class: Severity; readonly reason: string } | null
  readonly decidedOn: string
  readonly conductField: string | null
  readonly sanctionKind?: string | null
}

export type TextPeriod = {
  readonly text: DisplayText
  /** set when a sector's own text and the text for everything were both in force */
  readonly choice: { readonly beside: BesideSector; readonly other: DisplayText } | null
} & (
  | { readonly stated: false }
  | {
    readonly stated: true
    readonly class: DisplayClass
    readonly displayed: boolean
    /** the rule by which it is not displayed at all */
    readonly hiddenBy: RuleId | null
    readonly endsOn: string
    readonly minimum: { readonly rule: RuleId; readonly limit: Limit; readonly endsOn: string } | null
  }
)

/**
 * The text that governs the record on the day, and what it gives. Counted from the day of the document in every text.
 * @returns null when no national text is in force
 */
export function textPeriod(facts: PeriodFacts, sector: string | null, law: Law, on: string): TextPeriod | null {
  const { general, sector: own } = displayTextsInForce(law, sector, on)
  if (!general || !own) {
    const text = general ?? own
    return text && under(text, facts, law)
  }
  const beside = general.besideSector!
  const [byGeneral, byOwn] = [under(general, facts, law), under(own, facts, law)]
  const sectorWins = beside.prevails === 'sector' || (beside.prevails === 'shorter' && displaysAtMost(byOwn, byGeneral))
  return sectorWins ? { ...byOwn, choice: { beside, other: general } } : { ...byGeneral, choice: { beside, other: own } }
}

/** Equal counts as at most: between equals the sector's own text is named. */
function displaysAtMost(one: TextPeriod, other: TextPeriod): boolean {
  if (!one.stated || !other.stated) return !one.stated
  if (one.displayed !== other.displayed) return !one.displayed
  return one.endsOn <= other.endsOn
}

function under(text: DisplayText, facts: PeriodFacts, law: Law): TextPeriod {
  const one = text.classes.unclassified ?? (facts.severity && text.classes[facts.severity.class])
  if (!one) return { text, choice: null, stated: false }
  const { counting } = law.pack
  const kindHidden = one.notDisplayedKinds?.kinds.includes(facts.sanctionKind ?? '') ? one.notDisplayedKinds.rule : null
  const inField = one.minimumIn?.fields.includes(facts.conductField ?? '') ? one.minimumIn : null
  const floor = inField ?? (one.minimum && { rule: one.minimumRule!, limit: one.minimum })
  const floorEnd = floor && stateEnd(facts.decidedOn, floor.limit, counting)
  return {
    text, choice: null, stated: true, class: one,
    displayed: one.displayed && kindHidden === null,
    hiddenBy: kindHidden ?? (one.displayed ? null : one.rule),
    endsOn: stateEnd(facts.decidedOn, one.maximum, counting)!,
    minimum: floor && floorEnd ? { rule: floor.rule, limit: floor.limit, endsOn: floorEnd } : null,
  }
}
