/**
 * One objection, received on one day, under each of the five packs: which steps follow, and when each is due. Pure.
 *
 * Which parameters are the steps, and what each of them starts, is the order of the comparison table; every number, unit
 * and starting event is the packs'.
 */
import type { Calendar } from '../../calendar/calendar.ts'
import { dueDay, type DueDay } from '../../calendar/due-day.ts'
import { packIds } from '../../law/pack.ts'
import type { Law, PackId, Parameter, ParameterValue } from '../../law/types.ts'

/** The letter under which the comparison asks about objections. */
export const objectionGroup = 'F'
const own = ['F7'] as const
/** a step, and the event its end is the start of the next */
const throughProvider = { F8: 'objection.transferred', F9: 'objection.decided', F10: null } as const

export type ObjectionStep = {
  readonly parameter: Parameter
  readonly value: ParameterValue
  readonly startsOn: string | null
  /** null: the text gives no number, or the day it is counted from is not known */
  readonly due: DueDay | null
}
export type ObjectionClock = {
  readonly pack: PackId
  /** `own`: the error is the operator's · `provider`: another unit has to look */
  readonly way: 'own' | 'provider'
  readonly steps: readonly ObjectionStep[]
  /** the last day of the last step; null where it cannot be computed */
  readonly due: string | null
  readonly provisional: boolean
}

/** @param from the day the objection is received */
export function objectionClocks(law: Law, calendar: Calendar, from: Temporal.PlainDate): readonly ObjectionClock[] {
  const inOrder = [law.pack.id, ...packIds.filter((id) => id !== law.pack.id)]
  return inOrder.flatMap((pack) => (['own', 'provider'] as const).flatMap((way) => clockOf(law, calendar, from, pack, way) ?? []))
}

function clockOf(law: Law, calendar: Calendar, from: Temporal.PlainDate, pack: PackId, way: ObjectionClock['way']): ObjectionClock | null {
  const events = new Map<string, Temporal.PlainDate | null>([['objection.received', from]])
  const known = (key: string) => ({ parameter: law.parameters.find((p) => p.key === key)!, value: law.packs[pack].parameters[key]! })
  const keys: readonly string[] = way === 'own' ? own : Object.keys(throughProvider)
  const steps = keys.flatMap((key): ObjectionStep[] => {
    const { parameter, value } = known(key)
    if (value.kind === 'text' || (value.kind === 'gap' && value.gap === 'silent')) return []
    const event = (throughProvider as Readonly<Record<string, string | null>>)[key] ?? null
    const starts = value.kind === 'limit' ? events.get(value.start ?? '') ?? null : null
    const outcome = value.kind === 'limit' && starts !== null
      ? dueDay({ rule: value.rule, from: starts, limit: value.limit, counting: law.packs[pack].counting, calendar }) : null
    const due = outcome?.ok ? outcome.value : null
    // A step without a day of its own leaves the days of those that follow open.
    if (event !== null) events.set(event, due?.day ?? null)
    return [{ parameter, value, startsOn: starts?.toString() ?? null, due }]
  })
  // Telling the applicant alone makes no way through a provider.
  if (steps.length === 0 || (way === 'provider' && !steps.some((s) => s.value.kind !== 'text' && s.parameter.key !== 'F10'))) return null
  // What only tells of the result, without a figure, does not keep the rest from having its day.
  const decisive = steps.filter((s) => s.parameter.key !== 'F10' || s.value.kind === 'limit')
  const last = decisive.at(-1)
  const whole = decisive.every((s) => s.due !== null) && last !== undefined
  return {
    pack, way, steps, due: whole ? last.due!.day.toString() : null, provisional: whole && last.due!.provisional,
  }
}
