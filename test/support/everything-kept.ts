/** All that a database keeps, as one text to look for what must not be in it. */
import type pg from 'pg'

/** Every row of every table of the register, binary columns also as text. */
export async function everythingKept(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public'")
  let kept = ''
  for (const { name } of rows) {
    const columns = await pool.query<{ column_name: string; data_type: string }>(
      "select column_name, data_type from information_schema.columns where table_schema = 'public' and table_name = $1", [name])
    const found = await pool.query<{ row: string }>(`select t::text as row from "${name}" t`)
    kept += `${found.rows.map((r) => r.row).join('\n')}\n`
    for (const { column_name: column } of columns.rows.filter((c) => c.data_type === 'bytea')) {
      const bytes = await pool.query<{ b: Buffer | null }>(`select "${column}" as b from "${name}"`)
      for (const { b } of bytes.rows) if (b !== null) kept += `${b.toString('utf8')}\n${b.toString('latin1')}\n`
    }
  }
  return kept
}
