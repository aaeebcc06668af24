-- 0053 The log is checkable at any size. What it was built over is written once, by bundle, when it is sequenced, and served
-- as it lies; whether the acts still say the same is asked apart from it.
create table log_bundle (
  number  bigint primary key,                       -- the entries beneath tile `number` of level 0, 32 bytes each
  entries bytea not null check (octet_length(entries) between 32 and 8192 and octet_length(entries) % 32 = 0)
);
-- Digests do not compress: they are not tried.
alter table log_bundle alter column entries set storage external;
alter table log_tile alter column hashes set storage external;
insert into log_bundle (number, entries)
select n, string_agg(substring(g.entries from greatest(n * 256 - p.first_leaf, 0)::int * 32 + 1
                               for (least(n * 256 + 256, p.first_leaf + p.acts) - greatest(n * 256, p.first_leaf))::int * 32), ''::bytea order by p.first_leaf)
  from log_position p join act_group g using (first_act)
 cross join lateral generate_series(p.first_leaf / 256, (p.first_leaf + p.acts - 1) / 256) n
 group by n;
create function bundle_only_grows() returns trigger language plpgsql as $$
begin
  if new.number <> old.number or substring(new.entries from 1 for octet_length(old.entries)) is distinct from old.entries then
    raise exception 'bundle % may only grow', old.number using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger log_bundle_only_grows before update on log_bundle for each row execute function bundle_only_grows();
create trigger log_bundle_kept before delete or truncate on log_bundle for each statement execute function refuse_change();
create trigger log_tile_kept before delete or truncate on log_tile for each statement execute function refuse_change();
grant select, insert, update on log_bundle to probity_app;
grant select on log_bundle to probity_loader, probity_public, probity_party;
alter table log_bundle enable row level security;
create policy everybody on log_bundle for select to probity_public, probity_party using (true);

-- Acts by number. A block-range index stopped telling anything apart once small acts had filled the ends of old pages: 256
-- acts read 33,662 pages. The tree costs a delivery little, because numbers only grow.
drop index act_by_number;
create unique index act_by_number on act (act_id);
-- Few, and looked at often: what was erased, or lost.
create index act_without_content on act (act_id) where content is null or salt is null;

-- What the acts behind leaves from .. to (exclusive) say now, an element a leaf, for whoever compares it with the log's entries:
--   1 entry      as the act's group has it         2 act        salt or content are not there
--   3 act entry  not as the act's group has it     0 act        no such act
--   4            no act is placed at this leaf
-- The state is one byte, the act's number eight, an entry 32. Digests alone leave the database.
create function log_acts(from_leaf bigint, to_leaf bigint) returns bytea
language sql stable security definer set search_path = public, pg_temp as $$
  with placed as materialized (
    select greatest(p.first_leaf, from_leaf) as leaf, p.first_act + greatest(from_leaf - p.first_leaf, 0) as first,
           (least(to_leaf, p.first_leaf + p.acts) - greatest(from_leaf, p.first_leaf))::int as acts, g.head,
           substring(g.entries from greatest(from_leaf - p.first_leaf, 0)::int * 32 + 1
                               for (least(to_leaf, p.first_leaf + p.acts) - greatest(from_leaf, p.first_leaf))::int * 32) as entries
      from log_position p join act_group g using (first_act)
     where p.first_leaf < to_leaf and p.first_leaf + p.acts > from_leaf
       and p.first_leaf >= coalesce((select max(first_leaf) from log_position where first_leaf <= from_leaf), 0)),
  found as (
    select p.leaf + i as leaf, p.first + i as act, a.act_id is not null as there, substring(p.entries from i * 32 + 1 for 32) as signed,
           sha256(a.salt || convert_to(p.head || E'\n' || a.content, 'UTF8')) as entry
      from placed p cross join lateral generate_series(0, p.acts - 1) i
      -- offset: one look-up by number for each, whatever the planner believes of how many there are
      left join lateral (select act_id, salt, content from act where act_id = p.first + i offset 0) a on true)
  select string_agg(case
           when f.act is null then '\x04'::bytea
           when not f.there then '\x00'::bytea || int8send(f.act)
           when f.entry is null then '\x02'::bytea || int8send(f.act)
           when f.entry is distinct from f.signed then '\x03'::bytea || int8send(f.act) || f.entry
           else '\x01'::bytea || f.entry end, ''::bytea order by l.leaf)
    from generate_series(from_leaf, to_leaf - 1) l (leaf)
    -- two groups at one leaf: the first is taken, the second shows where it belongs
    left join (select distinct on (leaf) * from found order by leaf, act) f using (leaf) $$;
revoke all on function log_acts(bigint, bigint) from public;
grant execute on function log_acts(bigint, bigint) to probity_app, probity_loader, probity_public;
drop function log_entries(bigint, bigint);

-- Acts whose content is gone by an act of erasure, and the act that says so in the log by naming their entries.
create table erasure_declared (
  act_id      bigint primary key,
  declared_by bigint not null
);
create trigger erasure_declared_append_only before update or delete or truncate on erasure_declared
  for each statement execute function refuse_change();
grant select, insert on erasure_declared to probity_app;
grant select on erasure_declared to probity_loader;
-- Those acts, behind a leaf, whole: they name entries of the log and nothing else.
create function log_erasures(after bigint, most integer) returns table (leaf bigint, head text, content text, salt bytea)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.first_leaf, g.head, a.content, a.salt
    from act_group g join log_position p using (first_act) join act a on a.subject_code = '' and a.act_id = g.first_act
   where g.kind = 'log.erasure-declared' and a.content is not null and p.first_leaf > after order by p.first_leaf limit most $$;
revoke all on function log_erasures(bigint, integer) from public;
grant execute on function log_erasures(bigint, integer) to probity_app, probity_loader, probity_public;
-- Acts without content that an act of this register names as erased, and that the log does not say yet.
create function undeclared_erasures() returns table (act_id bigint, entry bytea)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.act_id, substring(g.entries from (a.act_id - g.first_act)::int * 32 + 1 for 32)
    from act a cross join lateral (select first_act, entries from act_group where first_act <= a.act_id order by first_act desc limit 1) g
   where (a.content is null or a.salt is null) and not exists (select from erasure_declared d where d.act_id = a.act_id)
     and named_by_incident(a.subject_code, a.act_id)
   order by a.act_id limit 10000 $$;
revoke all on function undeclared_erasures() from public;
grant execute on function undeclared_erasures() to probity_app;
