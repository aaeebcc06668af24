/** Connections to PostgreSQL 18: a pool for each role, and the parsers that keep legal days free of time zones. */
import pg from 'pg'

export type ServingRole = 'probity_app' | 'probity_loader' | 'probity_public'
export type Role = ServingRole | 'owner'
/** The address each role logs in at. The owner's is not among them: whoever serves has no use for it. */
export type Logins = Readonly<Record<ServingRole, string>>

// A legal day stays the text 'YYYY-MM-DD' (pg would make a Date in the machine's zone of it).
pg.types.setTypeParser(1082, (text) => text)
pg.types.setTypeParser(1182 as never, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',')))
// Act numbers and counts stay far below 2^53; a number that does not is a fault, not something to round.
pg.types.setTypeParser(20, (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`)
  return value
})
// Moments as text; those who need an Instant make one.
pg.types.setTypeParser(1184, (text) => text)

// PostgreSQL says more of an error than its message: the key that was taken, the line of a COPY it was reading, the values of a
// statement. None of it may reach a log or an answer, whoever prints the error.
for (const quotes of ['detail', 'where', 'hint', 'internalQuery']) {
  Object.defineProperty(pg.DatabaseError.prototype, quotes, { get: () => undefined, set: () => {}, configurable: true })
}

type PoolOptions = {
  max?: number
  application?: string
  /** for a connection */
  waitMs?: number
  /** also while the disk is short (disk.ts) */
  evenWhenShort?: boolean
  /** no statement takes longer */
  statementSeconds?: number
  /** a statement ends within seconds of its connection (a PostgreSQL that can look: Linux, macOS) */
  endsWithConnection?: boolean
}

/** For a connection, of the pool or of the server. Engineering value. */
const longestWaitMs = 10_000

/**
 * @param where connection address of a PostgreSQL 18 or newer, or those of its roles
 * @param role  the database role every connection of this pool acts in from its start
 */
export function connect(where: string, role: 'owner', options?: PoolOptions): pg.Pool
export function connect(where: string | Logins, role: ServingRole, options?: PoolOptions): pg.Pool
export function connect(where: string | Logins, role: Role, options: PoolOptions = {}): pg.Pool {
  const settings = ['-c timezone=Asia/Shanghai', '-c search_path=public']
  // What a start has to write is little, and there is a reserve for it (disk.ts).
  if (options.evenWhenShort) settings.push('-c default_transaction_read_only=off')
  if (options.statementSeconds !== undefined) settings.push(`-c statement_timeout=${options.statementSeconds}s`)
  if (options.endsWithConnection) settings.push('-c client_connection_check_interval=1s')
  if (role !== 'owner') settings.push(`-c role=${role}`)
  const pool = new pg.Pool({
    connectionString: typeof where === 'string' ? where : where[role as ServingRole],
    max: options.max ?? 8,
    application_name: options.application ?? 'probity',
    options: settings.join(' '),
    // Neither a server that does not answer nor a pool that is used up is waited for without end: whoever asks is told.
    connectionTimeoutMillis: options.waitMs ?? longestWaitMs,
    keepAlive: true,
  })
  // An idle connection that dies (server restarted) is replaced at the next query; it is no reason to stop.
  pool.on('error', () => {})
  // One that dies while in use is told of by the statement it was in; the event beside it would end the process.
  pool.on('connect', (client) => { client.on('error', () => {}) })
  return pool
}

/** Refuses a server older than the schema needs, in words. */
export async function requireVersion18(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ v: string }>("select current_setting('server_version_num') v")
  if (Number(rows[0]!.v) < 180000) {
    throw new Error(`Probity needs PostgreSQL 18 or newer; the server at DATABASE_URL answers as ${rows[0]!.v}.`)
  }
}
