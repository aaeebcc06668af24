/** SQL of deliveries: the workspace between a file and the register. */
import type { Db, Tx } from '../../database/db.ts'
import { jsonbOf } from '../../text/jsonb.ts'
import type { RecordRow } from '../records/record.ts'
import { closedJsonOf, valuesOf } from '../records/record.ts'
import type { BatchOutcome, RefusedRow, ReturnedRow } from './batch.ts'

export type DeliveryRow = {
  delivery_id: string
  unit_code: string
  item_id: string
  mapping: string | null
  file_name: string | null
  size_bytes: number
  file_sha256: Buffer | null
  /** machine client or account that delivered; see `By` */
  client_id: string | null
  account_id: string | null
  idempotency_key: string | null
  state: 'receiving' | 'waiting' | 'running' | 'done' | 'refused' | 'failed'
  rows_read: number
  bytes_read: number
  accepted: number
  recognised: number
  changed: number
  returned: number
  refused: number
  notes: unknown[]
  failure: unknown
  generated: boolean
  received_at: string
  started_at: string | null
  ended_at: string | null
}

export const delivery = (db: Db, id: string) => db.one<DeliveryRow>`select * from delivery where delivery_id = ${id}`

export const deliveryByKey = (db: Db, unit: string, key: string) =>
  db.one<DeliveryRow>`select * from delivery where unit_code = ${unit} and idempotency_key = ${key}`

/** The newest delivery of this very file under this item, refused and failed ones left out: nothing came of those. */
export const deliveryOfFile = (db: Db, d: { unit: string; item: string; mapping: string | null; sha256: Buffer; not: string }) => db.one<DeliveryRow>`
  select * from delivery
   where unit_code = ${d.unit} and file_sha256 = ${d.sha256} and item_id = ${d.item} and mapping is not distinct from ${d.mapping}
     and delivery_id <> ${d.not} and state in ('waiting', 'running', 'done')
   order by delivery_id desc limit 1`

export type DeliveryFilter = { readonly item?: string | null; readonly states?: readonly DeliveryRow['state'][] | null }

/** Newest first; `before` is the id the previous page ended with. */
export const deliveriesOf = (db: Db, unit: string, before: string | null, limit: number, { item = null, states = null }: DeliveryFilter = {}, offset = 0) =>
  db.rows<DeliveryRow>`
  select * from delivery
   where unit_code = ${unit} and (${before}::uuid is null or delivery_id < ${before}::uuid)
     and (${item}::text is null or item_id = ${item}) and (${states}::text[] is null or state = any(${states}::text[]))
   order by delivery_id desc limit ${limit} offset ${offset}`

/** How many deliveries a unit has, by item and state: what a list can be filtered by. */
export const deliveryTally = (db: Db, unit: string) => db.rows<{ item_id: string; state: DeliveryRow['state']; deliveries: number }>`
  select item_id, state, count(*)::int as deliveries from delivery where unit_code = ${unit} group by 1, 2 order by 1, 2`

/** Deliveries a start finds unfinished, oldest first. */
export const openDeliveries = (db: Db) => db.rows<{ delivery_id: string; state: string }>`
  select delivery_id, state from delivery where state in ('receiving', 'waiting', 'running') order by received_at, delivery_id`

export const newDelivery = (
  db: Db,
  d: {
    unit: string; item: string; mapping: string | null; fileName: string | null; key: string | null; generated: boolean
    client: string | null; account: string | null; at: string
  },
) =>
  db.one<DeliveryRow>`
  insert into delivery (unit_code, item_id, mapping, file_name, idempotency_key, generated, client_id, account_id, received_at, state)
  values (${d.unit}, ${d.item}, ${d.mapping}, ${d.fileName}, ${d.key}, ${d.generated}, ${d.client}, ${d.account}, ${d.at}, 'receiving')
  on conflict (unit_code, idempotency_key) do nothing returning *`

export const fileReceived = (db: Db, id: string, size: number, sha256: Buffer) => db.run`
  update delivery set state = 'waiting', size_bytes = ${size}, file_sha256 = ${sha256} where delivery_id = ${id}`

/** An upload that broke off: the same key may deliver again. */
export const forgetUpload = (db: Db, id: string) => db.run`delete from delivery where delivery_id = ${id} and state = 'receiving'`

export const startDelivery = (db: Db, id: string) => db.run`
  update delivery set state = 'running', started_at = coalesce(started_at, now()) where delivery_id = ${id}`

export const endDelivery = (db: Db, id: string, state: 'done' | 'refused' | 'failed', failure: unknown) => db.run`
  update delivery set state = ${state}, ended_at = now(), failure = ${failure === null ? null : jsonbOf(failure)}::jsonb where delivery_id = ${id}`

export const noteDelivery = (db: Db, id: string, notes: unknown) => db.run`
  update delivery set notes = ${jsonbOf(notes)}::jsonb where delivery_id = ${id}`

/** The position only moves on: a corrected row is committed like a batch, but read from no file. */
export const moveDelivery = (db: Db, id: string, rowsRead: number, bytesRead: number, o: BatchOutcome) => db.run`
  update delivery set rows_read = greatest(rows_read, ${rowsRead}), bytes_read = greatest(bytes_read, ${bytesRead}), accepted = accepted + ${o.accepted},
         recognised = recognised + ${o.recognised}, changed = changed + ${o.changed},
         returned = returned + ${o.returned}, refused = refused + ${o.refused}
   where delivery_id = ${id}`

// Lists travel as one text: neither codes nor names nor identities hold a line feed, and no element needs to be escaped.
/** Names each known organisation bears or bore, normalised, one a line; an organisation not held is absent from the map. */
export async function namesOf(db: Db, codes: readonly string[]): Promise<Map<string, string>> {
  const found = await db.one<{ names: string | null }>`
    select string_agg(subject_code || name_normal, E'\\n') as names
      from subject_name where subject_code = any(string_to_array(${codes.join('\n')}, E'\\n'))`
  const names = new Map<string, string>()
  if (found?.names == null) return names
  for (const line of found.names.split('\n')) {
    const [code, name] = [line.slice(0, 18), line.slice(18)]
    const known = names.get(code)
    names.set(code, known === undefined ? name : `${known}\n${name}`)
  }
  return names
}

/** These records, until the transaction ends; in one order, whoever holds several. */
export const holdRecords = (tx: Db, records: readonly { subject: string; record: number }[]) => tx.run`
  select from record where (subject_code, record_id) in (
    select * from unnest(${records.map((r) => r.subject)}::text[], ${records.map((r) => r.record)}::bigint[]))
   order by subject_code, record_id for update`

/**
 * Records already held under the identities of these rows, with the values of their current version. An identity may be
 * empty, and an empty text alone would be no list at all: each identity ends with a line feed.
 * Looked up one by one ("offset 0"): tables that grew so fast that nobody has counted them yet are read whole otherwise.
 */
export async function heldRecords(db: Db, item: string, unit: string, codes: readonly string[], identities: readonly string[]) {
  const found = await db.rows<{
    subject_code: string
    identity: string
    record_id: number
    version: number
    existence: string
    received_on: string
    restored_on: string | null
    content: string | null
    closed: string | null
  }>`
    select r.subject_code, r.identity, r.record_id, r.version, r.existence, r.received_on, a.content, a.closed,
           case when r.facts like '{"restoredOn"%' then readable_json(r.facts) ->> 'restoredOn' end as restored_on
      from unnest(string_to_array(${codes.join('\n')}, E'\\n'),
                  string_to_array(${`${identities.join('\n')}\n`}, E'\\n')) as k (subject_code, identity)
     cross join lateral (
       select * from record
        where subject_code = k.subject_code and item_id = ${item} and provider_code = ${unit} and identity = k.identity offset 0) r
     cross join lateral (select content, closed from act where act_id = r.act_id and subject_code = r.subject_code offset 0) a`
  return new Map(
    found.map((r) => [
      `${r.subject_code}\n${r.identity}`,
      {
        recordId: r.record_id,
        version: r.version,
        existence: r.existence,
        received: r.received_on,
        restoredOn: r.restored_on,
        valuesJson: r.content === null ? '' : valuesOf(r.content),
        closedJson: closedJsonOf(r.closed),
      },
    ]),
  )
}

/** New versions of records already held. */
export const renewRecords = (db: Db, rows: readonly RecordRow[]) => db.run`
  update record r set version = n.version, act_id = n.act_id, act_group = n.act_group, decided_on = n.decided_on, display = n.display,
         display_starts_on = n.display_starts_on, display_ends_on = n.display_ends_on, usable = n.usable,
         retention_ends_on = n.retention_ends_on, law = n.law, facts = n.facts
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (subject_code text, record_id bigint, version int, act_id bigint, act_group bigint,
         decided_on date, display text, display_starts_on date, display_ends_on date, usable boolean, retention_ends_on date, law text, facts text)
   where r.subject_code = n.subject_code and r.record_id = n.record_id`

export async function keepReturned(tx: Tx, id: string, rows: readonly ReturnedRow[], until: string | null): Promise<void> {
  for (const some of portions(rows, (r) => r.cells.length + r.findings.length)) {
    await tx.run`
      insert into returned_row (delivery_id, row_number, cells, findings, keep_until)
      select ${id}, n, c::jsonb, f::jsonb, ${until}::date
        from unnest(${some.map((r) => r.rowNumber)}::bigint[], ${some.map((r) => r.cells)}::text[], ${some.map((r) => r.findings)}::text[]) as t (n, c, f)
      on conflict do nothing`
  }
}

export async function keepRefused(tx: Tx, id: string, rows: readonly RefusedRow[]): Promise<void> {
  for (const some of portions(rows, (r) => r.findings.length)) {
    await tx.run`
      insert into refused_row (delivery_id, row_number, row_hash, findings)
      select ${id}, n, h, f::jsonb
        from unnest(${some.map((r) => r.rowNumber)}::bigint[], ${some.map((r) => r.rowHash)}::bytea[], ${some.map((r) => r.findings)}::text[]) as t (n, h, f)
      on conflict do nothing`
  }
}

/** What goes to the database in one statement is written out several times on its way: as much of it as that may cost. */
const textInStatement = 512 * 1024
function* portions<T>(rows: readonly T[], lengthOf: (row: T) => number): Generator<readonly T[]> {
  let [from, length] = [0, 0]
  for (const [i, row] of rows.entries()) {
    length += lengthOf(row)
    if (length < textInStatement) continue
    yield rows.slice(from, i + 1)
    ;[from, length] = [i + 1, 0]
  }
  if (from < rows.length) yield rows.slice(from)
}

/** Returned rows in order; `after` is the row number the previous page ended with, `code` filters by finding. */
export const returnedRows = (db: Db, id: string, after: number, limit: number, code: string | null) => db.rows<{
  row_number: number
  cells: Record<string, string>
  findings: unknown[]
}>`
  select row_number, cells, findings from returned_row
   where delivery_id = ${id} and row_number > ${after}
     and (${code}::text is null or findings @> jsonb_build_array(jsonb_build_object('code', ${code}::text)))
   order by row_number limit ${limit}`

export type AfterRemoval = { subject: string; record: number; removed: number; document: string | null }
/** Records a delivery brought of organisations of which the unit's records of this item were removed: few are, and only they are looked at. */
export const acceptedAfterRemoval = (db: Db, d: { readonly delivery: string; readonly unit: string; readonly item: string }) => db.rows<AfterRemoval>`
  select n.subject_code as subject, n.record_id as record, max(r.record_id) as removed, readable_json(n.facts) ->> 'documentNumber' as document
    from record r join record n on n.subject_code = r.subject_code and n.item_id = r.item_id and n.provider_code = r.provider_code
    join act_group g on g.first_act = n.act_group
   where r.provider_code = ${d.unit} and r.item_id = ${d.item} and r.existence <> 'held' and n.existence = 'held'
     and g.kind = 'record.accepted' and readable_json(g.head) ->> 'delivery' = ${d.delivery}
   group by n.subject_code, n.record_id, n.facts order by n.record_id`
