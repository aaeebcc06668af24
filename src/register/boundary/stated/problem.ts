/** A statement that cannot be made, as an interface answers. Pure. */
import type { Refusal } from '../../../law/outcome.ts'

/** A missing reason is told apart from that of a withdrawal or an objection. */
export const statementProblem = (refusal: Refusal): Refusal =>
  (refusal.code.startsWith('reason-') ? { ...refusal, code: `statement-${refusal.code}` } : refusal)
