/** The receipt of what an archive showed: a fingerprint that whoever kept the answer can compute again. Pure. */
import { hash } from 'node:crypto'
import type { Display } from '../retention/display.ts'
import type { RecordMark } from './marks.ts'

export type Receipt = {
  /** origin line of the register's log */
  readonly origin: string
  readonly code: string
  readonly name: string
  /** the legal day it was shown for, YYYY-MM-DD */
  readonly day: string
  /** stamp of the law that decided */
  readonly law: string
  /** records on display about the organisation that day, whether shown here or not */
  readonly total: number
  /** those shown, in any order */
  readonly records: readonly ReceiptRecord[]
}
export type ReceiptRecord = {
  readonly id: number
  readonly version: number
  readonly act: number
  readonly shownSince: string | null
  readonly until: string | null
  /** public values as canonical JSON; `null` */
  readonly values: string
  /** day since which it stands marked as disputed; null or absent: it is not */
  readonly disputedSince?: string | null
}

/** Its line's facts. @param values public ones, as canonical JSON */
export const receiptRecord = (
  record: { readonly record_id: number; readonly version: number; readonly act_id: number }, { startsOn, endsOn }: Pick<Display, 'startsOn' | 'endsOn'>,
  values: string, dispute: RecordMark | null,
): ReceiptRecord => (
  { id: record.record_id, version: record.version, act: record.act_id, shownSince: startsOn, until: endsOn, values, disputedSince: dispute?.since ?? null })

/**
 * `prb1:` and the base64url SHA-256 of these lines, each ended by a line feed (docs/receipt.md):
 *
 *     probity receipt 1
 *     origin
 *     code
 *     name, as a JSON string
 *     day
 *     law
 *     total
 *     id version act shownSince until values      one line a record, by id; `-` where there is no day
 *
 * The line of a record that is disputed goes on: ` disputed` and the day since when.
 */
export function receiptOf(r: Receipt): string {
  const lines = r.records.toSorted((a, b) => a.id - b.id)
    .map(({ id, version, act, shownSince, until, values, disputedSince }) =>
      `${id} ${version} ${act} ${shownSince ?? '-'} ${until ?? '-'} ${values}${disputedSince ? ` disputed ${disputedSince}` : ''}`)
  const text = ['probity receipt 1', r.origin, r.code, JSON.stringify(r.name), r.day, r.law, r.total, ...lines].join('\n')
  return `prb1:${hash('sha256', `${text}\n`, 'base64url')}`
}

/** What an organisation's own file vouches for: every version in it, before the first of it leaves. */
export type FileReceipt = Pick<Receipt, 'origin' | 'code' | 'day' | 'law'> & {
  readonly records: readonly { readonly record: number; readonly version: number; readonly act: number }[]
}

/**
 * `prb1:` and the base64url SHA-256 of these lines, each ended by a line feed: `probity file receipt 1`, origin, code, day,
 * law, how many, and one line `record version act` for each, by record.
 */
export function fileReceiptOf({ origin, code, day, law, records }: FileReceipt): string {
  const lines = records.toSorted((a, b) => a.record - b.record).map((r) => `${r.record} ${r.version} ${r.act}`)
  return `prb1:${hash('sha256', `${['probity file receipt 1', origin, code, day, law, records.length, ...lines].join('\n')}\n`, 'base64url')}`
}
