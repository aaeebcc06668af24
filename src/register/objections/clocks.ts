/** The clocks of a case: of every step that somebody owes now, one; an open case always has one, so that no queue forgets it. Pure. */
import type { ClockQuestion } from '../deadlines/clocks/clock.ts'
import { type ObjectionCase, pendingReview } from './objection.ts'
import type { CaseStep } from './steps.ts'

export type CaseClock = ClockQuestion & { readonly kind: 'objection'; readonly case: number; readonly step: string; readonly subject: string; readonly party: string }

/** @param open whether the case stands on the desks */
export function clocksOf(c: ObjectionCase, steps: readonly CaseStep[], open: boolean): readonly CaseClock[] {
  if (!open) return []
  const key = { kind: 'objection', case: c.id, subject: c.subject } as const
  const owed = steps.filter((s) => s.doneOn === null && s.state !== 'to-come').map((s): CaseClock => ({
    ...key, step: s.step, party: s.by === 'operator' ? 'operator' : c.provider, rule: s.rule, from: s.rule === null ? null : s.startsOn,
    pauses: c.pauses.filter((p) => s.limit?.pauses?.includes(p.ground)).map(({ ground, from, to }) => ({ ground, from, to })),
  }))
  if (owed.length > 0) return owed
  // What somebody else reviews, or what waits for something to happen, has no day; its place is at the end of the queue.
  return [{ ...key, step: pendingReview(c) === null ? 'open' : 'outcome', party: c.handler, rule: null, from: null, pauses: [] }]
}
