/** SQL of notices: projections of their acts. */
import type { Db } from '../../database/db.ts'

export type Channel = 'in-app' | 'paper' | 'mail'
export type NoticeRow = {
  notice_id: number; template: string; to_code: string; to_kind: 'organisation' | 'unit'; issuer: string; subject_code: string
  record_id: number | null; case_id: number | null; title_zh: string; title_en: string; issued_on: string
  read_on: string | null; received_on: string | null; channel: Channel | null
}

export const add = (db: Db, n: NoticeRow) => db.run`
  insert into notice (notice_id, template, to_code, to_kind, issuer, subject_code, record_id, case_id, title_zh, title_en, issued_on, read_on,
                      received_on, channel)
  values (${n.notice_id}, ${n.template}, ${n.to_code}, ${n.to_kind}, ${n.issuer}, ${n.subject_code}, ${n.record_id}, ${n.case_id},
          ${n.title_zh}, ${n.title_en}, ${n.issued_on}, ${n.read_on}, ${n.received_on}, ${n.channel})`

/** The first proof that it arrived counts, by whichever way. */
export const received = (db: Db, id: number, on: string, channel: Channel) => db.run`
  update notice set read_on = case when ${channel} = 'in-app' then coalesce(read_on, ${on}::date) else read_on end,
         channel = case when received_on is null or received_on > ${on}::date then ${channel} else channel end, received_on = least(received_on, ${on}::date)
   where notice_id = ${id}`

/** Of a letter that was destroyed nothing is kept: when projections are rebuilt, its proofs belong to none. */
export const addAct = (db: Db, id: number, act: number) => db.run`
  insert into notice_act (notice_id, act_id) select ${id}, ${act} where exists (select from notice where notice_id = ${id})`

export const notice = (db: Db, id: number) => db.one<NoticeRow>`select * from notice where notice_id = ${id}`
export const noticeForChange = (db: Db, id: number) => db.one<NoticeRow>`select * from notice where notice_id = ${id} for update`

/** Letters to a body: those it has not opened first, then the newest. */
export const to = (db: Db, code: string, limit: number, offset: number) => db.rows<NoticeRow>`
  select * from notice where to_code = ${code} order by (read_on is null) desc, notice_id desc limit ${limit} offset ${offset}`
export const countTo = async (db: Db, code: string) => (await db.one<{ all: number; unread: number }>`
  select count(*) as all, count(*) filter (where read_on is null) as unread from notice where to_code = ${code}`)!

/** Letters of a body: those without a proof that they arrived first, the oldest of them first. */
export const by = (db: Db, code: string, limit: number, offset: number) => db.rows<NoticeRow>`
  select * from notice where issuer = ${code}
   order by (received_on is null) desc, case when received_on is null then notice_id end, notice_id desc limit ${limit} offset ${offset}`
export const countBy = async (db: Db, code: string) => (await db.one<{ all: number; waiting: number }>`
  select count(*) as all, count(*) filter (where received_on is null) as waiting from notice where issuer = ${code}`)!

/** The newest letter of a kind about one record. */
export const latestAbout = (db: Db, template: string, r: { readonly subject: string; readonly record: number }) => db.one<NoticeRow>`
  select * from notice where subject_code = ${r.subject} and record_id = ${r.record} and template = ${template} order by notice_id desc limit 1`

export const ofCase = (db: Db, id: number) => db.rows<NoticeRow>`select * from notice where case_id = ${id} order by notice_id`

export type NoticeAct = { act_id: number; kind: string; head: string; content: string | null }
export const actsOf = (db: Db, n: Pick<NoticeRow, 'notice_id' | 'subject_code'>) => db.rows<NoticeAct>`
  select a.act_id, g.kind, readable_head(g.head, g.kind, g.recorded_at) as head, readable(a.content) as content
    from notice_act na join act a on a.subject_code = ${n.subject_code} and a.act_id = na.act_id join act_group g on g.first_act = na.act_id
   where na.notice_id = ${n.notice_id} order by a.act_id`

/** What a letter calls its addressee. */
export const organisationName = (db: Db, code: string) => db.one<{ name: string }>`select name from subject where subject_code = ${code}`
export const organisationNames = (db: Db, codes: readonly string[]) => db.rows<{ code: string; name: string }>`
  select subject_code as code, name from subject where subject_code = any(${codes})`

/** Numbers of the letters about a record, which are those of their acts; kept from being opened, served or sent until they are gone. */
export const lettersAbout = async (db: Db, subject: string, record: number): Promise<readonly number[]> => (await db.rows<{ notice_id: number }>`
  select notice_id from notice where subject_code = ${subject} and record_id = ${record} order by notice_id for update`).map((n) => n.notice_id)
/** Letters whose content was destroyed: nobody opens them any more, and none of them is sent. */
export async function dropLetters(db: Db, letters: readonly number[]): Promise<void> {
  await db.run`delete from mail_waiting where notice_id = any(${letters}::bigint[])`
  await db.run`delete from notice_act where notice_id = any(${letters}::bigint[])`
  await db.run`delete from notice where notice_id = any(${letters}::bigint[])`
}
