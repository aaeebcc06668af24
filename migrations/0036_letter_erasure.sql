-- 0036 A letter repeats what the record and its reasons said: where personal data were found, it goes with them.
create or replace function erase_acts(incident bigint) returns integer
language plpgsql security definer set search_path = public as $$
declare erased integer;
begin
  update act a set salt = null, content = null, closed = null
    from act i
   where i.act_id = incident and a.subject_code = i.subject_code
     and a.act_id in (select value::bigint from jsonb_array_elements_text(i.content::jsonb -> 'acts'))
     and (select kind from act_group where first_act <= a.act_id order by first_act desc limit 1)
         in ('record.accepted', 'record.changed', 'record.withdrawn', 'notice.issued');
  get diagnostics erased = row_count;
  return erased;
end $$;
