/** Security events as lines of a file: RFC 4180, UTF-8. Pure. */
import { csvLine } from '../../text/csv-line.ts'
import type { SecurityRow } from './store.ts'

const columns = ['event', 'at', 'kind', 'reason', 'body', 'account', 'client', 'origin', 'times'] as const

export const csvOf = (rows: readonly SecurityRow[]): string => [columns, ...rows.map((r) =>
  [r.event_id, r.at, r.kind, r.reason, r.body_code, r.account_id, r.client_id, r.origin, r.times].map((cell) => (cell === null ? '' : String(cell))))]
  .map(csvLine).join('')

export const jsonOf = (r: SecurityRow) => ({
  event: r.event_id, at: r.at, kind: r.kind, reason: r.reason, body: r.body_code, account: r.account_id, client: r.client_id, origin: r.origin, times: r.times,
})

/** Lines of one file at most. */
export const mostLines = 50_000
