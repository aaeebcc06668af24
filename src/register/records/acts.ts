/** Records from their acts: projecting, and the one act on a record that is no delivery's, its withdrawal. */
import { appendActs } from '../../acts/append.ts'
import { canonicalJson, type Doer, doer } from '../../acts/act.ts'
import type { ManyProjector, Projector } from '../../acts/rebuild.ts'
import type { Tx } from '../../database/db.ts'
import { displayStamp } from '../../law/in-force.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { RuleId } from '../../law/types.ts'
import type { Ports } from '../../ports.ts'
import { type Actor, mayAct, type RoleRefusal } from '../../identity/roles.ts'
import { personalDataIn } from '../boundary/texts.ts'
import { serveWhereAsked } from '../notices/acts.ts'
import { documentFacts } from '../notices/notice.ts'
import { findItem } from '../catalog/find-item.ts'
import { recordMoved, recordsMoved } from '../recall/acts.ts'
import { projectDates } from './dates.ts'
import { factsOf, type StoredFacts, withRestoration, withStatus } from './facts.ts'
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
  const { documentNumber } = JSON.parse(row.facts) as StoredFacts
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
    const facts = withStatus(JSON.parse(row.facts) as StoredFacts, item, row)
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

/** Dates are written by `recomputeAll` once every act is in; until then a record stands without them. */
const undated = {
  display: 'not-displayed',
  display_starts_on: null,
  display_ends_on: null,
  usable: false,
  retention_ends_on: null,
  law: '',
  facts: '',
} as const

export const projectAccepted: ManyProjector = { async many(tx, acts) {
  await putRecords(tx, acts.map((act): RecordRow => {
    const { group } = act
    const content = JSON.parse(act.content) as RecordContent
    return {
      ...undated,
      subject_code: act.subject,
      record_id: act.actId,
      item_id: content.item,
      provider_code: group.head.actor,
      identity: content.identity,
      version: 1,
      act_id: act.actId,
      act_group: group.firstAct,
      decided_on: group.head.on,
      received_on: group.head.on,
      existence: 'held',
    }
  }))
} }
export const projectChanged: ManyProjector = { many: async (tx, acts) => void await store.pointAll(tx, acts.map((act) => {
  const { record, version } = JSON.parse(act.content) as RecordContent
  return { subject: act.subject, record: record!, version: version!, act: act.actId, group: act.group.firstAct }
})) }
/** A display that began, ended or was computed anew tells on which day its dates were looked at, maybe before that day was closed. */
export const projectLookedAt: ManyProjector = { apart: 'looked-at', many: async (tx, acts) => void await store.noteLookedAt(tx, acts.map((act) => (
  { subject: act.subject, record: (JSON.parse(act.content) as { record: number }).record, at: act.group.head.at }))) }
export const projectWithdrawn: Projector = async (tx, _group, acts) => {
  for (const act of acts) await store.withdraw(tx, act.subject, (JSON.parse(act.content) as { record: number }).record)
}

/**
 * The dates of every record as the daily run and later deliveries left them: under the law now loaded, on the last day
 * closed, or on the day of the record's newest version, or on which its display began or ended, where that is later.
 */
export async function recomputeAll(tx: Tx, ports: Ports): Promise<void> {
  const law = ports.law()
  const closed = await store.lastDayClosed(tx)
  await store.openLookedAt(tx)
  let [subject, record] = ['', 0]
  for (;;) {
    const rows = await store.recordsWithContent(tx, subject, record, 2000)
    const last = rows.at(-1)
    if (!last) return
    ;[subject, record] = [last.subject_code, last.record_id]
    await store.setAll(
      tx,
      rows.map((row) => {
        const item = findItem(law, row.item_id, ports.today())
        if (!item.ok) throw new Error(`the catalog no longer has the item ${row.item_id}`)
        const values = {
          ...(JSON.parse(row.content) as RecordContent).values,
          ...(JSON.parse(closedJsonOf(row.closed) || '{}') as Record<string, string>),
        }
        const facts: StoredFacts = withRestoration(withStatus(factsOf(item.value, values), item.value, row), row.restored_on)
        const changedOn = (JSON.parse(row.head) as { on: string }).on
        const movedOn = facts.deregisteredOn === undefined || row.status_head === null ? changedOn : (JSON.parse(row.status_head) as { on: string }).on
        const day = [closed ?? '', changedOn, movedOn, row.restored_on ?? '', row.looked_at ?? ''].reduce((latest, on) => (on > latest ? on : latest))
        const dates = projectDates(item.value, facts, row.received_on, law, Temporal.PlainDate.from(day))
        const withdrawn = row.existence === 'held' ? {} : { display: 'not-displayed', usable: false }
        return {
          subject_code: row.subject_code,
          record_id: row.record_id,
          decided_on: facts.decidedOn,
          facts: factsText(facts),
          law: displayStamp(law, day),
          ...dates,
          ...withdrawn,
        }
      }),
    )
  }
}
