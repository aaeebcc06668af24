/** SQL of the addresses at which systems listen, and of what is still to be sent to them. */
import type { Db } from '../../../database/db.ts'
import type { Because, RecipientKind } from '../recall.ts'

export type EndpointRow = { endpoint_id: number; body_code: string; url: string; from_on: string; ended_on: string | null }

export const addEndpoint = (db: Db, e: { id: number; body: string; url: string; on: string }) => db.run`
  insert into recall_endpoint (endpoint_id, body_code, url, from_on) values (${e.id}, ${e.body}, ${e.url}, ${e.on})`
export const endEndpoint = (db: Db, id: number, on: string) => db.run`
  update recall_endpoint set ended_on = ${on} where endpoint_id = ${id} and ended_on is null`
export const endpointForChange = (db: Db, id: number) => db.one<EndpointRow>`select * from recall_endpoint where endpoint_id = ${id} for update`
export const endpointsOf = (db: Db, body: string) => db.rows<EndpointRow & { waiting: number; taken: number; result: string | null }>`
  select e.*, (select count(*) from recall_sending s where s.endpoint_id = e.endpoint_id and s.next_at is not null) as waiting,
         (select count(*) from recall_sending s where s.endpoint_id = e.endpoint_id and s.sent_at is not null) as taken,
         (select s.result from recall_sending s where s.endpoint_id = e.endpoint_id and s.result is not null order by s.recall_id desc limit 1) as result
    from recall_endpoint e where body_code = ${body} and ended_on is null order by endpoint_id`
export const standing = (db: Db, body: string) => db.rows<EndpointRow>`
  select * from recall_endpoint where body_code = ${body} and ended_on is null order by endpoint_id`

/** What was told after a position is to be sent to whoever has a system that listens: a body's own, and its clients'. */
export const queueSendings = (db: Db, afterPosition: number, at: string) => db.run`
  insert into recall_sending (recall_id, recipient_kind, recipient_code, endpoint_id, next_at)
  select r.recall_id, r.recipient_kind, r.recipient_code, e.endpoint_id, ${at}
    from recall_recipient r
    left join machine_client c on r.recipient_kind = 'client' and c.client_id = r.recipient_code
    join recall_endpoint e on e.body_code = coalesce(c.unit_code, r.recipient_code) and e.ended_on is null
   where r.position > ${afterPosition}
  on conflict do nothing`

export type SendingRow = {
  recall_id: number; recipient_kind: RecipientKind; recipient_code: string; endpoint_id: number; attempts: number; url: string; body_code: string
  position: number; version: number; told_on: string; received_on: string | null; acknowledged_on: string | null
  subject_code: string; record_id: number; because: Because; opened_at: string
}

/**
 * Takes sendings whose moment has come and puts them off meanwhile, so that a server that dies while it sends loses none of
 * them and another does not send them as well.
 */
export const takeSendings = (db: Db, now: string, until: string, limit: number) => db.rows<SendingRow>`
  with due as (
    select s.recall_id, s.recipient_kind, s.recipient_code, s.endpoint_id from recall_sending s
     where s.next_at <= ${now} order by s.next_at, s.recall_id limit ${limit} for update skip locked),
  taken as (
    update recall_sending s set next_at = ${until}, attempts = s.attempts + 1 from due
     where s.recall_id = due.recall_id and s.recipient_kind = due.recipient_kind and s.recipient_code = due.recipient_code
       and s.endpoint_id = due.endpoint_id
    returning s.*)
  select t.recall_id, t.recipient_kind, t.recipient_code, t.endpoint_id, t.attempts, e.url, e.body_code, x.position, x.version, x.told_on, x.received_on,
         x.acknowledged_on, r.subject_code, r.record_id, r.because, r.opened_at
    from taken t join recall_endpoint e using (endpoint_id)
    join recall_recipient x using (recall_id, recipient_kind, recipient_code) join recall r using (recall_id)`

export type SendingKey = Pick<SendingRow, 'recall_id' | 'recipient_kind' | 'recipient_code' | 'endpoint_id'>
/** @param r.next null: no more attempts */
export const setSent = (db: Db, s: SendingKey, r: { sentAt: string | null; result: string; next: string | null }) => db.run`
  update recall_sending set result = ${r.result}, next_at = ${r.next}, sent_at = coalesce(${r.sentAt}::timestamptz, sent_at)
   where recall_id = ${s.recall_id} and recipient_kind = ${s.recipient_kind} and recipient_code = ${s.recipient_code} and endpoint_id = ${s.endpoint_id}`

/** Systems of recipients who are late are told again, once a day. */
export const repeatSendings = (db: Db, day: string, now: string) => db.run`
  update recall_sending s set next_at = ${now}, attempts = 0
    from recall_recipient e, recall_endpoint p
   where e.recall_id = s.recall_id and e.recipient_kind = s.recipient_kind and e.recipient_code = s.recipient_code
     and p.endpoint_id = s.endpoint_id and p.ended_on is null
     and e.escalated_on is not null and e.acknowledged_on is null and s.next_at is null
     and (s.sent_at is null or (s.sent_at at time zone 'Asia/Shanghai')::date < ${day})`

export const dropSendings = (db: Db, endpoint: number) => db.run`
  update recall_sending set next_at = null, result = 'endpoint-ended' where endpoint_id = ${endpoint} and next_at is not null`
