/**
 * One objection as a case: what its acts say, and what may happen next. Pure: same case, same command, same law, same
 * day, same answer.
 */
import { lettersIn } from '../../law/written.ts'
import { admits, listOf } from '../../law/closed-list.ts'
import { type Outcome, type Refusal, ok, refuse } from '../../law/outcome.ts'
import type { Law, PauseGround, RuleId } from '../../law/types.ts'
import { deletionRule, type Door, doorsOf, mayPauseFor, ownCorrectionRule, reviewsOf, suspendedBy, throughProvider } from './procedure.ts'

/** - `correct` a corrected version is to come; - `withdraw` the record goes; - `keep` it stays; - `unverifiable` nobody can prove it */
export type Verdict = 'correct' | 'withdraw' | 'keep' | 'unverifiable'

export type Evidence = { readonly sha256: string; readonly mediaType: string; readonly bytes: number }

/** What the acts of a case say, in their order. `on` and `by` stand in the head of the act. */
export type ObjectionEvent =
  | {
    readonly event: 'lodged'; readonly record: number; readonly version: number; readonly item: string; readonly provider: string; readonly at: Door
    readonly ground: string; readonly explanation: string; readonly evidence: readonly Evidence[]
    /** the number of the document objected to, as the record states it */
    readonly document: string | null
  }
  | { readonly event: 'marked' | 'accepted' | 'resumed' | 'closed' }
  | { readonly event: 'transferred'; readonly to: string; readonly reason: string }
  | { readonly event: 'paused'; readonly ground: PauseGround; readonly document: string }
  | { readonly event: 'decided'; readonly verdict: Verdict; readonly reasons: string; readonly version: number }
  | { readonly event: 'review-asked'; readonly way: string; readonly document: string; readonly suspends: boolean; /** the unit it is passed to */ readonly to?: string }
  | { readonly event: 'review-ended'; readonly way: string; readonly document: string }

export type Happened = ObjectionEvent & { readonly on: string; readonly by: string; readonly act: number }

export type Review = { readonly way: string; readonly document: string; readonly askedOn: string; readonly endedOn: string | null; readonly suspends: boolean }

/** Days are YYYY-MM-DD. */
export type ObjectionCase = {
  readonly id: number
  readonly subject: string
  readonly record: number
  /** the version objected to */
  readonly version: number
  readonly item: string
  readonly provider: string
  readonly document: string | null
  readonly lodgedAt: Door
  readonly ground: string
  readonly explanation: string
  readonly evidence: readonly Evidence[]
  readonly lodgedOn: string
  readonly markedOn: string | null
  readonly acceptedOn: string | null
  readonly transferredOn: string | null
  /** who has to look and decide: `operator`, or the code of the unit */
  readonly handler: string
  readonly pauses: readonly { readonly ground: PauseGround; readonly from: string; readonly to: string | null; readonly document: string }[]
  readonly decision: { readonly on: string; readonly by: string; readonly verdict: Verdict; readonly reasons: string } | null
  readonly closedOn: string | null
  readonly reviews: readonly Review[]
  readonly history: readonly Happened[]
  /** acts of the case that cannot be read */
  readonly unreadable?: readonly number[]
}

/** @throws when the acts do not begin with the lodging: a fault of the register */
export function foldObjection(id: number, subject: string, acts: readonly Happened[]): ObjectionCase {
  const [first, ...rest] = acts
  if (first?.event !== 'lodged') throw new Error(`the objection ${id} does not begin with its lodging`)
  const { record, version, item, provider, document, ground, explanation, evidence } = first
  const opened: ObjectionCase = {
    id, subject, record, version, item, provider, document, lodgedAt: first.at, ground, explanation, evidence, lodgedOn: first.on,
    markedOn: null, acceptedOn: null, transferredOn: null, handler: first.at === 'provider' ? provider : 'operator', pauses: [], decision: null, closedOn: null,
    reviews: [], history: acts,
  }
  return rest.reduce(after, opened)
}

function after(c: ObjectionCase, h: Happened): ObjectionCase {
  switch (h.event) {
    case 'marked': return { ...c, markedOn: h.on }
    case 'accepted': return { ...c, acceptedOn: h.on }
    case 'transferred': return { ...c, transferredOn: h.on, handler: h.to }
    case 'paused': return { ...c, pauses: [...c.pauses, { ground: h.ground, from: h.on, to: null, document: h.document }] }
    case 'resumed': return { ...c, pauses: c.pauses.map((p) => (p.to === null ? { ...p, to: h.on } : p)) }
    case 'decided': return { ...c, decision: { on: h.on, by: h.by, verdict: h.verdict, reasons: h.reasons } }
    case 'closed': return { ...c, closedOn: h.on }
    case 'review-asked': return {
      ...c, handler: h.to ?? c.handler, reviews: [...c.reviews, { way: h.way, document: h.document, askedOn: h.on, endedOn: null, suspends: h.suspends }],
    }
    case 'review-ended': return { ...c, reviews: c.reviews.map((r) => (r.way === h.way && r.endedOn === null ? { ...r, endedOn: h.on } : r)) }
    case 'lodged': throw new Error(`the objection ${c.id} is lodged twice`)
  }
}

// ── Lodging ────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Lodging = { readonly ground: string; readonly explanation: string; readonly at: Door }
/** What is known of the record and of earlier cases about it. */
export type Before = {
  readonly record: { readonly subject: string; readonly version: number; readonly existence: string } | null
  /** the newest case about the same record */
  readonly earlier: { readonly case: number; readonly version: number; readonly closed: boolean } | null
}
/**
 * - `record-unknown`       the organisation has no such record; facts: record
 * - `case-open`            facts: case
 * - `case-closed`          the same version was objected to and answered; facts: case, ways-zh, ways-en = what is left
 * - `ground-unknown`       facts: allowed
 * - `explanation-missing`  an objection says what is wrong
 * - `door-unknown`         the pack has no such place to lodge at; facts: allowed
 */
export type LodgeRefusal = 'record-unknown' | 'case-open' | 'case-closed' | 'ground-unknown' | 'explanation-missing' | 'door-unknown'

/** Engineering value: a sentence is longer. */
const shortestText = 8

/** @source gd-45, xm-33-1, js-64-1a, ln-36, hn-32-1 */
export function mayLodge(subject: string, record: number, l: Lodging, before: Before, law: Pick<Law, 'pack'>): Outcome<null, LodgeRefusal> {
  if (before.record === null || before.record.subject !== subject || before.record.existence !== 'held') return refuse('record-unknown', null, { record: String(record) })
  const { earlier } = before
  if (earlier !== null && !earlier.closed) return refuse('case-open', null, { case: String(earlier.case) })
  if (earlier !== null && earlier.version === before.record.version) {
    const ways = reviewsOf(law.pack)
    return refuse('case-closed', ways[0]?.rule ?? null, {
      case: String(earlier.case), 'ways-zh': ways.map((w) => w.text.zh).join('；'), 'ways-en': ways.map((w) => w.text.en).join('; '),
    })
  }
  const grounds = listOf(law.pack, 'objection-grounds')
  const allowed = grounds.entries.filter((e) => e.scope === 'in').map((e) => e.code).join(', ')
  const doors = doorsOf(law.pack).map((d) => d.code)
  const faults: Refusal<LodgeRefusal>[] = [
    ...(admits(grounds, l.ground, null).ok ? [] : [{ code: 'ground-unknown', rule: grounds.rules[0]!, facts: { allowed } } as const]),
    ...(lettersIn(l.explanation) >= shortestText ? [] : [{ code: 'explanation-missing', rule: grounds.rules[0]!, facts: {} } as const]),
    ...(doors.includes(l.at) ? [] : [{ code: 'door-unknown', rule: null, facts: { allowed: doors.join(', ') } } as const]),
  ]
  const [first, ...more] = faults
  return first ? { ok: false, refusals: [first, ...more] } : ok(null)
}


// ── What may happen next ───────────────────────────────────────────────────────────────────────────────────────────

export type Command =
  | { readonly do: 'accept' | 'resume' | 'close' }
  | { readonly do: 'transfer'; readonly reason: string }
  | { readonly do: 'pause'; readonly ground: string; readonly document: string }
  | { readonly do: 'decide'; readonly verdict: Verdict; readonly reasons: string }
  | { readonly do: 'ask-review'; readonly way: string; readonly document: string }
  | { readonly do: 'end-review'; readonly way: string; readonly document: string }

/** A review of the result that has been asked for and is not over. */
export const pendingReview = (c: ObjectionCase): Review | null => c.reviews.find((r) => r.endedOn === null) ?? null

/** Who acts, and how the record stands now. `by`: `operator`, a unit's code, or the organisation's own. */
export type Now = { readonly by: string; readonly record: { readonly version: number; readonly existence: string } }

/**
 * - `not-with-you`          the case lies elsewhere; facts: handler
 * - `step-done`             facts: step
 * - `case-over`             it is closed
 * - `not-accepted`          the pack's clock waits for the acceptance
 * - `pause-without-ground`  no step of this pack that runs now may pause for it; facts: ground, allowed
 * - `pause-running`, `no-pause`
 * - `document-missing`
 * - `reasons-missing`       an answer gives its reasons
 * - `answer-beside-point`   it speaks neither of the ground nor of the record; facts: names
 * - `verdict-not-here`      the pack gives whoever decides no such outcome; facts: verdict
 * - `not-decided`, `not-carried-out` facts: verdict
 * - `case-still-open`       a review is asked for once the case is closed
 * - `way-unknown`           facts: allowed
 * - `review-unknown`
 */
export type CommandRefusal =
  | 'not-with-you' | 'step-done' | 'case-over' | 'not-accepted' | 'pause-without-ground' | 'pause-running' | 'no-pause' | 'document-missing' | 'reasons-missing'
  | 'answer-beside-point' | 'verdict-not-here' | 'not-decided' | 'not-carried-out' | 'case-still-open' | 'way-unknown' | 'review-unknown'

/** @returns the events to record, in order, with the rules each rests on */
export type Decided = { readonly event: ObjectionEvent; readonly rules: readonly RuleId[] }

export function decide(c: ObjectionCase, command: Command, now: Now, law: Pick<Law, 'pack' | 'national' | 'packs'>): Outcome<Decided, CommandRefusal> {
  if (command.do === 'ask-review' || command.do === 'end-review') return review(c, command, now, law)
  if (c.closedOn !== null) return refuse('case-over')
  switch (command.do) {
    case 'accept':
      if (now.by !== c.handler) return elsewhere(c)
      if (c.acceptedOn !== null) return refuse('step-done', null, { step: 'accept' })
      return ok({ event: { event: 'accepted' }, rules: [] })
    case 'transfer': {
      if (now.by !== 'operator' || c.handler !== 'operator') return elsewhere(c)
      if (c.decision !== null) return refuse('step-done', null, { step: 'decide' })
      const waits = waitsForAcceptance(c, law)
      if (waits) return waits
      return ok({ event: { event: 'transferred', to: c.provider, reason: command.reason.trim() }, rules: throughProvider(law.pack).transferRules })
    }
    case 'pause': {
      if (now.by !== c.handler && now.by !== 'operator') return elsewhere(c)
      if (c.pauses.some((p) => p.to === null)) return refuse('pause-running')
      const may = mayPauseFor(law.pack, command.ground)
      if (!may.ok) return may
      if (command.document.trim() === '') return refuse('document-missing', may.value)
      return ok({ event: { event: 'paused', ground: command.ground as PauseGround, document: command.document.trim() }, rules: [may.value] })
    }
    case 'resume':
      if (now.by !== c.handler && now.by !== 'operator') return elsewhere(c)
      return c.pauses.some((p) => p.to === null) ? ok({ event: { event: 'resumed' }, rules: [] }) : refuse('no-pause')
    case 'decide': return verdict(c, command, now, law)
    case 'close': return close(c, now, law)
  }
}

const elsewhere = (c: ObjectionCase) => refuse('not-with-you' as const, null, { handler: c.handler })

/** Where the pack counts from acceptance, nothing is decided before it. @source ln-37-1 */
function waitsForAcceptance(c: ObjectionCase, law: Pick<Law, 'pack'>) {
  const first = law.pack.parameters.F7
  return c.acceptedOn === null && first?.kind === 'limit' && first.start === 'objection.accepted' ? refuse('not-accepted' as const, first.rule) : null
}

function verdict(
  c: ObjectionCase, { verdict: chosen, reasons }: { readonly verdict: Verdict; readonly reasons: string }, now: Now, law: Pick<Law, 'pack'>,
): Outcome<Decided, CommandRefusal> {
  if (now.by !== c.handler) return elsewhere(c)
  if (c.decision !== null) return refuse('step-done', null, { step: 'decide' })
  const waits = waitsForAcceptance(c, law)
  if (waits) return waits
  const { own, provider } = verdictRules(law.pack)
  const rule = now.by === 'operator' ? own[chosen] : provider[chosen]
  if (rule === undefined) return refuse('verdict-not-here', null, { verdict: chosen })
  const said = answers(c, reasons, law)
  if (!said.ok) return said
  return ok({ event: { event: 'decided', verdict: chosen, reasons: reasons.trim(), version: now.record.version }, rules: rule === null ? [] : [rule] })
}

/** By which rule each outcome is decided, by the operator of its own and by the unit. Left out: not here. */
export function verdictRules(pack: Law['pack']): Record<'own' | 'provider', Partial<Record<Verdict, RuleId | null>>> {
  const through = throughProvider(pack)
  const deleted = deletionRule(pack)
  const own = ownCorrectionRule(pack)
  const unverifiable = deleted === null ? {} : { unverifiable: deleted }
  return {
    own: { keep: through.reviewRule, ...(own === null ? {} : { withdraw: own }), ...unverifiable },
    provider: { keep: through.decideRule, correct: through.decideRule, withdraw: through.decideRule, ...unverifiable },
  }
}

/** An answer gives reasons, and they are about this ground or this record. @source gd-46-3c, hn-32-2c */
export function answers(c: Pick<ObjectionCase, 'ground' | 'document' | 'record' | 'handler'>, reasons: string, law: Pick<Law, 'pack'>): Outcome<null, CommandRefusal> {
  const rule = throughProvider(law.pack).decideRule
  if (lettersIn(reasons) < shortestText) return refuse('reasons-missing', rule)
  const ground = listOf(law.pack, 'objection-grounds').entries.find((e) => e.code === c.ground)
  const names = [c.document ?? '', String(c.record), ground?.text.zh ?? '', ground?.text.en ?? ''].filter((name) => name !== '')
  const plain = (text: string) => text.toLowerCase().replace(/\s/g, '')
  return names.some((name) => plain(reasons).includes(plain(name))) ? ok(null) : refuse('answer-beside-point', rule, { names: names.join(' / ') })
}

function close(c: ObjectionCase, now: Now, law: Pick<Law, 'pack'>): Outcome<Decided, CommandRefusal> {
  const closes = c.lodgedAt === 'provider' && c.transferredOn === null ? c.handler : 'operator'
  if (now.by !== closes) return refuse('not-with-you', null, { handler: closes })
  if (c.decision === null) return refuse('not-decided')
  const through = throughProvider(law.pack)
  const rules = [c.decision.by === 'operator' ? through.ownCloseRule : through.closeRule].filter((r) => r !== null)
  // js-64-1d: what was found wrong is put right before the case may be closed.
  const carriedOut = c.decision.verdict === 'keep' || now.record.existence !== 'held' || (c.decision.verdict === 'correct' && now.record.version > c.version)
  if (!carriedOut) return refuse('not-carried-out', rules[0] ?? null, { verdict: c.decision.verdict })
  return ok({ event: { event: 'closed' }, rules })
}

/** The way by which the matter goes to the unit itself. @source ln-37-5 */
const passedOn = 'persist'

function review(
  c: ObjectionCase, command: Extract<Command, { readonly do: 'ask-review' | 'end-review' }>, now: Now, law: Pick<Law, 'pack'>,
): Outcome<Decided, CommandRefusal> {
  const ways = reviewsOf(law.pack)
  const way = ways.find((w) => w.code === command.way)
  if (command.do === 'ask-review') {
    if (now.by !== c.subject) return elsewhere(c)
    if (c.closedOn === null) return refuse('case-still-open', way?.rule ?? null)
    if (way === undefined) return refuse('way-unknown', null, { allowed: ways.map((w) => w.code).join(', ') })
    if (c.reviews.some((r) => r.way === way.code && r.endedOn === null)) return refuse('step-done', way.rule, { step: 'ask-review' })
    if (command.document.trim() === '') return refuse('document-missing', way.rule)
    const suspended = suspendedBy(law.pack, way.code)
    return ok({
      event: {
        event: 'review-asked', way: way.code, document: command.document.trim(), suspends: suspended !== null,
        ...(way.code === passedOn ? { to: c.provider } : {}),
      },
      rules: [way.rule, ...(suspended === null ? [] : [suspended])],
    })
  }
  if (now.by !== 'operator' && (command.way !== passedOn || now.by !== c.handler)) return elsewhere(c)
  const open = c.reviews.find((r) => r.way === command.way && r.endedOn === null)
  if (open === undefined) return refuse('review-unknown')
  if (command.document.trim() === '') return refuse('document-missing', way?.rule ?? null)
  return ok({ event: { event: 'review-ended', way: open.way, document: command.document.trim() }, rules: way === undefined ? [] : [way.rule] })
}
