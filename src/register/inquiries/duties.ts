/** What whoever keeps the register owes about inquiries: the pack's list `inquiry-duties`. Pure. */
import type { Pack, RuleId } from '../../law/types.ts'

export type InquiryDuty = 'norms' | 'log' | 'review' | 'directory'
/** The rule that asks for it; null where the pack does not. @source gd-20-1, gd-20-2, xm-13-4, js-39-3, hn-17, hn-19-3, hn-20 */
export const dutyRule = (pack: Pick<Pack, 'lists'>, duty: InquiryDuty): RuleId | null =>
  pack.lists.find((l) => l.id === 'inquiry-duties')?.entries.find((e) => e.code === duty)?.rule ?? null
