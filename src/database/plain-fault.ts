/**
 * A fault as our log may say it. PostgreSQL and parsers quote what was sent to them (a key, a line of a COPY, a piece of JSON), and
 * what was sent may be about a person: nothing of it is printed. Pure.
 */

type Fault = Error & Readonly<Partial<Record<'code' | 'severity' | 'table' | 'column' | 'constraint', unknown>>>

/** Messages of these repeat the text they could not read. */
const quoting = /^(SyntaxError|TypeError|RangeError|URIError)$/
/** SQLSTATE classes whose messages quote values: data exceptions, names and types in a statement. */
const quotingStates = /^(22|42|XX|P0)/

/** @returns what kind of fault, its code, what of the schema it concerns, and where in our code it came up */
export function plainFault(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const { code, severity, table, column, constraint } = error as Fault
  const state = typeof code === 'string' ? code : ''
  const says = severity !== undefined ? !quotingStates.test(state) : !quoting.test(error.name) && !/["“「'`]/.test(error.message)
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line)).slice(0, 12)
  const of = [['table', table], ['column', column], ['constraint', constraint]].filter(([, name]) => typeof name === 'string').map(([what, name]) => `${String(what)} ${String(name)}`)
  return [[error.name, state, says ? error.message : '', ...of].filter((part) => part !== '').join(' '), ...frames,
    ...(error.cause === undefined || error.cause === error ? [] : [`caused by ${plainFault(error.cause)}`])].join('\n')
}
