/** Objections as acts: lodged, handed on, paused, decided, closed, reviewed; each with what follows for the record and its mark. */
import { canonicalJson, type Doer, doer, type Json } from '../../acts/act.ts'
import { appendActs } from '../../acts/append.ts'
import type { Attempt, Projector } from '../../acts/rebuild.ts'
import type { Tx } from '../../database/db.ts'
import { unitByCode } from '../../identity/store.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { RuleId } from '../../law/types.ts'
import type { Ports } from '../../ports.ts'
import { unreadableText } from '../../text/words.ts'
import { personalDataIn } from '../boundary/texts.ts'
import { periodsEntered } from '../deadlines/acts.ts'
import { setClocks } from '../deadlines/clocks/acts.ts'
import { placeOf, portionOf } from '../deadlines/clocks/place.ts'
import { queue, queueCounts } from '../deadlines/clocks/store.ts'
import { periodsHeld } from '../deadlines/store.ts'
import { serveNotice } from '../notices/acts.ts'
import { withdrawIn } from '../records/acts.ts'
import { eraseIn } from '../records/erasure/acts.ts'
import { factsFrom } from '../records/facts.ts'
import { projectMark, removeMark, setMark } from '../records/marks/acts.ts'
import { recordForChange } from '../records/store.ts'
import { clocksOf } from './clocks.ts'
import { type CheckedRefusal, checkedEvidence, type HandedIn } from './evidence/acts.ts'
import {
  type Command, type CommandRefusal, decide, foldObjection, type Happened, type LodgeRefusal, type Lodging, mayLodge, type ObjectionCase, type ObjectionEvent,
} from './objection.ts'
import { letterOf } from './letters.ts'
import { ruleOfParameter } from './procedure.ts'
import { type CaseStep, nextStep, stepsOf } from './steps.ts'
import * as store from './store.ts'

export type NewObjection = Lodging & { readonly subject: string; readonly record: number; readonly evidence: HandedIn }
export type ObjectionRefusal = LodgeRefusal | CommandRefusal | CheckedRefusal | 'personal-data' | 'case-unknown' | 'already-withdrawn'

/**
 * Lodges an objection and marks the record at once: the mark waits for nobody.
 * @param by the organisation, with the number of its representative's account
 * @returns the number of the case, which is that of its act: the receipt
 * @source gd-45, gd-46-1, xm-33-2, js-64-1c, ln-37-6, hn-32-3
 */
export async function lodgeObjection(ports: Ports, by: Doer, o: NewObjection): Promise<Outcome<number, ObjectionRefusal>> {
  const law = ports.law()
  const evidence = await checkedEvidence(ports, o.subject, o.evidence)
  if (!evidence.ok) return evidence
  const personal = personalDataIn({ explanation: o.explanation }, ports)
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  return ports.database.transaction(async (tx) => {
    const record = await recordForChange(tx, o.subject, o.record)
    const newest = await store.newestAbout(tx, o.subject, o.record)
    const may = mayLodge(o.subject, o.record, o, {
      record: record && { subject: record.subject_code, version: record.version, existence: record.existence },
      earlier: newest && { case: newest.case_id, version: newest.record_version, closed: newest.state === 'closed' },
    }, law)
    if (!may.ok) return may
    const row = record!
    const { documentNumber } = factsFrom(row.facts)
    const opened: ObjectionEvent = {
      event: 'lodged', record: o.record, version: row.version, item: row.item_id, provider: row.provider_code, at: o.at, document: documentNumber,
      ground: o.ground, explanation: o.explanation.trim(), evidence: evidence.value.map(({ told }) => told),
    }
    const ground = law.pack.lists.find((l) => l.id === 'objection-grounds')!.entries.find((e) => e.code === o.ground)!
    const id = await append(tx, ports, by, o.subject, null, { event: opened, rules: [ground.rule] })
    for (const { content, told } of evidence.value) await store.addEvidence(tx, { caseId: id, sha256: told.sha256, mediaType: told.mediaType, bytes: content })
    const rule = ruleOfParameter(law.pack.parameters.F4)
    const marked = await setMark(tx, ports, 'operator', { subject: o.subject, record: o.record, mark: 'disputed', case: id }, rule === null ? [] : [rule])
    await store.addAct(tx, id, marked)
    await keepClocks(tx, ports, id)
    return ok(id)
  })
}

/** What any party does in a case. @param by `operator`, a unit, or the organisation; with the member's account */
export async function actOnObjection(ports: Ports, by: Doer, id: number, command: Command): Promise<Outcome<ObjectionCase, ObjectionRefusal>> {
  const law = ports.law()
  const body = doer(by).actor
  const texts = Object.fromEntries(Object.entries(command).filter(([name]) => ['reasons', 'reason', 'document'].includes(name))) as Record<string, string>
  const personal = personalDataIn(texts, ports)
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  return ports.database.transaction(async (tx) => {
    const row = await store.objectionForChange(tx, id)
    if (row === null || !isParty(row, body)) return refuse('case-unknown', null, { case: String(id) })
    const c = (await cases(tx, [id]))[0]!
    const record = (await recordForChange(tx, c.subject, c.record))!
    const decided = decide(c, command, { by: body, record: { version: record.version, existence: record.existence } }, law)
    if (!decided.ok) return decided
    const { event, rules } = decided.value
    await append(tx, ports, by, c.subject, id, decided.value)
    const key = { subject: c.subject, record: c.record, case: id }
    // Found wrong by whoever answers for it, or by nobody to be verified: the record goes with the decision that says so.
    if (event.event === 'decided' && (event.verdict === 'withdraw' || event.verdict === 'unverifiable')) {
      const gone = await withdrawIn(tx, ports, by, { subject: c.subject, record: c.record, reason: event.reasons, document: null, rules })
      if (!gone.ok && gone.refusals[0].code === 'record-unknown') return refuse('record-unknown', null, gone.refusals[0].facts)
      if (event.verdict === 'unverifiable') await eraseIn(tx, ports, by, { subject: c.subject, record: c.record, reason: event.reasons, rules })
    }
    if (event.event === 'closed') await removeMark(tx, ports, by, { ...key, mark: 'disputed' }, rules)
    if (event.event === 'review-asked' && event.suspends) await setMark(tx, ports, 'operator', { ...key, mark: 'suspended' }, rules)
    if (event.event === 'review-ended' && c.reviews.some((r) => r.way === event.way && r.suspends && r.endedOn === null)
      && !c.reviews.some((r) => r.way !== event.way && r.suspends && r.endedOn === null)) {
      await removeMark(tx, ports, by, { ...key, mark: 'suspended' }, rules)
    }
    const now = await keepClocks(tx, ports, id)
    await tell(tx, ports, by, now, decided.value)
    return ok(now)
  })
}

/** The organisation is told in writing with the act itself: without the letter the step is not taken. @source hn-32-2c, js-64-4 */
async function tell(tx: Tx, ports: Ports, by: Doer, c: ObjectionCase, { event, rules }: { readonly event: ObjectionEvent; readonly rules: readonly RuleId[] }) {
  const unit = await unitByCode(tx, c.provider)
  const letter = letterOf(c, event, { zh: unit?.name_zh ?? c.provider, en: unit?.name_en ?? c.provider }, ports.law().pack, ports.today().toString())
  if (letter !== null) await serveNotice(tx, ports, by, { ...letter, to: c.subject, about: { subject: c.subject, record: c.record, case: c.id }, rules })
}

/** The clocks of a case after something happened in it. @returns the case */
async function keepClocks(tx: Tx, ports: Ports, id: number): Promise<ObjectionCase> {
  const [of] = await cases(tx, [id])
  const row = await store.objection(tx, id)
  const steps = stepsOf(of!, { entered: await periodsHeld(tx), law: ports.law(), calendar: ports.calendar(), today: ports.today() })
  await setClocks(tx, ports, 'objection', id, clocksOf(of!, steps, row!.state !== 'closed'))
  return of!
}

/** The clocks of all open cases, when projections are rebuilt. */
export async function rebuildClocks(tx: Tx, ports: Ports, attempt: Attempt): Promise<void> {
  for (let after = 0; ;) {
    const ids = await store.openCasesAfter(tx, after, rebuiltAtOnce)
    for (const { case_id: id } of ids) await attempt([(after = id)], (act) => act, async () => void await keepClocks(tx, ports, id))
    if (ids.length < rebuiltAtOnce) return
  }
}

const rebuiltAtOnce = 1000

/** Whose eyes a case is for: the organisation, the unit that answers for the record, the operator. */
export const isParty = (row: Pick<store.ObjectionRow, 'subject_code' | 'provider_code'>, body: string): boolean =>
  body === 'operator' || body === row.subject_code || body === row.provider_code

export type CaseNow = { readonly of: ObjectionCase; readonly steps: readonly CaseStep[]; readonly next: CaseStep | null }

/** A case as it stands for one of its parties. */
export async function objectionFor(ports: Ports, body: string, id: number): Promise<Outcome<CaseNow, 'case-unknown'>> {
  const row = await store.objection(ports.database, id)
  if (row === null || !isParty(row, body)) return refuse('case-unknown', null, { case: String(id) })
  return ok((await casesNow(ports, [id]))[0]!)
}

/** Cases with their clocks, in the order asked for. */
export async function casesNow(ports: Ports, ids: readonly number[], read = store.actsOf): Promise<readonly CaseNow[]> {
  if (ids.length === 0) return []
  const [found, entered] = await Promise.all([cases(ports.database, ids, read), periodsEntered(ports)])
  const facts = { entered, law: ports.law(), calendar: ports.calendar(), today: ports.today() }
  return found.map((of) => {
    const steps = stepsOf(of, facts)
    return { of, steps, next: nextStep(steps) }
  })
}

/** How far cases are that readers of a record are told of; empty for any other case. */
export const publicCasesNow = (ports: Ports, ids: readonly number[]): Promise<readonly CaseNow[]> => casesNow(ports, ids, store.publicActsOf)

/** A portion of a desk's queue; `next` is where the following one begins, null at the end; the counts are of the whole. */
export type Queue = { readonly cases: readonly CaseNow[]; readonly next: string | null; readonly open: number; readonly overdue: number }
export const queuePortion = 50

/**
 * Open cases of the operator or of a unit, most urgent first; those without a due day come last.
 * @param after what the portion before gave as `next`; anything else begins at the beginning
 */
export async function queueOf(ports: Ports, body: string, after: string | null = null, most = queuePortion): Promise<Queue> {
  const place = placeOf(after)
  const today = ports.today().toString()
  const [rows, counts] = body === 'operator'
    ? await Promise.all([queue(ports.database, 'objection', place, most + 1), queueCounts(ports.database, 'objection', today)])
    : await Promise.all([store.queueOfUnit(ports.database, body, place, most + 1), store.queueCountsOfUnit(ports.database, body, today)])
  const { ids, next } = portionOf(rows, most)
  return { cases: await casesNow(ports, ids), next, open: counts.cases, overdue: counts.late }
}

const mostOfSubject = 500
/** All cases of an organisation, newest first. */
export async function casesOfSubject(ports: Ports, subject: string): Promise<readonly CaseNow[]> {
  const rows = await store.ofSubject(ports.database, subject, mostOfSubject)
  return (await casesNow(ports, rows.map((r) => r.case_id))).toSorted((a, b) => b.of.id - a.of.id)
}

/** Some of an organisation's cases, newest first: all of them, or those in one state. */
export const casesPageOf = async (ports: Ports, subject: string, portion: Parameters<typeof store.pageOfSubject>[2]): Promise<readonly CaseNow[]> =>
  casesNow(ports, (await store.pageOfSubject(ports.database, subject, portion)).map((r) => r.case_id))

async function cases(db: Parameters<typeof store.actsOf>[0], ids: readonly number[], read = store.actsOf): Promise<ObjectionCase[]> {
  const acts = Map.groupBy(await read(db, ids), (row) => row.case_id)
  return ids.flatMap((id) => {
    const rows = acts.get(id)
    if (rows === undefined) return []
    // What cannot be read has no effect; but that the case was opened, and about what, is known besides.
    const read = rows.filter((row, i) => i === 0 || row.kind === 'record.marked' || row.content !== null)
    return [{ ...foldObjection(id, rows[0]!.subject_code, read.map(happened)), unreadable: unread(rows) }]
  })
}

function happened(row: store.CaseAct): Happened {
  const { on, actor } = JSON.parse(row.head) as { on: string; actor: string }
  const { case: _, ...rest } = row.content === null ? openedUnread(row) : JSON.parse(row.content) as Record<string, unknown>
  const event = row.kind === 'record.marked' ? { event: 'marked' } : { ...rest, event: row.kind.replace('objection.', '') }
  return { ...event as ObjectionEvent, on, by: actor, act: row.act_id }
}

const unread = (rows: readonly store.CaseAct[]) => rows.filter((row) => row.kind !== 'record.marked' && row.content === null).map((row) => row.act_id)

/** A lodging whose act cannot be read, as far as its projection knows it. */
const openedUnread = (row: store.CaseAct): Record<string, unknown> => ({
  record: row.record_id ?? 0, version: row.record_version ?? 1, item: row.item_id ?? '', provider: row.provider_code ?? '', at: 'operator',
  ground: '', explanation: unreadableText, evidence: [], document: null,
})

/** Appends the act of an event and writes what the queues read. @returns the number of the case */
async function append(
  tx: Tx, ports: Ports, by: Doer, subject: string, id: number | null, { event, rules }: { readonly event: ObjectionEvent; readonly rules: readonly RuleId[] },
): Promise<number> {
  const { event: name, ...rest } = event
  const { firstAct, head } = await appendActs(tx, ports, {
    kind: `objection.${name}` as `objection.${Exclude<ObjectionEvent['event'], 'marked'>}`, ...doer(by), rules,
    acts: [{ subject, content: canonicalJson({ ...(rest as unknown as Record<string, Json>), ...(id === null ? {} : { case: id }) }) }],
  })
  await project(tx, subject, id ?? firstAct, firstAct, event, head.on)
  return id ?? firstAct
}

async function project(tx: Tx, subject: string, id: number, act: number, event: ObjectionEvent, on: string): Promise<void> {
  if (event.event === 'lodged') {
    await store.save(tx, {
      case_id: id, subject_code: subject, record_id: event.record, record_version: event.version, provider_code: event.provider,
      handler: event.at === 'provider' ? event.provider : 'operator', state: 'open', lodged_on: on, closed_on: null,
    })
  } else {
    const row = (await store.objection(tx, id))!
    if (event.event === 'transferred') await store.save(tx, { ...row, handler: event.to })
    if (event.event === 'decided') await store.save(tx, { ...row, state: 'decided' })
    if (event.event === 'closed') await store.save(tx, { ...row, state: 'closed', closed_on: on })
    if (event.event === 'review-asked') {
      // While a review is pending the case stands on the desks again, unless a later one about the same record does.
      const standing = await store.newestAbout(tx, subject, row.record_id)
      const state = standing !== null && standing.case_id !== id && standing.state !== 'closed' ? 'closed' : 'decided'
      await store.save(tx, { ...row, state, handler: event.to ?? row.handler })
    }
    if (event.event === 'review-ended') await store.save(tx, { ...row, state: 'closed' })
  }
  await store.addAct(tx, id, act)
}

export const objectionActs = [
  'objection.lodged', 'objection.accepted', 'objection.transferred', 'objection.paused', 'objection.resumed', 'objection.decided', 'objection.closed',
  'objection.review-asked', 'objection.review-ended',
] as const

/** A mark of an objection belongs to its case. */
export const projectMarked: Projector = async (tx, group, acts) => {
  await projectMark(tx, group, acts)
  for (const { actId, content } of acts) {
    const { case: id, mark } = JSON.parse(content) as { case: number; mark: string }
    if (mark === 'disputed') await store.addAct(tx, id, actId)
  }
}

export const projectObjection: Projector = async (tx, group, acts) => {
  for (const { subject, actId, content } of acts) {
    const { case: id = actId, ...rest } = JSON.parse(content) as { case?: number }
    await project(tx, subject, id, actId, { ...rest, event: group.kind.replace('objection.', '') } as ObjectionEvent, group.head.on)
  }
}
