/** Texts that people write into a form: none of them may hold what must not be kept. Pure. */
import type { RuleId } from '../../law/types.ts'
import type { Law } from '../../law/types.ts'
import { findRule } from '../../law/rule.ts'
import type { Boundary } from './boundary.ts'
import { scanner } from './scan.ts'

/** @param texts by what they are. @returns the first that tells of a person; null when none does */
export function personalDataIn(
  texts: Readonly<Record<string, string>>, on: { law(): Law; boundary(): Boundary; today(): Temporal.PlainDate },
): { readonly where: string; readonly rule: RuleId | null } | null {
  const law = on.law()
  const minorsUnderYears = findRule(law, 'gd-25-2')?.limit?.amount ?? null
  const scan = scanner({ boundary: on.boundary(), pack: law.pack.id, today: on.today().toString(), minorsUnderYears })
  for (const [where, text] of Object.entries(texts)) {
    const [found] = scan.scanText(text, where)
    if (found) return { where, rule: found.rules[0] ?? null }
  }
  return null
}
