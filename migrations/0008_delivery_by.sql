-- 0008 Who delivered, and what became of rows given back. A person is the number of an account; the name is the account
-- table's own and read when a page is shown. Both null: delivered before anyone was noted, or by the register itself.
alter table delivery
  add column client_id  text collate "C",
  add column account_id text collate "C",
  add check (client_id is null or account_id is null);

-- A returned row that was corrected in place. Its values are in the record's act and nowhere else; of what was wrong with
-- it code, column and rule stay, for the sheet of recurring mistakes.
create table corrected_row (
  delivery_id  uuid not null references delivery on delete cascade,
  row_number   bigint not null,
  mistakes     jsonb not null,                      -- [{"code":…,"column":…,"rule":…}]
  outcome      text not null check (outcome in ('accepted', 'recognised', 'changed')),
  subject_code text collate "C" not null,
  record_id    bigint not null,
  client_id    text collate "C",
  account_id   text collate "C",
  corrected_at timestamptz not null,
  act_id       bigint not null,
  primary key (delivery_id, row_number)
);
grant select on corrected_row to probity_app, probity_loader;
grant insert on corrected_row to probity_loader;

-- The same file delivered before by the same unit.
create index delivery_by_file on delivery (unit_code, file_sha256) where file_sha256 is not null;
