-- 0011 What a machine client may do for its unit. A key that delivers cannot make members or keys.
alter table machine_client add column roles text[] collate "C" not null default '{deliver}'
  check (roles <@ array['deliver', 'administer']);
