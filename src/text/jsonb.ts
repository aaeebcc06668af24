/**
 * JSON as PostgreSQL's jsonb takes it: neither U+0000 nor half a surrogate pair in any name or value. Pure.
 */

/**
 * Strings are made sound before they are written out as JSON; what is JSON already is never mended: there six characters that only
 * spell `\u0000` look like the escape.
 * @returns JSON that gives the value back, but U+FFFD for each U+0000 and each lone surrogate
 */
export function jsonbOf(value: unknown): string {
  const json = JSON.stringify(value)
  // Hardly a text holds either; a look is all it costs.
  return json.includes('\\u0000') || json.includes('\\ud') ? JSON.stringify(sound(JSON.parse(json))) : json
}

function sound(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\u0000', '\uFFFD')
  if (Array.isArray(value)) return value.map(sound)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [sound(name), sound(inner)]))
}
