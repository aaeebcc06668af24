-- 0022 Inquiries: who may ask what, who asked, and what was shown. `inquiry` is what the organisation reads to learn who
-- looked, a projection of inquiry.answered and inquiry.refused; nobody who serves changes or removes a line of it, and its
-- numbers have no gap, so that a line that is gone is missed.
create table inquiry (
  sequence       bigint primary key,
  act_id         bigint not null unique,
  outcome        text collate "C" not null check (outcome in ('answered', 'refused')),
  inquirer_kind  text collate "C" not null check (inquirer_kind in ('unit', 'organisation')),
  inquirer_code  text collate "C" not null,
  client_id      text collate "C",                  -- the machine client that asked; null for a member
  account        text collate "C",                  -- number of the member's account; null for a machine
  channel        text collate "C" not null check (channel in ('page', 'api', 'terminal', 'counter')),
  subject_code   text collate "C" not null,         -- the organisation asked about
  ground         text collate "C" not null,
  purpose        text collate "C" not null,         -- of the pack's list; '' where the ground asks for none
  stated         text not null,                     -- the provision or duty, in words, where the purpose is open
  reference      text not null,                     -- of the case for which it was asked
  shown          integer not null,                  -- versions shown
  receipt        text,                              -- null: refused
  refusal        text,                              -- null: answered
  asked_at       timestamptz not null,
  asked_on       date not null
);
create index inquiry_by_subject on inquiry (subject_code, sequence);
create index inquiry_by_inquirer on inquiry (inquirer_code, sequence);

-- What the operator lets a unit ask: by which ground, for which purposes, about which items. A large-volume inquiry stands
-- on its agreement.
create table inquiry_access (
  access_id   bigint primary key,                   -- number of the act
  unit_code   text collate "C" not null,
  ground      text collate "C" not null,
  purposes    text[] collate "C",                   -- null: all of the pack's list
  items       text[] collate "C",                   -- null: all the ground lets through
  need        text not null,
  use         text not null,
  document    text not null,
  from_on     date not null,
  until_on    date,                                 -- last day; null: none is set
  ended_on    date                                  -- first day without it; null: it was not ended
);
create index inquiry_access_by_unit on inquiry_access (unit_code, access_id);

-- Cases that units told of as closed: one without an inquiry where the text asks for one is an omission.
create table inquiry_case (
  act_id       bigint primary key,
  unit_code    text collate "C" not null,
  subject_code text collate "C" not null,
  purpose      text collate "C" not null,
  reference    text not null,
  closed_on    date not null,
  inquiry      bigint                               -- sequence of the inquiry made for it; null: none was
);
create index inquiry_case_omitted on inquiry_case (unit_code, act_id) where inquiry is null;

grant select on inquiry, inquiry_access, inquiry_case to probity_app, probity_loader;
grant insert on inquiry, inquiry_case to probity_app;
grant insert, update on inquiry_access to probity_app;

-- Who asks for a unit is named for it: a member or a machine client with this role.
alter table membership drop constraint membership_role_check;
alter table membership add constraint membership_role_check
  check (role in ('deliver', 'administer', 'operate', 'decide', 'represent', 'inquire') and (role = 'represent') = (body_kind = 'organisation'));
alter table machine_client drop constraint machine_client_roles_check;
alter table machine_client add constraint machine_client_roles_check check (roles <@ array['deliver', 'administer', 'decide', 'represent', 'inquire']);
