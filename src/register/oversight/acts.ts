/** Oversight as acts: who is in charge of which area, what those overseen have in place, cases of accountability, decisions to take no measure. */
import { canonicalJson, type Doer, doer, type Json } from '../../acts/act.ts'
import { appendActs } from '../../acts/append.ts'
import type { Attempt, Projector } from '../../acts/rebuild.ts'
import type { Db, Tx } from '../../database/db.ts'
import { hold } from '../../database/hold.ts'
import { unitByCode } from '../../identity/store.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Law, RuleId } from '../../law/types.ts'
import type { Ports } from '../../ports.ts'
import { unreadableText } from '../../text/words.ts'
import { personalDataIn } from '../boundary/texts.ts'
import { setClocks } from '../deadlines/clocks/acts.ts'
import { serveNotice } from '../notices/acts.ts'
import { readUscc } from '../subjects/uscc.ts'
import { areaOfCode, readArea, within } from './area.ts'
import {
  type Command, type CommandRefusal, decide, foldOversight, type Happened, mayOpen, type Opening, type OpenRefusal, type OversightCase, type OversightEvent,
} from './case.ts'
import { attach, type AttachRefusal } from './trail/acts.ts'
import { letterOf } from './letters.ts'
import { handled, mayTakeNone, omissionRule } from './omission.ts'
import { type Organ, termRule } from './procedure.ts'
import * as store from './store.ts'
import { lastDayOf } from './term.ts'
import { readAbout } from './trail.ts'

type Personal = ReturnType<typeof refuse<'personal-data'>> | null
function personalIn(ports: Ports, texts: Readonly<Record<string, string>>): Personal {
  const personal = personalDataIn(texts, ports)
  return personal === null ? null : refuse('personal-data', personal.rule, { where: personal.where })
}
const act = async (tx: Tx, ports: Ports, by: Doer, kind: (typeof oversightActs)[number], rules: readonly RuleId[], content: Json) =>
  appendActs(tx, ports, { kind, ...doer(by), rules, acts: [{ subject: '', content: canonicalJson(content) }] })

// ── Who oversees whom ──────────────────────────────────────────────────────────────────────────────────────────────

/** `area`: six figures, or their beginning. Names only for a body that is no unit. */
export type Placing = {
  readonly code: string; readonly as: string; readonly area: string; readonly document: string; readonly nameZh?: string; readonly nameEn?: string
}
/**
 * - `body-role-unknown`  facts: allowed
 * - `area-unreadable`    facts: found
 * - `charge-document-missing` a charge, or another area than the code tells, rests on a document
 * - `body-unknown`       no unit has the code, or an establishment comes without its name; facts: code
 */
export type PlaceRefusal = 'body-role-unknown' | 'area-unreadable' | 'charge-document-missing' | 'body-unknown' | 'personal-data'

/**
 * Enters on which document a unit is in charge of an area, where a body lies whose code tells another area, and which
 * establishments and associations are overseen.
 * @source gd-6-2, xm-3-2, js-19, ln-6a, hn-5-1
 */
export async function placeBody(ports: Ports, by: Doer, p: Placing): Promise<Outcome<null, PlaceRefusal>> {
  const role = store.bodyRoles.find((r) => r === p.as)
  if (role === undefined) return refuse('body-role-unknown', null, { allowed: store.bodyRoles.join(', ') })
  const area = readArea(p.area)
  if (!area.ok) return area
  if (p.document.trim() === '') return refuse('charge-document-missing')
  const [nameZh, nameEn] = [p.nameZh?.trim() ?? '', p.nameEn?.trim() ?? '']
  const personal = personalIn(ports, { document: p.document, name: `${nameZh} ${nameEn}` })
  if (personal !== null) return personal
  const outside = role === 'establishment' || role === 'association'
  return ports.database.transaction(async (tx) => {
    await hold(tx, 'placed', p.code)
    const known = (p.code === 'operator' && role === 'unit') || (outside ? readUscc(p.code).ok && nameZh !== '' : await unitByCode(tx, p.code) !== null)
    if (!known) return refuse('body-unknown', null, { code: p.code })
    const names = outside ? { nameZh, nameEn: nameEn || nameZh } : { nameZh: '', nameEn: '' }
    const content = { code: p.code, as: role, area: area.value, document: p.document.trim(), ...names }
    const { firstAct } = await act(tx, ports, by, 'oversight.placed', [], content)
    await store.putPlaced(tx, placedRow(content, firstAct))
    return ok(null)
  })
}
type Placed = { code: string; as: store.BodyRole; area: string; document: string; nameZh: string; nameEn: string }
const placedRow = (c: Placed, id: number): store.PlacedRow =>
  ({ body_code: c.code, role: c.as, area: c.area, name_zh: c.nameZh, name_en: c.nameEn, document: c.document, act_id: id })

export type Arrangement = { readonly contact: string; readonly procedure: string }
/** A body says which office takes objections, and by which procedure it handles them. @source js-60, ln-34 */
export async function nameArrangement(ports: Ports, by: Doer, a: Arrangement): Promise<Outcome<null, 'personal-data'>> {
  const personal = personalIn(ports, { contact: a.contact, procedure: a.procedure })
  if (personal !== null) return personal
  return ports.database.transaction(async (tx) => {
    await hold(tx, 'arrangement', doer(by).actor)
    const content = { contact: a.contact.trim(), procedure: a.procedure.trim() }
    const { firstAct, head } = await act(tx, ports, by, 'oversight.arrangement-named', [], content)
    await store.putArrangement(tx, { body_code: head.actor, ...content, named_on: head.on, act_id: firstAct })
    return ok(null)
  })
}

/** Area of a body: as entered, or as its code tells. Null: of the operator nobody has entered it. */
export async function areaOf(db: Db, code: string): Promise<string | null> {
  const entered = (await store.placedAs(db, code)).find((r) => r.role !== 'competent-department' && r.role !== 'government')
  return entered?.area ?? areaOfCode(code)
}

// ── Cases ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `about`: see `readAbout`. */
export type NewCase = Opening & { readonly about: string }
/**
 * - `no-charge`            whoever opens a case is in charge of an area
 * - `outside-area`         facts: area
 * - `about-unreadable`
 * - `handled-with-reasons` an officer decided so; facts: act, on
 */
export type OversightRefusal =
  | OpenRefusal | CommandRefusal | AttachRefusal | 'no-charge' | 'outside-area' | 'about-unreadable' | 'handled-with-reasons' | 'personal-data' | 'body-unknown'
  | 'oversight-unknown'

/**
 * Opens a case. The acts complained of and the clocks that ran out are attached by the register itself.
 * @returns the number of the case, which is that of its act
 * @source gd-55-1, gd-56-1, xm-54-1, js-69-1, js-69-2, js-70a, ln-51, ln-52a, ln-53a, hn-44a, hn-45a
 */
export async function openCase(ports: Ports, by: Doer, o: NewCase): Promise<Outcome<number, OversightRefusal>> {
  const law = ports.law()
  const opener = doer(by).actor
  const personal = personalIn(ports, { facts: o.facts })
  if (personal !== null) return personal
  const about = readAbout(o.about)
  if (about === null) return refuse('about-unreadable', null, { found: o.about.slice(0, 60) })
  const of = await bodyOf(ports.database, o.body)
  if (of === null) return refuse('body-unknown', null, { code: o.body })
  const charges = await store.chargesOf(ports.database, opener)
  if (charges.length === 0) return refuse('no-charge')
  const as = charges.filter((c) => of.area !== null && within(of.area, c.area)).map((c): Organ => c.organ)
  if (as.length === 0) return refuse('outside-area', null, { area: of.area ?? '' })
  const may = mayOpen(o, { code: opener, as }, of.isPublic, ports.today().toString(), law)
  if (!may.ok) return may
  const trail = await attach(ports, about, o.body)
  if (!trail.ok) return trail
  return ports.database.transaction(async (tx) => {
    // A charge that was taken away meanwhile, or a decision with reasons made meanwhile, counts.
    await hold(tx, 'placed', opener)
    const still = await store.chargesOf(tx, opener)
    if (!as.every((organ) => still.some((c) => c.organ === organ && of.area !== null && within(of.area, c.area)))) return refuse('no-charge')
    if (about.kind === 'record') await hold(tx, 'no-measure', `${about.subject} ${about.record}`)
    const decided = about.kind === 'record' ? handled(o.matter, o.body, await store.noMeasures(tx, about.subject, about.record)) : null
    if (decided !== null) return refuse('handled-with-reasons', omissionRule(law), { act: String(decided.act), on: decided.on })
    const event: OversightEvent = {
      event: 'opened', body: o.body, matter: o.matter, rule: may.value, facts: o.facts.trim(), about: o.about.trim(), answerUntil: o.answerUntil, trail: trail.value,
    }
    return ok(await append(tx, ports, by, null, event, [may.value]))
  })
}

/** Who a code is. @returns null where the register knows nothing of it */
async function bodyOf(db: Db, code: string): Promise<{ readonly area: string | null; readonly isPublic: boolean } | null> {
  const area = await areaOf(db, code)
  if (code === 'operator' || await unitByCode(db, code) !== null) return { area, isPublic: true }
  const outside = (await store.placedAs(db, code)).length > 0 || await store.organisationNamed(db, code) !== null
  return outside ? { area, isPublic: false } : null
}

/** What the organ or the body concerned does in a case. */
export async function actOnCase(ports: Ports, by: Doer, id: number, command: Command): Promise<Outcome<OversightCase, OversightRefusal>> {
  const body = doer(by).actor
  const texts: Record<string, string> = command.do === 'answer' ? { answer: command.answer } : command.do === 'report' ? { report: command.report }
    : command.do === 'close' ? { reasons: command.reasons } : { result: command.result, document: command.document }
  const personal = personalIn(ports, texts)
  if (personal !== null) return personal
  return ports.database.transaction(async (tx) => {
    const row = await store.caseForChange(tx, id)
    if (row === null || (row.organ !== body && row.body_code !== body)) return refuse('oversight-unknown', null, { case: String(id) })
    const termed = withLastDay(ports, row.rule, command)
    if (!termed.ok) return termed
    const decided = decide(await caseFrom(tx, id), termed.value, body, ports.today().toString(), ports.law())
    if (!decided.ok) return decided
    await append(tx, ports, by, id, decided.value, rulesOf(ports.law(), row.rule, decided.value))
    return ok(await caseFrom(tx, id))
  })
}

/** An order that names days gets its last day; one that names both, neither. @source hn-45c */
function withLastDay(ports: Ports, rule: RuleId, command: Command): Outcome<Command, 'term-unfit'> {
  if (command.do !== 'step' || command.days == null) return ok(command)
  if (command.until !== null) return refuse('term-unfit', rule, { day: `${command.until}, ${command.days}` })
  const until = lastDayOf({ rule, from: command.takenOn, days: command.days }, ports.law(), ports.calendar())
  return until.ok ? ok({ ...command, until: until.value }) : until
}

/** What a body says rests on no rule; what it reports on an order, on that which has it corrected in time. */
function rulesOf(law: Law, rule: RuleId, { event }: OversightEvent): readonly RuleId[] {
  if (event === 'answered') return []
  return event === 'reported' ? [termRule(law, rule) ?? rule] : [rule]
}

/** A case, for the organ that holds it and the body it is about. */
export async function caseFor(ports: Ports, body: string, id: number): Promise<Outcome<OversightCase, 'oversight-unknown'>> {
  const row = await store.oversightCase(ports.database, id)
  if (row === null || (row.organ !== body && row.body_code !== body)) return refuse('oversight-unknown', null, { case: String(id) })
  return ok(await caseFrom(ports.database, id))
}

const mostCases = 200
/** Cases of a body, as the organ or as the body concerned: open ones first. */
export const casesOf = async (ports: Ports, body: string): Promise<readonly OversightCase[]> =>
  Promise.all((await store.casesOf(ports.database, body, mostCases)).map((row) => caseFrom(ports.database, row.case_id)))

async function caseFrom(db: Db, id: number): Promise<OversightCase> {
  const rows = await store.actsOf(db, id)
  // What cannot be read has no effect; but that the case was opened, and about whom, is known besides.
  const read = rows.filter((row, i) => i === 0 || row.content !== null)
  const unreadable = rows.filter((row) => row.content === null).map((row) => row.act_id)
  return { ...foldOversight(id, read.map((row): Happened => {
    const { on, actor } = JSON.parse(row.head) as { on: string; actor: string }
    const { case: _, ...rest } = row.content === null ? openedUnread(row, on) : JSON.parse(row.content) as Record<string, unknown>
    return { ...rest as OversightEvent, event: row.kind.replace('oversight.', '') as never, on, by: actor, act: row.act_id }
  })), unreadable }
}

/** An opening whose act cannot be read, as far as its projection knows it. */
const openedUnread = (row: store.CaseAct, on: string): Record<string, unknown> => ({
  body: row.body_code, matter: row.matter, rule: row.rule, facts: unreadableText, about: '', answerUntil: on,
  trail: { acts: [], missed: [], feed: null, inquiry: null, law: '', calendar: '' },
})

async function append(tx: Tx, ports: Ports, by: Doer, id: number | null, { event, ...rest }: OversightEvent, rules: readonly RuleId[]): Promise<number> {
  const content = { ...rest as unknown as Record<string, Json>, ...(id === null ? {} : { case: id }) }
  const { firstAct, head } = await act(tx, ports, by, `oversight.${event}`, rules, content)
  await project(tx, id ?? firstAct, firstAct, { event, ...rest } as OversightEvent, { on: head.on, by: head.actor })
  const now = await caseFrom(tx, id ?? firstAct)
  await keepClock(tx, ports, now)
  await tell(tx, ports, by, now, { event, ...rest } as OversightEvent, rules)
  return now.id
}

/** What was ordered is owed until it is reported; a case without an order has no clock. */
async function keepClock(tx: Tx, ports: Ports, c: OversightCase): Promise<void> {
  const rule = termRule(ports.law(), c.rule) ?? c.rule
  await setClocks(tx, ports, 'oversight', c.id, c.owed === null ? [] : [{
    kind: 'oversight', case: c.id, step: 'correct', subject: await isOffice(tx, c.body) ? '' : c.body, party: c.body, rule, from: c.owed.since, set: c.owed.until,
  }])
}

/** The clocks of all orders that are not reported on, when projections are rebuilt. */
export async function rebuildOversightClocks(tx: Tx, ports: Ports, attempt: Attempt): Promise<void> {
  for (const { case_id: id } of await store.casesWithOrders(tx)) {
    await attempt([id], (act) => act, async () => void await keepClock(tx, ports, await caseFrom(tx, id)))
  }
}

const isOffice = async (tx: Tx, code: string): Promise<boolean> => code === 'operator' || await unitByCode(tx, code) !== null

/** A letter to the body concerned, in the transaction of the act. @source hn-38-1, hn-45c */
async function tell(tx: Tx, ports: Ports, by: Doer, c: OversightCase, event: OversightEvent, rules: readonly RuleId[]): Promise<void> {
  const letter = letterOf(c, event, ports.law(), ports.today().toString())
  if (letter === null) return
  // An establishment that no organisation of the register is goes by the name it was entered under.
  const entered = (await store.placedAs(tx, c.body)).find((p) => p.name_zh !== '')
  await serveNotice(tx, ports, by, {
    ...letter, to: c.body, rules, about: { subject: await isOffice(tx, c.body) ? '' : c.body, record: null, case: c.id },
    ...(entered === undefined ? {} : { named: { zh: entered.name_zh, en: entered.name_en } }),
  })
}

async function project(tx: Tx, id: number, number: number, event: OversightEvent, { on, by }: { readonly on: string; readonly by: string }): Promise<void> {
  if (event.event === 'opened') {
    const { body: body_code, matter, rule } = event
    await store.addCase(tx, { case_id: id, organ: by, body_code, matter, rule, state: 'open', opened_on: on, closed_on: null })
  }
  if (event.event === 'closed') await store.closeCase(tx, id, on)
  const taken = event.event === 'step-taken' ? { step: event.step, on: event.takenOn } : { step: null, on: null }
  await store.addAct(tx, { case: id, act: number, ...taken })
}

// ── Decisions to take no measure ───────────────────────────────────────────────────────────────────────────────────

export type NoMeasureRefusal = 'record-unknown' | 'reasons-missing' | 'not-the-provider' | 'personal-data'
export type NewNoMeasure = { readonly subject: string; readonly record: number; readonly reasons: string }
/** An officer decides, with reasons, that no measure is taken about a record of the unit's own. @returns number of the act. @source ln-52a */
export async function decideNoMeasure(ports: Ports, by: Doer, n: NewNoMeasure): Promise<Outcome<number, NoMeasureRefusal>> {
  const personal = personalIn(ports, { reasons: n.reasons })
  if (personal !== null) return personal
  return ports.database.transaction(async (tx) => {
    await hold(tx, 'no-measure', `${n.subject} ${n.record}`)
    const provider = await store.provider(tx, n.subject, n.record)
    if (provider === null) return refuse('record-unknown', null, { record: String(n.record) })
    const may = mayTakeNone(doer(by).actor, provider, n.reasons, ports.law())
    if (!may.ok) return may
    const rule = omissionRule(ports.law())
    const content = { subject: n.subject, record: n.record, reasons: n.reasons.trim() }
    const { firstAct, head } = await act(tx, ports, by, 'oversight.no-measure', rule === null ? [] : [rule], content)
    await store.addNoMeasure(tx, { ...content, act: firstAct, on: head.on, unit: head.actor })
    return ok(firstAct)
  })
}

export const oversightActs = [
  'oversight.placed', 'oversight.arrangement-named', 'oversight.opened', 'oversight.answered', 'oversight.step-taken', 'oversight.reported', 'oversight.closed', 'oversight.no-measure',
] as const

export const projectOversight: Projector = async (tx, { kind, head }, acts) => {
  for (const { actId, content } of acts) {
    const said = JSON.parse(content) as Record<string, unknown>
    if (kind === 'oversight.placed') await store.putPlaced(tx, placedRow(said as Placed, actId))
    else if (kind === 'oversight.arrangement-named') {
      await store.putArrangement(tx, { body_code: head.actor, ...said as Arrangement, named_on: head.on, act_id: actId })
    } else if (kind === 'oversight.no-measure') {
      await store.addNoMeasure(tx, { ...said as NewNoMeasure, act: actId, on: head.on, unit: head.actor })
    } else {
      const { case: id, ...rest } = said
      await project(tx, (id as number | undefined) ?? actId, actId, { ...rest, event: kind.replace('oversight.', '') } as OversightEvent, { on: head.on, by: head.actor })
    }
  }
}
