/** SQL of acts that cannot be read. */
import type { Db } from '../../../database/db.ts'
import type { RecordRow } from '../../records/record.ts'

/** `part`: what of it cannot be read; `head`: what the acts of its group share, which no erasure takes away. `subject_code` '' = concerns no organisation */
export type UnreadableAct = { act_id: number; subject_code: string; kind: string; recorded_at: string; part: 'content' | 'head' }

export const unreadableActs = (db: Db, limit: number) => db.rows<UnreadableAct>`select * from unreadable_acts(${limit})`

/** The act, whether its content is there, and whether it can be read; null where there is none. */
export const actForErasure = (db: Db, act: number) => db.one<{ subject_code: string; held: boolean; readable: boolean }>`
  select subject_code, content is not null as held, is_readable(content) as readable from act where act_id = ${act}`

/** The record whose newest version an act holds, until the transaction ends; null where it holds none. */
export const recordOfVersion = (db: Db, subject: string, act: number) => db.one<RecordRow>`
  select * from record where subject_code = ${subject} and act_id = ${act} and existence <> 'erased' for update`

export const readFromStart = (db: Db) => db.run`update setting set value = '0' where name = 'acts-read-until'`

/** Looks at the next acts nobody looked at yet. @returns how many there were */
export const readActs = async (db: Db, most: number): Promise<number> => (await db.one<{ read: number }>`select read_acts(${most}) as read`)!.read
