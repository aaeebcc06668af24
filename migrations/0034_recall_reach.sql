-- 0034 A receipt that was written down leads to its line, so that whoever kept it hears what became of what it vouches for.
create index inquiry_by_receipt on inquiry (receipt, sequence) where receipt is not null;

-- Who holds the proof of a version whose content was destroyed since is told so: the act that destroyed it names the version's.
create or replace function version_at_leaf(leaf bigint) returns table (subject text, record bigint, version integer)
language sql stable security definer set search_path = public as $$
  select a.subject_code, coalesce((a.content::json ->> 'record')::bigint, e.record, a.act_id), coalesce((a.content::json ->> 'version')::integer, 1)
    from (select * from log_position where first_leaf <= leaf order by first_leaf desc limit 1) p
    join act_group g on g.first_act = p.first_act and g.kind in ('record.accepted', 'record.changed')
    join act a on a.act_id = p.first_act + (leaf - p.first_leaf)
    left join lateral (
      select (x.content::json ->> 'record')::bigint as record
        from act x cross join lateral (select kind from act_group where first_act <= x.act_id order by first_act desc limit 1) k
       where a.content is null and x.subject_code = a.subject_code and x.act_id > a.act_id and k.kind in ('record.erased', 'boundary.incident')
         and x.content::jsonb -> 'acts' @> to_jsonb(a.act_id) limit 1) e on true
   where leaf < p.first_leaf + p.acts $$;

-- The document behind a record was revoked or changed by somebody else's ruling: the unit that provided it must act. A
-- projection of revocation.* acts.
create table revocation (
  case_id       bigint primary key,                 -- the act that registered the ruling
  subject_code  text collate "C" not null,
  record_id     bigint not null,
  provider_code text collate "C" not null,
  document      text not null,                      -- number of the document behind the record
  effect        text collate "C" not null check (effect in ('revoked', 'changed', 'void')),
  ruling        text not null,                      -- number of the document that did it
  ruled_on      date not null,
  ruled_by      text collate "C" not null,          -- who registered it: operator, or the code of a unit
  registered_on date not null,
  state         text collate "C" not null check (state in ('open', 'notified', 'closed')),
  notified_on   date,                               -- the provider's written notice asks the operator to act
  closed_on     date,
  outcome       text collate "C" check (outcome in ('withdrawn', 'corrected', 'kept')),
  reasons       text,                               -- why the provider keeps the record as it is
  check ((state = 'closed') = (closed_on is not null) and (state = 'closed') = (outcome is not null))
);
create unique index revocation_once on revocation (record_id, ruling);
create index revocation_open on revocation (subject_code, record_id) where state <> 'closed';
create index revocation_desk on revocation (provider_code, case_id) where state <> 'closed';
alter table revocation enable row level security;
grant select on revocation to probity_app, probity_loader;
grant insert, update, delete on revocation to probity_app;
-- A ruling may come in by a delivery, and so may the corrected version that answers it.
grant insert, update on revocation to probity_loader;
grant insert, update, delete on clock to probity_loader;

do $$
declare
  allowed text := (select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'clock'::regclass and conname = 'clock_kind_check');
begin
  execute 'alter table clock drop constraint clock_kind_check';
  execute 'alter table clock add constraint clock_kind_check ' || replace(allowed, 'ARRAY[', 'ARRAY[''revocation''::text, ');
end $$;
