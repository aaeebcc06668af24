/** Recalls as acts: who received what is written down, and a change of it reaches everyone who did. */
import { canonicalJson, doer, type Doer, type Json } from '../../acts/act.ts'
import { appendActs } from '../../acts/append.ts'
import type { Projector } from '../../acts/rebuild.ts'
import type { Tx } from '../../database/db.ts'
import type { RuleId } from '../../law/types.ts'
import type { Ports } from '../../ports.ts'
import { settleRevocations } from '../revocations/tasks/acts.ts'
import type { Because, Path, Recipient, RecipientKind } from './recall.ts'
import * as store from './store.ts'

/**
 * Writes down that a recipient received versions of records, inside the transaction in which it is answered.
 * @param note.act the act by which they were given: the inquiry, the download
 * @param note.on  the day, YYYY-MM-DD
 * @source gd-46-4, js-67: who must hear of a correction is who received what it corrects
 */
export async function noteReceived(
  tx: Tx,
  note: { readonly recipient: Recipient; readonly path: Path; readonly act: number; readonly on: string; readonly records: readonly store.Received[] },
): Promise<void> {
  if (note.records.length === 0) return
  await store.noting(tx)
  // The moment of the act it belongs to, so that what was received after a change is told from what was received before.
  const group = await tx.one<{ recorded_at: string }>`select recorded_at from act_group where first_act <= ${note.act} order by first_act desc limit 1`
  if (group === null) throw new RangeError(`nothing is received without an act: there is no act ${note.act}`)
  await store.addDisclosures(tx, [{ ...note, at: group.recorded_at }])
}
/** The same from the acts, in their order. */
export const projectReceived = (tx: Tx, given: readonly store.Disclosed[]): Promise<unknown> => store.addDisclosures(tx, given)

/** Opens a recall for each of these records of one organisation that somebody received in an affected version. */
export const recordMoved = (
  tx: Tx, ports: Ports,
  m: { readonly subject: string; readonly records: readonly number[]; readonly because: Because; readonly act: number; readonly rules: readonly RuleId[] },
): Promise<void> => recordsMoved(tx, ports, { ...m, moved: m.records.map((record) => ({ subject: m.subject, record, act: m.act })) })

/**
 * The same for the records of many organisations: one statement, and no more while nobody received any of them. Who the
 * recipients are is found afterwards, by the teller; the change itself waits for nobody.
 */
export async function recordsMoved(
  tx: Tx, ports: Ports, m: { readonly moved: readonly store.Moved[]; readonly because: Because; readonly rules: readonly RuleId[] },
): Promise<void> {
  if (m.moved.length === 0) return
  if (m.because === 'withdrawn' || m.because === 'corrected') await settleRevocations(tx, ports, m.moved, m.because)
  const affected = await store.movedAndReceived(tx, m.moved, m.because)
  if (affected.length === 0) return
  await appendRecallActs(tx, ports, 'recall.opened', 'operator', m.rules,
    affected.map(({ subject, record, act, version }) => ({ subject, content: { because: m.because, cause: act, record, version } })))
}

// ── Projecting ─────────────────────────────────────────────────────────────────────────────────────────────────────

type RecipientOf = { readonly recall: number; readonly recipient: readonly [RecipientKind, string] }
const keyOf = ({ recall, recipient: [kind, code] }: RecipientOf): store.RecipientKey => ({ recall, kind, code })

/** What an act of a recall means for the tables: the same when it happens and when they are rebuilt. */
export const projectRecall: Projector = async (tx, group, acts) => {
  const { on, at } = group.head
  const contents = <T>() => acts.map((a) => JSON.parse(a.content) as T)
  switch (group.kind as `recall.${string}`) {
    case 'recall.opened':
      await store.addRecalls(tx, acts.map(({ subject, actId, content }) => {
        const { because, cause, record, version } = JSON.parse(content) as { because: Because; cause: number; record: number; version: number }
        return { recall_id: actId, subject_code: subject, record_id: record, version, because, cause_act: cause, opened_on: on, opened_at: at }
      }))
      return
    case 'recall.told': return store.addTold(tx, on, contents<store.Told>())
    case 'recall.received':
      await store.setReceived(tx, on, contents<RecipientOf & { due: string | null }>().map((c) => ({ ...keyOf(c), due: c.due })))
      return
    case 'recall.acknowledged':
      for (const c of contents<RecipientOf>()) await store.setAcknowledged(tx, on, keyOf(c))
      return
    case 'recall.escalated':
      await store.setEscalated(tx, on, contents<RecipientOf>().map(keyOf))
      return
    case 'recall.completed': await store.setComplete(tx, on, contents<{ recall: number }>().map((c) => c.recall))
  }
}

/** Appends acts of recalls and projects them. @returns the number of the first */
export async function appendRecallActs(
  tx: Tx, ports: Ports, kind: (typeof recallActs)[number], by: Doer, rules: readonly RuleId[],
  acts: readonly { readonly subject: string; readonly content: Json }[],
): Promise<number> {
  const written = acts.map(({ subject, content }) => ({ subject, content: canonicalJson(content) }))
  const { firstAct, head } = await appendActs(tx, ports, { kind, ...doer(by), rules, acts: written })
  await projectRecall(tx, { kind, firstAct, head }, written.map((a, i) => ({ ...a, actId: firstAct + i })))
  return firstAct
}

export const recallActs = ['recall.opened', 'recall.told', 'recall.received', 'recall.acknowledged', 'recall.escalated', 'recall.completed'] as const
