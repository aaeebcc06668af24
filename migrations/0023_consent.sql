-- 0023 What an organisation consents to and what it keeps from view: authorisations, and records withheld on its request.

-- A record withheld on request stands beside the record like the other marks.
alter table record_mark drop constraint record_mark_mark_check;
alter table record_mark add constraint record_mark_mark_check check (mark in ('disputed', 'suspended', 'shielded', 'withheld'));

-- One named inquirer, one purpose, named categories, until a day. A projection of authorisation.granted and .revoked.
create table authorisation (
  authorisation_id bigint primary key,              -- number of the act that granted it
  subject_code  text collate "C" not null,
  inquirer_kind text collate "C" not null check (inquirer_kind in ('unit', 'organisation')),
  inquirer_code text collate "C" not null,
  purpose       text collate "C" not null,
  categories    text[] collate "C" not null check (cardinality(categories) > 0),
  from_on       date not null,
  until_on      date not null,                      -- the last day on which it holds: none is for ever
  revoked_on    date,                               -- first day on which it holds no more: revoked at once
  check (until_on >= from_on)
);
create index authorisation_by_subject on authorisation (subject_code, authorisation_id desc);
create index authorisation_by_inquirer on authorisation (inquirer_code, subject_code);

grant select on authorisation to probity_app, probity_loader;
grant insert, update, delete on authorisation to probity_app;
