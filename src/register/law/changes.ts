/** What begins and ends on a day: rules and texts of the pack in force here and of the national layer. Pure. */
import { displayTextsInForce, isInForce, rulesInForce } from '../../law/in-force.ts'
import type { DisplayClass, DisplayText, InForce, Law, Rule, Severity } from '../../law/types.ts'

export type ChangeDay = { readonly day: string; readonly began: readonly Rule[]; readonly ended: readonly Rule[] }

/** Every day on which a rule begins, or is no longer in force; the newest first. */
export function changeDays(law: Law): readonly ChangeDay[] {
  const rules = [...law.pack.rules, ...law.national.rules]
  const days = new Set(rules.flatMap(({ inForce: { from, until } }) => [from, ...(until === null ? [] : [dayAfter(until)])]))
  return [...days].sort().reverse().map((day) => changesOn(law, day))
}

/** `began`: in force on the day and not the day before; `ended`: the other way round. */
export function changesOn(law: Law, day: string): ChangeDay {
  const eve = Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()
  return {
    day,
    began: rulesInForce(law, day).filter((r) => !isInForce(r.inForce, eve)),
    ended: rulesInForce(law, eve).filter((r) => !isInForce(r.inForce, day)),
  }
}

export const severities: readonly Severity[] = ['minor', 'general', 'serious']

/** How long a record of each class is shown under the text for everything, on the eve of a day and on the day. */
export type DisplayOnDay = { readonly text: DisplayText; readonly class: DisplayClass } | null
export type DisplayChange = { readonly severity: Severity; readonly before: DisplayOnDay; readonly after: DisplayOnDay }

/** @returns nothing where the same text is in force on both days */
export function displayChanges(law: Law, day: string): readonly DisplayChange[] {
  const eve = Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()
  const [before, after] = [eve, day].map((on) => displayTextsInForce(law, null, on).general) as [DisplayText | null, DisplayText | null]
  if (before?.id === after?.id) return []
  const under = (text: DisplayText | null, severity: Severity): DisplayOnDay => {
    const found = text && (text.classes[severity] ?? text.classes.unclassified)
    return text && found ? { text, class: found } : null
  }
  return severities.map((severity) => ({ severity, before: under(before, severity), after: under(after, severity) }))
}

/** National texts on display, whole and of sectors, with the days they hold. */
export const displayTextsOn = (law: Law, day: string): readonly DisplayText[] => law.national.displayTexts.filter((t) => isInForce(t.inForce, day))

export const sameSpan = (a: InForce, b: InForce): boolean => a.from === b.from && a.until === b.until

const dayAfter = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString()
