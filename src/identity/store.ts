/** SQL of units and their machine clients. */
import type { JWK } from 'jose'
import type { Db } from '../database/db.ts'
import type { ClientRole } from './acts.ts'

/** `contact`: where its office is reached about applications; null: it has named none */
export type UnitRow = {
  unit_code: string; kind: string; name_zh: string; name_en: string; items: string[]; demonstration: boolean; contact: string | null
}
export type ClientRow = { client_id: string; unit_code: string; public_key: JWK; roles: ClientRole[]; from_at: string; until_at: string | null }

export const unitByCode = (db: Db, code: string) => db.one<UnitRow>`
  select unit_code, kind, name_zh, name_en, items, demonstration, contact from unit where unit_code = ${code}`

/** A unit as it is registered, until this transaction ends: what rests on it comes before a change of it, or after. */
export const holdUnit = (db: Db, code: string) => db.run`select from unit where unit_code = ${code} for share`

export const units = (db: Db) => db.rows<UnitRow>`
  select unit_code, kind, name_zh, name_en, items, demonstration, contact from unit order by unit_code`

export const saveUnit = (db: Db, u: UnitRow & { act_id: number }) => db.run`
  insert into unit (unit_code, kind, name_zh, name_en, items, demonstration, contact, act_id)
  values (${u.unit_code}, ${u.kind}, ${u.name_zh}, ${u.name_en}, ${u.items}, ${u.demonstration}, ${u.contact}, ${u.act_id})
  on conflict (unit_code) do update set kind = excluded.kind, name_zh = excluded.name_zh, name_en = excluded.name_en,
         items = excluded.items, contact = excluded.contact, act_id = excluded.act_id`

export const client = (db: Db, id: string) => db.one<ClientRow>`
  select client_id, unit_code, public_key, roles, from_at, until_at from machine_client where client_id = ${id}`

export const clientForChange = (db: Db, id: string) => db.one<ClientRow>`
  select client_id, unit_code, public_key, roles, from_at, until_at from machine_client where client_id = ${id} for no key update`

export const clientsOf = (db: Db, unit: string) => db.rows<ClientRow>`
  select client_id, unit_code, public_key, roles, from_at, until_at from machine_client
   where unit_code = ${unit} order by until_at is not null, from_at, client_id`

type NewClientRow = { clientId: string; unitCode: string; publicKey: JWK; roles: readonly ClientRole[]; from: string; actId: number }
export const addClient = (db: Db, c: NewClientRow) => db.run`
  insert into machine_client (client_id, unit_code, public_key, roles, from_at, act_id)
  values (${c.clientId}, ${c.unitCode}, ${JSON.stringify(c.publicKey)}::jsonb, ${[...c.roles]}, ${c.from}, ${c.actId})`

/** A client that is not revoked and has the same key, held until this transaction ends: two that come at once meet here. */
export async function clientWithKey(db: Db, key: JWK): Promise<{ client_id: string; unit_code: string } | null> {
  await db.run`select pg_advisory_xact_lock(7202, hashtext(${key.x ?? ''}))`
  return db.one`
    select client_id, unit_code from machine_client
     where until_at is null and public_key ->> 'x' = ${key.x ?? ''} and public_key ->> 'crv' = ${key.crv ?? ''}`
}

/** Registered before the operator's clients had roles (migration 0062): it goes on as it was. */
export const mayOperateAllTheSame = async (db: Db, actId: number): Promise<boolean> =>
  (await db.one`select 1 as so from public.setting where name = 'operate-role-from' and value::bigint > ${actId}`) !== null

export const endClient = (db: Db, id: string, until: string, actId: number) => db.run`
  update machine_client set until_at = ${until}, act_id = ${actId} where client_id = ${id} and until_at is null`

/** An assertion counts once. @returns false when it was seen before */
export const rememberAssertion = async (db: Db, clientId: string, jti: string, expires: string): Promise<boolean> =>
  (await db.run`insert into client_assertion_seen (client_id, jti, expires_at) values (${clientId}, ${jti}, ${expires}) on conflict do nothing`) === 1

export const forgetAssertions = (db: Db, before: string) => db.run`delete from client_assertion_seen where expires_at < ${before}`
