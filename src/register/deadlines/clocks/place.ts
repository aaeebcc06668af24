/** A place in a desk's queue, as what one portion gives to the next. Pure. */

/** `on` is the due day, `infinity` where there is none. */
export type Place = { readonly on: string; readonly case: number }

const placeText = (row: { readonly queue_on: string; readonly case_id: number }): string => `${row.queue_on}~${row.case_id}`

const start: Place = { on: '0001-01-01', case: 0 }
/** Anything that is no place is the beginning. */
export function placeOf(text: string | null): Place {
  const [, on, id] = /^(infinity|\d{4}-(?:0\d|1[0-2])-(?:0[1-9]|[12]\d|3[01]))~(\d{1,15})$/.exec(text ?? '') ?? []
  if (on === undefined || id === undefined) return start
  const known = on === 'infinity' || Temporal.PlainDate.from(on, { overflow: 'constrain' }).toString() === on
  return known ? { on, case: Number(id) } : start
}

/**
 * A portion of a queue of which one row more than wanted was read; `next` is where the following one begins, null at the end.
 */
export function portionOf(
  rows: readonly { readonly queue_on: string; readonly case_id: number }[], most: number,
): { readonly ids: readonly number[]; readonly next: string | null } {
  const shown = rows.slice(0, most)
  const last = shown.at(-1)
  return { ids: shown.map((r) => r.case_id), next: rows.length > most && last !== undefined ? placeText(last) : null }
}
