/** SQL of mailboxes and of letters on their way by mail. */
import type { Db } from '../../../database/db.ts'

export const mailboxOf = async (db: Db, code: string): Promise<string | null> =>
  (await db.one<{ address: string }>`select address from mailbox where code = ${code}`)?.address ?? null

export const saveMailbox = (db: Db, m: { readonly code: string; readonly address: string; readonly said: string; readonly act: number }) => db.run`
  insert into mailbox (code, address, address_said, act_id) values (${m.code}, ${m.address}, ${m.said}, ${m.act})
  on conflict (code) do update set address = excluded.address, address_said = excluded.address_said, act_id = excluded.act_id`

/**
 * When projections are made again: the address that is served, where it is the one whose digest the act says, which holds no address.
 * Acts of before say no digest.
 */
export async function projectMailbox(db: Db, code: string, said: string | null, act: number): Promise<void> {
  await forgetMailbox(db, code)
  await db.run`
    insert into mailbox (code, address, address_said, act_id)
    select code, address, ${said}, ${act} from public.mailbox
     where code = ${code} and (${said}::text is null
          or ${said} = left(${said}, 32) || encode(sha256(decode(left(${said}, 32), 'hex') || convert_to(address, 'UTF8')), 'hex'))`
}
export const forgetMailbox = (db: Db, code: string) => db.run`delete from mailbox where code = ${code}`

export async function removeMailbox(db: Db, code: string): Promise<void> {
  await db.run`delete from mail_waiting where code = ${code}`
  await db.run`delete from mailbox where code = ${code}`
  await db.run`delete from mailbox_pending where code = ${code}`
}

/** A letter waits from the transaction that makes it, where its addressee has named a mailbox. */
export const queueMail = (db: Db, notice: number, code: string, at: string) => db.run`
  insert into mail_waiting (notice_id, code, next_at) select ${notice}, code, ${at} from mailbox where code = ${code}`

export type Waiting = { notice_id: number; code: string; tries: number; next_at: string; why: string | null; address: string }
/** Takes letters that are due; until `again` nobody else takes them, and should this server stop, somebody does then. */
export const takeDue = (db: Db, at: string, again: string, limit: number) => db.rows<Waiting>`
  update mail_waiting w set next_at = ${again} from mailbox m
   where m.code = w.code
     and w.notice_id in (select notice_id from mail_waiting where next_at <= ${at} order by next_at limit ${limit} for update skip locked)
  returning w.notice_id, w.code, w.tries, w.next_at, w.why, m.address`
export const sentMail = (db: Db, notice: number) => db.run`delete from mail_waiting where notice_id = ${notice}`
export const failedMail = (db: Db, notice: number, next: string, why: string) => db.run`
  update mail_waiting set tries = tries + 1, next_at = ${next}, why = ${why} where notice_id = ${notice}`

export const waitingOf = (db: Db, notice: number) => db.one<Pick<Waiting, 'tries' | 'next_at' | 'why'>>`
  select tries, next_at, why from mail_waiting where notice_id = ${notice}`
/** Letters that were tried and did not go, most tries first. */
export const unsent = (db: Db, issuer: string, limit: number) => db.rows<Pick<Waiting, 'notice_id' | 'code' | 'tries' | 'next_at' | 'why'>>`
  select w.notice_id, w.code, w.tries, w.next_at, w.why from mail_waiting w join notice n using (notice_id)
   where n.issuer = ${issuer} and w.tries > 0 order by w.tries desc, w.notice_id limit ${limit}`

export type Pending = { address: string; asked_at: string; expires_at: string }
/** The mailbox that waits to be confirmed. */
export const pendingOf = (db: Db, code: string, now: string) => db.one<Pending>`
  select address, asked_at, expires_at from mailbox_pending where code = ${code} and expires_at > ${now}`

export const savePending = (db: Db, p: { code: string; address: string; digest: Buffer; at: string; expires: string }) => db.run`
  insert into mailbox_pending (code, address, code_sha256, asked_at, expires_at) values (${p.code}, ${p.address}, ${p.digest}, ${p.at}, ${p.expires})
  on conflict (code) do update set address = excluded.address, code_sha256 = excluded.code_sha256, tries = 0, asked_at = excluded.asked_at,
         expires_at = excluded.expires_at`

/** Counts a code that does not fit. @returns null where none waits or too many were tried */
export const tryCode = (db: Db, code: string, digest: Buffer, now: string, most: number) => db.one<{ fits: boolean; tries: number }>`
  update mailbox_pending set tries = tries + (case when code_sha256 = ${digest} then 0 else 1 end)
   where code = ${code} and code_sha256 is not null and tries < ${most} and expires_at > ${now}
  returning code_sha256 = ${digest} as fits, tries`

/** @returns null when another was faster */
export const takePending = (db: Db, code: string, digest: Buffer, now: string) => db.one<{ address: string }>`
  delete from mailbox_pending where code = ${code} and code_sha256 = ${digest} and expires_at > ${now} returning address`
