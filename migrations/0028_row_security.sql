-- 0028 Rows nobody is shown by mistake. Public pages read as probity_public, who is given nothing but what is on display on the
-- day the reader names (probity.day), whatever a page asks for; a signed-in body reads its own as probity_party, for the body
-- its transaction names (probity.body). Without the setting there is nothing to see. Both only read.
--
-- probity_app and probity_loader go on as before: rows arrive by COPY, which no role under row security may use.
do $$ begin
  if not exists (select from pg_roles where rolname = 'probity_public') then create role probity_public nologin; end if;
  if not exists (select from pg_roles where rolname = 'probity_party') then create role probity_party nologin; end if;
  if exists (select from pg_roles where rolname = 'probity_app' and not rolbypassrls) then alter role probity_app bypassrls; end if;
end $$;
grant probity_public, probity_party to current_user;

create function probity_day() returns date language sql stable as $$ select nullif(current_setting('probity.day', true), '')::date $$;
create function probity_body() returns text language sql stable as $$ select nullif(current_setting('probity.body', true), '') $$;

-- Whether a mark keeps the record from view: beside the record, so that a page asks the index and no other table.
alter table record add column hidden boolean not null default false;
update record r set hidden = true
  from record_mark m where m.subject_code = r.subject_code and m.record_id = r.record_id and m.mark <> 'disputed' and m.until_on is null;
create function keep_hidden() returns trigger language plpgsql set search_path = public as $$
declare
  m record_mark;
begin
  if tg_op = 'DELETE' then m := old; else m := new; end if;
  update record r set hidden = not r.hidden
   where r.subject_code = m.subject_code and r.record_id = m.record_id and r.existence <> 'erased'
     and r.hidden <> exists (select from record_mark k where k.subject_code = m.subject_code and k.record_id = m.record_id
                                and k.mark <> 'disputed' and k.until_on is null);
  return null;
end $$;
create trigger record_mark_hides after insert or update or delete on record_mark for each row execute function keep_hidden();
drop index record_shown;
create index record_shown on record (subject_code, decided_on desc, record_id desc)
  include (item_id, display_starts_on, display_ends_on, hidden) where existence = 'held';

-- The day's answer rests on dates that were stored; while those of another text of the law are about, they cannot answer, and
-- whoever reads must decide record by record. Two probes of an index, for a role that may not look for itself.
create function dates_under_other_law(stamp text) returns boolean language plpgsql stable security definer set search_path = public as $$
begin
  return (select min(law) from record where existence = 'held') <> stamp or (select max(law) from record where existence = 'held') <> stamp;
end $$;

-- Default deny, also on tables that hold nothing secret but are nobody's business to read from outside. Open as a whole:
-- organisations and their names, units, the texts loaded, and the log, which shows commitments and no content.
do $$
declare
  t text;
begin
  for t in select tablename from pg_tables where schemaname = 'public'
            and tablename not in ('subject', 'subject_name', 'subject_code_former', 'unit', 'law_loaded', 'calendar_edition',
                                  'log_position', 'log_tile', 'log_checkpoint', 'clock_missed', 'migration')
  loop
    execute format('alter table %I enable row level security', t);
  end loop;
end $$;
grant usage on schema public to probity_public, probity_party;
grant select on subject, subject_name, subject_code_former, unit, law_loaded, calendar_edition, log_position, log_tile, log_checkpoint,
                clock_missed, record, record_mark to probity_public, probity_party;
-- Closed fields are in no public answer: not even of a record that is shown.
grant select (subject_code, act_id, salt, content) on act to probity_public;
grant select on act, objection, objection_act, objection_evidence to probity_party;

-- ── For everybody ────────────────────────────────────────────────────────────────────────────────────────────────
-- Sub-selects without a row of the table are computed once, not for every row.
create policy shown on record for select to probity_public using (
  existence = 'held' and not hidden and display_starts_on <= (select probity_day())
  and (display_ends_on is null or display_ends_on > (select probity_day())));
create policy disputed on record_mark for select to probity_public using (
  mark = 'disputed' and exists (select from record r where r.subject_code = record_mark.subject_code and r.record_id = record_mark.record_id));
-- The act behind a record that is shown: that of its first version bears its number, a later one names it.
create policy shown on act for select to probity_public using (
  exists (select from record r where r.subject_code = act.subject_code and r.record_id = act.act_id and r.act_id = act.act_id)
  or exists (select from record r where r.subject_code = act.subject_code and r.act_id = act.act_id
                and r.record_id = substring(act.content from '"record":(\d{1,15})[,}]')::bigint));

-- ── For the body itself ──────────────────────────────────────────────────────────────────────────────────────────
create policy own on record for select to probity_party using (subject_code = (select probity_body()) or provider_code = (select probity_body()));
create policy own on record_mark for select to probity_party using (
  exists (select from record r where r.subject_code = record_mark.subject_code and r.record_id = record_mark.record_id));
create policy own on act for select to probity_party using (
  subject_code = (select probity_body())
  or exists (select from record r where r.subject_code = act.subject_code and r.record_id = act.act_id and r.act_id = act.act_id)
  or exists (select from record r where r.subject_code = act.subject_code and r.act_id = act.act_id
                and r.record_id = substring(act.content from '"record":(\d{1,15})[,}]')::bigint));
create policy own on objection for select to probity_party using (
  subject_code = (select probity_body()) or provider_code = (select probity_body()) or (select probity_body()) = 'operator');
create policy own on objection_act for select to probity_party using (exists (select from objection o where o.case_id = objection_act.case_id));
create policy own on objection_evidence for select to probity_party using (exists (select from objection o where o.case_id = objection_evidence.case_id));
-- Who looked, who received what, letters, consents and restorations: for those they are about, and those who made them.
do $$
declare
  mine record;
begin
  for mine in select * from (values
      ('inquiry', 'subject_code = (select probity_body()) or inquirer_code = (select probity_body())'),
      ('disclosure', 'subject_code = (select probity_body()) or recipient_code = (select probity_body())'),
      ('notice', 'to_code = (select probity_body()) or issuer = (select probity_body())'),
      ('authorisation', 'subject_code = (select probity_body()) or inquirer_code = (select probity_body())'),
      ('restoration', 'subject_code = (select probity_body()) or provider_code = (select probity_body())'),
      ('clock', 'subject_code = (select probity_body()) or party = (select probity_body())')) v (name, condition)
  loop
    if to_regclass(mine.name) is not null then
      execute format('grant select on %I to probity_party', mine.name);
      execute format('create policy own on %I for select to probity_party using (%s)', mine.name, mine.condition);
    end if;
  end loop;
end $$;
