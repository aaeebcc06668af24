/** For how long a returned row waits in its delivery's workspace. No text of the law says; an office may. Pure. */
import { type Outcome, type Refusal, ok } from '../../law/outcome.ts'

/** Applies to deliveries from `from` on (YYYY-MM-DD), until another is entered; rows already given their day keep it. */
export type ReturnedPeriod = { readonly days: number; readonly from: string; readonly office: string; readonly basis: string }

const mostDays = 3650

export type ReturnedPeriodRefusal = 'period-impossible' | 'day-unreadable' | 'office-missing' | 'basis-missing'

export function checkReturnedPeriod({ days, from, office, basis }: ReturnedPeriod): Outcome<null, ReturnedPeriodRefusal> {
  const faults: ReturnedPeriodRefusal[] = [
    ...(Number.isSafeInteger(days) && days > 0 && days <= mostDays ? [] : ['period-impossible'] as const),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(from) ? [] : ['day-unreadable'] as const),
    ...(office.trim() === '' ? ['office-missing'] as const : []),
    ...(basis.trim() === '' ? ['basis-missing'] as const : []),
  ]
  const [first, ...more] = faults.map((code): Refusal<ReturnedPeriodRefusal> => ({ code, rule: null, facts: { most: String(mostDays) } }))
  return first ? { ok: false, refusals: [first, ...more] } : ok(null)
}

/** @param entered in the order in which they were entered: of two for one day the later stands */
export function periodOn(entered: readonly ReturnedPeriod[], day: string): ReturnedPeriod | null {
  let latest: ReturnedPeriod | null = null
  for (const one of entered) if (one.from <= day && (latest === null || one.from >= latest.from)) latest = one
  return latest
}
