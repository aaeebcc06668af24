-- 0045 Records that were removed, by whose they are: few beside those held, and asked for at the end of each delivery.
create index record_removed on record (provider_code, item_id, subject_code) where existence <> 'held';
