import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bad, good, type FindingCode, isTampering, isUnknown } from './finding.ts'

type Verdict = 'tampering' | 'unknown'
/** What each finding says where it is not as it must be; a code added later does not compile before somebody has said. */
const verdicts: Readonly<Record<FindingCode, Verdict>> = {
  signature: 'tampering', root: 'tampering', edge: 'tampering', entries: 'tampering', consistency: 'tampering', 'nothing-before': 'tampering', 'first-seen': 'tampering',
  unchanged: 'tampering', inclusion: 'tampering', commitment: 'tampering', 'content-erased': 'tampering',
  'checkpoint-malformed': 'tampering', 'checkpoints-gone': 'tampering', 'checkpoint-unsigned': 'tampering', 'checkpoint-forged': 'tampering',
  rollback: 'tampering', 'split-view': 'tampering', 'history-rewritten': 'tampering', 'consistency-unproven': 'tampering', 'origin-changed': 'tampering', successor: 'tampering',
  'successor-unsigned': 'unknown', 'successor-forged': 'tampering', 'successor-shorter': 'tampering',
  'root-differs': 'tampering', 'tile-missing': 'tampering', 'tile-malformed': 'tampering', 'tile-differs': 'tampering', 'entries-missing': 'tampering', 'entry-missing': 'tampering',
  'entry-malformed': 'tampering', 'entry-differs': 'tampering', 'leaf-disputed': 'tampering', 'and-more': 'tampering', 'checkpoint-behind': 'tampering',
  'acts-same': 'tampering', 'acts-unread': 'unknown', 'act-missing': 'tampering', 'act-differs': 'tampering', 'act-unplaced': 'tampering', 'group-differs': 'tampering',
  'content-missing': 'tampering', 'contents-missing': 'tampering', erasures: 'tampering', 'erasure-unproven': 'tampering',
  'stored-same': 'tampering', unaudited: 'unknown', 'act-unprojectable': 'tampering', 'act-unlogged': 'tampering', 'act-ungrouped': 'tampering', 'bundle-differs': 'tampering', 'closed-differs': 'tampering', 'projection-differs': 'tampering',
  'projections-differ': 'tampering', 'head-differs': 'tampering', 'subject-differs': 'tampering', 'checkpoint-differs': 'tampering', 'checkpoint-removed': 'tampering',
  'last-word-longer': 'tampering', 'last-word-differs': 'tampering', 'last-word-damaged': 'tampering',
  'proof-malformed': 'tampering', 'nothing-proved': 'tampering', 'inclusion-fails': 'tampering', 'commitment-fails': 'tampering',
  'entry-same': 'tampering', path: 'tampering',
  'record-same': 'tampering', 'record-recoded': 'tampering', 'records-same': 'tampering', 'record-ended': 'tampering', superseded: 'tampering', 'record-differs': 'tampering',
  'standing-current': 'tampering', 'standing-superseded': 'tampering', 'standing-ended': 'tampering', receipt: 'tampering', 'receipt-other': 'tampering', 'receipt-differs': 'tampering',
  'receipt-logged': 'tampering', 'receipt-current': 'tampering', 'receipt-superseded': 'tampering', 'receipt-unknown': 'unknown',
  unreachable: 'unknown', 'checkpoint-unchecked': 'unknown', 'key-missing': 'unknown', 'proof-missing': 'unknown',
}

test('what could not be looked at speaks for nobody and against nobody; whatever else is not as it must be is tampering', () => {
  for (const [code, verdict] of Object.entries(verdicts) as [FindingCode, Verdict][]) {
    const finding = bad(code)
    assert.deepEqual([isTampering(finding), isUnknown(finding)], [verdict === 'tampering', verdict === 'unknown'], code)
    assert.equal(isTampering(good(code)), false, code)
  }
})
