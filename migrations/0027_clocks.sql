-- 0027 Clocks. Who owes which step in which case, and until when: a projection, so that the daily run costs what is due and
-- a desk reads its queue in the order of its due days. The due day people are shown is derived again, with its certificate.
create table clock (
  kind         text collate "C" not null check (kind in ('objection', 'recall', 'restoration', 'notice')),
  case_id      bigint not null,
  step         text collate "C" not null,
  subject_code text collate "C" not null,
  party        text collate "C" not null,           -- who owes it: operator, or the code of a body
  rule         text collate "C",                    -- null: no rule counts it; it stands in the queue all the same
  started_on   date,                                -- null with the rule
  pauses       text not null default '[]',          -- JSON: days that do not count
  due_on       date,                                -- last day in time; null: see why
  late_on      date,                                -- first day on which it is missed
  why          text check (why in ('period-not-set', 'no-number', 'paused', 'unknown')),
  provisional  boolean not null,                    -- rests on a year without a notice
  calendar     text,                                -- edition of the newest notice it rests on; null: on none
  missed_act   bigint,                              -- the act that says it was missed
  primary key (kind, case_id, step),
  check ((due_on is null) = (why is not null) and (due_on is null) = (late_on is null))
);
create index clock_due on clock (late_on) where missed_act is null and late_on is not null;
-- Those without a day come last.
create index clock_queue on clock (kind, coalesce(due_on, 'infinity'::date), case_id);
create index clock_unsure on clock (due_on) where provisional or why = 'unknown';
create index clock_by_rule on clock (rule) where why = 'period-not-set';

-- What was not done in time: public, also when it was done in the end.
create table clock_missed (
  act_id       bigint not null,
  kind         text collate "C" not null,
  case_id      bigint not null,
  step         text collate "C" not null,
  subject_code text collate "C" not null,
  party        text collate "C" not null,
  rule         text collate "C" not null,
  due_on       date not null,
  primary key (kind, case_id, step, due_on)
);
create index clock_missed_by_party on clock_missed (party, act_id desc);
create index clock_missed_by_act on clock_missed (act_id desc);

alter table daily_run add column missed bigint not null default 0;

grant select on clock, clock_missed to probity_app, probity_loader;
grant insert, update, delete on clock to probity_app;
grant insert, delete on clock_missed to probity_app;
