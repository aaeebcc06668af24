/** What a database of its own operator's writes into its log of what is filed here. */
import type pg from 'pg'

/** Settings under which PostgreSQL's log repeats nothing of what statements carry. The embedded server is started with them. */
const silent: Readonly<Record<string, (value: string) => boolean>> = {
  log_error_verbosity: (v) => v === 'terse',
  log_min_error_statement: (v) => v === 'panic' || v === 'fatal',
  log_parameter_max_length: (v) => v === '0',
  log_parameter_max_length_on_error: (v) => v === '0',
  log_statement: (v) => v === 'none',
}

/** @returns the settings that would let filed text into the server's log, as they stand; none: nothing to say */
export async function quotingSettings(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string; setting: string }>('select name, setting from pg_settings where name = any($1) order by name', [Object.keys(silent)])
  return rows.filter(({ name, setting }) => !silent[name]!(setting)).map(({ name, setting }) => `${name} = ${setting}`)
}

/** One sentence for the operator, at the start. */
export const quotingWarning = (settings: readonly string[]): string =>
  `The database's own log may repeat what is filed here, names and numbers of persons among it (${settings.join(', ')}). `
  + 'Set log_error_verbosity = terse, log_min_error_statement = panic, log_parameter_max_length = 0, log_parameter_max_length_on_error = 0, '
  + 'log_statement = none and log_min_messages = log there (see SECURITY.md).'
