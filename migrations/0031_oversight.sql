-- 0031 Oversight: who is in charge of credit in which area, what those overseen have in place, and cases of accountability.
-- All of it is projected from acts. No natural person stands in any of it.

-- Charges (competent-department, government) and bodies whose area is another than the one their code tells, or that are no units.
create table oversight_body (
  body_code text collate "C" not null,               -- operator | the code of a unit or organisation
  role      text collate "C" not null check (role in ('competent-department', 'government', 'unit', 'establishment', 'association')),
  area      text collate "C" not null check (area ~ '^[0-9]{6}$'),
  name_zh   text not null,                           -- '' where the body is registered as a unit
  name_en   text not null,
  document  text not null,                           -- by which it was designated
  act_id    bigint not null,
  primary key (body_code, role)
);

-- The office that takes objections, and by which procedure: never a person.
create table oversight_arrangement (
  body_code text collate "C" primary key,
  contact   text not null,
  procedure text not null,
  named_on  date not null,
  act_id    bigint not null
);

create table oversight_case (
  case_id   bigint primary key,                      -- number of the act that opened it
  organ     text collate "C" not null,
  body_code text collate "C" not null,
  matter    text collate "C" not null,
  rule      text collate "C" not null,
  state     text collate "C" not null check (state in ('open', 'closed')),
  opened_on date not null,
  closed_on date
);
create index oversight_case_by_body on oversight_case (body_code, case_id);
create index oversight_case_by_organ on oversight_case (organ, case_id);

create table oversight_act (
  case_id  bigint not null,
  act_id   bigint not null,
  step     text collate "C",                         -- what was done, where a step was taken
  taken_on date,
  primary key (case_id, act_id)
);
create index oversight_act_by_step on oversight_act (step, taken_on) where step is not null;

-- An officer's reasoned decision to take no measure about a record.
create table no_measure (
  act_id       bigint primary key,
  unit_code    text collate "C" not null,
  subject_code text collate "C" not null,
  record_id    bigint not null,
  reasons      text not null,
  decided_on   date not null
);
create index no_measure_by_record on no_measure (subject_code, record_id);

-- For the register itself; a body reads its own cases and decisions, the public reads none of it but what the board counts.
do $$
declare
  mine record;
begin
  for mine in select * from (values
      ('oversight_body', 'body_code = (select probity_body())'),
      ('oversight_arrangement', 'body_code = (select probity_body())'),
      ('oversight_case', 'body_code = (select probity_body()) or organ = (select probity_body())'),
      ('oversight_act', 'exists (select from oversight_case c where c.case_id = oversight_act.case_id)'),
      ('no_measure', 'unit_code = (select probity_body())')) v (name, condition)
  loop
    execute format('alter table %I enable row level security', mine.name);
    execute format('grant select on %I to probity_app, probity_loader, probity_party', mine.name);
    execute format('grant insert, update, delete on %I to probity_app', mine.name);
    execute format('create policy own on %I for select to probity_party using (%s)', mine.name, mine.condition);
  end loop;
end $$;
