/** Restorations as acts: applied for, passed on, decided, carried out on the record, its use and its copies. */
import { isDay } from '../../calendar/day-number.ts'
import { canonicalJson, type Doer, doer, type Json } from '../../acts/act.ts'
import { appendActs } from '../../acts/append.ts'
import type { Attempt, Projector } from '../../acts/rebuild.ts'
import type { Db, Tx } from '../../database/db.ts'
import { displayStamp } from '../../law/in-force.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { RuleId } from '../../law/types.ts'
import type { Ports } from '../../ports.ts'
import { unreadableText } from '../../text/words.ts'
import { personalDataIn } from '../boundary/texts.ts'
import { findItem } from '../catalog/find-item.ts'
import { periodsEntered } from '../deadlines/acts.ts'
import { setClocks } from '../deadlines/clocks/acts.ts'
import { placeOf, portionOf } from '../deadlines/clocks/place.ts'
import { periodsHeld } from '../deadlines/store.ts'
import type { ReadEvidence } from '../objections/evidence.ts'
import { type CheckedRefusal, checkedEvidence, type HandedIn } from '../objections/evidence/acts.ts'
import { serveNotice } from '../notices/acts.ts'
import { recordMoved } from '../recall/acts.ts'
import { projectDates } from '../records/dates.ts'
import { factsFrom, withRestoration } from '../records/facts.ts'
import { eraseIn } from '../records/erasure/acts.ts'
import { factsText, type RecordRow } from '../records/record.ts'
import { recordForChange, setAll } from '../records/store.ts'
import { type Eligibility, eligibilityOf, type Restorable } from './eligibility.ts'
import { basisFor, deletes, doorsOf, exclusionRule, type Method, methodFor, type NewMethod, papersOf, sectorsOf, waysOf } from './procedure.ts'
import {
  type Application, type ApplyRefusal, type Command, type CommandRefusal, decide, foldRestoration, type Happened, isOver, mayApply, type RestorationCase,
  type RestorationEvent,
} from './restoration.ts'
import { nextStep, type RestorationStep, stepsOf } from './steps.ts'
import * as store from './store.ts'

export type NewRestoration = Application & { readonly subject: string; readonly records: readonly number[]; readonly evidence: HandedIn }
export type RestorationRefusal = ApplyRefusal | CommandRefusal | CheckedRefusal | 'personal-data' | 'restoration-unknown'

/**
 * One application for one record or several, wherever it is lodged: a case for each, with the unit that decides it.
 * @param by the organisation, with the number of its representative's account
 * @returns the number of the application, which is that of its first case
 * @source gd-47-2, xm-34-1a, js-66-1, ln-39-1, hn-36a, nat-2025-22-single-platform
 */
export async function applyForRestoration(ports: Ports, by: Doer, a: NewRestoration): Promise<Outcome<number, RestorationRefusal>> {
  const law = ports.law()
  const today = ports.today()
  const evidence = await checkedEvidence(ports, a.subject, a.evidence)
  if (!evidence.ok) return evidence
  const personal = personalDataIn({ explanation: a.explanation }, ports)
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  const { subject, evidence: _, records: asked, ...application } = a
  const records = [...new Set(asked)]
  return ports.database.transaction(async (tx) => {
    const rows = new Map<number, RecordRow>()
    const known = []
    for (const record of records) {
      const row = await recordForChange(tx, subject, record)
      if (row !== null) rows.set(record, row)
      known.push({ record, held: row && await restorable(tx, ports, row), open: await store.openAbout(tx, subject, record) })
    }
    const may = mayApply(application, known, evidence.value.length, law, today)
    if (!may.ok) return may
    const methods = await store.methods(tx)
    const files = evidence.value.map(({ told }) => told)
    const rules = new Set([doorsOf(law).find((d) => d.code === a.at)!.rule, ...waysOf(law).filter((w) => a.ways.includes(w.code)).map((w) => w.rule),
      ...papersOf(law, today.toString()).map((p) => p.rule)])
    const events = known.map(({ record, held }): RestorationEvent => {
      const row = rows.get(record)!
      return {
        event: 'applied', ...application, explanation: a.explanation.trim(), record, version: row.version, item: row.item_id, provider: row.provider_code,
        evidence: files, basis: basisFor(held!.item, methods, law, today.toString()), document: held!.facts.documentNumber,
      }
    })
    const first = await append(tx, ports, by, subject, null, events, [...rules])
    await keepEvidence(tx, first, evidence.value)
    for (const [i] of events.entries()) await keepClocks(tx, ports, first + i)
    return ok(first)
  })
}

async function keepEvidence(tx: Tx, application: number, files: readonly ReadEvidence[]): Promise<void> {
  for (const { content, told } of files) await store.addEvidence(tx, { application, sha256: told.sha256, mediaType: told.mediaType, bytes: content })
}

/** What eligibility rests on; null where the catalog of the day has no such item. */
export async function restorable(db: Db, ports: Ports, row: RecordRow): Promise<Restorable | null> {
  const item = findItem(ports.law(), row.item_id, ports.today())
  if (!item.ok) return null
  const excludedBy = await store.excludedBy(db, row.subject_code, row.record_id)
  return { item: item.value, facts: factsFrom(row.facts), receivedOn: row.received_on, existence: row.existence, excludedBy }
}

/**
 * What any party does in a case. What is granted is carried out in the same transaction: from this moment the record is
 * neither shown nor used, and whoever has a copy is told.
 * @param by `operator`, a unit, or the organisation; with the member's account
 * @source gd-47-4a, xm-34-1b, js-66-2a, js-66-2b, ln-39-2c, hn-36b, hn-36c, nat-36-3
 */
export async function actOnRestoration(
  ports: Ports, by: Doer, id: number, command: Command, files: HandedIn = [],
): Promise<Outcome<RestorationCase, RestorationRefusal>> {
  const law = ports.law()
  const { actor: body, account } = doer(by)
  const evidence = await checkedEvidence(ports, body, files)
  if (!evidence.ok) return evidence
  const written = new Set(['reasons', 'missing', 'explanation', 'provision'])
  const texts = Object.fromEntries(Object.entries(command).filter(([name]) => written.has(name))) as Record<string, string>
  const personal = personalDataIn(texts, ports)
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  return ports.database.transaction(async (tx) => {
    const row = await store.restorationForChange(tx, id)
    if (row === null || !isParty(row, body)) return refuse('restoration-unknown', null, { case: String(id) })
    const c = (await cases(tx, [id]))[0]!
    const record = (await recordForChange(tx, c.subject, c.record))!
    const held = await restorable(tx, ports, record)
    if (held === null) return refuse('record-unknown', null, { record: String(c.record) })
    const decided = decide(c, command, { by: body, held, evidence: evidence.value.map(({ told }) => told), today: ports.today() }, law)
    if (!decided.ok) return decided
    const { event, rules } = decided.value
    await append(tx, ports, by, c.subject, c, [event], rules)
    await keepEvidence(tx, c.application, evidence.value)
    if (event.event === 'decided' && event.verdict === 'exclude') {
      await exclude(tx, ports, account === undefined ? body : { actor: body, account }, { subject: c.subject, record: c.record, provision: event.provision! })
    }
    if (event.event === 'decided' && event.verdict === 'grant') await carryOut(tx, ports, (await cases(tx, [id]))[0]!, record, rules)
    if (event.event === 'decided') await tell(tx, ports, by, (await cases(tx, [id]))[0]!, rules)
    await keepClocks(tx, ports, id)
    return ok((await cases(tx, [id]))[0]!)
  })
}

/** The result in writing, with what is open to the organisation. @source gd-47-4a, hn-36b, xm-37-1 */
async function tell(tx: Tx, ports: Ports, by: Doer, c: RestorationCase, rules: readonly RuleId[]): Promise<void> {
  const unnumbered = { 'document-zh': `编号${c.record}的信息`, 'document-en': `record ${c.record}` }
  const document: Readonly<Record<string, string>> = c.document === null ? unnumbered : { document: c.document }
  await serveNotice(tx, ports, by, {
    template: 'restoration-decided', to: c.subject, about: { subject: c.subject, record: c.record, case: c.id }, rules,
    facts: { ...document, day: c.decision!.on, verdict: c.decision!.verdict === 'grant' ? 'granted' : 'refused', reasons: c.decision!.reasons },
  })
}

/** The register itself does what was decided: nobody has to remember it. */
async function carryOut(tx: Tx, ports: Ports, c: RestorationCase, row: RecordRow, rules: readonly RuleId[]): Promise<void> {
  const today = ports.today()
  const effect = c.decision!.effect!
  const item = findItem(ports.law(), row.item_id, today)
  if (!item.ok) throw new Error(`record ${row.record_id} is of item ${row.item_id}, which the catalog no longer has`)
  const facts = withRestoration(factsFrom(row.facts), today.toString())
  await setAll(tx, [{
    subject_code: row.subject_code, record_id: row.record_id, decided_on: facts.decidedOn, facts: factsText(facts),
    law: displayStamp(ports.law(), today.toString()), ...projectDates(item.value, facts, row.received_on, ports.law(), today),
  }])
  if (deletes(effect)) {
    // Content and salts of every version go; the log's entries stay, and the destruction is an act of its own.
    const erased = await eraseIn(tx, ports, 'operator', { subject: c.subject, record: c.record, reason: c.decision!.reasons, rules })
    if (!erased.ok) throw new Error(`restoration ${c.id}: ${JSON.stringify(erased.refusals)}`)
  }
  // What is deleted keeps its identity, so that the same document cannot bring it back.
  const identity = deletes(effect) ? { identity: row.identity } : {}
  const act = await append(tx, ports, 'operator', c.subject, c, [{ event: 'carried-out', effect, restoredOn: today.toString(), ...identity }], rules)
  await recordMoved(tx, ports, { subject: c.subject, records: [c.record], because: 'restored', act, rules })
}

/**
 * The unit that determined says which provision excludes restoration of a record, or that none does any more.
 * @param e.provision law and article; null: no longer excluded
 * @source gd-47-5, hn-36d
 */
export async function excludeRestoration(
  ports: Ports, by: Doer, e: { readonly subject: string; readonly record: number; readonly provision: string | null },
): Promise<Outcome<null, 'record-unknown' | 'restoration-not-with-you' | 'provision-missing' | 'personal-data'>> {
  const law = ports.law()
  const personal = personalDataIn({ provision: e.provision ?? '' }, ports)
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  if (e.provision?.trim() === '') return refuse('provision-missing', exclusionRule(law))
  return ports.database.transaction(async (tx) => {
    const row = await recordForChange(tx, e.subject, e.record)
    if (row === null || row.existence !== 'held') return refuse('record-unknown', null, { record: String(e.record) })
    if (doer(by).actor !== row.provider_code) return refuse('restoration-not-with-you', null, { handler: row.provider_code })
    await exclude(tx, ports, by, e)
    return ok(null)
  })
}

type Exclusion = { readonly subject: string; readonly record: number; readonly provision: string | null }
async function exclude(tx: Tx, ports: Ports, by: Doer, { subject, record, provision }: Exclusion): Promise<void> {
  const { firstAct } = await appendActs(tx, ports, {
    kind: provision === null ? 'restoration.exclusion-ended' : 'restoration.excluded', ...doer(by), rules: [exclusionRule(ports.law())],
    acts: [{ subject, content: canonicalJson(provision === null ? { record } : { provision: provision.trim(), record }) }],
  })
  if (provision === null) await store.endExclusion(tx, subject, record)
  else await store.putExclusion(tx, { subject, record, provision: provision.trim(), act: firstAct })
}

/**
 * A sector's method of restoration, once it is published.
 * - `method-incomplete`, `method-sector-unknown` facts: allowed
 * @returns the number of its act
 * @source gd-47-1, js-66-3, ln-39-3
 */
export async function publishMethod(ports: Ports, by: Doer, m: NewMethod): Promise<Outcome<number, 'method-incomplete' | 'method-sector-unknown' | 'personal-data'>> {
  const law = ports.law()
  const { sector, papers, from } = m
  const said = { title: m.title.trim(), document: m.document.trim(), papers: papers.trim() }
  if (said.title === '' || said.document === '' || !isDay(from)) return refuse('method-incomplete')
  const sectors = sectorsOf(law)
  if (!sectors.includes(sector)) return refuse('method-sector-unknown', null, { allowed: sectors.join(', ') })
  const personal = personalDataIn(said, ports)
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  return ports.database.transaction(async (tx) => {
    const acts = [{ subject: '', content: canonicalJson({ ...said, sector, from }) }]
    const { firstAct } = await appendActs(tx, ports, { kind: 'restoration.method-published', ...doer(by), rules: [], acts })
    await store.addMethod(tx, { ...said, sector, from, act: firstAct, unit: doer(by).actor })
    return ok(firstAct)
  })
}

// ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Whose eyes a case is for: the organisation, the unit that decides, the operator. */
export const isParty = (row: Pick<store.RestorationRow, 'subject_code' | 'provider_code'>, body: string): boolean =>
  body === 'operator' || body === row.subject_code || body === row.provider_code

export type CaseNow = { readonly of: RestorationCase; readonly steps: readonly RestorationStep[]; readonly next: RestorationStep | null }

/** A case as it stands for one of its parties. */
export async function restorationFor(ports: Ports, body: string, id: number): Promise<Outcome<CaseNow, 'restoration-unknown'>> {
  const row = await store.restoration(ports.database, id)
  if (row === null || !isParty(row, body)) return refuse('restoration-unknown', null, { case: String(id) })
  return ok((await casesNow(ports, [id]))[0]!)
}

async function casesNow(ports: Ports, ids: readonly number[]): Promise<readonly CaseNow[]> {
  if (ids.length === 0) return []
  const [found, entered] = await Promise.all([cases(ports.database, ids), periodsEntered(ports)])
  const facts = { entered, law: ports.law(), calendar: ports.calendar(), today: ports.today() }
  return found.map((of) => {
    const steps = stepsOf(of, facts)
    return { of, steps, next: isOver(of) ? null : nextStep(steps) }
  })
}

/** A portion of a desk's queue; `next` is where the following one begins, null at the end; the counts are of the whole. */
export type Queue = { readonly cases: readonly CaseNow[]; readonly next: string | null; readonly open: number; readonly overdue: number }
const queuePortion = 50

/**
 * Open cases of the operator or of a unit, most urgent first; those without a due day come last.
 * @param after what the portion before gave as `next`; anything else begins at the beginning
 */
export async function restorationQueue(ports: Ports, body: string, after: string | null = null, most = queuePortion): Promise<Queue> {
  const unit = body === 'operator' ? null : body
  const [rows, counts] = await Promise.all([
    store.queue(ports.database, unit, placeOf(after), most + 1), store.queueCounts(ports.database, unit, ports.today().toString()),
  ])
  const { ids, next } = portionOf(rows, most)
  return { cases: await casesNow(ports, ids), next, open: counts.cases, overdue: counts.late }
}

const mostOfSubject = 500
/** All cases of an organisation, newest first. */
export async function restorationsOf(ports: Ports, subject: string): Promise<readonly CaseNow[]> {
  const rows = await store.ofSubject(ports.database, subject, mostOfSubject)
  return (await casesNow(ports, rows.map((r) => r.case_id))).toSorted((a, b) => b.of.id - a.of.id)
}

async function cases(db: Db, ids: readonly number[]): Promise<RestorationCase[]> {
  const acts = Map.groupBy(await store.actsOf(db, ids), (row) => row.case_id)
  return ids.flatMap((id) => {
    const rows = acts.get(id)
    if (rows === undefined) return []
    // What cannot be read has no effect; but that it was applied for, and for which record, is known besides.
    const read = rows.filter((row, i) => i === 0 || row.content !== null)
    const unreadable = rows.filter((row) => row.content === null).map((row) => row.act_id)
    return [{ ...foldRestoration(id, rows[0]!.application, rows[0]!.subject_code, read.map(happened)), unreadable }]
  })
}

function happened(row: store.CaseAct): Happened {
  const { on, actor, account = null } = JSON.parse(row.head) as { on: string; actor: string; account?: string }
  const { case: _, ...rest } = row.content === null ? appliedUnread(row) : JSON.parse(row.content) as Record<string, unknown>
  return { ...rest as RestorationEvent, event: row.kind.replace('restoration.', ''), on, by: actor, account, act: row.act_id } as Happened
}

/** An application whose act cannot be read, as far as its projection knows it. */
const appliedUnread = (row: store.CaseAct): Record<string, unknown> => ({
  record: row.record_id, version: row.version ?? 1, item: row.item_id ?? '', provider: row.provider_code, evidence: [], basis: null, document: null,
  at: 'operator', ways: [],
  correctedOn: (JSON.parse(row.head) as { on: string }).on, orderedUntil: null, commitment: false, explanation: unreadableText,
})

/** `method`: of its sector, in force today; null: the text of the state governs alone. */
export type RecordEligibility = {
  readonly record: number; readonly document: string | null; readonly eligibility: Eligibility; readonly method: Method | null
}
/** Of everything held about an organisation, what can be restored, what not yet, what no more; newest document first. */
export async function eligibilitiesOf(ports: Ports, subject: string): Promise<readonly RecordEligibility[]> {
  const law = ports.law()
  const items = new Map(law.catalog.filter((i) => i.nature === 'untrustworthiness').map((i) => [i.id, i]))
  const [rows, exclusions, methods] = await Promise.all([
    store.heldFactsOf(ports.database, subject, [...items.keys()]), store.exclusionsOf(ports.database, subject), store.methods(ports.database),
  ])
  return rows.map((row) => {
    const facts = factsFrom(row.facts)
    const held = { item: items.get(row.item_id)!, facts, receivedOn: row.received_on, existence: 'held', excludedBy: exclusions.get(row.record_id) ?? null }
    return {
      record: row.record_id, document: facts.documentNumber, eligibility: eligibilityOf(held, law, ports.today()),
      method: methodFor(held.item, methods, ports.today().toString()),
    }
  })
}

/** The clocks of a case after something happened in it; while the organisation has to complete it, they go on. */
async function keepClocks(tx: Tx, ports: Ports, id: number): Promise<void> {
  const c = (await cases(tx, [id]))[0]!
  const steps = stepsOf(c, { entered: await periodsHeld(tx), law: ports.law(), calendar: ports.calendar(), today: ports.today() })
  const owed = isOver(c) ? [] : steps.filter((s) => s.doneOn === null && s.state !== 'to-come')
  await setClocks(tx, ports, 'restoration', id, owed.map((s) => ({
    kind: 'restoration', case: id, step: s.step, subject: c.subject, party: s.by === 'operator' ? 'operator' : c.provider,
    rule: s.rule, from: s.rule === null ? null : s.startsOn, pauses: [],
  })))
}

/** The clocks of all open cases, when projections are rebuilt. */
export async function rebuildRestorationClocks(tx: Tx, ports: Ports, attempt: Attempt): Promise<void> {
  for (const { case_id: id } of await store.openCases(tx)) await attempt([id], (act) => act, async () => void await keepClocks(tx, ports, id))
}

/** Appends the acts of events of one kind and writes what the queues read. @returns the number of the first */
async function append(
  tx: Tx, ports: Ports, by: Doer, subject: string, of: Pick<RestorationCase, 'id'> | null, events: readonly RestorationEvent[], rules: readonly RuleId[],
): Promise<number> {
  const { firstAct, head } = await appendActs(tx, ports, {
    kind: `restoration.${events[0]!.event}`, ...doer(by), rules: [...new Set(rules)],
    acts: events.map((event) => ({ subject, content: canonicalJson({ ...(event as unknown as Record<string, Json>), event: undefined, case: of?.id }) })),
  })
  for (const [i, event] of events.entries()) await project(tx, subject, of?.id ?? firstAct + i, firstAct, firstAct + i, event, head.on)
  return firstAct
}

async function project(tx: Tx, subject: string, id: number, firstAct: number, act: number, event: RestorationEvent, on: string): Promise<void> {
  if (event.event === 'applied') {
    await store.save(tx, {
      case_id: id, application: firstAct, subject_code: subject, record_id: event.record, provider_code: event.provider,
      handler: event.at === 'provider' ? event.provider : 'operator', state: 'open', lodged_on: on, closed_on: null,
    })
    return void await store.addAct(tx, id, act)
  }
  await store.addAct(tx, id, act)
  const row = (await store.restoration(tx, id))!
  switch (event.event) {
    case 'accepted': return void await store.save(tx, { ...row, handler: event.to })
    case 'returned-for-completion': return void await store.save(tx, { ...row, handler: subject })
    case 'completed': return void await store.save(tx, { ...row, handler: (await cases(tx, [id]))[0]!.handler })
    case 'decided': return event.verdict === 'grant' ? undefined : void await store.save(tx, { ...row, state: 'closed', closed_on: on })
    case 'carried-out':
      await store.addRestored(tx, { subject, record: row.record_id, on: event.restoredOn, case: id })
      if (event.identity !== undefined) await store.keepIdentity(tx, subject, row.record_id, event.identity)
      return void await store.save(tx, { ...row, state: 'closed', closed_on: on })
  }
}

// ── Projecting from acts ───────────────────────────────────────────────────────────────────────────────────────────

const caseActs = [
  'restoration.applied', 'restoration.accepted', 'restoration.returned-for-completion', 'restoration.completed', 'restoration.decided', 'restoration.carried-out',
] as const

const projectCase: Projector = async (tx, group, acts) => {
  for (const { subject, actId, content } of acts) {
    const { case: id = actId, ...rest } = JSON.parse(content) as { case?: number }
    await project(tx, subject, id, group.firstAct, actId, { ...rest, event: group.kind.replace('restoration.', '') } as RestorationEvent, group.head.on)
  }
}
const projectExclusion: Projector = async (tx, group, acts) => {
  for (const { subject, actId, content } of acts) {
    const { record, provision } = JSON.parse(content) as { record: number; provision?: string }
    if (group.kind === 'restoration.exclusion-ended') await store.endExclusion(tx, subject, record)
    else await store.putExclusion(tx, { subject, record, provision: provision!, act: actId })
  }
}
const projectMethod: Projector = async (tx, group, acts) => {
  for (const { actId, content } of acts) {
    await store.addMethod(tx, { papers: '', ...JSON.parse(content) as Omit<NewMethod, 'papers'>, act: actId, unit: group.head.actor })
  }
}

/** By kind, what is written when projections are rebuilt from acts alone. */
export const restorationProjectors = {
  ...Object.fromEntries(caseActs.map((kind) => [kind, projectCase])),
  'restoration.excluded': projectExclusion,
  'restoration.exclusion-ended': projectExclusion,
  'restoration.method-published': projectMethod,
} satisfies Record<string, Projector>
