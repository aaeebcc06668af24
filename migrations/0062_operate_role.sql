-- 0062 What the operator's machine clients may do: `operate`, or only read. Those that were registered before there was such a
-- role go on as they were; a new one reads unless it is given the role. No unit's client can have it.
alter table machine_client drop constraint machine_client_roles_check;
alter table machine_client add constraint machine_client_roles_check
  check (roles <@ array['deliver', 'administer', 'decide', 'represent', 'inquire', 'operate'] and (unit_code = 'operator' or not 'operate' = any (roles)));
update machine_client set roles = array_append(roles, 'operate') where unit_code = 'operator';
