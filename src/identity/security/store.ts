/** SQL of security events. */
import type { Db } from '../../database/db.ts'
import type { SecurityKind } from './event.ts'

export type SecurityLine = {
  at: string; kind: SecurityKind; reason: string | null; body: string | null; account: number | null; client: string | null
  origin: string | null; times: number
}
export type SecurityRow = {
  event_id: number; at: string; kind: SecurityKind; reason: string | null; body_code: string | null; account_id: number | null; client_id: string | null
  origin: string | null; times: number
}

export const addEvents = (db: Db, lines: readonly SecurityLine[]) => db.run`
  insert into security_event (at, kind, reason, body_code, account_id, client_id, origin, times)
  select at, kind, reason, body, account, client, origin, times
    from json_to_recordset(${JSON.stringify(lines)}::json)
         as l (at timestamptz, kind text, reason text, body text, account bigint, client text, origin text, times integer)`

export const forgetEvents = (db: Db, before: string) => db.run`select forget_security_events(${before})`

/** `body`, `account`: null for all that the reader is given; `kinds`: null for all */
export type SecurityQuery = {
  readonly body: string | null; readonly account: number | null; readonly kinds: readonly string[] | null
  /** first and last day, YYYY-MM-DD, in Beijing; null: none */
  readonly from: string | null; readonly to: string | null
}
export const events = (db: Db, q: SecurityQuery, limit: number, offset: number) => db.rows<SecurityRow>`
  select event_id, at, kind, reason, body_code, account_id, client_id, origin, times from security_event
   where (${q.body}::text is null or body_code = ${q.body}) and (${q.account}::bigint is null or account_id = ${q.account})
     and (${q.kinds}::text[] is null or kind = any (${q.kinds}::text[]))
     and (${q.from}::date is null or at >= ${q.from}::date::timestamp at time zone 'Asia/Shanghai')
     and (${q.to}::date is null or at < (${q.to}::date + 1)::timestamp at time zone 'Asia/Shanghai')
   order by event_id desc limit ${limit} offset ${offset}`

/** Counted to a hundred thousand, so that a long log costs no page more. */
export const countEvents = async (db: Db, q: SecurityQuery): Promise<number> => (await db.one<{ n: number }>`
  select count(*) as n from (select from security_event
   where (${q.body}::text is null or body_code = ${q.body}) and (${q.account}::bigint is null or account_id = ${q.account})
     and (${q.kinds}::text[] is null or kind = any (${q.kinds}::text[]))
     and (${q.from}::date is null or at >= ${q.from}::date::timestamp at time zone 'Asia/Shanghai')
     and (${q.to}::date is null or at < (${q.to}::date + 1)::timestamp at time zone 'Asia/Shanghai') limit 100000) e`)!.n

/** The person has read what there is about its account. */
export const markSeen = (db: Db, account: number) => db.run`
  update account set events_seen = greatest(events_seen, coalesce((select max(event_id) from security_event where account_id = ${account}), 0))
   where account_id = ${account}`

/** Bodies with a confirmed mailbox that have something new to read, and were not written to a short while ago. */
export type WordDue = { body_code: string; address: string; event_id: number }
export const wordsDue = (db: Db, kinds: readonly string[], now: string, limit: number) => db.rows<WordDue>`
  select e.body_code, m.address, max(e.event_id) as event_id
    from mailbox m join security_event e on e.body_code = m.code and e.kind = any (${kinds}::text[])
    left join security_word w on w.body_code = m.code
   where e.event_id > coalesce(w.event_id, 0) and coalesce(w.next_at, '-infinity') <= ${now}
   group by e.body_code, m.address order by min(e.event_id) limit ${limit}`
export const wordSent = (db: Db, body: string, event: number, next: string) => db.run`
  insert into security_word (body_code, event_id, next_at) values (${body}, ${event}, ${next})
  on conflict (body_code) do update set event_id = excluded.event_id, next_at = excluded.next_at`
export const wordFailed = (db: Db, body: string, next: string) => db.run`
  insert into security_word (body_code, event_id, next_at) values (${body}, 0, ${next}) on conflict (body_code) do update set next_at = excluded.next_at`
