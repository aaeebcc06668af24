/** Personal data found inside the register: what has to follow, all in one act. Pure. */
import type { RuleId } from '../../law/types.ts'

/** Where it was found and of what kind; the datum itself has no place in an incident. */
export type FoundInside = { readonly record: number; readonly versions: readonly number[]; readonly code: string; readonly by: string; readonly on: string }

export type IncidentStep =
  /** no display, sharing, inquiry or export from the same moment, for every version */
  | { readonly step: 'withdraw'; readonly record: number }
  /** content and salt of the act; its entry in the log stays and says nothing without them */
  | { readonly step: 'destroy'; readonly record: number; readonly version: number; readonly what: readonly ['content', 'salt'] }
  | { readonly step: 'open-incident'; readonly record: number; readonly code: string; readonly by: string; readonly on: string; readonly rule: RuleId | null }

/** @returns the steps in the order in which one transaction takes them: nobody may be served between them (gd-26c, js-62-3) */
export function stepsAfterFinding(found: FoundInside, rule: RuleId | null): readonly IncidentStep[] {
  return [
    { step: 'withdraw', record: found.record },
    ...found.versions.map((version): IncidentStep => ({ step: 'destroy', record: found.record, version, what: ['content', 'salt'] })),
    { step: 'open-incident', record: found.record, code: found.code, by: found.by, on: found.on, rule },
  ]
}
