-- 0055 A log that goes on under another name and key says so in an act: the statement, signed, and the last checkpoint before it.
create function log_successors() returns table (content text)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.content from act_group g join act a on a.subject_code = '' and a.act_id = g.first_act
   where g.kind = 'log.succeeded' and a.content is not null order by g.first_act $$;
revoke all on function log_successors() from public;
grant execute on function log_successors() to probity_app, probity_loader, probity_public;
-- The operator sees which acts were erased by which act.
grant select on erasure_declared to probity_party;
alter table erasure_declared enable row level security;
create policy own on erasure_declared for select to probity_party using ((select probity_body()) = 'operator');
