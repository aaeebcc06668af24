/** The acts of rulings, their projection and their clocks; and how the change of a record ends the tasks about it. */
import { canonicalJson, doer, type Doer, type Json } from '../../../acts/act.ts'
import { appendActs } from '../../../acts/append.ts'
import type { Attempt, Projector } from '../../../acts/rebuild.ts'
import type { Tx } from '../../../database/db.ts'
import type { RuleId } from '../../../law/types.ts'
import type { Ports } from '../../../ports.ts'
import { setClocks } from '../../deadlines/clocks/acts.ts'
import { type Effect, type Outcome3, ruleOfStep, settles } from '../revocation.ts'
import * as store from '../store.ts'

type Registered = {
  readonly record: number; readonly provider: string; readonly document: string; readonly effect: Effect; readonly ruling: string; readonly ruledOn: string
}
export type RevocationContent =
  | ({ readonly event: 'registered' } & Registered)
  | { readonly event: 'notified'; readonly case: number; readonly document: string }
  | { readonly event: 'settled'; readonly case: number; readonly outcome: Outcome3; readonly reasons: string | null; readonly cause: number | null }

export const revocationActs = ['revocation.registered', 'revocation.notified', 'revocation.settled'] as const

export const projectRevocation: Projector = async (tx, group, acts) => {
  const { on, actor } = group.head
  for (const { subject, actId, content } of acts) {
    const c = { event: group.kind.replace('revocation.', ''), ...JSON.parse(content) as object } as RevocationContent
    if (c.event === 'registered') {
      await store.save(tx, [{
        case_id: actId, subject_code: subject, record_id: c.record, provider_code: c.provider, document: c.document, effect: c.effect, ruling: c.ruling,
        ruled_on: c.ruledOn, ruled_by: actor, registered_on: on, state: 'open', notified_on: null, closed_on: null, outcome: null, reasons: null,
      }])
      continue
    }
    const row = (await store.revocation(tx, c.case))!
    await store.save(tx, [c.event === 'notified' ? { ...row, state: 'notified', notified_on: on }
      : { ...row, state: 'closed', closed_on: on, outcome: c.outcome, reasons: c.reasons }])
  }
}

/** Appends acts of one kind, projects them, and makes their clocks what they should be. @returns the number of the first */
export async function appendRevocations(
  tx: Tx, ports: Ports, by: Doer, rules: readonly RuleId[], acts: readonly { readonly subject: string; readonly content: RevocationContent }[],
): Promise<number> {
  const kind = `revocation.${acts[0]!.content.event}` as const
  const written = acts.map(({ subject, content: { event: _event, ...content } }) => ({ subject, content: canonicalJson(content as unknown as Json) }))
  const { firstAct, head } = await appendActs(tx, ports, { kind, ...doer(by), rules, acts: written })
  await projectRevocation(tx, { kind, firstAct, head }, written.map((a, i) => ({ ...a, actId: firstAct + i })))
  for (const [i, { content }] of acts.entries()) await keepClock(tx, ports, (await store.revocation(tx, content.event === 'registered' ? firstAct + i : content.case))!)
  return firstAct
}

/** One step is owed at a time: the provider's from the registration, the operator's from the provider's written notice. */
async function keepClock(tx: Tx, ports: Ports, v: store.RevocationRow): Promise<void> {
  const step = v.state === 'open' ? 'provider' : 'operator'
  const rule = ruleOfStep(ports.law(), step)
  await setClocks(tx, ports, 'revocation', v.case_id, v.state === 'closed' ? [] : [{
    kind: 'revocation', case: v.case_id, step, subject: v.subject_code, party: step === 'provider' ? v.provider_code : 'operator', rule,
    from: rule === null ? null : v.state === 'open' ? v.registered_on : v.notified_on,
  }])
}

/** The clocks of all that are not over, when projections are rebuilt. */
export async function rebuildRevocationClocks(tx: Tx, ports: Ports, attempt: Attempt): Promise<void> {
  for (const row of await store.notOver(tx)) await attempt([row], (of) => of.case_id, async () => void await keepClock(tx, ports, row))
}

/** A record was withdrawn, or has a new version: the tasks this settles are over. */
export async function settleRevocations(
  tx: Tx, ports: Ports, moved: readonly { readonly subject: string; readonly record: number; readonly act: number }[], because: 'withdrawn' | 'corrected',
): Promise<void> {
  const settled = (await store.openAbout(tx, moved)).filter((v) => settles(v.effect, because))
  if (settled.length === 0) return
  const cause = new Map(moved.map((m) => [m.record, m.act]))
  await appendRevocations(tx, ports, 'operator', [], settled.map((v) => (
    { subject: v.subject_code, content: { event: 'settled', case: v.case_id, outcome: because, reasons: null, cause: cause.get(v.record_id) ?? null } })))
}
