-- 0025 Restoration. Projections of the acts restoration.*, but for the bytes of evidence, whose digests the acts hold.

-- One case for each record asked about; those lodged together bear the number of the first as their application.
create table restoration (
  case_id      bigint primary key,                  -- number of the act that lodged it
  application  bigint not null,
  subject_code text collate "C" not null,
  record_id    bigint not null,
  provider_code text collate "C" not null,          -- the unit that determined, and decides
  handler      text collate "C" not null,           -- operator | the unit's code | the organisation's, while something is missing
  state        text collate "C" not null check (state in ('open', 'closed')),
  lodged_on    date not null,
  closed_on    date
);
create index restoration_by_subject on restoration (subject_code, case_id);
create index restoration_open on restoration (provider_code, case_id) where state = 'open';
create unique index restoration_one_open on restoration (subject_code, record_id) where state = 'open';

create table restoration_act (
  case_id      bigint not null,
  act_id       bigint not null,
  primary key (case_id, act_id)
);

-- From this day on the record is neither shown nor used, whatever is delivered of the same document.
create table restored_record (
  subject_code text collate "C" not null,
  record_id    bigint not null,
  restored_on  date not null,
  case_id      bigint not null,
  primary key (subject_code, record_id)
);

-- A law, regulation or state provision excludes restoration of this record; cited with its article.
create table restoration_excluded (
  subject_code text collate "C" not null,
  record_id    bigint not null,
  provision    text not null,
  act_id       bigint not null,
  primary key (subject_code, record_id)
);

-- A restructuring plan that a court approved: its debtor's records are shielded for the time being.
create table restructuring (
  case_id      bigint primary key,
  subject_code text collate "C" not null,
  document     text not null,                       -- number of the court's ruling
  state        text collate "C" not null check (state in ('filed', 'shielded', 'refused', 'ended')),
  filed_on     date not null,
  changed_on   date not null
);
create unique index restructuring_one on restructuring (subject_code) where state in ('filed', 'shielded');

-- Methods of restoration that sectors published.
create table restoration_method (
  method_id    bigint primary key,                  -- number of the act
  sector       text collate "C" not null,
  title        text not null,
  document     text not null,
  from_on      date not null
);

-- For the parties' eyes alone.
create table restoration_evidence (
  application  bigint not null,
  sha256       bytea not null check (octet_length(sha256) = 32),
  media_type   text not null,
  bytes        bytea not null,
  primary key (application, sha256)
);

grant select on restoration, restoration_act, restored_record, restoration_excluded, restructuring, restoration_method, restoration_evidence
  to probity_app, probity_loader;
grant insert, update, delete on restoration, restored_record, restoration_excluded, restructuring, restoration_method to probity_app;
grant insert, delete on restoration_act to probity_app;
grant insert on restoration_evidence to probity_app;
