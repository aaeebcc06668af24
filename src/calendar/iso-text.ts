/** A day as text, YYYY-MM-DD. Written once for as long as the same day is asked about: a delivery asks of every record. Pure. */

let last: Temporal.PlainDate | null = null
let text = ''

export function isoText(day: Temporal.PlainDate): string {
  if (day !== last) {
    text = day.toString()
    last = day
  }
  return text
}
