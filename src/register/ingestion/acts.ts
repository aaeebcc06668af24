/** Receiving a delivery: the file is taken in whole, then read in the background. */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { appendActs } from '../../acts/append.ts'
import { canonicalJson } from '../../acts/act.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Ports } from '../../ports.ts'
import { findItem } from '../catalog/find-item.ts'
import { mayProvide } from '../catalog/may-provide.ts'
import { unitByCode, type UnitRow } from '../../identity/store.ts'
import { scanFileName } from '../boundary/file-metadata.ts'
import * as store from './store.ts'

export type DeliveryRefusal =
  | 'unit-unknown' | 'item-not-in-catalog' | 'item-declined' | 'unit-may-not-provide' | 'file-name-refused' | 'key-used-for-another-file'

export type NewDelivery = {
  readonly unitCode: string
  readonly itemId: string
  readonly mapping: string | null
  readonly fileName: string | null
  /** the sender's own name for this delivery: sending it twice delivers it once */
  readonly idempotencyKey: string | null
  /** invented for demonstration; without it, whatever a demonstration unit delivers is */
  readonly generated?: boolean
}

export const spoolFile = (ports: Pick<Ports, 'settings'>, id: string) => path.join(ports.settings.spoolFolder, id)

/**
 * Takes a file in. Returns once it is safely on disk; reading it is the delivery desk's work.
 * A broken upload leaves nothing behind, and the same idempotency key may try again.
 */
export async function receiveDelivery(ports: Ports, wanted: NewDelivery, body: Readable): Promise<Outcome<store.DeliveryRow, DeliveryRefusal>> {
  const allowed = await mayDeliver(ports, wanted)
  if (!allowed.ok) { body.resume(); return allowed }

  let row = await store.newDelivery(ports.database, {
    unit: wanted.unitCode, item: wanted.itemId, mapping: wanted.mapping, fileName: wanted.fileName,
    key: wanted.idempotencyKey, generated: wanted.generated ?? allowed.value.demonstration,
  })
  if (row === null) {
    const known = (await store.deliveryByKey(ports.database, wanted.unitCode, wanted.idempotencyKey!))!
    body.resume()
    if (known.item_id !== wanted.itemId) return refuse('key-used-for-another-file', null, { delivery: known.delivery_id, item: known.item_id })
    return ok(known)
  }
  await mkdir(ports.settings.spoolFolder, { recursive: true, mode: 0o700 })
  const file = spoolFile(ports, row.delivery_id)
  const sha256 = createHash('sha256')
  let size = 0
  try {
    await pipeline(body, new Transform({
      transform(chunk: Buffer, _encoding, done) { sha256.update(chunk); size += chunk.length; done(null, chunk) },
    }), createWriteStream(file, { mode: 0o600 }))
    // What the answer promises must survive a power cut.
    const handle = await open(file, 'r+')
    await handle.sync()
    await handle.close()
  } catch (error) {
    await rm(file, { force: true })
    await store.forgetUpload(ports.database, row.delivery_id)
    throw error
  }
  const digest = sha256.digest()
  await ports.database.transaction(async (tx) => {
    await store.fileReceived(tx, row!.delivery_id, size, digest)
    await appendActs(tx, ports, {
      kind: 'delivery.received', actor: wanted.unitCode, rules: [], delivery: row!.delivery_id,
      acts: [{ subject: '', content: canonicalJson({ bytes: size, item: wanted.itemId, sha256: digest.toString('hex') }) }],
    })
  })
  row = await store.delivery(ports.database, row.delivery_id)
  return ok(row!)
}

/** May this unit deliver this item at all? Nothing outside the catalog is accepted. */
export async function mayDeliver(ports: Ports, wanted: Pick<NewDelivery, 'unitCode' | 'itemId' | 'fileName'>): Promise<Outcome<UnitRow, DeliveryRefusal>> {
  const unit = await unitByCode(ports.database, wanted.unitCode)
  if (unit === null) return refuse('unit-unknown', null, { unit: wanted.unitCode })
  const item = findItem(ports.law(), wanted.itemId, ports.today())
  if (!item.ok) return item as Outcome<never, DeliveryRefusal>
  const may = mayProvide({ kind: unit.kind, code: unit.unit_code, items: unit.items }, item.value, ports.law())
  if (!may.ok) return refuse('unit-may-not-provide', may.refusals[0].rule, { unit: wanted.unitCode, item: wanted.itemId, ...may.refusals[0].facts })
  const [name] = wanted.fileName === null ? [] : scanFileName(wanted.fileName, ports.boundary())
  if (name) return refuse('file-name-refused', name.rules[0] ?? null, {})
  return ok(unit)
}

/** The delivery's end is an act: what came of it, in numbers. */
export async function closeDelivery(ports: Ports, id: string, state: 'done' | 'refused', failure: unknown): Promise<void> {
  await ports.database.transaction(async (tx) => {
    await store.endDelivery(tx, id, state, failure)
    const row = (await store.delivery(tx, id))!
    const { accepted, recognised, changed, returned, refused } = row
    await appendActs(tx, ports, {
      kind: 'delivery.closed', actor: row.unit_code, rules: [], delivery: id,
      acts: [{ subject: '', content: canonicalJson({ accepted, changed, item: row.item_id, recognised, refused, returned, rows: row.rows_read, state }) }],
    })
  })
  await rm(spoolFile(ports, id), { force: true })
}
