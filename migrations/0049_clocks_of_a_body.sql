-- 0049 Where one lands, one sees what one owes and what is owed in one's own cases: found by the body, among a million clocks of others.
create index clock_of_party on clock (party);
create index clock_of_subject on clock (subject_code);
