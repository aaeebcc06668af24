/** Every kind of act, and what it writes when projections are rebuilt from acts alone. */
import type { Projectors } from '../acts/rebuild.ts'
import type { Tx } from '../database/db.ts'
import type { Ports } from '../ports.ts'
import { projectClient, projectMembership, projectUnit } from '../identity/project.ts'
import { projectReason } from './accountability/acts.ts'
import { projectStated } from './boundary/stated/acts.ts'
import { projectLetIn } from './boundary/stated/reliance/acts.ts'
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

export const projectors: Projectors = {
  'unit.registered': projectUnit,
  'client.registered': projectClient,
  'client.revoked': projectClient,
  'membership.granted': projectMembership,
  'membership.ended': projectMembership,
  'recall.endpoint-registered': projectEndpoint,
  'recall.endpoint-ended': projectEndpoint,
  'notice.mailbox-named': projectMailbox,
  'notice.mailbox-removed': projectMailbox,
  'subject.registered': projectMentions,
  'subject.renamed': projectRegistration,
  'subject.recoded': projectRegistration,
  'subject.status-changed': projectRegistration,
  'record.accepted': projectAccepted,
  'record.changed': projectChanged,
  'record.withdrawn': projectWithdrawn,
  'record.marked': projectMarked,
  'record.mark-removed': projectMark,
  'accountability.reason-given': projectReason,
  ...Object.fromEntries(noticeActs.map((kind) => [kind, projectNotice])),
  ...Object.fromEntries(objectionActs.map((kind) => [kind, projectObjection])),
  ...Object.fromEntries(recallActs.map((kind) => [kind, projectRecall])),
  ...Object.fromEntries(revocationActs.map((kind) => [kind, projectRevocation])),
  ...restorationProjectors,
  ...restructuringProjectors,
  ...Object.fromEntries(oversightActs.map((kind) => [kind, projectOversight])),
  'inquiry.answered': projectInquiry,
  'inquiry.refused': projectInquiry,
  ...Object.fromEntries(inquiryOfficeActs.map((kind) => [kind, projectOffice])),
  'deadline.missed': projectMissed,
  'authorisation.granted': projectAuthorisation,
  'authorisation.revoked': projectAuthorisation,
  'record.withheld': projectWithholding,
  'record.withholding-ended': projectWithholding,
  'record.erased': projectErased,
  'boundary.incident': projectErased,
  'boundary.stated': projectStated,
  'boundary.statement-withdrawn': projectStated,
  'boundary.statement-relied': projectLetIn,
  // Displays that began or ended follow from the facts, the law and the day on which they were looked at.
  'record.display-started': projectLookedAt,
  'record.expired': projectLookedAt,
  'record.display-recomputed': projectLookedAt,
}

export const finishRebuild = (ports: Ports) => async (tx: Tx): Promise<void> => {
  await recomputeAll(tx, ports)
  await hideMarked(tx)
  await rebuildClocks(tx, ports)
  await rebuildRestorationClocks(tx, ports)
  await rebuildRecallClocks(tx, ports)
  await rebuildRevocationClocks(tx, ports)
  await rebuildOversightClocks(tx, ports)
}
