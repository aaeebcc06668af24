/** Bulk rows through COPY in PostgreSQL's text form. */
import { once } from 'node:events'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

const special = /[\\\n\r\t]/
const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** One value of a COPY line; null and undefined are SQL null. */
export function copyText(value: string | null | undefined): string {
  if (value === null || value === undefined) return '\\N'
  return special.test(value) ? value.replace(/[\\\n\r\t]/g, (c) => escapes[c]!) : value
}

/** Sends finished COPY lines. `target` is a table with its columns, e.g. `act (subject_code, act_id, salt, content)`. */
export async function copyLines(client: pg.PoolClient, target: string, chunks: Iterable<Buffer | string>): Promise<void> {
  const stream = client.query(copyFrom(`copy ${target} from stdin`))
  // An error of the server arrives on the stream while we wait for room or for the end.
  const failed = new Promise<never>((_, reject) => stream.once('error', reject))
  failed.catch(() => {})
  for (const chunk of chunks) {
    if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), failed])
  }
  stream.end()
  await Promise.race([once(stream, 'finish'), failed])
}
