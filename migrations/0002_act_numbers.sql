-- 0002 Act numbers in one run. A group's acts bear consecutive numbers, so that a leaf's place follows from its group's.
-- nextval alone would interleave with other writers; the lock is held for microseconds, not until commit.
create function take_act_numbers(count integer) returns bigint
language plpgsql security definer set search_path = public as $$
declare first bigint;
begin
  if count < 1 then raise exception 'take_act_numbers: count must be positive'; end if;
  perform pg_advisory_lock(7201);
  first := nextval('act_number');
  if count > 1 then perform setval('act_number', first + count - 1); end if;
  perform pg_advisory_unlock(7201);
  return first;
end $$;
revoke all on function take_act_numbers(integer) from public;
grant execute on function take_act_numbers(integer) to probity_app, probity_loader;
