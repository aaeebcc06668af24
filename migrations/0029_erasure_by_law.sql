-- 0029 Content is destroyed where law has a record deleted, too: an act record.erased names the versions, as a
-- boundary.incident names them where personal data were found.
create or replace function named_by_incident(code text, act_number bigint) returns boolean
language sql stable security definer set search_path = public as $$
  select exists (
    select from act i
      cross join lateral (select kind from act_group where first_act <= i.act_id order by first_act desc limit 1) g
     where i.subject_code = code and g.kind in ('boundary.incident', 'record.erased') and i.content::jsonb -> 'acts' @> to_jsonb(act_number))
$$;
