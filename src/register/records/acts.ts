/** Records from their acts: projecting, and the one act on a record that is no delivery's, its withdrawal. */
import { appendActs } from '../../acts/append.ts'
import { canonicalJson, type Doer, doer } from '../../acts/act.ts'
import { type Attempt, type ManyProjector, type ProjectedAct, type Projector, readCursor } from '../../acts/rebuild.ts'
import type { Tx } from '../../database/db.ts'
import { displayStamp } from '../../law/in-force.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Law, RuleId } from '../../law/types.ts'
import type { Ports } from '../../ports.ts'
import { type Actor, mayAct, type RoleRefusal } from '../../identity/roles.ts'
import { personalDataIn } from '../boundary/texts.ts'
import { serveWhereAsked } from '../notices/acts.ts'
import { documentFacts } from '../notices/notice.ts'
import { findItem } from '../catalog/find-item.ts'
import type { CatalogItem } from '../catalog/types.ts'
import { recordMoved, recordsMoved } from '../recall/acts.ts'
import { projectDates } from './dates.ts'
import { factsFrom, factsOf, type StoredFacts, withRestoration, withStatus } from './facts.ts'
import { closedJsonOf, factsText, type RecordContent, type RecordRow } from './record.ts'
import { putRecords } from './rows/store.ts'
import * as store from './store.ts'

/** `personal-data`: the reason or the document's number holds what must not enter; facts: where */
export type WithdrawalRefusal = RoleRefusal | 'record-unknown' | 'already-withdrawn' | 'reason-missing' | 'personal-data'

/**
 * The unit that delivered a record takes it back, with its reason; a repeated delivery of the same document will not
 * restore it. Nobody else may, the platform's own work body least of all.
 * @param w.provider code of the acting unit, or `operator`
 * @param w.account  number of the account of the member who acts; left out for a machine client
 * @source js-21, ln-9
 */
export async function withdrawRecord(
  ports: Ports,
  w: { subject: string; record: number; provider: string; account?: string | undefined; reason: string; document: string | null; rule: RuleId | null },
): Promise<Outcome<null, WithdrawalRefusal>> {
  if (w.reason.trim() === '') return refuse('reason-missing', w.rule)
  const personal = personalDataIn({ reason: w.reason, document: w.document ?? '' }, ports)
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  return ports.database.transaction(async (tx) => {
    const row = await store.recordForChange(tx, w.subject, w.record)
    if (row === null) return refuse('record-unknown', null, { record: String(w.record) })
    const actor: Actor = w.provider === 'operator' ? { role: 'operator' } : { role: 'unit', code: w.provider }
    const may = mayAct(actor, { deed: 'change-determination', determinedBy: row.provider_code }, ports.law())
    if (!may.ok) return may
    const by = w.account === undefined ? w.provider : { actor: w.provider, account: w.account }
    const rules = w.rule === null ? [] : [w.rule]
    const withdrawn = await withdrawIn(tx, ports, by, { ...w, rules })
    // What an organisation takes back of its own it need not be told.
    if (withdrawn.ok && w.provider !== w.subject) await tellWithdrawn(tx, ports, by, row, { reason: w.reason, rules })
    return withdrawn
  })
}

/** The letter that goes with a withdrawal, in its transaction. @param row the record as it was */
export async function tellWithdrawn(
  tx: Tx, ports: Ports, by: Doer, row: Pick<RecordRow, 'subject_code' | 'record_id' | 'facts'>, w: { readonly reason: string; readonly rules: readonly RuleId[] },
): Promise<void> {
  const { documentNumber } = factsFrom(row.facts)
  await serveWhereAsked(tx, ports, by, {
    template: 'record-withdrawn', to: row.subject_code, about: { subject: row.subject_code, record: row.record_id, case: null }, rules: w.rules,
    facts: { ...documentFacts(documentNumber, row.record_id), day: ports.today().toString(), reasons: w.reason },
  })
}

/** Takes a record back inside the transaction of what that follows from. That the actor may is the caller's to know. */
export async function withdrawIn(
  tx: Tx, ports: Ports, by: Doer,
  w: { subject: string; record: number; reason: string; document: string | null; rules: readonly RuleId[] },
): Promise<Outcome<null, 'record-unknown' | 'already-withdrawn'>> {
  const row = await store.recordForChange(tx, w.subject, w.record)
  if (row === null) return refuse('record-unknown', null, { record: String(w.record) })
  if (row.existence !== 'held') return refuse('already-withdrawn', null, { record: String(w.record) })
  const { firstAct } = await appendActs(tx, ports, {
    kind: 'record.withdrawn', ...doer(by), rules: w.rules,
    acts: [{ subject: w.subject, content: canonicalJson({ document: w.document, reason: w.reason, record: w.record }) }],
  })
  await store.withdraw(tx, w.subject, w.record)
  await recordMoved(tx, ports, { subject: w.subject, records: [w.record], because: 'withdrawn', act: firstAct, rules: w.rules })
  return ok(null)
}

/**
 * After an organisation's registration ended, or stood again: its registration records' dates follow, and a display that
 * thereby ends today or ended before does so by an act.
 * @param changed organisations whose status has just changed
 * @param renewed those whose registration had ended before, and whose record was just delivered again
 * @source nat-catalog-registration
 */
export async function followStatus(tx: Tx, ports: Ports, changed: ReadonlySet<string>, renewed: readonly string[]): Promise<void> {
  const law = ports.law()
  const items = new Map(law.catalog.filter((item) => item.display.by === 'registration').map((item) => [item.id, item]))
  const rows = (await store.registrationRecords(tx, [...changed, ...renewed], [...items.keys()])).map((row) => {
    const item = items.get(row.item_id)!
    const facts = withStatus(factsFrom(row.facts), item, row)
    return { row, facts, dates: projectDates(item, facts, row.received_on, law, ports.today()) }
  })
  if (rows.length === 0) return
  const ended = rows.filter(({ row, dates }) =>
    changed.has(row.subject_code) && row.display === 'on-display' && dates.display === 'ended' && dates.display_starts_on! < dates.display_ends_on!)
  for (const [on, ofDay] of Map.groupBy(ended, ({ dates }) => dates.display_ends_on!)) {
    const { firstAct } = await appendActs(tx, ports, {
      kind: 'record.expired', actor: 'operator', rules: [], on: Temporal.PlainDate.from(on),
      acts: ofDay.map(({ row }) => ({ subject: row.subject_code, content: canonicalJson({ on, record: row.record_id }) })),
    })
    await recordsMoved(tx, ports, {
      moved: ofDay.map(({ row }, i) => ({ subject: row.subject_code, record: row.record_id, act: firstAct + i })), because: 'expired', rules: [],
    })
  }
  await store.setAll(tx, rows.map(({ row, facts, dates }) => ({
    subject_code: row.subject_code, record_id: row.record_id, decided_on: facts.decidedOn, facts: factsText(facts),
    law: displayStamp(law, ports.today().toString()), ...dates,
  })))
}

// ── Projecting from acts ───────────────────────────────────────────────────────────────────────────────────────────

/** Until every act is in, a record stands without dates; in the place of its facts stands what they will be drawn from. */
const undated = {
  display: 'not-displayed',
  display_starts_on: null,
  display_ends_on: null,
  usable: false,
  retention_ends_on: null,
  law: '',
} as const
/** Canonical JSON has no line ends of its own. */
const drawnFrom = ({ content, closed = null }: ProjectedAct): string => `${closedJsonOf(closed)}\n${content}`

export const projectAccepted: ManyProjector = { async many(tx, acts) {
  await putRecords(tx, acts.map((act): RecordRow => {
    const { item, identity } = JSON.parse(act.content) as RecordContent
    const { firstAct, head } = act.group
    return {
      ...undated, facts: drawnFrom(act), subject_code: act.subject, record_id: act.actId, item_id: item, provider_code: head.actor, identity, version: 1,
      act_id: act.actId, act_group: firstAct, decided_on: head.on, received_on: head.on, existence: 'held',
    }
  }))
} }
export const projectChanged: ManyProjector = { async many(tx, acts) {
  await store.pointAll(tx, acts.map((act) => {
    const { record, version } = JSON.parse(act.content) as RecordContent
    return { subject: act.subject, record: record!, version: version!, act: act.actId, group: act.group.firstAct, facts: drawnFrom(act) }
  }))
} }
/** A display that began, ended or was computed anew tells on which day its dates were looked at, maybe before that day was closed. */
export const projectLookedAt: ManyProjector = { apart: 'looked-at', async many(tx, acts) {
  await store.noteLookedAt(tx, acts.map((act) => (
    { subject: act.subject, record: (JSON.parse(act.content) as { record: number }).record, at: act.group.head.at })))
} }
export const projectWithdrawn: Projector = async (tx, _group, acts) => {
  for (const act of acts) await store.withdraw(tx, act.subject, (JSON.parse(act.content) as { record: number }).record)
}

const portion = 4000
/**
 * The dates of every record as the daily run and later deliveries left them: under the law now loaded, on the last day
 * closed, or on the day of the record's newest version, or on which its display began or ended, where that is later.
 */
export async function recomputeAll(tx: Tx, ports: Ports, attempt: Attempt): Promise<void> {
  const closed = await store.lastDayClosed(tx) ?? ''
  await store.openDated(tx)
  const law = ports.law()
  // Many records share a head, a day, an item.
  const known = {
    on: once((head: string) => (JSON.parse(head) as { on: string }).on),
    day: once((on: string) => ({ date: Temporal.PlainDate.from(on), stamp: displayStamp(law, on) })),
    item: once((id: string) => {
      const item = findItem(law, id, ports.today())
      if (!item.ok) throw new Error(`the catalog no longer has the item ${id}`)
      return item.value
    }),
  }
  const put = (rows: readonly store.UndatedRow[]) => attempt(rows, (row) => row.record_id, (some) => (
    putRecords(tx, some.map((row) => datedRow(law, known, row, closed)), store.datedTable)))
  let rows: store.UndatedRow[] = []
  for await (const row of readCursor<store.UndatedRow>(tx, store.undatedCursor)) {
    rows.push(row)
    if (rows.length < portion) continue
    await put(rows)
    rows = []
  }
  if (rows.length > 0) await put(rows)
  await store.takeDated(tx)
}

type Known = {
  readonly on: (head: string) => string; readonly day: (on: string) => { date: Temporal.PlainDate; stamp: string }; readonly item: (id: string) => CatalogItem
}

function datedRow(law: Law, known: Known, row: store.UndatedRow, closed: string): RecordRow {
  const item = known.item(row.item_id)
  const line = row.facts.indexOf('\n')
  const open = (JSON.parse(row.facts.slice(line + 1)) as RecordContent).values
  const values = line === 0 ? open : { ...open, ...JSON.parse(row.facts.slice(0, line)) as Record<string, string> }
  const facts: StoredFacts = withRestoration(withStatus(factsOf(item, values), item, row), row.restored_on)
  const changedOn = known.on(row.head)
  const movedOn = facts.deregisteredOn === undefined || row.status_head === null ? changedOn : known.on(row.status_head)
  const day = [closed, changedOn, movedOn, row.restored_on ?? '', row.looked_at ?? ''].reduce((latest, on) => (on > latest ? on : latest))
  const { date, stamp } = known.day(day)
  const dates = projectDates(item, facts, row.received_on, law, date)
  const withdrawn = row.existence === 'held' ? {} : { display: 'not-displayed', usable: false } as const
  return { ...row, decided_on: facts.decidedOn, facts: factsText(facts), law: stamp, ...dates, ...withdrawn }
}

function once<T>(of: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>()
  return (key) => {
    let value = known.get(key)
    if (value === undefined) known.set(key, (value = of(key)))
    return value
  }
}
