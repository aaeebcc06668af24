-- 0001 The foundation: acts and their log, organisations, records, deliveries.
--
-- Three roles. The owner migrates. probity_app serves: it reads, appends, and may change projections and workspaces,
-- never an act. probity_loader carries bulk deliveries through COPY (which row-level policies will not allow to the
-- app role later): it may insert and read, and update only the projections it writes.
do $$ begin
  if not exists (select from pg_roles where rolname = 'probity_app') then create role probity_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'probity_loader') then create role probity_loader nologin bypassrls; end if;
end $$;
grant probity_app, probity_loader to current_user;

-- ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────────────
-- An act is one thing an actor did on one day under one article. Acts done together by one actor (the rows of a
-- delivery's batch, a day's expiries) share a head: {act, actor, at, on, law, …}. What differs is the content.
-- commitment = SHA-256(salt ‖ head ‖ LF ‖ content); it is the log's entry and outlives an erased salt and content.
create sequence act_number as bigint start 1;

create table act_group (
  first_act   bigint primary key,
  acts        integer not null check (acts > 0),
  kind        text not null,
  head        text not null,
  entries     bytea not null,                       -- the commitments, 32 bytes each, in order of act number
  recorded_at timestamptz not null,
  check (octet_length(entries) = 32 * acts)
);
create index act_group_by_kind on act_group (kind, first_act);

create table act (
  subject_code text collate "C" not null,           -- '' for acts that concern no organisation
  act_id       bigint not null,
  salt         bytea,                               -- null only after an erasure
  content      text,                                -- null only after an erasure
  -- Fields the catalog does not make public: salt (32 hex digits) and canonical JSON. The content holds only their
  -- digest, so that anyone can check what the public is shown without seeing what it is not.
  closed       text,
  primary key (subject_code, act_id)
);
-- Acts are appended nearly in the order of their numbers, so a block-range index finds a range of them for the log's
-- entry bundles at almost no cost to a bulk load.
create index act_by_number on act using brin (act_id) with (pages_per_range = 16, autosummarize = on);

-- ── The log ──────────────────────────────────────────────────────────────────────────────────────────────────────
-- Groups become leaves in the order the single sequencer meets them committed, never in the order of a sequence:
-- transactions do not finish in the order in which they took their numbers.
create table log_pending (first_act bigint primary key);
create table log_position (
  first_leaf bigint primary key,
  first_act  bigint not null unique references act_group,
  acts       integer not null
);
create table log_tile (
  level  smallint not null,
  number bigint not null,
  hashes bytea not null check (octet_length(hashes) between 32 and 8192 and octet_length(hashes) % 32 = 0),
  primary key (level, number)
);
create table log_checkpoint (
  size      bigint primary key,
  root      bytea not null,
  note      text not null,
  signed_at timestamptz not null
);

-- ── Organisations ────────────────────────────────────────────────────────────────────────────────────────────────
create table subject (
  subject_code text collate "C" primary key,
  kind         text not null check (kind in ('enterprise', 'institution', 'social-organisation', 'government-body',
                                             'farmers-cooperative', 'other-organisation')),
  name         text not null,
  name_normal  text collate "C" not null,
  -- 'registration' once a registration record named it; 'mention' while only other records did
  name_from    text not null check (name_from in ('registration', 'mention')),
  status       text not null default 'registered'
               check (status in ('registered', 'deregistered', 'dissolved', 'merged', 'split')),
  status_on    date,
  successors   text[] collate "C" not null default '{}',
  established  date,
  generated    boolean not null default false,      -- a demonstration organisation, said wherever it is shown
  act_id       bigint not null,
  -- individual traders (92) are natural persons: the database refuses them too
  check (subject_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$' and left(subject_code, 2) <> '92')
);

-- Every name an organisation bears or bore. bigrams: adjacent pairs of characters of the normal name, so that any two
-- characters of a name find it (trigrams cannot).
create table subject_name (
  subject_code text collate "C" not null references subject,
  name_normal  text collate "C" not null,
  name         text not null,
  from_on      date,
  until_on     date,                                -- null: the current name
  bigrams      text[] collate "C" not null,
  primary key (subject_code, name_normal)
);
create index subject_name_by_bigram on subject_name using gin (bigrams);
create index subject_name_by_name on subject_name (name_normal text_pattern_ops);

create table subject_code_former (
  former_code  text collate "C" primary key,
  subject_code text collate "C" not null references subject,
  until_on     date not null,
  act_id       bigint not null
);

-- ── Records ──────────────────────────────────────────────────────────────────────────────────────────────────────
-- Projection of acts (record.accepted, record.changed, record.expired, …). The content lives in the act act_id.
-- existence (held), visibility (display) and use (usable) are three things.
create table record (
  subject_code      text collate "C" not null,
  record_id         bigint not null,                -- number of the act that first accepted it
  item_id           text collate "C" not null,
  provider_code     text collate "C" not null,
  identity          text collate "C" not null,      -- e.g. the document number; see the item's identity fields
  version           integer not null,
  act_id            bigint not null,                -- the act that holds the current content
  act_group         bigint not null,                -- its group: head, day, actor, law
  decided_on        date not null,
  received_on       date not null,
  existence         text not null,                  -- held | withdrawn | erased
  display           text not null,                  -- see src/register/retention/display.ts: on-display, ended, …
  display_starts_on date,
  display_ends_on   date,                           -- first day on which it is no longer shown
  usable            boolean not null,
  retention_ends_on date,
  law               text not null,                  -- stamp of the law these dates were computed under
  facts             text not null,                  -- what the dates rest on, as JSON: see RecordFacts
  primary key (subject_code, record_id)
);
create unique index record_identity on record (subject_code, item_id, provider_code, identity);
create index record_ending on record (display_ends_on) where display = 'on-display';
create index record_starting on record (display_starts_on) where display = 'not-yet';

-- ── Units and machine clients ────────────────────────────────────────────────────────────────────────────────────
create table unit (
  unit_code text collate "C" primary key,
  kind      text not null,
  name_zh   text not null,
  name_en   text not null,
  items     text[] collate "C" not null,
  demonstration boolean not null default false,
  act_id    bigint not null
);
create table machine_client (
  client_id  text collate "C" primary key,
  unit_code  text collate "C" not null references unit,
  public_key jsonb not null,
  from_at    timestamptz not null,
  until_at   timestamptz,
  act_id     bigint not null
);
create table client_assertion_seen (
  client_id text collate "C" not null, jti text not null, expires_at timestamptz not null,
  primary key (client_id, jti)
);

-- ── Deliveries: a workspace, not the register ────────────────────────────────────────────────────────────────────
create table delivery (
  delivery_id   uuid primary key default uuidv7(),
  unit_code     text collate "C" not null references unit,
  item_id       text collate "C" not null,
  mapping       text,
  file_name     text,
  media         text,
  size_bytes    bigint not null default 0,
  file_sha256   bytea,
  idempotency_key text,
  state         text not null check (state in ('receiving', 'waiting', 'running', 'done', 'refused', 'failed')),
  -- how far the file has been read, in the same transaction as what was read: a restart goes on from here
  rows_read     bigint not null default 0,
  bytes_read    bigint not null default 0,
  accepted      bigint not null default 0,
  recognised    bigint not null default 0,
  changed       bigint not null default 0,
  returned      bigint not null default 0,
  refused       bigint not null default 0,
  notes         jsonb not null default '[]',        -- dropped columns and the like, for the provider
  failure       jsonb,                              -- why a whole file was refused
  generated     boolean not null default false,
  received_at   timestamptz not null default now(),
  started_at    timestamptz,
  ended_at      timestamptz,
  unique (unit_code, idempotency_key)
);
create index delivery_open on delivery (received_at) where state in ('receiving', 'waiting', 'running');
create index delivery_by_unit on delivery (unit_code, delivery_id desc);

-- A row returned for a fault in its data waits here, visible to its provider alone, until corrected or past keep_until.
create table returned_row (
  delivery_id uuid not null references delivery on delete cascade,
  row_number  bigint not null,
  cells       jsonb not null,
  findings    jsonb not null,
  keep_until  date,
  primary key (delivery_id, row_number)
);
-- A row refused by the boundary is never stored: its keyed hash, its number and the reason are.
create table refused_row (
  delivery_id uuid not null references delivery,
  row_number  bigint not null,
  row_hash    bytea not null,
  findings    jsonb not null,
  primary key (delivery_id, row_number)
);

-- ── Law, catalog and calendar as loaded: the history of what was in force here ──────────────────────────────────
create table law_loaded (
  law    text primary key,
  act_id bigint not null,
  loaded_on date not null
);
create table calendar_edition (
  edition text primary key,
  body    jsonb not null,
  act_id  bigint not null,
  loaded_on date not null
);
create table setting (name text primary key, value text not null);

-- ── Append-only, by the database ─────────────────────────────────────────────────────────────────────────────────
grant usage on schema public to probity_app, probity_loader;
grant usage on sequence act_number to probity_app, probity_loader;
grant select on all tables in schema public to probity_app, probity_loader;
grant insert on act, act_group, log_position, log_checkpoint, refused_row, law_loaded, calendar_edition,
                client_assertion_seen to probity_app;
grant insert, delete on log_pending to probity_app;
grant insert, update on log_tile, setting to probity_app;
grant delete on client_assertion_seen to probity_app;
grant insert, update on subject, subject_name, subject_code_former, unit, machine_client to probity_app;
grant insert, update, delete on record, delivery, returned_row to probity_app;
grant delete on subject, subject_name, subject_code_former to probity_app; -- projections: emptied by a rebuild
grant insert on act, act_group, log_pending, refused_row, subject, subject_name to probity_loader;
grant insert, update on record, delivery to probity_loader;
grant insert, delete on returned_row to probity_loader;

-- Not even the owner changes an act by accident: only a superuser who first removes this trigger could, and the log
-- would show it.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $$;
create trigger act_append_only before update or delete or truncate on act
  for each statement execute function refuse_change();
create trigger act_group_append_only before update or delete or truncate on act_group
  for each statement execute function refuse_change();
create trigger log_position_append_only before update or delete or truncate on log_position
  for each statement execute function refuse_change();
create trigger log_checkpoint_append_only before update or delete or truncate on log_checkpoint
  for each statement execute function refuse_change();
create trigger refused_row_append_only before update or delete or truncate on refused_row
  for each statement execute function refuse_change();
-- A tile only grows.
create function tile_only_grows() returns trigger language plpgsql as $$
begin
  if substring(new.hashes from 1 for octet_length(old.hashes)) is distinct from old.hashes then
    raise exception 'tile %/% may only grow', old.level, old.number using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger log_tile_only_grows before update on log_tile for each row execute function tile_only_grows();
