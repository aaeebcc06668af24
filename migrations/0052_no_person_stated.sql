-- 0052 An officer states that words which may name a person mean none. The statement holds for exactly that text, in that place, of that
-- body; the text itself is not kept here, only its keyed digest. A projection of the acts boundary.stated and
-- boundary.statement-withdrawn.
create table boundary_statement (
  act_id        bigint primary key,
  body_code     text not null,
  -- where the text stood: `item/field` of a delivery, `form/field` of anything that is typed
  place         text not null,
  text_digest   text not null check (text_digest ~ '^[0-9a-f]{64}$'),
  client_id     text,
  account_id    text,
  stated_on     date not null,
  withdrawn_act bigint
);
create index boundary_statement_of on boundary_statement (body_code, place, text_digest) where withdrawn_act is null;
grant select, insert, update, delete on boundary_statement to probity_app;
grant select, insert on boundary_statement to probity_loader;
grant select on boundary_statement to probity_party;
alter table boundary_statement enable row level security;
create policy own on boundary_statement for select to probity_party using (
  body_code = (select probity_body()) or (select probity_body()) = 'operator');

-- Rows whose words may name a person, and wait for whoever wrote them: a desk counts them.
create index returned_row_doubtful on returned_row (delivery_id) where findings @? '$[*].facts.doubtful';
