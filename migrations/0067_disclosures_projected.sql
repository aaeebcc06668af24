-- 0067 Who received what is told by the acts of inquiries and takings, and made again from them like the rest. What is projected says so
-- in src/register/projectors.ts alone: a table is in that list, or says here why it is in none.
do $$
declare t text;
begin
  foreach t in array array['unit', 'machine_client', 'membership', 'recall_endpoint', 'mailbox', 'disclosure', 'law_loaded'] loop
    execute format('comment on table %I is null', t);
  end loop;
end $$;
comment on table register_identity is 'not projected: what the database is. Origin, key and drill stand in no act: they are held against the key and the settings at each start; the law is held against its acts by the audit';
comment on table calendar_edition is 'not projected: the text of editions; their acts hold its digest alone';
comment on table objection_evidence is 'not projected: bytes; their digests stand beside them and in acts; the audit holds the one against the other';
comment on table restoration_evidence is 'not projected: bytes; their digests stand beside them and in acts; the audit holds the one against the other';
