-- 0042 An organisation reads who received its information as itself, and may not read machine clients: it is told the unit
-- a client belongs to, and nothing else of it.
create function unit_of_client(client text) returns text language sql stable security definer set search_path = public, pg_temp
  as $$ select unit_code from machine_client where client_id = client $$;
