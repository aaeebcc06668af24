-- 0061 Why no person is meant stands in the act of the statement, which belongs to no organisation in the log: whoever may read
-- the statement may read it. Before, a body's own list showed every reason empty.
create policy own_statement on act for select to probity_party using (
  subject_code = '' and exists (select from boundary_statement s where s.act_id = act.act_id));
