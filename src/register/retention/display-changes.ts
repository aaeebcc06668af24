/** Whose dates another law, or another day, changes: asked before a text is loaded. */
import type { Law } from '../../law/types.ts'
import { displayDates, type DisplayDates, type RecordFacts } from './display.ts'

export type Under = { readonly law: Law; readonly day: Temporal.PlainDate }
export type DisplayChange<R> = { readonly record: R; readonly before: DisplayDates; readonly after: DisplayDates }

/**
 * Yields only what changes, so that millions of records can pass through.
 * @param factsOf the facts of a record; for another law its catalog item may differ too
 */
export function* displayChanges<R>(
  records: Iterable<R>, factsOf: (record: R, law: Law) => RecordFacts, before: Under, after: Under,
): Generator<DisplayChange<R>> {
  for (const record of records) {
    const was = displayDates(factsOf(record, before.law), before.law, before.day)
    const becomes = displayDates(factsOf(record, after.law), after.law, after.day)
    if (!sameDates(was, becomes)) yield { record, before: was, after: becomes }
  }
}

export const sameDates = (one: DisplayDates, other: DisplayDates): boolean =>
  one.state === other.state && one.startsOn === other.startsOn && one.endsOn === other.endsOn
  && one.retentionEndsOn === other.retentionEndsOn && one.usable === other.usable && one.earliestRestorationOn === other.earliestRestorationOn
