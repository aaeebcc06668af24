-- 0058 What happened to access: refused, given, taken. A log of its own beside the log of acts: no content, no name, no free text,
-- and of an address nothing but a keyed digest of its network. Written once and never changed; gone after the deployment's term.
create table security_event (
  event_id   bigint generated always as identity primary key,
  at         timestamptz not null,                   -- of the first, where several alike are one line
  kind       text collate "C" not null check (kind ~ '^[a-z][a-z-]{2,39}$'),
  reason     text collate "C" check (reason ~ '^[a-z][a-z0-9-]{1,59}$'),         -- a code of this register's own
  body_code  text collate "C" check (body_code ~ '^[0-9A-Za-z-]{1,18}$'),
  account_id bigint,                                 -- whom it concerns
  client_id  text collate "C" check (client_id ~ '^[0-9A-Za-z._-]{1,100}$'),
  origin     text collate "C" check (origin ~ '^[0-9a-f]{12}$'),
  times      integer not null default 1 check (times > 0)
);
create index security_event_body on security_event (body_code, event_id) where body_code is not null;
create index security_event_account on security_event (account_id, event_id) where account_id is not null;
create index security_event_at on security_event (at);
grant select, insert on security_event to probity_app;
grant select on security_event to probity_party;
alter table security_event enable row level security;
create policy own on security_event for select to probity_party using (body_code = (select probity_body()) or (select probity_body()) = 'operator');

create trigger security_event_stays before update or truncate on security_event for each statement execute function refuse_change();

-- The one way out: the term is over.
create function forget_security_events(before timestamptz) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone bigint;
begin
  delete from security_event where at < before;
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke all on function forget_security_events(timestamptz) from public;
grant execute on function forget_security_events(timestamptz) to probity_app;

-- How far a person has read, and up to where a body was written to.
alter table account add column events_seen bigint not null default 0;
create table security_word (
  body_code text collate "C" primary key,
  event_id  bigint not null,
  next_at   timestamptz not null
);
grant select, insert, update on security_word to probity_app;
