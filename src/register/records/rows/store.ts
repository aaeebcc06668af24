/** Records as rows for COPY in binary form: by the million in a delivery and a rebuild, one by one elsewhere. */
import { numberOf } from '../../../calendar/day-number.ts'
import { type CopyBytes, copyBytes, copyRows } from '../../../database/copy.ts'
import type { Tx } from '../../../database/db.ts'
import type { RecordRow } from '../record.ts'

/** What of a record is numbers and names; the rest follows from its content. */
type Named = 'subject_code' | 'record_id' | 'item_id' | 'provider_code' | 'identity' | 'version' | 'act_id' | 'act_group'

const columns = `(subject_code, record_id, item_id, provider_code, identity, version, act_id, act_group, decided_on, received_on,
  existence, display, display_starts_on, display_ends_on, usable, retention_ends_on, law, facts)`
export const recordTarget = `record ${columns}`
const fields = 18

/** @param table of the shape of `record` */
export async function putRecords(tx: Tx, records: readonly RecordRow[], table = 'record'): Promise<void> {
  const rows = copyBytes()
  for (const r of records) {
    startRow(rows, r.subject_code, r.record_id, r.item_id, r.provider_code, r.identity, r.version, r.act_id, r.act_group)
    const rest = restOfRow(r)
    rows.room(rest.length)
    rows.bytes(rest, 0, rest.length)
  }
  await copyRows(tx.client, `${table} ${columns}`, rows.chunks)
  rows.release()
}

/** The first fields of a row. `restOfRow` ends it. */
export function startRow(
  rows: CopyBytes, code: string, id: number, item: string, provider: string, identity: string, version: number, act: number, group: number,
): void {
  rows.room(100 + 3 * (code.length + item.length + provider.length + identity.length))
  rows.int16(fields)
  rows.text(code)
  number(rows, id)
  rows.text(item)
  rows.text(provider)
  rows.text(identity)
  rows.int32(4)
  rows.int32(version)
  number(rows, act)
  number(rows, group)
}

const scratch = copyBytes()
/** The other fields, as bytes; good until the next call. */
export function restOfRow(r: Omit<RecordRow, Named>): Buffer {
  scratch.end = 0
  scratch.room(200 + 3 * (r.existence.length + r.display.length + r.law.length + r.facts.length))
  day(r.decided_on)
  day(r.received_on)
  scratch.text(r.existence)
  scratch.text(r.display)
  day(r.display_starts_on)
  day(r.display_ends_on)
  scratch.int32(1)
  scratch.latin1(r.usable ? '\x01' : '\0')
  day(r.retention_ends_on)
  scratch.text(r.law)
  scratch.text(r.facts)
  return scratch.out.subarray(0, scratch.end)
}

function number(rows: CopyBytes, value: number): void {
  rows.int32(8)
  rows.int64(value)
}

/** PostgreSQL counts days from here. */
const firstDay = numberOf(2000, 1, 1)
/** Five days a record, and few different ones. */
const numbers = new Map<string, number>()
const mostDays = 20_000
/** @param text YYYY-MM-DD */
function day(text: string | null): void {
  if (text === null) return scratch.int32(-1)
  scratch.int32(4)
  let counted = numbers.get(text)
  if (counted === undefined) {
    counted = numberOf(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))) - firstDay
    if (numbers.size >= mostDays) numbers.clear()
    numbers.set(text, counted)
  }
  scratch.int32(counted)
}
