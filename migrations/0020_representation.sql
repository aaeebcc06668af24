-- 0020 Who may speak for an organisation, and who decides in a unit. The register knows the account and the document of
-- the mandate; of the person it keeps nothing more.
alter table membership drop constraint membership_body_kind_check;
alter table membership add constraint membership_body_kind_check check (body_kind in ('unit', 'operator', 'organisation'));
alter table membership drop constraint membership_role_check;
alter table membership add constraint membership_role_check
  check (role in ('deliver', 'administer', 'operate', 'decide', 'represent') and (role = 'represent') = (body_kind = 'organisation'));

-- Machine clients of an organisation speak for it; those of a unit may hand in what its named officer decided.
alter table machine_client drop constraint machine_client_roles_check;
alter table machine_client add constraint machine_client_roles_check check (roles <@ array['deliver', 'administer', 'decide', 'represent']);
