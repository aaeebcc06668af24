-- 0060 Whether a record may be used is stored for as long as it is kept; the day on which that ends stands beside it, and
-- whoever reads asks both. Before, what came when its time was already over was stored as not usable, and what ran out of it
-- later stayed usable: the same acts gave another row. Unsettled records have no such day, restored ones end by their act.
update record r set usable = true
 where not usable and existence = 'held' and retention_ends_on is not null
   and not exists (select from restored_record t where t.subject_code = r.subject_code and t.record_id = r.record_id);

-- Which tables a rebuild makes again from the acts is said in src/acts/rebuild.ts. The others say here why not.
do $$
declare t text; why text;
begin
  for t, why in values
    ('migration', 'what was done to the schema'),
    ('setting', 'the last day closed: the day on which a rebuild computes'),
    ('law_loaded', 'which texts were loaded, by their acts; without them no act says under which law it was done'),
    ('calendar_edition', 'the text of editions; their acts hold the digest alone'),
    ('unit', 'by acts; rows of the workspace refer to it'),
    ('machine_client', 'by acts; what a key may do now, looked up with every token'),
    ('membership', 'by acts; who may act now, looked up with every request'),
    ('recall_endpoint', 'by acts; where systems listen'),
    ('mailbox', 'by acts that hold no address'),
    ('disclosure', 'who received what: by the acts of inquiries and takings, which name more than one path'),
    ('account', 'workspace of signing in: no act names a person'),
    ('invitation', 'workspace of signing in'),
    ('session', 'workspace of signing in'),
    ('sign_in_attempt', 'workspace of signing in'),
    ('pending_form', 'workspace of signing in'),
    ('client_assertion_seen', 'workspace of signing in'),
    ('delivery', 'workspace: how far a file was read'),
    ('returned_row', 'workspace: rows that are not in the register'),
    ('refused_row', 'workspace: digests of rows that are not in the register'),
    ('corrected_row', 'workspace: what became of returned rows'),
    ('objection_evidence', 'bytes; their digests stand in acts'),
    ('restoration_evidence', 'bytes; their digests stand in acts'),
    ('recall_sending', 'workspace: attempts to send'),
    ('recall_mail', 'workspace: attempts to send'),
    ('mail_waiting', 'workspace: attempts to send'),
    ('inquiry_way', 'what the loaded law says, for the database'),
    ('inquiry_reach', 'what the loaded law says, for the database'),
    ('inquiry_begun', 'lives within a transaction'),
    ('daily_run', 'workspace of the operator: runs'),
    ('audit_run', 'workspace of the operator: audits'),
    ('act', 'the acts themselves'),
    ('act_group', 'the acts themselves'),
    ('log_pending', 'the log: checked by verify'),
    ('log_position', 'the log: checked by verify'),
    ('log_tile', 'the log: checked by verify'),
    ('log_checkpoint', 'the log: signed'),
    ('log_bundle', 'the log: written once'),
    ('register_identity', 'what the database is; its acts say it too'),
    ('logout_token_seen', 'workspace of signing in'),
    ('mailbox_pending', 'workspace: an address until its letter is answered'),
    ('security_event', 'a log of its own, without content'),
    ('security_word', 'workspace: words on their way'),
    ('erasure_declared', 'what an erasure names, beside its act')
  loop
    execute format('comment on table %I is %L', t, 'not projected: ' || why);
  end loop;
end $$;
