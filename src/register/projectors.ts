/** Every table that is projected from acts, with the kinds of act that write into it: the one list of a rebuild and of the audit. */
import type { ActKind } from '../acts/act.ts'
import { allOf, type Attempt, type ManyProjector, type Projector } from '../acts/rebuild.ts'
import type { Tx } from '../database/db.ts'
import type { Ports } from '../ports.ts'
import { projectClient, projectMembership, projectUnit } from '../identity/project.ts'
import { projectReason } from './accountability/acts.ts'
import { projectStated } from './boundary/stated/acts.ts'
import { projectLetIn } from './boundary/stated/reliance/acts.ts'
import { projectLaw } from './law/acts.ts'
import { projectMissed } from './deadlines/clocks/acts.ts'
import { rebuildRecallClocks } from './recall/clocks/acts.ts'
import { projectAuthorisation, projectWithholding } from './consent/acts.ts'
import { projectAccepted, projectChanged, projectLookedAt, projectWithdrawn, recomputeAll } from './records/acts.ts'
import { projectErased } from './records/erasure/acts.ts'
import { objectionActs, projectMarked, projectObjection, rebuildClocks } from './objections/acts.ts'
import { projectRecall, recallActs } from './recall/acts.ts'
import { noticeActs, projectNotice } from './notices/acts.ts'
import { projectMailbox } from './notices/mailbox/acts.ts'
import { projectEndpoint } from './recall/endpoints/acts.ts'
import { projectRevocation, rebuildRevocationClocks, revocationActs } from './revocations/tasks/acts.ts'
import { projectInquiry } from './inquiries/acts.ts'
import { inquiryOfficeActs, projectOffice } from './inquiries/office/acts.ts'
import { oversightActs, projectOversight, rebuildOversightClocks } from './oversight/acts.ts'
import { projectMark } from './records/marks/acts.ts'
import { hideMarked } from './records/marks/store.ts'
import { rebuildRestorationClocks, restorationProjectors } from './restoration/acts.ts'
import { restructuringProjectors } from './restoration/shield/acts.ts'
import { projectMentions, projectRegistration } from './subjects/acts.ts'

const each = <K extends ActKind>(kinds: readonly K[], projector: Projector | ManyProjector) =>
  Object.fromEntries(kinds.map((kind) => [kind, projector])) as Record<K, Projector | ManyProjector>

/** In the order in which the tables may be filled: a table refers to none that comes after it. */
export const projectors = allOf([
  { tables: ['law_loaded'], acts: { 'law.loaded': projectLaw } },
  { tables: ['unit'], acts: { 'unit.registered': projectUnit } },
  { tables: ['machine_client'], acts: each(['client.registered', 'client.revoked'], projectClient) },
  { tables: ['membership'], acts: each(['membership.granted', 'membership.ended'], projectMembership) },
  { tables: ['recall_endpoint'], acts: each(['recall.endpoint-registered', 'recall.endpoint-ended'], projectEndpoint) },
  { tables: ['mailbox'], acts: each(['notice.mailbox-named', 'notice.mailbox-removed'], projectMailbox) },
  {
    tables: ['subject', 'subject_name', 'subject_code_former'],
    acts: { 'subject.registered': projectMentions, ...each(['subject.renamed', 'subject.recoded', 'subject.status-changed'], projectRegistration) },
  },
  {
    tables: ['record'],
    acts: {
      'record.accepted': projectAccepted, 'record.changed': projectChanged, 'record.withdrawn': projectWithdrawn,
      ...each(['record.erased', 'boundary.incident'], projectErased),
      // Displays that began or ended follow from the facts, the law and the day on which they were looked at.
      ...each(['record.display-started', 'record.expired', 'record.display-recomputed'], projectLookedAt),
    },
  },
  {
    tables: ['record_mark'],
    acts: { 'record.marked': projectMarked, 'record.mark-removed': projectMark, ...each(['record.withheld', 'record.withholding-ended'], projectWithholding) },
  },
  { tables: ['objection', 'objection_act'], acts: each(objectionActs, projectObjection) },
  {
    tables: ['restoration', 'restoration_act', 'restored_record', 'restoration_excluded', 'restructuring', 'restoration_method'],
    acts: { ...restorationProjectors, ...restructuringProjectors },
  },
  { tables: ['notice', 'notice_act'], acts: each(noticeActs, projectNotice) },
  { tables: ['miss_reason'], acts: { 'accountability.reason-given': projectReason } },
  // Open clocks are counted again once all acts are in.
  { tables: ['clock', 'clock_missed'], acts: { 'deadline.missed': projectMissed } },
  { tables: ['authorisation'], acts: each(['authorisation.granted', 'authorisation.revoked'], projectAuthorisation) },
  { tables: ['recall', 'recall_recipient'], acts: each(recallActs, projectRecall) },
  { tables: ['revocation'], acts: each(revocationActs, projectRevocation) },
  { tables: ['inquiry', 'disclosure'], acts: each(['inquiry.answered', 'inquiry.refused'], projectInquiry) },
  { tables: ['inquiry_access', 'inquiry_case'], acts: each(inquiryOfficeActs, projectOffice) },
  {
    tables: ['oversight_body', 'oversight_arrangement', 'oversight_case', 'oversight_act', 'no_measure'],
    acts: each(oversightActs, projectOversight),
  },
  { tables: ['boundary_statement'], acts: each(['boundary.stated', 'boundary.statement-withdrawn'], projectStated) },
  { tables: ['boundary_reliance'], acts: { 'boundary.statement-relied': projectLetIn } },
])

export const finishRebuild = (ports: Ports) => async (tx: Tx, attempt: Attempt): Promise<void> => {
  await recomputeAll(tx, ports, attempt)
  await hideMarked(tx)
  await rebuildClocks(tx, ports, attempt)
  await rebuildRestorationClocks(tx, ports, attempt)
  await rebuildRecallClocks(tx, ports, attempt)
  await rebuildRevocationClocks(tx, ports, attempt)
  await rebuildOversightClocks(tx, ports, attempt)
}
