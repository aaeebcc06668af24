/** A record its provider flagged as holding a trade secret is not displayed until the flag is cleared with a reason. Pure. */
import { ok, refuse, type Outcome } from '../../law/outcome.ts'
import type { RuleId } from '../../law/types.ts'

export type TradeSecretFlag =
  | { readonly flagged: false }
  | { readonly flagged: true; readonly cleared: null | { readonly reason: string; readonly by: string; readonly on: string } }

/** @param rule the article that holds it back: gd-4, ln-8 or the national one; from the pack in force */
export function mayDisplaySecret(flag: TradeSecretFlag, rule: RuleId | null): Outcome<null, 'trade-secret-flagged'> {
  return flag.flagged && flag.cleared === null ? refuse('trade-secret-flagged', rule) : ok(null)
}

/** @param reason why publication harms no trade secret, as the register will record it */
export function clearTradeSecret(
  flag: TradeSecretFlag, reason: string, by: string, on: string, rule: RuleId | null,
): Outcome<TradeSecretFlag, 'not-flagged' | 'already-cleared' | 'reason-missing'> {
  if (!flag.flagged) return refuse('not-flagged', rule)
  if (flag.cleared !== null) return refuse('already-cleared', rule, { on: flag.cleared.on })
  if (!/\p{L}/u.test(reason)) return refuse('reason-missing', rule)
  return ok({ flagged: true, cleared: { reason: reason.trim(), by, on } })
}
