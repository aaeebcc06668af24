-- 0046 Whatever a signed-in body reads, it reads as itself (probity_party, for the body its transaction names). A unit is given what
-- it provided and what was done about it, an organisation what is held of it, the operator what its desks work on: table by table,
-- and of accounts, sessions and machine clients no secret. Conditions of the body are computed once for a statement, and
-- whatever is asked of another table is asked by an index.

-- ── From an act to the case it belongs to ────────────────────────────────────────────────────────────────────────
create index objection_act_case on objection_act (act_id);
create index restoration_act_case on restoration_act (act_id);
create index notice_act_letter on notice_act (act_id);
create index oversight_act_case on oversight_act (act_id);

-- ── Departments in charge ────────────────────────────────────────────────────────────────────────────────────────
-- The bodies of the area of whoever reads, if it is in charge of one; and of them what its desk shows: steps that are overdue,
-- lines that a review of use covered, what came of the review. Of the cases themselves, and of anybody else, nothing.
create function overseen() returns setof text language sql stable security definer set search_path = public, pg_temp as $$
  with charge as (select regexp_replace(area, '(00)+$', '') as digits from oversight_body
                   where body_code = probity_body() and role in ('competent-department', 'government')),
       placed as (select distinct on (body_code) body_code, area from oversight_body
                   where role not in ('competent-department', 'government') order by body_code, role)
  select b.code from (select unit_code as code from unit union select body_code from placed) b left join placed p on p.body_code = b.code
   where b.code <> probity_body() and exists (select from charge c where starts_with(coalesce(p.area, substring(b.code from 3 for 6)), c.digits)) $$;
create function overdue_in_charge(parties text[], day date, most integer) returns table (
  kind text, case_id bigint, step text, party text, rule text, due_on date, missed_act bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select kind, case_id, step, party, rule, due_on, missed_act from clock
   where late_on <= day and party = any (parties) and party in (select overseen()) order by due_on, kind, case_id, step limit most $$;
create function reviews_in_charge(most integer) returns table (content text)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.content from act_group g join act a on a.subject_code = '' and a.act_id = g.first_act
   where g.kind = 'inquiry.use-reviewed' and a.content is not null and exists (select overseen()) order by g.first_act desc limit most $$;
create function reviewed_in_charge(from_line bigint, to_line bigint, inquirers text[], most integer) returns table (
  sequence bigint, act_id bigint, inquirer_code text, subject_code text, ground text, purpose text, stated text, reference text, asked_on date)
language sql stable security definer set search_path = public, pg_temp as $$
  select sequence, act_id, inquirer_code, subject_code, ground, purpose, stated, reference, asked_on from inquiry
   where sequence between from_line and to_line and inquirer_code = any (inquirers) and inquirer_code in (select overseen())
     and exists (select from reviews_in_charge(1000) r where (r.content::json ->> 'from')::bigint <= from_line and (r.content::json ->> 'to')::bigint >= to_line)
   order by sequence desc limit most $$;
do $$
declare
  f text;
begin
  foreach f in array array['overseen()', 'overdue_in_charge(text[], date, integer)', 'reviews_in_charge(integer)',
      'reviewed_in_charge(bigint, bigint, text[], integer)'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to probity_party, probity_app', f);
  end loop;
end $$;

-- ── What was given before, and to the operator ───────────────────────────────────────────────────────────────────
alter policy own on record using (
  subject_code = (select probity_body()) or provider_code = (select probity_body()) or (select probity_body()) = 'operator');
do $$
declare
  mine record;
begin
  for mine in select * from (values
      ('inquiry', 'subject_code = (select probity_body()) or inquirer_code = (select probity_body())'),
      ('notice', 'to_code = (select probity_body()) or issuer = (select probity_body())'),
      ('restoration', 'subject_code = (select probity_body()) or provider_code = (select probity_body())'),
      ('oversight_body', 'body_code = (select probity_body()) or body_code in (select overseen())'),
      ('oversight_arrangement', 'body_code = (select probity_body()) or body_code in (select overseen())'),
      ('no_measure', 'unit_code = (select probity_body())')) v (name, condition)
  loop
    execute format('alter policy own on %I using (%s or (select probity_body()) = ''operator'')', mine.name, mine.condition);
  end loop;
end $$;

-- ── What belongs to a body, table by table ───────────────────────────────────────────────────────────────────────
do $$
declare
  mine record;
begin
  for mine in select * from (values
      -- restorations, with whoever asks and whoever decides
      ('restoration_act', '*', 'exists (select from restoration r where r.case_id = restoration_act.case_id)'),
      ('restoration_evidence', '*', 'exists (select from restoration r where r.case_id = restoration_evidence.application)
          or exists (select from restructuring p where p.case_id = restoration_evidence.application)'),
      ('restructuring', '*', 'subject_code = (select probity_body()) or (select probity_body()) = ''operator'''),
      ('restored_record', '*', 'exists (select from record r where r.subject_code = restored_record.subject_code and r.record_id = restored_record.record_id)'),
      ('restoration_excluded', '*',
        'exists (select from record r where r.subject_code = restoration_excluded.subject_code and r.record_id = restoration_excluded.record_id)'),
      ('revocation', '*', 'subject_code = (select probity_body()) or provider_code = (select probity_body()) or ruled_by = (select probity_body())
          or (select probity_body()) = ''operator'''),
      -- letters
      ('notice_act', '*', 'exists (select from notice n where n.notice_id = notice_act.notice_id)'),
      ('mailbox', '*', 'code = (select probity_body()) or (select probity_body()) = ''operator'''),
      ('mail_waiting', '*', 'exists (select from notice n where n.notice_id = mail_waiting.notice_id)'),
      ('recall_mail', '*', 'code = (select probity_body()) or (select probity_body()) = ''operator'''),
      -- deliveries and their rows
      ('delivery', '*', 'unit_code = (select probity_body()) or (select probity_body()) = ''operator'''),
      ('returned_row', '*', 'exists (select from delivery d where d.delivery_id = returned_row.delivery_id)'),
      ('refused_row', 'delivery_id, row_number, findings', 'exists (select from delivery d where d.delivery_id = refused_row.delivery_id)'),
      ('corrected_row', '*', 'exists (select from delivery d where d.delivery_id = corrected_row.delivery_id)'),
      -- who acts for a body: never a secret
      ('membership', '*', 'body_code = (select probity_body()) or (select probity_body()) = ''operator'''),
      ('account', '*', '(select probity_body()) = ''operator'' or exists (select from membership m where m.account_id = account.account_id)'),
      ('invitation', 'invitation_id, body_kind, body_code, role, from_on, until_on, invited_by, expires_at, used_at', 'body_code = (select probity_body())'),
      ('machine_client', '*', 'unit_code = (select probity_body()) or (select probity_body()) = ''operator'''),
      ('session', 'account_id, ended_at, expires_at', '(select probity_body()) = ''operator'''),
      -- what may be asked
      ('inquiry_access', '*', 'unit_code = (select probity_body()) or (select probity_body()) = ''operator'''),
      ('inquiry_case', '*', 'unit_code = (select probity_body()) or (select probity_body()) = ''operator'''),
      -- news of changes: for whoever received the record, and for the operator
      ('recall_recipient', '*', 'recipient_code = any (array(select probity_body() union all select client_id from machine_client where unit_code = probity_body()))
          or (select probity_body()) = ''operator'''),
      ('recall', '*', '(select probity_body()) = ''operator'' or exists (select from recall_recipient e where e.recall_id = recall.recall_id
          and e.recipient_kind = any (array[''unit'', ''client'', ''organisation''])
          and e.recipient_code = any (array(select probity_body() union all select client_id from machine_client where unit_code = probity_body())))'),
      ('recall_endpoint', '*', 'body_code = (select probity_body()) or (select probity_body()) = ''operator'''),
      ('recall_sending', '*', 'exists (select from recall_endpoint e where e.endpoint_id = recall_sending.endpoint_id)'),
      -- how the register runs
      ('daily_run', '*', '(select probity_body()) = ''operator'''),
      ('audit_run', '*', '(select probity_body()) = ''operator'''),
      ('log_pending', '*', '(select probity_body()) = ''operator'''),
      ('setting', '*', '(select probity_body()) = ''operator'' and name = ''day-closed'''),
      -- published by law
      ('miss_reason', '*', 'true'),
      ('restoration_method', '*', 'true')) v (name, columns, condition)
  loop
    execute format('grant select %s on %I to probity_party', case when mine.columns = '*' then '' else '(' || mine.columns || ')' end, mine.name);
    execute format('create policy own on %I for select to probity_party using (%s)', mine.name, mine.condition);
  end loop;
end $$;
grant select on received_count, objection_count, order_count, recall_count to probity_party;

-- The clocks of a case stand with the case, whoever owes the step.
alter policy own on clock using (
  subject_code = (select probity_body()) or party = (select probity_body()) or (select probity_body()) = 'operator'
  or case kind when 'objection' then exists (select from objection o where o.case_id = clock.case_id)
               when 'restoration' then exists (select from restoration r where r.case_id = clock.case_id)
               when 'revocation' then exists (select from revocation v where v.case_id = clock.case_id)
               when 'oversight' then exists (select from oversight_case o where o.case_id = clock.case_id) else false end);

-- ── Acts: of a body's records, of its cases, of its letters ───────────────────────────────────────────────────────
-- Asked in functions, which the database plans once for a connection: as conditions they would cost every statement more to
-- plan than to run. They answer for the body that reads and for no other.
create function act_given(code text, act bigint, content text) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  body constant text := probity_body();
begin
  -- The newest version of a record it provided, which names the record; the first bears its number, as the policy says itself.
  return (code <> '' and exists (select from record r where r.subject_code = code and r.act_id = act and r.provider_code = body
                                    and r.record_id = substring(content from '"record":(\d{1,15})[,}]')::bigint))
    or exists (select from objection_act a join objection o using (case_id) where a.act_id = act and body in (o.subject_code, o.provider_code))
    or exists (select from restoration_act a join restoration r using (case_id) where a.act_id = act and body in (r.subject_code, r.provider_code))
    or exists (select from notice_act a join notice n using (notice_id) where a.act_id = act and body in (n.to_code, n.issuer))
    or (code = '' and (published_act(act) or exists (select from oversight_act a join oversight_case c using (case_id)
                                                        where a.act_id = act and body in (c.organ, c.body_code))));
end $$;
alter policy own on act using (
  subject_code = (select probity_body()) or (select probity_body()) = 'operator'
  or exists (select from record r where r.subject_code = act.subject_code and r.record_id = act.act_id)
  or act_given(subject_code, act_id, content));

-- Their heads: who, when, under which article. An act that is given has its head given, so that none is taken for another's.
-- Rows of deliveries are many: they are their unit's, or hold an act of the organisation, or are the one version that
-- somebody else corrected. The last condition finds whatever is left; it is dearer than the others and seldom reached.
create function head_given(first bigint, count integer, what text) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  body constant text := probity_body();
  beyond constant bigint := first + count;
begin
  if exists (select from act a where a.subject_code = body and a.act_id >= first and a.act_id < beyond) then
    return true;
  end if;
  if what in ('record.accepted', 'record.changed') then
    return count = 1 and exists (select from act a where a.act_id = first and (act_given(a.subject_code, a.act_id, a.content)
      or exists (select from record r where r.subject_code = a.subject_code and r.record_id = a.act_id and r.provider_code = body)));
  end if;
  return exists (select from inquiry i where i.act_id >= first and i.act_id < beyond and body in (i.subject_code, i.inquirer_code))
    or exists (select from objection_act a join objection o using (case_id) where a.act_id >= first and a.act_id < beyond and body in (o.subject_code, o.provider_code))
    or exists (select from restoration_act a join restoration r using (case_id)
                where a.act_id >= first and a.act_id < beyond and body in (r.subject_code, r.provider_code))
    or exists (select from act a where a.act_id >= first and a.act_id < beyond and (act_given(a.subject_code, a.act_id, a.content)
      or exists (select from record r where r.subject_code = a.subject_code and r.record_id = a.act_id and r.provider_code = body)));
end $$;
grant select on act_group to probity_party;
create policy own on act_group for select to probity_party using (
  (select probity_body()) = 'operator' or published_kind(kind) or head::json ->> 'actor' = (select probity_body()) or head_given(first_act, acts, kind));
do $$
declare
  f text;
begin
  foreach f in array array['act_given(text, bigint, text)', 'head_given(bigint, integer, text)'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to probity_party, probity_app', f);
  end loop;
end $$;

-- ── Functions that say what the public is told anyway, and what a statement needs of them ─────────────────────────
do $$
declare
  f text;
begin
  foreach f in array array['published_act(bigint)', 'log_entries(bigint, bigint)', 'signed_entry(text, bigint)', 'newest_act(text)',
      'gone_record(text, bigint, date, text)', 'withdrawn_on(text, bigint)', 'superseded_on(text, bigint, integer)', 'erased_on(text, bigint)', 'version_at_leaf(bigint)',
      'records_since(text, bigint[], bigint)', 'changes_since(text, bigint[], bigint)', 'disputed_cases(bigint[])', 'count_on_display(date)',
      'count_ending(date, date)', 'units_without_officer(date)', 'dates_under_other_law(text)'] loop
    execute format('grant execute on function %s to probity_party', f);
  end loop;
end $$;
