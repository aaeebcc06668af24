-- 0056 A database knows what register it holds: the log it signs, the pack and the revisions it runs under, where it stands,
-- and whether it was made for drills. One row, written at the first start; whoever starts or commands with another is refused.
create table register_identity (
  one boolean primary key default true check (one),
  -- origin line of the log's checkpoints, and its key as a verifier key: name+id+base64
  origin text not null,
  log_key text not null,
  pack text not null,
  -- pack@revision national@revision
  law text not null,
  -- made for drills: may be run on any day, and says so everywhere
  drill boolean not null,
  -- machine and folder of the embedded database, or number and name of an external one; null: not noted yet
  place text,
  set_at timestamptz not null,
  -- version of the program that wrote this
  set_by text not null
);
grant select, insert on register_identity to probity_app;
-- A register keeps its pack, and no drill becomes a register of record.
grant update (origin, log_key, law, place, set_at, set_by) on register_identity to probity_app;
