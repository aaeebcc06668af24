/** Law and calendar become known to the register by an act, so that every later act can name them. */
import { appendActs } from '../../acts/append.ts'
import { canonicalJson, doer, type Doer } from '../../acts/act.ts'
import type { Projector } from '../../acts/rebuild.ts'
import { type Calendar, calendarFiles, editionsOf, parseCalendar } from '../../calendar/calendar.ts'
import type { Db, Tx } from '../../database/db.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import { recountYear } from '../deadlines/clocks/acts.ts'
import type { Ports } from '../../ports.ts'
import { newestSound, saidOf } from './editions/acts.ts'

/** @returns true when this text was not in force here before */
export async function noteLaw(ports: Ports): Promise<boolean> {
  const stamp = ports.law().stamp
  return ports.database.transaction(async (tx) => {
    if (await tx.one`select 1 from law_loaded where law = ${stamp}`) return false
    const { firstAct } = await appendActs(tx, ports, { kind: 'law.loaded', actor: 'operator', rules: [], acts: [{ subject: '', content: canonicalJson({ law: stamp }) }] })
    await addLoaded(tx, stamp, firstAct, ports.today().toString())
    return true
  })
}

export const projectLaw: Projector = async (tx, { head }, acts) => {
  for (const { actId, content } of acts) await addLoaded(tx, (JSON.parse(content) as { law: string }).law, actId, head.on)
}

/** The first act that loaded a text stands. */
export const addLoaded = (tx: Tx, law: string, act: number, on: string) => tx.run`
  insert into law_loaded (law, act_id, loaded_on) values (${law}, ${act}, ${on}) on conflict do nothing`

/** The shipped notices become an edition, unless notices loaded later already include them. */
export async function noteCalendar(ports: Ports): Promise<void> {
  await ports.database.transaction(async (tx) => {
    if (await tx.one`select 1 from calendar_edition where edition = ${ports.calendar().edition}`) return
    await addEdition(tx, ports, ports.calendar(), 'operator')
  })
}

export type NoticeRefusal = 'notice-unreadable' | 'notice-known'

/**
 * Loads an official holiday notice as a new edition; the earlier ones stay. Due days are derived from the calendar, so
 * every clock that rested on provisional days has another answer from now on; the open ones that the year touches are counted
 * again, and those whose day moved are named by acts.
 * @param json the notice in the form of packs/calendar/*.json
 */
export async function loadNotice(ports: Ports, json: unknown, by: Doer = 'operator'): Promise<Outcome<Calendar, NoticeRefusal>> {
  const edition = (json as { edition?: unknown } | null)?.edition
  if (typeof edition === 'string' && editionsOf(calendarFiles(ports.calendar())).includes(edition)) return refuse('notice-known', null, { edition })
  let calendar: Calendar
  try {
    calendar = parseCalendar([...calendarFiles(ports.calendar()), json])
  } catch (error) {
    return refuse('notice-unreadable', null, { detail: (error as Error).message })
  }
  const loaded = await ports.database.transaction(async (tx): Promise<Outcome<Calendar, NoticeRefusal>> => {
    if (await tx.one`select 1 from calendar_edition where edition = ${calendar.edition}`) return refuse('notice-known', null, { edition: calendar.edition })
    await addEdition(tx, ports, calendar, by)
    return ok(calendar)
  })
  if (!loaded.ok) return loaded
  await ports.noticeLoaded?.()
  const { year } = json as { year: number }
  await recountYear({ ...ports, calendar: () => calendar }, by, year)
  return loaded
}

async function addEdition(tx: Tx, ports: Ports, calendar: Calendar, by: Doer): Promise<void> {
  const { firstAct } = await appendActs(tx, ports, {
    kind: 'calendar.loaded', ...doer(by), rules: [], acts: [{ subject: '', content: canonicalJson(saidOf(calendar)) }],
  })
  await tx.run`
    insert into calendar_edition (edition, body, act_id, loaded_on)
    values (${calendar.edition}, ${JSON.stringify(calendarFiles(calendar))}::jsonb, ${firstAct}, ${ports.today().toString()})`
}

/** The calendar in use: the newest edition loaded here that is what its act says, unless the one shipped reaches further. */
export async function calendarInUse(db: Db, shipped: Calendar): Promise<Calendar> {
  const loaded = await newestSound(db, shipped, (edition) => {
    console.error(`calendar: edition ${edition} in the database is not the one its act loaded, and is not used: load the official notice again, and ask "probity operate audit".`)
  }) ?? shipped
  return shipped.lastCertainDay > loaded.lastCertainDay ? shipped : loaded
}

export type LiveCalendar = { readonly current: () => Calendar; /** reads again when another edition has been loaded */ readonly refresh: () => Promise<void> }

/**
 * The calendar in use, for a register that keeps running: a notice loaded through any server or from a terminal counts
 * from the next `refresh` on. Asking costs one row; the edition says whether there is anything to read.
 */
export async function liveCalendar(db: Db, shipped: Calendar): Promise<LiveCalendar> {
  const newest = async () => (await db.one<{ edition: string }>`select edition from calendar_edition order by act_id desc limit 1`)?.edition ?? null
  let seen = await newest()
  let calendar = await calendarInUse(db, shipped)
  return {
    current: () => calendar,
    async refresh() {
      const edition = await newest()
      if (edition === seen) return
      calendar = await calendarInUse(db, shipped)
      seen = edition
    },
  }
}
