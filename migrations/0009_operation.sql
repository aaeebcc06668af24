-- 0009 What the operator has done and must see: runs of the day and audits of the log. Rows of their own beside the acts,
-- because a run that found nothing due, or broke off, is no act and must still be seen.
create table daily_run (
  run_id      bigint generated always as identity primary key,
  day         date not null,
  asked_by    text not null check (asked_by in ('clock', 'operator', 'command')),
  account_id  text collate "C",                     -- number of the account, where a member asked
  started_at  timestamptz not null,
  ended_at    timestamptz,                          -- null while it runs
  days_missed integer not null default 0,           -- whole days since the last one closed on which there was no run
  expired     integer not null default 0,
  started     integer not null default 0,
  recomputed  integer not null default 0,
  late        integer not null default 0,           -- of those that ended or began: on days before this one
  removed     integer not null default 0,           -- returned rows past the day until which they wait
  looked_at   timestamptz,                          -- the newest look on the same day that found nothing more
  failure     text
);
create index daily_run_by_day on daily_run (day desc, run_id desc);

create table audit_run (
  audit_id   bigint generated always as identity primary key,
  account_id text collate "C",
  started_at timestamptz not null,
  moved_at   timestamptz not null,                  -- when it last said how far it is: one that says nothing has broken off
  ended_at   timestamptz,
  size       bigint not null,
  leaves     bigint not null default 0,
  outcome    text check (outcome in ('sound', 'faulty', 'broken-off')),
  findings   jsonb not null default '[]'
);
grant select, insert, update, delete on daily_run to probity_app;
grant select, insert, update on audit_run to probity_app;

-- Records received since a day, for the board of feeds. Days of receipt only grow, so ranges of blocks are enough, and a
-- bulk load pays next to nothing for it.
create index record_received on record using brin (received_on) with (pages_per_range = 32, autosummarize = on);

-- A machine client of the operator itself: its body is `operator`, which is no providing unit.
alter table machine_client drop constraint machine_client_unit_code_fkey;
