/** SQL of news by mail: one line a body, and what waits for it. */
import type { Db } from '../../../database/db.ts'

/** Bodies told after a position that named a mailbox and have no system that listens. */
export const queueMails = (db: Db, afterPosition: number, at: string) => db.run`
  insert into recall_mail (code, next_at)
  select distinct m.code, ${at}::timestamptz
    from recall_recipient r
    left join machine_client c on r.recipient_kind = 'client' and c.client_id = r.recipient_code
    join mailbox m on m.code = coalesce(c.unit_code, r.recipient_code)
   where r.position > ${afterPosition}
     and not exists (select from recall_endpoint e where e.body_code = m.code and e.ended_on is null)
  on conflict (code) do update set next_at = coalesce(recall_mail.next_at, excluded.next_at)`

/** Whoever is late is written to again, once a day. */
export const repeatMails = (db: Db, day: string, at: string) => db.run`
  update recall_mail w set next_at = ${at}, tries = 0
   where w.next_at is null and (w.sent_at at time zone 'Asia/Shanghai')::date < ${day}
     and exists (select from recall_recipient r left join machine_client c on r.recipient_kind = 'client' and c.client_id = r.recipient_code
                  where coalesce(c.unit_code, r.recipient_code) = w.code and r.escalated_on is not null and r.acknowledged_on is null)`

export type MailRow = { code: string; tries: number; address: string }
/** Takes what is due; until `again` nobody else takes it, and should this server stop, somebody does then. */
export const takeMails = (db: Db, at: string, again: string, limit: number) => db.rows<MailRow>`
  update recall_mail w set next_at = ${again} from mailbox m
   where m.code = w.code
     and w.code in (select code from recall_mail where next_at <= ${at} order by next_at limit ${limit} for update skip locked)
  returning w.code, w.tries, m.address`

/** What a body has not received yet, and what of it waits for an answer. */
export const unread = (db: Db, codes: readonly string[]) => db.one<{ news: number; asking: number }>`
  select count(*) filter (where e.received_on is null) as news,
         count(*) filter (where e.acknowledged_on is null and r.because not in ('marked', 'mark-removed')) as asking
    from recall_recipient e join recall r using (recall_id) where e.recipient_code = any(${codes}::text[])`

export const mailTaken = (db: Db, code: string, at: string) => db.run`
  update recall_mail set next_at = null, tries = 0, why = null, sent_at = ${at} where code = ${code}`
export const mailFailed = (db: Db, code: string, next: string, why: string) => db.run`
  update recall_mail set next_at = ${next}, tries = tries + 1, why = ${why} where code = ${code}`
/** Nothing waits any more: it was seen another way. */
export const mailNeedless = (db: Db, code: string) => db.run`update recall_mail set next_at = null, tries = 0, why = null where code = ${code}`

export type Mailed = { code: string; tries: number; sent_at: string | null; why: string | null }
export const mailsTo = (db: Db, codes: readonly string[]) => db.rows<Mailed>`
  select w.code, w.tries, w.sent_at, w.why from recall_mail w join mailbox using (code) where w.code = any(${codes}::text[])`
