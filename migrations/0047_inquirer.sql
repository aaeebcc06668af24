-- 0047 An answer to an inquiry is read as probity_inquirer, who is given of all records and acts one view, and of that nothing
-- before its transaction says who asks (probity.body), on which ground, for what purpose, on which day, under which law; and
-- has begun an inquiry, which it cannot commit without the line of the log. The rows the view then gives are those that body may be shown: its own; or those the operator let the unit ask for on that ground, for
-- that purpose, of that item; or those of a category the organisation authorised for it; or those on display. Columns the
-- catalog does not make public are in the view where the ground reaches them, and null where it does not.
--
-- With the code remains: whether a case is named and an open purpose's provision said, and what a record says while its dates
-- are those of another text of the law. It decides every record again, by the same lists, and shows nothing the view has not given.
do $$ begin
  if not exists (select from pg_roles where rolname = 'probity_inquirer') then create role probity_inquirer nologin; end if;
end $$;
grant probity_inquirer to current_user;
grant probity_inquirer to probity_app with inherit false, set true;
grant usage on schema public to probity_inquirer;

-- What the law of the day says of each ground, and of each item of the catalog: written by the code from the packs, so that no
-- ground, mode or purpose is named here. `law` is the stamp records bear.
create table inquiry_way (
  law        text not null,
  ground     text collate "C" not null,
  -- on what one stands: nothing; that it is oneself; an authorisation of the organisation; what the operator granted
  standing   text collate "C" not null check (standing in ('anybody', 'oneself', 'authorisation', 'access')),
  purposes   text[] collate "C",                    -- those admitted; null: the ground asks for none
  on_display boolean not null,                      -- given while it is on display, without its closed columns
  pending    boolean not null,                      -- given also while display is suspended
  primary key (law, ground)
);
create table inquiry_reach (
  law      text not null,
  ground   text collate "C" not null,
  item_id  text collate "C" not null,
  category text collate "C" not null,
  primary key (law, ground, item_id)
);
grant select, insert, update, delete on inquiry_way, inquiry_reach to probity_app;

create function probity_setting(name text) returns text language sql stable as $$ select nullif(current_setting('probity.' || name, true), '') $$;

-- An inquiry that began in a transaction. It leaves the table at the end of it, by the line that was written or with everything
-- the transaction did; so it is never found by another, and a crash loses nothing.
create unlogged table inquiry_begun (
  begun_in     xid8 not null default pg_current_xact_id(),
  body         text collate "C" not null,
  ground       text collate "C" not null,
  subject_code text collate "C" not null,
  primary key (begun_in, body, ground, subject_code)
);
grant insert (body, ground, subject_code) on inquiry_begun to probity_inquirer;
alter table inquiry_begun enable row level security;
create policy its_own on inquiry_begun for insert to probity_inquirer with check (true);
-- Numbers of lines are given one after another until their transaction ends: the newest line of these three is this one's, or it has none.
create function inquiry_written() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if (select i.xmin = new.begun_in::xid from inquiry i
       where i.subject_code = new.subject_code and i.inquirer_code = new.body and i.ground = new.ground order by i.sequence desc limit 1) is not true then
    raise exception 'an inquiry about % by % was answered without its line', new.subject_code, new.body using errcode = 'integrity_constraint_violation';
  end if;
  delete from inquiry_begun b where b.begun_in = new.begun_in and b.body = new.body and b.ground = new.ground and b.subject_code = new.subject_code;
  return null;
end $$;
revoke all on function inquiry_written() from public;
create constraint trigger inquiry_has_its_line after insert on inquiry_begun deferrable initially deferred
  for each row execute function inquiry_written();

-- The barrier: a condition of whoever asks is not tried on a row before it is known that the row is given. What does not depend
-- on the row is found once: who asks, what the law says of the ground, and, of what the operator granted, the first that covers
-- the purpose, as the code takes it.
create view inquired with (security_barrier) as
  with q as materialized (
    select s.*, b.subject_code, w.standing, w.on_display, w.pending, g.items
      from (select probity_setting('body') as body, probity_setting('ground') as ground, coalesce(probity_setting('purpose'), '') as purpose,
                   probity_setting('law') as law, probity_day() as day) s
      join inquiry_begun b on b.begun_in = pg_current_xact_id_if_assigned() and b.body = s.body and b.ground = s.ground
      join inquiry_way w on w.law = s.law and w.ground = s.ground
      left join lateral (
        select true as granted, i.items from inquiry_access i
         where w.standing = 'access' and i.unit_code = s.body and i.ground = s.ground and i.from_on <= s.day
           and (i.until_on is null or i.until_on >= s.day) and (i.ended_on is null or i.ended_on > s.day)
           and (w.purposes is null or (s.purpose = any (w.purposes) and (i.purposes is null or s.purpose = any (i.purposes))))
         order by i.access_id limit 1) g on true
     where s.day is not null and (w.standing <> 'access' or g.granted) and (w.standing <> 'oneself' or b.subject_code = s.body))
  select r.subject_code, r.record_id, r.item_id, r.provider_code, r.version, r.act_id, r.existence, r.decided_on, r.received_on, r.facts,
         a.content, case when not q.on_display then a.closed end as closed
    from q
    join record r on r.subject_code = q.subject_code
    join inquiry_reach c on c.law = q.law and c.ground = q.ground and c.item_id = r.item_id
    join act a on a.subject_code = r.subject_code and a.act_id = r.act_id
   where r.existence <> 'erased' and a.content is not null
     -- All else one is shown of oneself.
     and (q.standing = 'oneself' or (
       r.existence = 'held' and position('"tradeSecret":true' in r.facts) = 0
       and (q.items is null or r.item_id = any (q.items))
       and (q.standing <> 'authorisation' or exists (
         select from authorisation t
          where t.inquirer_code = q.body and t.subject_code = r.subject_code and t.purpose = q.purpose and c.category = any (t.categories)
            and t.from_on <= q.day and t.until_on >= q.day and (t.revoked_on is null or t.revoked_on > q.day)))
       and not exists (select from record_mark m
                        where m.subject_code = r.subject_code and m.record_id = r.record_id and m.from_on <= q.day
                          and (m.until_on is null or m.until_on > q.day)
                          and m.mark <> 'disputed' and (m.mark <> 'suspended' or not q.pending))
       -- Dates of another text of the law cannot answer; the code then decides record by record.
       and (r.law <> q.law or (
         r.usable and (r.retention_ends_on is null or r.retention_ends_on > q.day)
         and (not q.on_display or (r.display_starts_on <= q.day and (r.display_ends_on is null or r.display_ends_on > q.day)))))));
grant select on inquired to probity_inquirer;

-- Who asks, and what is given of these records, in one round trip: for the time of the function one is probity_inquirer, and
-- nobody else. Volatile, so that it sees the records as they are once the statement around it holds them.
create function inquire(code text, records bigint[], body text, ground text, purpose text, day date, law text) returns setof inquired
language plpgsql volatile rows 20 set role = probity_inquirer as $$
begin
  perform set_config('probity.body', body, true), set_config('probity.ground', ground, true), set_config('probity.purpose', purpose, true),
          set_config('probity.day', day::text, true), set_config('probity.law', law, true);
  insert into inquiry_begun (body, ground, subject_code) values (body, ground, code) on conflict do nothing;
  return query select * from inquired i where i.subject_code = code and i.record_id = any (records);
end $$;
revoke all on function inquire(text, bigint[], text, text, text, date, text) from public;
grant execute on function inquire(text, bigint[], text, text, text, date, text) to probity_app, probity_inquirer;
