-- 0006 Personal data found inside. An act is never changed, with one exception: salt, content and closed fields of a
-- record's acts become null where an act of the kind boundary.incident names them. The entry in the log stays.
create function named_by_incident(code text, act_number bigint) returns boolean
language sql stable security definer set search_path = public as $$
  select exists (
    select from act i
      cross join lateral (select kind from act_group where first_act <= i.act_id order by first_act desc limit 1) g
     where i.subject_code = code and g.kind = 'boundary.incident' and i.content::jsonb -> 'acts' @> to_jsonb(act_number))
$$;
revoke all on function named_by_incident(text, bigint) from public;

-- Row by row, so that an erasure without its incident is refused to the owner as well.
create function only_erasure() returns trigger language plpgsql as $$
begin
  if (new.subject_code, new.act_id) is distinct from (old.subject_code, old.act_id)
     or new.salt is not null or new.content is not null or new.closed is not null
     or not named_by_incident(old.subject_code, old.act_id) then
    raise exception 'act is append-only: update refused' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
drop trigger act_append_only on act;
create trigger act_append_only before delete or truncate on act for each statement execute function refuse_change();
create trigger act_only_erased before update on act for each row execute function only_erasure();

-- Erases what one incident names, and of that only versions and withdrawals of records: an incident never hides another.
create function erase_acts(incident bigint) returns integer
language plpgsql security definer set search_path = public as $$
declare erased integer;
begin
  update act a set salt = null, content = null, closed = null
    from act i
   where i.act_id = incident and a.subject_code = i.subject_code
     and a.act_id in (select value::bigint from jsonb_array_elements_text(i.content::jsonb -> 'acts'))
     and (select kind from act_group where first_act <= a.act_id order by first_act desc limit 1)
         in ('record.accepted', 'record.changed', 'record.withdrawn');
  get diagnostics erased = row_count;
  return erased;
end $$;
revoke all on function erase_acts(bigint) from public;
grant execute on function erase_acts(bigint) to probity_app;
