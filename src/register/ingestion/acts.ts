/** Receiving a delivery: the file is taken in whole, then read in the background. */
import { createHash, createHmac } from 'node:crypto'
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
import { findItem, itemsInForce } from '../catalog/find-item.ts'
import { mayProvide } from '../catalog/may-provide.ts'
import type { CatalogItem } from '../catalog/types.ts'
import type { Db, Tx } from '../../database/db.ts'
import { holdUnit, unitByCode, type UnitRow } from '../../identity/store.ts'
import { foundIn } from '../boundary/texts.ts'
import { serveWhereAsked } from '../notices/acts.ts'
import { documentFacts } from '../notices/notice.ts'
import * as store from './store.ts'

export type DeliveryRefusal =
  | 'unit-unknown' | 'item-not-in-catalog' | 'item-declined' | 'unit-may-not-provide' | 'file-name-refused' | 'key-used-for-another-file'
  | 'sign-in-ended'

/** Who acts for the unit: a machine client by its id, a member by the number of the account. */
export type By = { readonly client: string } | { readonly account: string }
export const byColumns = (by: By | null) => ({
  client: by !== null && 'client' in by ? by.client : null, account: by !== null && 'account' in by ? by.account : null,
})

export type NewDelivery = {
  readonly unitCode: string
  readonly itemId: string
  readonly mapping: string | null
  readonly fileName: string | null
  /** the sender's own name for this delivery: sending it twice delivers it once */
  readonly idempotencyKey: string | null
  /** invented for demonstration; without it, whatever a demonstration unit delivers is */
  readonly generated?: boolean
  /** null: the register's own demonstration */
  readonly by?: By | null
  /** the key stands for one file: another one under it is refused, instead of being taken for the first */
  readonly keyIsOfOneFile?: boolean
  /** this very file, delivered before under the same item, is that delivery */
  readonly once?: boolean
  /** asked when the whole file has arrived, before anything takes effect: does whoever sends it still act for the unit? */
  readonly stillActs?: () => Promise<boolean>
}

export const spoolFile = (ports: Pick<Ports, 'settings'>, id: string) => path.join(ports.settings.spoolFolder, id)

/** Uploads under way in this process, by delivery; a row in the state `receiving` without one is a leftover of a crash. */
const uploads = new Map<string, Promise<unknown>>()

/** A file of this delivery is arriving now. */
export const isArriving = (id: string): boolean => uploads.has(id)

/**
 * Takes a file in. Returns once it is safely on disk; reading it is the delivery desk's work.
 * A broken upload leaves nothing behind, and the same idempotency key may try again.
 */
export async function receiveDelivery(ports: Ports, wanted: NewDelivery, body: Readable): Promise<Outcome<store.DeliveryRow, DeliveryRefusal>> {
  const allowed = await mayDeliver(ports, wanted)
  if (!allowed.ok) { body.resume(); return allowed }
  const key = wanted.idempotencyKey === null ? null : keptKey(ports, wanted.unitCode, wanted.idempotencyKey)
  for (;;) {
    const row = await store.newDelivery(ports.database, {
      unit: wanted.unitCode, item: wanted.itemId, mapping: wanted.mapping, fileName: wanted.fileName,
      key, generated: wanted.generated ?? allowed.value.demonstration, ...byColumns(wanted.by ?? null), at: ports.now().toString(),
    })
    if (row !== null) {
      const upload = takeIn(ports, wanted, row.delivery_id, body)
      const ended = upload.catch(() => {}).finally(() => uploads.delete(row.delivery_id))
      uploads.set(row.delivery_id, ended)
      return upload
    }
    const known = await store.deliveryByKey(ports.database, wanted.unitCode, key!)
    if (known?.state === 'receiving' || known === null) {
      // The same key is on its way: a second click broke off the first upload, and this one takes its place; or the first
      // one arrives, and this one is it.
      const underWay = known === null ? undefined : uploads.get(known.delivery_id)
      if (underWay === undefined && known !== null) await store.forgetUpload(ports.database, known.delivery_id)
      await underWay
      if (body.destroyed) throw new UploadBroken()
      continue
    }
    if (known.item_id !== wanted.itemId) { body.resume(); return anotherFile(known) }
    if (!wanted.keyIsOfOneFile || known.file_sha256 === null) { body.resume(); return ok(known) }
    return (await digestOf(body)).equals(known.file_sha256) ? ok(known) : anotherFile(known)
  }
}

const anotherFile = (known: store.DeliveryRow) =>
  refuse<DeliveryRefusal>('key-used-for-another-file', null, { delivery: known.delivery_id, item: known.item_id })

/** What is kept of the sender's name for a delivery: enough to know it again. It may be any text, and is nobody's business. */
export const keptKey = (ports: Pick<Ports, 'settings'>, unit: string, key: string): string =>
  createHmac('sha256', ports.settings.refusalKey).update(`idempotency\0${unit}\0${key}`, 'utf8').digest('hex')

/** What a stream that ended too soon is answered with. */
class UploadBroken extends Error {
  readonly code = 'ERR_STREAM_PREMATURE_CLOSE'
}

async function digestOf(body: Readable): Promise<Buffer> {
  const sha256 = createHash('sha256')
  for await (const chunk of body) sha256.update(chunk as Buffer)
  return sha256.digest()
}

async function takeIn(ports: Ports, wanted: NewDelivery, id: string, body: Readable): Promise<Outcome<store.DeliveryRow, DeliveryRefusal>> {
  await mkdir(ports.settings.spoolFolder, { recursive: true, mode: 0o700 })
  const file = spoolFile(ports, id)
  const forget = async () => {
    await rm(file, { force: true })
    await store.forgetUpload(ports.database, id)
  }
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
    // Where the database takes no more words (a stop), the row stays: the next start, or the same key, takes it away.
    await forget().catch(() => {})
    throw error
  }
  if (wanted.stillActs !== undefined && !(await wanted.stillActs())) {
    await forget()
    return refuse('sign-in-ended')
  }
  const digest = sha256.digest()
  if (wanted.once) {
    const before = await store.deliveryOfFile(ports.database, { unit: wanted.unitCode, item: wanted.itemId, mapping: wanted.mapping, sha256: digest, not: id })
    if (before !== null) {
      await forget()
      return ok(before)
    }
  }
  const { account } = byColumns(wanted.by ?? null)
  const taken = await ports.database.transaction(async (tx): Promise<Outcome<null, DeliveryRefusal>> => {
    // While the file was on its way the unit may have ceased to be registered for this.
    await holdUnit(tx, wanted.unitCode)
    const may = await mayDeliver({ ...ports, database: tx }, wanted)
    if (!may.ok) return may
    await store.fileReceived(tx, id, size, digest)
    await appendActs(tx, ports, {
      kind: 'delivery.received', actor: wanted.unitCode, account: account ?? undefined, rules: [], delivery: id,
      acts: [{ subject: '', content: canonicalJson({ bytes: size, item: wanted.itemId, sha256: digest.toString('hex') }) }],
    })
    return ok(null)
  }).catch(async (error: unknown) => {
    await forget().catch(() => {})
    throw error
  })
  if (!taken.ok) {
    await forget()
    return taken
  }
  return ok((await store.delivery(ports.database, id))!)
}

/** What a unit may deliver today, in the order of the catalog. */
export const deliverableItems = (ports: Pick<Ports, 'law' | 'today'>, unit: UnitRow): CatalogItem[] =>
  itemsInForce(ports.law(), ports.today()).filter((item) => mayProvide({ kind: unit.kind, code: unit.unit_code, items: unit.items }, item, ports.law()).ok)

/** May this unit deliver this item at all? Nothing outside the catalog is accepted. */
export async function mayDeliver(
  ports: Pick<Ports, 'law' | 'today' | 'boundary'> & { readonly database: Db },
  wanted: Pick<NewDelivery, 'unitCode' | 'itemId' | 'fileName'> & Partial<Pick<NewDelivery, 'mapping'>>,
): Promise<Outcome<UnitRow, DeliveryRefusal>> {
  const unit = await unitByCode(ports.database, wanted.unitCode)
  if (unit === null) return refuse('unit-unknown', null, { unit: wanted.unitCode })
  const item = findItem(ports.law(), wanted.itemId, ports.today())
  if (!item.ok) return item as Outcome<never, DeliveryRefusal>
  const may = mayProvide({ kind: unit.kind, code: unit.unit_code, items: unit.items }, item.value, ports.law())
  if (!may.ok) return refuse('unit-may-not-provide', may.refusals[0].rule, { unit: wanted.unitCode, item: wanted.itemId, ...may.refusals[0].facts })
  // Whoever names a file can name it otherwise: what may be a person's name is asked for anew as well.
  const [name] = [...foundIn(wanted.fileName ?? '', 'file-name', ports), ...foundIn(wanted.mapping ?? '', 'mapping', ports)]
  if (name) return refuse('file-name-refused', name.rules[0] ?? null, {})
  return ok(unit)
}

/**
 * The delivery's end is an act: what came of it, in numbers. One the register itself failed in is ended by its operator,
 * with the code of the fault.
 */
export async function closeDelivery(ports: Ports, id: string, state: 'done' | 'refused' | 'failed', failure: { readonly code: string } | null): Promise<void> {
  await ports.database.transaction(async (tx) => {
    await store.endDelivery(tx, id, state, failure)
    const row = (await store.delivery(tx, id))!
    await tellOfReturns(tx, ports, row)
    const { accepted, recognised, changed, returned, refused } = row
    await appendActs(tx, ports, {
      kind: 'delivery.closed', actor: state === 'failed' ? 'operator' : row.unit_code, rules: [], delivery: id,
      acts: [{ subject: '', content: canonicalJson({
        accepted, changed, ...(state === 'failed' ? { fault: failure?.code ?? null } : {}), item: row.item_id, recognised, refused, returned,
        rows: row.rows_read, state,
      }) }],
    })
  })
  await rm(spoolFile(ports, id), { force: true })
}

/**
 * What was removed comes back by no repeated delivery; on a new document it is a record of its own, and the organisation is
 * told that one has come.
 */
async function tellOfReturns(tx: Tx, ports: Ports, { delivery_id: id, unit_code: unit, item_id: item, accepted }: store.DeliveryRow): Promise<void> {
  if (accepted === 0) return
  for (const { subject, record, removed, document } of await store.acceptedAfterRemoval(tx, { delivery: id, unit, item })) {
    await serveWhereAsked(tx, ports, unit, {
      template: 'record-after-removal', to: subject, about: { subject, record, case: null }, rules: ports.law().pack.display.afterEnd.slice(0, 1),
      facts: { ...documentFacts(document, record), day: ports.today().toString(), removed: String(removed) },
    })
  }
}
