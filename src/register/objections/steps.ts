/** The steps of a case with their limits: what each waits for, when it is due, what was done. Derived, never stored. Pure. */
import type { Calendar } from '../../calendar/calendar.ts'
import type { ConfiguredLimit } from '../../calendar/configured-limit.ts'
import type { DueDay } from '../../calendar/due-day.ts'
import { ruleOf } from '../../law/rule.ts'
import type { Law, Limit, ParameterValue, RuleId } from '../../law/types.ts'
import { type Awaited, awaitedState } from '../deadlines/awaited.ts'
import type { ObjectionCase } from './objection.ts'
import { doorsOf, ruleOfParameter } from './procedure.ts'

export type StepName = 'receive' | 'mark' | 'accept' | 'review' | 'transfer' | 'decide' | 'correct' | 'close'

/**
 * - `done`        `late` tells whether that was after its due day
 * - `running`, `overdue`
 * - `paused`      a pause runs; the due day is known when it ends
 * - `not-set`     the text leaves the period open and no office has entered one
 * - `no-number`   the text asks for it promptly, or while the case is handled, and gives no period
 * - `unknown`     the calendar does not reach as far
 * - `to-come`     what it is counted from has not happened
 */
export type StepState = 'done' | 'running' | 'overdue' | 'paused' | 'not-set' | 'no-number' | 'unknown' | 'to-come'

export type CaseStep = {
  readonly step: StepName
  readonly by: 'operator' | 'provider'
  readonly rule: RuleId | null
  readonly limit: Limit | null
  readonly startsOn: string | null
  readonly due: DueDay | null
  readonly doneOn: string | null
  readonly late: boolean
  readonly state: StepState
}

type Facts = { readonly entered: readonly ConfiguredLimit[]; readonly law: Law; readonly calendar: Calendar; readonly today: Temporal.PlainDate }

/** In the order in which they follow, those done first to last. @source gd-46-1 … gd-46-3c, xm-33-1, js-64-1b, ln-37-1 … ln-37-4, hn-32-2a, hn-32-2b */
export function stepsOf(c: ObjectionCase, facts: Facts): readonly CaseStep[] {
  const { parameters } = facts.law.pack
  const passed = c.transferredOn !== null
  const decided = c.decision?.on ?? null
  const own = decided !== null && c.decision!.by === 'operator'
  const reviewer = c.handler === 'operator' ? 'operator' : 'provider'
  const unitsClock = clockOfUnit(parameters)
  const openDoor = c.lodgedAt === 'provider' ? doorWithoutClock(facts.law) : null
  const rows: (CaseStep | null)[] = [
    { ...blank, step: 'receive', by: c.lodgedAt, doneOn: c.lodgedOn, state: 'done' },
    timed('mark', 'operator', parameters.F4, c.markedOn),
    startOf(parameters.F7) === 'objection.accepted' ? timed('accept', 'operator', undefined, c.acceptedOn) : null,
    // A transfer ends the review where the pack has the one follow from the other; otherwise the unit's clock stands in its place.
    passed && unitsClock !== null ? (followsReview(facts.law) ? timed('review', 'operator', parameters.F7, c.transferredOn) : null)
      : openDoor !== null ? withoutClock(openDoor)
      : timed('review', reviewer, parameters.F7, decided),
    decided !== null && !passed ? null
      : c.lodgedAt === 'provider' || (!passed && ruleOfParameter(parameters.F8) === null) ? null : timed('transfer', 'operator', parameters.F8, c.transferredOn),
    passed && unitsClock !== null ? timed('decide', 'provider', unitsClock, decided) : null,
    correction(parameters['F7.correct']),
    decided === null && !passed ? null
      : timed('close', 'operator', own || (c.lodgedAt === 'provider' && !passed) ? parameters['F7.notify'] : parameters.F10, c.closedOn),
  ]
  return rows.filter((row) => row !== null)

  function withoutClock(rule: RuleId): CaseStep {
    return { ...blank, step: 'review', by: 'provider', rule, startsOn: c.lodgedOn, doneOn: decided, state: decided === null ? 'not-set' : 'done' }
  }

  function correction(value: ParameterValue | undefined): CaseStep | null {
    if (decided === null || c.decision!.verdict === 'keep' || ruleOfParameter(value) === ruleOfParameter(parameters.F7)) return null
    return ruleOfParameter(value) === null ? null : timed('correct', reviewer, value, c.closedOn)
  }

  function timed(step: StepName, by: CaseStep['by'], value: ParameterValue | undefined, doneOn: string | null): CaseStep {
    const rule = ruleOfParameter(value)
    const span = rule === null ? null : ruleOf(facts.law, rule).limit
    const startsOn = dayOf(c, rule === null ? null : ruleOf(facts.law, rule).trigger)
    const base = { ...blank, step, by, rule, limit: span, startsOn, doneOn }
    if (rule === null || span === null) return { ...base, state: doneOn === null ? 'no-number' : 'done' }
    if (startsOn === null) return { ...base, state: doneOn === null ? 'to-come' : 'done' }
    const from = Temporal.PlainDate.from(startsOn)
    // Seen from the day it was done, a step that was in time then is in time for ever.
    const at = doneOn === null ? facts.today : Temporal.PlainDate.from(doneOn)
    const awaited: Awaited = { rule, from, pauses: pausesFor(c, span) }
    const standing = awaitedState(awaited, facts.entered, facts.law, facts.calendar, at)
    switch (standing.state) {
      case 'period-not-set': return { ...base, limit: { ...span, amount: null }, state: doneOn === null ? 'not-set' : 'done' }
      case 'open': return { ...base, state: doneOn !== null ? 'done' : standing.refusals[0]!.code === 'pause-open' ? 'paused' : 'unknown' }
      default: return {
        ...base, due: standing.due, limit: limitFrom(span, standing.configured),
        state: doneOn === null ? standing.state : 'done', late: doneOn !== null && standing.state === 'overdue',
      }
    }
  }
}

const blank = { rule: null, limit: null, startsOn: null, due: null, doneOn: null, late: false } as const

const limitFrom = (limit: Limit, entered: ConfiguredLimit | null): Limit =>
  (entered === null ? limit : { ...limit, amount: entered.amount, unit: entered.unit })

const startOf = (value: ParameterValue | undefined): string | null => (value?.kind === 'limit' ? value.start : null)

/** Where the unit that looks has a step of its own. @source gd-46-3b, ln-37-3, hn-32-2b */
const clockOfUnit = (parameters: Law['pack']['parameters']): ParameterValue | null =>
  (parameters.F9 === undefined || parameters.F9.kind === 'text' || ruleOfParameter(parameters.F9) === null ? null : parameters.F9)

/** A rule of its own for what is lodged with the unit, which gives no period. @source gd-46-0 */
function doorWithoutClock({ pack }: Law): RuleId | null {
  const [operator, provider] = (['operator', 'provider'] as const).map((door) => doorsOf(pack).find((d) => d.code === door)?.rule)
  return provider !== undefined && provider !== operator ? provider : null
}

/** Does the transfer come out of a review, or stand beside it? @source ln-37-3b */
function followsReview(law: Law): boolean {
  const rule = ruleOfParameter(law.pack.parameters.F8)
  return rule !== null && (ruleOf(law, rule).trigger ?? '').startsWith('review.')
}

/** The days on which what rules count from has happened in this case; null while it has not. */
function dayOf(c: ObjectionCase, trigger: string | null): string | null {
  switch (trigger) {
    case 'objection.received': return c.lodgedOn
    case 'objection.accepted': return c.acceptedOn
    case 'objection.transferred': case 'verification.requested': case 'review.others-error': return c.transferredOn
    case 'review.own-error': return c.decision?.by === 'operator' ? c.decision.on : null
    case 'objection.decided': case 'objection.disposed': case 'verification.answered': return c.decision?.on ?? null
    default: return null
  }
}

/** Only what this rule names as a ground pauses its clock: a mark needs no appraisal. @source gd-46-1, gd-46-5, ln-37-8 */
const pausesFor = (c: ObjectionCase, limit: Limit) => c.pauses.filter((p) => limit.pauses?.includes(p.ground)).map((p) => ({
  ground: p.ground, from: Temporal.PlainDate.from(p.from), to: p.to === null ? null : Temporal.PlainDate.from(p.to),
}))

/** The next step that somebody owes, the one due first; null when nothing is. */
export function nextStep(steps: readonly CaseStep[]): CaseStep | null {
  const open = steps.filter((s) => s.doneOn === null && s.state !== 'to-come')
  const day = (s: CaseStep) => s.due?.day.toString() ?? '9999'
  return open.toSorted((a, b) => (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0))[0] ?? null
}
