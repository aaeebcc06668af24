-- 0033 Every public answer is read as probity_public. What it may see of a table it may see as it stands; what is public of a
-- table that is otherwise nobody's business is a view or a function that says that and no more. They run as the owner, take
-- the day from whoever asks, and give counts, days and digests: no explanation, no reason, no closed field, no account.

-- ── Records, while dates of another text of the law are about ─────────────────────────────────────────────────────
-- Stored dates cannot answer then, and whoever reads decides record by record: of what is held and not hidden, and of
-- nothing else. Asked only where the stored dates show nothing.
create function probity_recomputing() returns boolean language sql stable as
  $$ select coalesce(dates_under_other_law(nullif(current_setting('probity.law', true), '')), false) $$;
drop policy shown on record;
create policy shown on record for select to probity_public using (
  existence = 'held' and not hidden and (
    (display_starts_on <= (select probity_day()) and (display_ends_on is null or display_ends_on > (select probity_day())))
    or ((select probity_day()) is not null and (select probity_recomputing()))));

-- ── Acts that concern no organisation and that the law has published: registrations, periods, norms, lists ────────
create function published_kind(kind text) returns boolean language sql immutable as $$
  select kind in ('unit.registered', 'feed.interval-set', 'feed.changed', 'period.set', 'measure-list.published', 'inquiry.norms-published',
                  'law.loaded', 'calendar.loaded') $$;
create function published_act(act bigint) returns boolean language sql stable security definer set search_path = public as $$
  select published_kind(kind) from act_group where first_act <= act order by first_act desc limit 1 $$;
create policy published on act_group for select to probity_public using (published_kind(kind));
create policy published on act for select to probity_public using (subject_code = '' and published_act(act_id));
grant select on act_group to probity_public;

-- ── The log: digests, whatever the act behind them is ──────────────────────────────────────────────────────────────
-- The entries of leaves from .. to (exclusive) as the acts now give them; empty where an act is missing, the stored one where
-- salt or content were destroyed by an act of its own. Fewer rows than asked for: the tree does not reach so far.
create function log_entries(from_leaf bigint, to_leaf bigint) returns table (leaf bigint, entry bytea)
language sql stable security definer set search_path = public as $$
  select p.first_leaf + n - p.first_act,
         case when a.act_id is null then ''::bytea
              when a.salt is null or a.content is null then substring(g.entries from (n - p.first_act)::int * 32 + 1 for 32)
              else sha256(a.salt || convert_to(g.head || E'\n' || a.content, 'UTF8')) end
    from log_position p join act_group g using (first_act)
   cross join lateral (select p.first_act + greatest(from_leaf - p.first_leaf, 0) as first, p.first_act + least(to_leaf - p.first_leaf, p.acts) as beyond) span
   cross join lateral generate_series(span.first, span.beyond - 1) as n
    -- offset: the range is read once, not the index for each number
    left join lateral (select * from act where act_id >= span.first and act_id < span.beyond offset 0) a on a.act_id = n
   where p.first_leaf < to_leaf and p.first_leaf + p.acts > from_leaf
     and p.first_leaf >= coalesce((select max(first_leaf) from log_position where first_leaf <= from_leaf), 0)
   order by 1 $$;
-- The commitment an act was signed with, and, where it is that of a record that is held and not hidden, its head.
create function signed_entry(code text, act bigint) returns table (entry bytea, head text)
language sql stable security definer set search_path = public as $$
  select substring(g.entries from (act - g.first_act)::int * 32 + 1 for 32),
         case when exists (select from record r where r.subject_code = code and r.act_id = act and r.existence = 'held' and not r.hidden) then g.head end
    from act_group g where g.first_act <= act order by g.first_act desc limit 1 $$;
create function newest_act(code text) returns bigint language sql stable security definer set search_path = public as $$
  select max(act_id) from act where subject_code = code $$;

-- ── What may be said of a record that is gone ──────────────────────────────────────────────────────────────────────
-- Without its content, and only of one that was shown, is erased, or whose dates are those of another text of the law.
create function gone_record(code text, record bigint, day date, stamp text) returns table (
  law text, subject_name text, kind text, status text, status_on date, generated boolean, subject_act bigint, existence text, record_id bigint, item_id text,
  provider_code text, version integer, act_id bigint, decided_on date, received_on date, facts text, content text, provider_zh text, provider_en text,
  provider_act bigint, marks text)
language sql stable security definer set search_path = public as $$
  select r.law, s.name, s.kind, s.status, s.status_on, s.generated, s.act_id, r.existence, r.record_id, r.item_id, r.provider_code, r.version, r.act_id,
         r.decided_on, r.received_on, r.facts, null::text, u.name_zh, u.name_en, u.act_id,
         (select json_agg(json_build_object('record', k.record_id, 'mark', k.mark, 'case', k.case_id, 'since', k.from_on, 'until', k.until_on)
                          order by k.mark, k.case_id)::text from record_mark k where k.subject_code = r.subject_code and k.record_id = r.record_id)
    from record r join subject s using (subject_code) left join unit u on u.unit_code = r.provider_code
   where r.subject_code = code and r.record_id = record and (r.existence = 'erased' or r.display_starts_on <= day or r.law <> stamp) $$;
-- The days on which a record was withdrawn, and on which the version after this one was recorded.
create function withdrawn_on(code text, record bigint) returns date language sql stable security definer set search_path = public as $$
  select (g.head::json ->> 'on')::date
    from act a cross join lateral (select kind, head from act_group where first_act <= a.act_id order by first_act desc limit 1) g
   where a.subject_code = code and g.kind = 'record.withdrawn' and (a.content::json ->> 'record')::bigint = record
   order by a.act_id desc limit 1 $$;
create function superseded_on(code text, record bigint, version integer) returns date language sql stable security definer set search_path = public as $$
  select (g.head::json ->> 'on')::date
    from act a cross join lateral (select kind, head from act_group where first_act <= a.act_id order by first_act desc limit 1) g
   where a.subject_code = code and a.act_id > record and g.kind = 'record.changed'
     and (a.content::json ->> 'record')::bigint = record and (a.content::json ->> 'version')::integer > version
   order by a.act_id limit 1 $$;
-- The record and version whose act is a leaf of the log, for whoever holds its proof.
create function version_at_leaf(leaf bigint) returns table (subject text, record bigint, version integer)
language sql stable security definer set search_path = public as $$
  select a.subject_code, coalesce((a.content::json ->> 'record')::bigint, a.act_id), coalesce((a.content::json ->> 'version')::integer, 1)
    from (select * from log_position where first_leaf <= leaf order by first_leaf desc limit 1) p
    join act_group g on g.first_act = p.first_act and g.kind in ('record.accepted', 'record.changed')
    join act a on a.act_id = p.first_act + (leaf - p.first_leaf)
   where leaf < p.first_leaf + p.acts and a.content is not null $$;
create function erased_on(code text, record bigint) returns date language sql stable security definer set search_path = public as $$
  select (g.head::json ->> 'on')::date
    from act a cross join lateral (select kind, head from act_group where first_act <= a.act_id order by first_act desc limit 1) g
   where a.subject_code = code and g.kind in ('record.erased', 'boundary.incident') and (a.content::json ->> 'record')::bigint = record
   order by a.act_id limit 1 $$;
-- For whoever holds a receipt: that it was written down, on which day, over which versions; and what became of those records.
create function receipt_line(given text) returns table (act_id bigint, subject_code text, asked_on date, content text)
language sql stable security definer set search_path = public as $$
  select i.act_id, i.subject_code, i.asked_on, json_build_object('shown', a.content::json -> 'shown')::text
    from inquiry i join act a on a.subject_code = '' and a.act_id = i.act_id
   where i.receipt = given order by i.sequence limit 1 $$;
create function records_since(code text, records bigint[], after bigint) returns table (
  record_id bigint, item_id text, decided_on date, received_on date, facts text, existence text, restored_on date)
language sql stable security definer set search_path = public as $$
  select r.record_id, r.item_id, r.decided_on, r.received_on, r.facts, r.existence,
         (select t.restored_on from restored_record t where t.subject_code = code and t.record_id = r.record_id
             and exists (select from restoration_act ra where ra.case_id = t.case_id and ra.act_id > after))
    from record r where r.subject_code = code and r.record_id = any (records) $$;
create function changes_since(code text, records bigint[], after bigint) returns table (record bigint, "on" date)
language sql stable security definer set search_path = public as $$
  select (a.content::json ->> 'record')::bigint, (g.head::json ->> 'on')::date
    from act a cross join lateral (select kind, head from act_group where first_act <= a.act_id order by first_act desc limit 1) g
   where a.subject_code = code and a.act_id > after and g.kind in ('record.changed', 'record.withdrawn', 'record.erased', 'boundary.incident')
     and (a.content::json ->> 'record')::bigint = any (records)
   order by a.act_id $$;
-- How far an objection is that a reader of the record is told of: its steps and days, without what anyone wrote.
create function disputed_cases(cases bigint[]) returns table (case_id bigint, subject_code text, act_id bigint, kind text, head text, content text)
language sql stable security definer set search_path = public as $$
  select o.case_id, a.subject_code, a.act_id, g.kind, json_build_object('on', g.head::json ->> 'on', 'actor', g.head::json ->> 'actor')::text,
         (a.content::jsonb - 'explanation' - 'evidence' - 'reason' - 'reasons' - 'document')::text
    from objection o join objection_act oa using (case_id)
    join act a on a.subject_code = o.subject_code and a.act_id = oa.act_id
    join act_group g on g.first_act = oa.act_id
   where o.case_id = any (cases) and exists (
         select from record_mark m join record r using (subject_code, record_id)
          where m.subject_code = o.subject_code and m.record_id = o.record_id and m.case_id = o.case_id and m.mark = 'disputed'
            and r.existence = 'held' and not r.hidden)
   order by o.case_id, a.act_id $$;

-- ── Figures ────────────────────────────────────────────────────────────────────────────────────────────────────────
create function count_on_display(day date) returns bigint language sql stable security definer set search_path = public as $$
  select (select count(*) from record where display = 'on-display' and existence = 'held' and (display_ends_on is null or display_ends_on > day))
       + (select count(*) from record where display = 'not-yet' and existence = 'held' and display_starts_on <= day
                                        and (display_ends_on is null or display_ends_on > day)) $$;
create function count_ending(from_on date, before date) returns table (month text, records integer)
language sql stable security definer set search_path = public as $$
  select to_char(month, 'YYYY-MM'), sum(records)::int from (
    select date_trunc('month', display_ends_on) as month, count(*) as records from record
     where display = 'on-display' and display_ends_on >= from_on and display_ends_on < before group by 1
    union all
    select date_trunc('month', display_ends_on), count(*) from record
     where display = 'not-yet' and existence = 'held' and display_ends_on >= from_on and display_ends_on < before group by 1) ends
   group by month order by month $$;
create function units_without_officer(day date) returns table (unit_code text, name_zh text, name_en text)
language sql stable security definer set search_path = public as $$
  select u.unit_code, u.name_zh, u.name_en from unit u
   where exists (select from restoration r where r.provider_code = u.unit_code and r.state = 'open')
     and not exists (select from membership m where m.body_code = u.unit_code and m.role = 'decide' and m.from_on <= day
                                                and (m.until_on is null or m.until_on >= day))
   order by u.unit_code $$;
create view received_count as
  select provider_code as unit, item_id as item, decided_on, received_on, count(*) as records from record group by 1, 2, 3, 4;
create view objection_count as
  select o.provider_code as office, date_trunc('month', o.lodged_on)::date as month, count(*) as objections, count(d.verdict) as decided,
         count(*) filter (where d.verdict <> 'keep') as upheld
    from objection o
    left join lateral (
      select a.content::json ->> 'verdict' as verdict
        from objection_act oa
        join act_group g on g.first_act = oa.act_id and g.kind = 'objection.decided'
        join act a on a.subject_code = o.subject_code and a.act_id = oa.act_id
       where oa.case_id = o.case_id and a.content is not null limit 1) d on o.state <> 'open'
   group by 1, 2;
create view recall_count as
  select recipient_code as office, date_trunc('month', told_on)::date as month, count(*) as told, count(acknowledged_on) as acknowledged,
         coalesce(array_agg(acknowledged_on - told_on) filter (where acknowledged_on is not null), '{}') as days
    from recall_recipient where recipient_kind = 'unit' group by 1, 2;

-- ── Columns that are public figures or published by law ────────────────────────────────────────────────────────────
grant select on received_count, objection_count, recall_count to probity_public, probity_app;
revoke select on clock_missed from probity_public;
grant select (act_id, kind, step, party, rule, due_on) on clock_missed to probity_public;
grant select (missed_act, office, reason, given_on) on miss_reason to probity_public;
grant select (delivery_id, unit_code, item_id, state, accepted, recognised, changed, returned, refused, received_at) on delivery to probity_public;
grant select (delivery_id) on returned_row to probity_public;
grant select (recall_id, because, opened_on, completed_on, state, recipients, acknowledged) on recall to probity_public;
grant select (recall_id, escalated_on) on recall_recipient to probity_public;
grant select (access_id, unit_code, ground, purposes, items, document, from_on, until_on, ended_on) on inquiry_access to probity_public;
grant select on restoration_method to probity_public;
do $$
declare
  t text;
begin
  foreach t in array array['miss_reason', 'delivery', 'returned_row', 'recall', 'recall_recipient', 'inquiry_access', 'restoration_method'] loop
    execute format('create policy published on %I for select to probity_public using (true)', t);
  end loop;
end $$;

-- Default deny for every table there is and will be: called after the migrations.
create function deny_by_default() returns void language plpgsql set search_path = public as $$
declare
  t text;
begin
  for t in select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relrowsecurity
            and c.relname not in ('subject', 'subject_name', 'subject_code_former', 'unit', 'law_loaded', 'calendar_edition',
                                  'log_position', 'log_tile', 'log_checkpoint', 'clock_missed', 'migration')
  loop
    execute format('alter table %I enable row level security', t);
  end loop;
end $$;
revoke all on function deny_by_default() from public;
do $$
declare
  f text;
begin
  foreach f in array array['published_act(bigint)', 'log_entries(bigint, bigint)', 'signed_entry(text, bigint)', 'newest_act(text)',
      'gone_record(text, bigint, date, text)', 'withdrawn_on(text, bigint)', 'superseded_on(text, bigint, integer)', 'erased_on(text, bigint)', 'version_at_leaf(bigint)',
      'receipt_line(text)', 'records_since(text, bigint[], bigint)', 'changes_since(text, bigint[], bigint)',
      'disputed_cases(bigint[])', 'count_on_display(date)', 'count_ending(date, date)', 'units_without_officer(date)'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to probity_app, probity_loader, probity_public', f);
  end loop;
end $$;
