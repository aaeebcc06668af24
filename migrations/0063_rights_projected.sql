-- 0063 Who is registered, who may act and where letters and news go follows from acts: a rebuild makes these tables again, and an
-- audit names a row that no act says. A unit without an act could otherwise not be taken away while a delivery names it.
alter table delivery drop constraint delivery_unit_code_fkey;
-- Salt of 16 bytes and SHA-256 over salt and address, as the act says it; null: named before acts said so.
alter table mailbox add column address_said text collate "C" check (address_said ~ '^[0-9a-f]{96}$');
do $$
declare t text;
begin
  foreach t in array array['unit', 'machine_client', 'membership', 'recall_endpoint', 'mailbox'] loop
    execute format('comment on table %I is null', t);
  end loop;
end $$;
