/** Records in a real register without a file: a registered unit, rows as they are once read, one batch. */
import { canonicalJson } from '../../src/acts/act.ts'
import { registerUnit } from '../../src/identity/acts.ts'
import type { Ports } from '../../src/ports.ts'
import { findItem } from '../../src/register/catalog/find-item.ts'
import type { CatalogItem } from '../../src/register/catalog/types.ts'
import { commitBatch, type BatchOutcome } from '../../src/register/ingestion/batch.ts'
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
  return ports.loader.transaction((tx) => commitBatch(tx, ports, { deliveryId: open!.delivery_id, unitCode: unit, item, generated: true, keepReturnedUntil: null }, {
    rows: rows.map((values, i) => rowOf(item, values, i + 2)), returned: [], refused: [], rowsRead: rows.length, bytesRead: 0,
  }))
}

function rowOf(item: CatalogItem, values: Readonly<Record<string, string>>, rowNumber: number) {
  const part = (open: boolean) => Object.fromEntries(Object.entries(values).filter(([name]) => item.fields.find((f) => f.name === name)!.public === open))
  const closed = part(false)
  return {
    rowNumber, subjectCode: values[item.subject.code]!, subjectName: item.subject.name === null ? null : (values[item.subject.name] ?? null),
    identity: item.identity.map((name) => values[name] ?? '').join('\u001f'), valuesJson: canonicalJson(part(true)),
    closedJson: Object.keys(closed).length === 0 ? '' : canonicalJson(closed), facts: factsOf(item, values), cells: () => ({ ...values }),
  }
}
