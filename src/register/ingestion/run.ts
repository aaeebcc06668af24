/** Reads one delivery to its end: rows are prepared while the batch before them is being committed. */
import type { Tx } from '../../database/db.ts'
import type { Ports } from '../../ports.ts'
import { scanFileMetadata } from '../boundary/file-metadata.ts'
import { keepOfRefused } from '../boundary/refusal.ts'
import { findItem } from '../catalog/find-item.ts'
import { closeDelivery, spoolFile } from './acts.ts'
import { type Batch, batchRows, type Before, commitBatch, type DeliveryJob, type Expecting, heldAlready, type RefusedRow, type ReturnedRow } from './batch.ts'
import { columnName, isHeaderOf } from './columns.ts'
import { compileMapping, missingColumns, type ReadyMapping } from './mapping.ts'
import { statedBefore } from '../boundary/stated/acts.ts'
import { keyRuleOf, preparerOf, scanOf } from './preparer.ts'
import type { FileFault, FileNote, Row } from './row.ts'
import { readRows } from './rows.ts'
import { jsonbOf } from '../../text/jsonb.ts'
import { settleNames } from '../subjects/store.ts'
import { commitNarrowed, refusesRows } from './narrowed.ts'
import * as store from './store.ts'

/** Of one transaction: enough to make COPY worth its while. PostgreSQL spends half as much on a row as in batches of 1,000. */
const rowsInBatch = 4000
/** Whichever comes first. */
const bytesInBatch = 8 << 20
/** Of what is given back or refused, in characters of JSON; as many batches of it as of the rest are on their way at a time. */
const textInBatch = 1 << 20
/** After so many rows the thread looks up, so that a commit under way can go on. */
const rowsBetweenPauses = 100

/**
 * @param mappings finds a ready mapping by its name
 * @param most     rows of one transaction
 */
export async function runDelivery(
  ports: Ports, deliveryId: string, mappings: (name: string) => ReadyMapping | null, most: number = rowsInBatch,
): Promise<void> {
  const delivery = await store.delivery(ports.database, deliveryId)
  if (delivery === null || !['waiting', 'running'].includes(delivery.state)) return
  await store.startDelivery(ports.database, deliveryId)
  const refuse = (fault: FileFault) => closeDelivery(ports, deliveryId, 'refused', fault)

  const law = ports.law()
  const found = findItem(law, delivery.item_id, ports.today())
  if (!found.ok) return refuse({ code: 'columns-unknown', rule: found.refusals[0].rule, facts: { item: delivery.item_id } })
  const item = found.value
  const ready = delivery.mapping === null ? null : mappings(delivery.mapping)
  if (delivery.mapping !== null && (ready === null || ready.mapping.item !== item.id)) {
    return refuse({ code: 'mapping-unknown', rule: null, facts: { mapping: delivery.mapping } })
  }

  const isColumn = (name: string) =>
    ready?.mapping.needs.includes(name) ?? item.fields.some((f) => columnName(f.name) === columnName(name) || f.code === name)
  const opened = await readRows(spoolFile(ports, deliveryId), {
    skipRows: delivery.rows_read,
    isColumn,
    ...(ready === null
      ? { isHeader: isHeaderOf(item) }
      : {
          isHeader: (cells) =>
            missingColumns(
              ready.mapping,
              cells.map((c) => c.trim()),
            ).length === 0,
        }),
  })
  if (!opened.ok) return refuse(opened.refusals[0])
  const file = opened.value

  const scan = scanOf(ports)
  const metadata = scanFileMetadata({ fileName: delivery.file_name, ...file.metadata }, scan)
  if (metadata.findings.length > 0)
    return refuse({ code: 'file-metadata-refused', rule: metadata.findings[0]!.rules[0] ?? null, facts: { where: metadata.findings[0]!.column } })

  const stated = await statedBefore(ports, delivery.unit_code, item.id)
  const preparer = preparerOf(ports, item, scan, file.serialsFrom, ready === null ? file.cellsAgain : null, stated)
  if (file.header !== null) {
    const trimmed = file.header.map((name) => name.trim())
    const missing = ready === null ? [] : missingColumns(ready.mapping, trimmed)
    if (missing.length > 0) return refuse({ code: 'columns-missing', rule: null, facts: { columns: missing.join('、') } })
    const judged = preparer.header(ready === null ? file.header : item.fields.map((f) => f.name))
    if (!judged.ok) return refuse(judged.refusals[0])
  }
  const mapRow =
    ready === null
      ? (row: Row): Row | null => row
      : compileMapping(
          ready.mapping,
          ready.tables,
          delivery.unit_code,
          item.fields.map((f) => f.name),
        )
  const job: DeliveryJob = { deliveryId, unitCode: delivery.unit_code, item, generated: delivery.generated, keyRule: keyRuleOf(ports), keepReturnedUntil: null }

  // Most files bring what is not held yet. Where the first batch met nothing, the next are not compared with the register row
  // by row: the index of identities finds whatever is held after all, and from there on every batch is.
  let expecting: Expecting | null = null
  // What a reading before this one brought, nobody remembers.
  let newNames = delivery.rows_read > 0
  // Two batches at a time are on their way into the database, on two connections, committed in the file's order. A third
  // is being filled: three arenas go round.
  const arenas: Buffer[] = [0, 1, 2].map(() => Buffer.allocUnsafeSlow(bytesInBatch + (bytesInBatch >> 3)))
  let before: Before | null = null
  let beforeThat: Promise<unknown> = Promise.resolve()
  const commit = async (batch: Omit<Batch, 'cellsOf'>): Promise<void> => {
    await beforeThat
    const earlier = before
    const within = <T>(work: (tx: Tx) => Promise<T>) => ports.loader.transaction(async (tx) => {
      // The delivery's position moves in the same transaction: what a crash of the server loses is read from the file
      // again. The end of the delivery is written through, and everything before it with it.
      await tx.run`set local synchronous_commit = off`
      return work(tx)
    })
    const all: Batch = { ...batch, cellsOf: preparer.cellsOf }
    const once = (look: Expecting) => within((tx) => commitBatch(tx, ports, job, all, earlier, look))
    const committed = once(expecting ?? 'unknown').catch((error: unknown) => {
      if (!heldAlready(error)) throw error
      expecting = 'unknown'
      return once('unknown')
    }).catch((error: unknown) => {
      if (!refusesRows(error)) throw error
      return within((tx) => commitNarrowed(tx, ports, job, all, earlier))
    }).then(({ met, named }) => {
      newNames ||= named
      if (expecting === null && batch.rows.count > 0) expecting = met ? 'unknown' : 'nothing-held'
      arenas.push(batch.rows.bytes)
    })
    committed.catch(() => {}) // whoever waits for it hears of it
    beforeThat = earlier?.committed ?? Promise.resolve()
    before = { committed, rows: batch.rows }
  }
  const nextRows = () => batchRows(ports, item, arenas.shift()!, most + 2000)
  let rows = nextRows()
  let [returned, refused]: [ReturnedRow[], RefusedRow[]] = [[], []]
  let heldBack = 0
  let seen = 0
  let fault: FileFault | null = null
  let last = { rowsRead: delivery.rows_read, bytesRead: delivery.bytes_read }

  const isFull = () => rows.count + returned.length + refused.length >= most || rows.size >= bytesInBatch || heldBack >= textInBatch
  const commitUpTo = async (rowsRead: number, bytesRead: number) => {
    await commit({ rows: rows.take(), returned, refused, rowsRead, bytesRead })
    rows = nextRows()
    ;[returned, refused, heldBack] = [[], [], 0]
  }

  for await (const read of file.batches) {
    for (const [i, row] of read.rows.entries()) {
      const mapped = mapRow(row)
      if (++seen % rowsBetweenPauses === 0) await new Promise(setImmediate)
      if (mapped === null) continue
      const prepared = preparer.prepare(mapped)
      if (prepared.kind === 'prepared') rows.add(prepared.row)
      else if (prepared.kind === 'returned') {
        const [cells, findings] = [jsonbOf(prepared.cells), jsonbOf(prepared.findings)]
        returned.push({ rowNumber: row.number, cells, findings })
        heldBack += cells.length + findings.length
      } else {
        const findings = jsonbOf(prepared.findings)
        refused.push({ rowNumber: row.number, rowHash: keepOfRefused(row.number, row.raw, [], ports.settings.refusalKey).rowHash, findings })
        heldBack += findings.length
      }
      // Thousands of short rows come at once: the delivery's position is told in rows, and can lie between them.
      if (isFull()) await commitUpTo(read.rowsRead - (read.rows.length - i - 1), last.bytesRead)
    }
    fault = read.fault
    last = { rowsRead: read.rowsRead, bytesRead: read.bytesRead }
    if (fault !== null) break
  }
  await commit({ rows: rows.take(), returned, refused, ...last })
  await (before as Before | null)?.committed

  // Organisations that came with the file are found at their quickest once the index has taken them in.
  if (newNames) await settleNames(ports.database)
  const notes: FileNote[] = [
    ...file.notes,
    ...preparer.notes,
    ...metadata.dropped.map((property): FileNote => ({ code: 'person-property-dropped', facts: { property } })),
  ]
  if (notes.length > 0) await store.noteDelivery(ports.database, deliveryId, notes)
  await closeDelivery(ports, deliveryId, fault === null ? 'done' : 'refused', fault)
}
