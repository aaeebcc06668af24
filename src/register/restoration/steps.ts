/**
 * The steps of a restoration with their limits: who owes what, until when, and what was done. Derived, never stored.
 * Pure.
 */
import type { Calendar } from '../../calendar/calendar.ts'
import type { ConfiguredLimit } from '../../calendar/configured-limit.ts'
import type { DueDay } from '../../calendar/due-day.ts'
import { ruleOf } from '../../law/rule.ts'
import type { Law, Limit, RuleId } from '../../law/types.ts'
import { awaitedState } from '../deadlines/awaited.ts'
import type { StepState } from '../objections/steps.ts'
import { decideRule, ownClockRule, stateClock } from './procedure.ts'
import { isOver, type RestorationCase } from './restoration.ts'

/**
 * - `receive`, `pass-on` to the unit that decides
 * - `unit-step` the unit's first step: what is missing, or the decision (the state's text does not say which)
 * - `answer`    decided, and the applicant answered
 * - `complete`  done with, in the pack's own time
 */
export type StepName = 'receive' | 'pass-on' | 'unit-step' | 'answer' | 'complete'

export type RestorationStep = {
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

/** In the order in which they follow. @source nat-2025-22-answer, nat-2025-22-authority-step, ln-39-2a, xm-37-1 */
export function stepsOf(c: RestorationCase, { entered, law, calendar, today }: Facts): readonly RestorationStep[] {
  const decidedOn = c.decision?.on ?? null
  const overOn = c.carriedOutOn ?? (isOver(c) ? decidedOn : null)
  const own = ownClockRule(law)
  const rows = [
    { ...blank, step: 'receive' as const, by: c.at, doneOn: c.lodgedOn, state: 'done' as const },
    c.at === 'operator' ? timed('pass-on', 'operator', null, c.lodgedOn, c.transferredOn) : null,
    timed('unit-step', 'provider', stateClock(law, 'authority-step', c.lodgedOn) ?? decideRule(law), c.transferredOn, c.unitSteppedOn),
    timed('answer', 'operator', stateClock(law, 'answer', c.lodgedOn), c.lodgedOn, decidedOn),
    own === null ? null : timed('complete', 'operator', own, c.lodgedOn, overOn),
  ]
  return rows.filter((row) => row !== null)

  function timed(step: StepName, by: RestorationStep['by'], rule: RuleId | null, startsOn: string | null, doneOn: string | null): RestorationStep {
    const span = rule === null ? null : ruleOf(law, rule).limit
    const base = { ...blank, step, by, rule, limit: span, startsOn, doneOn }
    if (rule === null || span === null) return { ...base, state: doneOn !== null ? 'done' : startsOn === null ? 'to-come' : 'no-number' }
    if (startsOn === null) return { ...base, state: doneOn === null ? 'to-come' : 'done' }
    // Seen from the day it was done, a step that was in time then is in time for ever.
    const at = doneOn === null ? today : Temporal.PlainDate.from(doneOn)
    const standing = awaitedState({ rule, from: Temporal.PlainDate.from(startsOn) }, entered, law, calendar, at)
    switch (standing.state) {
      case 'period-not-set': return { ...base, limit: { ...span, amount: null }, state: doneOn === null ? 'not-set' : 'done' }
      case 'open': return { ...base, state: doneOn === null ? 'unknown' : 'done' }
      default: return {
        ...base, due: standing.due,
        limit: standing.configured === null ? span : { ...span, amount: standing.configured.amount, unit: standing.configured.unit },
        state: doneOn === null ? standing.state : 'done', late: doneOn !== null && standing.state === 'overdue',
      }
    }
  }
}

const blank = { rule: null, limit: null, startsOn: null, due: null, doneOn: null, late: false } as const

/** The next step that somebody owes, the one due first; null when nothing is, or the organisation has to complete it. */
export function nextStep(steps: readonly RestorationStep[]): RestorationStep | null {
  const open = steps.filter((s) => s.doneOn === null && s.state !== 'to-come')
  const day = (s: RestorationStep) => s.due?.day.toString() ?? '9999'
  return open.toSorted((a, b) => (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0))[0] ?? null
}
