/** A ruling that revokes or changes what a record rests on: registered, the provider's task, and how it ends. */
import { isDay } from '../../calendar/day-number.ts'
import { doer, type Doer } from '../../acts/act.ts'
import type { Tx } from '../../database/db.ts'
import { unitByCode } from '../../identity/store.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Ports } from '../../ports.ts'
import { personalDataIn } from '../boundary/texts.ts'
import { tellWithdrawn, withdrawIn } from '../records/acts.ts'
import { recordForChange } from '../records/store.ts'
import { daysSince, type Effect, effects, ruleOfStep, rulesOnOthers } from './revocation.ts'
import { appendRevocations } from './tasks/acts.ts'
import * as store from './store.ts'

/**
 * - `effect-unknown`    facts: allowed
 * - `ruling-missing`    its number and that of the document it strikes are needed; facts: missing
 * - `ruling-day-wrong`  not a day until today; facts: found
 * - `record-not-resting` no record held about the organisation rests on that document; facts: organisation, document
 * - `ruling-known`      registered for that record before; facts: case
 * - `not-a-ruling-body` neither a body that rules on others nor the unit that determined this; facts: bodies
 */
export type RegisterRefusal = 'not-a-ruling-body' | 'effect-unknown' | 'ruling-missing' | 'ruling-day-wrong' | 'record-not-resting' | 'ruling-known' | 'personal-data'
/**
 * - `revocation-unknown` no task of this unit; facts: case
 * - `revocation-over`    it is closed; facts: case
 * - `reasons-missing`, `notice-missing` what the provider must write
 * - `not-by-operator`    the text in force has the provider change its record itself
 * - `not-notified`       the operator acts on the provider's written notice alone
 */
export type SettleRefusal = 'revocation-unknown' | 'revocation-over' | 'reasons-missing' | 'notice-missing' | 'not-by-operator' | 'not-notified' | 'personal-data'

export type Ruling = {
  readonly organisation: string
  /** number of the document behind the record */
  readonly document: string
  /** code of the unit that provided the record; null: whoever did */
  readonly provider: string | null
  readonly effect: string
  /** number of the ruling */
  readonly ruling: string
  /** YYYY-MM-DD */
  readonly ruledOn: string
}

/**
 * Registers a ruling for every record it reaches: each provider gets a task, and its clock runs from this day.
 * @param by the court, the body that reconsidered, or the unit itself for what it determined; nobody else may rule
 * @returns the numbers of the tasks
 * @source js-65a, hn-34a, gd-44a
 */
export async function registerRuling(ports: Ports, by: Doer, r: Ruling): Promise<Outcome<readonly number[], RegisterRefusal>> {
  const effect = effects.find((e) => e === r.effect)
  if (effect === undefined) return refuse('effect-unknown', null, { allowed: effects.join(', ') })
  const missing = (['document', 'ruling'] as const).filter((name) => r[name].trim() === '')
  if (missing.length > 0) return refuse('ruling-missing', null, { missing: missing.join(', ') })
  if (!isDay(r.ruledOn) || r.ruledOn > ports.today().toString()) return refuse('ruling-day-wrong', null, { found: r.ruledOn })
  const personal = personalIn(ports, { document: r.document, ruling: r.ruling })
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  return ports.database.transaction((tx) => registerIn(tx, ports, by, { ...r, effect, document: r.document.trim(), ruling: r.ruling.trim() }))
}

async function registerIn(
  tx: Tx, ports: Ports, by: Doer, r: Ruling & { readonly effect: Effect },
): Promise<Outcome<readonly number[], 'not-a-ruling-body' | 'record-not-resting' | 'ruling-known'>> {
  const { actor } = doer(by)
  // A record that is being withdrawn is gone when this goes on; one that is not waits, and its withdrawal finds the task.
  await store.holdResting(tx, r.organisation, r.document)
  const unit = await unitByCode(tx, actor)
  const onOthers = unit !== null && rulesOnOthers(unit.kind, ports.law()) !== null
  // What others determined is not even looked for: the answer tells nothing of it.
  const whose = onOthers ? r.provider : actor
  const rows = onOthers || r.provider === null || r.provider === actor ? await store.restingOn(tx, r.organisation, r.document, whose) : []
  if (!onOthers && rows.length === 0) return refuse('not-a-ruling-body', null, bodiesIn(ports))
  if (rows.length === 0) return refuse('record-not-resting', null, { organisation: r.organisation, document: r.document })
  const fresh = rows.filter((row) => !row.known.includes(r.ruling))
  if (fresh.length === 0) return refuse('ruling-known', null, { ruling: r.ruling })
  const rule = ruleOfStep(ports.law(), 'provider')
  const first = await appendRevocations(tx, ports, by, rule === null ? [] : [rule], fresh.map((row) => ({ subject: r.organisation, content: {
    event: 'registered', record: row.record_id, provider: row.provider_code, document: r.document, effect: r.effect, ruling: r.ruling, ruledOn: r.ruledOn,
  } })))
  return ok(fresh.map((_, i) => first + i))
}

const bodiesIn = (ports: Ports) => {
  const names = ports.law().national.lists.find((l) => l.id === 'ruling-bodies')?.entries.filter((e) => e.scope === 'in').map((e) => e.text) ?? []
  return { 'bodies-zh': names.map((t) => t.zh).join('、'), 'bodies-en': names.map((t) => t.en).join('; ') }
}

/** The record before its tasks, in which order a withdrawal takes them too. */
async function holdItsRecord(tx: Tx, id: number): Promise<void> {
  const about = await store.revocation(tx, id)
  if (about !== null) await recordForChange(tx, about.subject_code, about.record_id)
}

/** The provider's part of a task: its own, and not over. */
async function ownOpen(tx: Tx, by: Doer, id: number): Promise<Outcome<store.RevocationRow, 'revocation-unknown' | 'revocation-over'>> {
  await holdItsRecord(tx, id)
  const row = await store.revocationForChange(tx, id)
  if (row === null || row.provider_code !== doer(by).actor) return refuse('revocation-unknown', null, { case: String(id) })
  return row.state === 'closed' ? refuse('revocation-over', null, { case: String(id) }) : ok(row)
}

const personalIn = (ports: Ports, texts: Record<string, string>) =>
  personalDataIn(texts, ports)

/** The provider takes the record back: at once, on the ruling as its document. @source js-65a, hn-34a, gd-44a */
export async function takeBack(ports: Ports, by: Doer, id: number): Promise<Outcome<null, SettleRefusal>> {
  return ports.database.transaction(async (tx) => {
    const own = await ownOpen(tx, by, id)
    return own.ok ? withdrawFor(tx, ports, by, own.value) : own
  })
}

async function withdrawFor(tx: Tx, ports: Ports, by: Doer, v: store.RevocationRow): Promise<Outcome<null, SettleRefusal>> {
  const rule = ruleOfStep(ports.law(), v.state === 'notified' ? 'operator' : 'provider')
  const reason = `所依据的文书${v.document}已由${v.ruling}${effectWord[v.effect]}`
  const rules = rule === null ? [] : [rule]
  const row = await recordForChange(tx, v.subject_code, v.record_id)
  const done = await withdrawIn(tx, ports, by, { subject: v.subject_code, record: v.record_id, reason, document: v.ruling, rules })
  if (done.ok && row !== null) await tellWithdrawn(tx, ports, by, row, { reason, rules })
  // The withdrawal settles every task about the record, this one among them.
  return done.ok ? ok(null) : refuse('revocation-over', null, { case: String(v.case_id) })
}

const effectWord = { revoked: '撤销', changed: '变更', void: '确认无效' } as const satisfies Record<Effect, string>

/** The provider keeps the record as it is and says why: another document, a ruling that is not final. */
export async function keep(ports: Ports, by: Doer, id: number, reasons: string): Promise<Outcome<null, SettleRefusal>> {
  if (reasons.trim() === '') return refuse('reasons-missing')
  const personal = personalIn(ports, { reasons })
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  return ports.database.transaction(async (tx) => {
    const own = await ownOpen(tx, by, id)
    if (!own.ok) return own
    await appendRevocations(tx, ports, by, [], [{
      subject: own.value.subject_code, content: { event: 'settled', case: id, outcome: 'kept', reasons: reasons.trim(), cause: null },
    }])
    return ok(null)
  })
}

/** The provider's written notice, where the text has the work body change the record on it. @source js-65a, js-65b, hn-34a, hn-34b */
export async function notifyOperator(ports: Ports, by: Doer, id: number, document: string): Promise<Outcome<null, SettleRefusal>> {
  const operators = ruleOfStep(ports.law(), 'operator')
  if (operators === null) return refuse('not-by-operator')
  if (document.trim() === '') return refuse('notice-missing', operators)
  const personal = personalIn(ports, { document })
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  return ports.database.transaction(async (tx) => {
    const own = await ownOpen(tx, by, id)
    if (!own.ok) return own
    if (own.value.state === 'notified') return refuse('revocation-over', null, { case: String(id) })
    const rule = ruleOfStep(ports.law(), 'provider')
    await appendRevocations(tx, ports, by, rule === null ? [] : [rule], [{
      subject: own.value.subject_code, content: { event: 'notified', case: id, document: document.trim() },
    }])
    return ok(null)
  })
}

/** The operator takes the record out on the provider's written notice, and on nothing else. @source js-65b, hn-34b */
export async function carryOut(ports: Ports, by: Doer, id: number): Promise<Outcome<null, SettleRefusal>> {
  return ports.database.transaction(async (tx) => {
    await holdItsRecord(tx, id)
    const row = await store.revocationForChange(tx, id)
    if (row === null || doer(by).actor !== 'operator') return refuse('revocation-unknown', null, { case: String(id) })
    if (row.state === 'closed') return refuse('revocation-over', null, { case: String(id) })
    return row.state === 'notified' ? withdrawFor(tx, ports, by, row) : refuse('not-notified', null, { case: String(id) })
  })
}

export type Task = {
  readonly case: number; readonly organisation: string; readonly record: number; readonly provider: string; readonly document: string; readonly effect: Effect
  readonly ruling: string; readonly ruledOn: string; readonly ruledBy: string; readonly registeredOn: string
  readonly state: store.RevocationRow['state']; readonly notifiedOn: string | null; readonly closedOn: string | null
  readonly outcome: store.RevocationRow['outcome']; readonly reasons: string | null
  /** calendar days since the step that is owed began; of one that is over, until it was */
  readonly days: number
  readonly rule: string | null
  /** last day in time; null: no period is set */
  readonly dueOn: string | null
  readonly late: boolean
}

/** Tasks of a unit and rulings it registered; of all for the operator. Those open come first, most urgent first. */
export async function tasksFor(ports: Ports, body: string, limit = 200): Promise<readonly Task[]> {
  const today = ports.today().toString()
  return (await store.tasksOf(ports.database, body === 'operator' ? null : body, limit)).map((v) => ({
    case: v.case_id, organisation: v.subject_code, record: v.record_id, provider: v.provider_code, document: v.document, effect: v.effect, ruling: v.ruling,
    ruledOn: v.ruled_on, ruledBy: v.ruled_by, registeredOn: v.registered_on, state: v.state, notifiedOn: v.notified_on, closedOn: v.closed_on,
    outcome: v.outcome, reasons: v.reasons, days: daysSince(v.notified_on ?? v.registered_on, v.closed_on ?? today), rule: v.rule, dueOn: v.due_on,
    late: v.late_on !== null && v.late_on <= today,
  }))
}
