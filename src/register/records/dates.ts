/** The dates a record's projection holds: the display decision, written down. */
import { isoText } from '../../calendar/iso-text.ts'
import type { Law } from '../../law/types.ts'
import type { CatalogItem } from '../catalog/types.ts'
import { displayDates, type RecordFacts } from '../retention/display.ts'
import type { StoredFacts } from './facts.ts'
import type { RecordRow } from './record.ts'

export type ProjectedDates = Pick<RecordRow, 'display' | 'display_starts_on' | 'display_ends_on' | 'usable' | 'retention_ends_on'>

/** What the display decision asks of a record. */
export function recordFacts(item: CatalogItem, facts: StoredFacts, receivedOn: string): RecordFacts {
  return {
    item,
    severity: facts.severity === null ? null : { class: facts.severity, reason: facts.severityReason ?? '' },
    decidedOn: facts.decidedOn,
    conductEndedOn: facts.conductEndedOn,
    conductField: facts.conductField,
    sanctionKind: facts.sanctionKind ?? null,
    validUntil: facts.validUntil,
    receivedOn,
    deregisteredOn: facts.deregisteredOn ?? null,
    restoredOn: facts.restoredOn ?? null,
    // Measures are later work: their days will arrive with the facts as deregistration does.
    measureEndsOn: null,
    tradeSecret: facts.tradeSecret,
    hasBasis: facts.documentNumber !== null,
  }
}

/** @returns dates as of `day`; the same facts and law on another day may give another state */
export function projectDates(item: CatalogItem, facts: StoredFacts, receivedOn: string, law: Law, day: Temporal.PlainDate): ProjectedDates {
  const d = displayDates(recordFacts(item, facts, receivedOn), law, day)
  const { restoredOn = null } = facts
  const on = isoText(day)
  const over = d.retentionEndsOn !== null && on >= d.retentionEndsOn
  return {
    display: d.state,
    display_starts_on: d.startsOn,
    display_ends_on: d.endsOn,
    // Whether it may be used while it is kept: readers ask the day of its end besides, so that nothing has to be written on it.
    usable: d.usable || (over && (restoredOn === null || on < restoredOn)),
    retention_ends_on: d.retentionEndsOn,
  }
}
