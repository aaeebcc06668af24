/** A database that is away, busy, full or only to be read is no fault of ours and none of the asker's: it is waited for, and said. Pure. */

/** - `away` starting, stopping, gone, out of reach; - `busy` no connection, no memory left; - `slow` a statement had its time; - `reads-only`; - `full` its disk is */
export type Unavailable = 'away' | 'busy' | 'slow' | 'reads-only' | 'full'

/**
 * PostgreSQL's manual, appendix A: classes 08 (connection), 57P (the operator's doing), 53 (resources), 58030 (input and output), 25006 (read
 * only), XX001/XX002 are none. Of Node's own codes those of a connection; a full disk of our own (the spool) is the same to whoever asks.
 * @returns null where it is another fault
 */
export function unavailableOf(error: unknown): Unavailable | null {
  if (typeof error !== 'object' || error === null) return null
  const { code = '', message = '', cause, errors } = error as { code?: string; message?: string; cause?: unknown; errors?: readonly unknown[] }
  if (code === '53100' || code === 'ENOSPC' || code === 'EDQUOT') return 'full'
  // What PostgreSQL reports while its disk is full reads so where the system call said it.
  if (/No space left on device|Disk quota exceeded/.test(message)) return 'full'
  if (code === '53300' || code === '53200' || code === '53000' || code === '53400') return 'busy'
  // A statement that took longer than reading may.
  if (code === '57014') return 'slow'
  if (code === '25006') return 'reads-only'
  if (/^08|^57P/.test(code)) return 'away'
  if (/timeout exceeded when trying to connect|remaining connection slots|too many clients/.test(message)) return 'busy'
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENOENT_SOCKET)$/.test(code)) return 'away'
  if (/Connection terminated|connection timeout|not queryable|Query read timeout/i.test(message)) return 'away'
  if ((code === 'ECONNRESET' || code === 'EPIPE') && /read ECONNRESET|write ECONNRESET|write EPIPE/.test(message)) return 'away'
  if (cause !== undefined && cause !== error) return unavailableOf(cause)
  return errors === undefined ? null : (errors.map(unavailableOf).find((found) => found !== null) ?? null)
}
