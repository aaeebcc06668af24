/** SQL of the board of feeds: deliveries and records as they came, intervals and announced changes from their acts. */
import type { Db } from '../../database/db.ts'
import type { FeedInterval } from '../ingestion/timeliness.ts'

/** Each unit's items, with the day of its first registration. */
export const feeds = (db: Db) => db.rows<{ unit: string; item: string; since: string }>`
  select u.unit_code as unit, i.item, coalesce(r.since, '1970-01-01') as since
    from unit u cross join unnest(u.items) as i (item)
    left join (
      select a.content::json ->> 'unit_code' as unit_code, min(g.head::json ->> 'on') as since
        from act_group g join act a on a.subject_code = '' and a.act_id >= g.first_act and a.act_id < g.first_act + g.acts
       where g.kind = 'unit.registered' and a.content is not null and a.content::json -> 'items' is not null
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
  select provider_code as unit, item_id as item, decided_on, received_on, count(*) as records
    from record where received_on >= ${day} group by 1, 2, 3, 4`

/** In the order in which they were entered. */
export const intervals = async (db: Db): Promise<FeedInterval[]> =>
  (await db.rows<{ content: string }>`
    select a.content from act_group g
      join act a on a.subject_code = '' and a.act_id >= g.first_act and a.act_id < g.first_act + g.acts
     where g.kind = 'feed.interval-set' and a.content is not null order by a.act_id`).map((row) => JSON.parse(row.content) as FeedInterval)

/** The first change each unit announced since something last arrived. Changes announced before `since` are not looked for. */
export const changesWaiting = (db: Db, since: string) => db.rows<{ unit: string; item: string; at: string }>`
  select c ->> 'unit' as unit, c ->> 'item' as item, min(c ->> 'at') as at
    from act_group g
    join act a on a.subject_code = '' and a.act_id >= g.first_act and a.act_id < g.first_act + g.acts
   cross join lateral (select a.content::json) as j (c)
   where g.kind = 'feed.changed' and g.recorded_at >= ${since} and a.content is not null
     and (c ->> 'at')::timestamptz > coalesce(
         (select max(d.received_at) from delivery d
           where d.unit_code = c ->> 'unit' and d.item_id = c ->> 'item' and d.state = 'done' and d.accepted + d.recognised + d.changed > 0), '-infinity')
   group by 1, 2`
