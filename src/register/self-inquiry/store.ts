/** SQL of what an organisation sees of itself: everything held, every act about it, who looked and who received. */
import type { Db } from '../../database/db.ts'
import type { Text2 } from '../../law/types.ts'
import type { PublicRecordRow } from '../records/store.ts'
import type { HeldFilter, HeldState, HeldTally } from './held.ts'

export type HeldRow = PublicRecordRow & { state: HeldState; closed: string | null; own: boolean }

/** Everything held, shown or not, in the order of the documents. @param f filters; @param after the last of the page before */
export const heldRecords = (
  db: Db, code: string, day: string, f: HeldFilter & { readonly record?: number },
  page: { readonly limit: number; readonly offset: number; readonly after: { readonly decidedOn: string; readonly record: number } | null },
) => db.rows<HeldRow>`
  select s.name as subject_name, s.kind, s.status, s.status_on, s.generated, s.act_id as subject_act, r.existence,
         r.record_id, r.item_id, r.provider_code, r.version, r.act_id, r.decided_on, r.received_on, r.facts,
         readable(a.content) as content, readable_closed(a.closed) as closed,
         u.name_zh as provider_zh, u.name_en as provider_en, u.act_id as provider_act, r.state, r.provider_code = r.subject_code as own
    from (select record.*, case when existence <> 'held' then 'withdrawn'
                                when m.withheld then 'withheld' when m.hidden then 'suspended'
                                when display_starts_on is null then 'not-displayed'
                                when display_ends_on <= ${day} then 'ended'
                                when display_starts_on > ${day} then 'not-yet' else 'on-display' end as state
            from record
            left join lateral (select bool_or(mark = 'withheld') as withheld, bool_or(mark <> 'disputed') as hidden from record_mark k
                                where k.subject_code = record.subject_code and k.record_id = record.record_id
                                  and k.from_on <= ${day} and (k.until_on is null or k.until_on > ${day})) m on true
           where subject_code = ${code} and (${f.items}::text[] is null or item_id = any(${f.items}::text[]))
             and (${f.record ?? null}::bigint is null or record_id = ${f.record ?? null})
             and (decided_on, record_id) < (${page.after?.decidedOn ?? '9999-12-31'}, ${page.after?.record ?? Number.MAX_SAFE_INTEGER})) r
    join subject s using (subject_code)
    left join act a on a.subject_code = r.subject_code and a.act_id = r.act_id
    left join unit u on u.unit_code = r.provider_code
   where ${f.state}::text is null or r.state = ${f.state}
   order by r.decided_on desc, r.record_id desc limit ${page.limit} offset ${page.offset}`

export const heldRecord = async (db: Db, code: string, day: string, record: number): Promise<HeldRow | null> =>
  (await heldRecords(db, code, day, { state: null, items: null, record }, { limit: 1, offset: 0, after: null }))[0] ?? null

export const tallyHeld = (db: Db, code: string, day: string) => db.rows<HeldTally>`
  select item_id as item, count(*)::int as records,
         case when existence <> 'held' then 'withdrawn' when m.withheld then 'withheld' when m.hidden then 'suspended'
              when display_starts_on is null then 'not-displayed' when display_ends_on <= ${day} then 'ended'
              when display_starts_on > ${day} then 'not-yet' else 'on-display' end as state
    from record
    left join (select record_id, bool_or(mark = 'withheld') as withheld, bool_or(mark <> 'disputed') as hidden from record_mark
                where subject_code = ${code} and from_on <= ${day} and (until_on is null or until_on > ${day}) group by record_id) m using (record_id)
   where subject_code = ${code} group by item_id, 3`

export type ActRow = { act_id: number; kind: string; head: string; content: string | null; closed: string | null }
/** Acts about the organisation, in their order. */
export const actsAfter = (db: Db, code: string, after: number, limit: number) => db.rows<ActRow>`
  select a.act_id, g.kind, g.head, readable(a.content) as content, readable_closed(a.closed) as closed
    from (select act_id, content, closed from act where subject_code = ${code} and act_id > ${after} order by act_id limit ${limit}) a
    cross join lateral (
      select kind, readable_head(head, kind, recorded_at) as head from act_group where first_act <= a.act_id order by first_act desc limit 1) g
   order by a.act_id`

/** Acts about one record and of the cases about it, in their order. A text of the content finds them: none can stand before the one that accepted it. */
export const actsOfRecord = (db: Db, code: string, record: number) => db.rows<ActRow>`
  select a.act_id, g.kind, g.head, readable(a.content) as content, readable_closed(a.closed) as closed
    from act a cross join lateral (
      select kind, readable_head(head, kind, recorded_at) as head from act_group where first_act <= a.act_id order by first_act desc limit 1) g
   where a.subject_code = ${code} and a.act_id >= ${record} and (a.act_id = ${record} or a.content ~ ${`"record":${record}[,}]`}
           or a.act_id in (select oa.act_id from objection o join objection_act oa using (case_id) where o.subject_code = ${code} and o.record_id = ${record}))
     and (g.kind like 'record.%' or g.kind like 'objection.%' or g.kind like 'restoration.%' or g.kind = 'boundary.incident')
   order by a.act_id`

export type LookedRow = {
  sequence: number; outcome: 'answered' | 'refused'; inquirer_kind: string; inquirer_code: string; inquirer_zh: string | null; inquirer_en: string | null
  channel: string; ground: string; purpose: string; stated: string; reference: string; shown: number; receipt: string | null; refusal: string | null
  asked_at: string; asked_on: string
}
/** Who looked, newest first. @param before the last of the page before. Whoever asked and was refused is among them. */
export const lookedAt = (db: Db, code: string, before: number | null, limit: number, offset = 0) => db.rows<LookedRow>`
  select i.sequence, i.outcome, i.inquirer_kind, i.inquirer_code, coalesce(u.name_zh, s.name) as inquirer_zh, coalesce(u.name_en, s.name) as inquirer_en,
         i.channel, i.ground, i.purpose, i.stated, i.reference, i.shown, i.receipt, i.refusal, i.asked_at, i.asked_on
    from inquiry i left join unit u on u.unit_code = i.inquirer_code left join subject s on s.subject_code = i.inquirer_code
   where i.subject_code = ${code} and i.sequence < ${before ?? Number.MAX_SAFE_INTEGER}
   order by i.sequence desc limit ${limit} offset ${offset}`
/** Whether a line of this session's account stands for its own file since the session began. */
export const lookedInSession = async (db: Db, code: string, session: string): Promise<boolean> => (await db.one<{ looked: boolean }>`
  select exists (select from inquiry i join session s on s.session_id = ${session}
                  where i.inquirer_code = ${code} and i.subject_code = ${code} and i.ground = 'own-inquiry' and i.channel = 'page'
                    and i.account = s.account_id::text and i.asked_at >= s.created_at) as looked`)!.looked
export const countLooked = async (db: Db, code: string): Promise<number> =>
  (await db.one<{ n: number }>`select count(*)::int as n from inquiry where subject_code = ${code}`)!.n

export type ReceivedRow = {
  record_id: number; version: number; now: number; recipient_kind: string; recipient_code: string; recipient_zh: string | null; recipient_en: string | null
  path: string; act_id: number; received_on: string
}
/** Who received which version, newest first. */
export const receivedOf = (db: Db, code: string, limit: number, offset: number) => db.rows<ReceivedRow>`
  select d.record_id, d.version, r.version as now, d.recipient_kind, d.recipient_code,
         coalesce(u.name_zh, s.name) as recipient_zh, coalesce(u.name_en, s.name) as recipient_en,
         d.path, d.act_id, d.received_on
    from disclosure d join record r using (subject_code, record_id)
    left join unit u on u.unit_code = coalesce(unit_of_client(d.recipient_code), d.recipient_code)
    left join subject s on s.subject_code = d.recipient_code
   where d.subject_code = ${code}
   order by d.act_id desc, d.record_id, d.recipient_code, d.version desc, d.path limit ${limit} offset ${offset}`
export const countReceived = async (db: Db, code: string): Promise<number> =>
  (await db.one<{ n: number }>`select count(*)::int as n from disclosure where subject_code = ${code}`)!.n

export type UseRow = { sequence: number; asked_at: string; asked_on: string; shown: number }
/** Answers that were given on an authorisation, newest first: the act of each names those it stood on. */
export const usesOf = (db: Db, code: string, authorisation: { id: number; inquirer: string }, limit: number) => db.rows<UseRow>`
  select i.sequence, i.asked_at, i.asked_on, i.shown
    from inquiry i join act a on a.subject_code = '' and a.act_id = i.act_id
   where i.subject_code = ${code} and i.inquirer_code = ${authorisation.inquirer} and i.ground = 'authorised-inquiry' and i.outcome = 'answered'
     and (readable_json(a.content)::jsonb -> 'on') @> to_jsonb(${authorisation.id}::bigint)
   order by i.sequence desc limit ${limit}`

/** Names of units and organisations, for the codes in a list. */
export const namesOf = async (db: Db, codes: readonly string[]): Promise<ReadonlyMap<string, Text2>> => new Map((await db.rows<Text2 & { code: string }>`
  select unit_code as code, name_zh as zh, name_en as en from unit where unit_code = any(${[...codes]})
  union all select subject_code, name, name from subject where subject_code = any(${[...codes]})
                                                            and not exists (select from unit where unit_code = subject_code)`)
  .map(({ code, zh, en }) => [code, { zh, en }]))
