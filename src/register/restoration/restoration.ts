/**
 * An application for restoration of one record as a case: what its acts say, and what may happen next. Applications for
 * several records fan out into a case for each. Pure: same case, same command, same law, same day, same answer.
 */
import { lettersIn } from '../../law/written.ts'
import { isDay } from '../../calendar/day-number.ts'
import { listOf } from '../../law/closed-list.ts'
import { type Outcome, type Refusal, ok, refuse } from '../../law/outcome.ts'
import type { ClosedListEntry, Law, RuleId } from '../../law/types.ts'
import type { Evidence } from '../objections/objection.ts'
import { eligibilityOf, type Restorable } from './eligibility.ts'
import {
  type Basis, decideRule, type Door, doorsOf, effectRules, effectsOf, exclusionRule, inTimeRule, papersOf, wayNeeded, waysOf,
} from './procedure.ts'

/** - `grant` restored; - `refuse` not restored, for reasons; - `exclude` a provision that is cited excludes it */
export type Verdict = 'grant' | 'refuse' | 'exclude'

/** What an application says, whichever records it is for. Days are YYYY-MM-DD. */
export type Application = {
  readonly at: Door
  readonly ways: readonly string[]
  /** day on which the conduct was corrected and the duties met */
  readonly correctedOn: string
  /** day by which it was ordered to be; null: no order named one */
  readonly orderedUntil: string | null
  /** the commitment letter is given */
  readonly commitment: boolean
  readonly explanation: string
}

/** What the acts of a case say, in their order. `on` and `by` stand in the head of the act. */
export type RestorationEvent =
  | Application & {
    readonly event: 'applied'; readonly record: number; readonly version: number; readonly item: string; readonly provider: string
    readonly evidence: readonly Evidence[]; readonly basis: Basis | null; readonly document: string | null
  }
  | { readonly event: 'accepted'; readonly to: string }
  | { readonly event: 'returned-for-completion'; readonly missing: string }
  | { readonly event: 'completed'; readonly explanation: string; readonly evidence: readonly Evidence[] }
  | {
    readonly event: 'decided'; readonly verdict: Verdict; readonly reasons: string; readonly effect: string | null; readonly fulfilled: readonly string[]
    readonly inTime: boolean | null; readonly provision: string | null
  }
  | {
    readonly event: 'carried-out'; readonly effect: string; readonly restoredOn: string
    /** of a record that was deleted: what bars its return */
    readonly identity?: string
  }

export type Happened = RestorationEvent & {
  readonly on: string
  readonly by: string
  /** number of the account: of the officer who decided */
  readonly account: string | null
  readonly act: number
}

export type Decision = Omit<Extract<RestorationEvent, { readonly event: 'decided' }>, 'event'> & {
  readonly on: string; readonly by: string; readonly officer: string | null
}

export type RestorationCase = Application & {
  readonly id: number
  /** the number of the first of the cases that were lodged together */
  readonly application: number
  readonly subject: string
  readonly record: number
  readonly version: number
  readonly item: string
  readonly provider: string
  readonly document: string | null
  readonly basis: Basis | null
  readonly evidence: readonly Evidence[]
  readonly lodgedOn: string
  /** with the unit that decides since */
  readonly transferredOn: string | null
  /** who has to act: `operator`, the code of the unit, or that of the organisation while something is missing */
  readonly handler: string
  /** first step of the unit that decides */
  readonly unitSteppedOn: string | null
  readonly missing: string | null
  readonly completions: readonly { readonly on: string; readonly explanation: string }[]
  readonly decision: Decision | null
  readonly carriedOutOn: string | null
  readonly history: readonly Happened[]
  /** acts of the case that cannot be read */
  readonly unreadable?: readonly number[]
}

/** @throws when the acts do not begin with the application: a fault of the register */
export function foldRestoration(id: number, application: number, subject: string, acts: readonly Happened[]): RestorationCase {
  const [first, ...rest] = acts
  if (first?.event !== 'applied') throw new Error(`the restoration ${id} does not begin with its application`)
  const { event: _, on, by: _by, account: _account, act: _act, ...said } = first
  const atUnit = said.at === 'provider'
  return rest.reduce(after, {
    ...said, id, application, subject, lodgedOn: on, transferredOn: atUnit ? on : null, handler: atUnit ? said.provider : 'operator', unitSteppedOn: null,
    missing: null, completions: [], decision: null, carriedOutOn: null, history: acts,
  })
}

function after(c: RestorationCase, h: Happened): RestorationCase {
  const stepped = c.unitSteppedOn ?? (h.by === c.provider ? h.on : null)
  switch (h.event) {
    case 'accepted': return { ...c, transferredOn: h.on, handler: h.to }
    case 'returned-for-completion': return { ...c, missing: h.missing, handler: c.subject, unitSteppedOn: stepped }
    case 'completed': return {
      ...c, missing: null, handler: c.transferredOn === null ? 'operator' : c.provider, evidence: [...c.evidence, ...h.evidence],
      completions: [...c.completions, { on: h.on, explanation: h.explanation }],
    }
    case 'decided': {
      const { event: _, on, by, account: officer, act: _act, ...decision } = h
      return { ...c, decision: { ...decision, on, by, officer }, unitSteppedOn: stepped }
    }
    case 'carried-out': return { ...c, carriedOutOn: h.on }
    case 'applied': throw new Error(`the restoration ${c.id} is applied for twice`)
  }
}

/** Nothing is left to do: refused, or carried out. */
export const isOver = (c: RestorationCase): boolean => c.decision !== null && (c.decision.verdict !== 'grant' || c.carriedOutOn !== null)

// ── Applying ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** What is known of a record that is asked about. */
export type Asked = {
  readonly record: number
  /** null: the organisation has no such record */
  readonly held: Restorable | null
  /** the case about it that is open */
  readonly open: number | null
}

/**
 * - `record-unknown`            facts: record
 * - `restoration-open`          facts: record, case
 * - `restoration-not-concerned` no untrustworthiness information; facts: record
 * - `restoration-too-early`     facts: record, earliest
 * - `restoration-class-missing` facts: record
 * - `restoration-excluded`      facts: record, provision
 * - `restored-already`          facts: record, on
 * - `restoration-over`          no longer shown nor used: no longer needed; facts: record, on
 * - `no-records`                the application names none
 * - `restoration-door-unknown`, `restoration-way-unknown`, `restoration-way-missing` facts: allowed
 * - `corrected-on-missing`      no day, or one to come; facts: day
 * - `commitment-missing`, `proof-missing`, `correction-not-explained`
 */
export type ApplyRefusal =
  | 'record-unknown' | 'restoration-open' | 'restoration-not-concerned' | 'restoration-too-early' | 'restoration-class-missing' | 'restoration-excluded'
  | 'restored-already' | 'restoration-over' | 'no-records' | 'restoration-door-unknown' | 'restoration-way-unknown' | 'restoration-way-missing'
  | 'corrected-on-missing' | 'commitment-missing' | 'proof-missing' | 'correction-not-explained'

/** Engineering value: a sentence is longer. */
const shortestText = 8

/**
 * Whether one may apply today; every reason why not, those about the records first.
 * @source gd-47-2, gd-47-3, xm-34-1a, js-66-1, ln-39-1, hn-36a, nat-36-conditions
 */
export function mayApply(
  a: Application, records: readonly Asked[], files: number, law: Law, today: Temporal.PlainDate,
): Outcome<null, ApplyRefusal> {
  const day = today.toString()
  const papers = papersOf(law, day)
  const paper = (code: string): RuleId | null => papers.find((p) => p.code === code)?.rule ?? null
  const ways = waysOf(law)
  const codes = ways.map((w) => w.code)
  const doors = doorsOf(law)
  const faults: Refusal<ApplyRefusal>[] = []
  const fault = (code: ApplyRefusal, rule: RuleId | null, facts: Record<string, string> = {}) => void faults.push({ code, rule, facts })

  if (records.length === 0) fault('no-records', doors[0]?.rule ?? null)
  for (const asked of records) faults.push(...whyNot(asked, law, today))
  if (!doors.some((d) => d.code === a.at)) fault('restoration-door-unknown', doors[0]?.rule ?? null, { allowed: doors.map((d) => d.code).join(', ') })
  if (a.ways.some((w) => !codes.includes(w))) fault('restoration-way-unknown', ways[0]?.rule ?? decideRule(law), { allowed: codes.join(', ') })
  else if (wayNeeded(law) && a.ways.length === 0) fault('restoration-way-missing', ways[0]!.rule, { allowed: codes.join(', ') })
  if (!isDay(a.correctedOn) || a.correctedOn > day) fault('corrected-on-missing', decideRule(law), { day: a.correctedOn })
  else if (a.orderedUntil !== null && !isDay(a.orderedUntil)) fault('corrected-on-missing', decideRule(law), { day: a.orderedUntil })
  if (lettersIn(a.explanation) < shortestText) fault('correction-not-explained', decideRule(law))
  if (!a.commitment && paper('commitment') !== null) fault('commitment-missing', paper('commitment'))
  if (files === 0 && paper('proof') !== null) fault('proof-missing', paper('proof'))
  const [first, ...more] = faults
  return first ? { ok: false, refusals: [first, ...more] } : ok(null)
}

function whyNot({ record, held, open }: Asked, law: Law, today: Temporal.PlainDate): Refusal<ApplyRefusal>[] {
  const facts = { record: String(record) }
  if (held === null || held.existence !== 'held') return [{ code: 'record-unknown', rule: null, facts }]
  if (open !== null) return [{ code: 'restoration-open', rule: null, facts: { ...facts, case: String(open) } }]
  const e = eligibilityOf(held, law, today)
  switch (e.standing) {
    case 'open': return []
    case 'too-early': return [{ code: 'restoration-too-early', rule: e.rule, facts: { ...facts, earliest: e.earliestOn } }]
    case 'class-missing': return [{ code: 'restoration-class-missing', rule: e.rule, facts }]
    case 'excluded': return [{ code: 'restoration-excluded', rule: e.rule, facts: { ...facts, provision: e.provision } }]
    case 'restored': return [{ code: 'restored-already', rule: null, facts: { ...facts, on: e.on } }]
    case 'over': return [{ code: 'restoration-over', rule: e.rule, facts: { ...facts, on: e.on } }]
    case 'not-concerned': return [{ code: 'restoration-not-concerned', rule: decideRule(law), facts }]
  }
}

// ── What may happen next ───────────────────────────────────────────────────────────────────────────────────────────

export type Command =
  | { readonly do: 'accept' }
  | { readonly do: 'return'; readonly missing: string }
  | { readonly do: 'complete'; readonly explanation: string }
  | {
    readonly do: 'decide'; readonly verdict: Verdict; readonly reasons: string; /** of the pack's list; for a grant */ readonly effect: string
    /** ways found fulfilled */ readonly fulfilled: readonly string[]; /** corrected in the time ordered; null: not said */ readonly inTime: boolean | null
    /** that excludes it, with its article */ readonly provision: string
  }

/**
 * - `restoration-not-with-you`    facts: handler
 * - `step-done`                   facts: step
 * - `restoration-closed`
 * - `restoration-not-passed-on`   it is with the operator still
 * - `what-is-missing`             a return says what is missing
 * - `correction-not-explained`    nothing was completed
 * - `reasons-missing`             a decision gives its reasons
 * - `restoration-verdict-missing` neither granted, refused nor excluded
 * - `restoration-beside-point`    they speak neither of the record nor of a way of restoration; facts: names
 * - `effect-not-here`             the pack has no such effect; facts: effect, allowed
 * - `way-not-fulfilled`           none of the ways was found fulfilled; facts: allowed
 * - `in-time-missing`             the officer has to say whether the correction came in time; facts: ordered, corrected
 * - `provision-missing`           what excludes restoration is cited
 * - `restoration-over`            the record is shown and used no more, by itself; facts: record, on
 */
export type CommandRefusal =
  | 'restoration-not-with-you' | 'step-done' | 'restoration-closed' | 'restoration-not-passed-on' | 'what-is-missing' | 'correction-not-explained' | 'reasons-missing'
  | 'restoration-beside-point' | 'restoration-verdict-missing' | 'effect-not-here' | 'way-not-fulfilled' | 'in-time-missing' | 'provision-missing' | 'restoration-over'

export type Decided = { readonly event: RestorationEvent; readonly rules: readonly RuleId[] }
/** Who acts (`operator`, a unit's code, or the organisation's own), how the record stands. */
export type Now = { readonly by: string; readonly held: Restorable; readonly evidence: readonly Evidence[]; readonly today: Temporal.PlainDate }

/** Which of its party's steps is taken. @returns the event to record, with the rules it rests on */
export function decide(c: RestorationCase, command: Command, now: Now, law: Law): Outcome<Decided, CommandRefusal> {
  if (c.decision !== null) return refuse('restoration-closed')
  if (command.do === 'accept') {
    if (now.by !== 'operator') return elsewhere(c)
    if (c.transferredOn !== null) return refuse('step-done', null, { step: 'accept' })
    if (c.handler !== 'operator') return elsewhere(c)
    return ok({ event: { event: 'accepted', to: c.provider }, rules: present(doorsOf(law).find((d) => d.code === c.at)?.rule ?? null) })
  }
  // The organisation may be asked again for something; the unit need not wait for it to decide.
  if (command.do === 'decide' ? now.by !== c.provider : now.by !== c.handler) return elsewhere(c)
  switch (command.do) {
    case 'return': {
      const rules = papersOf(law, c.lodgedOn).map((p) => p.rule)
      const missing = command.missing.trim()
      return missing === '' ? refuse('what-is-missing', rules[0] ?? null) : ok({ event: { event: 'returned-for-completion', missing }, rules })
    }
    case 'complete': return lettersIn(command.explanation) < shortestText && now.evidence.length === 0 ? refuse('correction-not-explained', decideRule(law))
      : ok({ event: { event: 'completed', explanation: command.explanation.trim(), evidence: now.evidence }, rules: [] })
    case 'decide': return verdict(c, command, now, law)
  }
}

const elsewhere = (c: RestorationCase) => refuse('restoration-not-with-you' as const, null, { handler: c.handler })
const present = (...rules: readonly (RuleId | null)[]): RuleId[] => [...new Set(rules.filter((r) => r !== null))]

function verdict(c: RestorationCase, d: Extract<Command, { readonly do: 'decide' }>, now: Now, law: Law): Outcome<Decided, CommandRefusal> {
  if (c.transferredOn === null) return refuse('restoration-not-passed-on')
  const rule = decideRule(law)
  if (!['grant', 'refuse', 'exclude'].includes(d.verdict)) return refuse('restoration-verdict-missing', rule)
  const said = answers(c, d.reasons, law)
  if (!said.ok) return said
  const base = { event: 'decided' as const, verdict: d.verdict, reasons: d.reasons.trim(), effect: null, fulfilled: [], inTime: d.inTime, provision: null }
  if (d.verdict === 'exclude') {
    return d.provision.trim() === '' ? refuse('provision-missing', exclusionRule(law))
      : ok({ event: { ...base, provision: d.provision.trim() }, rules: present(rule, exclusionRule(law)) })
  }
  // ln-39-1: corrected after the day that was ordered, the officer says whether that was in time all the same.
  const late = c.orderedUntil !== null && c.correctedOn > c.orderedUntil
  if (late && inTimeRule(law) !== null && d.inTime === null) {
    return refuse('in-time-missing', inTimeRule(law), { ordered: c.orderedUntil, corrected: c.correctedOn })
  }
  if (d.verdict === 'refuse') return ok({ event: base, rules: present(rule) })

  const standing = eligibilityOf(now.held, law, now.today)
  if (standing.standing === 'over') return refuse('restoration-over', standing.rule, { record: String(c.record), on: standing.on })
  if (standing.standing === 'excluded') return refuse('provision-missing', standing.rule)
  const effect = effectOf(d.effect, law)
  if (!effect.ok) return effect
  const fulfilled = c.ways.filter((w) => d.fulfilled.includes(w))
  if (wayNeeded(law) && fulfilled.length === 0) return refuse('way-not-fulfilled', waysOf(law)[0]!.rule, { allowed: c.ways.join(', ') })
  const ways = waysOf(law).filter((w) => fulfilled.includes(w.code)).map((w) => w.rule)
  const rules = present(rule, ...ways, ...effectRules(law, effect.value, now.today.toString()))
  return ok({ event: { ...base, effect: effect.value.code, fulfilled }, rules })
}

/** Only what the pack has restoration do. @source gd-47-4a, xm-34-1b, js-66-2b, ln-39-2c, hn-36c */
export function effectOf(code: string, law: Pick<Law, 'pack' | 'national'>): Outcome<ClosedListEntry, 'effect-not-here'> {
  const effects = effectsOf(law)
  const found = effects.find((e) => e.code === code)
  const allowed = effects.map((e) => e.code).join(', ')
  return found === undefined ? refuse('effect-not-here', listOf(law.pack, 'restoration-effects').rules[0] ?? null, { effect: code, allowed }) : ok(found)
}

/** A decision gives reasons, and they are about this record or a way of restoration that was gone. */
export function answers(
  c: Pick<RestorationCase, 'document' | 'record' | 'ways'>, reasons: string, law: Pick<Law, 'pack' | 'national'>,
): Outcome<null, CommandRefusal> {
  const rule = decideRule(law)
  if (lettersIn(reasons) < shortestText) return refuse('reasons-missing', rule)
  const ways = waysOf(law).filter((w) => c.ways.includes(w.code)).flatMap((w) => [w.text.zh, w.text.en])
  const names = [c.document ?? '', String(c.record), ...ways].filter((name) => name !== '')
  const plain = (text: string) => text.toLowerCase().replace(/\s/g, '')
  return names.some((name) => plain(reasons).includes(plain(name))) ? ok(null) : refuse('restoration-beside-point', rule, { names: names.join(' / ') })
}
