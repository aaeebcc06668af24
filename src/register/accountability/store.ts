/** SQL of the board of feeds: deliveries and records as they came, intervals and announced changes from their acts. */
import type { Db } from '../../database/db.ts'
import type { FeedInterval } from '../ingestion/timeliness.ts'

/** Each unit's items, with the day of its first registration. */
export const feeds = (db: Db) => db.rows<{ unit: string; item: string; since: string }>`
  select u.unit_code as unit, i.item, coalesce(r.since, '1970-01-01') as since
    from unit u cross join unnest(u.items) as i (item)
    left join (
      select readable_json(a.content) ->> 'unit_code' as unit_code, min(readable_head(g.head, g.kind, g.recorded_at)::json ->> 'on') as since
        from act_group g join act a on a.subject_code = '' and a.act_id >= g.first_act and a.act_id < g.first_act + g.acts
       where g.kind = 'unit.registered' and is_readable(a.content) and readable_json(a.content) -> 'items' is not null
       group by 1) r using (unit_code)
   order by 1, 2`

/** The newest arrivals of each feed: deliveries in which at least one row belonged to the catalog. */
export const arrivals = (db: Db, most: number) => db.rows<{ unit: string; item: string; at: string }>`
  select unit, item, at from (
    select unit_code as unit, item_id as item, to_char(received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
           row_number() over (partition by unit_code, item_id order by received_at desc) as n
      from delivery where state = 'done' and accepted + recognised + changed > 0) d
   where n <= ${most}`

/** Records received since a day, by day of document and day of receipt. */
export const receivedSince = (db: Db, day: string) => db.rows<{ unit: string; item: string; decided_on: string; received_on: string; records: number }>`
  select unit, item, decided_on, received_on, records from received_count where received_on >= ${day}`

/** In the order in which they were entered. */
export const intervals = async (db: Db): Promise<FeedInterval[]> =>
  (await db.rows<{ content: string }>`
    select a.content from act_group g
      join act a on a.subject_code = '' and a.act_id >= g.first_act and a.act_id < g.first_act + g.acts
     where g.kind = 'feed.interval-set' and is_readable(a.content) order by a.act_id`).map((row) => JSON.parse(row.content) as FeedInterval)

/** The first change each unit announced since something last arrived. Changes announced before `since` are not looked for. */
export const changesWaiting = (db: Db, since: string) => db.rows<{ unit: string; item: string; at: string }>`
  select c ->> 'unit' as unit, c ->> 'item' as item, min(c ->> 'at') as at
    from act_group g
    join act a on a.subject_code = '' and a.act_id >= g.first_act and a.act_id < g.first_act + g.acts
   cross join lateral (select readable_json(a.content)) as j (c)
   where g.kind = 'feed.changed' and g.recorded_at >= ${since} and is_readable(a.content)
     and (c ->> 'at')::timestamptz > coalesce(
         (select max(d.received_at) from delivery d
           where d.unit_code = c ->> 'unit' and d.item_id = c ->> 'item' and d.state = 'done' and d.accepted + d.recognised + d.changed > 0), '-infinity')
   group by 1, 2`

// ── The board, by month ────────────────────────────────────────────────────────────────────────────────────────────

/** From the counters of deliveries, never from their rows. */
export const deliveredByMonth = (db: Db, since: string) => db.rows<{ office: string; month: string; rows: number; returned: number }>`
  select unit_code as office, to_char(received_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
         sum(accepted + recognised + changed + returned + refused)::bigint as rows, sum(returned)::bigint as returned
    from delivery
   where received_at >= (${since}::date)::timestamp at time zone 'Asia/Shanghai' and state in ('done', 'refused', 'failed') group by 1, 2`

/** Objections by the month they were lodged in (`since`: the first of one), with what became of them: of the unit whose record it was. */
export const objectionsByMonth = (db: Db, since: string) => db.rows<{ office: string; month: string; objections: number; decided: number; upheld: number }>`
  select office, to_char(month, 'YYYY-MM') as month, objections, decided, upheld from objection_count where month >= ${since}`

export const missedByMonth = (db: Db, since: string) => db.rows<{ office: string; month: string; missed: number }>`
  select party as office, to_char(due_on, 'YYYY-MM') as month, count(*) as missed from clock_missed where due_on >= ${since} group by 1, 2`

/** Of offices alone; what was ordered of others stands in no public figure. @source gd-55-1, xm-54-1, js-69-1, ln-51, ln-52a, hn-44a */
export const ordersByMonth = (db: Db, since: string) => db.rows<{ office: string; month: string; orders: number }>`
  select office, to_char(month, 'YYYY-MM') as month, orders from order_count where month >= ${since}`

/** How long an office took to confirm that it had heard of a change. */
export const recallsByMonth = (db: Db, since: string) => db.rows<{ office: string; month: string; told: number; acknowledged: number; days: number[] }>`
  select office, to_char(month, 'YYYY-MM') as month, told, acknowledged, days from recall_count where month >= ${since}`

export type MissRow = { act_id: number; kind: string; step: string; rule: string; due_on: string; reason: string | null; given_on: string | null }
/** What an office missed since a day, newest first, with the reason it gave last. */
export const missesOf = (db: Db, office: string, since: string, limit: number) => db.rows<MissRow>`
  select m.act_id, m.kind, m.step, m.rule, m.due_on, r.reason, r.given_on
    from clock_missed m left join miss_reason r on r.missed_act = m.act_id
   where m.party = ${office} and m.due_on >= ${since} order by m.act_id desc limit ${limit}`

export const miss = (db: Db, act: number) => db.one<{ party: string; subject_code: string; rule: string }>`
  select party, subject_code, rule from clock_missed where act_id = ${act}`

/** The newest reason stands on the board; the earlier ones stay in the log. */
export const setReason = (db: Db, r: { missed: number; office: string; reason: string; on: string; act: number }) => db.run`
  insert into miss_reason (missed_act, office, reason, given_on, act_id) values (${r.missed}, ${r.office}, ${r.reason}, ${r.on}, ${r.act})
  on conflict (missed_act) do update set reason = excluded.reason, given_on = excluded.given_on, act_id = excluded.act_id`
