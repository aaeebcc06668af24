/** Restructurings as acts: the ruling handed in, the records shielded by a mark, shown again when the plan is over. */
import { canonicalJson, type Doer, doer } from '../../../acts/act.ts'
import { appendActs } from '../../../acts/append.ts'
import type { Projector } from '../../../acts/rebuild.ts'
import { hold } from '../../../database/hold.ts'
import type { Tx } from '../../../database/db.ts'
import { type Outcome, ok, refuse } from '../../../law/outcome.ts'
import type { Ports } from '../../../ports.ts'
import { personalDataIn } from '../../boundary/texts.ts'
import { type CheckedRefusal, checkedEvidence, type HandedIn } from '../../objections/evidence/acts.ts'
import { removeMark, setMark } from '../../records/marks/acts.ts'
import { shieldRule } from '../procedure.ts'
import * as store from '../store.ts'
import { mayChange, mayFile, type Restructuring, type RestructuringRefusal, type RestructuringState, type ShieldCommand } from './restructuring.ts'

export type ShieldRefusal = RestructuringRefusal | CheckedRefusal | 'personal-data'

/**
 * An organisation hands in the ruling by which a court approved its restructuring plan.
 * @returns the number of the case
 * @source nat-2025-22-restructuring, ln-39-4
 */
export async function fileRestructuring(
  ports: Ports, by: Doer, f: { readonly subject: string; readonly document: string; readonly evidence: HandedIn },
): Promise<Outcome<number, ShieldRefusal>> {
  const law = ports.law()
  const evidence = await checkedEvidence(ports, f.subject, f.evidence)
  if (!evidence.ok) return evidence
  const personal = personalDataIn({ document: f.document }, ports)
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  return ports.database.transaction(async (tx) => {
    await hold(tx, 'restructuring', f.subject)
    const open = (await store.restructurings(tx, f.subject)).find((r) => r.state === 'filed' || r.state === 'shielded')?.id ?? null
    const may = mayFile(f.document, evidence.value.length, open, law, ports.today().toString())
    if (!may.ok) return may
    const { firstAct, head } = await appendActs(tx, ports, {
      kind: 'restoration.restructuring-filed', ...doer(by), rules: [may.value],
      acts: [{ subject: f.subject, content: canonicalJson({ document: f.document.trim(), evidence: evidence.value.map(({ told }) => ({ ...told })) }) }],
    })
    await store.saveRestructuring(tx, { id: firstAct, subject: f.subject, document: f.document.trim(), state: 'filed', filedOn: head.on, changedOn: head.on })
    for (const { content, told } of evidence.value) {
      await store.addEvidence(tx, { application: firstAct, sha256: told.sha256, mediaType: told.mediaType, bytes: content })
    }
    return ok(firstAct)
  })
}

/** The operator shields every record of untrustworthiness held of the organisation, refuses to, or ends it. */
export async function actOnRestructuring(ports: Ports, by: Doer, id: number, command: ShieldCommand): Promise<Outcome<Restructuring, ShieldRefusal>> {
  const law = ports.law()
  return ports.database.transaction(async (tx) => {
    const now = await store.restructuringForChange(tx, id)
    if (now === null) return refuse('restructuring-unknown', null, { case: String(id) })
    const may = mayChange(now.state, command)
    if (!may.ok) return may
    const rule = shieldRule(law, now.filedOn)
    const rules = rule === null ? [] : [rule]
    const { head } = await appendActs(tx, ports, {
      kind: `restoration.restructuring-${may.value as Exclude<RestructuringState, 'filed'>}`, ...doer(by), rules,
      acts: [{ subject: now.subject, content: canonicalJson({ case: id, ...(command.do === 'shield' ? {} : { document: command.document.trim() }) }) }],
    })
    const next = { ...now, state: may.value, changedOn: head.on }
    await store.saveRestructuring(tx, next)
    const key = { subject: now.subject, mark: 'shielded' as const, case: id }
    if (may.value === 'shielded') {
      const items = law.catalog.filter((i) => i.nature === 'untrustworthiness').map((i) => i.id)
      for (const { record_id: record } of await store.heldOf(tx, now.subject, items)) await setMark(tx, ports, by, { ...key, record }, rules)
    }
    if (may.value === 'ended') {
      for (const { record_id: record } of await store.shieldedOf(tx, now.subject, id)) await removeMark(tx, ports, by, { ...key, record }, rules)
    }
    return ok(next)
  })
}

export type Arrived = { readonly subject: string; readonly record: number; readonly decidedOn: string }
/** Of these organisations, those whose records are shielded; none of them becomes so before the transaction ends. */
export const shieldsOver = async (tx: Tx, subjects: Iterable<string>): Promise<readonly Restructuring[]> =>
  (await store.restructuringsHeld(tx, [...subjects])).filter((r) => r.state === 'shielded')

/**
 * What arrives of a shielded organisation. A document dated up to the day of the shield is shielded like those that were
 * held then: its delivery alone was late. A later one tells of what the restructured organisation did since, and is shown.
 * @source nat-2025-22-restructuring
 */
export async function shieldArrivals(tx: Tx, ports: Ports, shields: readonly Restructuring[], arrived: readonly Arrived[]): Promise<void> {
  const over = new Map(shields.map((s) => [s.subject, s]))
  for (const { subject, record, decidedOn } of arrived) {
    const shield = over.get(subject)
    if (shield === undefined || decidedOn > shield.changedOn) continue
    const rule = shieldRule(ports.law(), shield.filedOn)
    await setMark(tx, ports, 'operator', { subject, mark: 'shielded', case: shield.id, record }, rule === null ? [] : [rule])
  }
}

const projectRestructuring: Projector = async (tx, group, acts) => {
  const state = group.kind.replace('restoration.restructuring-', '') as RestructuringState
  for (const { subject, actId, content } of acts) {
    const { case: id = actId, document = '' } = JSON.parse(content) as { case?: number; document?: string }
    const now = state === 'filed' ? { id, subject, document, state, filedOn: group.head.on, changedOn: group.head.on } : await store.restructuringForChange(tx, id)
    await store.saveRestructuring(tx, { ...now!, state, changedOn: group.head.on })
  }
}
export const restructuringProjectors = Object.fromEntries((['filed', 'shielded', 'refused', 'ended'] as const)
  .map((state) => [`restoration.restructuring-${state}`, projectRestructuring])) satisfies Record<string, Projector>
