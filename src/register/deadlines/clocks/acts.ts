/**
 * Clocks opened, closed, missed and counted again. The table is a projection: a case's room opens and closes clocks where it
 * projects its own acts, a rebuild counts them again, and what was missed stands in the acts `deadline.missed`.
 */
import { canonicalJson, doer, type Doer } from '../../../acts/act.ts'
import { appendActs } from '../../../acts/append.ts'
import type { ManyProjector } from '../../../acts/rebuild.ts'
import type { Calendar } from '../../../calendar/calendar.ts'
import type { ConfiguredLimit } from '../../../calendar/configured-limit.ts'
import type { Tx } from '../../../database/db.ts'
import type { RuleId } from '../../../law/types.ts'
import type { Ports } from '../../../ports.ts'
import { type Moved, type MovedBecause, tellMoved } from '../../notices/moved/acts.ts'
import { configuredLimits, periodsHeld } from '../store.ts'
import { type ClockAnswer, clockAnswer, type ClockKind, type ClockPause, type ClockQuestion, silence } from './clock.ts'
import * as store from './store.ts'

export type NewClock = store.ClockKey & {
  readonly subject: string
  /** who owes the step: `operator`, or the code of a body */
  readonly party: string
  readonly rule: RuleId
  /** the day it is counted from, YYYY-MM-DD */
  readonly from: string
  readonly pauses?: readonly ClockPause[]
  readonly set?: string | null
}
type LawPorts = Pick<Ports, 'law' | 'calendar'>

/** A step is owed from now on. Opened again (a pause, a new start), it is counted anew. */
export const openClock = (tx: Tx, ports: LawPorts, clock: NewClock): Promise<void> => openClocks(tx, ports, [clock])

/** Many at once, in one statement. */
export async function openClocks(tx: Tx, ports: LawPorts, clocks: readonly (Omit<NewClock, 'rule' | 'from'> & Pick<ClockQuestion, 'rule' | 'from'>)[]): Promise<void> {
  if (clocks.length === 0) return
  const answer = answers(ports, await periodsHeld(tx), ports.calendar())
  await store.putClocks(tx, clocks.map((c) => {
    const question = { rule: c.rule, from: c.from, pauses: c.pauses ?? [], set: c.set ?? null }
    return row({ kind: c.kind, case_id: c.case, step: c.step, subject_code: c.subject, party: c.party }, question, answer(question))
  }))
}

/** The step was taken, or is owed no more. Closing what is not open does nothing. */
export async function closeClock(tx: Tx, _ports: unknown, clock: store.ClockKey): Promise<void> {
  await store.endClock(tx, clock)
}

/** All clocks of a case as they should be: what is not among them is closed. */
export async function setClocks(tx: Tx, ports: LawPorts, kind: ClockKind, id: number, clocks: Parameters<typeof openClocks>[2]): Promise<void> {
  await store.endOthers(tx, kind, id, clocks.map((c) => c.step))
  await openClocks(tx, ports, clocks)
}

type Keys = Pick<store.ClockRow, 'kind' | 'case_id' | 'step' | 'subject_code' | 'party'>
const row = (keys: Keys, { rule, from, pauses, set = null }: ClockQuestion, a: ClockAnswer): store.ClockRow => ({
  ...keys, rule, started_on: from, pauses: canonicalJson(pauses), due_on: a.due, late_on: a.late, why: a.why, provisional: a.provisional, calendar: a.calendar,
  set_on: set,
})

/** Many clocks start on one day under one rule: each such question is answered once. */
function answers({ law }: Pick<Ports, 'law'>, entered: readonly ConfiguredLimit[], calendar: Calendar): (question: ClockQuestion) => ClockAnswer {
  const facts = { entered, law: law(), calendar }
  const known = new Map<string, ClockAnswer>()
  return (question) => {
    const key = canonicalJson(question as { rule: string; from: string; pauses: [] })
    let answer = known.get(key)
    if (answer === undefined) known.set(key, (answer = clockAnswer(question, facts)))
    return answer
  }
}

// ── Missed ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Engineering values: small portions, and a rest after each, so that readers who come meanwhile are served. */
const portion = { clocks: 150, restShare: 1 }

/**
 * One act for each clock whose day has passed; the day of the act is the first on which it was missed, however late the run
 * comes. It changes nothing else unless the pack gives silence an effect; it is public.
 * @returns how many were missed
 */
export async function sweepClocks(ports: Ports, by: Doer = 'operator', rest: (milliseconds: number) => Promise<void> = pause): Promise<number> {
  const today = ports.today().toString()
  const law = ports.law()
  let done = 0
  for (;;) {
    const started = performance.now()
    const count = await ports.database.transaction(async (tx) => {
      const rows = await store.missed(tx, today, portion.clocks)
      const acts: store.MissedAct[] = []
      for (const group of Map.groupBy(rows, (r) => `${r.late_on} ${r.rule}`).values()) {
        const { late_on: on, rule } = group[0]!
        const { effect } = silence(law, rule)
        const { firstAct } = await appendActs(tx, ports, {
          kind: 'deadline.missed', ...doer(by), rules: [rule], on: Temporal.PlainDate.from(on),
          acts: group.map((r) => ({
            subject: r.subject_code,
            content: canonicalJson({ case: r.case_id, due: r.due_on, kind: r.kind, party: r.party, rule: r.rule, silence: effect, step: r.step }),
          })),
        })
        for (const [n, { late_on: _, ...r }] of group.entries()) acts.push({ ...r, act_id: firstAct + n })
      }
      if (acts.length > 0) {
        await store.addMissed(tx, acts)
        await store.setMissed(tx, acts)
      }
      return rows.length
    })
    done += count
    if (count < portion.clocks) return done
    await rest((performance.now() - started) * portion.restShare)
  }
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => { setTimeout(resolve, milliseconds) })

export const projectMissed: ManyProjector = { apart: 'missed', many: async (tx, acts) => {
  await store.addMissed(tx, acts.map(({ subject, actId, content }) => {
    const c = JSON.parse(content) as { case: number; due: string; kind: ClockKind; party: string; rule: RuleId; step: string }
    return { act_id: actId, kind: c.kind, case_id: c.case, step: c.step, subject_code: subject, party: c.party, rule: c.rule, due_on: c.due }
  }))
} }

// ── Counted again ──────────────────────────────────────────────────────────────────────────────────────────────────

type Read = (tx: Tx, after: { readonly kind: string; readonly case: number; readonly step: string }, limit: number) => Promise<store.ClockRow[]>

/** Open clocks whose time touches the year of a notice just loaded. The notice of a year may name days of the December before it. */
export const recountYear = (ports: Ports, by: Doer, year: number): Promise<number> =>
  recount(ports, by, 'holidays', (tx, after, limit) => store.touching(tx, `${year - 1}-12-01`, `${year}-12-31`, after, limit))

/** Open clocks that were provisional and need be no more: what a broken-off loading left, or another server's. */
export const recountUnsure = (ports: Ports, by: Doer): Promise<number> =>
  recount(ports, by, 'holidays', (tx, after, limit) => store.unsure(tx, ports.calendar().lastCertainDay, after, limit))

/** Open clocks under a rule for which an office entered a period. */
export const recountRule = (ports: Ports, by: Doer, rule: RuleId): Promise<number> =>
  recount(ports, by, 'period', (tx, after, limit) => store.underRule(tx, rule, after, limit))

/** The parties of a case whose day moved are told by a letter. @returns how many moved: one act each */
async function recount(ports: Ports, by: Doer, because: MovedBecause, read: Read): Promise<number> {
  const answer = answers(ports, await configuredLimits(ports.database), ports.calendar())
  let after = { kind: '', case: 0, step: '' }
  let moved = 0
  for (;;) {
    const some = await ports.database.transaction(async (tx) => {
      const rows = await read(tx, after, portion.clocks)
      const counted = rows.map((r) => again(r, answer))
      const differ = counted.filter((now, n) => canonicalJson(now) !== canonicalJson(rows[n]!))
      if (differ.length > 0) await store.putClocks(tx, differ)
      const moves = counted.flatMap((now, n): (Moved & { readonly step: string })[] => (now.due_on === rows[n]!.due_on ? [] : [{
        kind: now.kind, case: now.case_id, step: now.step, subject: now.subject_code, party: now.party, from: rows[n]!.due_on, to: now.due_on,
        rule: now.rule,
      }]))
      if (moves.length > 0) {
        await appendActs(tx, ports, {
          kind: 'clock.moved', ...doer(by), rules: [],
          acts: moves.map(({ subject, kind, case: id, step, party, from, to }) =>
            ({ subject, content: canonicalJson({ calendar: ports.calendar().edition, case: id, from, kind, party, step, to }) })),
        })
        await tellMoved(tx, ports, because, moves)
      }
      return { count: rows.length, last: rows.at(-1), moved: moves.length }
    })
    moved += some.moved
    if (some.last) after = { kind: some.last.kind, case: some.last.case_id, step: some.last.step }
    if (some.count < portion.clocks) return moved
  }
}

function again(r: store.ClockRow, answer: (question: ClockQuestion) => ClockAnswer): store.ClockRow {
  const question = { rule: r.rule, from: r.started_on, pauses: JSON.parse(r.pauses) as ClockPause[], set: r.set_on }
  return row({ kind: r.kind, case_id: r.case_id, step: r.step, subject_code: r.subject_code, party: r.party }, question, answer(question))
}

// ── Queues and what was missed ─────────────────────────────────────────────────────────────────────────────────────

export { missedBefore, missedCounts } from './store.ts'
