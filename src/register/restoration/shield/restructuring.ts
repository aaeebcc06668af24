/** A restructuring plan that a court approved shields its debtor's records for the time being. Pure. */
import { type Outcome, ok, refuse } from '../../../law/outcome.ts'
import type { Law, RuleId } from '../../../law/types.ts'
import { shieldRule } from '../procedure.ts'

/** - `filed` by the organisation; - `shielded` the operator saw the ruling; - `refused`, `ended` shown again */
export type RestructuringState = 'filed' | 'shielded' | 'refused' | 'ended'
export type Restructuring = {
  readonly id: number
  readonly subject: string
  /** number of the court's ruling */
  readonly document: string
  readonly state: RestructuringState
  readonly filedOn: string
  readonly changedOn: string
}

/**
 * - `shield-unknown-to-law`   no text of the day shields records
 * - `ruling-missing`          the court's ruling is named by its number, and handed in
 * - `restructuring-open`      facts: case
 * - `restructuring-unknown`   facts: case
 * - `restructuring-not-so`    not in the state for this step; facts: state
 * - `document-missing`        what refuses or ends it is named
 */
export type RestructuringRefusal =
  | 'shield-unknown-to-law' | 'ruling-missing' | 'restructuring-open' | 'restructuring-unknown' | 'restructuring-not-so' | 'document-missing'

/** @source nat-2025-22-restructuring, ln-39-4 */
export function mayFile(
  document: string, files: number, open: number | null, law: Pick<Law, 'pack' | 'national'>, day: string,
): Outcome<RuleId, RestructuringRefusal> {
  const rule = shieldRule(law, day)
  if (rule === null) return refuse('shield-unknown-to-law')
  if (open !== null) return refuse('restructuring-open', rule, { case: String(open) })
  return document.trim() === '' || files === 0 ? refuse('ruling-missing', rule) : ok(rule)
}

export type ShieldCommand = { readonly do: 'shield' } | { readonly do: 'refuse' | 'end'; readonly document: string }

/** @returns the state it comes to */
export function mayChange(now: RestructuringState, command: ShieldCommand): Outcome<RestructuringState, RestructuringRefusal> {
  const from = command.do === 'end' ? 'shielded' : 'filed'
  if (now !== from) return refuse('restructuring-not-so', null, { state: now })
  if (command.do === 'shield') return ok('shielded')
  return command.document.trim() === '' ? refuse('document-missing') : ok(command.do === 'refuse' ? 'refused' : 'ended')
}
