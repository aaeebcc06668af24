/**
 * One returned row, corrected in place. It takes the way of any row of a file: read, boundary, fields, rules, batch; what
 * it becomes belongs to the delivery it came with, whose counts move with it in the same transaction.
 */
import { appendActs } from '../../../acts/append.ts'
import { canonicalJson } from '../../../acts/act.ts'
import type { Refusal } from '../../../law/outcome.ts'
import type { Ports } from '../../../ports.ts'
import { isBlanked } from '../../boundary/mask.ts'
import { appendStatement, mayState, type NewStatement, type StatedRefusal, statedBefore } from '../../boundary/stated/acts.ts'
import { exact, inColumn } from '../../boundary/stated/digest.ts'
import { findItem } from '../../catalog/find-item.ts'
import type { CatalogItem } from '../../catalog/types.ts'
import { settleNames } from '../../subjects/store.ts'
import { type By, byColumns, type DeliveryRefusal, mayDeliver } from '../acts.ts'
import { batchRows, commitBatch, type DeliveryJob } from '../batch.ts'
import { csvLine } from '../../../text/csv-line.ts'
import { isQuestioned, type RowFinding } from '../findings.ts'
import { cellsWritten, type PreparedRow } from '../prepare.ts'
import { keyRuleOf, preparerOf, scanOf } from '../preparer.ts'
import { delivery, type DeliveryRow } from '../store.ts'
import { countFindings } from '../counts/store.ts'
import { cellsByField } from './form.ts'
import * as store from './store.ts'

export type NewCorrection = {
  readonly unitCode: string
  readonly delivery: DeliveryRow
  readonly rowNumber: number
  /** by field name: what is written anew; every other cell stays as it was delivered */
  readonly cells: Readonly<Record<string, string>>
  /**
   * by field name: why the words in question there mean no person. It counts only for a cell that is written anew with it: nothing of
   * what the boundary found is kept, so whoever states it types the text again.
   */
  readonly statements?: Readonly<Record<string, string>>
  readonly by: By
}

export type Correction =
  | { readonly kind: 'corrected'; readonly row: store.CorrectedRow }
  /** faults remain: nothing was registered, the row waits as it was */
  | { readonly kind: 'still-returned'; readonly findings: readonly RowFinding[] }
  /** the boundary keeps what was written out: nothing of it was kept, the row waits as it was */
  | { readonly kind: 'refused'; readonly findings: readonly RowFinding[] }
  /** a statement cannot be made so: its reason is missing, or tells of a person itself */
  | { readonly kind: 'statement-refused'; readonly field: string; readonly refusal: Refusal<StatedRefusal> }
  | { readonly kind: 'corrected-before'; readonly row: store.CorrectedRow }
  | { readonly kind: 'unknown' }
  /** the unit may no longer deliver this */
  | { readonly kind: 'may-not'; readonly refusal: Refusal<DeliveryRefusal> }

/** Ends the transaction without effect. */
class StillReturned extends Error {
  readonly findings: readonly RowFinding[]
  constructor(findings: readonly RowFinding[]) {
    super('still returned')
    this.findings = findings
  }
}

/** @source gd-17, xm-10-1, js-37-1, ln-12, hn-13: what is delivered is accurate and complete */
export async function correctRow(ports: Ports, c: NewCorrection): Promise<Correction> {
  const may = await mayDeliver(ports, { unitCode: c.unitCode, itemId: c.delivery.item_id, fileName: null })
  if (!may.ok) return { kind: 'may-not', refusal: may.refusals[0] }
  const found = findItem(ports.law(), c.delivery.item_id, ports.today())
  if (!found.ok) return { kind: 'may-not', refusal: found.refusals[0] }
  const item = found.value
  const waiting = await store.returnedRow(ports.database, c.delivery.delivery_id, c.rowNumber)
  if (waiting === null) return correctedBefore(ports, c)

  const cells = { ...cellsByField(item, waiting.cells), ...c.cells }
  const before = await statedBefore(ports, c.unitCode, item.id)
  const { client, account } = byColumns(c.by)
  const statements: NewStatement[] = []
  for (const [field, reason] of Object.entries(c.statements ?? {})) {
    const text = c.cells[field]
    if (text === undefined || text.trim() === '' || isBlanked(text) || (before?.(field, text) ?? null) !== null) continue
    const statement = { body: c.unitCode, place: inColumn(item.id, field), column: field, text, reason, client, account }
    const may = mayState(ports, statement)
    // What is certain, and what needs no statement, the row itself is told below.
    if (may.ok) statements.push(statement)
    else if (may.refusals[0].code.startsWith('reason-')) return { kind: 'statement-refused', field, refusal: may.refusals[0] }
  }
  // What is stated with the row has its number with it: until then its place among them, counted down from -1.
  const nowStated = (field: string, text: string): number | null => {
    const now = statements.findIndex((s) => s.column === field && exact(s.text) === exact(text))
    return now >= 0 ? -1 - now : before?.(field, text) ?? null
  }
  const prepared = prepareOne(ports, item, c.rowNumber, cells, nowStated)
  if (prepared.kind === 'refused') return { kind: 'refused', findings: prepared.findings }
  if (prepared.kind === 'returned') return { kind: 'still-returned', findings: prepared.findings }

  for (let attempt = 1; ; attempt++) {
    try {
      const row = await ports.loader.transaction((tx) => commitOne(tx, ports, c, item, prepared.row, statements))
      if (row === null) return await correctedBefore(ports, c)
      await settleNames(ports.database)
      return { kind: 'corrected', row }
    } catch (error) {
      if (error instanceof StillReturned) return { kind: 'still-returned', findings: error.findings }
      // A batch of a delivery under way wrote the same record or organisation meanwhile: seen on the next look.
      const passing = ['23505', '40P01'].includes((error as { code?: string }).code ?? '')
      if (!passing || attempt === 3) throw error
    }
  }
}

async function correctedBefore(ports: Ports, c: NewCorrection): Promise<Correction> {
  const row = await store.correctedRow(ports.database, c.delivery.delivery_id, c.rowNumber)
  return row === null ? { kind: 'unknown' } : { kind: 'corrected-before', row }
}

function prepareOne(
  ports: Ports, item: CatalogItem, rowNumber: number, cells: Readonly<Record<string, string>>, stated: (field: string, text: string) => number | null,
) {
  const header = item.fields.map((field) => field.name)
  const values = header.map((name) => cells[name] ?? '')
  return preparerOf(ports, item, scanOf(ports), null, null, stated).prepare({ number: rowNumber, header, cells: values, raw: csvLine(values), fault: null })
}

/** @returns null when the row is no longer there */
async function commitOne(
  tx: Parameters<typeof commitBatch>[0], ports: Ports, c: NewCorrection, item: CatalogItem, prepared: PreparedRow, statements: readonly NewStatement[],
) {
  const id = c.delivery.delivery_id
  const taken = await store.takeReturned(tx, id, c.rowNumber)
  if (taken === null) return null
  const job: DeliveryJob = { deliveryId: id, unitCode: c.unitCode, item, generated: c.delivery.generated, keyRule: keyRuleOf(ports), keepReturnedUntil: null }
  const rows = batchRows(ports, item, Buffer.allocUnsafe(16 * 1024), 1)
  const made: number[] = []
  for (const statement of statements) made.push(await appendStatement(tx, ports, statement))
  rows.add({ ...prepared, ...(prepared.relies === undefined ? {} : { relies: prepared.relies.map((n) => (n < 0 ? made[-1 - n]! : n)) }) })
  const outcome = await commitBatch(tx, ports, job, { rows: rows.take(), cellsOf: cellsWritten, returned: [], refused: [], rowsRead: 0, bytesRead: 0 })
  // Faults that only the register's own content shows: a name that does not fit its code, a record that was withdrawn.
  if (outcome.returned > 0) throw new StillReturned((await store.returnedRow(tx, id, c.rowNumber))!.findings)
  await store.countCorrected(tx, id)

  const became = outcome.accepted > 0 ? 'accepted' : outcome.changed > 0 ? 'changed' : 'recognised'
  const record = await store.recordOf(tx, { item: item.id, unit: c.unitCode, subject: prepared.subjectCode, identity: prepared.identity })
  const { client, account } = byColumns(c.by)
  const { firstAct, recordedAt } = await appendActs(tx, ports, {
    kind: 'delivery.row-corrected', actor: c.unitCode, account: account ?? undefined, rules: [], delivery: id,
    acts: [{ subject: prepared.subjectCode, content: canonicalJson({ outcome: became, record, row: c.rowNumber }) }],
  })
  // Of the facts nothing but that it was doubtful: told apart for ever from what the boundary refused under the same code.
  const mistakes = taken.findings.map(({ code, column, rule, facts }) =>
    ({ code, column, rule, ...(isQuestioned({ facts }) ? { facts: { doubtful: 'yes' } } : {}) }))
  await store.noteCorrected(tx, {
    delivery: id, row: c.rowNumber, mistakes, outcome: became, subject: prepared.subjectCode, record, client, account, at: recordedAt, actId: firstAct,
  })
  await countFindings(tx, id, 'returned', [taken.findings], true)
  await countFindings(tx, id, 'corrected', [taken.findings])
  return (await store.correctedRow(tx, id, c.rowNumber))!
}

/** The delivery as a unit sees it: another's does not exist for it, nor does what is no delivery's number. */
export async function ownDelivery(ports: Pick<Ports, 'database'>, unitCode: string, id: string): Promise<DeliveryRow | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return null
  const row = await delivery(ports.database, id)
  return row === null || row.unit_code !== unitCode ? null : row
}
