/** One server on a database: a lock of the session, which PostgreSQL lets go of with the connection. */
import pg from 'pg'

/** Another server, or a command that needs it alone, serves this database. */
export class ServedAlready extends Error {
  /** its label; null where that is not told */
  readonly by: string | null
  constructor(by: string | null, message: string) {
    super(message)
    this.by = by
  }
}

// Others of this number stand in the acts, the log, the daily run: 7201 to 7231.
const lockNumber = 7200

export type Serving = { close(): Promise<void> }

/**
 * @param label   who serves, for the one who is refused; at most 63 bytes
 * @param onLost  the connection was lost, and another has taken the lock meanwhile
 * @throws {ServedAlready} naming who serves and since when
 */
export async function serveAlone(url: string, label: string, onLost: (error: ServedAlready) => void): Promise<Serving> {
  let closed = false
  let client = await take()
  return {
    async close() {
      closed = true
      await client.end().catch(() => {})
    },
  }

  async function take(): Promise<pg.Client> {
    const next = new pg.Client({ connectionString: url, application_name: label, connectionTimeoutMillis: 5000, keepAlive: true })
    await next.connect()
    // Until the lock is ours, a lost connection shows in the query.
    next.on('error', () => {})
    try {
      const { rows: [lock] } = await next.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [lockNumber])
      if (!lock!.taken) throw await servedBy(next)
    } catch (error) {
      await next.end().catch(() => {})
      throw error
    }
    next.once('end', () => { if (!closed) void again() })
    return next
  }

  /** The database went away, and the lock with it: taken again as soon as it answers, before anybody else's if we can. */
  async function again(): Promise<void> {
    while (!closed) {
      try {
        client = await take()
        if (closed) await client.end().catch(() => {})
        return
      } catch (error) {
        // What PostgreSQL has not yet noticed to be gone may still be our own.
        if (error instanceof ServedAlready && error.by !== label) return onLost(error)
      }
      await new Promise((resolve) => { setTimeout(resolve, 1000).unref() })
    }
  }
}

async function servedBy(client: pg.Client): Promise<ServedAlready> {
  const { rows: [who] } = await client.query<{ name: string; since: string; from: string | null }>(`
    select a.application_name as name, to_char(a.backend_start at time zone 'utc', 'YYYY-MM-DD HH24:MI "UTC"') as since, host(a.client_addr) as "from"
      from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.classid = 0 and l.objid = ${lockNumber} and l.objsubid = 1 and l.granted
       and l.database = (select oid from pg_database where datname = current_database())`)
  const name = who === undefined ? 'Another Probity' : `Another Probity (${[who.name, who.from === null ? '' : `connected from ${who.from}`, `since ${who.since}`].filter(Boolean).join(', ')})`
  return new ServedAlready(who?.name ?? null, `${name} serves this database, and a register has one server: stop it first, or set DATABASE_URL to another database.`)
}
