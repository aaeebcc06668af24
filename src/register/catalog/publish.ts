/** From a draft supplement to one that may be announced. Pure. */
import { type Outcome, type Refusal, ok, refuse } from '../../law/outcome.ts'
import type { Pack } from '../../law/types.ts'
import type { Boundary } from '../boundary/boundary.ts'
import type { CatalogItem } from './types.ts'
import { type DraftSupplement, type Level, type SupplementRules } from './supplement.ts'
import { type EntryFault, missingClasses, validateEntry } from './validate-entry.ts'

export type PublishRefusal = EntryFault | 'level-not-offered' | 'approval-missing' | 'class-missing' | (string & {})

/** May this level draft a supplement here at all? A form that is not offered is not shown. @source gd-14-1, hn-12-3a, js-35-2a, ln-10-1 */
export function mayDraft(level: Level, rules: SupplementRules): Outcome<null, 'level-not-offered'> {
  const { allowed, rule } = rules.levels
  return allowed.includes(level) ? ok(null) : refuse('level-not-offered', rule, { level, offered: allowed.join(', ') })
}

/**
 * @param national items of the national catalog: with the draft they make the catalog as a whole
 * @param checks   what other capabilities ask before publication (a consultation that is closed …)
 * @returns what is announced: the version and the day of its approval (null where no approving body is named)
 * @source gd-14-2a, hn-12-3a, js-35-2a, ln-10-2a, xm-8-2, xm-9-1b
 */
export function mayPublish(
  draft: DraftSupplement, national: readonly CatalogItem[], pack: Pack, rules: SupplementRules, boundary: Boundary,
  checks: readonly ((draft: DraftSupplement) => Refusal | null)[] = [],
): Outcome<{ readonly version: string; readonly approvedOn: string | null }, PublishRefusal> {
  const offered = mayDraft(draft.level, rules)
  const refusals: Refusal[] = [
    ...(offered.ok ? [] : offered.refusals),
    ...draft.entries.flatMap((entry) => validateEntry(entry, pack, rules, boundary)),
    ...missingClasses([...national, ...draft.entries.map((e) => e.item)], pack, rules),
  ]
  if (rules.approval !== null && draft.approval === null) {
    const { by, rule } = rules.approval
    refusals.push({ code: 'approval-missing', rule, facts: { 'by-zh': by.zh, 'by-en': by.en } })
  }
  for (const check of checks) {
    const refusal = check(draft)
    if (refusal) refusals.push(refusal)
  }
  const [first, ...rest] = refusals
  if (first) return { ok: false, refusals: [first, ...rest] }
  return ok({ version: draft.version, approvedOn: draft.approval?.on ?? null })
}

/** City supplements that were approved and not yet filed with the province. @source gd-14-3 */
export function unfiled<T extends Pick<DraftSupplement, 'level' | 'approval' | 'filedOn'>>(
  supplements: readonly T[], rules: SupplementRules,
): T[] {
  return rules.filing === null ? [] : supplements.filter((s) => s.level === 'city' && s.approval !== null && s.filedOn === null)
}
