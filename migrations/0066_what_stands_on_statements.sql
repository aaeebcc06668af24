-- 0066 What a statement that no person is meant let in: the act that holds the words, and the record whose version it is. A
-- projection of the acts boundary.statement-relied. A record whose newest version stands on a statement that was taken back is kept
-- from view by a mark of its own, until it is delivered again and passes, or is destroyed as an incident.
create table boundary_reliance (
  statement    bigint not null,
  let_in       bigint not null,
  kind         text collate "C" not null,
  subject_code text collate "C" not null,
  record_id    bigint,
  relied_act   bigint not null,
  primary key (statement, let_in)
);
create index boundary_reliance_of_act on boundary_reliance (let_in);
grant select, insert, update, delete on boundary_reliance to probity_app;
grant select, insert on boundary_reliance to probity_loader;
grant select on boundary_reliance to probity_party;
alter table boundary_reliance enable row level security;
create policy own on boundary_reliance for select to probity_party using (
  exists (select from boundary_statement s where s.act_id = statement));

alter table record_mark drop constraint record_mark_mark_check;
alter table record_mark add constraint record_mark_mark_check check (mark in ('disputed', 'suspended', 'shielded', 'withheld', 'unstated'));
create index record_mark_unstated on record_mark (subject_code, record_id) where mark = 'unstated' and until_on is null;
