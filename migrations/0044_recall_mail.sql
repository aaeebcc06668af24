-- 0044 News of changes by mail, for those without a system: that there is some, never what it is. One line a body, the
-- workspace of sending; that a mail was taken is an act.
create table recall_mail (
  code    text collate "C" primary key,              -- unit or organisation, which has named a mailbox
  tries   integer not null default 0,
  next_at timestamptz,                               -- null: over, until there is more to tell
  sent_at timestamptz,                               -- taken by the program that sends
  why     text                                       -- what the last attempt said; null: taken
);
create index recall_mail_next on recall_mail (next_at) where next_at is not null;
alter table recall_mail enable row level security;
grant select, insert, update on recall_mail to probity_app;

-- The board counts what an office was to confirm: a mark is told, and asks for nothing.
create or replace view recall_count as
  select e.recipient_code as office, date_trunc('month', e.told_on)::date as month, count(*) as told, count(e.acknowledged_on) as acknowledged,
         coalesce(array_agg(e.acknowledged_on - e.told_on) filter (where e.acknowledged_on is not null), '{}') as days
    from recall_recipient e join recall r using (recall_id)
   where e.recipient_kind = 'unit' and r.because not in ('marked', 'mark-removed') group by 1, 2;
