/** SQL of mailboxes and of letters on their way by mail. */
import type { Db } from '../../../database/db.ts'

export const mailboxOf = async (db: Db, code: string): Promise<string | null> =>
  (await db.one<{ address: string }>`select address from mailbox where code = ${code}`)?.address ?? null

export const saveMailbox = (db: Db, m: { readonly code: string; readonly address: string; readonly act: number }) => db.run`
  insert into mailbox (code, address, act_id) values (${m.code}, ${m.address}, ${m.act})
  on conflict (code) do update set address = excluded.address, act_id = excluded.act_id`
export async function removeMailbox(db: Db, code: string): Promise<void> {
  await db.run`delete from mail_waiting where code = ${code}`
  await db.run`delete from mailbox where code = ${code}`
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
