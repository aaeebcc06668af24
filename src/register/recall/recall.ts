/** What a change of a record asks of those who received it. Pure: what the pack in force says, read from its list of duties. */
import type { ClosedListEntry, Pack } from '../../law/types.ts'

/** Why everyone who was told must hear of it. */
export type Because = 'corrected' | 'withdrawn' | 'restored' | 'expired' | 'marked' | 'mark-removed'
export type RecipientKind = 'unit' | 'client' | 'organisation'
export type Recipient = { readonly kind: RecipientKind; readonly code: string }
/** How a version reached its recipient. */
export type Path = 'sharing' | 'duty' | 'authorised' | 'self' | 'bulk' | 'api'

/** A mark only says that something is being looked at: those who hold the record are told, and nothing is asked of them. */
export const asksForAnswer = (because: Because): boolean => because !== 'marked' && because !== 'mark-removed'

/**
 * The duty of a kind of recipient after a kind of change, with the rule whose limit is its clock; null: the text of the
 * pack in force is silent, the register tells all the same and no period is set.
 * @source gd-46-4, js-67
 */
export const dutyOf = (pack: Pick<Pack, 'lists'>, because: Because, kind: RecipientKind): ClosedListEntry | null =>
  pack.lists.find((l) => l.id === 'recall-duties')?.entries.find((e) => e.scope === 'in' && e.code === `${because}-${kind}`) ?? null
