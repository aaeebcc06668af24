-- 0041 The act of an inquiry belongs to no organisation in the log; who was asked about, and who asked, may read it.
create policy own_inquiry on act for select to probity_party using (
  subject_code = '' and exists (select from inquiry i where i.act_id = act.act_id));
