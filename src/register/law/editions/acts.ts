/** Editions of the calendar as they lie in the database, each held against the digest its act names: an altered one moves due days. */
import { canonicalJson, type Json } from '../../../acts/act.ts'
import { type Calendar, calendarFiles, parseCalendar } from '../../../calendar/calendar.ts'
import type { Db } from '../../../database/db.ts'
import { readCalendar } from '../../../packs.ts'
import { hash } from 'node:crypto'

type Row = { readonly edition: string; readonly body: unknown[]; readonly content: string | null }
const newestFirst = (db: Db) => db.rows<Row>`
  select e.edition, e.body, case when is_readable(a.content) then a.content end as content
    from calendar_edition e left join act a on a.act_id = e.act_id and a.subject_code = '' order by e.act_id desc`

/** What an act says of the edition it loads. */
export const saidOf = (calendar: Calendar): { readonly edition: string; readonly digest: string } =>
  ({ edition: calendar.edition, digest: hash('sha256', canonicalJson(calendarFiles(calendar) as Json), 'hex') })

/** The edition, where it is what its act says; null where it is not. */
function editionIn({ edition, body, content }: Row, shipped: Calendar): Calendar | null {
  let calendar: Calendar
  try { calendar = parseCalendar(body, edition) } catch { return null }
  const said = JSON.parse(content ?? '{}') as { edition?: string; digest?: string; sha256?: string }
  if (said.edition !== edition) return null
  if (said.digest !== undefined) return said.digest === saidOf(calendar).digest ? calendar : null
  // Acts of before digest the names in the order in which they stood: the database's, or that of the file they came from.
  const { names } = calendar.frame
  const asShipped = Object.fromEntries([...Object.keys(shipped.frame.names), ...Object.keys(names)].filter((zh) => zh in names).map((zh) => [zh, names[zh]!]))
  const orders = [calendar, { ...calendar, frame: { ...calendar.frame, names: asShipped } }]
  return orders.some((one) => hash('sha256', JSON.stringify(calendarFiles(one)), 'hex') === said.sha256) ? calendar : null
}

/** The editions that are not what their acts say, the newest first. */
export async function alteredEditions(db: Db): Promise<string[]> {
  const shipped = await readCalendar()
  return (await newestFirst(db)).filter((row) => editionIn(row, shipped) === null).map(({ edition }) => edition)
}

/**
 * The newest edition that is what its act says; null where there is none.
 * @param altered told each newer one that is not, which is passed over
 */
export async function newestSound(db: Db, shipped: Calendar, altered: (edition: string) => void): Promise<Calendar | null> {
  for (const row of await newestFirst(db)) {
    const calendar = editionIn(row, shipped)
    if (calendar !== null) return calendar
    altered(row.edition)
  }
  return null
}
