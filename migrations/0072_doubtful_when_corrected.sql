-- 0072 What the boundary found in a row that was corrected later was doubtful, or the row would have been refused. Rows corrected
-- before this day kept no word of that, so their findings were counted with those of refused rows. Codes as they are on this day
-- (src/register/ingestion/findings.ts, what is the boundary's).
update corrected_row set mistakes = (
  select jsonb_agg(case when f ->> 'code' in ('natural-person', 'individual-trader', 'minor', 'identity-number', 'travel-document', 'mobile-number', 'person-named',
                             'birth-date', 'person-column', 'bank-card', 'person-document', 'person-data', 'prohibited-category')
                        then f || '{"facts": {"doubtful": "yes"}}' else f end order by n)
    from jsonb_array_elements(mistakes) with ordinality as e (f, n))
 where jsonb_array_length(mistakes) > 0;

with found as (
  select r.delivery_id, r.row_number, f ->> 'code' as code, coalesce(f ->> 'column', '') as column_name,
         coalesce(f -> 'facts' ? 'doubtful', false) as doubtful, f ->> 'rule' as rule
    from corrected_row r cross join jsonb_array_elements(r.mistakes) f),
right_count as (
  select delivery_id, 'row' as per, '' as name, '' as column_name, doubtful, null::text as rule, count(*) as rows, sum(findings)::bigint as findings
    from (select delivery_id, row_number, bool_or(doubtful) as doubtful, count(*) as findings from found group by 1, 2) r group by 1, 5
  union all
  select delivery_id, 'code', code, '', doubtful, min(rule), count(distinct row_number), count(*) from found group by 1, 3, 5
  union all
  select delivery_id, 'column', code, column_name, doubtful, min(rule), count(distinct row_number), count(*) from found group by 1, 3, 4, 5),
emptied as (
  update finding_count c set rows = 0, findings = 0
   where c.kind = 'corrected' and c.per <> 'family' and not exists (
     select from right_count r where (r.delivery_id, r.per, r.name, r.column_name, r.doubtful) = (c.delivery_id, c.per, c.name, c.column_name, c.doubtful)))
insert into finding_count as c (delivery_id, kind, per, name, column_name, doubtful, rule, rows, findings)
select delivery_id, 'corrected', per, name, column_name, doubtful, rule, rows, findings from right_count
on conflict (delivery_id, kind, per, name, column_name, doubtful) do update
   set rows = excluded.rows, findings = excluded.findings, rule = excluded.rule;
