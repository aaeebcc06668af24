/** One case of accountability: what its acts say, and what may happen next. Pure: same case, same command, same law, same day, same answer. */
import { lettersIn } from '../../law/written.ts'
import { isDay } from '../../calendar/day-number.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Law, RuleId } from '../../law/types.ts'
import { demandsUnder, fineFits, finesOf, mattersOf, type Organ, organOf, stepsUnder } from './procedure.ts'
import type { Trail } from './trail.ts'

export type Finding = 'breach' | 'no-breach'
/** A fine as the competent department decided it, in whole yuan. */
export type Fine = { readonly amount: number; readonly gravity: string }
export type Step = {
  readonly step: string; readonly takenOn: string; readonly result: string; readonly document: string
  /** last day of the time set for it; null: none was set */
  readonly until: string | null
  readonly fine: Fine | null
}

export type OversightEvent =
  | {
    readonly event: 'opened'; readonly body: string; readonly matter: string; readonly rule: RuleId; readonly facts: string; readonly about: string
    readonly answerUntil: string; readonly trail: Trail
  }
  | { readonly event: 'answered'; readonly answer: string }
  | { readonly event: 'step-taken' } & Step
  | { readonly event: 'reported'; readonly report: string }
  | { readonly event: 'closed'; readonly finding: Finding; readonly reasons: string }
export type Happened = OversightEvent & { readonly on: string; readonly by: string; readonly act: number }

/** Days are YYYY-MM-DD. */
export type OversightCase = {
  /** number of the act that opened it */
  readonly id: number
  readonly organ: string
  /** `operator`, a unit's code, or an organisation's */
  readonly body: string
  readonly matter: string
  readonly rule: RuleId
  readonly facts: string
  readonly about: string
  readonly trail: Trail
  readonly openedOn: string
  /** the body may state its side until then; nothing is decided before */
  readonly answerUntil: string
  readonly answers: readonly { readonly on: string; readonly text: string }[]
  readonly steps: readonly (Step & { readonly recordedOn: string })[]
  /** the newest order to correct, until the body reports what it did: what it owes. A newer order takes the place of an older one */
  readonly owed: { readonly since: string; /** last day, as the order names it; null: it names none */ readonly until: string | null } | null
  /** what the body did on an order */
  readonly reports: readonly { readonly on: string; readonly text: string }[]
  readonly closed: { readonly on: string; readonly finding: Finding; readonly reasons: string } | null
  /** acts of the case that cannot be read */
  readonly unreadable?: readonly number[]
}

/** @throws when the acts do not begin with the opening */
export function foldOversight(id: number, acts: readonly Happened[]): OversightCase {
  const [first, ...rest] = acts
  if (first?.event !== 'opened') throw new Error(`the case ${id} was never opened`)
  const { body, matter, rule, facts, about, answerUntil, trail } = first
  const opened: OversightCase = {
    id, organ: first.by, body, matter, rule, facts, about, answerUntil, trail, openedOn: first.on,
    answers: [], steps: [], owed: null, reports: [], closed: null,
  }
  return rest.reduce((c, h): OversightCase => {
    switch (h.event) {
      case 'answered': return { ...c, answers: [...c.answers, { on: h.on, text: h.answer }] }
      case 'step-taken': return {
        ...c, steps: [...c.steps, { step: h.step, takenOn: h.takenOn, result: h.result, document: h.document, until: h.until, fine: h.fine, recordedOn: h.on }],
        owed: h.step === order ? { since: h.takenOn, until: h.until } : c.owed,
      }
      case 'reported': return { ...c, owed: null, reports: [...c.reports, { on: h.on, text: h.report }] }
      // An order outlives a case that was closed on it; where there was no breach, nothing is owed.
      case 'closed': return { ...c, owed: h.finding === 'breach' ? c.owed : null, closed: { on: h.on, finding: h.finding, reasons: h.reasons } }
      case 'opened': throw new Error(`the case ${id} is opened twice`)
    }
  }, opened)
}

/** Engineering value: a sentence is longer. */
const shortestText = 8
// ── Opening ──────────────────────────────────────────────────────────────────────────────────────────────────────

export type Opening = { readonly body: string; readonly matter: string; readonly facts: string; readonly answerUntil: string }
/**
 * - `matter-unknown`     facts: allowed
 * - `matter-not-for-body` the rule speaks of public bodies, or of those that are none
 * - `organ-not-named`    the text gives this to another organ; facts: organ
 * - `own-body`           nobody oversees itself
 * - `facts-missing`      a case says what is complained of
 * - `day-unfit`          facts: day
 */
export type OpenRefusal = 'matter-unknown' | 'matter-not-for-body' | 'organ-not-named' | 'own-body' | 'facts-missing' | 'day-unfit'

/** @param opener the body that opens, and as which organs it acts over the area. @returns the rule of the matter */
export function mayOpen(
  o: Opening, opener: { readonly code: string; readonly as: readonly Organ[] }, isPublic: boolean, today: string, law: Law,
): Outcome<RuleId, OpenRefusal> {
  const matters = mattersOf(law)
  const matter = matters.find((m) => m.code === o.matter)
  if (matter === undefined) return refuse('matter-unknown', matters[0]?.rule ?? null, { allowed: matters.map((m) => m.code).join(', ') })
  if (opener.code === o.body) return refuse('own-body', matter.rule)
  const organ = organOf(law, matter.rule)
  if (!opener.as.includes(organ)) return refuse('organ-not-named', matter.rule, { organ })
  if (finesOf(law, matter.rule).length > 0 === isPublic) return refuse('matter-not-for-body', matter.rule, { body: o.body })
  if (lettersIn(o.facts) < shortestText) return refuse('facts-missing', matter.rule)
  if (!isDay(o.answerUntil) || o.answerUntil < today) return refuse('day-unfit', null, { day: o.answerUntil })
  return ok(matter.rule)
}

// ── What may happen next ───────────────────────────────────────────────────────────────────────────────────────────

export type Command =
  | { readonly do: 'answer'; readonly answer: string }
  | { readonly do: 'step'; /** of an order: days in place of its last day, where the text has a rule for them */ readonly days?: number | null } & Step
  | { readonly do: 'report'; readonly report: string }
  | { readonly do: 'close'; readonly finding: string; readonly reasons: string }

/**
 * - `oversight-not-yours`  facts: who = whose step it is
 * - `oversight-closed`
 * - `answer-missing`
 * - `nothing-ordered`      there is no order to correct, or what was done on it is reported
 * - `report-empty`
 * - `not-heard`            the body has not stated its side and its time runs; facts: until
 * - `step-not-here`        the rule gives no such step; facts: allowed
 * - `result-missing`       a step has its result, or its document
 * - `term-unfit`           not a day, or one before the step; facts: day
 * - `fine-outside-range`, `gravity-missing`
 * - `finding-missing`
 * - `reasons-missing`
 * - `case-incomplete`      facts: missing-zh, missing-en = what the rule demands and the case lacks
 */
export type CommandRefusal =
  | 'oversight-not-yours' | 'oversight-closed' | 'answer-missing' | 'nothing-ordered' | 'report-empty' | 'not-heard' | 'step-not-here' | 'result-missing' | 'term-unfit' | 'fine-outside-range'
  | 'gravity-missing' | 'finding-missing' | 'reasons-missing' | 'case-incomplete' | 'day-unfit'

/** A talk is where a body is heard; everything else waits until it was, or did not want to be. */
const beforeHearing = 'talk'
export const order = 'order-to-correct'

export function decide(c: OversightCase, command: Command, by: string, today: string, law: Law): Outcome<OversightEvent, CommandRefusal> {
  if (command.do === 'report') {
    if (by !== c.body) return refuse('oversight-not-yours', null, { who: c.body })
    if (c.owed === null) return refuse('nothing-ordered', c.rule)
    return lettersIn(command.report) < shortestText ? refuse('report-empty', c.rule) : ok({ event: 'reported', report: command.report.trim() })
  }
  if (c.closed !== null) return refuse('oversight-closed')
  if (command.do === 'answer') {
    if (by !== c.body) return refuse('oversight-not-yours', null, { who: c.body })
    return lettersIn(command.answer) < shortestText ? refuse('answer-missing') : ok({ event: 'answered', answer: command.answer.trim() })
  }
  if (by !== c.organ) return refuse('oversight-not-yours', null, { who: c.organ })
  const heard = c.answers.length > 0 || today > c.answerUntil
  if (!heard && !(command.do === 'step' && command.step === beforeHearing)) return refuse('not-heard', null, { until: c.answerUntil })
  return command.do === 'step' ? step(c, command, today, law) : close(c, command, law)
}

function step(c: OversightCase, s: Step, today: string, law: Law): Outcome<OversightEvent, CommandRefusal> {
  const known = stepsUnder(law, c.rule)
  const entry = known.find((e) => e.code === s.step)
  if (entry === undefined) return refuse('step-not-here', c.rule, { allowed: known.map((e) => e.code).join(', ') })
  if (!isDay(s.takenOn) || s.takenOn < c.openedOn || s.takenOn > today) return refuse('day-unfit', entry.rule, { day: s.takenOn })
  if (s.until !== null && (!isDay(s.until) || s.until < s.takenOn)) return refuse('term-unfit', entry.rule, { day: s.until })
  if (lettersIn(s.result) === 0) return refuse('result-missing', entry.rule)
  const fined = entry.code === 'fine'
  if (fined) {
    const fits = fineFits(law, c.rule, s.fine?.gravity ?? '', s.fine?.amount ?? Number.NaN)
    if (!fits.ok) return fits
    return ok({ event: 'step-taken', ...trimmed(s), fine: { amount: s.fine!.amount, gravity: fits.value.gravity } })
  }
  return ok({ event: 'step-taken', ...trimmed(s), fine: null })
}
const trimmed = (s: Step): Step => ({ step: s.step, takenOn: s.takenOn, result: s.result.trim(), document: s.document.trim(), until: s.until, fine: s.fine })

/** @source gd-55-1, gd-56-1, xm-54-1, js-69-1, js-70a, ln-51, ln-52a, ln-53a, hn-44a, hn-45a */
function close(c: OversightCase, { finding, reasons }: Extract<Command, { readonly do: 'close' }>, law: Law): Outcome<OversightEvent, CommandRefusal> {
  if (finding !== 'breach' && finding !== 'no-breach') return refuse('finding-missing', c.rule)
  if (lettersIn(reasons) < shortestText) return refuse('reasons-missing', c.rule)
  if (finding === 'breach') {
    const orders = c.steps.filter((s) => s.step === order)
    const has: Readonly<Record<string, boolean>> = { [order]: orders.length > 0, term: orders.some((s) => s.until !== null) }
    const lacks = demandsUnder(law, c.rule).filter((d) => !has[d.code])
    if (lacks.length > 0) {
      return refuse('case-incomplete', lacks[0]!.rule, { 'missing-zh': lacks.map((d) => d.text.zh).join('、'), 'missing-en': lacks.map((d) => d.text.en.toLowerCase()).join(', ') })
    }
    if (c.steps.length === 0) return refuse('case-incomplete', c.rule, { 'missing-zh': '任何处理', 'missing-en': 'any step at all' })
  }
  return ok({ event: 'closed', finding, reasons: reasons.trim() })
}
