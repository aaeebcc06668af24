/**
 * Asking the register: the line in the log is committed before the answer leaves, and where it cannot be written there is
 * no answer. A refused attempt is written down as well.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { canonicalJson, type Doer, doer, isReadable } from '../../acts/act.ts'
import { appendActs } from '../../acts/append.ts'
import type { ManyProjector } from '../../acts/rebuild.ts'
import type { Db, Tx } from '../../database/db.ts'
import { type Outcome, ok, refuse, type Refusal } from '../../law/outcome.ts'
import type { Law, RuleId, Text2 } from '../../law/types.ts'
import type { Ports } from '../../ports.ts'
import { personalDataIn } from '../boundary/texts.ts'
import { authorisationsFor } from '../consent/acts.ts'
import {
  discloseRecord, type DisclosableRecord, type Ground, groundCodes, type GroundCode, type Inquirer,
  type InquiryRefusal as NotAllowed, mayInquire, type Standing,
} from '../disclosure/disclose.ts'
import { noteReceived, projectReceived } from '../recall/acts.ts'
import type { Path, Recipient } from '../recall/recall.ts'
import type { Received } from '../recall/store.ts'
import { type ArchiveReader, archiveReaderOf, basisOf } from '../records/archive.ts'
import { disputeOf, type Mark, marksFrom, type RecordMark } from '../records/marks.ts'
import { fileReceiptOf, receiptOf, receiptRecord } from '../records/receipt.ts'
import { closedJsonOf, valuesOf } from '../records/record.ts'
import { readUscc } from '../subjects/uscc.ts'
import { contentOf, type InquiryContent, inquiryLimits, missingNumbers, type NewInquiry } from './inquiry.ts'
import { dutyRule } from './duties.ts'
import * as store from './store.ts'
import { tellWays, toldStamp } from './ways/acts.ts'

/**
 * - `inquirer-unknown`      neither a unit nor an organisation; facts: code. Nothing is written: nobody asked
 * - `organisation-unknown`  facts: code
 * - `too-many-records`      facts: most. The inquiry names items
 * - `item-unknown`          facts: item
 */
export type InquiryRefusal = NotAllowed | 'personal-data' | 'text-too-long' | 'inquirer-unknown' | 'organisation-unknown' | 'too-many-records' | 'item-unknown'

export type AnsweredRecord = {
  readonly id: number
  readonly version: number
  readonly act: number
  readonly item: string
  readonly title: Text2
  readonly category: string
  readonly existence: 'held' | 'withdrawn' | 'erased'
  readonly values: Readonly<Record<string, string>>
  /** columns the catalog keeps from this way of asking */
  readonly kept: readonly string[]
  readonly provider: { readonly code: string; readonly name: Text2 }
  readonly basis: { readonly documentNumber: string | null; readonly authority: string | null }
  readonly decidedOn: string
  readonly receivedOn: string
  readonly state: string
  readonly shownSince: string | null
  readonly until: string | null
  readonly marks: readonly Mark[]
}

export type InquiryAnswer = {
  /** number of the act: the log's entry */
  readonly act: number
  readonly sequence: number
  /** moment of the entry */
  readonly at: string
  /** the legal day */
  readonly day: string
  readonly law: string
  readonly organisation: { readonly code: string; readonly name: string; readonly kind: string; readonly status: string; readonly generated: boolean }
  readonly inquirer: { readonly kind: 'unit' | 'organisation'; readonly code: string }
  readonly ground: GroundCode
  readonly purpose: string
  readonly reference: string
  readonly rules: readonly RuleId[]
  readonly receipt: string
  readonly records: readonly AnsweredRecord[]
}

/**
 * Answers one inquiry about one organisation.
 * @param by who acts: the inquiring body with the member's account, or the operator's clerk for one that came to the counter
 * @throws when the line cannot be written: then nothing is answered
 * @source gd-20-1, gd-20-2, gd-24a, gd-40-1a, gd-40-2, xm-13-2, xm-14a, js-39-2a, js-39-2b, js-39-3, js-40-1, ln-21a, ln-23-1, hn-19-1, hn-20, hn-31
 */
export const answerInquiry = (ports: Ports, by: Doer, q: NewInquiry): Promise<Outcome<InquiryAnswer, InquiryRefusal>> =>
  new Promise((resolve, reject) => {
    let lane = lanes.get(ports.database)
    if (lane === undefined) lanes.set(ports.database, (lane = { waiting: [], busy: false }))
    lane.waiting.push({ ports, by, q, within: AsyncLocalStorage.snapshot(), resolve, reject })
    if (!lane.busy) void work(lane)
  })

type Waiting = {
  readonly ports: Ports; readonly by: Doer; readonly q: NewInquiry
  /** runs a work as this inquiry's own: what it rests on (src/acts/standing.ts) is that of whoever asks it, not of whoever shares the transaction */
  readonly within: <T>(work: () => T) => T
  resolve(outcome: Outcome<InquiryAnswer, InquiryRefusal>): void; reject(error: unknown): void
}
type Lane = { readonly waiting: Waiting[]; busy: boolean }
const lanes = new WeakMap<Ports['database'], Lane>()
const mostTogether = 16

// Numbers without a gap are given one after another, each until its transaction ends: so inquiries that come at the same
// time share one, and one write to the disk. None of their answers leaves before it.
async function work(lane: Lane): Promise<void> {
  lane.busy = true
  while (lane.waiting.length > 0) {
    const taken = lane.waiting.splice(0, mostTogether)
    try {
      const outcomes = await together(taken)
      taken.forEach((one, i) => one.resolve(outcomes[i]!))
    } catch {
      // One of them stands in the way of the others: each for itself, and whoever comes next waits for none of them.
      for (const one of taken) void alone(one).then(one.resolve, one.reject)
    }
  }
  lane.busy = false
}

async function together(taken: readonly Waiting[]): Promise<readonly Outcome<InquiryAnswer, InquiryRefusal>[]> {
  const { ports } = taken[0]!
  await tellWays(ports)
  return ports.database.transaction(async (tx) => {
    const outcomes: Outcome<InquiryAnswer, InquiryRefusal>[] = []
    for (const one of taken) outcomes.push(await one.within(() => answerIn(tx, one.ports, one.by, one.q)))
    // What is refused is committed too, so no outcome is the result of the transaction itself.
    return outcomes
  })
}

const [tries, pause] = [40, 250]
async function alone(one: Waiting, left = tries): Promise<Outcome<InquiryAnswer, InquiryRefusal>> {
  try {
    return (await together([one]))[0]!
  } catch (error) {
    if ((error as { code?: string }).code !== '55P03' || left === 0) throw error
    await new Promise((resolve) => { setTimeout(resolve, pause) })
    return alone(one, left - 1)
  }
}

async function answerIn(tx: Tx, ports: Ports, by: Doer, q: NewInquiry): Promise<Outcome<InquiryAnswer, InquiryRefusal>> {
  const law = ports.law()
  const day = ports.today().toString()
  const asker = await askerOf(tx, doer(by).actor, q)
  if (asker === null) return refuse('inquirer-unknown', null, { code: q.onBehalfOf ?? doer(by).actor })
  const inquirer: Inquirer = asker.kind === 'organisation' ? { kind: asker.kind, code: asker.code }
    : { kind: asker.kind, code: asker.code, access: await accessOn(tx, asker.code, day) }
  const line = (more: Pick<InquiryContent, 'shown' | 'on' | 'receipt' | 'refusal'>, rules: readonly RuleId[], texts = q) =>
    append(tx, ports, by, rules, {
      inquirer: { kind: asker.kind, code: asker.code }, client: q.client, channel: q.channel,
      subject: texts.subject, ground: texts.ground, purpose: texts.purpose,
      reference: texts.reference.trim(), stated: texts.stated.trim(), items: texts.items, ...more,
    })
  const no = async (refusal: Refusal<InquiryRefusal>, texts = q): Promise<Outcome<never, InquiryRefusal>> => {
    await line({ shown: [], on: [], receipt: null, refusal: refusal.code }, [refusal.rule ?? dutyRule(law.pack, 'log')].filter((r) => r !== null), texts)
    return { ok: false, refusals: [refusal] }
  }

  const fault = textFault(ports, q)
  // What must not be kept is not kept in the log either.
  if (fault !== null) return no(fault, { ...q, ...unwritten(q) })
  const subject = await store.subjectAsked(tx, q.subject)
  if (subject === null) return no({ code: 'organisation-unknown', rule: null, facts: { code: q.subject } })
  const read = archiveReaderOf(law, ports.today())
  // Midnight came since the database was told: tried again, and it is told.
  if (toldStamp(ports) !== read.stamp) throw new Error('the database was told of the ways of asking under another law')
  const { subject: code, items, purpose } = q
  const asked = await store.recordsAsked(tx, { subject: code, items, body: asker.code, ground: q.ground, purpose, day, law: read.stamp }, inquiryLimits.records)
  if (asked.held > inquiryLimits.records) return no({ code: 'too-many-records', rule: null, facts: { most: String(inquiryLimits.records) } })
  const authorised = await authorisations(tx, asker.code, q, asked.items, read, day)
  const ground: Ground = { by: q.ground, reference: q.reference, stated: q.stated, authorisations: authorised }
  const may = mayInquire(inquirer, q.subject, ground, q.purpose, day, law)
  if (!may.ok) return no(may.refusals[0])
  // Only now, when the records are held and nobody can mark one any more.
  const marks = marksFrom(await store.marksAsked(tx, q.subject))
  const records = asked.given.flatMap((row) => answered(row, read, may.value, marks, day, law))
  const receipt = receiptOf({
    origin: ports.settings.logOrigin, code: q.subject, name: subject.name, day, law: read.stamp, total: records.length,
    records: records.map((r) => receiptRecord({ record_id: r.id, version: r.version, act_id: r.act }, { startsOn: r.shownSince, endsOn: r.until },
      canonicalJson(r.values), disputeOf(marks, r.id, day))),
  })
  const log = dutyRule(law.pack, 'log')
  const rules = [...new Set([...may.value.rules, ...(log === null ? [] : [log])])]
  const on = [...(may.value.access === null ? [] : [may.value.access.id]), ...may.value.authorisations.map((a) => a.id)]
  const { sequence, act, at } = await line({ shown: records.map((r) => [r.id, r.version] as const), on: [...new Set(on)], receipt, refusal: null }, rules)
  const { name, kind, status, generated } = subject
  return ok({
    act, sequence, at, day, law: read.stamp, organisation: { code: q.subject, name, kind, status, generated }, inquirer: asker, ground: q.ground,
    purpose: q.purpose, reference: q.reference.trim(), rules, receipt, records,
  })
}

/**
 * An organisation reads its whole file. The line is committed before the first of it leaves; where it cannot be written,
 * nothing leaves. Free and without limit, and no less written down: a later change finds it like every other recipient.
 * @returns the receipt of the file
 * @source gd-20-2, gd-40-1a, js-39-3, hn-20
 */
export async function noteOwnFile(
  ports: Ports, by: Doer, o: { readonly subject: string; readonly channel: NewInquiry['channel']; readonly client: string | null },
): Promise<string> {
  const rules = ownRules(ports.law())
  return ports.database.transaction(async (tx) => {
    const versions = await store.versionsOf(tx, o.subject)
    const day = ports.today().toString()
    const receipt = fileReceiptOf({ origin: ports.settings.logOrigin, code: o.subject, day, law: ports.law().stamp, records: versions })
    await noteGiven(tx, ports, by, rules, {
      inquirer: { kind: 'organisation', code: o.subject }, client: o.client, channel: o.channel, subject: o.subject, ground: 'own-inquiry', receipt, versions,
    })
    return receipt
  })
}

/**
 * An organisation looks at its file on the register's pages, or at one record by interface: written down before the answer
 * leaves. It takes no copy that could grow old, so no version is noted as received.
 * @param look.records null: the pages of the whole file
 * @source gd-20-2, gd-40-1a, xm-13-2, js-39-3, ln-35-1, hn-31
 */
export async function noteLook(ports: Ports, by: Doer, look: {
  readonly subject: string; readonly channel: NewInquiry['channel']; readonly client: string | null; readonly records: InquiryContent['shown'] | null
}): Promise<void> {
  const { subject, channel, client, records } = look
  await ports.database.transaction(async (tx) => {
    await append(tx, ports, by, ownRules(ports.law()), {
      inquirer: { kind: 'organisation', code: subject }, client, channel, subject, ground: 'own-inquiry', purpose: '', reference: '', stated: '',
      items: null, shown: records ?? [], ...(records === null ? { held: await store.countHeld(tx, subject) } : {}), on: [], receipt: null, refusal: null,
    })
  })
}

function ownRules({ pack }: Pick<Law, 'pack'>): RuleId[] {
  const way = pack.lists.find((l) => l.id === 'inquiry-grounds')?.entries.find((e) => e.code === 'own-inquiry')?.rule ?? null
  return [...new Set([way, dutyRule(pack, 'log')].filter((r) => r !== null))]
}

export type Taken = {
  /** code of the body that takes it */
  readonly body: string
  /** the machine client it takes it with; null for a member who is signed in */
  readonly client: string | null
  readonly subject: string
  readonly receipt: string
  readonly versions: readonly { readonly record: number; readonly version: number }[]
}

/**
 * A known reader takes what is on display as a file or by interface: written down like an inquiry, before it leaves, so
 * that a later change finds the copy. Who reads without signing in is nobody's business and is not.
 * @returns false: a record changed meanwhile; nothing was written, and what was read must be read again
 * @source gd-20-2, gd-46-4, js-39-3, hn-20
 */
export async function noteTaken(ports: Ports, by: Doer, t: Taken): Promise<boolean> {
  const log = dutyRule(ports.law().pack, 'log')
  return ports.database.transaction(async (tx) => {
    const kind = (await store.inquirerOf(tx, t.body))?.kind ?? 'unit'
    const now = new Map((await store.versionsNow(tx, t.subject, t.versions.map((v) => v.record))).map((r) => [r.record, r.version]))
    if (t.versions.some((v) => now.get(v.record) !== v.version)) return false
    await noteGiven(tx, ports, by, log === null ? [] : [log], { ...t, inquirer: { kind, code: t.body }, channel: t.client === null ? 'page' : 'api', ground: 'public-display' })
    return true
  })
}

type Given = Omit<Taken, 'body'> & {
  readonly inquirer: { readonly kind: 'unit' | 'organisation'; readonly code: string }; readonly channel: NewInquiry['channel']; readonly ground: 'own-inquiry' | 'public-display'
}

async function noteGiven(tx: Tx, ports: Ports, by: Doer, rules: readonly RuleId[], g: Given): Promise<void> {
  const { inquirer, client, channel, subject, ground, receipt } = g
  await append(tx, ports, by, rules, {
    inquirer, client, channel, subject, ground, purpose: '', reference: '', stated: '', items: null,
    shown: g.versions.map((v) => [v.record, v.version] as const), on: [], receipt, refusal: null,
  })
}

/** What an act of an inquiry gave away, and by which path; null: nothing, or no more than a look at one's own file. */
function givenBy(c: InquiryContent): { readonly recipient: Recipient; readonly path: Path; readonly records: readonly Received[] } | null {
  if (c.refusal !== null || c.receipt === null || c.shown.length === 0) return null
  const { client, ground, subject } = c
  return {
    recipient: client === null ? c.inquirer : { kind: 'client', code: client },
    // A file of what is on display, taken by somebody who signed in.
    path: ground === 'public-display' && client === null ? 'bulk' : paths[ground as GroundCode],
    records: c.shown.map(([record, version]) => ({ subject, record, version })),
  }
}

const paths = {
  'public-display': 'api', 'government-sharing': 'sharing', 'inquiry-by-authority': 'duty', 'own-inquiry': 'self', 'authorised-inquiry': 'authorised', 'bulk-inquiry': 'bulk',
} as const

type Asker = { readonly kind: 'unit' | 'organisation'; readonly code: string }

/** At the counter it is the body that came there; a clerk asks for nobody else than those the register knows. */
async function askerOf(db: Db, actor: string, q: NewInquiry): Promise<Asker | null> {
  const code = actor === 'operator' && q.onBehalfOf !== undefined ? q.onBehalfOf : actor
  const found = await store.inquirerOf(db, code)
  if (found === null) return null
  // Whoever asks about itself is asked as the organisation it is.
  return { kind: q.ground === 'own-inquiry' && code === q.subject ? 'organisation' : found.kind, code }
}

const accessOn = async (tx: Tx, unit: string, day: string) => (await store.accessHeld(tx, unit, day)).map((a) => (
  { id: a.access_id, ground: a.ground, purposes: a.purposes, items: a.items, from: a.from_on, until: a.until_on }))

const authorisations = async (tx: Tx, inquirer: string, q: NewInquiry, items: readonly string[], read: ArchiveReader, day: string): Promise<Ground['authorisations']> => (
  q.ground !== 'authorised-inquiry' ? []
    : authorisationsFor(tx, { subject: q.subject, inquirer, purpose: q.purpose, day }, items.map((item) => read.category(item))))

function answered(row: store.AskedRow, read: ArchiveReader, standing: Standing, marks: readonly RecordMark[], day: string, law: Law): AnsweredRecord[] {
  const item = read.item(row.item_id)
  const display = row.existence === 'erased' || row.content === null || !isReadable(row.content) ? null : read.display(row)
  if (item === null || display === null) return []
  const closed = closedJsonOf(row.closed)
  const record: Omit<DisclosableRecord, 'subject'> = {
    id: row.record_id, version: row.version, item, existence: row.existence, display, marks, tradeSecret: row.facts.includes('"tradeSecret":true'),
    values: { ...JSON.parse(valuesOf(row.content!)) as Record<string, string>, ...(closed === '' ? {} : JSON.parse(closed) as Record<string, string>) },
  }
  const shown = discloseRecord(record, standing, day, law)
  if (!shown.shown) return []
  return [{
    id: row.record_id, version: row.version, act: row.act_id, item: item.id, title: item.title, category: item.category, existence: row.existence,
    values: shown.fields, kept: shown.kept,
    provider: { code: row.provider_code, name: { zh: row.provider_zh ?? row.provider_code, en: row.provider_en ?? row.provider_code } },
    basis: basisOf(row.facts), decidedOn: row.decided_on, receivedOn: row.received_on,
    state: display.state, shownSince: display.startsOn, until: display.endsOn,
    marks: shown.marks,
  }]
}

function textFault(ports: Ports, q: NewInquiry): Refusal<InquiryRefusal> | null {
  const texts = { reference: q.reference, stated: q.stated, purpose: q.purpose }
  for (const [where, text] of Object.entries(texts)) {
    if (text.length > inquiryLimits.text) return { code: 'text-too-long', rule: null, facts: { where, most: String(inquiryLimits.text) } }
  }
  // What the catalog does not hold is nobody's item: it might be any text.
  const unknown = q.items?.find((id) => !ports.law().catalog.some((item) => item.id === id))
  if (unknown !== undefined) return { code: 'item-unknown', rule: null, facts: { item: unknown } }
  const personal = personalDataIn(texts, ports)
  return personal === null ? null : { code: 'personal-data', rule: personal.rule, facts: { where: personal.where } }
}
const unwritten = (q: NewInquiry) => ({
  reference: '', stated: '', purpose: '', items: null, subject: readUscc(q.subject).ok ? q.subject : '',
  ground: groundCodes.includes(q.ground) ? q.ground : 'public-display' as const,
})

async function append(
  tx: Tx, ports: Ports, by: Doer, rules: readonly RuleId[], c: Omit<InquiryContent, 'sequence'>,
): Promise<{ sequence: number; act: number; at: string }> {
  // A text that is no code is not written down as one: it might be anything.
  const subject = readUscc(c.subject).ok ? c.subject : ''
  const content: InquiryContent = { ...c, subject, purpose: c.purpose.slice(0, 100), sequence: await store.takeSequence(tx) }
  // About no organisation as far as the log is concerned: being asked about changes nothing of it, and must not show in what the public reads.
  const { firstAct, head } = await appendActs(tx, ports, {
    kind: c.refusal === null ? 'inquiry.answered' : 'inquiry.refused', ...doer(by), rules, acts: [{ subject: '', content: canonicalJson(contentOf(content)) }],
  })
  await store.addInquiry(tx, rowOf(content, firstAct, head))
  const given = givenBy(content)
  if (given !== null) await noteReceived(tx, { ...given, act: firstAct, on: head.on })
  return { sequence: content.sequence, act: firstAct, at: head.at }
}

const rowOf = (c: InquiryContent, act: number, head: { readonly account?: string; readonly at: string; readonly on: string }): store.InquiryRow => ({
  sequence: c.sequence, act_id: act, outcome: c.refusal === null ? 'answered' : 'refused', inquirer_kind: c.inquirer.kind, inquirer_code: c.inquirer.code,
  client_id: c.client, account: head.account ?? null, channel: c.channel, subject_code: c.subject, ground: c.ground, purpose: c.purpose, stated: c.stated,
  reference: c.reference, shown: c.held ?? c.shown.length, receipt: c.receipt, refusal: c.refusal, asked_at: head.at, asked_on: head.on,
})

export const projectInquiry: ManyProjector = {
  apart: 'inquiries',
  async many(tx, acts) {
    const read = acts.map(({ actId, content, group }) => ({ actId, head: group.head, content: JSON.parse(content) as InquiryContent }))
    await store.addInquiries(tx, read.map(({ actId, head, content }) => rowOf(content, actId, head)))
    await projectReceived(tx, read.flatMap(({ actId, head, content }) => {
      const given = givenBy(content)
      return given === null ? [] : [{ ...given, act: actId, on: head.on, at: head.at }]
    }))
  },
}

/** Lines that are gone: numbers missing in what organisations read, and numbers no act bears. None on a sound register. @source gd-20-2, js-39-3, hn-20 */
export async function inquiryGaps(db: Db): Promise<{ readonly lines: readonly number[]; readonly acts: readonly number[] }> {
  const { table, acts } = await store.sequences(db)
  const newest = Math.max(0, table.at(-1) ?? 0, acts.at(-1) ?? 0)
  return { lines: missingNumbers(table, newest), acts: missingNumbers(acts, newest) }
}

export { whoLooked } from './store.ts'
