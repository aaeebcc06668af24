/** SQL of what a unit's deliveries became: its own records. */
import type { Db } from '../../../database/db.ts'

export type ProvidedRecord = {
  subject_code: string
  subject_name: string
  record_id: number
  item_id: string
  identity: string
  decided_on: string
  existence: 'held' | 'withdrawn' | 'erased'
  display: string
}

/**
 * Newest first, before the act number given. Walks the acts by which the unit's records came in, a bulk load's groups at a
 * time: an index on who provided would cost every row of every delivery.
 */
export async function newestProvided(db: Db, unit: string, before: number, limit: number): Promise<ProvidedRecord[]> {
  const found: ProvidedRecord[] = []
  for (let below = before; found.length < limit;) {
    const group = await db.one<{ first_act: number; acts: number }>`
      select first_act, acts from act_group
       where kind = 'record.accepted' and first_act < ${below} and readable_json(head) ->> 'actor' = ${unit} order by first_act desc limit 1`
    if (group === null) break
    const last = Math.min(below, group.first_act + group.acts)
    found.push(...(await db.rows<ProvidedRecord>`
      select r.subject_code, s.name as subject_name, r.record_id, r.item_id, r.identity, r.decided_on, r.existence, r.display
        from act a
        join record r on r.subject_code = a.subject_code and r.record_id = a.act_id and r.provider_code = ${unit}
        join subject s on s.subject_code = r.subject_code
       where a.act_id >= ${group.first_act} and a.act_id < ${last} order by a.act_id desc limit ${limit - found.length}`))
    below = group.first_act
  }
  return found
}

/** One page of what the unit provided about one organisation, newest first. */
export const providedAbout = (db: Db, unit: string, subject: string, before: number, limit: number) => db.rows<ProvidedRecord>`
  select r.subject_code, s.name as subject_name, r.record_id, r.item_id, r.identity, r.decided_on, r.existence, r.display
    from record r join subject s using (subject_code)
   where r.subject_code = ${subject} and r.provider_code = ${unit} and r.record_id < ${before} order by r.record_id desc limit ${limit}`

/** By its number alone; another unit's is not there. */
export const providedRecord = (db: Db, unit: string, record: number) => db.one<ProvidedRecord>`
  select r.subject_code, s.name as subject_name, r.record_id, r.item_id, r.identity, r.decided_on, r.existence, r.display
    from act a
    join record r on r.subject_code = a.subject_code and r.record_id = a.act_id and r.provider_code = ${unit}
    join subject s on s.subject_code = r.subject_code
   where a.act_id = ${record}`

/** What accounts are called now; nothing but their numbers is kept with what they did. */
export const accountNames = (db: Db, ids: readonly string[]) => db.rows<{ id: string; name: string }>`
  select account_id::text as id, name from account where account_id = any(${ids}::bigint[]) and name <> ''`
