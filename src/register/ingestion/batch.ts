/**
 * One batch of a delivery: one transaction, in which rows become acts and records, and the delivery moves on.
 * Whatever dies in between leaves the batch undone as a whole; the next start reads it again.
 */
import { openGroup, takeActNumbers } from '../../acts/append.ts'
import { type ActKind, saltBytes } from '../../acts/act.ts'
import { type ActLines, actLines } from '../../acts/lines.ts'
import { copyBytes, copyLines, copyRows } from '../../database/copy.ts'
import type { Tx } from '../../database/db.ts'
import { displayStamp } from '../../law/in-force.ts'
import type { RuleId } from '../../law/types.ts'
import type { Ports } from '../../ports.ts'
import { jsonbOf } from '../../text/jsonb.ts'
import type { CatalogItem } from '../catalog/types.ts'
import { factsOf, withRestoration } from '../records/facts.ts'
import { closedDigest, contentAround, factsText, type RecordRow } from '../records/record.ts'
import { recordTarget, restOfRow, startRow } from '../records/rows/store.ts'
import { projectDates } from '../records/dates.ts'
import { holdStatements, noteLetIn } from '../boundary/stated/reliance/acts.ts'
import { newestOf } from '../boundary/stated/store.ts'
import { followDelivery } from '../boundary/stated/withdrawal/acts.ts'
import { recordsMoved } from '../recall/acts.ts'
import { shieldArrivals, shieldsOver } from '../restoration/shield/acts.ts'
import { applyRegistration, mentionLines, type Mention, nameTarget, subjectTarget } from '../subjects/acts.ts'
import { readRegistration } from '../subjects/registration.ts'
import { normalName } from '../subjects/name.ts'
import { countFindings } from './counts/store.ts'
import * as store from './store.ts'
import type { RowFinding } from './findings.ts'
import type { PreparedRow } from './prepare.ts'
import { closedJsonAt, deliveredAs, hasClosed, saltRoom, type SealedRows, sealer, valuesJsonOf } from './sealed.ts'

/** `cells`, `findings`: as JSON from the start. A row of many columns with a fault in each is hundreds of objects, and thousands of rows wait for their batch. */
export type ReturnedRow = { readonly rowNumber: number; readonly cells: string; readonly findings: string }
export type RefusedRow = { readonly rowNumber: number; readonly rowHash: Buffer; readonly findings: string }
export type Batch = {
  readonly rows: SealedRows
  /** cells of a row from what `deliveredAs` says of it */
  readonly cellsOf: (delivered: string) => Record<string, string>
  readonly returned: readonly ReturnedRow[]
  readonly refused: readonly RefusedRow[]
  /** the delivery's position once this batch is committed */
  readonly rowsRead: number
  readonly bytesRead: number
}
export type DeliveryJob = {
  readonly deliveryId: string
  readonly unitCode: string
  readonly item: CatalogItem
  readonly generated: boolean
  /** rule of the regulation in force that makes the code the key; null where it has none */
  readonly keyRule: RuleId | null
  /** day until which a returned row waits for its correction; null = not set */
  readonly keepReturnedUntil: string | null
}
/** What the register holds of the rows of a batch: to be looked up, or taken to be nothing until the database says otherwise (`heldAlready`). */
export type Expecting = 'unknown' | 'nothing-held'
export type BatchOutcome = { accepted: number; recognised: number; changed: number; returned: number; refused: number }

/** What a record of this batch will be once all its rows are read: the last version wins the projection. `row` is its number in the batch. */
type Pending = {
  recordId: number; readonly fresh: boolean; row: number; version: number; readonly received: string | null; readonly restoredOn: string | null
  actId: number; group: number
}
type Change = { readonly row: number; readonly pending: Pending; readonly version: number }

/** The batch before this one, which may still be on its way into the database on another connection. */
export type Before = { readonly committed: Promise<unknown>; readonly rows: Pick<SealedRows, 'subjects' | 'firstOf'> }

/**
 * Lays prepared rows down for a batch, each with what the row of its record will hold should it be new.
 * @param arena where the bytes go; not used again before the batch is committed
 */
export function batchRows(ports: Pick<Ports, 'law' | 'today'>, item: CatalogItem, arena: Buffer, mostRows: number) {
  const law = ports.law()
  const day = ports.today()
  const received = day.toString()
  const stamp = displayStamp(law, received)
  const rows = sealer(arena, mostRows)
  return {
    ...rows,
    add(row: PreparedRow): void {
      rows.add(row, restOfRow({
        decided_on: row.facts.decidedOn, received_on: received, existence: 'held', law: stamp, facts: factsText(row.facts),
        ...projectDates(item, row.facts, received, law, day),
      }))
    },
    get count() { return rows.count },
    get size() { return rows.size },
  }
}

/**
 * Two batches may be written at once; they are committed in their order, and one that speaks of the same organisation
 * (not held yet) or the same record as the one before waits until it sees what that one wrote.
 *
 * @returns counts, whether any of its records was held before (`met`), and whether it brought names not held before (`named`)
 * @throws `heldAlready`, where nothing was to be held: the batch is done again after a look
 */
export async function commitBatch(
  tx: Tx, ports: Ports, job: DeliveryJob, batch: Batch, before: Before | null = null, expecting: Expecting = 'unknown',
): Promise<BatchOutcome & { readonly met: boolean; readonly named: boolean }> {
  const { item, unitCode, deliveryId } = job
  const { rows } = batch
  const returned: ReturnedRow[] = [...batch.returned]
  const ended = await holdStatements(tx, [...rows.relies.values()].flat())
  const lookUp = async (look: Expecting = 'unknown') => ({
    names: await store.namesOf(tx, [...rows.subjects].sort()),
    held: look === 'unknown' ? await store.heldRecords(tx, item.id, unitCode, rows.codes, rows.identities) : new Map<string, never>(),
  })
  let { names, held }: Awaited<ReturnType<typeof lookUp>> = await lookUp(expecting)
  if (before !== null && speaksOfSame(rows, before.rows, names)) {
    await before.committed
    ;({ names, held } = await lookUp())
  }
  // Whoever shields an organisation's records locks in this order too: the restructuring, then records.
  const shields = item.nature === 'untrustworthiness' ? await shieldsOver(tx, rows.subjects) : []
  const differing = recordsDiffering(rows, held)
  if (differing.length > 0) {
    // What will be changed is looked at once more when nobody else can change, withdraw or destroy it any more.
    await store.holdRecords(tx, differing)
    ;({ names, held } = await lookUp())
  }

  const mentions = new Map<string, Mention>()
  /** by the first row that speaks of the record */
  const pending = new Map<number, Pending>()
  /** the row a record came in with: a later one may have changed it already */
  const accepted: { readonly row: number; readonly pending: Pending }[] = []
  const changed: Change[] = []
  /** rows that bring what a record held before this batch says already */
  const again: { readonly row: number; readonly recordId: number }[] = []
  let recognised = 0
  const giveBack = (i: number, finding: Omit<RowFinding, 'row'>) => {
    const row = rows.rowNumbers[i]!
    returned.push({ rowNumber: row, cells: jsonbOf(batch.cellsOf(deliveredAs(rows, i))), findings: jsonbOf([{ ...finding, row } as RowFinding]) })
  }

  for (let i = 0; i < rows.count; i++) {
    const code = rows.codes[i]!
    const written = rows.names[i]!
    const known = names.get(code)
    if (known === undefined) {
      if (written === null) {
        giveBack(i, { code: 'organisation-unknown', column: item.subject.code, rule: job.keyRule, facts: { code } })
        continue
      }
      const normal = normalName(written)
      const registeredOn = item.nature === 'basic' ? { registeredOn: readRegistration(code, valuesOf(rows, i)).establishedOn } : {}
      mentions.set(code, { code, name: written, normal, ...registeredOn })
      names.set(code, normal)
    } else if (written !== null && item.nature !== 'basic' && known !== written && !bears(known, normalName(written))) {
      // The code is the only key; a name that is none of the organisation's says that one of the two is wrong.
      giveBack(i, { code: 'name-does-not-fit-code', column: item.subject.name ?? item.subject.code, rule: job.keyRule, facts: { code } })
      continue
    }
    const key = rows.keys[i]!
    const first = rows.firstOf.get(key)!
    const earlier = first === i ? undefined : pending.get(first)
    if (earlier) {
      if (valuesJsonOf(rows, earlier.row) === valuesJsonOf(rows, i) && closedJsonAt(rows, earlier.row) === closedJsonAt(rows, i)) recognised++
      else {
        earlier.row = i
        changed.push({ row: i, pending: earlier, version: ++earlier.version })
      }
      continue
    }
    const stored = held.size === 0 ? undefined : held.get(key)
    if (stored === undefined) {
      const p: Pending = { recordId: 0, fresh: true, row: i, version: 1, received: null, restoredOn: null, actId: 0, group: 0 }
      pending.set(first, p)
      accepted.push({ row: i, pending: p })
    } else if (stored.existence !== 'held') {
      // Withdrawn, revoked or erased: a repeated delivery does not bring it back, the same or altered.
      giveBack(i, {
        code: 'record-was-withdrawn', column: item.basis.documentNumber ?? item.basis.date,
        rule: ports.law().pack.display.afterEnd[0] ?? null, facts: { record: String(stored.recordId) },
      })
    } else if (stored.valuesJson === valuesJsonOf(rows, i) && stored.closedJson === closedJsonAt(rows, i)) {
      recognised++
      again.push({ row: i, recordId: stored.recordId })
    } else {
      const { recordId, received, restoredOn } = stored
      const p: Pending = { recordId, fresh: false, row: i, version: stored.version + 1, received, restoredOn, actId: 0, group: 0 }
      pending.set(first, p)
      changed.push({ row: i, pending: p, version: p.version })
    }
  }

  // What lies side by side in an index comes side by side: a sixth less work for PostgreSQL.
  accepted.sort((a, b) => (rows.codes[a.row]! < rows.codes[b.row]! ? -1 : rows.codes[a.row] === rows.codes[b.row] ? a.row - b.row : 1))
  const groups: Group[] = []
  if (mentions.size > 0) groups.push(...(await mentionGroups(tx, ports, job, [...mentions.values()])))
  const counts = accepted.length + changed.length
  if (counts > 0) {
    const first = await takeActNumbers(tx, counts)
    accepted.forEach(({ pending: p }, i) => { p.recordId = p.actId = first + i; p.group = first })
    changed.forEach(({ pending: p }, i) => { p.actId = first + accepted.length + i; p.group = first + accepted.length })
    const add = recordActs(job, rows, ports.randomBytes(saltBytes * counts))
    if (accepted.length > 0) {
      const group = openLines(ports, job, 'record.accepted', first, accepted.length)
      for (const { row } of accepted) add(group, row)
      groups.push(group)
    }
    if (changed.length > 0) {
      const group = openLines(ports, job, 'record.changed', first + accepted.length, changed.length)
      for (const { row, pending: p, version } of changed) add(group, row, p.recordId, version)
      groups.push(group)
    }
  }
  await writeGroups(tx, groups)

  const lines = copyBytes()
  for (const { pending: p } of accepted) {
    startRow(lines, rows.codes[p.row]!, p.recordId, item.id, unitCode, rows.identities[p.row]!, p.version, p.actId, p.group)
    const [from, to] = [rows.at[5 * p.row + 2]!, rows.at[5 * p.row + 3]!]
    lines.room(to - from)
    lines.bytes(rows.bytes, from, to)
  }
  const renewed = [...pending.values()].filter((p) => !p.fresh).map((p) => renewedRecord(ports, job, rows, p))
  if (accepted.length > 0) await copyRows(tx.client, recordTarget, lines.chunks)
  lines.release()
  if (shields.length > 0 && accepted.length > 0) {
    await shieldArrivals(tx, ports, shields, accepted.map(({ pending: { row, recordId } }) => (
      { subject: rows.codes[row]!, record: recordId, decidedOn: factsOf(item, valuesOf(rows, row)).decidedOn })))
  }
  if (renewed.length > 0) {
    await store.renewRecords(tx, renewed)
    const moved = renewed.map((r) => ({ subject: r.subject_code, record: r.record_id, act: r.act_id }))
    await recordsMoved(tx, ports, { moved, because: 'corrected', rules: [] })
  }
  await followStatements(tx, ports, job, rows, ended, accepted, changed, again)
  if (item.nature === 'basic') {
    await applyRegistration(tx, ports, unitCode, deliveryId, [...pending.values()].map(({ row }) => readRegistration(rows.codes[row]!, valuesOf(rows, row))))
  }
  if (returned.length > 0) await store.keepReturned(tx, deliveryId, returned, job.keepReturnedUntil)
  if (batch.refused.length > 0) await store.keepRefused(tx, deliveryId, batch.refused)

  const outcome: BatchOutcome = { accepted: accepted.length, recognised, changed: changed.length, returned: returned.length, refused: batch.refused.length }
  // The position moves in the order of the file: a crash between two batches must not skip the first.
  await before?.committed
  await store.moveDelivery(tx, deliveryId, batch.rowsRead, batch.bytesRead, outcome)
  const findingsOf = (some: readonly { readonly findings: string }[]) => some.map((row) => JSON.parse(row.findings) as RowFinding[])
  await countFindings(tx, deliveryId, 'returned', findingsOf(returned))
  await countFindings(tx, deliveryId, 'refused', findingsOf(batch.refused))
  return { ...outcome, met: held.size > 0, named: mentions.size > 0 || item.nature === 'basic' }
}

/** Records that are held with other values than a row says. */
function recordsDiffering(rows: SealedRows, held: Awaited<ReturnType<typeof store.heldRecords>>): { subject: string; record: number }[] {
  if (held.size === 0) return []
  const found = new Map<number, string>()
  for (let i = 0; i < rows.count; i++) {
    const stored = held.get(rows.keys[i]!)
    if (stored?.existence !== 'held' || (stored.valuesJson === valuesJsonOf(rows, i) && stored.closedJson === closedJsonAt(rows, i))) continue
    found.set(stored.recordId, rows.codes[i]!)
  }
  return [...found].map(([record, subject]) => ({ subject, record }))
}

/** A record under one of the identities stands in the register: its index refused another. */
export const heldAlready = (error: unknown): boolean => {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return code === '23505' && constraint === 'record_identity'
}

const valuesOf = (rows: SealedRows, i: number) => JSON.parse(valuesJsonOf(rows, i)) as Record<string, string>
/** @param known normal names, one a line */
const bears = (known: string, name: string): boolean => known === name || (known.includes('\n') && known.split('\n').includes(name))

function speaksOfSame(rows: SealedRows, before: Before['rows'], names: ReadonlyMap<string, string>): boolean {
  for (const key of rows.firstOf.keys()) if (before.firstOf.has(key)) return true
  if (names.size < rows.subjects.size) for (const code of rows.subjects) if (!names.has(code) && before.subjects.has(code)) return true
  return false
}

/** Lays acts of records down: what the catalog keeps from the public stands apart, under a salt of its own. */
function recordActs({ item }: DeliveryJob, rows: SealedRows, salts: Buffer) {
  const saltsHex = salts.toString('hex')
  let n = 0
  return (to: Group, row: number, record?: number, version?: number): void => {
    const [values, closed, rest] = [rows.at[5 * row]!, rows.at[5 * row + 1]!, rows.at[5 * row + 2]!]
    const has = rest > closed
    if (has) salts.copy(rows.bytes, closed, n * saltBytes, (n + 1) * saltBytes)
    const around = contentAround({
      item: item.id, itemVersion: item.version, subject: rows.codes[row]!, identity: rows.identities[row]!,
      closedDigest: has ? closedDigest(rows.bytes.subarray(closed, rest)) : null, record, version,
    })
    to.lines.addParts({
      subject: rows.codes[row]!, ...around, values: { of: rows.bytes, from: values, to: closed },
      closedSalt: has ? saltsHex.slice(n * 2 * saltBytes, (n + 1) * 2 * saltBytes) : '',
      closed: has ? { of: rows.bytes, from: closed + saltRoom, to: rest } : null,
    })
    n++
  }
}

/**
 * Links what came in by statements that no person is meant, and shows again what a withdrawn statement had hidden and now passed.
 * A row that says what its record says already stands on a statement no less: the words were looked at once more.
 */
async function followStatements(
  tx: Tx, ports: Ports, { unitCode, deliveryId }: DeliveryJob, rows: SealedRows, ended: ReadonlySet<number>,
  accepted: readonly Omit<Change, 'version'>[], changed: readonly Change[], again: readonly { readonly row: number; readonly recordId: number }[],
): Promise<void> {
  const of = (row: number, recordId: number) => ({ subject: rows.codes[row]!, record: recordId })
  const firstChange = changed[0]?.pending.group ?? 0
  // Nearly every batch stands on none: nothing is made for its rows.
  const relying = <T extends { readonly row: number }>(all: readonly T[]): readonly T[] => (rows.relies.size === 0 ? [] : all)
  const written = [
    ...relying(accepted).map(({ row, pending: p }) => ({ row, act: p.recordId, kind: 'record.accepted' as const, ...of(row, p.recordId) })),
    ...relying(changed).map(({ row, pending: p }, i) => ({ row, act: firstChange + i, kind: 'record.changed' as const, ...of(row, p.recordId) })),
  ].filter(({ row }) => rows.relies.has(row))
  const repeated = relying(again).filter(({ row }) => rows.relies.has(row)).map(({ row, recordId }) => ({ row, ...of(row, recordId) }))
  const newest = repeated.length === 0 ? [] : await newestOf(tx, repeated)
  const stands = repeated.map((r, i) => ({ ...r, act: newest[i]!.act_id, kind: newest[i]!.version === 1 ? 'record.accepted' as const : 'record.changed' as const }))
  const letIn = [...written, ...stands]
    .flatMap(({ row, ...what }) => rows.relies.get(row)!.map((statement) => ({ ...what, statement })))
  await noteLetIn(tx, ports, unitCode, letIn, deliveryId)
  const renewed = changed.filter(({ pending: p }) => !p.fresh)
  const passed = [...again.map((a) => of(a.row, a.recordId)), ...renewed.map(({ row, pending: p }) => of(row, p.recordId))]
  await followDelivery(tx, ports, unitCode, ended, letIn, passed)
}

/** A record already held, in its new version: its dates count from the day it was first received. */
function renewedRecord(ports: Ports, { item, unitCode }: DeliveryJob, rows: SealedRows, p: Pending): RecordRow {
  const day = ports.today()
  const closed = hasClosed(rows, p.row) ? (JSON.parse(closedJsonAt(rows, p.row)) as Record<string, string>) : {}
  // An identity holds the document: what was restored stays so until there is another one.
  const facts = withRestoration(factsOf(item, { ...valuesOf(rows, p.row), ...closed }), p.restoredOn)
  const received = p.received ?? day.toString()
  return {
    subject_code: rows.codes[p.row]!, record_id: p.recordId, item_id: item.id, provider_code: unitCode, identity: rows.identities[p.row]!,
    version: p.version, act_id: p.actId, act_group: p.group, decided_on: facts.decidedOn, received_on: received, existence: 'held',
    ...projectDates(item, facts, received, ports.law(), day), law: displayStamp(ports.law(), day.toString()), facts: factsText(facts),
  }
}

// ── Acts by COPY ───────────────────────────────────────────────────────────────────────────────────────────────────

export type Group = {
  readonly kind: ActKind
  readonly firstAct: number
  readonly count: number
  readonly head: string
  readonly at: string
  readonly lines: ActLines
}

/** Opens a group of `count` acts; the caller adds them. */
function openLines(ports: Ports, job: DeliveryJob, kind: ActKind, firstAct: number, count: number): Group {
  const { text, at } = openGroup(ports, { kind, actor: job.unitCode, rules: [], delivery: job.deliveryId })
  return { kind, firstAct, count, head: text, at, lines: actLines(text, firstAct, ports.randomBytes(saltBytes * count)) }
}

async function mentionGroups(tx: Tx, ports: Ports, job: DeliveryJob, mentions: readonly Mention[]): Promise<Group[]> {
  const first = await takeActNumbers(tx, mentions.length)
  const { subjects, names, contents } = mentionLines(mentions, first, job.generated)
  await copyLines(tx.client, subjectTarget, subjects)
  await copyLines(tx.client, nameTarget, names)
  const registered = openLines(ports, job, 'subject.registered', first, contents.length)
  for (const { subject, content } of contents) registered.lines.add(subject, content)
  return [registered]
}

export async function writeGroups(tx: Tx, groups: readonly Group[]): Promise<void> {
  for (const g of groups) {
    await tx.run`
      insert into act_group (first_act, acts, kind, head, entries, recorded_at)
      values (${g.firstAct}, ${g.count}, ${g.kind}, ${g.head}, ${g.lines.entries}, ${g.at})`
    await tx.run`insert into log_pending (first_act) values (${g.firstAct})`
  }
  if (groups.length > 0)
    await copyRows(tx.client, 'act (subject_code, act_id, salt, content, closed)', groups.flatMap((g) => [...g.lines.chunks]))
  for (const g of groups) g.lines.release()
}
