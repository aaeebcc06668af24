/** What a check found, before anyone puts it into words. */

export type FindingCode =
  // in order
  | 'signature' | 'root' | 'edge' | 'entries' | 'consistency' | 'nothing-before' | 'first-seen' | 'unchanged' | 'inclusion' | 'commitment' | 'content-erased'
  // the checkpoint
  | 'checkpoint-malformed' | 'checkpoints-gone' | 'checkpoint-unsigned' | 'checkpoint-forged'
  // against what was seen before
  | 'rollback' | 'split-view' | 'history-rewritten' | 'consistency-unproven' | 'origin-changed' | 'successor' | 'successor-unsigned' | 'successor-forged' | 'successor-shorter'
  // the tree and its entries
  | 'root-differs' | 'tile-missing' | 'tile-malformed' | 'tile-differs' | 'entries-missing' | 'entry-missing' | 'entry-malformed' | 'entry-differs'
  | 'leaf-disputed' | 'and-more' | 'checkpoint-behind'
  // what the acts say now, against the entries that were signed
  | 'acts-same' | 'acts-unread' | 'act-missing' | 'act-differs' | 'act-unplaced' | 'group-differs' | 'content-missing' | 'contents-missing' | 'erasures' | 'erasure-unproven'
  // what only the operator sees: groups, places, checkpoints, records, the key's last word
  | 'stored-same' | 'unaudited' | 'act-unprojectable' | 'act-unlogged' | 'act-ungrouped' | 'bundle-differs' | 'closed-differs' | 'projection-differs' | 'projections-differ' | 'head-differs' | 'subject-differs' | 'checkpoint-differs' | 'checkpoint-removed'
  | 'last-word-longer' | 'last-word-differs' | 'last-word-damaged'
  // one proof
  | 'proof-malformed' | 'nothing-proved' | 'inclusion-fails' | 'commitment-fails'
  // an act that was proven, in what the register serves now
  | 'entry-same' | 'path'
  // what is shown, against its acts
  | 'record-same' | 'record-recoded' | 'records-same' | 'record-ended' | 'superseded' | 'record-differs'
  // what became of a version somebody holds
  | 'standing-current' | 'standing-superseded' | 'standing-ended' | 'receipt' | 'receipt-other' | 'receipt-differs'
  | 'receipt-logged' | 'receipt-current' | 'receipt-superseded' | 'receipt-unknown'
  // nothing can be said
  | 'unreachable' | 'checkpoint-unchecked' | 'key-missing' | 'proof-missing'

export type Finding = {
  readonly code: FindingCode
  /** false: not as it must be, or (`unreachable`) not to be told */
  readonly ok: boolean
  /** plain values for the sentence: sizes, places, hashes as hexadecimal digits, a server's own words */
  readonly facts: Readonly<Record<string, string | number>>
}

export const good = (code: FindingCode, facts: Finding['facts'] = {}): Finding => ({ code, ok: true, facts })
export const bad = (code: FindingCode, facts: Finding['facts'] = {}): Finding => ({ code, ok: false, facts })

/** What could not be looked at speaks neither for the register nor against it. */
export const isUnknown = ({ code }: Finding): boolean => unknown.includes(code)
const unknown: readonly FindingCode[] = ['unreachable', 'checkpoint-unchecked', 'key-missing', 'proof-missing', 'receipt-unknown', 'acts-unread', 'unaudited', 'successor-unsigned']

/** Something other than what was signed was shown. */
export const isTampering = (finding: Finding): boolean => !finding.ok && !isUnknown(finding)
