/**
 * One batch of a delivery: one transaction, in which rows become acts and records, and the delivery moves on.
 * Whatever dies in between leaves the batch undone as a whole; the next start reads it again.
 */
import { openGroup, takeActNumbers } from '../../acts/append.ts'
import { type ActKind, saltBytes } from '../../acts/act.ts'
import { type ActLines, actLines } from '../../acts/lines.ts'
import { copyLines } from '../../database/copy.ts'
import type { Tx } from '../../database/db.ts'
import { displayStamp } from '../../law/in-force.ts'
import type { RuleId } from '../../law/types.ts'
import type { Ports } from '../../ports.ts'
import type { CatalogItem } from '../catalog/types.ts'
import { closeFields, factsText, recordContent, type RecordRow } from '../records/record.ts'
import { recordLine, recordTarget } from '../records/acts.ts'
import { projectDates } from '../records/dates.ts'
import { applyRegistration, mentionLines, type Mention, nameTarget, subjectTarget } from '../subjects/acts.ts'
import { readRegistration } from '../subjects/registration.ts'
import { normalName } from '../subjects/name.ts'
import * as store from './store.ts'
import type { RowFinding } from './findings.ts'
import type { PreparedRow } from './prepare.ts'

export type BatchRow = PreparedRow
export type ReturnedRow = { readonly rowNumber: number; readonly cells: Record<string, string>; readonly findings: readonly RowFinding[] }
export type RefusedRow = { readonly rowNumber: number; readonly rowHash: Buffer; readonly findings: readonly RowFinding[] }
export type Batch = {
  readonly rows: readonly BatchRow[]
  /** of each row: which record it speaks of (`keyOf`) */
  readonly keys: readonly string[]
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
export type BatchOutcome = { accepted: number; recognised: number; changed: number; returned: number; refused: number }

type Version = { readonly row: BatchRow; readonly version: number; readonly received: string | null }
/** What a record of this batch will be once all its rows are read: the last version wins the projection. */
type Pending = { recordId: number | null; readonly fresh: boolean; latest: Version; actId: number; group: number }

/** The batch before this one, which may still be on its way into the database on another connection. */
export type Before = {
  readonly committed: Promise<unknown>
  readonly subjects: ReadonlySet<string>
  readonly identities: ReadonlySet<string>
}

/** Subject and identity: within one unit's item, one record. */
export const keyOf = (row: BatchRow): string => `${row.subjectCode}\n${row.identity}`

/** What the batch after this one must know of it. */
export const beforeOf = (batch: Batch, committed: Promise<unknown>): Before => ({
  committed,
  subjects: new Set(batch.rows.map((row) => row.subjectCode)),
  identities: new Set(batch.keys),
})

/**
 * Two batches may be written at once; they are committed in their order, and one that speaks of the same organisation
 * (not held yet) or the same record as the one before waits until it sees what that one wrote.
 */
export async function commitBatch(tx: Tx, ports: Ports, job: DeliveryJob, batch: Batch, before: Before | null = null): Promise<BatchOutcome> {
  const { item, unitCode, deliveryId } = job
  const returned: ReturnedRow[] = [...batch.returned]
  const lookUp = async () => ({
    names: await store.namesOf(tx, [...new Set(batch.rows.map((row) => row.subjectCode))]),
    held: await store.heldRecords(tx, item.id, unitCode, batch.rows),
  })
  let { names, held } = await lookUp()
  if (
    before !== null &&
    batch.rows.some((row, i) => before.identities.has(batch.keys[i]!) || (before.subjects.has(row.subjectCode) && !names.has(row.subjectCode)))
  ) {
    await before.committed
    ;({ names, held } = await lookUp())
  }

  const mentions = new Map<string, Mention>()
  const pending = new Map<string, Pending>()
  const accepted: { row: BatchRow; pending: Pending }[] = []
  const changed: { row: BatchRow; pending: Pending; recordOf: () => number; version: number }[] = []
  let recognised = 0
  // An organisation's records often stand together in a file.
  const normals = new Map<string, string>()
  const normal = (written: string): string => {
    let name = normals.get(written)
    if (name === undefined) normals.set(written, (name = normalName(written)))
    return name
  }

  for (const [i, row] of batch.rows.entries()) {
    const known = names.get(row.subjectCode)
    const name = row.subjectName === null ? null : normal(row.subjectName)
    if (known === undefined) {
      if (name === null) {
        returned.push(giveBack(row, { code: 'organisation-unknown', column: item.subject.code, rule: job.keyRule, facts: { code: row.subjectCode } }))
        continue
      }
      mentions.set(row.subjectCode, {
        code: row.subjectCode,
        name: row.subjectName!,
        normal: name,
        ...(item.nature === 'basic'
          ? { registeredOn: readRegistration(row.subjectCode, JSON.parse(row.valuesJson) as Record<string, string>).establishedOn }
          : {}),
      })
      names.set(row.subjectCode, new Set([name]))
    } else if (name !== null && !known.has(name) && item.nature !== 'basic') {
      // The code is the only key; a name that is none of the organisation's says that one of the two is wrong.
      returned.push(
        giveBack(row, {
          code: 'name-does-not-fit-code',
          column: item.subject.name ?? item.subject.code,
          rule: job.keyRule,
          facts: { code: row.subjectCode },
        }),
      )
      continue
    }
    const key = batch.keys[i]!
    const earlier = pending.get(key)
    if (earlier) {
      if (sameValues(earlier.latest.row, row)) {
        recognised++
        continue
      }
      const version = earlier.latest.version + 1
      earlier.latest = { row, version, received: earlier.latest.received }
      changed.push({ row, pending: earlier, recordOf: () => earlier.recordId!, version })
      continue
    }
    const stored = held.get(key)
    if (stored === undefined) {
      const p: Pending = { recordId: null, fresh: true, latest: { row, version: 1, received: null }, actId: 0, group: 0 }
      pending.set(key, p)
      accepted.push({ row, pending: p })
    } else if (sameValues(stored, row)) {
      recognised++
    } else if (stored.existence !== 'held') {
      // Withdrawn, revoked or erased: a repeated delivery does not bring it back.
      returned.push(
        giveBack(row, {
          code: 'record-was-withdrawn',
          column: item.basis.documentNumber ?? item.basis.date,
          rule: ports.law().pack.display.afterEnd[0] ?? null,
          facts: { record: String(stored.recordId) },
        }),
      )
    } else {
      const p: Pending = {
        recordId: stored.recordId,
        fresh: false,
        actId: 0,
        group: 0,
        latest: { row, version: stored.version + 1, received: stored.received },
      }
      pending.set(key, p)
      changed.push({ row, pending: p, recordOf: () => stored.recordId, version: stored.version + 1 })
    }
  }

  const groups: Group[] = []
  if (mentions.size > 0) groups.push(...(await mentionGroups(tx, ports, job, [...mentions.values()])))

  const counts = accepted.length + changed.length
  if (counts > 0) {
    const first = await takeActNumbers(tx, counts)
    accepted.forEach(({ pending: p }, i) => {
      p.recordId = p.actId = first + i
      p.group = first
    })
    changed.forEach(({ pending: p }, i) => {
      p.actId = first + accepted.length + i
      p.group = first + accepted.length
    })
    const closedSalts = ports.randomBytes(saltBytes * counts)
    let n = 0
    const add = (to: Group, row: BatchRow, of?: { record: number; version: number }) => {
      const closed = row.closedJson === '' ? null : closeFields(row.closedJson, closedSalts.subarray(n * saltBytes, ++n * saltBytes))
      to.lines.add(
        row.subjectCode,
        recordContent({
          item: item.id,
          itemVersion: item.version,
          subject: row.subjectCode,
          identity: row.identity,
          valuesJson: row.valuesJson,
          closedDigest: closed?.digest ?? null,
          ...of,
        }),
        closed?.stored ?? null,
      )
    }
    if (accepted.length > 0) {
      const group = openLines(ports, job, 'record.accepted', first, accepted.length)
      for (const { row } of accepted) add(group, row)
      groups.push(group)
    }
    if (changed.length > 0) {
      const group = openLines(ports, job, 'record.changed', first + accepted.length, changed.length)
      for (const { row, recordOf, version } of changed) add(group, row, { record: recordOf(), version })
      groups.push(group)
    }
  }
  await writeGroups(tx, groups)

  const day = ports.today()
  const stamp = displayStamp(ports.law(), day.toString())
  const fresh: RecordRow[] = []
  const renewed: RecordRow[] = []
  for (const p of pending.values()) {
    const { row, version } = p.latest
    const receivedOn = p.fresh ? day.toString() : (p.latest.received ?? day.toString())
    const dates = projectDates(item, row.facts, receivedOn, ports.law(), day)
    const line: RecordRow = {
      subject_code: row.subjectCode,
      record_id: p.recordId!,
      item_id: item.id,
      provider_code: unitCode,
      identity: row.identity,
      version,
      act_id: p.actId,
      act_group: p.group,
      decided_on: row.facts.decidedOn,
      received_on: receivedOn,
      existence: 'held',
      ...dates,
      law: stamp,
      facts: factsText(row.facts),
    }
    ;(p.fresh ? fresh : renewed).push(line)
  }
  if (fresh.length > 0) await copyLines(tx.client, recordTarget, chunked(fresh, recordLine))
  if (renewed.length > 0) await store.renewRecords(tx, renewed)
  if (item.nature === 'basic') {
    await applyRegistration(
      tx,
      ports,
      unitCode,
      deliveryId,
      [...pending.values()].map(({ latest: { row } }) => readRegistration(row.subjectCode, JSON.parse(row.valuesJson) as Record<string, string>)),
    )
  }
  if (returned.length > 0) await store.keepReturned(tx, deliveryId, returned, job.keepReturnedUntil)
  if (batch.refused.length > 0) await store.keepRefused(tx, deliveryId, batch.refused)

  const outcome: BatchOutcome = {
    accepted: accepted.length,
    recognised,
    changed: changed.length,
    returned: returned.length,
    refused: batch.refused.length,
  }
  // The position moves in the order of the file: a crash between two batches must not skip the first.
  await before?.committed
  await store.moveDelivery(tx, deliveryId, batch.rowsRead, batch.bytesRead, outcome)
  return outcome
}

const sameValues = (a: { valuesJson: string; closedJson: string }, b: { valuesJson: string; closedJson: string }) =>
  a.valuesJson === b.valuesJson && a.closedJson === b.closedJson

function giveBack(row: BatchRow, finding: Omit<RowFinding, 'row'>): ReturnedRow {
  return { rowNumber: row.rowNumber, cells: row.cells(), findings: [{ ...finding, row: row.rowNumber } as RowFinding] }
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
  for (const { subject, content } of contents) registered.lines.add(subject, content, null)
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
    await copyLines(
      tx.client,
      'act (subject_code, act_id, salt, content, closed)',
      groups.flatMap((g) => [...g.lines.chunks]),
    )
}

function* joined(lines: readonly string[], most = 500): Iterable<string> {
  for (let i = 0; i < lines.length; i += most) yield lines.slice(i, i + most).join('')
}
const chunked = <T>(rows: readonly T[], line: (row: T) => string) => joined(rows.map(line))
