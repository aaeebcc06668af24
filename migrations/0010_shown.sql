-- 0010 Pages of what is on display. A reader's day is compared with the dates in the index, so that a page of an
-- organisation with a hundred thousand records reads a page of entries, and its counts never visit the table.
create index record_shown on record (subject_code, decided_on desc, record_id desc)
  include (item_id, display_starts_on, display_ends_on) where existence = 'held';
-- Is any record's date still that of another law? Two probes answer; the many equal entries share one key.
create index record_law on record (law) where existence = 'held';
-- What an organisation was merged or split from: asked for on every page of an organisation, true of few.
create index subject_by_successor on subject using gin (successors) where successors <> '{}';
create index subject_former_code_by_subject on subject_code_former (subject_code);
