-- 0048 Orders to correct are owed like any other step: a clock whose last day the order itself may name.
alter table clock add column set_on date;                       -- the day an order names; null: the rule's own count
do $$
declare
  allowed text := (select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'clock'::regclass and conname = 'clock_kind_check');
begin
  execute 'alter table clock drop constraint clock_kind_check';
  execute 'alter table clock add constraint clock_kind_check ' || replace(allowed, 'ARRAY[', 'ARRAY[''oversight''::text, ');
end $$;

-- What an office missed is public; what was ordered of anybody else is for the parties of the case.
alter table clock_missed enable row level security;
create policy published on clock_missed for select to probity_public using (
  kind <> 'oversight' or party = 'operator' or exists (select from unit u where u.unit_code = party));
create policy own on clock_missed for select to probity_party using (
  kind <> 'oversight' or party = 'operator' or exists (select from unit u where u.unit_code = party) or party = (select probity_body()));
