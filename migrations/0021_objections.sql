-- 0021 Objections. A case is the fold of its acts; these tables are projections of them, but for the bytes of evidence,
-- whose digests the acts hold.

-- A mark that stands beside a record wherever it is shown, from a day on.
create table record_mark (
  subject_code text collate "C" not null,
  record_id    bigint not null,
  mark         text collate "C" not null check (mark in ('disputed', 'suspended', 'shielded')),
  case_id      bigint not null,                     -- the case it comes from
  from_on      date not null,
  until_on     date,                                -- first day on which it is gone; null: it stands
  act_id       bigint not null,                     -- the act that set it, or that took it away
  primary key (subject_code, record_id, mark, case_id)
);

-- For queues: which cases there are, with whom, and whether they are open. Their clocks are computed when they are read.
create table objection (
  case_id      bigint primary key,                  -- number of the act that lodged it: the receipt number
  subject_code text collate "C" not null,
  record_id    bigint not null,
  record_version integer not null,                  -- what was objected to
  provider_code text collate "C" not null,          -- the unit that answers for the record
  handler      text collate "C" not null,           -- operator | the unit's code: with whom the case is
  state        text collate "C" not null check (state in ('open', 'decided', 'closed')),
  lodged_on    date not null,
  closed_on    date
);
create index objection_by_subject on objection (subject_code, case_id);
create index objection_open on objection (handler, case_id) where state <> 'closed';
create index objection_open_provider on objection (provider_code, case_id) where state <> 'closed';
-- Two that come at once: one of them is told that a case is open.
create unique index objection_one_open on objection (subject_code, record_id) where state <> 'closed';

create table objection_act (
  case_id      bigint not null,
  act_id       bigint not null,
  primary key (case_id, act_id)
);

-- For the parties' eyes alone.
create table objection_evidence (
  sha256       bytea not null check (octet_length(sha256) = 32),
  case_id      bigint not null,
  media_type   text not null,
  bytes        bytea not null,
  primary key (case_id, sha256)
);

grant select on record_mark, objection, objection_act, objection_evidence to probity_app, probity_loader;
grant insert, update, delete on record_mark, objection to probity_app;
grant insert, delete on objection_act to probity_app;
grant insert on objection_evidence to probity_app;
