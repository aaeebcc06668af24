/**
 * Why a record is shown, since when and until when: the one decision behind every page, stored date and daily run.
 *
 * Existence, visibility and use are three things. Here is visibility, and whether the record may be used. All days are
 * YYYY-MM-DD; an end is the first day on which something no longer holds.
 */
import { ruleOf } from '../../law/rule.ts'
import type { Law, RuleId, Severity, Text2 } from '../../law/types.ts'
import { isoText } from '../../calendar/iso-text.ts'
import type { CatalogItem } from '../catalog/types.ts'
import { commencement } from '../records/before-commencement.ts'
import { textPeriod, type TextPeriod } from './period.ts'
import { dayAfter, stateEnd } from './state-end.ts'

export type RecordFacts = {
  readonly item: CatalogItem
  /** class of the conduct and the provider's reason for it */
  readonly severity: { readonly class: Severity; readonly reason: string } | null
  /** day of the document the record rests on */
  readonly decidedOn: string
  /** last day of conduct that continued beyond the document; `continuing` while it does */
  readonly conductEndedOn: string | 'continuing' | null
  readonly conductField: string | null
  /** kind of sanction, where a sector's text tells kinds apart (警告) */
  readonly sanctionKind?: string | null
  /** last day of validity of a licence or certificate */
  readonly validUntil: string | 'no-end' | null
  readonly receivedOn: string
  /** last day of a running measure that rests on the record */
  readonly measureEndsOn?: string | null
  readonly restoredOn?: string | null
  readonly tradeSecret: boolean
  /** names the document it rests on */
  readonly hasBasis: boolean
  /** day of deregistration of the organisation */
  readonly deregisteredOn?: string | null
}

/**
 * `not-displayed`: held, but not for the public. `class-not-stated`, `period-not-set`: not displayed until the provider
 * states the class, or the law a period. `not-yet`: display begins on a later day.
 */
export type DisplayState = 'on-display' | 'not-yet' | 'ended' | 'not-displayed' | 'class-not-stated' | 'period-not-set'

export type DisplayDates = {
  readonly state: DisplayState
  readonly startsOn: string | null
  /** null on display: no end is set or known yet */
  readonly endsOn: string | null
  /** first day after sharing and inquiry have ended too; null = no end set or known */
  readonly retentionEndsOn: string | null
  readonly earliestRestorationOn: string | null
  /** may it be shared, and be the basis of decisions? */
  readonly usable: boolean
}

export type StepCode =
  | 'no-text-in-force' | 'sector-text' | 'general-text' | 'counted-from' | 'class-not-stated' | 'maximum' | 'minimum'
  | 'from-state' | 'from-catalog' | 'catalog-period' | 'period-not-set' | 'no-period' | 'province-cap' | 'cap-from-end-of-conduct' | 'conduct-continues'
  | 'measure-runs' | 'shown-from' | 'valid-until' | 'valid-without-end' | 'validity-not-stated' | 'while-registered' | 'deregistered'
  | 'withheld-by-mode' | 'withheld-trade-secret' | 'withheld-without-basis' | 'hidden-by-class' | 'never-displayed'
  | 'before-commencement' | 'restored' | 'after-end' | 'retention' | 'retention-not-set'

/** One rule's part in the decision. `effective: false`: the rule was asked and changed nothing. */
export type Step = {
  /** null where no article asks for it, such as the day of receipt */
  readonly rule: RuleId | null
  readonly says: Text2 | null
  readonly facts: Readonly<Record<string, string>>
  readonly result: { readonly code: StepCode; readonly values: Readonly<Record<string, string>> }
  readonly effective: boolean
}

/** What would end display before `endsOn`. */
export type EndsSooner = { readonly by: 'restoration' | 'revocation' | 'objection'; readonly earliestOn: string | null; readonly rules: readonly RuleId[] }

export type Display = DisplayDates & { readonly steps: readonly Step[]; readonly endsSooner: readonly EndsSooner[] }

/** The dates alone: the same decision without its explanation, for bulk work. */
export const displayDates = (facts: RecordFacts, law: Law, day: Temporal.PlainDate): DisplayDates => decide(facts, law, isoText(day), null)

/** The dates, and step by step which rule gave them. The same facts, law and day give the same answer. */
export function displayOf(facts: RecordFacts, law: Law, day: Temporal.PlainDate): Display {
  const steps: Step[] = []
  const note: Note = (rule, code, asked, values, effective = true) =>
    void steps.push({ rule, says: rule === null ? null : ruleOf(law, rule).text, facts: asked, result: { code, values }, effective })
  const dates = decide(facts, law, isoText(day), note)
  return { ...dates, steps, endsSooner: endsSooner(facts, law, dates, steps) }
}

type Values = Readonly<Record<string, string>>
type Note = (rule: RuleId | null, code: StepCode, facts: Values, values: Values, effective?: boolean) => void

/** What gives the record its end: `end` null = open; `held` = why it cannot be shown at all. */
type Span = { readonly end: string | null; readonly earliestRestorationOn: string | null; readonly held: DisplayState | null }

function decide(facts: RecordFacts, law: Law, on: string, note: Note | null): DisplayDates {
  if (note) noteCommencement(facts, law, note)
  const span = spanOf(facts, law, on, note)
  const withheld = span.held ?? withhold(facts, law, note)
  const { restoredOn = null } = facts
  const restored = restoredOn !== null && (span.end === null || restoredOn < span.end)
  if (restoredOn !== null) note?.(law.pack.display.endsSooner.restoration, 'restored', { restoredOn }, { endsOn: restoredOn }, restored)

  const startsOn = facts.receivedOn > facts.decidedOn ? facts.receivedOn : facts.decidedOn
  const endsOn = restored ? restoredOn : span.end
  const retentionEndsOn = retentionEnd(facts, law, endsOn, span.end, note)
  const unsettled = withheld === 'class-not-stated' || withheld === 'period-not-set' || lacksBasis(facts)
  const usable = !unsettled && (restoredOn === null || on < restoredOn) && (retentionEndsOn === null || on < retentionEndsOn)
  if (withheld) {
    return { state: withheld, startsOn: null, endsOn: null, retentionEndsOn: unsettled ? null : retentionEndsOn, earliestRestorationOn: null, usable }
  }

  note?.(null, 'shown-from', { decidedOn: facts.decidedOn, receivedOn: facts.receivedOn }, { startsOn })
  const ended = endsOn !== null && on >= endsOn
  for (const rule of law.pack.display.afterEnd) if (endsOn !== null) note?.(rule, 'after-end', {}, { endsOn }, ended)
  const state = ended ? 'ended' : on < startsOn ? 'not-yet' : 'on-display'
  const earliest = span.earliestRestorationOn
  const tooLate = ended || restored || (earliest !== null && endsOn !== null && earliest >= endsOn)
  return { state, startsOn, endsOn, retentionEndsOn, usable, earliestRestorationOn: tooLate ? null : earliest }
}

/** Said of every record older than the regulation; its days are the same as those of any other. */
function noteCommencement({ decidedOn }: RecordFacts, law: Law, note: Note): void {
  const { before, rule, inForce, olderRule } = commencement(decidedOn, null, law)
  if (!before) return
  note(rule, 'before-commencement', { decidedOn }, { inForceFrom: inForce.from, ...(olderRule ? { 'older-zh': olderRule.zh, 'older-en': olderRule.en } : {}) }, false)
}

function spanOf(facts: RecordFacts, law: Law, on: string, note: Note | null): Span {
  const { display } = facts.item
  switch (display.by) {
    case 'none':
      note?.(display.rule, 'never-displayed', {}, {})
      return { end: null, earliestRestorationOn: null, held: 'not-displayed' }
    case 'registration': {
      const end = facts.deregisteredOn ?? null
      if (end === null) note?.(display.rule, 'while-registered', {}, {})
      else note?.(display.rule, 'deregistered', { deregisteredOn: end }, { endsOn: end })
      return { end, earliestRestorationOn: null, held: null }
    }
    case 'validity': {
      const until = facts.validUntil
      if (until === null) note?.(display.rule, 'validity-not-stated', {}, {})
      else if (until === 'no-end') note?.(display.rule, 'valid-without-end', { validUntil: until }, {})
      else note?.(display.rule, 'valid-until', { validUntil: until }, { endsOn: dayAfter(until) })
      const end = until === null || until === 'no-end' ? null : dayAfter(until)
      if (facts.item.nature !== 'untrustworthiness') return { end, earliestRestorationOn: null, held: null }
      // An entry that stands until it is removed tells of conduct that goes on until then.
      const conductEndedOn = facts.conductEndedOn ?? (end === null ? 'continuing' : until)
      return inProvince({ ...facts, conductEndedOn }, law, { end, open: end === null }, null, note)
    }
    case 'period': {
      const end = stateEnd(facts.decidedOn, display.limit, law.pack.counting)
      if (end !== null) note?.(display.rule, 'catalog-period', { decidedOn: facts.decidedOn }, { ...span(display.limit), endsOn: end })
      if (law.pack.display.fromCatalog) note?.(law.pack.display.fromCatalog, 'from-catalog', {}, {}, end !== null)
      if (facts.item.nature === 'untrustworthiness') return inProvince(facts, law, { end, open: false }, null, note)
      if (end === null) note?.(display.rule, 'no-period', {}, {})
      return { end, earliestRestorationOn: null, held: null }
    }
    case 'severity': return bySeverity(facts, law, on, display.sector, note)
  }
}

function bySeverity(facts: RecordFacts, law: Law, on: string, sector: string | null, note: Note | null): Span {
  const period = textPeriod(facts, sector, law, on)
  if (law.pack.display.fromState) note?.(law.pack.display.fromState, 'from-state', {}, {}, period !== null)
  if (period === null) {
    note?.(null, 'no-text-in-force', { day: on }, {})
    return inProvince(facts, law, { end: null, open: false }, null, note)
  }
  if (note) explainText(period, facts, law, note)
  if (!period.stated) return { end: null, earliestRestorationOn: null, held: 'class-not-stated' }
  const within = inProvince(facts, law, { end: period.endsOn, open: false }, period.minimum?.endsOn ?? facts.decidedOn, note)
  if (period.displayed) return within
  note?.(period.hiddenBy, 'hidden-by-class', {}, {})
  return { ...within, held: 'not-displayed' }
}

function explainText(period: TextPeriod, facts: RecordFacts, law: Law, note: Note): void {
  const { text, choice } = period
  if (choice) {
    const code = text.sector === null ? 'general-text' : 'sector-text'
    note(choice.beside.rule, code, { other: choice.other.id }, { text: text.id, certainty: choice.beside.certainty })
  }
  if (!period.stated) return note(text.start, 'class-not-stated', {}, { text: text.id })
  const stated: Values = text.classes.unclassified || !facts.severity ? {} : { class: facts.severity.class, reason: facts.severity.reason }
  note(text.start, 'counted-from', { decidedOn: facts.decidedOn }, { text: text.id })
  const asked = { decidedOn: facts.decidedOn, ...stated }
  note(period.class.maximumRule, 'maximum', asked, { ...span(period.class.maximum), endsOn: period.endsOn, text: text.id },
    !lowers(ceilingOf(facts, law), period.endsOn))
  if (period.minimum) {
    note(period.minimum.rule, 'minimum', facts.conductField ? { conductField: facts.conductField } : {},
      { ...span(period.minimum.limit), earliestRestorationOn: period.minimum.endsOn })
  }
}

/** The most a province lets a record be displayed. `open`: it has not begun, for the conduct continues. */
type Ceiling = { readonly from: string; readonly endOfConduct: boolean; readonly end: string | null; readonly open: boolean }

function ceilingOf({ decidedOn, conductEndedOn }: RecordFacts, law: Law): Ceiling | null {
  const { cap, fromEndOfConduct } = law.pack.display
  if (!cap) return null
  const conduct = fromEndOfConduct && conductEndedOn
  if (conduct === 'continuing') return { from: decidedOn, endOfConduct: true, end: null, open: true }
  const endOfConduct = conduct !== null && conduct > decidedOn
  const from = endOfConduct ? conduct : decidedOn
  return { from, endOfConduct, end: stateEnd(from, cap.limit, law.pack.counting), open: false }
}

const lowers = (ceiling: Ceiling | null, given: string | null): boolean =>
  ceiling !== null && ceiling.end !== null && (given === null || ceiling.end < given)

/** What state or catalog give; `open`: an end is not due yet, as opposed to not set. */
type Given = { readonly end: string | null; readonly open: boolean }

/** The province's ceiling and what prolongs, upon what is given. */
function inProvince(facts: RecordFacts, law: Law, given: Given, earliestRestorationOn: string | null, note: Note | null): Span {
  const frame = law.pack.display
  const { decidedOn, measureEndsOn = null } = facts
  const ceiling = ceilingOf(facts, law)
  const capped = lowers(ceiling, given.end)
  let end = capped ? ceiling!.end : given.end
  // Whatever the state sets runs on alone until the conduct has ended and the ceiling begun.
  if (ceiling?.open) note?.(frame.fromEndOfConduct, 'conduct-continues', { decidedOn }, {}, given.end === null)
  else if (ceiling) {
    if (ceiling.endOfConduct) note?.(frame.fromEndOfConduct, 'cap-from-end-of-conduct', { conductEndedOn: ceiling.from }, {}, capped)
    if (ceiling.end !== null) note?.(frame.cap!.rule, 'province-cap', { from: ceiling.from }, { ...span(frame.cap!.limit), endsOn: ceiling.end }, capped)
  }
  if (end === null && !given.open && !ceiling?.open) {
    note?.(null, 'period-not-set', {}, {})
    return { end: null, earliestRestorationOn: null, held: 'period-not-set' }
  }
  if (frame.extendedByMeasure && measureEndsOn !== null && end !== null) {
    const prolonged = dayAfter(measureEndsOn)
    note?.(frame.extendedByMeasure, 'measure-runs', { measureEndsOn }, { endsOn: prolonged > end ? prolonged : end }, prolonged > end)
    if (prolonged > end) end = prolonged
  }
  return { end, earliestRestorationOn, held: null }
}

const lacksBasis = ({ item, hasBasis }: RecordFacts): boolean => item.nature === 'untrustworthiness' && !hasBasis

/** Held back from the public whatever the period. */
function withhold(facts: RecordFacts, law: Law, note: Note | null): DisplayState | null {
  const { tradeSecret, withoutBasis, byMode } = law.pack.display.withheld
  const reason = facts.tradeSecret ? [tradeSecret, 'withheld-trade-secret'] as const
    : lacksBasis(facts) ? [withoutBasis, 'withheld-without-basis'] as const
      : facts.item.mode !== 'public-display' ? [byMode, 'withheld-by-mode'] as const : null
  if (reason) note?.(reason[0], reason[1], { mode: facts.item.mode }, {})
  return reason && 'not-displayed'
}

/** One period where the pack knows no other: what is no longer displayed is no longer shared either. */
function retentionEnd(facts: RecordFacts, law: Law, endsOn: string | null, unrestoredEnd: string | null, note: Note | null): string | null {
  const rule = law.pack.display.retention
  if (rule === null) return endsOn
  const { retention } = facts.item
  const kept = retention && stateEnd(facts.decidedOn, retention, law.pack.counting)
  if (!retention || kept === null) {
    note?.(rule, 'retention-not-set', {}, {}, false)
    return null
  }
  // What is displayed is held: a retention shorter than the display lasts as long as the display.
  const end = unrestoredEnd === null ? null : unrestoredEnd > kept ? unrestoredEnd : kept
  note?.(rule, 'retention', { decidedOn: facts.decidedOn }, end === null ? span(retention) : { ...span(retention), retentionEndsOn: end })
  return end
}

function endsSooner(facts: RecordFacts, law: Law, dates: DisplayDates, steps: readonly Step[]): EndsSooner[] {
  if (dates.state !== 'on-display' && dates.state !== 'not-yet') return []
  const { restoration, revocation, objection } = law.pack.display.endsSooner
  const minimum = steps.find((s) => s.result.code === 'minimum')?.rule ?? null
  const ways: EndsSooner[] = facts.item.nature !== 'untrustworthiness' || dates.earliestRestorationOn === null ? []
    : [{ by: 'restoration', earliestOn: dates.earliestRestorationOn, rules: present(minimum, restoration) }]
  return [...ways, { by: 'revocation', earliestOn: null, rules: present(revocation) }, { by: 'objection', earliestOn: null, rules: present(objection) }]
}

const present = (...rules: readonly (RuleId | null)[]): RuleId[] => rules.filter((r) => r !== null)

const span = ({ amount, unit }: { readonly amount: number | null; readonly unit: string }): Values => (amount === null ? {} : { amount: String(amount), unit })
