/** Telling those who received a record that it changed: found, told, answered, asked again, and at last complete. */
import type { Doer } from '../../../acts/act.ts'
import { appendActs } from '../../../acts/append.ts'
import type { Tx } from '../../../database/db.ts'
import { ownPorts } from '../../../identity/own-ports.ts'
import { type Outcome, ok, refuse } from '../../../law/outcome.ts'
import type { RuleId } from '../../../law/types.ts'
import type { Ports } from '../../../ports.ts'
import { closeClock, openClocks } from '../../deadlines/clocks/acts.ts'
import { type ClockAnswer, clockAnswer } from '../../deadlines/clocks/clock.ts'
import { configuredLimits } from '../../deadlines/store.ts'
import { nameOf, serveWhereAsked } from '../../notices/acts.ts'
import { appendRecallActs } from '../acts.ts'
import { queueSendings, repeatSendings } from '../endpoints/store.ts'
import { queueMails, repeatMails } from '../mailing/store.ts'
import { asksForAnswer, dutyOf, type Because, type RecipientKind } from '../recall.ts'
import * as store from '../store.ts'

/** Engineering values: a portion is short enough that readers who come meanwhile do not wait for it. */
const portion = { recalls: 200, recipients: 2000, escalations: 1000 }

/**
 * Finds and tells one portion of recipients of the recalls that were opened, in one transaction.
 * @returns how many were told; null: nothing is left to be found
 */
export async function tellOnce(ports: Ports): Promise<number | null> {
  // Whoever was reading an older version while it changed has noted it when this returns.
  await ports.database.transaction((tx) => store.waitForNotes(tx))
  return ports.database.transaction(async (tx) => {
    await store.takeTelling(tx)
    const open = await store.computing(tx, portion.recalls)
    if (open.length === 0) return null
    const from = await store.lastPosition(tx)
    const on = ports.today().toString()
    let position = from
    const acts: { readonly of: store.RecallRow; readonly told: number; readonly last: boolean; readonly content: string }[] = []
    for (const of of open) {
      const limit = portion.recipients - (position - from)
      if (limit === 0) break
      const first = position + 1
      const { told, recipients } = await store.tellNext(tx, of, await store.lastRecipient(tx, of.recall_id), { first, on, limit })
      const last = told < limit
      acts.push({ of, told, last, content: `{"first":${first},"last":${last},"recall":${of.recall_id},"recipients":[${recipients}]}` })
      position += told
    }
    await appendActs(tx, ports, {
      kind: 'recall.told', actor: 'operator', rules: [], acts: acts.map(({ of, content }) => ({ subject: of.subject_code, content })),
    })
    await store.countTold(tx, acts.map(({ of, told, last }) => ({ recall: of.recall_id, told, last })))
    await queueSendings(tx, from, ports.now().toString())
    await queueMails(tx, from, ports.now().toString())
    // Some may have answered before the last was found.
    const all = await store.recalls(tx, acts.flatMap(({ of, last }) => (last ? [of.recall_id] : [])))
    const over = all.filter((r) => !asksForAnswer(r.because) || r.acknowledged === r.recipients)
    if (over.length > 0) await complete(tx, ports, over)
    return position - from
  })
}

async function complete(tx: Tx, ports: Ports, recalls: readonly store.RecallRow[]): Promise<void> {
  await appendRecallActs(tx, ports, 'recall.completed', 'operator', [], recalls.map((r) => ({ subject: r.subject_code, content: { recall: r.recall_id } })))
  for (const r of recalls) await tellCompleted(tx, ports, r)
}

/** That what was wrong is right everywhere is told to whom it was about. What every record comes to, its end, is not. */
async function tellCompleted(tx: Tx, ports: Ports, r: store.RecallRow): Promise<void> {
  if (!asksForAnswer(r.because) || r.because === 'expired') return
  const rules = new Set((['unit', 'organisation'] as const).flatMap((kind) => dutyOf(ports.law().pack, r.because, kind)?.rule ?? []))
  if (r.recipients === 0 || await nameOf(tx, 'organisation', r.subject_code) === null) return
  await serveWhereAsked(tx, ports, 'operator', {
    template: 'recall-completed', to: r.subject_code, about: { subject: r.subject_code, record: r.record_id, case: r.recall_id }, rules: [...rules],
    facts: { record: String(r.record_id), opened: r.opened_on, day: ports.today().toString(), recipients: String(r.recipients) },
  })
}

// ── Received ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** How the news reached its recipient. */
export type Way = 'webhook' | 'feed' | 'desk'
type Entry = Pick<store.EntryRow, 'recall_id' | 'recipient_kind' | 'recipient_code' | 'subject_code' | 'because' | 'received_on'>

/** The clock of a duty: by the rule's own number, or the period an office entered for it. */
export type DutyClock = { readonly rule: RuleId | null; readonly answer: ClockAnswer | null }
export type DutyClocks = (because: Because, kind: RecipientKind, from: string) => DutyClock

export async function dutyClocks(ports: Pick<Ports, 'database' | 'law' | 'calendar'>, tx: Pick<Tx, 'rows' | 'one' | 'run'> = ports.database): Promise<DutyClocks> {
  const facts = { entered: await configuredLimits(tx), law: ports.law(), calendar: ports.calendar() }
  return (because, kind, from) => {
    const rule = dutyOf(facts.law.pack, because, kind)?.rule ?? null
    return { rule, answer: rule === null ? null : clockAnswer({ rule, from, pauses: [] }, facts) }
  }
}

/**
 * The news reached these recipients today: from now on each one's own clock runs.
 * @source gd-46-4: from its own receipt of the corrected data, not from the sending
 */
export async function receive(tx: Tx, ports: Ports, entries: readonly Entry[], by: Way): Promise<void> {
  const fresh = entries.filter((e) => e.received_on === null)
  if (fresh.length === 0) return
  const today = ports.today().toString()
  const clockOf = await dutyClocks(ports, tx)
  const rows = fresh.map((e) => ({ e, clock: clockOf(e.because, e.recipient_kind, today) }))
  const rules = [...new Set(rows.flatMap(({ clock }) => (clock.rule === null ? [] : [clock.rule])))]
  await appendRecallActs(tx, ports, 'recall.received', 'operator', rules, rows.map(({ e, clock }) => ({
    subject: e.subject_code, content: { by, due: clock.answer?.due ?? null, recall: e.recall_id, recipient: [e.recipient_kind, e.recipient_code] },
  })))
  await openClocks(tx, ports, rows.flatMap(({ e, clock }) => (clock.rule === null ? [] : [{
    kind: 'recall' as const, case: e.recall_id, step: stepOf(e), subject: e.subject_code, party: e.recipient_code, rule: clock.rule, from: today,
  }])))
}

export const stepOf = (e: Pick<store.EntryRow, 'recipient_kind' | 'recipient_code'>) => `${e.recipient_kind} ${e.recipient_code}`

/** What a body has been told, after a position; reading it is receiving it. The position never grows old. */
export async function feedFor(ports: Ports, body: string, after: number, limit: number): Promise<readonly store.EntryRow[]> {
  const own = ownPorts(ports, body).database
  const entries = await store.entriesAfter(own, await store.codesOf(own, body), after, limit)
  await ports.database.transaction((tx) => receive(tx, ports, entries, 'feed'))
  return entries
}

/** The same for people: what waits for an answer first. */
export const newsFor = async ({ database }: Pick<Ports, 'database'>, body: string, limit: number): Promise<readonly store.EntryRow[]> =>
  store.entriesFor(database, await store.codesOf(database, body), limit)
/** Opening the list is receiving it. */
export async function openList(ports: Ports, body: string, limit: number): Promise<void> {
  const entries = await newsFor(ownPorts(ports, body), body, limit)
  await ports.database.transaction((tx) => receive(tx, ports, entries, 'desk'))
}
export async function listFor(ports: Ports, body: string, limit: number): Promise<readonly store.EntryRow[]> {
  await openList(ports, body, limit)
  return newsFor(ownPorts(ports, body), body, limit)
}

// ── Acknowledged ───────────────────────────────────────────────────────────────────────────────────────────────────

/** What a recipient says it did with its copy. */
export const answers = ['changed', 'deleted', 'no-copy'] as const
/**
 * - `not-told`       nothing of this number was ever sent to it; facts: recall
 * - `answer-unknown` facts: allowed
 */
export type AcknowledgeRefusal = 'not-told' | 'answer-unknown'
export type Acknowledged = { /** it had answered before: nothing more was done */ readonly before: boolean; readonly complete: boolean }

/**
 * A body answers for itself and for its machine clients. Answered twice is answered once.
 * @source gd-46-4, js-67
 */
export async function acknowledge(
  ports: Ports, by: Doer, a: { readonly body: string; readonly recall: number; readonly did: string },
): Promise<Outcome<Acknowledged, AcknowledgeRefusal>> {
  if (!answers.some((one) => one === a.did)) return refuse('answer-unknown', null, { allowed: answers.join(', ') })
  return ports.database.transaction(async (tx) => {
    const recall = await store.recallForChange(tx, a.recall)
    const codes = new Set(await store.codesOf(tx, a.body))
    const own = recall === null ? [] : await store.entriesOf(tx, a.recall, [...codes])
    if (recall === null || own.length === 0) return refuse('not-told', null, { recall: String(a.recall) })
    const open = own.filter((e) => e.acknowledged_on === null)
    if (open.length === 0) return ok({ before: true, complete: recall.state === 'complete' })
    const { pack } = ports.law()
    const rules = [...new Set(open.flatMap((e) => dutyOf(pack, e.because, e.recipient_kind)?.rule ?? []))]
    await appendRecallActs(tx, ports, 'recall.acknowledged', by, rules, open.map((e) => ({
      subject: e.subject_code, content: { did: a.did, recall: a.recall, recipient: [e.recipient_kind, e.recipient_code] },
    })))
    for (const e of open) await closeClock(tx, ports, { kind: 'recall', case: a.recall, step: stepOf(e) })
    const done = recall.state === 'waiting' && recall.acknowledged + open.length === recall.recipients
    if (done) await complete(tx, ports, [recall])
    return ok({ before: false, complete: done })
  })
}

// ── Overdue ────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Whoever has not answered by its day, and whomever the news has not reached by the day it would have been due, goes to the
 * operator's desk; their systems and mailboxes are told once more, every day until they answer. Where no period is set nobody is late.
 * @returns how many were escalated
 */
export async function sweepRecalls(ports: Ports, by: Doer = 'operator'): Promise<number> {
  const today = ports.today().toString()
  let done = 0
  const escalate = async (tx: Tx, entries: readonly store.EntryRow[], why: 'overdue' | 'not-reached') => {
    for (const ofOne of Map.groupBy(entries, (e) => dutyOf(ports.law().pack, e.because, e.recipient_kind)?.rule ?? null)) {
      const [rule, rows] = ofOne
      await appendRecallActs(tx, ports, 'recall.escalated', by, rule === null ? [] : [rule], rows.map((e) => ({
        subject: e.subject_code, content: { recall: e.recall_id, recipient: [e.recipient_kind, e.recipient_code], why },
      })))
    }
    done += entries.length
    return entries.length
  }
  while (await ports.database.transaction(async (tx) => escalate(tx, await store.overdue(tx, today, portion.escalations), 'overdue')) === portion.escalations);
  const clockOf = await dutyClocks(ports)
  for (const u of await store.unreached(ports.database, today)) {
    const late = clockOf(u.because, u.recipient_kind, u.told_on).answer?.late ?? null
    if (late === null || late > today) continue
    while (await ports.database.transaction(async (tx) => escalate(tx, await store.unreachedOf(tx, u, portion.escalations), 'not-reached')) === portion.escalations);
  }
  await repeatSendings(ports.database, today, ports.now().toString())
  await repeatMails(ports.database, today, ports.now().toString())
  return done
}
