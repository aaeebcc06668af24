/** Records in a real register: a registered unit, and rows delivered as a file or, once read, as one batch. */
import { Readable } from 'node:stream'
import { canonicalJson } from '../../src/acts/act.ts'
import { registerUnit } from '../../src/identity/acts.ts'
import type { Ports } from '../../src/ports.ts'
import { findItem } from '../../src/register/catalog/find-item.ts'
import type { CatalogItem } from '../../src/register/catalog/types.ts'
import { receiveDelivery } from '../../src/register/ingestion/acts.ts'
import { batchRows, commitBatch, type BatchOutcome } from '../../src/register/ingestion/batch.ts'
import { cellsWritten } from '../../src/register/ingestion/prepare.ts'
import type { RowFinding } from '../../src/register/ingestion/findings.ts'
import { runDelivery } from '../../src/register/ingestion/run.ts'
import { delivery as deliveryOf, returnedRows } from '../../src/register/ingestion/store.ts'
import { factsOf } from '../../src/register/records/facts.ts'

/** @throws when the register refuses the unit */
export async function unitFor(ports: Ports, code: string, kind: string, items: readonly string[]): Promise<void> {
  const done = await registerUnit(ports, { code, kind, nameZh: '演示单位', nameEn: 'Demonstration unit', items, demonstration: true })
  if (!done.ok) throw new Error(JSON.stringify(done.refusals))
}

/** @param rows normalised values by field name */
export async function delivered(ports: Ports, unit: string, itemId: string, rows: readonly Readonly<Record<string, string>>[]): Promise<BatchOutcome> {
  const found = findItem(ports.law(), itemId, ports.today())
  if (!found.ok) throw new Error(JSON.stringify(found.refusals))
  const item = found.value
  const open = await ports.database.one<{ delivery_id: string }>`
    insert into delivery (unit_code, item_id, state) values (${unit}, ${itemId}, 'running') returning delivery_id`
  const made = batchRows(ports, item, Buffer.allocUnsafe(4096), rows.length)
  rows.forEach((values, i) => made.add(rowOf(item, values, i + 2)))
  return ports.loader.transaction((tx) => commitBatch(tx, ports, { deliveryId: open!.delivery_id, unitCode: unit, item, generated: true, keyRule: null, keepReturnedUntil: null }, {
    rows: made.take(), cellsOf: cellsWritten, returned: [], refused: [], rowsRead: rows.length, bytesRead: 0,
  }))
}

function rowOf(item: CatalogItem, values: Readonly<Record<string, string>>, rowNumber: number) {
  const part = (open: boolean) => Object.fromEntries(Object.entries(values).filter(([name]) => item.fields.find((f) => f.name === name)!.public === open))
  const closed = part(false)
  return {
    rowNumber, subjectCode: values[item.subject.code]!, subjectName: item.subject.name === null ? null : (values[item.subject.name] ?? null),
    identity: item.identity.map((name) => values[name] ?? '').join('\u001f'), valuesJson: canonicalJson(part(true)),
    closedJson: Object.keys(closed).length === 0 ? '' : canonicalJson(closed), facts: factsOf(item, values), delivered: JSON.stringify(values),
  }
}

/** A CSV file through the whole path: received, read, judged, committed. */
export async function deliverCsv(ports: Ports, unit: string, itemId: string, rows: readonly Readonly<Record<string, string>>[]) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const csv = [columns, ...rows.map((row) => columns.map((c) => row[c] ?? ''))].map((line) => line.map(quoted).join(',')).join('\r\n')
  const received = await receiveDelivery(ports, { unitCode: unit, itemId, mapping: null, fileName: null, idempotencyKey: null }, Readable.from([Buffer.from(`${csv}\r\n`)]))
  if (!received.ok) return { received, delivery: null, returned: [] }
  const id = received.value.delivery_id
  await runDelivery(ports, id, () => null)
  const returned = (await returnedRows(ports.database, id, 0, 1000, null)).map((row) => ({ row: row.row_number, findings: row.findings as RowFinding[] }))
  return { received, delivery: (await deliveryOf(ports.database, id))!, returned }
}
