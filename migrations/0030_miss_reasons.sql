-- 0030 Why a limit was missed, in the words of the office that missed it: public beside the miss. A projection of acts.
create table miss_reason (
  missed_act bigint primary key,                     -- the act deadline.missed
  office     text collate "C" not null,
  reason     text not null,
  given_on   date not null,
  act_id     bigint not null                         -- the newest reason; earlier ones stay in the log
);

grant select on miss_reason to probity_app, probity_loader;
grant insert, update, delete on miss_reason to probity_app;
