import type { Refusal } from '../law/outcome.ts'
import type { Counting, Limit, PauseGround, RuleId } from '../law/types.ts'
import { dayNumber } from './day-number.ts'

/** A time that does not count, both days included; `to: null` while it still runs. */
export type Pause = {
  readonly ground: PauseGround
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate | null
  /** the article that lets it pause the limit */
  readonly rule?: RuleId | null
}

export type PauseRefusal = 'pause-without-ground' | 'pause-reversed' | 'pause-in-months'

/** Days that do not count because of `pause`, as day numbers, both included; `last` is Infinity while it runs. */
export type LeftOut = { readonly first: number; readonly last: number; readonly pause: Pause }

/**
 * What is wrong with the pauses of a clock; each fault is told.
 *
 * A limit in months or years ends on a corresponding date. How a pause would move that date no text says, and no such
 * limit has pauses; an answer would be invented.
 * @source gd-46-5, ln-37-8: five grounds, for the limits that name them
 */
export function pauseFaults(limit: Limit, pauses: readonly Pause[], rule: RuleId | null): Refusal<PauseRefusal>[] {
  const inMonths = limit.unit === 'month' || limit.unit === 'year'
  return pauses.flatMap((pause): Refusal<PauseRefusal>[] => {
    const facts = { ground: pause.ground, from: pause.from.toString(), to: pause.to?.toString() ?? '' }
    if (!limit.pauses?.includes(pause.ground)) {
      return [{ code: 'pause-without-ground', rule, facts: { ...facts, allowed: (limit.pauses ?? []).join(' ') } }]
    }
    if (pause.to && Temporal.PlainDate.compare(pause.to, pause.from) < 0) return [{ code: 'pause-reversed', rule, facts }]
    return inMonths ? [{ code: 'pause-in-months', rule, facts }] : []
  })
}

/** The days each pause leaves out, by their first day. They may overlap: a day is left out once. */
export function daysLeftOut(pauses: readonly Pause[], counting: Counting): LeftOut[] {
  const inner = counting.pauseEdgesLeftOut ? 0 : 1
  return pauses
    .map((pause) => ({
      first: dayNumber(pause.from) + inner,
      last: pause.to ? dayNumber(pause.to) - inner : Infinity,
      pause,
    }))
    .filter(({ first, last }) => first <= last)
    .sort((a, b) => a.first - b.first)
}
