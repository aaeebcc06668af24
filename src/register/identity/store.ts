/** SQL of what a database knows of the register it holds. */
import type { Db } from '../../database/db.ts'
import type { RegisterIdentity } from './unlike.ts'

/** null where no register was set up here, also before the table is there. */
export async function knownIdentity(db: Db): Promise<RegisterIdentity | null> {
  if ((await db.one<{ there: boolean }>`select to_regclass('public.register_identity') is not null as there`)!.there === false) return null
  return db.one<RegisterIdentity>`select origin, log_key as "logKey", pack, law, drill, place from register_identity`
}

export type Written = { readonly at: string; readonly by: string }

/** @returns false where another was quicker */
export const insertIdentity = async (db: Db, known: RegisterIdentity, { at, by }: Written): Promise<boolean> => (await db.run`
  insert into register_identity (origin, log_key, pack, law, drill, place, set_at, set_by)
  values (${known.origin}, ${known.logKey}, ${known.pack}, ${known.law}, ${known.drill}, ${known.place}, ${at}, ${by}) on conflict do nothing`) === 1

export const setPlace = (db: Db, place: string, { at, by }: Written) => db.run`
  update register_identity set place = ${place}, set_at = ${at}, set_by = ${by}`

export const setLaw = (db: Db, law: string, { at, by }: Written) => db.run`
  update register_identity set law = ${law}, set_at = ${at}, set_by = ${by}`

/** What a log calls itself that was kept before databases knew; null where none was signed. */
export const newestNote = async (db: Db): Promise<string | null> =>
  (await db.one<{ note: string }>`select note from log_checkpoint order by size desc limit 1`)?.note ?? null

/** The law the newest act was made under, of those that can be read; null where there is none. */
export const newestLaw = async (db: Db): Promise<string | null> =>
  (await db.one<{ law: string }>`select readable_json(head) ->> 'law' as law from act_group where is_readable(head) order by first_act desc limit 1`)?.law ?? null

export const databasePrefix = 'postgresql '

/** Which database this is, wherever it is reached: the number PostgreSQL gave its cluster, and the name. */
export const databasePlace = async (db: Db): Promise<string> =>
  (await db.one<{ place: string }>`select 'postgresql ' || system_identifier || '/' || current_database() as place from pg_control_system()`)!.place
