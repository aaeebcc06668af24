-- 0068 How many rows of a delivery were found wrong, and how, is counted as the rows are written: a look at a delivery costs the
-- same however many came back. Moved in the transaction that writes, corrects or removes the rows.
create table finding_count (
  delivery_id uuid not null references delivery on delete cascade,
  -- what became of the rows: they wait, were kept out, were corrected, or waited past their day
  kind        text collate "C" not null check (kind in ('returned', 'refused', 'corrected', 'removed')),
  -- by what they are counted: as rows, by family of findings, by code, by code and column
  per         text collate "C" not null check (per in ('row', 'family', 'code', 'column')),
  name        text collate "C" not null,             -- of the family or the code
  column_name text collate "C" not null,             -- '' where the row as a whole is meant
  doubtful    boolean not null,
  rule        text collate "C",
  rows        bigint not null,                       -- each row once, however often it was found in it
  findings    bigint not null,
  primary key (delivery_id, kind, per, name, column_name, doubtful)
);
grant select, insert, update on finding_count to probity_app, probity_loader;
grant select on finding_count to probity_party;
alter table finding_count enable row level security;
create policy own on finding_count for select to probity_party using (
  exists (select from delivery d where d.delivery_id = finding_count.delivery_id));
-- How many rows still wait is a figure the public is shown; of the rows themselves it reads nothing.
grant select (delivery_id, kind, per, rows) on finding_count to probity_public;
create policy published on finding_count for select to probity_public using (kind = 'returned' and per = 'row');
drop policy published on returned_row;
revoke select (delivery_id) on returned_row from probity_public;
comment on table finding_count is 'not projected: workspace: how often rows that are not in the register were found wrong';

-- What is here already. Families as they are on the day of this migration (src/register/ingestion/families.ts).
insert into finding_count
with found as (
  select r.delivery_id, r.kind, r.row_number, f ->> 'code' as code, coalesce(f ->> 'column', '') as column_name, f ->> 'rule' as rule,
         coalesce(f -> 'facts' ? 'doubtful', false) as doubtful
    from (select delivery_id, 'returned' as kind, row_number, findings from returned_row
          union all
          select delivery_id, 'refused', row_number, findings from refused_row
          union all
          select delivery_id, 'corrected', row_number, mistakes from corrected_row) r
   cross join jsonb_array_elements(r.findings) f),
family as (
  select *, case
      when code in ('organisation-unknown', 'name-does-not-fit-code', 'name-unusable') or code like 'code-%' then 'code'
      when code in ('basis-document-missing', 'identity-missing') then 'document'
      when code = 'required-missing' then 'missing'
      when code in ('unreadable-character', 'control-character', 'private-use-character', 'hidden-character', 'text-too-long', 'value-not-in-list',
                    'row-unkeepable') then 'text'
      when code = 'dates-contradict' or code like 'date-%' then 'date'
      when code = 'number-inexact' or code like 'amount-%' then 'amount'
      when code in ('severity-reason-missing', 'lenient-decision-missing', 'lenient-class-missing', 'lenient-class-severest', 'standard-unknown',
                    'state-standard-prevails', 'standard-made-alone') then 'determination'
      when code = 'record-was-withdrawn' then 'withdrawn'
      when code like any (array['cell-%', 'json-%', 'row-%', 'quote-%', 'text-after%', 'too-many%', 'formula-%', 'merged-%', 'error-%', 'keys-%']) then 'layout'
      else 'person' end as family
    from found),
rows as (
  select delivery_id, kind, row_number, bool_or(doubtful) as doubtful, count(*) as findings from found group by 1, 2, 3)
select delivery_id, kind, 'row', '', '', doubtful, null::text, count(*), sum(findings)::bigint from rows group by 1, 2, 6
union all
select delivery_id, kind, 'family', family, '', false, null, count(distinct row_number), count(*) from family group by 1, 2, 4
union all
select delivery_id, kind, 'code', code, '', doubtful, min(rule), count(distinct row_number), count(*) from found group by 1, 2, 4, 6
union all
select delivery_id, kind, 'column', code, column_name, doubtful, min(rule), count(distinct row_number), count(*) from found group by 1, 2, 4, 5, 6;
