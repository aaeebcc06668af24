-- 0050 One door for text, at the database. What an act holds is JSON without escapes that SQL cannot take: \u0000, half of a
-- surrogate pair. Sound texts hold hardly a character that JSON escapes with \u, so that one search of a row's text is nearly
-- always all it costs. What lay here before is found, read as nothing, named to the operator, and can be erased by an act.

-- ── Reading what may be unsound ──────────────────────────────────────────────────────────────────────────────────
create function is_readable(content text) returns boolean language sql immutable parallel safe as $$
  select content is json object and (strpos(content, '\u') = 0 or content !~ '(^|[^\\])(\\\\)*\\u(0000|[dD][89a-fA-F])') $$;
-- What only a look at the whole can tell: a search or two, cheap enough for each row of a delivery.
create function looks_unsound(content text) returns boolean language sql immutable parallel safe as $$
  select strpos(content, '\u') > 0 and (strpos(content, '\u0000') > 0 or strpos(content, '\ud') > 0 or strpos(content, '\uD') > 0) $$;
-- The text, or null: what nobody can read is as if it were erased.
create function readable(content text) returns text language sql immutable parallel safe as $$
  select case when is_readable(content) then content end $$;
create function readable_json(content text) returns json language sql immutable parallel safe as $$
  select case when is_readable(content) then content::json end $$;
-- Closed fields: the salt's 32 hex digits, then JSON.
create function readable_closed(closed text) returns text language sql immutable parallel safe as $$
  select case when is_readable(substring(closed from 33)) then closed end $$;
-- What the acts of a group share; where it cannot be read, what the database knows of it besides.
create function readable_head(head text, kind text, recorded_at timestamptz) returns text language sql stable parallel safe as $$
  select case when is_readable(head) then head else json_build_object(
    'act', kind, 'actor', '', 'at', to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'law', '', 'on', to_char(recorded_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD'), 'rules', '[]'::json)::text end $$;

-- ── Nothing unsound comes in ─────────────────────────────────────────────────────────────────────────────────────
alter table act add constraint act_content_sound check (not looks_unsound(content) or is_readable(content)) not valid;
alter table act add constraint act_closed_sound check (not looks_unsound(closed) or is_readable(substring(closed from 33))) not valid;
alter table act_group add constraint act_group_head_sound check (is_readable(head)) not valid;

-- ── What lies here unsound is known ──────────────────────────────────────────────────────────────────────────────
-- At once, by what a row looks like; the rest by a look through the acts, which goes on where the last one ended.
create index act_looks_unsound on act (act_id) where content not like '{%}' or looks_unsound(content);
create index act_group_looks_unsound on act_group (first_act) where head not like '{%}' or looks_unsound(head);
create table unreadable_act (act_id bigint primary key);
insert into unreadable_act select act_id from act where content is not null and not is_readable(content);
grant select, insert on unreadable_act to probity_app;
insert into setting (name, value) select 'acts-read-until', coalesce(max(act_id), 0)::text from act;

-- Reads the acts after those that were read, at most so many. Returns how many there were; fewer than asked for: all are read.
create function read_acts(most bigint) returns bigint
language plpgsql security definer set search_path = public as $$
declare
  before constant bigint := (select value::bigint from setting where name = 'acts-read-until' for update);
  newest constant bigint := coalesce((select first_act + acts - 1 from act_group order by first_act desc limit 1), 0);
  beyond constant bigint := least(before + most, newest);
begin
  insert into unreadable_act select act_id from act
   where act_id > before and act_id <= beyond and content is not null and not is_readable(content) on conflict do nothing;
  update setting set value = beyond::text where name = 'acts-read-until' and value::bigint < beyond;
  return greatest(beyond - before, 0);
end $$;

-- For the application, and for the operator where a desk is read as the body acted for.
create function unreadable_acts(most integer) returns table (act_id bigint, subject_code text, kind text, recorded_at timestamptz, part text)
language sql stable security definer set search_path = public, pg_temp as $$
 select * from (
  select a.act_id, a.subject_code, g.kind, g.recorded_at, 'content'
    from (select u.act_id from unreadable_act u union select s.act_id from act s where s.content not like '{%}' or looks_unsound(s.content)) found
    join act a on a.act_id = found.act_id and a.content is not null and not is_readable(a.content)
   cross join lateral (select kind, recorded_at from act_group where first_act <= a.act_id order by first_act desc limit 1) g
  union all
  select g.first_act, '', g.kind, g.recorded_at, 'head' from act_group g where (g.head not like '{%}' or looks_unsound(g.head)) and not is_readable(g.head)) all_of_them
   where coalesce(probity_body(), 'operator') = 'operator'
   order by 1 limit most $$;

-- ── An act that nobody can read is erased by an act that says why ─────────────────────────────────────────────────
create or replace function named_by_incident(code text, act_number bigint) returns boolean
language sql stable security definer set search_path = public as $$
  select exists (
    select from act i
      cross join lateral (select kind from act_group where first_act <= i.act_id order by first_act desc limit 1) g
     where i.subject_code = code and g.kind in ('boundary.incident', 'record.erased', 'act.erased')
       and readable_json(i.content)::jsonb -> 'acts' @> to_jsonb(act_number))
$$;
create or replace function erase_acts(incident bigint) returns integer
language plpgsql security definer set search_path = public as $$
declare
  erased integer;
  why constant text := (select kind from act_group where first_act <= incident order by first_act desc limit 1);
begin
  update act a set salt = null, content = null, closed = null
    from act i
   where i.act_id = incident and a.subject_code = i.subject_code
     and a.act_id in (select value::bigint from jsonb_array_elements_text(readable_json(i.content)::jsonb -> 'acts'))
     and case when why = 'act.erased' then a.content is not null and not is_readable(a.content)
              else (select kind from act_group where first_act <= a.act_id order by first_act desc limit 1)
                   in ('record.accepted', 'record.changed', 'record.withdrawn', 'notice.issued') end;
  get diagnostics erased = row_count;
  return erased;
end $$;

-- ── Every function that reads acts reads them so ─────────────────────────────────────────────────────────────────
do $$
declare
  f record;
  text_now text;
begin
  for f in select p.oid, pg_get_functiondef(p.oid) as def from pg_proc p
            where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' and p.proname <> 'readable_json' and p.prosrc ~ '\m(content|head)::jsonb?\M' loop
    text_now := regexp_replace(f.def, '\m((?:\w+\.)?(?:content|head))::json\M', 'readable_json(\1)', 'g');
    execute regexp_replace(text_now, '\m((?:\w+\.)?(?:content|head))::jsonb\M', 'readable_json(\1)::jsonb', 'g');
  end loop;
  for f in select viewname, pg_get_viewdef(format('public.%I', viewname)::regclass) as def from pg_views
            where schemaname = 'public' and definition ~ '\m(content|head)\)?::json' loop
    execute format('create or replace view %I as %s', f.viewname, regexp_replace(f.def, '\((\w+\.(?:content|head))\)::json\M', 'readable_json(\1)', 'g'));
  end loop;
end $$;
create or replace function reviews_in_charge(most integer) returns table (content text)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.content from act_group g join act a on a.subject_code = '' and a.act_id = g.first_act
   where g.kind = 'inquiry.use-reviewed' and is_readable(a.content) and exists (select overseen()) order by g.first_act desc limit most $$;
alter policy own on act_group using (
  (select probity_body()) = 'operator' or published_kind(kind) or readable_json(head) ->> 'actor' = (select probity_body()) or head_given(first_act, acts, kind));

do $$
declare
  f text;
begin
  foreach f in array array['read_acts(bigint)', 'unreadable_acts(integer)'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to probity_app', f);
  end loop;
  -- What the operator's desk shows: no text of any act.
  grant execute on function unreadable_acts(integer) to probity_party;
end $$;
