-- 0024 Who received what, and who must hear of a change. A disclosure is written once and stays; recalls and their
-- recipients are projections of acts; what is still to be pushed to an address is the workspace of sending.

create table disclosure (
  subject_code   text collate "C" not null,
  record_id      bigint not null,
  recipient_kind text collate "C" not null check (recipient_kind in ('unit', 'client', 'organisation')),
  recipient_code text collate "C" not null,
  version        integer not null,
  path           text collate "C" not null check (path in ('sharing', 'duty', 'authorised', 'self', 'bulk', 'api')),
  act_id         bigint not null,                   -- the act it was first received by
  received_on    date not null,
  received_at    timestamptz not null,
  primary key (subject_code, record_id, recipient_kind, recipient_code, version, path)
);
create index disclosure_by_recipient on disclosure (recipient_code, subject_code);
create trigger disclosure_append_only before update or delete or truncate on disclosure
  for each statement execute function refuse_change();

create table recall (
  recall_id    bigint primary key,                  -- number of the act that opened it
  subject_code text collate "C" not null,
  record_id    bigint not null,
  version      integer not null,                    -- the record's version once it had changed
  because      text collate "C" not null
               check (because in ('corrected', 'withdrawn', 'restored', 'expired', 'marked', 'mark-removed')),
  cause_act    bigint not null,                     -- the act that changed the record
  opened_on    date not null,
  opened_at    timestamptz not null,
  state        text collate "C" not null check (state in ('computing', 'waiting', 'complete')),
  recipients   integer not null default 0,
  acknowledged integer not null default 0,
  completed_on date
);
create index recall_by_record on recall (subject_code, record_id);
create index recall_computing on recall (recall_id) where state = 'computing';
create index recall_open on recall (recall_id) where state = 'waiting';

create table recall_recipient (
  recall_id      bigint not null,
  recipient_kind text collate "C" not null,
  recipient_code text collate "C" not null,
  version        integer not null,                  -- the newest version it received
  position       bigint not null,                   -- in the feed; given in the order of commits, by the one teller
  told_on        date not null,
  received_on    date,                              -- it took the news: its system answered, or it came for it
  due_on         date,                              -- null: not received, or no period is set
  acknowledged_on date,
  escalated_on   date,
  primary key (recall_id, recipient_kind, recipient_code)
);
create unique index recall_recipient_position on recall_recipient (position);
create index recall_recipient_feed on recall_recipient (recipient_code, position);
create index recall_recipient_due on recall_recipient (due_on) where acknowledged_on is null and escalated_on is null;
create index recall_recipient_unreached on recall_recipient (told_on) where received_on is null and acknowledged_on is null and escalated_on is null;

-- Where a body's own system listens. Ended endpoints stay, so that what was sent where can be told.
create table recall_endpoint (
  endpoint_id bigint primary key,                   -- number of the act that registered it
  body_code   text collate "C" not null,
  url         text not null,
  from_on     date not null,
  ended_on    date
);
create unique index recall_endpoint_standing on recall_endpoint (body_code, url) where ended_on is null;

create table recall_sending (
  recall_id      bigint not null,
  recipient_kind text collate "C" not null,
  recipient_code text collate "C" not null,
  endpoint_id    bigint not null,
  attempts       integer not null default 0,
  next_at        timestamptz,                       -- null: over
  sent_at        timestamptz,                       -- taken by the other side
  result         text collate "C",                  -- of the newest attempt: taken, status-500, timed-out, redirected, refused-address, …
  primary key (recall_id, recipient_kind, recipient_code, endpoint_id)
);
create index recall_sending_next on recall_sending (next_at) where next_at is not null;

grant select on disclosure, recall, recall_recipient, recall_endpoint, recall_sending to probity_app, probity_loader;
grant insert on disclosure to probity_app;
grant insert, update, delete on recall, recall_recipient to probity_app;
grant insert on recall to probity_loader;
grant insert, update on recall_endpoint to probity_app;
grant insert, update, delete on recall_sending to probity_app;
