-- 0032 Letters reach people. Where an office is reached about applications (telephone, office, its mailbox; never a person).
alter table unit add column contact text;

-- Where letters to a body go by mail: its office's mailbox. The address is in no act, for it may be changed and taken back.
create table mailbox (
  code    text collate "C" primary key,              -- organisation or unit
  address text not null,
  act_id  bigint not null                            -- the act that says one was named
);
-- Letters on their way by mail. A line goes when the program that sends has taken the letter; the proof is an act.
create table mail_waiting (
  notice_id bigint primary key,
  code      text collate "C" not null,
  tries     integer not null default 0,
  next_at   timestamptz not null,
  why       text                                     -- what the last attempt said
);
create index mail_due on mail_waiting (next_at);
create index mail_of on mail_waiting (code);

-- Nobody outside reads either: only the register itself serves with them.
alter table mailbox enable row level security;
alter table mail_waiting enable row level security;
grant select, insert, update, delete on mailbox, mail_waiting to probity_app;

-- No text has a period run for an office from the day of a letter.
do $$
declare
  allowed text := (select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'clock'::regclass and conname = 'clock_kind_check');
begin
  execute 'alter table clock drop constraint clock_kind_check';
  execute 'alter table clock add constraint clock_kind_check ' || replace(allowed, ', ''notice''::text', '');
end $$;
