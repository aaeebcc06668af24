-- 0035 What arrives of an organisation whose records are shielded is shielded with its batch, in the loader's transaction.
grant insert, update on record_mark to probity_loader;
-- To hold the row (for share) while the batch is written: no more is asked for, and no column that says anything.
grant update (case_id) on restructuring to probity_loader;
