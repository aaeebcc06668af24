-- 0026 Notices: letters of the register to organisations and units. The letter itself stands in the act that made it;
-- this table is the projection of these acts, for lists and queues.
create table notice (
  notice_id    bigint primary key,                  -- number of the act that made it: the number on the letter
  template     text collate "C" not null,
  to_code      text collate "C" not null,           -- organisation or unit
  to_kind      text collate "C" not null check (to_kind in ('organisation', 'unit')),
  issuer       text collate "C" not null,           -- operator | the unit's code
  subject_code text collate "C" not null,           -- the organisation it is about, '' for none
  record_id    bigint,
  case_id      bigint,
  title_zh     text not null,
  title_en     text not null,
  issued_on    date not null,
  read_on      date,                                -- first opened by its addressee
  received_on  date,                                -- first proof of any kind that it arrived
  channel      text collate "C" check (channel in ('in-app', 'paper', 'mail')) -- of that proof
);
create index notice_to on notice (to_code, notice_id);
create index notice_unread on notice (to_code, notice_id) where received_on is null;
create index notice_by on notice (issuer, notice_id);
create index notice_by_case on notice (case_id) where case_id is not null;

-- What was done with a letter: made, opened, handed over, sent.
create table notice_act (
  notice_id    bigint not null,
  act_id       bigint not null,
  primary key (notice_id, act_id)
);

grant select on notice, notice_act to probity_app, probity_loader;
grant insert, update, delete on notice to probity_app;
grant insert, delete on notice_act to probity_app;
